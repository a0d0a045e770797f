//! The sample municipality as of 20-11-2026: figures worked out apart from the program, and sums
//! that must agree with each other whatever the figures are.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::program::{Database, case, fixture, money, with};

#[test]
fn the_sample_gives_the_figures_worked_out_by_hand() {
    let database = Database::sample();

    let cases = database.rows(&["cases"]);
    let active = with(&cases, "status", "active");
    assert_eq!(cases.len(), 58);
    assert_eq!(active.len(), 54);
    assert_eq!(with(&cases, "status", "planned").len(), 1);
    let under = |paragraph: &str| active.iter().filter(|row| row["paragraph"] == paragraph).count();
    assert_eq!((under("107"), under("108"), under("lignende")), (21, 32, 1));
    let above: Vec<&Value> = cases.iter().filter(|row| row["above_limit"] == true).collect();
    assert_eq!(above.len(), 21);

    let renegotiated = case(&cases, "S2022-1008");
    assert_eq!(renegotiated["annualised"], "900188.55");
    assert_eq!(renegotiated["hourly_rate"], "1150.93");

    let cost = database.rows(&["cost", "--year", "2026"]);
    let own: i64 = cost
        .iter()
        .filter(|row| case(&cases, row["case"].as_str().unwrap())["own_cost"] == true)
        .map(|row| money(&row["gross"]))
        .sum();
    assert_eq!((own + 50) / 100, 53_377_005);

    let agenda = database.rows(&["agenda"]);
    let state = |name: &str| with(&agenda, "state", name).len();
    assert_eq!((state("overdue"), state("due_30"), state("due_90")), (31, 10, 18));

    // The trappetakst of S2022-1008, and what its rates rose above P/L (73.390,55 a year) at a chance of 50 %.
    let step = with(&agenda, "kind", "step_rate");
    assert_eq!(step.len(), 1);
    assert_eq!((&step[0]["due"], &step[0]["at_stake"]), (&"2027-01-01".into(), &"36695.28".into()));

    let gaps = database.rows(&["gaps"]);
    let kinds = gaps.iter().fold(BTreeMap::new(), |mut counts, row| {
        *counts.entry(row["gap"].as_str().unwrap()).or_insert(0) += 1;
        counts
    });
    assert_eq!(
        kinds,
        BTreeMap::from([
            ("follow_up_overdue", 13),
            ("no_contract", 7),
            ("no_goals", 10),
            ("no_hours", 1),
            ("no_rate", 1),
            ("no_search", 11),
            ("no_signed_file", 48),
            ("not_comparable", 1),
            ("offer_not_approved", 1),
        ])
    );
}

/// Every figure of every case, worked out by another program that adds up day by day with fractions.
#[test]
fn every_case_has_the_figures_of_a_second_reckoning() {
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(fixture("egeskov-tal.json")).unwrap()).unwrap();
    let database = Database::sample();
    let compare = |what: &str, rows: &[Value]| {
        let wanted = expected[what].as_array().unwrap();
        assert_eq!(rows.len(), wanted.len(), "{what}");
        for (row, wanted) in rows.iter().zip(wanted) {
            for (key, value) in wanted.as_object().unwrap() {
                assert_eq!(&row[key], value, "{what}, {} {key}", wanted["case"]);
            }
        }
    };
    compare("cases", &database.rows(&["cases"]));
    for year in ["2025", "2026", "2027"] {
        compare(year, &database.rows(&["cost", "--year", year]));
    }
}

#[test]
fn the_cases_at_the_limit_fall_on_the_right_side_of_it() {
    let database = Database::sample();
    let cases = database.rows(&["cases"]);

    // Exactly 1.000.000,00 is not above; 2.739,72 a day is 999.997,80.
    assert_eq!(case(&cases, "S2026-1001")["annualised"], "1000000.00");
    assert_eq!(case(&cases, "S2026-1001")["above_limit"], false);
    assert_eq!(case(&cases, "S2026-1002")["annualised"], "999997.80");
    assert_eq!(case(&cases, "S2026-1002")["above_limit"], false);
    // A known future price counts, and names its day.
    let crossing = case(&cases, "S2025-1003");
    assert_eq!(crossing["above_limit"], true);
    assert_eq!(crossing["above_limit_from"], "2027-03-01");
    assert_eq!(crossing["above_limit_since"], Value::Null);
    // A fixed number of settlement days is no matter of the calendar.
    assert_eq!(case(&cases, "S2025-1010")["annualised"], "681360.00");
    // Past its expected end a case stays active.
    assert_eq!(case(&cases, "S2021-1011")["status"], "active");
    assert_eq!(case(&cases, "S2026-1004")["status"], "planned");
    assert_eq!(case(&cases, "S2025-1012")["own_cost"], false);
    assert_eq!(case(&cases, "S2025-1014")["hourly_rate"], Value::Null);
}

#[test]
fn months_add_up_to_the_year_and_lines_to_the_case() {
    let database = Database::sample();
    for year in ["2024", "2026", "2028"] {
        for row in database.rows(&["cost", "--year", year]) {
            let months = row["months"].as_array().unwrap();
            assert_eq!(months.len(), 12);
            let sum: i64 = months.iter().map(money).sum();
            assert_eq!(sum, money(&row["gross"]), "{year} {row}");
        }
    }
    let cost = database.rows(&["cost", "--year", "2026"]);
    for number in ["S2022-1008", "S2026-1015", "S2025-1014", "S2020-1013", "S2023-1007"] {
        let lines = database.rows(&["explain", number, "--year", "2026"]);
        let sum: i64 = lines.iter().map(|line| money(&line["gross"])).sum();
        assert_eq!(sum, money(&case(&cost, number)["gross"]), "{number}");
        assert!(lines.iter().all(|line| line["formula"].as_str().unwrap().len() > 10));
    }
}

#[test]
fn a_missing_rate_is_a_gap_and_never_0_kr() {
    let database = Database::sample();
    let cost = database.rows(&["cost", "--year", "2026"]);
    assert_eq!(case(&cost, "S2023-1007")["gaps"], json!([{"from": "2026-04-01", "to": "2026-04-30"}]));
    let mut in_april = database.command();
    in_april.args(["--json", "--on", "2026-04-15", "cases"]);
    let cases = super::program::Answer::of(&mut in_april).json();
    let known = case(cases.as_array().unwrap(), "S2023-1007");
    assert_eq!(known["annualised"], Value::Null);
    assert_eq!(known["hourly_rate"], Value::Null);
}

#[test]
fn a_year_without_limits_has_no_refund_and_no_net_figure() {
    let database = Database::sample();
    let cost = database.rows(&["cost", "--year", "2028"]);
    assert!(!cost.is_empty());
    for row in cost {
        assert_eq!((&row["refund"], &row["net"]), (&Value::Null, &Value::Null), "{row}");
    }
    for row in database.rows(&["cost", "--year", "2026"]) {
        if row["refund"] != Value::Null {
            let net = money(&row["net_before_refund"]) - money(&row["refund"]);
            assert_eq!(net, money(&row["net"]), "{row}");
        }
    }
}

#[test]
fn notice_is_answered_from_a_day_given_and_from_an_end_wanted() {
    let database = Database::sample();
    let given = database.json(&["notice", "S2022-1008", "--party", "municipality", "--given", "2026-11-20"]);
    assert_eq!(given["ends"], "2027-02-18");
    assert_eq!(given["last_day"], Value::Null);
    assert_eq!(given["last_workday"], Value::Null);
    assert!(given["because"].as_str().unwrap().contains("90 dage"), "{given}");

    let wanted = database.json(&["notice", "S2022-1008", "--party", "municipality", "--end", "2027-02-28"]);
    assert_eq!(wanted["last_day"], "2026-11-30");
    assert_eq!(wanted["last_workday"], "2026-11-30");
    assert_eq!(wanted["ends"], "2027-02-28");

    let never = database.json(&["notice", "S2020-1013", "--party", "provider", "--given", "2026-11-20"]);
    assert_eq!(never["ends"], Value::Null);
    database
        .run(&["notice", "S0000-0000", "--party", "provider", "--given", "2026-11-20"])
        .is_error(1, "case_unknown");
}

#[test]
fn lists_are_sorted_and_hold_every_key_of_every_row() {
    let database = Database::sample();
    let expect = |arguments: &[&str], keys: &[&str], order: &[&str]| {
        let rows = database.rows(arguments);
        assert!(!rows.is_empty(), "{arguments:?}");
        for row in &rows {
            for key in keys {
                assert!(row.get(key).is_some(), "{arguments:?} {key}: {row}");
            }
        }
        let sorting: Vec<Vec<&str>> =
            rows.iter().map(|row| order.iter().map(|key| row[key].as_str().unwrap()).collect()).collect();
        assert!(sorting.is_sorted(), "{arguments:?}");
    };
    expect(
        &["cases"],
        &[
            "case",
            "paragraph",
            "offer",
            "provider",
            "status",
            "annualised",
            "next_twelve_months",
            "above_limit",
            "above_limit_from",
            "above_limit_since",
            "hourly_rate",
            "own_cost",
        ],
        &["case"],
    );
    expect(
        &["cost", "--year", "2026"],
        &[
            "case",
            "gross",
            "months",
            "gaps",
            "own_payment",
            "vat_refund",
            "net_before_refund",
            "refund",
            "net",
        ],
        &["case"],
    );
    expect(
        &["explain", "S2022-1008", "--year", "2026"],
        &["line", "unit", "amount", "from", "to", "formula", "gross"],
        &["from", "line"],
    );
    expect(&["agenda"], &["case", "kind", "due", "state", "owner", "at_stake"], &["due", "case", "kind"]);
    expect(&["goals"], &["case", "goal", "outcome", "behind", "next_follow_up"], &["case", "goal"]);
    expect(&["gaps"], &["case", "gap"], &["case", "gap"]);
}

#[test]
fn without_json_the_answers_are_tables_in_danish() {
    let database = Database::sample();
    let cases = database.run(&["cases"]);
    assert_eq!(cases.exit, 0, "{}", cases.err);
    assert!(cases.out.contains("900.188,55"), "{}", cases.out);
    assert!(!cases.out.contains("900188.55"), "{}", cases.out);
    let agenda = database.run(&["agenda"]);
    assert!(agenda.out.contains("01-09-2026"), "{}", agenda.out);
}

#[test]
fn what_a_later_version_brings_says_that_it_is_not_available() {
    let database = Database::sample();
    let file = database.beside("pakke.pdf");
    let file = file.to_str().unwrap();
    database
        .run(&["packet", "S2022-1008", "--audience", "provider", "--out", file])
        .is_error(2, "not_available");
    database.run(&["savings"]).is_error(2, "not_available");
    assert_eq!(database.run(&["no-such-command"]).exit, 2);
    assert_eq!(database.run(&["cost"]).exit, 2);
}
