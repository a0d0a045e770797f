//! Rate lines by hand, P/L, bulk indexation, notified rates.

use vilkaar_application::permission::UseCase;

use super::Program;
use crate::errors;
use crate::types::*;

impl Program {
    /// rate_form
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn rate_form(&self, _request: FormRequest) -> Result<Form, ApiError> {
        self.permit(UseCase::EditRates)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// check_rate
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn check_rate(&self, _request: FormInput) -> Result<FormCheck, ApiError> {
        self.permit(UseCase::EditRates)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// save_rate
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn save_rate(&self, _request: SaveForm) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::EditRates)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// price_form
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn price_form(&self, _request: FormRequest) -> Result<Form, ApiError> {
        self.permit(UseCase::IndexRates)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// check_price
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn check_price(&self, _request: FormInput) -> Result<FormCheck, ApiError> {
        self.permit(UseCase::IndexRates)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// save_price
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn save_price(&self, _request: SaveForm) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::IndexRates)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// price_indexes
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn price_indexes(&self) -> Result<PriceIndexes, ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// indexation
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn indexation(&self, _request: IndexationRequest) -> Result<Indexation, ApiError> {
        self.permit(UseCase::IndexRates)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// commit_indexation
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn commit_indexation(&self, _request: IndexationRequest) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::IndexRates)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// notified_rates
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn notified_rates(&self) -> Result<NotifiedRates, ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// read_notified_file
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn read_notified_file(&self) -> Result<Option<NotifiedFile>, ApiError> {
        self.permit(UseCase::IndexRates)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// keep_notified
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn keep_notified(&self, _request: KeepNotified) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::IndexRates)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// decide_notified
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn decide_notified(&self, _request: DecideNotified) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::IndexRates)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }
}
