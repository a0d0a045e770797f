//! One form from its opening to what is saved: a draft with its fields, what must hold beyond each field, and the
//! records that come of it.
//!
//! Invariant: what is checked while typing is what is asked when saving: both go through [`Sheet::rules`].

use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;

use super::{Field, Frame, Merged, merge, read, values, wrong};
use crate::program::saving::{ClashFound, Decided, Decision};
use crate::types::{Effect, FieldProblem, FieldValue, Form, FormCheck, ReasonNeed};

/// The field that a problem with the reason stands at.
pub(crate) const REASON: &str = "reason";

/// A form over a draft.
pub(crate) trait Sheet {
    /// What is filled in.
    type Draft: Clone;

    /// The fields, in order.
    fn fields(&self) -> Vec<Field<Self::Draft>>;

    /// The draft as it opens: the record as it is, or a proposal for a new one.
    fn start(&self) -> Self::Draft;

    /// Heading, button, whether it asks why.
    fn frame(&self) -> Frame;

    /// The record that is edited and what it is inside a sentence ("placeringen"); none for a new one.
    fn edits(&self) -> Option<(Uuid, &'static str)> {
        None
    }

    /// What somebody else changed since a form that makes new records was opened, so that it can't be saved on it.
    fn outdated(&self, _base: &[FieldValue]) -> Option<FieldProblem> {
        None
    }

    /// Choices or suggestions of a field.
    fn choices(&self, _field: &str) -> Vec<String> {
        Vec::new()
    }

    /// What is wrong or odd beyond each field alone.
    fn rules(&self, _draft: &Self::Draft) -> Vec<FieldProblem> {
        Vec::new()
    }

    /// Why this draft must say why, although the form needn't: what to write.
    fn needs_reason(&self, _draft: &Self::Draft) -> Option<&'static str> {
        None
    }

    /// The records that come of a draft that nothing is wrong with.
    fn decided(&self, draft: Self::Draft) -> Decided;

    /// What saving would do, where it does something to the money or to other records.
    fn effect(&self, _draft: &Self::Draft, _decided: &Decided) -> Option<Effect> {
        None
    }
}

/// A sheet of any draft.
pub(crate) trait AnySheet {
    /// The form as it opens.
    fn form(&self, operation: String) -> Form;
    /// What is wrong or odd with what is typed, and what saving it would do.
    fn check(&self, typed: &[FieldValue]) -> FormCheck;
    /// What a save comes to.
    fn decide(&self, base: &[FieldValue], mine: &[FieldValue], reason: &str) -> Decision;
}

impl<S: Sheet> AnySheet for S {
    fn form(&self, operation: String) -> Form {
        super::form(&self.fields(), &self.start(), self.frame(), operation, |field| self.choices(field))
    }

    fn check(&self, typed: &[FieldValue]) -> FormCheck {
        let mut draft = self.start();
        let unread = read(&self.fields(), &mut draft, typed);
        let problems = joined(unread, self.rules(&draft));
        let effect = if has_error(&problems) {
            None
        } else {
            let decided = self.decided(draft.clone());
            self.effect(&draft, &decided)
        };
        FormCheck { problems, effect }
    }

    fn decide(&self, base: &[FieldValue], mine: &[FieldValue], reason: &str) -> Decision {
        let (fields, start) = (self.fields(), self.start());
        if let Some(outdated) = self.outdated(base) {
            return Decision::Refuse(vec![outdated]);
        }
        let (draft, unread) = match self.edits() {
            None => {
                let mut draft = start;
                let unread = read(&fields, &mut draft, mine);
                (draft, unread)
            }
            Some((record, what)) => match merge(&fields, &start, base, mine) {
                Merged::Draft(draft, unread) => (draft, unread),
                Merged::Clash(clashes) => {
                    let now = values(&fields, &start);
                    return Decision::Clash(ClashFound { record, what, fields: clashes, now });
                }
            },
        };
        let mut problems = joined(unread, self.rules(&draft));
        let why = match self.frame().reason {
            ReasonNeed::Required => Some("Skriv hvorfor."),
            ReasonNeed::Optional | ReasonNeed::None => self.needs_reason(&draft),
        };
        problems.extend(why.filter(|_| reason.trim().is_empty()).map(|sentence| wrong(REASON, sentence)));
        if has_error(&problems) { Decision::Refuse(problems) } else { Decision::Save(self.decided(draft)) }
    }
}

fn has_error(problems: &[FieldProblem]) -> bool {
    problems.iter().any(|problem| problem.is_error)
}

/// What can't be read, and what the rules say of the fields that can.
fn joined(unread: Vec<FieldProblem>, ruled: Vec<FieldProblem>) -> Vec<FieldProblem> {
    let mut problems = unread;
    for problem in ruled {
        if !problems.iter().any(|known| known.is_error && known.field == problem.field) {
            problems.push(problem);
        }
    }
    problems
}

/// Names that a register has, each once and in order, for suggestions.
pub(crate) fn names<'r>(found: impl IntoIterator<Item = &'r String>) -> Vec<String> {
    found.into_iter().cloned().collect::<std::collections::BTreeSet<String>>().into_iter().collect()
}

/// The people that sheets and the register's own users name as case workers.
pub(crate) fn case_workers(portfolio: &Portfolio) -> Vec<String> {
    let register = portfolio.register();
    names(
        register
            .placements
            .iter()
            .flat_map(|placement| [&placement.case_worker, &placement.second_case_worker])
            .flatten()
            .chain(register.users.iter().filter_map(|user| user.employee.as_ref())),
    )
}
