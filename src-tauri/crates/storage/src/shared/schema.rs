//! The schema of a shared database: its versions, who owns it and the groups' names.
//!
//! Invariant: a schema that this program doesn't know is never written to, and only an administrator's
//! connection changes one.

use vilkaar_domain::Role;

use crate::engine::{Cell, Connection, EngineError};
use crate::error::StorageError;
use crate::log::{number, text};
use crate::postgres::{PostgresConnection, ServerError};

/// A step of the schema; `@db@` in its SQL stands for the database's name.
pub(super) struct Migration {
    /// From 1, without gaps.
    pub(super) version: i64,
    /// What it brings.
    pub(super) name: &'static str,
    /// Its SQL.
    pub(super) sql: &'static str,
}

/// Every step.
pub(super) const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "records", sql: include_str!("../../migrations/postgres/V1__records.sql") },
    Migration { version: 2, name: "logs", sql: include_str!("../../migrations/postgres/V2__logs.sql") },
    Migration { version: 3, name: "rules", sql: include_str!("../../migrations/postgres/V3__rules.sql") },
    Migration {
        version: 4,
        name: "daily_work",
        sql: include_str!("../../migrations/postgres/V4__daily_work.sql"),
    },
];

/// The newest schema that this program knows.
pub(super) fn known() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// The oldest PostgreSQL that will do: 15.
const OLDEST: i64 = 150_000;

/// The end of a role's group on the server; the database's name stands before it.
#[must_use]
pub const fn group_suffix(role: Role) -> &'static str {
    match role {
        Role::Negotiator => "forhandler",
        Role::CaseWorker => "sagsbehandler",
        Role::Finance => "oekonomi",
        Role::Chief => "centerchef",
        Role::Clerk => "administrativ",
        Role::Manager => "leder",
        Role::Administrator => "administrator",
    }
}

/// The group of a role in a database.
pub(crate) fn group(database: &str, role: Role) -> String {
    format!("{database}_{}", group_suffix(role))
}

/// The role that owns everything of a database; nobody signs in as it.
pub(crate) fn owner(database: &str) -> String {
    format!("{database}_ejer")
}

/// A name as SQL takes it literally. Names here have no quotes in them or have theirs doubled.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Refuses a database whose name can't begin the names of its groups: they are written into SQL as they are.
pub(super) fn check_name(database: &str) -> Result<(), StorageError> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if database.is_empty() || database.len() > 40 || !database.chars().all(is_plain) {
        return Err(ServerError::DatabaseName.into());
    }
    Ok(())
}

/// Refuses a server that is too old.
pub(super) fn check_server(connection: &mut PostgresConnection) -> Result<(), StorageError> {
    let (mut found, mut version) = (0, String::new());
    let sql = "SELECT current_setting('server_version_num')::bigint, current_setting('server_version')";
    connection.query(sql, &[], &mut |row| {
        found = number(row, 0)?;
        version = text(row, 1)?;
        Ok(())
    })?;
    if found < OLDEST {
        return Err(ServerError::TooOld { version }.into());
    }
    Ok(())
}

/// What stands in a database before its schema can be asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Found {
    /// Nothing of Vilkår.
    Nothing,
    /// Vilkår, and nothing that this role may look at.
    Closed,
    /// A schema of that version.
    Version(i64),
}

/// Looks for the schema.
pub(super) fn find(connection: &mut PostgresConnection) -> Result<Found, EngineError> {
    let mut found = Found::Nothing;
    let sql =
        "SELECT has_schema_privilege(oid, 'USAGE') FROM pg_catalog.pg_namespace WHERE nspname = 'vilkaar'";
    connection.query(sql, &[], &mut |row| {
        found = if row.cell(0)? == Cell::Integer(1) { Found::Version(0) } else { Found::Closed };
        Ok(())
    })?;
    if found != Found::Version(0) {
        return Ok(found);
    }
    let mut has_history = false;
    connection.query("SELECT to_regclass('vilkaar.schema_history') IS NOT NULL", &[], &mut |row| {
        has_history = row.cell(0)? == Cell::Integer(1);
        Ok(())
    })?;
    if !has_history {
        return Ok(Found::Nothing);
    }
    connection.query("SELECT coalesce(max(version), 0) FROM vilkaar.schema_history", &[], &mut |row| {
        found = Found::Version(number(row, 0)?);
        Ok(())
    })?;
    Ok(found)
}

/// Refuses a role that may make things somewhere in the database and neither owns nor administers it: what it made
/// there could be taken for the server's own.
pub(super) fn refuse_creator(connection: &mut PostgresConnection) -> Result<(), StorageError> {
    let mut place = None;
    let sql = "SELECT coalesce((SELECT min(nspname::text) FROM pg_catalog.pg_namespace \
                                WHERE left(nspname::text, 3) <> 'pg_' AND has_schema_privilege(oid, 'CREATE')), \
                               datname::text) \
               FROM pg_catalog.pg_database \
               WHERE datname = current_database() \
                 AND NOT pg_has_role(session_user, datdba, 'member') \
                 AND NOT pg_has_role(session_user, (datname || '_ejer')::name, 'member') \
                 AND (has_database_privilege(datname, 'CREATE') \
                      OR EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE left(nspname::text, 3) <> 'pg_' \
                                 AND has_schema_privilege(oid, 'CREATE')))";
    connection.query(sql, &[], &mut |row| {
        place = Some(text(row, 0)?);
        Ok(())
    })?;
    match place {
        Some(place) => Err(ServerError::MayCreate(place).into()),
        None => Ok(()),
    }
}

/// Refuses a database that this program can't work in.
pub(crate) fn check(connection: &mut PostgresConnection) -> Result<(), StorageError> {
    check_server(connection)?;
    let known = known();
    match find(connection)? {
        Found::Nothing => Err(ServerError::NotSetUp.into()),
        Found::Closed => Err(ServerError::NoRights.into()),
        Found::Version(found) if found < known => Err(ServerError::SchemaOlder { found, known }.into()),
        Found::Version(found) if found > known => Err(StorageError::SchemaNewer { found, known }),
        Found::Version(_) => Ok(()),
    }
}
