//! Formats, encodings and delimiters: the same sheet says the same in each.

use rstest::rstest;
use rust_xlsxwriter::{Format, Workbook};
use vilkaar_domain::Register;
use vilkaar_exchange::{read_bytes, read_path};

use crate::fixtures::*;

const SHEET: &str = "Botilbud på Åsen pr. 1-3-2026\n\nSag;CPR;Borger;§;Tilbud;Døgntakst;Indflyttet\n\
                     S1;771065-1683;Jonas Kjær;§107;Enghøj;2.400,50;1. marts 2026\n\
                     S2;690807-4018;Åse Ærø;§108;Søhøj;2.500;01-03-2026\n";

/// What every encoding and delimiter of the sheet must come to.
fn says_the_same(bytes: &[u8]) {
    let empty = Register::default();
    let file = read_bytes("ark.csv", bytes).unwrap();
    let plan = planned(&file, &empty, &options());
    assert_eq!(told(&plan), [(5, "Døgntakst", "number_ambiguous")]);
    let register = applied(&empty, plan);
    let rates: Vec<String> = register.rate_lines.iter().map(|line| line.amount.to_string()).collect();
    assert_eq!(rates, ["2400.50", "2500.00"]);
    assert_eq!(register.citizens[1].name.as_ref().unwrap().reveal(), "Åse Ærø");
    assert_eq!(register.offers[1].name, "Søhøj");
}

#[test]
fn utf_8_without_a_byte_order_mark() {
    says_the_same(SHEET.as_bytes());
}

#[test]
fn utf_8_with_a_byte_order_mark() {
    says_the_same(format!("\u{feff}{SHEET}").as_bytes());
}

#[test]
fn utf_16_with_a_byte_order_mark() {
    let bytes: Vec<u8> = format!("\u{feff}{SHEET}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    says_the_same(&bytes);
}

#[test]
fn windows_1252() {
    says_the_same(&encoding_rs::WINDOWS_1252.encode(SHEET).0);
}

#[test]
fn lines_that_end_in_cr_lf_keep_their_numbers() {
    says_the_same(SHEET.replace('\n', "\r\n").as_bytes());
}

#[test]
fn tabs_between_columns() {
    says_the_same(SHEET.replace(';', "\t").as_bytes());
}

#[test]
fn commas_between_columns_and_quoted_amounts() {
    says_the_same(SHEET.replace(';', ",").replace("2.400,50", "\"2.400,50\"").as_bytes());
}

#[test]
fn a_quoted_cell_with_a_line_break_is_one_row_and_the_next_has_its_own_number() {
    let text = "Sag;§;Tilbud;Borger;Indflyttet\r\nS1;107;Enghøj;\"Jonas\r\nKjær\";1/3-27\r\nS2;107;Enghøj;Ida;vår\r\n";
    let plan = planned(&csv(text), &Register::default(), &options());
    assert_eq!(told(&plan), [(4, "Indflyttet", "date_unreadable")]);
}

#[test]
fn a_quote_without_its_pair_swallows_no_rows() {
    let text = "Sag;§;Tilbud;Borger;Indflyttet\nS1;107;Enghøj;\"Jonas;1/3-27\nS2;107;Enghøj;Ida;1/3-27\n";
    assert_eq!(counts(&planned(&csv(text), &Register::default(), &options())), [2, 0, 0, 0]);
}

#[test]
fn groups_titles_subtotals_and_repeated_headings_are_passed_over() {
    let text = "Sag;§;Tilbud;Døgntakst;Indflyttet\nUngeområdet;;;;\nS1;107;Enghøj;2.400,00;1/3-27\nSubtotal;;;2.400,00;\n;;;;\n\
                Sag;§;Tilbud;Døgntakst;Indflyttet\nS2;107;Enghøj;2.400,00;1/3-27\nI alt 2 borgere;;;4.800,00;\n";
    let plan = planned(&csv(text), &Register::default(), &options());
    assert_eq!(counts(&plan), [2, 0, 0, 0], "{:?}", told(&plan));
}

#[test]
fn a_total_without_a_word_and_dashes_for_nothing_are_no_data() {
    let text = "Sag;§;Tilbud;Døgntakst;Indflyttet;Ophør\nS1;107;Enghøj;2.400,00;1/3-27;-\n;;;2.400,00;;\n";
    let plan = planned(&csv(text), &Register::default(), &options());
    assert_eq!(counts(&plan), [1, 0, 0, 0], "{:?}", told(&plan));
}

#[test]
fn a_provider_whose_name_begins_like_a_total_is_a_row() {
    let providers: &[&[&str]] =
        &[&["Leverandør", "Ejerform"], &["Total Omsorg ApS", "Privat"], &["Sum", "#2"]];
    let plan = planned(&workbook(&[("Leverandører", providers)]), &Register::default(), &options());
    assert_eq!(counts(&plan), [1, 0, 0, 0]);
}

/// The same small workbook in each format; the .xls, .ods and .xlsb files are fixtures.
#[rstest]
#[case("placeringer.xlsm")]
#[case("placeringer.xls")]
#[case("placeringer.ods")]
#[case("placeringer.xlsb")]
fn every_workbook_format_is_read(#[case] name: &str) {
    let empty = Register::default();
    let file = read_path(&path("formats").join(name)).unwrap();
    let plan = planned(&file, &empty, &options());
    assert!(plan.problems.is_empty(), "{:?}", told(&plan));
    assert_eq!(counts(&plan), [2, 0, 0, 0]);
    let register = applied(&empty, plan);
    assert_eq!(register.placements[0].moved_in, day(2024, 5, 15));
    assert_eq!(register.offers[0].name, "Lindehøj");
    assert_eq!(register.rate_lines[0].amount.to_string(), "2394.10");
    assert_eq!(register.rate_lines[0].from, day(2024, 5, 15));
}

#[test]
fn a_case_number_merged_over_its_rows_counts_for_each_of_them() {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet(), "Placeringer", ONE_CASE);
    let rates = workbook.add_worksheet();
    fill(
        rates,
        "Takster",
        &[
            &["Takster for Egeskov"],
            RATES,
            &["", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-15"],
            &["", "Tillæg 1:1", "", "#425", "pr. time", "#14", "2026-03-01"],
        ],
    );
    rates.merge_range(0, 0, 0, 8, "Takster for Egeskov", &Format::new()).unwrap();
    rates.merge_range(2, 0, 3, 0, "S1", &Format::new()).unwrap();
    let file = read_bytes("bog.xlsx", &workbook.save_to_buffer().unwrap()).unwrap();
    let plan = planned(&file, &Register::default(), &options());
    assert!(plan.problems.is_empty(), "{:?}", told(&plan));
    assert_eq!(plan.created, 3);
}

#[test]
fn hidden_rows_are_read_and_a_hidden_sheet_is_named() {
    let mut workbook = Workbook::new();
    let placements = workbook.add_worksheet();
    fill(placements, "Placeringer", ONE_CASE);
    placements.set_row_hidden(1).unwrap();
    let rates = workbook.add_worksheet();
    fill(rates, "Takster", &[RATES, &["S1", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-15"]]);
    rates.set_hidden(true);
    let file = read_bytes("bog.xlsx", &workbook.save_to_buffer().unwrap()).unwrap();
    let plan = planned(&file, &Register::default(), &options());
    assert_eq!(plan.created, 1);
    assert_eq!((plan.problems[0].code(), plan.problems[0].value.as_str()), ("sheet_hidden", "Takster"));
}

#[test]
fn two_cells_at_the_ends_of_a_sheet_take_no_more_room_than_two_cells() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    fill(sheet, "Placeringer", ONE_CASE);
    sheet.write_string(1_048_575, 16_383, "her ligger noget").unwrap();
    let file = read_bytes("bog.xlsx", &workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(file.sheets()[0].row_count(), 3);
}

#[test]
fn a_number_cell_is_the_decimal_of_its_shortest_text() {
    let rates: &[&[&str]] = &[RATES, &["S1", "Grundtakst", "", "#2394.1", "pr. døgn", "", "2024-05-15"]];
    let empty = Register::default();
    let plan = planned(&workbook(&[("Placeringer", ONE_CASE), ("Takster", rates)]), &empty, &options());
    assert_eq!(applied(&empty, plan).rate_lines[0].amount.to_string(), "2394.10");
}
