//! Fewer days of day offer and a higher rate of the placement within half a year of each other: a provider may be
//! asking to be paid for the days that the citizen is now at home (domain §1, Ishøj).
//!
//! Invariant: it is pointed out whichever of the two comes first. Of a rise only what P/L explains is left aside,
//! whatever it is called; where P/L isn't known it explains nothing (domain §2.4).

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::increase::line_before;
use super::price_index::{PriceTable, increase_above_index};
use crate::calendar::{add_days, add_months};
use crate::{Money, RateLine, RateLineId, Service};

/// So far apart the two still belong together, in months.
const WITHIN_MONTHS: i32 = 6;

/// Fewer days of day offer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FewerDays<'a> {
    /// The line with the days before.
    pub before: &'a RateLine,
    /// The line with fewer; none where the day offer ends.
    pub after: Option<&'a RateLine>,
    /// From which day.
    pub from: NaiveDate,
    /// Days a week before.
    pub days_before: Decimal,
    /// After; 0 where it ends.
    pub days_after: Decimal,
}

/// A higher rate of the placement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HigherRate<'a> {
    /// The rate before.
    pub before: &'a RateLine,
    /// The higher one.
    pub after: &'a RateLine,
    /// How far it is above what P/L makes of the one before, kr. per unit; none where P/L isn't known.
    pub above_index: Option<Money>,
}

/// The two within half a year of each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayOfferShift<'a> {
    /// Fewer days.
    pub days: FewerDays<'a>,
    /// A higher rate.
    pub rate: HigherRate<'a>,
}

impl DayOfferShift<'_> {
    /// Is a line one of those that make it?
    #[must_use]
    pub fn is_made_by(&self, line: RateLineId) -> bool {
        self.rate.after.id == line
            || self.days.after.map_or(self.days.before.id == line, |after| after.id == line)
    }
}

/// Every such pair among the lines of a case, by the days' day, then the rate's.
#[must_use]
pub fn day_offer_shifts<'a>(lines: &[&'a RateLine], table: &PriceTable) -> Vec<DayOfferShift<'a>> {
    let higher = higher_rates(lines, table);
    let mut found: Vec<DayOfferShift<'a>> = fewer_days(lines)
        .into_iter()
        .flat_map(|days| {
            let near = higher.iter().filter(move |rate| is_near(days.from, rate.after.from));
            near.map(move |rate| DayOfferShift { days, rate: *rate })
        })
        .collect();
    found.sort_by_key(|shift| (shift.days.from, shift.rate.after.from));
    found
}

/// Every time that a day offer comes to fewer days a week, or ends.
#[must_use]
pub fn fewer_days<'a>(lines: &[&'a RateLine]) -> Vec<FewerDays<'a>> {
    let of_day_offer = || {
        lines
            .iter()
            .copied()
            .filter(|line| line.service == Service::DayOffer && !line.annulled && !line.is_one_off())
    };
    let mut found = Vec::new();
    for line in of_day_offer() {
        if let (Some(before), Some(days_after)) = (line_before(lines, line), line.quantity)
            && let Some(days_before) = before.quantity.filter(|days| *days > days_after)
        {
            found.push(FewerDays { before, after: Some(line), from: line.from, days_before, days_after });
        }
        let next = line.to.map(|to| add_days(to, 1));
        if let (Some(from), Some(days_before)) = (next, line.quantity)
            && !of_day_offer().any(|other| other.is_in_force(from))
        {
            found.push(FewerDays { before: line, after: None, from, days_before, days_after: Decimal::ZERO });
        }
    }
    found
}

/// Every time that a rate of the placement rises by more than P/L; within half a hundredth of a percent it is the
/// rounding of the rate to øre.
fn higher_rates<'a>(lines: &[&'a RateLine], table: &PriceTable) -> Vec<HigherRate<'a>> {
    lines
        .iter()
        .copied()
        .filter(|line| line.service.is_housing() && !line.annulled)
        .filter_map(|after| {
            let before = line_before(lines, after).filter(|before| after.amount > before.amount)?;
            let above =
                increase_above_index((before.amount, before.from), (after.amount, after.from), table).ok();
            let is_explained = above.is_some_and(|above| {
                above.difference <= Money::ZERO || above.percent.is_some_and(|percent| percent.is_zero())
            });
            let above_index = above.map(|above| above.difference);
            (!is_explained).then_some(HigherRate { before, after, above_index })
        })
        .collect()
}

fn is_near(a: NaiveDate, b: NaiveDate) -> bool {
    a.max(b) <= add_months(a.min(b), WITHIN_MONTHS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::examples::{Example, day, decimal, kr};
    use crate::{Cause, Unit};

    fn fewer_from(days_from: &str, rate_from: &str) -> Example {
        let before = |day_text: &str| {
            let closed = add_days(day(day_text), -1);
            closed.format("%d-%m-%Y").to_string()
        };
        Example::new("S-1", "01-01-2025")
            .line(Service::BaseRate, "2400", Unit::Day, "01-01-2025", &before(rate_from))
            .line(Service::BaseRate, "2600", Unit::Day, rate_from, "")
            .line(Service::DayOffer, "544", Unit::DayOfferPlace, "01-01-2025", &before(days_from))
            .per_week("5")
            .line(Service::DayOffer, "544", Unit::DayOfferPlace, days_from, "")
            .per_week("3")
    }

    #[test]
    fn fewer_days_and_a_higher_rate_within_six_months_are_found_in_either_order() {
        for (days_from, rate_from, is_found) in [
            ("01-01-2027", "01-07-2027", true),
            ("01-07-2027", "01-01-2027", true),
            ("01-01-2027", "02-07-2027", false),
            ("02-07-2027", "01-01-2027", false),
        ] {
            let example = fewer_from(days_from, rate_from);
            let file = example.file();
            let found = day_offer_shifts(&file.rate_lines, &PriceTable::default());
            assert_eq!(found.len(), usize::from(is_found), "{days_from} {rate_from}");
            for shift in found {
                assert_eq!((shift.days.days_before, shift.days.days_after), (decimal("5"), decimal("3")));
                assert!(shift.is_made_by(example.lines[1].id) && shift.is_made_by(example.lines[3].id));
                assert!(!shift.is_made_by(example.lines[0].id) && !shift.is_made_by(example.lines[2].id));
            }
        }
    }

    #[test]
    fn what_is_annulled_or_stays_as_it_was_is_no_shift() {
        let found = |change: fn(&mut [RateLine])| {
            let mut example = fewer_from("01-01-2027", "01-03-2027");
            change(&mut example.lines);
            day_offer_shifts(&example.file().rate_lines, &PriceTable::default()).len()
        };
        assert_eq!(found(|_| ()), 1);
        assert_eq!(found(|lines| lines[3].quantity = lines[2].quantity), 0, "as many days");
        assert_eq!(found(|lines| lines[3].quantity = Some(decimal("5.5"))), 0, "more days");
        assert_eq!(found(|lines| (lines[3].annulled, lines[2].to) = (true, None)), 0, "fewer by mistake");
        assert_eq!(found(|lines| (lines[1].annulled, lines[0].to) = (true, None)), 0, "dearer by mistake");
        assert_eq!(found(|lines| lines[1].amount = lines[0].amount), 0, "no dearer");
    }

    #[test]
    fn a_day_offer_that_ends_is_fewer_days() {
        let ended = Example::new("S-1", "01-01-2025")
            .line(Service::BaseRate, "2400", Unit::Day, "01-01-2025", "28-02-2027")
            .line(Service::BaseRate, "2600", Unit::Day, "01-03-2027", "")
            .line(Service::DayOffer, "544", Unit::DayOfferPlace, "01-01-2025", "31-12-2026")
            .per_week("5");
        let file = ended.file();
        let found = day_offer_shifts(&file.rate_lines, &PriceTable::default());
        assert_eq!((found.len(), found[0].days.days_after), (1, decimal("0")));
    }

    fn table(rows: &[(i32, &str)]) -> PriceTable {
        let row = |(year, percent): &(i32, &str)| crate::PriceIndex {
            id: crate::RecordId(uuid::Uuid::nil()),
            year: *year,
            percent: decimal(percent),
            status: None,
            source: None,
        };
        PriceTable::new(&rows.iter().map(row).collect::<Vec<_>>())
    }

    #[test]
    fn only_what_pl_explains_of_a_rise_is_left_aside_whatever_it_is_called() {
        let shifts = |rate: &str, cause: &str, table: &PriceTable| -> Vec<Option<Money>> {
            let mut example = fewer_from("01-03-2026", "01-01-2026");
            example.lines[1].amount = crate::Rate::new(decimal(rate)).unwrap();
            example.lines[1].cause = Cause::new(cause);
            let file = example.file();
            day_offer_shifts(&file.rate_lines, table).iter().map(|shift| shift.rate.above_index).collect()
        };
        let known = table(&[(2026, "3.1")]);
        for cause in ["P/L", "Forhandlet", "Varslet af leverandør", ""] {
            // 2.400,00 with 3,1 % is 2.474,40.
            assert_eq!(shifts("2474.40", cause, &known), [], "{cause}");
            assert_eq!(shifts("2450.00", cause, &known), [], "{cause}");
            assert_eq!(shifts("2474.41", cause, &known), [], "the rounding of a rate: {cause}");
            assert_eq!(shifts("2600.00", cause, &known), [Some(kr("125,60"))], "{cause}");
            assert_eq!(shifts("2474.40", cause, &PriceTable::default()), [None], "P/L unknown: {cause}");
        }
    }
}
