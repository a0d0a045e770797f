//! The formulas of the municipality's figures: a year, the budget's rest, cases above the limit, and the
//! sum of a list.

use vilkaar_application::portfolio::{CaseFacts, Column, ListQuery, Portfolio};
use vilkaar_domain::{LegalBasis, Money, PlacementStatus};
use vilkaar_wording::format;

use super::{full_stop, line, sum};
use crate::types::{Explanation, ExplanationLine};

/// A case by number and offer.
fn name(portfolio: &Portfolio, facts: &CaseFacts) -> String {
    let offer = portfolio.offer_name(facts).unwrap_or("tilbud ikke oplyst");
    format!("{}, {offer}", portfolio.placement(facts).case)
}

/// A year's own gross cost, case by case with a subtotal for each paragraph; the subtotals alone for whoever may not
/// see cases.
pub(super) fn year(portfolio: &Portfolio, year: i32, sees_cases: bool) -> Explanation {
    let totals = portfolio.year_totals(year);
    let mut lines = Vec::new();
    for basis in LegalBasis::ALL {
        let mut subtotal = Money::ZERO;
        let mut cases = 0;
        for row in totals.rows.iter().filter(|row| row.is_own_cost) {
            let facts = portfolio.case(row.case.as_str());
            let Some(facts) = facts.filter(|facts| facts.priced.legal_basis == *basis) else { continue };
            let remark = if row.is_incomplete { "ufuldstændig: takst mangler" } else { "" };
            if sees_cases {
                lines.push(line(name(portfolio, facts), remark, format::kr_bare(row.gross)));
            }
            subtotal += row.gross;
            cases += 1;
        }
        if cases > 0 {
            let label = format!("{}, {}", basis.word(), format::counted(cases, "sag", "sager"));
            lines.push(sum(label, format::kr_bare(subtotal)));
        }
    }
    let mut notes = Vec::new();
    if totals.incomplete > 0 {
        let cases = format::counted(totals.incomplete, "sag", "sager");
        notes.push(format!("{cases} har dage uden takst; de dage er ikke regnet som 0 kr., men mangler."));
    }
    if totals.other_municipality != Money::ZERO {
        notes.push(full_stop(&format!(
            "Mellemkommunalt, som andre betaler, står uden for: {}",
            format::kr(totals.other_municipality)
        )));
    }
    if totals.planned != Money::ZERO {
        notes.push(full_stop(&format!(
            "Heraf planlagte placeringer, forventet: {}",
            format::kr(totals.planned)
        )));
    }
    match (totals.refund, totals.net) {
        (Some(refund), Some(net)) => {
            let estimate = if totals.refund_is_estimate { " (grænserne er et estimat)" } else { "" };
            notes.push(format!(
                "Netto: {} − egenbetaling {} − moms {} − refusion {}{estimate} = {}",
                format::kr_bare(totals.gross),
                format::kr_bare(totals.own_payment),
                format::kr_bare(totals.vat_refund),
                format::kr_bare(refund),
                format::kr(net)
            ));
        }
        _ => notes.push(format!("Netto kendes ikke: ingen satser for {year}.")),
    }
    Explanation {
        chance: None,
        title: format!("Udgift {year}, brutto"),
        introduction: "Egne placeringers udgift i kalenderåret efter de takster, der er aftalt, også for de dage af året, der ikke er gået.".to_owned(),
        lines,
        result: format::kr(totals.gross),
        notes,
    }
}

/// The budget less what is certain, paragraph by paragraph.
pub(super) fn budget(portfolio: &Portfolio, year: i32) -> Explanation {
    let forecast = portfolio.forecast(year);
    let mut lines: Vec<ExplanationLine> = Vec::new();
    for (code, totals) in &forecast.by_paragraph {
        let paragraph = paragraph(code);
        if let Some(budget) = totals.budget {
            lines.push(line(format!("Budget {paragraph}"), "", format::kr_bare(budget)));
        }
        if totals.certain != Money::ZERO {
            lines.push(line(
                format!("Sikker udgift {paragraph}"),
                "aftalte linjer, der gælder i dag, til det faktiske eller forventede ophør",
                minus(totals.certain),
            ));
        }
    }
    let mut notes = vec![
        "Linjens eget lovgrundlag bestemmer, hvilket budget den hører til.".to_owned(),
        full_stop(&format!(
            "Forventet udgift i {year}, med planlagte placeringer, trappetakst, P/L og kommende unge: {}",
            format::kr(forecast.total.expected)
        )),
    ];
    let result = match forecast.total.budget {
        Some(budget) => {
            notes.push(full_stop(&format!(
                "Budget i alt {}, sikker udgift i alt {}",
                format::kr(budget),
                format::kr(forecast.total.certain)
            )));
            format::kr(budget - forecast.total.certain).replace('-', "\u{2212}")
        }
        None => format!("intet budget for {year}"),
    };
    Explanation {
        chance: None,
        title: format!("Budget minus sikker udgift {year}"),
        introduction: "Budgettet for alle lovgrundlag minus den udgift, der er sikker: aftalt og i gang, kun egne placeringer.".to_owned(),
        lines,
        result,
        notes,
    }
}

fn minus(amount: Money) -> String {
    format::kr_bare(-amount).replace('-', "\u{2212}")
}

/// The paragraph of a forecast's code: 107 is `§ 107`.
fn paragraph(code: &str) -> String {
    if code.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("§ {code}");
    }
    match code {
        "lignende" => LegalBasis::HousingLike.word().to_owned(),
        "andet" => LegalBasis::Other.word().to_owned(),
        "ukendt" => "uden lovgrundlag".to_owned(),
        other => other.to_owned(),
    }
}

/// Annualised cost of cases, one line each, unknown ones told in words.
fn annualised_lines<'p>(
    portfolio: &'p Portfolio,
    cases: impl Iterator<Item = &'p CaseFacts>,
) -> (Vec<ExplanationLine>, Money, usize) {
    let mut lines = Vec::new();
    let (mut total, mut unknown) = (Money::ZERO, 0);
    for facts in cases {
        let day = format::date(facts.priced.judged_on(portfolio.today()));
        let remark = match facts.status {
            PlacementStatus::Planned => format!("planlagt, pr. {day}"),
            PlacementStatus::Ended => format!("ophørt, pr. {day}"),
            PlacementStatus::Active if !facts.priced.is_own_cost => "mellemkommunal".to_owned(),
            PlacementStatus::Active => String::new(),
        };
        match facts.annualised {
            Some(annualised) => {
                total += annualised;
                lines.push(line(name(portfolio, facts), remark, format::kr_bare(annualised)));
            }
            None => {
                unknown += 1;
                lines.push(line(name(portfolio, facts), "takst mangler", "ukendt"));
            }
        }
    }
    (lines, total, unknown)
}

/// The cases above the limit today or within twelve months; their number and sum alone for whoever may not see cases.
pub(super) fn above_limit(portfolio: &Portfolio, sees_cases: bool) -> Explanation {
    let mut cases: Vec<&CaseFacts> = portfolio.above_limit().collect();
    cases.sort_by_key(|facts| std::cmp::Reverse(facts.annualised));
    let count = cases.len();
    let (mut lines, total, unknown) = annualised_lines(portfolio, cases.iter().copied());
    for (shown, facts) in lines.iter_mut().zip(&cases) {
        if let Some(verdict) = facts.limit.as_ref().filter(|verdict| verdict.above_since.is_none()) {
            let from = verdict.above_from.map(format::date).unwrap_or_default();
            shown.formula = format!("over grænsen fra {from}: {}", format::kr(verdict.shown.annualised));
        }
    }
    if !sees_cases {
        lines.clear();
    }
    let mut notes = vec![
        "Alle borgerens sager tæller sammen, før refusion og egenbetaling; præcis grænsen er ikke over."
            .to_owned(),
    ];
    if unknown > 0 {
        let cases = format::counted(unknown, "sag", "sager");
        notes.push(format!("{cases} mangler takst i dag og er ikke med i summen."));
    }
    Explanation {
        chance: None,
        title: format!("Sager over {}", portfolio.limit_name()),
        introduction: format!(
            "Borgere, hvis helårsvirkning er strengt over {} på en dag fra i dag til samme dag om tolv måneder.",
            portfolio.limit_name()
        ),
        lines,
        result: format!("{}, {} pr. år", format::counted(count, "sag", "sager"), format::kr(total)),
        notes,
    }
}

/// The sum of a list: `list` is every open case, `list|text|filter|…` those that a search left.
pub(super) fn list(portfolio: &Portfolio, figure: &str) -> Explanation {
    let mut parts = figure.split('|').skip(1);
    let search = parts.next().unwrap_or_default().to_owned();
    let filters: Vec<String> = parts.map(str::to_owned).collect();
    let is_plain = search.trim().is_empty() && filters.is_empty();
    let found;
    let cases: Vec<&CaseFacts> = if is_plain && figure == "list" {
        portfolio.open_cases().collect()
    } else {
        found = portfolio.list().matches(&ListQuery {
            search,
            filters,
            sort: Column::Annualised,
            descending: true,
        });
        found
            .rows
            .iter()
            .filter_map(|at| usize::try_from(*at).ok().and_then(|at| portfolio.cases().get(at)))
            .collect()
    };
    let count = cases.len();
    let (lines, total, unknown) = annualised_lines(portfolio, cases.into_iter());
    let mut notes = Vec::new();
    if unknown > 0 {
        let cases = format::counted(unknown, "sag", "sager");
        notes.push(format!("{cases} mangler takst på dagen: summen er ufuldstændig, ikke mindre."));
    }
    Explanation {
        chance: None,
        title: format!("Kr. pr. år, {}", format::counted(count, "placering", "placeringer")),
        introduction: "Summen af helårsvirkningen for de viste placeringer: hver for sig på dagens linjer, en planlagt på sin første dag og en ophørt på sin sidste.".to_owned(),
        lines,
        result: format::kr(total),
        notes,
    }
}
