//! The citizen: the person a placement is for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::worded;
use crate::{CitizenId, Cpr, Sensitive};

worded! {
    /// *Omfattet af refusion* (domain §2.5).
    RefundCover {
        /// Covered, whatever the age.
        Yes = "ja",
        /// Not covered: the refund is 0,00, not unknown.
        No = "nej",
        /// Covered when under 67 on 1 January (*unverified*); without CPR not covered. The default.
        ByAge = "følger alder",
    }
}

/// A citizen with one or more placements.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Citizen {
    /// The id that everything groups by.
    pub id: CitizenId,
    /// CPR number, if known.
    pub cpr: Option<Cpr>,
    /// Name, if known.
    pub name: Option<Sensitive>,
    /// *Omfattet af refusion*.
    pub refund_cover: RefundCover,
}

impl Citizen {
    /// Is the citizen's cost in a year part of the state refund (SEL § 176, domain §2.5)?
    #[must_use]
    pub fn is_covered_by_refund(&self, year: i32) -> bool {
        match self.refund_cover {
            RefundCover::Yes => true,
            RefundCover::No => false,
            RefundCover::ByAge => NaiveDate::from_ymd_opt(year, 1, 1)
                .zip(self.cpr.as_ref())
                .and_then(|(first, cpr)| cpr.age_on(first))
                .is_some_and(|age| age < 67),
        }
    }

    /// Initials for papers that go to the provider: `J.K.`; empty without a name (domain §6).
    #[must_use]
    pub fn initials(&self) -> String {
        self.name.as_ref().map_or_else(String::new, |name| {
            name.reveal()
                .split_whitespace()
                .filter_map(|part| part.chars().next())
                .flat_map(|first| [first, '.'])
                .collect()
        })
    }
}
