//! The sentences about notice, whole and with the days of domain §3's examples.

use super::*;
use rstest::rstest;
use vilkaar_domain::notice::{notice_for_end, notice_given};
use vilkaar_domain::{Contract, ContractId, PlacementId};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("an ISO day")
}

fn contract(rule: NoticeRule) -> Contract {
    Contract {
        id: ContractId(uuid::Uuid::nil()),
        placement: PlacementId(uuid::Uuid::nil()),
        number: None,
        start: day("2020-01-01"),
        end: None,
        notice_municipality: Some(rule),
        notice_provider: Some(NoticeRule::Never),
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
        content: vilkaar_domain::AgreedContent::default(),
        terms: vilkaar_domain::FurtherTerms::default(),
        notice_given: None,
    }
}

fn given(contract: &Contract) -> String {
    because(&notice_given(&[contract], Party::Municipality, day("2026-11-20")).expect("an answer"))
}

#[rstest]
#[case(
    NoticeRule::RunningMonthPlusMonths(3),
    "Opsagt den 20-11-2026 med løbende måned + 3 måneder ophører kontrakten den 28-02-2027: sidste dag i den 3. måned efter opsigelsesmåneden."
)]
#[case(
    NoticeRule::Days(90),
    "Opsagt den 20-11-2026 med 90 dages varsel ophører kontrakten den 18-02-2027: 90 dage efter opsigelsen."
)]
#[case(
    NoticeRule::SameDay,
    "Opsagt den 20-11-2026 fra dag til dag ophører kontrakten den 20-11-2026: samme dag som opsigelsen."
)]
#[case(
    NoticeRule::RunningMonthPlusDays(30),
    "Opsagt den 20-11-2026 med løbende måned + 30 dage ophører kontrakten den 30-12-2026: 30 dage efter opsigelsesmånedens sidste dag."
)]
#[case(
    NoticeRule::Months(1),
    "Opsagt den 20-11-2026 med 1 måneds varsel ophører kontrakten den 20-12-2026: 1 måned efter opsigelsen."
)]
fn an_end_by_the_rule_says_which_day_of_the_rule_it_is(#[case] rule: NoticeRule, #[case] sentence: &str) {
    assert_eq!(given(&contract(rule)), sentence);
}

#[test]
fn a_minimum_term_a_fixed_end_and_tacit_renewal_are_named_with_their_days() {
    let by_month = contract(NoticeRule::RunningMonthPlusMonths(3));
    let minimum = Contract { minimum_until: Some(day("2027-05-15")), ..by_month.clone() };
    assert_eq!(
        given(&minimum),
        "Opsagt den 20-11-2026 med løbende måned + 3 måneder ophører kontrakten den 31-05-2027: varslet \
         alene udløber den 28-02-2027 (sidste dag i den 3. måned efter opsigelsesmåneden), men \
         mindsteperioden løber til 15-05-2027, og varslet gælder til månedens udgang, 31-05-2027."
    );
    let fixed = Contract { end: Some(day("2026-12-31")), ..by_month.clone() };
    assert_eq!(
        given(&fixed),
        "Opsagt den 20-11-2026 med løbende måned + 3 måneder ophører kontrakten den 31-12-2026: varslet \
         udløber først den 28-02-2027 (sidste dag i den 3. måned efter opsigelsesmåneden), men \
         kontrakten slutter selv den 31-12-2026."
    );
    let renewed = Contract { end: Some(day("2026-08-31")), renews_by_months: Some(12), ..by_month.clone() };
    assert_eq!(
        given(&renewed),
        "Opsagt den 20-11-2026 med løbende måned + 3 måneder ophører kontrakten den 31-08-2027: varslet \
         udløber den 28-02-2027 (sidste dag i den 3. måned efter opsigelsesmåneden), men kontrakten \
         forlænges stiltiende med 12 måneder ad gangen fra 31-08-2026 og ophører kun ved en periodes \
         udløb."
    );
}

#[test]
fn a_contract_that_can_not_be_ended_says_by_whom_and_when_it_ends_itself() {
    let open = contract(NoticeRule::Days(90));
    let fixed = Contract { end: Some(day("2027-12-31")), ..open.clone() };
    let by_provider = |contract: &Contract| {
        because(&notice_given(&[contract], Party::Provider, day("2026-11-20")).expect("an answer"))
    };
    assert_eq!(by_provider(&open), "Kontrakten kan ikke opsiges af leverandøren og har ingen fast slutdato.");
    assert_eq!(
        by_provider(&fixed),
        "Kontrakten kan ikke opsiges af leverandøren og slutter selv den 31-12-2027."
    );
}

#[test]
fn a_wanted_end_says_the_last_day_or_why_there_is_none() {
    let by_month = contract(NoticeRule::RunningMonthPlusMonths(3));
    let wanted = |contract: &Contract, end: &str| {
        because(
            &notice_for_end(&[contract], Party::Municipality, day(end), day("2026-11-20"))
                .expect("an answer"),
        )
    };
    assert_eq!(
        wanted(&by_month, "2027-03-31"),
        "For ophør senest den 31-03-2027 skal opsigelsen nå leverandøren senest den 31-12-2026 (sidste \
         arbejdsdag 30-12-2026): opsagt den 31-12-2026 med løbende måned + 3 måneder ophører kontrakten den \
         31-03-2027, sidste dag i den 3. måned efter opsigelsesmåneden."
    );
    let minimum = Contract { minimum_until: Some(day("2027-05-15")), ..by_month };
    assert_eq!(
        wanted(&minimum, "2027-03-31"),
        "Kontrakten kan ikke ophøre senest den 31-03-2027, fordi mindsteperioden løber til 15-05-2027; \
         opsagt den 20-11-2026 med løbende måned + 3 måneder ophører den tidligst den 31-05-2027."
    );
}

#[test]
fn a_wanted_end_within_a_renewed_term_is_said_to_come_first_with_the_term() {
    let renewed = Contract {
        end: Some(day("2026-08-31")),
        renews_by_months: Some(12),
        ..contract(NoticeRule::RunningMonthPlusMonths(1))
    };
    let notice = notice_for_end(&[&renewed], Party::Municipality, day("2027-02-28"), day("2026-11-20"))
        .expect("an answer");
    let sentence = because(&notice);
    assert!(sentence.contains("ophører kontrakten dog først den 31-08-2027, for varslet"), "{sentence}");
    let NoticeAnswer::Latest(found) = notice.answer else { panic!("a latest day") };
    assert_eq!(
        latest(&found),
        "For ophør 28-02-2027: opsig senest 29-01-2027, en fredag (sidste dag, 31-01-2027, er ingen \
         arbejdsdag). Kontrakten ophører dog først 31-08-2027 ved periodens udløb."
    );
}

#[test]
fn the_window_says_it_as_one_would() {
    let ninety = contract(NoticeRule::Days(90));
    let today = notice_given(&[&ninety], Party::Municipality, day("2026-11-20")).expect("an answer");
    assert_eq!(
        given_today(&today),
        "Opsagt i dag ophører den 18-02-2027, fordi kommunens varsel er 90 dage."
    );
    let wanted = notice_for_end(&[&ninety], Party::Municipality, day("2027-02-28"), day("2026-11-20"))
        .expect("an answer");
    let NoticeAnswer::Latest(found) = wanted.answer else { panic!("a latest day") };
    assert_eq!(latest(&found), "For ophør 28-02-2027: opsig senest 30-11-2026, en mandag.");
    assert_eq!(
        found.delay.map(|period| delay(&period, Some(Money::from_oere(246_627)))).as_deref(),
        Some("En dags forsinkelse koster dagen 01-03-2027: 2.466,27 kr.")
    );
    assert_eq!(
        party_rule(Party::Provider, Some(NoticeRule::RunningMonthPlusMonths(3))),
        "Leverandøren: løbende måned + 3 måneder."
    );
}

#[rstest]
#[case("2027-03-01", "2027-03-01", DelayKind::Day)]
#[case("2027-03-01", "2027-03-31", DelayKind::Month)]
#[case("2027-09-01", "2028-08-31", DelayKind::Longer)]
#[case("2027-03-02", "2027-03-31", DelayKind::Longer)]
fn a_day_too_late_costs_a_day_a_month_or_a_term(
    #[case] from: &str,
    #[case] to: &str,
    #[case] kind: DelayKind,
) {
    assert_eq!(Period::new(day(from), Some(day(to))).map(|days| delay_kind(&days)), Some(kind));
}
