//! *Dobbeltbetaling*: two botilbud of one citizen that overlap in a move. Both count (domain §2.3).

use chrono::NaiveDate;

use super::PricedCase;
use super::year_frame::{OPEN, date, number};
use crate::calendar::Period;
use crate::{Money, PlacementId};

/// Days on which two cases of a citizen both pay for housing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DoublePayment {
    /// The days.
    pub days: Period,
    /// The case that began first.
    pub first: PlacementId,
    /// The other.
    pub second: PlacementId,
    /// What the first costs on those days, gross; none while the overlap has no end.
    pub first_cost: Option<Money>,
    /// What the second costs.
    pub second_cost: Option<Money>,
}

/// The double payments among the cases of one citizen that touch a period, in order of their days.
#[must_use]
pub fn double_payments(cases: &[&PricedCase], within: Period) -> Vec<DoublePayment> {
    let mut found = Vec::new();
    let mut ordered: Vec<&PricedCase> = cases.to_vec();
    ordered.sort_by(|a, b| (a.stay.from(), &a.case).cmp(&(b.stay.from(), &b.case)));
    for (index, first) in ordered.iter().enumerate() {
        for second in ordered.iter().skip(index + 1) {
            for days in common_days(&housing(first, within), &housing(second, within)) {
                let cost = |case: &PricedCase| days.to().map(|last| case.gross(days.from(), last));
                found.push(DoublePayment {
                    days,
                    first: first.placement,
                    second: second.placement,
                    first_cost: cost(first),
                    second_cost: cost(second),
                });
            }
        }
    }
    found.sort_by_key(|payment| (payment.days.from(), payment.first, payment.second));
    found
}

/// The days in a period that a case pays for housing, merged and in order.
fn housing(case: &PricedCase, within: Period) -> Vec<(i32, i32)> {
    let (first, last) = (number(within.from()), within.to().map_or(OPEN, |to: NaiveDate| number(to)));
    let mut days: Vec<(i32, i32)> = case
        .lines()
        .iter()
        .filter(|line| line.covers_housing())
        .map(|line| (line.from().max(first), line.to().min(last)))
        .filter(|(from, to)| from <= to)
        .collect();
    days.sort_unstable();
    let mut merged: Vec<(i32, i32)> = Vec::new();
    for (from, to) in days {
        match merged.last_mut() {
            Some(before) if from <= before.1.saturating_add(1) => before.1 = before.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

fn common_days(a: &[(i32, i32)], b: &[(i32, i32)]) -> Vec<Period> {
    a.iter()
        .flat_map(|x| b.iter().map(move |y| (x.0.max(y.0), x.1.min(y.1))))
        .filter(|(from, to)| from <= to)
        .filter_map(|(from, to)| Period::new(date(from)?, date(to)))
        .collect()
}
