//! The rate lines of a placement, newest first with the trappetakster on top, expected and settled, each
//! against the one before it and P/L; and the step chart of the base rate.
//!
//! Invariant: an annulled line stays visible and has no figures; an expected one is never mixed with
//! those agreed.

use chrono::{Datelike, NaiveDate};
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_documents::charts::{Certainty, ChartNote, RateStep, RegulatedStep, StepChart};
use vilkaar_domain::calendar::add_days;
use vilkaar_domain::cost::increase::{LineIncrease, index_percent, percent_increase};
use vilkaar_domain::cost::{index_line, line_increases};
use vilkaar_domain::step_rates::{ExpectedRate, StepTrigger};
use vilkaar_domain::{CaseFile, Money, Rate, RateLine, Service, StepRate, Unit};
use vilkaar_wording::{format, step_rates};

use super::standing;
use crate::screens::{contract_form, rate_actions};
use crate::types::{RateLine as Row, RateLineState};

/// The unit with what it is multiplied by: `pr. time, 14 timer/uge`.
pub(crate) fn unit_words(line: &RateLine) -> String {
    let unit = line.unit.word();
    let times = line.quantity.map(format::number);
    let weeks = line.open_weeks.map(|weeks| format!(", {} uger", format::number(weeks))).unwrap_or_default();
    match (line.unit, times, line.settlement_days) {
        (Unit::Hour, Some(hours), _) => format!("{unit}, {hours} timer/uge"),
        (Unit::DayOfferPlace, Some(days), _) => format!("{unit}, {days} dage/uge"),
        (Unit::Attendance, Some(days), _) => format!("{unit}, {days} dage/uge{weeks}"),
        (Unit::Trip, Some(trips), _) => format!("{unit}, {trips} ture/uge{weeks}"),
        (Unit::Day, _, Some(settled)) => format!("{unit}, {settled} dage/år"),
        _ => unit.to_owned(),
    }
}

/// `Kr. pr. døgn` when all lines share a unit that needs no quantity, else `Beløb`.
pub(super) fn amount_heading(file: &CaseFile<'_>) -> String {
    let units: Vec<String> = file.rate_lines.iter().map(|line| unit_words(line)).collect();
    match units.as_slice() {
        [first, rest @ ..] if !first.contains(',') && rest.iter().all(|unit| unit == first) => {
            format!("Kr. {first}")
        }
        _ => "Beløb".to_owned(),
    }
}

/// The days of a line: `01-01-2026 og frem`, `01-01-2025 til 31-12-2025`.
pub(crate) fn period_words(from: NaiveDate, to: Option<NaiveDate>) -> String {
    let first = format::date(from);
    match to {
        None => format!("{first} og frem"),
        Some(to) if to == from => first,
        Some(to) => format!("{first} til {}", format::date(to)),
    }
}

/// All rows.
pub(super) fn rows(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<Row> {
    let table = standing::price_table(portfolio);
    let increases = line_increases(&file.rate_lines, &table);
    let mut lines: Vec<&RateLine> = file.rate_lines.clone();
    lines.sort_by_key(|line| (std::cmp::Reverse(line.from), line.service.clone(), line.id));
    let settings = &portfolio.register().settings;
    let mut expected = file.expected_rates(settings, portfolio.today());
    // What has no day yet stands above what has one, as the furthest ahead.
    expected.sort_by_key(|rate| (rate.from.is_some(), std::cmp::Reverse(rate.from)));
    expected
        .iter()
        .map(|rate| expected_row(rate, facts, &table))
        .chain(
            file.step_rates
                .iter()
                .filter(|step| expected.iter().all(|rate| rate.step.id != step.id))
                .map(|step| settled_row(file, step, portfolio.today())),
        )
        .chain(lines.iter().map(|line| {
            let increase = increases.iter().find(|increase| increase.line == line.id);
            row(file, line, increase, facts, portfolio.today())
        }))
        .collect()
}

fn row(
    file: &CaseFile<'_>,
    line: &RateLine,
    increase: Option<&LineIncrease>,
    facts: &CaseFacts,
    today: NaiveDate,
) -> Row {
    let state = state(line, facts, today);
    let priced = facts.priced.lines().iter().find(|priced| priced.id() == line.id);
    let is_alive = matches!(state, RateLineState::InForce | RateLineState::Coming);
    let annualised =
        priced.filter(|priced| is_alive && priced.is_known() && !priced.is_one_off()).map(|p| p.annualised());
    let against = increase.and_then(|increase| increase.against_index.as_ref()?.as_ref().ok());
    // Within half a hundredth of a percent it is the rounding of the rate to øre, no increase.
    let is_above = against.is_some_and(|found| found.above.percent.is_some_and(|p| p > 0.into()));
    let above_index = against.map(|found| {
        let is_rounding = found.above.percent.is_some_and(|percent| percent.is_zero());
        if is_rounding {
            format::kr_bare(found.above.difference)
        } else {
            format::signed_kr_bare(found.above.difference)
        }
    });
    Row {
        id: Some(line.id.to_string()),
        actions: rate_actions::of_line(line, state),
        remark: rate_actions::remark(file, line),
        service: line.service.word().to_owned(),
        amount: format::rate(line.amount),
        unit: unit_words(line),
        period: if line.unit == Unit::Once {
            format::date(line.from)
        } else {
            period_words(line.from, line.to)
        },
        increase: increase.and_then(|increase| increase.percent).map(|p| format::signed_percent(p, 1)),
        price_index: against.map(|found| format::percent(found.percent, 1)),
        above_index,
        is_above_index: is_above,
        annualised: annualised.map(format::kr_whole_bare),
        cause: line.cause.as_ref().map(|cause| cause.word().to_owned()),
        state,
    }
}

/// How a line stands on the day; the stay's end ends its lines too.
pub(crate) fn state(line: &RateLine, facts: &CaseFacts, today: NaiveDate) -> RateLineState {
    let ended = [line.to, facts.priced.stay.to()].into_iter().flatten().min();
    if line.annulled {
        RateLineState::Annulled
    } else if facts.priced.is_cancelled()
        || ended.is_some_and(|end| end < today)
        || (line.unit == Unit::Once && line.from < today)
    {
        RateLineState::Ended
    } else if line.from.max(if line.unit == Unit::Once { line.from } else { facts.priced.stay.from() })
        > today
    {
        RateLineState::Coming
    } else {
        RateLineState::InForce
    }
}

fn expected_row(rate: &ExpectedRate<'_>, facts: &CaseFacts, table: &vilkaar_domain::cost::PriceTable) -> Row {
    let line = rate.replaces;
    let regulated = line.service.is_indexed();
    let price_index = match (rate.trigger, rate.from) {
        (StepTrigger::Date(_), Some(from)) if regulated => index_percent(line.from, from, table).ok(),
        _ => None,
    };
    let annualised = facts.priced.lines().iter().find(|priced| priced.id() == line.id);
    Row {
        id: None,
        actions: [rate_actions::step(rate)]
            .into_iter()
            .chain(contract_form::step_actions(rate.step))
            .collect(),
        remark: None,
        service: line.service.word().to_owned(),
        amount: format::rate(rate.step.new_rate),
        unit: unit_words(line),
        period: step_rates::period(rate),
        increase: percent_increase(line.amount, rate.step.new_rate).map(|p| format::signed_percent(p, 1)),
        price_index: price_index.map(|percent| format::percent(percent, 1)),
        above_index: None,
        is_above_index: false,
        annualised: annualised.map(|priced| format::kr_whole_bare(priced.annualised() - rate.yearly_saving)),
        cause: Some("Trappetakst".to_owned()),
        state: RateLineState::Expected,
    }
}

/// A trappetakst that is expected no more: it has no figures, but can be put right and taken out.
fn settled_row(file: &CaseFile<'_>, step: &StepRate, today: NaiveDate) -> Row {
    let lines = || file.rate_lines.iter().filter(|line| line.service == step.service && !line.annulled);
    let is_past_stay = file.placement.ended_on.zip(step.from).is_some_and(|(end, from)| from > end);
    let why = match file.step_settled_by(step, today) {
        _ if is_past_stay => "opholdet slutter før".to_owned(),
        Some(line) => {
            format!("taksten er {} kr. fra {}", format::rate(line.amount), format::date(line.from))
        }
        None if lines().next().is_none() => "der er ingen takst for ydelsen".to_owned(),
        None => "den sænker ingen takst".to_owned(),
    };
    Row {
        id: None,
        actions: contract_form::step_actions(step).into(),
        remark: Some(format!("Trappetaksten gælder ikke: {why}.")),
        service: step.service.word().to_owned(),
        amount: format::rate(step.new_rate),
        unit: lines()
            .max_by_key(|line| (line.from, line.id))
            .map(|line| unit_words(line))
            .unwrap_or_default(),
        period: step
            .from
            .map_or_else(|| "på et mål".to_owned(), |from| format!("fra {}", format::date(from))),
        increase: None,
        price_index: None,
        above_index: None,
        is_above_index: false,
        annualised: None,
        cause: Some("Trappetakst".to_owned()),
        state: RateLineState::Ended,
    }
}

/// The base rate over time against P/L, as far as the end of next year; none without a rate, and none of a stay that
/// never began.
pub(crate) fn step_chart(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Option<StepChart> {
    if facts.priced.is_cancelled() {
        return None;
    }
    let today = portfolio.today();
    let stay = facts.priced.stay;
    let day = facts.priced.judged_on(today);
    let housing = || file.rate_lines.iter().filter(|line| line.service.is_housing() && !line.annulled);
    let current = housing()
        .filter(|line| line.is_in_force(day))
        .max_by_key(|line| (line.service == Service::BaseRate, line.from, line.id))
        .or_else(|| housing().max_by_key(|line| (line.from, line.id)))?;
    let until = stay
        .to()
        .filter(|end| *end < today)
        .or_else(|| NaiveDate::from_ymd_opt(portfolio.year() + 1, 12, 31))
        .unwrap_or(today)
        .max(day);
    let same = |line: &&&RateLine| line.service == current.service && line.unit == current.unit;
    let mut steps: Vec<RateStep> = housing()
        .filter(same)
        .filter(|line| line.to.is_none_or(|to| to >= stay.from()) && line.from <= until)
        .map(|line| RateStep {
            from: line.from.max(stay.from()),
            to: [line.to, stay.to()].into_iter().flatten().min(),
            rate: line.amount,
            certainty: if line.to.is_some_and(|to| to < today) {
                Certainty::Spent
            } else {
                Certainty::Agreed
            },
        })
        .collect();
    let first = steps.first()?.clone();
    let settings = &portfolio.register().settings;
    for expected in file.expected_rates(settings, today) {
        let Some(from) = expected.from.filter(|from| *from <= until) else { continue };
        if expected.step.service != current.service {
            continue;
        }
        // An overdue step lowers a line that is agreed for later from its first day; the chart runs from left to right.
        let from = steps.last().map_or(from, |last| from.max(last.from));
        if let Some(last) = steps.last_mut().filter(|last| last.from < from) {
            last.to = Some(last.to.map_or_else(|| add_days(from, -1), |to| to.min(add_days(from, -1))));
        }
        steps.push(RateStep {
            from,
            to: stay.to(),
            rate: expected.step.new_rate,
            certainty: Certainty::Expected,
        });
    }
    let regulated = if current.service.is_indexed() {
        regulated_steps(portfolio, first.rate, first.from, until)
    } else {
        Vec::new()
    };
    let unit = format!("kr. {}", current.unit.word());
    // The chart is of one service; a package beside it must not be taken for part of it.
    let is_part = housing().any(|line| line.service != current.service && line.is_in_force(day));
    let shown = if is_part { format!("{unit}, uden ydelsespakken") } else { unit.clone() };
    let above = standing::above_index(portfolio, file, facts).and_then(Result::ok);
    let words = above.as_ref().and_then(standing::above_index_words);
    Some(StepChart {
        title: format!("{} mod P/L", current.service.word()),
        subtitle: words.map_or_else(|| shown.clone(), |words| format!("{shown}; {words}")),
        unit,
        steps,
        regulated,
        today,
        until,
        note: above.filter(|above| above.yearly != Money::ZERO).map(|above| ChartNote {
            strong: format!("{} pr. år", format::kr_whole(above.yearly.abs())),
            plain: format!(
                "{} P/L i {}",
                if above.yearly > Money::ZERO { "over" } else { "under" },
                day.year()
            ),
        }),
    })
}

fn regulated_steps(
    portfolio: &Portfolio,
    rate: Rate,
    from: NaiveDate,
    until: NaiveDate,
) -> Vec<RegulatedStep> {
    let line = index_line(rate, from, until.year(), &standing::price_table(portfolio));
    let stops = line.stops_at.and_then(|year| NaiveDate::from_ymd_opt(year - 1, 12, 31));
    let starts: Vec<NaiveDate> = line.steps.iter().map(|(from, _)| *from).collect();
    line.steps
        .iter()
        .enumerate()
        .filter_map(|(at, (from, amount))| {
            let to = starts.get(at + 1).map(|next| add_days(*next, -1)).or(stops);
            Some(RegulatedStep { from: *from, to, rate: Rate::new(amount.kroner())? })
        })
        .collect()
}
