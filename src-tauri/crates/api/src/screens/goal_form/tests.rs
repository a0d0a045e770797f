//! Goals by hand on the sample: what is proposed, what is refused with which sentence, what is saved.

use std::sync::Arc;

use rstest::rstest;
use rust_decimal::Decimal;
use vilkaar_domain::{Entity, Register};

use super::*;
use crate::program::saving::{Decided, Decision};
use crate::sample;
use crate::types::{FieldProblem, FieldValue};

const CASE: &str = "S2022-1008";

fn opened(sheet: &dyn AnySheet) -> Vec<FieldValue> {
    let form = sheet.form("form".to_owned());
    form.fields.into_iter().map(|field| FieldValue { name: field.name, value: field.value }).collect()
}

fn with(values: &[FieldValue], changed: &[(&str, &str)]) -> Vec<FieldValue> {
    let mut values = values.to_vec();
    for (name, value) in changed {
        values.iter_mut().find(|known| known.name == *name).expect(name).value = (*value).to_owned();
    }
    values
}

fn decide(
    portfolio: &Portfolio,
    action: FormAction,
    record: Option<&str>,
    typed: &[(&str, &str)],
    reason: &str,
) -> Decision {
    let sheet = sheet(portfolio, action, Some(CASE), record).unwrap();
    let base = opened(&*sheet);
    sheet.decide(&base, &with(&base, typed), reason)
}

fn saved(decision: Decision) -> Decided {
    match decision {
        Decision::Save(decided) => decided,
        Decision::Refuse(problems) => panic!("{problems:?}"),
        Decision::Clash(found) => panic!("{:?}", found.fields),
    }
}

fn refused(decision: Decision) -> Vec<FieldProblem> {
    match decision {
        Decision::Refuse(problems) => problems.into_iter().filter(|problem| problem.is_error).collect(),
        Decision::Save(_) => panic!("saved"),
        Decision::Clash(_) => panic!("clash"),
    }
}

fn after(register: &Register, decided: Decided) -> Portfolio {
    let mut register = register.clone();
    for change in decided.changes {
        register.apply(change.before.as_ref(), change.after);
    }
    Portfolio::new(Arc::new(register), sample::today())
}

/// A whole new goal.
const WHOLE: &[(&str, &str)] = &[
    ("undertema", "Lave mad"),
    ("goalType", "Udvikle funktionsevne"),
    ("startLevel", "3 Svært"),
    ("expectedLevel", "1 Let"),
    ("from", "01-12-2026"),
    ("deadline", "30-11-2027"),
    ("wishes", "Jeg vil lave min egen mad"),
    ("purpose", "Et selvstændigt hverdagsliv"),
    ("wording", "Laver tre måltider om ugen"),
];

#[test]
fn a_new_goal_has_a_free_id_proposed_and_stands_on_the_case_when_it_is_saved() {
    let portfolio = sample::portfolio();
    let form = sheet(&portfolio, FormAction::NewGoal, Some(CASE), None).unwrap().form(String::new());
    let key = form.fields.iter().find(|field| field.name == "key").unwrap().value.clone();
    assert!(portfolio.register().goals.iter().all(|goal| goal.key != key), "{key}");
    let portfolio =
        after(portfolio.register(), saved(decide(&portfolio, FormAction::NewGoal, None, WHOLE, "")));
    let file = portfolio.file(portfolio.case(CASE).unwrap());
    let goal = file.goals.iter().find(|file| file.goal.key == key).unwrap().goal;
    assert_eq!((goal.start_level.number(), goal.expected_level.number()), (3, 1));
    assert_eq!(goal.purpose.as_deref(), Some("Et selvstændigt hverdagsliv"));
    // And another gets another.
    let form = sheet(&portfolio, FormAction::NewGoal, Some(CASE), None).unwrap().form(String::new());
    assert!(form.fields.iter().any(|field| field.name == "key" && field.value != key));
}

#[rstest]
#[case("startLevel", "5", "fra 0 (ingen) til 4")]
#[case("startLevel", "", "Udfyld startniveau")]
#[case("expectedLevel", "3 Svært", "Udvikle betyder, at det forventede niveau er lavere")]
#[case("deadline", "30-11-2026", "Fristen ligger før målets start")]
#[case("undertema", "", "Udfyld undertema")]
#[case("undertema", "Flyve", "fra listen")]
#[case("key", "", "Udfyld mål-id")]
#[case("from", "snart", "Skriv den som")]
fn what_cannot_be_is_said_at_its_field(#[case] field: &str, #[case] value: &str, #[case] words: &str) {
    let mut typed = WHOLE.to_vec();
    typed.push((field, value));
    let problems = refused(decide(&sample::portfolio(), FormAction::NewGoal, None, &typed, ""));
    assert_eq!(problems[0].field, field, "{problems:?}");
    assert!(problems[0].sentence.contains(words), "{problems:?}");
}

#[rstest]
#[case("Fastholde funktionsevne", "det samme som startniveauet")]
#[case("Begrænse tab af funktionsevne", "startniveauet eller højere")]
fn levels_that_contradict_the_type_are_told_with_its_rule(#[case] goal_type: &str, #[case] words: &str) {
    let mut typed = WHOLE.to_vec();
    typed.push(("goalType", goal_type));
    let problems = refused(decide(&sample::portfolio(), FormAction::NewGoal, None, &typed, ""));
    assert!(problems[0].field == "expectedLevel" && problems[0].sentence.contains(words), "{problems:?}");
}

#[test]
fn an_id_that_another_goal_has_is_refused_with_where_it_stands() {
    let portfolio = sample::portfolio();
    let taken = &portfolio.register().goals[0];
    let mut typed = WHOLE.to_vec();
    typed.push(("key", &taken.key));
    let problems = refused(decide(&portfolio, FormAction::NewGoal, None, &typed, ""));
    assert!(
        problems[0].field == "key" && problems[0].sentence.contains("bruges allerede på S20"),
        "{problems:?}"
    );
}

#[test]
fn a_start_before_the_stay_is_odd_and_saved() {
    let portfolio = sample::portfolio();
    let sheet = sheet(&portfolio, FormAction::NewGoal, Some(CASE), None).unwrap();
    let mut typed = WHOLE.to_vec();
    typed.push(("from", "01-01-2022"));
    let problems = sheet.check(&with(&opened(&*sheet), &typed)).problems;
    let [odd] = problems.as_slice() else { panic!("{problems:?}") };
    assert!(!odd.is_error && odd.sentence.contains("før indflytningen den 15-02-2022"));
}

#[test]
fn another_start_level_of_a_goal_that_was_followed_up_asks_why() {
    let portfolio = sample::portfolio();
    let file = portfolio.file(portfolio.case(CASE).unwrap());
    let goal = file.goals.iter().find(|goal| !goal.follow_ups.is_empty()).unwrap();
    let id = goal.goal.id.to_string();
    let typed = [("startLevel", if goal.goal.start_level.number() == 4 { "3" } else { "4" })];
    let problems = refused(decide(&portfolio, FormAction::EditGoal, Some(&id), &typed, ""));
    assert!(problems.iter().any(|problem| problem.field == "reason"), "{problems:?}");
    saved(decide(&portfolio, FormAction::EditGoal, Some(&id), &typed, "Forkert vurderet ved indskrivning"));
    saved(decide(&portfolio, FormAction::EditGoal, Some(&id), &[("wording", "Tager selv sin medicin")], ""));
}

#[test]
fn delmål_are_made_reached_and_shown_at_their_goal() {
    let portfolio = sample::portfolio();
    let goal = portfolio.file(portfolio.case(CASE).unwrap()).goals[0].goal.clone();
    let id = goal.id.to_string();
    let early = [("text", "Ringer selv til lægen"), ("deadline", "01-01-2020")];
    let problems = refused(decide(&portfolio, FormAction::NewSubGoal, Some(&id), &early, ""));
    assert!(
        problems[0].field == "deadline" && problems[0].sentence.contains("før målets start"),
        "{problems:?}"
    );
    let typed = [("text", "Ringer selv til lægen"), ("deadline", "01-02-2027")];
    let portfolio =
        after(portfolio.register(), saved(decide(&portfolio, FormAction::NewSubGoal, Some(&id), &typed, "")));
    let step = portfolio.register().sub_goals[0].id.to_string();
    let later = [("reachedOn", "01-01-2027")];
    let problems = refused(decide(&portfolio, FormAction::EditSubGoal, Some(&step), &later, ""));
    assert!(problems[0].sentence.contains("efter i dag"), "{problems:?}");
    let typed = [("reachedOn", "12-11-2026"), ("remark", "Gik godt")];
    let portfolio = after(
        portfolio.register(),
        saved(decide(&portfolio, FormAction::EditSubGoal, Some(&step), &typed, "")),
    );
    let facts = portfolio.case(CASE).unwrap();
    let shown = crate::screens::placement::placement(&portfolio, facts, &[]).unwrap();
    let row = &shown.goals[0].sub_goals[0];
    assert_eq!(row.status.as_ref().unwrap().text, "Opnået 12-11-2026");
    assert_eq!(row.remark.as_deref(), Some("Gik godt"));
}

#[test]
fn a_follow_up_typed_wrong_is_put_right_only_with_a_reason_and_never_to_level_5() {
    let portfolio = sample::portfolio();
    let entry = portfolio.file(portfolio.case(CASE).unwrap()).goals[0].follow_ups[0].clone();
    let id = entry.id.to_string();
    for (typed, field, words) in [
        (("level", "5"), "level", "fra 0 (ingen) til 4"),
        (("date", "01-01-2027"), "date", "efter i dag"),
        (("date", "01-01-2020"), "date", "før målets start"),
        (("remark", "Set forkert"), "reason", "Skriv hvorfor"),
    ] {
        let problems = refused(decide(&portfolio, FormAction::EditFollowUp, Some(&id), &[typed], ""));
        assert_eq!(problems[0].field, field, "{problems:?}");
        assert!(problems[0].sentence.contains(words), "{problems:?}");
    }
    let decided = saved(decide(
        &portfolio,
        FormAction::EditFollowUp,
        Some(&id),
        &[("level", "2 Moderat")],
        "Tastefejl",
    ));
    let Some(Entity::FollowUp(put_right)) = &decided.changes[0].after else { panic!("no follow-up") };
    assert_eq!(put_right.level.map(Level::number), Some(2));
    assert_eq!((put_right.id, put_right.date), (entry.id, entry.date));
}

#[test]
fn delivered_hours_are_told_of_a_month_of_the_stay_and_taken_out_when_blank() {
    let portfolio = sample::portfolio();
    for (typed, field, words) in [
        (("hours", "-1"), "hours", "ikke er under 0"),
        (("hours", "721"), "hours", "Der er 720 timer i september 2026"),
        (("hours", "mange"), "hours", "Skriv det med komma"),
    ] {
        let problems =
            refused(decide(&portfolio, FormAction::EditDeliveredHours, Some("2026-09"), &[typed], ""));
        assert!(problems[0].field == field && problems[0].sentence.contains(words), "{problems:?}");
    }
    let typed = [("month", "juni 2019"), ("hours", "10")];
    let problems = refused(decide(&portfolio, FormAction::EditDeliveredHours, None, &typed, ""));
    assert!(problems[0].sentence.contains("Vælg en måned i opholdet"), "{problems:?}");

    let typed = [("hours", "41,5")];
    let decided = saved(decide(&portfolio, FormAction::EditDeliveredHours, Some("2026-09"), &typed, ""));
    let portfolio = after(portfolio.register(), decided);
    let hours = |portfolio: &Portfolio| {
        let file = portfolio.file(portfolio.case(CASE).unwrap());
        let found = file.delivered_hours.iter().find(|row| row.month.to_string() == "2026-09-01");
        found.map(|row| row.hours)
    };
    assert_eq!(hours(&portfolio), Some(Decimal::new(415, 1)));
    // Chosen in an empty form, or another row moved there, it would be written over unseen.
    let named = |record, typed: &[(&str, &str)]| {
        refused(decide(&portfolio, FormAction::EditDeliveredHours, record, typed, ""))[0].clone()
    };
    for (record, month) in [(None, "september 2026"), (Some("2026-08"), "september 2026")] {
        let problem = named(record, &[("month", month), ("hours", "10")]);
        assert_eq!(problem.field, "month");
        assert_eq!(problem.sentence, "September 2026 har allerede 41,5 timer. Ret den række.");
    }
    let missing = named(None, &[("month", "januar 2024")]);
    assert!(missing.field == "hours" && missing.sentence.contains("Skriv, hvor mange"), "{missing:?}");
    let moved = [("month", "januar 2024")];
    let moved = saved(decide(&portfolio, FormAction::EditDeliveredHours, Some("2026-09"), &moved, ""));
    assert_eq!((moved.changes.len(), hours(&after(portfolio.register(), moved))), (1, None));
    let blank =
        saved(decide(&portfolio, FormAction::EditDeliveredHours, Some("2026-09"), &[("hours", "")], ""));
    assert_eq!(blank.message, "Timerne for september 2026 er fjernet.");
    assert_eq!(hours(&after(portfolio.register(), blank)), None);
}

#[test]
fn a_record_that_is_gone_is_said() {
    let portfolio = sample::portfolio();
    for action in
        [FormAction::EditGoal, FormAction::NewSubGoal, FormAction::EditSubGoal, FormAction::EditFollowUp]
    {
        let error = sheet(&portfolio, action, Some(CASE), Some("borte")).err().unwrap();
        assert_eq!(error.code, "record_unknown");
    }
    let error = sheet(&portfolio, FormAction::AddRate, Some(CASE), None).err().unwrap();
    assert_eq!(error.code, "action_unknown");
}
