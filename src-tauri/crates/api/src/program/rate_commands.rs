//! Rate lines by hand, P/L, bulk indexation, notified rates.

use std::path::Path;

use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::Identities as _;
use vilkaar_exchange::read_path_and_bytes;

use super::Program;
use super::saving::{self, Saving};
use super::screen_commands::record_read;
use crate::desktop::FileKind;
use crate::screens::import::file_fault;
use crate::screens::rate_form::RateForm;
use crate::screens::{indexation, notified, price_form};
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
        self.save_form(&saving, &request, |portfolio| {
            let (number, record) = (request.case.as_deref(), request.record.as_deref());
            let form = RateForm::new(portfolio, request.action, number, record)?;
            Ok(form.decide(&request.base, &request.values, &request.reason))
        })
    }

    /// A form of P/L of a year, or of a notified rate.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `record_unknown`, `action_unknown`.
    pub fn price_form(&self, request: FormRequest) -> Result<Form, ApiError> {
        let portfolio = self.portfolio(UseCase::IndexRates)?;
        price_form::form(&portfolio, &request, crate::UuidIdentities.next().to_string())
    }

    /// What is wrong with what is typed.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `record_unknown`, `action_unknown`.
    pub fn check_price(&self, request: FormInput) -> Result<FormCheck, ApiError> {
        let portfolio = self.portfolio(UseCase::IndexRates)?;
        price_form::check(&portfolio, request.action, request.record.as_deref(), &request.values)
    }

    /// Saves it, or tells what is wrong or what somebody else changed meanwhile.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `record_unknown`, `action_unknown`; `connection_lost`: send it again.
    pub fn save_price(&self, request: SaveForm) -> Result<SaveOutcome, ApiError> {
        let saving = Saving::form(UseCase::IndexRates, "P/L", "price", &request)?;
        self.save_form(&saving, &request, |portfolio| {
            let record = request.record.as_deref();
            price_form::decide(portfolio, request.action, record, &request.base, &request.values)
        })
    }

    /// P/L year by year.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn price_indexes(&self) -> Result<PriceIndexes, ApiError> {
        Ok(price_form::price_indexes(&*self.portfolio(UseCase::SeeCases)?))
    }

    /// What a bulk indexation would do, row by row; changes nothing.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `price_index_missing`, `year_unknown`.
    pub fn indexation(&self, request: IndexationRequest) -> Result<Indexation, ApiError> {
        indexation::indexation(&*self.portfolio(UseCase::IndexRates)?, &request)
    }

    /// Carries a bulk indexation out as one operation.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `price_index_missing`, `year_unknown`; `connection_lost`: send it again.
    pub fn commit_indexation(&self, request: IndexationRequest) -> Result<SaveOutcome, ApiError> {
        let reason = indexation::reason(&*self.portfolio(UseCase::IndexRates)?, &request);
        let (year, months) = (request.year.to_string(), request.within_months.to_string());
        let mut parts =
            vec![year.as_str(), months.as_str(), if request.above_limit_too { "alle" } else { "" }];
        parts.extend(request.skipped.iter().flat_map(|skip| [skip.line.as_str(), skip.reason.as_str()]));
        parts.extend(request.seen.as_deref());
        let saving = Saving {
            use_case: UseCase::IndexRates,
            origin: "Regulering",
            name: "indexation",
            operation: saving::operation(&request.operation, &parts)?,
            reason: &reason,
        };
        self.save_decided(&saving, |portfolio| indexation::commit(portfolio, &request))
    }

    /// The rates that providers have notified.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn notified_rates(&self) -> Result<NotifiedRates, ApiError> {
        Ok(notified::notified_rates(&*self.portfolio(UseCase::SeeCases)?))
    }

    /// Asks for a provider's sheet and reads it; stores nothing. Null when the dialogue was closed.
    ///
    /// # Errors
    /// `forbidden`, `locked`, and where the file can't be read.
    pub fn read_notified_file(&self) -> Result<Option<NotifiedFile>, ApiError> {
        let portfolio = self.portfolio(UseCase::IndexRates)?;
        let Some(path) = self.desktop.pick_file("Vælg arket med varslede takster", FileKind::Sheet) else {
            return Ok(None);
        };
        let sheet = sheet(&path)?;
        let ticket = self.state().tickets.issue(&path);
        Ok(Some(notified::file::shown(&portfolio, &sheet, ticket, file_name(&path))))
    }

    /// Takes the rows of a sheet in that were matched, if the file and what it comes to are what was shown.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `ticket_unknown`, and where the file can't be read; `connection_lost`: send it again.
    pub fn keep_notified(&self, request: KeepNotified) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::IndexRates)?;
        let path = self.state().tickets.path(&request.ticket)?;
        let sheet = sheet(&path)?;
        let saving = Saving {
            use_case: UseCase::IndexRates,
            origin: "Varslede takster",
            name: "notified",
            operation: saving::operation(&request.operation, &[&request.ticket, &request.seen])?,
            reason: "",
        };
        let name = file_name(&path);
        self.save_decided(&saving, |portfolio| {
            Ok(notified::file::keep(portfolio, &sheet, &name, &request.seen))
        })
    }

    /// Accepts, takes up or rejects notified rates, all of them or none.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `record_unknown`; `connection_lost`: send it again.
    pub fn decide_notified(&self, request: DecideNotified) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::IndexRates)?;
        let mut parts: Vec<&str> = request.ids.iter().map(String::as_str).collect();
        parts.push(match request.choice {
            NotifiedChoice::Accept => "accept",
            NotifiedChoice::Negotiate => "negotiate",
            NotifiedChoice::Reject => "reject",
        });
        parts.push(&request.reason);
        parts.extend(request.seen.iter().map(String::as_str));
        let saving = Saving {
            use_case: UseCase::IndexRates,
            origin: "Varslede takster",
            name: "notified",
            operation: saving::operation(&request.operation, &parts)?,
            reason: &request.reason,
        };
        self.save_decided(&saving, |portfolio| notified::decide(portfolio, &request))
    }
}

/// A provider's sheet, with what its bytes are.
fn sheet(path: &Path) -> Result<notified::file::Sheet, ApiError> {
    let (parsed, bytes) = read_path_and_bytes(path).map_err(|error| file_fault(error.0))?;
    Ok(notified::file::Sheet::new(parsed, &bytes))
}

/// A file's name without its folder.
fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
