//! Statements about the read model on a made-up municipality.
#![allow(clippy::unwrap_used, reason = "clippy's exception for tests does not reach functions beside them")]

use std::sync::Arc;

use chrono::NaiveDate;
use vilkaar_application::portfolio::{Column, ListQuery, Portfolio, Totals};
use vilkaar_domain::{Money, PlacementStatus, Register};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn portfolio(placements: usize) -> Portfolio {
    Portfolio::new(Arc::new(vilkaar_testkit::municipality::of(placements)), day())
}

fn query(search: &str, filters: &[&str], sort: Column, descending: bool) -> ListQuery {
    let filters = filters.iter().map(|filter| (*filter).to_owned()).collect();
    ListQuery { search: search.to_owned(), filters, sort, descending }
}

#[test]
fn an_empty_register_gives_an_empty_portfolio() {
    let portfolio = Portfolio::new(Arc::new(Register::default()), day());
    assert!(portfolio.cases().is_empty());
    assert_eq!(portfolio.year_totals(2026).gross, Money::ZERO);
    assert_eq!(portfolio.budget(2026), None, "no budget entered is not a budget of 0");
    assert!(portfolio.list().matches(&query("", &[], Column::Case, false)).rows.is_empty());
}

#[test]
fn a_row_without_a_value_stands_last_in_both_directions() {
    let portfolio = portfolio(300);
    for descending in [false, true] {
        for sort in [Column::Annualised, Column::HourlyRate, Column::NextDate] {
            let rows = portfolio.list().matches(&query("", &[], sort, descending)).rows;
            let known: Vec<bool> = rows
                .iter()
                .map(|at| {
                    let facts = &portfolio.cases()[*at as usize];
                    match sort {
                        Column::Annualised => facts.annualised.is_some(),
                        Column::HourlyRate => facts.hourly_rate.is_some(),
                        _ => facts.next_item().is_some(),
                    }
                })
                .collect();
            assert_eq!(rows.len(), 300);
            assert!(known.is_sorted_by(|earlier, later| *earlier || !*later), "{sort:?}");
        }
    }
}

#[test]
fn the_list_is_sorted_by_what_it_shows() {
    let portfolio = portfolio(300);
    let rows = portfolio.list().matches(&query("", &[], Column::Annualised, true)).rows;
    let amounts: Vec<Money> =
        rows.iter().filter_map(|at| portfolio.cases()[*at as usize].annualised).collect();
    assert!(amounts.is_sorted_by(|a, b| a >= b));
}

#[test]
fn totals_are_those_of_the_rows_that_match() {
    let portfolio = portfolio(300);
    let found = portfolio.list().matches(&query("", &["paragraph:107"], Column::Case, false));
    let expected: Money = portfolio
        .cases()
        .iter()
        .filter(|facts| portfolio.placement(facts).legal_basis.code() == "107")
        .filter_map(|facts| facts.annualised)
        .sum();
    assert!(!found.rows.is_empty());
    assert_eq!(Totals::of(&portfolio, &found.rows).annualised, expected);
}

#[test]
fn a_filter_counts_what_choosing_it_would_leave() {
    let portfolio = portfolio(300);
    let found = portfolio.list().matches(&query("", &["status:open"], Column::Case, false));
    for (value, count) in portfolio.list().filters().iter().zip(&found.counts) {
        if value.group == "Status" {
            continue;
        }
        let chosen = portfolio.list().matches(&query("", &["status:open", &value.id], Column::Case, false));
        assert_eq!(chosen.rows.len(), *count as usize, "{}", value.id);
    }
}

#[test]
fn a_search_finds_a_case_by_its_number_its_citizen_and_its_cpr_number_without_hyphen() {
    let portfolio = portfolio(50);
    let facts = &portfolio.cases()[17];
    let case = portfolio.placement(facts).case.to_string();
    let name = portfolio.citizen_name(facts).unwrap().to_uppercase();
    let cpr = portfolio.citizen(facts).unwrap().cpr.as_ref().unwrap().reveal().replace('-', "");
    for text in [case.as_str(), name.as_str(), cpr.as_str()] {
        let rows = portfolio.list().matches(&query(text, &[], Column::Case, false)).rows;
        assert!(rows.contains(&17), "{case} by its own words");
    }
}

#[test]
fn every_case_of_a_citizen_carries_the_same_verdict_on_the_limit() {
    let portfolio = portfolio(300);
    for facts in portfolio.open_cases() {
        for other in portfolio.cases_of(facts.priced.citizen).filter(|o| o.status != PlacementStatus::Ended) {
            assert_eq!(facts.limit, other.limit);
        }
    }
}

#[test]
fn ended_cases_have_nothing_due_and_nothing_missing() {
    let portfolio = portfolio(300);
    let mut ended =
        portfolio.cases().iter().filter(|facts| facts.status == PlacementStatus::Ended).peekable();
    assert!(ended.peek().is_some());
    assert!(ended.all(|facts| facts.agenda.is_empty() && facts.missing.is_empty()));
}

#[test]
fn the_months_of_a_year_sum_to_the_year() {
    let portfolio = portfolio(300);
    for year in [2024, 2025, 2026, 2027] {
        let totals = portfolio.year_totals(year);
        assert_eq!(totals.months.iter().sum::<Money>(), totals.gross);
    }
}
