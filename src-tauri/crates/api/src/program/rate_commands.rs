//! Rate lines by hand, P/L, bulk indexation, notified rates.

use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::Identities as _;

use super::Program;
use super::saving::Saving;
use super::screen_commands::record_read;
use crate::errors;
use crate::screens::rate_form::RateForm;
use crate::types::*;

impl Program {
    /// A form of a rate line; looking at the case is logged.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `record_unknown`, `action_unknown`.
    pub fn rate_form(&self, request: FormRequest) -> Result<Form, ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::EditRates)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let (number, record) = (request.case.as_deref(), request.record.as_deref());
        let form = RateForm::new(&portfolio, request.action, number, record)?;
        record_read(open, &clock, form.facts, "takst")?;
        Ok(form.form(&request, crate::UuidIdentities.next().to_string()))
    }

    /// What is wrong with what is typed, and what it would do to the money.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `record_unknown`, `action_unknown`.
    pub fn check_rate(&self, request: FormInput) -> Result<FormCheck, ApiError> {
        let portfolio = self.portfolio(UseCase::EditRates)?;
        let (number, record) = (request.case.as_deref(), request.record.as_deref());
        Ok(RateForm::new(&portfolio, request.action, number, record)?.check(&request.values))
    }

    /// Saves it, or tells what is wrong or what somebody else changed meanwhile.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `record_unknown`, `action_unknown`; `connection_lost`: send it again.
    pub fn save_rate(&self, request: SaveForm) -> Result<SaveOutcome, ApiError> {
        let saving = Saving::form(UseCase::EditRates, "Takst", "rate", &request)?;
        self.save_decided(&saving, |portfolio| {
            let (number, record) = (request.case.as_deref(), request.record.as_deref());
            let form = RateForm::new(portfolio, request.action, number, record)?;
            Ok(form.decide(&request.base, &request.values, &request.reason))
        })
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
