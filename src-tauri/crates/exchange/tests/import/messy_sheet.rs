//! `egeskov-rodet.csv`: each odd cell is read right where that is certain, asked about where it isn't, and refused
//! where it can't be (domain §7).

use std::collections::HashMap;

use vilkaar_domain::{CaseFile, LegalBasis, NoticeRule, Register, Unit};
use vilkaar_exchange::{ImportPlan, Options};

use crate::fixtures::*;

/// The plan with these cells corrected: row, column, text.
fn corrected(cells: &[(u32, &str, &str)]) -> ImportPlan {
    let corrections: HashMap<_, _> = cells
        .iter()
        .map(|(row, column, text)| ((String::new(), *row, (*column).to_owned()), (*text).to_owned()))
        .collect();
    planned(&sample("egeskov-rodet.csv"), &Register::default(), &Options { corrections, ..options() })
}

/// Every cell that can't be read put right, so that what is certain can be looked at.
fn all_corrected() -> Register {
    let plan = corrected(&[
        (4, "Pris", "2.400,00"),
        (6, "Varsel", "3 måneder"),
        (7, "Paragraf", "Botilbudslignende"),
        (8, "Startdato", "01-03-2024"),
        (9, "Startdato", "30.6.2024"),
    ]);
    assert!(plan.can_commit(), "{:?}", told(&plan));
    applied(&Register::default(), plan)
}

fn of<'a>(files: &'a [CaseFile<'a>], cpr: &str) -> &'a CaseFile<'a> {
    files
        .iter()
        .find(|file| {
            file.citizen.and_then(|citizen| citizen.cpr.as_ref()).is_some_and(|known| known.reveal() == cpr)
        })
        .unwrap()
}

#[test]
fn each_cell_that_cannot_be_read_is_refused_at_its_place() {
    let plan = corrected(&[]);
    assert_eq!(
        told(&plan),
        [
            (3, "Pris", "rate_start_assumed"),
            (4, "Pris", "amount_unreadable"),
            (5, "Pris", "rate_start_assumed"),
            (6, "Varsel", "notice_rule_unknown"),
            (7, "Paragraf", "paragraph_unknown"),
            (8, "Startdato", "date_unreadable"),
            (9, "Startdato", "date_unreadable"),
            (9, "Pris", "number_ambiguous"),
        ]
    );
    assert_eq!(counts(&plan), [2, 0, 0, 5]);
}

#[test]
fn the_subtotal_is_no_row() {
    assert_eq!(corrected(&[]).rows.len(), 7);
}

#[test]
fn ca_2400_is_no_amount() {
    assert!(problem(&corrected(&[]), "amount_unreadable").message().contains("»ca. 2400«"));
}

#[test]
fn marts_2024_lacks_its_day_and_31_6_2024_does_not_exist() {
    let plan = corrected(&[]);
    let dates: Vec<String> =
        plan.problems.iter().filter(|p| p.code() == "date_unreadable").map(|p| p.message()).collect();
    assert_eq!(
        dates,
        ["»marts 2024« siger ikke, hvilken dag det er.", "»31.6.2024« findes ikke i kalenderen."]
    );
}

#[test]
fn section_85_alone_is_refused_and_the_four_legal_bases_are_offered() {
    let plan = corrected(&[]);
    let choices: Vec<&str> =
        problem(&plan, "paragraph_unknown").choices.iter().map(|choice| choice.value.as_str()).collect();
    assert_eq!(choices, ["§ 107", "§ 108", "Botilbudslignende", "Andet"]);
}

#[test]
fn a_point_and_three_digits_are_asked_about_with_both_readings_and_read_as_thousands() {
    let plan = corrected(&[]);
    let choices: Vec<_> = problem(&plan, "number_ambiguous")
        .choices
        .iter()
        .map(|choice| (choice.label.as_str(), choice.value.as_str()))
        .collect();
    assert_eq!(choices, [("2.417,00", "2417,00"), ("2,417", "2,417")]);
    let files = all_corrected();
    let files = files.case_files();
    assert_eq!(of(&files, "850971-0916").rate_lines[0].amount.to_string(), "2417.00");
}

#[test]
fn an_answer_to_an_ambiguous_number_is_read_as_it_says_and_asked_no_more() {
    let plan = corrected(&[(9, "Pris", "2,417"), (9, "Startdato", "30-06-2024")]);
    assert!(!told(&plan).iter().any(|(_, _, code)| *code == "number_ambiguous"));
}

#[test]
fn two_thousand_four_hundred_with_a_dash_is_certain() {
    let register = all_corrected();
    let files = register.case_files();
    let line = of(&files, "690899-0308").rate_lines[0];
    assert_eq!((line.amount.to_string(), line.unit), ("2400.00".to_owned(), Unit::Day));
}

#[test]
fn a_cpr_number_without_hyphen_is_read() {
    let register = all_corrected();
    let files = register.case_files();
    assert_eq!(of(&files, "641055-2403").citizen.unwrap().name.as_ref().unwrap().reveal(), "Bjarke Sørensen");
}

#[test]
fn fifty_three_thousand_a_month_is_a_monthly_rate() {
    let register = all_corrected();
    let files = register.case_files();
    let line = of(&files, "641055-2403").rate_lines[0];
    assert_eq!((line.amount.to_string(), line.unit), ("53594.00".to_owned(), Unit::Month));
}

#[test]
fn an_amount_a_year_is_a_yearly_rate() {
    let register = all_corrected();
    let files = register.case_files();
    let line = of(&files, "740558-0390").rate_lines[0];
    assert_eq!((line.amount.to_string(), line.unit), ("876000.00".to_owned(), Unit::Year));
}

#[test]
fn an_amount_with_spaces_and_kr_is_read() {
    let register = all_corrected();
    let files = register.case_files();
    assert_eq!(of(&files, "661207-4415").rate_lines[0].amount.to_string(), "2418.24");
}

#[rstest::rstest]
#[case::slash_and_two_digits("690899-0308", (2024, 3, 1))]
#[case::points("750575-0861", (2024, 3, 1))]
#[case::month_in_words("641055-2403", (2024, 3, 1))]
#[case::serial_number("830871-3656", (2024, 3, 1))]
#[case::iso("661207-4415", (2024, 3, 1))]
fn every_way_of_writing_the_day_is_read(#[case] cpr: &str, #[case] (year, month, of_month): (i32, u32, u32)) {
    let register = all_corrected();
    let files = register.case_files();
    assert_eq!(of(&files, cpr).placement.moved_in, day(year, month, of_month));
}

#[rstest::rstest]
#[case::lb_md_30_dg("690899-0308", NoticeRule::RunningMonthPlusDays(30))]
#[case::three_mdr("750575-0861", NoticeRule::Months(3))]
#[case::loebende_md_1_md("641055-2403", NoticeRule::RunningMonthPlusMonths(1))]
#[case::ninety_days("740558-0390", NoticeRule::Days(90))]
#[case::from_day_to_day("850971-0916", NoticeRule::SameDay)]
fn every_wording_of_the_notice_is_read(#[case] cpr: &str, #[case] rule: NoticeRule) {
    let register = all_corrected();
    let files = register.case_files();
    assert_eq!(of(&files, cpr).contracts[0].notice_municipality, Some(rule));
}

#[rstest::rstest]
#[case::bare_number("690899-0308", LegalBasis::Section107)]
#[case::sel_without_space("750575-0861", LegalBasis::Section107)]
#[case::with_space("641055-2403", LegalBasis::Section108)]
#[case::with_stk("740558-0390", LegalBasis::Section107)]
#[case::abl_105_85("850971-0916", LegalBasis::HousingLike)]
fn every_way_of_writing_the_paragraph_is_read(#[case] cpr: &str, #[case] basis: LegalBasis) {
    let register = all_corrected();
    let files = register.case_files();
    assert_eq!(of(&files, cpr).placement.legal_basis, basis);
}

#[test]
fn the_offer_s_name_has_no_space_behind_it_so_all_are_at_one_offer() {
    assert_eq!(all_corrected().offers.len(), 1);
}

#[test]
fn rows_without_a_case_number_are_named_in_order_and_found_again_by_cpr_offer_and_day() {
    let empty = Register::default();
    let skip = Options { skip_refused: true, ..options() };
    let file = sample("egeskov-rodet.csv");
    let register = applied(&empty, planned(&file, &empty, &skip));
    let cases: Vec<&str> = register.placements.iter().map(|placement| placement.case.as_str()).collect();
    assert_eq!(cases, ["U-1", "U-2"]);
    let again = planned(&file, &register, &skip);
    assert_eq!(counts(&again), [0, 0, 2, 5]);
}
