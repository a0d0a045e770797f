//! *Trappetakst* as domain §4 has it: expected at a date or a confirmed goal, never certain.

use uuid::Uuid;

use super::*;
use crate::cost::examples::{Example, day, decimal, kr};
use crate::{FollowUp, FollowUpId, Goal, GoalId, GoalType, Level, Rate, RecordId, Service, Source, Unit};

fn rate(text: &str) -> Rate {
    Rate::new(decimal(text)).unwrap()
}

fn example() -> Example {
    Example::new("S-1008", "15-02-2022")
        .line(Service::BaseRate, "2292.07", Unit::Day, "15-02-2022", "31-12-2025")
        .line(Service::BaseRate, "2466.27", Unit::Day, "01-01-2026", "")
}

fn step(example: &Example, from: Option<&str>, goal: Option<GoalId>, new: &str) -> StepRate {
    StepRate {
        id: RecordId(Uuid::nil()),
        placement: example.placement.id,
        service: Service::BaseRate,
        from: from.map(day),
        when_goal: goal,
        new_rate: rate(new),
    }
}

fn goal(example: &Example) -> Goal {
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

fn measured(goal: &Goal, on: &str, level: u8, source: Source) -> FollowUp {
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
