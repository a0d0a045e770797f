//! *Seneste opsigelse* is the latest: for both parties, with a minimum term, tacit renewal, allonger that change the
//! rule, and months' ends; and the same of the end on death (domain §3).

use chrono::NaiveDate;
use proptest::prelude::*;

use super::tests::{contract, day};
use super::*;
use crate::calendar::month_end;
use crate::{ContractId, FurtherTerms};

/// Days that are looked at, one by one.
const LOOKED_AT: i64 = 900;

fn rules() -> impl Strategy<Value = NoticeRule> {
    prop_oneof![
        Just(NoticeRule::SameDay),
        (0_u32..120).prop_map(NoticeRule::Days),
        (0_u32..8).prop_map(NoticeRule::Months),
        (0_u32..8).prop_map(NoticeRule::RunningMonthPlusMonths),
        (0_u32..60).prop_map(NoticeRule::RunningMonthPlusDays),
    ]
}

/// A rule that a version may lack, or that lets the party not end it.
fn any_rules() -> impl Strategy<Value = Option<NoticeRule>> {
    prop_oneof![6 => rules().prop_map(Some), 1 => Just(None), 1 => Just(Some(NoticeRule::Never))]
}

/// Days of two years, each other one the 28th to 31st of its month; February of a leap year is among them.
fn days() -> impl Strategy<Value = NaiveDate> {
    let any = || (0_i64..730).prop_map(|n| add_days(day("2027-01-01"), n));
    let late = (any(), 0_i64..3).prop_map(|(on, before)| add_days(month_end(on), -before));
    prop_oneof![any(), late]
}

/// Up to three versions of one contract, each with its own rule for each party and on death.
fn chains() -> impl Strategy<Value = Vec<Contract>> {
    let one = (rules(), any_rules(), any_rules(), 1_i64..250, proptest::option::of(days()));
    (days(), proptest::collection::vec(one, 1..4)).prop_map(|(base, parts)| {
        let mut start = base;
        let mut chain: Vec<Contract> = Vec::new();
        for (at, (rule, later_rule, other_rule, gap, minimum_until)) in parts.into_iter().enumerate() {
            let id = |number: usize| ContractId(uuid::Uuid::from_u128(number as u128));
            chain.push(Contract {
                id: id(at + 1),
                start,
                amends: (at > 0).then(|| id(at)),
                // The first has a rule for both, or there is no answer at all.
                notice_municipality: if at == 0 { Some(rule) } else { later_rule },
                notice_provider: if at == 0 { Some(rule) } else { other_rule },
                minimum_until,
                terms: FurtherTerms { notice_on_death: Some(rule), ..FurtherTerms::default() },
                ..contract(NoticeRule::SameDay)
            });
            start = add_days(start, gap);
        }
        chain
    })
}

/// The end by the rule and the minimum term alone of notice on a day, by the version that holds that day; none where
/// the party can't give it.
fn end_alone(chain: &[Contract], party: Party, given: NaiveDate) -> Option<NaiveDate> {
    let at = chain.iter().rposition(|version| version.start <= given).unwrap_or(0);
    let rule = chain[at].notice_rule(party)?;
    let end = rule.end(given)?;
    let minimum = chain[at..].iter().filter_map(|version| version.minimum_until).max();
    Some(minimum.filter(|until| end < *until).map_or(end, |until| rule.minimum_end(until)))
}

fn parties() -> impl Strategy<Value = Party> {
    prop_oneof![Just(Party::Municipality), Just(Party::Provider)]
}

proptest! {
    #[test]
    fn no_day_after_the_latest_is_in_time_whoever_gives_notice_and_whatever_the_versions_say(
        chain in chains(), party in parties(), wanted in days(), fixed in proptest::option::of(days()),
    ) {
        let mut chain = chain;
        if let Some(last) = chain.last_mut() {
            last.end = fixed.map(|end| end.max(last.start));
        }
        let refs: Vec<&Contract> = chain.iter().collect();
        let today = chain[0].start;
        let cap = chain.last().and_then(Contract::fixed_end);
        let is_in_time = |given: NaiveDate| {
            cap.is_none_or(|cap| given <= cap) && end_alone(&chain, party, given).is_some_and(|end| end <= wanted)
        };
        match notice_for_end(&refs, party, wanted, today).map(|found| found.answer) {
            Ok(NoticeAnswer::Latest(latest)) => {
                prop_assert!(is_in_time(latest.last_day), "{} is too late", latest.last_day);
                for later in 1..LOOKED_AT {
                    let given = add_days(latest.last_day, later);
                    prop_assert!(!is_in_time(given), "{given} is in time, after {}", latest.last_day);
                }
            }
            Ok(NoticeAnswer::NotByThen { .. } | NoticeAnswer::Never { .. }) => {
                for days in 0..LOOKED_AT {
                    prop_assert!(!is_in_time(add_days(today, days)), "{} is in time", add_days(today, days));
                }
            }
            Ok(NoticeAnswer::Given(_)) => prop_assert!(false, "an end was asked about"),
            Err(NoticeError::ContractEnded { .. }) => prop_assert!(cap.is_some()),
            Err(error) => prop_assert!(false, "{error}"),
        }
    }

    #[test]
    fn for_the_end_of_a_term_that_renews_itself_a_day_later_is_the_next_term(
        chain in chains(), party in parties(), first_end in days(), months in 1_u32..14, ahead in 0_i64..400,
    ) {
        let mut chain = chain;
        let renewing = chain.last_mut().expect("a version");
        renewing.end = Some(first_end.max(renewing.start));
        renewing.renews_by_months = Some(months);
        let refs: Vec<&Contract> = chain.iter().collect();
        let today = chain[0].start;
        let term = term_end(&refs, refs[0], add_days(first_end, ahead)).expect("an end");
        let ends = |given| notice_given(&refs, party, given).ok()?.answer.ends();
        if let Ok(NoticeAnswer::Latest(latest)) = notice_for_end(&refs, party, term, today).map(|f| f.answer) {
            prop_assume!(latest.last_day >= today);
            prop_assert!(ends(latest.last_day).is_some_and(|end| end <= term));
            for later in 1..LOOKED_AT {
                let given = add_days(latest.last_day, later);
                prop_assert!(ends(given).is_none_or(|end| end > term), "{given} ends it in time");
            }
        }
    }

    #[test]
    fn on_death_it_ends_by_its_own_rule_never_after_its_end_and_no_earlier_for_a_later_death(
        chain in chains(), fixed in proptest::option::of(days()), on in 0_i64..700, later in 0_i64..60,
    ) {
        let mut chain = chain;
        if let Some(last) = chain.last_mut() {
            last.end = fixed.map(|end| end.max(last.start));
        }
        let refs: Vec<&Contract> = chain.iter().collect();
        let died = add_days(chain[0].start, on);
        let Some(held) = contract_in_force(&refs, died) else { return Ok(()) };
        let rule = held.terms.notice_on_death.expect("a rule");
        let end = end_on_death(&refs, held, died).expect("an end");
        let cap = chain.last().and_then(Contract::fixed_end);
        prop_assert!(Some(end) == rule.end(died) || Some(end) == cap);
        prop_assert!(cap.is_none_or(|cap| end <= cap) && end >= died);
        prop_assert!(end_on_death(&refs, held, add_days(died, later)) >= Some(end));
    }
}
