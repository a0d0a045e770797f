//! The follow-up sheet on the sample: all open goals at once, what is told while typing, and one operation.

use std::sync::Arc;

use vilkaar_domain::calendar::add_days;
use vilkaar_domain::{GoalId, Rate, RecordId, Register, Service, StepRate};

use super::*;
use crate::sample;
use crate::types::GoalFollowUp;

/// A case with two open goals or more, one of them to be developed.
fn case(register: &Register) -> String {
    let portfolio = Portfolio::new(Arc::new(register.clone()), sample::today());
    portfolio
        .open_cases()
        .map(|facts| portfolio.placement(facts).case.to_string())
        .find(|case| sheet(&portfolio, portfolio.case(case).unwrap(), String::new()).goals.len() >= 2)
        .unwrap()
}

fn input(case: &str, goals: &[(&str, &str, &str, &str)]) -> FollowUpInput {
    FollowUpInput {
        case: case.to_owned(),
        date: "20-11-2026".to_owned(),
        source: "Sagsbehandler".to_owned(),
        goals: goals
            .iter()
            .map(|(goal, level, result, remark)| GoalFollowUp {
                goal: (*goal).to_owned(),
                level: (*level).to_owned(),
                result: (*result).to_owned(),
                remark: (*remark).to_owned(),
            })
            .collect(),
        hours: Vec::new(),
    }
}

/// Hours of a month over what stands there.
fn retold(portfolio: &Portfolio, case: &str, month: &str, hours: &str) -> TypedHours {
    let file = portfolio.file(portfolio.case(case).unwrap());
    let known = of_month(&file, month_of(month).unwrap()).map(|known| format::number(known.hours));
    TypedHours { base: known.unwrap_or_default(), ..told(month, hours) }
}

/// Hours of a month that stood blank.
fn told(month: &str, hours: &str) -> TypedHours {
    TypedHours { month: month.to_owned(), hours: hours.to_owned(), base: String::new() }
}

fn checked(portfolio: &Portfolio, input: &FollowUpInput) -> FollowUpCheck {
    check(portfolio, portfolio.case(&input.case).unwrap(), input)
}

fn changes(portfolio: &Portfolio, input: &FollowUpInput) -> Vec<EntityChange> {
    match decide(portfolio, portfolio.case(&input.case).unwrap(), input) {
        Decision::Save(decided) => decided.changes,
        Decision::Refuse(problems) => panic!("{problems:?}"),
        Decision::Clash(_) => panic!("clash"),
    }
}

fn problems(portfolio: &Portfolio, input: &FollowUpInput) -> Vec<FieldProblem> {
    match decide(portfolio, portfolio.case(&input.case).unwrap(), input) {
        Decision::Refuse(problems) => problems,
        _ => panic!("not refused"),
    }
}

#[test]
fn every_open_goal_stands_on_the_sheet_with_what_it_aims_at_and_where_it_is() {
    let portfolio = sample::portfolio();
    for facts in portfolio.open_cases() {
        let sheet = sheet(&portfolio, facts, "op".to_owned());
        let file = portfolio.file(facts);
        let open = file.goals.iter().filter(|goal| !goal.has_ended(file.placement, sample::today())).count();
        assert_eq!(sheet.goals.len(), open);
        assert!(sheet.goals.iter().all(|goal| goal.due.is_some() && goal.detail.contains(": fra ")));
    }
    // Both goals of this case have ended, so there is nothing to follow up.
    let ended = sheet(&portfolio, portfolio.case("S2022-1008").unwrap(), String::new());
    assert!(ended.goals.is_empty());
    assert_eq!(ended.levels[2].label, "2 Moderat");
    assert_eq!((ended.sources.len(), ended.results.len()), (4, 3));
}

#[test]
fn a_whole_sheet_is_saved_at_once_and_blank_rows_are_no_follow_ups() {
    let register = sample::register();
    let case = case(&register);
    let portfolio = Portfolio::new(Arc::new(register), sample::today());
    let goals = sheet(&portfolio, portfolio.case(&case).unwrap(), String::new()).goals;
    let (first, second) = (goals[0].id.as_str(), goals[1].id.as_str());
    let mut input = input(&case, &[(first, "1", "", "Går godt"), (second, "", "", "")]);
    assert_eq!(changes(&portfolio, &input).len(), 1);
    input.goals[1].remark = "Ikke set".to_owned();
    assert_eq!(changes(&portfolio, &input).len(), 2, "a remark alone counts for the date");
    let month = sample::today().format("%Y-%m").to_string();
    input.hours = vec![retold(&portfolio, &case, &month, "10")];
    assert_eq!(changes(&portfolio, &input).len(), 3);
    let nothing = self::input(&case, &[(first, " ", "", "")]);
    assert!(problems(&portfolio, &nothing)[0].sentence.contains("Der er intet at gemme"));
}

#[test]
fn what_cannot_be_is_said_at_its_field() {
    let register = sample::register();
    let case = case(&register);
    let portfolio = Portfolio::new(Arc::new(register), sample::today());
    let goal = sheet(&portfolio, portfolio.case(&case).unwrap(), String::new()).goals[0].id.clone();
    let whole = input(&case, &[(&goal, "2", "", "")]);
    let said = |change: &dyn Fn(&mut FollowUpInput), field: &str, words: &str| {
        let mut typed = whole.clone();
        change(&mut typed);
        let found = problems(&portfolio, &typed);
        assert!(found.iter().any(|p| p.field == field && p.sentence.contains(words)), "{found:?}");
        assert_eq!(checked(&portfolio, &typed).problems.len(), found.len(), "the same while typing");
    };
    let level = format!("level-{goal}");
    said(&|typed| typed.goals[0].level = "5".to_owned(), &level, "fra 0 (ingen) til 4");
    said(&|typed| typed.goals[0].result = "Bare videre".to_owned(), &format!("result-{goal}"), "fra listen");
    said(&|typed| typed.date = "21-11-2026".to_owned(), "date", "efter i dag");
    said(&|typed| typed.date = "i går".to_owned(), "date", "Skriv den som");
    said(&|typed| typed.date = String::new(), "date", "Skriv dagen");
    said(&|typed| typed.date = "01-01-2015".to_owned(), &level, "begynder først den");
    said(&|typed| typed.source = String::new(), "source", "Vælg, hvem");
    said(&|typed| typed.goals[0].goal = "borte".to_owned(), "level-borte", "afsluttet eller taget ud");
    let hours = |hours: &str| told("2026-10", hours);
    said(&|typed| typed.hours = vec![hours("745")], "hours-2026-10", "744 timer i oktober 2026");
    said(&|typed| typed.hours = vec![hours("-3")], "hours-2026-10", "ikke er under 0");
    let ahead = || told("2027-10", "3");
    said(&|typed| typed.hours = vec![ahead()], "hours-2027-10", "uden for opholdet");
}

#[test]
fn a_second_follow_up_of_one_day_and_source_is_told_with_the_form_that_puts_the_first_right() {
    let mut register = sample::register();
    let case = case(&register);
    let portfolio = Portfolio::new(Arc::new(register.clone()), sample::today());
    let goal = sheet(&portfolio, portfolio.case(&case).unwrap(), String::new()).goals[0].id.clone();
    let typed = input(&case, &[(&goal, "2", "", "")]);
    for change in changes(&portfolio, &typed) {
        register.apply(change.before.as_ref(), change.after);
    }
    let portfolio = Portfolio::new(Arc::new(register), sample::today());
    let again = checked(&portfolio, &typed);
    assert!(
        again.problems[0]
            .sentence
            .contains("allerede en opfølgning den 20-11-2026 fra sagsbehandler: niveau 2")
    );
    assert_eq!(again.corrections[0].action.action, crate::types::FormAction::EditFollowUp);
    let mut provider = typed;
    provider.source = "Udfører".to_owned();
    assert!(checked(&portfolio, &provider).problems.is_empty(), "another source is another observation");
}

#[test]
fn what_is_typed_is_told_as_outcome_and_a_reached_goal_with_a_trappetakst_is_pointed_out() {
    let mut register = sample::register();
    let case = case(&register);
    let portfolio = Portfolio::new(Arc::new(register.clone()), sample::today());
    let facts = portfolio.case(&case).unwrap();
    let goal = sheet(&portfolio, facts, String::new()).goals[0].id.clone();
    let id = GoalId(goal.parse().unwrap());
    let placement = portfolio.placement(facts).id;
    register.step_rates.push(StepRate {
        id: RecordId(uuid::Uuid::from_u128(1)),
        placement,
        service: Service::BaseRate,
        from: None,
        when_goal: Some(id),
        new_rate: Rate::from_scaled(5_000_000),
    });
    let portfolio = Portfolio::new(Arc::new(register), sample::today());
    let end = FollowUpResult::End.word();
    let mut typed = input(&case, &[(&goal, "0", end, "")]);
    let said = checked(&portfolio, &typed);
    assert_eq!(said.outcomes[0].outcome.text, "Opnået");
    let said: Vec<&str> = said.remarks.iter().map(|remark| remark.text.as_str()).collect();
    assert!(said.iter().any(|text| text.contains("afsluttes og følges ikke op mere")), "{said:?}");
    assert!(said.iter().any(|text| text.contains("opnået, og trappetaksten foreslås")), "{said:?}");
    // The provider's own measurement alone doesn't confirm it.
    typed.source = "Udfører".to_owned();
    let said = checked(&portfolio, &typed).remarks;
    assert!(said.iter().any(|remark| remark.text.contains("når sagsbehandleren har bekræftet")), "{said:?}");
}

#[test]
fn hours_that_are_typed_are_told_in_kroner_by_the_price_of_a_support_hour() {
    let portfolio = sample::portfolio();
    let facts = portfolio
        .open_cases()
        .find(|facts| {
            facts.hourly_rate.is_some() && facts.priced.stay.from() < add_days(sample::today(), -400)
        })
        .unwrap();
    let case = portfolio.placement(facts).case.to_string();
    let mut typed = input(&case, &[]);
    typed.hours = vec![retold(&portfolio, &case, "2026-10", "0")];
    let said = checked(&portfolio, &typed);
    let row = said.months.iter().find(|row| row.month == "2026-10").unwrap();
    let rate = rate_in(facts, month_of("2026-10").unwrap()).unwrap();
    let file = portfolio.file(facts);
    let month = month_of("2026-10").unwrap();
    let bought = hours_by_month(&file, &facts.priced, month, month)[0].bought.unwrap();
    let worth = vilkaar_domain::Money::round(bought * rate.kroner());
    assert_eq!(
        row.difference.as_deref(),
        Some(format!("\u{2212}{} timer, \u{2212}{}", format::decimal(bought, 1), format::kr(worth)).as_str())
    );
    assert!(said.remarks.iter().any(|remark| remark.text.contains("betalt og ikke leveret")));
}

#[test]
fn without_hours_or_rate_the_difference_is_not_known() {
    let portfolio = sample::portfolio();
    let facts = portfolio.case("S2025-1014").unwrap();
    let mut typed = input("S2025-1014", &[]);
    typed.hours = vec![retold(&portfolio, "S2025-1014", "2026-10", "20")];
    let said = check(&portfolio, facts, &typed);
    let row = said.months.iter().find(|row| row.month == "2026-10").unwrap();
    assert_eq!((row.bought.as_deref(), row.difference.as_deref()), (None, None));
    assert_eq!(row.delivered.as_deref(), Some("20"));
}

#[test]
fn hours_that_the_user_left_alone_are_not_written_over_what_somebody_else_told_meanwhile() {
    let mut register = sample::register();
    let case = case(&register);
    let placement = register.placements.iter().find(|known| known.case.to_string() == case).unwrap().id;
    let month = month_of("2026-10").unwrap();
    let row = |hours: i64| DeliveredHours {
        id: RecordId(uuid::Uuid::from_u128(2)),
        placement,
        month,
        hours: Decimal::from(hours),
    };
    register.delivered_hours.retain(|known| known.placement != placement || known.month != month);
    register.delivered_hours.push(row(110));
    let portfolio = Portfolio::new(Arc::new(register), sample::today());
    let typed = |hours: &str, base: &str| TypedHours {
        month: "2026-10".to_owned(),
        hours: hours.to_owned(),
        base: base.to_owned(),
    };
    let mut input = input(&case, &[]);
    // Opened with 120, and left alone; or now what somebody else made it.
    for same in [typed("120", "120"), typed("110", "120")] {
        input.hours = vec![same];
        assert!(problems(&portfolio, &input)[0].sentence.contains("intet at gemme"));
    }
    input.hours = vec![typed("130", "120")];
    let found = problems(&portfolio, &input);
    assert_eq!(found[0].field, "hours-2026-10");
    assert!(found[0].sentence.contains("skrevet 110 timer for oktober 2026"), "{found:?}");
    // Blank over what the sheet opened with takes it out, and says so.
    input.hours = vec![typed("", "110")];
    assert!(checked(&portfolio, &input).remarks[0].text.contains("Timerne for oktober 2026 fjernes"));
    let Decision::Save(decided) = decide(&portfolio, portfolio.case(&case).unwrap(), &input) else {
        panic!("not saved")
    };
    assert_eq!(decided.changes[0].before, Some(Entity::DeliveredHours(row(110))));
    assert!(decided.changes[0].after.is_none());
    assert_eq!(decided.message, "Timerne for 1 måned er fjernet.");
}

#[test]
fn the_latest_follow_up_of_a_goal_has_the_form_that_puts_it_right() {
    let portfolio = sample::portfolio();
    let sheets = portfolio.open_cases().map(|facts| sheet(&portfolio, facts, String::new()));
    let goals: Vec<FollowUpGoal> = sheets.flat_map(|sheet| sheet.goals).collect();
    assert!(goals.iter().any(|goal| goal.latest.is_some()));
    for goal in goals {
        assert_eq!(goal.correct_latest.is_some(), goal.latest.is_some(), "{goal:?}");
        let Some(action) = goal.correct_latest else { continue };
        let records = &portfolio.register().follow_ups;
        assert!(records.iter().any(|entry| Some(entry.id.to_string()) == action.record), "{action:?}");
    }
}
