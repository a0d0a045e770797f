//! A shared database: choosing the server, signing in, creating it.

use vilkaar_application::permission::UseCase;

use super::Program;
use crate::errors;
use crate::types::*;

impl Program {
    /// Asks for the certificate of the authority that signed the server's.
    ///
    /// # Errors
    /// None that is expected.
    pub fn choose_certificate(&self) -> Result<Option<ChosenPlace>, ApiError> {
        Err(errors::locked())
    }

    /// Chooses a shared database.
    ///
    /// # Errors
    /// `server_address_unreadable` and its like at the field.
    pub fn choose_server(&self, _request: ChooseServer) -> Result<KnownDatabase, ApiError> {
        Err(errors::locked())
    }

    /// Signs in to a shared database.
    ///
    /// # Errors
    /// What the server says.
    pub fn sign_in(&self, _request: SignIn) -> Result<SessionState, ApiError> {
        Err(errors::locked())
    }

    /// Sets a shared database up.
    ///
    /// # Errors
    /// What the server says.
    pub fn create_shared(&self, _request: CreateShared) -> Result<CreatedShared, ApiError> {
        Err(errors::locked())
    }

    /// Tells others where one is.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn presence(&self, _request: PresenceRequest) -> Result<(), ApiError> {
        self.permit(UseCase::SeeCases)
    }
}
