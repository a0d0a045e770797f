//! What the use cases need from outside: the day and the hour, new ids, and a store that saves a
//! change together with its log entries or not at all.

mod beside;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vilkaar_domain::{Entity, Register, Roles};

use crate::log::insight::{CitizenQuery, Recorded};
use crate::log::{EntriesQuery, LogPage, LogQuery};
pub use beside::{Beside, DRAFTS_KEPT, KeptDraft, LONGEST_DRAFT, MOST_BYTES};

/// The day that counts as today, and the instant for the log. *pr. dato* changes the day only.
pub trait Clock: Send + Sync {
    /// The day that counts as today.
    fn today(&self) -> NaiveDate;
    /// Now, in UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// Gives new ids; UUIDv7, so that later records have later ids.
pub trait Identities: Send + Sync {
    /// A new id.
    fn next(&self) -> Uuid;
}

/// Who does something, and from where; goes into every log entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Actor {
    /// The signed-in person's id (of `keys.json`).
    pub person: Uuid,
    /// The person's name as it stands in the log.
    pub name: String,
    /// The screen or command it came from: `vindue: Import`, `vilkaar-cli import`.
    pub origin: String,
    /// What the person may do.
    pub roles: Roles,
}

/// One record to save: as it was when it was decided on, and as it shall be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntityChange {
    /// The record before; none when it is new. Storage refuses the change when the row differs from it.
    pub before: Option<Entity>,
    /// The record after; none when it is taken out (only by undoing what added it). One of the two is always there.
    pub after: Option<Entity>,
    /// The citizen it is about, for the log per citizen.
    pub citizen: Option<vilkaar_domain::CitizenId>,
    /// Why, where a reason was given.
    pub reason: Option<String>,
}

impl EntityChange {
    /// The record as it shall be, or as it was when it is taken out; none where the change holds neither.
    #[must_use]
    pub const fn record(&self) -> Option<&Entity> {
        match &self.after {
            Some(after) => Some(after),
            None => self.before.as_ref(),
        }
    }

    /// The kind of record.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.record().map_or("", Entity::kind)
    }

    /// The record's id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.record().map_or_else(Uuid::nil, Entity::id)
    }
}

/// A named operation with all that it changes: saved whole, with its log entries, or not at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Operation {
    /// Unique: repeating an operation that was saved is harmless.
    pub id: Uuid,
    /// What it was, as the log names it: `import`, `settings`.
    pub name: String,
    /// Who did it.
    pub actor: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// What it changes.
    pub changes: Vec<EntityChange>,
    /// Why, for the whole of it.
    pub reason: Option<String>,
}

/// An entry of the log as it is read back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogEntry {
    /// Number in the chain, from 1.
    pub seq: u64,
    /// The operation it belongs to.
    pub operation_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// The person's name.
    pub who: String,
    /// From where.
    pub origin: String,
    /// The operation's name.
    pub operation: String,
    /// The kind of record.
    pub entity_kind: String,
    /// The record.
    pub entity_id: Uuid,
    /// The record before and after; none when the payload has been deleted in its time.
    pub payload: Option<LogPayload>,
    /// Why.
    pub reason: Option<String>,
}

/// What an entry says about its record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LogPayload {
    /// Before; none when new.
    pub before: Option<Entity>,
    /// After; none when it was taken out.
    pub after: Option<Entity>,
}

/// The newest entry of the chain: printed on every memo and packet and kept in every backup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LogHead {
    /// Its number; 0 in an empty log.
    pub seq: u64,
    /// Its hash, lower-case hexadecimal. Of a head that was kept on paper its beginning may do.
    pub hash: String,
    /// When it was written; none in an empty log.
    pub at: Option<DateTime<Utc>>,
}

impl LogHead {
    /// So many digits stand in the foot of a packet's pages; fewer prove too little.
    pub const FEWEST_DIGITS: usize = 12;

    /// Is this head, or the beginning of it that was kept, the one with this whole hash?
    #[must_use]
    pub fn is_of(&self, hash: &str) -> bool {
        self.hash.len() >= Self::FEWEST_DIGITS && hash.starts_with(&self.hash)
    }
}

/// Why something of a citizen's file was read (its own chain, domain §6).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadRecord {
    /// Who read.
    pub actor: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// The citizen.
    pub citizen: vilkaar_domain::CitizenId,
    /// What was seen: `placering`, `forhandlingspakke`, `cpr`.
    pub what: String,
}

/// Something that `verify` found: a stable code and a Danish sentence with the number or the record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct VerifyProblem {
    /// Stable: `entry_changed`, `entry_missing`, `row_changed`, `head_unknown` …
    pub code: String,
    /// What and where, without personal data.
    pub detail: String,
}

/// What `verify` counted and found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Verification {
    /// Empty when everything holds.
    pub problems: Vec<VerifyProblem>,
    /// Placements.
    pub cases: u64,
    /// Entries of the log of changes.
    pub log_entries: u64,
    /// Entries among them whose records weren't compared: their content is kept from whoever asked, or from somebody who
    /// may check the chains only.
    #[serde(default)]
    pub withheld: u64,
    /// The newest entry.
    pub head: LogHead,
}

impl Verification {
    /// Does everything hold?
    #[must_use]
    pub fn ok(&self) -> bool {
        self.problems.is_empty()
    }
}

/// How far long work has come; returns `false` to stop it without a trace.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// The opened database.
pub trait Store: Beside + Send {
    /// Every record, in a fixed number of queries.
    ///
    /// # Errors
    /// [`StoreError`] when the database can't be read.
    fn load(&mut self) -> Result<Register, StoreError>;

    /// Every record as it was recorded at an instant: the present records, taken back through the log. What was saved at
    /// that very instant is in it. It is what was *known* then; a day that was only recorded later isn't in it, whatever
    /// day it is about. Two queries beside those of [`Store::load`]; no more is read of the log than one entry for each
    /// record that was changed since. What the person may not see of a record, now or then, is left out.
    ///
    /// # Errors
    /// [`StoreError::Forgotten`] where the content of an entry that is needed was emptied in its time; [`StoreError`]
    /// when records or log can't be read.
    fn register_as_of(&mut self, at: DateTime<Utc>) -> Result<Register, StoreError>;

    /// Saves an operation and its log entries in one transaction. Saving the same operation id again
    /// does nothing. `progress` is told of (records done, records in all) and can cancel.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a record isn't as it was decided on, [`StoreError::Cancelled`],
    /// [`StoreError::Full`] … ; nothing is written then.
    fn save(&mut self, operation: &Operation, progress: Progress<'_>) -> Result<LogHead, StoreError>;

    /// Notes that something of a citizen's file was read.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be written; what was to be read must then not be shown.
    fn record_read(&mut self, read: &ReadRecord) -> Result<(), StoreError> {
        self.record_reads(std::slice::from_ref(read))
    }

    /// Notes that something of several citizens' files was read, in one transaction: a list that leaves the program.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be written; none of them is then, and what was to be read must not be shown.
    fn record_reads(&mut self, reads: &[ReadRecord]) -> Result<(), StoreError>;

    /// The newest log entries about these records, newest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] when the log can't be read.
    fn history(&mut self, entities: &[Uuid], limit: u32) -> Result<Vec<LogEntry>, StoreError>;

    /// Every entry, oldest first, about records that something else than an import changed: what an import must know
    /// so that it doesn't undo what people did. Marks of the agenda, filters and people are left out.
    ///
    /// # Errors
    /// [`StoreError`] when the log can't be read.
    fn changed_by_hand(&mut self) -> Result<Vec<LogEntry>, StoreError>;

    /// A page of both logs, an operation or a look a line, newest first; a fixed number of queries.
    ///
    /// # Errors
    /// [`StoreError`] when the log can't be read.
    fn search_log(&mut self, query: &LogQuery) -> Result<LogPage, StoreError>;

    /// The entries of one operation that are asked for, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the log can't be read.
    fn operation_entries(&mut self, query: &EntriesQuery) -> Result<Vec<LogEntry>, StoreError>;

    /// Everything that both logs hold about a citizen's file in a period, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the log can't be read.
    fn citizen_log(&mut self, query: &CitizenQuery) -> Result<Vec<Recorded>, StoreError>;

    /// The head of the log.
    ///
    /// # Errors
    /// [`StoreError`] when the log can't be read.
    fn head(&mut self) -> Result<LogHead, StoreError>;

    /// A setting of the window kept with the database (a remembered column mapping), by key.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be read.
    fn note(&mut self, key: &str) -> Result<Option<String>, StoreError>;

    /// Keeps such a setting.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be written.
    fn set_note(&mut self, key: &str, value: &str) -> Result<(), StoreError>;

    /// Checks both logs, each record against its latest entry, each file's content against its record, and heads that were
    /// kept elsewhere.
    ///
    /// # Errors
    /// [`StoreError`] when the database can't be read; what is read but wrong is a problem, not an error.
    fn verify(&mut self, known_heads: &[LogHead]) -> Result<Verification, StoreError>;
}

/// Why the store could not do it. The sentences are made in `wording`-style by the api; here are the codes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// A record was changed by someone else meanwhile.
    #[error("conflict on {kind} {id}")]
    Conflict {
        /// The kind of record.
        kind: String,
        /// Which.
        id: Uuid,
    },
    /// The work was cancelled; nothing was written.
    #[error("cancelled")]
    Cancelled,
    /// The disk is full; nothing was written.
    #[error("disk full")]
    Full,
    /// The folder or file can't be written.
    #[error("not writable")]
    NotWritable,
    /// The person's roles don't allow it; nothing was written.
    #[error("forbidden")]
    Forbidden,
    /// The server can't be reached. What was to be saved may be repeated with the same operation id: it is
    /// then written once, whatever became of the first attempt.
    #[error("unreachable")]
    Unreachable,
    /// Another is writing the same just now; nothing was written. May be repeated as above.
    #[error("busy")]
    Busy,
    /// The database was brought to a newer version meanwhile; nothing was written.
    #[error("outdated")]
    Outdated,
    /// The content of this entry of the log was emptied, so what was before it can't be told.
    #[error("entry {seq} was emptied")]
    Forgotten {
        /// Its number.
        seq: u64,
    },
    /// It is more than is kept; nothing was written.
    #[error("more than is kept")]
    TooLong,
    /// The database is damaged.
    #[error("damaged: {0}")]
    Damaged(String),
    /// Anything else, without personal data.
    #[error("{0}")]
    Other(String),
}
