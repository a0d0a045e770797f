//! Where an item of the agenda and what is missing are put right: the very form and field, or the part of the case.
//!
//! Invariant: each leads somewhere. Where there is no form that would mend it, the part of the case that shows it.

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::agenda::{AgendaItem, AgendaSubject};
use vilkaar_domain::comparison::NoHourlyRate;
use vilkaar_domain::missing::{MissingItem, MissingWhat};
use vilkaar_domain::stake::NoComparison;

use super::placement::side::{section_of, section_of_missing};
use crate::types::{FormAction, FormTarget};

/// A form with its record and field; none of them where only the part of the case is meant.
type Form = (Option<FormAction>, Option<String>, Option<&'static str>);

/// A form at a field.
fn form(action: FormAction, record: Option<String>, field: &'static str) -> Form {
    (Some(action), record, Some(field))
}

/// Where an item is done.
pub(crate) fn of_item(item: &AgendaItem) -> FormTarget {
    let own = Some(item.key.record.to_string());
    let (action, record, field) = match &item.subject {
        AgendaSubject::Approval { .. } | AgendaSubject::Supervision { .. } => {
            form(FormAction::EditOffer, own, "supervision")
        }
        AgendaSubject::ContractEnd { .. } => form(FormAction::AmendContract, own, "end"),
        // All goals of a citizen are followed up on one sheet, which the part of the case opens.
        AgendaSubject::GoalFollowUp { .. } => (None, own, None),
        AgendaSubject::Notice { .. } => (Some(FormAction::GiveNotice), own, None),
        AgendaSubject::RateReview { .. } => form(FormAction::EditRateDetails, own, "reviewOn"),
        AgendaSubject::Renegotiation { .. } => form(FormAction::AmendContract, own, "renegotiateOn"),
        AgendaSubject::StayEnd => form(FormAction::EditPlacement, None, "expectedEnd"),
        AgendaSubject::StepRate { line, .. } => {
            form(FormAction::ChangeRate, Some(line.0.to_string()), "amount")
        }
    };
    FormTarget {
        case: Some(item.case.to_string()),
        section: Some(section_of(&item.subject)),
        action,
        record,
        field: field.map(str::to_owned),
    }
}

/// Where what is missing is put right.
pub(crate) fn of_missing(portfolio: &Portfolio, facts: &CaseFacts, item: &MissingItem) -> FormTarget {
    let offer = || portfolio.offer(facts).map(|offer| offer.id.0.to_string());
    let (action, record, field) = match &item.what {
        MissingWhat::ApprovalUnknown { .. } => form(FormAction::EditOffer, offer(), "supervision"),
        MissingWhat::OfferNotApproved { .. } => form(FormAction::EditOffer, offer(), "approvedFor"),
        // The sheet of follow-ups, and the contract's file, are opened by the part of the case itself.
        MissingWhat::FollowUpOverdue { .. } => (None, None, None),
        MissingWhat::NoSignedFile { id, .. } => (None, Some(id.0.to_string()), None),
        MissingWhat::NoContract { .. } => form(FormAction::NewContract, None, "start"),
        MissingWhat::NoGoals => (Some(FormAction::NewGoal), None, None),
        MissingWhat::NoHours
        | MissingWhat::NotComparable { why: NoComparison::NoPrice(NoHourlyRate::NoHours) } => {
            form(FormAction::EditPlacement, None, "supportHours")
        }
        MissingWhat::NoNoticeRule { id, .. } => {
            form(FormAction::CorrectContract, Some(id.0.to_string()), "noticeMunicipality")
        }
        MissingWhat::NoRate { .. }
        | MissingWhat::NotComparable { why: NoComparison::NoPrice(NoHourlyRate::NoRate) } => {
            form(FormAction::AddRate, None, "amount")
        }
        MissingWhat::NoSearch { .. } => (Some(FormAction::NewSearchedOffer), None, None),
        // What is missing is missing on others; here only the comparison can be seen.
        MissingWhat::NotComparable { why: NoComparison::TooFew { .. } } => (None, None, None),
    };
    FormTarget {
        case: Some(item.case.to_string()),
        section: Some(section_of_missing(item.what.kind())),
        action,
        record,
        field: field.map(str::to_owned),
    }
}
