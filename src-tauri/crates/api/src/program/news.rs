//! What happened while the window waited: a board with numbers, on which the long question `news` waits.
//!
//! Invariant: nothing that is pinned is missed. Each thing keeps the number under which it was last pinned, and a
//! question that names an older number is answered at once.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::types::{ConnectionState, News, PresentPerson};

/// The board.
#[derive(Debug, Default)]
pub(crate) struct NewsBoard {
    pinned: Mutex<Pinned>,
    changed: Condvar,
}

/// What hangs there.
#[derive(Debug, Default)]
struct Pinned {
    /// Counts up with everything that is pinned.
    number: u32,
    /// The number under which data changed last.
    data: u32,
    /// The number under which the session changed last.
    session: u32,
    present: Vec<PresentPerson>,
    connection: Option<ConnectionState>,
    /// The program ends: nobody shall wait.
    is_closed: bool,
}

impl NewsBoard {
    fn pinned(&self) -> MutexGuard<'_, Pinned> {
        self.pinned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pin(&self, what: impl FnOnce(&mut Pinned)) {
        let mut pinned = self.pinned();
        pinned.number += 1;
        what(&mut pinned);
        drop(pinned);
        self.changed.notify_all();
    }

    /// Data changed: the open screen should ask anew.
    pub(crate) fn data_changed(&self) {
        self.pin(|pinned| pinned.data = pinned.number);
    }

    /// The session changed: locked, a message, another person.
    pub(crate) fn session_changed(&self) {
        self.pin(|pinned| pinned.session = pinned.number);
    }

    /// Who else is where; told only when it differs.
    pub(crate) fn present(&self, present: Vec<PresentPerson>) {
        if self.pinned().present != present {
            self.pin(|pinned| pinned.present = present);
        }
    }

    /// How the connection of a shared database stands; none for a local one.
    pub(crate) fn connection(&self, connection: Option<ConnectionState>) {
        let told = |state: &Option<ConnectionState>| state.as_ref().map(|state| state.is_connected);
        if told(&self.pinned().connection) != told(&connection) {
            self.pin(|pinned| {
                pinned.connection = connection;
                pinned.session = pinned.number;
            });
        }
    }

    /// How the connection stands.
    pub(crate) fn connection_now(&self) -> Option<ConnectionState> {
        self.pinned().connection.clone()
    }

    /// The program ends.
    pub(crate) fn close(&self) {
        self.pin(|pinned| pinned.is_closed = true);
    }

    /// Waits for something newer than `since`, at most so long.
    pub(crate) fn wait(&self, since: u32, longest: Duration) -> News {
        let pinned = self.pinned();
        // A number from before the program was started anew is of another board.
        let nothing_new = |pinned: &mut Pinned| pinned.number == since && !pinned.is_closed;
        let (pinned, _) = self
            .changed
            .wait_timeout_while(pinned, longest, nothing_new)
            .unwrap_or_else(PoisonError::into_inner);
        let is_known = since <= pinned.number;
        News {
            number: pinned.number,
            data_changed: pinned.data > since || !is_known,
            session_changed: pinned.session > since || !is_known,
            present: pinned.present.clone(),
            connection: pinned.connection.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn what_was_pinned_before_the_question_is_answered_at_once() {
        let board = NewsBoard::default();
        board.data_changed();
        let news = board.wait(0, LONG);
        assert!(news.data_changed && !news.session_changed);
        board.session_changed();
        let later = board.wait(news.number, LONG);
        assert!(!later.data_changed && later.session_changed);
    }

    #[test]
    fn a_question_that_waits_is_answered_when_something_happens() {
        let board = Arc::new(NewsBoard::default());
        let waiting = Arc::clone(&board);
        let answer = std::thread::spawn(move || waiting.wait(0, LONG));
        board.data_changed();
        assert!(answer.join().unwrap().data_changed);
    }

    #[test]
    fn a_question_is_answered_with_nothing_when_its_time_is_up() {
        let board = NewsBoard::default();
        let news = board.wait(0, Duration::ZERO);
        assert!(!news.data_changed && !news.session_changed);
        assert_eq!(news.number, 0);
    }

    #[test]
    fn a_number_of_an_earlier_board_asks_the_window_to_look_at_everything() {
        let news = NewsBoard::default().wait(17, LONG);
        assert!(news.data_changed && news.session_changed);
    }

    #[test]
    fn nobody_waits_on_a_board_that_is_closed() {
        let board = NewsBoard::default();
        board.close();
        let news = board.wait(board.wait(0, LONG).number, LONG);
        assert!(!news.data_changed);
    }

    #[test]
    fn the_same_connection_told_twice_is_one_piece_of_news() {
        let board = NewsBoard::default();
        let lost = || Some(ConnectionState { is_connected: false, sentence: Some("væk".to_owned()) });
        board.connection(lost());
        let number = board.wait(0, LONG).number;
        board.connection(lost());
        assert_eq!(board.wait(number, Duration::ZERO).number, number);
    }
}
