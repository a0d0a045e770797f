//! Drafts and the content of files in a folder: drafts beside the records in data.db, contents in files.db.
//!
//! Invariant: files.db is open only while something is read or written there; between, it is one whole file that a
//! backup can copy as it lies.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vilkaar_application::ports::{Beside, KeptDraft, StoreError};
use vilkaar_domain::{Attachment, AttachmentId};

use super::Database;
use crate::beside;
use crate::engine::{EngineError, in_transaction};
use crate::records;
use crate::sqlite::{self, Presence, SqliteConnection};

impl Database {
    /// files.db, in this program's schema.
    pub(crate) fn open_files(&self) -> Result<SqliteConnection, EngineError> {
        let mut files = SqliteConnection::open(&self.folder.files(), &self.key, Presence::Existing)?;
        sqlite::migrate_files(&mut files)?;
        Ok(files)
    }

    /// The files that records tell of.
    fn recorded_files(&mut self) -> Result<HashSet<Uuid>, EngineError> {
        Ok(records::all::<Attachment>(&mut self.data)?.into_iter().map(|file| file.id.0).collect())
    }
}

impl Beside for Database {
    fn drafts(&mut self) -> Result<Vec<KeptDraft>, StoreError> {
        beside::drafts(&mut self.data, self.person.id)
    }

    fn keep_draft(&mut self, draft: &KeptDraft) -> Result<(), StoreError> {
        beside::keep_draft(&mut self.data, self.person.id, draft)
    }

    fn drop_draft(&mut self, key: &str) -> Result<(), StoreError> {
        beside::drop_draft(&mut self.data, self.person.id, key)
    }

    fn put_file(&mut self, id: AttachmentId, content: &[u8], at: DateTime<Utc>) -> Result<(), StoreError> {
        let mut recorded = self.recorded_files()?;
        // Its record comes after it.
        recorded.insert(id.0);
        let mut files = self.open_files()?;
        in_transaction(&mut files, |files| {
            beside::put(files, id.0, content)?;
            Ok::<(), StoreError>(beside::sweep(files, &recorded, at)?)
        })?;
        Ok(files.close()?)
    }

    fn file(&mut self, id: AttachmentId) -> Result<Option<Vec<u8>>, StoreError> {
        let mut files = self.open_files()?;
        let found = beside::file(&mut files, id.0)?;
        files.close()?;
        Ok(found)
    }
}
