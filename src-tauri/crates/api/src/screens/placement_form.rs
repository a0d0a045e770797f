//! *Ret* on a placement: its own fields as a form, what is wrong with them, and what somebody else changed
//! meanwhile.
//!
//! Invariant: what is saved is the record as it is now with the fields changed that the user changed. A field
//! that somebody else changed since the form was opened is shown, never overwritten unseen.

use std::collections::BTreeSet;

use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::{Entity, Placement, SupportNeed};

use super::forms::fields::{self, text_field, word_field};
use super::forms::{self, Field, Frame, Merged};
use crate::program::saving::{ClashFound, Decided, Decision};
use crate::types::{FieldKind, FieldValue, Form, FormCheck, ReasonNeed};

/// Målgrupper that are common (domain §4); others are kept as typed.
const TARGET_GROUPS: &[&str] = &[
    "Autismespektrum",
    "Opmærksomhedsforstyrrelse",
    "Udviklingshæmning",
    "Erhvervet hjerneskade",
    "Medfødt hjerneskade",
    "Angst",
    "Depression",
    "Forandret virkelighedsopfattelse",
    "Personlighedsforstyrrelse",
    "Spiseforstyrrelse",
    "Udadreagerende adfærd",
    "Selvskadende adfærd",
    "Stofmisbrug",
    "Alkoholmisbrug",
    "Hjemløshed",
    "Multipel funktionsnedsættelse",
    "Demens",
];

/// Hours in a week: nobody gets more support than that from one person at a time (domain §2.6 counts per citizen).
const HOURS_A_WEEK: i64 = 168;
const HOURS_BOUNDS: &str = "Der er 168 timer i en uge. Skriv et tal mellem 0 og 168.";

/// A text field of the record.
macro_rules! text {
    ($name:literal, $label:literal, $group:literal, $kind:ident, $field:ident) => {
        text_field!(Placement, $kind, $name, $label, $group, $field)
    };
}

const FIELDS: &[Field<Placement>] = &[
    text!("caseWorker", "Sagsbehandler 1", "Hvem", Suggest, case_worker),
    text!("secondCaseWorker", "Sagsbehandler 2", "Hvem", Suggest, second_case_worker),
    text!("targetGroup", "Primær målgruppe", "Støtte", Suggest, target_group),
    text!("secondaryTargetGroup", "Sekundær målgruppe", "Støtte", Suggest, secondary_target_group),
    word_field!(Placement, SupportNeed, "supportNeed", "Støttebehov", "Støtte", support_need),
    Field {
        name: "supportHours",
        label: "Støttetimer pr. uge",
        group: "Støtte",
        kind: FieldKind::Number,
        unit: Some("timer/uge"),
        help: Some("Uden timer kan prisen pr. støttetime ikke regnes ud."),
        is_required: false,
        shown_when: None,
        get: |placement| fields::show_number(placement.support_hours),
        set: |placement, text| {
            placement.support_hours = fields::number(text, 0, HOURS_A_WEEK, HOURS_BOUNDS)?;
            Ok(())
        },
    },
    Field {
        name: "expectedEnd",
        label: "Forventet ophør",
        group: "Ophold",
        kind: FieldKind::Date,
        unit: None,
        help: Some("Afslutter ikke opholdet; det gør først den dag, borgeren faktisk flytter."),
        is_required: false,
        shown_when: None,
        get: |placement| fields::show_day(placement.expected_end),
        set: |placement, text| {
            placement.expected_end = fields::day(text)?;
            match placement.expected_end {
                Some(end) if end < placement.moved_in => {
                    Err("Forventet ophør ligger før indflytningen. Ret datoen.".into())
                }
                _ => Ok(()),
            }
        },
    },
    text!("actingMunicipality", "Handlekommune", "Ophold", Text, acting_municipality),
    text!("payingMunicipality", "Betalingskommune", "Ophold", Text, paying_municipality)
        .help("Tomt betyder handlekommunen selv. En anden kommunes udgift tæller ikke med i eget budget."),
];

/// The form of a placement. `operation` is the id of the save that comes of it.
pub(crate) fn form(portfolio: &Portfolio, placement: &Placement, operation: String) -> Form {
    let frame = Frame {
        title: format!("Ret {}", placement.case),
        introduction: None,
        submit: "Gem",
        reason: ReasonNeed::Optional,
    };
    forms::form(FIELDS, placement, frame, operation, |name| choices(name, portfolio))
}

/// What a field can be, or what others wrote there.
fn choices(name: &str, portfolio: &Portfolio) -> Vec<String> {
    let register = portfolio.register();
    let found: BTreeSet<String> = match name {
        "supportNeed" => return SupportNeed::ALL.iter().map(|need| need.word().to_owned()).collect(),
        "caseWorker" | "secondCaseWorker" => register
            .placements
            .iter()
            .flat_map(|placement| [&placement.case_worker, &placement.second_case_worker])
            .flatten()
            .chain(register.users.iter().filter_map(|user| user.employee.as_ref()))
            .cloned()
            .collect(),
        "targetGroup" | "secondaryTargetGroup" => register
            .placements
            .iter()
            .flat_map(|placement| [&placement.target_group, &placement.secondary_target_group])
            .flatten()
            .cloned()
            .chain(TARGET_GROUPS.iter().map(|group| (*group).to_owned()))
            .collect(),
        _ => BTreeSet::new(),
    };
    found.into_iter().collect()
}

/// What is wrong with the values, while they are typed.
pub(crate) fn check(placement: &Placement, values: &[FieldValue]) -> FormCheck {
    let problems = forms::read(FIELDS, &mut placement.clone(), values);
    FormCheck { problems, effect: None }
}

/// Decides on a save: `base` as the form was opened, `mine` as it shall be, `now` the record as it is.
pub(crate) fn decide(now: &Placement, base: &[FieldValue], mine: &[FieldValue]) -> Decision {
    match forms::merge(FIELDS, now, base, mine) {
        Merged::Clash(fields) => Decision::Clash(ClashFound {
            record: now.id.0,
            what: "placeringen",
            fields,
            now: forms::values(FIELDS, now),
        }),
        Merged::Draft(_, problems) if problems.iter().any(|problem| problem.is_error) => {
            Decision::Refuse(problems)
        }
        Merged::Draft(after, _) => Decision::Save(Decided {
            changes: vec![EntityChange {
                before: Some(Entity::Placement(now.clone())),
                after: Some(Entity::Placement(after)),
                citizen: Some(now.citizen),
                reason: None,
            }],
            message: "Gemt.".to_owned(),
            case: None,
        }),
    }
}

#[cfg(test)]
mod tests;
