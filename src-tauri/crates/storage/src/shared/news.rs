//! What others do meanwhile, and what becomes of the connection.
//!
//! Invariants: news hold no personal data, only that something changed; what it is now is read from the records,
//! as far as the person may read it. A number of the log that was seen means that everything before it was too.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, channel};

use serde::Deserialize;
use uuid::Uuid;
use vilkaar_application::ports::StoreError;
use vilkaar_domain::Entity;

use super::{SharedDatabase, checking};
use crate::engine::{Access, Cell, EngineError, as_of_one_moment};
use crate::error::StorageError;
use crate::log::{self, Chain, id, text};
use crate::postgres::Event;
use crate::records;

/// Something happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ServerNews {
    /// An operation was saved, by whomever: one's own too.
    Changed {
        /// The newest number of the log.
        head: u64,
        /// The operation.
        operation: Uuid,
        /// The kinds of record that it changed.
        kinds: Vec<String>,
    },
    /// Somebody began or ended looking at a case.
    Presence,
    /// The connection is gone; it is being made again.
    Lost,
    /// It is there again. What was announced meanwhile wasn't heard.
    Regained,
}

/// The server's announcement of an operation.
#[derive(Deserialize)]
struct Announced {
    seq: u64,
    operation: Uuid,
    kinds: Vec<String>,
}

/// Which records were changed after a number of the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// The newest number: the next question begins there.
    pub until: u64,
    /// Kind and id, each once. None when the person may not see the whole log: somebody else may have changed what
    /// they read and the log doesn't show them, so everything is to be loaded anew.
    pub records: Option<Vec<(String, Uuid)>>,
}

/// News of an event, if it is any.
fn news_of(event: Event) -> Option<ServerNews> {
    match event {
        Event::Lost => Some(ServerNews::Lost),
        Event::Regained => Some(ServerNews::Regained),
        Event::Announced { channel, .. } if channel == "vilkaar_presence" => Some(ServerNews::Presence),
        Event::Announced { payload, .. } => {
            let Announced { seq, operation, kinds } = serde_json::from_str(&payload).ok()?;
            Some(ServerNews::Changed { head: seq, operation, kinds })
        }
    }
}

impl SharedDatabase {
    /// Listens from now on. The receiver may wait on a thread of its own; the connection mends itself meanwhile,
    /// and says so. A second listener takes the place of the first.
    ///
    /// # Errors
    /// [`StorageError`] when the server can't be asked for it.
    pub fn listen(&mut self) -> Result<Receiver<ServerNews>, StorageError> {
        let (sender, receiver) = channel();
        self.connection.listen(Box::new(move |event| match news_of(event) {
            Some(news) => sender.send(news).is_ok(),
            None => true,
        }))?;
        Ok(receiver)
    }

    /// Which records were changed after a number of the log.
    ///
    /// # Errors
    /// [`StoreError`] when the log can't be read.
    pub fn changed_since(&mut self, seq: u64) -> Result<Changed, StoreError> {
        self.steadily(|connection| {
            as_of_one_moment(connection, |connection| {
                let until = log::head(connection, Chain::Changes)?.seq.unsigned_abs();
                if connection.access("changes")? == Access::Nothing || !checking::sees_whole_log(connection)?
                {
                    return Ok(Changed { until, records: None });
                }
                let mut records = Vec::new();
                let sql = "SELECT DISTINCT entity_kind, entity_id FROM changes WHERE seq > $1";
                let seq = i64::try_from(seq).unwrap_or(i64::MAX);
                connection.query(sql, &[Cell::from(seq)], &mut |row| {
                    records.push((text(row, 0)?, id(row, 1)?));
                    Ok(())
                })?;
                Ok(Changed { until, records: Some(records) })
            })
        })
    }

    /// These records as they are now, in a few queries for each kind; one that isn't there is left out.
    ///
    /// # Errors
    /// [`StoreError`] when they can't be read.
    pub fn load_some(&mut self, wanted: &[(String, Uuid)]) -> Result<Vec<Entity>, StoreError> {
        let mut kinds: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
        for (kind, id) in wanted {
            kinds.entry(kind).or_default().push(*id);
        }
        self.steadily(|connection| {
            as_of_one_moment(connection, |connection| {
                let mut entities = Vec::with_capacity(wanted.len());
                for (kind, ids) in &kinds {
                    entities.extend(records::some(connection, kind, ids)?);
                }
                Ok::<_, EngineError>(entities)
            })
            .map_err(StoreError::from)
        })
    }
}
