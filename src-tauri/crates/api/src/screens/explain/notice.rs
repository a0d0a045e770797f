//! How the days of notice come about: the rule, the end it gives, the latest day and what a delay costs.

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::notice::{Notice, NoticeAnswer, contract_for_notice};
use vilkaar_domain::{Party, PlacementStatus};
use vilkaar_wording::notice::DelayKind;
use vilkaar_wording::{format, notice as words};

use super::line;
use crate::screens::placement::contract::{cost_of, delay_of_today, notice_facts};
use crate::screens::placement::notice::about_cancelled;
use crate::screens::placement::rate_lines::period_words;
use crate::types::Explanation;

/// Notice by a party, and the other's rule.
pub(super) fn notice(portfolio: &Portfolio, facts: &CaseFacts, party: Party) -> Explanation {
    let file = portfolio.file(facts);
    let today = portfolio.today();
    let by = match party {
        Party::Municipality => "Opsigelse",
        Party::Provider => "Leverandørens opsigelse",
    };
    let title = format!("{by}, {}", file.placement.case);
    let introduction = "Opsigelsen regnes fra den dag, den når den anden part. Seneste opsigelse er den seneste dag, hvis ophør ikke ligger efter det ønskede.".to_owned();
    let refused = |sentence: String| Explanation {
        chance: None,
        title: title.clone(),
        introduction: introduction.clone(),
        lines: Vec::new(),
        result: "ingen frist".to_owned(),
        notes: vec![sentence],
    };
    if file.placement.is_cancelled() {
        return refused(about_cancelled(&file, today).join(" "));
    }
    if facts.status == PlacementStatus::Ended {
        return refused("Placeringen er ophørt.".to_owned());
    }
    let found = match notice_facts(&file, party, today) {
        Ok(found) => found,
        Err(error) => return refused(words::error(&error)),
    };
    let mut lines = vec![line(format!("Opsagt {}", format::date(today)), words::because(&found.today), "")];
    if let Some(days) = delay_of_today(&file, today, party) {
        lines.push(delay_line("En dags forsinkelse fra i dag", facts, &days));
    }
    if let Some(latest) = &found.latest {
        let wanted = if found.is_for_term { "Ved periodens udløb" } else { "Ved månedens udgang" };
        lines.push(line(wanted, words::because(latest), ""));
        if let Notice { answer: NoticeAnswer::Latest(latest), .. } = latest
            && let Some(days) = &latest.delay
        {
            let label = match words::delay_kind(days) {
                DelayKind::Day => "Koster hver dag senere",
                DelayKind::Month => "Koster en måneds forsinkelse",
                DelayKind::Longer => "Koster opsigelse en dag for sent",
            };
            lines.push(delay_line(label, facts, days));
        }
    }
    if let Ok(contract) = contract_for_notice(&file.contracts, today) {
        for party in [Party::Municipality, Party::Provider] {
            lines.push(line("Varsel", words::party_rule(party, contract.notice_rule(party)), ""));
        }
        if let Some(until) = contract.minimum_until {
            lines.push(line("Mindsteperiode til", format::date(until), ""));
        }
    }
    let ends = found.today.answer.ends();
    Explanation {
        chance: None,
        title,
        introduction,
        lines,
        result: ends.map_or_else(
            || format!("kan ikke opsiges af {}", words::the_party(party)),
            |end| format!("ophører {} ved opsigelse i dag", format::date(end)),
        ),
        notes: vec![
            format!("{}: opsigelse er ingen afgørelse om borgeren.", words::CITIZEN_DECISION),
            "Arbejdsdage er mandag til fredag uden helligdage, grundlovsdag, 24. og 31. december.".to_owned(),
        ],
    }
}

/// What the days of a delay cost; the amount stands in the formula, as the result is a day.
fn delay_line(
    label: &str,
    facts: &CaseFacts,
    days: &vilkaar_domain::calendar::Period,
) -> crate::types::ExplanationLine {
    let cost = cost_of(facts, days).map_or_else(|| "takst mangler".to_owned(), format::kr);
    line(label, format!("{}: {cost}", period_words(days.from(), days.to())), "")
}
