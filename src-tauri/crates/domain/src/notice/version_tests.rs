//! Notice of contracts that were changed by allonger, and of those that notice was given of (domain §3).

use chrono::NaiveDate;
use proptest::prelude::*;

use super::tests::{contract, day};
use super::*;
use crate::NoticeGiven;

/// A version with a number as its id, and the one it amends.
fn version(number: u128, start: &str, rule: NoticeRule) -> Contract {
    Contract {
        id: ContractId(uuid::Uuid::from_u128(number)),
        start: day(start),
        amends: number.checked_sub(1).filter(|n| *n > 0).map(|n| ContractId(uuid::Uuid::from_u128(n))),
        ..contract(rule)
    }
}

fn noticed(contract: Contract, ends: &str) -> Contract {
    let notice =
        NoticeGiven { on: day("2026-11-20"), by: Party::Provider, ends: day(ends), decision_on: None };
    Contract { notice_given: Some(notice), ..contract }
}

fn end_of(contracts: &[&Contract], given: &str) -> Option<NaiveDate> {
    notice_given(contracts, Party::Municipality, day(given)).expect("an answer").answer.ends()
}

#[test]
fn a_version_holds_until_the_next_begins_and_does_not_come_back() {
    let first = version(1, "2025-01-01", NoticeRule::Days(10));
    let second = Contract { end: Some(day("2026-06-30")), ..version(2, "2026-01-01", NoticeRule::Days(20)) };
    let both = [&first, &second];
    let held = |on: &str| contract_in_force(&both, day(on)).map(|found| found.start);
    assert_eq!(held("2025-12-31"), Some(first.start));
    assert_eq!(held("2026-01-01"), Some(second.start));
    assert_eq!(held("2026-07-01"), None, "the open contract that it amended is over");
    assert_eq!(
        contract_for_notice(&both, day("2026-07-01")).map(|found| found.start),
        Err(NoticeError::ContractEnded { ended_on: day("2026-06-30") })
    );
}

#[test]
fn an_allonge_that_prolongs_moves_the_end_that_caps_notice_today() {
    let rule = NoticeRule::Months(3);
    let first = Contract { end: Some(day("2026-12-31")), ..version(1, "2025-01-01", rule) };
    let second = Contract { end: Some(day("2027-12-31")), ..version(2, "2027-01-01", rule) };
    assert_eq!(end_of(&[&first], "2026-11-20"), Some(day("2026-12-31")));
    assert_eq!(end_of(&[&first, &second], "2026-11-20"), Some(day("2027-02-20")));
    assert_eq!(term_end(&[&first, &second], &first, day("2026-11-20")), Some(day("2027-12-31")));
}

#[test]
fn a_minimum_term_that_an_allonge_agrees_binds_before_it_begins() {
    let first = version(1, "2025-01-01", NoticeRule::Days(90));
    let second =
        Contract { minimum_until: Some(day("2027-12-31")), ..version(2, "2027-01-01", NoticeRule::Days(90)) };
    assert_eq!(end_of(&[&first, &second], "2026-11-20"), Some(day("2027-12-31")));
}

#[test]
fn a_longer_notice_to_come_makes_the_day_before_it_begins_the_latest() {
    let first = version(1, "2025-01-01", NoticeRule::Days(10));
    let second = version(2, "2027-01-01", NoticeRule::Days(200));
    let wanted = day("2027-03-31");
    let found = notice_for_end(&[&first, &second], Party::Municipality, wanted, day("2026-11-20"))
        .expect("an answer");
    let NoticeAnswer::Latest(latest) = found.answer else { panic!("{found:?}") };
    assert_eq!((latest.last_day, latest.end.ends), (day("2026-12-31"), day("2027-01-10")));
    // A day later it is 200 days.
    assert_eq!(latest.delay.and_then(|days| days.to()), Some(day("2027-07-20")));
}

#[test]
fn given_notice_ends_the_contract_and_later_notice_ends_it_no_later() {
    let open = noticed(contract(NoticeRule::Days(90)), "2027-01-31");
    assert!(open.is_in_force(day("2027-01-31")) && !open.is_in_force(day("2027-02-01")));
    let end = open.notice_end(Party::Municipality, day("2026-11-20")).expect("a rule").expect("an end");
    assert_eq!(end.ends, day("2027-01-31"));
    assert_eq!(end.cause, EndCause::EarlierNotice { ends: day("2027-01-31") });
    let sooner = Contract { notice_municipality: Some(NoticeRule::Days(5)), ..open };
    assert_eq!(end_of(&[&sooner], "2026-11-20"), Some(day("2026-11-25")));
}

#[test]
fn a_contract_that_renews_itself_stops_doing_so_when_notice_is_given() {
    let renewing = Contract {
        end: Some(day("2026-06-30")),
        renews_by_months: Some(12),
        ..contract(NoticeRule::Days(90))
    };
    assert_eq!(renewing.current_term_end(day("2026-11-20")), Some(day("2027-06-30")));
    let noticed = noticed(renewing, "2027-06-30");
    assert_eq!(noticed.current_term_end(day("2028-01-01")), Some(day("2027-06-30")));
    assert!(!noticed.is_in_force(day("2027-07-01")));
}

/// Up to three versions of one contract, each beginning after the one it amends.
fn chains() -> impl Strategy<Value = Vec<Contract>> {
    let rule = prop_oneof![
        Just(NoticeRule::SameDay),
        (0_u32..120).prop_map(NoticeRule::Days),
        (0_u32..8).prop_map(NoticeRule::Months),
        (0_u32..8).prop_map(NoticeRule::RunningMonthPlusMonths),
        (0_u32..60).prop_map(NoticeRule::RunningMonthPlusDays),
    ];
    let one = (
        rule,
        1_i64..250,
        proptest::option::of(0_i64..700),
        proptest::option::of(300_i64..900),
        proptest::option::of(250_i64..900),
    );
    proptest::collection::vec(one, 1..4).prop_map(|parts| {
        let base = day("2026-01-01");
        let mut start = base;
        let count = parts.len();
        parts
            .into_iter()
            .enumerate()
            .map(|(at, (rule, gap, minimum, end, notice))| {
                let found = Contract {
                    minimum_until: minimum.map(|days| add_days(base, days)),
                    end: end.map(|days| add_days(base, days)),
                    // Notice stands on the last version, which it ends.
                    notice_given: notice.filter(|_| at + 1 == count).map(|days| NoticeGiven {
                        on: base,
                        by: Party::Provider,
                        ends: add_days(base, days),
                        decision_on: None,
                    }),
                    ..version(at as u128 + 1, "2026-01-01", rule)
                };
                let found = Contract { start, ..found };
                start = add_days(start, gap);
                found
            })
            .collect()
    })
}

/// The end by rule and minimum term of notice on a day, by the version that began last before it.
fn in_time_end(chain: &[Contract], given: NaiveDate) -> NaiveDate {
    let at = chain.iter().rposition(|version| version.start <= given).unwrap_or(0);
    let rule = chain[at].notice_municipality.expect("a rule");
    let end = rule.end(given).expect("an end");
    let minimum = chain[at..].iter().filter_map(|version| version.minimum_until).max();
    minimum.filter(|until| end < *until).map_or(end, |until| rule.minimum_end(until))
}

proptest! {
    #[test]
    fn the_latest_day_is_the_latest_whichever_version_holds_that_day(chain in chains(), at in 0_i64..900) {
        let wanted = add_days(day("2026-01-01"), at);
        let refs: Vec<&Contract> = chain.iter().collect();
        let today = chain[0].start;
        let cap = chain.last().and_then(Contract::fixed_end);
        if let Ok(found) = notice_for_end(&refs, Party::Municipality, wanted, today) {
            match found.answer {
                NoticeAnswer::Latest(latest) => {
                    prop_assert!(in_time_end(&chain, latest.last_day) <= wanted);
                    prop_assert!(cap.is_none_or(|cap| latest.last_day <= cap));
                    for later in 1..1000 {
                        let given = add_days(latest.last_day, later);
                        let is_over = cap.is_some_and(|cap| given > cap);
                        prop_assert!(is_over || in_time_end(&chain, given) > wanted, "{given} is in time");
                    }
                }
                NoticeAnswer::NotByThen { .. } => {
                    for days in 0..1000 {
                        let given = add_days(today, days);
                        let is_over = cap.is_some_and(|cap| given > cap);
                        prop_assert!(is_over || in_time_end(&chain, given) > wanted, "{given} is in time");
                    }
                }
                NoticeAnswer::Given(_) | NoticeAnswer::Never { .. } => prop_assert!(false, "a rule that ends"),
            }
        }
    }

    #[test]
    fn at_most_one_version_is_in_force_and_none_after_notice_ended_it(chain in chains(), at in 0_i64..1200) {
        let on = add_days(day("2026-01-01"), at);
        let refs: Vec<&Contract> = chain.iter().collect();
        let holding = refs.iter().filter(|one| one.is_in_force(on) && !is_superseded(&refs, one, on)).count();
        prop_assert!(holding <= 1);
        let ended = chain.last().and_then(|last| last.notice_given.as_ref()).map(|notice| notice.ends);
        if chain.last().is_some_and(|last| last.start <= on) && ended.is_some_and(|end| end < on) {
            prop_assert_eq!(contract_in_force(&refs, on), None);
        }
    }
}
