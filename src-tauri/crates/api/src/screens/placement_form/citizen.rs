//! *Ret borger*: name, CPR number, refund cover. They count for all the citizen's cases.
//!
//! Invariant: no CPR number stands in a sentence, and none is rejected by modulus 11 (domain §6).

use uuid::Uuid;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::{Citizen, Cpr, Entity, RefundCover, Register, Sensitive};
use vilkaar_wording::format;

use super::super::forms::fields::word_field;
use super::super::forms::sheet::Sheet;
use super::super::forms::{Field, Frame, Said, odd, wrong};
use crate::errors;
use crate::program::saving::Decided;
use crate::types::{ApiError, FieldKind, FieldProblem, ReasonNeed};

/// Longest name of a person.
const NAME_LENGTH: usize = 120;

/// What stands in the form.
#[derive(Clone)]
pub(super) struct Draft {
    name: Option<Sensitive>,
    cpr: Option<Cpr>,
    refund_cover: Option<RefundCover>,
}

/// A name as typed; blank = not known.
pub(super) fn name(typed: &str) -> Result<Option<Sensitive>, Said> {
    let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > NAME_LENGTH {
        return Err(format!("Et navn har højst {NAME_LENGTH} tegn.").into());
    }
    Ok((!words.is_empty()).then(|| Sensitive::new(words)))
}

/// A CPR number as typed; blank = not known.
pub(super) fn cpr(typed: &str) -> Result<Option<Cpr>, Said> {
    if typed.is_empty() {
        return Ok(None);
    }
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    match Cpr::parse(typed) {
        Some(cpr) => Ok(Some(cpr)),
        None if digits == 10 => {
            Err("De første seks cifre er ingen dato. Se cpr-nummeret efter, og skriv det som ddmmåå-xxxx."
                .into())
        }
        None => Err("Et cpr-nummer har ti cifre. Skriv det som ddmmåå-xxxx.".into()),
    }
}

/// Whoever has the number.
pub(super) fn known<'r>(register: &'r Register, cpr: &Cpr) -> Option<&'r Citizen> {
    register.citizens.iter().find(|citizen| citizen.cpr.as_ref() == Some(cpr))
}

/// What is odd about a number by itself, or wrong.
pub(super) fn about_cpr(cpr: &Cpr, today: chrono::NaiveDate) -> Option<FieldProblem> {
    if cpr.born_on().is_some_and(|born| born > today) {
        return Some(wrong("cpr", "Fødselsdagen i cpr-nummeret er ikke kommet endnu. Se nummeret efter."));
    }
    cpr.is_replacement().then(|| {
        odd("cpr", "Det er et erstatningspersonnummer. Ret det, når borgeren har fået et rigtigt cpr-nummer.")
    })
}

const FIELDS: &[Field<Draft>] = &[
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
            draft.name = name(typed)?;
            Ok(())
        },
    },
    Field {
        name: "cpr",
        label: "Cpr-nr.",
        group: "Borger",
        kind: FieldKind::Text,
        unit: None,
        help: Some("Skriv det som ddmmåå-xxxx. Uden det kan alderen og dermed refusionen ikke regnes ud."),
        is_required: false,
        shown_when: None,
        get: |draft| draft.cpr.as_ref().map(|cpr| cpr.reveal().to_owned()).unwrap_or_default(),
        set: |draft, typed| {
            draft.cpr = cpr(typed)?;
            Ok(())
        },
    },
    word_field!(Draft, RefundCover, "refundCover", "Omfattet af refusion", "Refusion", refund_cover)
        .required()
        .help("\u{201d}Følger alder\u{201d} betyder under 67 år den 1. januar."),
];

/// The form.
pub(super) struct EditCitizen<'p> {
    portfolio: &'p Portfolio,
    facts: &'p CaseFacts,
    citizen: &'p Citizen,
}

impl<'p> EditCitizen<'p> {
    /// # Errors
    /// `record_unknown` where the case has no citizen to be read.
    pub(super) fn of(portfolio: &'p Portfolio, facts: &'p CaseFacts) -> Result<Self, ApiError> {
        let citizen = portfolio.citizen(facts).ok_or_else(errors::record_unknown)?;
        Ok(Self { portfolio, facts, citizen })
    }
}

impl Sheet for EditCitizen<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        FIELDS.to_vec()
    }

    fn start(&self) -> Draft {
        let Citizen { name, cpr, refund_cover, .. } = self.citizen;
        Draft { name: name.clone(), cpr: cpr.clone(), refund_cover: Some(*refund_cover) }
    }

    fn frame(&self) -> Frame {
        let cases = self.portfolio.cases_of(self.citizen.id).count();
        let introduction = (cases > 1)
            .then(|| format!("Ændringen gælder alle borgerens {}.", format::counted(cases, "sag", "sager")));
        Frame {
            title: format!("Ret borgeren i {}", self.portfolio.placement(self.facts).case),
            introduction,
            submit: "Gem",
            reason: ReasonNeed::Optional,
        }
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        Some((self.citizen.id.0, "borgeren"))
    }

    fn choices(&self, field: &str) -> Vec<String> {
        match field {
            "refundCover" => RefundCover::ALL.iter().map(|cover| cover.word().to_owned()).collect(),
            _ => Vec::new(),
        }
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        if draft.name.is_none() && draft.cpr.is_none() {
            found.push(wrong(
                "name",
                "Skriv borgerens navn eller cpr-nummer; ellers kan borgeren ikke kendes.",
            ));
        }
        let Some(cpr) = &draft.cpr else {
            if draft.refund_cover == Some(RefundCover::ByAge) {
                found.push(odd("cpr", "Uden cpr-nummer kendes alderen ikke, og der regnes ingen refusion."));
            }
            return found;
        };
        let register = self.portfolio.register();
        match known(register, cpr).filter(|other| other.id != self.citizen.id) {
            Some(other) => {
                let case = register.placements.iter().find(|placement| placement.citizen == other.id);
                let place = case.map(|case| format!(" (sag {})", case.case)).unwrap_or_default();
                found.push(wrong(
                    "cpr",
                    format!("Cpr-nummeret er en anden borgers{place}. Er det den samme borger, så opret opholdet på den sag."),
                ));
            }
            None => found.extend(about_cpr(cpr, self.portfolio.today())),
        }
        found
    }

    fn decided(&self, draft: Draft) -> Decided {
        let after = Citizen {
            id: self.citizen.id,
            name: draft.name,
            cpr: draft.cpr,
            refund_cover: draft.refund_cover.unwrap_or(self.citizen.refund_cover),
        };
        let change = EntityChange {
            before: Some(Entity::Citizen(self.citizen.clone())),
            after: Some(Entity::Citizen(after)),
            citizen: Some(self.citizen.id),
            reason: None,
        };
        Decided { changes: vec![change], message: "Gemt.".to_owned(), case: None }
    }
}
