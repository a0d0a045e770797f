//! Placements, citizens, offers and providers by hand; filters; several cases at once.

use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::Identities as _;

use super::Program;
use super::saving::Saving;
use super::screen_commands::record_read;
use crate::errors;
use crate::screens::placement_form::{Asked, May};
use crate::screens::{forms, placement_form};
use crate::types::*;

impl Program {
    /// A form of a placement, its citizen or an offer searched for it. What it shows of a citizen's file is logged
    /// as seen first.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `record_unknown`, `not_ended`, `action_unknown`.
    pub fn placement_form(&self, request: FormRequest) -> Result<Form, ApiError> {
        let FormRequest { action, case, record, proposed } = request;
        let asked = Asked { action, case: case.as_deref(), record: record.as_deref() };
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::EditPlacement)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let sheet = placement_form::sheet(&portfolio, May::of(open), asked)?;
        if let Some(facts) = placement_form::subject(&portfolio, asked)? {
            record_read(open, &clock, facts, placement_form::look(action))?;
        }
        drop(state);
        let mut form = sheet.form(crate::UuidIdentities.next().to_string());
        forms::propose(&mut form, &proposed);
        Ok(form)
    }

    /// What is wrong with what is typed.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `record_unknown`, `not_ended`, `action_unknown`.
    pub fn check_placement(&self, request: FormInput) -> Result<FormCheck, ApiError> {
        let FormInput { action, case, record, values } = request;
        let asked = Asked { action, case: case.as_deref(), record: record.as_deref() };
        let mut state = self.state();
        let open = state.open_for(UseCase::EditPlacement)?;
        let (portfolio, may) = (std::sync::Arc::clone(&open.portfolio), May::of(open));
        drop(state);
        Ok(placement_form::sheet(&portfolio, may, asked)?.check(&values))
    }

    /// Saves it, or tells what is wrong or what somebody else changed meanwhile.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `record_unknown`, `not_ended`, `action_unknown`; `connection_lost`:
    /// send it again.
    pub fn save_placement(&self, request: SaveForm) -> Result<SaveOutcome, ApiError> {
        let asked = Asked {
            action: request.action,
            case: request.case.as_deref(),
            record: request.record.as_deref(),
        };
        let may = May::of(self.state().open_for(UseCase::EditPlacement)?);
        let (origin, name) = placement_form::names(request.action);
        let saving = Saving::form(UseCase::EditPlacement, origin, name, &request)?;
        self.save_decided(&saving, |portfolio| {
            let sheet = placement_form::sheet(portfolio, may, asked)?;
            Ok(sheet.decide(&request.base, &request.values, &request.reason))
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
