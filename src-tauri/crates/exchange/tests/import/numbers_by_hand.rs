//! CPR numbers that hands corrected: the number that was corrected away is nobody's any more but for the placement
//! that was imported with it.

use vilkaar_domain::{Citizen, Cpr};
use vilkaar_exchange::ParsedFile;

use crate::by_hand::{Desk, differing, imported};
use crate::fixtures::*;

const X: &str = "771065-1683";
const Y: &str = "610165-0104";

/// Cases, each written as *Sagsnr.*, *CPR-nr.* and *Navn* with `;` between.
fn cases(rows: &[&str]) -> ParsedFile {
    let cells: Vec<Vec<&str>> =
        rows.iter().map(|row| row.split(';').chain(["§ 108", "Lindehøj", "2024-05-15"]).collect()).collect();
    let mut sheet: Vec<&[&str]> =
        vec![&["Sagsnr.", "CPR-nr.", "Navn", "Lovgrundlag", "Tilbud", "Indflytning"]];
    sheet.extend(cells.iter().map(Vec::as_slice));
    workbook(&[("Placeringer", &sheet)])
}

fn number(desk: &mut Desk, at: usize, cpr: &str) {
    desk.citizen(at, |citizen| Citizen { cpr: Cpr::parse(cpr), ..citizen.clone() });
}

#[rstest::rstest]
#[case::the_new_one_last(&["S1;771065-1683;Jonas Kjær", "S9;771065-1683;Ida Kjær"])]
#[case::the_new_one_first(&["S9;771065-1683;Ida Kjær", "S1;771065-1683;Jonas Kjær"])]
fn a_number_that_was_corrected_away_is_another_citizen_s_in_a_new_case(#[case] rows: &[&str]) {
    let mut desk = imported(&cases(&["S1;771065-1683;Jonas Kjær"]));
    number(&mut desk, 0, Y);
    let jonas = desk.register.citizens[0].clone();
    desk.import(&cases(rows));
    assert_eq!(desk.register.citizens.len(), 2);
    assert_eq!(desk.register.citizens[0], jonas);
    let of =
        |case: &str| desk.register.placements.iter().find(|one| one.case.as_str() == case).unwrap().citizen;
    assert_eq!(of("S1"), jonas.id);
    assert_ne!(of("S9"), jonas.id);
    let plan = desk.planned(&cases(rows));
    assert_eq!((plan.unchanged, plan.changes.len()), (2, 0), "{:?}", plan.rows);
}

#[test]
fn numbers_that_were_swapped_and_put_right_leave_each_placement_with_its_citizen() {
    let file = cases(&["S1;771065-1683;Jonas Kjær", "S2;610165-0104;Ida Friis"]);
    let mut desk = imported(&file);
    number(&mut desk, 0, Y);
    number(&mut desk, 1, X);
    let plan = desk.planned(&file);
    assert!(plan.changes.is_empty(), "{:?}", plan.rows);
    assert_eq!(
        differing(&plan),
        [("CPR-nr.", "610165-xxxx", "771065-xxxx"), ("CPR-nr.", "771065-xxxx", "610165-xxxx")]
    );
}

#[rstest::rstest]
#[case::nobody_s(&["S1;621165-0108;Jonas Kjær", "S2;710265-0101;Ida Friis"])]
#[case::somebody_s(&["S1;710265-0101;Jonas Kjær", "S2;710265-0101;Ida Friis"])]
fn a_number_that_a_hand_corrected_stands_when_the_sheet_says_a_third(#[case] rows: &[&str]) {
    let mut desk = imported(&cases(&["S1;771065-1683;Jonas Kjær", "S2;710265-0101;Ida Friis"]));
    number(&mut desk, 0, Y);
    let plan = desk.planned(&cases(rows));
    assert!(plan.changes.is_empty(), "{:?}", plan.rows);
    assert_eq!(told(&plan), [(2, "CPR-nr.", "kept_by_hand")]);
}

#[test]
fn a_number_that_a_hand_took_out_stays_out_and_finds_nobody() {
    let mut desk = imported(&cases(&["S1;771065-1683;Jonas Kjær"]));
    number(&mut desk, 0, "");
    desk.import(&cases(&["S1;771065-1683;Jonas Kjær", "S9;771065-1683;Ida Kjær"]));
    let numbers: Vec<bool> = desk.register.citizens.iter().map(|citizen| citizen.cpr.is_some()).collect();
    assert_eq!(numbers, [false, true]);
}
