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

use crate::engine::{Cell, Connection, EngineError, as_of_one_moment, in_transaction};
use crate::log::{self, Chain, ChangeLog};
use crate::log_search;
use crate::records;

impl From<EngineError> for StoreError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Full => Self::Full,
            EngineError::NotWritable => Self::NotWritable,
            EngineError::Damaged(what) => Self::Damaged(what),
            EngineError::Busy => Self::Busy,
            EngineError::Outdated => Self::Outdated,
            EngineError::Forbidden(_) => Self::Forbidden,
            EngineError::Disconnected | EngineError::Timeout | EngineError::Disturbed => Self::Unreachable,
            EngineError::Duplicate(what) | EngineError::Other(what) => Self::Other(what),
        }
    }
}

/// Progress is told, and stopping asked for, each time so many records are written.
const PROGRESS_EVERY: usize = 250;

/// Every record, one query per table, all as of one moment.
pub(crate) fn load(connection: &mut dyn Connection) -> Result<Register, StoreError> {
    as_of_one_moment(connection, |connection| Ok(records::load(connection)?))
}

/// Saves an operation with its log entries.
pub(crate) fn save(
    connection: &mut dyn Connection,
    operation: &Operation,
    progress: Progress<'_>,
) -> Result<LogHead, StoreError> {
    let outcome = in_transaction(connection, |connection| save_within(connection, operation, progress));
    // The same operation, on its way over a connection that broke, may have come first just now; that it is
    // there is then what counts.
    match outcome {
        Err(StoreError::Conflict { .. } | StoreError::Other(_))
            if log::is_known(connection, operation.id).unwrap_or(false) =>
        {
            head(connection)
        }
        outcome => outcome,
    }
}

/// Saves an operation with its log entries in the transaction that is open.
pub(crate) fn save_within(
    connection: &mut dyn Connection,
    operation: &Operation,
    progress: Progress<'_>,
) -> Result<LogHead, StoreError> {
    // Nothing changed, nothing to log; the same when a connection broke after the commit and the operation is
    // repeated.
    if operation.changes.is_empty() || log::is_known(connection, operation.id)? {
        return Ok(log::head(connection, Chain::Changes)?.into_log_head()?);
    }
    let mut changes: Vec<&EntityChange> = operation.changes.iter().collect();
    // Always in the same order, so that two who change the same records wait for each other and not in a ring.
    // First what is taken out, children before parents: what comes in its place may have the same name or number.
    changes.sort_by_key(|change| {
        let rank = change.record().map_or(0, |record| i16::from(records::of(record).rank));
        let is_kept = change.after.is_some();
        (is_kept, if is_kept { rank } else { -rank }, change.kind(), change.id())
    });
    let total = changes.len() as u64;
    if changes.len() > PROGRESS_EVERY {
        connection.be_patient()?;
    }
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
}

/// Saves records as they were decided on, those of a kind in one go.
fn save_records(connection: &mut dyn Connection, changes: &[&EntityChange]) -> Result<(), StoreError> {
    let alike = |a: &&EntityChange, b: &&EntityChange| {
        a.kind() == b.kind()
            && (a.before.is_some(), a.after.is_some()) == (b.before.is_some(), b.after.is_some())
            // Twice the same record is two steps.
            && a.id() != b.id()
    };
    for run in changes.chunk_by(alike) {
        let (mut added, mut changed, mut removed) = (Vec::new(), Vec::new(), Vec::new());
        for change in run {
            match (&change.before, &change.after) {
                (None, Some(after)) => added.push(after),
                (Some(before), Some(after)) if (before.kind(), before.id()) == (after.kind(), after.id()) => {
                    changed.push((before, after));
                }
                (Some(before), None) if is_removable(before) => removed.push(before),
                _ => return Err(StoreError::Other(format!("no change of a record of {}", change.kind()))),
            }
        }
        // A run holds one sort of the three.
        let refused = if !changed.is_empty() {
            records::change_all(connection, &changed)?
        } else if !removed.is_empty() {
            records::remove_all(connection, &removed)?
        } else {
            records::insert_all(connection, &added)?
        };
        if let Some(change) = refused.and_then(|place| run.get(place)) {
            let (kind, id) = (change.kind().to_owned(), change.id());
            return Err(StoreError::Conflict { kind, id });
        }
    }
    Ok(())
}

/// May a record be taken out? Somebody who leaves stays in the register, and the settings are always there.
const fn is_removable(entity: &Entity) -> bool {
    !matches!(entity, Entity::User(_) | Entity::Settings(_))
}

/// Notes looks into citizens' files, all or none.
pub(crate) fn record_reads(connection: &mut dyn Connection, reads: &[ReadRecord]) -> Result<(), StoreError> {
    in_transaction(connection, |connection| Ok(log::append_reads(connection, reads).map(drop)?))
}

/// The newest entries about these records.
pub(crate) fn history(
    connection: &mut dyn Connection,
    entities: &[Uuid],
    limit: u32,
) -> Result<Vec<LogEntry>, StoreError> {
    Ok(log::history(connection, entities, limit)?)
}

/// Every entry about records that something else than an import changed, oldest first.
pub(crate) fn changed_by_hand(connection: &mut dyn Connection) -> Result<Vec<LogEntry>, StoreError> {
    Ok(log::changed_by_hand(connection)?)
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
