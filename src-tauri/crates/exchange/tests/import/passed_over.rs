//! Rows that are no data are passed over and counted nowhere (design §8), and no row that is data goes with them; which
//! sheet is the municipality's own, and what stands between its columns.

use rstest::rstest;
use vilkaar_domain::Register;

use crate::fixtures::*;

const HEADINGS: &str = "Sagsnr.;CPR-nr.;Navn;§;Tilbud;Leverandør;Døgntakst;Indflyttet;Ophør";
const ROW: &str = "S1;;;107;Enghøj;;2.400,00;01-03-2027;";

#[rstest]
#[case::section("§ 108;;;;;;;;")]
#[case::section_with_words("§ 107 Midlertidige botilbud;;;;;;;;")]
#[case::section_with_its_sum("§ 107 i alt;;;;;;8.000,00;;")]
#[case::total_without_a_word(";;;;;;8.000,00;;")]
#[case::count("Antal sager: 3;;;;;;;;")]
#[case::count_in_its_own_cell("Antal sager;3;;;;;;;")]
#[case::group("Ungeområdet;;;;;;;;")]
fn a_title_or_total_between_the_rows_is_counted_nowhere(#[case] line: &str) {
    let text = format!("{HEADINGS}\n{line}\n{ROW}\n{line}\n");
    let plan = planned(&csv(&text), &Register::default(), &options());
    assert_eq!(counts(&plan), [1, 0, 0, 0], "{:?}", told(&plan));
    assert_eq!(plan.rows.len(), 1);
}

#[rstest]
#[case::name(";;Ida Friis;;;;;;")]
#[case::offer(";;;;Enghøj;;;;")]
#[case::case_number("S2;;;;;;;;")]
#[case::cpr(";690807-4018;;;;;;;")]
fn a_row_with_one_cell_that_is_no_title_is_data_and_lacks_the_rest(#[case] line: &str) {
    let text = format!("{HEADINGS}\n{ROW}\n{line}\n");
    let plan = planned(&csv(&text), &Register::default(), &options());
    assert_eq!(counts(&plan), [1, 0, 0, 1]);
    assert!(plan.problems.iter().all(|p| (p.row, p.code()) == (3, "required_missing")), "{:?}", told(&plan));
}

#[test]
fn titles_and_sums_in_takster_are_passed_over_and_a_row_that_only_says_ydelse_is_not() {
    let rates: &[&[&str]] = &[
        RATES,
        &["Takster 2026 for § 108"],
        &["§ 108"],
        &["Lindehøj"],
        &["S1", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-15"],
        &["", "", "", "#2394"],
        &["", "Tillæg 1:1"],
    ];
    let file = workbook(&[("Placeringer", ONE_CASE), ("Takster", rates)]);
    let plan = planned(&file, &Register::default(), &options());
    assert_eq!(counts(&plan), [2, 0, 0, 1], "{:?}", told(&plan));
    assert_eq!(plan.rows.last().unwrap().row, 7);
}

#[test]
fn a_sheet_that_needs_one_column_has_rows_of_one_cell() {
    let offers: &[&[&str]] =
        &[&["Tilbud", "Leverandør", "P-nr.", "Godkendt til"], &["Lindehøj"], &["Enghøj"]];
    let plan = planned(&workbook(&[("Tilbud", offers)]), &Register::default(), &options());
    assert_eq!(counts(&plan), [2, 0, 0, 0], "{:?}", told(&plan));
}

#[test]
fn a_semicolon_too_many_in_one_line_leaves_the_semicolon_between_columns() {
    let text = "Sag;§;Tilbud;Døgntakst;Indflyttet\nS1;107;Enghøj;2.400,00;1/3-27\nS2;107;Enghøj;2.400,00;1/3-27;;\n\
                S3;107;Enghøj;2.400,00;1/3-27\n";
    let plan = planned(&csv(text), &Register::default(), &options());
    assert_eq!(counts(&plan), [3, 0, 0, 0], "{:?}", told(&plan));
}

#[test]
fn commas_in_every_row_are_no_columns_where_semicolons_part_the_headings() {
    let text = "Sag;§;Tilbud;Døgntakst;Indflyttet\nS1;107;Enghøj, afd. 1, Nord, 2. sal, tv;2.400,00;1/3-27\n\
                S2;107;Enghøj, afd. 2, Nord, 2. sal, th;2.400,00;1/3-27;\n";
    let plan = planned(&csv(text), &Register::default(), &options());
    assert_eq!(counts(&plan), [2, 0, 0, 0], "{:?}", told(&plan));
}

#[test]
fn a_list_of_citizens_that_lacks_two_columns_is_told_of_each_at_its_headings() {
    let text = "Botilbud\nSag;CPR;Borger;Tilbud;Døgntakst\nS1;771065-1683;Jonas Kjær;Enghøj;2.400,00\n";
    for plan in [
        planned(&csv(text), &Register::default(), &options()),
        planned(
            &workbook(&[(
                "Oversigt",
                &[
                    &["Botilbud"],
                    &["Sag", "CPR", "Borger", "Tilbud", "Døgntakst"],
                    &["S1", "771065-1683", "Jonas Kjær", "Enghøj", "2.400,00"],
                ],
            )]),
            &Register::default(),
            &options(),
        ),
    ] {
        assert_eq!(
            told(&plan),
            [(2, "Lovgrundlag", "required_missing"), (2, "Indflyttet", "required_missing")]
        );
        assert_eq!(plan.refused, 1);
    }
}
