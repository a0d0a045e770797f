//! What a plan is shown as: figures, sheets with their columns, problems at their cells, changes.

use chrono::NaiveDate;
use vilkaar_exchange::{ImportPlan, Kind, ParsedFile, PlanRow, Problem, RowStatus};
use vilkaar_wording::format;
use vilkaar_wording::import::Severity as Grave;

use crate::program::count;
use crate::types::*;

/// Key of the column of CPR numbers, which don't travel to the window unasked (domain §6).
const CPR: &str = "cpr";
const MOST_PROBLEMS: usize = 2_000;
const MOST_CHANGES: usize = 500;
/// Kinds of rows named in a figure's remark; the rest are counted together.
const NAMED_KINDS: usize = 3;

/// The whole preview.
pub(super) fn preview(file: &ParsedFile, plan: &ImportPlan, today: NaiveDate) -> ImportPreview {
    let counts = counts(plan);
    let rows = plan.rows.len();
    ImportPreview {
        file_name: file.name().to_owned(),
        context: format!(
            "{}, {} · intet er gemt endnu",
            format::counted(plan.sheets.len(), "ark", "ark"),
            format::counted(rows, "række", "rækker")
        ),
        figures: vec![
            figure("Nye", counts.created, kinds(plan, RowStatus::New)),
            figure("Ændrede", counts.changed, kinds(plan, RowStatus::Changed)),
            figure("Uændrede", counts.unchanged, None),
            problem_figure(&counts),
        ],
        sheets: plan.sheets.iter().map(|sheet| import_sheet(file, sheet)).collect(),
        problems: plan.problems.iter().take(MOST_PROBLEMS).map(problem).collect(),
        problems_not_shown: count(plan.problems.len().saturating_sub(MOST_PROBLEMS)),
        changes: changes(plan),
        asks_for_day: plan.asks_for_day.then(|| DayQuestion {
            message: "Arket siger ikke, hvilken dag det gælder pr. Nye takster begynder den dag.".to_owned(),
            proposed: today.to_string(),
        }),
        can_commit: plan.can_commit(),
        counts,
    }
}

/// Counts of data rows, for the window.
pub(super) fn counts(plan: &ImportPlan) -> ImportCounts {
    let errors = count(plan.errors());
    ImportCounts {
        created: plan.created,
        changed: plan.changed,
        unchanged: plan.unchanged,
        refused: plan.refused - plan.skipped,
        left_out: plan.left_out + plan.skipped,
        errors,
        warnings: count(plan.problems.len()).saturating_sub(errors),
    }
}

fn figure(label: &str, rows: u32, remark: Option<String>) -> Figure {
    Figure {
        label: label.to_owned(),
        value: format::decimal(rows.into(), 0),
        unit: Some(if rows == 1 { "række" } else { "rækker" }.to_owned()),
        remark,
        status: None,
        explain: None,
    }
}

fn problem_figure(counts: &ImportCounts) -> Figure {
    let (tone, word) = match (counts.refused, counts.warnings) {
        (0, 0) => (Tone::Good, "Filen kan gemmes"),
        (0, _) => (Tone::Warn, "Kan gemmes, læs advarslerne"),
        _ => (Tone::Bad, "Skal rettes eller udelades"),
    };
    Figure {
        label: "Problemer".to_owned(),
        value: format::decimal(counts.errors.into(), 0),
        unit: Some("fejl".to_owned()),
        remark: (counts.warnings > 0)
            .then(|| format::counted(counts.warnings as usize, "advarsel", "advarsler")),
        status: Some(Status { tone, text: word.to_owned() }),
        explain: None,
    }
}

/// Which kinds of rows: "369 takster, 355 opfølgninger, 162 timetal og 325 andre", the largest first.
fn kinds(plan: &ImportPlan, status: RowStatus) -> Option<String> {
    let mut numbers: Vec<(Kind, usize)> = Vec::new();
    for row in plan.rows.iter().filter(|row| row.status == status) {
        match numbers.iter_mut().find(|(kind, _)| *kind == row.kind) {
            Some((_, number)) => *number += 1,
            None => numbers.push((row.kind, 1)),
        }
    }
    numbers.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let mut named: Vec<String> =
        numbers.iter().take(NAMED_KINDS).map(|(kind, number)| rows_of(*kind, *number)).collect();
    let others: usize = numbers.iter().skip(NAMED_KINDS).map(|(_, number)| number).sum();
    let last = if others > 0 {
        format!("{} {}", format::decimal(others.into(), 0), if others == 1 { "anden" } else { "andre" })
    } else {
        named.pop()?
    };
    Some(if named.is_empty() { last } else { format!("{} og {last}", named.join(", ")) })
}

/// Rows of a kind by number: `1 takst`, `1.211 timetal`.
fn rows_of(kind: Kind, number: usize) -> String {
    let (one, many) = match kind {
        Kind::Providers => ("leverandør", "leverandører"),
        Kind::Offers => ("tilbud", "tilbud"),
        Kind::Placements | Kind::List => ("placering", "placeringer"),
        Kind::Rates => ("takst", "takster"),
        Kind::Contracts => ("kontrakt", "kontrakter"),
        Kind::Goals => ("mål", "mål"),
        Kind::FollowUps => ("opfølgning", "opfølgninger"),
        Kind::Hours => ("timetal", "timetal"),
        Kind::Steps => ("trappetakst", "trappetakster"),
        Kind::Searched => ("afsøgt tilbud", "afsøgte tilbud"),
        Kind::OwnOffers => ("eget tilbud", "egne tilbud"),
        Kind::Youths => ("kommende ung", "kommende unge"),
        Kind::Budgets => ("budgetbeløb", "budgetbeløb"),
        Kind::PriceIndexes => ("P/L-procent", "P/L-procenter"),
        Kind::Refunds => ("års refusionsgrænser", "års refusionsgrænser"),
    };
    format!("{} {}", format::decimal(number.into(), 0), if number == 1 { one } else { many })
}

fn import_sheet(file: &ParsedFile, sheet: &vilkaar_exchange::PlanSheet) -> ImportSheet {
    let columns = sheet.kind.columns();
    ImportSheet {
        name: sheet.name.to_string(),
        label: if sheet.name.is_empty() { file.name().to_owned() } else { sheet.name.to_string() },
        rows: sheet.rows,
        columns: sheet
            .columns
            .iter()
            .map(|column| {
                let is_cpr =
                    column.target.and_then(|at| columns.get(at)).is_some_and(|known| known.key == CPR);
                let mut samples = samples(file, sheet, column.at);
                if is_cpr {
                    samples = samples.iter().map(|text| masked(text)).collect();
                }
                ImportColumn {
                    heading: column.heading.clone(),
                    target: column.target.and_then(|at| columns.get(at)).map(|known| known.key.to_owned()),
                    is_numeric: !samples.is_empty()
                        && samples
                            .iter()
                            .all(|text| text.starts_with(|c: char| c.is_ascii_digit() || c == '-')),
                    samples,
                }
            })
            .collect(),
        targets: columns
            .iter()
            .map(|known| ColumnTarget {
                key: known.key.to_owned(),
                label: known.label.to_owned(),
                is_required: known.required,
            })
            .collect(),
    }
}

/// A CPR number as it is shown by default; what isn't one stands as it is.
fn masked(text: &str) -> String {
    vilkaar_domain::Cpr::parse(text).map_or_else(|| text.to_owned(), |cpr| cpr.masked())
}

/// The first values of a column below its heading.
fn samples(file: &ParsedFile, sheet: &vilkaar_exchange::PlanSheet, column: u32) -> Vec<String> {
    file.sheet(&sheet.name).map_or_else(Vec::new, |stored| {
        stored
            .rows()
            .filter(|row| row.number() > sheet.heading_row)
            .take(200)
            .map(|row| row.cell(column).shown())
            .filter(|text| !text.is_empty())
            .take(3)
            .collect()
    })
}

fn problem(problem: &Problem) -> ImportProblem {
    ImportProblem {
        sheet: problem.sheet.to_string(),
        row: problem.row,
        column: problem.column.clone(),
        code: problem.code().to_owned(),
        severity: match problem.severity() {
            Grave::Error => Severity::Error,
            Grave::Warning => Severity::Warning,
        },
        short: problem.short(),
        message: problem.message(),
        advice: problem.advice(),
        value: problem.value.clone(),
        suggestions: problem
            .choices
            .iter()
            .map(|choice| Suggestion { label: choice.label.clone(), value: choice.value.clone() })
            .collect(),
        can_correct: problem.can_correct(),
    }
}

/// Before and after of changed rows.
fn changes(plan: &ImportPlan) -> DataTable {
    let heading = |heading: &str, is_numeric| DataColumn { heading: heading.to_owned(), is_numeric };
    let cells = |row: &PlanRow| {
        row.changes
            .iter()
            .map(|change| {
                vec![
                    row.case.clone(),
                    row.kind.name().to_owned(),
                    row.row.to_string(),
                    change.field.to_owned(),
                    shown(&change.before),
                    shown(&change.after),
                ]
            })
            .collect::<Vec<_>>()
    };
    DataTable {
        caption: "Det, der ændres".to_owned(),
        columns: vec![
            heading("Sag", false),
            heading("Ark", false),
            heading("Række", true),
            heading("Felt", false),
            heading("Før", false),
            heading("Efter", false),
        ],
        rows: plan
            .rows
            .iter()
            .filter(|row| row.status == RowStatus::Changed)
            .flat_map(cells)
            .take(MOST_CHANGES)
            .collect(),
        foot: None,
    }
}

fn shown(value: &str) -> String {
    if value.is_empty() { "ikke oplyst".to_owned() } else { value.to_owned() }
}

/// Rows around a problem, corrected cells shown corrected.
pub(super) fn rows(file: &ParsedFile, request: &ImportRowsRequest) -> ImportRows {
    let Some(sheet) = file.sheet(&request.sheet) else {
        return ImportRows { headings: Vec::new(), rows: Vec::new() };
    };
    let mapping = request
        .import
        .mappings
        .iter()
        .filter(|mapping| mapping.sheet == request.sheet)
        .map(|mapping| (mapping.heading.clone(), mapping.target.clone()))
        .collect();
    let Some(table) = vilkaar_exchange::headings::recognise(sheet, Some(&mapping)) else {
        return ImportRows { headings: Vec::new(), rows: Vec::new() };
    };
    let below: Vec<_> = sheet.rows().filter(|row| row.number() > table.heading_row).collect();
    let middle = below.iter().position(|row| row.number() >= request.row).unwrap_or(below.len());
    let around = request.around as usize;
    let shown = below.iter().skip(middle.saturating_sub(around)).take(2 * around + 1);
    ImportRows {
        headings: table.columns.iter().map(|column| column.heading.clone()).collect(),
        rows: shown
            .map(|row| ImportRow {
                row: row.number(),
                cells: table
                    .columns
                    .iter()
                    .map(|column| {
                        let corrected = request.import.corrections.iter().find(|correction| {
                            correction.sheet == request.sheet
                                && correction.row == row.number()
                                && correction.column == column.heading
                        });
                        let shown = corrected
                            .map_or_else(|| row.cell(column.at).shown(), |found| found.value.clone());
                        let is_cpr = column
                            .target
                            .and_then(|at| table.kind.columns().get(at))
                            .is_some_and(|known| known.key == CPR);
                        // The cell that is being corrected must be seen as it is.
                        if is_cpr && row.number() != request.row { masked(&shown) } else { shown }
                    })
                    .collect(),
                is_left_out: request
                    .import
                    .left_out
                    .iter()
                    .any(|left| left.sheet == request.sheet && left.row == row.number()),
            })
            .collect(),
    }
}
