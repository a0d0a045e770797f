//! Saving what was decided by hand: authorise, decide over what stands now, save whole or not at all, decide anew
//! when somebody else was faster.
//!
//! Invariant: a change goes over the records it was decided on, or the user is told who was there first; the same
//! request sent again is the same operation.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use vilkaar_application::edit::{self, Edit, Edited};
use vilkaar_application::log::EntriesQuery;
use vilkaar_application::permission::UseCase;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{EntityChange, LogEntry, LogPayload};
use vilkaar_domain::Entity;

use super::{Program, State};
use crate::errors;
use crate::screens::forms;
use crate::session::Open;
use crate::types::{ApiError, ClashField, FieldProblem, FieldValue, SaveForm, SaveOutcome};

/// So often a save is decided anew when others are faster, before the user is asked to try again.
const ATTEMPTS: usize = 4;

/// Records to save.
pub(crate) struct Decided {
    /// Each over what it was decided on.
    pub(crate) changes: Vec<EntityChange>,
    /// What the user is told.
    pub(crate) message: String,
    /// The case to show now, where it is another one.
    pub(crate) case: Option<String>,
}

impl Decided {
    /// Nothing to save: what a draft comes to that the rules refuse anyway.
    pub(crate) const fn nothing() -> Self {
        Self { changes: Vec::new(), message: String::new(), case: None }
    }
}

/// Fields of a record that somebody else changed meanwhile.
pub(crate) struct ClashFound {
    /// The record.
    pub(crate) record: Uuid,
    /// What it is, inside a sentence: "placeringen".
    pub(crate) what: &'static str,
    /// The fields.
    pub(crate) fields: Vec<ClashField>,
    /// Every field as it stands.
    pub(crate) now: Vec<FieldValue>,
}

/// What a save comes to.
pub(crate) enum Decision {
    /// Save this.
    Save(Decided),
    /// Something is wrong.
    Refuse(Vec<FieldProblem>),
    /// Somebody else changed these.
    Clash(ClashFound),
}

/// What is saved as what.
pub(crate) struct Saving<'a> {
    /// What the roles must allow.
    pub(crate) use_case: UseCase,
    /// The screen, as the log names it: "Ret placering".
    pub(crate) origin: &'a str,
    /// What the log calls it: `edit`, `rate`.
    pub(crate) name: &'static str,
    /// Its id.
    pub(crate) operation: Uuid,
    /// Why; blank = nothing said.
    pub(crate) reason: &'a str,
}

impl<'a> Saving<'a> {
    /// The saving of a form.
    ///
    /// # Errors
    /// `form_unknown` where the form's id is none.
    pub(crate) fn form(
        use_case: UseCase,
        origin: &'a str,
        name: &'static str,
        request: &'a SaveForm,
    ) -> Result<Self, ApiError> {
        let mut parts: Vec<&str> = Vec::new();
        for FieldValue { name, value } in request.base.iter().chain(&request.values) {
            parts.extend([name.as_str(), value.as_str()]);
        }
        parts.push(&request.reason);
        let operation = operation(&request.operation, &parts)?;
        Ok(Self { use_case, origin, name, operation, reason: &request.reason })
    }
}

/// The id of a save: of the form or the window's own number, and of all that is saved and over what. The same sent
/// again after a broken connection is the same operation. Other values are another, and so are the same values over
/// what somebody else left meanwhile: neither can pass for saved.
///
/// # Errors
/// `form_unknown` where `id` is no UUID.
pub(crate) fn operation(id: &str, parts: &[&str]) -> Result<Uuid, ApiError> {
    let id: Uuid = id.parse().map_err(|_| {
        errors::plain(
            "form_unknown",
            "Formularen kendes ikke længere. Åbn den igen; kopiér først det, du har skrevet.",
        )
    })?;
    let mut hasher = Sha256::new();
    hasher.update(id.as_bytes());
    for part in parts {
        hasher.update(part.len().to_be_bytes());
        hasher.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize()[..16]);
    Ok(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

impl Program {
    /// Decides and saves, and tells other windows; decides anew when somebody else was faster.
    ///
    /// # Errors
    /// What `decide` answers; `forbidden`, `locked`; `connection_lost`: send it again; `conflict` when others were
    /// faster each time.
    pub(crate) fn save_decided(
        &self,
        saving: &Saving<'_>,
        decide: impl FnMut(&Portfolio) -> Result<Decision, ApiError>,
    ) -> Result<SaveOutcome, ApiError> {
        let mut state = self.state();
        let outcome = save(&mut state, saving, decide);
        drop(state);
        if matches!(outcome, Ok(SaveOutcome::Saved { .. })) {
            self.news.data_changed();
        }
        outcome
    }

    /// Decides and saves a form; where its record was taken out meanwhile, tells by whom and when.
    ///
    /// # Errors
    /// As [`Self::save_decided`].
    pub(crate) fn save_form(
        &self,
        saving: &Saving<'_>,
        request: &SaveForm,
        decide: impl FnMut(&Portfolio) -> Result<Decision, ApiError>,
    ) -> Result<SaveOutcome, ApiError> {
        self.save_decided(saving, decide).map_err(|error| match request.record.as_deref() {
            Some(record) if error.code == "record_unknown" => self.taken_out(saving, record).unwrap_or(error),
            _ => error,
        })
    }

    /// Who took a record out that isn't there any more, and when; none where the log doesn't say.
    fn taken_out(&self, saving: &Saving<'_>, record: &str) -> Option<ApiError> {
        let id = record.parse::<Uuid>().ok()?;
        let mut state = self.state();
        let open = state.open_for(saving.use_case).ok()?;
        let me = open.actor("").name;
        let latest = open.database.store().history(&[id], 1).ok()?.into_iter().next()?;
        if latest.payload.as_ref().is_some_and(|payload| payload.after.is_some()) {
            return None;
        }
        let who = if latest.who == me { "Du har selv" } else { &format!("{} har", latest.who) };
        let what = vilkaar_wording::storage::kind_word(&latest.entity_kind).to_lowercase();
        Some(errors::plain(
            "record_unknown",
            format!(
                "{who} taget det, du retter ({what}), ud {}. Intet er gemt, og det, du har skrevet, står her endnu: \
                 kopiér det, du vil beholde, og åbn sagen igen.",
                super::instant(latest.at)
            ),
        ))
    }
}

/// Decides and saves.
fn save(
    state: &mut State,
    saving: &Saving<'_>,
    mut decide: impl FnMut(&Portfolio) -> Result<Decision, ApiError>,
) -> Result<SaveOutcome, ApiError> {
    let clock = state.clock;
    let open = state.open_for(saving.use_case)?;
    let me = open.actor(&format!("vindue: {}", saving.origin));
    if let Some(outcome) = saved_before(open, saving)? {
        open.refresh(&clock)?;
        return Ok(outcome);
    }
    let mut latest: Option<Box<LogEntry>> = None;
    for _ in 0..ATTEMPTS {
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let decided = match decide(&portfolio)? {
            Decision::Save(decided) => decided,
            Decision::Refuse(problems) => return Ok(SaveOutcome::Refused { problems }),
            Decision::Clash(ClashFound { record, what, fields, now }) => {
                let latest = match latest {
                    Some(latest) => Some(*latest),
                    None => {
                        let entries = open.database.store().history(&[record], 1).map_err(errors::store)?;
                        entries.into_iter().next()
                    }
                };
                let clash = forms::clash(what, fields, now, latest.as_ref(), &me.name);
                return Ok(SaveOutcome::Clashed { clash });
            }
        };
        // What is as it was is not saved and not logged.
        let changes: Vec<EntityChange> =
            decided.changes.into_iter().filter(|change| change.before != change.after).collect();
        let operation = (!changes.is_empty()).then(|| saving.operation.to_string());
        let edit = Edit {
            use_case: saving.use_case,
            operation: saving.operation,
            name: saving.name,
            changes,
            reason: Some(saving.reason.trim()).filter(|reason| !reason.is_empty()).map(str::to_owned),
        };
        match edit::save(open.database.store(), me.clone(), &clock, edit).map_err(errors::store)? {
            Edited::Saved => {
                open.refresh(&clock)?;
                return Ok(SaveOutcome::Saved { message: decided.message, operation, case: decided.case });
            }
            Edited::Clashed { latest: entry } => {
                latest = entry;
                open.refresh(&clock)?;
            }
        }
    }
    Err(errors::plain(
        "conflict",
        "Flere retter det samme lige nu, og det blev ændret hver gang, der skulle gemmes. Intet er gemt; prøv igen om lidt.",
    ))
}

/// The answer to what is saved already: the connection broke before it came the first time. Deciding once more would
/// find its own records in the way (a number that is taken, a rate that overlaps itself).
fn saved_before(open: &mut Open, saving: &Saving<'_>) -> Result<Option<SaveOutcome>, ApiError> {
    let query =
        EntriesQuery { operation: saving.operation, citizen: None, kinds: Vec::new(), after: 0, limit: 20 };
    let entries = open.database.store().operation_entries(&query).map_err(errors::store)?;
    if entries.is_empty() {
        return Ok(None);
    }
    let new_case = entries.iter().find_map(|entry| match entry.payload.as_ref()? {
        LogPayload { before: None, after: Some(Entity::Placement(placement)) } => {
            Some(placement.case.to_string())
        }
        _ => None,
    });
    let operation = Some(saving.operation.to_string());
    Ok(Some(SaveOutcome::Saved { message: "Gemt.".to_owned(), operation, case: new_case }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_values_over_the_same_record_are_the_same_operation() {
        let form = Uuid::now_v7().to_string();
        let first = operation(&form, &["10", "12", ""]).unwrap();
        assert_eq!(first, operation(&form, &["10", "12", ""]).unwrap(), "sent again");
        assert_ne!(first, operation(&form, &["10", "13", ""]).unwrap(), "another value");
        // Saved, the answer lost, changed by somebody else to 11, and chosen anew over theirs.
        assert_ne!(first, operation(&form, &["11", "12", ""]).unwrap(), "over another record");
        let other = Uuid::now_v7().to_string();
        assert_ne!(first, operation(&other, &["10", "12", ""]).unwrap(), "another form");
        assert!(operation("ikke et id", &[]).is_err());
    }
}
