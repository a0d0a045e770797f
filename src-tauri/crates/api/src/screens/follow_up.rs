//! Following up all open goals of a case at once, and the hours bought against those delivered (domain §4 and §1).
//!
//! Invariant: the sheet is saved whole or not at all. What a goal would come to is worked out by putting what is typed
//! into the case and asking the domain, as it will be asked once it is saved.

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::calendar::{add_days, add_months};
use vilkaar_domain::comparison::{self, MonthHours, hours_by_month};
use vilkaar_domain::progress::{GoalProgress, Outcome};
use vilkaar_domain::step_rates::{GoalTrigger, StepTrigger};
use vilkaar_domain::{
    AttachmentKind, CaseFile, DeliveredHours, Entity, FollowUp, FollowUpId, FollowUpResult, GoalFile, Level,
    Money, Source,
};
use vilkaar_wording::{format, progress as words, step_rates};

use super::forms::{Said, fields, wrong};
use super::goal_form::{self, change, hours_in_month, level, level_word, month_of, of_month};
use super::placement::{files, goals};
use crate::program::saving::{Decided, Decision};
use crate::types::{
    FieldProblem, FollowUpCheck, FollowUpCorrection, FollowUpGoal, FollowUpInput, FollowUpLevel,
    FollowUpOutcome, FollowUpSheet, HoursMonth, MonthHours as TypedHours, Remark, Tone,
};

/// The follow-up of a goal on a day by the same source, if there is one.
pub(crate) fn same_day<'a>(
    goal: &GoalFile<'a>,
    date: NaiveDate,
    source: Option<Source>,
) -> Option<&'a FollowUp> {
    goal.follow_ups.iter().copied().find(|entry| entry.date == date && entry.source == source)
}

/// The goals that haven't ended, with where they stand.
fn open_goals<'f, 'a>(
    portfolio: &Portfolio,
    file: &'f CaseFile<'a>,
) -> Vec<(&'f GoalFile<'a>, GoalProgress<'a>)> {
    let mut found = file.goal_progress(&portfolio.register().settings, portfolio.today());
    found.retain(|(_, progress)| !progress.has_ended);
    found
}

/// The sheet. `operation` is the id of the save that comes of it.
pub(crate) fn sheet(portfolio: &Portfolio, facts: &CaseFacts, operation: String) -> FollowUpSheet {
    let (file, today) = (portfolio.file(facts), portfolio.today());
    let goals = open_goals(portfolio, &file);
    let reports = file.attachments.iter().rev();
    FollowUpSheet {
        title: format!("Opfølgning, {}", file.placement.case),
        operation,
        today: format::date(today),
        sources: Source::ALL.iter().map(|source| source.word().to_owned()).collect(),
        results: FollowUpResult::ALL.iter().map(|result| result.word().to_owned()).collect(),
        levels: (0..=4)
            .filter_map(Level::new)
            .map(|level| FollowUpLevel { value: level.number().to_string(), label: level_word(level) })
            .collect(),
        goals: goals.iter().map(|(goal, progress)| row(goal, progress, today)).collect(),
        months: shown(&months_to_tell(portfolio, &file, facts), facts),
        reports: reports
            .filter(|report| report.kind == AttachmentKind::StatusReport)
            .map(|report| files::row(report))
            .collect(),
    }
}

fn row(file: &GoalFile<'_>, progress: &GoalProgress<'_>, today: NaiveDate) -> FollowUpGoal {
    let goal = file.goal;
    FollowUpGoal {
        id: goal.id.to_string(),
        key: goal.key.clone(),
        title: goals::title(file),
        wording: goal.wording.clone(),
        detail: words::aim(goal),
        latest: progress
            .measured_by
            .and_then(|entry| Some(format!("{}, {}", level_word(entry.level?), words::measured(entry)))),
        correct_latest: progress.measured_by.map(goal_form::correct),
        outcome: goals::outcome(progress),
        due: goals::next_follow_up(progress, today),
        sub_goals: file.sub_goals.iter().map(|step| words::sub_goal(step)).collect(),
    }
}

/// The last month that is over, within the stay.
fn last_month(portfolio: &Portfolio, facts: &CaseFacts) -> NaiveDate {
    let today = portfolio.today();
    let end = facts.priced.stay.to().map_or(today, |end| end.min(today));
    // The month that runs isn't over, so nothing can be said of it.
    chrono::Datelike::with_day(&end, 1).map_or(end, |first| add_days(first, -1))
}

/// Months of the last twelve that are to be told: those since the last follow-up, and before it those not told yet.
fn months_to_tell(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<MonthHours> {
    let last = last_month(portfolio, facts);
    let entries = file.goals.iter().flat_map(|goal| goal.follow_ups.iter());
    let since = entries.map(|entry| entry.date).filter(|date| *date <= portfolio.today()).max();
    let since = since.and_then(|day| chrono::Datelike::with_day(&day, 1));
    let mut rows = hours_by_month(file, &facts.priced, add_months(last, -11), last);
    rows.retain(|row| row.delivered.is_none() || since.is_none_or(|since| row.month >= since));
    rows.reverse();
    rows
}

/// Months of the last twelve from the first that is reported on, oldest first (the packet reads the same).
pub(crate) fn reported_months(
    portfolio: &Portfolio,
    file: &CaseFile<'_>,
    facts: &CaseFacts,
) -> Vec<MonthHours> {
    let last = last_month(portfolio, facts);
    let rows = hours_by_month(file, &facts.priced, add_months(last, -11), last);
    let Some(first) = rows.iter().position(|row| row.delivered.is_some()) else { return Vec::new() };
    rows.into_iter().skip(first).collect()
}

/// Bought against delivered hours by month, newest first: every month since the first that was told, however long ago.
pub(crate) fn hours(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<HoursMonth> {
    let Some(first) = file.delivered_hours.first() else { return Vec::new() };
    let mut rows = hours_by_month(file, &facts.priced, first.month, last_month(portfolio, facts));
    rows.reverse();
    shown(&rows, facts)
}

/// The price of a support hour in a month.
pub(crate) fn rate_in(facts: &CaseFacts, month: NaiveDate) -> Option<Money> {
    comparison::hourly_rate_in(&facts.priced, month)
}

/// The months as they are shown.
fn shown(rows: &[MonthHours], facts: &CaseFacts) -> Vec<HoursMonth> {
    rows.iter()
        .map(|row| HoursMonth {
            month: row.month.format("%Y-%m").to_string(),
            label: format::month(row.month),
            bought: row.bought.map(|hours| format::decimal(hours, 1)),
            delivered: row.delivered.map(format::number),
            difference: row.difference().map(|hours| {
                words::hours_difference(hours, rate_in(facts, row.month).and_then(|rate| row.worth(rate)))
            }),
        })
        .collect()
}

/// What is typed of one goal.
struct Typed<'f, 'a> {
    goal: &'f GoalFile<'a>,
    level: Option<Level>,
    result: Option<FollowUpResult>,
    remark: Option<String>,
}

/// What the sheet comes to.
struct Read<'f, 'a> {
    problems: Vec<FieldProblem>,
    corrections: Vec<FollowUpCorrection>,
    date: Option<NaiveDate>,
    source: Option<Source>,
    rows: Vec<Typed<'f, 'a>>,
    /// Months whose hours are told, told anew, or taken out.
    hours: Vec<(NaiveDate, Option<Decimal>)>,
}

/// Reads the sheet: what is wrong is at `date`, `source`, `level-<goal>`, `result-<goal>`, `hours-<month>`.
fn read<'f, 'a>(
    portfolio: &Portfolio,
    file: &'f CaseFile<'a>,
    facts: &CaseFacts,
    input: &FollowUpInput,
) -> Read<'f, 'a> {
    let today = portfolio.today();
    let open = open_goals(portfolio, file);
    let mut problems = Vec::new();
    let mut corrections = Vec::new();
    let said = |field: String, sentence: Cow<'static, str>| wrong(&field, sentence);
    let date = fields::day(input.date.trim()).unwrap_or_else(|sentence| {
        problems.push(wrong("date", sentence));
        None
    });
    let source = fields::word(input.source.trim(), Source::from_word).unwrap_or_else(|sentence| {
        problems.push(wrong("source", sentence));
        None
    });
    let mut rows = Vec::new();
    for typed in &input.goals {
        let is_blank = [&typed.level, &typed.result, &typed.remark].iter().all(|text| text.trim().is_empty());
        if is_blank {
            continue;
        }
        let at = |part: &str| format!("{part}-{}", typed.goal);
        let Some(goal) =
            open.iter().map(|(goal, _)| *goal).find(|goal| goal.goal.id.to_string() == typed.goal)
        else {
            problems.push(wrong(
                &at("level"),
                "Målet er afsluttet eller taget ud i mellemtiden. Åbn opfølgningen igen.",
            ));
            continue;
        };
        let level = level(typed.level.trim()).unwrap_or_else(|sentence| {
            problems.push(said(at("level"), sentence));
            None
        });
        let result =
            fields::word(typed.result.trim(), FollowUpResult::from_word).unwrap_or_else(|sentence| {
                problems.push(said(at("result"), sentence));
                None
            });
        if let Some(date) = date {
            if date < goal.goal.from {
                let from = format::date(goal.goal.from);
                problems.push(wrong(
                    &at("level"),
                    format!("Målet begynder først den {from}, efter opfølgningen."),
                ));
            }
            if let Some(entry) = same_day(goal, date, source) {
                problems.push(wrong(&at("level"), words::already_there(entry)));
                let action = goal_form::correct(entry);
                corrections.push(FollowUpCorrection { goal: typed.goal.clone(), action });
            }
        }
        rows.push(Typed { goal, level, result, remark: fields::text(&typed.remark) });
    }
    let has = |field: &str, problems: &[FieldProblem]| problems.iter().any(|known| known.field == field);
    if !rows.is_empty() {
        match date {
            None if !has("date", &problems) => problems.push(wrong("date", "Skriv dagen for opfølgningen.")),
            Some(day) if day > today => {
                problems.push(wrong("date", "Opfølgningen kan ikke ligge efter i dag."))
            }
            _ => {}
        }
        if source.is_none() && !has("source", &problems) {
            problems.push(wrong("source", "Vælg, hvem der har vurderet målene."));
        }
    }
    let mut hours = Vec::new();
    // A month that the user left alone is nobody's to write: somebody else may have told it meanwhile.
    for typed in input.hours.iter().filter(|typed| typed.hours.trim() != typed.base.trim()) {
        match month_hours(file, facts, today, typed) {
            Ok(found) => hours.extend(found),
            Err(sentence) => problems.push(said(format!("hours-{}", typed.month), sentence)),
        }
    }
    Read { problems, corrections, date, source, rows, hours }
}

/// The hours of a month that the user changed, blank to take them out; none where the record says so already.
///
/// # Errors
/// What is wrong with them, or that somebody else told the month since the sheet was opened.
fn month_hours(
    file: &CaseFile<'_>,
    facts: &CaseFacts,
    today: NaiveDate,
    typed: &TypedHours,
) -> Result<Option<(NaiveDate, Option<Decimal>)>, Said> {
    let month = month_of(&typed.month)
        .filter(|month| *month <= today && !hours_by_month(file, &facts.priced, *month, *month).is_empty())
        .ok_or("Måneden ligger uden for opholdet.")?;
    let hours = hours_in_month(typed.hours.trim(), month)?;
    let now = of_month(file, month).map(|known| known.hours);
    if now == hours {
        return Ok(None);
    }
    if hours_in_month(typed.base.trim(), month)? == now {
        return Ok(Some((month, hours)));
    }
    let month = format::month(month);
    Err(now
        .map_or_else(
            || {
                format!(
                    "En anden har fjernet timerne for {month} i mellemtiden. Lad feltet stå tomt, \
                     eller åbn opfølgningen igen for at skrive dem."
                )
            },
            |now| {
                let now = format::number(now);
                format!(
                    "En anden har skrevet {now} timer for {month} i mellemtiden. Skriv {now} for at beholde dem, \
                     eller åbn opfølgningen igen for at rette dem."
                )
            },
        )
        .into())
}

/// The follow-ups and hours that the sheet would add, as records.
fn records(file: &CaseFile<'_>, read: &Read<'_, '_>) -> (Vec<FollowUp>, Vec<EntityChange>) {
    let entries = read.date.map_or_else(Vec::new, |date| {
        read.rows
            .iter()
            .map(|typed| FollowUp {
                id: FollowUpId(crate::UuidIdentities.next()),
                goal: typed.goal.goal.id,
                date,
                level: typed.level,
                source: read.source,
                result: typed.result,
                remark: typed.remark.clone(),
            })
            .collect()
    });
    let hours = read
        .hours
        .iter()
        .filter_map(|(month, hours)| change(file, of_month(file, *month), *month, *hours))
        .collect();
    (entries, hours)
}

/// What is wrong with what is typed, and what each goal would come to.
pub(crate) fn check(portfolio: &Portfolio, facts: &CaseFacts, input: &FollowUpInput) -> FollowUpCheck {
    let file = portfolio.file(facts);
    let read = read(portfolio, &file, facts, input);
    let (entries, hours) = records(&file, &read);
    let rows = |side: fn(&EntityChange) -> Option<&Entity>| -> Vec<DeliveredHours> {
        let row = |found: &Entity| match found {
            Entity::DeliveredHours(row) => Some(row.clone()),
            _ => None,
        };
        hours.iter().filter_map(|change| row(side(change)?)).collect()
    };
    let (former, told) = (rows(|change| change.before.as_ref()), rows(|change| change.after.as_ref()));
    // The case as it would be.
    let mut then = file.clone();
    for goal in &mut then.goals {
        goal.follow_ups.extend(entries.iter().filter(|entry| entry.goal == goal.goal.id));
    }
    then.delivered_hours.retain(|known| former.iter().all(|row| row.id != known.id));
    then.delivered_hours.extend(&told);
    let progress = then.goal_progress(&portfolio.register().settings, portfolio.today());
    let touched =
        || progress.iter().filter(|(goal, _)| entries.iter().any(|entry| entry.goal == goal.goal.id));
    let gone = read.hours.iter().filter(|(_, hours)| hours.is_none()).map(|(month, _)| Remark {
        tone: Tone::Warn,
        text: format!("Timerne for {} fjernes: de er så ikke oplyst.", format::month(*month)),
    });
    let mut remarks: Vec<Remark> = gone.collect();
    remarks.extend(touched().flat_map(|(goal, progress)| goal_remarks(portfolio, &then, goal, progress)));
    let months: Vec<MonthHours> = months_to_tell(portfolio, &file, facts)
        .iter()
        .flat_map(|row| hours_by_month(&then, &facts.priced, row.month, row.month))
        .collect();
    if let Some(found) = comparison::undelivered(&months, |row| rate_in(facts, row.month)) {
        let tone = if found.delivered < found.bought { Tone::Warn } else { Tone::Info };
        remarks.push(Remark { tone, text: words::undelivered(&found) });
    }
    FollowUpCheck {
        outcomes: touched()
            .map(|(goal, progress)| FollowUpOutcome {
                goal: goal.goal.id.to_string(),
                outcome: goals::outcome(progress),
            })
            .collect(),
        months: shown(&months, facts),
        remarks,
        problems: read.problems,
        corrections: read.corrections,
    }
}

/// That a goal ends, and what a trappetakst comes to when it is opnået.
fn goal_remarks(
    portfolio: &Portfolio,
    then: &CaseFile<'_>,
    goal: &GoalFile<'_>,
    progress: &GoalProgress<'_>,
) -> Vec<Remark> {
    let title = goals::title(goal);
    let mut found = Vec::new();
    if progress.has_ended {
        let text = format!("{title}: målet afsluttes og følges ikke op mere.");
        found.push(Remark { tone: Tone::Info, text });
    }
    if progress.outcome == Outcome::Reached {
        let settings = &portfolio.register().settings;
        for expected in then.expected_rates(settings, portfolio.today()) {
            let is_proposed = matches!(expected.trigger, StepTrigger::Goal(GoalTrigger::Confirmed(_)));
            if expected.step.when_goal == Some(goal.goal.id) {
                let sentence = step_rates::sentence(&expected);
                let how = if is_proposed { "trappetaksten foreslås" } else { "trappetaksten venter" };
                found.push(Remark {
                    tone: Tone::Good,
                    text: format!("{title} er opnået, og {how}. {sentence}"),
                });
            }
        }
    }
    found
}

/// Decides on saving the sheet.
pub(crate) fn decide(portfolio: &Portfolio, facts: &CaseFacts, input: &FollowUpInput) -> Decision {
    let file = portfolio.file(facts);
    let read = read(portfolio, &file, facts, input);
    if !read.problems.is_empty() {
        return Decision::Refuse(read.problems);
    }
    let (entries, hours) = records(&file, &read);
    if entries.is_empty() && hours.is_empty() {
        let sentence = "Der er intet at gemme. Udfyld mindst ét mål eller en måneds timer.";
        return Decision::Refuse(vec![wrong("date", sentence)]);
    }
    let gone = hours.iter().filter(|change| change.after.is_none()).count();
    let message = words::saved(entries.len(), hours.len() - gone, gone);
    let mut changes: Vec<EntityChange> = entries
        .into_iter()
        .map(|entry| EntityChange {
            before: None,
            after: Some(Entity::FollowUp(entry)),
            citizen: Some(file.placement.citizen),
            reason: None,
        })
        .collect();
    changes.extend(hours);
    Decision::Save(Decided { changes, message, case: None })
}

/// All that is typed, for the operation's id.
pub(crate) fn parts(input: &FollowUpInput) -> Vec<&str> {
    let mut parts = vec![input.case.as_str(), &input.date, &input.source];
    for goal in &input.goals {
        parts.extend([goal.goal.as_str(), &goal.level, &goal.result, &goal.remark]);
    }
    for month in &input.hours {
        parts.extend([month.month.as_str(), &month.hours, &month.base]);
    }
    parts
}

#[cfg(test)]
mod tests;
