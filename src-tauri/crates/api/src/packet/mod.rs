//! The internal packet filled from the read model: each field is one of the domain's answers.
//!
//! Invariant: nothing is worked out here, and what isn't known stays `None`, so that the template says
//! what is missing and who should get it. Internal: the provider gets other documents (domain §6).

mod appendix;
mod comparison;
mod contract;
mod cost;
mod goals;
pub(crate) mod like_cases;
mod missing;
mod rates;
mod summary;
mod support;

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_documents::packet::{CaseFacts as CaseSheet, Concern, InternalPacket, Issue, Supervision};
use vilkaar_domain::{CaseFile, Sensitive, SupervisionStatus};

use crate::screens::placement::{citizen_name, standing};

pub(crate) use missing::ECONOMY;

/// The internal negotiation packet of a case.
#[must_use]
pub fn internal_packet(portfolio: &Portfolio, facts: &CaseFacts, issue: Issue) -> InternalPacket {
    let file = portfolio.file(facts);
    let comparison = comparison::section(portfolio, &file, facts);
    let contract = contract::facts(portfolio, &file, facts);
    let summary = summary::summary(portfolio, &file, facts, &comparison);
    InternalPacket {
        issue,
        case: case_sheet(portfolio, &file, facts),
        deadlines: contract::deadlines(portfolio, &file, facts),
        summary,
        rates: rates::section(portfolio, &file, facts),
        support: support::section(portfolio, &file, facts),
        cost: cost::section(portfolio, &file, facts),
        goals: goals::reports(portfolio, &file),
        comparison,
        contract,
        missing: missing::items(portfolio, &file, facts),
        appendix: appendix::years(portfolio, &file),
    }
}

fn case_sheet(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> CaseSheet {
    let placement = file.placement;
    CaseSheet {
        case_number: placement.case.to_string(),
        citizen_name: citizen_name(portfolio, facts),
        citizen_cpr_masked: file
            .citizen
            .and_then(|citizen| citizen.cpr.as_ref())
            .map(|cpr| Sensitive::new(cpr.masked())),
        paragraph: placement.legal_basis.word().to_owned(),
        offer: file.offer.map_or_else(|| "tilbud ikke oplyst".to_owned(), |offer| offer.name.clone()),
        provider: file.provider.map(|provider| provider.name.clone()),
        cvr: file.provider.and_then(|provider| provider.cvr.clone()),
        owner_form: file
            .provider
            .and_then(|provider| provider.ownership)
            .map(|form| form.word().to_lowercase()),
        target_group: placement.target_group.clone(),
        support_need: placement.support_need.map(|need| need.word().to_owned()),
        moved_in: placement.moved_in,
        expected_end: placement.expected_end.filter(|_| !placement.is_cancelled()),
        ended: placement.ended_on.filter(|_| !placement.is_cancelled()),
        is_cancelled: placement.is_cancelled(),
        paid_by_other: placement.paying_municipality.clone().filter(|_| !placement.is_own_cost()),
        negotiator: facts.negotiator.clone(),
        case_worker: placement.case_worker.clone(),
        supervision: file.offer.map(supervision),
    }
}

fn supervision(offer: &vilkaar_domain::Offer) -> Supervision {
    let concern = match offer.supervision {
        Some(SupervisionStatus::Approved) => Concern::None,
        Some(SupervisionStatus::Tightened | SupervisionStatus::Order) => Concern::Warning,
        Some(SupervisionStatus::Ceased) => Concern::Serious,
        Some(SupervisionStatus::Unknown) | None => Concern::Unknown,
    };
    Supervision {
        text: standing::supervision_words(offer).unwrap_or_else(|| "Status ikke oplyst".to_owned()),
        concern,
        checked_on: offer.checked_on,
    }
}

#[cfg(test)]
mod tests;
