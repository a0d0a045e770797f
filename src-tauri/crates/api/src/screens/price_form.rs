//! P/L year by year, and a rate that a provider has notified, typed.
//!
//! Invariant: a year has one percent, and one that is *bekræftet* says where it stands (domain §2.4).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::cost::{PriceTable, line_increases};
use vilkaar_domain::notice::contract_in_force;
use vilkaar_domain::{CaseFile, Entity, FigureStatus, PriceIndex, RateLine, RecordId, Regulation};
use vilkaar_wording::format;

use super::forms::fields::{self as typed, text_field, word_field};
use super::forms::{self, Field, Frame, Merged, wrong};
use super::notified;
use crate::errors;
use crate::program::saving::{ClashFound, Decided, Decision};
use crate::types::{
    ApiError, FieldKind, FieldProblem, FieldValue, Form, FormAction, FormCheck, FormRequest, PriceIndexRow,
    PriceIndexes, ReasonNeed,
};

/// P/L of a year as it is typed.
#[derive(Clone, Debug, Default)]
struct Draft {
    year: Option<i32>,
    percent: Option<Decimal>,
    status: Option<FigureStatus>,
    source: Option<String>,
}

const PERCENT_BOUNDS: &str = "P/L ligger mellem −20 og 20 procent. Skriv fx 3,1.";

const FIELDS: &[Field<Draft>] = &[
    Field {
        name: "year",
        label: "År",
        group: "P/L",
        kind: FieldKind::Number,
        unit: None,
        help: Some("Takster fra 1. januar dette år reguleres med procenten."),
        is_required: true,
        shown_when: None,
        get: |draft| draft.year.map(|year| year.to_string()).unwrap_or_default(),
        set: |draft, text| {
            let year = typed::whole(text, 1990, 2100, "Skriv et årstal mellem 1990 og 2100.")?;
            draft.year = year.and_then(|year| i32::try_from(year).ok());
            Ok(())
        },
    },
    Field {
        name: "percent",
        label: "Procent",
        group: "P/L",
        kind: FieldKind::Number,
        unit: Some("%"),
        help: Some("Med højst to decimaler, fx 3,1."),
        is_required: true,
        shown_when: None,
        get: |draft| typed::show_number(draft.percent),
        set: |draft, text| {
            let text = text.trim_end_matches('%').trim();
            let percent = typed::number(text, -20, 20, PERCENT_BOUNDS)?;
            if percent.is_some_and(|percent| percent.normalize().scale() > 2) {
                return Err("P/L har højst to decimaler.".into());
            }
            draft.percent = percent;
            Ok(())
        },
    },
    word_field!(Draft, FigureStatus, "status", "Status", "P/L", status).required(),
    text_field!(Draft, Text, "source", "Kilde", "P/L", source)
        .help("Økonomiaftalen, KL's skøn, rammeaftalen. Skal med, når procenten er bekræftet."),
];

/// Which record a form is about.
enum Subject<'p> {
    /// A year that has no percent.
    New,
    /// One that has.
    Known(&'p PriceIndex),
}

fn subject<'p>(
    portfolio: &'p Portfolio,
    action: FormAction,
    record: Option<&str>,
) -> Result<Subject<'p>, ApiError> {
    match action {
        FormAction::NewPriceIndex => Ok(Subject::New),
        FormAction::EditPriceIndex => {
            let id = record.and_then(|id| id.parse::<Uuid>().ok()).map(RecordId);
            let found = portfolio.register().price_indexes.iter().find(|index| Some(index.id) == id);
            found.map(Subject::Known).ok_or_else(|| {
                errors::plain("record_unknown", "Året findes ikke længere i tabellen. Åbn den igen.")
            })
        }
        _ => Err(errors::plain("action_unknown", "Den formular hører ikke til P/L.")),
    }
}

fn draft(portfolio: &Portfolio, subject: &Subject<'_>) -> Draft {
    match subject {
        Subject::Known(index) => Draft {
            year: Some(index.year),
            percent: Some(index.percent),
            status: index.status,
            source: index.source.clone(),
        },
        // The year that is wanted next: the first one without a percent from this year on.
        Subject::New => Draft {
            year: (portfolio.year()..portfolio.year() + 5).find(|year| !has(portfolio, *year)),
            ..Draft::default()
        },
    }
}

fn has(portfolio: &Portfolio, year: i32) -> bool {
    portfolio.register().price_indexes.iter().any(|index| index.year == year)
}

/// The form as it opens.
///
/// # Errors
/// `record_unknown`, `action_unknown`.
pub(crate) fn form(
    portfolio: &Portfolio,
    request: &FormRequest,
    operation: String,
) -> Result<Form, ApiError> {
    if request.action == FormAction::NewNotifiedRate {
        return notified::form(portfolio, request, operation);
    }
    let subject = subject(portfolio, request.action, request.record.as_deref())?;
    let frame = Frame {
        title: match subject {
            Subject::New => "P/L for et år".to_owned(),
            Subject::Known(index) => format!("P/L for {}", index.year),
        },
        introduction: Some(
            "Procenten bruges til at holde takster op mod P/L og til reguleringen. Aftalte takster ændres ikke af den."
                .to_owned(),
        ),
        submit: "Gem",
        reason: ReasonNeed::Optional,
    };
    let choices = |name: &str| match name {
        "status" => FigureStatus::ALL.iter().map(|status| status.word().to_owned()).collect(),
        _ => Vec::new(),
    };
    let mut form = forms::form(FIELDS, &draft(portfolio, &subject), frame, operation, choices);
    forms::propose(&mut form, &request.proposed);
    Ok(form)
}

/// What is wrong while it is typed.
///
/// # Errors
/// `record_unknown`, `action_unknown`.
pub(crate) fn check(
    portfolio: &Portfolio,
    action: FormAction,
    record: Option<&str>,
    values: &[FieldValue],
) -> Result<FormCheck, ApiError> {
    if action == FormAction::NewNotifiedRate {
        return notified::check(portfolio, record, values);
    }
    let subject = subject(portfolio, action, record)?;
    let mut draft = draft(portfolio, &subject);
    let mut problems = forms::read(FIELDS, &mut draft, values);
    problems.extend(rules(portfolio, &subject, &draft));
    Ok(FormCheck { problems, effect: None })
}

fn rules(portfolio: &Portfolio, subject: &Subject<'_>, draft: &Draft) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    let own = match subject {
        Subject::New => None,
        Subject::Known(index) => Some(index.id),
    };
    let same = portfolio
        .register()
        .price_indexes
        .iter()
        .find(|index| Some(index.year) == draft.year && Some(index.id) != own);
    if let Some(same) = same {
        found.push(wrong(
            "year",
            format!(
                "{} står allerede i tabellen med {}. Ret den række i stedet.",
                same.year,
                format::percent(same.percent, same.percent.normalize().scale().max(1))
            ),
        ));
    }
    if draft.status == Some(FigureStatus::Confirmed) && draft.source.is_none() {
        found.push(wrong("source", "Skriv, hvor den bekræftede procent står, så andre kan slå den efter."));
    }
    found
}

/// Decides on a save.
///
/// # Errors
/// `record_unknown`, `action_unknown`.
pub(crate) fn decide(
    portfolio: &Portfolio,
    action: FormAction,
    record: Option<&str>,
    base: &[FieldValue],
    values: &[FieldValue],
) -> Result<Decision, ApiError> {
    if action == FormAction::NewNotifiedRate {
        return notified::decide_typed(portfolio, record, values);
    }
    let subject = subject(portfolio, action, record)?;
    let now = draft(portfolio, &subject);
    let (after, mut problems) = match &subject {
        Subject::New => {
            let mut draft = now;
            let problems = forms::read(FIELDS, &mut draft, values);
            (draft, problems)
        }
        Subject::Known(index) => match forms::merge(FIELDS, &now, base, values) {
            Merged::Draft(draft, problems) => (draft, problems),
            Merged::Clash(fields) => {
                return Ok(Decision::Clash(ClashFound {
                    record: index.id.0,
                    what: "procenten",
                    fields,
                    now: forms::values(FIELDS, &now),
                }));
            }
        },
    };
    problems.extend(rules(portfolio, &subject, &after));
    let (Some(year), Some(percent), true) =
        (after.year, after.percent, problems.iter().all(|problem| !problem.is_error))
    else {
        return Ok(Decision::Refuse(problems));
    };
    let (before, id) = match subject {
        Subject::New => (None, RecordId(crate::UuidIdentities.next())),
        Subject::Known(index) => (Some(Entity::PriceIndex(index.clone())), index.id),
    };
    let index = PriceIndex { id, year, percent, status: after.status, source: after.source };
    Ok(Decision::Save(Decided {
        changes: vec![EntityChange {
            before,
            after: Some(Entity::PriceIndex(index)),
            citizen: None,
            reason: None,
        }],
        message: format!("P/L for {year} er gemt."),
        case: None,
    }))
}

/// The table, newest year first, with the years that agreed rates would need and that it lacks.
pub(crate) fn price_indexes(portfolio: &Portfolio) -> PriceIndexes {
    let mut rows: Vec<&PriceIndex> = portfolio.register().price_indexes.iter().collect();
    rows.sort_by_key(|index| std::cmp::Reverse(index.year));
    let rows = rows
        .into_iter()
        .map(|index| PriceIndexRow {
            id: index.id.to_string(),
            year: index.year,
            percent: format::percent(index.percent, index.percent.normalize().scale().max(1)),
            status: index.status.map(|status| status.word().to_owned()),
            source: index.source.clone(),
        })
        .collect();
    PriceIndexes { rows, missing: missing(portfolio) }
}

/// The years without a percent that agreed rates need, oldest first, a sentence each: to be held against P/L, or to
/// be regulated by it this year or next.
fn missing(portfolio: &Portfolio) -> Vec<String> {
    let table = PriceTable::new(&portfolio.register().price_indexes);
    // By year: rates that can't be held against P/L, and rates that are agreed to follow it.
    let mut found: BTreeMap<i32, (usize, usize)> = BTreeMap::new();
    for file in portfolio.register().case_files() {
        for increase in line_increases(&file.rate_lines, &table) {
            for year in increase.against_index.and_then(Result::err).into_iter().flat_map(|missing| missing.0)
            {
                found.entry(year).or_default().0 += 1;
            }
        }
        for year in [portfolio.year(), portfolio.year() + 1] {
            if table.percent(year).is_none() {
                let following = following(&file, year);
                if following > 0 {
                    found.entry(year).or_default().1 += following;
                }
            }
        }
    }
    let rates = |count| format::counted(count, "takst", "takster");
    found
        .into_iter()
        .map(|(year, (compared, following))| match (compared, following) {
            (compared, 0) => {
                format!("P/L for {year} mangler. {} kan ikke holdes op mod P/L.", rates(compared))
            }
            (0, following) => {
                format!("P/L for {year} mangler. {} er aftalt til at følge den.", rates(following))
            }
            (compared, following) => format!(
                "P/L for {year} mangler. {} er aftalt til at følge den, og {} kan ikke holdes op mod P/L.",
                rates(following),
                rates(compared)
            ),
        })
        .collect()
}

/// How many rates of a case a contract regulates by P/L on 1 January of a year.
fn following(file: &CaseFile<'_>, year: i32) -> usize {
    let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else { return 0 };
    let contract = contract_in_force(&file.contracts, first);
    let is_regulated = contract.is_some_and(|found| found.regulation == Some(Regulation::PriceAndWage));
    if !is_regulated || !file.placement.stay().contains(first) {
        return 0;
    }
    let follows =
        |line: &&&RateLine| line.service.is_indexed() && line.from < first && line.is_in_force(first);
    file.rate_lines.iter().filter(follows).count()
}

#[cfg(test)]
mod tests;
