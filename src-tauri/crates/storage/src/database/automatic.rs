//! Backups that nobody has to think of: on opening and hourly, thinned as they age, with a copy in a
//! second place.
//!
//! Invariant: a backup counts only when it was checked page by page and read back, in the second place too.
//! Only files that carry this database's name in the program's own form are ever removed.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use vilkaar_application::ports::LogHead;

use super::Database;
use crate::backup::{self, About, Attachments, BackupFile, BackupWritten, Manifest, RESTORED, Sources};
use crate::engine::EngineError;
use crate::error::StorageError;
use crate::log::{self, Chain, instant, instant_text};
use crate::sqlite::{self, Presence, SqliteConnection};
use crate::{store, thinning};

/// Where the second copy of each backup goes.
const PLACE: &str = "storage/second_place";
/// When the last one came there whole.
const PLACE_LAST: &str = "storage/second_place_last";
/// When the database was restored, and from which head.
const RESTORED_NOTE: &str = "storage/restored";
/// When every page was last checked.
const CHECKED: &str = "storage/checked";
/// How often it is looked whether a backup is due.
const BETWEEN_LOOKS: Duration = Duration::minutes(5);
/// The ending of a backup's name.
const ENDING: &str = "vilkaarbackup";
/// The instant in a backup's name; no colons, which Windows doesn't take.
const NAME_INSTANT: &str = "%Y%m%dT%H%M%SZ";

/// The second place and how it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SecondPlace {
    /// The folder.
    pub path: PathBuf,
    /// When the last backup came there whole.
    pub last: Option<DateTime<Utc>>,
}

impl SecondPlace {
    /// Is the last backup there older than 7 days, or is there none? The window says so.
    #[must_use]
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.last.is_none_or(|last| now - last > Duration::days(7))
    }
}

/// An automatic backup.
#[derive(Debug)]
pub struct AutomaticBackup {
    /// The one in the database's own folder.
    pub written: BackupWritten,
    /// Why the copy in the second place failed, if there is a second place and it did.
    pub second_place_error: Option<StorageError>,
}

/// The note of a restore.
#[derive(Serialize, Deserialize)]
struct Restored {
    at: DateTime<Utc>,
    change_head: LogHead,
    read_head: LogHead,
}

impl Database {
    /// Makes an automatic backup when one is due: the first since opening, or an hour after the last, and
    /// only if something changed since the last. May be asked every few seconds: it looks once in five
    /// minutes, and after a failure too.
    ///
    /// # Errors
    /// As [`Self::back_up`].
    pub fn back_up_if_due(&mut self, now: DateTime<Utc>) -> Result<Option<AutomaticBackup>, StorageError> {
        // A clock that was set back doesn't put backups off for long.
        if self.next_look.is_some_and(|next| now < next && next - now <= BETWEEN_LOOKS) {
            return Ok(None);
        }
        self.next_look = Some(now + BETWEEN_LOOKS);
        let Some(newest) = self.backups()?.into_iter().next() else { return self.back_up(now).map(Some) };
        let is_due = !self.backed_up || now - newest.manifest.created_at >= Duration::hours(1);
        let heads = (self.log_head(Chain::Changes)?, self.log_head(Chain::Reads)?);
        let keys_written = fs::metadata(self.folder.keys()).and_then(|keys| keys.modified()).ok();
        let keys_are_newer =
            keys_written.is_none_or(|at| DateTime::<Utc>::from(at) > newest.manifest.created_at);
        let is_changed = heads != (newest.manifest.change_head, newest.manifest.read_head) || keys_are_newer;
        let misses_second = self.second_place()?.is_some_and(|place| place.is_overdue(now));
        if is_due && (is_changed || misses_second) { self.back_up(now).map(Some) } else { Ok(None) }
    }

    /// Makes an automatic backup now, copies it to the second place and thins the older ones in both.
    ///
    /// # Errors
    /// [`StorageError`] when the backup in the database's own folder fails. The second place's failure is
    /// part of the answer: the first backup stands.
    pub fn back_up(&mut self, now: DateTime<Utc>) -> Result<AutomaticBackup, StorageError> {
        let folder = self.folder.backups();
        fs::create_dir_all(&folder)
            .map_err(|error| StorageError::io("creating the folder", &folder, error))?;
        let name = format!("{}{}.{ENDING}", self.name_prefix(), now.format(NAME_INSTANT));
        let written = self.write_backup(&folder.join(name), now, Attachments::Beside)?;
        self.thin(&folder, now)?;
        let second_place_error = match self.second_place()? {
            Some(place) => self.copy_to_second(&written, &place.path, now).err(),
            None => None,
        };
        if !self.backed_up && self.has_backups_under_old_key() {
            // A place that was away when somebody was removed may be there now. Once since opening: a copy that
            // is damaged stays so. What still fails is asked for by `has_backups_under_old_key`.
            drop(self.remake_backups());
        }
        self.backed_up = true;
        Ok(AutomaticBackup { written, second_place_error })
    }

    /// Copies a backup to the second place.
    fn copy_to_second(
        &mut self,
        written: &BackupWritten,
        place: &Path,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let copied = backup::copy_into(written, place).and_then(|()| self.thin(place, now));
        copied.map_err(|error| StorageError::BackupPlaceFailed {
            place: place.to_owned(),
            reason: error.to_string(),
        })?;
        Ok(store::set_note(&mut self.data, PLACE_LAST, &instant_text(now))?)
    }

    /// Checks every page when the last check is more than a week old; true when it did.
    ///
    /// # Errors
    /// [`StorageError::DatabaseDamaged`].
    pub fn check_integrity_if_due(&mut self, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let last = store::note(&mut self.data, CHECKED)?.as_deref().map(instant).transpose()?;
        let is_due = now - last.unwrap_or(self.identity.created_at) > Duration::weeks(1);
        if is_due {
            self.check_integrity()?;
            store::set_note(&mut self.data, CHECKED, &instant_text(now))?;
        }
        Ok(is_due)
    }

    /// The second place, if one was chosen.
    ///
    /// # Errors
    /// [`StorageError`] when the database can't be read.
    pub fn second_place(&mut self) -> Result<Option<SecondPlace>, StorageError> {
        let path = store::note(&mut self.data, PLACE)?.filter(|path| !path.is_empty());
        let last = store::note(&mut self.data, PLACE_LAST)?.filter(|last| !last.is_empty());
        let last = last.as_deref().map(instant).transpose()?;
        Ok(path.map(|path| SecondPlace { path: PathBuf::from(path), last }))
    }

    /// Chooses the second place (a network drive will do), or none. The next backup goes there.
    ///
    /// # Errors
    /// [`StorageError::BackupPlaceFailed`] when nothing can be written there; the old one stays then.
    pub fn set_second_place(&mut self, place: Option<&Path>) -> Result<(), StorageError> {
        if let Some(place) = place {
            let probe = place.join(format!("{}proeve.tmp", self.name_prefix()));
            fs::write(&probe, b"Vilk\xC3\xA5r").and_then(|()| fs::remove_file(&probe)).map_err(|error| {
                StorageError::BackupPlaceFailed { place: place.to_owned(), reason: error.to_string() }
            })?;
        }
        let text = place.map(|place| place.to_string_lossy().into_owned()).unwrap_or_default();
        store::set_note(&mut self.data, PLACE, &text)?;
        Ok(store::set_note(&mut self.data, PLACE_LAST, "")?)
    }

    /// The automatic backups in the database's own folder, newest first.
    ///
    /// # Errors
    /// [`StorageError`] when the folder can't be read. A file that isn't a backup is passed over.
    pub fn backups(&self) -> Result<Vec<BackupFile>, StorageError> {
        self.backups_in(&self.folder.backups())
    }

    /// This database's backups in a folder, newest first.
    fn backups_in(&self, folder: &Path) -> Result<Vec<BackupFile>, StorageError> {
        let mut found: Vec<BackupFile> = Vec::new();
        for (path, _) in self.named_in(folder)? {
            let Ok(manifest) = backup::read_manifest(&path) else { continue };
            if manifest.database == self.identity.id {
                let bytes = fs::metadata(&path).map(|file| file.len()).unwrap_or_default();
                found.push(BackupFile { path, bytes, manifest });
            }
        }
        found.sort_by_key(|backup| std::cmp::Reverse(backup.manifest.created_at));
        Ok(found)
    }

    /// The files in a folder that carry this database's name, with the instant in it.
    pub(super) fn named_in(&self, folder: &Path) -> Result<Vec<(PathBuf, DateTime<Utc>)>, StorageError> {
        let fail = |error| StorageError::io("reading the folder", folder, error);
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let prefix = self.name_prefix();
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).map_err(fail)? {
            let path = entry.map_err(fail)?.path();
            let at = path
                .file_name()
                .and_then(|name| name.to_str())
                .and_then(|name| name.strip_prefix(&prefix)?.strip_suffix(&format!(".{ENDING}")))
                .and_then(|at| NaiveDateTime::parse_from_str(at, NAME_INSTANT).ok());
            if let Some(at) = at {
                found.push((path, at.and_utc()));
            }
        }
        Ok(found)
    }

    /// How the names of this database's backups begin.
    fn name_prefix(&self) -> String {
        // The end of a UUIDv7 is its random part; the beginning is the time and alike for many.
        let id = self.identity.id.simple().to_string();
        format!("vilkaar-{}-", id.get(24..).unwrap_or_default())
    }

    /// Removes the backups of a folder whose time is over, and attachments that no backup needs any more.
    fn thin(&self, folder: &Path, now: DateTime<Utc>) -> Result<(), StorageError> {
        let remove = |path: &Path| {
            fs::remove_file(path).map_err(|error| StorageError::io("removing an old backup", path, error))
        };
        let named = self.named_in(folder)?;
        let instants: Vec<DateTime<Utc>> = named.iter().map(|(_, at)| *at).collect();
        let over = thinning::to_remove(&instants, now);
        let mut needed = Vec::new();
        let mut freed = Vec::new();
        for (path, at) in &named {
            let Ok(manifest) = backup::read_manifest(path) else { continue };
            let beside = manifest.beside().map(str::to_owned);
            if over.contains(at) {
                remove(path)?;
                freed.extend(beside);
            } else {
                needed.extend(beside);
            }
        }
        for name in freed {
            let path = folder.join(&name);
            if !needed.contains(&name) && path.exists() {
                remove(&path)?;
            }
        }
        Ok(())
    }

    /// The newest entry of a log.
    fn log_head(&mut self, chain: Chain) -> Result<LogHead, EngineError> {
        log::head(&mut self.data, chain)?.into_log_head()
    }

    /// Writes a backup: a copy of the open database, checked page by page, and the rest.
    pub(super) fn write_backup(
        &mut self,
        file: &Path,
        now: DateTime<Utc>,
        attachments: Attachments,
    ) -> Result<BackupWritten, StorageError> {
        let about = About {
            database: self.identity.id,
            created_at: now,
            schema: sqlite::schema_of(&mut self.data)?.found,
            change_head: self.log_head(Chain::Changes)?,
            read_head: self.log_head(Chain::Reads)?,
        };
        let copy = self.folder.backups().join("copy.db");
        let outcome = self.copy_checked(&copy).and_then(|()| {
            let (keys, files) = (self.folder.keys(), self.folder.files());
            backup::write(file, about, &Sources { data: &copy, keys: &keys, files: &files }, attachments)
        });
        // Not needed after, whatever came of it; the error that is told is the first one.
        let _ = fs::remove_file(&copy);
        outcome
    }

    /// Copies the open database and checks the copy.
    fn copy_checked(&mut self, copy: &Path) -> Result<(), StorageError> {
        if copy.exists() {
            fs::remove_file(copy).map_err(|error| StorageError::io("removing an old copy", copy, error))?;
        }
        if let Some(folder) = copy.parent() {
            fs::create_dir_all(folder)
                .map_err(|error| StorageError::io("creating the folder", folder, error))?;
        }
        self.data.checkpoint()?;
        self.data.copy_to(copy, &self.key)?;
        let mut checked = SqliteConnection::open(copy, &self.key, Presence::Existing)?;
        sqlite::check(&mut checked)?;
        checked.single_file()?;
        Ok(checked.close()?)
    }

    /// A restored database starts without a second place (it may be a copy that someone only looks into)
    /// and remembers from where its log goes on.
    pub(super) fn note_restored(&mut self, manifest: &Manifest) -> Result<(), StorageError> {
        let note = Restored {
            at: Utc::now(),
            change_head: manifest.change_head.clone(),
            read_head: manifest.read_head.clone(),
        };
        let text = serde_json::to_string(&note).map_err(|error| StorageError::Other(error.to_string()))?;
        store::set_note(&mut self.data, PLACE, "")?;
        store::set_note(&mut self.data, RESTORED_NOTE, &text)?;
        let mark = self.folder.root().join(RESTORED);
        fs::remove_file(&mark).map_err(|error| StorageError::io("removing a mark", &mark, error))
    }

    /// The logs' heads in all backups in reach: changes, reads. Backups made before a restore may hold
    /// entries that the restore left behind; those are no sign of a rewritten log.
    pub(super) fn heads_of_backups(&mut self) -> Result<(Vec<LogHead>, Vec<LogHead>), EngineError> {
        let restored: Option<Restored> =
            store::note(&mut self.data, RESTORED_NOTE)?.and_then(|note| serde_json::from_str(&note).ok());
        let mut folders = vec![self.folder.backups()];
        if let Ok(Some(place)) = self.second_place() {
            folders.push(place.path);
        }
        let (mut changes, mut reads) = (Vec::new(), Vec::new());
        // A place that can't be reached tells nothing; verify goes on with those that can.
        for found in folders.iter().filter_map(|folder| self.backups_in(folder).ok()).flatten() {
            let Manifest { created_at, change_head, read_head, .. } = found.manifest;
            let left_behind =
                |head: &LogHead, from: &LogHead, at: DateTime<Utc>| created_at < at && head.seq > from.seq;
            let restored = restored.as_ref();
            if !restored.is_some_and(|r| left_behind(&change_head, &r.change_head, r.at)) {
                changes.push(change_head);
            }
            if !restored.is_some_and(|r| left_behind(&read_head, &r.read_head, r.at)) {
                reads.push(read_head);
            }
        }
        Ok((changes, reads))
    }
}
