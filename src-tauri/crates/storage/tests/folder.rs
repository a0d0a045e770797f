//! What is promised of a local database's folder: who can open it, what is refused and how it is told.
#![allow(clippy::unwrap_used, reason = "what fails to be set up is a failed test")]

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use vilkaar_application::ports::{Actor, EntityChange, Operation, Store};
use vilkaar_domain::{Citizen, CitizenId, Cpr, Entity, RefundCover, Sensitive};
use vilkaar_storage::{Database, RecoveryKey, StorageError, Unlock};

const PASSPHRASE: &str = "rødgrød med fløde på en søndag";

/// A place for a database.
struct Place {
    _keeper: TempDir,
    folder: PathBuf,
}

fn place() -> Place {
    let keeper = tempfile::tempdir().unwrap();
    let folder = keeper.path().join("Egeskov.vilkaar");
    Place { _keeper: keeper, folder }
}

fn created() -> (Place, RecoveryKey) {
    let place = place();
    let (database, recovery) = Database::create(&place.folder, "Karina Holst", PASSPHRASE).unwrap();
    database.close().unwrap();
    (place, recovery)
}

fn passphrase(passphrase: &str) -> Unlock<'_> {
    Unlock::Passphrase { user: None, passphrase }
}

/// Saves a made-up citizen.
fn save_citizen(database: &mut Database, number: u128) -> Citizen {
    let citizen = Citizen {
        id: CitizenId(uuid::Uuid::from_u128(number)),
        cpr: Cpr::parse("771065-1683"),
        name: Some(Sensitive::new("Åse Ærøskøbing")),
        refund_cover: RefundCover::ByAge,
    };
    let operation = Operation {
        id: uuid::Uuid::from_u128(1_000_000 + number),
        name: "import".to_owned(),
        actor: database.actor("vilkaar-cli import"),
        at: "2026-11-22T09:00:00Z".parse().unwrap(),
        changes: vec![EntityChange {
            before: None,
            after: Some(Entity::Citizen(citizen.clone())),
            citizen: Some(citizen.id),
            reason: None,
        }],
        reason: None,
    };
    database.save(&operation, &mut |_, _| true).unwrap();
    citizen
}

#[test]
fn what_is_saved_is_there_when_the_database_is_opened_with_the_passphrase() {
    let place = place();
    let (mut database, _) = Database::create(&place.folder, " Karina Holst ", PASSPHRASE).unwrap();
    let citizen = save_citizen(&mut database, 1);
    database.close().unwrap();
    let mut database = Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap();
    assert_eq!(database.load().unwrap().citizens, vec![citizen]);
    assert!(!database.was_recovered());
    let Actor { name, origin, .. } = database.actor("vindue: Import");
    assert_eq!((name.as_str(), origin.as_str()), ("Karina Holst", "vindue: Import"));
}

#[test]
fn a_wrong_passphrase_is_told_as_such_and_the_right_one_works_after() {
    let (place, _) = created();
    for wrong in ["Rødgrød med fløde på en søndag", "", "rødgrød"] {
        let error = Database::open(&place.folder, passphrase(wrong)).unwrap_err();
        assert_eq!(error.code(), "wrong_passphrase");
        assert!(error.sentence().contains("gendannelsesnøglen"), "{}", error.sentence());
    }
    Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap();
}

#[test]
fn a_passphrase_typed_with_composed_or_decomposed_letters_is_the_same() {
    let place = place();
    Database::create(&place.folder, "Karina Holst", "ål på ø").unwrap().0.close().unwrap();
    Database::open(&place.folder, passphrase("a\u{30a}l pa\u{30a} ø")).unwrap();
}

#[test]
fn an_empty_passphrase_is_refused_and_nothing_is_left_behind() {
    let place = place();
    let error = Database::create(&place.folder, "Karina Holst", "  ").unwrap_err();
    assert_eq!(error.code(), "passphrase_empty");
    assert!(!place.folder.exists());
}

#[test]
fn the_recovery_key_opens_the_database_and_gives_a_new_passphrase() {
    let (place, recovery) = created();
    let typed = recovery.reveal().to_lowercase().replace('-', " ");
    let mut database = Database::open(&place.folder, Unlock::Recovery { user: None, key: &typed }).unwrap();
    database.set_passphrase("en helt ny sætning").unwrap();
    database.close().unwrap();
    assert_eq!(Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap_err().code(), "wrong_passphrase");
    Database::open(&place.folder, passphrase("en helt ny sætning")).unwrap().close().unwrap();
    // The recovery key goes on working.
    Database::open(&place.folder, Unlock::Recovery { user: Some("karina holst"), key: &typed }).unwrap();
}

#[test]
fn a_typing_error_in_the_recovery_key_names_its_group_and_another_databases_key_is_told() {
    let (place, recovery) = created();
    let mut typed: Vec<char> = recovery.reveal().chars().collect();
    typed[13] = if typed[13] == 'A' { 'B' } else { 'A' };
    let typed: String = typed.into_iter().collect();
    let error = Database::open(&place.folder, Unlock::Recovery { user: None, key: &typed }).unwrap_err();
    assert_eq!(error.code(), "recovery_key_mistyped");
    assert!(error.sentence().contains("gruppe 3"), "{}", error.sentence());

    let (_other, other_key) = created();
    let key = other_key.reveal();
    let error = Database::open(&place.folder, Unlock::Recovery { user: None, key: &key }).unwrap_err();
    assert_eq!(error.code(), "recovery_key_wrong");
}

#[test]
fn a_new_passphrase_replaces_the_old_one_and_needs_it() {
    let (place, _) = created();
    let mut database = Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap();
    let refused = database.change_passphrase("ikke den rigtige", "en helt ny sætning").unwrap_err();
    assert_eq!(refused.code(), "wrong_passphrase");
    database.change_passphrase(PASSPHRASE, "en helt ny sætning").unwrap();
    database.close().unwrap();
    assert_eq!(Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap_err().code(), "wrong_passphrase");
    Database::open(&place.folder, passphrase("en helt ny sætning")).unwrap();
}

#[test]
fn a_user_who_is_not_there_is_told_who_is() {
    let (place, _) = created();
    let unlock = Unlock::Passphrase { user: Some("Ib Øst"), passphrase: PASSPHRASE };
    let error = Database::open(&place.folder, unlock).unwrap_err();
    assert_eq!(error.code(), "user_unknown");
    assert!(error.sentence().contains("Karina Holst"), "{}", error.sentence());
    let names: Vec<String> =
        Database::people(&place.folder).unwrap().into_iter().map(|person| person.name).collect();
    assert_eq!(names, ["Karina Holst"]);
}

#[test]
fn an_empty_folder_is_used_as_given_and_a_folder_with_anything_in_it_is_refused_untouched() {
    let place = place();
    fs::create_dir(&place.folder).unwrap();
    Database::create(&place.folder, "Karina Holst", PASSPHRASE).unwrap().0.close().unwrap();
    let before = fs::read(place.folder.join("data.db")).unwrap();
    let error = Database::create(&place.folder, "Karina Holst", PASSPHRASE).unwrap_err();
    assert_eq!(error.code(), "database_exists");
    assert_eq!(fs::read(place.folder.join("data.db")).unwrap(), before);
    let file = place.folder.join("keys.json");
    assert_eq!(Database::create(&file, "Karina Holst", PASSPHRASE).unwrap_err().code(), "database_exists");
}

#[test]
fn a_folder_whose_parent_is_missing_is_told() {
    let place = place();
    let error = Database::create(&place.folder.join("dyb/Egeskov"), "Karina Holst", PASSPHRASE).unwrap_err();
    assert_eq!(error.code(), "folder_missing");
    assert!(!place.folder.exists());
}

#[test]
fn a_folder_without_a_database_is_told() {
    let place = place();
    let error = |folder| Database::open(folder, passphrase(PASSPHRASE)).unwrap_err().code();
    assert_eq!(error(&place.folder), "database_missing");
    fs::create_dir(&place.folder).unwrap();
    fs::write(place.folder.join("andet.txt"), "andet").unwrap();
    assert_eq!(error(&place.folder), "database_missing");
    assert_eq!(Database::people(&place.folder).unwrap_err().code(), "database_missing");
}

#[test]
fn a_second_program_on_the_same_folder_is_refused_and_told_who_has_it_open() {
    let (place, _) = created();
    let first = Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap();
    let error = Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap_err();
    assert_eq!(error.code(), "database_locked");
    assert!(error.sentence().contains("Karina Holst"), "{}", error.sentence());
    drop(first);
    let reopened = Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap();
    assert!(!reopened.was_recovered());
}

#[test]
fn a_refused_opening_leaves_no_sign_of_an_unclean_end() {
    let (place, _) = created();
    Database::open(&place.folder, passphrase("forkert")).unwrap_err();
    assert!(!Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap().was_recovered());
}

#[test]
fn after_a_crash_everything_saved_is_there_and_the_database_is_checked() {
    let place = place();
    let (mut database, _) = Database::create(&place.folder, "Karina Holst", PASSPHRASE).unwrap();
    let citizen = save_citizen(&mut database, 1);
    // What a power cut leaves: the files as they are, the lock gone.
    let after_crash = place.folder.with_file_name("Efter.vilkaar");
    fs::create_dir(&after_crash).unwrap();
    for entry in fs::read_dir(&place.folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, after_crash.join(path.file_name().unwrap())).unwrap();
        }
    }
    let mut recovered = Database::open(&after_crash, passphrase(PASSPHRASE)).unwrap();
    assert!(recovered.was_recovered());
    assert_eq!(recovered.load().unwrap().citizens, vec![citizen]);
    assert!(recovered.verify(&[]).unwrap().ok());
}

#[test]
fn a_missing_keys_file_is_told_and_nothing_is_touched() {
    let (place, _) = created();
    let keys = place.folder.join("keys.json");
    let kept = fs::read(&keys).unwrap();
    fs::remove_file(&keys).unwrap();
    let before = fs::read(place.folder.join("data.db")).unwrap();
    let error = Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap_err();
    assert_eq!(error.code(), "keys_missing");
    assert_eq!(fs::read(place.folder.join("data.db")).unwrap(), before);
    fs::write(&keys, kept).unwrap();
    Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap();
}

#[test]
fn a_keys_file_that_is_cut_off_is_told_as_damaged() {
    let (place, _) = created();
    let keys = place.folder.join("keys.json");
    let text = fs::read_to_string(&keys).unwrap();
    fs::write(&keys, &text[..text.len() / 2]).unwrap();
    assert_eq!(Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap_err().code(), "keys_damaged");
}

#[test]
fn another_databases_keys_file_is_refused() {
    let (place, _) = created();
    let (other, _) = created();
    fs::copy(other.folder.join("keys.json"), place.folder.join("keys.json")).unwrap();
    let error = Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap_err();
    assert_eq!(error.code(), "keys_foreign");
}

#[test]
fn an_older_keys_file_is_refused_after_the_passphrase_was_changed() {
    let (place, _) = created();
    let keys = place.folder.join("keys.json");
    let old = fs::read(&keys).unwrap();
    let mut database = Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap();
    database.change_passphrase(PASSPHRASE, "en helt ny sætning").unwrap();
    database.close().unwrap();
    fs::write(&keys, old).unwrap();
    let error = Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap_err();
    assert_eq!(error.code(), "keys_outdated");
}

#[test]
fn a_keys_file_that_asks_for_less_work_per_guess_is_refused() {
    let (place, _) = created();
    let keys = place.folder.join("keys.json");
    let text = fs::read_to_string(&keys).unwrap();
    for (strong, weak) in [("65536", "8192"), ("\"passes\": 3", "\"passes\": 1")] {
        assert!(text.contains(strong));
        fs::write(&keys, text.replace(strong, weak)).unwrap();
        assert_eq!(Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap_err().code(), "keys_weak");
    }
}

#[test]
fn the_passphrase_the_key_and_the_records_stand_nowhere_in_the_folder() {
    let place = place();
    let (mut database, recovery) = Database::create(&place.folder, "Karina Holst", PASSPHRASE).unwrap();
    save_citizen(&mut database, 1);
    database.back_up("2026-11-22T09:00:00Z".parse().unwrap()).unwrap();
    let recovery = recovery.reveal();
    let contains = |bytes: &[u8], needle: &str| bytes.windows(needle.len()).any(|w| w == needle.as_bytes());
    let mut looked_at = 0;
    for folder in [place.folder.clone(), place.folder.join("backups")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let bytes = fs::read(&path).unwrap();
                looked_at += 1;
                for secret in [PASSPHRASE, "771065", "Ærøskøbing", "SQLite format 3", recovery.as_str()] {
                    assert!(!contains(&bytes, secret), "{secret} in {}", path.display());
                }
            }
        }
    }
    assert!(looked_at >= 6, "{looked_at} files");
    assert!(!format!("{database:?}").contains("Karina"));
}

#[test]
fn a_flipped_byte_anywhere_in_the_database_is_found_and_the_rest_is_left_alone() {
    let place = place();
    let (mut database, _) = Database::create(&place.folder, "Karina Holst", PASSPHRASE).unwrap();
    (1..=200).for_each(|number| drop(save_citizen(&mut database, number)));
    database.close().unwrap();
    let data = place.folder.join("data.db");
    let whole = fs::read(&data).unwrap();
    for at in [5, 100, 4096 + 7, whole.len() / 2, whole.len() - 3] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        fs::write(&data, &flipped).unwrap();
        let found = match Database::open(&place.folder, passphrase(PASSPHRASE)) {
            Err(error) => error,
            Ok(mut database) => database.check_integrity().unwrap_err(),
        };
        assert_eq!(found.code(), "database_damaged", "byte {at}: {found:?}");
        assert!(found.sentence().contains("sikkerhedskopi"));
    }
    fs::write(&data, whole).unwrap();
    let mut database = Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap();
    assert_eq!(database.load().unwrap().citizens.len(), 200);
}

#[test]
fn a_damaged_page_met_while_reading_is_told_as_damage() {
    let place = place();
    let (mut database, _) = Database::create(&place.folder, "Karina Holst", PASSPHRASE).unwrap();
    (1..=200).for_each(|number| drop(save_citizen(&mut database, number)));
    database.close().unwrap();
    let data = place.folder.join("data.db");
    let mut bytes = fs::read(&data).unwrap();
    for page in bytes.chunks_mut(4096).skip(1) {
        page[17] ^= 1;
    }
    fs::write(&data, bytes).unwrap();
    let error = match Database::open(&place.folder, passphrase(PASSPHRASE)) {
        Err(error) => error.code(),
        Ok(mut database) => vilkaar_storage::describe(&database.load().unwrap_err()).0,
    };
    assert_eq!(error, "database_damaged");
}

#[test]
fn a_database_without_its_data_or_attachments_is_told_as_damaged() {
    for name in ["data.db", "files.db"] {
        let (place, _) = created();
        fs::remove_file(place.folder.join(name)).unwrap();
        let error = Database::open(&place.folder, passphrase(PASSPHRASE)).unwrap_err();
        assert_eq!(error.code(), "database_damaged", "{name}");
    }
}

#[test]
fn every_error_has_a_danish_sentence_that_ends_as_one() {
    let folder = PathBuf::from("/hjem/Egeskov.vilkaar");
    let errors = [
        StorageError::DatabaseLocked { holder: None },
        StorageError::SchemaNewer { found: 9, known: 1 },
        StorageError::NotWritable { place: Some(folder.clone()) },
        StorageError::NotWritable { place: None },
        StorageError::DiskFull,
        StorageError::NetworkShare { kind: "SMB".to_owned() },
        StorageError::BackupUnreadable("x".to_owned()),
        StorageError::BackupPlaceFailed { place: folder, reason: "x".to_owned() },
        StorageError::UserNeeded { people: vec!["Ib Øst".to_owned()] },
    ];
    for error in errors {
        let sentence = error.sentence();
        assert!(sentence.ends_with('.') && sentence.len() > 40, "{}: {sentence}", error.code());
        assert!(!sentence.contains("  "), "{sentence}");
    }
}
