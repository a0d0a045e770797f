//! The contract in force, notice in words, and the days that decide (domain §3).

use chrono::NaiveDate;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_documents::packet::{ContractFacts, Deadlines, DelayCost, LatestNotice, NoticeInWords};
use vilkaar_domain::agenda::AgendaSubject;
use vilkaar_domain::notice::{LatestNotice as Latest, NoticeAnswer, contract_for_notice, contract_in_force};
use vilkaar_domain::{CaseFile, Contract, Party, PlacementStatus};
use vilkaar_wording::{format, notice as words, step_rates};

use crate::screens::placement::contract::{NoticeFacts, cost_of, notice_facts};

/// The contract in force on the case's day; none is said by the template.
pub(super) fn facts(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Option<ContractFacts> {
    let day = facts.priced.judged_on(portfolio.today());
    let contract = contract_in_force(&file.contracts, day)?;
    let latest = deciding(file, facts, portfolio.today());
    Some(ContractFacts {
        number: contract.number.clone(),
        start: contract.start,
        end: contract.end,
        renewed_to: contract.current_term_end(day).filter(|term_end| Some(*term_end) > contract.end),
        minimum_term: contract.minimum_until,
        renewal: contract.renewal().map(|(_, months)| {
            let months = format::counted(usize::try_from(months).unwrap_or_default(), "måned", "måneder");
            format!("{months} ad gangen, hvis ingen opsiger")
        }),
        regulation: contract.regulation.map(|regulation| regulation.word().to_owned()),
        signed_file: contract.has_signed_file,
        further: further(contract),
        municipality_notice: in_words(portfolio, file, contract, Party::Municipality, latest.as_ref()),
        provider_notice: in_words(portfolio, file, contract, Party::Provider, None),
        delay: latest.and_then(|latest| latest.delay).and_then(|days| {
            Some(DelayCost { from: days.from(), to: days.to()?, amount: cost_of(facts, &days) })
        }),
        decision_made: None,
        clauses: file
            .expected_rates(&portfolio.register().settings, portfolio.today())
            .iter()
            .map(step_rates::sentence)
            .collect(),
    })
}

fn latest_of(notice: &NoticeFacts) -> Option<Latest> {
    match notice.latest.as_ref()?.answer {
        NoticeAnswer::Latest(latest) => Some(latest),
        NoticeAnswer::Given(_) | NoticeAnswer::NotByThen { .. } | NoticeAnswer::Never { .. } => None,
    }
}

/// The deadline that the cover prints: the agenda's for the contract's own wanted end while it lies
/// ahead, else the latest notice for the end of the month in which notice today would end it; of a contract that renews
/// itself for the end of the term.
fn deciding(file: &CaseFile<'_>, facts: &CaseFacts, today: NaiveDate) -> Option<Latest> {
    on_agenda(facts, today)
        .or_else(|| latest_of(&notice_facts(file, Party::Municipality, today).ok()?))
        .filter(|_| facts.status != PlacementStatus::Ended)
}

/// A party's rule and what it means today; none without a rule.
fn in_words(
    portfolio: &Portfolio,
    file: &CaseFile<'_>,
    contract: &Contract,
    party: Party,
    latest: Option<&Latest>,
) -> Option<NoticeInWords> {
    let rule = contract.notice_rule(party)?;
    let given_today = match notice_facts(file, party, portfolio.today()) {
        Ok(found) => words::given_today(&found.today),
        Err(error) => words::error(&error),
    };
    Some(NoticeInWords {
        rule: rule.words(),
        given_today,
        // The latest day is the municipality's own choice; the provider's answers when it may leave.
        latest: latest.map(words::latest),
    })
}

fn further(contract: &Contract) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let mut add = |label: &str, value: Option<String>| {
        rows.extend(value.map(|value| (label.to_owned(), value)));
    };
    add("Genforhandles", contract.renegotiate_on.map(format::date));
    add("Forhandler", contract.negotiator.clone());
    add("Betaling", contract.payment.map(|payment| payment.word().to_owned()));
    add("Aftalt den", contract.agreed_on.map(format::date));
    add(
        "Opfølgning på mål",
        contract.follow_up_months.map(|months| {
            let months = format::counted(usize::try_from(months).unwrap_or_default(), "måned", "måneder");
            format!("hver {months}")
        }),
    );
    rows
}

/// The renegotiation, and the latest notice for an end that can still be had: the contract's own wanted
/// end while its notice day lies ahead, else the end of the month in which notice today would end it; of a contract
/// that renews itself the end of the term.
pub(super) fn deadlines(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Deadlines {
    if facts.status == PlacementStatus::Ended {
        return Deadlines::default();
    }
    let today = portfolio.today();
    Deadlines {
        renegotiation: contract_for_notice(&file.contracts, today).ok().and_then(|c| c.renegotiate_on),
        latest_notice: deciding(file, facts, today).as_ref().map(shown).or_else(|| {
            match notice_facts(file, Party::Municipality, today).ok()?.today.answer {
                NoticeAnswer::Given(end) => Some(LatestNotice {
                    wanted_end: end.ends,
                    last_day: None,
                    last_workday: None,
                    earliest_end: Some(end.ends),
                }),
                NoticeAnswer::Latest(_) | NoticeAnswer::NotByThen { .. } | NoticeAnswer::Never { .. } => None,
            }
        }),
    }
}

fn on_agenda(facts: &CaseFacts, today: NaiveDate) -> Option<Latest> {
    facts.agenda.iter().find_map(|item| match &item.subject {
        AgendaSubject::Notice { latest, .. } if latest.last_day >= today => Some(*latest),
        _ => None,
    })
}

fn shown(latest: &Latest) -> LatestNotice {
    LatestNotice {
        wanted_end: latest.wanted,
        last_day: Some(latest.last_day),
        last_workday: Some(latest.last_workday),
        earliest_end: None,
    }
}
