//! The sheet of rate lines: each with its annualised cost and its cost by year as formulas.
//!
//! Invariant: a case's figures are sums over this sheet, with the same lines as the program adds up.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::cost::{ExplainedLine, Formula, PricedLine, Purse, day_offer_percent, explain_year};
use vilkaar_domain::{Money, PlacementId, RateLine, RateLineId, Unit};
use vilkaar_exchange::list::{Cell, Column, FIRST, Sheet, Shown, letter};

use super::RATE_MISSING;

/// The sheet's name.
pub(super) const LINES: &str = "Takstlinjer";

/// The columns before those of the years.
const COLUMNS: [&str; 16] = [
    "Sagsnr.",
    "Ydelse",
    "Lovgrundlag",
    "Beløb",
    "Enhed",
    "Antal pr. uge",
    "Afregningsdage",
    "Åbne uger",
    "Trin, procent",
    "Fra",
    "Til",
    "Årsag",
    "Betales af kommunen",
    "I kraft",
    "Støtte",
    "Kr. om året",
];
/// The column of *Kr. om året*.
const ANNUALISED: usize = 15;

/// An amount of money in a cell.
pub(super) fn kroner(amount: Money) -> Cell {
    Cell::Figure(amount.kroner(), Shown::Kroner)
}

/// The lines of the cases of a list.
pub(super) struct Lines {
    rows: Vec<Vec<Cell>>,
    years: Vec<i32>,
    keys: HashMap<PlacementId, usize>,
}

/// The heading of the column that says which case a row is of.
pub(super) const KEY: &str = "Nøgle til sagen";

impl Lines {
    pub(super) fn of(portfolio: &Portfolio, cases: &[&CaseFacts], years: &[i32]) -> Self {
        let keys: HashMap<PlacementId, usize> =
            (1..).zip(cases).map(|(key, facts)| (facts.priced.placement, key)).collect();
        let mut lines = Self { rows: Vec::new(), years: years.to_vec(), keys };
        for facts in cases {
            let key = lines.key(facts);
            lines.rows.extend(of_case(portfolio, facts, years).into_iter().map(|mut row| {
                row.push(key.clone());
                row
            }));
        }
        lines
    }

    /// The number of a case, by which its lines are found.
    pub(super) fn key(&self, facts: &CaseFacts) -> Cell {
        number(self.keys.get(&facts.priced.placement).copied())
    }

    fn range(&self, column: usize) -> String {
        let (column, last) = (letter(column), usize::try_from(FIRST).unwrap_or_default() + self.rows.len());
        // One row more than there are, so that an empty sheet has a range too.
        format!("{LINES}!${column}${FIRST}:${column}${last}")
    }

    /// The sum of a column over a case's lines, under conditions of other columns.
    fn sum(&self, column: usize, case: &str, conditions: &[usize]) -> String {
        let conditions: String =
            conditions.iter().map(|column| format!(",{},\"ja\"", self.range(*column))).collect();
        let key = self.range(COLUMNS.len() + 2 * self.years.len());
        format!("SUMIFS({},{key},{case}{conditions})", self.range(column))
    }

    /// *Kr. om året* of the case whose key stands in a cell.
    pub(super) fn annualised(&self, case: &str) -> String {
        self.sum(ANNUALISED, case, &[12, 13])
    }

    /// The support's part of it.
    pub(super) fn support(&self, case: &str) -> String {
        self.sum(ANNUALISED, case, &[12, 13, 14])
    }

    /// The case's cost of one of the years.
    pub(super) fn year(&self, case: &str, year: usize) -> String {
        self.sum(ANNUALISED + 2 + 2 * year, case, &[12])
    }

    pub(super) fn sheet(self, about: String) -> Sheet {
        let mut columns: Vec<Column> = COLUMNS.into_iter().map(Column::new).collect();
        for year in &self.years {
            columns.push(Column::new(format!("Dage i {year}")));
            columns.push(Column::new(format!("Udgift {year}")));
        }
        columns.push(Column::key(KEY));
        Sheet { name: LINES.to_owned(), about, columns, rows: self.rows, sum: "Sum".to_owned() }
    }
}

fn of_case(portfolio: &Portfolio, facts: &CaseFacts, years: &[i32]) -> Vec<Vec<Cell>> {
    let file = portfolio.file(facts);
    let settings = &portfolio.register().settings;
    let day = facts.priced.judged_on(portfolio.today());
    let priced: HashMap<RateLineId, &PricedLine> =
        facts.priced.lines().iter().map(|line| (line.id(), line)).collect();
    let explained: Vec<HashMap<RateLineId, ExplainedLine>> = years
        .iter()
        .map(|year| explain_year(&file, *year, settings).into_iter().map(|line| (line.line, line)).collect())
        .collect();
    let steps = file.day_offer_steps(settings);
    file.rate_lines
        .iter()
        .filter(|line| !line.annulled)
        .map(|line| {
            let known = priced.get(&line.id).copied();
            let step = line.quantity.filter(|_| line.unit == Unit::DayOfferPlace);
            let step = step.and_then(|days| day_offer_percent(steps, days));
            let mut row = head(portfolio, facts, line, known, step, day);
            for of_year in &explained {
                row.extend(year_cells(of_year.get(&line.id)));
            }
            row
        })
        .collect()
}

fn yes_no(value: bool) -> Cell {
    Cell::Text(if value { "ja" } else { "nej" }.to_owned())
}

pub(super) fn number(value: Option<impl Into<Decimal>>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Figure(value.into(), Shown::Number))
}

fn head(
    portfolio: &Portfolio,
    facts: &CaseFacts,
    line: &RateLine,
    known: Option<&PricedLine>,
    step: Option<u8>,
    day: NaiveDate,
) -> Vec<Cell> {
    let is_trip = matches!(line.unit, Unit::Attendance | Unit::Trip);
    vec![
        Cell::Text(portfolio.placement(facts).case.to_string()),
        Cell::Text(line.service.word().to_owned()),
        Cell::Text(line.paragraph.clone()),
        Cell::Figure(line.amount.kroner(), Shown::Rate),
        Cell::Text(line.unit.word().to_owned()),
        number(line.quantity),
        number(line.settlement_days),
        number(is_trip.then(|| line.weeks())),
        number(step),
        Cell::Day(line.from),
        Cell::day(line.to),
        Cell::text(line.cause.as_ref().map(|cause| cause.word().to_owned())),
        yes_no(known.is_some_and(|line| line.purse() == Purse::Gross)),
        yes_no(known.is_some_and(|line| line.counts_on(day))),
        yes_no(known.is_some_and(PricedLine::is_support)),
        annualised(line, known),
    ]
}

/// The annualised cost of a line by its unit (domain §2.2).
fn annualised(line: &RateLine, known: Option<&PricedLine>) -> Cell {
    let Some(priced) = known else { return Cell::Text("uden for opholdet".to_owned()) };
    if priced.is_one_off() {
        return Cell::Text("engangsbeløb".to_owned());
    }
    if !priced.is_known() {
        return Cell::Text(RATE_MISSING.to_owned());
    }
    let formula = yearly_formula(line, ["D", "F", "G", "H", "I"]);
    formula.map_or(Cell::Empty, |formula| Cell::Formula(formula, priced.annualised().kroner(), Shown::Kroner))
}

/// The annualised cost as a formula of the columns of rate, *antal pr. uge*, *afregningsdage*, *åbne uger* and step;
/// none for what is paid once.
pub(super) fn yearly_formula(line: &RateLine, columns: [&str; 5]) -> Option<String> {
    let [rate, quantity, settled, weeks, step] = columns.map(|column| format!("{column}{{r}}"));
    Some(match (line.unit, line.settlement_days) {
        (Unit::Day, None) => format!("=ROUND({rate}*365,2)"),
        (Unit::Day, Some(_)) => format!("=ROUND({rate}*{settled},2)"),
        (Unit::Month, _) => format!("=ROUND({rate}*12,2)"),
        (Unit::Year, _) => format!("=ROUND({rate},2)"),
        (Unit::Hour, _) => format!("=ROUND({rate}*{quantity}*365/7,2)"),
        (Unit::Attendance | Unit::Trip, _) => format!("=ROUND({rate}*{quantity}*{weeks},2)"),
        (Unit::DayOfferPlace, _) => format!("=ROUND({rate}*{step}*365/100,2)"),
        (Unit::Once, _) => return None,
    })
}

/// Days and cost of a year; empty where the line doesn't count in it.
fn year_cells(line: Option<&ExplainedLine>) -> [Cell; 2] {
    let Some(line) = line else { return [Cell::Empty, Cell::Empty] };
    let days = Decimal::from((line.to - line.from).num_days() + 1);
    let formula = match &line.formula {
        Formula::Days { days } => format!("=ROUND(D{{r}}*{days},2)"),
        Formula::SettlementDays { days, year_days, .. } => {
            format!("=ROUND(D{{r}}*G{{r}}*{days}/{year_days},2)")
        }
        Formula::Months { whole, parts } => {
            let parts: String =
                parts.iter().map(|part| format!("+D{{r}}*{}/{}", part.days, part.of)).collect();
            format!("=ROUND(D{{r}}*{whole}{parts},2)")
        }
        Formula::Year { days, year_days } => format!("=ROUND(D{{r}}*{days}/{year_days},2)"),
        Formula::Hours { days, .. } => format!("=ROUND(D{{r}}*F{{r}}*{days}/7,2)"),
        Formula::Weekly { days, year_days, .. } => {
            format!("=ROUND(D{{r}}*F{{r}}*H{{r}}*{days}/{year_days},2)")
        }
        Formula::DayOffer { days, .. } => format!("=ROUND(D{{r}}*I{{r}}*{days}/100,2)"),
        Formula::Once => "=ROUND(D{r},2)".to_owned(),
        Formula::Unknown => {
            return [Cell::Figure(days, Shown::Number), Cell::Text(RATE_MISSING.to_owned())];
        }
    };
    [Cell::Figure(days, Shown::Number), Cell::Formula(formula, line.cost.kroner(), Shown::Kroner)]
}
