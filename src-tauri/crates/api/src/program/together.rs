//! Several people at once: news, presence, CPR on purpose, a placement's form.

use std::time::Duration;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use vilkaar_application::edit::{self, Edit, Edited};
use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::{Identities as _, LogEntry};
use vilkaar_domain::{Entity, Placement as PlacementRecord};

use super::screen_commands::{case, record_read};
use super::{Program, State};
use crate::errors;
use crate::screens::placement_form::{self, Decision};
use crate::session::Open;
use crate::types::*;

/// The longest that a question for news waits; shorter than any patience between window and core.
const LONGEST: Duration = Duration::from_secs(20);

/// So often a save is decided anew when others are faster, before the user is asked to try again.
const ATTEMPTS: usize = 4;

impl Program {
    /// Waits until something happens, at most about twenty seconds.
    ///
    /// # Errors
    /// None that is expected.
    pub fn news(&self, request: NewsRequest) -> Result<News, ApiError> {
        let mut news = self.news.wait(request.since, LONGEST);
        // Names and case numbers are for those who may see cases, and for nobody while the program is locked.
        if self.permit(UseCase::SeeCases).is_err() {
            news.present.clear();
        }
        Ok(news)
    }

    /// A CPR number in full; the look is logged first.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `cpr_unknown`; where the look can't be logged nothing is shown.
    pub fn reveal_cpr(&self, request: PlacementRequest) -> Result<RevealedCpr, ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::RevealCpr)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let facts = case(&portfolio, &request.case)?;
        let file = portfolio.file(facts);
        let Some(cpr) = file.citizen.and_then(|citizen| citizen.cpr.as_ref()) else {
            return Err(errors::plain("cpr_unknown", "Cpr-nummeret er ikke oplyst på borgeren."));
        };
        record_read(open, &clock, facts, "cpr")?;
        Ok(RevealedCpr { cpr: cpr.reveal().to_owned() })
    }

    /// The placement's own fields for editing.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`.
    pub fn placement_form(&self, request: PlacementRequest) -> Result<Form, ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::EditPlacement)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let facts = case(&portfolio, &request.case)?;
        record_read(open, &clock, facts, "rettelse")?;
        let operation = crate::UuidIdentities.next().to_string();
        Ok(placement_form::form(&portfolio, portfolio.placement(facts), operation))
    }

    /// Saves them, or tells what somebody else changed meanwhile.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`; `field_unreadable` at a field; `connection_lost`: send it again.
    pub fn save_placement(&self, request: SavePlacement) -> Result<SaveOutcome, ApiError> {
        let form: Uuid = request.operation.parse().map_err(|_| {
            errors::plain(
                "form_unknown",
                "Formularen kendes ikke længere. Åbn den igen; kopiér først det, du har skrevet.",
            )
        })?;
        let operation = operation_of(form, &request);
        let mut state = self.state();
        let outcome = save(&mut state, &request, operation);
        drop(state);
        if matches!(outcome, Ok(SaveOutcome::Saved { .. })) {
            self.news.data_changed();
        }
        outcome
    }
}

/// The id of a save: of the form, what it was decided on, and what is saved. The same sent again after a broken
/// connection is the same operation. Other values are another, and so are the same values over what somebody else
/// left meanwhile: neither can pass for saved.
fn operation_of(form: Uuid, request: &SavePlacement) -> Uuid {
    let mut hasher = Sha256::new();
    hasher.update(form.as_bytes());
    let mut add = |text: &str| {
        hasher.update(text.len().to_be_bytes());
        hasher.update(text.as_bytes());
    };
    for values in [&request.base, &request.values] {
        add(&values.len().to_string());
        for FieldValue { name, value } in values {
            add(name);
            add(value);
        }
    }
    add(&request.reason);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Decides and saves; decides anew when somebody else was faster.
fn save(state: &mut State, request: &SavePlacement, operation: Uuid) -> Result<SaveOutcome, ApiError> {
    let clock = state.clock;
    let open = state.open_for(UseCase::EditPlacement)?;
    let me = open.actor("vindue: Ret placering");
    let mut latest: Option<Box<LogEntry>> = None;
    for _ in 0..ATTEMPTS {
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let facts = case(&portfolio, &request.case)?;
        let now = portfolio.placement(facts).clone();
        let after = match placement_form::decide(&now, &request.base, &request.values)? {
            Decision::Save(after) => *after,
            Decision::Clash(fields) => {
                let latest = match latest {
                    Some(latest) => Some(*latest),
                    None => latest_of(open, &now)?,
                };
                let clash = placement_form::clash(&now, fields, latest.as_ref(), &me.name);
                return Ok(SaveOutcome::Clashed { clash });
            }
        };
        let edit = Edit {
            use_case: UseCase::EditPlacement,
            operation,
            name: "edit",
            citizen: Some(now.citizen),
            before: Entity::Placement(now),
            after: Entity::Placement(after),
            reason: Some(request.reason.trim()).filter(|reason| !reason.is_empty()).map(str::to_owned),
        };
        match edit::save(open.database.store(), me.clone(), &clock, edit).map_err(errors::store)? {
            Edited::Saved => {
                open.refresh(&clock)?;
                return Ok(SaveOutcome::Saved { message: "Gemt.".to_owned() });
            }
            Edited::Clashed { latest: entry } => {
                latest = entry;
                open.refresh(&clock)?;
            }
        }
    }
    Err(errors::plain(
        "conflict",
        "Flere retter placeringen lige nu, og den blev ændret hver gang, der skulle gemmes. Intet er gemt; prøv igen om lidt.",
    ))
}

/// The newest entry about a placement.
fn latest_of(open: &mut Open, placement: &PlacementRecord) -> Result<Option<LogEntry>, ApiError> {
    let entries = open.database.store().history(&[placement.id.0], 1).map_err(errors::store)?;
    Ok(entries.into_iter().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_values_over_the_same_record_are_the_same_operation() {
        let form = Uuid::now_v7();
        let values =
            |hours: &str| vec![FieldValue { name: "supportHours".to_owned(), value: hours.to_owned() }];
        let request = |base: &str, hours: &str| SavePlacement {
            case: "S1".to_owned(),
            operation: form.to_string(),
            base: values(base),
            values: values(hours),
            reason: String::new(),
        };
        let first = operation_of(form, &request("10", "12"));
        assert_eq!(first, operation_of(form, &request("10", "12")), "sent again");
        assert_ne!(first, operation_of(form, &request("10", "13")), "another value");
        // Saved, the answer lost, changed by somebody else to 11, and chosen anew over theirs.
        assert_ne!(first, operation_of(form, &request("11", "12")), "over another record");
        assert_ne!(first, operation_of(Uuid::now_v7(), &request("10", "12")), "another form");
    }
}
