//! A notice rule by itself: the end that a day of notice gives, and the latest day for a wanted end.
//!
//! Invariant: the end never comes earlier when notice is given later, and `latest_day` is the exact
//! inverse of `end` (domain §3's table).

use chrono::{Datelike, NaiveDate};

use crate::NoticeRule;
use crate::calendar::{add_days, add_months, days_in_month, month_end};

/// Months as `add_months` takes them; a rule read from words has at most a few dozen.
fn months(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// The last end of a month on or before a day.
fn month_end_on_or_before(day: NaiveDate) -> NaiveDate {
    if day == month_end(day) { day } else { month_end(add_months(day, -1)) }
}

impl NoticeRule {
    /// When notice given on a day ends the contract, by the rule alone; `None` when the party can't
    /// end it (domain §3).
    #[must_use]
    pub fn end(self, given: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::SameDay => Some(given),
            Self::Days(count) => Some(add_days(given, i64::from(count))),
            Self::Months(count) => Some(add_months(given, months(count))),
            Self::RunningMonthPlusMonths(count) => Some(month_end(add_months(given, months(count)))),
            Self::RunningMonthPlusDays(count) => Some(add_days(month_end(given), i64::from(count))),
            Self::Never => None,
        }
    }

    /// The latest day of notice whose end by the rule alone is on or before `wanted`; `None` when the
    /// party can't end it.
    #[must_use]
    pub fn latest_day(self, wanted: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::SameDay => Some(wanted),
            Self::Days(count) => Some(add_days(wanted, -i64::from(count))),
            Self::Months(count) => {
                let same_day = add_months(wanted, -months(count));
                // Every later day of that month clamps to a wanted end that is its month's last day.
                let is_last = wanted.day() == days_in_month(wanted.year(), wanted.month());
                Some(if is_last { month_end(same_day) } else { same_day })
            }
            Self::RunningMonthPlusMonths(count) => {
                Some(month_end(add_months(month_end_on_or_before(wanted), -months(count))))
            }
            Self::RunningMonthPlusDays(count) => {
                Some(month_end_on_or_before(add_days(wanted, -i64::from(count))))
            }
            Self::Never => None,
        }
    }

    /// The day to which a minimum term moves an earlier end: its own day, for *løbende måned + N
    /// måneder* that month's last day (domain §3).
    #[must_use]
    pub fn minimum_end(self, minimum_until: NaiveDate) -> NaiveDate {
        match self {
            Self::RunningMonthPlusMonths(_) => month_end(minimum_until),
            Self::SameDay | Self::Days(_) | Self::Months(_) | Self::RunningMonthPlusDays(_) | Self::Never => {
                minimum_until
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("2026-11-20", NoticeRule::SameDay, "2026-11-20")]
    #[case("2026-11-20", NoticeRule::RunningMonthPlusMonths(3), "2027-02-28")]
    #[case("2027-01-31", NoticeRule::RunningMonthPlusMonths(1), "2027-02-28")]
    #[case("2027-02-01", NoticeRule::RunningMonthPlusDays(30), "2027-03-30")]
    #[case("2026-11-30", NoticeRule::Months(3), "2027-02-28")]
    #[case("2026-12-01", NoticeRule::Months(3), "2027-03-01")]
    #[case("2026-11-20", NoticeRule::Days(90), "2027-02-18")]
    #[case("2027-11-30", NoticeRule::Months(3), "2028-02-29")]
    fn a_day_of_notice_gives_the_end_of_the_table(
        #[case] given: NaiveDate,
        #[case] rule: NoticeRule,
        #[case] end: NaiveDate,
    ) {
        assert_eq!(rule.end(given), Some(end));
    }

    #[rstest]
    #[case("2027-03-31", NoticeRule::RunningMonthPlusMonths(3), "2026-12-31")]
    #[case("2027-03-15", NoticeRule::RunningMonthPlusMonths(3), "2026-11-30")]
    #[case("2027-03-31", NoticeRule::RunningMonthPlusDays(30), "2027-02-28")]
    #[case("2027-02-28", NoticeRule::Days(90), "2026-11-30")]
    #[case("2027-02-28", NoticeRule::Months(3), "2026-11-30")]
    #[case("2027-03-30", NoticeRule::Months(1), "2027-02-28")]
    fn the_latest_day_for_a_wanted_end_is_the_one_of_the_examples(
        #[case] wanted: NaiveDate,
        #[case] rule: NoticeRule,
        #[case] day: NaiveDate,
    ) {
        assert_eq!(rule.latest_day(wanted), Some(day));
    }

    #[test]
    fn a_party_that_can_not_end_it_has_neither_end_nor_latest_day() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");
        assert_eq!(NoticeRule::Never.end(day), None);
        assert_eq!(NoticeRule::Never.latest_day(day), None);
    }

    fn rules() -> impl Strategy<Value = NoticeRule> {
        prop_oneof![
            Just(NoticeRule::SameDay),
            (0_u32..200).prop_map(NoticeRule::Days),
            (0_u32..30).prop_map(NoticeRule::Months),
            (0_u32..30).prop_map(NoticeRule::RunningMonthPlusMonths),
            (0_u32..200).prop_map(NoticeRule::RunningMonthPlusDays),
        ]
    }

    fn days() -> impl Strategy<Value = NaiveDate> {
        let any =
            || (0_i64..7305).prop_map(|n| add_days(NaiveDate::from_ymd_opt(2018, 1, 1).expect("a day"), n));
        // Months' ends are where the rules clamp, so every other day is one.
        prop_oneof![any(), any().prop_map(month_end)]
    }

    proptest! {
        #[test]
        fn the_latest_day_is_in_time_and_the_day_after_is_not(rule in rules(), wanted in days()) {
            let latest = rule.latest_day(wanted).expect("a rule that ends");
            prop_assert!(rule.end(latest).expect("an end") <= wanted);
            prop_assert!(rule.end(add_days(latest, 1)).expect("an end") > wanted);
        }

        #[test]
        fn a_later_notice_never_ends_earlier(rule in rules(), given in days(), later in 0_i64..400) {
            prop_assert!(rule.end(given) <= rule.end(add_days(given, later)));
        }
    }
}
