//! Danish public holidays and *arbejdsdage*, for the last day on which a notice can be given.
//!
//! Invariant: the answer depends on the day alone, so a deadline is the same whenever it is asked for.

use chrono::{Datelike, NaiveDate, Weekday};

use super::add_days;

/// Easter Sunday of a year in the Gregorian calendar (the anonymous computus of Meeus, Jones and
/// Butcher). `None` only outside the calendar's range.
#[must_use]
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let century = year.div_euclid(100);
    let in_century = year.rem_euclid(100);
    let moon_shift = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - moon_shift + 15).rem_euclid(30);
    let weekday =
        (32 + 2 * century.rem_euclid(4) + 2 * in_century.div_euclid(4) - epact - in_century.rem_euclid(4))
            .rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday).div_euclid(451);
    let position = epact + weekday - 7 * late + 114;
    let month = u32::try_from(position.div_euclid(31)).ok()?;
    let day = u32::try_from(position.rem_euclid(31) + 1).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Is the day a Danish public holiday (*helligdag*)? *Store bededag*, the fourth Friday after Easter,
/// is one until 2023 (LOV 214 of 06-03-2023 abolished it from 2024).
#[must_use]
pub fn is_public_holiday(day: NaiveDate) -> bool {
    if matches!((day.month(), day.day()), (1, 1) | (12, 25 | 26)) {
        return true;
    }
    // Days from Easter Sunday: skærtorsdag, langfredag, påskedag, 2. påskedag, Kristi himmelfartsdag,
    // pinsedag and 2. pinsedag; then store bededag.
    easter_sunday(day.year()).is_some_and(|easter| {
        let after_easter = (day - easter).num_days();
        matches!(after_easter, -3 | -2 | 0 | 1 | 39 | 49 | 50) || (after_easter == 26 && day.year() <= 2023)
    })
}

/// Is the day an *arbejdsdag*: Monday to Friday, no public holiday, not 5 June, 24 or 31 December
/// (domain §3)?
#[must_use]
pub fn is_workday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
        && !matches!((day.month(), day.day()), (6, 5) | (12, 24 | 31))
        && !is_public_holiday(day)
}

/// The last *arbejdsdag* on or before a day.
#[must_use]
pub fn last_workday(day: NaiveDate) -> NaiveDate {
    // The longest run without a workday is five days over Easter or Christmas; ten is never reached.
    (0..10).map(|back| add_days(day, -back)).find(|candidate| is_workday(*candidate)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(2020, "2020-04-12")]
    #[case(2023, "2023-04-09")]
    #[case(2026, "2026-04-05")]
    #[case(2027, "2027-03-28")]
    #[case(2038, "2038-04-25")]
    #[case(2285, "2285-03-22")]
    fn easter_falls_on_the_day_of_the_almanac(#[case] year: i32, #[case] day: NaiveDate) {
        assert_eq!(easter_sunday(year), Some(day));
    }

    #[rstest]
    #[case("2023-05-05", true)]
    #[case("2024-04-26", false)]
    fn store_bededag_is_a_public_holiday_only_until_2023(#[case] day: NaiveDate, #[case] holiday: bool) {
        assert_eq!(is_public_holiday(day), holiday);
        assert_eq!(is_workday(day), !holiday);
    }

    #[rstest]
    #[case::new_year("2026-01-01")]
    #[case::skaertorsdag("2026-04-02")]
    #[case::langfredag("2026-04-03")]
    #[case::second_easter_day("2026-04-06")]
    #[case::ascension("2026-05-14")]
    #[case::second_whit_day("2026-05-25")]
    #[case::first_christmas_day("2026-12-25")]
    #[case::constitution_day("2026-06-05")]
    #[case::christmas_eve("2026-12-24")]
    #[case::new_years_eve("2026-12-31")]
    #[case::saturday("2026-11-21")]
    #[case::sunday("2026-11-22")]
    fn holidays_weekends_and_the_three_closed_days_are_no_workdays(#[case] day: NaiveDate) {
        assert!(!is_workday(day));
    }

    #[rstest]
    #[case("2026-12-31", "2026-12-30")]
    #[case("2027-02-28", "2027-02-26")]
    #[case("2026-04-06", "2026-04-01")]
    #[case("2026-12-27", "2026-12-23")]
    #[case("2026-11-20", "2026-11-20")]
    fn the_last_workday_is_the_nearest_one_on_or_before(#[case] day: NaiveDate, #[case] workday: NaiveDate) {
        assert_eq!(last_workday(day), workday);
    }
}
