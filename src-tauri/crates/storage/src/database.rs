//! A local database: the folder, open. Creating, opening, passphrases, locking, and the store's port.
//!
//! Invariants: one program at a time has the folder. The keys that open it are the newest that the database
//! knows of; while they are being replaced both are good, so that a crash shuts nobody out. A database that
//! was not closed in order, or comes from a backup, is checked page by page before it is used.

mod access;
mod automatic;
mod beside;
mod identity;
mod key_change;
mod persons;
mod port;
mod remaking;
mod restoring;

use std::fs;
use std::io;
use std::path::Path;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vilkaar_application::ports::Actor;
use vilkaar_domain::{Roles, User};

use crate::backup;
use crate::engine::EngineError;
use crate::error::StorageError;
use crate::folder::{self, Folder, FolderLock, Holder};
use crate::keys::{DatabaseKey, KeysFile, Person, keys_hash};
use crate::network;
use crate::recovery::RecoveryKey;
use crate::sqlite::{self, Presence, SqliteConnection};

pub use automatic::{AutomaticBackup, SecondPlace};
use identity::Identity;
pub use key_change::Removed;
#[cfg(test)]
pub(crate) use key_change::Step;
pub use remaking::{BackupLeft, Remade};

/// An open local database.
pub struct Database {
    data: SqliteConnection,
    folder: Folder,
    key: DatabaseKey,
    keys: KeysFile,
    identity: Identity,
    person: Person,
    /// The person's record with the roles; none in a database that has no record of it yet.
    user: Option<User>,
    /// It ended uncleanly before, or was restored, and proved whole.
    recovered: bool,
    /// An automatic backup was made since opening.
    backed_up: bool,
    /// Not worth looking before: whether a backup is due is asked every few seconds.
    next_look: Option<DateTime<Utc>>,
    lock: FolderLock,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("id", &self.identity.id).finish_non_exhaustive()
    }
}

/// What opens a database.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// A person's passphrase.
    Passphrase {
        /// Who; may be left out while there is one person.
        user: Option<&'a str>,
        /// The passphrase.
        passphrase: &'a str,
    },
    /// The recovery key, to give a person a new passphrase.
    Recovery {
        /// Who signs in; may be left out while there is one person.
        user: Option<&'a str>,
        /// The key as typed.
        key: &'a str,
    },
}

impl std::fmt::Debug for Unlock<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unlock(***)")
    }
}

/// Refuses a folder that isn't a database.
/// The smallest page that SQLCipher writes, bytes.
const PAGE: u64 = 4096;

fn existing(path: &Path) -> Result<Folder, StorageError> {
    let folder = Folder::at(path);
    let missing = || StorageError::DatabaseMissing { folder: path.to_owned() };
    match fs::metadata(folder.data()) {
        // A file shorter than a page would pass for a new, empty database and be written to.
        Ok(data) if data.is_file() && data.len() < PAGE => {
            return Err(StorageError::DatabaseDamaged(format!("data.db has {} bytes", data.len())));
        }
        Ok(data) if data.is_file() => {}
        Ok(_) => return Err(missing()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            return Err(StorageError::io("looking into the folder", path, error));
        }
        Err(_) if folder.keys().exists() => {
            return Err(StorageError::DatabaseDamaged("data.db is missing".to_owned()));
        }
        Err(_) => return Err(missing()),
    }
    Ok(folder)
}

/// keys.json as it lies there; the next one where it is decided that it counts.
fn read_keys(folder: &Folder) -> Result<(KeysFile, Vec<u8>), StorageError> {
    let next = folder.next_keys();
    let path = if folder.key_change().exists() && next.exists() { next } else { folder.keys() };
    match fs::read(&path) {
        Ok(bytes) => Ok((KeysFile::parse(&bytes)?, bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StorageError::KeysMissing),
        Err(error) => Err(StorageError::io("reading keys.json", &path, error)),
    }
}

impl Database {
    /// Creates a database in a folder that doesn't exist or is empty, with its first person, and opens it.
    /// The recovery key is shown once and kept nowhere.
    ///
    /// # Errors
    /// [`StorageError::DatabaseExists`] when the folder isn't empty, [`StorageError::ParentMissing`],
    /// [`StorageError::NotWritable`], [`StorageError::NetworkShare`], [`StorageError::DiskFull`] …; what was
    /// begun is removed then.
    pub fn create(path: &Path, person: &str, passphrase: &str) -> Result<(Self, RecoveryKey), StorageError> {
        let person = Person { id: Uuid::now_v7(), name: person.trim().to_owned() };
        Self::create_for(path, person, passphrase)
    }

    /// The same for somebody who has an id already: a database that is moved here knows its people.
    pub(crate) fn create_for(
        path: &Path,
        person: Person,
        passphrase: &str,
    ) -> Result<(Self, RecoveryKey), StorageError> {
        let is_new = !path.exists();
        if is_new {
            if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty() && !p.is_dir()) {
                return Err(StorageError::ParentMissing { folder: parent.to_owned() });
            }
            folder::make_private(path)?;
        } else if !path.is_dir() || !folder::is_empty_folder(path)? {
            return Err(StorageError::DatabaseExists { folder: path.to_owned() });
        }
        let outcome = Self::fill(&Folder::at(path), person, passphrase);
        if outcome.is_err() {
            // What was begun goes again; the error that is told is the first one.
            let _ = if is_new { fs::remove_dir_all(path) } else { folder::empty(path) };
        }
        outcome
    }

    /// Fills an empty folder.
    fn fill(folder: &Folder, person: Person, passphrase: &str) -> Result<(Self, RecoveryKey), StorageError> {
        network::refuse_share(folder.root())?;
        let mut holder = Holder::this_program();
        holder.person = Some(person.name.clone());
        let lock = folder.lock_for(&holder)?;
        let (key, recovery) = (DatabaseKey::random()?, RecoveryKey::random()?);
        let id = Uuid::now_v7();
        let keys = KeysFile::new(&key, id, &person, passphrase, &recovery)?;
        let bytes = keys.to_bytes()?;

        folder::make_private(&folder.backups())?;
        let mut files = SqliteConnection::open(&folder.files(), &key, Presence::New)?;
        sqlite::migrate_files(&mut files)?;
        files.close()?;
        let mut data = SqliteConnection::open(&folder.data(), &key, Presence::New)?;
        sqlite::migrate_data(&mut data)?;
        let identity = Identity { id, created_at: Utc::now() };
        identity::insert(&mut data, &identity, keys.generation(), &keys_hash(&bytes))?;
        // The keys come last: with them there the database is whole.
        folder::write_new(&folder.next_keys(), &bytes)?;
        folder::rename(&folder.next_keys(), &folder.keys())?;
        let folder = folder.clone();
        let database = Self {
            data,
            folder,
            key,
            keys,
            identity,
            person,
            user: None,
            recovered: false,
            backed_up: false,
            next_look: None,
            lock,
        };
        Ok((database, recovery))
    }

    /// Opens a database.
    ///
    /// # Errors
    /// [`StorageError::DatabaseMissing`], [`StorageError::DatabaseLocked`] with who has it,
    /// [`StorageError::WrongPassphrase`], an error of keys.json, [`StorageError::DatabaseDamaged`],
    /// [`StorageError::SchemaNewer`] …; nothing is changed then.
    pub fn open(path: &Path, unlock: Unlock<'_>) -> Result<Self, StorageError> {
        let folder = existing(path)?;
        network::refuse_share(path)?;
        if !folder.keys().exists() {
            return Err(StorageError::KeysMissing);
        }
        let mut holder = Holder::this_program();
        let lock = folder.lock_for(&holder)?;
        let ended_uncleanly = lock.ended_uncleanly;
        let outcome = Self::unlock(folder.clone(), lock, unlock, &mut holder);
        if outcome.is_err() && !ended_uncleanly {
            // Not opened, so there is nothing to close; an unclean end from before stays noted.
            let _ = folder.clear_holder();
        }
        outcome
    }

    /// Opens a folder that this program holds.
    fn unlock(
        folder: Folder,
        lock: FolderLock,
        unlock: Unlock<'_>,
        holder: &mut Holder,
    ) -> Result<Self, StorageError> {
        key_change::finish(&folder, &mut |_| {})?;
        let (keys, bytes) = read_keys(&folder)?;
        let (person, key) = match unlock {
            Unlock::Passphrase { user, passphrase } => {
                let person = keys.person(user)?;
                let key = keys.open(person.id, passphrase)?;
                (person, key)
            }
            Unlock::Recovery { user, key } => {
                let person = keys.person(user)?;
                (person, keys.recover(&RecoveryKey::parse(key)?)?)
            }
        };
        let mut data = open_data(&folder, &key)?;
        let schema = sqlite::schema_of(&mut data)?;
        if schema.found > schema.known {
            return Err(StorageError::SchemaNewer { found: schema.found, known: schema.known });
        }
        if !folder.files().exists() {
            return Err(StorageError::DatabaseDamaged("files.db is missing".to_owned()));
        }
        let restored = restoring::take_mark(&folder)?;
        let recovered = lock.ended_uncleanly || restored.is_some();
        let is_old = schema.found < schema.known;
        if recovered || is_old {
            sqlite::check(&mut data)?;
        }
        let identity = identity::check_keys(&mut data, &keys, &keys_hash(&bytes))?;
        // What a crash kept from its place; what is in place counts.
        key_change::sweep(&folder)?;
        holder.person = Some(person.name.clone());
        folder.write_holder(holder)?;
        let mut database = Self {
            data,
            folder,
            key,
            keys,
            identity,
            person,
            user: None,
            recovered,
            backed_up: false,
            next_look: None,
            lock,
        };
        if is_old {
            database.back_up(Utc::now())?;
            sqlite::migrate_data(&mut database.data)?;
        }
        if let Some(manifest) = restored {
            database.note_restored(&manifest)?;
        }
        database.refresh_user()?;
        Ok(database)
    }

    /// The engine's connection, for moving the whole database.
    pub(crate) const fn engine(&mut self) -> &mut SqliteConnection {
        &mut self.data
    }

    /// The database's id, the same as long as it lives.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.identity.id
    }

    /// When it was created.
    #[must_use]
    pub const fn created_at(&self) -> DateTime<Utc> {
        self.identity.created_at
    }

    /// The version of its schema.
    ///
    /// # Errors
    /// [`StorageError`] when the database can't be read.
    pub fn schema(&mut self) -> Result<i64, StorageError> {
        Ok(sqlite::schema_of(&mut self.data)?.found)
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.root()
    }

    /// The person signed in as the log names them, from a screen or command.
    #[must_use]
    pub fn actor(&self, origin: &str) -> Actor {
        let roles = self.user.as_ref().filter(|user| user.removed_on.is_none());
        Actor {
            person: self.person.id,
            name: self.person.name.clone(),
            origin: origin.to_owned(),
            roles: roles.map_or_else(Roles::default, |user| user.roles.clone()),
        }
    }

    /// Reads anew which roles the person signed in has.
    ///
    /// # Errors
    /// [`StorageError`] when the database can't be read.
    pub fn refresh_user(&mut self) -> Result<(), StorageError> {
        self.user = crate::records::one::<User>(&mut self.data, self.person.id)?;
        Ok(())
    }

    /// The program before this one ended without closing the database, or it was restored, and the check
    /// of every page found it whole: the user is told so.
    #[must_use]
    pub const fn was_recovered(&self) -> bool {
        self.recovered
    }

    /// Closes the database in order: everything in its file, the key wiped, the folder free.
    ///
    /// # Errors
    /// [`StorageError`] when the file can't be brought up to date; what was saved is safe all the same.
    pub fn close(mut self) -> Result<(), StorageError> {
        self.data.checkpoint()?;
        Ok(())
    }

    /// Checks every page of data.db and files.db; about a second per 100 MB.
    ///
    /// # Errors
    /// [`StorageError::DatabaseDamaged`].
    pub fn check_integrity(&mut self) -> Result<(), StorageError> {
        sqlite::check(&mut self.data)?;
        let mut files = SqliteConnection::open(&self.folder.files(), &self.key, Presence::Existing)?;
        sqlite::check(&mut files)?;
        Ok(files.close()?)
    }

    /// Writes a backup into a file: everything, whole in itself. Checked page by page and read back.
    ///
    /// # Errors
    /// [`StorageError::NotWritable`], [`StorageError::DiskFull`] …; the file isn't there then.
    pub fn backup_to(&mut self, file: &Path) -> Result<backup::BackupWritten, StorageError> {
        self.write_backup(file, Utc::now(), backup::Attachments::Inside)
    }
}

#[cfg(test)]
impl Database {
    /// Connection and key, for tests that edit a database as someone without the program would.
    pub(crate) const fn parts_for_tests(&mut self) -> (&mut SqliteConnection, &DatabaseKey) {
        (&mut self.data, &self.key)
    }

    /// Puts an empty data.db of the schema before daily work in the place of this one, with the same keys, and closes
    /// it; `fill` gets it first.
    pub(crate) fn replaced_by_schema_2(mut self, fill: impl FnOnce(&mut SqliteConnection)) {
        let next = self.folder.next_data();
        let hash = keys_hash(&fs::read(self.folder.keys()).unwrap());
        let mut old = SqliteConnection::open(&next, &self.key, Presence::New).unwrap();
        sqlite::migrate_data_to(&mut old, 2).unwrap();
        identity::insert(&mut old, &self.identity, self.keys.generation(), &hash).unwrap();
        fill(&mut old);
        old.close().unwrap();
        // The files of that day's program.
        self.data = SqliteConnection::to_nothing().unwrap();
        let mut files = SqliteConnection::open(&self.folder.files(), &self.key, Presence::Existing).unwrap();
        files
            .driver()
            .execute_batch(concat!(
                "DROP TABLE attachment_contents; DELETE FROM refinery_schema_history WHERE version = 2;",
                include_str!("../migrations/files/V1__attachments.sql")
            ))
            .unwrap();
        files.close().unwrap();
        for beside in ["data.db-wal", "data.db-shm"] {
            let _ = fs::remove_file(self.folder.root().join(beside));
        }
        folder::rename(&next, &self.folder.data()).unwrap();
    }
}

impl Drop for Database {
    /// The folder is noted as closed; the connection closes and the key is wiped as their fields drop.
    fn drop(&mut self) {
        // If this fails the next opening checks the database, which costs a second and harms nothing.
        if self.data.checkpoint().is_ok() {
            let _ = self.folder.clear_holder();
        }
        // Fields drop in order: the connection first, the lock on the folder last.
        let _ = &self.lock;
    }
}

/// Opens data.db. When the key doesn't fit it, files.db tells whether the key or the file is wrong.
fn open_data(folder: &Folder, key: &DatabaseKey) -> Result<SqliteConnection, StorageError> {
    match SqliteConnection::open(&folder.data(), key, Presence::Existing) {
        Ok(data) => Ok(data),
        Err(EngineError::Damaged(what)) => {
            let files = folder.files();
            let fits = !files.exists() || SqliteConnection::open(&files, key, Presence::Existing).is_ok();
            Err(if fits { StorageError::DatabaseDamaged(what) } else { StorageError::KeysForeign })
        }
        Err(error) => Err(error.into()),
    }
}
