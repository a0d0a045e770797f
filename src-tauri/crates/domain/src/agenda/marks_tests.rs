//! What marks do to items, and that nothing leaves the agenda by itself.

use proptest::prelude::*;

use super::examples::{OneCase, contract, day, follow_up, goal, line, mark, step};
use super::*;
use crate::notice::contract_in_force;
use crate::{
    AgendaMark, Contract, FollowUpResult, FurtherTerms, Handled, NoticeGiven, Party, Postponed, RateLine,
};

fn today() -> NaiveDate {
    day("2026-11-20")
}

/// A case whose contract is to be renegotiated on 01-09-2026, and that item.
fn renegotiated() -> (OneCase, ItemKey) {
    let mut case = OneCase::in_order();
    case.contracts[0].renegotiate_on = Some(day("2026-09-01"));
    case.contracts[0].notice_municipality = None;
    let item = case.file().agenda(&Settings::default(), today()).remove(0);
    assert_eq!((item.kind(), item.due), (AgendaKind::Renegotiation, day("2026-09-01")));
    let key = item.key;
    (case, key)
}

fn handled(on: &str) -> Option<Handled> {
    Some(Handled { on: day(on), by: "Karina Holst".to_owned(), reason: "aftalt i telefon".to_owned() })
}

fn postponed(until: &str) -> Option<Postponed> {
    Some(Postponed { until: day(until), by: "Karina Holst".to_owned(), reason: "ny leder".to_owned() })
}

fn whole(case: &OneCase) -> CaseAgenda {
    case.file().whole_agenda(&Settings::default(), today())
}

#[test]
fn what_is_handled_is_off_the_list_and_kept_with_its_reason() {
    let (mut case, key) = renegotiated();
    case.marks.push(AgendaMark { handled: handled("2026-11-19"), ..mark(&key) });
    let agenda = whole(&case);
    assert!(agenda.open.iter().all(|item| item.key != key), "{:?}", agenda.open);
    assert_eq!(agenda.handled.len(), 1);
    assert_eq!(agenda.handled[0].marked.handled, handled("2026-11-19"));
}

#[test]
fn a_date_that_is_moved_is_an_item_of_its_own() {
    let (mut case, key) = renegotiated();
    case.marks.push(AgendaMark { handled: handled("2026-11-19"), ..mark(&key) });
    case.contracts[0].renegotiate_on = Some(day("2027-09-01"));
    let agenda = whole(&case);
    assert_eq!((agenda.open[0].kind(), agenda.open[1].due), (AgendaKind::GoalFollowUp, day("2027-09-01")));
    assert_eq!(agenda.handled, []);
}

/// Handles the only item of a kind today; is one of that kind on the list after the offer's standing got worse?
fn is_there_when_worse(mut case: OneCase, kind: AgendaKind, worse: impl FnOnce(&mut OneCase)) -> bool {
    let is_open = |case: &OneCase| whole(case).open.into_iter().find(|item| item.kind() == kind);
    let key = is_open(&case).expect("it is there").key;
    case.marks.push(AgendaMark { handled: handled("2026-11-19"), ..mark(&key) });
    assert_eq!(is_open(&case), None);
    worse(&mut case);
    is_open(&case).is_some_and(|item| item.key.due == key.due)
}

#[test]
fn what_was_handled_hides_nothing_worse_of_the_same_day() {
    let mut case = OneCase::in_order();
    case.offer.approved_for = vec!["§ 101".to_owned()];
    assert!(is_there_when_worse(case, AgendaKind::Approval, |case| {
        case.offer.supervision = Some(SupervisionStatus::Ceased);
    }));
    let mut case = OneCase::in_order();
    case.offer.supervision = Some(SupervisionStatus::Tightened);
    case.offer.supervision_to = Some(day("2026-12-01"));
    assert!(is_there_when_worse(case, AgendaKind::Supervision, |case| {
        case.offer.supervision = Some(SupervisionStatus::Order);
    }));
}

#[test]
fn what_is_put_off_counts_by_the_new_day_and_knows_the_old_one() {
    let (mut case, key) = renegotiated();
    case.marks.push(AgendaMark { postponed: postponed("2026-12-15"), ..mark(&key) });
    let at = |on: &str| {
        let items = case.file().agenda(&Settings::default(), day(on));
        items.into_iter().find(|item| item.key == key).expect("it stays")
    };
    let item = at("2026-11-20");
    assert_eq!((item.due, item.days, item.state), (day("2026-12-15"), 25, DueState::Due30));
    assert_eq!(item.key.due, day("2026-09-01"));
    assert!(item.is_past_its_day());
    // It comes up again by itself.
    assert_eq!((at("2026-12-16").state, at("2026-12-16").days), (DueState::Overdue, -1));
}

#[test]
fn what_is_handed_over_is_the_others_and_knows_whose_it_was() {
    let (mut case, key) = renegotiated();
    case.marks.push(AgendaMark { owner: Some(" Jens Krogh ".to_owned()), ..mark(&key) });
    let item = whole(&case).open.remove(0);
    assert_eq!(item.owner, Owner::HandedTo("Jens Krogh".to_owned()));
    assert!(item.owner.is("jens krogh"));
    assert_eq!(item.marked.handed_over_from, Some(Owner::Negotiator("Pia Lindskov".to_owned())));
    case.marks[0].owner = Some("centerchef".to_owned());
    assert_eq!(whole(&case).open[0].owner, Owner::CenterChief);
}

#[test]
fn when_the_follow_up_that_comes_first_is_handled_the_next_goals_comes_up() {
    let mut case = OneCase::in_order();
    case.goals.push(goal(2));
    case.follow_ups.push(follow_up(2, 2, "2026-11-10"));
    let first = whole(&case).open.remove(0);
    assert_eq!(first.due, day("2027-02-01"));
    case.marks.push(AgendaMark { handled: handled("2026-11-19"), ..mark(&first.key) });
    assert_eq!(whole(&case).open[0].due, day("2027-02-10"));
    // And what was handled stands among what was, with its reason.
    let [done] = whole(&case).handled.try_into().unwrap();
    assert_eq!((done.key, done.marked.handled), (first.key, handled("2026-11-19")));
    case.marks[0] = AgendaMark { postponed: postponed("2027-05-01"), ..mark(&first.key) };
    assert_eq!(whole(&case).open[0].due, day("2027-02-10"));
}

#[test]
fn an_item_is_past_its_day_from_the_day_after() {
    let (case, key) = renegotiated();
    // A goal may be due before it on that day.
    let item = |on: NaiveDate| {
        let items = case.file().agenda(&Settings::default(), on);
        items.into_iter().find(|item| item.key == key).expect("it stays")
    };
    let due = key.due;
    assert!(!item(due).is_past_its_day());
    assert!(item(add_days(due, 1)).is_past_its_day());
}

#[test]
fn marks_end_with_the_placement_and_never_make_an_item() {
    let (mut case, key) = renegotiated();
    case.marks.push(AgendaMark { postponed: postponed("2026-12-15"), ..mark(&key) });
    case.marks.push(AgendaMark {
        handled: handled("2026-11-19"),
        item: "renegotiation".to_owned(),
        ..mark(&key)
    });
    assert_eq!(whole(&case).handled, []);
    case.placement.ended_on = Some(day("2026-11-19"));
    assert_eq!(whole(&case), CaseAgenda::default());
}

/// Days around the day, or none.
fn days() -> impl Strategy<Value = Option<NaiveDate>> {
    proptest::option::of((-400_i64..400).prop_map(|n| add_days(day("2026-11-20"), n)))
}

/// Cases with days of every kind around the day: two contracts, two lines, two goals, a trappetakst, an end.
fn cases() -> impl Strategy<Value = OneCase> {
    let of_contract = (days(), days(), days(), proptest::option::of(1_u32..24), days(), days());
    let of_rates = (days(), days(), days(), days(), days());
    let of_the_rest = (days(), days(), days(), proptest::sample::select(SupervisionStatus::ALL));
    let of_goals = (days(), days(), any::<bool>());
    (of_contract, of_rates, of_the_rest, of_goals).prop_map(
        |(
            (renegotiate, end, minimum, renewal, second_start, noticed),
            (review, night_review, line_end, next_rate, step_on),
            (expected_end, ended_on, supervision_to, status),
            (followed_up, other_followed_up, ends),
        )| {
            let mut case = OneCase::in_order();
            let first = &mut case.contracts[0];
            first.renegotiate_on = renegotiate;
            first.end = end.map(|end| end.max(first.start));
            first.minimum_until = minimum;
            first.renews_by_months = renewal;
            // Known before any day that is asked about.
            first.terms = FurtherTerms::recorded_on(day("2026-01-01"));
            first.notice_given = noticed.map(|on| NoticeGiven {
                on,
                by: Party::Municipality,
                ends: add_days(on, 90),
                decision_on: None,
            });
            if let Some(start) = second_start {
                // An allonge to the first, or a contract of its own.
                let amends = (ends && start > case.contracts[0].start).then_some(case.contracts[0].id);
                let renegotiate_on = Some(add_days(start, 100));
                case.contracts.push(Contract { start, renegotiate_on, amends, ..contract(2) });
                case.contracts.sort_by_key(|contract| contract.start);
            }
            case.lines[0].review_on = review;
            case.lines.push(RateLine {
                review_on: night_review,
                to: line_end,
                ..line(2, Service::NightWatch)
            });
            if let Some(from) = next_rate.filter(|from| *from > case.lines[0].from) {
                case.lines[0].to = Some(add_days(from, -1));
                let amount = Rate::from_scaled(if ends { 17_000_000 } else { 21_000_000 });
                case.lines.push(RateLine { from, amount, ..line(3, Service::BaseRate) });
            }
            case.steps.extend(step_on.map(|on| crate::StepRate { from: Some(on), ..step("2026-10-01") }));
            case.placement.expected_end = expected_end;
            case.placement.ended_on = ended_on.map(|on| on.max(case.placement.moved_in));
            case.offer.supervision = Some(status);
            case.offer.supervision_to = supervision_to;
            case.goals.push(goal(2));
            case.follow_ups.clear();
            case.follow_ups.extend(followed_up.map(|on| follow_up(1, 1, &on.to_string())));
            if let Some(on) = other_followed_up {
                let result = ends.then_some(FollowUpResult::End);
                case.follow_ups.push(crate::FollowUp { result, ..follow_up(2, 2, &on.to_string()) });
            }
            case
        },
    )
}

/// What in the records says that an item of the day before is not there on a day any more.
fn is_said_by_the_records(item: &AgendaItem, case: &OneCase, now: NaiveDate) -> bool {
    let before = add_days(now, -1);
    let file = case.file();
    match &item.subject {
        // The contract was followed by another, whose own days count now. That its term renewed itself says nothing.
        AgendaSubject::ContractEnd { contract, .. }
        | AgendaSubject::Notice { contract, .. }
        | AgendaSubject::Renegotiation { contract } => {
            contract_in_force(&file.contracts, now).is_some_and(|other| other.id != *contract)
        }
        // The line ended.
        AgendaSubject::RateReview { line, .. } => {
            file.rate_lines.iter().any(|known| known.id == *line && known.to == Some(before))
        }
        // The line that it would lower is followed by another rate, which was agreed from the step's day on or is as low.
        AgendaSubject::StepRate { line, .. } => {
            file.rate_lines.iter().any(|known| known.id == *line && known.to == Some(now))
        }
        // The goal was followed up; the next is due later, or the goal has ended.
        AgendaSubject::GoalFollowUp { .. } => {
            file.goals.iter().any(|known| known.follow_ups.iter().any(|entry| entry.date == now))
        }
        AgendaSubject::Approval { .. } | AgendaSubject::StayEnd | AgendaSubject::Supervision { .. } => false,
    }
}

proptest! {
    /// An item that was open on the day before and isn't handled is there with the same kind, subject and day, unless
    /// the placement has ended or the records say what came in its place.
    #[test]
    fn an_item_that_was_open_the_day_before_is_still_there(
        case in cases(),
        at in -300_i64..300,
        put_off in proptest::option::of(0_usize..6),
        done in proptest::option::of(0_usize..6),
    ) {
        let mut case = case;
        let before = add_days(day("2026-11-20"), at);
        let now = add_days(before, 1);
        let settings = Settings::default();
        let items = case.file().agenda(&settings, before);
        if let Some(item) = put_off.and_then(|at| items.get(at)) {
            case.marks.push(AgendaMark { postponed: postponed("2026-12-15"), owner: Some("Jens Krogh".to_owned()), ..mark(&item.key) });
        }
        if let Some(item) = done.and_then(|at| items.get(at)) {
            case.marks.push(AgendaMark { handled: handled("2026-11-19"), ..mark(&item.key) });
        }
        let file = case.file();
        let yesterday = file.agenda(&settings, before);
        let later = file.agenda(&settings, now);
        if file.placement.status(now) == PlacementStatus::Ended {
            prop_assert_eq!(later, []);
            return Ok(());
        }
        for item in yesterday {
            let same = later.iter().find(|other| other.key == item.key);
            prop_assert!(
                same.is_some_and(|same| same.due == item.due) || is_said_by_the_records(&item, &case, now),
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
