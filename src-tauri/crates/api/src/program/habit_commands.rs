//! Undo, what was known on a past day, export.

use std::sync::Arc;

use chrono::{Duration, Local};
use uuid::Uuid;
use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::{Clock, LogEntry};
use vilkaar_application::undo::{self, Refusal, Step, UndoError};
use vilkaar_wording::format;

use super::{Program, session_state};
use crate::errors;
use crate::screens::{log, undo as words};
use crate::types::*;

impl Program {
    /// What Ctrl+Z would take back, and why it can't be where it can't.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn undoable(&self) -> Result<UndoState, ApiError> {
        let mut state = self.state();
        let now = state.clock.now();
        let open = state.open_for(UseCase::SeeCases)?;
        if open.known_as_of().is_some() {
            return Ok(UndoState { latest: None, refusal: None });
        }
        open.permit(UseCase::Undo)?;
        let (me, portfolio) = (open.actor(""), Arc::clone(&open.portfolio));
        let store = open.database.store();
        let Some(step) = undo::latest(store, &me).map_err(errors::store)? else {
            return Ok(UndoState { latest: None, refusal: None });
        };
        let mut refusal = None;
        let mut entries = Vec::new();
        if step.count() <= undo::LOOKED_AT_AHEAD {
            entries = undo::entries(store, step.operation).map_err(errors::store)?;
            refusal = undo::refusal(store, portfolio.register(), &step, &entries).map_err(errors::store)?;
        }
        Ok(UndoState {
            latest: Some(Undoable {
                operation: step.operation.to_string(),
                sentence: words::offer(&portfolio, &step, &entries, now),
            }),
            refusal: refusal.map(|refusal| words::refusal(&portfolio, &refusal, &me.name, now)),
        })
    }

    /// Takes back one of one's own operations, or makes one again that was taken back.
    ///
    /// # Errors
    /// `undo_refused` with who changed the same and when; `forbidden`, `locked`; `connection_lost`: send it again.
    pub fn undo(&self, request: UndoRequest) -> Result<SaveOutcome, ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::Undo)?;
        let me = open.actor("vindue: Fortryd");
        let portfolio = Arc::clone(&open.portfolio);
        let refused = |refusal: &Refusal, name: &str| {
            errors::plain("undo_refused", words::refusal(&portfolio, refusal, name, clock.now()))
        };
        let Ok(operation) = request.operation.parse::<Uuid>() else {
            return Err(refused(&Refusal::Unknown, &me.name));
        };
        let reason = |step: &Step, entries: &[LogEntry]| words::reason(&portfolio, step, entries);
        let name = me.name.clone();
        let undone = undo::undo(open.database.store(), me, &clock, portfolio.register(), operation, &reason);
        // Whatever came of it, the window shows what stands now.
        open.refresh(&clock)?;
        drop(state);
        let undone = undone.map_err(|error| match error {
            UndoError::Refused(refusal) => refused(&refusal, &name),
            UndoError::Store(error) => errors::store(error),
        })?;
        self.news.data_changed();
        Ok(SaveOutcome::Saved {
            message: words::message(&undone.step).to_owned(),
            operation: Some(undone.operation.to_string()),
            case: None,
        })
    }

    /// Shows everything as it was recorded at the end of a past day, read only, or as it is now again.
    ///
    /// # Errors
    /// `date_unreadable`, `date_in_future`, `before_first_entry` at the field; `forbidden`, `locked`.
    pub fn know_as_of(&self, request: KnowAsOf) -> Result<SessionState, ApiError> {
        let day = log::day("day", request.day.as_deref())?;
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::SeeCases)?;
        let past = match day {
            None => None,
            Some(day) if day > clock.now().with_timezone(&Local).date_naive() => {
                return Err(errors::at(
                    "day",
                    "date_in_future",
                    "Dagen ligger ude i fremtiden. Vælg i dag eller en dag, der er gået.",
                ));
            }
            Some(day) => {
                let end = log::end_of(day) - Duration::microseconds(1);
                let register = open.database.store().register_as_of(end).map_err(errors::store)?;
                if register.users.is_empty() && register.placements.is_empty() {
                    let sentence = format!(
                        "Den {} var der intet noteret i databasen endnu. Vælg en senere dag.",
                        format::date(day)
                    );
                    return Err(errors::at("day", "before_first_entry", sentence));
                }
                Some((day, register))
            }
        };
        open.know(past, &clock);
        let session = session_state(&mut state);
        drop(state);
        self.news.data_changed();
        Ok(session)
    }
}
