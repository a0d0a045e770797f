//! What the application asks of a store, on any engine: the port's methods over a [`Connection`].
//!
//! Invariant: a change and its log entries are written together or not at all, each record only over what
//! it was decided on.

use uuid::Uuid;
use vilkaar_application::ports::{
    EntityChange, LogEntry, LogHead, Operation, Progress, ReadRecord, StoreError,
};
use vilkaar_domain::Register;

use crate::engine::{Cell, Connection, EngineError, in_transaction};
use crate::log::{self, Chain, ChangeLog};
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
        changes.sort_by_key(|change| records::rank(&change.after));
        let total = changes.len() as u64;
        let mut log = ChangeLog::begin(connection, operation)?;
        for (done, change) in changes.iter().enumerate() {
            if done % PROGRESS_EVERY == 0 && !progress(done as u64, total) {
                return Err(StoreError::Cancelled);
            }
            save_one(connection, change)?;
            log.append(connection, change)?;
        }
        if !progress(total, total) {
            return Err(StoreError::Cancelled);
        }
        Ok(log.finish(connection)?.into_log_head()?)
    })
}

/// Saves one record as it was decided on.
fn save_one(connection: &mut dyn Connection, change: &EntityChange) -> Result<(), StoreError> {
    let (kind, id) = (change.after.kind(), change.after.id());
    if change.before.as_ref().is_some_and(|before| before.kind() != kind || before.id() != id) {
        return Err(StoreError::Other(format!("before and after are two records of {kind}")));
    }
    match records::put(connection, change.before.as_ref(), &change.after)? {
        Saved::Written => Ok(()),
        Saved::Conflict => Err(StoreError::Conflict { kind: kind.to_owned(), id }),
    }
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
