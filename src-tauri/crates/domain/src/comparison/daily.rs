//! The base rate of a case as kr. a day, whatever unit it is agreed in, so that cases and offers can be
//! held against each other (domain §2.6: all-in with all-in).
//!
//! Invariant: purchase VAT is taken out, and a gap has no rate.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::Money;
use crate::cost::PricedCase;

/// The housing rate of a day (Grundtakst, Ydelsespakke) less its share of purchase VAT: annualised over
/// 365 days. `None` in a gap or outside the stay.
#[must_use]
pub fn comparable_daily(case: &PricedCase, day: NaiveDate, vat_percent: Decimal) -> Option<Money> {
    case.annualised_on(day)?;
    let housing: Vec<Money> = case
        .gross_lines()
        .filter(|line| line.covers_housing() && line.counts_on(day))
        .map(|line| line.annualised())
        .collect();
    let yearly: Money = housing.iter().sum();
    let share = Decimal::ONE - vat_percent / Decimal::ONE_HUNDRED;
    (!housing.is_empty()).then(|| Money::round(yearly.kroner() * share / Decimal::from(365)))
}

/// What a difference in kr. a day comes to a year.
#[must_use]
pub fn yearly_of_daily(difference: Money) -> Money {
    Money::round(difference.kroner() * Decimal::from(365))
}
