//! Moving a whole database: from a folder to a server, back, and into an archive that either can be made of.
//!
//! Invariants: records and logs go over value by value, so that the chains of hashes hold on. One transaction on
//! the target, into an empty database only: whatever breaks off leaves it as it was, and the source is only
//! read. Nothing is kept before both ends were counted, summed, read and verified, and agreed.

mod drafts;
mod error;
mod files;
mod local;
mod measure;
mod people;
mod server;
mod tables;

#[cfg(test)]
mod tests;
#[cfg(test)]
#[cfg(unix)]
mod tests_with_a_server;

use vilkaar_application::ports::{LogHead, Progress};

use crate::engine::{Connection, EngineError, as_of_one_moment, in_transaction};
use crate::error::StorageError;
use crate::log::{self, Head};
use crate::sqlite::SqliteConnection;
use crate::verify::verify;

pub use error::{Differs, MoveError};
pub use local::HasMoved;
use measure::measure;
pub use measure::{Counted, Sum};
pub use server::{
    Archived, Arrival, Departure, InFolder, LetIn, OnServer, archive, restore_to_server, to_folder, to_server,
};
use tables::Table;

/// One end of a move.
pub(crate) struct End<'a> {
    /// The connection.
    pub(crate) connection: &'a mut dyn Connection,
    /// On a server the role that owns everything, whose rights are taken for the move.
    pub(crate) owner: Option<String>,
    /// Where the content of files lies, where that isn't beside the records.
    pub(crate) files: Option<SqliteConnection>,
}

/// What came over, equal at both ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    /// By table.
    pub tables: Vec<Counted>,
    /// The newest change that came over; the log goes on after it with the move itself.
    pub change_head: LogHead,
    /// The newest read.
    pub read_head: LogHead,
    /// Entries of the log of changes, each checked at both ends.
    pub log_entries: u64,
}

/// What is done on the target when everything has arrived, in the same transaction.
pub(crate) type Finish<'a> = &'a mut dyn FnMut(&mut dyn Connection) -> Result<(), StorageError>;

/// Takes the owner's rights until the transaction ends.
fn take_rights(connection: &mut dyn Connection, owner: Option<&str>) -> Result<(), EngineError> {
    match owner {
        // The name is one of ours: letters, digits and underscores.
        Some(owner) => connection.execute(&format!("SET LOCAL ROLE {owner}"), &[]).map(drop),
        None => Ok(()),
    }
}

/// Copies a database into an empty one and checks both; `progress` is told of (rows done, rows in all) and can
/// stop it.
///
/// # Errors
/// [`MoveError`] in [`StorageError::Move`], and what the engines say; the target is then as it was.
pub(crate) fn copy(
    from: End<'_>,
    to: End<'_>,
    finish: Finish<'_>,
    progress: Progress<'_>,
) -> Result<Moved, StorageError> {
    let End { connection: from, owner: from_owner, files: mut from_files } = from;
    let End { connection: to, owner: to_owner, files: mut to_files } = to;
    as_of_one_moment(from, |from| {
        take_rights(from, from_owner.as_deref())?;
        in_transaction(to, |to| {
            take_rights(to, to_owner.as_deref())?;
            // Before the move itself is logged, which is done with other rights.
            let from_files: &mut dyn Connection = match &mut from_files {
                Some(files) => files,
                None => &mut *from,
            };
            match &mut to_files {
                Some(to_files) => {
                    in_transaction(to_files, |to_files| files::copy(from_files, to_files, progress))?
                }
                None => files::copy(from_files, to, progress)?,
            }
            copy_between(from, to, finish, progress)
        })
    })
}

/// The same, in transactions that are open.
fn copy_between(
    from: &mut dyn Connection,
    to: &mut dyn Connection,
    finish: Finish<'_>,
    progress: Progress<'_>,
) -> Result<Moved, StorageError> {
    let tables = tables::all();
    refuse_unless_empty(to, &tables)?;
    let sound = verify(from, &[], &[])?;
    if !sound.ok() {
        return Err(MoveError::SourceDiffers { problems: sound.problems }.into());
    }
    let sent = measure(from, &tables)?;
    if sound.withheld > 0 {
        // A copy without what others keep for themselves would have a log about records that it lacks.
        return Err(MoveError::Withheld { entries: sound.withheld }.into());
    }
    let total = sent.rows();
    let mut done = 0;
    let mut tell = |done| if progress(done, total) { Ok(()) } else { Err(MoveError::Cancelled) };
    for table in &tables {
        tell(done)?;
        table.read::<StorageError>(from, &mut |rows| {
            done += rows.len() as u64;
            table.write(to, rows)?;
            Ok(tell(done)?)
        })?;
    }
    log::set_head(to, log::Chain::Changes, &sent.changes)?;
    log::set_head(to, log::Chain::Reads, &sent.reads)?;

    let arrived = measure(to, &tables)?;
    sent.refuse_unlike(&arrived)?;
    let verified = verify(to, &[], &[])?;
    if verified != sound {
        return Err(MoveError::Differs { table: tables::CHANGES, what: Differs::Log }.into());
    }
    let drafts = drafts::copy(from, to)?;
    finish(to)?;
    Ok(Moved {
        tables: arrived.tables.into_iter().map(|(counted, _)| counted).chain([drafts]).collect(),
        change_head: told(arrived.changes)?,
        read_head: told(arrived.reads)?,
        log_entries: verified.log_entries,
    })
}

/// A head as the port gives it.
fn told(head: Head) -> Result<LogHead, EngineError> {
    head.into_log_head()
}

/// Refuses a target that holds anything.
fn refuse_unless_empty(to: &mut dyn Connection, tables: &[Table]) -> Result<(), StorageError> {
    for table in tables {
        if table.has_rows(to)? {
            return Err(MoveError::TargetNotEmpty { table: table.name }.into());
        }
    }
    for chain in [log::Chain::Changes, log::Chain::Reads] {
        if log::head(to, chain)?.seq != 0 {
            return Err(MoveError::TargetNotEmpty { table: "chain_heads" }.into());
        }
    }
    Ok(())
}
