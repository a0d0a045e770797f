//! A follow-up that was typed wrong, as a form (domain §4). What was seen is put right with a reason; a new
//! observation is a follow-up of its own.

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::{CaseFile, Entity, FollowUp, FollowUpResult, GoalFile, Level, Source};
use vilkaar_wording::format;

use super::{level, level_word, levels};
use crate::program::saving::Decided;
use crate::screens::follow_up::same_day;
use crate::screens::forms::fields::{day_field, text_field, word_field};
use crate::screens::forms::sheet::Sheet;
use crate::screens::forms::{Field, Frame, wrong};
use crate::types::{FieldKind, FieldProblem, ReasonNeed};

/// The form.
pub(super) struct FollowUpForm<'p> {
    pub(super) portfolio: &'p Portfolio,
    pub(super) file: CaseFile<'p>,
    pub(super) goal: GoalFile<'p>,
    pub(super) entry: &'p FollowUp,
}

/// The follow-up while it is typed.
#[derive(Clone)]
pub(super) struct Draft {
    date: Option<NaiveDate>,
    level: Option<Level>,
    source: Option<Source>,
    result: Option<FollowUpResult>,
    remark: Option<String>,
}

const FIELDS: &[Field<Draft>] = &[
    day_field!(Draft, "date", "Dato", "Opfølgning", date).required(),
    Field {
        name: "level",
        label: "Niveau",
        group: "Opfølgning",
        kind: FieldKind::Choice,
        unit: None,
        help: Some("Tomt betyder ikke vurderet: opfølgningen tæller for datoen alene."),
        is_required: false,
        shown_when: None,
        get: |draft| draft.level.map(level_word).unwrap_or_default(),
        set: |draft, typed| {
            draft.level = level(typed)?;
            Ok(())
        },
    },
    word_field!(Draft, Source, "source", "Kilde", "Opfølgning", source),
    word_field!(Draft, FollowUpResult, "result", "Resultat", "Opfølgning", result),
    text_field!(Draft, LongText, "remark", "Bemærkning", "Opfølgning", remark),
];

impl Sheet for FollowUpForm<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        FIELDS.to_vec()
    }

    fn frame(&self) -> Frame {
        Frame {
            title: format!("Ret opfølgning {}, {}", format::date(self.entry.date), self.goal.goal.key),
            introduction: Some("Kun til det, der er tastet forkert.".to_owned()),
            submit: "Gem rettelsen",
            reason: ReasonNeed::Required,
        }
    }

    fn start(&self) -> Draft {
        let FollowUp { date, level, source, result, remark, .. } = self.entry.clone();
        Draft { date: Some(date), level, source, result, remark }
    }

    fn choices(&self, field: &str) -> Vec<String> {
        match field {
            "level" => levels(),
            "source" => Source::ALL.iter().map(|word| word.word().to_owned()).collect(),
            "result" => FollowUpResult::ALL.iter().map(|word| word.word().to_owned()).collect(),
            _ => Vec::new(),
        }
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let Some(date) = draft.date else { return problems };
        if date > self.portfolio.today() {
            problems.push(wrong("date", "Opfølgningen kan ikke ligge efter i dag."));
        }
        if date < self.goal.goal.from {
            let from = format::date(self.goal.goal.from);
            problems.push(wrong("date", format!("Opfølgningen ligger før målets start den {from}.")));
        }
        if same_day(&self.goal, date, draft.source).is_some_and(|other| other.id != self.entry.id) {
            problems.push(wrong(
                "date",
                "Der er allerede en opfølgning den dag fra samme kilde. Ret den i stedet.",
            ));
        }
        problems
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        Some((self.entry.id.0, "opfølgningen"))
    }

    fn decided(&self, draft: Draft) -> Decided {
        let Some(date) = draft.date else { return Decided::nothing() };
        let after = FollowUp {
            date,
            level: draft.level,
            source: draft.source,
            result: draft.result,
            remark: draft.remark,
            ..self.entry.clone()
        };
        let change = EntityChange {
            before: Some(Entity::FollowUp(self.entry.clone())),
            after: Some(Entity::FollowUp(after)),
            citizen: Some(self.file.placement.citizen),
            reason: None,
        };
        Decided { changes: vec![change], message: "Opfølgningen er rettet.".to_owned(), case: None }
    }
}
