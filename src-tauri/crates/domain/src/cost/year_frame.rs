//! A calendar year as day numbers, so that the inner loops of cost count with whole numbers only.
//!
//! A day number is the day counted from 01-01-0001 as 1 (chrono's `num_days_from_ce`).

use chrono::{Datelike, NaiveDate};

use crate::calendar::{days_in_month, days_in_year, is_leap};

/// The day number that stands for "no end".
pub(super) const OPEN: i32 = i32::MAX;

/// The day number of a date.
pub(super) fn number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

/// The date of a day number; `None` for [`OPEN`] and beyond the calendar.
pub(super) fn date(number: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number)
}

/// The first day number of a year.
pub(super) const fn first_day(year: i32) -> i32 {
    let before = year - 1;
    365 * before + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400) + 1
}

/// A year's months as day numbers. Made once and used for every line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct YearFrame {
    year: i32,
    first: i32,
    month_ends: [i32; 12],
}

impl YearFrame {
    /// The frame of a calendar year.
    #[must_use]
    pub fn new(year: i32) -> Self {
        let first = first_day(year);
        let mut month_ends = [0; 12];
        let mut end = first - 1;
        for (month, slot) in (1..).zip(&mut month_ends) {
            end += days_in_month(year, month).cast_signed();
            *slot = end;
        }
        Self { year, first, month_ends }
    }

    /// The calendar year.
    #[must_use]
    pub const fn year(&self) -> i32 {
        self.year
    }

    /// Is it a leap year?
    pub(super) const fn is_leap(&self) -> bool {
        is_leap(self.year)
    }

    /// The first day number.
    pub(super) const fn first(&self) -> i32 {
        self.first
    }

    /// The last day number.
    pub(super) const fn last(&self) -> i32 {
        self.first + days_in_year(self.year).cast_signed() - 1
    }

    /// The last day number of each month.
    pub(super) const fn month_ends(&self) -> &[i32; 12] {
        &self.month_ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_numbers_are_those_of_the_calendar() {
        for year in 1890..2110 {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
            let frame = YearFrame::new(year);
            assert_eq!(frame.first(), number(first));
            assert_eq!(frame.last(), number(last));
            assert_eq!(frame.month_ends()[11], number(last));
            assert_eq!(date(frame.first()), Some(first));
        }
        assert_eq!(date(OPEN), None);
    }
}
