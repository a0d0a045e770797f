//! keys.json: who can open a database, and the database's key sealed for each of them.
//!
//! Invariant: the database's key is random, stands nowhere in the clear, and is wiped from memory when it
//! is dropped. A passphrase is stretched by Argon2id with at least the RFC 9106 second recommendation, so
//! that a keys.json which asks for less is refused and not obeyed. The seal (XChaCha20-Poly1305) covers the
//! database's and the person's id, the parameters and the mark of a one-time passphrase too: parts of two
//! files can't be put together, and a wrong passphrase is told from damage of the database.

mod seal;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;
use vilkaar_application::passphrase::{ONE_TIME_BYTES, one_time, one_time_as_typed};
use vilkaar_application::people::is_same_name;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::chain::hex;
use crate::error::StorageError;
use crate::recovery::RecoveryKey;
use seal::{FormerKey, Holder, Seal, SealedFor};

/// The name of the form of the file.
const FORMAT: &str = "vilkaar-keys-1";

/// The key of data.db and files.db: 32 random bytes.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct DatabaseKey([u8; 32]);

impl DatabaseKey {
    /// A new key from the system's random numbers.
    pub(crate) fn random() -> Result<Self, StorageError> {
        let mut key = Self([0; 32]);
        fill_random(&mut key.0)?;
        Ok(key)
    }

    /// The bytes, for the engine.
    pub(crate) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// Random bytes from the system.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), StorageError> {
    getrandom::fill(bytes).map_err(|_| StorageError::Other("no random numbers from the system".to_owned()))
}

/// Someone who can sign in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonKey {
    id: Uuid,
    name: String,
    /// The passphrase was given by an administrator and must be changed at the first sign-in. Files from
    /// before there was such a thing don't have it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    one_time: bool,
    seal: Seal,
}

impl PersonKey {
    /// Seals the key for a person, under a passphrase of their own choice or a one-time passphrase.
    fn new(
        key: &DatabaseKey,
        database: Uuid,
        person: Person,
        passphrase: &str,
        one_time: bool,
    ) -> Result<Self, StorageError> {
        let Person { id, name } = person;
        let (secret, holder) = Self::secret(id, passphrase, one_time)?;
        let seal = Seal::new(key, secret.as_bytes(), SealedFor { database, holder })?;
        Ok(Self { id, name, one_time, seal })
    }

    /// Seals the key for a person under a new one-time passphrase, which is given back to be handed over.
    fn with_one_time(
        key: &DatabaseKey,
        database: Uuid,
        person: Person,
    ) -> Result<(Self, Zeroizing<String>), StorageError> {
        let mut chance = Zeroizing::new([0; ONE_TIME_BYTES]);
        fill_random(chance.as_mut_slice())?;
        let passphrase = one_time(&chance);
        Ok((Self::new(key, database, person, &passphrase, true)?, passphrase))
    }

    /// What is stretched, and for whom it is sealed.
    fn secret(
        id: Uuid,
        passphrase: &str,
        one_time: bool,
    ) -> Result<(Zeroizing<String>, Holder), StorageError> {
        let secret = normal(passphrase)?;
        Ok(if one_time {
            (one_time_as_typed(passphrase), Holder::OneTime(id))
        } else {
            (secret, Holder::Person(id))
        })
    }

    /// The key, if the passphrase is the one.
    fn open(&self, database: Uuid, passphrase: &str) -> Result<DatabaseKey, StorageError> {
        let (secret, holder) =
            Self::secret(self.id, passphrase, self.one_time).map_err(|_| StorageError::WrongPassphrase)?;
        self.seal
            .open(secret.as_bytes(), SealedFor { database, holder })?
            .ok_or(StorageError::WrongPassphrase)
    }

    /// Who it is.
    fn person(&self) -> Person {
        Person { id: self.id, name: self.name.clone() }
    }
}

/// A person of keys.json.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The id that the log names.
    pub id: Uuid,
    /// The name, as chosen when the person was added.
    pub name: String,
}

/// A person with a one-time passphrase to be handed over.
pub type OneTime = (Person, Zeroizing<String>);

/// The whole file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeysFile {
    format: String,
    /// Which database it belongs to.
    database: Uuid,
    /// Counts up each time the file is written.
    generation: i64,
    persons: Vec<PersonKey>,
    recovery: Seal,
    /// Keys of before, while there are backups under them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    former: Vec<FormerKey>,
}

/// A passphrase as it is stretched: composed (NFC), since an "å" is two characters on some keyboards.
fn normal(passphrase: &str) -> Result<Zeroizing<String>, StorageError> {
    let text: Zeroizing<String> = Zeroizing::new(passphrase.nfc().collect());
    if text.trim().is_empty() { Err(StorageError::PassphraseEmpty) } else { Ok(text) }
}

/// Nobody of that id.
const fn unknown() -> StorageError {
    StorageError::UserUnknown { people: Vec::new() }
}

impl KeysFile {
    /// The first file of a database: one person and the recovery key.
    pub(crate) fn new(
        key: &DatabaseKey,
        database: Uuid,
        person: &Person,
        passphrase: &str,
        recovery: &RecoveryKey,
    ) -> Result<Self, StorageError> {
        let persons = vec![PersonKey::new(key, database, person.clone(), passphrase, false)?];
        let recovery = Seal::new(key, recovery.secret(), SealedFor { database, holder: Holder::Recovery })?;
        let format = FORMAT.to_owned();
        Ok(Self { format, database, generation: 1, persons, recovery, former: Vec::new() })
    }

    /// Reads the file.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, StorageError> {
        let damaged = |error: serde_json::Error| StorageError::KeysDamaged(error.to_string());
        let file: Self = serde_json::from_slice(bytes).map_err(damaged)?;
        if file.format != FORMAT {
            return Err(StorageError::KeysDamaged("another form of the file".to_owned()));
        }
        Ok(file)
    }

    /// The file's bytes.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, StorageError> {
        let mut bytes = serde_json::to_vec_pretty(self)
            .map_err(|error| StorageError::Other(format!("keys.json: {error}")))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The database it belongs to.
    pub(crate) const fn database(&self) -> Uuid {
        self.database
    }

    /// How often it has been written.
    pub(crate) const fn generation(&self) -> i64 {
        self.generation
    }

    /// Who can sign in.
    pub(crate) fn people(&self) -> Vec<Person> {
        self.persons.iter().map(PersonKey::person).collect()
    }

    /// The person of a name (case and surrounding space don't matter), or the only one there is.
    pub(crate) fn person(&self, user: Option<&str>) -> Result<Person, StorageError> {
        let mut people = self.people();
        let names = || self.people().into_iter().map(|person| person.name).collect();
        match user {
            Some(name) => people
                .into_iter()
                .find(|person| is_same_name(&person.name, name))
                .ok_or_else(|| StorageError::UserUnknown { people: names() }),
            None if people.len() == 1 => Ok(people.remove(0)),
            None => Err(StorageError::UserNeeded { people: names() }),
        }
    }

    /// The key of a person.
    fn key_of(&self, person: Uuid) -> Result<&PersonKey, StorageError> {
        self.persons.iter().find(|known| known.id == person).ok_or_else(unknown)
    }

    /// Has the person a one-time passphrase? No for somebody who isn't there.
    pub(crate) fn is_one_time(&self, person: Uuid) -> bool {
        self.key_of(person).is_ok_and(|known| known.one_time)
    }

    /// Opens a person's seal.
    pub(crate) fn open(&self, person: Uuid, passphrase: &str) -> Result<DatabaseKey, StorageError> {
        self.key_of(person)?.open(self.database, passphrase)
    }

    /// Opens the recovery key's seal.
    pub(crate) fn recover(&self, recovery: &RecoveryKey) -> Result<DatabaseKey, StorageError> {
        self.recovery
            .open(recovery.secret(), SealedFor { database: self.database, holder: Holder::Recovery })?
            .ok_or(StorageError::RecoveryKeyWrong)
    }

    /// The keys of before, while there are backups under them.
    pub(crate) fn former(&self, key: &DatabaseKey) -> Result<Vec<DatabaseKey>, StorageError> {
        self.former.iter().map(|former| former.open(key, self.database)).collect()
    }

    /// Is there any key of before?
    pub(crate) const fn has_former(&self) -> bool {
        !self.former.is_empty()
    }

    /// The next file, not changed yet.
    fn next(&self) -> Self {
        Self { generation: self.generation + 1, ..self.clone() }
    }

    /// Puts a person's new key in the place of the old one.
    fn put(&mut self, key: PersonKey) -> Result<(), StorageError> {
        let place = self.persons.iter_mut().find(|known| known.id == key.id);
        *place.ok_or_else(unknown)? = key;
        Ok(())
    }

    /// Refuses a name by which somebody else signs in.
    fn refuse_taken(&self, person: &Person) -> Result<(), StorageError> {
        let taken = |known: &&PersonKey| known.id != person.id && is_same_name(&known.name, &person.name);
        match self.persons.iter().find(taken) {
            Some(known) => Err(StorageError::UserExists { name: known.name.clone() }),
            None => Ok(()),
        }
    }

    /// The next file, in which a person has another passphrase of their own choice.
    pub(crate) fn with_passphrase(
        &self,
        key: &DatabaseKey,
        person: Uuid,
        passphrase: &str,
    ) -> Result<Self, StorageError> {
        let person = self.key_of(person)?.person();
        let mut next = self.next();
        next.put(PersonKey::new(key, self.database, person, passphrase, false)?)?;
        Ok(next)
    }

    /// The next file, in which somebody more can sign in, with the one-time passphrase.
    pub(crate) fn with_person(
        &self,
        key: &DatabaseKey,
        person: &Person,
    ) -> Result<(Self, Zeroizing<String>), StorageError> {
        self.refuse_taken(person)?;
        if self.key_of(person.id).is_ok() {
            return Err(StorageError::UserExists { name: person.name.clone() });
        }
        let (added, passphrase) = PersonKey::with_one_time(key, self.database, person.clone())?;
        let mut next = self.next();
        next.persons.push(added);
        Ok((next, passphrase))
    }

    /// The next file, in which a person has a one-time passphrase, which is given back.
    pub(crate) fn with_one_time(
        &self,
        key: &DatabaseKey,
        person: Uuid,
    ) -> Result<(Self, Zeroizing<String>), StorageError> {
        let person = self.key_of(person)?.person();
        let (renewed, passphrase) = PersonKey::with_one_time(key, self.database, person)?;
        let mut next = self.next();
        next.put(renewed)?;
        Ok((next, passphrase))
    }

    /// The next file, in which a person has another name.
    pub(crate) fn with_name(&self, person: &Person) -> Result<Self, StorageError> {
        self.refuse_taken(person)?;
        let mut next = self.next();
        let renamed = PersonKey { name: person.name.clone(), ..self.key_of(person.id)?.clone() };
        next.put(renamed)?;
        Ok(next)
    }

    /// The next file, with another recovery key.
    pub(crate) fn with_recovery(
        &self,
        key: &DatabaseKey,
        recovery: &RecoveryKey,
    ) -> Result<Self, StorageError> {
        let sealed_for = SealedFor { database: self.database, holder: Holder::Recovery };
        Ok(Self { recovery: Seal::new(key, recovery.secret(), sealed_for)?, ..self.next() })
    }

    /// The next file, which knows no key of before any more.
    pub(crate) fn without_former(&self) -> Self {
        Self { former: Vec::new(), ..self.next() }
    }

    /// The next file, for a new database key: without the person who is gone; who does it (with the passphrase
    /// that opens the present file) goes on with it, the others get one-time passphrases, which are given back.
    pub(crate) fn with_new_key(
        &self,
        new: &DatabaseKey,
        gone: Uuid,
        acting: (Uuid, &str),
        recovery: &RecoveryKey,
    ) -> Result<(Self, Vec<OneTime>), StorageError> {
        let (acting, passphrase) = acting;
        let present = self.open(acting, passphrase)?;
        self.key_of(gone)?;
        let database = self.database;
        let mut next = self.with_recovery(new, recovery)?;
        next.persons.clear();
        let mut handed_over = Vec::new();
        for known in self.persons.iter().filter(|known| known.id != gone) {
            let person = known.person();
            if known.id == acting {
                next.persons.push(PersonKey::new(new, database, person, passphrase, known.one_time)?);
            } else {
                let (key, passphrase) = PersonKey::with_one_time(new, database, person.clone())?;
                next.persons.push(key);
                handed_over.push((person, passphrase));
            }
        }
        next.former = self
            .former(&present)?
            .iter()
            .chain([&present])
            .map(|former| FormerKey::new(former, new, database))
            .collect::<Result<_, _>>()?;
        Ok((next, handed_over))
    }
}

/// The hash by which the database knows its keys.json.
pub(crate) fn keys_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
