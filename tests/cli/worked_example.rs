//! The worked example of the arithmetic (domain §2.2), entered through a workbook as a user would
//! and read back from the command line: every figure to the øre.

use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use serde_json::Value;

use super::program::{Answer, Database, case, money};

/// A cell of the workbook.
enum Cell {
    Text(&'static str),
    Number(f64), // f64: the library's type for a number cell
    Date(u16, u8, u8),
    Blank,
}
use Cell::{Blank, Date, Number, Text};

fn sheet(workbook: &mut Workbook, name: &str, headings: &[&str], rows: &[Vec<Cell>]) {
    let date = Format::new().set_num_format("dd-mm-yyyy");
    let sheet: &mut Worksheet = workbook.add_worksheet();
    sheet.set_name(name).unwrap();
    for (column, heading) in (0..).zip(headings) {
        sheet.write(0, column, *heading).unwrap();
    }
    for (row, cells) in (1..).zip(rows) {
        assert_eq!(cells.len(), headings.len());
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Text(text) => sheet.write(row, column, *text).unwrap(),
                Number(number) => sheet.write(row, column, *number).unwrap(),
                Date(year, month, day) => {
                    let day = ExcelDateTime::from_ymd(*year, *month, *day).unwrap();
                    sheet.write_with_format(row, column, &day, &date).unwrap()
                }
                Blank => continue,
            };
        }
    }
}

const PLACEMENTS: &[&str] = &["Sagsnr.", "CPR-nr.", "Navn", "Lovgrundlag", "Tilbud", "Indflytning"];
const RATES: &[&str] = &[
    "Sagsnr.",
    "Ydelse",
    "Lovgrundlag",
    "Beløb",
    "Enhed",
    "Antal pr. uge",
    "Gælder fra",
    "Gælder til",
    "Afregningsdage pr. år",
    "Åbne uger",
];

fn workbook(path: &Path) {
    let mut workbook = Workbook::new();
    let placement = |number, cpr, moved_in| {
        vec![Text(number), Text(cpr), Text("Ida Prøve"), Text("§ 108"), Text("Lindehøj"), moved_in]
    };
    sheet(
        &mut workbook,
        "Placeringer",
        PLACEMENTS,
        &[
            placement("P-1", "710685-1234", Date(2024, 5, 15)),
            placement("P-2", "720685-1234", Date(2026, 1, 1)),
            placement("P-3", "730685-1234", Date(2025, 1, 1)),
            placement("P-4", "740685-1234", Date(2026, 1, 1)),
        ],
    );
    sheet(
        &mut workbook,
        "Tilbud",
        &["Tilbud", "Leverandør"],
        &[vec![Text("Lindehøj"), Text("Fonden Nordlys")]],
    );
    let rates = vec![
        vec![
            Text("P-1"),
            Text("Grundtakst"),
            Blank,
            Number(2394.0),
            Text("pr. døgn"),
            Blank,
            Date(2024, 5, 15),
            Date(2025, 12, 31),
            Blank,
            Blank,
        ],
        vec![
            Text("P-1"),
            Text("Grundtakst"),
            Blank,
            Number(2489.76),
            Text("pr. døgn"),
            Blank,
            Date(2026, 1, 1),
            Blank,
            Blank,
            Blank,
        ],
        vec![
            Text("P-1"),
            Text("Ekstra støttetimer"),
            Blank,
            Number(425.0),
            Text("pr. time"),
            Number(14.0),
            Date(2026, 3, 1),
            Date(2026, 8, 31),
            Blank,
            Blank,
        ],
        vec![
            Text("P-1"),
            Text("Dagtilbud"),
            Text("§ 104"),
            Number(544.0),
            Text("pr. døgn (dagtilbud)"),
            Number(3.0),
            Date(2025, 1, 1),
            Blank,
            Blank,
            Blank,
        ],
        vec![
            Text("P-1"),
            Text("Transport til dagtilbud"),
            Text("§ 105"),
            Number(3480.25),
            Text("pr. md."),
            Blank,
            Date(2026, 2, 10),
            Blank,
            Blank,
            Blank,
        ],
        vec![
            Text("P-2"),
            Text("Ekstra støttetimer"),
            Blank,
            Number(100.0),
            Text("pr. time"),
            Number(10.0),
            Date(2026, 1, 1),
            Blank,
            Blank,
            Blank,
        ],
        vec![
            Text("P-3"),
            Text("Grundtakst"),
            Blank,
            Number(2000.0),
            Text("pr. døgn"),
            Blank,
            Date(2025, 1, 1),
            Blank,
            Number(334.0),
            Blank,
        ],
        vec![
            Text("P-4"),
            Text("Transport til dagtilbud"),
            Text("§ 105"),
            Number(187.5),
            Text("pr. tur"),
            Number(10.0),
            Date(2026, 1, 1),
            Blank,
            Blank,
            Number(46.0),
        ],
    ];
    sheet(&mut workbook, "Takster", RATES, &rates);
    workbook.save(path).unwrap();
}

fn imported() -> Database {
    let database = Database::create();
    let file = database.beside("eksempel.xlsx");
    workbook(&file);
    let answer = database.json(&["import", file.to_str().unwrap()]);
    assert_eq!(answer["refused"], 0, "{answer}");
    assert_eq!(answer["created"], 13, "{answer}");
    database
}

fn gross(database: &Database, number: &str, year: &str) -> Value {
    let rows = database.rows(&["cost", "--year", year]);
    case(&rows, number)["gross"].clone()
}

#[test]
fn the_worked_example_gives_its_sums_by_year_line_and_month() {
    let database = imported();
    for (year, sum) in
        [("2024", "553014.00"), ("2025", "1042586.00"), ("2026", "1271102.50"), ("2028", "1122253.56")]
    {
        assert_eq!(gross(&database, "P-1", year), sum, "{year}");
    }
    let cost = database.rows(&["cost", "--year", "2026"]);
    let months: Vec<&str> = case(&cost, "P-1")["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|month| month.as_str().unwrap())
        .collect();
    assert_eq!(
        months,
        [
            "91516.96",
            "85022.08",
            "121347.21",
            "117545.05",
            "121347.21",
            "117545.05",
            "121347.21",
            "121347.21",
            "92045.05",
            "94997.21",
            "92045.05",
            "94997.21",
        ]
    );
    let lines = database.rows(&["explain", "P-1", "--year", "2026"]);
    let mut sums: Vec<i64> = lines.iter().map(|line| money(&line["gross"])).collect();
    sums.sort_unstable();
    assert_eq!(sums, [3_716_410, 15_640_000, 16_877_600, 90_876_240]);
}

#[test]
fn the_worked_example_gives_its_annualised_cost_on_three_days() {
    let database = imported();
    for (day, annualised) in
        [("2026-01-15", "1077538.40"), ("2026-03-01", "1429551.40"), ("2026-09-01", "1119301.40")]
    {
        let cases = Answer::of(database.command().args(["--json", "--on", day, "cases"])).json();
        let row = case(cases.as_array().unwrap(), "P-1");
        assert_eq!(row["annualised"], annualised, "{day}");
    }
}

#[test]
fn hours_fixed_days_and_trips_give_their_sums() {
    let database = imported();
    let cost = database.rows(&["cost", "--year", "2026"]);
    let hours = case(&cost, "P-2");
    assert_eq!(hours["gross"], "52142.86");
    assert_eq!(
        hours["months"],
        serde_json::json!([
            "4428.57", "4000.00", "4428.57", "4285.72", "4428.57", "4285.71", "4428.57", "4428.58",
            "4285.71", "4428.57", "4285.72", "4428.57"
        ])
    );
    for year in ["2025", "2026", "2028"] {
        assert_eq!(gross(&database, "P-3", year), "668000.00", "{year}");
    }
    assert_eq!(gross(&database, "P-4", "2026"), "86250.00");
    // A case without Grundtakst has a gap, not a low price.
    let cases = database.rows(&["cases"]);
    assert_eq!(case(&cases, "P-4")["annualised"], Value::Null);
}

#[test]
fn a_workbook_with_one_bad_row_writes_nothing_and_names_sheet_row_and_column() {
    let database = Database::create();
    let file = database.beside("fejl.xlsx");
    let mut book = Workbook::new();
    let row = |number, moved_in| {
        vec![Text(number), Text("710685-1234"), Text("Ida Prøve"), Text("§ 108"), Text("Lindehøj"), moved_in]
    };
    sheet(
        &mut book,
        "Placeringer",
        PLACEMENTS,
        &[row("P-1", Date(2024, 5, 15)), row("P-2", Text("marts 2024"))],
    );
    book.save(&file).unwrap();

    let import = database.command().args(["--json", "import"]).arg(&file).output().unwrap();
    let answer: Value = serde_json::from_slice(&import.stdout).unwrap();
    assert_eq!(import.status.code(), Some(1));
    assert_eq!(answer["refused"], 1);
    let problem = &answer["problems"][0];
    assert_eq!(problem["sheet"], "Placeringer");
    assert_eq!(problem["row"], 3);
    assert_eq!(problem["column"], "Indflytning");
    assert_eq!(problem["code"], "date_unreadable");
    assert!(database.rows(&["cases"]).is_empty());
}
