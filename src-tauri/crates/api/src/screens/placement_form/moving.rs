//! *Flyt til andet tilbud*: ends the stay and begins one elsewhere, as one operation.
//!
//! Invariant: rates, contract and goals stay with the stay that they were agreed for; what is the citizen's own
//! (case workers, målgruppe, støttebehov, hours) goes along.

use chrono::NaiveDate;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::calendar::{Period, add_days};
use vilkaar_domain::{AgreedContent, EndReason, Placement};
use vilkaar_wording::{format, notice};

use super::super::forms::fields::{day_field, show_day};
use super::super::forms::sheet::Sheet;
use super::super::forms::{Field, Frame, odd, value_of, wrong};
use super::arrival::{self, Arrival, Arriving};
use super::ending::{about_end, what_ends};
use super::{May, changed, effect_of, numbers, stays};
use crate::program::saving::Decided;
use crate::types::{Effect, FieldProblem, FieldValue, ReasonNeed, Remark, Tone};

/// What stands in the form.
#[derive(Clone)]
pub(super) struct Draft {
    ended_on: Option<NaiveDate>,
    /// *Afgørelse truffet den*: another home is decided on, not only agreed (domain §3).
    decision_on: Option<NaiveDate>,
    arrival: Arrival,
}

impl Arriving for Draft {
    fn arrival(&self) -> &Arrival {
        &self.arrival
    }
    fn arrival_mut(&mut self) -> &mut Arrival {
        &mut self.arrival
    }
}

impl Draft {
    /// The last day at the old offer: as typed, else the day before the first at the new.
    fn last_day(&self) -> Option<NaiveDate> {
        self.ended_on.or_else(|| self.arrival.moved_in.map(|first| add_days(first, -1)))
    }
}

/// The form.
pub(super) struct MovePlacement<'p> {
    portfolio: &'p Portfolio,
    may: May,
    facts: &'p CaseFacts,
}

impl<'p> MovePlacement<'p> {
    pub(super) const fn of(portfolio: &'p Portfolio, may: May, facts: &'p CaseFacts) -> Self {
        Self { portfolio, may, facts }
    }

    fn placement(&self) -> &'p Placement {
        self.portfolio.placement(self.facts)
    }

    fn about_days(&self, draft: &Draft) -> Vec<FieldProblem> {
        let (Some(last), Some(first)) = (draft.last_day(), draft.arrival.moved_in) else { return Vec::new() };
        let placement = self.placement();
        if first <= placement.moved_in {
            let sentence = format!(
                "Borgeren flyttede først ind {}. Flyttedagen skal ligge efter den dag.",
                format::date(placement.moved_in)
            );
            return vec![wrong("movedIn", sentence)];
        }
        let mut found = about_end(self.portfolio, placement, "endedOn", last);
        let between = (first - last).num_days() - 1;
        if let Some(days) = usize::try_from(between).ok().filter(|days| *days > 0) {
            found.push(odd(
                "endedOn",
                format!("Borgeren bor ingen af stederne i {}.", format::counted(days, "dag", "dage")),
            ));
        }
        if let Some(both) = Period::new(first, Some(last)) {
            let days = usize::try_from(1 - between - 1).unwrap_or_default();
            found.push(odd(
                "endedOn",
                format!(
                    "Begge steder betales {} ({}): dobbeltbetaling.",
                    stays::days(both),
                    format::counted(days, "dag", "dage")
                ),
            ));
        }
        let file = self.portfolio.file(self.facts);
        let reason = Some(EndReason::OtherOffer);
        let contract = stays::contract_runs_on(&file, last, reason, self.portfolio.today());
        found.extend(contract.map(|sentence| odd("endedOn", sentence)));
        found
    }

    /// The move that somebody else made of this stay.
    fn about_other_move(&self) -> Option<FieldProblem> {
        let next = stays::successor(self.portfolio.register(), self.placement())?;
        Some(wrong(
            "movedIn",
            format!("Borgeren er allerede flyttet herfra: {}. Ret det ophold i stedet.", next.case),
        ))
    }

    fn about_place(&self, draft: &Draft) -> Option<FieldProblem> {
        let same = draft.arrival.known_offer(self.portfolio)?.id == self.placement().offer;
        same.then(|| {
            wrong(
                "offer",
                "Borgeren bor der allerede. Ændres taksten eller kontrakten, så ret den på sagen i stedet.",
            )
        })
    }
}

impl Sheet for MovePlacement<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        let mut found = arrival::place_fields(self.may);
        found.extend(arrival::stay_fields("Første dag i det nye tilbud"));
        found.push(
            day_field!(Draft, "endedOn", "Sidste dag i det gamle tilbud", "Ophold", ended_on)
                .help("Tomt betyder dagen før flytningen."),
        );
        found.push(
            day_field!(Draft, "decisionOn", "Afgørelse truffet den", "Ophold", decision_on)
                .help("Afgørelsen om, at borgeren flytter. Den står i historikken."),
        );
        found.extend(arrival::rate_fields(self.may));
        found
    }

    fn start(&self) -> Draft {
        let placement = self.placement();
        let number = numbers::next(&self.portfolio.register().placements, self.portfolio.year());
        let mut arrival = Arrival::proposed(number);
        arrival.legal_basis = Some(placement.legal_basis);
        Draft { ended_on: placement.ended_on, decision_on: None, arrival }
    }

    fn frame(&self) -> Frame {
        let place = self.portfolio.offer_name(self.facts).unwrap_or("det nuværende tilbud");
        Frame {
            title: format!("Flyt {} til andet tilbud", self.placement().case),
            introduction: Some(format!(
                "Opholdet på {place} afsluttes, og et nyt begynder med samme borger, sagsbehandlere og støttebehov. \
                 Takst, kontrakt og mål hører til det enkelte ophold og følger ikke med."
            )),
            submit: "Flyt placeringen",
            reason: ReasonNeed::Optional,
        }
    }

    fn outdated(&self, base: &[FieldValue]) -> Option<FieldProblem> {
        let placement = self.placement();
        let opened = value_of(base, "endedOn")?;
        if opened == show_day(placement.ended_on) {
            return None;
        }
        let sentence = placement.ended_on.map_or_else(
            || "En anden har genåbnet opholdet i mellemtiden. Åbn formularen igen.".to_owned(),
            |end| {
                let reason = placement.end_reason.map(|reason| format!(" ({})", reason.word())).unwrap_or_default();
                format!(
                    "En anden har i mellemtiden afsluttet opholdet {}{reason}. Åbn formularen igen, hvis borgeren flyttede.",
                    format::date(end)
                )
            },
        );
        Some(wrong("endedOn", sentence))
    }

    fn choices(&self, field: &str) -> Vec<String> {
        arrival::choices(self.portfolio, field)
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let placement = self.placement();
        let mut found: Vec<FieldProblem> =
            self.about_other_move().into_iter().chain(self.about_place(draft)).collect();
        found.extend(draft.arrival.rules(
            self.portfolio,
            self.may,
            Some(placement.citizen),
            Some(placement.id),
        ));
        found.extend(self.about_days(draft));
        found
    }

    fn decided(&self, draft: Draft) -> Decided {
        let before = self.placement();
        let ended = Placement {
            ended_on: draft.last_day(),
            end_reason: Some(EndReason::OtherOffer),
            ..before.clone()
        };
        let (records, number) = draft.arrival.records(
            self.portfolio,
            before.citizen,
            |id, case, offer, legal_basis, moved_in| Placement {
                id,
                case,
                offer,
                legal_basis,
                moved_in,
                expected_end: draft.arrival.expected_end,
                ended_on: None,
                base_rate: None,
                content: AgreedContent {
                    hours_83: before.content.hours_83,
                    hours_85: before.content.hours_85,
                    ..AgreedContent::default()
                },
                end_reason: None,
                moved_from: Some(before.id),
                chance: None,
                ..before.clone()
            },
        );
        let decision =
            draft.decision_on.map(|day| format!("Afgørelse om borgeren truffet den {}", format::date(day)));
        let mut changes = vec![EntityChange { reason: decision, ..changed(before, ended) }];
        changes.extend(records);
        let message = format!("{} er flyttet; det nye ophold er {number}.", before.case);
        Decided { changes, message, case: Some(number.to_string()) }
    }

    fn effect(&self, draft: &Draft, decided: &Decided) -> Option<Effect> {
        let mut sentences = what_ends(self.portfolio, self.facts, draft.last_day()?);
        let (number, first) = (decided.case.as_deref()?, draft.arrival.moved_in?);
        let place = draft.arrival.offer.as_deref().unwrap_or_default();
        sentences.push(format!("{number} begynder {} på {place}.", format::date(first)));
        let undecided = draft
            .decision_on
            .is_none()
            .then(|| Remark { tone: Tone::Warn, text: notice::needs_decision("borgeren flytter") });
        effect_of(self.portfolio, decided, sentences, undecided.into_iter().collect())
    }
}
