//! Several people at once: news, presence, CPR on purpose, a placement's form.

use super::Program;
use crate::errors;
use crate::types::*;

impl Program {
    /// Waits until something happens.
    ///
    /// # Errors
    /// None that is expected.
    pub fn news(&self, _request: NewsRequest) -> Result<News, ApiError> {
        Err(errors::locked())
    }

    /// Tells others where one is.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn presence(&self, _request: PresenceRequest) -> Result<(), ApiError> {
        Err(errors::locked())
    }

    /// A CPR number in full; the look is logged first.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`.
    pub fn reveal_cpr(&self, _request: PlacementRequest) -> Result<RevealedCpr, ApiError> {
        Err(errors::locked())
    }

    /// The placement's own fields for editing.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`.
    pub fn placement_form(&self, _request: PlacementRequest) -> Result<Form, ApiError> {
        Err(errors::locked())
    }

    /// Saves them.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, and what is wrong at a field.
    pub fn save_placement(&self, _request: SavePlacement) -> Result<SaveOutcome, ApiError> {
        Err(errors::locked())
    }
}
