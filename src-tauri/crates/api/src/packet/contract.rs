//! The contract in force, notice in words, and the days that decide (domain §3).

use chrono::NaiveDate;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_documents::packet::{ContractFacts, Deadlines, DelayCost, LatestNotice, NoticeInWords};
use vilkaar_domain::agenda::AgendaSubject;
use vilkaar_domain::notice::{NoticeAnswer, contract_for_notice, contract_in_force};
use vilkaar_domain::{CaseFile, Contract, Party, PlacementStatus};
use vilkaar_wording::{format, notice as words, step_rates};

use crate::screens::placement::contract::{NoticeFacts, cost_of, notice_facts};

/// The contract in force on the case's day; none is said by the template.
pub(super) fn facts(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Option<ContractFacts> {
    let day = facts.priced.judged_on(portfolio.today());
    let contract = contract_in_force(&file.contracts, day)?;
    let notice = notice_facts(file, Party::Municipality, portfolio.today()).ok();
    let latest = notice.as_ref().and_then(latest_of);
    Some(ContractFacts {
        number: contract.number.clone(),
        start: contract.start,
        end: contract.end,
        minimum_term: contract.minimum_until,
        renewal: contract.renewal().map(|(_, months)| {
            let months = format::counted(usize::try_from(months).unwrap_or_default(), "måned", "måneder");
            format!("{months} ad gangen, hvis ingen opsiger")
        }),
        regulation: contract.regulation.map(|regulation| regulation.word().to_owned()),
        signed_file: contract.has_signed_file,
        further: further(contract),
        municipality_notice: in_words(portfolio, file, contract, Party::Municipality),
        provider_notice: in_words(portfolio, file, contract, Party::Provider),
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

fn latest_of(notice: &NoticeFacts) -> Option<vilkaar_domain::notice::LatestNotice> {
    match notice.latest.as_ref()?.answer {
        NoticeAnswer::Latest(latest) => Some(latest),
        NoticeAnswer::Given(_) | NoticeAnswer::NotByThen { .. } | NoticeAnswer::Never { .. } => None,
    }
}

/// A party's rule and what it means today; none without a rule.
fn in_words(
    portfolio: &Portfolio,
    file: &CaseFile<'_>,
    contract: &Contract,
    party: Party,
) -> Option<NoticeInWords> {
    let rule = contract.notice_rule(party)?;
    let (given_today, latest) = match notice_facts(file, party, portfolio.today()) {
        Ok(found) => {
            (words::given_today(&found.today), latest_of(&found).map(|latest| words::latest(&latest)))
        }
        Err(error) => (words::error(&error), None),
    };
    Some(NoticeInWords {
        rule: rule.words(),
        given_today,
        // The latest day is the municipality's own choice; the provider's answers when it may leave.
        latest: latest.filter(|_| party == Party::Municipality),
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
/// end while its notice day lies ahead, else the end of the month in which notice today would end it.
pub(super) fn deadlines(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Deadlines {
    if facts.status == PlacementStatus::Ended {
        return Deadlines::default();
    }
    let today = portfolio.today();
    Deadlines {
        renegotiation: contract_for_notice(&file.contracts, today).ok().and_then(|c| c.renegotiate_on),
        latest_notice: on_agenda(facts, today).or_else(|| {
            let found = notice_facts(file, Party::Municipality, today).ok()?;
            match (latest_of(&found), found.today.answer) {
                (Some(latest), _) => Some(shown(&latest)),
                (None, NoticeAnswer::Given(end)) => Some(LatestNotice {
                    wanted_end: end.ends,
                    last_day: None,
                    last_workday: None,
                    earliest_end: Some(end.ends),
                }),
                (None, _) => None,
            }
        }),
    }
}

fn on_agenda(facts: &CaseFacts, today: NaiveDate) -> Option<LatestNotice> {
    facts.agenda.iter().find_map(|item| match &item.subject {
        AgendaSubject::Notice { latest, .. } if latest.last_day >= today => Some(shown(latest)),
        _ => None,
    })
}

fn shown(latest: &vilkaar_domain::notice::LatestNotice) -> LatestNotice {
    LatestNotice {
        wanted_end: latest.wanted,
        last_day: Some(latest.last_day),
        last_workday: Some(latest.last_workday),
        earliest_end: None,
    }
}
