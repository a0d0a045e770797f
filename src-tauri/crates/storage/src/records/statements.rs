//! The SQL of a kind, made once from its columns, and what of it a role may read.
//!
//! Invariant: SQL names its columns, never `*`, so that a column that is withheld from a role is simply not asked for.

use std::borrow::Cow;
use std::fmt::Write as _;

use vilkaar_application::permission::stand_in;

use super::{Record, kinds};
use crate::engine::{Access, Connection, EngineError};

/// The SQL of a kind, made once from its columns.
#[derive(Clone)]
pub(crate) struct Statements {
    /// The columns as they are selected.
    names: String,
    /// The table's name.
    table: String,
    /// A new row, version 1.
    pub(crate) insert: String,
    /// The row of an id and version gets new values and the next version.
    pub(crate) update: String,
    /// The row of an id and version is taken out.
    pub(crate) delete: String,
}

impl Statements {
    /// Makes the SQL of a table whose first column is the id.
    pub(crate) fn new(table: &str, columns: &[&str]) -> Self {
        let names = columns.join(", ");
        let mut places = String::new();
        let mut sets = String::new();
        for (index, column) in columns.iter().enumerate() {
            let number = index + 1;
            let comma = if index == 0 { "" } else { ", " };
            // Writing into a String can't fail.
            let _ = write!(places, "{comma}${number}");
            if index > 0 {
                let _ = write!(sets, "{column} = ${number}, ");
            }
        }
        let version = columns.len() + 1;
        Self {
            table: table.to_owned(),
            insert: format!("INSERT INTO {table} ({names}, version) VALUES ({places}, 1)"),
            update: format!(
                "UPDATE {table} SET {sets}version = version + 1 WHERE id = $1 AND version = ${version}"
            ),
            delete: format!("DELETE FROM {table} WHERE id = $1 AND version = $2"),
            names,
        }
    }

    /// Every row, by id, so oldest first.
    pub(crate) fn select_all(&self) -> String {
        format!("SELECT {} FROM {} ORDER BY id", self.names, self.table)
    }

    /// The row of an id with its version as the last column.
    pub(crate) fn select_one(&self) -> String {
        format!("SELECT {}, version FROM {} WHERE id = $1", self.names, self.table)
    }

    /// The rows of as many ids as asked for.
    pub(crate) fn select_some(&self, ids: usize) -> String {
        let places: Vec<String> = (1..=ids).map(|number| format!("${number}")).collect();
        format!("SELECT {} FROM {} WHERE id IN ({}) ORDER BY id", self.names, self.table, places.join(", "))
    }
}

/// The SQL of a kind over a connection: columns that may not be read are selected as not known, or as what stands
/// in their place. `None` when
/// nothing of the table may be read.
pub(super) fn over<T: Record>(
    connection: &mut dyn Connection,
) -> Result<Option<Cow<'static, Statements>>, EngineError> {
    let withheld = match connection.access(T::TABLE)? {
        Access::Whole => return Ok(Some(Cow::Borrowed(T::statements()))),
        Access::Nothing => return Ok(None),
        Access::Partly(withheld) => withheld,
    };
    let kind = kinds().iter().find(|kind| kind.name == T::TABLE).map_or("", |kind| kind.kind);
    let shown = |column: &&str| match withheld.iter().find(|(name, _)| name == column) {
        None => (*column).to_owned(),
        Some((_, Some(stand_in))) => stand_in.clone(),
        Some((_, None)) => match stand_in(kind, column) {
            // The program's own words, without a quote in them.
            Some(instead) => format!("'{}' AS {column}", instead.column()),
            None => format!("NULL AS {column}"),
        },
    };
    let names = T::COLUMNS.iter().map(shown).collect::<Vec<_>>().join(", ");
    Ok(Some(Cow::Owned(Statements { names, ..T::statements().clone() })))
}
