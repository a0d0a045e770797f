//! The real clock, with the day that can be looked at instead, and real ids.

use chrono::{DateTime, Local, NaiveDate, Utc};
use uuid::Uuid;
use vilkaar_application::ports::{Clock, Identities};

/// The computer's clock; *pr. dato* changes the day that counts as today, never the hour of the log.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProgramClock {
    chosen: Option<NaiveDate>,
}

impl ProgramClock {
    /// A clock whose today is the chosen day, or the calendar's.
    #[must_use]
    pub const fn new(chosen: Option<NaiveDate>) -> Self {
        Self { chosen }
    }

    /// Does it show the calendar's day?
    #[must_use]
    pub fn is_calendar_day(&self) -> bool {
        self.chosen.is_none_or(|day| day == Local::now().date_naive())
    }
}

impl Clock for ProgramClock {
    fn today(&self) -> NaiveDate {
        self.chosen.unwrap_or_else(|| Local::now().date_naive())
    }
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// UUIDv7 of the computer's clock: later records have later ids.
#[derive(Clone, Copy, Debug, Default)]
pub struct UuidIdentities;

impl Identities for UuidIdentities {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}
