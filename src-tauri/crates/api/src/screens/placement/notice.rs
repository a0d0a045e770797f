//! *Opsigelse* in words: by each party, on death, what a delay costs, and the decision about the citizen (domain §3).
//!
//! Invariant: each sentence is made from the domain's answer; notice that was given leads, and every notice says
//! whether a decision about the citizen is taken or needed.

use chrono::NaiveDate;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::notice::{
    Notice, NoticeAnswer, NoticeEnd, contract_for_notice, end_on_death, notice_given, versions_of,
};
use vilkaar_domain::{CaseFile, Contract, NoticeGiven, Party, PlacementStatus};
use vilkaar_wording::format;
use vilkaar_wording::notice::{self as words, DelayKind, delay_kind};

use super::contract::{cost_of, delay_of_today, notice_facts};
use crate::types::{NoticeLine, NoticeWords, Status, Tone};

/// Notice in words.
pub(super) fn notice(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> NoticeWords {
    let today = portfolio.today();
    let only = |sentences| NoticeWords { lines: vec![line("Kontrakten", sentences, None)], remark: None };
    let alone = |sentence: String| only(vec![sentence]);
    if file.placement.is_cancelled() {
        return only(about_cancelled(file, today));
    }
    if let (PlacementStatus::Ended, Some(end)) = (facts.status, file.placement.ended_on) {
        return alone(format!("Placeringen ophørte {}.", format::date(end)));
    }
    let contract = match contract_for_notice(&file.contracts, today) {
        Ok(contract) => contract,
        Err(error) => return alone(words::error(&error)),
    };
    let given = contract.notice_given.as_ref();
    let mut lines = Vec::new();
    if let Some(given) = given {
        let sentence = words::given_because(given, end_by_rule(file, contract, given).as_ref());
        lines.push(line("Opsagt", vec![sentence], None));
    }
    let mut can_be_given = given.is_some();
    for party in [Party::Municipality, Party::Provider] {
        let (sentences, is_possible) = by_party(file, facts, party, today);
        // Beside notice that was given only what would end it sooner is of use.
        let is_sooner = || {
            let answer = notice_given(&file.contracts, party, today).ok();
            answer.and_then(|found| found.answer.ends()) < given.map(|given| given.ends)
        };
        if given.is_none() || (is_possible && is_sooner()) {
            let label = match party {
                Party::Municipality => "Kommunen",
                Party::Provider => "Leverandøren",
            };
            let figure = match party {
                Party::Municipality => "case-notice",
                Party::Provider => "case-notice-provider",
            };
            let explain = is_possible.then(|| format!("{figure}:{}", file.placement.case));
            lines.push(line(label, sentences, explain));
            can_be_given |= is_possible;
        }
    }
    let on_death = end_on_death(&file.contracts, contract, today);
    lines.push(line("Ved død", vec![words::on_death(contract.terms.notice_on_death, on_death, today)], None));
    let is_decided = given.is_some_and(|given| given.decision_on.is_some());
    if can_be_given && !is_decided {
        lines.push(line("Borgeren", vec![words::citizen(file.placement.legal_basis)], None));
    }
    NoticeWords {
        lines,
        remark: can_be_given.then(|| Status {
            tone: if is_decided { Tone::Good } else { Tone::Warn },
            text: words::decision_status(given),
        }),
    }
}

/// What a cancelled placement says of its contract: that it never began, and what binds still.
pub(crate) fn about_cancelled(file: &CaseFile<'_>, today: NaiveDate) -> Vec<String> {
    ["Placeringen er annulleret.".to_owned()].into_iter().chain(still_binds(file, today)).collect()
}

/// Until when the contract binds though the stay never begins (domain §3); none where no contract is left to end.
pub(crate) fn still_binds(file: &CaseFile<'_>, today: NaiveDate) -> Option<String> {
    let contract = contract_for_notice(&file.contracts, today).ok()?;
    let versions = versions_of(&file.contracts, contract);
    let begins = versions.iter().map(|version| version.start).min().unwrap_or(contract.start);
    if let Some(given) = versions.iter().find_map(|version| version.notice_given.as_ref()) {
        return Some(format!(
            "Kontrakten er opsagt til {}; leverandøren kan kræve betaling til og med den dag.",
            format::date(given.ends)
        ));
    }
    let found = match notice_given(&file.contracts, Party::Municipality, today) {
        Ok(found) => found,
        Err(error) => return Some(format!("Kontrakten binder stadig. {}", words::error(&error))),
    };
    let given = words::given_today(&found);
    let agree = "aftal skriftligt med leverandøren, at kontrakten falder bort";
    Some(match &found.answer {
        NoticeAnswer::Given(end) if end.ends < begins => {
            format!("Kontrakten er ikke opsagt. {given} Det er, før den begynder: opsig den nu.")
        }
        NoticeAnswer::Given(_) => format!(
            "Kontrakten binder stadig. {given} Leverandøren kan kræve betaling til og med den dag: opsig den nu, \
             eller {agree}."
        ),
        NoticeAnswer::Latest(_) | NoticeAnswer::NotByThen { .. } | NoticeAnswer::Never { .. } => format!(
            "Kontrakten binder stadig. {given} Leverandøren kan kræve betaling, så længe den løber: {agree}."
        ),
    })
}

fn line(label: &str, sentences: Vec<String>, explain: Option<String>) -> NoticeLine {
    NoticeLine { label: label.to_owned(), sentences, explain }
}

/// What the rules make of notice that was given, as if it were not given yet.
pub(crate) fn end_by_rule(
    file: &CaseFile<'_>,
    contract: &Contract,
    given: &NoticeGiven,
) -> Option<NoticeEnd> {
    let versions: Vec<Contract> = versions_of(&file.contracts, contract)
        .into_iter()
        .map(|version| Contract { notice_given: None, ..version.clone() })
        .collect();
    let versions: Vec<&Contract> = versions.iter().collect();
    match notice_given(&versions, given.by, given.on).ok()?.answer {
        NoticeAnswer::Given(end) => Some(end),
        NoticeAnswer::Latest(_) | NoticeAnswer::NotByThen { .. } | NoticeAnswer::Never { .. } => None,
    }
}

/// Notice by a party today, the latest for the next end of a month, and what a day's delay costs; and whether the party
/// can give notice at all.
fn by_party(file: &CaseFile<'_>, facts: &CaseFacts, party: Party, today: NaiveDate) -> (Vec<String>, bool) {
    let found = match notice_facts(file, party, today) {
        Ok(found) => found,
        Err(error) => return (vec![words::error(&error)], false),
    };
    let mut first = words::given_today(&found.today);
    let delay = delay_of_today(file, today, party);
    // What the provider's delay costs is the provider's to reckon.
    let costs = party == Party::Municipality;
    let is_daily = delay.is_some_and(|days| delay_kind(&days) == DelayKind::Day);
    if let Some(days) = delay.filter(|_| costs) {
        first.push(' ');
        first.push_str(&match (is_daily, cost_of(facts, &days)) {
            (true, Some(cost)) => format!("Hver dag senere koster {}", format::kr(cost)),
            (_, cost) => words::delay(&days, cost),
        });
    }
    let mut sentences = vec![first];
    if let Some(Notice { answer: NoticeAnswer::Latest(latest), .. }) = found.latest {
        let mut second = words::latest_notice(&latest, party);
        if let Some(days) = latest.delay.filter(|_| costs && !is_daily && delay.is_none()) {
            second.push(' ');
            second.push_str(&words::delay(&days, cost_of(facts, &days)));
        }
        sentences.push(second);
    }
    let can_be_given = !matches!(found.today.answer, NoticeAnswer::Never { .. });
    (sentences, can_be_given)
}
