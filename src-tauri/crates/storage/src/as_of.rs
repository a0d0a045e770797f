//! The records as they were recorded at an instant: the present ones, taken back through the log.
//!
//! Invariant: what is given is the sum of the log up to an entry, never up to a clock that ran back: the newest entry
//! that is as old as the instant is the last that counts, and everything after it is taken back.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vilkaar_application::ports::{LogPayload, StoreError};
use vilkaar_domain::{Entity, Register};

use crate::engine::{Cell, Connection, EngineError, LogKeeper, as_of_one_moment};
use crate::log::{id, instant_text, number, optional_text};
use crate::records;

/// The number of the newest entry that is as old as an instant; 0 where none is.
fn newest_at(connection: &mut dyn Connection, at: DateTime<Utc>) -> Result<i64, EngineError> {
    let mut newest = 0;
    let sql = "SELECT coalesce(max(changes.seq), 0) FROM changes \
               JOIN operations ON operations.id = changes.operation_id WHERE operations.at <= $1";
    connection.query(sql, &[Cell::from(instant_text(at))], &mut |row| {
        newest = number(row, 0)?;
        Ok(())
    })?;
    Ok(newest)
}

/// What each record that was changed after an entry was before the first of these changes; none where it wasn't there,
/// or isn't the reader's to see.
fn before(connection: &mut dyn Connection, seq: i64) -> Result<Vec<(Uuid, Option<Entity>)>, StoreError> {
    // A server's view gives each payload as far as the reader may see the record, and says of one that is there
    // whether any of it is kept back.
    let (payload, is_withheld) = match connection.log_keeper() {
        LogKeeper::Program => ("payload", "0"),
        LogKeeper::Server => ("seen", "withheld"),
    };
    let sql = format!(
        "SELECT seq, entity_id, {payload}, {is_withheld} FROM changes \
         WHERE seq IN (SELECT min(seq) FROM changes WHERE seq > $1 GROUP BY entity_id)"
    );
    let mut found = Vec::new();
    let mut emptied = None;
    connection.query(&sql, &[Cell::from(seq)], &mut |row| {
        match optional_text(row, 2)? {
            Some(payload) => {
                let payload: LogPayload = serde_json::from_str(&payload)
                    .map_err(|_| EngineError::Damaged("a payload of the log".to_owned()))?;
                found.push((id(row, 1)?, payload.before));
            }
            None if row.cell(3)? == Cell::Integer(1) => found.push((id(row, 1)?, None)),
            None => emptied = Some(StoreError::Forgotten { seq: number(row, 0)?.unsigned_abs() }),
        }
        Ok(())
    })?;
    emptied.map_or(Ok(found), Err)
}

/// Every record as it was recorded at an instant.
pub(crate) fn register(connection: &mut dyn Connection, at: DateTime<Utc>) -> Result<Register, StoreError> {
    as_of_one_moment(connection, |connection| {
        connection.be_patient()?;
        let newest = newest_at(connection, at)?;
        let before = before(connection, newest)?;
        let mut register = records::load(connection)?;
        let changed: HashSet<Uuid> = before.iter().map(|(id, _)| *id).collect();
        register.remove_ids(&changed);
        before.into_iter().filter_map(|(_, record)| record).for_each(|record| register.put(record));
        Ok(register)
    })
}
