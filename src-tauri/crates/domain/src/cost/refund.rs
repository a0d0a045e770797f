//! State refund (*central refusion*, SEL § 176) per citizen and calendar year, and what a case costs
//! in a year from gross to net (domain §2.5).
//!
//! Invariant: without limits for the year refund and net are unknown (`None`), never 0; a citizen who
//! isn't covered gets 0,00. What another municipality pays stands apart and has neither.

use rust_decimal::Decimal;

use super::PricedCase;
use super::exact::{held, rounded_wide};
use super::vat::vat_refund;
use super::year_frame::YearFrame;
use crate::calendar::Period;
use crate::{CaseNumber, Citizen, Money, PlacementId, RefundLimits, Settings};

/// What a case costs in a calendar year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CostYear {
    /// The placement.
    pub placement: PlacementId,
    /// *Sagsnr.*
    pub case: CaseNumber,
    /// The calendar year.
    pub year: i32,
    /// Has the stay a day in the year? Without one there is at most a one-off before the move.
    pub has_stay: bool,
    /// Does this municipality pay?
    pub is_own_cost: bool,
    /// Gross cost; what is known, where there are gaps.
    pub gross: Money,
    /// Gross by month; they sum to the year.
    pub months: [Money; 12],
    /// Gaps of the stay in the year, future days included.
    pub gaps: Vec<Period>,
    /// A gap, or a line that can't be priced: the figures are *ufuldstændig*.
    pub is_incomplete: bool,
    /// Egenbetaling that the municipality collects.
    pub own_payment: Money,
    /// Purchase VAT that comes back.
    pub vat_refund: Money,
    /// Gross − egenbetaling − VAT; may be negative.
    pub net_before_refund: Money,
    /// The case's part of the citizen's state refund.
    pub refund: Option<Money>,
    /// Net before refund − refund.
    pub net: Option<Money>,
}

impl CostYear {
    fn before_refund(case: &PricedCase, frame: &YearFrame, settings: &Settings) -> Self {
        let year = frame.year();
        let months = case.months_in(frame);
        let gross: Money = months.iter().sum();
        let own_payment = case.own_payment(year);
        let vat_refund = vat_refund(gross, case.has_vat_share, year, settings);
        let gaps = case.gaps_of_year(year);
        Self {
            placement: case.placement,
            case: case.case.clone(),
            year,
            has_stay: case.has_stay_in(year),
            is_own_cost: case.is_own_cost,
            gross,
            months,
            is_incomplete: !gaps.is_empty() || case.has_unknown_line_in(frame),
            gaps,
            own_payment,
            vat_refund,
            net_before_refund: gross - own_payment - vat_refund,
            refund: None,
            net: None,
        }
    }
}

/// The refund of a yearly cost: 25 % above limit 1, 50 % above limit 2, 75 % above limit 3, marginal,
/// rounded to øre. Limits aren't divided by part-years.
#[must_use]
pub fn refund_of(base: Money, limits: &RefundLimits) -> Money {
    let base = i128::from(base.oere());
    let quarters = [limits.limit_1, limits.limit_2, limits.limit_3]
        .iter()
        .map(|limit| (base - i128::from(limit.oere())).max(0))
        .sum::<i128>();
    // Each limit passed adds another quarter of what lies above it.
    Money::from_oere(held(rounded_wide(quarters, 4)))
}

/// What each case of one citizen costs in a year, by case number; only cases with a day of stay or a
/// cost in it. `limits` are those of the year, if they are known; a citizen who isn't known isn't covered.
#[must_use]
pub fn year(
    cases: &[&PricedCase],
    citizen: Option<&Citizen>,
    year: i32,
    limits: Option<&RefundLimits>,
    settings: &Settings,
) -> Vec<CostYear> {
    let frame = YearFrame::new(year);
    let mut rows: Vec<CostYear> = cases
        .iter()
        .map(|case| CostYear::before_refund(case, &frame, settings))
        .filter(|row| row.has_stay || row.gross != Money::ZERO || row.own_payment != Money::ZERO)
        .collect();
    rows.sort_by(|a, b| a.case.cmp(&b.case));

    let Some(limits) = limits else { return rows };
    let own = || rows.iter().filter(|row| row.is_own_cost);
    let is_covered = citizen.is_some_and(|citizen| citizen.is_covered_by_refund(year));
    let base: Money = own().map(|row| row.net_before_refund).sum();
    let refund = if is_covered { refund_of(base.max(Money::ZERO), limits) } else { Money::ZERO };
    let grosses: Vec<Money> = own().map(|row| row.gross).collect();
    let shares = spread(refund, &grosses);
    for (row, share) in rows.iter_mut().filter(|row| row.is_own_cost).zip(shares) {
        row.refund = Some(share);
        row.net = Some(row.net_before_refund - share);
    }
    rows
}

/// Spreads an amount by weights; each share is rounded to øre and the last takes what is left.
pub(super) fn spread(amount: Money, weights: &[Money]) -> Vec<Money> {
    let total: Money = weights.iter().sum();
    let mut left = amount;
    let last = weights.len().saturating_sub(1);
    weights
        .iter()
        .enumerate()
        .map(|(index, weight)| {
            let share = if index == last {
                left
            } else if total <= Money::ZERO {
                Money::ZERO
            } else {
                let part = i128::from(amount.oere()) * i128::from(weight.oere());
                Money::from_oere(held(rounded_wide(part, i128::from(total.oere()))))
            };
            left -= share;
            share
        })
        .collect()
}

/// The share of the next krone saved that the state takes: 0, 25, 50 or 75 %. Above limit 3 a krone
/// saved is 25 øre net (domain §2.5).
#[must_use]
pub fn marginal_percent(base: Money, limits: &RefundLimits) -> Decimal {
    let passed =
        [limits.limit_1, limits.limit_2, limits.limit_3].iter().filter(|limit| base > **limit).count();
    Decimal::from(passed * 25)
}
