//! The worked examples of notice under minimum term, fixed end and tacit renewal (domain §3).

use chrono::NaiveDate;
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::PlacementId;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().expect("an ISO day")
}

pub(super) fn contract(rule: NoticeRule) -> Contract {
    Contract {
        id: ContractId(uuid::Uuid::nil()),
        placement: PlacementId(uuid::Uuid::nil()),
        number: None,
        start: day("2020-01-01"),
        end: None,
        notice_municipality: Some(rule),
        notice_provider: None,
        minimum_until: None,
        renews_by_months: None,
        renegotiate_on: None,
        negotiator: None,
        payment: None,
        regulation: None,
        agreed_on: None,
        follow_up_months: None,
        has_signed_file: false,
        amends: None,
        content: crate::AgreedContent::default(),
        terms: crate::FurtherTerms::default(),
        notice_given: None,
    }
}

fn end_of(contract: &Contract, given: &str) -> NoticeEnd {
    contract.notice_end(Party::Municipality, day(given)).expect("a rule").expect("an end")
}

fn latest_of(contract: &Contract, wanted: &str) -> LatestNotice {
    match contract.notice_by(Party::Municipality, day(wanted), day("2026-11-20")).expect("a rule") {
        NoticeAnswer::Latest(latest) => latest,
        other => panic!("expected a latest day, got {other:?}"),
    }
}

fn days(from: &str, to: &str) -> Option<Period> {
    Period::new(day(from), Some(day(to)))
}

#[rstest]
#[case(NoticeRule::RunningMonthPlusMonths(3), "2027-05-31")]
#[case(NoticeRule::RunningMonthPlusDays(30), "2027-05-15")]
#[case(NoticeRule::Days(90), "2027-05-15")]
fn a_minimum_term_moves_an_earlier_end_to_its_date(#[case] rule: NoticeRule, #[case] ends: &str) {
    let contract = Contract { minimum_until: Some(day("2027-05-15")), ..contract(rule) };
    let end = end_of(&contract, "2026-11-20");
    assert_eq!(end.ends, day(ends));
    assert_eq!(end.cause, EndCause::MinimumTerm { until: day("2027-05-15") });
}

#[test]
fn an_end_after_the_minimum_term_is_the_rules_own() {
    let contract = Contract {
        minimum_until: Some(day("2027-01-01")),
        ..contract(NoticeRule::RunningMonthPlusMonths(3))
    };
    let end = end_of(&contract, "2026-11-20");
    assert_eq!((end.ends, end.cause), (day("2027-02-28"), EndCause::Rule));
}

#[test]
fn an_open_contract_has_a_notice_too() {
    let end = end_of(&contract(NoticeRule::RunningMonthPlusMonths(3)), "2026-11-20");
    assert_eq!(end.ends, day("2027-02-28"));
}

#[test]
fn a_fixed_end_caps_the_end_and_notice_after_it_is_an_error() {
    let contract =
        Contract { end: Some(day("2026-12-31")), ..contract(NoticeRule::RunningMonthPlusMonths(3)) };
    let end = end_of(&contract, "2026-11-20");
    assert_eq!((end.ends, end.rule_end), (day("2026-12-31"), day("2027-02-28")));
    assert_eq!(end.cause, EndCause::FixedEnd { end: day("2026-12-31") });
    let ended = NoticeError::ContractEnded { ended_on: day("2026-12-31") };
    assert_eq!(contract.notice_end(Party::Municipality, day("2027-01-01")), Err(ended));
    assert_eq!(notice_given(&[&contract], Party::Municipality, day("2027-01-01")), Err(ended));
}

#[test]
fn a_fixed_end_caps_a_minimum_term_after_it() {
    let contract = Contract {
        end: Some(day("2027-03-31")),
        minimum_until: Some(day("2027-05-15")),
        ..contract(NoticeRule::Days(30))
    };
    assert_eq!(end_of(&contract, "2026-11-20").ends, day("2027-03-31"));
}

#[test]
fn the_latest_notice_has_a_workday_and_the_period_that_a_delay_costs() {
    let latest = latest_of(&contract(NoticeRule::RunningMonthPlusMonths(3)), "2027-03-31");
    assert_eq!((latest.last_day, latest.last_workday), (day("2026-12-31"), day("2026-12-30")));
    assert_eq!(latest.end.ends, day("2027-03-31"));
    assert_eq!(latest.delay, days("2027-04-01", "2027-04-30"));
}

#[test]
fn the_latest_notice_may_end_the_contract_before_the_wanted_day() {
    let latest = latest_of(&contract(NoticeRule::RunningMonthPlusMonths(3)), "2027-03-15");
    assert_eq!((latest.last_day, latest.end.ends), (day("2026-11-30"), day("2027-02-28")));
    assert_eq!(latest.delay, days("2027-03-16", "2027-03-31"));
}

#[test]
fn the_last_workday_before_a_sunday_is_a_friday() {
    let latest = latest_of(&contract(NoticeRule::RunningMonthPlusDays(30)), "2027-03-31");
    assert_eq!((latest.last_day, latest.last_workday), (day("2027-02-28"), day("2027-02-26")));
}

#[test]
fn ninety_days_for_the_end_of_february_is_the_end_of_november() {
    let latest = latest_of(&contract(NoticeRule::Days(90)), "2027-02-28");
    assert_eq!(latest.last_day, day("2026-11-30"));
    assert_eq!(latest.delay, days("2027-03-01", "2027-03-01"));
}

#[test]
fn the_latest_notice_is_never_later_than_the_fixed_end() {
    let contract =
        Contract { end: Some(day("2027-01-31")), ..contract(NoticeRule::RunningMonthPlusMonths(1)) };
    let latest = latest_of(&contract, "2027-12-31");
    assert_eq!((latest.last_day, latest.end.ends), (day("2027-01-31"), day("2027-01-31")));
    assert_eq!(latest.delay, None);
}

#[rstest]
#[case("2027-05-15", true)]
#[case("2027-05-30", true)]
#[case("2027-05-31", false)]
fn a_minimum_term_after_the_wanted_end_leaves_no_latest_day(#[case] wanted: &str, #[case] none: bool) {
    let contract = Contract {
        minimum_until: Some(day("2027-05-15")),
        ..contract(NoticeRule::RunningMonthPlusMonths(3))
    };
    let answer = contract.notice_by(Party::Municipality, day(wanted), day("2026-11-20")).expect("a rule");
    assert_eq!(answer.last_day().is_none(), none);
    assert_eq!(answer.last_workday().is_none(), none);
    assert_eq!(answer.ends(), Some(day("2027-05-31")));
}

#[rstest]
#[case::in_time_for_the_first_term("2026-03-31", "2026-06-30")]
#[case::too_late_for_the_first_term("2026-04-01", "2027-06-30")]
#[case::in_the_second_term("2026-11-20", "2027-06-30")]
#[case::too_late_for_the_second_term("2027-04-01", "2028-06-30")]
fn with_tacit_renewal_notice_in_time_ends_the_term_that_runs_else_the_next(
    #[case] given: &str,
    #[case] ends: &str,
) {
    let contract = Contract {
        end: Some(day("2026-06-30")),
        renews_by_months: Some(12),
        ..contract(NoticeRule::RunningMonthPlusMonths(3))
    };
    assert_eq!(end_of(&contract, given).ends, day(ends));
}

#[rstest]
#[case("2026-01-01", "2026-08-31")]
#[case("2026-09-01", "2027-02-28")]
#[case("2027-03-01", "2027-08-31")]
#[case("2027-09-01", "2028-02-29")]
fn terms_are_counted_from_the_first_end_and_clamped(#[case] today: &str, #[case] term_end: &str) {
    let contract = Contract {
        end: Some(day("2026-08-31")),
        renews_by_months: Some(6),
        ..contract(NoticeRule::Days(30))
    };
    assert_eq!(contract.current_term_end(day(today)), Some(day(term_end)));
}

#[test]
fn a_contract_that_has_renewed_itself_is_in_force_after_its_first_end() {
    let contract = Contract {
        end: Some(day("2026-06-30")),
        renews_by_months: Some(12),
        ..contract(NoticeRule::RunningMonthPlusMonths(3))
    };
    let latest = latest_of(&contract, "2027-06-30");
    assert_eq!((latest.last_day, latest.end.ends), (day("2027-03-31"), day("2027-06-30")));
    assert_eq!(latest.delay, days("2027-07-01", "2028-06-30"));
}

#[test]
fn a_party_that_can_not_end_it_gets_the_fixed_end_or_nothing() {
    let open = contract(NoticeRule::Never);
    let fixed = Contract { end: Some(day("2027-12-31")), ..open.clone() };
    for (contract, ends) in [(&open, None), (&fixed, Some(day("2027-12-31")))] {
        let given = notice_given(&[contract], Party::Municipality, day("2026-11-20")).expect("an answer");
        let wanted = notice_for_end(&[contract], Party::Municipality, day("2027-01-31"), day("2026-11-20"))
            .expect("an answer");
        assert_eq!(given.answer, NoticeAnswer::Never { ends });
        assert_eq!(wanted.answer, NoticeAnswer::Never { ends });
    }
}

#[test]
fn notice_is_by_the_contract_in_force_that_day_else_the_next() {
    let former = Contract { end: Some(day("2026-06-30")), ..contract(NoticeRule::Days(10)) };
    let coming = Contract { start: day("2027-01-01"), ..contract(NoticeRule::Days(20)) };
    let chosen = |on: &str| contract_for_notice(&[&former, &coming], day(on)).map(|c| c.notice_municipality);
    assert_eq!(chosen("2026-06-30"), Ok(Some(NoticeRule::Days(10))));
    assert_eq!(chosen("2026-07-01"), Ok(Some(NoticeRule::Days(20))));
}

#[test]
fn of_two_versions_in_force_the_one_that_began_last_counts() {
    let first = contract(NoticeRule::Days(10));
    let allonge = Contract { start: day("2026-01-01"), ..contract(NoticeRule::Days(20)) };
    let chosen = contract_for_notice(&[&first, &allonge], day("2026-11-20")).expect("a contract");
    assert_eq!(chosen.start, day("2026-01-01"));
}

#[test]
fn without_a_contract_or_a_rule_the_error_says_which() {
    assert_eq!(
        notice_given(&[], Party::Municipality, day("2026-11-20")).map_err(NoticeError::code),
        Err("contract_missing")
    );
    assert_eq!(
        notice_given(&[&contract(NoticeRule::SameDay)], Party::Provider, day("2026-11-20"))
            .map_err(NoticeError::code),
        Err("notice_rule_missing")
    );
}

/// Contracts of every shape: with and without minimum term, fixed end and renewal.
fn contracts() -> impl Strategy<Value = Contract> {
    let rule = prop_oneof![
        Just(NoticeRule::SameDay),
        (0_u32..120).prop_map(NoticeRule::Days),
        (0_u32..13).prop_map(NoticeRule::Months),
        (0_u32..13).prop_map(NoticeRule::RunningMonthPlusMonths),
        (0_u32..60).prop_map(NoticeRule::RunningMonthPlusDays),
    ];
    let base = day("2026-01-01");
    (
        rule,
        proptest::option::of(0_i64..900),
        proptest::option::of(0_i64..900),
        proptest::option::of(1_u32..25),
    )
        .prop_map(move |(rule, minimum, end, renewal)| Contract {
            minimum_until: minimum.map(|n| add_days(base, n)),
            end: end.map(|n| add_days(base, n)),
            renews_by_months: renewal,
            ..contract(rule)
        })
}

proptest! {
    #[test]
    fn a_later_notice_never_ends_the_contract_earlier(contract in contracts(), at in 0_i64..900, later in 0_i64..200) {
        let given = add_days(day("2026-01-01"), at);
        let first = contract.notice_end(Party::Municipality, given);
        let second = contract.notice_end(Party::Municipality, add_days(given, later));
        if let (Ok(Some(first)), Ok(Some(second))) = (first, second) {
            prop_assert!(first.ends <= second.ends);
            prop_assert!(first.ends >= given);
        }
    }

    #[test]
    fn the_latest_day_is_in_time_by_rule_and_minimum_term_and_no_later_day_is(contract in contracts(), at in 0_i64..900) {
        let wanted = add_days(day("2026-01-01"), at);
        let rule = contract.notice_municipality.expect("a rule");
        let by_rule_and_minimum = |given: NaiveDate| {
            let end = rule.end(given).expect("an end");
            contract.minimum_until.filter(|until| end < *until).map_or(end, |until| rule.minimum_end(until))
        };
        match contract.notice_by(Party::Municipality, wanted, wanted) {
            Ok(NoticeAnswer::Latest(latest)) => {
                prop_assert!(by_rule_and_minimum(latest.last_day) <= wanted);
                let capped = contract.fixed_end() == Some(latest.last_day);
                prop_assert!(capped || by_rule_and_minimum(add_days(latest.last_day, 1)) > wanted);
                prop_assert!(latest.last_workday <= latest.last_day);
                prop_assert!(holidays::is_workday(latest.last_workday));
            }
            Ok(NoticeAnswer::NotByThen { .. }) => {
                prop_assert!(by_rule_and_minimum(add_days(wanted, -4000)) > wanted);
            }
            Ok(_) => prop_assert!(false, "a rule that ends"),
            Err(error) => prop_assert_eq!(error.code(), "contract_ended"),
        }
    }
}
