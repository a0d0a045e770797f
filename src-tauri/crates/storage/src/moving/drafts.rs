//! Forms left half-way, on their way with the database: each goes along with its owner, who is the same person at the
//! other end.
//!
//! Invariant: a draft comes to somebody who is there and wasn't removed, or not at all; what was typed goes over as it is.

use std::collections::HashSet;

use uuid::Uuid;

use super::measure::Counted;
use super::people;
use crate::engine::{Cell, Connection, EngineError};
use crate::error::StorageError;
use crate::log::{id, text};

/// The table.
const DRAFTS: &str = "drafts";

/// Copies the drafts of everybody who is there at the other end, where the records are already; how many there were. Over
/// a connection that sees its own drafts only, these.
pub(super) fn copy(from: &mut dyn Connection, to: &mut dyn Connection) -> Result<Counted, StorageError> {
    let there: HashSet<Uuid> = people::users(to)?
        .into_iter()
        .filter(|user| user.removed_on.is_none())
        .map(|user| user.id.0)
        .collect();
    let mut rows: Vec<Vec<Cell<'static>>> = Vec::new();
    from.query("SELECT person_id, key, content, at FROM drafts ORDER BY person_id, at", &[], &mut |row| {
        let owner = id(row, 0)?;
        if there.contains(&owner) {
            let [key, content, at] = [text(row, 1)?, text(row, 2)?, text(row, 3)?].map(Cell::from);
            rows.push(vec![Cell::from(owner), key, content, at]);
        }
        Ok(())
    })?;
    let sent = rows.len() as u64;
    let sql = "INSERT INTO drafts (person_id, key, content, at) VALUES ($1, $2, $3, $4)";
    to.execute_each(sql, &mut rows.into_iter()).map_err(|(_, error): (usize, EngineError)| error)?;
    Ok(Counted { table: DRAFTS, rows: sent, sums: Vec::new() })
}
