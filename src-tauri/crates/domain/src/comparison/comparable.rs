//! Comparable rates: less purchase VAT, in one price year (domain §2.6).

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::cost::{MissingYears, PriceTable};
use crate::{Money, Rate};

/// A rate less its share of purchase VAT, as Tilbudsportalen shows it: amount × (1 − share).
#[must_use]
pub fn comparable_amount(rate: Rate, vat_percent: Decimal) -> Money {
    Money::round(without_vat(rate, vat_percent))
}

fn without_vat(rate: Rate, vat_percent: Decimal) -> Decimal {
    rate.kroner() * (Decimal::ONE - vat_percent / Decimal::ONE_HUNDRED)
}

/// The same brought to a price year with P/L; a rate of a later year is brought back.
///
/// # Errors
/// The years whose percent is missing.
pub fn comparable_rate(
    rate: Rate,
    agreed: NaiveDate,
    vat_percent: Decimal,
    price_year: i32,
    table: &PriceTable,
) -> Result<Money, MissingYears> {
    let exact = without_vat(rate, vat_percent);
    let year = agreed.year();
    let brought = if year <= price_year {
        exact * table.factor(year, price_year)?
    } else {
        exact / table.factor(price_year, year)?
    };
    Ok(Money::round(brought))
}
