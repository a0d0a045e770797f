//! Who signs in: the list, adding, changing and removing people, and how strong a passphrase is.

use vilkaar_application::passphrase;
use vilkaar_wording::passphrase as words;

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

    /// How strong a passphrase is, while it is typed. Of the names of an open database nothing is told but that
    /// one of them is in it.
    ///
    /// # Errors
    /// None that is expected.
    pub fn passphrase_strength(&self, request: PassphraseCheck) -> Result<PassphraseStrength, ApiError> {
        let mut state = self.state();
        let mut known: Vec<String> = request.municipality.into_iter().chain(request.user).collect();
        known.extend(state.open.as_mut().map(|open| open.known_names()).unwrap_or_default());
        drop(state);
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let verdict = passphrase::check(&request.passphrase, &known);
        Ok(PassphraseStrength {
            score: passphrase::strength(&request.passphrase, &known),
            is_enough: verdict.is_ok(),
            advice: match verdict {
                Ok(()) => "Den er stærk nok. Skriv den ikke ned ved pc'en.".to_owned(),
                Err(weakness) => words::weakness(&weakness),
            },
        })
    }
}
