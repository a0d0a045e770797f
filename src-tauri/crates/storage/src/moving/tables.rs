//! What a database consists of, table by table, and its rows in batches.
//!
//! Invariant: a row goes over value by value as it stands, whatever it means: the logs' hashes are over these
//! texts.

use std::fmt::Write as _;

use crate::engine::{Cell, Connection, EngineError, Row};
use crate::{log, records};

/// Rows that are in memory at once.
const BATCH: usize = 1_000;

/// What the rows of a table are told apart and ordered by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Key {
    /// The first column, an id or a number, which both engines order alike.
    FirstColumn,
    /// The first column, a text, which engines order each in its way; such a table is small and read whole.
    Text,
}

/// A table that is moved.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Its name, as it is read.
    pub(super) name: &'static str,
    /// The columns, the key first.
    pub(super) columns: Vec<&'static str>,
    /// The order of its rows.
    key: Key,
}

/// Notes that belong to a folder on a machine and not to the database: where its backups go, what was restored.
const OF_THE_FOLDER: &str = "storage/";

/// The log of changes as a table. On a server it is shown through a view of this name.
pub(super) const CHANGES: &str = "changes";

/// Every table that is moved; a record comes after those it refers to, the logs come last.
pub(super) fn all() -> Vec<Table> {
    let mut tables: Vec<Table> = records::kinds()
        .iter()
        .map(|table| {
            let columns = table.columns.iter().copied().chain(["version"]).collect();
            Table { name: table.name, columns, key: Key::FirstColumn }
        })
        .collect();
    let mut log = |name, columns: &[&'static str], key| {
        tables.push(Table { name, columns: columns.to_vec(), key });
    };
    log(
        "operations",
        &["id", "at", "person_id", "person_name", "origin", "name", "reason"],
        Key::FirstColumn,
    );
    log(
        CHANGES,
        &[
            "seq",
            "operation_id",
            "entity_kind",
            "entity_id",
            "citizen_id",
            "reason",
            "digest",
            "previous",
            "hash",
            "salt",
            "payload",
        ],
        Key::FirstColumn,
    );
    log(
        "reads",
        &["seq", "at", "person_id", "person_name", "origin", "citizen_id", "what", "previous", "hash"],
        Key::FirstColumn,
    );
    log("notes", &["key", "value"], Key::Text);
    tables
}

/// A row on its way.
pub(super) type Values = Vec<Cell<'static>>;

/// A value that outlives its row.
fn owned(cell: Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Null => Cell::Null,
        Cell::Integer(number) => Cell::Integer(number),
        Cell::Text(text) => Cell::from(text.into_owned()),
        Cell::Bytes(bytes) => Cell::Bytes(bytes.into_owned().into()),
        Cell::Id(id) => Cell::Id(id),
    }
}

/// The values of a row.
fn values(row: &dyn Row, columns: usize) -> Result<Values, EngineError> {
    (0..columns).map(|column| row.cell(column).map(owned)).collect()
}

/// What is done with each batch of rows.
type EachBatch<'a, E> = &'a mut dyn FnMut(Vec<Values>) -> Result<(), E>;

impl Table {
    /// Reads every row in the order of the key, a batch at a time: the other end may be written to in between.
    pub(super) fn read<E: From<EngineError>>(
        &self,
        connection: &mut dyn Connection,
        each: EachBatch<'_, E>,
    ) -> Result<(), E> {
        let columns = self.columns.join(", ");
        let name = self.name;
        if self.key == Key::Text {
            let mut rows = Vec::new();
            connection.query(&format!("SELECT {columns} FROM {name}"), &[], &mut |row| {
                rows.push(values(row, self.columns.len())?);
                Ok(())
            })?;
            rows.retain(
                |row| !matches!(row.first(), Some(Cell::Text(key)) if key.starts_with(OF_THE_FOLDER)),
            );
            rows.sort_by(|one, other| text_of(one.first()).cmp(text_of(other.first())));
            return each(rows);
        }
        let key = self.columns.first().copied().unwrap_or_default();
        let first = format!("SELECT {columns} FROM {name} ORDER BY {key} LIMIT {BATCH}");
        let next = format!("SELECT {columns} FROM {name} WHERE {key} > $1 ORDER BY {key} LIMIT {BATCH}");
        let mut last: Option<Cell<'static>> = None;
        loop {
            let mut rows = Vec::new();
            let mut add = |row: &dyn Row| {
                rows.push(values(row, self.columns.len())?);
                Ok(())
            };
            match last.take() {
                None => connection.query(&first, &[], &mut add)?,
                Some(key) => connection.query(&next, &[key], &mut add)?,
            }
            let is_last = rows.len() < BATCH;
            last = rows.last().and_then(|row| row.first()).cloned();
            if !rows.is_empty() {
                each(rows)?;
            }
            if is_last {
                return Ok(());
            }
        }
    }

    /// Adds rows as they are.
    pub(super) fn write(
        &self,
        connection: &mut dyn Connection,
        rows: Vec<Values>,
    ) -> Result<(), EngineError> {
        let name = if self.name == CHANGES { log::changes_table(connection) } else { self.name };
        let mut places = String::new();
        for number in 1..=self.columns.len() {
            let comma = if number == 1 { "" } else { ", " };
            // Writing into a String can't fail.
            let _ = write!(places, "{comma}${number}");
        }
        let sql = format!("INSERT INTO {name} ({}) VALUES ({places})", self.columns.join(", "));
        connection.execute_each(&sql, &mut rows.into_iter()).map(drop).map_err(|(_, error)| error)
    }

    /// Does it hold anything that would be moved?
    pub(super) fn has_rows(&self, connection: &mut dyn Connection) -> Result<bool, EngineError> {
        let mut found = false;
        let sql = format!("SELECT {} FROM {}", self.columns.first().copied().unwrap_or_default(), self.name);
        let sql = if self.key == Key::Text { sql } else { format!("{sql} LIMIT 1") };
        connection.query(&sql, &[], &mut |row| {
            found |= match row.cell(0)? {
                Cell::Text(key) => !key.starts_with(OF_THE_FOLDER),
                _ => true,
            };
            Ok(())
        })?;
        Ok(found)
    }
}

/// The text of a key.
fn text_of<'a>(cell: Option<&'a Cell<'_>>) -> &'a str {
    match cell {
        Some(Cell::Text(text)) => text,
        _ => "",
    }
}
