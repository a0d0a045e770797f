//! *Trappetakst* as domain §4 has it: expected at a date or a confirmed goal, never certain.

use uuid::Uuid;

use super::*;
use crate::cost::examples::{Example, day, decimal, kr};
use crate::{FollowUp, FollowUpId, Goal, GoalId, GoalType, Level, Rate, RecordId, Service, Source, Unit};

pub(super) fn rate(text: &str) -> Rate {
    Rate::new(decimal(text)).unwrap()
}

pub(super) fn example() -> Example {
    Example::new("S-1008", "15-02-2022")
        .line(Service::BaseRate, "2292.07", Unit::Day, "15-02-2022", "31-12-2025")
        .line(Service::BaseRate, "2466.27", Unit::Day, "01-01-2026", "")
}

pub(super) fn step(example: &Example, from: Option<&str>, goal: Option<GoalId>, new: &str) -> StepRate {
    StepRate {
        id: RecordId(Uuid::nil()),
        placement: example.placement.id,
        service: Service::BaseRate,
        from: from.map(day),
        when_goal: goal,
        new_rate: rate(new),
    }
}

pub(super) fn goal(example: &Example) -> Goal {
    Goal {
        id: GoalId(Uuid::from_u128(1)),
        placement: example.placement.id,
        key: "M1".to_owned(),
        undertema: None,
        goal_type: GoalType::Develop,
        start_level: Level::new(2).unwrap(),
        expected_level: Level::new(0).unwrap(),
        from: day("01-04-2025"),
        deadline: None,
        wishes: None,
        purpose: None,
        wording: None,
    }
}

pub(super) fn measured(goal: &Goal, on: &str, level: u8, source: Source) -> FollowUp {
    FollowUp {
        id: FollowUpId(Uuid::nil()),
        goal: goal.id,
        date: day(on),
        level: Level::new(level),
        source: Some(source),
        result: None,
        remark: None,
    }
}

#[test]
fn a_step_on_a_date_is_expected_from_it_and_says_what_it_saves() {
    let example = example();
    let step = step(&example, Some("01-01-2027"), None, "2190.00");
    let mut file = example.file();
    file.step_rates = vec![&step];
    let settings = Settings::default();
    let found = file.expected_rates(&settings, day("20-11-2026"));
    assert_eq!(found[0].from, Some(day("01-01-2027")));
    assert_eq!(found[0].yearly_saving, kr("100.838,55"));
    assert_eq!(found[0].replaces.id, example.lines[1].id);
    assert_eq!(example.priced().gross_of_year(2027), kr("900.188,55"));
    let overdue = file.expected_rates(&settings, day("15-06-2027"));
    assert_eq!(overdue[0].from, Some(day("16-06-2027")));
}

#[test]
fn a_step_on_a_goal_waits_until_the_sagsbehandler_has_confirmed_it() {
    let example = example();
    let goal = goal(&example);
    let step = step(&example, None, Some(goal.id), "2050.00");
    let by_provider = measured(&goal, "16-05-2026", 0, Source::Provider);
    let by_case_worker = measured(&goal, "01-06-2026", 0, Source::CaseWorker);
    let settings = Settings::default();
    let with = |follow_ups: Vec<&FollowUp>| {
        let mut file = example.file();
        file.step_rates = vec![&step];
        file.goals = vec![GoalFile { goal: &goal, follow_ups, sub_goals: Vec::new() }];
        let found = file.expected_rates(&settings, day("20-11-2026"));
        let first = &found[0];
        (first.trigger, first.from, first.yearly_saving, file.goals_to_confirm(day("20-11-2026")).len())
    };
    let saving = kr("151.938,55");
    assert_eq!(with(vec![]), (StepTrigger::Goal(GoalTrigger::Open), None, saving, 0));
    assert_eq!(with(vec![&by_provider]), (StepTrigger::Goal(GoalTrigger::Unconfirmed), None, saving, 1));
    let confirmed = StepTrigger::Goal(GoalTrigger::Confirmed(day("01-06-2026")));
    assert_eq!(with(vec![&by_provider, &by_case_worker]), (confirmed, Some(day("21-11-2026")), saving, 0));
}

#[test]
fn a_step_that_an_agreed_rate_has_overtaken_is_expected_no_more() {
    let example = example();
    let settings = Settings::default();
    for (from, new) in
        [(Some("01-01-2026"), "2100.00"), (Some("01-06-2026"), "2466.27"), (Some("01-01-2027"), "2500.00")]
    {
        let step = step(&example, from, None, new);
        let mut file = example.file();
        file.step_rates = vec![&step];
        assert!(file.expected_rates(&settings, day("20-11-2026")).is_empty());
    }
}

/// The example with a line of P/L from a day, and one of another cause from a later one ("" leaves it out).
fn regulated(from: &str, to: &str, cause: &str, rate: &str) -> Example {
    let before = crate::calendar::add_days(day(from), -1).format("%d-%m-%Y").to_string();
    Example::new("S-1008", "15-02-2022")
        .line(Service::BaseRate, "2466.27", Unit::Day, "01-01-2026", &before)
        .line(Service::BaseRate, rate, Unit::Day, from, to)
        .with(|line| line.cause = crate::Cause::new(cause))
}

/// The first expected rate of a step on 1 July 2026, on a day.
fn expected_on(
    example: &Example,
    on: &str,
) -> Option<(Option<NaiveDate>, Option<NaiveDate>, crate::RateLineId)> {
    let step = step(example, Some("01-07-2026"), None, "2190.00");
    let mut file = example.file();
    file.step_rates = vec![&step];
    let found = file.expected_rates(&Settings::default(), day(on));
    found.first().map(|found| (found.due, found.from, found.replaces.id))
}

#[test]
fn a_step_not_carried_out_outlives_pl_and_the_providers_list_and_keeps_its_day() {
    for cause in ["P/L", "Varslet af leverandør", "Trappetakst"] {
        let example = regulated("01-01-2027", "", cause, "2542.72");
        let (old, new) = (example.lines[0].id, example.lines[1].id);
        let due = Some(day("01-07-2026"));
        // Before the regulation, and long after it: expected from tomorrow, its own day the same.
        assert_eq!(expected_on(&example, "20-11-2026"), Some((due, Some(day("21-11-2026")), old)), "{cause}");
        assert_eq!(expected_on(&example, "15-08-2027"), Some((due, Some(day("16-08-2027")), new)), "{cause}");
    }
    // Regulated on the very day of the step.
    let example = regulated("01-07-2026", "", "P/L", "2542.72");
    assert!(expected_on(&example, "20-06-2026").is_some() && expected_on(&example, "20-11-2026").is_some());
}

#[test]
fn another_agreement_overtakes_a_step_from_its_own_day_on_and_a_correction_is_what_it_corrects() {
    for cause in ["Forhandlet", "Ændret støtte", "Afgørelse", ""] {
        let example = regulated("01-01-2027", "", cause, "2300.00");
        assert!(expected_on(&example, "20-11-2026").is_some(), "until then the old rate runs on: {cause}");
        assert!(expected_on(&example, "15-08-2027").is_none(), "{cause}");
    }
    // A line of P/L that was mistyped and corrected is one of P/L still.
    let corrected = |cause| {
        let mut example = regulated("01-01-2027", "", cause, "2542.72").line(
            Service::BaseRate,
            "2540.00",
            Unit::Day,
            "01-01-2027",
            "",
        );
        example.lines[1].annulled = true;
        example.lines[2].cause = crate::Cause::new("Rettelse");
        example.lines[2].corrects = Some(example.lines[1].id);
        example
    };
    assert!(expected_on(&corrected("P/L"), "15-08-2027").is_some());
    assert!(expected_on(&corrected("Forhandlet"), "15-08-2027").is_none());
}

#[test]
fn a_step_carried_out_is_expected_no_more_from_the_day_it_is_planned_whatever_pl_brings_after() {
    for cause in ["Trappetakst", "Forhandlet", "P/L"] {
        let example = regulated("01-02-2027", "", cause, "2190.00");
        for on in ["20-11-2026", "31-01-2027", "01-02-2027", "01-06-2027"] {
            assert_eq!(expected_on(&example, on), None, "{cause} {on}");
        }
        let regulated_again = regulated("01-02-2027", "31-12-2027", cause, "2190.00")
            .line(Service::BaseRate, "2257.89", Unit::Day, "01-01-2028", "")
            .with(|line| line.cause = crate::Cause::new("P/L"));
        assert_eq!(expected_on(&regulated_again, "15-01-2028"), None, "{cause}");
    }
    let mut annulled = regulated("01-02-2027", "", "Trappetakst", "2190.00");
    annulled.lines[1].annulled = true;
    annulled.lines[0].to = None;
    assert!(expected_on(&annulled, "20-11-2026").is_some(), "what is annulled was never carried out");
}

#[test]
fn the_next_step_of_a_clause_stands_when_the_one_before_it_is_carried_out_late() {
    let example = regulated("01-12-2026", "", "Trappetakst", "2190.00");
    let (first, second) = (
        step(&example, Some("01-10-2026"), None, "2190.00"),
        step(&example, Some("01-11-2026"), None, "2050.00"),
    );
    let mut file = example.file();
    file.step_rates = vec![&first, &second];
    let found = file.expected_rates(&Settings::default(), day("15-01-2027"));
    assert_eq!(found.iter().map(|found| found.step.new_rate).collect::<Vec<_>>(), [rate("2050.00")]);
}

#[test]
fn a_clause_of_a_day_and_a_goal_is_due_by_whichever_comes_first() {
    let example = example();
    let goal = goal(&example);
    let reached = measured(&goal, "01-10-2026", 0, Source::CaseWorker);
    for (from, due) in [("01-06-2027", "01-10-2026"), ("01-08-2026", "01-08-2026")] {
        let clause = step(&example, Some(from), Some(goal.id), "2190.00");
        let mut file = example.file();
        file.goals = vec![GoalFile { goal: &goal, follow_ups: vec![&reached], sub_goals: vec![] }];
        file.step_rates = vec![&clause];
        let found = file.expected_rates(&Settings::default(), day("20-11-2026"));
        assert_eq!(found[0].due, Some(day(due)), "{from}");
    }
}

#[test]
fn a_step_is_expected_from_the_first_day_of_a_stay_to_come_and_through_the_last_of_one_that_ends() {
    let mut planned =
        Example::new("S-1", "01-03-2027").line(Service::BaseRate, "2400", Unit::Day, "01-12-2026", "");
    let clause = step(&planned, Some("01-01-2027"), None, "2190.00");
    let from = |example: &Example| {
        let mut file = example.file();
        file.step_rates = vec![&clause];
        let found = file.expected_rates(&Settings::default(), day("20-11-2026"));
        found.first().map(|found| found.from)
    };
    assert_eq!(from(&planned), Some(Some(day("01-03-2027"))));
    planned.placement.ended_on = Some(day("01-03-2027"));
    assert_eq!(from(&planned), Some(Some(day("01-03-2027"))));
    planned.placement.moved_in = day("01-01-2026");
    planned.placement.ended_on = Some(day("31-12-2026"));
    assert_eq!(from(&planned), None, "the stay is over before the clause's day");
}
