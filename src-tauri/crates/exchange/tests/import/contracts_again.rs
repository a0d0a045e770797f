//! *Kontrakter* that comes again with another *Start*: the contract that follows is a new one, and only a row that
//! says the same in all else is the known one with its start put right.

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_domain::{
    AgreedContent, Contract, ContractId, Entity, FurtherTerms, NoticeGiven, NoticeRule, Party,
};
use vilkaar_exchange::ParsedFile;

use crate::by_hand::{Desk, differing, imported};
use crate::fixtures::*;

const CONTRACTS: &[&str] = &["Sagsnr.", "Kontraktnr.", "Start", "Slut", "Opsigelse kommune", "Forhandler"];

/// One case with contracts, each written as its cells with `;` between.
pub fn contracts(rows: &[&str]) -> ParsedFile {
    let cells: Vec<Vec<&str>> = rows.iter().map(|row| row.split(';').collect()).collect();
    let mut sheet = vec![CONTRACTS];
    sheet.extend(cells.iter().map(Vec::as_slice));
    workbook(&[("Placeringer", ONE_CASE), ("Kontrakter", &sheet)])
}

fn starts(desk: &Desk) -> Vec<NaiveDate> {
    desk.register.contracts.iter().map(|contract| contract.start).collect()
}

#[rstest::rstest]
#[case::with_its_number("S1;K-1;2024-05-15", "S1;K-1;2024-06-01")]
#[case::without_number("S1;;2024-05-15", "S1;;2024-06-01")]
#[case::with_all_its_cells(
    "S1;K-1;2024-05-15;2027-05-14;3 måneder;Mads",
    "S1;K-1;2024-06-01;2027-05-14;3 måneder;Mads"
)]
#[case::with_cells_that_say_nothing("S1;K-1;2024-05-15;;3 måneder;Mads", "S1;K-1;2024-06-01")]
fn a_row_that_says_the_same_in_all_else_puts_the_start_right(#[case] first: &str, #[case] row: &str) {
    let mut desk = imported(&contracts(&[first]));
    let file = contracts(&[row]);
    let plan = desk.planned(&file);
    assert_eq!(counts(&plan), [0, 1, 1, 0]);
    assert_eq!(told(&plan), [(2, "Start", "contract_moved")]);
    desk.import(&file);
    assert_eq!(starts(&desk), [day(2024, 6, 1)]);
    let plan = desk.planned(&file);
    assert_eq!((counts(&plan), told(&plan)), ([0, 0, 2, 0], Vec::new()));
}

#[test]
fn a_contract_that_a_hand_changed_is_known_by_what_it_was_imported_as_when_its_start_is_put_right() {
    let mut desk = imported(&contracts(&["S1;K-1;2024-05-15;;3 måneder;Mads"]));
    desk.contract(|contract| Contract {
        number: Some("K-9".to_owned()),
        notice_municipality: NoticeRule::from_words("90 dage"),
        ..contract.clone()
    });
    let file = contracts(&["S1;K-1;2024-06-01;;3 måneder;Mads"]);
    let plan = desk.planned(&file);
    assert_eq!(counts(&plan), [0, 1, 1, 0], "{:?}", told(&plan));
    assert_eq!(
        differing(&plan),
        [("Kontraktnr.", "K-9", "K-1"), ("Opsigelse kommune", "90 dage", "3 måneder")]
    );
    desk.import(&file);
    assert_eq!(starts(&desk), [day(2024, 6, 1)]);
}

#[rstest::rstest]
#[case::that_begins_after_today("S1;K-1;2027-01-01;;3 måneder;Mads")]
#[case::that_has_another_notice("S1;K-1;2026-01-01;;90 dage;Mads")]
#[case::that_has_another_number("S1;K-2;2024-06-01;;3 måneder;Mads")]
#[case::that_has_an_end_of_its_own("S1;K-1;2026-01-01;2027-12-31;3 måneder;Mads")]
fn a_row_of_another_day_is_a_new_contract_beside_the_known_one(#[case] row: &str) {
    let mut desk = imported(&contracts(&["S1;K-1;2024-05-15;;3 måneder;Mads"]));
    let old = desk.register.contracts[0].clone();
    let file = contracts(&[row]);
    let plan = desk.planned(&file);
    assert_eq!(counts(&plan), [1, 0, 1, 0], "{:?}", plan.rows);
    assert_eq!(told(&plan), [(2, "Start", "contract_beside")]);
    assert!(plan.problems[0].message().contains("15-05-2024"), "{}", plan.problems[0].message());
    desk.import(&file);
    assert_eq!(desk.register.contracts.len(), 2);
    assert_eq!(desk.register.contracts[0], old);
    let plan = desk.planned(&file);
    assert_eq!((counts(&plan), told(&plan)), ([0, 0, 2, 0], Vec::new()));
}

fn notice() -> NoticeGiven {
    NoticeGiven { on: day(2026, 11, 1), by: Party::Municipality, ends: day(2027, 2, 28), decision_on: None }
}

#[rstest::rstest]
#[case::a_signed_file(|contract: &mut Contract| contract.has_signed_file = true)]
#[case::a_notice(|contract: &mut Contract| contract.notice_given = Some(notice()))]
#[case::terms(|contract: &mut Contract| {
    contract.terms = FurtherTerms { days_to_pay: Some(30), ..contract.terms.clone() };
})]
#[case::its_content(|contract: &mut Contract| {
    contract.content = AgreedContent { hours_85: Some(20.into()), ..AgreedContent::default() };
})]
#[case::a_cadence(|contract: &mut Contract| contract.follow_up_months = Some(6))]
fn a_contract_that_a_hand_gave_more_than_sheets_hold_keeps_its_start(#[case] give: fn(&mut Contract)) {
    let mut desk = imported(&contracts(&["S1;K-1;2024-05-15"]));
    desk.contract(|contract| {
        let mut contract = contract.clone();
        give(&mut contract);
        contract
    });
    let old = desk.register.contracts[0].clone();
    let file = contracts(&["S1;K-1;2024-06-01"]);
    assert_eq!(told(&desk.planned(&file)), [(2, "Start", "contract_beside")]);
    desk.import(&file);
    assert_eq!(desk.register.contracts[0], old);
    assert_eq!(starts(&desk), [day(2024, 5, 15), day(2024, 6, 1)]);
}

#[test]
fn a_contract_with_an_allonge_keeps_its_start_and_so_does_the_allonge() {
    let mut desk = imported(&contracts(&["S1;K-1;2024-05-15"]));
    let first = desk.register.contracts[0].clone();
    let id = ContractId(desk.id());
    let version = Contract { id, start: day(2025, 1, 1), amends: Some(first.id), ..first };
    desk.hand(vec![(None, Some(Entity::Contract(version)))]);
    let before = desk.register.contracts.clone();
    let file = contracts(&["S1;K-1;2024-06-01"]);
    let plan = desk.planned(&file);
    assert_eq!((counts(&plan), told(&plan)), ([1, 0, 1, 0], vec![(2, "Start", "contract_beside")]));
    assert!(plan.problems[0].message().contains("01-01-2025"), "{}", plan.problems[0].message());
    desk.import(&file);
    assert_eq!(desk.register.contracts.len(), 3);
    assert!(before.iter().all(|contract| desk.register.contracts.contains(contract)));
}

#[rstest::rstest]
#[case::that_begins_after_the_other_ended("S1;K-1;2024-05-15;2024-12-31", "S1;K-1;2025-01-01")]
#[case::beside_the_row_of_the_other("S1;K-1;2024-05-15", "S1;K-1;2024-05-15|S1;K-1;2025-01-01")]
fn a_contract_that_follows_is_a_new_one_without_a_warning(#[case] first: &str, #[case] second: &str) {
    let desk = imported(&contracts(&[first]));
    let plan = desk.planned(&contracts(&second.split('|').collect::<Vec<_>>()));
    assert_eq!((plan.created, told(&plan)), (1, Vec::new()));
}

#[test]
fn a_row_that_could_be_either_of_two_contracts_is_asked_about() {
    let desk = imported(&contracts(&["S1;;2024-05-15", "S1;;2025-01-01"]));
    let plan = desk.planned(&contracts(&["S1;;2025-02-01"]));
    assert_eq!(told(&plan), [(2, "Start", "contract_ambiguous")]);
    assert_eq!(
        plan.problems[0].message(),
        "Rækken kan være hver af kontrakterne fra 15-05-2024 og 01-01-2025 med rettet start."
    );
}

#[test]
fn a_contract_whose_start_a_hand_put_right_is_known_by_the_sheet_s_old_day() {
    let file = contracts(&["S1;K-1;2024-05-15"]);
    let mut desk = imported(&file);
    desk.contract(|contract| Contract { start: day(2024, 7, 1), ..contract.clone() });
    let plan = desk.planned(&file);
    assert_eq!(counts(&plan), [0, 0, 2, 0], "{:?}", told(&plan));
    assert_eq!(differing(&plan), [("Start", "01-07-2024", "15-05-2024")]);
}

#[test]
fn an_end_that_a_hand_left_open_is_not_said_to_be_taken_away() {
    let mut desk = imported(&contracts(&["S1;K-1;2024-05-15"]));
    let made = Contract {
        id: ContractId(Uuid::from_u128(9 << 90)),
        start: day(2023, 1, 1),
        ..desk.register.contracts[0].clone()
    };
    desk.hand(vec![(None, Some(Entity::Contract(made)))]);
    let plan = desk.planned(&contracts(&["S1;K-1;2024-05-15", "S1;K-1;2023-01-01;2026-12-31"]));
    assert_eq!(told(&plan), [(3, "Slut", "kept_by_hand")]);
    assert_eq!(
        plan.problems[0].message(),
        "Arket siger 31-12-2026, men i vinduet står der intet. Det er beholdt."
    );
}

#[test]
fn a_renewal_that_a_sheet_brings_later_is_known_from_the_day_it_is_read_and_the_same_sheet_changes_nothing() {
    let sheet = |renewal: &str| {
        let header = ["Sagsnr.", "Start", "Slut", "Forlænges med (md.)"];
        let row = ["S1", "2024-05-15", "2025-03-31", renewal];
        workbook(&[("Placeringer", ONE_CASE), ("Kontrakter", &[&header, &row])])
    };
    let mut desk = imported(&sheet(""));
    let early = Some(day(2025, 3, 1));
    let mut known = desk.register.contracts[0].clone();
    known.terms.recorded_on = early;
    desk.register.contracts[0] = known;
    // The same sheet, whatever the day: it was known already.
    assert_eq!(counts(&desk.planned(&sheet("")))[1], 0);
    desk.import(&sheet("1"));
    let contract = &desk.register.contracts[0];
    assert_eq!((contract.renews_by_months, contract.terms.recorded_on), (Some(1), Some(options().today)));
    desk.register.contracts[0].terms.recorded_on = early;
    desk.import(&sheet("1"));
    assert_eq!(desk.register.contracts[0].terms.recorded_on, early, "nothing changed");
}
