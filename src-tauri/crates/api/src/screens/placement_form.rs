//! *Ret* on a placement: its own fields as a form, what is wrong with them, and what somebody else changed
//! meanwhile.
//!
//! Invariant: what is saved is the record as it is now with the fields changed that the user changed. A field
//! that somebody else changed since the form was opened is shown, never overwritten unseen.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::LogEntry;
use vilkaar_domain::{Placement, SupportNeed};
use vilkaar_exchange::cells::{amount, date};
use vilkaar_wording::format;

use crate::errors;
use crate::program::instant;
use crate::types::{ApiError, Clash, ClashField, FieldKind, FieldValue, Form, FormField};

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

/// A field of the form: how it is shown, read from the record, and put into it.
struct Field {
    name: &'static str,
    label: &'static str,
    group: &'static str,
    kind: FieldKind,
    unit: Option<&'static str>,
    help: Option<&'static str>,
    get: fn(&Placement) -> String,
    set: fn(&mut Placement, &str) -> Result<(), &'static str>,
}

/// A text field of the record.
macro_rules! text {
    ($name:literal, $label:literal, $group:literal, $kind:ident, $help:expr, $field:ident) => {
        Field {
            name: $name,
            label: $label,
            group: $group,
            kind: FieldKind::$kind,
            unit: None,
            help: $help,
            get: |placement| placement.$field.as_deref().unwrap_or_default().trim().to_owned(),
            set: |placement, text| {
                placement.$field = (!text.is_empty()).then(|| text.to_owned());
                Ok(())
            },
        }
    };
}

const FIELDS: &[Field] = &[
    text!("caseWorker", "Sagsbehandler 1", "Hvem", Suggest, None, case_worker),
    text!("secondCaseWorker", "Sagsbehandler 2", "Hvem", Suggest, None, second_case_worker),
    text!("targetGroup", "Primær målgruppe", "Støtte", Suggest, None, target_group),
    text!("secondaryTargetGroup", "Sekundær målgruppe", "Støtte", Suggest, None, secondary_target_group),
    Field {
        name: "supportNeed",
        label: "Støttebehov",
        group: "Støtte",
        kind: FieldKind::Choice,
        unit: None,
        help: None,
        get: |placement| placement.support_need.map_or("", SupportNeed::word).to_owned(),
        set: |placement, text| {
            placement.support_need = match text {
                "" => None,
                word => Some(SupportNeed::from_word(word).ok_or("Vælg et støttebehov fra listen.")?),
            };
            Ok(())
        },
    },
    Field {
        name: "supportHours",
        label: "Støttetimer pr. uge",
        group: "Støtte",
        kind: FieldKind::Number,
        unit: Some("timer/uge"),
        help: Some("Uden timer kan prisen pr. støttetime ikke regnes ud."),
        get: |placement| placement.support_hours.map(format::number).unwrap_or_default(),
        set: |placement, text| {
            placement.support_hours = hours(text)?;
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
        get: |placement| placement.expected_end.map(format::date).unwrap_or_default(),
        set: |placement, text| {
            placement.expected_end = match text {
                "" => None,
                text => Some(
                    date::read_text(text).map_err(|_| "Datoen kan ikke læses. Skriv den som 20-11-2026.")?,
                ),
            };
            match placement.expected_end {
                Some(end) if end < placement.moved_in => {
                    Err("Forventet ophør ligger før indflytningen. Ret datoen.")
                }
                _ => Ok(()),
            }
        },
    },
    text!("actingMunicipality", "Handlekommune", "Ophold", Text, None, acting_municipality),
    text!(
        "payingMunicipality",
        "Betalingskommune",
        "Ophold",
        Text,
        Some("Tomt betyder handlekommunen selv. En anden kommunes udgift tæller ikke med i eget budget."),
        paying_municipality
    ),
];

/// Hours a week as typed.
fn hours(text: &str) -> Result<Option<Decimal>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    let read = amount::read_text(text).filter(|read| read.unit.is_none());
    let hours = read.ok_or("Tallet kan ikke læses. Skriv timer med komma, fx 32,5.")?.value;
    if hours < Decimal::ZERO || hours > Decimal::from(HOURS_A_WEEK) {
        return Err("Der er 168 timer i en uge. Skriv et tal mellem 0 og 168.");
    }
    Ok(Some(hours))
}

/// The form of a placement. `operation` is the id of the save that comes of it.
pub(crate) fn form(portfolio: &Portfolio, placement: &Placement, operation: String) -> Form {
    let fields = FIELDS
        .iter()
        .map(|field| FormField {
            name: field.name.to_owned(),
            label: field.label.to_owned(),
            kind: field.kind,
            value: (field.get)(placement),
            choices: choices(field.name, portfolio),
            unit: field.unit.map(str::to_owned),
            help: field.help.map(str::to_owned),
            group: field.group.to_owned(),
        })
        .collect();
    Form { title: format!("Ret {}", placement.case), fields, operation }
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

/// Every field's value in a record.
pub(crate) fn values(placement: &Placement) -> Vec<FieldValue> {
    FIELDS
        .iter()
        .map(|field| FieldValue { name: field.name.to_owned(), value: (field.get)(placement) })
        .collect()
}

/// What a save comes to.
pub(crate) enum Decision {
    /// Save this.
    Save(Box<Placement>),
    /// Somebody else changed these.
    Clash(Vec<ClashField>),
}

/// The value that a request gives a field.
fn value_of<'v>(values: &'v [FieldValue], name: &str) -> Option<&'v str> {
    values.iter().find(|value| value.name == name).map(|value| value.value.trim())
}

/// Decides on a save: `base` as the form was opened, `mine` as it shall be, `now` the record as it is.
///
/// # Errors
/// `field_unreadable` at the first field that can't be read.
pub(crate) fn decide(
    now: &Placement,
    base: &[FieldValue],
    mine: &[FieldValue],
) -> Result<Decision, ApiError> {
    let mut after = now.clone();
    let mut clashes = Vec::new();
    for field in FIELDS {
        let theirs = (field.get)(now);
        let before = value_of(base, field.name).unwrap_or(&theirs).to_owned();
        let mine = value_of(mine, field.name).unwrap_or(&before).to_owned();
        let is_mine_changed = mine != before;
        if is_mine_changed {
            let said = |sentence: &str| errors::at(field.name, "field_unreadable", sentence);
            (field.set)(&mut after, &mine).map_err(said)?;
        }
        // Two who changed it to the same (also in another spelling, "32,50") agree.
        let agree = is_mine_changed && (field.get)(&after) == theirs;
        if theirs != before && !agree {
            clashes.push(ClashField {
                name: field.name.to_owned(),
                label: field.label.to_owned(),
                before,
                theirs,
                mine,
                is_contested: is_mine_changed,
            });
        }
    }
    Ok(if clashes.is_empty() { Decision::Save(Box::new(after)) } else { Decision::Clash(clashes) })
}

/// What the user is told of somebody else's change.
pub(crate) fn clash(now: &Placement, fields: Vec<ClashField>, latest: Option<&LogEntry>, me: &str) -> Clash {
    let who = match latest {
        Some(entry) if entry.who == me => "Du ændrede selv placeringen".to_owned(),
        Some(entry) => format!("{} ændrede placeringen", entry.who),
        None => "En anden ændrede placeringen".to_owned(),
    };
    let when = latest.map(|entry| format!(" {}", instant(entry.at))).unwrap_or_default();
    Clash {
        sentence: format!(
            "{who}{when}, mens du rettede den. Intet er gemt endnu: vælg, hvad der skal gælde."
        ),
        fields,
        now: values(now),
    }
}

#[cfg(test)]
mod tests;
