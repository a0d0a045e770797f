//! What the application asks of a store, on any engine: the port's methods over a [`Connection`].
//!
//! Invariant: a change and its log entries are written together or not at all, each record only over what
//! it was decided on.

use uuid::Uuid;
use vilkaar_application::log::insight::{CitizenQuery, Recorded};
use vilkaar_application::log::{EntriesQuery, LogPage, LogQuery};
use vilkaar_application::ports::{
    EntityChange, LogEntry, LogHead, Operation, Progress, ReadRecord, StoreError,
};
use vilkaar_domain::{Entity, Register};

use crate::engine::{Cell, Connection, EngineError, in_transaction};
use crate::log::{self, Chain, ChangeLog};
use crate::log_search;
use crate::records::{self, Saved};

impl From<EngineError> for StoreError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Full => Self::Full,
            EngineError::NotWritable => Self::NotWritable,
            EngineError::Damaged(what) => Self::Damaged(what),
            EngineError::Duplicate(what) | EngineError::Other(what) => Self::Other(what),
        }
    }
}

/// Progress is told, and stopping asked for, each time so many records are written.
const PROGRESS_EVERY: usize = 250;

/// Every record, one query per table.
pub(crate) fn load(connection: &mut dyn Connection) -> Result<Register, StoreError> {
    Ok(records::load(connection)?)
}

/// Saves an operation with its log entries.
pub(crate) fn save(
    connection: &mut dyn Connection,
    operation: &Operation,
    progress: Progress<'_>,
) -> Result<LogHead, StoreError> {
    in_transaction(connection, |connection| {
        // Nothing changed, nothing to log; the same when a connection broke after the commit and the
        // operation is repeated.
        if operation.changes.is_empty() || log::is_known(connection, operation.id)? {
            return Ok(log::head(connection, Chain::Changes)?.into_log_head()?);
        }
        let mut changes: Vec<&EntityChange> = operation.changes.iter().collect();
        changes.sort_by_key(|change| (records::rank(&change.after), change.after.kind()));
        let total = changes.len() as u64;
        let mut log = ChangeLog::begin(connection, operation)?;
        let mut done = 0;
        for some in changes.chunks(PROGRESS_EVERY) {
            if !progress(done, total) {
                return Err(StoreError::Cancelled);
            }
            save_records(connection, some)?;
            log.append(connection, some)?;
            done += some.len() as u64;
        }
        if !progress(total, total) {
            return Err(StoreError::Cancelled);
        }
        Ok(log.finish(connection)?.into_log_head()?)
    })
}

/// Saves records as they were decided on, new ones of a kind in one go.
fn save_records(connection: &mut dyn Connection, changes: &[&EntityChange]) -> Result<(), StoreError> {
    let conflict = |entity: &Entity| StoreError::Conflict { kind: entity.kind().to_owned(), id: entity.id() };
    let alike = |a: &&EntityChange, b: &&EntityChange| {
        a.after.kind() == b.after.kind() && a.before.is_none() && b.before.is_none()
    };
    for run in changes.chunk_by(alike) {
        let [EntityChange { before: Some(before), after, .. }] = run else {
            let entities: Vec<&Entity> = run.iter().map(|change| &change.after).collect();
            match records::insert_all(connection, &entities)?.and_then(|place| entities.get(place)) {
                Some(taken) => return Err(conflict(taken)),
                None => continue,
            }
        };
        if (before.kind(), before.id()) != (after.kind(), after.id()) {
            return Err(StoreError::Other(format!("before and after are two records of {}", after.kind())));
        }
        if records::change(connection, before, after)? == Saved::Conflict {
            return Err(conflict(after));
        }
    }
    Ok(())
}

/// Notes a look into a citizen's file.
pub(crate) fn record_read(connection: &mut dyn Connection, read: &ReadRecord) -> Result<(), StoreError> {
    in_transaction(connection, |connection| Ok(log::append_read(connection, read)?))
}

/// The newest entries about these records.
pub(crate) fn history(
    connection: &mut dyn Connection,
    entities: &[Uuid],
    limit: u32,
) -> Result<Vec<LogEntry>, StoreError> {
    Ok(log::history(connection, entities, limit)?)
}

/// A page of both logs.
pub(crate) fn search_log(connection: &mut dyn Connection, query: &LogQuery) -> Result<LogPage, StoreError> {
    Ok(log_search::search(connection, query)?)
}

/// The entries of one operation.
pub(crate) fn operation_entries(
    connection: &mut dyn Connection,
    query: &EntriesQuery,
) -> Result<Vec<LogEntry>, StoreError> {
    Ok(log_search::entries(connection, query)?)
}

/// Everything of a citizen in both logs.
pub(crate) fn citizen_log(
    connection: &mut dyn Connection,
    query: &CitizenQuery,
) -> Result<Vec<Recorded>, StoreError> {
    Ok(log_search::of_citizen(connection, query)?)
}

/// The head of the log of changes.
pub(crate) fn head(connection: &mut dyn Connection) -> Result<LogHead, StoreError> {
    Ok(log::head(connection, Chain::Changes)?.into_log_head()?)
}

/// A note.
pub(crate) fn note(connection: &mut dyn Connection, key: &str) -> Result<Option<String>, EngineError> {
    let mut found = None;
    connection.query("SELECT value FROM notes WHERE key = $1", &[Cell::from(key)], &mut |row| {
        found = Some(log::text(row, 0)?);
        Ok(())
    })?;
    Ok(found)
}

/// Keeps a note.
pub(crate) fn set_note(connection: &mut dyn Connection, key: &str, value: &str) -> Result<(), EngineError> {
    let sql = "INSERT INTO notes (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = $2";
    in_transaction(connection, |connection| {
        connection.execute(sql, &[Cell::from(key), Cell::from(value)])?;
        Ok(())
    })
}
