//! SQLite with SQLCipher: the engine of a local database.
//!
//! Invariant: a connection is never used before its key is set and its safety settings hold; every error
//! of the engine is told apart by its code, never by its text, and none carries a value of a record.

mod integrity;
mod migrations;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, OpenFlags, ffi};
use zeroize::Zeroizing;

use crate::chain::hex;
use crate::engine::{Cell, Connection, EachRow, EngineError, Row, Rows};
use crate::keys::DatabaseKey;

pub(crate) use integrity::check;
#[cfg(test)]
pub(crate) use migrations::migrate_data_to;
pub(crate) use migrations::{migrate_data, migrate_files, schema_of};

/// Which parameter of a text stands at which position.
type Positions = Arc<[usize]>;

/// An open SQLCipher file.
pub(crate) struct SqliteConnection {
    inner: rusqlite::Connection,
    /// For each SQL text, the position of `$1`, `$2` …
    positions: HashMap<String, Positions>,
}

/// Should a file be there, or be made?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Presence {
    /// It is there.
    Existing,
    /// It is made.
    New,
}

impl SqliteConnection {
    /// Opens a file with its key. Fails as [`EngineError::Damaged`] when the key doesn't fit the file: to
    /// SQLCipher a wrong key and a damaged first page are the same.
    pub(crate) fn open(path: &Path, key: &DatabaseKey, presence: Presence) -> Result<Self, EngineError> {
        let inner = keyed(path, key, presence)?;
        // Durable before `commit` returns, references checked, nothing of the file trusted as code, and
        // what is deleted is overwritten. An import fits in the cache (at most 64 MB, only while it is used)
        // and isn't made to wait until it is copied from the write-ahead log into the file (above 64 MB
        // it is): closing and backups do that.
        inner
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                 PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; \
                 PRAGMA cache_size = -64000; PRAGMA wal_autocheckpoint = 4000;",
            )
            .map_err(|error| engine_error(&error))?;
        inner.set_prepared_statement_cache_capacity(128);
        Ok(Self { inner, positions: HashMap::new() })
    }

    /// A connection to nothing, in the place of one that had to be closed for a moment.
    pub(crate) fn to_nothing() -> Result<Self, EngineError> {
        let inner = rusqlite::Connection::open_in_memory().map_err(|error| engine_error(&error))?;
        Ok(Self { inner, positions: HashMap::new() })
    }

    /// The driver's connection, for backups and migrations.
    pub(crate) fn driver(&mut self) -> &mut rusqlite::Connection {
        &mut self.inner
    }

    /// Writes what the write-ahead log holds into the file itself, so that the file alone is whole.
    pub(crate) fn checkpoint(&mut self) -> Result<(), EngineError> {
        self.inner
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(|error| engine_error(&error))
    }

    /// Puts everything into the one file, which then needs no other beside it.
    pub(crate) fn single_file(&mut self) -> Result<(), EngineError> {
        self.inner
            .query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
            .map_err(|error| engine_error(&error))
    }

    /// Copies the whole database into a new file under a key (its own or another), page by page while it is
    /// open.
    pub(crate) fn copy_to(&mut self, path: &Path, key: &DatabaseKey) -> Result<(), EngineError> {
        let convert = |error: rusqlite::Error| engine_error(&error);
        // The destination must have its key before the first page is copied.
        let mut copy = keyed(path, key, Presence::New)?;
        let backup = rusqlite::backup::Backup::new(&self.inner, &mut copy).map_err(convert)?;
        backup.run_to_completion(1000, std::time::Duration::ZERO, None).map_err(convert)?;
        drop(backup);
        copy.close().map_err(|(_, error)| convert(error))
    }

    /// Closes the file; the write-ahead log is merged into it.
    pub(crate) fn close(self) -> Result<(), EngineError> {
        self.inner.close().map_err(|(_, error)| engine_error(&error))
    }
}

/// Opens a file, sets its key and reads the first page.
fn keyed(path: &Path, key: &DatabaseKey, presence: Presence) -> Result<rusqlite::Connection, EngineError> {
    let convert = |error: rusqlite::Error| engine_error(&error);
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if presence == Presence::New {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection = rusqlite::Connection::open_with_flags(path, flags).map_err(convert)?;
    // Without permission to write SQLite opens a file for reading and says nothing.
    if connection.is_readonly("main").map_err(convert)? {
        return Err(EngineError::NotWritable);
    }
    let raw = Zeroizing::new(hex(key.bytes()));
    let pragma = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", raw.as_str()));
    // SQLCipher prints to stderr by default, where a program's user must never see it.
    connection.execute_batch("PRAGMA cipher_log_level = NONE").map_err(convert)?;
    connection.execute_batch(&pragma).map_err(convert)?;
    // Part of the file's form: SQLCipher has to be told them before the first page is read. A page costs two
    // writes and a seal whatever its size; and HMAC-SHA-256 seals as well as its default of SHA-512, three
    // times as fast where the processor has instructions for it. An import is a third faster for both.
    connection
        .execute_batch("PRAGMA cipher_page_size = 16384; PRAGMA cipher_hmac_algorithm = HMAC_SHA256;")
        .map_err(convert)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(convert)?;
    Ok(connection)
}

/// The names of parameters, so that none is made up anew per row.
const NAMES: [&str; 32] = [
    "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16",
    "$17", "$18", "$19", "$20", "$21", "$22", "$23", "$24", "$25", "$26", "$27", "$28", "$29", "$30", "$31",
    "$32",
];

/// Finds where each named parameter stands.
fn find_positions(statement: &rusqlite::CachedStatement<'_>, count: usize) -> Result<Positions, EngineError> {
    (0..count)
        .map(|index| {
            let position = match NAMES.get(index) {
                Some(name) => statement.parameter_index(name),
                None => statement.parameter_index(&format!("${}", index + 1)),
            };
            position
                .map_err(|error| engine_error(&error))?
                .ok_or_else(|| EngineError::Other(format!("the statement has no parameter ${}", index + 1)))
        })
        .collect()
}

impl Cell<'_> {
    /// The value as the driver takes it, without a copy.
    fn bound(&self) -> ToSqlOutput<'_> {
        ToSqlOutput::Borrowed(match self {
            Cell::Null => ValueRef::Null,
            Cell::Integer(number) => ValueRef::Integer(*number),
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
            Cell::Bytes(bytes) => ValueRef::Blob(bytes),
            Cell::Id(id) => ValueRef::Blob(id.as_bytes()),
        })
    }
}

impl SqliteConnection {
    /// Prepares a text and finds its parameters, both once per text.
    fn prepared(
        &mut self,
        sql: &str,
        parameters: usize,
    ) -> Result<(rusqlite::CachedStatement<'_>, Positions), EngineError> {
        let statement = self.inner.prepare_cached(sql).map_err(|error| engine_error(&error))?;
        let positions = match self.positions.get(sql) {
            Some(positions) if positions.len() == parameters => Arc::clone(positions),
            _ => {
                let found = find_positions(&statement, parameters)?;
                self.positions.insert(sql.to_owned(), Arc::clone(&found));
                found
            }
        };
        Ok((statement, positions))
    }

    /// Prepares a text and binds each value to the parameter of its name.
    fn bound(&mut self, sql: &str, cells: &[Cell<'_>]) -> Result<rusqlite::CachedStatement<'_>, EngineError> {
        let (mut statement, positions) = self.prepared(sql, cells.len())?;
        bind(&mut statement, &positions, cells)?;
        Ok(statement)
    }
}

/// Binds each value to the position of its parameter.
fn bind(
    statement: &mut rusqlite::CachedStatement<'_>,
    positions: &[usize],
    cells: &[Cell<'_>],
) -> Result<(), EngineError> {
    for (cell, position) in cells.iter().zip(positions) {
        statement.raw_bind_parameter(*position, cell.bound()).map_err(|error| engine_error(&error))?;
    }
    Ok(())
}

impl Connection for SqliteConnection {
    fn execute(&mut self, sql: &str, cells: &[Cell<'_>]) -> Result<u64, EngineError> {
        let touched = self.bound(sql, cells)?.raw_execute().map_err(|error| engine_error(&error))?;
        Ok(touched as u64)
    }

    fn execute_each<'a>(
        &mut self,
        sql: &str,
        rows: Rows<'_, 'a>,
    ) -> Result<Option<usize>, (usize, EngineError)> {
        let Some(first) = rows.next() else { return Ok(None) };
        let (mut statement, positions) = self.prepared(sql, first.len()).map_err(|error| (0, error))?;
        let mut untouched = None;
        for (number, cells) in std::iter::once(first).chain(rows).enumerate() {
            bind(&mut statement, &positions, &cells).map_err(|error| (number, error))?;
            let touched = statement.raw_execute().map_err(|error| (number, engine_error(&error)))?;
            if touched == 0 {
                untouched.get_or_insert(number);
            }
        }
        Ok(untouched)
    }

    fn query(&mut self, sql: &str, cells: &[Cell<'_>], each: EachRow<'_>) -> Result<(), EngineError> {
        let mut statement = self.bound(sql, cells)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|error| engine_error(&error))? {
            each(&SqliteRow(row))?;
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<(), EngineError> {
        self.inner.execute_batch("BEGIN IMMEDIATE").map_err(|error| engine_error(&error))
    }

    fn begin_reading(&mut self) -> Result<(), EngineError> {
        self.inner.execute_batch("BEGIN").map_err(|error| engine_error(&error))
    }

    fn commit(&mut self) -> Result<(), EngineError> {
        self.inner.execute_batch("COMMIT").map_err(|error| engine_error(&error))
    }

    fn rollback(&mut self) {
        // A full disk has rolled back already. If this fails the connection is beyond use, and closing it
        // rolls back too.
        if !self.inner.is_autocommit() {
            let _ = self.inner.execute_batch("ROLLBACK");
        }
    }
}

/// A row of the driver.
struct SqliteRow<'a>(&'a rusqlite::Row<'a>);

impl Row for SqliteRow<'_> {
    fn cell(&self, column: usize) -> Result<Cell<'_>, EngineError> {
        let damaged = || EngineError::Damaged(format!("column {column} has a type that is not stored"));
        match self.0.get_ref(column).map_err(|error| engine_error(&error))? {
            ValueRef::Null => Ok(Cell::Null),
            ValueRef::Integer(number) => Ok(Cell::Integer(number)),
            ValueRef::Text(text) => str::from_utf8(text).map(Cell::from).map_err(|_| damaged()),
            ValueRef::Blob(bytes) => Ok(Cell::from(bytes)),
            ValueRef::Real(_) => Err(damaged()),
        }
    }
}

/// Tells the driver's errors apart by their codes.
pub(crate) fn engine_error(error: &rusqlite::Error) -> EngineError {
    let rusqlite::Error::SqliteFailure(ffi::Error { code, extended_code }, message) = error else {
        return EngineError::Other(format!("SQLite: {error}"));
    };
    // SQLite's messages name tables and columns, never values.
    let message = message.clone().unwrap_or_else(|| format!("{code:?}"));
    match code {
        ErrorCode::DiskFull => EngineError::Full,
        ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => EngineError::NotWritable,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => EngineError::Damaged(message),
        // SQLCipher answers a page whose seal doesn't fit with I/O errors too, when it reads it as part of
        // a larger step.
        ErrorCode::SystemIoFailure if *extended_code == ffi::SQLITE_IOERR_CORRUPTFS => {
            EngineError::Damaged(message)
        }
        ErrorCode::ConstraintViolation
            if [ffi::SQLITE_CONSTRAINT_PRIMARYKEY, ffi::SQLITE_CONSTRAINT_UNIQUE].contains(extended_code) =>
        {
            EngineError::Duplicate(message)
        }
        _ => EngineError::Other(format!("SQLite {extended_code}: {message}")),
    }
}
