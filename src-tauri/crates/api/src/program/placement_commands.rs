//! Placements, citizens, offers and providers by hand; filters; several cases at once.

use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::Identities as _;

use super::Program;
use super::saving::Saving;
use super::screen_commands::{case, record_read};
use crate::errors;
use crate::screens::placement_form;
use crate::types::*;

impl Program {
    /// A form of a placement.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `action_unknown`.
    pub fn placement_form(&self, request: FormRequest) -> Result<Form, ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::EditPlacement)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let facts = case(&portfolio, request.case.as_deref().unwrap_or_default())?;
        record_read(open, &clock, facts, "rettelse")?;
        let operation = crate::UuidIdentities.next().to_string();
        Ok(placement_form::form(&portfolio, portfolio.placement(facts), operation))
    }

    /// What is wrong with what is typed.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `action_unknown`.
    pub fn check_placement(&self, request: FormInput) -> Result<FormCheck, ApiError> {
        let portfolio = self.portfolio(UseCase::EditPlacement)?;
        let facts = case(&portfolio, request.case.as_deref().unwrap_or_default())?;
        Ok(placement_form::check(portfolio.placement(facts), &request.values))
    }

    /// Saves it, or tells what is wrong or what somebody else changed meanwhile.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `action_unknown`; `connection_lost`: send it again.
    pub fn save_placement(&self, request: SaveForm) -> Result<SaveOutcome, ApiError> {
        let saving = Saving::form(UseCase::EditPlacement, "Ret placering", "edit", &request)?;
        self.save_decided(&saving, |portfolio| {
            let facts = case(portfolio, request.case.as_deref().unwrap_or_default())?;
            Ok(placement_form::decide(portfolio.placement(facts), &request.base, &request.values))
        })
    }

    /// offer_form
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn offer_form(&self, _request: FormRequest) -> Result<Form, ApiError> {
        self.permit(UseCase::EditOffers)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// check_offer
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn check_offer(&self, _request: FormInput) -> Result<FormCheck, ApiError> {
        self.permit(UseCase::EditOffers)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// save_offer
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn save_offer(&self, _request: SaveForm) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::EditOffers)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// providers
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn providers(&self) -> Result<Providers, ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// provider
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn provider(&self, _request: ProviderRequest) -> Result<ProviderPage, ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// change_case_worker
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn change_case_worker(&self, _request: ChangeCaseWorker) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::EditPlacement)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// saved_filters
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn saved_filters(&self, _request: ListRequest) -> Result<SavedFilters, ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// save_filter
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn save_filter(&self, _request: SaveFilter) -> Result<SavedFilters, ApiError> {
        self.permit(UseCase::KeepFilters)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// remove_filter
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn remove_filter(&self, _request: RemoveFilter) -> Result<SavedFilters, ApiError> {
        self.permit(UseCase::KeepFilters)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }
}
