//! Filters of lists that somebody saved, for themselves or for everybody.

use serde::{Deserialize, Serialize};

use crate::{RecordId, UserId};

/// A saved filter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SavedFilter {
    /// Identity.
    pub id: RecordId,
    /// Which list: `placements`, `agenda`.
    pub list: String,
    /// What it is called.
    pub name: String,
    /// Who saved it.
    pub owner: UserId,
    /// May the others use it too?
    pub is_shared: bool,
    /// The query as the list takes it (JSON).
    pub query: String,
}
