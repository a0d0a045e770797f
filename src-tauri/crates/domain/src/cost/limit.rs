//! The 1 mio. kr. rule (*udgiftstung sag*, domain §2.3): per citizen, strictly above the limit on any
//! day from today to the same day twelve months ahead, both included.
//!
//! Invariant: every case and line of the citizen counts together, so that a known future price or a
//! small add-on can't slip under the limit; a day with a gap is judged on what is known, and says so.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::PricedCase;
use super::year_frame::{OPEN, date, number};
use crate::calendar::add_months;
use crate::{Dated, Money, PlacementId, RateLineId, Settings, in_force};

/// What a line adds to the annualised cost of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineShare {
    /// The case.
    pub placement: PlacementId,
    /// The line.
    pub line: RateLineId,
    /// Its annualised cost.
    pub annualised: Money,
}

/// A citizen's annualised cost on a day, against the limit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LimitDay {
    /// The day.
    pub day: NaiveDate,
    /// Gross annualised cost of all the citizen's cases, as far as it is known.
    pub annualised: Money,
    /// The limit that day.
    pub limit: Money,
    /// The lines in force, dearest first: which lines carry it.
    pub lines: Vec<LineShare>,
    /// A gap or a line without price that day: the citizen costs more than is known.
    pub is_incomplete: bool,
}

impl LimitDay {
    /// Would the citizen be at or below the limit without the line? Then it tips the case over.
    #[must_use]
    pub fn tips_over(&self, share: &LineShare) -> bool {
        self.annualised > self.limit && self.annualised - share.annualised <= self.limit
    }

    /// The line's part of the citizen's annualised cost in percent; none of a cost of 0.
    #[must_use]
    pub fn percent(&self, share: &LineShare) -> Option<Decimal> {
        let whole = self.annualised.kroner();
        (!whole.is_zero()).then(|| share.annualised.kroner() * Decimal::ONE_HUNDRED / whole)
    }
}

/// What the rule says about a citizen; every case of the citizen carries the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LimitVerdict {
    /// Above the limit on some day of the twelve months.
    pub is_above: bool,
    /// The first such day.
    pub above_from: Option<NaiveDate>,
    /// The first day of the unbroken run that holds today; none when today isn't above.
    pub above_since: Option<NaiveDate>,
    /// The first day above, else the dearest day of the twelve months: the evidence.
    pub shown: LimitDay,
    /// Some day of the twelve months was judged without knowing all of its cost.
    pub is_incomplete: bool,
}

/// The limit on a day. Days before the first dated limit use today's (design §8, fine print).
fn limit_on(limits: &[Dated<Money>], day: NaiveDate, today: NaiveDate) -> Money {
    let dated_by = |day: NaiveDate| limits.iter().any(|limit| limit.from.is_none_or(|from| from <= day));
    let asked = if dated_by(day) { day } else { today };
    // Without any limit at all nothing is above it.
    in_force(limits, asked).copied().unwrap_or(Money::from_oere(i64::MAX))
}

/// The days on which the citizen's annualised cost or the limit can change.
fn change_days(cases: &[&PricedCase], limits: &[Dated<Money>]) -> Vec<i32> {
    let mut days: Vec<i32> = limits.iter().filter_map(|limit| limit.from.map(number)).collect();
    for case in cases {
        for line in case.gross_lines() {
            days.push(line.from());
            if line.to() != OPEN {
                days.push(line.to() + 1);
            }
        }
        for gap in case.gap_numbers() {
            days.push(gap.0);
        }
    }
    days
}

/// Judges all cases of one citizen.
#[must_use]
pub fn judge(cases: &[&PricedCase], today: NaiveDate, settings: &Settings) -> LimitVerdict {
    let (first, last) = (number(today), number(add_months(today, 12)));
    let known = |at: i32| -> Money { cases.iter().map(|case| case.annualised_known(at)).sum() };
    let limit = |at: i32| limit_on(&settings.limit, date(at).unwrap_or(today), today);
    let is_above = |at: i32| known(at) > limit(at);
    let changes = change_days(cases, &settings.limit);

    let mut ahead: Vec<i32> = changes.iter().copied().filter(|at| first < *at && *at <= last).collect();
    ahead.push(first);
    ahead.sort_unstable();
    ahead.dedup();
    let above_from = ahead.iter().copied().find(|at| is_above(*at));
    let shown = above_from.or_else(|| {
        // The earliest of the dearest days.
        ahead.iter().copied().rev().max_by_key(|at| known(*at))
    });

    LimitVerdict {
        is_above: above_from.is_some(),
        above_from: above_from.and_then(date),
        above_since: is_above(first).then(|| since(&changes, first, is_above)).and_then(date),
        shown: limit_day(cases, shown.unwrap_or(first), today, settings),
        is_incomplete: ahead.iter().any(|at| cases.iter().any(|case| case.is_incomplete_on(*at))),
    }
}

/// The first day of the run above the limit that holds `today`. Between two change days nothing
/// changes, so the run starts on a change day; before the first of them the citizen cost nothing.
fn since(changes: &[i32], today: i32, is_above: impl Fn(i32) -> bool) -> i32 {
    let mut past: Vec<i32> = changes.iter().copied().filter(|at| *at <= today).collect();
    past.sort_unstable();
    past.dedup();
    past.into_iter().rev().take_while(|at| is_above(*at)).last().unwrap_or(today)
}

/// The citizen's cost on a day with the lines that carry it.
fn limit_day(cases: &[&PricedCase], at: i32, today: NaiveDate, settings: &Settings) -> LimitDay {
    let day = date(at).unwrap_or(today);
    let mut lines: Vec<LineShare> = cases
        .iter()
        .flat_map(|case| {
            case.gross_lines().filter(move |line| line.is_in_force(at) && !line.is_one_off()).map(|line| {
                LineShare { placement: case.placement, line: line.id(), annualised: line.annualised() }
            })
        })
        .collect();
    lines.sort_by_key(|share| (-share.annualised, share.line));
    LimitDay {
        day,
        annualised: lines.iter().map(|share| share.annualised).sum(),
        limit: limit_on(&settings.limit, day, today),
        lines,
        is_incomplete: cases.iter().any(|case| case.is_incomplete_on(at)),
    }
}
