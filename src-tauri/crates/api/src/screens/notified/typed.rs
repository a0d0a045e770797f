//! A notified rate as a form: the rate, its day, and where it stands.
//!
//! Invariant: check and save read the same rules; saving keeps the notice and changes no line.

use chrono::NaiveDate;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_domain::Rate;
use vilkaar_wording::format;

use super::{accepted, facts_of, is_known, kept, line_of, rules};
use crate::program::saving::{Decided, Decision};
use crate::screens::effect::{effect, line_name};
use crate::screens::forms::fields::{self as typed, day_field, text_field};
use crate::screens::forms::{self, Field, Frame, wrong};
use crate::types::{ApiError, FieldKind, FieldValue, Form, FormCheck, FormRequest, ReasonNeed};

/// A notified rate as it is typed.
#[derive(Clone, Debug, Default)]
struct Draft {
    rate: Option<Rate>,
    from: Option<NaiveDate>,
    notified_on: Option<NaiveDate>,
    source: Option<String>,
}

fn fields() -> Vec<Field<Draft>> {
    vec![
        Field {
            name: "newRate",
            label: "Varslet takst",
            group: "Varsel",
            kind: FieldKind::Number,
            unit: Some("kr."),
            help: Some("I samme enhed som den takst, der gælder nu."),
            is_required: true,
            shown_when: None,
            get: |draft| typed::show_rate(draft.rate),
            set: |draft, text| {
                draft.rate = typed::rate(text)?;
                Ok(())
            },
        },
        day_field!(Draft, "from", "Gælder fra", "Varsel", from).required(),
        day_field!(Draft, "notifiedOn", "Varslet den", "Varsel", notified_on),
        text_field!(Draft, Text, "source", "Kilde", "Varsel", source)
            .help("Brevet, mailen eller takstbladet."),
    ]
}

/// The form of a notified rate for a line.
///
/// # Errors
/// `record_unknown`.
pub(crate) fn form(
    portfolio: &Portfolio,
    request: &FormRequest,
    operation: String,
) -> Result<Form, ApiError> {
    let line = line_of(portfolio, request.record.as_deref())?;
    let case = facts_of(portfolio, line).map_or_else(String::new, |facts| facts.priced.case.to_string());
    let frame = Frame {
        title: format!("Varslet takst på {case}"),
        introduction: Some(format!(
            "Nu: {} fra {}. Varslet ændrer intet, før I har accepteret det.",
            line_name(line),
            format::date(line.from)
        )),
        submit: "Gem varslet",
        reason: ReasonNeed::None,
    };
    let mut form = forms::form(&fields(), &Draft::default(), frame, operation, |_| Vec::new());
    forms::propose(&mut form, &request.proposed);
    Ok(form)
}

/// What is wrong while it is typed, and what accepting it would do.
///
/// # Errors
/// `record_unknown`.
pub(crate) fn check(
    portfolio: &Portfolio,
    record: Option<&str>,
    values: &[FieldValue],
) -> Result<FormCheck, ApiError> {
    let line = line_of(portfolio, record)?;
    let mut draft = Draft::default();
    let mut problems = forms::read(&fields(), &mut draft, values);
    problems.extend(rules(portfolio, line, draft.rate, draft.from));
    let effect = match (draft.rate, draft.from) {
        (Some(rate), Some(from)) if problems.iter().all(|problem| !problem.is_error) => {
            effect(portfolio, &accepted(portfolio, line, rate, from, None)).map(|mut effect| {
                effect.title = "Hvis I accepterer".to_owned();
                effect
            })
        }
        _ => None,
    };
    Ok(FormCheck { problems, effect })
}

/// Decides on saving a typed one.
///
/// # Errors
/// `record_unknown`.
pub(crate) fn decide_typed(
    portfolio: &Portfolio,
    record: Option<&str>,
    values: &[FieldValue],
) -> Result<Decision, ApiError> {
    let line = line_of(portfolio, record)?;
    let mut draft = Draft::default();
    let mut problems = forms::read(&fields(), &mut draft, values);
    problems.extend(rules(portfolio, line, draft.rate, draft.from));
    let (Some(new_rate), Some(from), true) =
        (draft.rate, draft.from, problems.iter().all(|problem| !problem.is_error))
    else {
        return Ok(Decision::Refuse(problems));
    };
    if is_known(portfolio, line, new_rate, from) {
        return Ok(Decision::Refuse(vec![wrong("newRate", "Det varsel står allerede på listen.")]));
    }
    let change = kept(portfolio, line, new_rate, from, draft.notified_on, draft.source);
    Ok(Decision::Save(Decided {
        changes: vec![change],
        message: "Varslet er gemt og venter på jeres afgørelse.".to_owned(),
        case: None,
    }))
}
