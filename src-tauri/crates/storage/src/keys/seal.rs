//! A seal: the database's key under one secret, and former keys under the present one.
//!
//! Invariant: what a seal is for (database, holder, whether the secret is a one-time passphrase) is part of
//! what it covers, so that none fits in another's place.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{DatabaseKey, FORMAT, fill_random};
use crate::chain::{hex, unhex};
use crate::error::StorageError;

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
pub(super) struct Seal {
    argon2id: Stretching,
    salt: String,
    nonce: String,
    sealed_key: String,
}

/// Whose secret opens a seal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Holder {
    /// A person's passphrase.
    Person(Uuid),
    /// A one-time passphrase. The mark is part of the seal and not only of the file, whose hash the database
    /// knows too: the hash is first asked when the key is out, and whoever can write to the database could set
    /// it. A seal can't be made into one that needn't be changed without the key and another Argon2id.
    OneTime(Uuid),
    /// The recovery key.
    Recovery,
}

/// What a seal is for; part of what it covers.
#[derive(Clone, Copy)]
pub(super) struct SealedFor {
    /// The database's id.
    pub(super) database: Uuid,
    /// Whose it is.
    pub(super) holder: Holder,
}

impl SealedFor {
    /// The text that the seal covers besides the key.
    fn text(&self, argon2id: Stretching, salt: &str) -> String {
        let Stretching { memory_kib, passes, lanes } = argon2id;
        let holder = match self.holder {
            Holder::Person(id) => id.to_string(),
            Holder::OneTime(id) => format!("{id}|one_time"),
            Holder::Recovery => "recovery".to_owned(),
        };
        format!("{FORMAT}|{}|{holder}|{memory_kib}|{passes}|{lanes}|{salt}", self.database)
    }
}

impl Seal {
    /// Seals the key.
    pub(super) fn new(key: &DatabaseKey, secret: &[u8], sealed_for: SealedFor) -> Result<Self, StorageError> {
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
    pub(super) fn open(
        &self,
        secret: &[u8],
        sealed_for: SealedFor,
    ) -> Result<Option<DatabaseKey>, StorageError> {
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

/// A key that the database had before, sealed under the present one: for backups that couldn't be made anew
/// yet. Whoever holds the present key could read all of them when they were made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormerKey {
    nonce: String,
    sealed_key: String,
}

impl FormerKey {
    /// The key that seals former keys; another than SQLCipher's, though it comes of it.
    fn sealing_key(present: &DatabaseKey) -> Zeroizing<[u8; 32]> {
        let mut hasher = Sha256::new();
        hasher.update(b"vilkaar-former-key");
        hasher.update(present.bytes());
        Zeroizing::new(hasher.finalize().into())
    }

    /// What is covered besides the key.
    fn covered(database: Uuid) -> String {
        format!("{FORMAT}|{database}|former")
    }

    /// Seals a former key.
    pub(super) fn new(
        former: &DatabaseKey,
        present: &DatabaseKey,
        database: Uuid,
    ) -> Result<Self, StorageError> {
        let mut nonce = [0; 24];
        fill_random(&mut nonce)?;
        let covered = Self::covered(database);
        let sealed = XChaCha20Poly1305::new(Self::sealing_key(present).as_slice().into())
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: former.bytes(), aad: covered.as_bytes() })
            .map_err(|_| StorageError::Other("the former key could not be sealed".to_owned()))?;
        Ok(Self { nonce: hex(&nonce), sealed_key: hex(&sealed) })
    }

    /// The former key.
    pub(super) fn open(&self, present: &DatabaseKey, database: Uuid) -> Result<DatabaseKey, StorageError> {
        let damaged = || StorageError::KeysDamaged("a former key is not what was written".to_owned());
        let nonce = unhex(&self.nonce).filter(|nonce| nonce.len() == 24).ok_or_else(damaged)?;
        let sealed = unhex(&self.sealed_key).ok_or_else(damaged)?;
        let covered = Self::covered(database);
        let opened = XChaCha20Poly1305::new(Self::sealing_key(present).as_slice().into())
            .decrypt(XNonce::from_slice(&nonce), Payload { msg: &sealed, aad: covered.as_bytes() })
            .map(Zeroizing::new)
            .map_err(|_| damaged())?;
        let mut key = DatabaseKey([0; 32]);
        if opened.len() != key.0.len() {
            return Err(damaged());
        }
        key.0.copy_from_slice(&opened);
        Ok(key)
    }
}
