//! *Overblik*: where do we stand?

use std::collections::BTreeMap;

use vilkaar_application::portfolio::{CaseFacts, Portfolio, YearTotals};
use vilkaar_documents::charts::{Bar, BarChart, Certainty, NamedLine, Size, bar_chart};
use vilkaar_domain::agenda::{AgendaItem, DueState};
use vilkaar_domain::missing::MissingKind;
use vilkaar_domain::{LegalBasis, Money, PlacementStatus};
use vilkaar_wording::{agenda, format, missing};

use super::placement::side::{section_of, tone_of, tone_of_missing};
use super::{limit_bar, name_or_unknown};
use crate::charts;
use crate::program::count;
use crate::types::*;

/// How many rows the short lists show.
const BRIEF: usize = 8;
/// The chart's picture, px.
const MONTHS: Size = Size::screen(656.0, 232.0);

/// The whole screen.
///
/// # Errors
/// Where the chart can't be set.
pub fn overview(portfolio: &Portfolio) -> Result<Overview, ApiError> {
    let year = portfolio.year();
    let totals = portfolio.year_totals(year);
    let mut dearest: Vec<&CaseFacts> = portfolio.above_limit().collect();
    dearest.sort_by_key(|facts| std::cmp::Reverse(facts.annualised));
    Ok(Overview {
        is_empty: portfolio.cases().is_empty(),
        context: format!("Hvor står vi? Egne placeringer, {year}"),
        figures: vec![
            placements_figure(portfolio),
            cost_figure(&totals),
            limit_figure(portfolio),
            budget_figure(portfolio, &totals),
        ],
        months: months_chart(portfolio, &totals)?,
        above_limit: brief(portfolio, &dearest),
        above_limit_context: match dearest.len() {
            0 => "ingen i dag og de næste tolv måneder".to_owned(),
            few @ ..=BRIEF => format!("alle {few}, dyreste først"),
            many => format!("de otte dyreste af {many}"),
        },
        next_above_limit: next_above(portfolio),
        by_paragraph: by_paragraph(portfolio, &totals),
        due: due(portfolio),
        missing: missing_kinds(portfolio),
        notes: notes(portfolio, &totals),
    })
}

/// The same for whoever may see the whole only: no row that is one case.
pub fn without_cases(overview: Overview) -> Overview {
    Overview {
        above_limit: Vec::new(),
        above_limit_context: String::new(),
        next_above_limit: None,
        due: DueSummary { rows: Vec::new(), ..overview.due },
        ..overview
    }
}

fn placements_figure(portfolio: &Portfolio) -> Figure {
    let active = || portfolio.cases().iter().filter(|facts| facts.status == PlacementStatus::Active);
    let planned = portfolio.cases().iter().filter(|f| f.status == PlacementStatus::Planned).count();
    let spread: Vec<String> = LegalBasis::ALL
        .iter()
        .map(|basis| (basis, active().filter(|f| portfolio.placement(f).legal_basis == *basis).count()))
        .filter(|(_, number)| *number > 0)
        .map(|(basis, number)| format!("{basis}: {number}"))
        .collect();
    Figure {
        label: "Placeringer".to_owned(),
        value: active().count().to_string(),
        unit: (planned > 0).then(|| format!("og {}", format::counted(planned, "planlagt", "planlagte"))),
        remark: (!spread.is_empty()).then(|| spread.join(" · ")),
        status: None,
        explain: None,
    }
}

fn cost_figure(totals: &YearTotals) -> Figure {
    let net = match totals.net {
        Some(net) if totals.refund_is_estimate => {
            format!("netto {} (estimat)", format::kr_whole(net))
        }
        Some(net) => format!("netto {}", format::kr_whole(net)),
        None => format!("netto ukendt: ingen satser for {}", totals.year),
    };
    Figure {
        label: format!("Udgift {}, brutto", totals.year),
        value: format::kr_whole_bare(totals.gross),
        unit: Some("kr.".to_owned()),
        remark: Some(net),
        status: (totals.incomplete > 0)
            .then(|| Status { tone: Tone::Warn, text: "Ufuldstændig".to_owned() }),
        explain: Some(format!("year:{}", totals.year)),
    }
}

fn limit_figure(portfolio: &Portfolio) -> Figure {
    let cases: Vec<&CaseFacts> = portfolio.above_limit().collect();
    let above: Money = cases.iter().filter_map(|facts| facts.annualised).sum();
    // What the municipality pays now: neither planned cases nor those that others pay.
    let all: Money = portfolio
        .cases()
        .iter()
        .filter(|facts| facts.status == PlacementStatus::Active && facts.priced.is_own_cost)
        .filter_map(|facts| facts.annualised)
        .sum();
    let share = (all > Money::ZERO).then(|| {
        let percent = above.kroner() * rust_decimal::Decimal::ONE_HUNDRED / all.kroner();
        format!("{} af helårsudgiften", format::percent(percent, 1))
    });
    Figure {
        label: format!("Sager over {}", portfolio.limit_name()),
        value: cases.len().to_string(),
        unit: Some(format!("{} pr. år", format::kr_whole(above))),
        remark: share,
        status: None,
        explain: Some("above_limit".to_owned()),
    }
}

fn budget_figure(portfolio: &Portfolio, totals: &YearTotals) -> Figure {
    let forecast = portfolio.forecast(totals.year);
    let label = "Budget minus sikker udgift".to_owned();
    let Some(budget) = forecast.total.budget else {
        return Figure {
            label,
            value: "intet budget".to_owned(),
            unit: None,
            remark: Some(format!("Budget for {} kan hentes ind med regnearket.", totals.year)),
            status: None,
            explain: None,
        };
    };
    let left = budget - forecast.total.certain;
    let (tone, word) =
        if left < Money::ZERO { (Tone::Bad, "Overskredet") } else { (Tone::Good, "Inden for budgettet") };
    Figure {
        label,
        value: format::kr_whole_bare(left).replace('-', "\u{2212}"),
        unit: Some("kr.".to_owned()),
        remark: Some(format!("budget {}", format::kr_whole(budget))),
        status: Some(Status { tone, text: word.to_owned() }),
        explain: Some(format!("budget:{}", totals.year)),
    }
}

/// Cost by month against a twelfth of the budget. The months after the day's own are agreed, not spent.
fn months_chart(portfolio: &Portfolio, totals: &YearTotals) -> Result<Chart, ApiError> {
    use chrono::Datelike;
    const SHORT: [&str; 12] =
        ["jan.", "feb.", "marts", "april", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."];
    let budget = portfolio.budget(totals.year);
    let this_month = portfolio.today().month0() as usize;
    let bars = totals
        .months
        .iter()
        .zip(SHORT)
        .enumerate()
        .map(|(at, (cost, label))| Bar {
            label: label.to_owned(),
            value: Some(*cost),
            certainty: if at < this_month { Certainty::Spent } else { Certainty::Agreed },
        })
        .collect();
    let chart = BarChart {
        title: "Udgift pr. måned".to_owned(),
        subtitle: match budget {
            Some(_) => "brutto; mørkt er over budgettet".to_owned(),
            None => "brutto".to_owned(),
        },
        category: "Måned".to_owned(),
        measure: "Udgift, brutto".to_owned(),
        bars,
        line: budget.map(|budget| NamedLine {
            name: "Budget".to_owned(),
            value: Money::round(budget.kroner() / rust_decimal::Decimal::from(12)),
        }),
    };
    let mut drawn = charts::chart(bar_chart(&chart, MONTHS))?;
    add_budget(&mut drawn.table, totals, budget);
    Ok(drawn)
}

/// The table says what the picture does, in figures: the months' budget beside their cost, and the year.
fn add_budget(table: &mut DataTable, totals: &YearTotals, budget: Option<Money>) {
    let monthly = budget.map(|budget| Money::round(budget.kroner() / rust_decimal::Decimal::from(12)));
    let shown = |amount: Option<Money>| amount.map(format::kr_bare);
    let year: Money = totals.months.iter().sum();
    let mut foot = vec!["I alt".to_owned(), format::kr_bare(year)];
    if let Some(monthly) = shown(monthly) {
        table.columns.insert(2, DataColumn { heading: "Budget".to_owned(), is_numeric: true });
        for row in &mut table.rows {
            row.insert(2, monthly.clone());
        }
        foot.extend(shown(budget));
    }
    foot.resize(table.columns.len(), String::new());
    table.foot = Some(foot);
}

fn brief(portfolio: &Portfolio, dearest: &[&CaseFacts]) -> Vec<AboveLimitBrief> {
    let limit = portfolio.limit().unwrap_or_default();
    let longest = dearest.iter().filter_map(|facts| facts.annualised).max().unwrap_or(limit);
    dearest
        .iter()
        .take(BRIEF)
        .map(|facts| AboveLimitBrief {
            case: portfolio.placement(facts).case.to_string(),
            citizen: name_or_unknown(portfolio.citizen_name(facts)),
            offer: portfolio.offer_name(facts).unwrap_or_default().to_owned(),
            annualised: facts.annualised.map_or_else(|| "takst mangler".to_owned(), format::kr_whole_bare),
            bar: limit_bar(facts.annualised.unwrap_or_default(), limit, longest),
        })
        .collect()
}

/// The next case to cross the limit, with what it becomes and why.
fn next_above(portfolio: &Portfolio) -> Option<String> {
    let today = portfolio.today();
    let (facts, from, verdict) = portfolio
        .above_limit()
        .filter_map(|facts| {
            let verdict = facts.limit.as_ref()?;
            let from = verdict.above_from.filter(|from| *from > today)?;
            Some((facts, from, verdict))
        })
        .min_by_key(|(_, from, _)| *from)?;
    let cause = portfolio
        .file(facts)
        .rate_lines
        .iter()
        .filter(|line| line.from == from && !line.annulled)
        .find_map(|line| line.cause.as_ref().map(|cause| format!(" ({})", lower_first(cause.word()))))
        .unwrap_or_default();
    Some(format!(
        "{}, {}: {} fra {}{cause}",
        name_or_unknown(portfolio.citizen_name(facts)),
        portfolio.placement(facts).case,
        format::kr_whole(verdict.shown.annualised),
        format::date(from),
    ))
}

/// A word inside a sentence; abbreviations like P/L keep their capitals.
fn lower_first(word: &str) -> String {
    let mut letters = word.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

/// Number and yearly cost by paragraph of the stay; mellemkommunal stands apart.
fn by_paragraph(portfolio: &Portfolio, totals: &YearTotals) -> DataTable {
    let mut sums: BTreeMap<LegalBasis, (usize, Money, Money)> = BTreeMap::new();
    let year_cost: std::collections::HashMap<_, _> =
        totals.rows.iter().map(|row| (row.placement, row.gross)).collect();
    for facts in portfolio.cases().iter().filter(|facts| facts.priced.is_own_cost) {
        let basis = portfolio.placement(facts).legal_basis;
        let sum = sums.entry(basis).or_default();
        if facts.status == PlacementStatus::Active {
            sum.0 += 1;
            sum.1 += facts.annualised.unwrap_or_default();
        }
        sum.2 += year_cost.get(&facts.priced.placement).copied().unwrap_or_default();
    }
    let cells = |name: String, (number, annualised, cost): (usize, Money, Money)| {
        vec![name, number.to_string(), format::kr_whole_bare(annualised), format::kr_whole_bare(cost)]
    };
    let all = sums
        .values()
        .fold((0, Money::ZERO, Money::ZERO), |all, sum| (all.0 + sum.0, all.1 + sum.1, all.2 + sum.2));
    // Those that another municipality pays for count among the placements, but cost nothing here.
    let others = portfolio
        .cases()
        .iter()
        .filter(|facts| facts.status == PlacementStatus::Active && !facts.priced.is_own_cost)
        .count();
    let heading = |heading: &str, is_numeric| DataColumn { heading: heading.to_owned(), is_numeric };
    DataTable {
        caption: match others {
            0 => "Antal og udgift efter lovgrundlag".to_owned(),
            _ => format!(
                "Antal og udgift efter lovgrundlag; {} er ikke med",
                format::counted(others, "mellemkommunal placering", "mellemkommunale placeringer")
            ),
        },
        columns: vec![
            heading("Lovgrundlag", false),
            heading("Aktive", true),
            heading("Kr. pr. år", true),
            heading(&format!("Udgift {}, kr.", totals.year), true),
        ],
        rows: sums.into_iter().map(|(basis, sum)| cells(basis.word().to_owned(), sum)).collect(),
        foot: Some(cells("I alt".to_owned(), all)),
    }
}

fn due(portfolio: &Portfolio) -> DueSummary {
    let mut items: Vec<(&CaseFacts, &AgendaItem)> = portfolio
        .cases()
        .iter()
        .flat_map(|facts| facts.agenda.iter().map(move |item| (facts, item)))
        .collect();
    let number = |state| count(items.iter().filter(|(_, item)| item.state == state).count());
    let (overdue, due30, due90) =
        (number(DueState::Overdue), number(DueState::Due30), number(DueState::Due90));
    items.retain(|(_, item)| item.state != DueState::Later);
    items.sort_by_key(|(facts, item)| (item.state, std::cmp::Reverse(facts.at_stake()), item.due));
    // The most valuable of each: three that are late, then what comes, so that both are seen.
    let late = items.iter().filter(|(_, item)| item.state == DueState::Overdue).take(3);
    let coming = items.iter().filter(|(_, item)| item.state != DueState::Overdue);
    let rows = late
        .chain(coming)
        .take(5)
        .map(|(facts, item)| DueRow {
            case: item.case.to_string(),
            citizen: name_or_unknown(portfolio.citizen_name(facts)),
            what: agenda::what(&item.subject).to_owned(),
            date: format::date(item.due),
            status: Status { tone: tone_of(item.state), text: agenda::days(item.days) },
            at_stake: facts.at_stake().map(format::kr_whole_bare),
            section: section_of(&item.subject),
        })
        .collect();
    DueSummary { overdue, due30, due90, rows }
}

fn missing_kinds(portfolio: &Portfolio) -> Vec<super::super::types::MissingKind> {
    MissingKind::WORST_FIRST
        .into_iter()
        .map(|kind| {
            let number = portfolio
                .cases()
                .iter()
                .filter(|facts| facts.missing.iter().any(|item| item.what.kind() == kind))
                .count();
            (kind, number)
        })
        .filter(|(_, number)| *number > 0)
        .map(|(kind, number)| super::super::types::MissingKind {
            kind: kind.code().to_owned(),
            text: missing::kind(kind).to_owned(),
            tone: tone_of_missing(kind),
            count: count(number),
        })
        .collect()
}

fn notes(portfolio: &Portfolio, totals: &YearTotals) -> Vec<String> {
    let mut notes = Vec::new();
    if totals.incomplete > 0 {
        let cases = format::counted(totals.incomplete, "sag", "sager");
        notes.push(format!(
            "{cases} har dage uden takst i {}; de dage er ikke med i udgiften, som derfor er ufuldstændig.",
            totals.year
        ));
    }
    if totals.other_municipality != Money::ZERO {
        notes.push(format!(
            "Mellemkommunal udgift på {} står for sig og er ikke med.",
            format::kr_whole(totals.other_municipality)
        ));
    }
    if totals.refund.is_none() && !portfolio.cases().is_empty() {
        notes.push(format!("Netto kan ikke regnes ud: ingen refusionsgrænser for {}.", totals.year));
    }
    notes
}
