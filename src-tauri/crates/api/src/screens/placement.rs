//! One placement: what do we pay for, is it working, what next?
//!
//! Invariant: every figure and sentence comes from the read model or the domain's answers; what isn't
//! known is a word or null, never 0.

mod actions;
pub(crate) mod contract;
pub(crate) mod economy;
pub(crate) mod files;
pub(crate) mod goals;
mod history;
pub(crate) mod notice;
pub(crate) mod rate_lines;
pub(crate) mod side;
pub(crate) mod standing;

#[cfg(test)]
mod tests;

use vilkaar_application::portfolio::{CaseFacts, Flag, Portfolio};
use vilkaar_application::ports::LogEntry;
use vilkaar_domain::comparison::Benchmark;
use vilkaar_domain::progress::Outcome;
use vilkaar_domain::{CaseFile, PlacementStatus, Sensitive};
use vilkaar_wording::{agenda, format};

use super::{follow_up, name_or_unknown, rate_actions};
use crate::packet::like_cases;
use crate::types::{ApiError, Fact, Figure, Placement, Status, Tone};

pub(crate) use rate_lines::unit_words;

/// Everything about one placement.
///
/// # Errors
/// `unexpected` when a chart can't be drawn.
pub fn placement(
    portfolio: &Portfolio,
    facts: &CaseFacts,
    history: &[LogEntry],
) -> Result<Placement, ApiError> {
    let file = portfolio.file(facts);
    let placement = file.placement;
    Ok(Placement {
        case: placement.case.to_string(),
        citizen: name_or_unknown(portfolio.citizen_name(facts)),
        cpr: file.citizen.and_then(|citizen| citizen.cpr.as_ref()).map(|cpr| cpr.masked()),
        context: context(&file, facts),
        statuses: statuses(portfolio, &file, facts),
        figures: vec![
            yearly(portfolio, &file, facts),
            hourly(portfolio, facts),
            goals_reached(portfolio, &file),
            next_deadline(&file, facts),
        ],
        facts: who_and_where(&file, facts),
        economy: economy::economy(portfolio, &file, facts)?,
        goals: goals::goals(portfolio, &file)?,
        contracts: contract::contracts(portfolio, &file),
        notice: notice::notice(portfolio, &file, facts),
        history: history::history(portfolio, &file, history),
        due: side::due(portfolio, &file, facts),
        missing: side::missing(portfolio, &file, facts),
        actions: actions::actions(portfolio, &file, facts),
        proposals: rate_actions::proposals(&file, &portfolio.register().settings, portfolio.today()),
        files: files::of_case(&file),
        hours: follow_up::hours(portfolio, &file, facts),
    })
}

/// `S2022-1008 · § 107 · Solbakkehus, Solbakkehus I/S · siden 15-02-2022`.
fn context(file: &CaseFile<'_>, facts: &CaseFacts) -> String {
    let placement = file.placement;
    let place = match (file.offer, file.provider) {
        (Some(offer), Some(provider)) if provider.name != offer.name => {
            format!("{}, {}", offer.name, provider.name)
        }
        (Some(offer), _) => offer.name.clone(),
        (None, _) => "tilbud ikke oplyst".to_owned(),
    };
    let since = format::date(placement.moved_in);
    let when = match (facts.status, placement.ended_on) {
        (PlacementStatus::Planned, _) => format!("fra {since}"),
        (PlacementStatus::Ended, _) if placement.is_cancelled() => format!("skulle være begyndt {since}"),
        (PlacementStatus::Ended, Some(end)) => format!("{since} til {}", format::date(end)),
        (PlacementStatus::Active | PlacementStatus::Ended, _) => format!("siden {since}"),
    };
    [placement.case.as_str(), placement.legal_basis.word(), &place, &when].join(" · ")
}

/// What isn't ordinary about it, beside the name.
fn statuses(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<Status> {
    let mut found = Vec::new();
    let mut say = |tone, text: String| found.push(Status { tone, text });
    match (facts.status, file.placement.ended_on) {
        (PlacementStatus::Planned, _) => say(Tone::Info, "Planlagt".to_owned()),
        (PlacementStatus::Ended, _) if file.placement.is_cancelled() => {
            say(Tone::Quiet, "Annulleret".to_owned());
        }
        (PlacementStatus::Ended, _) => say(Tone::Quiet, "Ophørt".to_owned()),
        (PlacementStatus::Active, _) => {}
    }
    if facts.flags.contains(&Flag::RateMissing) {
        say(Tone::Bad, "Takst mangler".to_owned());
    }
    if file.placement.is_past_expected_end(portfolio.today()) {
        let end = file.placement.expected_end.map(format::date).unwrap_or_default();
        say(Tone::Warn, format!("Forventet ophør {end} overskredet"));
    }
    if facts.flags.contains(&Flag::DoublePayment) {
        say(Tone::Warn, "Dobbeltbetaling".to_owned());
    }
    if !facts.priced.is_own_cost {
        let payer = file.placement.paying_municipality.as_deref().unwrap_or("en anden kommune");
        say(Tone::Info, format!("Mellemkommunal, betales af {payer}"));
    }
    found
}

/// Kr. a year, gross, with what it comes to net.
fn yearly(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Figure {
    let above = facts.limit.as_ref().filter(|verdict| verdict.is_above).map(|verdict| {
        let since = match (verdict.above_since, verdict.above_from) {
            (Some(since), _) => format!(" siden {}", format::date(since)),
            (None, Some(from)) => format!(" fra {}", format::date(from)),
            (None, None) => String::new(),
        };
        Status { tone: Tone::Warn, text: format!("Over {}{since}", portfolio.limit_name()) }
    });
    let label = "Kr. pr. år, brutto".to_owned();
    let explain = Some(format!("case-annualised:{}", file.placement.case));
    match facts.annualised {
        Some(gross) => Figure {
            label,
            value: format::kr_whole_bare(gross),
            unit: Some("kr.".to_owned()),
            remark: Some(standing::net_words(portfolio, file, facts)),
            status: above,
            explain,
        },
        None => Figure {
            label,
            value: "takst mangler".to_owned(),
            unit: None,
            remark: facts
                .year_gross
                .map(|gross| format!("{} i {}, ufuldstændig", format::kr_whole(gross), portfolio.year())),
            status: above,
            explain,
        },
    }
}

/// Kr. per support hour, with the median of its like.
fn hourly(portfolio: &Portfolio, facts: &CaseFacts) -> Figure {
    let label = "Kr. pr. støttetime".to_owned();
    let case = &portfolio.placement(facts).case;
    let Some(found) = facts.hourly_rate else {
        let (value, remark) = if facts.annualised.is_none() {
            ("takst mangler", "derfor ingen pris pr. time")
        } else {
            ("ukendt", "støttetimer pr. uge er ikke oplyst")
        };
        return Figure {
            label,
            value: value.to_owned(),
            unit: None,
            remark: Some(remark.to_owned()),
            status: None,
            explain: None,
        };
    };
    let median = match like_cases::hourly_benchmark(facts) {
        Some(Benchmark::Group { width, percentiles, .. }) => {
            format!(
                "{}: {}",
                like_cases::median_name(portfolio, facts, width),
                format::decimal(percentiles.median, 2)
            )
        }
        Some(Benchmark::TooFew { .. }) | None => "for få til sammenligning".to_owned(),
    };
    Figure {
        label,
        value: format::kr_bare(found.rate),
        unit: Some("kr.".to_owned()),
        remark: Some(format!("{} timer/uge; {median}", format::number(found.hours_a_week))),
        status: None,
        explain: Some(format!("case-hourly:{case}")),
    }
}

/// Goals reached of all, and what is wrong with that.
fn goals_reached(portfolio: &Portfolio, file: &CaseFile<'_>) -> Figure {
    let today = portfolio.today();
    let progress = file.goal_progress(&portfolio.register().settings, today);
    let label = "Mål opnået".to_owned();
    if progress.is_empty() {
        return Figure {
            label,
            value: "–".to_owned(),
            unit: None,
            remark: None,
            status: Some(Status { tone: Tone::Warn, text: "Ingen mål".to_owned() }),
            explain: None,
        };
    }
    let reached = progress.iter().filter(|(_, goal)| goal.outcome == Outcome::Reached).count();
    let behind = progress.iter().filter(|(_, goal)| goal.is_behind).count();
    let unmeasured = progress.iter().filter(|(_, goal)| goal.outcome == Outcome::NotMeasured).count();
    let status = if behind > 0 {
        Some(Status { tone: Tone::Bad, text: format!("{behind} bagefter") })
    } else if !file.goals_to_confirm(today).is_empty() {
        Some(Status { tone: Tone::Warn, text: "Ikke bekræftet af sagsbehandler".to_owned() })
    } else if unmeasured > 0 {
        Some(Status { tone: Tone::Warn, text: format!("{unmeasured} ikke målt") })
    } else {
        None
    };
    Figure {
        label,
        value: reached.to_string(),
        unit: Some(format!("af {}", progress.len())),
        remark: None,
        status,
        explain: None,
    }
}

/// The day that comes first of those that can still be kept or must be made good.
fn next_deadline(file: &CaseFile<'_>, facts: &CaseFacts) -> Figure {
    let Some(item) = side::leading_item(facts) else {
        return Figure {
            label: "Næste frist".to_owned(),
            value: "ingen".to_owned(),
            unit: None,
            remark: None,
            status: None,
            explain: None,
        };
    };
    let text = if item.days < 0 {
        format!("Overskredet {}", format::counted(days(item.days), "dag", "dage"))
    } else {
        agenda::days(item.days)
    };
    let has_rule = contract::has_rule(file, facts);
    Figure {
        label: agenda::what(&item.subject).to_owned(),
        value: format::date(item.due),
        unit: None,
        remark: None,
        status: Some(Status { tone: side::tone_of(item.state), text }),
        explain: (item.kind().is_about_money() && has_rule)
            .then(|| format!("case-notice:{}", file.placement.case)),
    }
}

fn days(days: i64) -> usize {
    usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX)
}

/// Who and where. What may be blank by its nature is left out; the rest is *ikke oplyst*.
fn who_and_where(file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<Fact> {
    let placement = file.placement;
    let mut found = Vec::new();
    let mut add = |label: &str, value: Option<String>| found.push(Fact { label: label.to_owned(), value });
    add("Primær målgruppe", placement.target_group.clone());
    if placement.secondary_target_group.is_some() {
        add("Sekundær målgruppe", placement.secondary_target_group.clone());
    }
    add("Støttebehov", placement.support_need.map(|need| need.word().to_owned()));
    add("Støttetimer pr. uge", placement.support_hours.map(format::number));
    let content = &placement.content;
    for (label, hours) in [("Heraf efter § 83", content.hours_83), ("Heraf efter § 85", content.hours_85)] {
        if hours.is_some() {
            add(label, hours.map(format::number));
        }
    }
    if let Some(cover) = content.night_cover {
        add("Nattedækning", Some(cover.word().to_owned()));
    }
    if let Some(rate) = placement.base_rate {
        add("Basistakst", Some(format!("{} kr. pr. døgn", format::rate(rate))));
    }
    add("Lovgrundlag", Some(placement.legal_basis.word().to_owned()));
    add("Indflytning", Some(format::date(placement.moved_in)));
    if facts.status != PlacementStatus::Ended {
        add("Forventet ophør", placement.expected_end.map(format::date));
    }
    if placement.is_cancelled() {
        add("Ophold", Some("Annulleret: det begyndte aldrig".to_owned()));
    } else if let Some(end) = placement.ended_on {
        add("Ophørt den", Some(format::date(end)));
        add("Årsag til ophør", placement.end_reason.map(|reason| reason.word().to_owned()));
    }
    add("Sagsbehandler 1", placement.case_worker.clone());
    if placement.second_case_worker.is_some() {
        add("Sagsbehandler 2", placement.second_case_worker.clone());
    }
    add("Forhandler", facts.negotiator.clone());
    add("Handlekommune", placement.acting_municipality.clone());
    let payer = placement.paying_municipality.clone().or_else(|| placement.acting_municipality.clone());
    add("Betalingskommune", payer);
    add("Omfattet af refusion", file.citizen.map(|citizen| citizen.refund_cover.word().to_owned()));
    add("Tilbud", file.offer.map(|offer| offer.name.clone()));
    if let Some(offer) = file.offer {
        add("P-nr.", offer.p_number.clone());
        let approved = (!offer.approved_for.is_empty()).then(|| offer.approved_for.join(", "));
        add("Godkendt til", approved);
        add("Socialtilsyn", standing::supervision_words(offer));
        let checked = offer.checked_on.map(|day| {
            offer
                .checked_by
                .as_ref()
                .map_or_else(|| format::date(day), |by| format!("{}, {by}", format::date(day)))
        });
        add("Kontrolleret den", checked);
    }
    add("Leverandør", file.provider.map(|provider| provider.name.clone()));
    if let Some(provider) = file.provider {
        add("Ejerform", provider.ownership.map(|form| form.word().to_owned()));
        let agreement = provider.operating_agreement.map(|has| if has { "ja" } else { "nej" }.to_owned());
        add("Driftsoverenskomst", agreement);
        add("CVR-nr.", provider.cvr.clone());
        let contact = [&provider.contact_person, &provider.phone, &provider.email];
        let contact: Vec<&str> = contact.into_iter().flatten().map(String::as_str).collect();
        add("Kontaktperson", (!contact.is_empty()).then(|| contact.join(", ")));
    }
    found
}

/// A citizen's name for the packet; a record without one says so.
pub(crate) fn citizen_name(portfolio: &Portfolio, facts: &CaseFacts) -> Sensitive {
    Sensitive::new(name_or_unknown(portfolio.citizen_name(facts)))
}
