//! How each rate follows the one before it, and how far today's is above what P/L alone would have
//! made of the first (domain §2.4, *stigning ud over P/L*).
//!
//! Invariant: only rates of one service and unit are compared, annulled lines never, and only services
//! that P/L regulates have a figure against it.

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use super::price_index::{IncreaseAboveIndex, MissingYears, PriceTable, increase_above_index};
use crate::{Money, Rate, RateLine, RateLineId, Service, Unit};

/// A line's rate against the line before it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineIncrease {
    /// The line.
    pub line: RateLineId,
    /// The line before it.
    pub before: RateLineId,
    /// The increase in percent of the old rate, one decimal; none of a rate of 0.
    pub percent: Option<Decimal>,
    /// P/L over the same years; none for a service that P/L doesn't regulate.
    pub against_index: Option<Result<AgainstIndex, MissingYears>>,
}

/// A rate against P/L.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AgainstIndex {
    /// P/L over the years, percent with one decimal.
    pub percent: Decimal,
    /// The rate against the old one regulated by P/L.
    pub above: IncreaseAboveIndex,
}

/// Today's base rate against the first one regulated by P/L.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AboveIndexSinceStart {
    /// The first line of the same service and unit.
    pub first: RateLineId,
    /// When it began.
    pub since: NaiveDate,
    /// Today's line.
    pub current: RateLineId,
    /// The comparison, kr. per unit.
    pub above: IncreaseAboveIndex,
    /// What the difference comes to a year (*helårsvirkning*).
    pub yearly: Money,
}

/// A line in force against the first rate it follows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineAboveIndex {
    /// The line.
    pub line: RateLineId,
    /// Its service.
    pub service: Service,
    /// The first line of the unbroken run of one service and unit that leads to it.
    pub first: RateLineId,
    /// When that began.
    pub since: NaiveDate,
    /// Its rate against the first one regulated by P/L, kr. per unit.
    pub above: IncreaseAboveIndex,
    /// What the difference comes to a year (*helårsvirkning*); negative is below P/L.
    pub yearly: Money,
}

/// The line before a line: same service and unit, not annulled, the latest that began earlier.
#[must_use]
pub fn line_before<'a>(lines: &[&'a RateLine], line: &RateLine) -> Option<&'a RateLine> {
    lines
        .iter()
        .copied()
        .filter(|other| {
            !other.annulled
                && other.service == line.service
                && other.unit == line.unit
                && other.unit != Unit::Once
                && other.from < line.from
        })
        .max_by_key(|other| (other.from, other.id))
}

/// The increase from an old rate to a new one in percent, one decimal; none of a rate of 0.
#[must_use]
pub fn percent_increase(old: Rate, new: Rate) -> Option<Decimal> {
    (!old.kroner().is_zero())
        .then(|| one_decimal((new.kroner() - old.kroner()) / old.kroner() * Decimal::ONE_HUNDRED))
}

/// Each line that has one before it, against that; in the order of the lines.
#[must_use]
pub fn line_increases(lines: &[&RateLine], table: &PriceTable) -> Vec<LineIncrease> {
    lines
        .iter()
        .filter(|line| !line.annulled)
        .filter_map(|line| {
            let before = line_before(lines, line)?;
            let against_index = line.service.is_indexed().then(|| against_index(before, line, table));
            Some(LineIncrease {
                line: line.id,
                before: before.id,
                percent: percent_increase(before.amount, line.amount),
                against_index,
            })
        })
        .collect()
}

fn against_index(old: &RateLine, new: &RateLine, table: &PriceTable) -> Result<AgainstIndex, MissingYears> {
    let above = increase_above_index((old.amount, old.from), (new.amount, new.from), table)?;
    Ok(AgainstIndex { percent: index_percent(old.from, new.from, table)?, above })
}

/// P/L from the year of one day to that of another, in percent with one decimal.
///
/// # Errors
/// The years whose percent is missing.
pub fn index_percent(from: NaiveDate, to: NaiveDate, table: &PriceTable) -> Result<Decimal, MissingYears> {
    index_percent_exact(from, to, table).map(one_decimal)
}

/// The same with all its decimals.
///
/// # Errors
/// The years whose percent is missing.
pub fn index_percent_exact(
    from: NaiveDate,
    to: NaiveDate,
    table: &PriceTable,
) -> Result<Decimal, MissingYears> {
    use chrono::Datelike;
    Ok((table.factor(from.year(), to.year())? - Decimal::ONE) * Decimal::ONE_HUNDRED)
}

/// The Grundtakst or Ydelsespakke in force on a day against the first one of its kind regulated by P/L;
/// none without a rate that day or with a first one only.
#[must_use]
pub fn above_index_since_start(
    lines: &[&RateLine],
    day: NaiveDate,
    table: &PriceTable,
) -> Option<Result<AboveIndexSinceStart, MissingYears>> {
    let current = lines
        .iter()
        .filter(|line| line.service.is_housing() && line.is_in_force(day))
        // A package changes with the support; beside it the Grundtakst is what P/L is held against.
        .max_by_key(|line| (line.service == Service::BaseRate, line.from, line.id))?;
    let first = lines
        .iter()
        .filter(|line| !line.annulled && line.service == current.service && line.unit == current.unit)
        .min_by_key(|line| (line.from, line.id))?;
    if first.id == current.id {
        return None;
    }
    let above = increase_above_index((first.amount, first.from), (current.amount, current.from), table);
    Some(above.map(|above| AboveIndexSinceStart {
        first: first.id,
        since: first.from,
        current: current.id,
        above,
        yearly: yearly(above.difference, current),
    }))
}

/// Every line in force on a day that P/L regulates and that followed another, against the first of those before it.
/// Two lines that ran side by side are not before and after: the one before has ended when the next begins.
///
/// # Errors
/// The years whose percent is missing, of all of them.
pub fn lines_above_index(
    lines: &[&RateLine],
    day: NaiveDate,
    table: &PriceTable,
) -> Result<Vec<LineAboveIndex>, MissingYears> {
    let mut found = Vec::new();
    let mut missing: Vec<i32> = Vec::new();
    for line in lines.iter().filter(|line| line.service.is_indexed() && line.is_in_force(day)) {
        let first = first_of_run(lines, line);
        if first.id == line.id {
            continue;
        }
        match increase_above_index((first.amount, first.from), (line.amount, line.from), table) {
            Ok(above) => found.push(LineAboveIndex {
                line: line.id,
                service: line.service.clone(),
                first: first.id,
                since: first.from,
                above,
                yearly: yearly(above.difference, line),
            }),
            Err(MissingYears(years)) => missing.extend(years),
        }
    }
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() { Ok(found) } else { Err(MissingYears(missing)) }
}

/// The first line of the run that leads to a line; the line itself where none was before it.
fn first_of_run<'a>(lines: &[&'a RateLine], line: &'a RateLine) -> &'a RateLine {
    let mut first = line;
    while let Some(before) = lines
        .iter()
        .copied()
        .filter(|other| {
            !other.annulled
                && other.service == first.service
                && other.unit == first.unit
                && other.unit != Unit::Once
                && other.from < first.from
                && other.to.is_some_and(|to| to < first.from)
        })
        .max_by_key(|other| (other.from, other.id))
    {
        first = before;
    }
    first
}

/// What a difference per unit of a line comes to a year (domain §2.2).
fn yearly(difference: Money, line: &RateLine) -> Money {
    let times = match (line.unit, line.settlement_days) {
        (Unit::Day | Unit::DayOfferPlace, None) => Decimal::from(365),
        (Unit::Day | Unit::DayOfferPlace, Some(settled)) => Decimal::from(settled),
        (Unit::Month, _) => Decimal::from(12),
        (Unit::Year | Unit::Once, _) => Decimal::ONE,
        (Unit::Hour, _) => line.quantity.unwrap_or_default() * Decimal::from(365) / Decimal::from(7),
        (Unit::Attendance | Unit::Trip, _) => line.quantity.unwrap_or_default() * line.weeks(),
    };
    Money::round(difference.kroner() * times)
}

fn one_decimal(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::examples::{Example, day, decimal, kr};
    use crate::{PriceIndex, RecordId};

    fn table() -> PriceTable {
        let rows: Vec<PriceIndex> = [(2023, "3.4"), (2024, "4.1"), (2025, "3.3"), (2026, "3.1")]
            .iter()
            .map(|(year, percent)| PriceIndex {
                id: RecordId(uuid::Uuid::nil()),
                year: *year,
                percent: decimal(percent),
                status: None,
                source: None,
            })
            .collect();
        PriceTable::new(&rows)
    }

    /// The rates of the sample's S2022-1008.
    fn rising() -> Example {
        Example::new("S-1008", "15-02-2022")
            .line(Service::BaseRate, "1975.95", Unit::Day, "15-02-2022", "31-12-2022")
            .line(Service::BaseRate, "2043.14", Unit::Day, "01-01-2023", "31-12-2023")
            .line(Service::BaseRate, "2218.85", Unit::Day, "01-01-2024", "31-12-2024")
            .line(Service::BaseRate, "2292.07", Unit::Day, "01-01-2025", "31-12-2025")
            .line(Service::BaseRate, "2466.27", Unit::Day, "01-01-2026", "")
    }

    #[test]
    fn each_rate_is_held_against_the_one_before_it_and_against_pl() {
        let example = rising();
        let found = line_increases(&example.file().rate_lines, &table());
        let shown: Vec<_> = found
            .iter()
            .map(|step| {
                let index = step.against_index.clone().unwrap().unwrap();
                (step.percent.unwrap(), index.percent, index.above.difference)
            })
            .collect();
        assert_eq!(
            shown,
            [
                (decimal("3.4"), decimal("3.4"), kr("0,01")),
                (decimal("8.6"), decimal("4.1"), kr("91,94")),
                (decimal("3.3"), decimal("3.3"), kr("0,00")),
                (decimal("7.6"), decimal("3.1"), kr("103,15")),
            ]
        );
    }

    #[test]
    fn todays_rate_is_held_against_the_first_one_regulated_by_pl_and_priced_by_the_year() {
        let example = rising();
        let found = above_index_since_start(&example.file().rate_lines, day("20-11-2026"), &table());
        let found = found.unwrap().unwrap();
        assert_eq!(found.above.difference, kr("201,07"));
        assert_eq!(found.above.percent, Some(decimal("8.88")));
        assert_eq!(found.yearly, kr("73.390,55"));
        assert_eq!(found.since, day("15-02-2022"));
    }

    #[test]
    fn an_annulled_line_is_followed_by_none_and_pl_has_no_say_in_egenbetaling() {
        let example = Example::new("S-1", "01-01-2025")
            .line(Service::OwnPayment, "-5000", Unit::Month, "01-01-2025", "31-12-2025")
            .line(Service::OwnPayment, "-5100", Unit::Month, "01-01-2026", "")
            .line(Service::BaseRate, "3000", Unit::Day, "01-01-2025", "31-12-2025")
            .with(|line| line.annulled = true)
            .line(Service::BaseRate, "2000", Unit::Day, "01-01-2026", "");
        let found = line_increases(&example.file().rate_lines, &table());
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].percent, &found[0].against_index), (Some(decimal("2.0")), &None));
        assert_eq!(above_index_since_start(&example.file().rate_lines, day("20-11-2026"), &table()), None);
    }

    #[test]
    fn a_year_without_pl_gives_no_figure_and_is_named() {
        let example = Example::new("S-1", "01-01-2021")
            .line(Service::BaseRate, "2000", Unit::Day, "01-01-2021", "31-12-2022")
            .line(Service::BaseRate, "2100", Unit::Day, "01-01-2023", "");
        let found = above_index_since_start(&example.file().rate_lines, day("20-11-2026"), &table());
        assert_eq!(found, Some(Err(MissingYears(vec![2022]))));
    }
}
