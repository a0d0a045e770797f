//! *Kr. pr. støttetime*: annualised support, less a stated basistakst, per support hour (domain §2.6).

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::Money;
use crate::cost::PricedCase;

/// Kr. per support hour with what it is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HourlyRate {
    /// Kr. per support hour.
    pub rate: Money,
    /// The day it holds for.
    pub day: NaiveDate,
    /// Annualised support that day: Grundtakst, Ydelsespakke and every tillæg but Dagtimetillæg, VAT
    /// included.
    pub support: Money,
    /// Annualised basistakst, which is taken off; 0,00 without one.
    pub base_rate: Money,
    /// *Støttetimer pr. uge* and those of add-ons paid by the hour.
    pub hours_a_week: Decimal,
}

impl HourlyRate {
    /// Hours a year: hours a week × 365/7.
    #[must_use]
    pub fn hours_a_year(&self) -> Decimal {
        self.hours_a_week * Decimal::from(365) / Decimal::from(7)
    }

    /// What the case costs a year above (negative: below) another price per support hour.
    #[must_use]
    pub fn yearly_above(&self, other: Decimal) -> Money {
        Money::round((self.support - self.base_rate).kroner() - other * self.hours_a_year())
    }
}

/// Why there is no rate per hour.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, thiserror::Error)]
pub enum NoHourlyRate {
    /// *Støttetimer pr. uge* isn't known, or there are none.
    #[error("no support hours")]
    NoHours,
    /// The day is a gap, or a line in force can't be priced.
    #[error("the rate is missing")]
    NoRate,
}

/// The rate as of today: a planned case's on its first day, an ended one's on its last.
///
/// # Errors
/// Why there is none.
pub fn hourly_rate(case: &PricedCase, today: NaiveDate) -> Result<HourlyRate, NoHourlyRate> {
    let day = case.judged_on(today);
    if case.annualised_on(day).is_none() {
        return Err(NoHourlyRate::NoRate);
    }
    let own_hours = case.support_hours.ok_or(NoHourlyRate::NoHours)?;
    let in_force = || case.gross_lines().filter(|line| line.is_support() && line.counts_on(day));
    let support: Money = in_force().map(|line| line.annualised()).sum();
    let extra: Decimal = in_force().filter_map(|line| line.extra_hours()).sum();
    let base_rate =
        case.base_rate.map_or(Money::ZERO, |rate| Money::round(rate.kroner() * Decimal::from(365)));
    let hours_a_week = own_hours + extra;
    if hours_a_week <= Decimal::ZERO {
        return Err(NoHourlyRate::NoHours);
    }
    // One division at the end keeps the quotient exact until it is rounded.
    let kroner = (support - base_rate).kroner() * Decimal::from(7) / (hours_a_week * Decimal::from(365));
    Ok(HourlyRate { rate: Money::round(kroner), day, support, base_rate, hours_a_week })
}

/// The average over several cases, weighted with hours; `None` without any.
#[must_use]
pub fn average_hourly_rate(rates: &[HourlyRate]) -> Option<Money> {
    let hours: Decimal = rates.iter().map(|rate| rate.hours_a_week).sum();
    let support: Money = rates.iter().map(|rate| rate.support - rate.base_rate).sum();
    (hours > Decimal::ZERO)
        .then(|| Money::round(support.kroner() * Decimal::from(7) / (hours * Decimal::from(365))))
}
