//! Lists of new rates: the preview of an indexation, and what providers have notified.
//!
//! Invariant: what a new rate does in a year is worked out by the line's own unit, before and after alike.

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::cost::increase::index_percent_exact;
use vilkaar_domain::cost::{PricedLine, day_offer_percent, increase_above_index};
use vilkaar_domain::{Money, Rate, RateLine, Unit};
use vilkaar_exchange::list::{Cell, Column, Sheet, Shown};

use super::lines::{kroner, number, yearly_formula};
use super::{Export, about, book, file_name};
use crate::screens::placement::standing::price_table;
use crate::screens::{indexation as preview, notified as screen};
use crate::types::{ApiError, IndexationRequest};

/// The columns that both lists begin with, and whether a sum stands under them.
const COLUMNS: [(&str, bool); 15] = [
    ("Sagsnr.", false),
    ("Borger", false),
    ("Tilbud", false),
    ("Ydelse", false),
    ("Enhed", false),
    ("Antal pr. uge", false),
    ("Afregningsdage", false),
    ("Åbne uger", false),
    ("Trin, procent", false),
    ("Nuværende takst", false),
    ("Ny takst", false),
    ("Stigning, procent", false),
    ("Kr. om året nu", true),
    ("Kr. om året efter", true),
    ("Mere om året", true),
];

fn columns(further: &[&str]) -> Vec<Column> {
    let shared = COLUMNS
        .into_iter()
        .map(|(heading, has_sum)| if has_sum { Column::summed(heading) } else { Column::new(heading) });
    shared.chain(further.iter().map(|heading| Column::new(*heading))).collect()
}

/// A line with the rate that it has and the one that it would have.
fn row(
    portfolio: &Portfolio,
    facts: &CaseFacts,
    line: &RateLine,
    new: Option<(Rate, Option<&str>)>,
) -> Vec<Cell> {
    let file = portfolio.file(facts);
    let steps = file.day_offer_steps(&portfolio.register().settings);
    let is_trip = matches!(line.unit, Unit::Attendance | Unit::Trip);
    let step = line.quantity.filter(|_| line.unit == Unit::DayOfferPlace);
    let yearly = |line: &RateLine| {
        PricedLine::new(line, file.placement.stay(), steps)
            .filter(PricedLine::is_known)
            .map_or(Money::ZERO, |priced| priced.annualised())
    };
    let worked_out = |rate: &str, line: &RateLine| match yearly_formula(line, [rate, "F", "G", "H", "I"]) {
        Some(formula) if yearly(line) != Money::ZERO => {
            Cell::Formula(formula, yearly(line).kroner(), Shown::Kroner)
        }
        _ => kroner(yearly(line)),
    };
    let mut cells = vec![
        Cell::Text(facts.priced.case.to_string()),
        Cell::text(portfolio.citizen_name(facts)),
        Cell::text(portfolio.offer_name(facts)),
        Cell::Text(line.service.word().to_owned()),
        Cell::Text(line.unit.word().to_owned()),
        number(line.quantity),
        number(line.settlement_days),
        number(is_trip.then(|| line.weeks())),
        number(step.and_then(|days| day_offer_percent(steps, days))),
        Cell::Figure(line.amount.kroner(), Shown::Rate),
    ];
    let Some((rate, formula)) = new else {
        // Left out: nothing comes after.
        cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
        return cells;
    };
    let after = RateLine { amount: rate, ..line.clone() };
    let (old, new) = (line.amount.kroner(), rate.kroner());
    cells.push(match formula {
        Some(formula) => Cell::Formula(formula.to_owned(), new, Shown::Rate),
        None => Cell::Figure(new, Shown::Rate),
    });
    cells.push(if old.is_zero() {
        Cell::Empty
    } else {
        let percent = (new - old) / old * rust_decimal::Decimal::ONE_HUNDRED;
        let away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
        let percent = percent.round_dp_with_strategy(2, away);
        Cell::Formula("=ROUND((K{r}-J{r})/J{r}*100,2)".to_owned(), percent, Shown::Number)
    });
    cells.push(worked_out("J", line));
    cells.push(worked_out("K", &after));
    let more = yearly(&after) - yearly(line);
    cells.push(Cell::Formula("=N{r}-M{r}".to_owned(), more.kroner(), Shown::Kroner));
    cells
}

fn case_of<'p>(portfolio: &'p Portfolio, line: &RateLine) -> Option<&'p CaseFacts> {
    portfolio.cases().iter().find(|facts| facts.priced.placement == line.placement)
}

fn once(mut cases: Vec<&CaseFacts>) -> Vec<&CaseFacts> {
    cases.sort_by_key(|facts| facts.priced.placement);
    cases.dedup_by_key(|facts| facts.priced.placement);
    cases
}

/// The preview of an indexation, row by row.
///
/// # Errors
/// As the preview's own.
pub(crate) fn indexation<'p>(
    portfolio: &'p Portfolio,
    request: &IndexationRequest,
) -> Result<Export<'p>, ApiError> {
    let (shown, percent) =
        (preview::indexation(portfolio, request)?, preview::percent(portfolio, request.year));
    let raised = preview::raised(portfolio, request)?;
    let mut cases = Vec::new();
    let mut rows = Vec::new();
    for told in shown.rows {
        let Some(line) = portfolio.register().rate_lines.iter().find(|line| line.id.to_string() == told.line)
        else {
            continue;
        };
        let Some(facts) = case_of(portfolio, line) else { continue };
        cases.push(facts);
        let new = raised.get(&line.id).copied();
        let mut cells =
            row(portfolio, facts, line, new.map(|rate| (rate, Some("=ROUND(J{r}*(100+P{r})/100,2)"))));
        cells.push(new.map_or(Cell::Empty, |_| number(percent)));
        cells.push(Cell::text(told.left_out));
        rows.push(cells);
    }
    let what = format!("Regulering fra 01-01-{}: {}", request.year, shown.sentence.trim_end_matches('.'));
    let list = Sheet {
        name: "Regulering".to_owned(),
        about: about(portfolio, &what, ""),
        columns: columns(&["P/L, procent", "Udeladt, fordi"]),
        rows,
        sum: "Sum".to_owned(),
    };
    let mut book = book(portfolio, &format!("Regulering {}", request.year), vec![list]);
    book.explanation.insert(1, "Ny takst er den nuværende × (100 + P/L) / 100, afrundet til øre. Linjer, der ikke reguleres, har en grund og ingen ny takst.".to_owned());
    book.explanation.extend(shown.above_limit);
    Ok(Export {
        book,
        file_name: file_name(portfolio, &format!("regulering-{}", request.year)),
        cases: once(cases),
    })
}

/// *Varslede takster*.
pub(crate) fn notified(portfolio: &Portfolio) -> Export<'_> {
    let shown = screen::notified_rates(portfolio);
    let table = price_table(portfolio);
    let register = portfolio.register();
    let mut cases = Vec::new();
    let mut rows = Vec::new();
    for told in shown.rows {
        let Some(rate) = register.notified_rates.iter().find(|rate| rate.id.to_string() == told.id) else {
            continue;
        };
        let Some(line) = screen::held_against(portfolio, rate) else { continue };
        let Some(facts) = case_of(portfolio, line) else { continue };
        cases.push(facts);
        let above = line
            .service
            .is_indexed()
            .then(|| increase_above_index((line.amount, line.from), (rate.new_rate, rate.from), &table).ok())
            .flatten();
        let index = above.and_then(|_| index_percent_exact(line.from, rate.from, &table).ok());
        let mut cells = row(portfolio, facts, line, Some((rate.new_rate, None)));
        cells.extend([
            Cell::Day(rate.from),
            number(index),
            above.map_or_else(
                || Cell::Text("ukendt".to_owned()),
                |above| {
                    let formula = "=ROUND(K{r}-J{r}*(100+Q{r})/100,2)".to_owned();
                    Cell::Formula(formula, above.difference.kroner(), Shown::Kroner)
                },
            ),
            Cell::Text(told.proposal.text),
            Cell::text(told.decision.map(|decision| decision.text)),
            Cell::text(told.remark),
        ]);
        rows.push(cells);
    }
    let list = Sheet {
        name: "Varslede takster".to_owned(),
        about: about(portfolio, "Varslede takster", &shown.sentence),
        columns: columns(&[
            "Fra",
            "P/L i samme år, procent",
            "Over P/L, kr.",
            "Forslag",
            "Afgørelse",
            "Bemærkning",
        ]),
        rows,
        sum: "Sum".to_owned(),
    };
    Export {
        book: book(portfolio, "Varslede takster", vec![list]),
        file_name: file_name(portfolio, "varslede-takster"),
        cases: once(cases),
    }
}
