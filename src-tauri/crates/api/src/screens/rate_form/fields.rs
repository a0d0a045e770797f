//! The fields of a rate line's forms.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_domain::{Cause, Collector, Rate, RateLine, Service, Unit};

use super::Job;
use crate::screens::forms::fields::{self as typed, day_field, text_field, word_field};
use crate::screens::forms::{Field, Said};
use crate::types::FieldKind;

/// A rate line as it is typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) service: Option<Service>,
    pub(super) paragraph: Option<String>,
    pub(super) amount: Option<Rate>,
    pub(super) unit: Option<Unit>,
    pub(super) quantity: Option<Decimal>,
    pub(super) from: Option<NaiveDate>,
    pub(super) to: Option<NaiveDate>,
    pub(super) cause: Option<Cause>,
    pub(super) settlement_days: Option<u16>,
    pub(super) open_weeks: Option<Decimal>,
    pub(super) review_on: Option<NaiveDate>,
    pub(super) collected_by: Option<Collector>,
    pub(super) package_code: Option<String>,
    pub(super) source: Option<String>,
}

impl Draft {
    /// A new line: most are agreed, and per døgn.
    pub(super) fn new_line() -> Self {
        Self { unit: Some(Unit::Day), cause: Cause::new("Indgået"), ..Self::default() }
    }

    /// A line as it stands.
    pub(super) fn of(line: &RateLine) -> Self {
        Self {
            service: Some(line.service.clone()),
            paragraph: Some(line.paragraph.clone()),
            amount: Some(line.amount),
            unit: Some(line.unit),
            quantity: line.quantity,
            from: Some(line.from),
            to: line.to,
            cause: line.cause.clone(),
            settlement_days: line.settlement_days,
            open_weeks: line.open_weeks,
            review_on: line.review_on,
            collected_by: line.collected_by,
            package_code: line.package_code.clone(),
            source: line.source.clone(),
        }
    }

    /// What succeeds a line: the same until the user says otherwise, from a day and for a cause of its own. A review
    /// that has been due belongs to the old line.
    pub(super) fn after(line: &RateLine, today: NaiveDate) -> Self {
        Self {
            from: None,
            cause: None,
            source: None,
            review_on: line.review_on.filter(|day| *day > today),
            ..Self::of(line)
        }
    }
}

const RATE: &str = "Takst";
const MORE: &str = "Oplysninger";

const QUANTITY_UNITS: &[&str] = &["pr. time", "pr. døgn (dagtilbud)", "pr. fremmødedag", "pr. tur"];
const WEEK_UNITS: &[&str] = &["pr. fremmødedag", "pr. tur"];
const LASTING_UNITS: &[&str] =
    &["pr. døgn", "pr. md.", "pr. år", "pr. time", "pr. døgn (dagtilbud)", "pr. fremmødedag", "pr. tur"];

/// The paragraphs of a day offer.
const DAY_OFFER_PARAGRAPHS: [&str; 2] = ["§ 104", "§ 103"];

/// The fields of a form.
pub(super) fn of(job: Job, line: Option<&RateLine>) -> Vec<Field<Draft>> {
    let names: &[&str] = match job {
        Job::Add => &[
            "service",
            "paragraph",
            "amount",
            "unit",
            "quantity",
            "settlementDays",
            "openWeeks",
            "collectedBy",
            "from",
            "to",
            "cause",
            "reviewOn",
            "packageCode",
            "source",
        ],
        Job::Change => &[
            "from",
            "to",
            "amount",
            "unit",
            "quantity",
            "settlementDays",
            "openWeeks",
            "collectedBy",
            "cause",
            "reviewOn",
            "packageCode",
            "source",
        ],
        Job::Correct => &[
            "service",
            "paragraph",
            "amount",
            "unit",
            "quantity",
            "settlementDays",
            "openWeeks",
            "collectedBy",
            "from",
            "to",
            "reviewOn",
            "packageCode",
            "source",
        ],
        Job::End => &["to"],
        Job::Details => &["reviewOn", "packageCode", "source"],
    };
    let fixed = line.map(|line| &line.service).filter(|_| matches!(job, Job::Change | Job::Details));
    names
        .iter()
        .filter_map(|name| field(name))
        .filter_map(|field| settled(field, fixed))
        .map(|mut field| {
            if job == Job::End {
                field.shown_when = None;
                field.is_required = true;
                field.label = "Sidste dag";
            }
            field
        })
        .collect()
}

/// A field that depends on the service, where the service is fixed: always there, or never.
fn settled(mut field: Field<Draft>, fixed: Option<&Service>) -> Option<Field<Draft>> {
    let (Some(service), Some(("service", wanted))) = (fixed, field.shown_when) else { return Some(field) };
    field.shown_when = None;
    wanted.contains(&service.word()).then_some(field)
}

/// A field whose value is made of two functions.
fn made(
    name: &'static str,
    label: &'static str,
    group: &'static str,
    kind: FieldKind,
    get: fn(&Draft) -> String,
    set: fn(&mut Draft, &str) -> Result<(), Said>,
) -> Field<Draft> {
    Field { name, label, group, kind, unit: None, help: None, is_required: false, shown_when: None, get, set }
}

fn field(name: &str) -> Option<Field<Draft>> {
    Some(match name {
        "service" => made(
            "service",
            "Ydelse",
            RATE,
            FieldKind::Suggest,
            |draft| draft.service.as_ref().map(|service| service.word().to_owned()).unwrap_or_default(),
            |draft, text| {
                draft.service = typed::text(text).map(|word| Service::from_word(&word));
                Ok(())
            },
        )
        .help("Et andet ord bliver et tillæg med det navn.")
        .required(),
        "paragraph" => made(
            "paragraph",
            "Paragraf",
            RATE,
            FieldKind::Choice,
            |draft| draft.paragraph.clone().unwrap_or_default(),
            |draft, text| {
                if !text.is_empty() && !DAY_OFFER_PARAGRAPHS.contains(&text) {
                    return Err("Vælg § 103 eller § 104.".into());
                }
                draft.paragraph = typed::text(text);
                Ok(())
            },
        )
        .help("Uden valg regnes dagtilbud efter § 104.")
        .when("service", &["Dagtilbud"]),
        "amount" => made(
            "amount",
            "Beløb",
            RATE,
            FieldKind::Number,
            |draft| typed::show_rate(draft.amount),
            |draft, text| {
                draft.amount = typed::rate(text)?;
                Ok(())
            },
        )
        .unit("kr.")
        .required(),
        "unit" => word_field!(Draft, Unit, "unit", "Enhed", "Takst", unit).required(),
        "quantity" => made(
            "quantity",
            "Antal pr. uge",
            RATE,
            FieldKind::Number,
            |draft| typed::show_number(draft.quantity),
            |draft, text| {
                draft.quantity =
                    typed::number(text, 0, 168, "Der er 168 timer i en uge. Skriv et tal fra 0 til 168.")?;
                Ok(())
            },
        )
        .help("Timer, dage eller ture om ugen.")
        .required()
        .when("unit", QUANTITY_UNITS),
        "settlementDays" => made(
            "settlementDays",
            "Afregningsdage pr. år",
            RATE,
            FieldKind::Number,
            |draft| draft.settlement_days.map(|days| days.to_string()).unwrap_or_default(),
            |draft, text| {
                let days = typed::whole(text, 1, 366, "Der er højst 366 dage i et år.")?;
                draft.settlement_days = days.and_then(|days| u16::try_from(days).ok());
                Ok(())
            },
        )
        .unit("dage/år")
        .help("Kun hvis tilbuddet afregner et fast antal, fx 334. Tomt: årets egne dage.")
        .when("unit", &["pr. døgn"]),
        "openWeeks" => made(
            "openWeeks",
            "Åbne uger",
            RATE,
            FieldKind::Number,
            |draft| typed::show_number(draft.open_weeks),
            |draft, text| {
                draft.open_weeks = typed::number(text, 1, 53, "Skriv et tal fra 1 til 53 uger.")?;
                Ok(())
            },
        )
        .unit("uger/år")
        .help("Tomt: 52.")
        .when("unit", WEEK_UNITS),
        "collectedBy" => word_field!(Draft, Collector, "collectedBy", "Opkræves af", "Takst", collected_by)
            .help("Tomt: kommunen.")
            .when("service", &["Egenbetaling"]),
        "from" => day_field!(Draft, "from", "Gælder fra", "Periode", from).required(),
        "to" => day_field!(Draft, "to", "Gælder til", "Periode", to)
            .help("Sidste dag. Tomt: indtil videre.")
            .when("unit", LASTING_UNITS),
        "cause" => made(
            "cause",
            "Årsag",
            MORE,
            FieldKind::Suggest,
            |draft| draft.cause.as_ref().map(|cause| cause.word().to_owned()).unwrap_or_default(),
            |draft, text| {
                draft.cause = Cause::new(text);
                Ok(())
            },
        )
        .required(),
        "reviewOn" => day_field!(Draft, "reviewOn", "Revurderes den", "Oplysninger", review_on)
            .help("Kommer på Dagens arbejde, når dagen nærmer sig."),
        "packageCode" => text_field!(Draft, Text, "packageCode", "Pakkekode", "Oplysninger", package_code)
            .help("Takstgruppe, niveau eller pakke i modellen.")
            .when("service", &["Grundtakst", "Ydelsespakke"]),
        "source" => text_field!(Draft, Text, "source", "Kilde", "Oplysninger", source)
            .help("Hvor taksten står: tilbuddets takstblad og år, en aftale, en afgørelse."),
        _ => return None,
    })
}

/// What a field can be, or what others wrote there.
pub(super) fn choices(name: &str, portfolio: &Portfolio) -> Vec<String> {
    let register = portfolio.register();
    match name {
        "service" => {
            let known = Service::KNOWN.iter().map(|service| service.word().to_owned());
            let own: BTreeSet<String> = register
                .rate_lines
                .iter()
                .filter_map(|line| match &line.service {
                    Service::Supplement(word) => Some(word.clone()),
                    _ => None,
                })
                .collect();
            known.chain(own).collect()
        }
        "paragraph" => DAY_OFFER_PARAGRAPHS.map(str::to_owned).to_vec(),
        "unit" => Unit::ALL.iter().map(|unit| unit.word().to_owned()).collect(),
        "collectedBy" => Collector::ALL.iter().map(|who| who.word().to_owned()).collect(),
        "cause" => Cause::KNOWN.map(str::to_owned).to_vec(),
        "source" => {
            let sources: BTreeSet<String> =
                register.rate_lines.iter().filter_map(|line| line.source.clone()).collect();
            sources.into_iter().collect()
        }
        _ => Vec::new(),
    }
}
