//! What somebody did about an item of the agenda: handled, put off, handed over.
//!
//! Invariant: the agenda is worked out from the records; a mark only says what was done about one item of it, and
//! names the item whole, so that the next term, the next follow-up or a moved date is an item of its own.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{PlacementId, RecordId};

/// Something was done on a day, and why that will do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Handled {
    /// The day.
    pub on: NaiveDate,
    /// Who.
    pub by: String,
    /// Why it will do.
    pub reason: String,
}

/// Put off until a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Postponed {
    /// The day it comes up again.
    pub until: NaiveDate,
    /// Who put it off.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What was done about one item of the agenda (domain §3: it stays until it is handled with a reason).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AgendaMark {
    /// Identity.
    pub id: RecordId,
    /// The case.
    pub placement: PlacementId,
    /// Which item: its kind, the record it is about and its day (`agenda::ItemKey`).
    pub item: String,
    /// Handled; the item is then on the agenda no more.
    pub handled: Option<Handled>,
    /// Put off.
    pub postponed: Option<Postponed>,
    /// Handed over to an employee; none = whose it is by the rules.
    pub owner: Option<String>,
}
