//! Like cases: same §, målgruppe and støttebehov, widened until there are enough (domain §2.6).
//!
//! Invariant: never across paragraphs, never with the case itself, and never a figure from fewer than
//! five.

use std::collections::HashMap;

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

impl Width {
    /// Every width, the narrowest first.
    const NARROWEST_FIRST: [Self; 3] = [Self::SameNeed, Self::SameTargetGroup, Self::SameParagraph];
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

/// What cases have in common at a width.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Kind {
    legal_basis: LegalBasis,
    target_group: Option<String>,
    support_need: Option<SupportNeed>,
}

impl Kind {
    /// A case's kind at a width. A blank målgruppe or støttebehov is not known, so it is like no other.
    fn of(case: &LikeCase, width: Width) -> Option<Self> {
        let target_group = || case.target_group.clone();
        let support_need = case.support_need.filter(|need| *need != SupportNeed::NotAssessed);
        let (target_group, support_need) = match width {
            Width::SameNeed => (Some(target_group()?), Some(support_need?)),
            Width::SameTargetGroup => (Some(target_group()?), None),
            Width::SameParagraph => (None, None),
        };
        Some(Self { legal_basis: case.legal_basis, target_group, support_need })
    }
}

/// Cases in their groups, each sorted once, so that each of three thousand can be held against the others.
#[derive(Clone, Default, Debug)]
pub struct LikeCases {
    groups: HashMap<Kind, Vec<(Decimal, PlacementId)>>,
}

impl LikeCases {
    /// Groups cases.
    #[must_use]
    pub fn new(cases: &[LikeCase]) -> Self {
        let mut groups: HashMap<Kind, Vec<(Decimal, PlacementId)>> = HashMap::new();
        for case in cases {
            for kind in Width::NARROWEST_FIRST.into_iter().filter_map(|width| Kind::of(case, width)) {
                groups.entry(kind).or_default().push((case.value, case.placement));
            }
        }
        groups.values_mut().for_each(|group| group.sort_unstable());
        Self { groups }
    }

    /// Where a case lies among the others; it may be one of them.
    #[must_use]
    pub fn around(&self, case: &LikeCase) -> Benchmark {
        let mut widest = 0;
        for width in Width::NARROWEST_FIRST {
            let Some(group) = Kind::of(case, width).and_then(|kind| self.groups.get(&kind)) else { continue };
            let others = Others::of(group, case);
            widest = others.len();
            if widest >= ENOUGH
                && let Some(percentiles) = percentiles(others)
            {
                return Benchmark::Group { width, count: widest, percentiles };
            }
        }
        Benchmark::TooFew { count: widest }
    }
}

/// A sorted group without the case itself.
#[derive(Clone, Copy)]
struct Others<'a> {
    group: &'a [(Decimal, PlacementId)],
    left_out: Option<usize>,
}

impl<'a> Others<'a> {
    fn of(group: &'a [(Decimal, PlacementId)], case: &LikeCase) -> Self {
        Self { group, left_out: group.binary_search(&(case.value, case.placement)).ok() }
    }

    fn len(self) -> usize {
        self.group.len() - usize::from(self.left_out.is_some())
    }

    fn at(self, place: usize) -> Option<Decimal> {
        let passed = usize::from(self.left_out.is_some_and(|left_out| left_out <= place));
        self.group.get(place + passed).map(|(value, _)| *value)
    }
}

/// Compares a case with the others; `cases` may hold the case itself. For many cases see [`LikeCases`].
#[must_use]
pub fn benchmark(case: &LikeCase, cases: &[LikeCase]) -> Benchmark {
    LikeCases::new(cases).around(case)
}

fn percentiles(sorted: Others<'_>) -> Option<Percentiles> {
    let at = |percent| interpolate(sorted.len(), percent, |place| sorted.at(place));
    Some(Percentiles { p10: at(10)?, p25: at(25)?, median: at(50)?, p75: at(75)?, p90: at(90)? })
}

/// A percentile of sorted values by linear interpolation between neighbours; `None` of none.
#[must_use]
pub fn percentile(sorted: &[Decimal], percent: u8) -> Option<Decimal> {
    interpolate(sorted.len(), percent, |place| sorted.get(place).copied())
}

fn interpolate(count: usize, percent: u8, at: impl Fn(usize) -> Option<Decimal>) -> Option<Decimal> {
    let place = count.checked_sub(1)? * usize::from(percent.min(100));
    let below = at(place / 100)?;
    let above = at(place / 100 + 1).unwrap_or(below);
    let part = Decimal::from(place % 100) / Decimal::ONE_HUNDRED;
    Some(below + (above - below) * part)
}
