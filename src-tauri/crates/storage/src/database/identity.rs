//! The database's own knowledge of who it is and which keys.json is its newest.
//!
//! Invariant: a keys.json is taken only if the database knows its hash, as the present one or as the one
//! that is just being put in its place.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::engine::{Cell, Connection, EngineError, in_transaction};
use crate::error::StorageError;
use crate::keys::KeysFile;
use crate::log::{id, instant, instant_text, number, optional_text, text};
use crate::sqlite::SqliteConnection;

/// Which database this is.
pub(super) struct Identity {
    /// Its id.
    pub(super) id: Uuid,
    /// Since when.
    pub(super) created_at: DateTime<Utc>,
}

/// Writes who a new database is.
pub(super) fn insert(
    data: &mut SqliteConnection,
    identity: &Identity,
    generation: i64,
    hash: &str,
) -> Result<(), EngineError> {
    let sql = "INSERT INTO database_identity (only_row, id, created_at, keys_generation, keys_hash) \
               VALUES (1, $1, $2, $3, $4)";
    let cells = [
        Cell::from(identity.id),
        Cell::from(instant_text(identity.created_at)),
        Cell::from(generation),
        Cell::from(hash),
    ];
    in_transaction(data, |data| data.execute(sql, &cells).map(|_| ()))
}

/// What the database knows of its keys.
struct Known {
    identity: Identity,
    generation: i64,
    hash: String,
    next_hash: Option<String>,
}

/// Reads it.
fn known(data: &mut SqliteConnection) -> Result<Known, EngineError> {
    let mut found = None;
    let sql = "SELECT id, created_at, keys_generation, keys_hash, next_hash FROM database_identity";
    data.query(sql, &[], &mut |row| {
        let id = id(row, 0)?;
        found = Some(Known {
            identity: Identity { id, created_at: instant(&text(row, 1)?)? },
            generation: number(row, 2)?,
            hash: text(row, 3)?,
            next_hash: optional_text(row, 4)?,
        });
        Ok(())
    })?;
    found.ok_or_else(|| EngineError::Damaged("database_identity".to_owned()))
}

/// The id of the database that a file is.
pub(super) fn of(data: &mut SqliteConnection) -> Result<Uuid, EngineError> {
    known(data).map(|known| known.identity.id)
}

/// Refuses a keys.json that isn't the database's newest.
pub(super) fn check_keys(
    data: &mut SqliteConnection,
    keys: &KeysFile,
    hash: &str,
) -> Result<Identity, StorageError> {
    let known = known(data)?;
    if keys.database() != known.identity.id {
        return Err(StorageError::KeysForeign);
    }
    if known.next_hash.as_deref() == Some(hash) {
        // The crash came after the new keys were in place.
        settle_keys(data)?;
    } else if known.hash == hash {
        if known.next_hash.is_some() {
            // The crash came before: the present ones go on.
            forget_next_keys(data)?;
        }
    } else if keys.generation() < known.generation {
        return Err(StorageError::KeysOutdated);
    } else {
        return Err(StorageError::KeysForeign);
    }
    Ok(known.identity)
}

/// Notes the keys that are about to be put in place.
pub(super) fn announce_keys(
    data: &mut SqliteConnection,
    generation: i64,
    hash: &str,
) -> Result<(), EngineError> {
    let sql = "UPDATE database_identity SET next_generation = $1, next_hash = $2";
    in_transaction(data, |data| data.execute(sql, &[Cell::from(generation), Cell::from(hash)]).map(|_| ()))
}

/// The announced keys are in place.
pub(super) fn settle_keys(data: &mut SqliteConnection) -> Result<(), EngineError> {
    let sql = "UPDATE database_identity SET keys_generation = next_generation, keys_hash = next_hash, \
               next_generation = NULL, next_hash = NULL WHERE next_hash IS NOT NULL";
    in_transaction(data, |data| data.execute(sql, &[]).map(|_| ()))
}

/// Which keys.json belongs to a copy under a new key.
pub(super) fn set_keys(data: &mut SqliteConnection, generation: i64, hash: &str) -> Result<(), EngineError> {
    let sql = "UPDATE database_identity SET keys_generation = $1, keys_hash = $2, next_generation = NULL, \
               next_hash = NULL";
    in_transaction(data, |data| data.execute(sql, &[Cell::from(generation), Cell::from(hash)]).map(|_| ()))
}

/// The announced keys never came into place.
fn forget_next_keys(data: &mut SqliteConnection) -> Result<(), EngineError> {
    let sql = "UPDATE database_identity SET next_generation = NULL, next_hash = NULL";
    in_transaction(data, |data| data.execute(sql, &[]).map(|_| ()))
}
