//! A *delmål* as a form: a step of a goal that the provider works by (domain §4).

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::{CaseFile, Entity, GoalFile, RecordId, SubGoal};
use vilkaar_wording::format;

use crate::program::saving::Decided;
use crate::screens::forms::fields::{day_field, text_field};
use crate::screens::forms::sheet::Sheet;
use crate::screens::forms::{Field, Frame, odd, wrong};
use crate::types::{FieldProblem, ReasonNeed};

/// The form.
pub(super) struct SubGoalForm<'p> {
    pub(super) portfolio: &'p Portfolio,
    pub(super) file: CaseFile<'p>,
    pub(super) goal: GoalFile<'p>,
    /// The delmål that is changed; none for a new one.
    pub(super) step: Option<&'p SubGoal>,
}

/// The delmål while it is typed.
#[derive(Clone, Default)]
pub(super) struct Draft {
    text: Option<String>,
    deadline: Option<NaiveDate>,
    reached_on: Option<NaiveDate>,
    remark: Option<String>,
}

const FIELDS: &[Field<Draft>] = &[
    text_field!(Draft, LongText, "text", "Delmål", "Delmålet", text).required(),
    day_field!(Draft, "deadline", "Frist", "Delmålet", deadline),
    day_field!(Draft, "reachedOn", "Opnået den", "Delmålet", reached_on),
    text_field!(Draft, LongText, "remark", "Leverandørens bemærkning", "Delmålet", remark),
];

impl Sheet for SubGoalForm<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        FIELDS.to_vec()
    }

    fn frame(&self) -> Frame {
        let key = &self.goal.goal.key;
        let (title, submit) = match self.step {
            None => (format!("Nyt delmål, {key}"), "Opret delmålet"),
            Some(_) => (format!("Ret delmål, {key}"), "Gem"),
        };
        Frame { title, introduction: self.goal.goal.wording.clone(), submit, reason: ReasonNeed::Optional }
    }

    fn start(&self) -> Draft {
        self.step.map_or_else(Draft::default, |step| Draft {
            text: Some(step.text.clone()),
            deadline: step.deadline,
            reached_on: step.reached_on,
            remark: step.remark.clone(),
        })
    }

    fn choices(&self, _field: &str) -> Vec<String> {
        Vec::new()
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let goal = self.goal.goal;
        if draft.deadline.is_some_and(|day| day < goal.from) {
            let from = format::date(goal.from);
            problems.push(wrong("deadline", format!("Fristen ligger før målets start den {from}.")));
        }
        if let (Some(deadline), Some(last)) = (draft.deadline, goal.deadline)
            && deadline > last
        {
            let last = format::date(last);
            problems.push(odd("deadline", format!("Fristen ligger efter målets egen frist den {last}.")));
        }
        if draft.reached_on.is_some_and(|day| day > self.portfolio.today()) {
            problems.push(wrong("reachedOn", "Delmålet kan ikke være opnået efter i dag."));
        }
        if draft.reached_on.is_some_and(|day| day < goal.from) {
            let from = format::date(goal.from);
            problems.push(wrong("reachedOn", format!("Dagen ligger før målets start den {from}.")));
        }
        problems
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        self.step.map(|step| (step.id.0, "delmålet"))
    }

    fn decided(&self, draft: Draft) -> Decided {
        let Some(text) = draft.text else { return Decided::nothing() };
        let after = SubGoal {
            id: self.step.map_or_else(|| RecordId(crate::UuidIdentities.next()), |step| step.id),
            goal: self.goal.goal.id,
            text,
            deadline: draft.deadline,
            reached_on: draft.reached_on,
            remark: draft.remark,
        };
        let change = EntityChange {
            before: self.step.cloned().map(Entity::SubGoal),
            after: Some(Entity::SubGoal(after)),
            citizen: Some(self.file.placement.citizen),
            reason: None,
        };
        Decided { changes: vec![change], message: "Delmålet er gemt.".to_owned(), case: None }
    }
}
