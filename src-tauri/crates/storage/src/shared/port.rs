//! The shared database as the application's store.
//!
//! Invariant: what broke with the connection is asked again on a new one, for a bounded time, and only what is
//! harmless to repeat: reading, and saving an operation, which is known by its id.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vilkaar_application::log::insight::{CitizenQuery, Recorded};
use vilkaar_application::log::{EntriesQuery, LogPage, LogQuery};
use vilkaar_application::people::{Access, Holder};
use vilkaar_application::ports::{
    LogEntry, LogHead, Operation, Progress, ReadRecord, Store, StoreError, Verification,
};
use vilkaar_domain::{Register, UserId};

use super::{SharedDatabase, checking};
use crate::engine::{Cell, Connection, EngineError, as_of_one_moment, in_transaction};
use crate::log::{self, Chain, Head};
use crate::postgres::PostgresConnection;
use crate::{as_of, records, store, verify};

/// The first pause before asking again; each is twice the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// The longest.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// So many looks at once take longer than one answer is waited for.
const MANY_READS: usize = 100;

impl SharedDatabase {
    /// Does something once, over the connection as it is: what isn't worth waiting for.
    pub(super) fn at_once<T>(
        &mut self,
        work: impl FnOnce(&mut PostgresConnection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        work(&mut self.connection)
    }

    /// Does something that is harmless to repeat until it is done, refused, or the patience is at its end.
    pub(super) fn steadily<T>(
        &mut self,
        mut work: impl FnMut(&mut PostgresConnection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let until = Instant::now() + self.connection.patience().reconnect;
        let mut pause = FIRST_PAUSE;
        loop {
            match work(&mut self.connection) {
                Err(StoreError::Unreachable | StoreError::Busy) if Instant::now() + pause < until => {
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                outcome => return outcome,
            }
        }
    }
}

impl Access for SharedDatabase {
    /// For those who see to people; the server tells nobody else.
    fn holders(&mut self) -> Result<Vec<Holder>, StoreError> {
        self.steadily(|connection| {
            let mut holders = Vec::new();
            let sql = "SELECT user_id, login, must_change_password FROM signers ORDER BY login";
            connection.query(sql, &[], &mut |row| {
                holders.push(Holder {
                    id: UserId(log::id(row, 0)?),
                    name: log::text(row, 1)?,
                    is_one_time: row.cell(2)? == Cell::Integer(1),
                });
                Ok(())
            })?;
            Ok(holders)
        })
    }

    fn withholds(&self) -> bool {
        true
    }
}

impl Store for SharedDatabase {
    fn load(&mut self) -> Result<Register, StoreError> {
        let (register, head) = self.steadily(|connection| {
            as_of_one_moment(connection, |connection| {
                connection.forget_access();
                Ok((records::load(connection)?, log::head(connection, Chain::Changes)?))
            })
        })?;
        self.loaded = head.seq.unsigned_abs();
        Ok(register)
    }

    fn register_as_of(&mut self, at: DateTime<Utc>) -> Result<Register, StoreError> {
        self.steadily(|connection| as_of::register(connection, at))
    }

    fn save(&mut self, operation: &Operation, progress: Progress<'_>) -> Result<LogHead, StoreError> {
        self.steadily(|connection| store::save(connection, operation, progress))
    }

    fn record_reads(&mut self, reads: &[ReadRecord]) -> Result<(), StoreError> {
        // The last entry as the server gave it back, when only the end of the transaction is in doubt.
        let mut in_doubt: Option<Head> = None;
        self.steadily(|connection| {
            if let Some(head) = &in_doubt
                && is_read_there(connection, head)?
            {
                return Ok(());
            }
            in_doubt = None;
            let outcome = in_transaction(connection, |connection| {
                if reads.len() > MANY_READS {
                    connection.be_patient()?;
                }
                in_doubt = log::append_reads(connection, reads)?;
                Ok::<(), EngineError>(())
            });
            Ok(outcome?)
        })
    }

    fn history(&mut self, entities: &[Uuid], limit: u32) -> Result<Vec<LogEntry>, StoreError> {
        self.steadily(|connection| store::history(connection, entities, limit))
    }

    fn changed_by_hand(&mut self) -> Result<Vec<LogEntry>, StoreError> {
        self.steadily(|connection| store::changed_by_hand(connection))
    }

    fn search_log(&mut self, query: &LogQuery) -> Result<LogPage, StoreError> {
        self.steadily(|connection| store::search_log(connection, query))
    }

    fn operation_entries(&mut self, query: &EntriesQuery) -> Result<Vec<LogEntry>, StoreError> {
        self.steadily(|connection| store::operation_entries(connection, query))
    }

    fn citizen_log(&mut self, query: &CitizenQuery) -> Result<Vec<Recorded>, StoreError> {
        self.steadily(|connection| store::citizen_log(connection, query))
    }

    fn head(&mut self) -> Result<LogHead, StoreError> {
        self.steadily(|connection| store::head(connection))
    }

    fn note(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        self.steadily(|connection| Ok(store::note(connection, key)?))
    }

    fn set_note(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        self.steadily(|connection| Ok(store::set_note(connection, key, value)?))
    }

    /// Whoever may see the whole log works it out themselves; an administrator without cases has the server check
    /// the chains, and the records are not compared.
    fn verify(&mut self, known_heads: &[LogHead]) -> Result<Verification, StoreError> {
        self.steadily(|connection| {
            as_of_one_moment(connection, |connection| {
                let mut found = if checking::sees_whole_log(connection)? {
                    verify::verify(connection, known_heads, &[])?
                } else {
                    checking::by_the_server(connection, known_heads)?
                };
                checking::files(connection, &mut found.problems)?;
                Ok(found)
            })
        })
    }
}

/// Does the log of reads hold this very entry?
fn is_read_there(connection: &mut PostgresConnection, head: &Head) -> Result<bool, EngineError> {
    let mut there = false;
    let cells = [Cell::from(head.seq), Cell::from(head.hash.as_slice())];
    connection.query("SELECT 1 FROM reads WHERE seq = $1 AND hash = $2", &cells, &mut |_| {
        there = true;
        Ok(())
    })?;
    Ok(there)
}
