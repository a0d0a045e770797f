//! Wrong passphrases in a row, and how long one waits after them.
//!
//! Invariant: counted per database while the program runs, on a screen as in a command. It slows down whoever
//! tries at the program's own door; what slows down somebody who took a copy of the folder is Argon2id, which
//! every single guess has to pay (`storage::keys`).

use std::collections::HashMap;
use std::hash::Hash;

use chrono::{DateTime, Duration, Utc};

use crate::ports::Clock;

/// So many wrong ones are free: people mistype.
const FREE: u32 = 5;
/// The first wait; each further wrong one doubles it.
const FIRST: Duration = Duration::seconds(30);
/// The longest wait.
const LONGEST: Duration = Duration::minutes(15);

/// Somebody has to wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{wrong} wrong passphrases in a row, {seconds} s to wait")]
pub struct MustWait {
    /// Wrong ones in a row.
    pub wrong: u32,
    /// Seconds that remain, at least 1.
    pub seconds: u64,
}

impl MustWait {
    /// The Danish sentence with the time that remains.
    #[must_use]
    pub fn sentence(&self) -> String {
        vilkaar_wording::passphrase::wait(self.wrong, self.seconds)
    }
}

/// Wrong ones of one database.
#[derive(Clone, Copy, Debug)]
struct Count {
    wrong: u32,
    last: DateTime<Utc>,
}

impl Count {
    /// How long one waits after the last one.
    fn wait(self) -> Duration {
        let Some(beyond) = self.wrong.checked_sub(FREE) else { return Duration::zero() };
        // Five doublings reach the longest wait.
        (FIRST * 2_i32.pow(beyond.min(5))).min(LONGEST)
    }
}

/// Wrong passphrases in a row, per database.
#[derive(Clone, Debug)]
pub struct Attempts<Database> {
    counted: HashMap<Database, Count>,
}

impl<Database> Default for Attempts<Database> {
    fn default() -> Self {
        Self { counted: HashMap::new() }
    }
}

impl<Database: Hash + Eq> Attempts<Database> {
    /// May a passphrase be tried now? Asked before each attempt; what is refused isn't tried.
    ///
    /// # Errors
    /// [`MustWait`] with the time that remains.
    pub fn may_try(&self, database: &Database, clock: &dyn Clock) -> Result<(), MustWait> {
        let Some(count) = self.counted.get(database) else { return Ok(()) };
        let wait = count.wait();
        // A clock that was set back makes nobody wait longer than was said.
        let remains = (count.last + wait - clock.now()).min(wait);
        if remains <= Duration::zero() {
            return Ok(());
        }
        let seconds = u64::try_from((remains + Duration::milliseconds(999)).num_seconds()).unwrap_or(1);
        Err(MustWait { wrong: count.wrong, seconds: seconds.max(1) })
    }

    /// A wrong one.
    pub fn wrong(&mut self, database: Database, clock: &dyn Clock) {
        let last = clock.now();
        let count = self.counted.entry(database).or_insert(Count { wrong: 0, last });
        *count = Count { wrong: count.wrong.saturating_add(1), last };
    }

    /// The right one: nothing is held against anybody.
    pub fn right(&mut self, database: &Database) {
        self.counted.remove(database);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use chrono::NaiveDate;

    use super::*;

    /// A clock that is set by hand.
    struct Hand(std::sync::Mutex<Cell<DateTime<Utc>>>);

    impl Hand {
        fn new() -> Self {
            Self(std::sync::Mutex::new(Cell::new("2026-11-22T09:00:00Z".parse().unwrap())))
        }
        fn turn(&self, by: Duration) {
            let hand = self.0.lock().unwrap();
            hand.set(hand.get() + by);
        }
    }

    impl Clock for Hand {
        fn today(&self) -> NaiveDate {
            self.now().date_naive()
        }
        fn now(&self) -> DateTime<Utc> {
            self.0.lock().unwrap().get()
        }
    }

    #[test]
    fn five_mistakes_are_free_and_then_each_doubles_the_wait_up_to_a_quarter_of_an_hour() {
        let (clock, mut attempts) = (Hand::new(), Attempts::default());
        for _ in 0..4 {
            attempts.wrong("a", &clock);
            assert_eq!(attempts.may_try(&"a", &clock), Ok(()));
        }
        for (wrong, seconds) in (5..).zip([30, 60, 120, 240, 480, 900, 900, 900]) {
            attempts.wrong("a", &clock);
            assert_eq!(attempts.may_try(&"a", &clock), Err(MustWait { wrong, seconds }));
            clock.turn(Duration::seconds(seconds as i64) - Duration::milliseconds(1));
            assert_eq!(attempts.may_try(&"a", &clock), Err(MustWait { wrong, seconds: 1 }));
            clock.turn(Duration::milliseconds(1));
            assert_eq!(attempts.may_try(&"a", &clock), Ok(()));
        }
    }

    #[test]
    fn another_database_is_not_held_up_and_the_right_passphrase_clears_the_count() {
        let (clock, mut attempts) = (Hand::new(), Attempts::default());
        (0..6).for_each(|_| attempts.wrong("a", &clock));
        assert_eq!(attempts.may_try(&"b", &clock), Ok(()));
        attempts.right(&"a");
        assert_eq!(attempts.may_try(&"a", &clock), Ok(()));
        attempts.wrong("a", &clock);
        assert_eq!(attempts.may_try(&"a", &clock), Ok(()));
    }

    #[test]
    fn a_clock_that_is_set_back_makes_nobody_wait_longer_than_was_said() {
        let (clock, mut attempts) = (Hand::new(), Attempts::default());
        (0..5).for_each(|_| attempts.wrong("a", &clock));
        clock.turn(Duration::days(-300));
        let told = attempts.may_try(&"a", &clock).unwrap_err();
        assert_eq!(told.seconds, 30);
        assert!(told.sentence().contains("5 gange i træk. Vent 30 sekunder"), "{}", told.sentence());
    }

    #[test]
    fn a_thousand_wrong_ones_overflow_nothing() {
        let (clock, mut attempts) = (Hand::new(), Attempts::default());
        (0..1000).for_each(|_| attempts.wrong("a", &clock));
        assert_eq!(attempts.may_try(&"a", &clock).unwrap_err().seconds, 900);
    }
}
