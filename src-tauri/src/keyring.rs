//! The system's keyring, as the port through which the core keeps a password for a shared database.
//!
//! Invariant: a keyring that isn't there is no error: the password is asked for each time instead. Nothing is
//! kept anywhere else.

use keyring::v1::{Entry, Error};

/// The name under which the system shows what is kept.
const SERVICE: &str = "Vilkår";

/// Keeps a secret under a key; false where there is no keyring to keep it.
pub fn keep(key: &str, secret: &str) -> bool {
    Entry::new(SERVICE, key).and_then(|entry| entry.set_password(secret)).is_ok()
}

/// The secret of a key, where one is kept and the keyring is open.
pub fn kept(key: &str) -> Option<String> {
    Entry::new(SERVICE, key).and_then(|entry| entry.get_password()).ok()
}

/// Forgets a secret; true when none is kept after.
pub fn forget(key: &str) -> bool {
    let forgotten = Entry::new(SERVICE, key).and_then(|entry| entry.delete_credential());
    matches!(forgotten, Ok(()) | Err(Error::NoEntry | Error::NoDefaultStore))
}
