//! Who can sign in: adding people, passphrases forgotten and changed, names, the recovery key.
//!
//! Invariant: keys.json is replaced in an order in which a crash at any point leaves one that the database
//! knows. Who may do any of it is decided by the use cases (`application::people`), not here.

use std::path::Path;

use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Database, existing, identity, read_keys};
use crate::error::StorageError;
use crate::folder;
use crate::keys::{KeysFile, Person, keys_hash};
use crate::recovery::RecoveryKey;

impl Database {
    /// Who is signed in.
    #[must_use]
    pub const fn person(&self) -> &Person {
        &self.person
    }

    /// Who can sign in.
    #[must_use]
    pub fn persons(&self) -> Vec<Person> {
        self.keys.people()
    }

    /// Who can sign in to the database of a folder, before it is opened.
    ///
    /// # Errors
    /// [`StorageError::DatabaseMissing`], [`StorageError::KeysMissing`], [`StorageError::KeysDamaged`].
    pub fn people(path: &Path) -> Result<Vec<Person>, StorageError> {
        let folder = existing(path)?;
        Ok(read_keys(&folder)?.0.people())
    }

    /// Lets somebody more sign in; the one-time passphrase is for them to change at the first sign-in.
    ///
    /// # Errors
    /// [`StorageError::UserExists`] when the person or somebody of that name can sign in already, or that
    /// keys.json can't be written.
    pub fn add_person(&mut self, person: &Person) -> Result<Zeroizing<String>, StorageError> {
        let name = person.name.trim().to_owned();
        let (next, passphrase) = self.keys.with_person(&self.key, &Person { id: person.id, name })?;
        self.put_keys(next)?;
        Ok(passphrase)
    }

    /// Gives somebody who forgot theirs a one-time passphrase. The one they had opens nothing any more.
    ///
    /// # Errors
    /// [`StorageError::UserUnknown`], or that keys.json can't be written.
    pub fn renew_passphrase(&mut self, person: Uuid) -> Result<Zeroizing<String>, StorageError> {
        let (next, passphrase) = self.keys.with_one_time(&self.key, person)?;
        self.put_keys(next)?;
        Ok(passphrase)
    }

    /// Gives somebody another name to sign in by.
    ///
    /// # Errors
    /// [`StorageError::UserUnknown`], [`StorageError::UserExists`], or that keys.json can't be written.
    pub fn rename_person(&mut self, person: Uuid, name: &str) -> Result<(), StorageError> {
        let renamed = Person { id: person, name: name.trim().to_owned() };
        self.put_keys(self.keys.with_name(&renamed)?)?;
        if self.person.id == person {
            self.person = renamed;
        }
        Ok(())
    }

    /// Has a person a one-time passphrase?
    #[must_use]
    pub fn has_one_time_passphrase(&self, person: Uuid) -> bool {
        self.keys.is_one_time(person)
    }

    /// Must the person signed in change the passphrase first? It was given by an administrator.
    #[must_use]
    pub fn must_change_passphrase(&self) -> bool {
        self.keys.is_one_time(self.person.id)
    }

    /// Gives the person signed in another passphrase, which is then one of their own choice.
    ///
    /// # Errors
    /// [`StorageError::WrongPassphrase`] when `current` isn't the present one, [`StorageError::PassphraseSame`].
    pub fn change_passphrase(&mut self, current: &str, new: &str) -> Result<(), StorageError> {
        self.keys.open(self.person.id, current)?;
        if self.keys.open(self.person.id, new).is_ok() {
            return Err(StorageError::PassphraseSame);
        }
        self.set_passphrase(new)
    }

    /// Gives the person signed in another passphrase without the present one: after opening with the
    /// recovery key.
    ///
    /// # Errors
    /// [`StorageError::PassphraseEmpty`], or that keys.json can't be written.
    pub fn set_passphrase(&mut self, new: &str) -> Result<(), StorageError> {
        self.put_keys(self.keys.with_passphrase(&self.key, self.person.id, new)?)
    }

    /// Makes a new recovery key, shown once and kept nowhere; the one before opens nothing any more. For when
    /// it was lost, or never seen because the program ended before it was written down.
    ///
    /// # Errors
    /// [`StorageError::WrongPassphrase`] when `passphrase` isn't that of the person signed in.
    pub fn renew_recovery_key(&mut self, passphrase: &str) -> Result<RecoveryKey, StorageError> {
        self.keys.open(self.person.id, passphrase)?;
        let recovery = RecoveryKey::random()?;
        self.put_keys(self.keys.with_recovery(&self.key, &recovery)?)?;
        Ok(recovery)
    }

    /// Replaces keys.json.
    pub(super) fn put_keys(&mut self, next: KeysFile) -> Result<(), StorageError> {
        let bytes = next.to_bytes()?;
        // In this order a crash at any point leaves a keys.json that the database knows.
        folder::write_new(&self.folder.next_keys(), &bytes)?;
        identity::announce_keys(&mut self.data, next.generation(), &keys_hash(&bytes))?;
        folder::rename(&self.folder.next_keys(), &self.folder.keys())?;
        identity::settle_keys(&mut self.data)?;
        self.keys = next;
        Ok(())
    }
}
