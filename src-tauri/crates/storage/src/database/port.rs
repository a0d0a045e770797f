//! The local database as the application's store.
//! Invariant: everything goes through the engine-neutral functions of [`crate::store`]; nothing here knows SQL.

use uuid::Uuid;
use vilkaar_application::ports::{
    LogEntry, LogHead, Operation, Progress, ReadRecord, Store, StoreError, Verification,
};
use vilkaar_domain::Register;

use super::Database;
use crate::{store, verify};

impl Store for Database {
    fn load(&mut self) -> Result<Register, StoreError> {
        store::load(&mut self.data)
    }

    fn save(&mut self, operation: &Operation, progress: Progress<'_>) -> Result<LogHead, StoreError> {
        store::save(&mut self.data, operation, progress)
    }

    fn record_read(&mut self, read: &ReadRecord) -> Result<(), StoreError> {
        store::record_read(&mut self.data, read)
    }

    fn history(&mut self, entities: &[Uuid], limit: u32) -> Result<Vec<LogEntry>, StoreError> {
        store::history(&mut self.data, entities, limit)
    }

    fn head(&mut self) -> Result<LogHead, StoreError> {
        store::head(&mut self.data)
    }

    fn note(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(store::note(&mut self.data, key)?)
    }

    fn set_note(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        Ok(store::set_note(&mut self.data, key, value)?)
    }

    /// Also against the heads that the backups in reach were made with.
    fn verify(&mut self, known_heads: &[LogHead]) -> Result<Verification, StoreError> {
        let (mut changes, reads) = self.heads_of_backups()?;
        changes.extend_from_slice(known_heads);
        Ok(verify::verify(&mut self.data, &changes, &reads)?)
    }
}
