//! Days, months and periods. Both ends of a period are inclusive, as in rates and contracts (domain §2.1).

pub mod holidays;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days from `from` through `to`, both included; no end means open.
/// The two are in order: a period that exists has at least one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Period {
    from: NaiveDate,
    to: Option<NaiveDate>,
}

impl Period {
    /// A period; `None` when the end is before the start.
    #[must_use]
    pub fn new(from: NaiveDate, to: Option<NaiveDate>) -> Option<Self> {
        match to {
            Some(to) if to < from => None,
            _ => Some(Self { from, to }),
        }
    }

    /// The first day.
    #[must_use]
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// The last day, or `None` when open.
    #[must_use]
    pub const fn to(&self) -> Option<NaiveDate> {
        self.to
    }

    /// Is the day in the period?
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// The days that both periods have, if any.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let to = match (self.to, other.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self::new(self.from.max(other.from), to)
    }
}

/// The day some months later (or earlier, with a negative number), clamped to the month's length:
/// 31-01 + 1 month = 28-02 (domain §3). Stays where it is at the ends of the calendar.
#[must_use]
pub fn add_months(day: NaiveDate, months: i32) -> NaiveDate {
    let step = Months::new(months.unsigned_abs());
    let moved = if months < 0 { day.checked_sub_months(step) } else { day.checked_add_months(step) };
    moved.unwrap_or(day)
}

/// The day some days later (or earlier, with a negative number).
#[must_use]
pub fn add_days(day: NaiveDate, days: i64) -> NaiveDate {
    let step = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(step) } else { day.checked_add_days(step) };
    moved.unwrap_or(day)
}

/// The last day of the day's month.
#[must_use]
pub fn month_end(day: NaiveDate) -> NaiveDate {
    day.with_day(days_in_month(day.year(), day.month())).unwrap_or(day)
}

/// Days in a month, 28–31. `month` is 1–12.
#[must_use]
pub const fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days in a year, 365 or 366.
#[must_use]
pub const fn days_in_year(year: i32) -> u32 {
    if is_leap(year) { 366 } else { 365 }
}

/// Is it a leap year?
#[must_use]
pub const fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}
