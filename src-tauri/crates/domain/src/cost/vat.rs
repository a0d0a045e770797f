//! The purchase VAT in private rates, which the municipality gets back (domain §2.6).

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{Money, Ownership, Provider, Settings, in_force};

/// Has the provider's rate purchase VAT in it: privat, fond or selvejende without driftsoverenskomst
/// with a municipality or region? An owner form that isn't known has none.
#[must_use]
pub fn has_vat_share(provider: &Provider) -> bool {
    let is_private = matches!(
        provider.ownership,
        Some(Ownership::Private | Ownership::Foundation | Ownership::SelfGoverning)
    );
    is_private && provider.operating_agreement != Some(true)
}

/// The share of a rate that is purchase VAT on a day, in percent: the dated setting, or 0.
#[must_use]
pub fn vat_percent(has_share: bool, day: NaiveDate, settings: &Settings) -> Decimal {
    if has_share { in_force(&settings.vat_percent, day).copied().unwrap_or_default() } else { Decimal::ZERO }
}

/// The VAT that comes back of a case's gross of a year, rounded once; the share is that of 1 January.
#[must_use]
pub fn vat_refund(gross: Money, has_share: bool, year: i32, settings: &Settings) -> Money {
    let share = NaiveDate::from_ymd_opt(year, 1, 1)
        .map_or(Decimal::ZERO, |first| vat_percent(has_share, first, settings));
    Money::round(gross.kroner() * share / Decimal::ONE_HUNDRED)
}
