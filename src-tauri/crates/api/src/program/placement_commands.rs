//! Placements, citizens, offers and providers by hand; filters; several cases at once.

use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::Identities as _;
use vilkaar_domain::UserId;

use super::Program;
use super::saving::{self, Saving};
use super::screen_commands::{record_look_at, record_read};
use crate::errors;
use crate::screens::placement_form::{Asked, May};
use crate::screens::{case_worker, filters, forms, offer_form, placement_form, providers};
use crate::types::*;

/// What the log of looks calls it when a number that is typed shows whose it is.
const CITIZEN_BY_NUMBER: &str = "navn efter cpr";

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

    /// What is wrong with what is typed. A citizen who is recognised by the number and named is logged as seen first.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `record_unknown`, `not_ended`, `action_unknown`.
    pub fn check_placement(&self, request: FormInput) -> Result<FormCheck, ApiError> {
        let FormInput { action, case, record, values } = request;
        let asked = Asked { action, case: case.as_deref(), record: record.as_deref() };
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::EditPlacement)?;
        let (portfolio, may) = (std::sync::Arc::clone(&open.portfolio), May::of(open));
        // What is said names a citizen who is known by the number.
        if let Some(citizen) = placement_form::recognised(&portfolio, asked, &values) {
            record_look_at(open, &clock, citizen, CITIZEN_BY_NUMBER)?;
        }
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
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::EditPlacement)?;
        let (portfolio, may) = (std::sync::Arc::clone(&open.portfolio), May::of(open));
        if let Some(citizen) = placement_form::recognised(&portfolio, asked, &request.values) {
            record_look_at(open, &clock, citizen, CITIZEN_BY_NUMBER)?;
        }
        drop(state);
        let (origin, name) = placement_form::names(request.action);
        let saving = Saving::form(UseCase::EditPlacement, origin, name, &request)?;
        self.save_form(&saving, &request, |portfolio| {
            let sheet = placement_form::sheet(portfolio, may, asked)?;
            Ok(sheet.decide(&request.base, &request.values, &request.reason))
        })
    }

    /// A form of a provider or an offer.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `record_unknown`, `action_unknown`.
    pub fn offer_form(&self, request: FormRequest) -> Result<Form, ApiError> {
        let portfolio = self.portfolio(UseCase::EditOffers)?;
        let sheet = offer_form::sheet(&portfolio, request.action, request.record.as_deref())?;
        let mut form = sheet.form(crate::UuidIdentities.next().to_string());
        forms::propose(&mut form, &request.proposed);
        Ok(form)
    }

    /// What is wrong with what is typed about a provider or an offer.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `record_unknown`, `action_unknown`.
    pub fn check_offer(&self, request: FormInput) -> Result<FormCheck, ApiError> {
        let portfolio = self.portfolio(UseCase::EditOffers)?;
        let sheet = offer_form::sheet(&portfolio, request.action, request.record.as_deref())?;
        Ok(sheet.check(&request.values))
    }

    /// Saves a provider or an offer, or tells what is wrong or what somebody else changed meanwhile.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `record_unknown`, `action_unknown`; `connection_lost`: send it again.
    pub fn save_offer(&self, request: SaveForm) -> Result<SaveOutcome, ApiError> {
        let saving =
            Saving::form(UseCase::EditOffers, offer_form::origin(request.action), "edit_offer", &request)?;
        self.save_form(&saving, &request, |portfolio| {
            let sheet = offer_form::sheet(portfolio, request.action, request.record.as_deref())?;
            Ok(sheet.decide(&request.base, &request.values, &request.reason))
        })
    }

    /// *Leverandører*, dearest first.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn providers(&self) -> Result<Providers, ApiError> {
        Ok(providers::providers(&*self.portfolio(UseCase::SeeCases)?))
    }

    /// One provider with its offers and cases.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `record_unknown`.
    pub fn provider(&self, request: ProviderRequest) -> Result<ProviderPage, ApiError> {
        providers::provider(&*self.portfolio(UseCase::SeeCases)?, &request.id)
    }

    /// Gives several cases another case worker, all of them or none, as one operation.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`; `connection_lost`: send it again.
    pub fn change_case_worker(&self, request: ChangeCaseWorker) -> Result<SaveOutcome, ApiError> {
        let second = if request.is_second { "2" } else { "1" };
        let mut parts = vec![second, request.to.as_str(), request.reason.as_str()];
        parts.extend(request.cases.iter().map(String::as_str));
        let saving = Saving {
            use_case: UseCase::EditPlacement,
            origin: "Skift sagsbehandler",
            name: "change_case_worker",
            operation: saving::operation(&request.operation, &parts)?,
            reason: &request.reason,
        };
        self.save_decided(&saving, |portfolio| case_worker::decide(portfolio, &request))
    }

    /// Filters of a list that one may use: one's own and those that others share.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn saved_filters(&self, request: ListRequest) -> Result<SavedFilters, ApiError> {
        let mut state = self.state();
        let open = state.open_for(UseCase::SeeCases)?;
        let me = UserId(open.actor("").person);
        Ok(filters::of_list(&open.portfolio, &request.list, me))
    }

    /// Saves a filter; one's own of the same name is replaced.
    ///
    /// # Errors
    /// `forbidden`, `locked`; `required`, `too_long` at a field; `connection_lost`: send it again.
    pub fn save_filter(&self, request: SaveFilter) -> Result<SavedFilters, ApiError> {
        let me = UserId(self.state().open_for(UseCase::KeepFilters)?.actor("").person);
        let wanted = filters::wanted(&request)?;
        let shared = if request.is_shared { "ja" } else { "nej" };
        let parts = [request.list.as_str(), request.name.as_str(), request.query.as_str(), shared];
        let saving =
            filter_saving("Gem filter", "save_filter", saving::operation(&request.operation, &parts)?);
        let outcome =
            self.save_decided(&saving, |portfolio| Ok(filters::decide_save(portfolio, &wanted, me)))?;
        refused(outcome)?;
        self.saved_filters(ListRequest { list: request.list })
    }

    /// Takes one of one's own filters out.
    ///
    /// # Errors
    /// `forbidden`, `locked`; `record_unknown`, `not_yours`; `connection_lost`: send it again.
    pub fn remove_filter(&self, request: RemoveFilter) -> Result<SavedFilters, ApiError> {
        let mut state = self.state();
        let open = state.open_for(UseCase::KeepFilters)?;
        let me = UserId(open.actor("").person);
        let list = filters::own(&open.portfolio, &request.id, me)?.list.clone();
        drop(state);
        let operation = saving::operation(&request.operation, &[&request.id])?;
        let saving = filter_saving("Fjern filter", "remove_filter", operation);
        let outcome =
            self.save_decided(&saving, |portfolio| filters::decide_removal(portfolio, &request.id, me))?;
        refused(outcome)?;
        self.saved_filters(ListRequest { list })
    }
}

/// The saving of a filter.
const fn filter_saving(origin: &'static str, name: &'static str, operation: uuid::Uuid) -> Saving<'static> {
    Saving { use_case: UseCase::KeepFilters, origin, name, operation, reason: "" }
}

/// A refusal as an error at its field, where a command answers something else than a save.
fn refused(outcome: SaveOutcome) -> Result<(), ApiError> {
    match outcome {
        SaveOutcome::Refused { problems } => match problems.into_iter().next() {
            Some(problem) => Err(errors::at(&problem.field, "refused", problem.sentence)),
            None => Ok(()),
        },
        SaveOutcome::Saved { .. } | SaveOutcome::Clashed { .. } => Ok(()),
    }
}
