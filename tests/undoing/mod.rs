//! Ctrl+Z as the window calls it, on both engines: whatever is done by hand in a year is one step, nobody's work goes
//! with somebody else's, and what is taken out leaves everybody's screens.

mod others;
mod removal;
mod year;

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use uuid::Uuid;
use vilkaar_api::Program;
use vilkaar_api::headless::{self, Errand, Headless};
use vilkaar_api::types::*;

use crate::cli::program::{DAY, PASSPHRASE, USER, fixture};
use crate::driver::Answers;

/// With a contract, a clause and a rate in force.
pub const CASE: &str = "S2022-1008";
/// With two open goals.
pub const GOALS: &str = "S2023-1007";
/// Just below the limit.
pub const NEAR: &str = "S2026-1002";

pub fn shown(program: &Program, case: &str) -> Placement {
    program.placement(PlacementRequest { case: case.to_owned() }).unwrap()
}

fn new_id() -> String {
    Uuid::now_v7().to_string()
}

fn undo(program: &Program, operation: &str) -> Result<SaveOutcome, ApiError> {
    program.undo(UndoRequest { operation: operation.to_owned() })
}

/// What Ctrl+Z would take.
pub fn latest(program: &Program) -> Option<String> {
    program.undoable().unwrap().latest.map(|latest| latest.operation)
}

/// The line of a case that is in force.
pub fn line(program: &Program, case: &str) -> String {
    let lines = shown(program, case).economy.lines;
    let line = lines.into_iter().find(|line| line.state == RateLineState::InForce).unwrap();
    line.id.unwrap()
}

pub fn unlock(place: &Path, answers: &Answers) -> Program {
    let (day, place) = (DAY.parse().ok(), Some(place.to_owned()));
    let program = Program::with(Box::new(answers.clone()), None, day, place);
    let database = program.session_state().unwrap().database.unwrap().ticket;
    let passphrase = PASSPHRASE.to_owned();
    program.unlock(Unlock { database, user: None, passphrase }).unwrap();
    program
}

/// The sample municipality in a local database.
pub fn sample(folder: &TempDir) -> PathBuf {
    let place = folder.path().join("Egeskov.vilkaar");
    headless::create(&place, USER, PASSPHRASE).unwrap();
    let day = DAY.parse().ok();
    let mut household = Headless::open(&place, None, PASSPHRASE, day, Errand::Import).unwrap();
    household.import(fixture("egeskov-kommune.xlsx").as_ref(), false, false).unwrap();
    place
}
