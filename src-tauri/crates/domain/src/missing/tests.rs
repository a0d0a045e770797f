//! What counts as missing (design §8, `gaps`).

use chrono::NaiveDate;
use rstest::rstest;

use super::*;
use crate::agenda::examples::{OneCase, contract, day, searched};
use crate::{Contract, FollowUpResult, LegalBasis, SupervisionStatus};

fn today() -> NaiveDate {
    day("2026-11-20")
}

/// Codes of what is missing on 20-11-2026.
fn codes(case: &OneCase, cost: &MissingCostFacts) -> Vec<&'static str> {
    case.file()
        .missing(&Settings::default(), today(), cost)
        .into_iter()
        .map(|item| item.what.kind().code())
        .collect()
}

/// The same without anything known about cost.
fn missing(case: &OneCase) -> Vec<&'static str> {
    codes(case, &MissingCostFacts::default())
}

#[test]
fn a_case_in_order_misses_nothing() {
    assert_eq!(missing(&OneCase::in_order()), [] as [&str; 0]);
}

#[test]
fn an_expired_contract_is_none() {
    let mut case = OneCase::in_order();
    case.contracts[0].end = Some(day("2026-11-19"));
    assert_eq!(missing(&case), ["no_contract"]);
    case.contracts[0].renews_by_months = Some(12);
    assert_eq!(missing(&case), [] as [&str; 0]);
    case.contracts.clear();
    assert_eq!(missing(&case), ["no_contract"]);
}

#[test]
fn a_planned_case_is_judged_on_its_first_day() {
    let mut case = OneCase::in_order();
    case.placement.moved_in = day("2027-01-15");
    case.contracts[0] = Contract { start: day("2027-01-15"), ..contract(1) };
    assert_eq!(missing(&case), [] as [&str; 0]);
    case.contracts[0].start = day("2027-01-16");
    assert_eq!(missing(&case), ["no_contract"]);
}

#[test]
fn a_signed_file_and_a_rule_are_missed_only_where_there_is_a_contract() {
    let mut case = OneCase::in_order();
    case.contracts[0].has_signed_file = false;
    case.contracts[0].notice_municipality = None;
    assert_eq!(missing(&case), ["no_notice_rule", "no_signed_file"]);
    case.contracts.clear();
    assert_eq!(missing(&case), ["no_contract"]);
}

#[test]
fn follow_up_is_overdue_the_day_after_it_was_due() {
    let mut case = OneCase::in_order();
    case.follow_ups[0].date = day("2026-08-20");
    assert_eq!(missing(&case), [] as [&str; 0]);
    case.follow_ups[0].date = day("2026-08-19");
    assert_eq!(missing(&case), ["follow_up_overdue"]);
    case.follow_ups[0].result = Some(FollowUpResult::End);
    assert_eq!(missing(&case), [] as [&str; 0]);
}

#[test]
fn a_case_without_goals_misses_them_and_no_follow_up() {
    let mut case = OneCase::in_order();
    case.goals.clear();
    assert_eq!(missing(&case), ["no_goals"]);
}

#[rstest]
#[case::nothing(&[], true)]
#[case::only_the_present_offer(&[" lindehøj "], true)]
#[case::another(&["Lindehøj", "Kastanjebo"], false)]
fn above_the_limit_a_search_of_other_offers_is_missed(#[case] names: &[&str], #[case] missed: bool) {
    let mut case = OneCase::in_order();
    case.searched = names.iter().map(|name| searched(name)).collect();
    let above = MissingCostFacts { above_limit_from: Some(today()), ..MissingCostFacts::default() };
    assert_eq!(codes(&case, &above).contains(&"no_search"), missed);
    assert_eq!(missing(&case), [] as [&str; 0]);
}

#[test]
fn a_limit_that_is_crossed_later_is_told_with_its_day() {
    let mut case = OneCase::in_order();
    case.searched.clear();
    let what = |first: &str| {
        let cost = MissingCostFacts { above_limit_from: Some(day(first)), ..MissingCostFacts::default() };
        case.file().missing(&Settings::default(), today(), &cost).pop().map(|item| item.what)
    };
    assert_eq!(what("2026-11-20"), Some(MissingWhat::NoSearch { above_from: None }));
    assert_eq!(what("2027-03-01"), Some(MissingWhat::NoSearch { above_from: Some(day("2027-03-01")) }));
}

#[test]
fn a_gap_is_a_missing_rate() {
    let gap = Period::new(day("2026-04-01"), Some(day("2026-04-30")));
    let cost = MissingCostFacts { rate_gap: gap, ..MissingCostFacts::default() };
    assert_eq!(codes(&OneCase::in_order(), &cost), ["no_rate"]);
    assert_eq!(rate_gap_window(today()), Period::new(day("2024-11-20"), Some(day("2027-11-20"))));
}

#[test]
fn an_offer_is_not_approved_when_its_approval_ceased_or_for_another_paragraph() {
    let mut case = OneCase::in_order();
    case.offer.supervision = Some(SupervisionStatus::Ceased);
    assert_eq!(missing(&case), ["offer_not_approved"]);
    case.offer.supervision = Some(SupervisionStatus::Tightened);
    assert_eq!(missing(&case), [] as [&str; 0]);
    case.placement.legal_basis = LegalBasis::Section108;
    assert_eq!(missing(&case), ["offer_not_approved"]);
    case.offer.approved_for.push("SEL § 108".to_owned());
    assert_eq!(missing(&case), [] as [&str; 0]);
    case.offer.approved_for.clear();
    assert_eq!(missing(&case), [] as [&str; 0]);
}

#[test]
fn approval_is_unknown_when_blank_or_ukendt() {
    let mut case = OneCase::in_order();
    for status in [None, Some(SupervisionStatus::Unknown)] {
        case.offer.supervision = status;
        assert_eq!(missing(&case), ["approval_unknown"]);
    }
}

#[test]
fn unknown_hours_are_missed_and_ended_cases_miss_nothing() {
    let mut case = OneCase::in_order();
    case.placement.support_hours = None;
    assert_eq!(missing(&case), ["no_hours"]);
    case.placement.ended_on = Some(day("2026-11-19"));
    assert_eq!(missing(&case), [] as [&str; 0]);
}

#[test]
fn kinds_are_in_the_order_of_their_codes() {
    let mut kinds = MissingKind::WORST_FIRST;
    kinds.sort();
    assert!(kinds.windows(2).all(|pair| pair[0].code() < pair[1].code()));
    for kind in kinds {
        assert_eq!(MissingKind::from_code(kind.code()), Some(kind));
    }
}

#[test]
fn the_order_of_kinds_is_that_of_their_weight_and_holds_each_once() {
    let weights: Vec<MissingWeight> = MissingKind::WORST_FIRST.iter().map(|kind| kind.weight()).collect();
    assert!(weights.is_sorted(), "{weights:?}");
    let mut codes = MissingKind::WORST_FIRST.map(MissingKind::code);
    codes.sort_unstable();
    assert!(codes.windows(2).all(|two| two[0] < two[1]), "{codes:?}");
}

#[test]
fn a_case_that_can_not_be_compared_is_told_once() {
    let mut case = OneCase::in_order();
    let why = NoComparison::TooFew { count: 3 };
    let cost = MissingCostFacts { no_comparison: Some(why), ..MissingCostFacts::default() };
    let kinds = |case: &OneCase| -> Vec<MissingKind> {
        let items = case.file().missing(&Settings::default(), day("2026-11-20"), &cost);
        items.iter().map(|item| item.what.kind()).collect()
    };
    assert_eq!(kinds(&case), [MissingKind::NotComparable]);
    case.placement.support_hours = None;
    assert_eq!(kinds(&case), [MissingKind::NoHours], "without hours nothing can be compared");
}
