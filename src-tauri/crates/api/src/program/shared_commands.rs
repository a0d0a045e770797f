//! A shared database: choosing the server, signing in, creating it.

use vilkaar_application::permission::UseCase;

use super::{Program, State};
use crate::errors;
use crate::session::Place;
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

/// A shared database as the window may know it.
pub(super) fn shared(state: &mut State, address: &str) -> KnownDatabase {
    let (last_user, password_is_kept) = state.known.last_user(address);
    let name = address.rsplit('/').next().unwrap_or(address);
    KnownDatabase {
        ticket: state.tickets.issue_place(&Place::Server(address.to_owned())),
        name: name.split('?').next().unwrap_or(name).to_owned(),
        display_path: address.to_owned(),
        people: Vec::new(),
        kind: DatabaseKind::Shared,
        last_user,
        password_is_kept,
    }
}
