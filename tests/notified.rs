//! A provider's sheet of new rates through the commands that the window calls: what is kept is the file that was shown,
//! and sent twice it is kept once.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use uuid::Uuid;
use vilkaar_api::Program;
use vilkaar_api::headless::{self, Errand, Headless};
use vilkaar_api::types::*;

use crate::cli::program::{DAY, PASSPHRASE, USER, fixture};
use crate::driver::{Answers, saved};

const SHEET: &str =
    "Sagsnr.;Ydelse;Ny takst;Gælder fra\nS2022-1008;Grundtakst;2.600,00 kr./døgn;01-01-2027\n";

/// The sample municipality with a provider's sheet beside it.
fn bench(folder: &Path) -> (Program, Answers, PathBuf) {
    let (place, file) = (folder.join("Egeskov.vilkaar"), folder.join("varsling.csv"));
    headless::create(&place, USER, PASSPHRASE).unwrap();
    let day = DAY.parse().ok();
    let mut household = Headless::open(&place, None, PASSPHRASE, day, Errand::Import).unwrap();
    household.import(fixture("egeskov-kommune.xlsx").as_ref(), false, false).unwrap();
    drop(household);
    std::fs::write(&file, SHEET).unwrap();
    let answers = Answers::default();
    let program = Program::with(Box::new(answers.clone()), None, day, Some(place));
    let database = program.session_state().unwrap().database.unwrap().ticket;
    program.unlock(Unlock { database, user: None, passphrase: PASSPHRASE.to_owned() }).unwrap();
    (program, answers, file)
}

#[test]
fn a_sheet_is_kept_once_as_it_was_shown_and_a_changed_file_is_refused() {
    let folder = TempDir::new().unwrap();
    let (program, answers, file) = bench(folder.path());
    answers.next(&file);
    let shown = program.read_notified_file().unwrap().unwrap();
    assert_eq!(shown.rows[0].problem, None);
    let keep = |seen: &str| KeepNotified {
        ticket: shown.ticket.clone(),
        seen: seen.to_owned(),
        operation: Uuid::now_v7().to_string(),
    };

    std::fs::write(&file, SHEET.replace("2.600,00", "2.900,00")).unwrap();
    let SaveOutcome::Refused { problems } = program.keep_notified(keep(&shown.seen)).unwrap() else {
        panic!("another file was kept")
    };
    assert!(problems[0].sentence.starts_with("Filen er ikke den, der blev vist"), "{problems:?}");
    assert!(program.notified_rates().unwrap().rows.is_empty(), "nothing is kept");

    std::fs::write(&file, SHEET).unwrap();
    let request = keep(&shown.seen);
    let operation = saved(program.keep_notified(request.clone()).unwrap());
    // The answer was lost, and it is sent again.
    assert_eq!(saved(program.keep_notified(request).unwrap()), operation);
    let rows = program.notified_rates().unwrap().rows;
    assert_eq!((rows.len(), rows[0].new.as_str()), (1, "2.600,00"));

    let request = DecideNotified {
        ids: vec![rows[0].id.clone()],
        seen: vec![rows[0].seen.clone()],
        choice: NotifiedChoice::Accept,
        reason: String::new(),
        operation: Uuid::now_v7().to_string(),
    };
    let operation = saved(program.decide_notified(request.clone()).unwrap());
    assert_eq!(saved(program.decide_notified(request.clone()).unwrap()), operation, "sent again");
    // Another window that still shows it as undecided.
    let late = DecideNotified { operation: Uuid::now_v7().to_string(), ..request };
    let SaveOutcome::Refused { problems } = program.decide_notified(late).unwrap() else {
        panic!("decided twice")
    };
    assert!(problems[0].sentence.contains("accepteret 20-11-2026 i mellemtiden"), "{problems:?}");
}

#[test]
fn an_indexation_that_nobody_has_seen_is_refused_and_one_sent_twice_is_done_once() {
    let folder = TempDir::new().unwrap();
    let (program, ..) = bench(folder.path());
    let mut request = IndexationRequest {
        year: 2027,
        within_months: 0,
        above_limit_too: false,
        skipped: vec![],
        seen: None,
        operation: Uuid::now_v7().to_string(),
    };
    let SaveOutcome::Refused { problems } = program.commit_indexation(request.clone()).unwrap() else {
        panic!("raised unseen")
    };
    assert!(problems[0].sentence.contains("I har set på listen"), "{problems:?}");
    request.seen = Some(program.indexation(request.clone()).unwrap().seen);
    let operation = saved(program.commit_indexation(request.clone()).unwrap());
    assert_eq!(saved(program.commit_indexation(request.clone()).unwrap()), operation);
    // Another window that still shows the list of before.
    request.operation = Uuid::now_v7().to_string();
    let SaveOutcome::Refused { problems } = program.commit_indexation(request).unwrap() else {
        panic!("raised twice")
    };
    assert!(problems[0].sentence.contains("Intet er gemt"), "{problems:?}");
}
