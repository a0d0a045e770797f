//! *Dagens arbejde* and *Mangler*.

use vilkaar_application::permission::UseCase;

use super::Program;
use crate::errors;
use crate::types::*;

impl Program {
    /// agenda
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn agenda(&self, _request: AgendaQuery) -> Result<Agenda, ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// handle_item
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn handle_item(&self, _request: HandleItem) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::HandleAgenda)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// set_chance
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn set_chance(&self, _request: SetChance) -> Result<SaveOutcome, ApiError> {
        self.permit(UseCase::EditPlacement)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// agenda_calendar
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn agenda_calendar(&self, _request: AgendaQuery) -> Result<Option<SavedFile>, ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// work_list_preview
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn work_list_preview(&self, _request: AgendaQuery) -> Result<PacketPreview, ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// work_list_save
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn work_list_save(&self, _request: AgendaQuery) -> Result<Option<SavedFile>, ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// work_list_print
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn work_list_print(&self, _request: AgendaQuery) -> Result<(), ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }

    /// gaps
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn gaps(&self, _request: GapsQuery) -> Result<Gaps, ApiError> {
        self.permit(UseCase::SeeCases)?;
        Err(errors::plain("not_available", "Kommer straks."))
    }
}
