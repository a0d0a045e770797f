//! Undo, what was known on a past day, drafts, export.

use vilkaar_application::permission::UseCase;

use super::Program;
use crate::errors;
use crate::types::*;

impl Program {
    /// export_list
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn export_list(&self, _request: ExportList) -> Result<Option<SavedFile>, ApiError> {
        self.permit(UseCase::ExportLists)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// undoable
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn undoable(&self) -> Result<UndoState, ApiError> {
        self.permit(UseCase::Undo)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// undo
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn undo(&self, _request: UndoRequest) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::Undo)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// know_as_of
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn know_as_of(&self, _request: KnowAsOf) -> Result<SessionState, ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// drafts
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn drafts(&self) -> Result<Drafts, ApiError> {
        self.permit(UseCase::BeSignedIn)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// keep_draft
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn keep_draft(&self, _request: Draft) -> Result<(), ApiError> {
        self.permit(UseCase::BeSignedIn)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// drop_draft
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn drop_draft(&self, _request: DraftRequest) -> Result<(), ApiError> {
        self.permit(UseCase::BeSignedIn)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }
}
