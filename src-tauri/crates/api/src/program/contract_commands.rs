//! Contracts, notice, trappetakster, files of a case.

use vilkaar_application::permission::UseCase;

use super::Program;
use crate::errors;
use crate::types::*;

impl Program {
    /// contract_form
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn contract_form(&self, _request: FormRequest) -> Result<Form, ApiError> {
        self.permit(UseCase::EditContracts)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// check_contract
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn check_contract(&self, _request: FormInput) -> Result<FormCheck, ApiError> {
        self.permit(UseCase::EditContracts)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// save_contract
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn save_contract(&self, _request: SaveForm) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::EditContracts)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// attach_file
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn attach_file(&self, _request: AttachFile) -> Result<Option<SaveOutcome>, ApiError> {
        self.permit(UseCase::AttachFiles)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// remove_attachment
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn remove_attachment(&self, _request: AttachmentRequest) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::AttachFiles)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// open_attachment
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn open_attachment(&self, _request: AttachmentRequest) -> Result<(), ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// save_attachment
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn save_attachment(&self, _request: AttachmentRequest) -> Result<Option<SavedFile>, ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }
}
