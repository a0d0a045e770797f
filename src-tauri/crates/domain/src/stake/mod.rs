//! *Værdi på spil*: what a talk about a case can bring, kr. a year. The agenda is ranked by it.
//!
//! Two things speak for a lower price. The case costs more than its like: its support a year (all-in, less a stated
//! basistakst) above what the same hours cost at the median of its benchmark group (domain §2.6). And its rates rose
//! by more than P/L: *stigning ud over P/L* of each line in force since the first rate of its run, a year
//! (domain §2.4). A line that is below P/L doesn't make up for one above it, since nobody offers to raise it.
//! They overlap: a rate that rose too much is one reason why the case is dear. So the larger of the two counts, not
//! the sum, times the chance that a negotiation succeeds.
//!
//! Invariant: what can't be worked out is unknown, never 0. Neither of the two known gives no value; a case that is
//! known to be no dearer than its like, or below P/L, gives 0,00.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::comparison::{Benchmark, HourlyRate, NoHourlyRate, Width};
use crate::cost::{LineAboveIndex, MissingYears, PriceTable, PricedCase, lines_above_index};
use crate::{Money, Placement, RateLine, Settings};

/// A case above the median of its like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AboveComparison {
    /// The case's price per support hour with what it is made of.
    pub hourly: HourlyRate,
    /// The median of the group, kr. per support hour.
    pub median: Decimal,
    /// How wide the group had to be.
    pub width: Width,
    /// How many cases are in it.
    pub count: usize,
    /// Support a year less the same hours at the median; negative is cheaper than its like.
    pub yearly: Money,
}

/// Why a case can't be compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, thiserror::Error)]
pub enum NoComparison {
    /// It has no price per support hour.
    #[error(transparent)]
    NoPrice(#[from] NoHourlyRate),
    /// *For få til sammenligning*, even with the § alone.
    #[error("{count} like cases are too few")]
    TooFew {
        /// How many there are.
        count: usize,
    },
}

/// A case's lines above P/L.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AboveIndex {
    /// Each line in force that followed another.
    pub lines: Vec<LineAboveIndex>,
    /// The sum of those above P/L, a year.
    pub yearly: Money,
}

/// Why a case can't be held against P/L.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoIndex {
    /// The rate of the day is missing.
    #[error("the rate is missing")]
    NoRate,
    /// No line in force followed another.
    #[error("no earlier rate")]
    NoEarlierRate,
    /// P/L isn't known for every year.
    #[error(transparent)]
    Years(#[from] MissingYears),
}

/// The chance that a negotiation brings the rate down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chance {
    /// 0–100 %.
    pub percent: u8,
    /// Set on the case, not the one of the settings.
    pub is_own: bool,
}

impl Chance {
    /// The case's own, else the one of the settings; above 100 counts as 100.
    #[must_use]
    pub fn of(placement: &Placement, settings: &Settings) -> Self {
        let percent = placement.chance.unwrap_or(settings.chance).min(100);
        Self { percent, is_own: placement.chance.is_some() }
    }
}

/// What is at stake in a case, with what it is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stake {
    /// Above its like.
    pub comparison: Result<AboveComparison, NoComparison>,
    /// Above P/L.
    pub index: Result<AboveIndex, NoIndex>,
    /// The chance.
    pub chance: Chance,
}

impl Stake {
    /// What is at stake on a day in a case.
    #[must_use]
    pub fn of(
        case: &PricedCase,
        lines: &[&RateLine],
        compared: Result<(HourlyRate, Benchmark), NoHourlyRate>,
        table: &PriceTable,
        chance: Chance,
        today: NaiveDate,
    ) -> Self {
        Self { comparison: above_comparison(compared), index: above_index(case, lines, table, today), chance }
    }

    /// The larger of the two parts, and at least 0,00; none where neither is known.
    #[must_use]
    pub fn before_chance(&self) -> Option<Money> {
        let comparison = self.comparison.as_ref().ok().map(|part| part.yearly);
        let index = self.index.as_ref().ok().map(|part| part.yearly);
        comparison.max(index).map(|larger| larger.max(Money::ZERO))
    }

    /// Kr. a year at stake; none where it isn't known.
    #[must_use]
    pub fn value(&self) -> Option<Money> {
        let chance = Decimal::from(self.chance.percent) / Decimal::ONE_HUNDRED;
        self.before_chance().map(|amount| Money::round(amount.kroner() * chance))
    }
}

fn above_comparison(
    compared: Result<(HourlyRate, Benchmark), NoHourlyRate>,
) -> Result<AboveComparison, NoComparison> {
    match compared? {
        (hourly, Benchmark::Group { width, count, percentiles }) => Ok(AboveComparison {
            yearly: hourly.yearly_above(percentiles.median),
            hourly,
            median: percentiles.median,
            width,
            count,
        }),
        (_, Benchmark::TooFew { count }) => Err(NoComparison::TooFew { count }),
    }
}

fn above_index(
    case: &PricedCase,
    lines: &[&RateLine],
    table: &PriceTable,
    today: NaiveDate,
) -> Result<AboveIndex, NoIndex> {
    let day = case.judged_on(today);
    case.annualised_on(day).ok_or(NoIndex::NoRate)?;
    let lines = lines_above_index(lines, day, table)?;
    if lines.is_empty() {
        return Err(NoIndex::NoEarlierRate);
    }
    let yearly = lines.iter().map(|line| line.yearly.max(Money::ZERO)).sum();
    Ok(AboveIndex { lines, yearly })
}

#[cfg(test)]
mod tests;
