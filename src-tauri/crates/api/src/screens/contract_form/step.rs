//! A *trappetakst* as a form: from a date or when a goal is opnået, the rate is lower (domain §4).
//!
//! Invariant: a step only lowers, and names a day or a goal; it changes no rate by itself.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::{CaseFile, Entity, GoalId, Rate, RateLine, RecordId, Service, StepRate, Unit};
use vilkaar_wording::{format, step_rates};

use crate::program::saving::Decided;
use crate::screens::forms::fields::{self, day_field};
use crate::screens::forms::sheet::Sheet;
use crate::screens::forms::{Field, Frame, odd, wrong};
use crate::types::{Effect, FieldKind, FieldProblem, ReasonNeed};

/// The form.
pub(super) struct Step<'p> {
    pub(super) portfolio: &'p Portfolio,
    pub(super) file: CaseFile<'p>,
    /// The clause that is changed; none for a new one.
    pub(super) step: Option<&'p StepRate>,
}

/// The clause while it is typed.
#[derive(Clone)]
pub(super) struct Draft {
    service: Option<Service>,
    from: Option<NaiveDate>,
    goal: Option<GoalId>,
    new_rate: Option<Rate>,
    /// The case's goals as they are chosen.
    goals: Vec<(String, GoalId)>,
}

const FIELDS: &[Field<Draft>] = &[
    Field {
        name: "service",
        label: "Ydelse",
        group: "Trappetaksten",
        kind: FieldKind::Choice,
        unit: None,
        help: None,
        is_required: true,
        shown_when: None,
        get: |draft| draft.service.as_ref().map(|service| service.word().to_owned()).unwrap_or_default(),
        set: |draft, typed| {
            draft.service = fields::text(typed).map(|word| Service::from_word(&word));
            Ok(())
        },
    },
    Field {
        name: "newRate",
        label: "Ny takst",
        group: "Trappetaksten",
        kind: FieldKind::Number,
        unit: Some("kr."),
        help: Some("I samme enhed som den takst, den afløser."),
        is_required: true,
        shown_when: None,
        get: |draft| fields::show_rate(draft.new_rate),
        set: |draft, typed| {
            draft.new_rate = fields::rate(typed)?;
            if draft.new_rate.is_some_and(Rate::is_negative) {
                return Err("En takst kan ikke være under 0.".into());
            }
            Ok(())
        },
    },
    day_field!(Draft, "from", "Fra dato", "Hvornår", from),
    Field {
        name: "goal",
        label: "Når mål er opnået",
        group: "Hvornår",
        kind: FieldKind::Choice,
        unit: None,
        help: Some("Sagsbehandleren skal bekræfte det. Står begge dele, gælder det, der kommer først."),
        is_required: false,
        shown_when: None,
        get: |draft| {
            let found = draft.goals.iter().find(|(_, id)| Some(*id) == draft.goal);
            found.map(|(label, _)| label.clone()).unwrap_or_default()
        },
        set: |draft, typed| {
            let found = draft.goals.iter().find(|(label, _)| label == typed).map(|(_, id)| *id);
            if found.is_none() && !typed.is_empty() {
                return Err("Vælg et af sagens mål.".into());
            }
            draft.goal = found;
            Ok(())
        },
    },
];

impl Step<'_> {
    fn goals(&self) -> Vec<(String, GoalId)> {
        self.file
            .goals
            .iter()
            .map(|file| {
                let theme = file.goal.undertema.map(|theme| format!(" {}", theme.word())).unwrap_or_default();
                (format!("{}{theme}", file.goal.key), file.goal.id)
            })
            .collect()
    }

    /// The line that the step would replace: of its service, in force on its day, else today.
    fn replaced(&self, draft: &Draft) -> Option<&RateLine> {
        let on = draft.from.unwrap_or_else(|| self.portfolio.today()).max(self.file.placement.moved_in);
        self.file
            .rate_lines
            .iter()
            .copied()
            .filter(|line| Some(&line.service) == draft.service.as_ref() && line.is_in_force(on))
            .max_by_key(|line| (line.from, line.id))
    }

    /// The line that has overtaken the clause or carried it out, now or for a day ahead.
    fn settled_by(&self, draft: &Draft) -> Option<&RateLine> {
        self.file.step_settled_by(&self.clause(draft)?, self.portfolio.today())
    }

    fn clause(&self, draft: &Draft) -> Option<StepRate> {
        Some(StepRate {
            id: self.step.map_or(RecordId(Uuid::nil()), |step| step.id),
            placement: self.file.placement.id,
            service: draft.service.clone()?,
            from: draft.from,
            when_goal: draft.goal,
            new_rate: draft.new_rate?,
        })
    }
}

impl Sheet for Step<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        FIELDS.to_vec()
    }

    fn frame(&self) -> Frame {
        let case = &self.file.placement.case;
        let (title, submit) = match self.step {
            None => (format!("Ny trappetakst, {case}"), "Opret trappetaksten"),
            Some(_) => (format!("Ret trappetakst, {case}"), "Gem"),
        };
        let introduction = Some(
            "Programmet foreslår den lavere takst, når dagen kommer eller målet er opnået; det ændrer den aldrig selv. \
             Til da regnes den som forventet."
                .to_owned(),
        );
        Frame { title, introduction, submit, reason: ReasonNeed::Optional }
    }

    fn start(&self) -> Draft {
        Draft {
            service: Some(self.step.map_or(Service::BaseRate, |step| step.service.clone())),
            from: self.step.and_then(|step| step.from),
            goal: self.step.and_then(|step| step.when_goal),
            new_rate: self.step.map(|step| step.new_rate),
            goals: self.goals(),
        }
    }

    fn choices(&self, field: &str) -> Vec<String> {
        match field {
            "goal" => self.goals().into_iter().map(|(label, _)| label).collect(),
            "service" => {
                let today = self.portfolio.today();
                let lines = self.file.rate_lines.iter().filter(|line| {
                    !line.annulled
                        && line.unit != Unit::Once
                        && line.service != Service::OwnPayment
                        && line.to.is_none_or(|to| to >= today)
                });
                let words: BTreeSet<String> = lines
                    .map(|line| line.service.word().to_owned())
                    .chain(self.step.map(|step| step.service.word().to_owned()))
                    .chain([Service::BaseRate.word().to_owned()])
                    .collect();
                words.into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if draft.from.is_none() && draft.goal.is_none() {
            problems.push(wrong(
                "from",
                "Skriv, fra hvilken dag taksten falder, eller vælg det mål, der skal være opnået.",
            ));
        }
        let placement = self.file.placement;
        match draft.from {
            Some(day) if day < placement.moved_in => problems.push(wrong(
                "from",
                format!("Dagen ligger før indflytningen den {}.", format::date(placement.moved_in)),
            )),
            Some(day) if placement.ended_on.is_some_and(|end| day > end) => {
                problems.push(odd("from", "Dagen ligger efter, at opholdet er slut."));
            }
            Some(day) if day < self.portfolio.today() => {
                let sentence = self.settled_by(draft).map_or_else(
                    || "Dagen er gået. Den lavere takst foreslås med det samme.".to_owned(),
                    |line| {
                        let began = format::date(line.from);
                        format!(
                            "Fra {began} er der aftalt en anden takst. Trappetaksten foreslås derfor ikke."
                        )
                    },
                );
                problems.push(odd("from", sentence));
            }
            Some(_) | None => {}
        }
        let Some(service) = &draft.service else { return problems };
        match (self.replaced(draft), draft.new_rate) {
            (None, _) => problems.push(wrong(
                "service",
                format!(
                    "Der er ingen {} at sætte ned den dag. Opret taksten først.",
                    service.word().to_lowercase()
                ),
            )),
            (Some(line), Some(rate)) if rate >= line.amount => problems.push(wrong(
                "newRate",
                format!(
                    "En trappetakst skal være lavere end den, der gælder: {} kr. {}.",
                    format::rate(line.amount),
                    line.unit.word()
                ),
            )),
            (Some(_), _) => {}
        }
        problems
    }

    fn effect(&self, draft: &Draft, _decided: &Decided) -> Option<Effect> {
        let step = self.clause(draft)?;
        let mut file = self.file.clone();
        file.step_rates = vec![&step];
        let expected = file.expected_rates(&self.portfolio.register().settings, self.portfolio.today());
        let sentences: Vec<String> = expected.iter().map(step_rates::sentence).collect();
        (!sentences.is_empty()).then(|| Effect {
            title: "Forventet virkning".to_owned(),
            rows: Vec::new(),
            remarks: Vec::new(),
            sentences,
        })
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        self.step.map(|step| (step.id.0, "trappetaksten"))
    }

    fn decided(&self, draft: Draft) -> Decided {
        let Some(clause) = self.clause(&draft) else {
            return Decided::nothing();
        };
        let after = match self.step {
            Some(_) => clause,
            None => StepRate { id: RecordId(crate::UuidIdentities.next()), ..clause },
        };
        let change = EntityChange {
            before: self.step.cloned().map(Entity::StepRate),
            after: Some(Entity::StepRate(after)),
            citizen: Some(self.file.placement.citizen),
            reason: None,
        };
        Decided { changes: vec![change], message: "Trappetaksten er gemt.".to_owned(), case: None }
    }
}
