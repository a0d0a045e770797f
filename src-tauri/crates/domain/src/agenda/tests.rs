//! What is due, when, and whose it is (design §8).

use rstest::rstest;

use super::examples::{OneCase, contract, day, follow_up, goal, line, step};
use super::*;
use crate::{
    Contract, FollowUp, FollowUpResult, FurtherTerms, LegalBasis, NoticeGiven, NoticeRule, Party, RateLine,
};

fn today() -> NaiveDate {
    day("2026-11-20")
}

/// Due days and kinds of a case on 20-11-2026, but for the goal that every case has.
fn due(case: &OneCase) -> Vec<(NaiveDate, AgendaKind)> {
    case.file()
        .agenda(&Settings::default(), today())
        .into_iter()
        .map(|item| (item.due, item.kind()))
        .filter(|(_, kind)| *kind != AgendaKind::GoalFollowUp)
        .collect()
}

#[rstest]
#[case(-1, "overdue")]
#[case(0, "due_30")]
#[case(30, "due_30")]
#[case(31, "due_90")]
#[case(90, "due_90")]
#[case(91, "later")]
fn the_state_goes_by_days_from_today(#[case] days: i64, #[case] state: &str) {
    assert_eq!(DueState::of_days(days).code(), state);
}

#[test]
fn a_case_in_order_has_only_its_next_follow_up() {
    let items = OneCase::in_order().file().agenda(&Settings::default(), today());
    assert_eq!(items.len(), 1);
    assert_eq!((items[0].kind(), items[0].due), (AgendaKind::GoalFollowUp, day("2027-02-01")));
    assert_eq!((items[0].days, items[0].state), (73, DueState::Due90));
    assert_eq!(items[0].owner, Owner::CaseWorker("Karina Holst".to_owned()));
}

#[test]
fn notice_is_due_on_the_last_workday_to_end_by_genforhandles_else_by_slut() {
    let mut case = OneCase::in_order();
    case.contracts[0].end = Some(day("2027-12-31"));
    let end = (day("2027-12-31"), AgendaKind::ContractEnd);
    assert_eq!(due(&case), [(day("2027-09-30"), AgendaKind::Notice), end]);
    case.contracts[0].renegotiate_on = Some(day("2027-03-31"));
    assert_eq!(
        due(&case),
        [(day("2026-12-30"), AgendaKind::Notice), (day("2027-03-31"), AgendaKind::Renegotiation), end]
    );
}

#[test]
fn there_is_no_notice_to_remember_without_a_rule_or_where_it_can_not_be_given() {
    let mut case = OneCase::in_order();
    case.contracts[0].renegotiate_on = Some(day("2027-03-31"));
    for rule in [None, Some(NoticeRule::Never)] {
        case.contracts[0].notice_municipality = rule;
        assert_eq!(due(&case), [(day("2027-03-31"), AgendaKind::Renegotiation)]);
    }
}

#[test]
fn a_contract_that_has_renewed_itself_is_due_by_the_term_that_runs() {
    let mut case = OneCase::in_order();
    case.contracts[0].end = Some(day("2026-08-31"));
    case.contracts[0].renews_by_months = Some(12);
    assert_eq!(
        due(&case),
        [(day("2027-05-31"), AgendaKind::Notice), (day("2027-08-31"), AgendaKind::ContractEnd)]
    );
}

#[test]
fn a_term_that_passed_since_the_contract_was_recorded_stays_until_it_is_handled() {
    let mut case = OneCase::in_order();
    case.contracts[0].end = Some(day("2025-08-31"));
    case.contracts[0].renews_by_months = Some(12);
    case.contracts[0].terms = FurtherTerms::recorded_on(day("2026-03-01"));
    let (notice, end) = (AgendaKind::Notice, AgendaKind::ContractEnd);
    assert_eq!(
        due(&case),
        [
            (day("2026-05-29"), notice),
            (day("2026-08-31"), end),
            (day("2027-05-31"), notice),
            (day("2027-08-31"), end)
        ],
        "the term of 2025 was over before anybody here knew of the contract"
    );
    let items = case.file().agenda(&Settings::default(), today());
    for item in items.iter().filter(|item| item.key.due < today()) {
        case.marks.push(super::examples::mark(&item.key));
    }
    for mark in &mut case.marks {
        let (by, reason) = ("Pia Lindskov".to_owned(), "løber videre".to_owned());
        mark.handled = Some(crate::Handled { on: today(), by, reason });
    }
    assert_eq!(due(&case), [(day("2027-05-31"), notice), (day("2027-08-31"), end)]);
}

/// The contract of the case with an allonge from 01-01-2027 that came into the register today.
fn with_allonge(mut case: OneCase) -> OneCase {
    let former = &case.contracts[0];
    let allonge = Contract {
        id: contract(2).id,
        start: day("2027-01-01"),
        end: Some(day("2027-08-31")),
        minimum_until: Some(day("2027-06-30")),
        amends: Some(former.id),
        terms: FurtherTerms::recorded_on(today()),
        ..former.clone()
    };
    case.contracts.push(allonge);
    case
}

#[rstest]
#[case::that_renews_itself(Some(12))]
#[case::that_ended(None)]
fn what_passed_of_a_contract_stays_when_an_allonge_is_saved_and_goes_when_it_takes_over(
    #[case] renews_by_months: Option<u32>,
) {
    let mut case = OneCase::in_order();
    case.contracts[0].end = Some(day("2026-08-31"));
    case.contracts[0].renews_by_months = renews_by_months;
    case.contracts[0].terms = FurtherTerms::recorded_on(day("2026-03-01"));
    let case = with_allonge(case);
    let overdue_on = |on: &str| -> Vec<(NaiveDate, AgendaKind)> {
        let items = case.file().agenda(&Settings::default(), day(on));
        items.into_iter().map(|item| (item.due, item.kind())).filter(|(due, _)| *due < today()).collect()
    };
    let expected = [(day("2026-05-29"), AgendaKind::Notice), (day("2026-08-31"), AgendaKind::ContractEnd)];
    for on in ["2026-11-20", "2026-12-31"] {
        assert_eq!(overdue_on(on), expected, "{on}");
    }
    assert_eq!(overdue_on("2027-01-01"), []);
}

#[test]
fn a_term_that_passes_after_the_allonge_is_known_makes_nothing_due() {
    let mut case = OneCase::in_order();
    case.contracts[0].end = Some(day("2026-12-10"));
    case.contracts[0].renews_by_months = Some(12);
    case.contracts[0].terms = FurtherTerms::recorded_on(day("2026-03-01"));
    let items = with_allonge(case).file().agenda(&Settings::default(), day("2026-12-20"));
    assert!(items.iter().all(|item| item.due != day("2026-12-10")), "the allonge's end took its place");
}

#[test]
fn an_expired_contract_stays_overdue_until_another_follows() {
    let mut case = OneCase::in_order();
    case.contracts[0].end = Some(day("2026-10-31"));
    assert!(due(&case).contains(&(day("2026-10-31"), AgendaKind::ContractEnd)));
    case.contracts.push(Contract { start: day("2026-11-01"), ..contract(2) });
    assert_eq!(due(&case), []);
}

#[test]
fn an_expired_contract_stays_overdue_until_the_one_that_is_agreed_already_begins() {
    let mut case = OneCase::in_order();
    case.contracts[0].end = Some(day("2026-10-31"));
    let renegotiate_on = Some(day("2027-06-01"));
    case.contracts.push(Contract { start: day("2026-11-21"), renegotiate_on, ..contract(2) });
    let kinds = |case: &OneCase, on: &str| -> Vec<AgendaKind> {
        case.file().agenda(&Settings::default(), day(on)).iter().map(AgendaItem::kind).collect()
    };
    // The day it ended, the days without a contract, the day the next one begins.
    for on in ["2026-10-31", "2026-11-01", "2026-11-20"] {
        assert!(kinds(&case, on).contains(&AgendaKind::ContractEnd), "{on}: {:?}", kinds(&case, on));
        assert!(!kinds(&case, on).contains(&AgendaKind::Renegotiation), "{on}");
    }
    assert!(!kinds(&case, "2026-11-21").contains(&AgendaKind::ContractEnd));
    assert!(kinds(&case, "2026-11-21").contains(&AgendaKind::Renegotiation));
    // Before the first contract it is the first one's days that count.
    case.contracts.remove(0);
    assert!(kinds(&case, "2026-11-20").contains(&AgendaKind::Renegotiation));
}

#[test]
fn every_line_that_has_not_ended_is_reviewed_on_its_day() {
    let mut case = OneCase::in_order();
    let review = Some(day("2026-06-30"));
    case.lines.push(crate::RateLine { review_on: review, ..line(2, Service::NightWatch) });
    let ends_today = Some(today());
    case.lines.push(crate::RateLine { review_on: review, to: ends_today, ..line(3, Service::OneToOne) });
    let ended = Some(day("2026-11-19"));
    case.lines.push(crate::RateLine { review_on: review, to: ended, ..line(4, Service::OneToOne) });
    case.lines.push(crate::RateLine { review_on: review, annulled: true, ..line(5, Service::OneToOne) });
    assert_eq!(due(&case), [(day("2026-06-30"), AgendaKind::RateReview); 2]);
}

#[test]
fn supervision_is_due_at_the_end_of_skaerpet_tilsyn_and_the_deadline_of_paabud() {
    let mut case = OneCase::in_order();
    case.offer.supervision_to = Some(day("2027-02-14"));
    assert_eq!(due(&case), []);
    for status in [SupervisionStatus::Tightened, SupervisionStatus::Order] {
        case.offer.supervision = Some(status);
        assert_eq!(due(&case), [(day("2027-02-14"), AgendaKind::Supervision)]);
    }
}

#[rstest]
#[case::ceased_during_the_stay("2026-01-01", "2026-10-21")]
#[case::moved_in_after_it_ceased("2026-11-10", "2026-12-01")]
fn approval_is_due_three_weeks_into_the_use(#[case] moved_in: &str, #[case] expected: &str) {
    let mut case = OneCase::in_order();
    case.placement.moved_in = day(moved_in);
    case.offer.supervision = Some(SupervisionStatus::Ceased);
    case.offer.supervision_from = Some(day("2026-09-30"));
    assert_eq!(due(&case), [(day(expected), AgendaKind::Approval)]);
}

#[test]
fn a_stay_is_due_on_its_expected_end_and_stays_so_past_it() {
    let mut case = OneCase::in_order();
    case.placement.expected_end = Some(day("2026-06-30"));
    assert_eq!(due(&case), [(day("2026-06-30"), AgendaKind::StayEnd)]);
}

#[test]
fn of_open_goals_the_earliest_follow_up_is_due_and_of_ended_ones_none() {
    let mut case = OneCase::in_order();
    case.goals.push(goal(2));
    case.follow_ups.push(follow_up(2, 2, "2026-06-01"));
    let next = |case: &OneCase| case.file().next_goal_follow_up(&Settings::default(), today()).map(|n| n.1);
    assert_eq!(next(&case), Some(day("2026-09-01")));
    let ends = FollowUp { result: Some(FollowUpResult::End), ..follow_up(3, 2, "2026-07-01") };
    case.follow_ups.push(ends);
    assert_eq!(next(&case), Some(day("2027-02-01")));
}

#[test]
fn ended_placements_give_no_reminders_and_planned_ones_do() {
    let mut case = OneCase::in_order();
    case.contracts[0].renegotiate_on = Some(day("2026-10-01"));
    case.placement.ended_on = Some(day("2026-11-19"));
    assert_eq!(due(&case), []);
    case.placement.ended_on = None;
    case.placement.moved_in = day("2027-01-15");
    assert!(due(&case).contains(&(day("2026-10-01"), AgendaKind::Renegotiation)));
}

#[test]
fn money_is_the_forhandlers_the_rest_the_sagsbehandlers_and_what_nobody_owns_the_centerchefs() {
    let mut case = OneCase::in_order();
    case.contracts[0].renegotiate_on = Some(day("2026-10-01"));
    case.placement.expected_end = Some(day("2027-12-31"));
    let owners = |case: &OneCase| -> Vec<String> {
        let items = case.file().agenda(&Settings::default(), today());
        let of = |kind| items.iter().find(|item| item.kind() == kind).map(|i| i.owner.name().to_owned());
        [AgendaKind::Renegotiation, AgendaKind::StayEnd].into_iter().filter_map(of).collect()
    };
    assert_eq!(owners(&case), ["Pia Lindskov", "Karina Holst"]);
    case.contracts[0].negotiator = None;
    assert_eq!(owners(&case), ["Karina Holst", "Karina Holst"]);
    case.placement.case_worker = Some(" ".to_owned());
    assert_eq!(owners(&case), ["centerchef", "centerchef"]);
}

#[test]
fn the_agenda_is_sorted_by_day_then_case_then_kind() {
    let mut first = OneCase::in_order();
    first.placement.expected_end = Some(day("2027-03-31"));
    first.contracts[0].renegotiate_on = Some(day("2027-03-31"));
    let mut second = first.clone();
    second.placement.case = CaseNumber::new("S-0").expect("a number");
    let items = agenda(&[first.file(), second.file()], &Settings::default(), today());
    let order: Vec<_> = items
        .iter()
        .filter(|item| item.due == day("2027-03-31"))
        .map(|item| (item.case.as_str(), item.kind().code()))
        .collect();
    assert_eq!(
        order,
        [("S-0", "renegotiation"), ("S-0", "stay_end"), ("S-1", "renegotiation"), ("S-1", "stay_end")]
    );
}

#[test]
fn an_offer_is_asked_about_no_paragraph_for_botilbudslignende() {
    let mut case = OneCase::in_order();
    case.placement.legal_basis = LegalBasis::HousingLike;
    assert_eq!(due(&case), []);
}

#[test]
fn a_trappetakst_is_due_on_its_own_day_until_the_lower_rate_is_agreed() {
    let mut case = OneCase::in_order();
    case.steps.push(step("2026-10-01"));
    assert_eq!(due(&case), [(day("2026-10-01"), AgendaKind::StepRate)]);
    let item = case.file().agenda(&Settings::default(), today()).remove(0);
    assert_eq!(item.owner, Owner::Negotiator("Pia Lindskov".to_owned()), "it is about money");
    // 200,00 kr. a day less, 365 days.
    let AgendaSubject::StepRate { yearly_saving, .. } = item.subject else { panic!("{item:?}") };
    assert_eq!(yearly_saving, Money::from_kroner(73_000));

    case.lines[0].to = Some(day("2026-11-30"));
    let agreed = RateLine {
        from: day("2026-12-01"),
        amount: Rate::from_scaled(18_000_000),
        ..line(2, Service::BaseRate)
    };
    case.lines.push(agreed);
    let items = case.file().agenda(&Settings::default(), day("2026-12-01"));
    assert!(items.iter().all(|item| item.kind() != AgendaKind::StepRate), "{items:?}");
}

#[test]
fn a_trappetakst_on_a_goal_is_due_the_day_the_sagsbehandler_confirmed_it() {
    let mut case = OneCase::in_order();
    case.steps.push(crate::StepRate { from: None, when_goal: Some(case.goals[0].id), ..step("2026-10-01") });
    assert_eq!(due(&case), [], "not reached");
    let level = crate::Level::new(1);
    case.follow_ups.push(FollowUp { level, ..follow_up(2, 1, "2026-11-10") });
    assert_eq!(due(&case), [(day("2026-11-10"), AgendaKind::StepRate)]);
    case.follow_ups[1].source = Some(crate::Source::Provider);
    assert_eq!(due(&case), [], "the provider's own measurement doesn't do");
}

#[test]
fn notice_that_was_given_ends_the_contract_and_leaves_no_notice_to_give() {
    let mut case = OneCase::in_order();
    case.contracts[0].end = Some(day("2026-08-31"));
    case.contracts[0].renews_by_months = Some(12);
    case.contracts[0].notice_given = Some(NoticeGiven {
        on: day("2026-11-12"),
        by: Party::Municipality,
        ends: day("2027-08-31"),
        decision_on: None,
    });
    let end = AgendaSubject::ContractEnd { contract: case.contracts[0].id, renews_by_months: None };
    let items = case.file().agenda(&Settings::default(), today());
    let of_contract: Vec<_> = items.iter().filter(|item| item.kind() != AgendaKind::GoalFollowUp).collect();
    assert_eq!(of_contract.len(), 1, "{items:?}");
    assert_eq!((of_contract[0].due, &of_contract[0].subject), (day("2027-08-31"), &end));
}
