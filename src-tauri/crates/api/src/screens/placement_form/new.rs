//! *Ny placering*: a stay with its citizen, known by the CPR number or new, and what one needs to begin with.
//!
//! Invariant: a CPR number that is known never becomes a second citizen.

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::Identities as _;
use vilkaar_domain::{
    AgreedContent, Citizen, CitizenId, Cpr, Entity, Placement, RefundCover, Sensitive, SupportNeed,
};
use vilkaar_wording::format;

use super::super::forms::fields::{self, text_field, word_field};
use super::super::forms::sheet::Sheet;
use super::super::forms::{Field, Frame, odd, wrong};
use super::arrival::{self, Arrival, Arriving};
use super::{May, added, citizen, edit, effect_of, numbers};
use crate::UuidIdentities;
use crate::program::saving::Decided;
use crate::screens::name_or_unknown;
use crate::types::{Effect, FieldKind, FieldProblem, ReasonNeed};

/// From this age on a nursing home may be the right place (domain §1).
const NURSING_HOME_AGE: i32 = 67;
/// §§ 107 and 108 are for adults.
const ADULT_AGE: i32 = 18;

/// What stands in the form.
#[derive(Clone, Default)]
pub(super) struct Draft {
    cpr: Option<Cpr>,
    name: Option<Sensitive>,
    arrival: Arrival,
    case_worker: Option<String>,
    second_case_worker: Option<String>,
    acting_municipality: Option<String>,
    paying_municipality: Option<String>,
    target_group: Option<String>,
    support_need: Option<SupportNeed>,
    support_hours: Option<rust_decimal::Decimal>,
}

impl Arriving for Draft {
    fn arrival(&self) -> &Arrival {
        &self.arrival
    }
    fn arrival_mut(&mut self) -> &mut Arrival {
        &mut self.arrival
    }
}

const CITIZEN_FIELDS: &[Field<Draft>] = &[
    Field {
        name: "cpr",
        label: "Cpr-nr.",
        group: "Borger",
        kind: FieldKind::Text,
        unit: None,
        help: Some("Skriv det som ddmmåå-xxxx. Kendes det i forvejen, kommer opholdet på den samme borger."),
        is_required: false,
        shown_when: None,
        get: |draft| draft.cpr.as_ref().map(|cpr| cpr.reveal().to_owned()).unwrap_or_default(),
        set: |draft, typed| {
            draft.cpr = citizen::cpr(typed)?;
            Ok(())
        },
    },
    Field {
        name: "name",
        label: "Navn",
        group: "Borger",
        kind: FieldKind::Text,
        unit: None,
        help: None,
        is_required: false,
        shown_when: None,
        get: |draft| draft.name.as_ref().map(|name| name.reveal().to_owned()).unwrap_or_default(),
        set: |draft, typed| {
            draft.name = citizen::name(typed)?;
            Ok(())
        },
    },
];

const FURTHER_FIELDS: &[Field<Draft>] = &[
    text_field!(Draft, Suggest, "caseWorker", "Sagsbehandler 1", "Hvem", case_worker),
    text_field!(Draft, Suggest, "secondCaseWorker", "Sagsbehandler 2", "Hvem", second_case_worker),
    text_field!(Draft, Suggest, "actingMunicipality", "Handlekommune", "Hvem", acting_municipality),
    text_field!(Draft, Suggest, "payingMunicipality", "Betalingskommune", "Hvem", paying_municipality)
        .help("Tomt betyder handlekommunen selv."),
    text_field!(Draft, Suggest, "targetGroup", "Primær målgruppe", "Støtte", target_group),
    word_field!(Draft, SupportNeed, "supportNeed", "Støttebehov", "Støtte", support_need),
    Field {
        name: "supportHours",
        label: "Støttetimer pr. uge",
        group: "Støtte",
        kind: FieldKind::Number,
        unit: Some("timer/uge"),
        help: Some("Uden timer kan prisen pr. støttetime ikke regnes ud."),
        is_required: false,
        shown_when: None,
        get: |draft| fields::show_number(draft.support_hours),
        set: |draft, typed| {
            draft.support_hours = edit::hours(typed)?;
            Ok(())
        },
    },
];

/// The form.
pub(super) struct NewPlacement<'p> {
    portfolio: &'p Portfolio,
    may: May,
    /// A case of the same citizen, where it was begun from one.
    of: Option<&'p CaseFacts>,
}

impl<'p> NewPlacement<'p> {
    pub(super) const fn of(portfolio: &'p Portfolio, may: May, of: Option<&'p CaseFacts>) -> Self {
        Self { portfolio, may, of }
    }

    /// The citizen, where it is one that is known.
    fn citizen(&self, draft: &Draft) -> Option<&'p Citizen> {
        match self.of {
            Some(facts) => self.portfolio.citizen(facts),
            None => citizen::known(self.portfolio.register(), draft.cpr.as_ref()?),
        }
    }

    /// A case of a citizen, the newest.
    fn case_of(&self, citizen: CitizenId) -> Option<&'p Placement> {
        let placements = self.portfolio.register().placements.iter();
        placements.filter(|placement| placement.citizen == citizen).max_by_key(|placement| placement.moved_in)
    }

    fn about_citizen(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        if self.of.is_some() {
            return found;
        }
        if let Some(known) = self.citizen(draft) {
            let name = name_or_unknown(known.name.as_ref().map(Sensitive::reveal));
            let case = self.case_of(known.id).map(|case| format!(", sag {}", case.case)).unwrap_or_default();
            found
                .push(odd("cpr", format!("Borgeren kendes: {name}{case}. Opholdet kommer på samme borger.")));
            if draft.name.is_some() && !is_same_name(draft.name.as_ref(), known.name.as_ref()) {
                found.push(odd(
                    "name",
                    format!(
                        "Borgeren hedder {name} i forvejen. Navnet rettes ikke her, men på sagen bagefter."
                    ),
                ));
            }
            return found;
        }
        if draft.name.is_none() {
            found.push(wrong("name", "Skriv borgerens navn."));
        }
        match &draft.cpr {
            Some(cpr) => found.extend(citizen::about_cpr(cpr, self.portfolio.today())),
            None => {
                let namesake = self.portfolio.register().citizens.iter().find(|other| {
                    draft.name.is_some() && is_same_name(draft.name.as_ref(), other.name.as_ref())
                });
                let case = namesake.and_then(|other| self.case_of(other.id));
                found.push(odd(
                    "cpr",
                    case.map_or_else(
                        || "Uden cpr-nummer kendes alderen ikke, og der regnes ingen refusion.".to_owned(),
                        |case| {
                            format!(
                                "Der er en borger med det navn i {}. Skriv cpr-nummeret, hvis det er den samme.",
                                case.case
                            )
                        },
                    ),
                ));
            }
        }
        found
    }

    fn about_age(&self, draft: &Draft) -> Option<FieldProblem> {
        let known = self.citizen(draft).and_then(|citizen| citizen.cpr.as_ref());
        let (cpr, moved_in) = (known.or(draft.cpr.as_ref())?, draft.arrival.moved_in?);
        let age = cpr.age_on(moved_in)?;
        let sentence = if age >= NURSING_HOME_AGE {
            format!("Borgeren er {age} år ved indflytningen. Overvej, om en plejebolig er det rette.")
        } else if (0..ADULT_AGE).contains(&age) {
            format!("Borgeren er {age} år ved indflytningen; § 107 og § 108 er for voksne.")
        } else {
            return None;
        };
        Some(odd("movedIn", sentence))
    }
}

/// Is it the same name, space and letters' case aside?
fn is_same_name(a: Option<&Sensitive>, b: Option<&Sensitive>) -> bool {
    let plain = |name: &Sensitive| name.reveal().trim().to_lowercase();
    a.map(plain) == b.map(plain)
}

impl Sheet for NewPlacement<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        let mut found = if self.of.is_some() { Vec::new() } else { CITIZEN_FIELDS.to_vec() };
        found.extend(arrival::place_fields(self.may));
        found.extend(arrival::stay_fields("Indflytning"));
        found.extend(arrival::rate_fields(self.may));
        found.extend(FURTHER_FIELDS.iter().cloned());
        found
    }

    fn start(&self) -> Draft {
        let register = self.portfolio.register();
        let number = numbers::next(&register.placements, self.portfolio.year());
        let mut draft = Draft {
            arrival: Arrival::proposed(number),
            acting_municipality: fields::text(&register.settings.municipality),
            ..Draft::default()
        };
        if let Some(facts) = self.of {
            let known = self.portfolio.placement(facts);
            draft.case_worker.clone_from(&known.case_worker);
            draft.second_case_worker.clone_from(&known.second_case_worker);
            draft.acting_municipality.clone_from(&known.acting_municipality);
            draft.paying_municipality.clone_from(&known.paying_municipality);
            draft.target_group.clone_from(&known.target_group);
            draft.support_need = known.support_need;
        }
        draft
    }

    fn frame(&self) -> Frame {
        let introduction = match self.of {
            Some(facts) => format!(
                "Endnu et ophold for {}. Kontrakt, mål og øvrige takster skrives bagefter; Mangler viser vej.",
                name_or_unknown(self.portfolio.citizen_name(facts))
            ),
            None => "Det, der skal til for at begynde. Kontrakt, mål og øvrige takster skrives bagefter; Mangler viser vej."
                .to_owned(),
        };
        Frame {
            title: "Ny placering".to_owned(),
            introduction: Some(introduction),
            submit: "Opret placeringen",
            reason: ReasonNeed::Optional,
        }
    }

    fn choices(&self, field: &str) -> Vec<String> {
        arrival::choices(self.portfolio, field)
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut found = self.about_citizen(draft);
        let citizen = self.citizen(draft).map(|citizen| citizen.id);
        found.extend(draft.arrival.rules(self.portfolio, self.may, citizen, None));
        found.extend(self.about_age(draft));
        found
    }

    fn decided(&self, draft: Draft) -> Decided {
        let known = self.citizen(&draft).map(|citizen| citizen.id);
        let citizen = known.unwrap_or_else(|| CitizenId(UuidIdentities.next()));
        let mut changes = Vec::new();
        if known.is_none() {
            let record = Citizen {
                id: citizen,
                cpr: draft.cpr.clone(),
                name: draft.name.clone(),
                refund_cover: RefundCover::ByAge,
            };
            changes.push(added(Entity::Citizen(record), Some(citizen)));
        }
        let (records, number) =
            draft.arrival.records(self.portfolio, citizen, |id, case, offer, legal_basis, moved_in| {
                Placement {
                    id,
                    case,
                    citizen,
                    offer,
                    legal_basis,
                    target_group: draft.target_group.clone(),
                    secondary_target_group: None,
                    support_need: draft.support_need,
                    moved_in,
                    expected_end: draft.arrival.expected_end,
                    ended_on: None,
                    support_hours: draft.support_hours,
                    case_worker: draft.case_worker.clone(),
                    second_case_worker: draft.second_case_worker.clone(),
                    acting_municipality: draft.acting_municipality.clone(),
                    paying_municipality: draft.paying_municipality.clone(),
                    base_rate: None,
                    content: AgreedContent::default(),
                    end_reason: None,
                    moved_from: None,
                    chance: None,
                }
            });
        changes.extend(records);
        let since = draft.arrival.moved_in.map(format::date).unwrap_or_default();
        let message = format!("{number} er oprettet med indflytning {since}.");
        Decided { changes, message, case: Some(number.to_string()) }
    }

    fn effect(&self, _draft: &Draft, decided: &Decided) -> Option<Effect> {
        effect_of(self.portfolio, decided, Vec::new(), Vec::new())
    }
}
