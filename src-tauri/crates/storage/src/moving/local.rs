//! A folder as an end of a move: made whole or not at all, and marked when it was left behind.
//!
//! Invariant: a folder gets its name when everything is in it, checked and closed; what was begun and not
//! finished opens as nothing and is removed.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use vilkaar_application::ports::{Actor, Progress};

use super::{End, Finish, Moved, copy};
use crate::database::Database;
use crate::error::StorageError;
use crate::folder;
use crate::keys::Person;
use crate::recovery::RecoveryKey;
use crate::store;

/// Where a folder's database went and when. Of the folder, so it isn't moved along.
const MOVED_NOTE: &str = "storage/moved";

/// Where the database of a folder went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HasMoved {
    /// The server's address, without anybody's name.
    pub to: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Database {
    /// Where the database was moved to, if it was: what is changed here since doesn't get there.
    ///
    /// # Errors
    /// [`StorageError`] when the database can't be read.
    pub fn has_moved(&mut self) -> Result<Option<HasMoved>, StorageError> {
        let note = store::note(self.engine(), MOVED_NOTE)?;
        Ok(note.and_then(|note| serde_json::from_str(&note).ok()))
    }

    /// Marks that the database was moved.
    pub(super) fn mark_moved(&mut self, moved: &HasMoved) -> Result<(), StorageError> {
        let note = serde_json::to_string(moved).map_err(|error| StorageError::Other(error.to_string()))?;
        Ok(store::set_note(self.engine(), MOVED_NOTE, &note)?)
    }

    /// The whole database as an end of a move.
    pub(super) fn end(&mut self) -> Result<End<'_>, StorageError> {
        let files = Some(self.open_files()?);
        Ok(End { connection: self.engine(), owner: None, files })
    }
}

/// The folder while it is being made.
fn unfinished(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    folder.with_file_name(name)
}

/// Refuses a folder that is there and not empty, and one that would have to be made in a folder that isn't.
pub(super) fn refuse_taken(folder: &Path) -> Result<(), StorageError> {
    if folder.exists() && !(folder.is_dir() && folder::is_empty_folder(folder)?) {
        return Err(StorageError::DatabaseExists { folder: folder.to_owned() });
    }
    Ok(())
}

/// Makes a folder for a person and copies a database into it; `then` gets it while it is open, before it has its
/// name.
pub(super) fn into_folder(
    folder: &Path,
    person: Person,
    passphrase: &str,
    from: End<'_>,
    finish: Finish<'_>,
    progress: Progress<'_>,
) -> Result<(Moved, RecoveryKey), StorageError> {
    refuse_taken(folder)?;
    let partial = unfinished(folder);
    if partial.exists() {
        fs::remove_dir_all(&partial)
            .map_err(|error| StorageError::io("removing what was left", &partial, error))?;
    }
    let outcome = Database::create_for(&partial, person, passphrase).and_then(|(mut database, recovery)| {
        let moved = copy(from, database.end()?, finish, progress)?;
        database.close()?;
        if folder.exists() {
            // Empty, as was seen above; a folder takes no other's name.
            fs::remove_dir(folder)
                .map_err(|error| StorageError::io("replacing the folder", folder, error))?;
        }
        folder::rename(&partial, folder)?;
        Ok((moved, recovery))
    });
    if outcome.is_err() && partial.exists() {
        // The error that is told is the first one; the half-made folder has no use.
        let _ = fs::remove_dir_all(&partial);
    }
    outcome
}

/// Whoever acts in a folder.
pub(super) fn actor(person: &Person, origin: &str) -> Actor {
    Actor {
        person: person.id,
        name: person.name.clone(),
        origin: origin.to_owned(),
        roles: vilkaar_domain::Roles::of_first_user(),
    }
}
