//! Vilkår's storage: an encrypted folder with the field's records, both logs, backups and the keys.
//!
//! A local database is a folder: `data.db` (records and logs) and `files.db` (attachments), both SQLCipher
//! under one random key; `keys.json`, where that key is sealed for each person and for the recovery key;
//! `backups/`. [`Database`] is that folder, open, and a [`Store`](vilkaar_application::ports::Store).
//!
//! Invariants: SQL stands in this crate only, and once, for SQLite and PostgreSQL alike (`engine`). A
//! change, its log entries and nothing less are written in one transaction. Nothing secret and nothing of
//! a record gets into an error.

mod as_of;
mod backup;
mod beside;
mod chain;
mod database;
mod engine;
mod error;
mod folder;
mod keys;
mod log;
mod log_search;
mod moving;
mod network;
mod payload;
mod postgres;
mod records;
mod recovery;
mod shared;
mod sqlite;
mod store;
mod thinning;
mod verify;

#[cfg(test)]
mod tests;

pub use backup::{BackupFile, BackupWritten, Manifest};
pub use database::{AutomaticBackup, BackupLeft, Database, Remade, Removed, SecondPlace, Unlock};
pub use error::{StorageError, describe};
pub use keys::{OneTime, Person};
pub use moving::{
    Archived, Arrival, Counted, Departure, Differs, HasMoved, InFolder, LetIn, MoveError, Moved, OnServer,
    Sum, archive, restore_to_server, to_folder, to_server,
};
pub use network::is_network_share;
pub use postgres::{Patience, ServerAddress, ServerError};
pub use recovery::RecoveryKey;
pub use shared::{
    Administration, Changed, Present, ServerNews, ServerPerson, SharedDatabase, Step, group_suffix,
    is_removable, server_writers,
};
