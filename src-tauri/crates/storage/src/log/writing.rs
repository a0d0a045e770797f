//! Writing the two logs: worked out here in a local database, handed to the server in a shared one.
//!
//! Invariant: whoever writes an entry numbers, dates and chains it alone: one program in a folder, the server's own
//! function on a server.

use std::ops::Range;

use serde::Serialize;
use uuid::Uuid;
use uuid::fmt::Hyphenated;
use vilkaar_application::ports::{Actor, EntityChange, Operation, ReadRecord};

use super::{Chain, Head, changes_table, hash, head, instant_text, number, optional_text, set_head};
use crate::chain::{ChangeEntry, EntryHasher, Hash, OperationFields, ReadEntry, payload_digest};
use crate::engine::{Cell, Connection, EngineError, LogKeeper};
use crate::payload;

/// The length of a salt.
const SALT: usize = 16;

/// An entry that is worked out and not yet written.
struct Pending<'a> {
    seq: i64,
    change: &'a EntityChange,
    digest: Hash,
    previous: Hash,
    hash: Hash,
    /// Where its payload stands among the payloads.
    payload: Range<usize>,
}

/// Appends the entries of one operation, in the transaction of its records.
pub(crate) enum ChangeLog<'a> {
    /// The program works them out.
    Program(Box<OwnLog<'a>>),
    /// The server does, at the end: nobody else can append from the first entry on until the commit.
    Server(ServerLog<'a>),
}

impl<'a> ChangeLog<'a> {
    /// Writes who, when and why.
    pub(crate) fn begin(
        connection: &mut dyn Connection,
        operation: &'a Operation,
    ) -> Result<Self, EngineError> {
        Ok(match connection.log_keeper() {
            LogKeeper::Program => Self::Program(Box::new(OwnLog::begin(connection, operation)?)),
            LogKeeper::Server => Self::Server(ServerLog::new(operation)),
        })
    }

    /// The same over the connection of a server's owner, who alone writes the log there as the program does in a
    /// folder: for moving a database in.
    pub(crate) fn begin_as_owner(
        connection: &mut dyn Connection,
        operation: &'a Operation,
    ) -> Result<Self, EngineError> {
        Ok(Self::Program(Box::new(OwnLog::begin(connection, operation)?)))
    }

    /// Appends the entries of these records.
    pub(crate) fn append(
        &mut self,
        connection: &mut dyn Connection,
        changes: &[&EntityChange],
    ) -> Result<(), EngineError> {
        match self {
            Self::Program(log) => log.append(connection, changes),
            Self::Server(log) => log.collect(changes),
        }
    }

    /// Notes the new head.
    pub(crate) fn finish(self, connection: &mut dyn Connection) -> Result<Head, EngineError> {
        match self {
            Self::Program(log) => log.finish(connection),
            Self::Server(log) => log.send(connection),
        }
    }
}

/// The log of a local database, worked out here.
pub(crate) struct OwnLog<'a> {
    operation: &'a Operation,
    operation_id: String,
    at: String,
    person_id: String,
    head: Head,
    hasher: EntryHasher,
    payloads: Vec<u8>,
}

impl<'a> OwnLog<'a> {
    /// Writes who, when and why.
    fn begin(connection: &mut dyn Connection, operation: &'a Operation) -> Result<Self, EngineError> {
        let log = Self {
            operation,
            operation_id: operation.id.hyphenated().to_string(),
            at: instant_text(operation.at),
            person_id: operation.actor.person.hyphenated().to_string(),
            head: head(connection, Chain::Changes)?,
            hasher: EntryHasher::default(),
            payloads: Vec::new(),
        };
        let sql = "INSERT INTO operations (id, at, person_id, person_name, origin, name, reason) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let cells = [
            Cell::from(operation.id),
            Cell::from(log.at.as_str()),
            Cell::from(operation.actor.person),
            Cell::from(operation.actor.name.as_str()),
            Cell::from(operation.actor.origin.as_str()),
            Cell::from(operation.name.as_str()),
            Cell::from(operation.reason.as_deref()),
        ];
        connection.execute(sql, &cells)?;
        Ok(log)
    }

    /// Appends the entries of these records.
    fn append(
        &mut self,
        connection: &mut dyn Connection,
        changes: &[&EntityChange],
    ) -> Result<(), EngineError> {
        let mut salts = vec![0; SALT * changes.len()];
        getrandom::fill(&mut salts)
            .map_err(|_| EngineError::Other("no random numbers from the system".to_owned()))?;
        self.payloads.clear();
        let mut pending = Vec::with_capacity(changes.len());
        for (change, salt) in changes.iter().zip(salts.chunks(SALT)) {
            pending.push(self.work_out(change, salt)?);
        }
        let payloads = str::from_utf8(&self.payloads)
            .map_err(|_| EngineError::Other("a record has no text form".to_owned()))?;

        let sql = format!(
            "INSERT INTO {} (seq, operation_id, entity_kind, entity_id, citizen_id, reason, digest, previous, \
             hash, salt, payload) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            changes_table(connection)
        );
        let mut rows = pending.iter().zip(salts.chunks(SALT)).map(|(entry, salt)| {
            vec![
                Cell::from(entry.seq),
                Cell::from(self.operation.id),
                Cell::from(entry.change.kind()),
                Cell::from(entry.change.id()),
                entry.change.citizen.map_or(Cell::Null, |citizen| Cell::from(citizen.0)),
                Cell::from(entry.change.reason.as_deref()),
                Cell::from(entry.digest.as_slice()),
                Cell::from(entry.previous.as_slice()),
                Cell::from(entry.hash.as_slice()),
                Cell::from(salt),
                Cell::from(payloads.get(entry.payload.clone()).unwrap_or_default()),
            ]
        });
        connection.execute_each(&sql, &mut rows).map(drop).map_err(|(_, error)| error)
    }

    /// Works out the next entry of the chain; its payload goes to the end of the payloads.
    fn work_out<'c>(&mut self, change: &'c EntityChange, salt: &[u8]) -> Result<Pending<'c>, EngineError> {
        let start = self.payloads.len();
        payload::write(&mut self.payloads, change.before.as_ref(), change.after.as_ref())?;
        let payload = start..self.payloads.len();
        let mut ids = [[0; Hyphenated::LENGTH]; 2];
        let [entity_id, citizen_id] = &mut ids;
        let entry = ChangeEntry {
            seq: self.head.seq + 1,
            operation: OperationFields {
                id: &self.operation_id,
                at: &self.at,
                person_id: &self.person_id,
                person_name: &self.operation.actor.name,
                origin: &self.operation.actor.origin,
                name: &self.operation.name,
                reason: self.operation.reason.as_deref(),
            },
            entity_kind: change.kind(),
            entity_id: change.id().hyphenated().encode_lower(entity_id),
            citizen_id: change.citizen.map(|citizen| &*citizen.0.hyphenated().encode_lower(citizen_id)),
            reason: change.reason.as_deref(),
            digest: payload_digest(salt, self.payloads.get(start..).unwrap_or_default()),
            previous: self.head.hash,
        };
        let hash = self.hasher.change(&entry);
        let (seq, digest, previous) = (entry.seq, entry.digest, entry.previous);
        self.head = Head { seq, hash, at: None };
        Ok(Pending { seq, change, digest, previous, hash, payload })
    }

    /// Notes the new head.
    fn finish(mut self, connection: &mut dyn Connection) -> Result<Head, EngineError> {
        self.head.at = Some(self.at);
        set_head(connection, Chain::Changes, &self.head)?;
        Ok(self.head)
    }
}

/// Entries that go to the server in one call.
const SENT_AT_ONCE: usize = 5_000;

/// An entry as the server takes it. Its names are those of the server's function.
#[derive(Serialize)]
struct SentEntry<'a> {
    kind: &'a str,
    id: Uuid,
    citizen: Option<Uuid>,
    reason: Option<&'a str>,
    payload: &'a str,
}

/// The log that a shared database's server keeps: collected here, numbered, dated, signed and chained there.
pub(crate) struct ServerLog<'a> {
    operation: &'a Operation,
    /// JSON, each without its closing bracket.
    batches: Vec<Vec<u8>>,
    in_last: usize,
    payload: Vec<u8>,
}

impl<'a> ServerLog<'a> {
    /// Nothing yet.
    const fn new(operation: &'a Operation) -> Self {
        Self { operation, batches: Vec::new(), in_last: SENT_AT_ONCE, payload: Vec::new() }
    }

    /// Takes in the entries of these records.
    fn collect(&mut self, changes: &[&EntityChange]) -> Result<(), EngineError> {
        let unwritable = || EngineError::Other("a record has no text form".to_owned());
        for change in changes {
            self.payload.clear();
            payload::write(&mut self.payload, change.before.as_ref(), change.after.as_ref())?;
            let entry = SentEntry {
                kind: change.kind(),
                id: change.id(),
                citizen: change.citizen.map(|citizen| citizen.0),
                reason: change.reason.as_deref(),
                payload: str::from_utf8(&self.payload).map_err(|_| unwritable())?,
            };
            if self.in_last >= SENT_AT_ONCE {
                self.batches.push(Vec::new());
                self.in_last = 0;
            }
            let Some(batch) = self.batches.last_mut() else { return Err(unwritable()) };
            batch.push(if self.in_last == 0 { b'[' } else { b',' });
            serde_json::to_writer(&mut *batch, &entry).map_err(|_| unwritable())?;
            self.in_last += 1;
        }
        Ok(())
    }

    /// Hands everything to the server.
    fn send(self, connection: &mut dyn Connection) -> Result<Head, EngineError> {
        let mut newest = None;
        for mut batch in self.batches {
            batch.push(b']');
            let entries = String::from_utf8(batch)
                .map_err(|_| EngineError::Other("a record has no text form".to_owned()))?;
            let cells = [
                Cell::from(self.operation.id),
                Cell::from(self.operation.name.as_str()),
                Cell::from(self.operation.actor.origin.as_str()),
                Cell::from(self.operation.reason.as_deref()),
                Cell::from(entries),
            ];
            let sql = "SELECT seq, hash, at FROM append_changes($1, $2, $3, $4, $5)";
            connection.query(sql, &cells, &mut |row| {
                newest = Some(Head { seq: number(row, 0)?, hash: hash(row, 1)?, at: optional_text(row, 2)? });
                Ok(())
            })?;
        }
        newest.ok_or_else(|| EngineError::Damaged("the head of changes".to_owned()))
    }
}

/// Appends looks into citizens' files, in their order; gives the new head of the reads, none where there were no looks.
pub(crate) fn append_reads(
    connection: &mut dyn Connection,
    reads: &[ReadRecord],
) -> Result<Option<Head>, EngineError> {
    if reads.is_empty() {
        return Ok(None);
    }
    if connection.log_keeper() == LogKeeper::Server {
        let mut newest = None;
        let sql = "SELECT seq, hash, at FROM append_read($1, $2, $3)";
        let mut rows = reads.iter().map(|read| {
            vec![
                Cell::from(read.actor.origin.as_str()),
                Cell::from(read.citizen.0),
                Cell::from(read.what.as_str()),
            ]
        });
        connection.query_each(sql, &mut rows, &mut |_, row| {
            newest = Some(Head { seq: number(row, 0)?, hash: hash(row, 1)?, at: optional_text(row, 2)? });
            Ok(())
        })?;
        return newest.map(Some).ok_or_else(|| EngineError::Damaged("the head of reads".to_owned()));
    }
    let mut newest = head(connection, Chain::Reads)?;
    let mut hasher = EntryHasher::default();
    let mut rows = Vec::with_capacity(reads.len());
    for read in reads {
        let Actor { person, name, origin, roles: _ } = &read.actor;
        let (at, person_id, citizen_id) =
            (instant_text(read.at), person.hyphenated().to_string(), read.citizen.0.hyphenated().to_string());
        let entry = ReadEntry {
            seq: newest.seq + 1,
            at: &at,
            person_id: &person_id,
            person_name: name,
            origin,
            citizen_id: &citizen_id,
            what: &read.what,
            previous: newest.hash,
        };
        let hash = hasher.read(&entry);
        rows.push(vec![
            Cell::from(entry.seq),
            Cell::from(at.clone()),
            Cell::from(*person),
            Cell::from(name.as_str()),
            Cell::from(origin.as_str()),
            Cell::from(read.citizen.0),
            Cell::from(read.what.as_str()),
            Cell::Bytes(newest.hash.to_vec().into()),
            Cell::Bytes(hash.to_vec().into()),
        ]);
        newest = Head { seq: entry.seq, hash, at: Some(at) };
    }
    let sql = "INSERT INTO reads (seq, at, person_id, person_name, origin, citizen_id, what, previous, hash) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    connection.execute_each(sql, &mut rows.into_iter()).map_err(|(_, error)| error)?;
    set_head(connection, Chain::Reads, &newest)?;
    Ok(Some(newest))
}
