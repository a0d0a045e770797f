//! Getting a database back from a backup.
//!
//! Invariant: a restore never writes over anything. It makes a new folder, and what it replaces is kept
//! beside it under another name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::Utc;

use super::Database;
use crate::backup::{self, Manifest, RESTORED};
use crate::error::StorageError;
use crate::folder::{self, Folder, Holder};
use crate::network;

impl Database {
    /// Writes a backup's database into a folder that doesn't exist. It is opened with the passphrases of
    /// the time of the backup.
    ///
    /// # Errors
    /// [`StorageError::BackupUnreadable`], [`StorageError::DatabaseExists`]; the folder isn't there then.
    pub fn restore(file: &Path, path: &Path) -> Result<Manifest, StorageError> {
        if let Some(parent) = path.parent().filter(|parent| parent.is_dir()) {
            network::refuse_share(parent)?;
        }
        backup::restore(file, path)
    }

    /// Puts a backup's database in the place of one that is there. That one is kept beside it under the
    /// name that is given back.
    ///
    /// # Errors
    /// As [`Self::restore`], and [`StorageError::DatabaseLocked`]; the present one stays in its place then.
    pub fn restore_replacing(file: &Path, path: &Path) -> Result<(Manifest, PathBuf), StorageError> {
        if !path.is_dir() {
            return Err(StorageError::DatabaseMissing { folder: path.to_owned() });
        }
        let folder = Folder::at(path);
        let lock = folder.lock_for(&Holder::this_program())?;
        if !lock.ended_uncleanly {
            folder.clear_holder()?;
        }
        // Windows renames no folder in which a file is open.
        drop(lock);
        let now = Utc::now().format("%Y-%m-%d %H%M%S");
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(" før gendannelse {now}"));
        let kept = path.with_file_name(name);
        folder::rename(path, &kept)?;
        match Self::restore(file, path) {
            Ok(manifest) => Ok((manifest, kept)),
            Err(error) => {
                folder::rename(&kept, path)?;
                Err(error)
            }
        }
    }
}

/// The mark that a folder was restored and not opened since; none if it was not.
pub(super) fn take_mark(folder: &Folder) -> Result<Option<Manifest>, StorageError> {
    let path = folder.root().join(RESTORED);
    match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|error| StorageError::DatabaseDamaged(format!("{RESTORED}: {error}"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StorageError::io("reading a mark", &path, error)),
    }
}
