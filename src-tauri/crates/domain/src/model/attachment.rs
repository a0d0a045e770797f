//! Files that belong to a case: a signed contract, a status report. The file itself is kept beside the records,
//! encrypted; here stands what it is.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::worded;
use crate::{AttachmentId, PlacementId, Sensitive};

worded! {
    /// What a file is.
    AttachmentKind {
        /// The contract or allonge with signatures.
        SignedContract = "underskrevet kontrakt",
        /// The provider's report on goals.
        StatusReport = "statusrapport",
        /// The notice that was given or received.
        NoticeLetter = "opsigelse",
        /// Anything else.
        Other = "andet",
    }
}

/// A file of a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attachment {
    /// Identity, and the key of its content.
    pub id: AttachmentId,
    /// The case.
    pub placement: PlacementId,
    /// The record it belongs to: a contract, a goal; none = the case as a whole.
    pub about: Option<Uuid>,
    /// What it is.
    pub kind: AttachmentKind,
    /// The file's name, which may name somebody.
    pub name: Sensitive,
    /// Its size in bytes.
    pub size: u32,
    /// SHA-256 of its content, lower-case hexadecimal.
    pub sha256: String,
    /// The day it was added.
    pub added_on: NaiveDate,
}
