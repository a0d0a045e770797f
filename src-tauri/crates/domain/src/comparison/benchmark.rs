//! Like cases: same §, målgruppe and støttebehov, widened until there are enough (domain §2.6).
//!
//! Invariant: never across paragraphs, never with the case itself, and never a figure from fewer than
//! five.

use rust_decimal::Decimal;

use crate::{LegalBasis, PlacementId, SupportNeed};

/// The fewest cases that a comparison rests on.
const ENOUGH: usize = 5;

/// A case as it is compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LikeCase {
    /// The case.
    pub placement: PlacementId,
    /// Its paragraph.
    pub legal_basis: LegalBasis,
    /// *Primær målgruppe*.
    pub target_group: Option<String>,
    /// *Støttebehov*.
    pub support_need: Option<SupportNeed>,
    /// What is compared, kr.
    pub value: Decimal,
}

/// How wide the group had to be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Width {
    /// Same §, målgruppe and støttebehov.
    SameNeed,
    /// Same § and målgruppe.
    SameTargetGroup,
    /// Same §.
    SameParagraph,
}

/// Percentiles by linear interpolation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Percentiles {
    /// P10.
    pub p10: Decimal,
    /// P25.
    pub p25: Decimal,
    /// The median.
    pub median: Decimal,
    /// P75.
    pub p75: Decimal,
    /// P90.
    pub p90: Decimal,
}

/// A case among its like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Benchmark {
    /// Enough to compare with.
    Group {
        /// How wide.
        width: Width,
        /// How many, the case itself left out.
        count: usize,
        /// Where they lie.
        percentiles: Percentiles,
    },
    /// *For få til sammenligning*, even with the § alone.
    TooFew {
        /// How many there are.
        count: usize,
    },
}

/// Compares a case with the others; `cases` may hold the case itself. A blank målgruppe or støttebehov
/// is not known, so it is like no other.
#[must_use]
pub fn benchmark(case: &LikeCase, cases: &[LikeCase]) -> Benchmark {
    let group = |width: Width| -> Vec<Decimal> {
        let is_like = |other: &&LikeCase| {
            let same_group = case.target_group.is_some() && case.target_group == other.target_group;
            let same_need = case.support_need.is_some_and(|need| need != SupportNeed::NotAssessed)
                && case.support_need == other.support_need;
            other.placement != case.placement
                && other.legal_basis == case.legal_basis
                && match width {
                    Width::SameNeed => same_group && same_need,
                    Width::SameTargetGroup => same_group,
                    Width::SameParagraph => true,
                }
        };
        let mut values: Vec<Decimal> = cases.iter().filter(is_like).map(|other| other.value).collect();
        values.sort_unstable();
        values
    };
    for width in [Width::SameNeed, Width::SameTargetGroup, Width::SameParagraph] {
        let values = group(width);
        if values.len() >= ENOUGH
            && let Some(percentiles) = percentiles(&values)
        {
            return Benchmark::Group { width, count: values.len(), percentiles };
        }
    }
    Benchmark::TooFew { count: group(Width::SameParagraph).len() }
}

fn percentiles(sorted: &[Decimal]) -> Option<Percentiles> {
    Some(Percentiles {
        p10: percentile(sorted, 10)?,
        p25: percentile(sorted, 25)?,
        median: percentile(sorted, 50)?,
        p75: percentile(sorted, 75)?,
        p90: percentile(sorted, 90)?,
    })
}

/// A percentile of sorted values by linear interpolation between neighbours; `None` of none.
#[must_use]
pub fn percentile(sorted: &[Decimal], percent: u8) -> Option<Decimal> {
    let place = sorted.len().checked_sub(1)? * usize::from(percent.min(100));
    let below = sorted.get(place / 100)?;
    let above = sorted.get(place / 100 + 1).unwrap_or(below);
    let part = Decimal::from(place % 100) / Decimal::ONE_HUNDRED;
    Some(below + (above - below) * part)
}
