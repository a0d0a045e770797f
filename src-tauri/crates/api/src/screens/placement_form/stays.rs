//! What a stay must fit with: the citizen's other stays, the offer's approval, the contract that runs on.
//!
//! Invariant: sentences about notice and approval are the ones of `wording`, made from the domain's answers.

use chrono::NaiveDate;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::calendar::{Period, add_days};
use vilkaar_domain::missing::MissingWhat;
use vilkaar_domain::notice::{self, NoticeAnswer};
use vilkaar_domain::{
    CaseFile, CitizenId, Contract, EndReason, LegalBasis, Offer, Party, Placement, PlacementId, RateLine,
    Register, Unit,
};
use vilkaar_wording::{format, missing as missing_words, notice as words};

use crate::screens::placement::unit_words;

/// The offer of a name; letters' case and space around it don't matter.
pub(super) fn offer_named<'r>(register: &'r Register, name: &str) -> Option<&'r Offer> {
    let wanted = name.trim().to_lowercase();
    register.offers.iter().find(|offer| offer.name.trim().to_lowercase() == wanted)
}

/// `01-05-2026 til 15-05-2026`, `fra 01-05-2026`.
pub(super) fn days(period: Period) -> String {
    match period.to() {
        Some(to) if to == period.from() => format::date(to),
        Some(to) => format!("{} til {}", format::date(period.from()), format::date(to)),
        None => format!("fra {} og frem", format::date(period.from())),
    }
}

/// Other stays of the citizen on days of this one: both are paid.
pub(super) fn double_stays(
    portfolio: &Portfolio,
    citizen: CitizenId,
    own: Option<PlacementId>,
    stay: Period,
) -> Vec<String> {
    let register = portfolio.register();
    let others = register
        .placements
        .iter()
        .filter(|other| other.citizen == citizen && Some(other.id) != own && !other.is_cancelled());
    others
        .filter_map(|other| {
            let common = other.stay().intersection(&stay)?;
            let offer = register.offers.iter().find(|offer| offer.id == other.offer);
            let place = offer.map_or("et andet tilbud", |offer| offer.name.as_str());
            Some(format!(
                "Borgeren bor også på {place} ({}) {}: de dage betales begge steder (dobbeltbetaling).",
                other.case,
                days(common)
            ))
        })
        .collect()
}

/// Why an offer isn't approved for a paragraph.
pub(super) fn not_approved(offer: &Offer, legal_basis: LegalBasis) -> Option<String> {
    let lack = offer.approval_lack(legal_basis)?;
    let why = missing_words::detail(&MissingWhat::OfferNotApproved { offer: offer.name.clone(), lack });
    Some(format!("{why} Det må kun bruges akut, højst tre uger og tre mere (serviceloven § 4)."))
}

/// The rate lines that count until the stay ends, as `Grundtakst 2.394,00 pr. døgn`; of those that end before it or
/// begin after it nothing changes.
pub(super) fn lines_that_stop(file: &CaseFile<'_>, end: NaiveDate) -> Vec<String> {
    let runs_on = |line: &&&RateLine| {
        !line.annulled && line.from <= end && line.to.is_none_or(|to| to > end) && line.unit != Unit::Once
    };
    file.rate_lines
        .iter()
        .filter(runs_on)
        .map(|line| format!("{} {} {}", line.service.word(), format::rate(line.amount), unit_words(line)))
        .collect()
}

/// The contract that is in force on the day after an end, else the next one to come.
fn runs_on<'a>(file: &CaseFile<'a>, end: NaiveDate) -> Option<&'a Contract> {
    let after = add_days(end, 1);
    notice::contract_in_force(&file.contracts, after).or_else(|| {
        let coming = |contract: &&&Contract| contract.start > after && contract.term().is_some();
        file.contracts.iter().filter(coming).min_by_key(|contract| contract.start).copied()
    })
}

/// What the contract says where it runs on past the end of the stay, and by when it must be given notice.
pub(super) fn contract_runs_on(
    file: &CaseFile<'_>,
    end: NaiveDate,
    reason: Option<EndReason>,
    today: NaiveDate,
) -> Option<String> {
    let contract = runs_on(file, end)?;
    // On death the version counts that holds that day, not the one that would follow it.
    let held = notice::contract_in_force(&file.contracts, end).unwrap_or(contract);
    if let (Some(EndReason::Death), Some(rule)) = (reason, held.terms.notice_on_death) {
        return Some(match notice::end_on_death(&file.contracts, held, end) {
            Some(ends) if rule.end(end) != Some(ends) => {
                format!(
                    "Kontrakten løber til {}, længere end opholdet, også efter dødsfaldet.",
                    format::date(ends)
                )
            }
            Some(ends) => {
                format!("Kontrakten ophører ved dødsfald den {} ({}).", format::date(ends), rule.words())
            }
            None => "Kontrakten siger, at den ikke ophører ved dødsfald. Tal med leverandøren.".to_owned(),
        });
    }
    // What ends it, and by when notice must be given, is in all its versions: an allonge may prolong it.
    let versions = notice::versions_of(&file.contracts, contract);
    let last = versions.last().copied().unwrap_or(contract);
    let until = match last.term().and_then(|term| term.to()) {
        Some(to) => format!("til {}", format::date(to)),
        None => "uden slutdato".to_owned(),
    };
    if last.notice_given.is_some() {
        return Some(format!("Kontrakten er opsagt, men løber {until}, længere end opholdet."));
    }
    let how = match notice::notice_for_end(&versions, Party::Municipality, end, today) {
        Ok(found) => match &found.answer {
            NoticeAnswer::Latest(latest) if latest.last_day >= today => words::latest(latest),
            NoticeAnswer::Never { .. } => words::because(&found),
            _ => match notice::notice_given(&versions, Party::Municipality, today) {
                Ok(given) => format!("{} Opsig den nu.", words::given_today(&given)),
                Err(error) => words::error(&error),
            },
        },
        Err(error) => words::error(&error),
    };
    Some(format!("Kontrakten løber {until}, længere end opholdet. {how}"))
}

/// Goals of the case that have not ended by their own follow-ups.
pub(super) fn open_goals(portfolio: &Portfolio, facts: &CaseFacts) -> usize {
    let file = portfolio.file(facts);
    let progress = file.goal_progress(&portfolio.register().settings, portfolio.today());
    progress.iter().filter(|(_, goal)| goal.next_follow_up.is_some()).count()
}

/// Is the first of two placements the one that the other was moved from?
pub(super) fn successor<'r>(register: &'r Register, placement: &Placement) -> Option<&'r Placement> {
    let is_next = |other: &&Placement| other.moved_from == Some(placement.id) && !other.is_cancelled();
    register.placements.iter().find(is_next)
}
