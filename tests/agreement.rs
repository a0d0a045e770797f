//! What the window says of goals and notice is what the command line says, on the sample and on a large made-up
//! municipality.

use std::path::Path;

use chrono::NaiveDate;
use serde_json::Value;
use vilkaar_api::types::{Placement, PlacementRequest, Unlock};
use vilkaar_api::{NoDesktop, Program};
use vilkaar_testkit::{municipality, workbook};

use crate::cli::program::{DAY, Database, PASSPHRASE, USER};

/// The program with the database open on the samples' day.
fn open(path: &Path) -> Program {
    let day: NaiveDate = DAY.parse().unwrap();
    let program = Program::with(Box::new(NoDesktop), None, Some(day), Some(path.to_owned()));
    let ticket = program.session_state().unwrap().database.unwrap().ticket;
    let user = Some(USER.to_owned());
    program.unlock(Unlock { database: ticket, user, passphrase: PASSPHRASE.to_owned() }).unwrap();
    program
}

/// An ISO day as the window writes it.
fn danish(day: &str) -> String {
    day.parse::<NaiveDate>().unwrap().format("%d-%m-%Y").to_string()
}

/// The window's word for an outcome.
fn word(outcome: &Value) -> &'static str {
    match outcome.as_str().unwrap() {
        "reached" => "Opnået",
        "on_track" => "På vej",
        "unchanged" => "Uændret",
        "regressed" => "Tilbagegang",
        "not_measured" => "Ikke målt",
        other => panic!("{other}"),
    }
}

/// A case's goals on its screen against the command line's rows.
fn goals_agree(placement: &Placement, rows: &[Value]) {
    let of_case: Vec<&Value> = rows.iter().filter(|row| row["case"] == *placement.case).collect();
    assert_eq!(placement.goals.len(), of_case.len(), "{}", placement.case);
    for goal in &placement.goals {
        let row = of_case.iter().find(|row| row["goal"] == *goal.id).unwrap();
        assert_eq!(goal.outcome.text, word(&row["outcome"]), "{}", goal.id);
        assert_eq!(goal.behind.is_some(), row["behind"].as_bool().unwrap(), "{}", goal.id);
        match row["next_follow_up"].as_str() {
            None => assert!(goal.next_follow_up.is_none(), "{}", goal.id),
            Some(day) => {
                let told = &goal.next_follow_up.as_ref().unwrap().text;
                assert!(told.contains(&danish(day)), "{}: {told} is not {day}", goal.id);
            }
        }
    }
}

/// Notice given today by the municipality: the panel names the day that the command line gives.
fn notice_agrees(placement: &Placement, answer: Result<Value, String>) {
    let said: String = placement.notice.lines.iter().flat_map(|line| line.sentences.clone()).collect();
    match answer {
        Ok(answer) => {
            let Some(ends) = answer["ends"].as_str() else { return };
            assert!(said.contains(&danish(ends)), "{}: {said} lacks {ends}", placement.case);
        }
        Err(code) => assert!(!said.contains("Opsagt i dag"), "{}: {code}, and yet: {said}", placement.case),
    }
}

/// The command line's answer, or the code of its refusal.
fn notice(database: &Database, case: &str) -> Result<Value, String> {
    let answer = database.run(&["--json", "notice", case, "--party", "municipality", "--given", DAY]);
    if answer.exit == 0 { Ok(answer.json()) } else { Err(answer.error_line().to_owned()) }
}

/// Holds the screens of these cases against the command line.
fn agree(database: &Database, cases: &[String], with_notice: usize) {
    let rows = database.rows(&["goals"]);
    let answers: Vec<Result<Value, String>> =
        cases.iter().take(with_notice).map(|case| notice(database, case)).collect();
    let program = open(&database.path());
    for (at, case) in cases.iter().enumerate() {
        let placement = program.placement(PlacementRequest { case: case.clone() }).unwrap();
        goals_agree(&placement, &rows);
        if let Some(answer) = answers.get(at) {
            let is_ended = placement.statuses.iter().any(|status| status.text.contains("phørt"));
            if !is_ended {
                notice_agrees(&placement, answer.clone());
            }
        }
    }
}

/// Every so many of the cases.
fn cases(database: &Database, every: usize) -> Vec<String> {
    let rows = database.rows(&["cases"]);
    rows.iter().step_by(every).map(|row| row["case"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn goals_and_notice_of_the_window_are_the_command_lines_on_the_sample() {
    let database = Database::sample();
    let all = cases(&database, 1);
    agree(&database, &all, 15);
}

#[test]
fn goals_and_notice_of_the_window_are_the_command_lines_on_three_thousand_placements() {
    let database = Database::create();
    let file = database.beside("stor.xlsx");
    std::fs::write(&file, workbook::write(&municipality::of(3_000)).unwrap()).unwrap();
    database.json(&["import", file.to_str().unwrap()]);
    let some = cases(&database, 50);
    agree(&database, &some, 10);
}
