//! What the window says of goals and notice is what the command line says, word by word and day by day, on the sample
//! and on a large made-up municipality, today and as of a past day.

use std::collections::HashMap;
use std::path::Path;

use chrono::NaiveDate;
use serde_json::{Value, json};
use vilkaar_api::headless::{Errand, Headless, Question};
use vilkaar_api::types::{Placement, PlacementRequest, Unlock};
use vilkaar_api::{NoDesktop, Program};
use vilkaar_testkit::{municipality, workbook};

use crate::cli::program::{DAY, Database, PASSPHRASE, USER};

/// The program with the database open on a day.
fn open(path: &Path, day: &str) -> Program {
    let day: NaiveDate = day.parse().unwrap();
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
fn goals_agree(placement: &Placement, of_case: &[Value]) {
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

/// A day of the window as ISO.
fn iso(day: &str) -> String {
    NaiveDate::parse_from_str(day, "%d-%m-%Y").unwrap().to_string()
}

/// The day that follows these words in a text.
fn day_after<'t>(said: &'t str, words: &str) -> Option<&'t str> {
    let (_, rest) = said.split_once(words)?;
    rest.get(..10)
}

/// What is asked about notice by a party.
#[derive(Clone, Copy)]
struct Asked<'a> {
    case: &'a str,
    is_provider: bool,
    day: &'a str,
}

/// How the command line answers: a program of its own, or what it is a thin layer over.
trait CommandLine {
    /// With notice given that day, or for this end; the line of its error where there is none.
    fn notice(&mut self, asked: Asked<'_>, end: Option<&str>) -> Result<Value, String>;
}

impl CommandLine for Headless {
    fn notice(&mut self, asked: Asked<'_>, end: Option<&str>) -> Result<Value, String> {
        let question = match end {
            None => Question::Given(asked.day.parse().unwrap()),
            Some(end) => Question::End(end.parse().unwrap()),
        };
        let row = Self::notice(self, asked.case, asked.is_provider, question);
        row.map(|row| json!(row)).map_err(|error| error.message)
    }
}

impl CommandLine for &Database {
    fn notice(&mut self, asked: Asked<'_>, end: Option<&str>) -> Result<Value, String> {
        let party = if asked.is_provider { "provider" } else { "municipality" };
        let mut arguments = vec!["--on", asked.day, "--json", "notice", asked.case, "--party", party];
        match end {
            None => arguments.extend(["--given", asked.day]),
            Some(end) => arguments.extend(["--end", end]),
        }
        let answer = self.run(&arguments);
        let told = |line: &str| line.split_once("]: ").unwrap().1.to_owned();
        if answer.exit == 0 { Ok(answer.json()) } else { Err(told(answer.error_line())) }
    }
}

/// Notice today by a party, and the latest for the end that the panel names: its days are the command line's, and where
/// no notice can be given, so is the reason.
fn notice_agrees(said: &str, asked: Asked<'_>, line: &mut impl CommandLine) {
    let case = asked.case;
    match line.notice(asked, None) {
        Err(sentence) => assert_eq!(said, sentence, "{case}"),
        Ok(answer) => {
            let by = if asked.is_provider { "Opsagt af leverandøren i dag" } else { "Opsagt i dag" };
            let ends = day_after(said, &format!("{by} ophører den ")).map(iso);
            if ends.is_none() {
                // A party that can't end it: the sentence is the command line's own.
                let because = answer["because"].as_str().unwrap();
                assert!(said.starts_with(because), "{case}: {said}, and not {because}");
                return;
            }
            assert_eq!(ends.as_deref(), answer["ends"].as_str(), "{case}: {said}");
            // Why, as far as the command line tells it: by which minimum term, end or renewal.
            let (_, reason) = said.split_once(", fordi ").unwrap();
            let because = answer["because"].as_str().unwrap();
            for day in because.split([' ', ',', '.']).filter(|word| word.len() == 10 && word.contains('-')) {
                let told = [danish(asked.day), danish(answer["ends"].as_str().unwrap())];
                assert!(reason.contains(day) || told.contains(&day.to_owned()), "{case}: {said} / {because}");
            }
        }
    }
    let by = if asked.is_provider { " fra leverandøren" } else { "" };
    let opening = format!("Seneste opsigelse{by} for ophør den ");
    let Some(wanted) = day_after(said, &opening) else { return };
    let answer = line.notice(asked, Some(&iso(wanted))).unwrap();
    let latest = day_after(said, &format!("{opening}{wanted} er ")).map(iso);
    let workday = day_after(said, "(sidste arbejdsdag ").map(iso);
    assert_eq!(
        (latest.as_deref(), workday.as_deref()),
        (answer["last_day"].as_str(), answer["last_workday"].as_str()),
        "{case}: {said}"
    );
}

/// What the panel says by each party, none where the case has ended or the contract is noticed already.
fn by_party(placement: &Placement) -> Vec<(bool, String)> {
    let is_ended = placement.statuses.iter().any(|status| status.text.contains("phørt"));
    let lines = placement.notice.lines.iter();
    let said = lines.filter_map(|line| match line.label.as_str() {
        "Kommunen" => Some((false, line.sentences.join(" "))),
        "Leverandøren" => Some((true, line.sentences.join(" "))),
        _ => None,
    });
    if is_ended { Vec::new() } else { said.collect() }
}

/// Holds every goal of the municipality and every notice panel of these cases against the command line, on a day. Gives
/// how many goals and panels there were.
fn agree(database: &Database, day: &str, cases: &[String], by_the_program_itself: usize) -> (usize, usize) {
    let mut rows: HashMap<String, Vec<Value>> = HashMap::new();
    for row in database.rows(&["--on", day, "goals"]) {
        rows.entry(row["case"].as_str().unwrap().to_owned()).or_default().push(row);
    }
    let (mut goals, mut panels) = (0, Vec::new());
    let program = open(&database.path(), day);
    for case in cases {
        let placement = program.placement(PlacementRequest { case: case.clone() }).unwrap();
        let of_case = rows.remove(case).unwrap_or_default();
        goals += of_case.len();
        goals_agree(&placement, &of_case);
        panels.extend(by_party(&placement).into_iter().map(|(party, said)| (case, party, said)));
    }
    program.close();
    drop(program);
    for (case, is_provider, said) in panels.iter().take(by_the_program_itself) {
        notice_agrees(said, Asked { case, is_provider: *is_provider, day }, &mut &*database);
    }
    let on = day.parse().ok();
    let mut line = Headless::open(&database.path(), Some(USER), PASSPHRASE, on, Errand::Notice).unwrap();
    for (case, is_provider, said) in &panels {
        notice_agrees(said, Asked { case, is_provider: *is_provider, day }, &mut line);
    }
    (goals, panels.len())
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
    let (goals, panels) = agree(&database, DAY, &all, 6);
    assert_eq!(goals, database.rows(&["goals"]).len(), "every one");
    assert!(panels > 80, "both parties of every contract: {panels}");
}

#[test]
fn as_of_a_past_day_and_of_one_to_come_too() {
    let database = Database::sample();
    let all = cases(&database, 1);
    for day in ["2026-05-15", "2028-02-29"] {
        let (goals, panels) = agree(&database, day, &all, 1);
        assert!(goals > 80 && panels > 60, "{day}: {goals}, {panels}");
    }
}

#[test]
fn goals_and_notice_of_the_window_are_the_command_lines_on_three_thousand_placements() {
    let database = Database::create();
    let file = database.beside("stor.xlsx");
    std::fs::write(&file, workbook::write(&municipality::of(3_000)).unwrap()).unwrap();
    database.json(&["import", file.to_str().unwrap()]);
    let some = cases(&database, 7);
    let (goals, panels) = agree(&database, DAY, &some, 2);
    assert!(goals > 400 && panels > 400, "{goals}, {panels}");
}
