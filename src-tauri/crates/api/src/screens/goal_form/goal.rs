//! An *indsatsmål* as a form: the chain from the citizen's wishes to the level that is expected (domain §4).
//!
//! Invariant: the levels agree with the måltype, a *Mål-id* names one goal in the municipality.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::{CaseFile, Entity, Goal, GoalFile, GoalId, GoalType, Level, Undertema};
use vilkaar_wording::{format, progress};

use super::{level, level_word, levels};
use crate::program::saving::Decided;
use crate::screens::forms::fields::{day_field, text_field, word_field};
use crate::screens::forms::sheet::Sheet;
use crate::screens::forms::{Field, Frame, odd, wrong};
use crate::types::{FieldKind, FieldProblem, ReasonNeed};

/// The form.
pub(super) struct GoalForm<'p> {
    pub(super) portfolio: &'p Portfolio,
    pub(super) file: CaseFile<'p>,
    /// The goal that is changed; none for a new one.
    pub(super) goal: Option<GoalFile<'p>>,
}

/// The goal while it is typed.
#[derive(Clone)]
pub(super) struct Draft {
    key: Option<String>,
    undertema: Option<Undertema>,
    goal_type: Option<GoalType>,
    start: Option<Level>,
    expected: Option<Level>,
    from: Option<NaiveDate>,
    deadline: Option<NaiveDate>,
    wishes: Option<String>,
    purpose: Option<String>,
    wording: Option<String>,
}

macro_rules! level_field {
    ($name:literal, $label:literal, $field:ident) => {
        Field::<Draft> {
            name: $name,
            label: $label,
            group: "Niveau",
            kind: FieldKind::Choice,
            unit: None,
            help: None,
            is_required: true,
            shown_when: None,
            get: |draft| draft.$field.map(level_word).unwrap_or_default(),
            set: |draft, typed| {
                draft.$field = level(typed)?;
                Ok(())
            },
        }
    };
}

const fn fields(needs_theme: bool) -> [Field<Draft>; 10] {
    let theme = word_field!(Draft, Undertema, "undertema", "Undertema", "Målet", undertema);
    [
        text_field!(Draft, LongText, "wishes", "Borgers mål og ønsker", "Målet", wishes),
        text_field!(Draft, LongText, "purpose", "Indsatsformål", "Målet", purpose),
        text_field!(Draft, LongText, "wording", "Indsatsmål", "Målet", wording)
            .help("Målet med ord: hvad der skal kunne ses, når det er nået."),
        if needs_theme { theme.required() } else { theme },
        word_field!(Draft, GoalType, "goalType", "Måltype", "Niveau", goal_type).required(),
        level_field!("startLevel", "Startniveau", start).help("0 er bedst: ingen nedsat funktionsevne."),
        level_field!("expectedLevel", "Forventet niveau", expected),
        day_field!(Draft, "from", "Fra", "Tid", from).required(),
        day_field!(Draft, "deadline", "Frist", "Tid", deadline),
        text_field!(Draft, Text, "key", "Mål-id", "Tid", key).required(),
    ]
}

const NEW: &[Field<Draft>] = &fields(true);
const EDIT: &[Field<Draft>] = &fields(false);

impl GoalForm<'_> {
    /// The next free *Mål-id* of the case: `S2022-1008-M3`.
    fn proposed_key(&self) -> String {
        let case = &self.file.placement.case;
        let taken: BTreeSet<String> =
            self.portfolio.register().goals.iter().map(|goal| goal.key.to_lowercase()).collect();
        (self.file.goals.len() + 1..)
            .map(|number| format!("{case}-M{number}"))
            .find(|key| !taken.contains(&key.to_lowercase()))
            .unwrap_or_default()
    }

    fn id(&self) -> Option<GoalId> {
        self.goal.as_ref().map(|file| file.goal.id)
    }
}

/// Why the levels don't fit the måltype; none where they do.
fn contradiction(goal_type: GoalType, start: Level, expected: Level) -> Option<String> {
    let rule = match goal_type {
        GoalType::Develop if expected >= start => "lavere end startniveauet, fordi lavere er bedre",
        GoalType::Maintain if expected != start => "det samme som startniveauet",
        GoalType::LimitLoss if expected < start => "startniveauet eller højere",
        GoalType::Develop | GoalType::Maintain | GoalType::LimitLoss => return None,
    };
    Some(format!(
        "{} betyder, at det forventede niveau er {rule}. Her er det {} mod {}: ret niveauet eller måltypen.",
        progress::goal_type(goal_type),
        expected.number(),
        start.number()
    ))
}

impl Sheet for GoalForm<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        // An imported goal may lack its undertema; it needn't be known to put something else right.
        if self.goal.as_ref().is_some_and(|file| file.goal.undertema.is_none()) {
            EDIT.to_vec()
        } else {
            NEW.to_vec()
        }
    }

    fn frame(&self) -> Frame {
        let case = &self.file.placement.case;
        match &self.goal {
            None => Frame {
                title: format!("Nyt mål, {case}"),
                introduction: None,
                submit: "Opret målet",
                reason: ReasonNeed::Optional,
            },
            Some(file) => Frame {
                title: format!("Ret mål {}", file.goal.key),
                introduction: None,
                submit: "Gem",
                reason: ReasonNeed::Optional,
            },
        }
    }

    fn start(&self) -> Draft {
        match self.goal.as_ref().map(|file| file.goal) {
            None => Draft {
                key: Some(self.proposed_key()),
                undertema: None,
                goal_type: None,
                start: None,
                expected: None,
                from: Some(self.portfolio.today().max(self.file.placement.moved_in)),
                deadline: None,
                wishes: None,
                purpose: None,
                wording: None,
            },
            Some(goal) => Draft {
                key: Some(goal.key.clone()),
                undertema: goal.undertema,
                goal_type: Some(goal.goal_type),
                start: Some(goal.start_level),
                expected: Some(goal.expected_level),
                from: Some(goal.from),
                deadline: goal.deadline,
                wishes: goal.wishes.clone(),
                purpose: goal.purpose.clone(),
                wording: goal.wording.clone(),
            },
        }
    }

    fn choices(&self, field: &str) -> Vec<String> {
        match field {
            "undertema" => Undertema::ALL.iter().map(|theme| theme.word().to_owned()).collect(),
            "goalType" => GoalType::ALL.iter().map(|word| word.word().to_owned()).collect(),
            "startLevel" | "expectedLevel" => levels(),
            _ => Vec::new(),
        }
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if let (Some(goal_type), Some(start), Some(expected)) = (draft.goal_type, draft.start, draft.expected)
            && let Some(sentence) = contradiction(goal_type, start, expected)
        {
            problems.push(wrong("expectedLevel", sentence));
        }
        if let (Some(from), Some(deadline)) = (draft.from, draft.deadline)
            && deadline < from
        {
            problems.push(wrong("deadline", "Fristen ligger før målets start. Ret en af datoerne."));
        }
        let moved_in = self.file.placement.moved_in;
        if draft.from.is_some_and(|from| from < moved_in) {
            problems.push(odd(
                "from",
                format!("Målet begynder før indflytningen den {}.", format::date(moved_in)),
            ));
        }
        if let (Some(file), Some(from)) = (&self.goal, draft.from)
            && let Some(first) = file.follow_ups.first().filter(|entry| entry.date < from)
        {
            problems.push(wrong(
                "from",
                format!(
                    "Målet er fulgt op allerede den {}. Start må ikke ligge efter den dag.",
                    format::date(first.date)
                ),
            ));
        }
        let key = draft.key.as_deref().unwrap_or_default().to_lowercase();
        let goals = &self.portfolio.register().goals;
        if let Some(other) =
            goals.iter().find(|goal| goal.key.to_lowercase() == key && Some(goal.id) != self.id())
        {
            let placements = &self.portfolio.register().placements;
            let of = placements.iter().find(|placement| placement.id == other.placement);
            let of = of.map(|placement| format!(" på {}", placement.case)).unwrap_or_default();
            problems.push(wrong("key", format!("Mål-id'et bruges allerede{of}. Skriv et andet.")));
        }
        problems
    }

    fn needs_reason(&self, draft: &Draft) -> Option<&'static str> {
        let file = self.goal.as_ref()?;
        (!file.follow_ups.is_empty() && draft.start != Some(file.goal.start_level)).then_some(
            "Startniveauet ændrer, hvordan opfølgningerne læses. Skriv hvorfor; begrundelsen står i historikken.",
        )
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        self.id().map(|id| (id.0, "målet"))
    }

    fn decided(&self, draft: Draft) -> Decided {
        let (Some(key), Some(goal_type), Some(start_level), Some(expected_level), Some(from)) =
            (draft.key, draft.goal_type, draft.start, draft.expected, draft.from)
        else {
            return Decided::nothing();
        };
        let before = self.goal.as_ref().map(|file| file.goal.clone());
        let after = Goal {
            id: self.id().unwrap_or_else(|| GoalId(crate::UuidIdentities.next())),
            placement: self.file.placement.id,
            key,
            undertema: draft.undertema,
            goal_type,
            start_level,
            expected_level,
            from,
            deadline: draft.deadline,
            wishes: draft.wishes,
            purpose: draft.purpose,
            wording: draft.wording,
        };
        let message = if before.is_some() { "Målet er gemt." } else { "Målet er oprettet." };
        let change = EntityChange {
            before: before.map(Entity::Goal),
            after: Some(Entity::Goal(after)),
            citizen: Some(self.file.placement.citizen),
            reason: None,
        };
        Decided { changes: vec![change], message: message.to_owned(), case: None }
    }
}
