//! The cases that a case is held against by price per support hour: those where someone lives today (domain §2.6).
//!
//! Invariant: the groups are made once for all cases, so that three thousand are compared in a moment.

use chrono::NaiveDate;
use vilkaar_domain::comparison::{Benchmark, HourlyRate, LikeCase, LikeCases, NoHourlyRate, hourly_rate};
use vilkaar_domain::cost::PricedCase;
use vilkaar_domain::{CaseFile, Placement, PlacementStatus};

/// A case's price per support hour among its like.
pub(super) type Compared = Result<(HourlyRate, Benchmark), NoHourlyRate>;

/// A case as it is compared by some value.
#[must_use]
pub fn like_case(placement: &Placement, value: rust_decimal::Decimal) -> LikeCase {
    LikeCase {
        placement: placement.id,
        legal_basis: placement.legal_basis,
        target_group: placement.target_group.clone(),
        support_need: placement.support_need,
        value,
    }
}

/// Each case among those that are active, in the order of the cases.
pub(super) fn compare(files: &[CaseFile<'_>], priced: &[PricedCase], today: NaiveDate) -> Vec<Compared> {
    let rates: Vec<(&Placement, Result<HourlyRate, NoHourlyRate>)> =
        files.iter().zip(priced).map(|(file, priced)| (file.placement, hourly_rate(priced, today))).collect();
    let compared: Vec<LikeCase> = rates
        .iter()
        .filter(|(placement, _)| placement.status(today) == PlacementStatus::Active)
        .filter_map(|(placement, rate)| Some(like_case(placement, rate.as_ref().ok()?.rate.kroner())))
        .collect();
    let groups = LikeCases::new(&compared);
    rates
        .into_iter()
        .map(|(placement, rate)| {
            rate.map(|rate| (rate, groups.around(&like_case(placement, rate.rate.kroner()))))
        })
        .collect()
}
