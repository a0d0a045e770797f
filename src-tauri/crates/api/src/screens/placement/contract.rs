//! *Kontrakt*: the contracts' terms with their versions and files, and what notice of them comes to (domain §3).
//!
//! Invariant: one version is in force at most; what it took the place of stays readable as it was.

use chrono::NaiveDate;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::calendar::{Period, add_days, month_end};
use vilkaar_domain::notice::{
    Notice, NoticeAnswer, NoticeError, contract_in_force, is_superseded, notice_for_end, notice_given,
    successor,
};
use vilkaar_domain::{CaseFile, Contract as Terms, Included, Money, Party, PlacementStatus};
use vilkaar_wording::{format, notice as words};

use super::files;
use super::rate_lines::period_words;
use crate::screens::contract_form;
use crate::types::{Contract, Fact, Status, Tone};

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
    found.into_iter().map(|(rank, terms)| contract(file, rank, terms, today)).collect()
}

fn contract(file: &CaseFile<'_>, rank: u8, terms: &Terms, today: NaiveDate) -> Contract {
    let noticed = terms.notice_given.as_ref().filter(|notice| notice.ends >= today);
    let (tone, text) = match (rank, noticed) {
        (0, Some(notice)) => (Tone::Warn, format!("Opsagt til {}", format::date(notice.ends))),
        (0, None) => (Tone::Good, "I kraft".to_owned()),
        (1, _) => (Tone::Info, "Kommende".to_owned()),
        _ if is_superseded(&file.contracts, terms, today) || terms.is_in_force(today) => {
            (Tone::Quiet, "Afløst".to_owned())
        }
        _ => (Tone::Quiet, "Udløbet".to_owned()),
    };
    let number = terms.number.as_deref().unwrap_or("Uden kontraktnr.");
    let what = if terms.amends.is_some() { "allonge, " } else { "" };
    // Its last day is the one before the version that takes its place, where that comes first.
    let replaced = successor(&file.contracts, terms).map(|next| add_days(next.start, -1));
    let end = terms.fixed_end().into_iter().chain(replaced.filter(|last| *last >= terms.start)).min();
    Contract {
        id: terms.id.to_string(),
        actions: contract_form::actions(file, terms),
        files: files::about(file, terms.id.0),
        title: format!("{number}, {what}{}", period_words(terms.start, end)),
        status: Status { tone, text },
        facts: facts(file, terms),
    }
}

fn facts(file: &CaseFile<'_>, terms: &Terms) -> Vec<Fact> {
    let months = |count: u32| format::counted(usize::try_from(count).unwrap_or_default(), "måned", "måneder");
    let mut found = Vec::new();
    let mut add = |label: &str, value: Option<String>| found.push(Fact { label: label.to_owned(), value });
    add("Kontraktnr.", terms.number.clone());
    if let Some(former) = file.contracts.iter().find(|other| Some(other.id) == terms.amends) {
        let number = former.number.as_deref().unwrap_or("kontrakten");
        add("Ændrer", Some(format!("{number} fra {}", format::date(former.start))));
    }
    add("Start", Some(format::date(terms.start)));
    add("Slut", Some(terms.end.map_or_else(|| "åben".to_owned(), format::date)));
    if let Some(notice) = &terms.notice_given {
        add("Opsagt", Some(words::given(notice)));
        add("Afgørelse truffet den", Some(words::decision(notice)));
    }
    if let Some(until) = terms.minimum_until {
        add("Mindsteperiode til", Some(format::date(until)));
    }
    if let Some((_, by)) = terms.renewal() {
        add("Forlænges stiltiende med", Some(format!("{} ad gangen", months(by))));
    }
    add("Opsigelse kommune", terms.notice_municipality.map(|rule| rule.words()));
    add("Opsigelse leverandør", terms.notice_provider.map(|rule| rule.words()));
    if let Some(rule) = terms.terms.notice_on_death {
        add("Varsel ved død", Some(rule.words()));
    }
    add("Genforhandles", terms.renegotiate_on.map(format::date));
    add("Forhandler", terms.negotiator.clone());
    add("Betaling", terms.payment.map(|payment| payment.word().to_owned()));
    if let Some(days) = terms.terms.days_to_pay {
        add("Betalingsfrist", Some(format::counted(usize::from(days), "dag", "dage")));
    }
    add("Regulering", terms.regulation.map(|regulation| regulation.word().to_owned()));
    if terms.terms.absence_rule.is_some() {
        add("Fravær", terms.terms.absence_rule.clone());
    }
    add("Aftalt den", terms.agreed_on.map(format::date));
    if let Some(decided) = terms.terms.decision_on {
        add("Afgørelse om vilkårene truffet den", Some(format::date(decided)));
    }
    if let Some(cadence) = terms.follow_up_months {
        add("Opfølgning på mål", Some(format!("hver {}", months(cadence))));
    }
    let hours = [(terms.content.hours_83, "§ 83"), (terms.content.hours_85, "§ 85")];
    for (hours, paragraph) in hours {
        if let Some(hours) = hours {
            add(&format!("Timer pr. uge, {paragraph}"), Some(format::number(hours)));
        }
    }
    if let Some(cover) = terms.content.night_cover {
        add("Nattedækning", Some(cover.word().to_owned()));
    }
    if let Some(included) = &terms.content.included {
        add("Taksten omfatter", Some(included_words(included)));
    }
    if terms.terms.ean.is_some() {
        add("EAN-nr.", terms.terms.ean.clone());
    }
    let signed = if terms.has_signed_file { "vedhæftet" } else { "mangler" };
    add("Underskrevet kontrakt", Some(signed.to_owned()));
    found
}

/// What a rate includes, in a line.
fn included_words(included: &[Included]) -> String {
    if included.is_empty() {
        return "intet ud over støtten".to_owned();
    }
    included.iter().map(|part| part.word()).collect::<Vec<_>>().join(", ")
}

/// Is there a rule of the municipality's to reckon with?
pub(super) fn has_rule(file: &CaseFile<'_>, facts: &CaseFacts) -> bool {
    let day = facts.priced.stay.from();
    facts.status != PlacementStatus::Ended
        && (notice_given(&file.contracts, Party::Municipality, day).is_ok()
            || file.contracts.iter().any(|terms| terms.notice_municipality.is_some()))
}

/// What notice today and the latest notice for the next whole month's end, or the end of the term, come to.
pub(crate) struct NoticeFacts {
    /// Notice today.
    pub today: Notice,
    /// The latest notice for the end of the month in which notice today would end it; of a contract that renews itself
    /// for the end of the term.
    pub latest: Option<Notice>,
    /// Is `latest` for the end of a contract's term, rather than a month's?
    pub is_for_term: bool,
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
    // One that renews itself ends with a term only: a day in time for the month's end may be late for the term's.
    let renews = |end| {
        file.contracts
            .iter()
            .any(|terms| terms.renewal().is_some() && terms.current_term_end(end) == Some(end))
    };
    let ends = given.answer.ends().filter(|_| matches!(given.answer, NoticeAnswer::Given(_)));
    let is_for_term = ends.is_some_and(renews);
    let latest = ends
        .map(|end| if is_for_term { end } else { month_end(end) })
        .and_then(|wanted| notice_for_end(&file.contracts, party, wanted, today).ok())
        .filter(|notice| matches!(notice.answer, NoticeAnswer::Latest(latest) if latest.last_day >= today));
    Ok(NoticeFacts { today: given, latest, is_for_term })
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
