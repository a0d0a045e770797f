//! Looking things up in the log: what was changed and what was read, by whom, when and from where.
//!
//! Invariant: whoever works with cases sees all of it, less what the role may not read; an administrator without
//! a case role sees what concerns people and settings, and nothing of a citizen. That is decided here, before the
//! store is asked; a shared database's server decides it again.

pub mod insight;
pub mod names;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vilkaar_domain::{CitizenId, Roles};

use crate::permission::{Forbidden, UseCase};
use crate::ports::{Actor, Clock, LogEntry, ReadRecord, Store, StoreError};
use crate::withheld::Reader;

/// The kinds of record that an administrator without a case role finds in the log.
const OF_ADMINISTRATION: [&str; 2] = ["settings", "user"];

/// Lines of one page at most.
pub const MOST_LINES: u32 = 200;

/// An operation with so many entries or fewer is given with them; of a larger one the line has the count.
pub const TOLD_ONE_BY_ONE: u64 = 3;

/// One of the two logs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Chain {
    /// What was changed.
    Changes,
    /// Who looked into a citizen's file.
    Reads,
}

/// How much of the log somebody may see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// All of it.
    Everything,
    /// What was changed in people and settings.
    Administration,
}

impl Scope {
    /// The scope of somebody with these roles.
    ///
    /// # Errors
    /// [`Forbidden`] where none of them may see the log.
    pub fn of(roles: &Roles) -> Result<Self, Forbidden> {
        if !UseCase::SeeLog.is_allowed_to(roles) {
            return Err(Forbidden(UseCase::SeeLog));
        }
        // Who may see cases may see their log.
        Ok(if UseCase::SeeCases.is_allowed_to(roles) { Self::Everything } else { Self::Administration })
    }

    /// Are records of a kind in it?
    #[must_use]
    pub fn has_kind(self, kind: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Administration => OF_ADMINISTRATION.contains(&kind),
        }
    }
}

/// A word that is looked for. It must occur in the person's name, the origin, the operation or the reason, or be
/// (part of) the Danish word for what the log keeps as a code.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Word {
    /// The word as typed.
    pub text: String,
    /// The kinds of record whose Danish word holds it.
    pub kinds: Vec<String>,
    /// The operations whose Danish words hold it.
    pub operations: Vec<String>,
    /// What was read, where its Danish words hold it: the beginnings of the log's own texts.
    pub reads: Vec<String>,
}

/// What is looked for. An empty query finds everything.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LogQuery {
    /// Words that must all be found. What was written in a record isn't searched: it is what a role may not see.
    pub words: Vec<Word>,
    /// Who did it.
    pub person: Option<Uuid>,
    /// Whose file it is about.
    pub citizen: Option<CitizenId>,
    /// Not before this instant.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub before: Option<DateTime<Utc>>,
    /// One of the logs; none: both.
    pub chain: Option<Chain>,
    /// Kinds of record, as [`Entity::kind`] names them; empty: all. A look has no kind and isn't found by one.
    pub kinds: Vec<String>,
    /// Lines of the page, at most [`MOST_LINES`].
    pub limit: u32,
    /// The page goes on after this line.
    pub after: Option<Cursor>,
}

/// The place of a line: newest first, of the same instant changes before looks, then the newest operation or look.
/// Lines that are written meanwhile are newer, so a page that goes on from a line misses none and repeats none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cursor {
    /// When.
    pub at: DateTime<Utc>,
    /// Which one.
    pub key: Key,
}

/// Which line it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Key {
    /// An operation, by its id.
    Operation(Uuid),
    /// A look, by its number in the log of reads.
    Read(u64),
}

/// A page of the log.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LogPage {
    /// Newest first.
    pub lines: Vec<LogLine>,
    /// There are more after this line.
    pub next: Option<Cursor>,
}

/// An operation, or a look into a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogLine {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub person: Uuid,
    /// The person's name as the log has it.
    pub who: String,
    /// From which screen or command.
    pub origin: String,
    /// What was done.
    pub done: Done,
}

/// What a line tells of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Done {
    /// An operation.
    Changed {
        /// Its id.
        operation: Uuid,
        /// Its name.
        name: String,
        /// Why.
        reason: Option<String>,
        /// Its entries that were asked for, by kind of record.
        kinds: Vec<(String, u64)>,
        /// The entries themselves, oldest first, where there are at most [`TOLD_ONE_BY_ONE`].
        entries: Vec<LogEntry>,
    },
    /// A look.
    Read(Look),
}

/// A look into a citizen's file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Look {
    /// Its number in the log of reads.
    pub seq: u64,
    /// Whose file.
    pub citizen: CitizenId,
    /// What was seen.
    pub what: String,
}

impl LogLine {
    /// The line's place.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        let key = match &self.done {
            Done::Changed { operation, .. } => Key::Operation(*operation),
            Done::Read(look) => Key::Read(look.seq),
        };
        Cursor { at: self.at, key }
    }
}

/// The entries of one operation that are asked for, oldest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntriesQuery {
    /// Which operation.
    pub operation: Uuid,
    /// Only about this citizen's file.
    pub citizen: Option<CitizenId>,
    /// Only these kinds of record; empty: all.
    pub kinds: Vec<String>,
    /// After this number in the chain.
    pub after: u64,
    /// At most so many.
    pub limit: u32,
}

/// Why the log wasn't given.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LogError {
    /// The person's roles don't allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The store can't be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A page of the log, as much of it as the person may see. One citizen's entries are a look into the file, which is
/// logged before its first page is given.
///
/// # Errors
/// [`LogError`].
pub fn search(
    store: &mut dyn Store,
    actor: &Actor,
    clock: &dyn Clock,
    query: &LogQuery,
) -> Result<LogPage, LogError> {
    let Some(query) = within(Scope::of(&actor.roles)?, query) else { return Ok(LogPage::default()) };
    if let (Some(citizen), None) = (query.citizen, query.after) {
        let (actor, at) = (actor.clone(), clock.now());
        store.record_read(&ReadRecord { actor, at, citizen, what: "log".to_owned() })?;
    }
    let mut page = store.search_log(&query)?;
    for line in &mut page.lines {
        if let Done::Changed { entries, .. } = &mut line.done {
            entries.iter_mut().for_each(|entry| Reader::from(actor).withhold(entry));
        }
    }
    Ok(page)
}

/// The newest entries about these records, newest first, less what the person may not see of them. Whether the person
/// may see the records is the caller's to ask.
///
/// # Errors
/// [`StoreError`] when the log can't be read.
pub fn of_records(
    store: &mut dyn Store,
    actor: &Actor,
    records: &[Uuid],
    limit: u32,
) -> Result<Vec<LogEntry>, StoreError> {
    let mut entries = store.history(records, limit)?;
    entries.iter_mut().for_each(|entry| Reader::from(actor).withhold(entry));
    Ok(entries)
}

/// The entries of one operation, those that the person may see.
///
/// # Errors
/// [`LogError`].
pub fn entries(
    store: &mut dyn Store,
    actor: &Actor,
    query: &EntriesQuery,
) -> Result<Vec<LogEntry>, LogError> {
    let mut query = EntriesQuery { limit: query.limit.clamp(1, MOST_LINES), ..query.clone() };
    if Scope::of(&actor.roles)? == Scope::Administration {
        match of_administration(&query.kinds) {
            Some(kinds) if query.citizen.is_none() => query.kinds = kinds,
            _ => return Ok(Vec::new()),
        }
    }
    let mut entries = store.operation_entries(&query)?;
    entries.iter_mut().for_each(|entry| Reader::from(actor).withhold(entry));
    Ok(entries)
}

/// The query as far as the scope goes; none where nothing of it is in the scope.
fn within(scope: Scope, query: &LogQuery) -> Option<LogQuery> {
    let query = LogQuery { limit: query.limit.clamp(1, MOST_LINES), ..query.clone() };
    match scope {
        Scope::Everything => Some(query),
        Scope::Administration if query.citizen.is_some() || query.chain == Some(Chain::Reads) => None,
        Scope::Administration => {
            let kinds = of_administration(&query.kinds)?;
            Some(LogQuery { chain: Some(Chain::Changes), kinds, ..query })
        }
    }
}

/// Those of the kinds asked for that an administrator may see; none where all that was asked for is not theirs.
fn of_administration(asked: &[String]) -> Option<Vec<String>> {
    let kinds: Vec<String> = OF_ADMINISTRATION
        .into_iter()
        .filter(|kind| asked.is_empty() || asked.iter().any(|asked| asked == kind))
        .map(str::to_owned)
        .collect();
    (!kinds.is_empty()).then_some(kinds)
}

#[cfg(test)]
mod tests {
    use vilkaar_domain::Role;

    use super::*;

    fn roles(roles: &[Role]) -> Roles {
        roles.iter().copied().collect()
    }

    #[test]
    fn who_works_with_cases_sees_everything_and_an_administrator_people_and_settings() {
        for role in [Role::Negotiator, Role::CaseWorker, Role::Finance, Role::Chief] {
            assert_eq!(Scope::of(&roles(&[role])), Ok(Scope::Everything), "{role:?}");
            assert_eq!(Scope::of(&roles(&[role, Role::Administrator])), Ok(Scope::Everything), "{role:?}");
        }
        assert_eq!(Scope::of(&roles(&[Role::Administrator])), Ok(Scope::Administration));
        assert_eq!(Scope::of(&roles(&[Role::Administrator, Role::Clerk])), Ok(Scope::Administration));
        for of in [&[] as &[Role], &[Role::Clerk], &[Role::Manager]] {
            assert_eq!(Scope::of(&roles(of)), Err(Forbidden(UseCase::SeeLog)), "{of:?}");
        }
    }

    #[test]
    fn an_administrators_query_reaches_no_citizen_and_no_look() {
        let kinds = |query: &LogQuery| {
            let query = within(Scope::Administration, query)?;
            assert_eq!(query.chain, Some(Chain::Changes));
            Some(query.kinds)
        };
        let asked = |kinds: &[&str]| LogQuery {
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            ..LogQuery::default()
        };
        assert_eq!(kinds(&LogQuery::default()).unwrap(), ["settings", "user"]);
        assert_eq!(kinds(&asked(&["user", "placement"])).unwrap(), ["user"]);
        assert_eq!(kinds(&asked(&["placement"])), None);
        assert_eq!(kinds(&LogQuery { chain: Some(Chain::Reads), ..LogQuery::default() }), None);
        let citizen = Some(CitizenId(Uuid::from_u128(1)));
        assert_eq!(kinds(&LogQuery { citizen, ..LogQuery::default() }), None);
    }
}
