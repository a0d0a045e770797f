//! keys.json: who can open a database, and the database's key sealed for each of them.
//!
//! Invariant: the database's key is random, stands nowhere in the clear, and is wiped from memory when it
//! is dropped. A passphrase is stretched by Argon2id with at least the RFC 9106 second recommendation, so
//! that a keys.json which asks for less is refused and not obeyed. The seal (XChaCha20-Poly1305) covers the
//! database's and the person's id and the parameters too: parts of two files can't be put together, and a
//! wrong passphrase is told from damage of the database.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::chain::{hex, unhex};
use crate::error::StorageError;
use crate::recovery::RecoveryKey;

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

/// How much work a guess costs. Serialised with the seal it belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stretching {
    /// Memory, KiB.
    memory_kib: u32,
    /// Passes over it.
    passes: u32,
    /// Lanes.
    lanes: u32,
}

impl Stretching {
    /// RFC 9106, second recommendation: 64 MiB, 3 passes, 4 lanes. Also the lower bound.
    pub(crate) const RECOMMENDED: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 4 };

    /// Above this a file is refused as damaged: it would keep the PC busy for minutes.
    const MOST: Self = Self { memory_kib: 1024 * 1024, passes: 64, lanes: 64 };

    /// Is it within the bounds?
    fn checked(self) -> Result<Self, StorageError> {
        if self.memory_kib < Self::RECOMMENDED.memory_kib || self.passes < Self::RECOMMENDED.passes {
            return Err(StorageError::KeysWeak);
        }
        if self.memory_kib > Self::MOST.memory_kib
            || self.passes > Self::MOST.passes
            || self.lanes > Self::MOST.lanes
        {
            return Err(StorageError::KeysDamaged("Argon2id parameters out of range".to_owned()));
        }
        Ok(self)
    }

    /// The key that a secret gives.
    fn stretch(self, secret: &[u8], salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, StorageError> {
        let damaged = |error: argon2::Error| StorageError::KeysDamaged(format!("Argon2id: {error}"));
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(damaged)?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret, salt, key.as_mut_slice())
            .map_err(damaged)?;
        Ok(key)
    }
}

/// The database's key, sealed under one secret.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seal {
    argon2id: Stretching,
    salt: String,
    nonce: String,
    sealed_key: String,
}

/// What a seal is for; part of what it covers.
struct SealedFor<'a> {
    database: Uuid,
    holder: &'a str,
}

impl SealedFor<'_> {
    /// The text that the seal covers besides the key.
    fn text(&self, argon2id: Stretching, salt: &str) -> String {
        let Stretching { memory_kib, passes, lanes } = argon2id;
        format!("{FORMAT}|{}|{}|{memory_kib}|{passes}|{lanes}|{salt}", self.database, self.holder)
    }
}

impl Seal {
    /// Seals the key.
    fn new(key: &DatabaseKey, secret: &[u8], sealed_for: &SealedFor<'_>) -> Result<Self, StorageError> {
        let argon2id = Stretching::RECOMMENDED;
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        fill_random(&mut salt)?;
        fill_random(&mut nonce)?;
        let sealing_key = argon2id.stretch(secret, &salt)?;
        let salt = hex(&salt);
        let covered = sealed_for.text(argon2id, &salt);
        let payload = Payload { msg: key.bytes(), aad: covered.as_bytes() };
        let sealed = XChaCha20Poly1305::new(sealing_key.as_slice().into())
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| StorageError::Other("the key could not be sealed".to_owned()))?;
        Ok(Self { argon2id, salt, nonce: hex(&nonce), sealed_key: hex(&sealed) })
    }

    /// Opens the seal; `None` when the secret isn't the one.
    fn open(&self, secret: &[u8], sealed_for: &SealedFor<'_>) -> Result<Option<DatabaseKey>, StorageError> {
        let damaged = |field: &str| StorageError::KeysDamaged(format!("{field} is not what was written"));
        let bytes = |text: &str, length: usize, field: &str| {
            unhex(text).filter(|bytes| bytes.len() == length).ok_or_else(|| damaged(field))
        };
        let salt = bytes(&self.salt, 16, "salt")?;
        let nonce = bytes(&self.nonce, 24, "nonce")?;
        let sealed = bytes(&self.sealed_key, 48, "sealed_key")?;
        let sealing_key = self.argon2id.checked()?.stretch(secret, &salt)?;
        let covered = sealed_for.text(self.argon2id, &self.salt);
        let opened = XChaCha20Poly1305::new(sealing_key.as_slice().into())
            .decrypt(XNonce::from_slice(&nonce), Payload { msg: &sealed, aad: covered.as_bytes() });
        let Ok(opened) = opened.map(Zeroizing::new) else { return Ok(None) };
        let mut key = DatabaseKey([0; 32]);
        if opened.len() != key.0.len() {
            return Err(damaged("sealed_key"));
        }
        key.0.copy_from_slice(&opened);
        Ok(Some(key))
    }
}

/// Someone who can sign in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonKey {
    id: Uuid,
    name: String,
    seal: Seal,
}

/// A person of keys.json.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The id that the log names.
    pub id: Uuid,
    /// The name, as chosen when the person was added.
    pub name: String,
}

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
}

/// What the recovery key's seal is for, in place of a person.
const RECOVERY: &str = "recovery";

/// A passphrase as it is stretched: composed (NFC), since an "å" is two characters on some keyboards.
fn normal(passphrase: &str) -> Result<Zeroizing<String>, StorageError> {
    let text: Zeroizing<String> = Zeroizing::new(passphrase.nfc().collect());
    if text.trim().is_empty() { Err(StorageError::PassphraseEmpty) } else { Ok(text) }
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
        let secret = normal(passphrase)?;
        let holder = person.id.to_string();
        let seal = Seal::new(key, secret.as_bytes(), &SealedFor { database, holder: &holder })?;
        let recovery = Seal::new(key, recovery.secret(), &SealedFor { database, holder: RECOVERY })?;
        let persons = vec![PersonKey { id: person.id, name: person.name.clone(), seal }];
        Ok(Self { format: FORMAT.to_owned(), database, generation: 1, persons, recovery })
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
        self.persons.iter().map(|person| Person { id: person.id, name: person.name.clone() }).collect()
    }

    /// The person of a name (case and surrounding space don't matter), or the only one there is.
    pub(crate) fn person(&self, user: Option<&str>) -> Result<Person, StorageError> {
        let mut people = self.people();
        let names = || self.people().into_iter().map(|person| person.name).collect();
        match user.map(|name| name.trim().to_lowercase()) {
            Some(name) => people
                .into_iter()
                .find(|person| person.name.to_lowercase() == name)
                .ok_or_else(|| StorageError::UserUnknown { people: names() }),
            None if people.len() == 1 => Ok(people.remove(0)),
            None => Err(StorageError::UserNeeded { people: names() }),
        }
    }

    /// Opens a person's seal.
    pub(crate) fn open(&self, person: Uuid, passphrase: &str) -> Result<DatabaseKey, StorageError> {
        let found = self.persons.iter().find(|known| known.id == person);
        let person = found.ok_or_else(|| StorageError::UserUnknown { people: Vec::new() })?;
        let secret = normal(passphrase).map_err(|_| StorageError::WrongPassphrase)?;
        let holder = person.id.to_string();
        person
            .seal
            .open(secret.as_bytes(), &SealedFor { database: self.database, holder: &holder })?
            .ok_or(StorageError::WrongPassphrase)
    }

    /// Opens the recovery key's seal.
    pub(crate) fn recover(&self, recovery: &RecoveryKey) -> Result<DatabaseKey, StorageError> {
        self.recovery
            .open(recovery.secret(), &SealedFor { database: self.database, holder: RECOVERY })?
            .ok_or(StorageError::RecoveryKeyWrong)
    }

    /// The next file, in which a person has another passphrase.
    pub(crate) fn with_passphrase(
        &self,
        key: &DatabaseKey,
        person: Uuid,
        passphrase: &str,
    ) -> Result<Self, StorageError> {
        let secret = normal(passphrase)?;
        let holder = person.to_string();
        let seal =
            Seal::new(key, secret.as_bytes(), &SealedFor { database: self.database, holder: &holder })?;
        let mut next = self.clone();
        next.generation += 1;
        match next.persons.iter_mut().find(|known| known.id == person) {
            Some(known) => known.seal = seal,
            None => return Err(StorageError::UserUnknown { people: Vec::new() }),
        }
        Ok(next)
    }
}

/// The hash by which the database knows its keys.json.
pub(crate) fn keys_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
