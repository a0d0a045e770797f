//! What is due, when, and whose it is (design §8).

use proptest::prelude::*;
use rstest::rstest;

use super::examples::{OneCase, contract, day, follow_up, goal, line};
use super::*;
use crate::{FollowUp, FollowUpResult, LegalBasis, NoticeRule};

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
fn an_expired_contract_stays_overdue_until_another_follows() {
    let mut case = OneCase::in_order();
    case.contracts[0].end = Some(day("2026-10-31"));
    assert!(due(&case).contains(&(day("2026-10-31"), AgendaKind::ContractEnd)));
    case.contracts.push(Contract { start: day("2026-11-01"), ..contract(2) });
    assert_eq!(due(&case), []);
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

/// Cases with days of every kind around the day.
fn cases() -> impl Strategy<Value = OneCase> {
    let days = || proptest::option::of((-400_i64..400).prop_map(|n| add_days(day("2026-11-20"), n)));
    let status = proptest::sample::select(SupervisionStatus::ALL);
    (days(), days(), days(), days(), days(), days(), status, proptest::option::of(1_u32..24)).prop_map(
        |(renegotiate, end, minimum, expected_end, review, supervision_to, status, renewal)| {
            let mut case = OneCase::in_order();
            case.contracts[0].renegotiate_on = renegotiate;
            case.contracts[0].end = end.map(|end| end.max(case.contracts[0].start));
            case.contracts[0].minimum_until = minimum;
            case.contracts[0].renews_by_months = renewal;
            case.placement.expected_end = expected_end;
            case.lines[0].review_on = review;
            case.offer.supervision = Some(status);
            case.offer.supervision_to = supervision_to;
            // A follow-up on a later day would handle the goal's item, as it should.
            case.follow_ups.clear();
            case
        },
    )
}

proptest! {
    #[test]
    fn an_item_that_was_open_the_day_before_is_still_there(case in cases(), at in -300_i64..300) {
        let before = add_days(day("2026-11-20"), at);
        let settings = Settings::default();
        let file = case.file();
        let yesterday = file.agenda(&settings, before);
        let now = file.agenda(&settings, add_days(before, 1));
        let renewed = case.contracts[0].renewal().is_some();
        for item in yesterday {
            // A term that has renewed itself is followed by the next term's day; the rest stay as they are.
            let moves = renewed && matches!(item.kind(), AgendaKind::ContractEnd | AgendaKind::Notice);
            prop_assert!(
                now.iter().any(|later| later.kind() == item.kind() && (moves || later.due == item.due)),
                "{:?} due {} lost", item.kind(), item.due
            );
        }
    }

    #[test]
    fn notice_is_due_on_a_workday_in_time(case in cases()) {
        for item in case.file().agenda(&Settings::default(), today()) {
            if let AgendaSubject::Notice { latest, .. } = item.subject {
                prop_assert!(latest.last_workday <= latest.last_day);
                prop_assert_eq!(item.due, latest.last_workday);
            }
        }
    }
}

#[test]
fn an_offer_is_asked_about_no_paragraph_for_botilbudslignende() {
    let mut case = OneCase::in_order();
    case.placement.legal_basis = LegalBasis::HousingLike;
    assert_eq!(due(&case), []);
}
