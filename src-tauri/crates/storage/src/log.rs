//! Writing and reading the two logs: every change, and every look into a citizen's file.
//!
//! Invariant: an entry is written in the transaction of what it tells of, and follows the entry that the
//! chain's head names. The form of what is hashed stands in [`crate::chain`].

mod writing;

use std::collections::HashMap;
use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;
use vilkaar_application::import::IMPORT;
use vilkaar_application::ports::{LogEntry, LogHead, LogPayload};

use crate::chain::{Hash, hex};
use crate::engine::{Cell, Connection, EngineError, LogKeeper, Row};

pub(crate) use writing::{ChangeLog, append_reads};

/// The chains.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Chain {
    /// The log of changes.
    Changes,
    /// The log of reads.
    Reads,
}

impl Chain {
    /// Its name in the table of heads.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Changes => "changes",
            Self::Reads => "reads",
        }
    }
}

/// The newest entry of a chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Head {
    /// Its number; 0 in an empty log.
    pub(crate) seq: i64,
    /// Its hash.
    pub(crate) hash: Hash,
    /// When, as it is written in the log.
    pub(crate) at: Option<String>,
}

impl Head {
    /// As the port gives it.
    pub(crate) fn into_log_head(self) -> Result<LogHead, EngineError> {
        Ok(LogHead {
            seq: u64::try_from(self.seq).unwrap_or_default(),
            hash: hex(&self.hash),
            at: self.at.as_deref().map(instant).transpose()?,
        })
    }
}

/// An instant as the logs write it: UTC with microseconds, so of one length and sorting as time does.
pub(crate) fn instant_text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// An instant of the logs.
pub(crate) fn instant(text: &str) -> Result<DateTime<Utc>, EngineError> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|_| EngineError::Damaged("an instant of the log".to_owned()))
}

/// Text of a column.
pub(crate) fn text(row: &dyn Row, column: usize) -> Result<String, EngineError> {
    match row.cell(column)? {
        Cell::Text(text) => Ok(text.into_owned()),
        _ => Err(EngineError::Damaged(format!("column {column} of the log"))),
    }
}

/// Text of a column that may be empty.
pub(crate) fn optional_text(row: &dyn Row, column: usize) -> Result<Option<String>, EngineError> {
    match row.cell(column)? {
        Cell::Null => Ok(None),
        _ => text(row, column).map(Some),
    }
}

/// A whole number of a column.
pub(crate) fn number(row: &dyn Row, column: usize) -> Result<i64, EngineError> {
    match row.cell(column)? {
        Cell::Integer(number) => Ok(number),
        _ => Err(EngineError::Damaged(format!("column {column} of the log"))),
    }
}

/// An id of a column.
pub(crate) fn id(row: &dyn Row, column: usize) -> Result<Uuid, EngineError> {
    row.cell(column)?.id().ok_or_else(|| EngineError::Damaged(format!("column {column} of the log")))
}

/// An id of a column that may be empty.
pub(crate) fn optional_id(row: &dyn Row, column: usize) -> Result<Option<Uuid>, EngineError> {
    match row.cell(column)? {
        Cell::Null => Ok(None),
        _ => id(row, column).map(Some),
    }
}

/// A hash of a column.
pub(crate) fn hash(row: &dyn Row, column: usize) -> Result<Hash, EngineError> {
    match row.cell(column)? {
        Cell::Bytes(bytes) => Hash::try_from(&*bytes).ok(),
        _ => None,
    }
    .ok_or_else(|| EngineError::Damaged(format!("column {column} of the log")))
}

/// The newest entry of a chain.
pub(crate) fn head(connection: &mut dyn Connection, chain: Chain) -> Result<Head, EngineError> {
    let mut found = None;
    let sql = "SELECT seq, hash, at FROM chain_heads WHERE chain = $1";
    connection.query(sql, &[Cell::from(chain.name())], &mut |row| {
        found = Some(Head { seq: number(row, 0)?, hash: hash(row, 1)?, at: optional_text(row, 2)? });
        Ok(())
    })?;
    found.ok_or_else(|| EngineError::Damaged(format!("the head of {}", chain.name())))
}

/// Notes the newest entry of a chain.
pub(crate) fn set_head(
    connection: &mut dyn Connection,
    chain: Chain,
    head: &Head,
) -> Result<(), EngineError> {
    let sql = "UPDATE chain_heads SET seq = $2, hash = $3, at = $4 WHERE chain = $1";
    let cells = [
        Cell::from(chain.name()),
        Cell::from(head.seq),
        Cell::from(head.hash.as_slice()),
        Cell::from(head.at.as_deref()),
    ];
    match connection.execute(sql, &cells)? {
        1 => Ok(()),
        _ => Err(EngineError::Damaged(format!("the head of {}", chain.name()))),
    }
}

/// The table of the log of changes, where it is written to: a server shows it through a view of the name that it
/// has in a folder.
pub(crate) fn changes_table(connection: &dyn Connection) -> &'static str {
    match connection.log_keeper() {
        LogKeeper::Program => "changes",
        LogKeeper::Server => "change_entries",
    }
}

/// Was an operation of this id saved?
pub(crate) fn is_known(connection: &mut dyn Connection, operation: Uuid) -> Result<bool, EngineError> {
    let mut known = false;
    connection.query("SELECT 1 FROM operations WHERE id = $1", &[Cell::from(operation)], &mut |_| {
        known = true;
        Ok(())
    })?;
    Ok(known)
}

/// Ids asked for in one query; both engines take more, and a case has fewer records.
const IDS_AT_ONCE: usize = 500;

/// The newest entries about these records, newest first.
pub(crate) fn history(
    connection: &mut dyn Connection,
    entities: &[Uuid],
    limit: u32,
) -> Result<Vec<LogEntry>, EngineError> {
    let mut entries: HashMap<u64, LogEntry> = HashMap::new();
    for ids in entities.chunks(IDS_AT_ONCE) {
        let mut sql = format!(
            "SELECT {ENTRY_COLUMNS} FROM changes JOIN operations ON operations.id = changes.operation_id \
             WHERE changes.entity_id IN ("
        );
        let mut cells = Vec::with_capacity(ids.len() + 1);
        for (index, entity) in ids.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            // Writing into a String can't fail.
            let _ = write!(sql, "{comma}${}", index + 1);
            cells.push(Cell::from(*entity));
        }
        let _ = write!(sql, ") ORDER BY changes.seq DESC LIMIT ${}", ids.len() + 1);
        cells.push(Cell::from(i64::from(limit)));
        connection.query(&sql, &cells, &mut |row| {
            let entry = log_entry(row)?;
            entries.insert(entry.seq, entry);
            Ok(())
        })?;
    }
    let mut entries: Vec<LogEntry> = entries.into_values().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    entries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(entries)
}

/// Every entry about records that something else than an import changed, oldest first: those few records are found by
/// the operations first, and then their entries.
pub(crate) fn changed_by_hand(connection: &mut dyn Connection) -> Result<Vec<LogEntry>, EngineError> {
    let sql = format!(
        "SELECT {ENTRY_COLUMNS} FROM changes JOIN operations ON operations.id = changes.operation_id \
         WHERE changes.entity_id IN (SELECT entity_id FROM changes WHERE operation_id IN \
         (SELECT id FROM operations WHERE name <> $1) \
         AND entity_kind NOT IN ('agenda_mark', 'attachment', 'notified_rate', 'saved_filter', 'settings', \
         'sub_goal', 'user')) ORDER BY changes.seq"
    );
    let mut entries = Vec::new();
    connection.query(&sql, &[Cell::from(IMPORT)], &mut |row| {
        entries.push(log_entry(row)?);
        Ok(())
    })?;
    Ok(entries)
}

/// The columns that [`log_entry`] reads.
pub(crate) const ENTRY_COLUMNS: &str = "changes.seq, operations.id, operations.at, operations.person_name, \
     operations.origin, operations.name, operations.reason, changes.entity_kind, changes.entity_id, \
     changes.reason, changes.payload";

/// An entry of a row of [`ENTRY_COLUMNS`].
pub(crate) fn log_entry(row: &dyn Row) -> Result<LogEntry, EngineError> {
    let damaged = |what: &str| EngineError::Damaged(what.to_owned());
    let operation_reason = optional_text(row, 6)?;
    let payload = optional_text(row, 10)?
        .map(|payload| serde_json::from_str::<LogPayload>(&payload))
        .transpose()
        .map_err(|_| damaged("a payload of the log"))?;
    Ok(LogEntry {
        seq: u64::try_from(number(row, 0)?).map_err(|_| damaged("changes.seq"))?,
        operation_id: id(row, 1)?,
        at: instant(&text(row, 2)?)?,
        who: text(row, 3)?,
        origin: text(row, 4)?,
        operation: text(row, 5)?,
        entity_kind: text(row, 7)?,
        entity_id: id(row, 8)?,
        payload,
        reason: optional_text(row, 9)?.or(operation_reason),
    })
}
