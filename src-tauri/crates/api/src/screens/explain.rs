//! *Vis beregning*: the formula behind a figure, line by line.
//!
//! Figure ids: `year:2026`, `budget:2026`, `above_limit`, `list` (all open cases; `list|text|filter|…` for a
//! searched and filtered list), `case-year:<case>:<year>`, `case-annualised:<case>`, `case-hourly:<case>`,
//! `case-limit:<case>`, `case-stake:<case>`, `case-notice:<case>`, `case-notice-provider:<case>`. A case number may hold any character but ends the id, or
//! stands before the year.
//!
//! Invariant: the amounts of the lines that are no subtotals add up to the result.

mod case;
mod notice;
mod stake;
mod whole;

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::LogEntry;
use vilkaar_domain::{Party, Placement};

use crate::errors;
use crate::types::{ApiError, Explanation, ExplanationLine};

/// The case that a figure belongs to, if it belongs to one.
pub(crate) fn case_of<'p>(portfolio: &'p Portfolio, figure: &str) -> Option<&'p CaseFacts> {
    let (kind, subject) = figure.split_once(':')?;
    let number = if kind == "case-year" { subject.rsplit_once(':')?.0 } else { subject };
    kind.starts_with("case-").then(|| portfolio.case(number)).flatten()
}

/// The placement whose history a figure tells of: who set its chance.
pub(crate) fn told_of<'p>(portfolio: &'p Portfolio, figure: &str) -> Option<&'p Placement> {
    let number = figure.strip_prefix("case-stake:")?;
    portfolio.case(number).map(|facts| portfolio.placement(facts))
}

/// The formula of a figure; for whoever may not see cases, without the lines that name one. `history` is what the log
/// holds of the placement that the figure is [`told_of`], newest first.
///
/// # Errors
/// `figure_unknown` where there is no such figure, `case_unknown` where its case isn't there.
pub fn explain(
    portfolio: &Portfolio,
    figure: &str,
    sees_cases: bool,
    history: &[LogEntry],
) -> Result<Explanation, ApiError> {
    let (kind, subject) = figure.split_once(':').unwrap_or((figure, ""));
    let year = || subject.parse::<i32>().map_err(|_| unknown());
    match kind {
        "year" => Ok(whole::year(portfolio, year()?, sees_cases)),
        "budget" => Ok(whole::budget(portfolio, year()?)),
        "above_limit" => Ok(whole::above_limit(portfolio, sees_cases)),
        "case-year" => {
            let (number, year) = subject.rsplit_once(':').ok_or_else(unknown)?;
            let year = year.parse().map_err(|_| unknown())?;
            Ok(case::year(portfolio, facts(portfolio, number)?, year))
        }
        "case-annualised" => Ok(case::annualised(portfolio, facts(portfolio, subject)?)),
        "case-hourly" => case::hourly(portfolio, facts(portfolio, subject)?).ok_or_else(unknown),
        "case-limit" => case::limit(portfolio, facts(portfolio, subject)?).ok_or_else(unknown),
        "case-stake" => stake::stake(portfolio, facts(portfolio, subject)?, history).ok_or_else(unknown),
        "case-notice" => Ok(notice::notice(portfolio, facts(portfolio, subject)?, Party::Municipality)),
        "case-notice-provider" => Ok(notice::notice(portfolio, facts(portfolio, subject)?, Party::Provider)),
        _ if figure == "list" || figure.starts_with("list|") => Ok(whole::list(portfolio, figure)),
        _ => Err(unknown()),
    }
}

fn facts<'p>(portfolio: &'p Portfolio, number: &str) -> Result<&'p CaseFacts, ApiError> {
    portfolio.case(number).ok_or_else(|| errors::case_unknown(number))
}

fn unknown() -> ApiError {
    errors::plain("figure_unknown", "Beregningen kendes ikke længere. Hent skærmen igen, og prøv igen.")
}

/// A line with an amount.
fn line(label: impl Into<String>, formula: impl Into<String>, amount: impl Into<String>) -> ExplanationLine {
    ExplanationLine { label: label.into(), formula: formula.into(), amount: amount.into(), is_sum: false }
}

/// A sentence with its full stop; an amount's "kr." at the end has it already.
fn full_stop(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

/// A subtotal.
fn sum(label: impl Into<String>, amount: impl Into<String>) -> ExplanationLine {
    ExplanationLine { label: label.into(), formula: String::new(), amount: amount.into(), is_sum: true }
}

#[cfg(test)]
mod tests;
