//! *Kontrakt* and *Opsigelse*: the contracts' terms, and notice in words with what a delay costs
//! (domain §3).
//!
//! Invariant: each sentence about notice is made from the domain's answer; every notice says that it
//! needs a decision about the citizen, since none is recorded yet.

use chrono::NaiveDate;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::calendar::{Period, add_days, month_end};
use vilkaar_domain::notice::{
    Notice, NoticeAnswer, NoticeError, contract_for_notice, contract_in_force, notice_for_end, notice_given,
};
use vilkaar_domain::{CaseFile, Contract as Terms, Money, Party, PlacementStatus};
use vilkaar_wording::{format, notice as words};

use super::rate_lines::period_words;
use crate::types::{Contract, Fact, NoticeWords, Status, Tone};

/// The contracts: in force, then coming, then former.
pub(super) fn contracts(portfolio: &Portfolio, file: &CaseFile<'_>) -> Vec<Contract> {
    let today = portfolio.today();
    let in_force = contract_in_force(&file.contracts, today.max(file.placement.moved_in)).map(|c| c.id);
    let mut found: Vec<(u8, &Terms)> = file
        .contracts
        .iter()
        .map(|terms| {
            let rank = if Some(terms.id) == in_force && terms.start <= today {
                0
            } else if terms.start > today {
                1
            } else {
                2
            };
            (rank, *terms)
        })
        .collect();
    found.sort_by_key(|(rank, terms)| (*rank, std::cmp::Reverse(terms.start)));
    found.into_iter().map(|(rank, terms)| contract(rank, terms, today)).collect()
}

fn contract(rank: u8, terms: &Terms, today: NaiveDate) -> Contract {
    let (tone, text) = match rank {
        0 => (Tone::Good, "I kraft"),
        1 => (Tone::Info, "Kommende"),
        _ if terms.is_in_force(today) => (Tone::Quiet, "Afløst"),
        _ => (Tone::Quiet, "Udløbet"),
    };
    let number = terms.number.as_deref().unwrap_or("Uden kontraktnr.");
    let end = terms.term().and_then(|term| term.to());
    Contract {
        id: terms.id.to_string(),
        actions: Vec::new(),
        files: Vec::new(),
        title: format!("{number}, {}", period_words(terms.start, end)),
        status: Status { tone, text: text.to_owned() },
        facts: facts(terms),
    }
}

fn facts(terms: &Terms) -> Vec<Fact> {
    let months = |count: u32| format::counted(usize::try_from(count).unwrap_or_default(), "måned", "måneder");
    let mut found = Vec::new();
    let mut add = |label: &str, value: Option<String>| found.push(Fact { label: label.to_owned(), value });
    add("Kontraktnr.", terms.number.clone());
    add("Start", Some(format::date(terms.start)));
    add("Slut", Some(terms.end.map_or_else(|| "åben".to_owned(), format::date)));
    if let Some(until) = terms.minimum_until {
        add("Mindsteperiode til", Some(format::date(until)));
    }
    if let Some((_, by)) = terms.renewal() {
        add("Forlænges stiltiende med", Some(format!("{} ad gangen", months(by))));
    }
    add("Opsigelse kommune", terms.notice_municipality.map(|rule| rule.words()));
    add("Opsigelse leverandør", terms.notice_provider.map(|rule| rule.words()));
    add("Genforhandles", terms.renegotiate_on.map(format::date));
    add("Forhandler", terms.negotiator.clone());
    add("Betaling", terms.payment.map(|payment| payment.word().to_owned()));
    add("Regulering", terms.regulation.map(|regulation| regulation.word().to_owned()));
    add("Aftalt den", terms.agreed_on.map(format::date));
    if let Some(cadence) = terms.follow_up_months {
        add("Opfølgning på mål", Some(format!("hver {}", months(cadence))));
    }
    let signed = if terms.has_signed_file { "vedhæftet" } else { "mangler" };
    add("Underskrevet kontrakt", Some(signed.to_owned()));
    found
}

/// Is there a rule of the municipality's to reckon with?
pub(super) fn has_rule(file: &CaseFile<'_>, facts: &CaseFacts) -> bool {
    let day = facts.priced.stay.from();
    facts.status != PlacementStatus::Ended
        && (notice_given(&file.contracts, Party::Municipality, day).is_ok()
            || file.contracts.iter().any(|terms| terms.notice_municipality.is_some()))
}

/// What notice today and the latest notice for the next whole month's end come to.
pub(crate) struct NoticeFacts {
    /// Notice today.
    pub today: Notice,
    /// The latest notice for the end of the month in which notice today would end it.
    pub latest: Option<Notice>,
}

/// Notice by a party, as of today.
///
/// # Errors
/// Why there is no answer.
pub(crate) fn notice_facts(
    file: &CaseFile<'_>,
    party: Party,
    today: NaiveDate,
) -> Result<NoticeFacts, NoticeError> {
    let given = notice_given(&file.contracts, party, today)?;
    let latest = given
        .answer
        .ends()
        .filter(|_| matches!(given.answer, NoticeAnswer::Given(_)))
        .and_then(|end| notice_for_end(&file.contracts, party, month_end(end), today).ok())
        .filter(|notice| matches!(notice.answer, NoticeAnswer::Latest(latest) if latest.last_day >= today));
    Ok(NoticeFacts { today: given, latest })
}

/// The cost of days; none where a rate is missing in them.
pub(crate) fn cost_of(facts: &CaseFacts, days: &Period) -> Option<Money> {
    let last = days.to()?;
    (!facts.priced.is_incomplete(days.from(), last)).then(|| facts.priced.gross(days.from(), last))
}

/// The days that a day's delay adds to notice today, and whether tomorrow's notice adds exactly one.
pub(crate) fn delay_of_today(file: &CaseFile<'_>, today: NaiveDate, party: Party) -> Option<Period> {
    let ends = |day| notice_given(&file.contracts, party, day).ok()?.answer.ends();
    let (now, tomorrow) = (ends(today)?, ends(add_days(today, 1))?);
    Period::new(add_days(now, 1), Some(tomorrow))
}

/// Notice in words.
pub(super) fn notice(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> NoticeWords {
    let today = portfolio.today();
    let none = |sentence: String| NoticeWords { sentences: vec![sentence], remark: None, explain: None };
    if let (PlacementStatus::Ended, Some(end)) = (facts.status, file.placement.ended_on) {
        return none(format!("Placeringen ophørte {}.", format::date(end)));
    }
    let found = match notice_facts(file, Party::Municipality, today) {
        Ok(found) => found,
        Err(error) => return none(words::error(&error)),
    };
    let mut first = words::given_today(&found.today);
    let delay = delay_of_today(file, today, Party::Municipality);
    let is_daily = delay.is_some_and(|days| days.to() == Some(days.from()));
    if let Some(days) = delay {
        first.push(' ');
        first.push_str(&match (is_daily, cost_of(facts, &days)) {
            (true, Some(cost)) => format!("Hver dag senere koster {}", format::kr(cost)),
            (_, cost) => words::delay(&days, cost),
        });
    }
    let mut sentences = vec![first];
    if let Some(Notice { answer: NoticeAnswer::Latest(latest), .. }) = found.latest {
        let mut second = words::latest(&latest);
        if let Some(days) = latest.delay.filter(|_| !is_daily && delay.is_none()) {
            second.push(' ');
            second.push_str(&words::delay(&days, cost_of(facts, &days)));
        }
        sentences.push(second);
    }
    if let Ok(terms) = contract_for_notice(&file.contracts, today) {
        sentences.push(words::party_rule(Party::Provider, terms.notice_provider));
    }
    let can_be_given = !matches!(found.today.answer, NoticeAnswer::Never { .. });
    NoticeWords {
        sentences,
        remark: can_be_given.then(|| Status { tone: Tone::Warn, text: words::CITIZEN_DECISION.to_owned() }),
        explain: can_be_given.then(|| format!("case-notice:{}", file.placement.case)),
    }
}
