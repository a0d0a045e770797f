//! What is done to a placement and its citizen by hand: created, edited, ended, cancelled, opened again, moved to
//! another offer; the citizen's own data; offers that were searched.
//!
//! Invariant: what is saved is the record as it is now with the fields changed that the user changed, and all of
//! one form is one operation.

mod arrival;
mod cancelling;
mod citizen;
mod edit;
mod ending;
mod moving;
mod new;
mod numbers;
mod searched;
mod stays;
#[cfg(test)]
mod tests;

use vilkaar_application::permission::UseCase;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::{CitizenId, Entity, Placement};

pub(in crate::screens) use arrival::new_provider;
pub(in crate::screens) use cancelling::can_be_cancelled;

use super::effect;
use super::forms::sheet::AnySheet;
use super::forms::value_of;
use crate::errors;
use crate::program::case;
use crate::program::saving::Decided;
use crate::session::Open;
use crate::types::{ApiError, Effect, FieldValue, FormAction, Remark};

/// What whoever fills in a form may do besides: fields that they could not save are left out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct May {
    /// Create offers and providers.
    pub(crate) offers: bool,
    /// Enter rates.
    pub(crate) rates: bool,
}

impl May {
    /// What the signed-in person may.
    pub(crate) fn of(open: &Open) -> Self {
        Self {
            offers: open.permit(UseCase::EditOffers).is_ok(),
            rates: open.permit(UseCase::EditRates).is_ok(),
        }
    }
}

/// What a form is about.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// What it does.
    pub(crate) action: FormAction,
    /// *Sagsnr.*
    pub(crate) case: Option<&'a str>,
    /// The record's id.
    pub(crate) record: Option<&'a str>,
}

/// The form that is asked for.
///
/// # Errors
/// `case_unknown`, `record_unknown`, `not_ended`, `not_planned`, `action_unknown`.
pub(crate) fn sheet<'p>(
    portfolio: &'p Portfolio,
    may: May,
    asked: Asked<'_>,
) -> Result<Box<dyn AnySheet + 'p>, ApiError> {
    let facts = || case(portfolio, asked.case.unwrap_or_default());
    Ok(match asked.action {
        FormAction::NewPlacement => {
            let known = asked.case.map(|number| case(portfolio, number)).transpose()?;
            Box::new(new::NewPlacement::of(portfolio, may, known))
        }
        FormAction::EditPlacement => Box::new(edit::EditPlacement::of(portfolio, facts()?)),
        FormAction::EditCitizen => Box::new(citizen::EditCitizen::of(portfolio, facts()?)?),
        FormAction::EndPlacement => Box::new(ending::EndPlacement::of(portfolio, facts()?)),
        FormAction::ReopenPlacement => Box::new(ending::ReopenPlacement::of(portfolio, facts()?)?),
        FormAction::CancelPlacement => Box::new(cancelling::CancelPlacement::of(portfolio, facts()?)?),
        FormAction::MovePlacement => Box::new(moving::MovePlacement::of(portfolio, may, facts()?)),
        FormAction::NewSearchedOffer => Box::new(searched::Searched::new(portfolio, facts()?)),
        FormAction::EditSearchedOffer => {
            Box::new(searched::Searched::known(portfolio, facts()?, asked.record)?)
        }
        _ => return Err(errors::action_unknown()),
    })
}

/// The case whose file the form shows something of; none for a new citizen's.
///
/// # Errors
/// `case_unknown`.
pub(crate) fn subject<'p>(
    portfolio: &'p Portfolio,
    asked: Asked<'_>,
) -> Result<Option<&'p CaseFacts>, ApiError> {
    match (asked.action, asked.case) {
        (FormAction::NewPlacement, None) => Ok(None),
        (_, number) => case(portfolio, number.unwrap_or_default()).map(Some),
    }
}

/// The citizen whom a new placement's form names because the number that is typed is known.
pub(crate) fn recognised(
    portfolio: &Portfolio,
    asked: Asked<'_>,
    values: &[FieldValue],
) -> Option<CitizenId> {
    if asked.action != FormAction::NewPlacement || asked.case.is_some() {
        return None;
    }
    let number = citizen::cpr(value_of(values, "cpr")?).ok()??;
    citizen::known(portfolio.register(), &number).map(|known| known.id)
}

/// What the log of looks calls the form.
pub(crate) const fn look(action: FormAction) -> &'static str {
    match action {
        FormAction::EditCitizen => "cpr",
        _ => "rettelse",
    }
}

/// The screen as the log names it, and the operation.
pub(crate) const fn names(action: FormAction) -> (&'static str, &'static str) {
    match action {
        FormAction::NewPlacement => ("Ny placering", "new_placement"),
        FormAction::EditCitizen => ("Ret borger", "edit"),
        FormAction::EndPlacement => ("Afslut placering", "end_placement"),
        FormAction::ReopenPlacement => ("Genåbn placering", "reopen_placement"),
        FormAction::CancelPlacement => ("Annullér placering", "cancel_placement"),
        FormAction::MovePlacement => ("Flyt placering", "move_placement"),
        FormAction::NewSearchedOffer => ("Nyt afsøgt tilbud", "edit"),
        FormAction::EditSearchedOffer => ("Ret afsøgt tilbud", "edit"),
        _ => ("Ret placering", "edit"),
    }
}

/// What a save does to the money, with what else it does told first; none where it does nothing.
fn effect_of(
    portfolio: &Portfolio,
    decided: &Decided,
    sentences: Vec<String>,
    remarks: Vec<Remark>,
) -> Option<Effect> {
    let is_change = decided.changes.iter().any(|change| change.before != change.after);
    let money = if is_change { effect::effect(portfolio, &decided.changes) } else { None };
    match money {
        Some(mut effect) => {
            effect.sentences.splice(0..0, sentences);
            effect.remarks.splice(0..0, remarks);
            Some(effect)
        }
        None if sentences.is_empty() && remarks.is_empty() => None,
        None => Some(Effect { title: "Det sker der".to_owned(), rows: Vec::new(), remarks, sentences }),
    }
}

/// A change of a placement.
fn changed(before: &Placement, after: Placement) -> EntityChange {
    EntityChange {
        citizen: Some(before.citizen),
        before: Some(Entity::Placement(before.clone())),
        after: Some(Entity::Placement(after)),
        reason: None,
    }
}

/// A new record.
fn added(entity: Entity, citizen: Option<CitizenId>) -> EntityChange {
    EntityChange { before: None, after: Some(entity), citizen, reason: None }
}
