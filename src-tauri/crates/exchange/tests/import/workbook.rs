//! The program's own workbook: the sample, the one with errors, and what a row that comes again does.

use std::collections::HashSet;

use rust_decimal::Decimal;
use vilkaar_domain::{Register, Service};
use vilkaar_exchange::{Options, PlanError, RowStatus, plan};

use crate::fixtures::*;

#[test]
fn the_sample_workbook_is_read_whole() {
    let register = egeskov();
    assert_eq!(register.placements.len(), 58);
    assert_eq!(register.rate_lines.len(), 369);
    assert_eq!(register.contracts.len(), 51);
    assert_eq!(register.goals.len(), 106);
    assert_eq!(register.follow_ups.len(), 355);
    assert_eq!(register.delivered_hours.len(), 162);
    assert_eq!(register.step_rates.len(), 2);
    assert_eq!(register.searched_offers.len(), 60);
    assert_eq!(register.own_offers.len(), 3);
    assert_eq!(register.expected_youths.len(), 6);
    assert_eq!(register.budgets.len(), 18);
    assert_eq!(register.price_indexes.len(), 10);
    assert_eq!(register.refund_limits.len(), 3);
    assert_eq!(register.providers.len(), 8);
    assert_eq!(register.offers.len(), 17);
    // S2024-1005 and S2026-1006 are one citizen who moved.
    assert_eq!(register.citizens.len(), 57);
}

#[test]
fn importing_the_same_workbook_again_changes_nothing() {
    let register = egeskov();
    let again = planned(&sample("egeskov-kommune.xlsx"), &register, &options());
    assert_eq!(counts(&again), [0, 0, 1228, 0]);
    assert!(again.changes.is_empty());
}

#[test]
fn the_sample_workbook_warns_of_its_gap_and_its_stay_past_the_expected_end_only() {
    let plan = planned(&sample("egeskov-kommune.xlsx"), &Register::default(), &options());
    assert_eq!(told(&plan), [(12, "Forventet ophør", "expected_end_passed"), (12, "Gælder fra", "rate_gap")]);
    assert_eq!(plan.problems[1].message(), "Der er ingen grundtakst fra 01-04-2026 til 30-04-2026.");
}

/// Every row of the list of expected errors is reported with its sheet, row, column, code and severity.
#[rstest::rstest]
#[case::into_an_empty_register(Register::default())]
#[case::into_the_register_of_the_workbook_without_errors(egeskov())]
fn every_expected_error_is_reported(#[case] register: Register) {
    let plan = planned(&sample("egeskov-fejl.xlsx"), &register, &options());
    let told: HashSet<String> = plan
        .problems
        .iter()
        .map(|p| format!("{};{};{};{};{}", p.sheet, p.row, p.column, p.code(), p.severity().as_str()))
        .collect();
    let expected = std::fs::read_to_string(path("egeskov-fejl-forventet.csv")).unwrap();
    let expected: Vec<&str> = expected.trim_start_matches('\u{feff}').lines().skip(1).collect();
    assert_eq!(expected.len(), 19);
    for line in expected {
        assert!(told.contains(line), "{line} is missing in {told:#?}");
    }
    assert!(!plan.can_commit());
    assert!(plan.changes.is_empty(), "nothing is written with a refused row");
}

#[test]
fn a_refused_row_still_holds_its_case_number() {
    let plan = planned(&sample("egeskov-fejl.xlsx"), &Register::default(), &options());
    let unknown: HashSet<&str> =
        plan.problems.iter().filter(|p| p.code() == "case_unknown").map(|p| p.value.as_str()).collect();
    // S2022-1020 lost its number to the duplicate; the five other refused cases are not unknown.
    assert_eq!(unknown, HashSet::from(["S1999-9999", "S2022-1020"]));
    let consequence =
        plan.rows.iter().find(|row| row.case == "S2024-1022" && &*row.sheet == "Takster").unwrap();
    assert_eq!(consequence.status, RowStatus::Refused);
    assert_eq!(
        consequence.because.as_deref(),
        Some("Sagen S2024-1022 (Placeringer, række 23) er ikke læst.")
    );
}

#[test]
fn with_the_cases_in_the_database_only_the_rows_with_errors_are_refused() {
    let plan = planned(&sample("egeskov-fejl.xlsx"), &egeskov(), &options());
    assert_eq!(plan.refused, 15);
    assert_eq!(plan.errors(), 15);
}

#[test]
fn refused_rows_can_be_left_out_and_the_rest_is_written() {
    let all = Options { skip_refused: true, ..options() };
    let empty = Register::default();
    let plan = planned(&sample("egeskov-fejl.xlsx"), &empty, &all);
    assert!(plan.can_commit());
    assert_eq!(plan.skipped, plan.refused);
    assert_eq!(plan.left_out_rows.len() as u32, plan.skipped);
    let register = applied(&empty, plan);
    assert_eq!(register.placements.len(), 52);
    let placements: HashSet<_> = register.placements.iter().map(|placement| placement.id).collect();
    assert!(register.rate_lines.iter().all(|line| placements.contains(&line.placement)));
    let again = planned(&sample("egeskov-fejl.xlsx"), &register, &all);
    assert_eq!((again.created, again.changed), (0, 0));
}

#[test]
fn another_amount_on_a_line_is_a_correction_that_annuls_the_wrong_line() {
    let before: &[&[&str]] = &[RATES, &["S1", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-15"]];
    let after: &[&[&str]] = &[RATES, &["S1", "Grundtakst", "", "#2349", "pr. døgn", "", "2024-05-15"]];
    let empty = Register::default();
    let first = workbook(&[("Placeringer", ONE_CASE), ("Takster", before)]);
    let register = applied(&empty, planned(&first, &empty, &options()));
    let second = workbook(&[("Placeringer", ONE_CASE), ("Takster", after)]);
    let plan = planned(&second, &register, &options());
    assert_eq!(counts(&plan), [0, 1, 1, 0]);
    assert_eq!(plan.rows[1].changes[0].before, "2.394,00");
    assert_eq!(plan.rows[1].changes[0].after, "2.349,00");
    assert!(plan.changes.iter().all(|change| change.reason.as_deref() == Some("Rettelse")));
    let corrected = applied(&register, plan);
    let lines: Vec<_> =
        corrected.rate_lines.iter().map(|line| (line.amount.to_string(), line.annulled)).collect();
    assert_eq!(lines, [("2394.00".to_owned(), true), ("2349.00".to_owned(), false)]);
    assert_eq!(counts(&planned(&second, &corrected, &options())), [0, 0, 2, 0]);
}

#[test]
fn a_line_that_gets_its_end_is_changed_and_its_successor_is_new() {
    let before: &[&[&str]] = &[RATES, &["S1", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-15"]];
    let after: &[&[&str]] = &[
        RATES,
        &["S1", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-15", "2025-12-31"],
        &["S1", "Grundtakst", "", "#2489.76", "pr. døgn", "", "2026-01-01"],
    ];
    let empty = Register::default();
    let register = applied(
        &empty,
        planned(&workbook(&[("Placeringer", ONE_CASE), ("Takster", before)]), &empty, &options()),
    );
    let plan = planned(&workbook(&[("Takster", after)]), &register, &options());
    assert_eq!(counts(&plan), [1, 1, 0, 0]);
    assert!(plan.problems.is_empty(), "{:?}", told(&plan));
}

#[test]
fn a_new_line_that_overlaps_one_in_the_database_is_refused() {
    let before: &[&[&str]] = &[RATES, &["S1", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-15"]];
    let after: &[&[&str]] = &[RATES, &["S1", "Grundtakst", "", "#2489.76", "pr. døgn", "", "2026-01-01"]];
    let empty = Register::default();
    let register = applied(
        &empty,
        planned(&workbook(&[("Placeringer", ONE_CASE), ("Takster", before)]), &empty, &options()),
    );
    let plan = planned(&workbook(&[("Takster", after)]), &register, &options());
    assert_eq!(told(&plan), [(2, "Gælder fra", "rate_overlap")]);
    assert!(plan.problems[0].message().contains("i databasen"));
}

#[test]
fn an_earlier_line_with_the_same_amount_leaves_a_later_one_alone() {
    let late: &[&[&str]] = &[RATES, &["S1", "Tillæg 1:1", "", "#100", "pr. døgn", "", "2026-01-01"]];
    let early: &[&[&str]] =
        &[RATES, &["S1", "Tillæg 1:1", "", "#100", "pr. døgn", "", "2024-06-01", "2024-12-31"]];
    let empty = Register::default();
    let first = workbook(&[("Placeringer", ONE_CASE), ("Takster", late)]);
    let register = applied(&empty, planned(&first, &empty, &options()));
    let plan = planned(&workbook(&[("Takster", early)]), &register, &options());
    assert_eq!(counts(&plan), [1, 0, 0, 0]);
    assert!(applied(&register, plan).rate_lines.iter().all(|line| !line.annulled));
}

#[test]
fn one_offs_and_other_services_and_paragraphs_never_overlap() {
    let rates: &[&[&str]] = &[
        RATES,
        &["S1", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-15"],
        &["S1", "Ydelsespakke", "", "#1113", "pr. døgn", "", "2024-05-15"],
        &["S1", "Dagtilbud", "§ 103", "#322", "pr. døgn (dagtilbud)", "#3", "2024-05-15"],
        &["S1", "Dagtilbud", "§ 104", "#544", "pr. døgn (dagtilbud)", "#2", "2024-05-15"],
        &["S1", "Indskud", "", "#5000", "engangsbeløb", "", "2024-05-01"],
        &["S1", "Indskud", "", "#6000", "engangsbeløb", "", "2024-05-02"],
    ];
    let plan = planned(
        &workbook(&[("Placeringer", ONE_CASE), ("Takster", rates)]),
        &Register::default(),
        &options(),
    );
    assert_eq!(counts(&plan), [7, 0, 0, 0], "{:?}", told(&plan));
}

#[test]
fn a_blank_paragraph_is_the_case_s_and_transport_is_105_and_a_day_offer_104_with_a_warning() {
    let rates: &[&[&str]] = &[
        RATES,
        &["S1", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-15"],
        &["S1", "Transport til dagtilbud", "", "#3480.25", "pr. md.", "", "2024-05-15"],
        &["S1", "Dagtilbud", "", "#544", "pr. døgn (dagtilbud)", "#3", "2024-05-15"],
    ];
    let empty = Register::default();
    let file = workbook(&[("Placeringer", ONE_CASE), ("Takster", rates)]);
    let plan = planned(&file, &empty, &options());
    assert_eq!(told(&plan), [(4, "Lovgrundlag", "paragraph_assumed")]);
    let register = applied(&empty, plan);
    let paragraphs: Vec<&str> = register.rate_lines.iter().map(|line| line.paragraph.as_str()).collect();
    assert_eq!(paragraphs, ["§ 108", "§ 105", "§ 104"]);
    assert_eq!(counts(&planned(&file, &register, &options())), [0, 0, 4, 0]);
}

#[test]
fn the_end_of_a_stay_can_be_taken_back_and_what_is_not_known_stays_known() {
    let ended: &[&[&str]] = &[
        &["Sagsnr.", "Lovgrundlag", "Tilbud", "Indflytning", "Ophørt den", "Primær målgruppe"],
        &["S1", "§ 108", "Lindehøj", "2024-05-15", "2026-06-30", "Demens"],
    ];
    let open: &[&[&str]] = &[
        &["Sagsnr.", "Lovgrundlag", "Tilbud", "Indflytning", "Ophørt den", "Primær målgruppe"],
        &["S1", "§ 108", "Lindehøj", "2024-05-15"],
    ];
    let empty = Register::default();
    let register = applied(&empty, planned(&workbook(&[("Placeringer", ended)]), &empty, &options()));
    let plan = planned(&workbook(&[("Placeringer", open)]), &register, &options());
    assert_eq!(counts(&plan), [0, 1, 0, 0]);
    let register = applied(&register, plan);
    assert_eq!(register.placements[0].ended_on, None);
    assert_eq!(register.placements[0].target_group.as_deref(), Some("Demens"));
}

#[test]
fn the_worked_example_comes_through_a_workbook_with_its_exact_rates() {
    let rates: &[&[&str]] = &[
        RATES,
        &["S1", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-15", "2025-12-31", "Indgået"],
        &["S1", "Grundtakst", "", "2.489,76", "pr. døgn", "", "01-01-2026", "", "P/L"],
        &["S1", "Ekstra støttetimer", "", "425", "pr. time", "14", "1/3-26", "31.8.2026", "Bevilling"],
        &[
            "S1",
            "Dagtilbud",
            "§ 104",
            "544,00",
            "pr. døgn (dagtilbud)",
            "3",
            "1. januar 2025",
            "",
            "Bevilling",
        ],
        &["S1", "Transport", "", "#3480.25", "pr. md.", "", "2026-02-10", "", "Bevilling"],
    ];
    let empty = Register::default();
    let plan = planned(&workbook(&[("Placeringer", ONE_CASE), ("Takster", rates)]), &empty, &options());
    assert!(plan.problems.is_empty(), "{:?}", told(&plan));
    let register = applied(&empty, plan);
    let amounts: Vec<String> = register.rate_lines.iter().map(|line| line.amount.to_string()).collect();
    assert_eq!(amounts, ["2394.00", "2489.76", "425.00", "544.00", "3480.25"]);
    assert_eq!(register.rate_lines[2].service, Service::ExtraHours);
    assert_eq!(register.rate_lines[2].quantity, Some(Decimal::from(14)));
    assert_eq!(register.rate_lines[2].to, Some(day(2026, 8, 31)));
}

#[test]
fn one_bad_row_is_named_by_sheet_row_and_column_and_nothing_is_written() {
    let rates: &[&[&str]] = &[
        RATES,
        &["S1", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-15"],
        &["S1", "Tillæg 1:1", "", "firs", "pr. time", "#2", "2024-05-15"],
    ];
    let plan = planned(
        &workbook(&[("Placeringer", ONE_CASE), ("Takster", rates)]),
        &Register::default(),
        &options(),
    );
    let problem = &plan.problems[0];
    assert_eq!((&*problem.sheet, problem.row, problem.column.as_str()), ("Takster", 3, "Beløb"));
    assert!(plan.changes.is_empty());
}

#[test]
fn a_made_up_municipality_of_three_hundred_is_unchanged_when_it_comes_again() {
    let made = vilkaar_testkit::municipality::of(300);
    let bytes = vilkaar_testkit::workbook::write(&made).unwrap();
    let file = vilkaar_exchange::read_bytes("stor.xlsx", &bytes).unwrap();
    let empty = Register::default();
    let plan = planned(&file, &empty, &options());
    assert!(plan.can_commit());
    let register = applied(&empty, plan);
    assert_eq!(register.placements.len(), made.placements.len());
    assert_eq!(register.rate_lines.len(), made.rate_lines.len());
    assert_eq!(register.follow_ups.len(), made.follow_ups.len());
    let sum = |register: &Register| register.rate_lines.iter().map(|line| line.amount.scaled()).sum::<i64>();
    assert_eq!(sum(&register), sum(&made));
    let again = planned(&file, &register, &options());
    assert_eq!((again.created, again.changed, again.refused), (0, 0, 0));
}

#[test]
fn basistakst_is_a_further_column_of_placeringer() {
    let placements: &[&[&str]] = &[
        &["Sagsnr.", "Lovgrundlag", "Tilbud", "Indflytning", "Basistakst"],
        &["S1", "§ 107", "Skovkilden", "2025-09-01", "#257.5"],
    ];
    let empty = Register::default();
    let plan = planned(&workbook(&[("Placeringer", placements)]), &empty, &options());
    let register = applied(&empty, plan);
    assert_eq!(register.placements[0].base_rate.map(|rate| rate.to_string()).as_deref(), Some("257.50"));
}

#[test]
fn a_citizen_is_one_by_cpr_number_and_a_second_name_is_told_and_not_taken() {
    let placements: &[&[&str]] = &[
        &["Sagsnr.", "CPR-nr.", "Navn", "Lovgrundlag", "Tilbud", "Indflytning"],
        &["S1", "771065-1683", "Jonas Kjær", "§ 107", "Skovkilden", "2025-09-01"],
        &["S2", "7710651683", "Jonas Kær", "§ 107", "Skovkilden", "2026-09-01"],
    ];
    let empty = Register::default();
    let file = workbook(&[("Placeringer", placements)]);
    let plan = planned(&file, &empty, &options());
    assert_eq!(told(&plan), [(3, "Navn", "name_differs")]);
    let register = applied(&empty, plan);
    assert_eq!(register.citizens.len(), 1);
    assert_eq!(counts(&planned(&file, &register, &options())), [0, 0, 2, 0]);
}

#[test]
fn the_changes_name_the_citizen_they_are_about() {
    let plan = planned(&sample("egeskov-kommune.xlsx"), &Register::default(), &options());
    for change in &plan.changes {
        let expected = matches!(
            change.kind(),
            "citizen"
                | "placement"
                | "rate_line"
                | "contract"
                | "goal"
                | "follow_up"
                | "delivered_hours"
                | "step_rate"
                | "searched_offer"
        );
        assert_eq!(change.citizen.is_some(), expected, "{}", change.kind());
    }
}

#[test]
fn a_plan_can_be_stopped() {
    let file = sample("egeskov-kommune.xlsx");
    let stopped = plan(&file, &Register::default(), &options(), &ids(), &mut |done, _| done < 512);
    assert_eq!(stopped.err(), Some(PlanError::Cancelled));
}

#[test]
fn progress_ends_with_all_rows_done() {
    let file = sample("egeskov-kommune.xlsx");
    let mut last = (0, 0);
    let mut note = |done, total| {
        last = (done, total);
        true
    };
    plan(&file, &Register::default(), &options(), &ids(), &mut note).unwrap();
    assert_eq!(last, (1228, 1228));
}
