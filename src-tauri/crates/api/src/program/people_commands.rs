//! Who signs in: the list, adding, changing and removing people, and how strong a passphrase is.

use super::Program;
use crate::errors;
use crate::types::*;

impl Program {
    /// Who can sign in.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn people(&self) -> Result<People, ApiError> {
        Err(errors::locked())
    }

    /// Adds somebody to a local database.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn add_person(&self, _request: AddPerson) -> Result<PersonAdded, ApiError> {
        Err(errors::locked())
    }

    /// Changes roles and link.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn change_person(&self, _request: ChangePerson) -> Result<People, ApiError> {
        Err(errors::locked())
    }

    /// Gives somebody a new one-time passphrase.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn renew_passphrase(&self, _request: PersonRequest) -> Result<PersonAdded, ApiError> {
        Err(errors::locked())
    }

    /// Removes somebody and changes the database's key.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn remove_person(&self, _request: RemovePerson) -> Result<PersonRemoved, ApiError> {
        Err(errors::locked())
    }

    /// How strong a passphrase is.
    ///
    /// # Errors
    /// None that is expected.
    pub fn passphrase_strength(&self, _request: PassphraseCheck) -> Result<PassphraseStrength, ApiError> {
        Err(errors::locked())
    }
}
