//! The days and amounts at the very edge of a rule of domain §2.3 and §2.4: one day or one øre further, and the rule
//! says otherwise.

use super::examples::{Example, day, decimal, kr};
use super::indexation::{IndexDecision, IndexationChoice, LeftOut, propose};
use super::limit::judge;
use super::*;
use crate::{Contract, ContractId, Money, PriceIndex, Rate, RecordId, Regulation, Service, Settings, Unit};

fn table(years: &[i32]) -> PriceTable {
    let row = |year: &i32| PriceIndex {
        id: RecordId(uuid::Uuid::nil()),
        year: *year,
        percent: decimal("3.1"),
        status: None,
        source: None,
    };
    PriceTable::new(&years.iter().map(row).collect::<Vec<_>>())
}

/// What becomes of a case's lines in an indexation of 2027 under a contract that follows P/L.
fn indexed(example: &Example, is_above_limit: bool, choice: IndexationChoice) -> Vec<IndexDecision> {
    let contract = Contract {
        id: ContractId(uuid::Uuid::nil()),
        placement: example.placement.id,
        number: None,
        start: day("01-01-2025"),
        end: None,
        notice_municipality: None,
        notice_provider: None,
        minimum_until: None,
        renews_by_months: None,
        renegotiate_on: None,
        negotiator: None,
        payment: None,
        regulation: Some(Regulation::PriceAndWage),
        agreed_on: None,
        follow_up_months: None,
        has_signed_file: false,
        amends: None,
        content: crate::AgreedContent::default(),
        terms: crate::FurtherTerms::default(),
        notice_given: None,
    };
    let mut file = example.file();
    file.contracts = vec![&contract];
    let lines = propose(&file, is_above_limit, choice, &table(&[2027])).unwrap();
    lines.into_iter().map(|line| line.decision).collect()
}

const CHOICE: IndexationChoice =
    IndexationChoice { year: 2027, agreed_within_months: 6, above_limit_too: false };

#[test]
fn what_is_over_by_new_years_eve_is_not_regulated_and_what_lasts_a_day_longer_is() {
    let raised = IndexDecision::Raised(Rate::new(decimal("2062.00")).unwrap());
    let ended = IndexDecision::LeftOut(LeftOut::Ended);
    let line = |to: &str| {
        Example::new("S-1", "01-01-2025").line(Service::BaseRate, "2000.00", Unit::Day, "01-01-2025", to)
    };
    assert_eq!(indexed(&line("31-12-2026"), false, CHOICE), [ended]);
    assert_eq!(indexed(&line("01-01-2027"), false, CHOICE), [raised]);
    // The stay ends and the line was left open.
    assert_eq!(indexed(&line("").ended("31-12-2026"), false, CHOICE), [ended]);
    assert_eq!(indexed(&line("").ended("01-01-2027"), false, CHOICE), [raised]);
}

#[test]
fn a_rate_of_exactly_so_many_months_is_agreed_within_them_and_a_day_older_is_not() {
    let agreed = |from: &str| {
        let example = Example::new("S-1", "01-01-2025");
        indexed(&example.line(Service::BaseRate, "2000.00", Unit::Day, from, ""), false, CHOICE)
    };
    let raised = IndexDecision::Raised(Rate::new(decimal("2062.00")).unwrap());
    assert_eq!(agreed("30-06-2026"), [raised]);
    assert_eq!(agreed("01-07-2026"), [IndexDecision::LeftOut(LeftOut::AgreedLately)]);
    assert_eq!(agreed("02-07-2026"), [IndexDecision::LeftOut(LeftOut::AgreedLately)]);
}

#[test]
fn a_case_above_the_limit_is_regulated_only_where_it_is_chosen() {
    let example =
        Example::new("S-1", "01-01-2025").line(Service::BaseRate, "3000.00", Unit::Day, "01-01-2025", "");
    assert_eq!(indexed(&example, true, CHOICE), [IndexDecision::LeftOut(LeftOut::AboveLimit)]);
    let chosen = IndexationChoice { above_limit_too: true, ..CHOICE };
    let raised = IndexDecision::Raised(Rate::new(decimal("3093.00")).unwrap());
    assert_eq!(indexed(&example, true, chosen), [raised]);
}

#[test]
fn a_discount_that_ends_takes_the_citizen_above_the_limit_the_day_after() {
    let case = Example::new("S-1", "01-01-2026")
        .line(Service::BaseRate, "1050000", Unit::Year, "01-01-2026", "")
        .line(Service::Supplement("Rabat".to_owned()), "-100000", Unit::Year, "01-01-2026", "30-06-2027")
        .priced();
    let verdict = judge(&[&case], day("20-11-2026"), &Settings::default());
    assert_eq!(verdict.above_from, Some(day("01-07-2027")));
    let later = judge(&[&case], day("20-11-2027"), &Settings::default());
    assert_eq!(later.above_since, Some(day("01-07-2027")));
}

#[test]
fn a_line_that_leaves_exactly_the_limit_tips_the_case_over_and_an_oere_more_does_not() {
    let tips = |rest: &str| {
        let case = Example::new("S-1", "01-01-2026")
            .line(Service::BaseRate, rest, Unit::Year, "01-01-2026", "")
            .line(Service::NightWatch, "50000", Unit::Year, "01-01-2026", "")
            .priced();
        let shown = judge(&[&case], day("20-11-2026"), &Settings::default()).shown;
        let night = shown.lines.iter().find(|share| share.annualised == kr("50.000,00")).copied().unwrap();
        shown.tips_over(&night)
    };
    assert!(tips("1000000"));
    assert!(!tips("1000000.01"));
    assert!(!tips("950000"), "at the limit nothing is over it");
}

#[test]
fn only_a_rate_that_had_ended_is_before_the_next_and_only_what_pl_regulates_is_held_against_it() {
    let rising = |ended: &str| {
        Example::new("S-1", "01-01-2024")
            .line(Service::BaseRate, "2000", Unit::Day, "01-01-2024", ended)
            .line(Service::BaseRate, "2500", Unit::Day, "01-01-2026", "")
            .line(Service::Transport, "1000", Unit::Month, "01-01-2024", "31-12-2025")
            .line(Service::Transport, "9000", Unit::Month, "01-01-2026", "")
    };
    let found = |example: &Example, years: &[i32]| {
        lines_above_index(&example.file().rate_lines, day("20-11-2026"), &table(years))
    };
    let lines = found(&rising("31-12-2025"), &[2025, 2026]).unwrap();
    // 2.500,00 − 2.000,00 × 1,031² = 2.500,00 − 2.125,92; transport is no part of it.
    assert_eq!(lines.iter().map(|line| line.yearly).collect::<Vec<Money>>(), [kr("136.539,20")]);
    assert_eq!(found(&rising("01-01-2026"), &[2025, 2026]), Ok(vec![]), "they ran side by side");
    // Two lines that lack the same years name each once.
    let two = rising("31-12-2025")
        .line(Service::NightWatch, "100", Unit::Day, "01-01-2024", "31-12-2025")
        .line(Service::NightWatch, "200", Unit::Day, "01-01-2026", "");
    assert_eq!(found(&two, &[]), Err(MissingYears(vec![2025, 2026])));
}
