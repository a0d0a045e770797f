//! The same file again changes nothing, also where rows are hard to tell from each other: one-offs of one day, citizens
//! without a number, two rows about one stay.

use vilkaar_domain::Register;
use vilkaar_exchange::ParsedFile;

use crate::fixtures::*;

/// Imports a file into an empty register and once more; tells the counts of both.
fn twice(file: &ParsedFile) -> ([u32; 4], [u32; 4]) {
    let empty = Register::default();
    let first = planned(file, &empty, &options());
    let first_counts = counts(&first);
    let register = applied(&empty, first);
    (first_counts, counts(&planned(file, &register, &options())))
}

const ONE_OFFS: &[&[&str]] = &[
    RATES,
    &["S1", "Engangsbeløb", "", "#100", "engangsbeløb", "", "2024-05-15"],
    &["S1", "Engangsbeløb", "", "#250", "engangsbeløb", "", "2024-05-15"],
];

#[test]
fn two_one_offs_of_one_service_on_one_day_are_unchanged_when_they_come_again() {
    let file = workbook(&[("Placeringer", ONE_CASE), ("Takster", ONE_OFFS)]);
    assert_eq!(twice(&file), ([3, 0, 0, 0], [0, 0, 3, 0]));
}

#[test]
fn two_one_offs_of_one_amount_on_one_day_are_two_lines() {
    let rates: &[&[&str]] = &[RATES, ONE_OFFS[1], ONE_OFFS[1]];
    let file = workbook(&[("Placeringer", ONE_CASE), ("Takster", rates)]);
    assert_eq!(twice(&file), ([3, 0, 0, 0], [0, 0, 3, 0]));
}

#[test]
fn a_third_one_off_of_the_day_is_new_and_another_amount_corrects_the_one_that_no_row_has() {
    let empty = Register::default();
    let first = workbook(&[("Placeringer", ONE_CASE), ("Takster", ONE_OFFS)]);
    let register = applied(&empty, planned(&first, &empty, &options()));
    let third: &[&str] = &["S1", "Engangsbeløb", "", "#300", "engangsbeløb", "", "2024-05-15"];
    let added: &[&[&str]] = &[RATES, third, ONE_OFFS[1], ONE_OFFS[2]];
    assert_eq!(counts(&planned(&workbook(&[("Takster", added)]), &register, &options())), [1, 0, 2, 0]);
    let corrected: &[&[&str]] = &[RATES, third, ONE_OFFS[1]];
    let plan = planned(&workbook(&[("Takster", corrected)]), &register, &options());
    assert_eq!(counts(&plan), [0, 1, 1, 0]);
    assert_eq!((plan.rows[0].changes[0].before.as_str(), plan.rows[0].row), ("250,00", 2));
}

const HEADINGS: &str = "CPR;Navn;§;Tilbud;Døgntakst;Indflyttet";

/// The municipality's list on its day, with these rows.
fn list(rows: &str) -> ParsedFile {
    csv(&format!("Botilbud pr. 20. november 2026\n{HEADINGS}\n{rows}"))
}

#[test]
fn two_rows_of_one_citizen_offer_and_move_in_day_are_told_at_the_second() {
    let file = list(
        "771065-1683;Jonas Kjær;107;Enghøj;2.400,00;01-03-2026\n771065-1683;Jonas Kjær;107;Enghøj;2.500,00;01-03-2026\n",
    );
    let plan = planned(&file, &Register::default(), &options());
    assert_eq!(counts(&plan), [1, 0, 0, 1]);
    let duplicate = problem(&plan, "case_duplicate");
    assert_eq!((duplicate.row, duplicate.column.as_str()), (4, "Indflyttet"));
    assert_eq!(duplicate.message(), "Samme borger, tilbud og indflytningsdag står allerede i række 3.");
}

#[test]
fn one_citizen_at_two_offers_or_from_two_days_is_two_cases() {
    let file = list(
        "771065-1683;Jonas Kjær;107;Enghøj;2.400,00;01-03-2026\n771065-1683;Jonas Kjær;107;Søhøj;2.500,00;01-03-2026\n\
         771065-1683;Jonas Kjær;107;Enghøj;2.400,00;01-09-2026\n",
    );
    assert_eq!(twice(&file), ([3, 0, 0, 0], [0, 0, 3, 0]));
}

#[test]
fn citizens_without_a_cpr_number_are_found_again_by_name_offer_and_move_in_day() {
    let file =
        list(";Jonas Kjær;107;Enghøj;2.400,00;01-03-2026\n;Ida Friis;107;Enghøj;2.500,00;01-03-2026\n");
    assert_eq!(twice(&file), ([2, 0, 0, 0], [0, 0, 2, 0]));
}

#[test]
fn citizens_that_nobody_is_named_of_are_found_again_by_offer_move_in_day_and_paragraph() {
    let file = list(
        ";;107;Enghøj;2.400,00;01-03-2026\n;;108;Enghøj;2.500,00;01-03-2026\n;;107;Enghøj;2.600,00;01-03-2026\n",
    );
    assert_eq!(twice(&file), ([3, 0, 0, 0], [0, 0, 3, 0]));
}

#[test]
fn a_cpr_number_that_comes_later_belongs_to_the_citizen_of_that_name_offer_and_day() {
    let empty = Register::default();
    let first = list(";Jonas Kjær;107;Enghøj;2.400,00;01-03-2026\n");
    let register = applied(&empty, planned(&first, &empty, &options()));
    let second = list("771065-1683;Jonas Kjær;107;Enghøj;2.400,00;01-03-2026\n");
    let plan = planned(&second, &register, &options());
    assert_eq!(counts(&plan), [0, 1, 0, 0]);
    let register = applied(&register, plan);
    assert_eq!((register.citizens.len(), register.placements.len()), (1, 1));
    assert!(register.citizens[0].cpr.is_some());
}

#[test]
fn a_gap_that_was_told_of_is_not_told_again_by_a_later_sheet_that_changes_another_day() {
    let empty = Register::default();
    let first = list("771065-1683;Jonas Kjær;107;Enghøj;2.400,00;01-03-2026\n");
    let plan = planned(&first, &empty, &options());
    assert_eq!(told(&plan), [(2, "Døgntakst", "rate_gap")]);
    let register = applied(&empty, plan);
    let later = csv(&format!(
        "Botilbud pr. 1. december 2026\n{HEADINGS}\n771065-1683;Jonas Kjær;107;Enghøj;2.500,00;01-03-2026\n"
    ));
    let plan = planned(&later, &register, &options());
    assert_eq!(counts(&plan), [0, 1, 0, 0]);
    assert!(plan.problems.is_empty(), "{:?}", told(&plan));
}

#[test]
fn the_sheet_s_day_may_be_written_with_its_weekday() {
    let text = format!(
        "Botilbud pr. fredag den 20. november 2026\n{HEADINGS}\n;Ida Friis;107;Enghøj;2.400,00;01-03-2026\n"
    );
    let empty = Register::default();
    let plan = planned(&csv(&text), &empty, &options());
    assert_eq!(told(&plan), [(2, "Døgntakst", "rate_gap")]);
    assert_eq!(applied(&empty, plan).rate_lines[0].from, day(2026, 11, 20));
}
