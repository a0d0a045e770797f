//! Changing the database's key, so that somebody who was removed opens it no more, whatever they kept.
//!
//! Invariant: a crash at any point leaves a database that opens with either the old or the new keys, whole, and
//! never a mix. All that is new is written beside what is there (`….next`), checked and on the disk; then one
//! file, the mark, decides. Before it the next opening sweeps the new away, after it the next opening puts all
//! of it in place, which needs no key and may itself be cut and begun again.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::remaking::{BackupLeft, Remade};
use super::{Database, identity, open_data};
use crate::engine::EngineError;
use crate::error::StorageError;
use crate::folder::{self, Folder};
use crate::keys::{DatabaseKey, KeysFile, OneTime, keys_hash};
use crate::log::{self, Chain};
use crate::recovery::RecoveryKey;
use crate::sqlite::{self, Presence, SqliteConnection};

/// What comes of removing somebody: secrets to hand over now, since they are kept nowhere.
#[derive(Debug)]
pub struct Removed {
    /// The new recovery key; the one before opens nothing any more.
    pub recovery_key: RecoveryKey,
    /// The others, each with a passphrase to sign in with once.
    pub one_time: Vec<OneTime>,
    /// How many backups were made anew under the new key.
    pub backups_remade: usize,
    /// Those that weren't and can still be opened by whoever was removed, each with the reason.
    pub backups_left: Vec<BackupLeft>,
}

/// How far a change of the key has come; tests look at the folder after each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// data.db is copied under the new key.
    DataCopied,
    /// The copy knows its new keys and is checked.
    DataChecked,
    /// files.db too.
    FilesChecked,
    /// The new keys lie beside the present ones.
    KeysWritten,
    /// The present data.db is closed and in one file.
    Closed,
    /// From here on the new counts.
    Decided,
    /// files.db is in place.
    FilesInPlace,
    /// data.db is in place.
    DataInPlace,
    /// keys.json is in place.
    KeysInPlace,
    /// The mark is gone.
    Done,
}

/// What the mark says: which keys it is about.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mark {
    keys_hash: String,
}

impl Database {
    /// Shuts somebody out: the key is changed, the backups in reach are made anew under it, and there is a new
    /// recovery key. The person signed in gives their passphrase and keeps it; the others get one-time ones.
    ///
    /// # Errors
    /// [`StorageError::WrongPassphrase`], [`StorageError::RemovesSelf`], [`StorageError::UserUnknown`],
    /// [`StorageError::DiskFull`] (twice the room is needed for a moment) …; all is as before then. Only an
    /// error of the disk after everything was written leaves the last step to the next opening; the new secrets
    /// are lost with it, as in a crash, and are made anew by [`Self::renew_passphrase`] and
    /// [`Self::renew_recovery_key`].
    pub fn remove_person(&mut self, person: Uuid, passphrase: &str) -> Result<Removed, StorageError> {
        self.remove_in_steps(person, passphrase, &mut |_| {})
    }

    /// As [`Self::remove_person`], telling each step.
    pub(crate) fn remove_in_steps(
        &mut self,
        person: Uuid,
        passphrase: &str,
        step: &mut dyn FnMut(Step),
    ) -> Result<Removed, StorageError> {
        if person == self.person.id {
            return Err(StorageError::RemovesSelf);
        }
        let (key, recovery_key) = (DatabaseKey::random()?, RecoveryKey::random()?);
        let acting = (self.person.id, passphrase);
        let (keys, one_time) = self.keys.with_new_key(&key, person, acting, &recovery_key)?;
        self.change_key(key, keys, step)?;
        crate::beside::drop_drafts(&mut self.data, person)?;
        // The secrets are handed over whatever comes of the backups.
        let Remade { remade, left } = self.remake_backups();
        Ok(Removed { recovery_key, one_time, backups_remade: remade, backups_left: left })
    }

    /// Puts both files under another key, together with their keys.json.
    fn change_key(
        &mut self,
        key: DatabaseKey,
        keys: KeysFile,
        step: &mut dyn FnMut(Step),
    ) -> Result<(), StorageError> {
        if let Err(error) = self.prepare(&key, &keys, step).and_then(|hash| self.decide(hash, step)) {
            // What was begun has no use; the next opening would sweep it away too.
            let _ = sweep(&self.folder);
            return Err(error);
        }
        finish(&self.folder, step)?;
        self.data = SqliteConnection::open(&self.folder.data(), &key, Presence::Existing)?;
        self.key = key;
        self.keys = keys;
        Ok(())
    }

    /// Writes all that is new beside what is there, and checks it; the hash of the new keys.json.
    fn prepare(
        &mut self,
        key: &DatabaseKey,
        keys: &KeysFile,
        step: &mut dyn FnMut(Step),
    ) -> Result<String, StorageError> {
        sweep(&self.folder)?;
        let bytes = keys.to_bytes()?;
        let hash = keys_hash(&bytes);
        self.data.checkpoint()?;
        let next = self.folder.next_data();
        self.data.copy_to(&next, key)?;
        step(Step::DataCopied);
        let heads = heads(&mut self.data)?;
        belong_to(
            &next,
            key,
            keys,
            &hash,
            |copy| {
                if self::heads(copy)? == heads { Ok(()) } else { Err(unlike()) }
            },
        )?;
        step(Step::DataChecked);
        copy_files(&self.folder.files(), &self.key, &self.folder.next_files(), key)?;
        step(Step::FilesChecked);
        folder::write_new(&self.folder.next_keys(), &bytes)?;
        folder::sync_folder_of(&self.folder.next_keys())?;
        step(Step::KeysWritten);
        Ok(hash)
    }

    /// Closes the present data.db and sets the mark. An error leaves the present one open as it was.
    fn decide(&mut self, keys_hash: String, step: &mut dyn FnMut(Step)) -> Result<(), StorageError> {
        let mark = serde_json::to_vec(&Mark { keys_hash })
            .map_err(|error| StorageError::Other(format!("mark: {error}")))?;
        let place = self.folder.key_change();
        let written = place.with_extension("json.next");
        folder::write_new(&written, &mark)?;
        // Windows renames over no file that is open, and a write-ahead log must never meet the other file.
        let present = std::mem::replace(&mut self.data, SqliteConnection::to_nothing()?);
        let closed = present.close().map_err(StorageError::from);
        let outcome = closed.and_then(|()| in_one_file(&self.folder.data())).and_then(|()| {
            step(Step::Closed);
            folder::rename(&written, &place)
        });
        if outcome.is_err() && !place.exists() {
            self.data = open_data(&self.folder, &self.key)?;
            return outcome;
        }
        step(Step::Decided);
        Ok(())
    }
}

/// Puts what was decided in its place; nothing to do where nothing was. Needs no key.
pub(super) fn finish(folder: &Folder, step: &mut dyn FnMut(Step)) -> Result<(), StorageError> {
    let place = folder.key_change();
    let mark = match fs::read(&place) {
        Ok(bytes) => serde_json::from_slice::<Mark>(&bytes)
            .map_err(|error| StorageError::KeysDamaged(format!("key-change.json: {error}")))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StorageError::io("reading a mark", &place, error)),
    };
    let next = folder.next_keys();
    if next.exists() {
        let bytes = fs::read(&next).map_err(|error| StorageError::io("reading keys.json", &next, error))?;
        if keys_hash(&bytes) != mark.keys_hash {
            return Err(StorageError::KeysForeign);
        }
    }
    // keys.json is the last: until it is in place the mark can be told from one that has no meaning any more.
    for (next, present, done) in [
        (folder.next_files(), folder.files(), Step::FilesInPlace),
        (folder.next_data(), folder.data(), Step::DataInPlace),
        (next, folder.keys(), Step::KeysInPlace),
    ] {
        if next.exists() {
            // All of it is in the new file too, which it must never be read into.
            folder::remove_beside(&present)?;
            folder::rename(&next, &present)?;
        }
        step(done);
    }
    folder::remove_if_there(&place)?;
    folder::sync_folder_of(&place)?;
    step(Step::Done);
    Ok(())
}

/// Removes what a crash or an error left beside the files that count.
pub(super) fn sweep(folder: &Folder) -> Result<(), StorageError> {
    if folder.key_change().exists() {
        return Ok(());
    }
    for next in [folder.next_data(), folder.next_files()] {
        folder::remove_if_there(&next)?;
        folder::remove_beside(&next)?;
    }
    folder::remove_if_there(&folder.key_change().with_extension("json.next"))?;
    folder::remove_if_there(&folder.next_keys())?;
    let remaking = folder.remaking();
    if remaking.exists() {
        fs::remove_dir_all(&remaking)
            .map_err(|error| StorageError::io("removing what was left", &remaking, error))?;
    }
    Ok(())
}

/// The newest entries of both logs.
fn heads(data: &mut SqliteConnection) -> Result<[log::Head; 2], EngineError> {
    Ok([log::head(data, Chain::Changes)?, log::head(data, Chain::Reads)?])
}

/// A copy isn't what it was made from.
fn unlike() -> StorageError {
    StorageError::DatabaseDamaged("the copy under the new key differs".to_owned())
}

/// Tells a copy of data.db under a new key which keys.json is its own, checks it page by page and leaves it in
/// one file.
pub(super) fn belong_to(
    copy: &Path,
    key: &DatabaseKey,
    keys: &KeysFile,
    hash: &str,
    check: impl FnOnce(&mut SqliteConnection) -> Result<(), StorageError>,
) -> Result<(), StorageError> {
    let mut data = SqliteConnection::open(copy, key, Presence::Existing)?;
    identity::set_keys(&mut data, keys.generation(), hash)?;
    check(&mut data)?;
    close_checked(data, copy)
}

/// Copies files.db under another key and checks the copy.
pub(super) fn copy_files(
    from: &Path,
    old: &DatabaseKey,
    to: &Path,
    new: &DatabaseKey,
) -> Result<(), StorageError> {
    let mut files = SqliteConnection::open(from, old, Presence::Existing)?;
    files.copy_to(to, new)?;
    files.close()?;
    close_checked(SqliteConnection::open(to, new, Presence::Existing)?, to)
}

/// Checks every page and leaves the file alone on the disk, with nothing beside it.
fn close_checked(mut data: SqliteConnection, path: &Path) -> Result<(), StorageError> {
    data.checkpoint()?;
    data.single_file()?;
    sqlite::check(&mut data)?;
    data.close()?;
    in_one_file(path)?;
    // Windows forces nothing to the disk through a file that is open for reading only.
    fs::File::options()
        .write(true)
        .open(path)
        .and_then(|file| file.sync_all())
        .map_err(|error| StorageError::io("writing a file", path, error))
}

/// Refuses to go on where a write-ahead log still holds something that the file doesn't.
fn in_one_file(path: &Path) -> Result<(), StorageError> {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    match fs::metadata(PathBuf::from(name)) {
        Ok(log) if log.len() > 0 => {
            Err(StorageError::Other("the write-ahead log is still in use".to_owned()))
        }
        _ => Ok(()),
    }
}
