//! Goals, delmål, follow-ups, delivered hours.

use vilkaar_application::permission::UseCase;

use super::Program;
use crate::errors;
use crate::types::*;

impl Program {
    /// goal_form
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn goal_form(&self, _request: FormRequest) -> Result<Form, ApiError> {
        self.permit(UseCase::EditGoals)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// check_goal
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn check_goal(&self, _request: FormInput) -> Result<FormCheck, ApiError> {
        self.permit(UseCase::EditGoals)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// save_goal
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn save_goal(&self, _request: SaveForm) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::EditGoals)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// follow_up_sheet
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn follow_up_sheet(&self, _request: PlacementRequest) -> Result<FollowUpSheet, ApiError> {
        self.permit(UseCase::EditGoals)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// check_follow_ups
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn check_follow_ups(&self, _request: FollowUpInput) -> Result<FollowUpCheck, ApiError> {
        self.permit(UseCase::EditGoals)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// save_follow_ups
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn save_follow_ups(&self, _request: SaveFollowUps) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::EditGoals)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }
}
