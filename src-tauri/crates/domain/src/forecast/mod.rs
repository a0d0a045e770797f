//! What a year will cost: certain and expected, by month and by paragraph, against the budget
//! (design §8, *forecast*). Gross, own cost only.
//!
//! Certain = agreed lines in force, to the actual or expected end. Expected = certain + planned cases
//! and lines, stays past their expected end, trappetakst, young people × probability, and P/L from
//! years with a percent. Each by the line's own paragraph.
//!
//! Invariant: months sum to the year and paragraphs to the whole, for certain and for expected.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::calendar::{days_in_month, days_in_year};
use crate::cost::{PriceTable, YearFrame};
use crate::{BudgetLine, CaseFile, ExpectedYouth, Money, PlacementId, RecordId, Settings};

mod scenario;

/// Certain and expected, month by month.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Course {
    certain: [Money; 12],
    expected: [Money; 12],
}

impl Course {
    fn add(&mut self, other: &Self) {
        for (sum, part) in self.certain.iter_mut().zip(other.certain) {
            *sum += part;
        }
        for (sum, part) in self.expected.iter_mut().zip(other.expected) {
            *sum += part;
        }
    }

    fn total(&self) -> Totals {
        Totals { budget: None, certain: self.certain.iter().sum(), expected: self.expected.iter().sum() }
    }
}

/// A year's figures, of everything or of one paragraph.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Totals {
    /// The budget; none where none is entered.
    pub budget: Option<Money>,
    /// Certain cost.
    pub certain: Money,
    /// Expected cost.
    pub expected: Money,
}

/// One month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ForecastMonth {
    /// The month, as its first day.
    pub month: NaiveDate,
    /// Certain cost.
    pub certain: Money,
    /// Expected cost.
    pub expected: Money,
}

/// One case's part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ForecastCase {
    /// The case.
    pub placement: PlacementId,
    /// Certain cost of the year.
    pub certain: Money,
    /// Expected cost of the year.
    pub expected: Money,
}

/// What a year will cost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Forecast {
    /// The calendar year.
    pub year: i32,
    /// Everything.
    pub total: Totals,
    /// By month.
    pub months: Vec<ForecastMonth>,
    /// By paragraph code: 107, 108, 103, 104, 105, lignende, andet, or the paragraph's own text.
    pub by_paragraph: BTreeMap<String, Totals>,
    /// By case, those that cost something, in the order of the case files.
    pub cases: Vec<ForecastCase>,
    /// Young people who can't be counted: start, probability or price isn't known.
    pub youths_left_out: Vec<RecordId>,
}

/// What a forecast is made from.
#[derive(Clone, Copy, Debug)]
pub struct ForecastBasis<'a> {
    /// Every case.
    pub cases: &'a [CaseFile<'a>],
    /// Young people expected.
    pub youths: &'a [ExpectedYouth],
    /// Budgets of every year.
    pub budgets: &'a [BudgetLine],
    /// P/L by year.
    pub price_table: &'a PriceTable,
    /// The dated settings.
    pub settings: &'a Settings,
    /// The day that counts as today.
    pub today: NaiveDate,
}

/// The code of a paragraph as text: "§ 107" is 107, "Botilbudslignende" lignende, "Andet" andet, blank
/// "ukendt"; any other word stays.
#[must_use]
pub fn paragraph_code(text: &str) -> String {
    let bare = text.trim().trim_start_matches('§').trim().to_lowercase();
    match bare.as_str() {
        "" => "ukendt".to_owned(),
        "botilbudslignende" => "lignende".to_owned(),
        _ => bare,
    }
}

/// Works out what a year will cost.
#[must_use]
pub fn forecast(basis: &ForecastBasis<'_>, year: i32) -> Forecast {
    let frame = YearFrame::new(year);
    let mut courses: BTreeMap<String, Course> = BTreeMap::new();
    let mut cases = Vec::new();
    for file in basis.cases.iter().filter(|file| file.placement.is_own_cost()) {
        let mut of_case = Course::default();
        for (paragraph, course) in scenario::courses(file, basis, &frame) {
            of_case.add(&course);
            courses.entry(paragraph_code(paragraph)).or_default().add(&course);
        }
        let Totals { certain, expected, .. } = of_case.total();
        if certain != Money::ZERO || expected != Money::ZERO {
            cases.push(ForecastCase { placement: file.placement.id, certain, expected });
        }
    }

    let mut youths_left_out = Vec::new();
    for youth in basis.youths {
        match youth_months(youth, year, basis.today) {
            Some(expected) => {
                let code = paragraph_code(youth.paragraph.as_deref().unwrap_or_default());
                let course = Course { expected, ..Course::default() };
                if course != Course::default() {
                    courses.entry(code).or_default().add(&course);
                }
            }
            None => youths_left_out.push(youth.id),
        }
    }

    let mut by_paragraph: BTreeMap<String, Totals> =
        courses.iter().map(|(code, course)| (code.clone(), course.total())).collect();
    for line in basis.budgets.iter().filter(|line| line.year == year) {
        let totals = by_paragraph.entry(paragraph_code(&line.paragraph)).or_default();
        totals.budget = Some(totals.budget.unwrap_or_default() + line.amount);
    }
    let mut whole = Course::default();
    courses.values().for_each(|course| whole.add(course));
    let budgets: Vec<Money> = by_paragraph.values().filter_map(|totals| totals.budget).collect();
    let months = (1..)
        .zip(whole.certain.into_iter().zip(whole.expected))
        .filter_map(|(month, (certain, expected))| {
            Some(ForecastMonth { month: NaiveDate::from_ymd_opt(year, month, 1)?, certain, expected })
        })
        .collect();
    Forecast {
        year,
        total: Totals { budget: (!budgets.is_empty()).then(|| budgets.iter().sum()), ..whole.total() },
        months,
        by_paragraph,
        cases,
        youths_left_out,
    }
}

/// The months of a young person: price × probability from the expected start (or tomorrow, once that
/// has passed), by days of the year, rounded cumulatively. `None` when something isn't known.
fn youth_months(youth: &ExpectedYouth, year: i32, today: NaiveDate) -> Option<[Money; 12]> {
    let (start, price, probability) = (youth.expected_start?, youth.yearly_price?, youth.probability?);
    let start = start.max(today.succ_opt()?);
    let yearly = price.kroner() * probability / Decimal::ONE_HUNDRED;
    let (mut days, mut before, mut months) = (0, Money::ZERO, [Money::ZERO; 12]);
    for (month, slot) in (1..).zip(&mut months) {
        days += match (start.year(), start.month()).cmp(&(year, month)) {
            std::cmp::Ordering::Less => days_in_month(year, month),
            std::cmp::Ordering::Equal => days_in_month(year, month) + 1 - start.day(),
            std::cmp::Ordering::Greater => 0,
        };
        let through = Money::round(yearly * Decimal::from(days) / Decimal::from(days_in_year(year)));
        *slot = through - before;
        before = through;
    }
    Some(months)
}

#[cfg(test)]
mod tests;
