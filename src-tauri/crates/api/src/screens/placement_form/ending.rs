//! *Afslut* and *Genåbn*: the last day of a stay with its reason, and taking it back.
//!
//! Invariant: nothing else is changed: a rate line counts only within the stay (domain §2.1), so that taking the
//! end back brings all of it back.

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::calendar::Period;
use vilkaar_domain::{EndReason, Placement};
use vilkaar_wording::format;

use super::super::forms::fields::{day_field, word_field};
use super::super::forms::sheet::Sheet;
use super::super::forms::{Field, Frame, odd, wrong};
use super::{changed, effect_of, stays};
use crate::errors;
use crate::program::saving::Decided;
use crate::types::{ApiError, Effect, FieldProblem, ReasonNeed, Remark, Tone};

/// What stands in the form.
#[derive(Clone)]
pub(super) struct End {
    ended_on: Option<NaiveDate>,
    reason: Option<EndReason>,
}

const END_FIELDS: &[Field<End>] = &[
    day_field!(End, "endedOn", "Ophørt den", "Ophør", ended_on)
        .required()
        .help("Borgerens sidste dag. Taksterne tæller til og med den dag."),
    word_field!(End, EndReason, "endReason", "Årsag", "Ophør", reason).required(),
];

/// *Afslut*; of an ended stay, its end put right.
pub(super) struct EndPlacement<'p> {
    portfolio: &'p Portfolio,
    facts: &'p CaseFacts,
}

impl<'p> EndPlacement<'p> {
    pub(super) const fn of(portfolio: &'p Portfolio, facts: &'p CaseFacts) -> Self {
        Self { portfolio, facts }
    }

    fn placement(&self) -> &'p Placement {
        self.portfolio.placement(self.facts)
    }
}

/// What is wrong or odd about a last day of a stay, at the field of that name.
pub(super) fn about_end(
    portfolio: &Portfolio,
    placement: &Placement,
    field: &str,
    end: NaiveDate,
) -> Vec<FieldProblem> {
    let moved_in = placement.moved_in;
    if end < moved_in {
        return vec![wrong(
            field,
            format!(
                "Borgeren flytter først ind {}. Opholdet kan ikke slutte før den dag.",
                format::date(moved_in)
            ),
        )];
    }
    let today = portfolio.today();
    if end <= today {
        return Vec::new();
    }
    let ahead = usize::try_from((end - today).num_days()).unwrap_or_default();
    vec![odd(
        field,
        format!("Dagen er om {}: opholdet er aktivt indtil da.", format::counted(ahead, "dag", "dage")),
    )]
}

/// What ends with a stay, step by step.
pub(super) fn what_ends(portfolio: &Portfolio, facts: &CaseFacts, end: NaiveDate) -> Vec<String> {
    let file = portfolio.file(facts);
    let mut sentences = vec![format!("{} ophører {}.", file.placement.case, format::date(end))];
    sentences.extend(
        stays::lines_that_stop(&file, end)
            .into_iter()
            .map(|line| format!("{line} tæller til og med {}.", format::date(end))),
    );
    match stays::open_goals(portfolio, facts) {
        0 => {}
        1 => sentences.push("Ét mål slutter med opholdet og følges ikke op mere.".to_owned()),
        goals => sentences.push(format!("{goals} mål slutter med opholdet og følges ikke op mere.")),
    }
    sentences
}

impl Sheet for EndPlacement<'_> {
    type Draft = End;

    fn fields(&self) -> Vec<Field<End>> {
        END_FIELDS.to_vec()
    }

    fn start(&self) -> End {
        let placement = self.placement();
        End { ended_on: placement.ended_on, reason: placement.end_reason }
    }

    fn frame(&self) -> Frame {
        let placement = self.placement();
        let is_ended = placement.ended_on.is_some();
        Frame {
            title: format!("{} {}", if is_ended { "Ret ophøret af" } else { "Afslut" }, placement.case),
            introduction: None,
            submit: if is_ended { "Gem" } else { "Afslut placeringen" },
            reason: ReasonNeed::Optional,
        }
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        Some((self.placement().id.0, "placeringen"))
    }

    fn choices(&self, field: &str) -> Vec<String> {
        match field {
            // A stay that never began is cancelled, by a form of its own.
            "endReason" => EndReason::ALL
                .iter()
                .filter(|reason| **reason != EndReason::Cancelled)
                .map(|reason| reason.word().to_owned())
                .collect(),
            _ => Vec::new(),
        }
    }

    fn rules(&self, draft: &End) -> Vec<FieldProblem> {
        let Some(end) = draft.ended_on else { return Vec::new() };
        if draft.reason == Some(EndReason::Cancelled) {
            return vec![wrong(
                "endReason",
                "Et ophold, der aldrig begyndte, annulleres med »Annullér placeringen«.",
            )];
        }
        let mut found = about_end(self.portfolio, self.placement(), "endedOn", end);
        if found.iter().any(|problem| problem.is_error) {
            return found;
        }
        if draft.reason == Some(EndReason::OtherOffer)
            && stays::successor(self.portfolio.register(), self.placement()).is_none()
        {
            found.push(odd(
                "endReason",
                "Køber kommunen også pladsen i det andet tilbud, så brug \u{201d}Flyt til andet tilbud\u{201d}: så følger sagen med.",
            ));
        }
        let file = self.portfolio.file(self.facts);
        let contract = stays::contract_runs_on(&file, end, draft.reason, self.portfolio.today());
        found.extend(contract.map(|sentence| odd("endedOn", sentence)));
        found
    }

    fn decided(&self, draft: End) -> Decided {
        let before = self.placement();
        let after = Placement { ended_on: draft.ended_on, end_reason: draft.reason, ..before.clone() };
        let message = match (draft.ended_on, before.ended_on) {
            (Some(end), None) => format!("{} ophører {}.", before.case, format::date(end)),
            _ => "Gemt.".to_owned(),
        };
        Decided { changes: vec![changed(before, after)], message, case: None }
    }

    fn effect(&self, draft: &End, decided: &Decided) -> Option<Effect> {
        let sentences = what_ends(self.portfolio, self.facts, draft.ended_on?);
        effect_of(self.portfolio, decided, sentences, Vec::new())
    }
}

/// *Genåbn*: takes the end back.
pub(super) struct ReopenPlacement<'p> {
    portfolio: &'p Portfolio,
    facts: &'p CaseFacts,
}

/// What stands in the form.
#[derive(Clone)]
pub(super) struct Reopen {
    expected_end: Option<NaiveDate>,
    /// The end that is taken back. Not shown: it stands in the introduction, and another's change of it is told.
    ended_on: Option<NaiveDate>,
    reason: Option<EndReason>,
}

impl<'p> ReopenPlacement<'p> {
    /// # Errors
    /// `not_ended` where there is no end to take back.
    pub(super) fn of(portfolio: &'p Portfolio, facts: &'p CaseFacts) -> Result<Self, ApiError> {
        match portfolio.placement(facts).ended_on {
            Some(_) => Ok(Self { portfolio, facts }),
            None => Err(errors::plain(
                "not_ended",
                "Opholdet har ingen ophørsdato, så der er intet at tage tilbage. Nogen kan have gjort det før dig.",
            )),
        }
    }

    fn placement(&self) -> &'p Placement {
        self.portfolio.placement(self.facts)
    }

    /// Days that the citizen lives elsewhere once the stay goes on.
    fn double(&self) -> Vec<String> {
        let placement = self.placement();
        let stay = Period::new(placement.moved_in, None);
        stay.map(|stay| stays::double_stays(self.portfolio, placement.citizen, Some(placement.id), stay))
            .unwrap_or_default()
    }
}

impl Sheet for ReopenPlacement<'_> {
    type Draft = Reopen;

    fn fields(&self) -> Vec<Field<Reopen>> {
        vec![
            day_field!(Reopen, "expectedEnd", "Forventet ophør", "Ophold", expected_end)
                .help("Kan stå tomt. Det afslutter ikke opholdet."),
            day_field!(Reopen, "endedOn", "Ophørt den", "Ophold", ended_on).when("expectedEnd", &[]),
            word_field!(Reopen, EndReason, "endReason", "Årsag", "Ophold", reason).when("expectedEnd", &[]),
        ]
    }

    fn start(&self) -> Reopen {
        let placement = self.placement();
        Reopen {
            expected_end: placement.expected_end,
            ended_on: placement.ended_on,
            reason: placement.end_reason,
        }
    }

    fn frame(&self) -> Frame {
        let placement = self.placement();
        let end = placement.ended_on.map(format::date).unwrap_or_default();
        Frame {
            title: format!("Genåbn {}", placement.case),
            introduction: Some(if placement.is_cancelled() {
                let from = format::date(placement.moved_in);
                format!("Annulleringen tages tilbage: opholdet gælder fra {from}, som det var planlagt.")
            } else {
                format!("Ophøret {end} tages tilbage, og opholdet løber videre.")
            }),
            submit: "Genåbn placeringen",
            reason: ReasonNeed::Optional,
        }
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        Some((self.placement().id.0, "placeringen"))
    }

    fn rules(&self, draft: &Reopen) -> Vec<FieldProblem> {
        let is_early = draft.expected_end.is_some_and(|end| end < self.placement().moved_in);
        is_early
            .then(|| wrong("expectedEnd", "Forventet ophør ligger før indflytningen. Ret datoen."))
            .into_iter()
            .collect()
    }

    fn decided(&self, draft: Reopen) -> Decided {
        let before = self.placement();
        let after = Placement {
            ended_on: None,
            end_reason: None,
            expected_end: draft.expected_end,
            ..before.clone()
        };
        let message = format!("{} er åben igen.", before.case);
        Decided { changes: vec![changed(before, after)], message, case: None }
    }

    fn effect(&self, _draft: &Reopen, decided: &Decided) -> Option<Effect> {
        let remarks = self.double().into_iter().map(|text| Remark { tone: Tone::Warn, text }).collect();
        let sentences = vec!["Takster, kontrakt og mål gælder igen, som de står.".to_owned()];
        effect_of(self.portfolio, decided, sentences, remarks)
    }
}
