//! Making the backups anew under a new key, so that somebody who was removed opens none of them either.
//!
//! Invariant: each is replaced whole or left as it is. The key of before is kept, sealed under the present one
//! (`keys`), until no backup in reach needs it, so that a network drive that was away gets its turn later.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Database, identity, key_change};
use crate::backup::{self, About, Attachments, Manifest, Sources};
use crate::error::StorageError;
use crate::folder::{self, Folder};
use crate::keys::{DatabaseKey, keys_hash};
use crate::sqlite::{Presence, SqliteConnection};

/// A copy that is still under a key of before.
#[derive(Debug)]
pub struct BackupLeft {
    /// The file, or the folder where it can't be looked into.
    pub path: PathBuf,
    /// Why.
    pub why: StorageError,
}

/// What came of making backups anew.
#[derive(Debug, Default)]
pub struct Remade {
    /// How many are under the present key now that weren't.
    pub remade: usize,
    /// Those that still aren't.
    pub left: Vec<BackupLeft>,
}

/// What the backups share while they are made anew.
struct Work {
    /// The keys of before.
    former: Vec<DatabaseKey>,
    /// Attachments under the new key, by the name they had under the old one.
    attachments: BTreeMap<String, PathBuf>,
    /// Hash of the present keys.json.
    keys_hash: String,
}

impl Database {
    /// Are there backups that couldn't be made anew yet? Whoever was removed can still open them.
    #[must_use]
    pub const fn has_backups_under_old_key(&self) -> bool {
        self.keys.has_former()
    }

    /// Makes the backups in the database's own folder and in the second place anew under the present key, those
    /// that aren't yet. What fails is told and never an error of the whole.
    pub fn remake_backups(&mut self) -> Remade {
        let mut done = Remade::default();
        if !self.keys.has_former() {
            return done;
        }
        let own = self.folder.backups();
        match self.work().and_then(|work| Ok((work, self.second_place()?))) {
            Ok((mut work, second)) => {
                for place in [own].into_iter().chain(second.map(|place| place.path)) {
                    if let Err(why) = self.remake_in(&place, &mut work, &mut done) {
                        done.left.push(BackupLeft { path: place, why });
                    }
                }
            }
            Err(why) => done.left.push(BackupLeft { path: own, why }),
        }
        // Only sealed copies lie there; the next opening sweeps them away if this fails.
        let _ = fs::remove_dir_all(self.folder.remaking());
        if done.left.is_empty() {
            // The key of before has no use any more. If this fails it is tried again with the next backup.
            let _ = self.put_keys(self.keys.without_former());
        }
        done.left.extend(self.kept_by_restores());
        done
    }

    /// What is needed for it.
    fn work(&self) -> Result<Work, StorageError> {
        let keys = self.folder.keys();
        let bytes = fs::read(&keys).map_err(|error| StorageError::io("reading keys.json", &keys, error))?;
        let former = self.keys.former(&self.key)?;
        let own = self.folder.backups();
        if !own.exists() {
            folder::make_private(&own)?;
        }
        Ok(Work { former, attachments: BTreeMap::new(), keys_hash: keys_hash(&bytes) })
    }

    /// Makes the backups of one place anew.
    fn remake_in(&self, place: &Path, work: &mut Work, done: &mut Remade) -> Result<(), StorageError> {
        if !place.is_dir() {
            let reason = "the folder can't be reached".to_owned();
            return Err(StorageError::BackupPlaceFailed { place: place.to_owned(), reason });
        }
        let mut before = Vec::new();
        for (path, _) in self.named_in(place)? {
            let fresh = self.fresh_room()?;
            match self.remake(&path, &fresh, work) {
                Ok(Some(beside)) => {
                    done.remade += 1;
                    before.extend(beside);
                }
                Ok(None) => {}
                Err(why) => done.left.push(BackupLeft { path, why }),
            }
        }
        self.remove_unneeded(place, before)
    }

    /// An empty folder to work in; attachments made anew stay beside it.
    fn fresh_room(&self) -> Result<PathBuf, StorageError> {
        let remaking = self.folder.remaking();
        if !remaking.exists() {
            folder::make_private(&remaking)?;
        }
        let room = remaking.join("backup");
        if room.exists() {
            fs::remove_dir_all(&room)
                .map_err(|error| StorageError::io("removing what was left", &room, error))?;
        }
        Ok(room)
    }

    /// Makes one backup anew; none if there was no need. Otherwise the attachments that it had beside it.
    fn remake(
        &self,
        path: &Path,
        room: &Path,
        work: &mut Work,
    ) -> Result<Option<Option<String>>, StorageError> {
        let manifest = backup::restore(path, room)?;
        let old = Folder::at(room);
        if opens(&old, &self.key)? {
            return Ok(None);
        }
        let mut key = None;
        for former in &work.former {
            if opens(&old, former)? {
                key = Some(former.clone());
                break;
            }
        }
        let key = key.ok_or(StorageError::KeysForeign)?;

        let data = room.join("new-data.db");
        SqliteConnection::open(&old.data(), &key, Presence::Existing)?.copy_to(&data, &self.key)?;
        key_change::belong_to(&data, &self.key, &self.keys, &work.keys_hash, |copy| {
            let id = identity::of(copy)?;
            if id == manifest.database { Ok(()) } else { Err(StorageError::KeysForeign) }
        })?;
        let beside = manifest.beside().map(str::to_owned);
        let known = beside.as_ref().and_then(|name| work.attachments.get(name)).cloned();
        let files = match (known, &beside) {
            (Some(known), _) => known,
            (None, Some(name)) => {
                let new = self.folder.remaking().join(name);
                key_change::copy_files(&old.files(), &key, &new, &self.key)?;
                work.attachments.insert(name.clone(), new.clone());
                new
            }
            (None, None) => {
                let new = room.join("new-files.db");
                key_change::copy_files(&old.files(), &key, &new, &self.key)?;
                new
            }
        };
        let attachments = if beside.is_some() { Attachments::Beside } else { Attachments::Inside };
        let Manifest { database, created_at, schema, change_head, read_head, .. } = manifest;
        let about = About { database, created_at, schema, change_head, read_head };
        let keys = self.folder.keys();
        backup::write(path, about, &Sources { data: &data, keys: &keys, files: &files }, attachments)?;
        Ok(Some(beside))
    }

    /// Removes attachments that no backup of a place needs any more.
    fn remove_unneeded(&self, place: &Path, names: Vec<String>) -> Result<(), StorageError> {
        let mut needed = Vec::new();
        for (path, _) in self.named_in(place)? {
            let Ok(manifest) = backup::read_manifest(&path) else { continue };
            needed.extend(manifest.beside().map(str::to_owned));
        }
        names
            .iter()
            .filter(|name| !needed.contains(name))
            .try_for_each(|name| folder::remove_if_there(&place.join(name)))
    }

    /// Folders that a restore kept beside this one: whole databases under a key of before. They aren't ours to
    /// change or remove.
    fn kept_by_restores(&self) -> Vec<BackupLeft> {
        let root = self.folder.root();
        let (Some(parent), Some(name)) = (root.parent(), root.file_name().and_then(|name| name.to_str()))
        else {
            return Vec::new();
        };
        let kept = format!("{name} før gendannelse ");
        // A folder that can't be read has nothing to tell of.
        let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
        entries
            .filter_map(Result::ok)
            .filter(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with(&kept)))
            .map(|entry| BackupLeft { path: entry.path(), why: StorageError::KeptByRestore })
            .collect()
    }
}

/// Is a folder's data.db under this key?
fn opens(folder: &Folder, key: &DatabaseKey) -> Result<bool, StorageError> {
    use crate::engine::EngineError;
    match SqliteConnection::open(&folder.data(), key, Presence::Existing) {
        Ok(data) => data.close().map(|()| true).map_err(StorageError::from),
        // To SQLCipher a wrong key and a damaged first page are the same; the backup's hashes fitted.
        Err(EngineError::Damaged(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
