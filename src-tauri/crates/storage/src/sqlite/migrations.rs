//! Bringing a database to this program's schema, all steps or none.
//!
//! Invariant: a schema that this program doesn't know is never written to. References are off while tables
//! are rebuilt (inside a transaction SQLite ignores that setting in silence, so it is set before), and all
//! of them are checked before the database is used again.

use crate::engine::EngineError;
use crate::sqlite::{SqliteConnection, engine_error};

/// The migrations of data.db, compiled in.
mod data {
    refinery::embed_migrations!("migrations/sqlite");
}

/// The migrations of files.db, compiled in.
mod files {
    refinery::embed_migrations!("migrations/files");
}

/// Where a database's schema stands against this program's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Schema {
    /// The database's; 0 before the first migration.
    pub(crate) found: i64,
    /// The newest of this program.
    pub(crate) known: i64,
}

/// The newest version among migrations.
fn newest(runner: &refinery::Runner) -> i64 {
    runner.get_migrations().iter().map(|migration| i64::from(migration.version())).max().unwrap_or(0)
}

/// The schema of a data.db.
pub(crate) fn schema_of(connection: &mut SqliteConnection) -> Result<Schema, EngineError> {
    let known = newest(&data::migrations::runner());
    Ok(Schema { found: version(connection)?, known })
}

/// The version that the database says it has.
fn version(connection: &mut SqliteConnection) -> Result<i64, EngineError> {
    let convert = |error: rusqlite::Error| engine_error(&error);
    let driver = connection.driver();
    if !driver.table_exists(None, "refinery_schema_history").map_err(convert)? {
        return Ok(0);
    }
    driver
        .query_row("SELECT coalesce(max(version), 0) FROM refinery_schema_history", [], |row| row.get(0))
        .map_err(convert)
}

/// Brings data.db to the newest schema.
pub(crate) fn migrate_data(connection: &mut SqliteConnection) -> Result<(), EngineError> {
    migrate(connection, data::migrations::runner())
}

/// Makes a data.db of an older schema, as the program of its day did.
#[cfg(test)]
pub(crate) fn migrate_data_to(connection: &mut SqliteConnection, version: i32) -> Result<(), EngineError> {
    let runner = data::migrations::runner().set_grouped(true).set_target(refinery::Target::Version(version));
    runner.run(connection.driver()).map(drop).map_err(|error| migration_error(&error))
}

/// Brings files.db to the newest schema.
pub(crate) fn migrate_files(connection: &mut SqliteConnection) -> Result<(), EngineError> {
    migrate(connection, files::migrations::runner())
}

/// Runs what is missing in one transaction.
fn migrate(connection: &mut SqliteConnection, runner: refinery::Runner) -> Result<(), EngineError> {
    if version(connection)? == newest(&runner) {
        return Ok(());
    }
    let convert = |error: rusqlite::Error| engine_error(&error);
    connection.driver().execute_batch("PRAGMA foreign_keys = OFF").map_err(convert)?;
    let outcome = runner.set_grouped(true).run(connection.driver()).map_err(|error| migration_error(&error));
    connection.driver().execute_batch("PRAGMA foreign_keys = ON").map_err(convert)?;
    outcome?;
    let broken: Option<String> = {
        let mut statement = connection.driver().prepare("PRAGMA foreign_key_check").map_err(convert)?;
        let mut rows = statement.query([]).map_err(convert)?;
        match rows.next().map_err(convert)? {
            Some(row) => Some(row.get(0).map_err(convert)?),
            None => None,
        }
    };
    match broken {
        Some(table) => Err(EngineError::Damaged(format!("{table} refers to a record that is not there"))),
        None => Ok(()),
    }
}

/// The engine's own reason of a failed migration, where there is one.
fn migration_error(error: &refinery::Error) -> EngineError {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if let Some(driver) = cause.downcast_ref::<rusqlite::Error>() {
            return engine_error(driver);
        }
        source = cause.source();
    }
    EngineError::Other(format!("migration: {error}"))
}
