//! Goals, delmål, follow-ups, delivered hours.

use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::Identities as _;

use super::saving::{self, Saving};
use super::{Program, case, record_read};
use crate::screens::{follow_up, forms, goal_form};
use crate::types::*;

impl Program {
    /// A form of a goal and what belongs to it; logged as seen first.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `record_unknown`, `action_unknown`.
    pub fn goal_form(&self, request: FormRequest) -> Result<Form, ApiError> {
        let FormRequest { action, case: number, record, proposed } = request;
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::EditGoals)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let sheet = goal_form::sheet(&portfolio, action, number.as_deref(), record.as_deref())?;
        record_read(open, &clock, case(&portfolio, number.as_deref().unwrap_or_default())?, "mål")?;
        drop(state);
        let mut form = sheet.form(crate::UuidIdentities.next().to_string());
        forms::propose(&mut form, &proposed);
        Ok(form)
    }

    /// What is wrong with what is typed.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `record_unknown`, `action_unknown`.
    pub fn check_goal(&self, request: FormInput) -> Result<FormCheck, ApiError> {
        let portfolio = self.portfolio(UseCase::EditGoals)?;
        let FormInput { action, case, record, values } = request;
        Ok(goal_form::sheet(&portfolio, action, case.as_deref(), record.as_deref())?.check(&values))
    }

    /// Saves it, or tells what is wrong or what somebody else changed meanwhile.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `record_unknown`, `action_unknown`; `connection_lost`: send it again.
    pub fn save_goal(&self, request: SaveForm) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::EditGoals)?;
        let (origin, name) = goal_form::names(request.action);
        let saving = Saving::form(UseCase::EditGoals, origin, name, &request)?;
        self.save_form(&saving, &request, |portfolio| {
            let (number, record) = (request.case.as_deref(), request.record.as_deref());
            let sheet = goal_form::sheet(portfolio, request.action, number, record)?;
            Ok(sheet.decide(&request.base, &request.values, &request.reason))
        })
    }

    /// All open goals of a case to be followed up at once; logged as seen first.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`.
    pub fn follow_up_sheet(&self, request: PlacementRequest) -> Result<FollowUpSheet, ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::EditGoals)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let facts = case(&portfolio, &request.case)?;
        record_read(open, &clock, facts, "opfølgning")?;
        drop(state);
        Ok(follow_up::sheet(&portfolio, facts, crate::UuidIdentities.next().to_string()))
    }

    /// What is wrong with what is typed, and what each goal would come to.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`.
    pub fn check_follow_ups(&self, request: FollowUpInput) -> Result<FollowUpCheck, ApiError> {
        let portfolio = self.portfolio(UseCase::EditGoals)?;
        let facts = case(&portfolio, &request.case)?;
        Ok(follow_up::check(&portfolio, facts, &request))
    }

    /// Saves the whole sheet as one operation, or tells what is wrong.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `form_unknown`; `connection_lost`: send it again.
    pub fn save_follow_ups(&self, request: SaveFollowUps) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::EditGoals)?;
        let SaveFollowUps { operation, input } = request;
        let parts = follow_up::parts(&input);
        let saving = Saving {
            use_case: UseCase::EditGoals,
            origin: "Opfølgning",
            name: "follow_up",
            operation: saving::operation(&operation, &parts)?,
            reason: "",
        };
        self.save_decided(&saving, |portfolio| {
            let facts = case(portfolio, &input.case)?;
            Ok(follow_up::decide(portfolio, facts, &input))
        })
    }
}
