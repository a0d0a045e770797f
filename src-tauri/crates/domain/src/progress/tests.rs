//! The table of outcomes and what counts as behind, ended and due (domain §4).

use chrono::NaiveDate;
use rstest::rstest;

use super::*;
use crate::{CaseNumber, CitizenId, ContractId, FollowUpId, GoalId, NoticeRule, OfferId, PlacementId};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("an ISO day")
}

fn level(number: u8) -> Level {
    Level::new(number).expect("0 to 4")
}

fn goal(goal_type: GoalType, start: u8, expected: u8) -> Goal {
    Goal {
        id: GoalId(uuid::Uuid::nil()),
        placement: PlacementId(uuid::Uuid::nil()),
        key: "M1".to_owned(),
        undertema: None,
        goal_type,
        start_level: level(start),
        expected_level: level(expected),
        from: day("2026-01-01"),
        deadline: Some(day("2026-12-31")),
        wishes: None,
        purpose: None,
        wording: None,
    }
}

fn entry(id: u128, date: &str, measured: Option<u8>, source: Source) -> FollowUp {
    FollowUp {
        id: FollowUpId(uuid::Uuid::from_u128(id)),
        goal: GoalId(uuid::Uuid::nil()),
        date: day(date),
        level: measured.map(level),
        source: Some(source),
        result: None,
        remark: None,
    }
}

fn placement(legal_basis: LegalBasis) -> Placement {
    Placement {
        id: PlacementId(uuid::Uuid::nil()),
        case: CaseNumber::new("S-1").expect("a number"),
        citizen: CitizenId(uuid::Uuid::nil()),
        offer: OfferId(uuid::Uuid::nil()),
        legal_basis,
        target_group: None,
        secondary_target_group: None,
        support_need: None,
        moved_in: day("2025-01-01"),
        expected_end: None,
        ended_on: None,
        support_hours: None,
        case_worker: None,
        second_case_worker: None,
        acting_municipality: None,
        paying_municipality: None,
        base_rate: None,
        content: crate::AgreedContent::default(),
        end_reason: None,
        moved_from: None,
        chance: None,
    }
}

/// Where a goal stands with these follow-ups, in § 107.
fn standing(goal: &Goal, entries: &[FollowUp], today: &str) -> (Outcome, bool, Option<NaiveDate>) {
    let file = GoalFile { goal, follow_ups: entries.iter().collect(), sub_goals: Vec::new() };
    let progress = file.progress(&placement(LegalBasis::Section107), 3, day(today));
    (progress.outcome, progress.is_behind, progress.next_follow_up)
}

#[rstest]
#[case(GoalType::Develop, 3, 1, 0, Outcome::Reached)]
#[case(GoalType::Develop, 3, 1, 1, Outcome::Reached)]
#[case(GoalType::Develop, 3, 1, 2, Outcome::OnTrack)]
#[case(GoalType::Develop, 3, 1, 3, Outcome::Unchanged)]
#[case(GoalType::Develop, 3, 1, 4, Outcome::Regressed)]
#[case(GoalType::Maintain, 2, 2, 1, Outcome::Reached)]
#[case(GoalType::Maintain, 2, 2, 2, Outcome::Reached)]
#[case(GoalType::Maintain, 2, 2, 3, Outcome::Regressed)]
#[case(GoalType::LimitLoss, 2, 3, 2, Outcome::Reached)]
#[case(GoalType::LimitLoss, 2, 3, 3, Outcome::Reached)]
#[case(GoalType::LimitLoss, 2, 3, 4, Outcome::Regressed)]
fn a_measured_level_gives_the_outcome_of_the_table(
    #[case] goal_type: GoalType,
    #[case] start: u8,
    #[case] expected: u8,
    #[case] current: u8,
    #[case] outcome: Outcome,
) {
    assert_eq!(outcome_of(&goal(goal_type, start, expected), level(current)), outcome);
}

#[test]
fn of_two_follow_ups_on_one_day_the_sagsbehandlers_counts_then_the_later_entry() {
    let goal = goal(GoalType::Develop, 3, 1);
    let by_source = [
        entry(1, "2026-05-01", Some(3), Source::CaseWorker),
        entry(2, "2026-05-01", Some(2), Source::Provider),
        entry(3, "2026-05-01", Some(1), Source::Relatives),
        entry(4, "2026-05-01", Some(0), Source::Citizen),
    ];
    assert_eq!(standing(&goal, &by_source, "2026-05-02").0, Outcome::Unchanged);
    assert_eq!(standing(&goal, &by_source[1..], "2026-05-02").0, Outcome::OnTrack);
    let by_entry = [
        entry(2, "2026-05-01", Some(1), Source::Provider),
        entry(1, "2026-05-01", Some(3), Source::Provider),
    ];
    assert_eq!(standing(&goal, &by_entry, "2026-05-02").0, Outcome::Reached);
}

#[test]
fn a_follow_up_after_the_day_does_not_count_on_it() {
    let goal = goal(GoalType::Develop, 3, 1);
    let entries = [entry(1, "2026-05-01", Some(1), Source::CaseWorker)];
    assert_eq!(
        standing(&goal, &entries, "2026-04-30"),
        (Outcome::NotMeasured, false, Some(day("2026-04-01")))
    );
    assert_eq!(standing(&goal, &entries, "2026-05-01").0, Outcome::Reached);
}

#[test]
fn a_follow_up_without_a_level_counts_for_the_date_and_not_for_the_outcome() {
    let goal = goal(GoalType::Develop, 3, 1);
    let entries =
        [entry(1, "2026-03-01", Some(2), Source::Provider), entry(2, "2026-05-31", None, Source::CaseWorker)];
    let (outcome, _, next) = standing(&goal, &entries, "2026-06-01");
    assert_eq!((outcome, next), (Outcome::OnTrack, Some(day("2026-08-31"))));
}

#[test]
fn the_next_follow_up_is_one_cadence_after_the_latest_and_clamps_to_the_month() {
    let goal = goal(GoalType::Develop, 3, 1);
    let entries = [entry(1, "2026-11-30", Some(2), Source::Provider)];
    assert_eq!(standing(&goal, &entries, "2026-12-01").2, Some(day("2027-02-28")));
    assert_eq!(standing(&goal, &[], "2026-02-01").2, Some(day("2026-04-01")));
}

#[test]
fn follow_up_is_every_third_month_in_107_and_yearly_otherwise_unless_the_contract_says_so() {
    let settings = Settings::default();
    let contract = Contract {
        id: ContractId(uuid::Uuid::nil()),
        placement: PlacementId(uuid::Uuid::nil()),
        number: None,
        start: day("2026-01-01"),
        end: None,
        notice_municipality: Some(NoticeRule::SameDay),
        notice_provider: None,
        minimum_until: None,
        renews_by_months: None,
        renegotiate_on: None,
        negotiator: None,
        payment: None,
        regulation: None,
        agreed_on: None,
        follow_up_months: Some(6),
        has_signed_file: false,
        amends: None,
        content: crate::AgreedContent::default(),
        terms: crate::FurtherTerms::default(),
        notice_given: None,
    };
    assert_eq!(follow_up_months(&placement(LegalBasis::Section107), None, &settings), 3);
    assert_eq!(follow_up_months(&placement(LegalBasis::Section108), None, &settings), 12);
    assert_eq!(follow_up_months(&placement(LegalBasis::HousingLike), None, &settings), 12);
    assert_eq!(follow_up_months(&placement(LegalBasis::Section107), Some(&contract), &settings), 6);
}

#[rstest]
#[case::at_the_deadline("2026-12-31", Some(2), false)]
#[case::past_the_deadline_on_its_way("2027-01-01", Some(2), true)]
#[case::past_the_deadline_and_reached("2027-01-01", Some(1), false)]
#[case::standing_still_before_three_quarters("2026-09-30", Some(3), false)]
#[case::standing_still_after_three_quarters("2026-10-01", Some(3), true)]
#[case::regressed_after_three_quarters("2026-10-01", Some(4), true)]
#[case::not_measured_after_three_quarters("2026-10-01", None, true)]
#[case::on_its_way_after_three_quarters("2026-10-01", Some(2), false)]
fn a_develop_goal_is_behind_past_its_deadline_or_without_progress_at_three_quarters(
    #[case] today: &str,
    #[case] measured: Option<u8>,
    #[case] behind: bool,
) {
    // 364 days from start to deadline: three quarters are 273 days, which is 01-10-2026.
    let goal = goal(GoalType::Develop, 3, 1);
    let entries = [entry(1, "2026-02-01", measured, Source::CaseWorker)];
    assert_eq!(standing(&goal, &entries, today).1, behind);
}

#[test]
fn other_types_are_behind_only_past_the_deadline() {
    let goal = goal(GoalType::Maintain, 2, 2);
    let entries = [entry(1, "2026-02-01", Some(3), Source::CaseWorker)];
    assert!(!standing(&goal, &entries, "2026-12-31").1);
    assert!(standing(&goal, &entries, "2027-01-01").1);
}

#[test]
fn a_goal_ended_by_its_latest_result_is_not_behind_and_has_no_follow_up_due() {
    let goal = goal(GoalType::Develop, 3, 1);
    let ended = FollowUp {
        result: Some(FollowUpResult::EndAndRefer),
        ..entry(1, "2026-05-01", Some(4), Source::CaseWorker)
    };
    let goes_on = FollowUp {
        result: Some(FollowUpResult::Continue),
        ..entry(2, "2026-06-01", None, Source::CaseWorker)
    };
    let later_without_result = entry(3, "2026-07-01", None, Source::Provider);
    assert_eq!(
        standing(&goal, std::slice::from_ref(&ended), "2027-06-01"),
        (Outcome::Regressed, false, None)
    );
    assert_eq!(
        standing(&goal, &[ended.clone(), later_without_result], "2027-06-01"),
        (Outcome::Regressed, false, None)
    );
    assert!(standing(&goal, &[ended, goes_on], "2027-06-01").1);
}

#[test]
fn a_goal_ends_with_the_placement_and_not_by_its_deadline() {
    let goal = goal(GoalType::Develop, 3, 1);
    let ended = Placement { ended_on: Some(day("2027-01-31")), ..placement(LegalBasis::Section107) };
    let file = GoalFile { goal: &goal, follow_ups: vec![], sub_goals: Vec::new() };
    assert!(!file.has_ended(&ended, day("2027-01-31")));
    assert!(file.has_ended(&ended, day("2027-02-01")));
    let progress = file.progress(&ended, 3, day("2027-02-01"));
    assert_eq!((progress.is_behind, progress.next_follow_up), (false, None));
}

#[test]
fn the_providers_measurement_alone_never_confirms_a_reached_goal() {
    let goal = goal(GoalType::Develop, 3, 1);
    let provider = entry(1, "2026-05-01", Some(1), Source::Provider);
    let case_worker = entry(2, "2026-06-01", Some(1), Source::CaseWorker);
    let again = entry(3, "2026-08-01", Some(0), Source::CaseWorker);
    let lost = entry(4, "2026-09-01", Some(2), Source::Provider);
    let confirmed = |entries: &[&FollowUp], on: &str| {
        GoalFile { goal: &goal, follow_ups: entries.to_vec(), sub_goals: Vec::new() }
            .reached_and_confirmed_on(day(on))
    };
    assert_eq!(confirmed(&[&provider], "2026-12-01"), None);
    assert_eq!(confirmed(&[&provider, &case_worker, &again], "2026-12-01"), Some(day("2026-06-01")));
    assert_eq!(confirmed(&[&provider, &case_worker, &again, &lost], "2026-12-01"), None);
}

#[test]
fn new_goals_are_needed_when_every_goal_has_ended_and_the_stay_goes_on() {
    let goal = goal(GoalType::Develop, 3, 1);
    let ended =
        FollowUp { result: Some(FollowUpResult::End), ..entry(1, "2026-05-01", Some(1), Source::CaseWorker) };
    let stay = placement(LegalBasis::Section107);
    let left = Placement { ended_on: Some(day("2026-06-30")), ..stay.clone() };
    let needs = |placement: &Placement, goals: Vec<GoalFile<'_>>, on: &str| {
        CaseFile {
            placement,
            citizen: None,
            offer: None,
            provider: None,
            rate_lines: vec![],
            contracts: vec![],
            goals,
            delivered_hours: vec![],
            step_rates: vec![],
            searched_offers: vec![],
            attachments: Vec::new(),
            agenda_marks: Vec::new(),
            notified_rates: Vec::new(),
            price_indexes: &[],
        }
        .needs_new_goals(day(on))
    };
    let with = |follow_ups| vec![GoalFile { goal: &goal, follow_ups, sub_goals: Vec::new() }];
    assert!(needs(&stay, with(vec![&ended]), "2026-11-20"));
    assert!(!needs(&stay, with(vec![]), "2026-11-20"));
    assert!(!needs(&stay, vec![], "2026-11-20"));
    assert!(!needs(&left, with(vec![&ended]), "2026-11-20"));
}
