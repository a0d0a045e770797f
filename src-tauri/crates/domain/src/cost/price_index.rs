//! P/L, the price and wage regulation (domain §2.4): what a rate would be with P/L alone, and how far
//! the agreed one is above it.
//!
//! Invariant: a year without a percent gives no figure, it is named ("P/L mangler for 2019").

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::{FigureStatus, Money, PriceIndex, Rate};

/// The years whose percent is missing.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no P/L for {0:?}")]
pub struct MissingYears(pub Vec<i32>);

/// P/L by year.
#[derive(Clone, Default, Debug)]
pub struct PriceTable {
    percents: BTreeMap<i32, (Decimal, bool)>,
}

impl PriceTable {
    /// The table of the register; of two rows for a year the later entry counts.
    #[must_use]
    pub fn new(rows: &[PriceIndex]) -> Self {
        let percents = rows
            .iter()
            .map(|row| (row.year, (row.percent, row.status != Some(FigureStatus::Confirmed))))
            .collect();
        Self { percents }
    }

    /// The percent of a year.
    #[must_use]
    pub fn percent(&self, year: i32) -> Option<Decimal> {
        self.percents.get(&year).map(|(percent, _)| *percent)
    }

    /// Does the factor between two years rest on a percent that isn't confirmed?
    #[must_use]
    pub fn is_estimate(&self, from_year: i32, to_year: i32) -> bool {
        (from_year + 1..=to_year)
            .filter_map(|year| self.percents.get(&year))
            .any(|(_, is_estimate)| *is_estimate)
    }

    /// Π(1 + pl) over the years after `from_year` through `to_year`; 1 where there are none.
    ///
    /// # Errors
    /// The years whose percent is missing.
    pub fn factor(&self, from_year: i32, to_year: i32) -> Result<Decimal, MissingYears> {
        let years = from_year + 1..=to_year;
        let missing: Vec<i32> = years.clone().filter(|year| self.percent(*year).is_none()).collect();
        if !missing.is_empty() {
            return Err(MissingYears(missing));
        }
        Ok(years
            .filter_map(|year| self.percent(year))
            .fold(Decimal::ONE, |factor, percent| factor * (Decimal::ONE + percent / Decimal::ONE_HUNDRED)))
    }
}

/// *Stigning ud over P/L*: a new rate against the old one regulated by P/L.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IncreaseAboveIndex {
    /// The old rate brought to the new line's year, kr.
    pub regulated: Money,
    /// New − regulated, kr. per unit; negative is below P/L.
    pub difference: Money,
    /// The difference in percent of the regulated rate, two decimals; none of a rate of 0.
    pub percent: Option<Decimal>,
}

/// Compares two rates in the same unit. The years are those in which the lines start.
///
/// # Errors
/// The years whose percent is missing.
pub fn increase_above_index(
    old: (Rate, NaiveDate),
    new: (Rate, NaiveDate),
    table: &PriceTable,
) -> Result<IncreaseAboveIndex, MissingYears> {
    let regulated = old.0.kroner() * table.factor(old.1.year(), new.1.year())?;
    let difference = new.0.kroner() - regulated;
    let percent = (!regulated.is_zero()).then(|| {
        (difference / regulated * Decimal::ONE_HUNDRED)
            .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
    });
    Ok(IncreaseAboveIndex {
        regulated: Money::round(regulated),
        difference: Money::round(difference),
        percent,
    })
}

/// The P/L line of a chart: a rate as P/L alone would have moved it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IndexLine {
    /// From which day, kr. per unit; the first is the rate itself.
    pub steps: Vec<(NaiveDate, Money)>,
    /// The first year without a percent, where the line stops.
    pub stops_at: Option<i32>,
}

/// The P/L line from a first rate through a year: a step on each 1 January, as far as P/L is known.
#[must_use]
pub fn index_line(rate: Rate, from: NaiveDate, through_year: i32, table: &PriceTable) -> IndexLine {
    let mut steps = vec![(from, Money::round(rate.kroner()))];
    let mut exact = rate.kroner();
    for year in from.year() + 1..=through_year {
        let (Some(percent), Some(first)) = (table.percent(year), NaiveDate::from_ymd_opt(year, 1, 1)) else {
            return IndexLine { steps, stops_at: Some(year) };
        };
        exact *= Decimal::ONE + percent / Decimal::ONE_HUNDRED;
        steps.push((first, Money::round(exact)));
    }
    IndexLine { steps, stops_at: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RecordId;
    use crate::cost::examples::{day, decimal, kr};

    fn table(rows: &[(i32, &str)]) -> PriceTable {
        let rows: Vec<PriceIndex> = rows
            .iter()
            .map(|(year, percent)| PriceIndex {
                id: RecordId(uuid::Uuid::nil()),
                year: *year,
                percent: decimal(percent),
                status: Some(FigureStatus::Confirmed),
                source: None,
            })
            .collect();
        PriceTable::new(&rows)
    }

    fn rate(text: &str) -> Rate {
        Rate::new(decimal(text)).unwrap()
    }

    #[test]
    fn the_increase_above_pl_is_the_new_rate_less_the_regulated_old_one() {
        let table = table(&[(2025, "3.3"), (2026, "3.1")]);
        let found = increase_above_index(
            (rate("2394.00"), day("15-05-2024")),
            (rate("2489.76"), day("01-01-2026")),
            &table,
        );
        let expected = IncreaseAboveIndex {
            regulated: kr("2549,67"),
            difference: kr("-59,91"),
            percent: Some(decimal("-2.35")),
        };
        assert_eq!(found, Ok(expected));
    }

    #[test]
    fn a_year_without_percent_gives_no_figure_and_is_named() {
        let table = table(&[(2018, "1.6"), (2020, "1.9")]);
        let found = increase_above_index(
            (rate("2000"), day("01-01-2017")),
            (rate("2100"), day("01-06-2020")),
            &table,
        );
        assert_eq!(found, Err(MissingYears(vec![2019])));
    }

    #[test]
    fn within_a_year_the_old_rate_is_not_regulated() {
        let found = increase_above_index(
            (rate("2000"), day("01-01-2026")),
            (rate("2100"), day("01-06-2026")),
            &table(&[]),
        );
        assert_eq!(found.map(|increase| increase.percent), Ok(Some(decimal("5.00"))));
    }

    #[test]
    fn the_pl_line_steps_on_1_january_and_stops_where_pl_is_unknown() {
        let line =
            index_line(rate("2394.00"), day("15-05-2024"), 2027, &table(&[(2025, "3.3"), (2026, "3.1")]));
        assert_eq!(
            line.steps,
            [
                (day("15-05-2024"), kr("2394,00")),
                (day("01-01-2025"), kr("2473,00")),
                (day("01-01-2026"), kr("2549,67")),
            ]
        );
        assert_eq!(line.stops_at, Some(2027));
    }
}
