//! What the user chooses: corrected cells, rows left out, columns mapped by hand; the list of what was left out; the
//! template.

use std::collections::{HashMap, HashSet};

use vilkaar_domain::Register;
use vilkaar_exchange::{Kind, Mapping, Options, RowStatus, left_out, read_bytes, template};

use crate::fixtures::*;

#[test]
fn a_corrected_cell_is_read_as_if_it_stood_in_the_file() {
    let cell = ("Takster".to_owned(), 151, "Beløb".to_owned());
    let corrections = HashMap::from([(cell, "1.783,41".to_owned())]);
    let plan = planned(&sample("egeskov-fejl.xlsx"), &egeskov(), &Options { corrections, ..options() });
    assert_eq!(plan.refused, 14);
    assert!(!plan.problems.iter().any(|p| p.row == 151));
    let row = plan.rows.iter().find(|row| &*row.sheet == "Takster" && row.row == 151).unwrap();
    assert_eq!(row.status, RowStatus::Unchanged);
}

#[test]
fn a_row_left_out_takes_the_rows_that_hang_on_it_along() {
    let left_out_rows = HashSet::from([("Placeringer".to_owned(), 23)]);
    let plan = planned(
        &sample("egeskov-fejl.xlsx"),
        &Register::default(),
        &Options { left_out: left_out_rows, ..options() },
    );
    assert!(!plan.problems.iter().any(|p| &*p.sheet == "Placeringer" && p.row == 23));
    let of_case: HashSet<RowStatus> =
        plan.rows.iter().filter(|row| row.case == "S2024-1022").map(|row| row.status).collect();
    assert_eq!(of_case, HashSet::from([RowStatus::LeftOut]));
    assert!(plan.left_out > 1);
    let reason = &plan.left_out_rows.iter().find(|row| row.row == 23).unwrap().reasons;
    assert_eq!(reason, &["»31.6.2026« findes ikke i kalenderen."]);
}

#[test]
fn a_row_left_out_lets_its_case_number_go() {
    let left_out_rows = HashSet::from([("Placeringer".to_owned(), 19)]);
    let plan = planned(
        &sample("egeskov-fejl.xlsx"),
        &Register::default(),
        &Options { left_out: left_out_rows, ..options() },
    );
    assert!(!plan.problems.iter().any(|p| p.code() == "case_duplicate"));
}

#[test]
fn what_was_left_out_comes_as_a_workbook_with_reasons_that_can_be_put_right_and_imported() {
    let file = sample("egeskov-rodet.csv");
    let skip = Options { skip_refused: true, ..options() };
    let plan = planned(&file, &Register::default(), &skip);
    let list = read_bytes("udeladt.xlsx", &left_out(&file, &plan).unwrap()).unwrap();
    let sheet = &list.sheets()[0];
    assert_eq!(sheet.row_count(), 1 + 5);
    let first = sheet.row(2).unwrap();
    assert!(first.cells().any(|(_, cell)| cell.shown() == "»ca. 2400« er ikke et beløb."));
    let cell = |row: u32, column: &str, text: &str| {
        ((sheet.name().to_string(), row, column.to_owned()), text.to_owned())
    };
    let corrections = HashMap::from([
        cell(2, "Pris", "2400"),
        cell(3, "Varsel", "3 måneder"),
        cell(4, "Paragraf", "§ 107"),
        cell(5, "Startdato", "1/3-24"),
        cell(6, "Startdato", "30/6-24"),
    ]);
    let again = planned(&list, &Register::default(), &Options { corrections, ..options() });
    assert_eq!(counts(&again), [5, 0, 0, 0], "{:?}", told(&again));
}

#[test]
fn the_list_names_the_row_that_a_left_out_row_hangs_on() {
    let file = sample("egeskov-fejl.xlsx");
    let plan = planned(&file, &Register::default(), &Options { skip_refused: true, ..options() });
    let list = read_bytes("udeladt.xlsx", &left_out(&file, &plan).unwrap()).unwrap();
    let reasons: Vec<String> = list
        .sheet("Takster")
        .unwrap()
        .rows()
        .flat_map(|row| row.cells())
        .map(|(_, cell)| cell.shown())
        .collect();
    assert!(reasons.iter().any(|text| text == "Sagen S2024-1022 (Placeringer, række 23) er ikke læst."));
}

const ODD: &str = "Ref;Person;Lov;Hus;Kroner;Flyttet ind\nS9;Ida Friis;107;Nyt sted;2.400,00;01-01-2027\n";

#[test]
fn columns_that_are_not_known_can_be_mapped_by_hand() {
    let file = csv(ODD);
    let before = planned(&file, &Register::default(), &options());
    assert!(!before.can_commit());
    let missing: Vec<&str> = before
        .problems
        .iter()
        .filter(|p| p.code() == "required_missing")
        .map(|p| p.column.as_str())
        .collect();
    assert_eq!(missing, ["Lovgrundlag", "Tilbud", "Indflyttet"]);
    let mapped: Mapping = [
        ("Ref", "case"),
        ("Person", "name"),
        ("Lov", "legal_basis"),
        ("Hus", "offer"),
        ("Kroner", "amount"),
        ("Flyttet ind", "moved_in"),
    ]
    .into_iter()
    .map(|(heading, key)| (heading.to_owned(), Some(key.to_owned())))
    .collect();
    let mapping = HashMap::from([(String::new(), mapped)]);
    let plan = planned(&file, &Register::default(), &Options { mapping, ..options() });
    assert!(plan.problems.is_empty(), "{:?}", told(&plan));
    assert_eq!(counts(&plan), [1, 0, 0, 0]);
}

#[test]
fn a_column_that_is_put_aside_is_neither_read_nor_named() {
    let mapping = HashMap::from([("Budget".to_owned(), Mapping::from([("Noter".to_owned(), None)]))]);
    let plan = planned(&sample("egeskov-fejl.xlsx"), &egeskov(), &Options { mapping, ..options() });
    assert!(!plan.problems.iter().any(|p| p.code() == "column_unknown"));
}

#[test]
fn a_missing_required_column_is_told_at_the_row_of_the_headings() {
    let rates: &[&[&str]] = &[
        &["Takster 2026"],
        &[],
        &["Sagsnr.", "Ydelse", "Beløb", "Enhed"],
        &["S1", "Grundtakst", "#2394", "pr. døgn"],
    ];
    let plan = planned(
        &workbook(&[("Placeringer", ONE_CASE), ("Takster", rates)]),
        &Register::default(),
        &options(),
    );
    assert_eq!(told(&plan), [(3, "Gælder fra", "required_missing")]);
    assert_eq!(plan.refused, 1);
}

#[test]
fn columns_may_stand_in_any_order_under_titles_and_other_names() {
    let placements: &[&[&str]] = &[
        &["Placeringer i Egeskov"],
        &[],
        &["Startdato", "Bosted", "§", "CPR nummer", "Sagsnummer"],
        &["15.05.2024", "Lindehøj", "SEL §108", "7710651683", "S1"],
    ];
    let empty = Register::default();
    let plan = planned(&workbook(&[("Placeringer", placements)]), &empty, &options());
    assert!(plan.problems.is_empty(), "{:?}", told(&plan));
    let register = applied(&empty, plan);
    assert_eq!(register.placements[0].moved_in, day(2024, 5, 15));
    assert_eq!(register.citizens[0].cpr.as_ref().unwrap().reveal(), "771065-1683");
}

#[test]
fn the_template_has_every_sheet_with_its_headings_and_reads_back_without_a_problem() {
    let file = read_bytes("skabelon.xlsx", &template().unwrap()).unwrap();
    let plan = planned(&file, &Register::default(), &options());
    assert!(plan.problems.is_empty(), "{:?}", told(&plan));
    assert_eq!(plan.sheets.len(), Kind::TEMPLATE.len());
    let sample = sample("egeskov-kommune.xlsx");
    for sheet in sample.sheets() {
        let headings = |row: vilkaar_exchange::grid::Row<'_>| {
            row.cells()
                .map(|(_, cell)| cell.shown())
                .filter(|heading| heading != "Basistakst")
                .collect::<Vec<_>>()
        };
        let ours = file.sheet(sheet.name()).and_then(|sheet| sheet.row(1)).map(headings);
        assert_eq!(ours, sheet.row(1).map(headings), "{}", sheet.name());
    }
}
