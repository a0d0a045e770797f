//! Files come in whole or not at all: what is right is read right, each error is named at its
//! cell, and a file that comes again changes nothing.

use serde_json::Value;

use super::program::{Answer, Database, case, fixture, with};

/// Data rows of all sheets of the sample workbook, counted by hand.
const ROWS_OF_THE_SAMPLE: i64 = 1228;

fn has_problem(answer: &Value, sheet: &str, row: i64, column: &str, code: &str, severity: &str) -> bool {
    answer["problems"].as_array().unwrap().iter().any(|problem| {
        problem["sheet"] == sheet
            && problem["row"] == row
            && problem["column"] == column
            && problem["code"] == code
            && problem["severity"] == severity
            && problem["message"].as_str().is_some_and(|message| message.len() > 15)
    })
}

#[test]
fn the_same_workbook_again_is_unchanged_in_every_row() {
    let database = Database::create();
    let file = fixture("egeskov-kommune.xlsx");
    let first = database.json(&["import", &file]);
    assert_eq!(first["created"], ROWS_OF_THE_SAMPLE, "{first}");
    assert_eq!((&first["changed"], &first["refused"]), (&0.into(), &0.into()));

    let before = database.json(&["verify"]);
    let again = database.json(&["import", &file]);
    assert_eq!(again["unchanged"], ROWS_OF_THE_SAMPLE, "{again}");
    assert_eq!((&again["created"], &again["changed"]), (&0.into(), &0.into()));
    assert_eq!(before["cases"], database.json(&["verify"])["cases"]);
}

#[test]
fn the_departments_own_sheet_read_after_the_workbook_changes_nothing() {
    let database = Database::sample();
    let answer = database.json(&["import", &fixture("egeskov-botilbud-ark.csv")]);
    assert_eq!((&answer["created"], &answer["changed"]), (&0.into(), &0.into()), "{answer}");
    assert_eq!(answer["unchanged"], data_rows("egeskov-botilbud-ark.csv"));
}

/// Rows that hold a case, of a sheet whose other rows are a title, headings, blanks and a sum.
fn data_rows(name: &str) -> i64 {
    let bytes = std::fs::read(fixture(name)).unwrap();
    let cases = bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| line.len() > 5 && line[0] == b'S' && line[1..5].iter().all(u8::is_ascii_digit))
        .count();
    i64::try_from(cases).unwrap()
}

#[test]
fn every_error_of_the_faulty_workbook_is_reported_at_its_cell_and_nothing_is_written() {
    let database = Database::create();
    let file = fixture("egeskov-fejl.xlsx");
    let expected = std::fs::read_to_string(fixture("egeskov-fejl-forventet.csv")).unwrap();
    for arguments in [vec!["import", &file], vec!["import", &file, "--dry-run"]] {
        let answer = Answer::of(database.command().arg("--json").args(&arguments)).refused_json();
        let missed: Vec<&str> = expected
            .lines()
            .skip(1)
            .filter(|line| {
                let cells: Vec<&str> = line.trim_start_matches('\u{feff}').split(';').collect();
                let row = cells[1].parse().unwrap();
                !has_problem(&answer, cells[0], row, cells[2], cells[3], cells[4])
            })
            .collect();
        assert!(missed.is_empty(), "{arguments:?} missed {missed:#?}");
        assert!(database.rows(&["cases"]).is_empty());
    }
}

#[test]
fn a_refused_row_is_left_out_only_by_choice() {
    let database = Database::create();
    let file = fixture("egeskov-fejl.xlsx");
    let answer = database.json(&["import", &file, "--skip-refused"]);
    assert!(answer["skipped"].as_i64().unwrap() > 0, "{answer}");
    assert_eq!(answer["skipped"], answer["refused"], "{answer}");
    let cases = database.rows(&["cases"]);
    assert!(cases.len() > 40, "{}", cases.len());
    assert_eq!(database.json(&["verify"])["ok"], true);
}

#[test]
fn a_dry_run_writes_nothing() {
    let database = Database::create();
    let answer = database.json(&["import", &fixture("egeskov-kommune.xlsx"), "--dry-run"]);
    assert_eq!(answer["created"], ROWS_OF_THE_SAMPLE);
    assert!(database.rows(&["cases"]).is_empty());
}

#[test]
fn each_odd_cell_of_the_messy_sheet_is_read_right_asked_about_or_refused() {
    let database = Database::sample();
    let file = fixture("egeskov-rodet.csv");
    let import =
        |options: &[&str]| Answer::of(database.command().args(["--json", "import", &file]).args(options));
    let answer = import(&[]).refused_json();
    for (row, column, code, severity) in [
        (4, "Pris", "amount_unreadable", "error"),
        (6, "Varsel", "notice_rule_unknown", "error"),
        (7, "Paragraf", "paragraph_unknown", "error"),
        (8, "Startdato", "date_unreadable", "error"),
        (9, "Startdato", "date_unreadable", "error"),
        (9, "Pris", "number_ambiguous", "warning"),
    ] {
        assert!(has_problem(&answer, "", row, column, code, severity), "{row} {column} {code}: {answer}");
    }
    // The two rows that are read right give no problem but the assumed day of the rate.
    for problem in answer["problems"].as_array().unwrap() {
        if problem["row"] == 3 || problem["row"] == 5 {
            assert_eq!(problem["severity"], "warning", "{problem}");
        }
    }
    assert_eq!(answer["refused"], 5, "{answer}");

    let answer = import(&["--skip-refused"]).json();
    assert_eq!((&answer["created"], &answer["skipped"]), (&2.into(), &5.into()), "{answer}");
    let cases = database.rows(&["cases"]);
    assert_eq!(cases.len(), 60);
    // "2.400,-" is a rate by day, "53.594 pr. md." a monthly one.
    let henrik = case(&cases, "U-1");
    assert_eq!((&henrik["annualised"], &henrik["paragraph"]), (&"876000.00".into(), &"107".into()));
    assert_eq!(with(&cases, "annualised", "643128.00").len(), 1);
    // "lb. md. + 30 dg." is løbende måned + 30 dage.
    let notice = database.json(&["notice", "U-1", "--party", "municipality", "--given", "2027-02-01"]);
    assert_eq!(notice["ends"], "2027-03-30", "{notice}");
}

#[test]
fn what_is_no_workbook_is_refused_with_its_reason() {
    let database = Database::create();
    let broken = database.beside("afbrudt.xlsx");
    let whole = std::fs::read(fixture("egeskov-kommune.xlsx")).unwrap();
    std::fs::write(&broken, &whole[..whole.len() / 2]).unwrap();
    let picture = database.beside("billede.xlsx");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n").unwrap();
    let empty = database.beside("tom.csv");
    std::fs::write(&empty, b"").unwrap();
    let absent = database.beside("findes ikke.xlsx");
    for file in [broken, picture, empty, absent] {
        let answer = database.run(&["import", file.to_str().unwrap()]);
        assert_eq!(answer.exit, 1, "{}: {}", file.display(), answer.err);
        answer.error_line();
    }
    assert!(database.rows(&["cases"]).is_empty());
}
