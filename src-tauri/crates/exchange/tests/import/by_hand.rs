//! A sheet that comes again after people changed things in the window: the hand's stands, what nobody touched follows
//! the sheet, and what the two disagree on is told.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;
use vilkaar_application::import::{ByHand, IMPORT};
use vilkaar_application::ports::{EntityChange, LogEntry, LogPayload};
use vilkaar_application::undo::{UNDO, undo_of};
use vilkaar_domain::{Citizen, Contract, EndReason, Entity, Placement, Rate, RateLine, RateLineId, Register};
use vilkaar_exchange::{ImportPlan, Options, ParsedFile, RowStatus};

use crate::contracts_again::contracts;
use crate::fixtures::*;

/// A register with its log.
pub struct Desk {
    pub register: Register,
    pub log: Vec<LogEntry>,
    next: u128,
}

impl Desk {
    pub fn new() -> Self {
        Self { register: Register::default(), log: Vec::new(), next: 1 << 80 }
    }

    pub fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(self.next)
    }

    /// What a file would change, as the program asks.
    pub fn planned(&self, file: &ParsedFile) -> ImportPlan {
        let by_hand = ByHand::of(&self.log).into();
        planned(file, &self.register, &Options { by_hand, ..options() })
    }

    /// Imports a file.
    pub fn import(&mut self, file: &ParsedFile) {
        let plan = self.planned(file);
        assert!(plan.can_commit(), "{:?}", told(&plan));
        let operation = self.id();
        for EntityChange { before, after, .. } in plan.changes {
            self.write(IMPORT, operation, before, after);
        }
    }

    fn write(&mut self, name: &str, operation: Uuid, before: Option<Entity>, after: Option<Entity>) {
        self.register.apply(before.as_ref(), after.clone());
        let record = after.as_ref().or(before.as_ref()).unwrap();
        self.log.push(LogEntry {
            seq: self.log.len() as u64 + 1,
            operation_id: operation,
            at: DateTime::<Utc>::default(),
            who: "Karina Holst".to_owned(),
            origin: "vindue".to_owned(),
            operation: name.to_owned(),
            entity_kind: record.kind().to_owned(),
            entity_id: record.id(),
            payload: Some(LogPayload { before, after }),
            reason: None,
        });
    }

    /// Changes records by hand, as one operation; gives its id.
    pub fn hand(&mut self, changes: Vec<(Option<Entity>, Option<Entity>)>) -> Uuid {
        let operation = self.id();
        for (before, after) in changes {
            self.write("edit", operation, before, after);
        }
        operation
    }

    /// Undoes an operation.
    pub fn undo(&mut self, operation: Uuid) {
        let entries: Vec<LogPayload> = self
            .log
            .iter()
            .rev()
            .filter(|e| e.operation_id == operation)
            .filter_map(|e| e.payload.clone())
            .collect();
        for LogPayload { before, after } in entries {
            self.write(UNDO, undo_of(operation), after, before);
        }
    }

    /// Changes the first line by hand.
    pub fn line(&mut self, change: impl FnOnce(&RateLine) -> RateLine) {
        let before = self.register.rate_lines[0].clone();
        let after = change(&before);
        self.hand(vec![(Some(Entity::RateLine(before)), Some(Entity::RateLine(after)))]);
    }

    /// Changes the first contract by hand.
    pub fn contract(&mut self, change: impl FnOnce(&Contract) -> Contract) {
        let before = self.register.contracts[0].clone();
        let after = change(&before);
        self.hand(vec![(Some(Entity::Contract(before)), Some(Entity::Contract(after)))]);
    }

    /// Changes a citizen by hand.
    pub fn citizen(&mut self, at: usize, change: impl FnOnce(&Citizen) -> Citizen) {
        let before = self.register.citizens[at].clone();
        let after = change(&before);
        self.hand(vec![(Some(Entity::Citizen(before)), Some(Entity::Citizen(after)))]);
    }

    pub fn placement(&mut self, change: impl FnOnce(&Placement) -> Placement) {
        let before = self.register.placements[0].clone();
        let after = change(&before);
        self.hand(vec![(Some(Entity::Placement(before)), Some(Entity::Placement(after)))]);
    }

    /// The lines that count: amount, first and last day.
    pub fn lines(&self) -> Vec<(String, NaiveDate, Option<NaiveDate>)> {
        let lines = self.register.rate_lines.iter().filter(|line| !line.annulled);
        lines.map(|line| (line.amount.to_string(), line.from, line.to)).collect()
    }
}

/// What of a plan was left aside: field, what stands, what the sheet says.
pub fn differing(plan: &ImportPlan) -> Vec<(&str, &str, &str)> {
    let rows = plan.rows.iter().flat_map(|row| &row.differences);
    rows.map(|change| (change.field, change.before.as_str(), change.after.as_str())).collect()
}

pub fn rate(amount: i64) -> Rate {
    Rate::from_scaled(amount * 10_000)
}

const LINE: &[&str] = &["S1", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-15"];

pub fn one_line(row: &[&str]) -> ParsedFile {
    workbook(&[("Placeringer", ONE_CASE), ("Takster", &[RATES, row])])
}

/// A case with one line, imported.
pub fn with_a_line() -> Desk {
    let mut desk = Desk::new();
    desk.import(&one_line(LINE));
    desk
}

#[test]
fn a_blank_last_day_does_not_reopen_a_line_that_was_ended_by_hand() {
    let mut desk = with_a_line();
    desk.line(|line| RateLine { to: Some(day(2026, 6, 30)), ..line.clone() });
    let plan = desk.planned(&one_line(LINE));
    assert_eq!(counts(&plan), [0, 0, 2, 0]);
    assert_eq!(differing(&plan), [("Gælder til", "30-06-2026", "")]);
    assert_eq!(told(&plan), [(2, "Gælder til", "kept_by_hand")]);
    assert_eq!(
        plan.problems[0].message(),
        "Arket siger intet, men i vinduet er det rettet til 30-06-2026, som er beholdt."
    );
    desk.import(&one_line(LINE));
    assert_eq!(desk.lines(), [("2394.00".to_owned(), day(2024, 5, 15), Some(day(2026, 6, 30)))]);
}

#[test]
fn what_the_sheet_itself_ended_it_may_open_again() {
    let mut desk = Desk::new();
    let ended: &[&str] = &["S1", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-15", "2026-06-30"];
    desk.import(&one_line(ended));
    let plan = desk.planned(&one_line(LINE));
    assert_eq!((counts(&plan), plan.problems.len()), ([0, 1, 1, 0], 0));
}

#[test]
fn the_sheet_s_old_row_is_the_line_that_a_hand_closed_for_a_new_one() {
    let mut desk = with_a_line();
    let old = desk.register.rate_lines[0].clone();
    let id = RateLineId(desk.id());
    let new = RateLine { id, amount: rate(2500), from: day(2026, 1, 1), ..old.clone() };
    let closed = old.closed_by(&new);
    desk.hand(vec![
        (Some(Entity::RateLine(old)), Some(Entity::RateLine(closed))),
        (None, Some(Entity::RateLine(new))),
    ]);
    let before = desk.lines();
    let plan = desk.planned(&one_line(LINE));
    assert_eq!((counts(&plan), plan.errors()), ([0, 0, 2, 0], 0), "{:?}", told(&plan));
    assert_eq!(differing(&plan), [("Gælder til", "31-12-2025", "")]);
    desk.import(&one_line(LINE));
    assert_eq!(desk.lines(), before);
}

/// Puts the line right by hand: another amount from another day.
pub fn corrected(desk: &mut Desk, from: NaiveDate) {
    let wrong = desk.register.rate_lines[0].clone();
    let id = RateLineId(desk.id());
    let right = RateLine { id, amount: rate(2349), from, corrects: Some(wrong.id), ..wrong.clone() };
    let annulled = wrong.as_annulled();
    desk.hand(vec![
        (Some(Entity::RateLine(wrong)), Some(Entity::RateLine(annulled))),
        (None, Some(Entity::RateLine(right))),
    ]);
}

#[rstest::rstest]
#[case::from_the_same_day(day(2024, 5, 15))]
#[case::from_another_day(day(2024, 6, 1))]
fn the_sheet_s_old_row_is_the_line_that_a_hand_put_right(#[case] from: NaiveDate) {
    let mut desk = with_a_line();
    corrected(&mut desk, from);
    let before = desk.lines();
    let plan = desk.planned(&one_line(LINE));
    assert_eq!(counts(&plan), [0, 0, 2, 0], "{:?}", told(&plan));
    assert!(differing(&plan).contains(&("Beløb", "2.349,00", "2.394,00")), "{:?}", differing(&plan));
    desk.import(&one_line(LINE));
    assert_eq!(desk.lines(), before);
}

#[test]
fn where_both_changed_the_same_the_hand_s_stands_and_what_only_the_sheet_changed_is_taken() {
    let mut desk = with_a_line();
    corrected(&mut desk, day(2024, 5, 15));
    let changed: &[&str] = &["S1", "Grundtakst", "", "#2400", "pr. døgn", "", "2024-05-15", "", "Bevilling"];
    let plan = desk.planned(&one_line(changed));
    assert_eq!(counts(&plan), [0, 1, 1, 0]);
    assert_eq!(differing(&plan), [("Beløb", "2.349,00", "2.400,00")]);
    let changes = &plan.rows[1].changes;
    assert_eq!((changes.len(), changes[0].field), (1, "Årsag"));
}

#[test]
fn a_line_that_nobody_touched_follows_the_sheet_and_says_which_it_corrects() {
    let mut desk = with_a_line();
    desk.placement(|placement| Placement { target_group: Some("Demens".to_owned()), ..placement.clone() });
    let changed: &[&str] = &["S1", "Grundtakst", "", "#2349", "pr. døgn", "", "2024-05-15"];
    let wrong = desk.register.rate_lines[0].id;
    assert_eq!(counts(&desk.planned(&one_line(changed))), [0, 1, 1, 0]);
    desk.import(&one_line(changed));
    assert_eq!(desk.lines(), [("2349.00".to_owned(), day(2024, 5, 15), None)]);
    let right = desk.register.rate_lines.iter().find(|line| !line.annulled).unwrap();
    assert_eq!(right.corrects, Some(wrong));
}

const ENDED: &[&str] = &["Sagsnr.", "Lovgrundlag", "Tilbud", "Indflytning", "Ophørt den"];

#[test]
fn a_blank_ophoert_den_does_not_reopen_a_placement_that_was_ended_by_hand() {
    let open = workbook(&[("Placeringer", &[ENDED, &["S1", "§ 108", "Lindehøj", "2024-05-15"]])]);
    let mut desk = Desk::new();
    desk.import(&open);
    desk.placement(|placement| Placement {
        ended_on: Some(day(2026, 6, 30)),
        end_reason: Some(EndReason::OwnHome),
        ..placement.clone()
    });
    let plan = desk.planned(&open);
    assert_eq!(counts(&plan), [0, 0, 1, 0]);
    assert_eq!(differing(&plan), [("Ophørt den", "30-06-2026", "")]);
    desk.import(&open);
    assert_eq!(desk.register.placements[0].end_reason, Some(EndReason::OwnHome));
}

#[test]
fn the_reason_goes_with_the_end_that_the_sheet_takes_back() {
    let ended =
        workbook(&[("Placeringer", &[ENDED, &["S1", "§ 108", "Lindehøj", "2024-05-15", "2026-06-30"]])]);
    let open = workbook(&[("Placeringer", &[ENDED, &["S1", "§ 108", "Lindehøj", "2024-05-15"]])]);
    let empty = Register::default();
    let mut register = applied(&empty, planned(&ended, &empty, &options()));
    register.placements[0].end_reason = Some(EndReason::OwnHome);
    let register = applied(&register, planned(&open, &register, &options()));
    let placement = &register.placements[0];
    assert_eq!((placement.ended_on, placement.end_reason), (None, None));
}

pub fn imported(file: &ParsedFile) -> Desk {
    let mut desk = Desk::new();
    desk.import(file);
    desk
}

#[test]
fn what_a_hand_took_out_is_not_made_anew_and_what_an_undo_took_out_is() {
    let file = contracts(&["S1;K-1;2024-05-15"]);
    let mut desk = imported(&file);
    let contract = Entity::Contract(desk.register.contracts[0].clone());
    let removal = desk.hand(vec![(Some(contract), None)]);
    let plan = desk.planned(&file);
    assert_eq!((counts(&plan), told(&plan)), ([0, 0, 2, 0], vec![(2, "Sagsnr.", "taken_out_by_hand")]));
    assert_eq!(plan.rows[1].status, RowStatus::Unchanged);
    desk.undo(removal);
    let plan = desk.planned(&file);
    assert_eq!((counts(&plan), plan.problems.len()), ([0, 0, 2, 0], 0));
    let import = desk.log[0].operation_id;
    desk.undo(import);
    assert_eq!(desk.register, Register::default());
    assert!(desk.planned(&file).created >= 2);
}

const LIST: &str = "CPR;Navn;§;Tilbud;Døgntakst;Indflyttet;Opsigelsesvarsel";

#[test]
fn the_municipality_s_single_sheet_leaves_what_hands_did_too() {
    let row = "771065-1683;Jonas Kjær;107;Enghøj;2.400,00;01-03-2026;3 måneder\n";
    let file = csv(&format!("Botilbud pr. 20. november 2026\n{LIST}\n{row}"));
    let mut desk = imported(&file);
    desk.line(|line| RateLine { to: Some(day(2026, 11, 19)), ..line.clone() });
    desk.placement(|placement| Placement { moved_in: day(2026, 3, 15), ..placement.clone() });
    let mut citizen = desk.register.citizens[0].clone();
    let before = citizen.clone();
    citizen.cpr = vilkaar_domain::Cpr::parse("771065-1691");
    desk.hand(vec![(Some(Entity::Citizen(before)), Some(Entity::Citizen(citizen)))]);
    let contract = Entity::Contract(desk.register.contracts[0].clone());
    desk.hand(vec![(Some(contract), None)]);
    let plan = desk.planned(&file);
    assert_eq!(counts(&plan), [0, 0, 1, 0], "{:?} {:?}", told(&plan), plan.rows[0].changes);
    let fields: Vec<&str> = differing(&plan).iter().map(|found| found.0).collect();
    assert_eq!(fields, ["CPR-nr.", "Indflytning", "Grundtakst"]);
    assert!(plan.changes.is_empty());
}
