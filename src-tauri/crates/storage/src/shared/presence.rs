//! Who is at work on which case.
//!
//! Invariant: each says it of themselves only, and is forgotten half a minute after the last word.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vilkaar_application::ports::StoreError;
use vilkaar_domain::PlacementId;

use super::SharedDatabase;
use crate::engine::{Cell, Connection as _};
use crate::log::{id, instant, text};

/// Somebody at work on a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Present {
    /// Who.
    pub person: Uuid,
    /// The person's name.
    pub name: String,
    /// The case.
    pub placement: PlacementId,
    /// What they are at there, as they said: `ser`, `retter`.
    pub doing: String,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl SharedDatabase {
    /// Says which case one is at, and what one does there. To be said again at least every twenty seconds.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn announce(&mut self, placement: PlacementId, doing: &str) -> Result<(), StoreError> {
        self.at_once(|connection| {
            let cells = [Cell::from(placement.0), Cell::from(doing)];
            connection.execute("SELECT announce($1, $2)", &cells)?;
            Ok(())
        })
    }

    /// Says that one is at none any more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn withdraw(&mut self) -> Result<(), StoreError> {
        self.at_once(|connection| {
            connection.execute("SELECT withdraw()", &[])?;
            Ok(())
        })
    }

    /// Everybody else who is at a case; oneself in another window too.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn present(&mut self) -> Result<Vec<Present>, StoreError> {
        self.at_once(|connection| {
            let mut found = Vec::new();
            let sql = "SELECT person_id, name, placement_id, doing, since FROM present \
                       WHERE connection <> pg_backend_pid() ORDER BY since, name";
            connection.query(sql, &[], &mut |row| {
                found.push(Present {
                    person: id(row, 0)?,
                    name: text(row, 1)?,
                    placement: PlacementId(id(row, 2)?),
                    doing: text(row, 3)?,
                    since: instant(&text(row, 4)?)?,
                });
                Ok(())
            })?;
            Ok(found)
        })
    }
}
