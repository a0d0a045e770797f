//! What a placement or a contract buys: hours a week by paragraph, night cover, and what the rate includes
//! (domain §3).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::worded;

worded! {
    /// Cover at night.
    NightCover {
        /// Nobody.
        None = "ingen",
        /// Somebody who can be called.
        OnCall = "tilkald",
        /// Somebody who sleeps in the house.
        Sleeping = "sovende",
        /// Somebody awake.
        Awake = "vågen",
    }
}

worded! {
    /// Something that the rate can include.
    Included {
        /// The home.
        Housing = "bolig",
        /// Meals.
        Meals = "kost",
        /// Heating, water, light.
        Utilities = "forbrug",
        /// Activities.
        Activities = "aktiviteter",
        /// Transport.
        Transport = "transport",
    }
}

/// What is bought; every part may be unknown.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AgreedContent {
    /// Hours a week of personal help and care (SEL § 83).
    pub hours_83: Option<Decimal>,
    /// Hours a week of socialpædagogisk støtte (SEL § 85).
    pub hours_85: Option<Decimal>,
    /// Cover at night.
    pub night_cover: Option<NightCover>,
    /// What the rate includes; none = not known, an empty list = nothing but the support.
    pub included: Option<Vec<Included>>,
}

impl AgreedContent {
    /// Is nothing of it known?
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }

    /// Hours a week by both paragraphs together; none when neither is known.
    #[must_use]
    pub fn hours_a_week(&self) -> Option<Decimal> {
        match (self.hours_83, self.hours_85) {
            (None, None) => None,
            (care, support) => Some(care.unwrap_or_default() + support.unwrap_or_default()),
        }
    }
}
