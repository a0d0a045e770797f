//! What a database keeps beside the records and outside the log: forms left half-way, and what stands in files.
//!
//! Invariant: a draft is its owner's alone. What stands in a file is never changed: a file is put once, and read.

use chrono::{DateTime, Utc};
use vilkaar_domain::AttachmentId;

use super::StoreError;

/// The longest draft, bytes: far more than any form holds.
pub const LONGEST_DRAFT: usize = 200_000;

/// Each person keeps so many drafts at most; of more the oldest go.
pub const DRAFTS_KEPT: u32 = 100;

/// The largest file that is kept, bytes: 25 MB.
pub const MOST_BYTES: usize = 25 * 1024 * 1024;

/// A form that was left half-way. Debug shows nothing that was typed.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptDraft {
    /// Which form, at most 200 characters.
    pub key: String,
    /// What stands in it, as the window wrote it; at most [`LONGEST_DRAFT`].
    pub content: String,
    /// When it was kept.
    pub at: DateTime<Utc>,
}

impl std::fmt::Debug for KeptDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptDraft").field("at", &self.at).finish_non_exhaustive()
    }
}

/// Drafts of the person signed in, and the content of files.
pub trait Beside {
    /// The drafts of the person signed in, newest first; nobody else's.
    ///
    /// # Errors
    /// [`StoreError`] when they can't be read.
    fn drafts(&mut self) -> Result<Vec<KeptDraft>, StoreError>;

    /// Keeps a draft in the place of the one with the same key. Of more than [`DRAFTS_KEPT`] the oldest go.
    ///
    /// # Errors
    /// [`StoreError::TooLong`]; [`StoreError`] when it can't be written.
    fn keep_draft(&mut self, draft: &KeptDraft) -> Result<(), StoreError>;

    /// Drops a draft of the person signed in, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be written.
    fn drop_draft(&mut self, key: &str) -> Result<(), StoreError>;

    /// Keeps what stands in a file, under the id of the record that will tell of it. The same again is harmless. What no
    /// record tells of goes after thirty days; so long a file that was taken off a case can be put back.
    ///
    /// # Errors
    /// [`StoreError::TooLong`] above [`MOST_BYTES`]; [`StoreError::Conflict`] when the id has another content;
    /// [`StoreError`] when it can't be written.
    fn put_file(&mut self, id: AttachmentId, content: &[u8], at: DateTime<Utc>) -> Result<(), StoreError>;

    /// What stands in a file, checked against what was put; none where nothing is kept under the id.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it isn't what was put; [`StoreError`] when it can't be read.
    fn file(&mut self, id: AttachmentId) -> Result<Option<Vec<u8>>, StoreError>;
}
