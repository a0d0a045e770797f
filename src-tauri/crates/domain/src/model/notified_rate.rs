//! New rates that a provider has notified (*varslede takster*), and what the municipality makes of each.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::worded;
use crate::{PlacementId, Rate, RateLineId, RecordId};

worded! {
    /// What becomes of a notified rate.
    NotifiedDecision {
        /// It is paid from its day.
        Accept = "accepteret",
        /// It is taken up with the provider.
        Negotiate = "til forhandling",
        /// It isn't paid.
        Reject = "afvist",
    }
}

/// A rate that a provider has notified for one rate line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NotifiedRate {
    /// Identity.
    pub id: RecordId,
    /// The case.
    pub placement: PlacementId,
    /// The line that it would succeed.
    pub line: RateLineId,
    /// The new rate, in the line's unit.
    pub new_rate: Rate,
    /// From which day.
    pub from: NaiveDate,
    /// The day it was notified; none = not known.
    pub notified_on: Option<NaiveDate>,
    /// Where it comes from: the file or letter.
    pub source: Option<String>,
    /// What was decided; none = not yet.
    pub decision: Option<NotifiedDecision>,
    /// When.
    pub decided_on: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
}
