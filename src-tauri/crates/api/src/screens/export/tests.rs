//! The formulas of the exported lists, worked out anew by a small evaluation of their own, against the figures beside
//! them.

use std::collections::HashMap;

use rust_decimal::{Decimal, RoundingStrategy};
use vilkaar_application::portfolio::Portfolio;
use vilkaar_domain::{DayOfferSteps, Service, Unit};
use vilkaar_exchange::list::HEADINGS;

use super::*;
use crate::sample;

/// A value of a cell or a part of a formula.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Number(Decimal),
    Text(String),
    Nothing,
}

/// Works formulas out as a workbook does: + - * /, ROUND, MAX, SUMIFS and SUBTOTAL.
struct Evaluation<'b> {
    book: &'b Book,
    sheet: &'b Sheet,
    row: u32,
    text: &'b [u8],
    at: usize,
}

fn cell_value(book: &Book, sheet: &Sheet, row: u32, column: usize) -> Value {
    let index = usize::try_from(row - HEADINGS - 1).unwrap();
    match sheet.rows.get(index).and_then(|cells| cells.get(column)) {
        Some(Cell::Figure(number, _)) => Value::Number(*number),
        Some(Cell::Formula(formula, _, _)) => Value::Number(worked_out(book, sheet, row, formula)),
        Some(Cell::Text(text)) => Value::Text(text.clone()),
        _ => Value::Nothing,
    }
}

fn worked_out(book: &Book, sheet: &Sheet, row: u32, formula: &str) -> Decimal {
    let formula = formula.replace("{r}", &row.to_string());
    let mut evaluation =
        Evaluation { book, sheet, row, text: formula.strip_prefix('=').unwrap().as_bytes(), at: 0 };
    let result = evaluation.sum();
    assert_eq!(evaluation.at, evaluation.text.len(), "{formula}");
    result
}

fn column_of(letters: &str) -> usize {
    letters.bytes().fold(0, |number, letter| number * 26 + usize::from(letter - b'A') + 1) - 1
}

impl<'b> Evaluation<'b> {
    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or_default()
    }

    fn eat(&mut self, wanted: u8) {
        assert_eq!(char::from(self.peek()), char::from(wanted), "{}", String::from_utf8_lossy(self.text));
        self.at += 1;
    }

    fn taken(&mut self, is_part: impl Fn(u8) -> bool) -> &'b str {
        let from = self.at;
        while is_part(self.peek()) {
            self.at += 1;
        }
        std::str::from_utf8(&self.text[from..self.at]).unwrap()
    }

    fn sum(&mut self) -> Decimal {
        let mut value = self.product();
        loop {
            match self.peek() {
                b'+' => {
                    self.at += 1;
                    value += self.product();
                }
                b'-' => {
                    self.at += 1;
                    value -= self.product();
                }
                _ => return value,
            }
        }
    }

    fn product(&mut self) -> Decimal {
        // Products first and one division last, as exactly as decimals go.
        let (mut above, mut below) = (self.atom(), Decimal::ONE);
        loop {
            match self.peek() {
                b'*' => {
                    self.at += 1;
                    above *= self.atom();
                }
                b'/' => {
                    self.at += 1;
                    below *= self.atom();
                }
                _ => return above / below,
            }
        }
    }

    fn atom(&mut self) -> Decimal {
        match self.peek() {
            b'(' => {
                self.at += 1;
                let value = self.sum();
                self.eat(b')');
                value
            }
            b'0'..=b'9' => self.taken(|c| c.is_ascii_digit() || c == b'.').parse().unwrap(),
            _ => {
                let name = self.taken(|c| c.is_ascii_uppercase());
                if self.peek() == b'(' { self.function(name) } else { self.own_cell(name) }
            }
        }
    }

    fn own_cell(&mut self, letters: &str) -> Decimal {
        let row: u32 = self.taken(|c| c.is_ascii_digit()).parse().unwrap();
        assert_eq!(row, self.row, "a formula reads its own row");
        match cell_value(self.book, self.sheet, row, column_of(letters)) {
            Value::Number(number) => number,
            Value::Nothing => Decimal::ZERO,
            Value::Text(text) => panic!("{letters}{row} is the text {text}"),
        }
    }

    fn function(&mut self, name: &str) -> Decimal {
        self.eat(b'(');
        let value = match name {
            "ROUND" => {
                let value = self.sum();
                self.eat(b',');
                let places = u32::try_from(self.sum()).unwrap();
                value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
            }
            "MAX" => self.largest(),
            "SUMIFS" => self.sum_under_conditions(),
            other => panic!("{other}"),
        };
        self.eat(b')');
        value
    }

    /// A cell that holds a text doesn't count, as in a workbook.
    fn largest(&mut self) -> Decimal {
        let mut found = Vec::new();
        loop {
            if self.peek().is_ascii_uppercase() {
                let column = column_of(self.taken(|c| c.is_ascii_uppercase()));
                let row: u32 = self.taken(|c| c.is_ascii_digit()).parse().unwrap();
                if let Value::Number(number) = cell_value(self.book, self.sheet, row, column) {
                    found.push(number);
                }
            } else {
                found.push(self.sum());
            }
            if self.peek() != b',' {
                return found.into_iter().max().unwrap();
            }
            self.at += 1;
        }
    }

    fn range(&mut self) -> (&'b Sheet, usize) {
        let name = self.taken(|c| c != b'!');
        self.eat(b'!');
        self.eat(b'$');
        let column = column_of(self.taken(|c| c.is_ascii_uppercase()));
        self.taken(|c| c != b',' && c != b')');
        (self.book.sheets.iter().find(|sheet| sheet.name == name).unwrap(), column)
    }

    fn sum_under_conditions(&mut self) -> Decimal {
        let (sheet, summed) = self.range();
        let mut conditions = Vec::new();
        while self.peek() == b',' {
            self.at += 1;
            let (_, column) = self.range();
            self.eat(b',');
            let wanted = if self.peek() == b'"' {
                self.at += 1;
                let text = self.taken(|c| c != b'"').to_owned();
                self.at += 1;
                Value::Text(text)
            } else {
                let letters = self.taken(|c| c.is_ascii_uppercase());
                self.taken(|c| c.is_ascii_digit());
                let key = cell_value(self.book, self.sheet, self.row, column_of(letters));
                // A text would be read as a pattern, a comparison or a number where it looks like one.
                assert!(!matches!(key, Value::Text(_)), "{key:?} is the condition of a sum");
                key
            };
            conditions.push((column, wanted));
        }
        (FIRST..=sheet.last())
            .filter(|row| {
                conditions
                    .iter()
                    .all(|(column, wanted)| cell_value(self.book, sheet, *row, *column) == *wanted)
            })
            .filter_map(|row| match cell_value(self.book, sheet, row, summed) {
                Value::Number(number) => Some(number),
                _ => None,
            })
            .sum()
    }
}

/// Every formula comes to the figure beside it; how many of each kind there were, digits apart.
fn agrees(book: &Book) -> HashMap<String, usize> {
    let mut kinds: HashMap<String, usize> = HashMap::new();
    for sheet in &book.sheets {
        for (row, cells) in (FIRST..).zip(&sheet.rows) {
            assert_eq!(cells.len(), sheet.columns.len(), "{} row {row}", sheet.name);
            for cell in cells {
                let Cell::Formula(formula, figure, _) = cell else { continue };
                assert_eq!(
                    worked_out(book, sheet, row, formula),
                    *figure,
                    "{} row {row}: {formula}",
                    sheet.name
                );
                let kind: String = formula.chars().filter(|c| !c.is_ascii_digit()).collect();
                *kinds.entry(kind).or_default() += 1;
            }
        }
    }
    kinds
}

fn everything() -> PlacementsQuery {
    PlacementsQuery {
        search: String::new(),
        filters: vec![],
        sort: PlacementColumn::Case,
        direction: SortDirection::Ascending,
        offset: 0,
        limit: 10,
    }
}

#[test]
fn every_formula_of_the_list_of_placements_gives_the_programs_figure_to_the_oere() {
    let portfolio = sample::portfolio();
    let export = placements(&portfolio, &everything());
    assert_eq!(export.cases.len(), portfolio.cases().len(), "the whole list and not its first page");
    let kinds = agrees(&export.book);
    assert!(kinds.len() >= 8, "{kinds:?}");
    // And what is shown is what the portfolio says.
    let known: vilkaar_domain::Money = portfolio.cases().iter().filter_map(|facts| facts.annualised).sum();
    let (formula, sum, _) = export.book.sheets[0].total(8).unwrap();
    assert_eq!(sum, known.kroner());
    assert_eq!(formula, format!("=SUBTOTAL(109,I3:I{})", portfolio.cases().len() + 2));
}

#[test]
fn a_line_of_every_unit_has_a_formula_that_gives_its_cost() {
    let mut register = sample::register();
    let settings = register.settings.clone();
    let case = register.placements[0].id;
    let template = register.rate_lines.iter().find(|line| line.placement == case).unwrap().clone();
    let steps: &DayOfferSteps = &settings.day_offer_steps;
    assert!(steps.percent.iter().all(|step| *step > 0));
    for (place, unit) in Unit::ALL.iter().enumerate() {
        for (settled, quantity) in [(None, "3.5"), (Some(334), "2"), (None, "4.333333333")] {
            register.rate_lines.push(vilkaar_domain::RateLine {
                id: vilkaar_domain::RateLineId(uuid::Uuid::now_v7()),
                service: Service::ExtraHours,
                unit: *unit,
                settlement_days: settled,
                quantity: Some(quantity.parse().unwrap()),
                amount: vilkaar_domain::Rate::from_scaled(1_234_567 + i64::try_from(place).unwrap()),
                to: None,
                annulled: false,
                ..template.clone()
            });
        }
    }
    let portfolio = Portfolio::new(std::sync::Arc::new(register), sample::today());
    let facts = portfolio.cases().iter().find(|facts| facts.priced.placement == case).unwrap();
    let export = rate_lines(&portfolio, facts);
    let kinds = agrees(&export.book);
    for formula in [
        "=ROUND(D{r}*,)",
        "=ROUND(D{r}*G{r},)",
        "=ROUND(D{r},)",
        "=ROUND(D{r}*F{r}*/,)",
        "=ROUND(D{r}*F{r}*H{r},)",
        "=ROUND(D{r}*I{r}*/,)",
        "=ROUND(D{r}*F{r}*H{r}*/,)",
        "=ROUND(D{r}*G{r}*/,)",
    ] {
        assert!(kinds.contains_key(formula), "{formula} of {kinds:?}");
    }
}

#[test]
fn case_numbers_and_names_that_mean_something_to_a_workbook_sum_as_any_other() {
    let mut register = sample::register();
    let odd = [
        "*",
        "S2*",
        "?",
        "<5",
        ">=0",
        "=S2022-1008",
        "~",
        "1008",
        "1008,0",
        "01-03-2026",
        "SAND",
        "-1",
        "+1",
        "@x",
    ];
    for (placement, number) in register.placements.iter_mut().zip(odd) {
        placement.case = vilkaar_domain::CaseNumber::new(number).unwrap();
    }
    for (provider, name) in register.providers.iter_mut().zip(odd) {
        provider.name = name.to_owned();
    }
    // Two of one name are two.
    register.providers[1].name = register.providers[0].name.clone();
    let portfolio = Portfolio::new(std::sync::Arc::new(register), sample::today());
    for export in [placements(&portfolio, &everything()), above_limit(&portfolio), providers(&portfolio)] {
        let kinds = agrees(&export.book);
        assert!(kinds.keys().any(|formula| formula.contains("SUMIFS")), "{kinds:?}");
        // Formulas find rows by columns that nobody sees.
        let list = &export.book.sheets[0];
        let hidden = list.columns.iter().rposition(|column| column.is_hidden).unwrap();
        assert_eq!(hidden, list.columns.len() - 1);
        assert!(list.rows.iter().all(|row| matches!(row[hidden], Cell::Figure(..) | Cell::Empty)));
    }
}

#[test]
fn no_files_name_tells_who_it_is_about() {
    let mut register = sample::register();
    for number in ["010170-1234", "0101701234", "Bodil Holst", "sag 610170-1234"] {
        register.placements[0].case = vilkaar_domain::CaseNumber::new(number).unwrap();
        let portfolio = Portfolio::new(std::sync::Arc::new(register.clone()), sample::today());
        let name = rate_lines(&portfolio, portfolio.case(number).unwrap()).file_name;
        assert_eq!(name, format!("takstlinjer-sag-{}.xlsx", sample::today()), "{number}");
    }
    let portfolio = sample::portfolio();
    let name = rate_lines(&portfolio, portfolio.case("S2022-1008").unwrap()).file_name;
    assert_eq!(name, format!("takstlinjer-S2022-1008-{}.xlsx", sample::today()));
}

#[test]
fn a_missing_rate_is_said_in_words_and_is_in_no_sum() {
    let mut register = sample::register();
    let case = register.placements.iter().find(|known| known.ended_on.is_none()).unwrap().clone();
    register.rate_lines.retain(|line| line.placement != case.id);
    let portfolio = Portfolio::new(std::sync::Arc::new(register), sample::today());
    let export = placements(&portfolio, &everything());
    agrees(&export.book);
    let list = &export.book.sheets[0];
    let row = list.rows.iter().find(|row| row[0] == Cell::Text(case.case.to_string())).unwrap();
    assert_eq!(row[8], Cell::Text(RATE_MISSING.to_owned()));
    assert!(list.sum.starts_with("Sum (ufuldstændig: takst mangler i "), "{}", list.sum);
}

#[test]
fn the_other_lists_come_out_with_their_figures_and_without_cpr_numbers() {
    let portfolio = sample::portfolio();
    let viewer = Viewer::of(&portfolio, uuid::Uuid::nil(), &vilkaar_domain::Roles::of_first_user());
    let agenda_query =
        AgendaQuery { scope: AgendaScope::All, kinds: vec![], within_days: 0, shows_handled: false };
    let indexing = IndexationRequest {
        year: 2027,
        within_months: 0,
        above_limit_too: true,
        skipped: vec![],
        seen: None,
        operation: uuid::Uuid::nil().to_string(),
    };
    let exports = [
        above_limit(&portfolio),
        agenda(&portfolio, &viewer, &agenda_query),
        gaps(&portfolio, &GapsQuery { kinds: vec![], search: String::new() }),
        providers(&portfolio),
        prices::indexation(&portfolio, &indexing).unwrap(),
        prices::notified(&portfolio),
    ];
    let cprs: Vec<String> = portfolio
        .register()
        .citizens
        .iter()
        .filter_map(|citizen| citizen.cpr.as_ref().map(|cpr| cpr.reveal().to_owned()))
        .collect();
    for export in exports {
        let kinds = agrees(&export.book);
        let name = &export.book.sheets[0].name;
        if name == "Regulering" {
            assert!(kinds.keys().any(|kind| kind.starts_with("=ROUND(J{r}*(+P{r})/")), "{kinds:?}");
        }
        if name != "Varslede takster" {
            assert!(!export.cases.is_empty() && !export.book.sheets[0].rows.is_empty(), "{name}");
            assert!(!kinds.is_empty(), "{name}");
        }
        let text = format!("{:?}", export.book);
        assert!(cprs.iter().all(|cpr| !text.contains(cpr.as_str())), "{name}");
        let bytes = vilkaar_exchange::list::workbook(&export.book).unwrap();
        assert!(bytes.starts_with(b"PK"), "{name}");
    }
}

#[test]
fn a_notified_rate_comes_out_against_the_line_that_the_screen_holds_it_against_with_its_formula() {
    let mut register = sample::register();
    let old = register
        .rate_lines
        .iter()
        .find(|line| line.amount == vilkaar_domain::Rate::from_scaled(24_662_700))
        .unwrap()
        .clone();
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let regulated = vilkaar_domain::RateLine {
        id: vilkaar_domain::RateLineId(uuid::Uuid::from_u128(8_895)),
        amount: vilkaar_domain::Rate::from_scaled(25_427_200),
        from: day("2026-12-01"),
        ..old.clone()
    };
    register.put(vilkaar_domain::Entity::RateLine(old.closed_by(&regulated)));
    register.put(vilkaar_domain::Entity::RateLine(regulated));
    // It was notified of the line that was in force then.
    register.put(vilkaar_domain::Entity::NotifiedRate(vilkaar_domain::NotifiedRate {
        id: vilkaar_domain::RecordId(uuid::Uuid::from_u128(8_896)),
        placement: old.placement,
        line: old.id,
        new_rate: vilkaar_domain::Rate::from_scaled(26_220_000),
        from: day("2027-01-01"),
        notified_on: None,
        source: None,
        decision: None,
        decided_on: None,
        reason: None,
    }));
    register.put(vilkaar_domain::Entity::PriceIndex(vilkaar_domain::PriceIndex {
        id: vilkaar_domain::RecordId(uuid::Uuid::from_u128(8_897)),
        year: 2027,
        percent: Decimal::new(307, 2),
        status: None,
        source: None,
    }));
    let portfolio = Portfolio::new(std::sync::Arc::new(register), sample::today());
    let shown = crate::screens::notified::notified_rates(&portfolio).rows;
    // 2.622,00 over 2.542,72 is 3,118 %; 2.542,72 × 1,0307 = 2.620,78.
    assert_eq!(
        (shown[0].old.as_str(), shown[0].percent.as_str(), shown[0].price_index.as_deref()),
        ("2.542,72", "+3,12\u{a0}%", Some("3,07\u{a0}%"))
    );
    assert_eq!(shown[0].above_index.as_deref(), Some("+1,22"));
    let export = prices::notified(&portfolio);
    let kinds = agrees(&export.book);
    assert!(kinds.contains_key("=ROUND(K{r}-J{r}*(+Q{r})/,)"), "{kinds:?}");
    let row = &export.book.sheets[0].rows[0];
    assert_eq!(row[9].figure(), Some(Decimal::new(254_272, 2)));
    assert_eq!(row[17].figure(), Some(Decimal::new(122, 2)));
}

#[test]
fn a_cancelled_placement_has_no_day_on_which_it_ended_but_says_so() {
    let mut register = sample::register();
    let placement = register.placements.iter_mut().find(|one| one.case.as_str() == "S2026-1004").unwrap();
    placement.ended_on = Some(placement.moved_in);
    placement.end_reason = Some(vilkaar_domain::EndReason::Cancelled);
    let portfolio = Portfolio::new(std::sync::Arc::new(register), sample::today());
    let row = super::placement_row(
        &portfolio,
        portfolio.case("S2026-1004").unwrap(),
        &Lines::of(&portfolio, &portfolio.cases().iter().collect::<Vec<_>>(), &[portfolio.year()]),
    );
    assert!(matches!(row[6], Cell::Empty), "{:?}", row[6]);
    assert!(matches!(&row[15], Cell::Text(text) if text.starts_with("Annulleret")), "{:?}", row[15]);
}
