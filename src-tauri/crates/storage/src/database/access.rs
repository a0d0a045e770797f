//! Who can sign in to a local database, as the use cases about people ask for it.
//! Invariant: nothing is decided here; keys.json does what it is told.

use vilkaar_application::people::{Access, Holder, Keys};
use vilkaar_application::ports::StoreError;
use vilkaar_domain::UserId;
use zeroize::Zeroizing;

use super::{Database, Removed};
use crate::error::StorageError;
use crate::keys::Person;

impl Access for Database {
    fn holders(&mut self) -> Result<Vec<Holder>, StoreError> {
        let holder = |Person { id, name }| {
            let is_one_time = self.has_one_time_passphrase(id);
            Holder { id: UserId(id), name, is_one_time }
        };
        Ok(self.persons().into_iter().map(holder).collect())
    }

    /// Whoever can open the file can read all of it.
    fn withholds(&self) -> bool {
        false
    }
}

impl Keys for Database {
    type Error = StorageError;
    type Withdrawn = Removed;

    fn confirm(&mut self, passphrase: &str) -> Result<(), StorageError> {
        self.keys.open(self.person.id, passphrase).map(|_| ())
    }

    fn give(&mut self, id: UserId, name: &str) -> Result<Zeroizing<String>, StorageError> {
        self.add_person(&Person { id: id.0, name: name.to_owned() })
    }

    fn renew(&mut self, id: UserId) -> Result<Zeroizing<String>, StorageError> {
        self.renew_passphrase(id.0)
    }

    fn rename(&mut self, id: UserId, name: &str) -> Result<(), StorageError> {
        self.rename_person(id.0, name)
    }

    fn renew_recovery(&mut self, passphrase: &str) -> Result<Zeroizing<String>, StorageError> {
        self.renew_recovery_key(passphrase).map(|key| Zeroizing::new(key.reveal().to_string()))
    }

    fn withdraw(&mut self, id: UserId, passphrase: &str) -> Result<Removed, StorageError> {
        self.remove_person(id.0, passphrase)
    }
}
