//! Drafts and the content of files in a shared database.
//!
//! Invariant: the server shows everybody their own drafts only, and files to those who may read what they belong to.

use chrono::{DateTime, Utc};
use vilkaar_application::ports::{Beside, KeptDraft, StoreError};
use vilkaar_domain::AttachmentId;

use super::SharedDatabase;
use crate::beside;
use crate::engine::in_transaction;

impl Beside for SharedDatabase {
    fn drafts(&mut self) -> Result<Vec<KeptDraft>, StoreError> {
        let person = self.who.person.id;
        self.steadily(|connection| beside::drafts(connection, person))
    }

    fn keep_draft(&mut self, draft: &KeptDraft) -> Result<(), StoreError> {
        let person = self.who.person.id;
        self.steadily(|connection| beside::keep_draft(connection, person, draft))
    }

    fn drop_draft(&mut self, key: &str) -> Result<(), StoreError> {
        let person = self.who.person.id;
        self.steadily(|connection| beside::drop_draft(connection, person, key))
    }

    fn put_file(&mut self, id: AttachmentId, content: &[u8], _at: DateTime<Utc>) -> Result<(), StoreError> {
        self.steadily(|connection| {
            in_transaction(connection, |connection| {
                beside::put(connection, id.0, content)?;
                // By the server's own clock.
                connection.query("SELECT sweep_contents($1)", &[id.0.into()], &mut |_| Ok(()))?;
                Ok::<(), StoreError>(())
            })
        })
    }

    fn file(&mut self, id: AttachmentId) -> Result<Option<Vec<u8>>, StoreError> {
        self.steadily(|connection| beside::file(connection, id.0))
    }
}
