//! The summary page: the figures, and what to bring up at the table, weightiest first.
//!
//! Invariant: every point rests on a figure of the domain; where it has a price, the price is a year's.

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_documents::packet::{ComparisonSection, LimitStatus, OfferOwnership, Summary, TalkingPoint};
use vilkaar_domain::agenda::{AgendaSubject, DueState};
use vilkaar_domain::comparison::{Benchmark, undelivered};
use vilkaar_domain::cost::increase::{line_before, percent_increase};
use vilkaar_domain::missing::MissingKind;
use vilkaar_domain::progress::Outcome;
use vilkaar_domain::step_rates::{GoalTrigger, StepTrigger};
use vilkaar_domain::{CaseFile, Money, RateLine, SupervisionStatus};
use vilkaar_wording::{agenda, format, missing, progress, step_rates};

use super::{comparison, contract, like_cases, support};
use crate::screens::follow_up;
use crate::screens::placement::standing;

/// More points than this weaken each other.
const MOST_POINTS: usize = 7;

/// The summary of a case.
pub(super) fn summary(
    portfolio: &Portfolio,
    file: &CaseFile<'_>,
    facts: &CaseFacts,
    comparison: &ComparisonSection,
) -> Summary {
    let hourly_median = match like_cases::hourly_benchmark(facts) {
        Some(Benchmark::Group { percentiles, .. }) => Some(Money::round(percentiles.median)),
        Some(Benchmark::TooFew { .. }) | None => None,
    };
    Summary {
        annualised: facts.annualised,
        annualised_net: standing::net_of(portfolio, file, facts).map(|net| net.net),
        next_twelve_months: facts.next_twelve_months,
        limit: LimitStatus {
            limit: portfolio.limit().unwrap_or_default(),
            above_from: facts.limit.as_ref().and_then(|verdict| verdict.above_from),
            above_since: facts.limit.as_ref().and_then(|verdict| verdict.above_since),
        },
        hourly_rate: facts.hourly_rate.map(|found| found.rate),
        hours_per_week: facts.hours_per_week,
        hourly_median,
        talking_points: talking_points(portfolio, file, facts, comparison),
    }
}

fn talking_points(
    portfolio: &Portfolio,
    file: &CaseFile<'_>,
    facts: &CaseFacts,
    comparison: &ComparisonSection,
) -> Vec<TalkingPoint> {
    // What holds without a price but decides the talk stands first; then by what it is worth.
    let mut points: Vec<TalkingPoint> = no_contract(facts).into_iter().collect();
    let mut priced: Vec<TalkingPoint> = [
        above_price_level(portfolio, file, facts),
        not_delivered(portfolio, file, facts),
        above_median(portfolio, facts),
        cheaper_offer(file, comparison),
    ]
    .into_iter()
    .flatten()
    .chain(reviews(file, facts))
    .chain(step_rate_points(portfolio, file))
    .chain(coming_rates(portfolio, file, facts))
    .collect();
    priced.sort_by_key(|point| std::cmp::Reverse(point.yearly));
    points.extend(priced);
    let others = [notice(portfolio, file, facts), goals_reached(portfolio, file), supervision(file)];
    let room = MOST_POINTS.saturating_sub(others.iter().flatten().count());
    points.truncate(room);
    points.extend(others.into_iter().flatten());
    points
}

fn no_contract(facts: &CaseFacts) -> Option<TalkingPoint> {
    let item = facts.missing.iter().find(|item| item.what.kind() == MissingKind::NoContract)?;
    Some(TalkingPoint {
        headline: "Der er ingen kontrakt".to_owned(),
        detail: format!(
            "{} {} Aftal vilkårene, før prisen drøftes.",
            missing::detail(&item.what),
            missing::why(MissingKind::NoContract)
        ),
        yearly: None,
    })
}

fn above_price_level(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Option<TalkingPoint> {
    let found = standing::above_index(portfolio, file, facts)?.ok()?;
    if found.yearly <= Money::ZERO {
        return None;
    }
    let words = standing::above_index_words(&found)?;
    let current = file.rate_lines.iter().find(|line| line.id == found.current)?;
    Some(TalkingPoint {
        headline: format!("Taksten er {words}"),
        detail: format!(
            "Reguleret med P/L alene ville den være {} {}; den er {} kr. Bed leverandøren begrunde, hvad der er købt for forskellen, eller sætte taksten ned.",
            format::kr(found.above.regulated),
            current.unit.word(),
            format::rate(current.amount)
        ),
        yearly: Some(found.yearly),
    })
}

fn not_delivered(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Option<TalkingPoint> {
    let found =
        undelivered(&support::months(portfolio, file, facts), |row| follow_up::rate_in(facts, row.month))?;
    if found.worth <= Money::ZERO {
        return None;
    }
    Some(TalkingPoint {
        headline: "Støtte er betalt, men ikke leveret".to_owned(),
        detail: format!(
            "I de {} opgjorte måneder er der betalt {} timer og leveret {}: {} er betalt for timer, der ikke er leveret.{} Kræv dem leveret, krediteret eller taget ud af taksten.",
            found.months,
            format::decimal(found.bought, 1),
            format::decimal(found.delivered, 1),
            format::kr_whole(found.worth),
            progress::unpriced_months(&found.unpriced)
        ),
        yearly: Some(found.yearly),
    })
}

fn above_median(portfolio: &Portfolio, facts: &CaseFacts) -> Option<TalkingPoint> {
    let hourly = facts.hourly_rate?;
    let Some(Benchmark::Group { width, count, percentiles }) = like_cases::hourly_benchmark(facts) else {
        return None;
    };
    let yearly = hourly.yearly_above(percentiles.median);
    if yearly <= Money::ZERO {
        return None;
    }
    Some(TalkingPoint {
        headline: "Prisen pr. støttetime er over medianen".to_owned(),
        detail: format!(
            "{} kr. mod {} kr. for {count} andre ({}). Spørg, hvad der gør timen dyrere her.",
            format::kr_bare(hourly.rate),
            format::decimal(percentiles.median, 2),
            like_cases::group_words(portfolio, facts, width)
        ),
        yearly: Some(yearly),
    })
}

fn cheaper_offer(file: &CaseFile<'_>, comparison: &ComparisonSection) -> Option<TalkingPoint> {
    let (offer, saving) = comparison::cheaper(comparison)?;
    let whose = if offer.ownership == OfferOwnership::Own { "Eget tilbud" } else { "Et egnet tilbud" };
    let here = file.offer.map_or("det nuværende tilbud", |offer| offer.name.as_str());
    let present = comparison.searched.iter().find(|offer| offer.ownership == OfferOwnership::Present);
    let now = present.and_then(|offer| offer.comparable_rate).map(format::kr).unwrap_or_default();
    let mut answer = offer.remark.as_ref().map(|remark| format!(" {remark}.")).unwrap_or_default();
    if offer.suitability.is_none() {
        answer.push_str(" Egnetheden er ikke vurderet.");
    }
    Some(TalkingPoint {
        headline: format!("{whose} er billigere: {}", offer.name),
        detail: format!(
            "{} pr. døgn i sammenlignelig takst mod {now} i {here}.{answer} Brug prisen som modbud (billigst-bedst-egnet).",
            format::kr(offer.comparable_rate?)
        ),
        yearly: Some(saving),
    })
}

/// Add-ons whose review is overdue.
fn reviews(file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<TalkingPoint> {
    facts
        .agenda
        .iter()
        .filter(|item| item.state == DueState::Overdue)
        .filter_map(|item| {
            let AgendaSubject::RateReview { line, .. } = &item.subject else { return None };
            let record = file.rate_lines.iter().find(|record| record.id == *line)?;
            let priced = facts.priced.lines().iter().find(|priced| priced.id() == *line)?;
            Some(TalkingPoint {
                headline: format!("{} skulle være revurderet {}", record.service.word(), format::date(item.due)),
                detail: format!(
                    "{}; {}. Spørg, om støtten stadig er nødvendig i det omfang; ellers falder tillægget bort.",
                    standing::line_name(record),
                    agenda::days(item.days)
                ),
                yearly: priced.is_known().then(|| priced.annualised()),
            })
        })
        .collect()
}

/// What the clauses and the goals give a right to.
fn step_rate_points(portfolio: &Portfolio, file: &CaseFile<'_>) -> Vec<TalkingPoint> {
    file.expected_rates(&portfolio.register().settings, portfolio.today())
        .iter()
        .filter(|rate| rate.trigger != StepTrigger::Goal(GoalTrigger::Open))
        .map(|rate| TalkingPoint {
            headline: format!(
                "Trappetakst {} kr., {}",
                format::rate(rate.step.new_rate),
                step_rates::period(rate)
            ),
            detail: step_rates::sentence(rate),
            yearly: Some(rate.yearly_saving),
        })
        .collect()
}

/// Rates that are agreed or notified for a later day and are higher than today's.
fn coming_rates(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<TalkingPoint> {
    let yearly = |line: &RateLine| {
        let priced = facts.priced.lines().iter().find(|priced| priced.id() == line.id)?;
        priced.is_known().then(|| priced.annualised())
    };
    file.rate_lines
        .iter()
        .filter(|line| !line.annulled && line.from > portfolio.today() && line.service.is_support())
        .filter_map(|line| {
            let before = line_before(&file.rate_lines, line)?;
            let rise = yearly(line)? - yearly(before)?;
            if rise <= Money::ZERO {
                return None;
            }
            let percent = percent_increase(before.amount, line.amount)?;
            let is_over = facts.limit.as_ref().is_some_and(|verdict| {
                verdict.above_since.is_none() && verdict.above_from == Some(line.from)
            });
            let over = if is_over {
                format!(" Den bringer borgeren over {}", portfolio.limit_name())
            } else {
                String::new()
            };
            let cause = line.cause.as_ref().map(|cause| format!(" ({})", cause.word().to_lowercase()));
            Some(TalkingPoint {
                headline: format!(
                    "{} stiger {} fra {}",
                    line.service.word(),
                    format::percent(percent, 1),
                    format::date(line.from)
                ),
                detail: format!(
                    "Fra {} til {} kr. {}{}.{over} Afvis stigningen, eller få den begrundet, før den træder i kraft.",
                    format::rate(before.amount),
                    format::rate(line.amount),
                    line.unit.word(),
                    cause.unwrap_or_default()
                ),
                yearly: Some(rise),
            })
        })
        .collect()
}

/// Every goal opnået and no clause that lowers the rate for it.
fn goals_reached(portfolio: &Portfolio, file: &CaseFile<'_>) -> Option<TalkingPoint> {
    let today = portfolio.today();
    let all_reached =
        !file.goals.is_empty() && file.goals.iter().all(|goal| goal.outcome(today) == Outcome::Reached);
    (all_reached && file.step_rates.is_empty()).then(|| TalkingPoint {
        headline: "Målene er opnået".to_owned(),
        detail: "Borgeren kan mere end ved aftalens start. Bed om færre timer eller en lavere takst; færre timer kræver en afgørelse om borgeren.".to_owned(),
        yearly: None,
    })
}

fn notice(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Option<TalkingPoint> {
    let latest = contract::deadlines(portfolio, file, facts).latest_notice?;
    let (wanted, workday) = (latest.wanted_end, latest.last_workday?);
    Some(TalkingPoint {
        headline: format!("Opsig senest {} for ophør {}", format::date(workday), format::date(wanted)),
        detail: "Fristen er det stærkeste middel ved bordet. Opsigelse kræver en afgørelse om borgeren."
            .to_owned(),
        yearly: None,
    })
}

fn supervision(file: &CaseFile<'_>) -> Option<TalkingPoint> {
    let offer = file.offer?;
    let is_of_concern = matches!(
        offer.supervision,
        Some(SupervisionStatus::Tightened | SupervisionStatus::Order | SupervisionStatus::Ceased)
    );
    let words = standing::supervision_words(offer).filter(|_| is_of_concern)?;
    Some(TalkingPoint {
        headline: format!("Socialtilsyn: {}", words.to_lowercase()),
        detail: "Spørg, hvad der gøres, hvornår det er bragt i orden, og hvad det betyder for støtten til borgeren.".to_owned(),
        yearly: None,
    })
}
