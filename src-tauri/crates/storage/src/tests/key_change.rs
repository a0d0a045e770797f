//! Changing the key can be cut at any point: the database opens with the old keys or with the new, never a mix.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use uuid::Uuid;
use vilkaar_application::ports::Store as _;
use vilkaar_domain::Register;

use super::{PASSPHRASE, citizen, empty, new, save};
use crate::database::{Database, Step, Unlock};
use crate::keys::Person;

/// Somebody made up.
fn person(number: u128, name: &str) -> Person {
    Person { id: Uuid::from_u128(number), name: name.to_owned() }
}

/// Opens a folder as somebody.
fn open(folder: &Path, user: &str, passphrase: &str) -> Result<Database, crate::StorageError> {
    Database::open(folder, Unlock::Passphrase { user: Some(user), passphrase })
}

/// A copy of a folder as a crash would leave it.
fn as_it_lies(folder: &Path, copy: &Path) {
    fs::create_dir(copy).unwrap();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
        }
    }
}

/// The folder after each step of removing Ib, and the passphrases that opened it and that do now.
struct Cuts {
    _keeper: TempDir,
    states: Vec<(Step, PathBuf)>,
    ib: String,
    bo_before: String,
    bo_after: String,
    register: Register,
}

fn cuts() -> Cuts {
    let (keeper, mut database) = empty();
    save(&mut database, 1, (1..=300).map(|number| new(citizen(number, "Åse Ærø"))).collect());
    let ib = database.add_person(&person(1, "Ib Øst")).unwrap().to_string();
    let bo_before = database.add_person(&person(2, "Bo Vest")).unwrap().to_string();
    let register = database.load().unwrap();
    let folder = database.folder().to_owned();
    let mut states = Vec::new();
    let removed = database
        .remove_in_steps(Uuid::from_u128(1), PASSPHRASE, &mut |step| {
            let copy = keeper.path().join(format!("{step:?}"));
            as_it_lies(&folder, &copy);
            states.push((step, copy));
        })
        .unwrap();
    let [(bo, bo_after)] = removed.one_time.as_slice() else { panic!("{:?}", removed.one_time) };
    assert_eq!(bo.name, "Bo Vest");
    let bo_after = bo_after.to_string();
    assert_eq!(database.load().unwrap(), register, "the one who did it goes on working");
    Cuts { _keeper: keeper, states, ib, bo_before, bo_after, register }
}

/// The names of what should be gone after the first opening.
fn left_over(folder: &Path) -> Vec<String> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".next") || name.contains("key-change"))
        .collect()
}

#[test]
fn cut_at_any_step_the_database_opens_with_the_old_keys_or_with_the_new_and_is_whole() {
    let cuts = cuts();
    let told: Vec<Step> = cuts.states.iter().map(|(step, _)| *step).collect();
    use Step::*;
    let steps = [
        DataCopied,
        DataChecked,
        FilesChecked,
        KeysWritten,
        Closed,
        Decided,
        FilesInPlace,
        DataInPlace,
        KeysInPlace,
        Done,
    ];
    assert_eq!(told, steps);
    let mut decided = false;
    for (step, folder) in &cuts.states {
        decided |= *step == Decided;
        // Whoever opens it first settles it, also somebody who is refused.
        assert_eq!(open(folder, "Ib Øst", &cuts.ib).is_ok(), !decided, "{step:?}: who was removed");
        let (old, new) = (open(folder, "Bo Vest", &cuts.bo_before), open(folder, "Bo Vest", &cuts.bo_after));
        assert_eq!((old.is_ok(), new.is_ok()), (!decided, decided), "{step:?}: the other");
        drop((old, new));
        let mut database = open(folder, "Karina Holst", PASSPHRASE).unwrap();
        assert_eq!(database.load().unwrap(), cuts.register, "{step:?}");
        database.check_integrity().unwrap();
        assert!(database.verify(&[]).unwrap().ok(), "{step:?}");
        assert_eq!(left_over(folder), Vec::<String>::new(), "{step:?}: cleaned up");
        // And it goes on working, the next change of the keys too.
        database.renew_passphrase(Uuid::from_u128(2)).unwrap();
        database.close().unwrap();
        open(folder, "Karina Holst", PASSPHRASE).unwrap();
    }
    assert!(decided);
}

#[test]
fn what_was_half_written_before_the_decision_is_swept_away() {
    let cuts = cuts();
    for (step, folder) in cuts.states.iter().take_while(|(step, _)| *step != Step::Decided) {
        for name in ["data.db.next", "files.db.next", "keys.json.next", "key-change.json.next"] {
            let path = folder.join(name);
            if let Ok(bytes) = fs::read(&path) {
                fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
            }
        }
        let mut database = open(folder, "Karina Holst", PASSPHRASE).unwrap();
        assert_eq!(database.load().unwrap(), cuts.register, "{step:?}");
        assert_eq!(left_over(folder), Vec::<String>::new(), "{step:?}");
    }
}

#[test]
fn before_it_is_opened_the_folder_tells_who_can_sign_in_after_what_was_decided() {
    let cuts = cuts();
    for (step, folder) in &cuts.states {
        let is_decided =
            [Step::Decided, Step::FilesInPlace, Step::DataInPlace, Step::KeysInPlace, Step::Done]
                .contains(step);
        let names: Vec<String> =
            Database::people(folder).unwrap().into_iter().map(|person| person.name).collect();
        let expected: &[&str] =
            if is_decided { &["Karina Holst", "Bo Vest"] } else { &["Karina Holst", "Ib Øst", "Bo Vest"] };
        assert_eq!(names, expected, "{step:?}");
    }
}

#[test]
fn a_mark_that_comes_back_after_all_is_done_harms_nothing() {
    let cuts = cuts();
    let path = |step: Step| &cuts.states.iter().find(|(told, _)| *told == step).unwrap().1;
    let mark = fs::read(path(Step::Decided).join("key-change.json")).unwrap();
    let done = path(Step::Done);
    let mut database = open(done, "Karina Holst", PASSPHRASE).unwrap();
    save(&mut database, 2, vec![new(citizen(900, "Ny"))]);
    database.close().unwrap();
    fs::write(done.join("key-change.json"), mark).unwrap();
    let mut database = open(done, "Karina Holst", PASSPHRASE).unwrap();
    assert_eq!(database.load().unwrap().citizens.len(), 301);
    assert!(!done.join("key-change.json").exists());
}

#[test]
fn keys_put_in_beside_a_mark_are_refused_and_nothing_is_replaced() {
    let cuts = cuts();
    let path = |step: Step| &cuts.states.iter().find(|(told, _)| *told == step).unwrap().1;
    let folder = path(Step::Decided);
    fs::copy(folder.join("keys.json"), folder.join("keys.json.next")).unwrap();
    let data = fs::read(folder.join("data.db")).unwrap();
    let error = open(folder, "Karina Holst", PASSPHRASE).unwrap_err();
    assert_eq!(error.code(), "keys_foreign");
    assert_eq!(fs::read(folder.join("data.db")).unwrap(), data);
}

#[test]
fn an_error_before_the_decision_leaves_everything_as_it_was() {
    let (_keeper, mut database) = empty();
    save(&mut database, 1, vec![new(citizen(1, "Åse Ærø"))]);
    let ib = database.add_person(&person(1, "Ib Øst")).unwrap();
    let folder = database.folder().to_owned();
    // Nothing can be written where a folder stands.
    fs::create_dir(folder.join("key-change.json.next")).unwrap();
    let error = database.remove_person(Uuid::from_u128(1), PASSPHRASE).unwrap_err();
    assert_eq!(error.code(), "unexpected", "{error:?}");
    fs::remove_dir(folder.join("key-change.json.next")).unwrap();
    assert_eq!(database.load().unwrap().citizens.len(), 1, "the open database goes on");
    save(&mut database, 2, vec![new(citizen(2, "Bo"))]);
    database.close().unwrap();
    assert_eq!(open(&folder, "Ib Øst", &ib).unwrap().load().unwrap().citizens.len(), 2);
    assert_eq!(left_over(&folder), Vec::<String>::new());
}

#[test]
fn a_former_key_stands_nowhere_in_the_clear() {
    let (_keeper, mut database) = empty();
    database.back_up(chrono::Utc::now()).unwrap();
    database.add_person(&person(1, "Ib Øst")).unwrap();
    let before = crate::chain::hex(database.key().bytes());
    // A second place that is away keeps the former key in use.
    let away = database.folder().with_file_name("Netdrev");
    fs::create_dir(&away).unwrap();
    database.set_second_place(Some(&away)).unwrap();
    fs::remove_dir(&away).unwrap();
    let removed = database.remove_person(Uuid::from_u128(1), PASSPHRASE).unwrap();
    assert_eq!(removed.backups_left.len(), 1);
    assert!(database.has_backups_under_old_key());
    let keys = fs::read_to_string(database.folder().join("keys.json")).unwrap();
    assert!(keys.contains("former") && !keys.contains(&before));
    assert_ne!(crate::chain::hex(database.key().bytes()), before);
}
