//! The folder of a local database: what lies where, who has it open, and writing that survives a crash.
//!
//! Invariant: a folder is open in one program at a time, held by the operating system's lock, so that a
//! crash frees it. A file that matters is replaced by writing a new one beside it, forcing it to the disk
//! and renaming it: after a crash either the old or the new is there, whole.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Local, Utc};
use serde::{Deserialize, Serialize};

use crate::error::StorageError;

/// The paths of a database's folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The folder at a path.
    pub(crate) fn at(path: &Path) -> Self {
        Self { root: path.to_owned() }
    }
    /// The folder itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }
    /// Records and logs.
    pub(crate) fn data(&self) -> PathBuf {
        self.root.join("data.db")
    }
    /// Attachments.
    pub(crate) fn files(&self) -> PathBuf {
        self.root.join("files.db")
    }
    /// Sealed keys.
    pub(crate) fn keys(&self) -> PathBuf {
        self.root.join("keys.json")
    }
    /// The next keys.json while it replaces the present one.
    pub(crate) fn next_keys(&self) -> PathBuf {
        self.root.join("keys.json.next")
    }
    /// data.db under a new key, before it takes the place of the present one.
    pub(crate) fn next_data(&self) -> PathBuf {
        self.root.join("data.db.next")
    }
    /// files.db under a new key, before it takes the place of the present one.
    pub(crate) fn next_files(&self) -> PathBuf {
        self.root.join("files.db.next")
    }
    /// The mark that a change of the key is decided: what lies beside as "next" counts.
    pub(crate) fn key_change(&self) -> PathBuf {
        self.root.join("key-change.json")
    }
    /// Where backups are made anew under a new key.
    pub(crate) fn remaking(&self) -> PathBuf {
        self.backups().join("remaking")
    }
    /// Automatic backups.
    pub(crate) fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }
    /// What the operating system locks. Its own file, because Windows lets nobody read a locked one.
    fn lock(&self) -> PathBuf {
        self.root.join("open.lock")
    }
    /// Who has the folder open. Left behind, it tells of an unclean end.
    pub(crate) fn holder(&self) -> PathBuf {
        self.root.join("open.json")
    }
}

/// Who has a folder open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Holder {
    /// The person signed in; none until the passphrase was right.
    pub(crate) person: Option<String>,
    /// The program: `vilkaar` or `vilkaar-cli`.
    program: String,
    /// The PC's name.
    machine: String,
    /// The number of the process there.
    process: u32,
    /// Since when.
    since: DateTime<Utc>,
}

impl Holder {
    /// This program.
    pub(crate) fn this_program() -> Self {
        let program = std::env::current_exe()
            .ok()
            .and_then(|path| path.file_stem().map(|name| name.to_string_lossy().into_owned()));
        Self {
            person: None,
            program: program.unwrap_or_else(|| "Vilkår".to_owned()),
            machine: machine_name(),
            process: std::process::id(),
            since: Utc::now(),
        }
    }

    /// As the user is told it: "Karina Holst (vilkaar på PC-1234 siden 22-11-2026 09:41)".
    fn told(&self) -> String {
        let since = self.since.with_timezone(&Local).format("%d-%m-%Y %H:%M");
        let place = format!("{} på {} siden {since}", self.program, self.machine);
        self.person.as_ref().map_or_else(|| place.clone(), |person| format!("{person} ({place})"))
    }
}

/// The PC's name, for telling who has a database open.
fn machine_name() -> String {
    #[cfg(unix)]
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").unwrap_or_default();
    if name.is_empty() { "denne pc".to_owned() } else { name }
}

/// An open folder: dropped, it is free again.
pub(crate) struct FolderLock {
    _file: File,
    /// The program before this one ended without closing the folder.
    pub(crate) ended_uncleanly: bool,
}

impl Folder {
    /// Takes the folder for this program.
    ///
    /// # Errors
    /// [`StorageError::DatabaseLocked`] with who holds it; [`StorageError::NotWritable`].
    pub(crate) fn lock_for(&self, holder: &Holder) -> Result<FolderLock, StorageError> {
        let path = self.lock();
        let file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(|error| StorageError::io("opening the lock", &self.root, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = fs::read(self.holder())
                    .ok()
                    .and_then(|bytes| serde_json::from_slice::<Holder>(&bytes).ok())
                    .map(|holder| holder.told());
                return Err(StorageError::DatabaseLocked { holder });
            }
            Err(TryLockError::Error(error)) => {
                return Err(StorageError::io("locking the folder", &path, error));
            }
        }
        let ended_uncleanly = self.holder().exists();
        self.write_holder(holder)?;
        Ok(FolderLock { _file: file, ended_uncleanly })
    }

    /// Notes who has the folder open.
    pub(crate) fn write_holder(&self, holder: &Holder) -> Result<(), StorageError> {
        let bytes =
            serde_json::to_vec(holder).map_err(|error| StorageError::Other(format!("open.json: {error}")))?;
        let path = self.holder();
        fs::write(&path, bytes).map_err(|error| StorageError::io("noting who has it open", &path, error))
    }

    /// Notes that the folder was closed in order.
    pub(crate) fn clear_holder(&self) -> Result<(), StorageError> {
        let path = self.holder();
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(StorageError::io("noting that it is closed", &path, error))
            }
            _ => Ok(()),
        }
    }
}

/// Writes a file, forces it to the disk and reads nothing of it again: for a file under a new name.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    let fail = |error| StorageError::io("writing a file", path, error);
    let mut file = File::create(path).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    file.sync_all().map_err(fail)
}

/// Removes a file that may not be there.
pub(crate) fn remove_if_there(path: &Path) -> Result<(), StorageError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StorageError::io("removing a file", path, error))
        }
        _ => Ok(()),
    }
}

/// Removes what SQLite keeps beside a file while it is open.
pub(crate) fn remove_beside(path: &Path) -> Result<(), StorageError> {
    for ending in ["-wal", "-shm", "-journal"] {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        remove_if_there(&path.with_file_name(name))?;
    }
    Ok(())
}

/// Gives a file its final name and forces the name to the disk.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), StorageError> {
    fs::rename(from, to).map_err(|error| StorageError::io("renaming a file", to, error))?;
    sync_folder_of(to)
}

/// Forces the names in a path's folder to the disk. Windows has no such thing and needs none.
pub(crate) fn sync_folder_of(path: &Path) -> Result<(), StorageError> {
    #[cfg(unix)]
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| StorageError::io("writing a folder", folder, error))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Makes a folder that only its owner can look into, where the system has such a thing: what lies in it is
/// encrypted, but nobody else needs to have keys.json to guess at.
pub(crate) fn make_private(path: &Path) -> Result<(), StorageError> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| StorageError::io("creating the folder", path, error))
}

/// Removes what is in a folder, and leaves the folder as it was given.
pub(crate) fn empty(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
    }
    Ok(())
}

/// Is it a folder without anything in it?
pub(crate) fn is_empty_folder(path: &Path) -> Result<bool, StorageError> {
    let mut entries =
        fs::read_dir(path).map_err(|error| StorageError::io("reading the folder", path, error))?;
    Ok(entries.next().is_none())
}
