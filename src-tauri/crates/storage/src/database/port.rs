//! The local database as the application's store.
//! Invariant: everything goes through the engine-neutral functions of [`crate::store`]; nothing here knows SQL.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vilkaar_application::log::insight::{CitizenQuery, Recorded};
use vilkaar_application::log::{EntriesQuery, LogPage, LogQuery};
use vilkaar_application::ports::{
    LogEntry, LogHead, Operation, Progress, ReadRecord, Store, StoreError, Verification, VerifyProblem,
};
use vilkaar_domain::Register;

use super::Database;
use crate::engine::EngineError;
use crate::error::StorageError;
use crate::{as_of, store, verify};

impl Store for Database {
    fn load(&mut self) -> Result<Register, StoreError> {
        store::load(&mut self.data)
    }

    fn register_as_of(&mut self, at: DateTime<Utc>) -> Result<Register, StoreError> {
        as_of::register(&mut self.data, at)
    }

    fn save(&mut self, operation: &Operation, progress: Progress<'_>) -> Result<LogHead, StoreError> {
        store::save(&mut self.data, operation, progress)
    }

    fn record_reads(&mut self, reads: &[ReadRecord]) -> Result<(), StoreError> {
        store::record_reads(&mut self.data, reads)
    }

    fn history(&mut self, entities: &[Uuid], limit: u32) -> Result<Vec<LogEntry>, StoreError> {
        store::history(&mut self.data, entities, limit)
    }

    fn changed_by_hand(&mut self) -> Result<Vec<LogEntry>, StoreError> {
        store::changed_by_hand(&mut self.data)
    }

    fn search_log(&mut self, query: &LogQuery) -> Result<LogPage, StoreError> {
        store::search_log(&mut self.data, query)
    }

    fn operation_entries(&mut self, query: &EntriesQuery) -> Result<Vec<LogEntry>, StoreError> {
        store::operation_entries(&mut self.data, query)
    }

    fn citizen_log(&mut self, query: &CitizenQuery) -> Result<Vec<Recorded>, StoreError> {
        store::citizen_log(&mut self.data, query)
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

    /// Every page of both files first, then logs, records and what stands in files, also against the heads that the backups in
    /// reach were made with. Of a damaged file nothing more is said than that: what can be read of it
    /// proves nothing.
    fn verify(&mut self, known_heads: &[LogHead]) -> Result<Verification, StoreError> {
        if let Some(damage) = self.damage()? {
            let head = LogHead { seq: 0, hash: String::new(), at: None };
            let code = "database_damaged".to_owned();
            let problems = vec![VerifyProblem { code, detail: damage.sentence() }];
            return Ok(Verification { problems, cases: 0, log_entries: 0, withheld: 0, head });
        }
        let (mut changes, reads) = self.heads_of_backups()?;
        changes.extend_from_slice(known_heads);
        let mut found = verify::verify(&mut self.data, &changes, &reads)?;
        let mut files = self.open_files()?;
        verify::files(&mut self.data, &mut files, &mut found.problems)?;
        files.close()?;
        Ok(found)
    }
}

impl Database {
    /// The damage that a check of every page of both files finds, if any.
    fn damage(&mut self) -> Result<Option<StorageError>, EngineError> {
        match self.check_integrity() {
            Ok(()) => Ok(None),
            Err(error @ StorageError::DatabaseDamaged(_)) => Ok(Some(error)),
            Err(error) => Err(EngineError::Other(error.to_string())),
        }
    }
}
