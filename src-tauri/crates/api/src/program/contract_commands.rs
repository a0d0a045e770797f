//! Contracts, notice, trappetakster, files of a case.

use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::Identities as _;

use super::saving::Saving;
use super::{Program, case, record_read};
use crate::screens::{contract_form, forms};
use crate::types::*;

impl Program {
    /// A form of a contract, of notice or of a trappetakst; logged as seen first.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `record_unknown`, `action_unknown`.
    pub fn contract_form(&self, request: FormRequest) -> Result<Form, ApiError> {
        let FormRequest { action, case: number, record, proposed } = request;
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::EditContracts)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let sheet = contract_form::sheet(&portfolio, action, number.as_deref(), record.as_deref())?;
        record_read(open, &clock, case(&portfolio, number.as_deref().unwrap_or_default())?, "kontrakt")?;
        drop(state);
        let mut form = sheet.form(crate::UuidIdentities.next().to_string());
        forms::propose(&mut form, &proposed);
        Ok(form)
    }

    /// What is wrong with what is typed, and what saving would do.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `record_unknown`, `action_unknown`.
    pub fn check_contract(&self, request: FormInput) -> Result<FormCheck, ApiError> {
        let portfolio = self.portfolio(UseCase::EditContracts)?;
        let FormInput { action, case, record, values } = request;
        Ok(contract_form::sheet(&portfolio, action, case.as_deref(), record.as_deref())?.check(&values))
    }

    /// Saves it, or tells what is wrong or what somebody else changed meanwhile.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `record_unknown`, `action_unknown`; `connection_lost`: send it again.
    pub fn save_contract(&self, request: SaveForm) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::EditContracts)?;
        let (origin, name) = contract_form::names(request.action);
        let saving = Saving::form(UseCase::EditContracts, origin, name, &request)?;
        self.save_form(&saving, &request, |portfolio| {
            let (number, record) = (request.case.as_deref(), request.record.as_deref());
            let sheet = contract_form::sheet(portfolio, request.action, number, record)?;
            Ok(sheet.decide(&request.base, &request.values, &request.reason))
        })
    }
}
