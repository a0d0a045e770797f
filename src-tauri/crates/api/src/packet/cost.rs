//! Cost by year from gross to net, and this year by month.

use chrono::NaiveDate;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_documents::charts::{Bar, BarChart, Certainty};
use vilkaar_documents::packet::{CostSection, CostYear};
use vilkaar_domain::calendar::{Period, month_end};
use vilkaar_domain::cost::CostYear as Row;
use vilkaar_domain::{CaseFile, FigureStatus};
use vilkaar_wording::format;

use crate::screens::placement::economy::{
    cost_year, estimate_note, expected_because, expected_of_year, notes,
};

/// Last year, this year and next.
pub(super) fn section(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> CostSection {
    let year = portfolio.year();
    let rows: Vec<Row> =
        (year - 1..=year + 1).filter_map(|year| cost_year(portfolio, file, facts, year)).collect();
    CostSection {
        chart: rows.iter().find(|row| row.year == year).map(|row| chart(portfolio, row)),
        remarks: remarks(portfolio, file, facts, &rows),
        years: rows
            .into_iter()
            .map(|row| CostYear {
                year: row.year,
                gross: row.gross,
                ahead: row.year >= year,
                incomplete: row.is_incomplete,
                own_payment: row.own_payment,
                vat_refund: row.vat_refund,
                refund: row.refund,
                net: row.net,
            })
            .collect(),
    }
}

/// The months of a year: the past ones spent, the others agreed, one that is all gap unknown.
fn chart(portfolio: &Portfolio, row: &Row) -> BarChart {
    let today = portfolio.today();
    let bars = (1..)
        .zip(row.months)
        .filter_map(|(month, amount)| {
            let first = NaiveDate::from_ymd_opt(row.year, month, 1)?;
            let days = Period::new(first, Some(month_end(first)))?;
            let is_all_gap = row.gaps.iter().any(|gap| gap.intersection(&days) == Some(days));
            Some(Bar {
                label: short_month(month).to_owned(),
                value: (!is_all_gap).then_some(amount),
                certainty: if month_end(first) < today { Certainty::Spent } else { Certainty::Agreed },
            })
        })
        .collect();
    BarChart {
        title: format!("Udgift pr. måned {}", row.year),
        subtitle: "brutto".to_owned(),
        category: "Måned".to_owned(),
        measure: "Udgift, kr.".to_owned(),
        bars,
        line: None,
    }
}

fn short_month(month: u32) -> &'static str {
    const SHORT: [&str; 12] =
        ["jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."];
    usize::try_from(month).ok().and_then(|at| SHORT.get(at.checked_sub(1)?)).copied().unwrap_or_default()
}

fn remarks(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts, rows: &[Row]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for row in rows.iter().filter(|row| row.is_own_cost) {
        let year = row.year;
        match portfolio.refund_limits(year) {
            None => found.push(format!("Ingen satser for {year}: refusion og netto er ukendt.")),
            Some(limits) if limits.status != Some(FigureStatus::Confirmed) => {
                found.push(format!("Refusionsgrænserne for {year} er et estimat."));
            }
            Some(_) => {}
        }
    }
    if facts.priced.has_vat_share && facts.priced.is_own_cost {
        let settings = &portfolio.register().settings;
        let share = vilkaar_domain::cost::vat_percent(true, portfolio.today(), settings);
        found.push(format!(
            "Leverandøren er privat uden driftsoverenskomst: {} af taksten er købsmoms, som kommunen får tilbage.",
            format::percent(share, 1)
        ));
    }
    for row in rows {
        if let Some(expected) =
            expected_of_year(portfolio, file, row.year).filter(|expected| *expected != row.gross)
        {
            found.push(format!(
                "Forventet i {}: {} (aftalt {}){}.",
                row.year,
                format::kr_whole(expected),
                format::kr_whole(row.gross),
                expected_because(portfolio, file, row.year)
            ));
        }
    }
    // The limits are said to be estimates above.
    let said = estimate_note(portfolio.year());
    found
        .extend(notes(portfolio, file, facts).into_iter().map(|note| note.text).filter(|text| *text != said));
    found
}
