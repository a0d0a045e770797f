//! What is promised of backups: whole, checked, thinned, in two places, and restored without loss.
#![allow(clippy::unwrap_used, reason = "what fails to be set up is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use tempfile::TempDir;
use uuid::Uuid;
use vilkaar_application::ports::{Beside as _, EntityChange, Operation, Store};
use vilkaar_domain::AttachmentId;
use vilkaar_storage::{Database, Unlock};
use vilkaar_testkit::conformance::{FILE, full, id};

const UNLOCK: Unlock<'_> = Unlock::Passphrase { user: None, passphrase: "en lang sætning til prøver" };

fn now() -> DateTime<Utc> {
    "2026-11-22T09:00:00Z".parse().unwrap()
}

/// A database with one of every record.
fn filled() -> (TempDir, PathBuf, Database) {
    let keeper = tempfile::tempdir().unwrap();
    let folder = keeper.path().join("Egeskov.vilkaar");
    let (mut database, _) = Database::create(&folder, "Karina Holst", "en lang sætning til prøver").unwrap();
    let changes = full()
        .into_iter()
        .map(|after| EntityChange { before: None, after: Some(after), citizen: None, reason: None })
        .collect();
    database.put_file(AttachmentId(id(101)), FILE, now()).unwrap();
    save(&mut database, id(500), changes);
    (keeper, folder, database)
}

fn save(database: &mut Database, operation: Uuid, changes: Vec<EntityChange>) {
    let operation = Operation {
        id: operation,
        name: "import".to_owned(),
        actor: database.actor("vilkaar-cli import"),
        at: now(),
        changes,
        reason: None,
    };
    database.save(&operation, &mut |_, _| true).unwrap();
}

/// A new citizen's record.
fn citizen(number: u128) -> EntityChange {
    let after = vilkaar_domain::Entity::Citizen(vilkaar_domain::Citizen {
        id: vilkaar_domain::CitizenId(id(number)),
        cpr: None,
        name: None,
        refund_cover: vilkaar_domain::RefundCover::ByAge,
    });
    EntityChange { before: None, after: Some(after), citizen: None, reason: None }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_backup_restored_into_a_new_folder_is_the_same_database() {
    let (keeper, folder, mut database) = filled();
    let file = keeper.path().join("kopi.vilkaarbackup");
    let written = database.backup_to(&file).unwrap();
    assert_eq!(written.bytes, fs::metadata(&file).unwrap().len());
    assert_eq!(written.sha256.len(), 64);
    let (register, head) = (database.load().unwrap(), database.head().unwrap());
    database.close().unwrap();
    fs::remove_dir_all(&folder).unwrap();

    let target = keeper.path().join("Gendannet");
    let manifest = Database::restore(&file, &target).unwrap();
    assert_eq!(manifest.change_head, head);
    let mut restored = Database::open(&target, UNLOCK).unwrap();
    assert!(restored.was_recovered());
    assert_eq!(restored.load().unwrap(), register);
    let found = restored.verify(&[]).unwrap();
    assert!(found.ok(), "{:?}", found.problems);
    restored.close().unwrap();
    assert!(!Database::open(&target, UNLOCK).unwrap().was_recovered());
}

#[test]
fn restoring_into_a_folder_that_exists_is_refused() {
    let (keeper, folder, mut database) = filled();
    let file = keeper.path().join("kopi.vilkaarbackup");
    database.backup_to(&file).unwrap();
    drop(database);
    let before = names(&folder);
    assert_eq!(Database::restore(&file, &folder).unwrap_err().code(), "database_exists");
    assert_eq!(names(&folder), before);
    let deep = keeper.path().join("ingen/Gendannet");
    assert_eq!(Database::restore(&file, &deep).unwrap_err().code(), "folder_missing");
}

#[test]
fn restoring_in_place_keeps_what_it_replaces() {
    let (keeper, folder, mut database) = filled();
    let file = keeper.path().join("kopi.vilkaarbackup");
    database.backup_to(&file).unwrap();
    save(&mut database, id(501), vec![citizen(2)]);
    assert_eq!(Database::restore_replacing(&file, &folder).unwrap_err().code(), "database_locked");
    database.close().unwrap();
    let (_, kept) = Database::restore_replacing(&file, &folder).unwrap();
    assert_eq!(Database::open(&folder, UNLOCK).unwrap().load().unwrap().citizens.len(), 1);
    assert_eq!(Database::open(&kept, UNLOCK).unwrap().load().unwrap().citizens.len(), 2);
}

#[test]
fn a_damaged_or_foreign_file_is_refused_and_no_folder_is_left() {
    let (keeper, _, mut database) = filled();
    let file = keeper.path().join("kopi.vilkaarbackup");
    database.backup_to(&file).unwrap();
    let whole = fs::read(&file).unwrap();
    let target = keeper.path().join("Gendannet");
    let refused = |bytes: &[u8]| {
        fs::write(&file, bytes).unwrap();
        let code = Database::restore(&file, &target).unwrap_err().code();
        assert!(!target.exists());
        code
    };
    assert_eq!(refused(b""), "backup_unreadable");
    assert_eq!(refused(b"noget helt andet end en sikkerhedskopi"), "backup_unreadable");
    assert_eq!(refused(&whole[..whole.len() - 1]), "backup_unreadable");
    for at in [3, 20, 200, whole.len() / 2, whole.len() - 1] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        assert_eq!(refused(&flipped), "backup_unreadable", "byte {at}");
    }
    assert_eq!(names(keeper.path()), ["Egeskov.vilkaar", "kopi.vilkaarbackup"]);
}

#[test]
fn a_backup_that_would_have_us_write_elsewhere_is_refused() {
    let (keeper, _, mut database) = filled();
    let file = keeper.path().join("kopi.vilkaarbackup");
    database.backup_to(&file).unwrap();
    let bytes = fs::read(&file).unwrap();
    // Names of the same length, so that the manifest stays whole.
    let at = bytes.windows(9).position(|window| window == b"keys.json").unwrap();
    let mut evil = bytes.clone();
    evil[at..at + 9].copy_from_slice(b"../x.json");
    fs::write(&file, evil).unwrap();
    let target = keeper.path().join("Gendannet");
    assert_eq!(Database::restore(&file, &target).unwrap_err().code(), "backup_unreadable");
    assert!(!keeper.path().join("x.json").exists());
}

#[test]
fn an_automatic_backup_is_made_on_opening_and_hourly_and_only_when_something_changed() {
    let (_keeper, _, mut database) = filled();
    let soon = Utc::now() + Duration::minutes(1);
    assert!(database.back_up_if_due(soon).unwrap().is_some(), "the first");
    assert!(database.back_up_if_due(soon + Duration::minutes(59)).unwrap().is_none(), "too soon");
    assert!(database.back_up_if_due(soon + Duration::hours(2)).unwrap().is_none(), "nothing changed");
    save(&mut database, id(501), vec![citizen(2)]);
    assert!(database.back_up_if_due(soon + Duration::minutes(50)).unwrap().is_none(), "too soon");
    assert!(database.back_up_if_due(soon + Duration::minutes(61)).unwrap().is_some(), "an hour after");
    let backups = database.backups().unwrap();
    assert_eq!(backups.len(), 2);
    assert!(backups[0].manifest.created_at > backups[1].manifest.created_at);
}

#[test]
fn automatic_backups_are_thinned_share_their_attachments_and_can_be_restored() {
    let (keeper, folder, mut database) = filled();
    for day in 0..40 {
        database.back_up(now() + Duration::days(day)).unwrap();
    }
    let backups = database.backups().unwrap();
    assert!((16..25).contains(&backups.len()), "{}", backups.len());
    let attachments = names(&folder.join("backups")).into_iter().filter(|name| name.starts_with("files-"));
    assert_eq!(attachments.count(), 1);
    let target = keeper.path().join("Gendannet");
    Database::restore(&backups[3].path, &target).unwrap();
    assert_eq!(Database::open(&target, UNLOCK).unwrap().load().unwrap(), database.load().unwrap());
    assert_eq!(names(&folder.join("backups")).len(), backups.len() + 1, "nothing half-written is left");
}

#[test]
fn each_backup_is_copied_to_the_second_place_and_the_window_can_say_when_the_last_is_old() {
    let (keeper, _, mut database) = filled();
    let place = keeper.path().join("Netdrev");
    fs::create_dir(&place).unwrap();
    assert_eq!(database.second_place().unwrap(), None);
    database.set_second_place(Some(&place)).unwrap();
    assert!(database.second_place().unwrap().unwrap().is_overdue(now()));
    let made = database.back_up(now()).unwrap();
    assert!(made.second_place_error.is_none());
    let second = database.second_place().unwrap().unwrap();
    assert_eq!(second.last, Some(now()));
    assert!(!second.is_overdue(now() + Duration::days(7)));
    assert!(second.is_overdue(now() + Duration::days(7) + Duration::seconds(1)));
    let copy = place.join(made.written.path.file_name().unwrap());
    assert_eq!(fs::read(copy).unwrap(), fs::read(&made.written.path).unwrap());

    fs::write(place.join("andres fil.txt"), "rør mig ikke").unwrap();
    for day in 1..40 {
        database.back_up(now() + Duration::days(day)).unwrap();
    }
    assert!(names(&place).len() < 30, "thinned there too");
    assert!(place.join("andres fil.txt").exists());
}

#[test]
fn a_second_place_that_is_gone_is_told_and_the_first_backup_stands() {
    let (keeper, _, mut database) = filled();
    let place = keeper.path().join("Netdrev");
    assert_eq!(database.set_second_place(Some(&place)).unwrap_err().code(), "backup_place_failed");
    fs::create_dir(&place).unwrap();
    database.set_second_place(Some(&place)).unwrap();
    fs::remove_dir(&place).unwrap();
    let made = database.back_up(now()).unwrap();
    assert_eq!(made.second_place_error.map(|error| error.code()), Some("backup_place_failed"));
    assert!(made.written.path.exists());
    assert_eq!(database.second_place().unwrap().unwrap().last, None);
}

#[test]
fn a_restored_copy_does_not_write_to_the_second_place_of_the_original() {
    let (keeper, _, mut database) = filled();
    let place = keeper.path().join("Netdrev");
    fs::create_dir(&place).unwrap();
    database.set_second_place(Some(&place)).unwrap();
    let made = database.back_up(now()).unwrap();
    let target = keeper.path().join("Kopi");
    Database::restore(&made.written.path, &target).unwrap();
    let mut copy = Database::open(&target, UNLOCK).unwrap();
    assert_eq!(copy.second_place().unwrap(), None);
}

#[test]
fn what_a_restore_leaves_behind_is_no_sign_of_a_rewritten_log() {
    let (keeper, _, mut database) = filled();
    let place = keeper.path().join("Netdrev");
    fs::create_dir(&place).unwrap();
    database.set_second_place(Some(&place)).unwrap();
    let old = database.back_up(Utc::now() - Duration::hours(2)).unwrap();
    save(&mut database, id(501), vec![citizen(2)]);
    database.back_up(Utc::now() - Duration::hours(1)).unwrap();
    database.close().unwrap();

    let target = keeper.path().join("Gendannet");
    Database::restore(&old.written.path, &target).unwrap();
    let mut restored = Database::open(&target, UNLOCK).unwrap();
    save(&mut restored, id(502), vec![citizen(3)]);
    restored.set_second_place(Some(&place)).unwrap();
    let found = restored.verify(&[]).unwrap();
    assert!(found.ok(), "{:?}", found.problems);
}

#[test]
fn a_backup_to_a_folder_that_is_not_there_is_an_error_and_leaves_nothing() {
    let (keeper, folder, mut database) = filled();
    let before = names(&folder.join("backups"));
    assert!(database.backup_to(&keeper.path().join("ingen/kopi.vilkaarbackup")).is_err());
    assert_eq!(names(&folder.join("backups")), before);
}

#[test]
fn every_page_is_checked_again_after_a_week() {
    let (_keeper, _, mut database) = filled();
    let created = database.created_at();
    assert!(!database.check_integrity_if_due(created + Duration::days(6)).unwrap());
    assert!(database.check_integrity_if_due(created + Duration::days(8)).unwrap());
    assert!(!database.check_integrity_if_due(created + Duration::days(14)).unwrap());
    assert!(database.check_integrity_if_due(created + Duration::days(16)).unwrap());
}
