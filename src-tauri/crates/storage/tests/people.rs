//! What is promised of several people on one local database: who gets in with what, and who doesn't any more.
#![allow(clippy::unwrap_used, reason = "what fails to be set up is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use uuid::Uuid;
use vilkaar_application::people::{self, Details, Doing, PeopleError, Standing};
use vilkaar_application::ports::{Actor, Clock, Identities, Store};
use vilkaar_domain::{Role, UserId};
use vilkaar_storage::{Database, Person, StorageError, Unlock};

const PASSPHRASE: &str = "en prøve med mange ord";
const IB: Uuid = Uuid::from_u128(1);
const BO: Uuid = Uuid::from_u128(2);

/// A database of three: Karina created it, Ib and Bo chose passphrases of their own.
struct Three {
    keeper: TempDir,
    folder: PathBuf,
    recovery: String,
}

const IBS: &str = "ib har valgt sin egen sætning";
const BOS: &str = "bo har også valgt en lang sætning";

fn open(folder: &Path, user: &str, passphrase: &str) -> Result<Database, StorageError> {
    Database::open(folder, Unlock::Passphrase { user: Some(user), passphrase })
}

fn code<T: std::fmt::Debug>(outcome: Result<T, StorageError>) -> &'static str {
    outcome.unwrap_err().code()
}

fn ib() -> Person {
    Person { id: IB, name: "Ib Øst".to_owned() }
}

fn three() -> Three {
    let keeper = tempfile::tempdir().unwrap();
    let folder = keeper.path().join("Egeskov.vilkaar");
    let (mut database, recovery) = Database::create(&folder, "Karina Holst", PASSPHRASE).unwrap();
    let once = database.add_person(&ib()).unwrap();
    let bos_once = database.add_person(&Person { id: BO, name: "Bo Vest".to_owned() }).unwrap();
    database.close().unwrap();
    for (name, once, chosen) in [("Ib Øst", once, IBS), ("Bo Vest", bos_once, BOS)] {
        let mut database = open(&folder, name, &once).unwrap();
        database.change_passphrase(&once, chosen).unwrap();
        database.close().unwrap();
    }
    Three { keeper, folder, recovery: recovery.reveal().to_string() }
}

/// keys.json as data.
fn keys(folder: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(folder.join("keys.json")).unwrap()).unwrap()
}

fn write_keys(folder: &Path, keys: &serde_json::Value) {
    fs::write(folder.join("keys.json"), serde_json::to_vec_pretty(keys).unwrap()).unwrap();
}

#[test]
fn somebody_added_signs_in_once_with_what_they_were_told_and_then_chooses_their_own() {
    let keeper = tempfile::tempdir().unwrap();
    let folder = keeper.path().join("Egeskov.vilkaar");
    let (mut database, _) = Database::create(&folder, "Karina Holst", PASSPHRASE).unwrap();
    let once = database.add_person(&ib()).unwrap();
    assert!(database.has_one_time_passphrase(IB) && !database.must_change_passphrase());
    database.close().unwrap();

    // Read aloud on the telephone: case, hyphens and spaces don't matter.
    let typed = once.to_uppercase().replace('-', " ");
    let mut database = open(&folder, "ib øst", &typed).unwrap();
    assert!(database.must_change_passphrase());
    assert_eq!(code(database.change_passphrase(&typed, &once)), "passphrase_same");
    database.change_passphrase(&typed, IBS).unwrap();
    assert!(!database.must_change_passphrase());
    database.close().unwrap();

    assert_eq!(code(open(&folder, "Ib Øst", &once)), "wrong_passphrase");
    assert!(!open(&folder, "Ib Øst", IBS).unwrap().must_change_passphrase());
    assert!(!open(&folder, "Karina Holst", PASSPHRASE).unwrap().must_change_passphrase());
}

#[test]
fn a_name_by_which_somebody_signs_in_is_taken() {
    let three = three();
    let mut database = open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
    let again = Person { id: Uuid::from_u128(9), name: " karina HOLST".to_owned() };
    let error = database.add_person(&again).unwrap_err();
    assert_eq!(error.code(), "user_exists");
    assert!(error.sentence().contains("Karina Holst"), "{}", error.sentence());
    assert_eq!(code(database.add_person(&Person { id: IB, name: "En anden".to_owned() })), "user_exists");
    assert_eq!(code(database.rename_person(IB, "Bo Vest")), "user_exists");
    database.rename_person(IB, "Ib Østergaard").unwrap();
    database.close().unwrap();
    open(&three.folder, "Ib Østergaard", IBS).unwrap();
}

#[test]
fn somebody_who_forgot_theirs_gets_a_new_one_to_sign_in_with_once() {
    let three = three();
    let mut database = open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
    let once = database.renew_passphrase(IB).unwrap();
    assert_eq!(code(database.renew_passphrase(Uuid::from_u128(77))), "user_unknown");
    database.close().unwrap();
    assert_eq!(code(open(&three.folder, "Ib Øst", IBS)), "wrong_passphrase");
    assert!(open(&three.folder, "Ib Øst", &once).unwrap().must_change_passphrase());
}

#[test]
fn a_new_recovery_key_needs_ones_passphrase_and_replaces_the_old_one() {
    let three = three();
    let mut database = open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
    assert_eq!(code(database.renew_recovery_key("ikke den rigtige")), "wrong_passphrase");
    let new = database.renew_recovery_key(PASSPHRASE).unwrap().reveal();
    database.close().unwrap();
    let with = |key| Database::open(&three.folder, Unlock::Recovery { user: Some("Bo Vest"), key });
    assert_eq!(code(with(&three.recovery)), "recovery_key_wrong");
    assert_eq!(with(&new).unwrap().person().name, "Bo Vest");
}

#[test]
fn a_keys_file_from_before_one_time_passphrases_is_read_as_ever() {
    let three = three();
    let text = fs::read_to_string(three.folder.join("keys.json")).unwrap();
    assert!(!text.contains("one_time") && !text.contains("former"), "it looks as it did before");
    open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
}

#[test]
fn a_mark_edited_by_hand_opens_nothing() {
    let three = three();
    let mut database = open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
    let once = database.renew_passphrase(IB).unwrap();
    database.close().unwrap();
    let whole = keys(&three.folder);
    // Taken away: the one-time passphrase would need no change.
    let mut edited = whole.clone();
    edited["persons"][1].as_object_mut().unwrap().remove("one_time").unwrap();
    write_keys(&three.folder, &edited);
    for typed in [once.as_str(), &once.replace('-', "")] {
        assert_eq!(
            code(open(&three.folder, "Ib Øst", typed)),
            "wrong_passphrase",
            "the seal is for a one-time one"
        );
    }
    // Nor does it open for somebody else with the right passphrase: the database knows the file.
    assert_eq!(code(open(&three.folder, "Karina Holst", PASSPHRASE)), "keys_foreign");
    // Put on.
    let mut edited = whole.clone();
    edited["persons"][0]["one_time"] = true.into();
    write_keys(&three.folder, &edited);
    assert_eq!(code(open(&three.folder, "Karina Holst", PASSPHRASE)), "wrong_passphrase");
    assert_eq!(code(open(&three.folder, "Bo Vest", BOS)), "keys_foreign");
}

#[test]
fn a_seal_copied_from_another_person_fits_neither() {
    let three = three();
    let mut edited = keys(&three.folder);
    edited["persons"][0]["seal"] = edited["persons"][1]["seal"].clone();
    write_keys(&three.folder, &edited);
    for passphrase in [PASSPHRASE, IBS] {
        assert_eq!(code(open(&three.folder, "Karina Holst", passphrase)), "wrong_passphrase");
    }
    assert_eq!(code(open(&three.folder, "Ib Øst", IBS)), "keys_foreign");
}

#[test]
fn an_older_keys_file_gives_nobody_back_what_they_had() {
    let three = three();
    let older = fs::read(three.folder.join("keys.json")).unwrap();
    let mut database = open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
    database.renew_passphrase(IB).unwrap();
    database.close().unwrap();
    fs::write(three.folder.join("keys.json"), older).unwrap();
    assert_eq!(code(open(&three.folder, "Ib Øst", IBS)), "keys_outdated");
    assert_eq!(code(open(&three.folder, "Karina Holst", PASSPHRASE)), "keys_outdated");
}

#[test]
fn whoever_is_removed_opens_neither_the_database_nor_the_backups_and_the_others_do() {
    let three = three();
    let place = three.keeper.path().join("Netdrev");
    fs::create_dir(&place).unwrap();
    let mut database = open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
    database.set_second_place(Some(&place)).unwrap();
    for hour in ["07", "08"] {
        let at = format!("2026-11-22T{hour}:00:00Z").parse().unwrap();
        assert!(database.back_up(at).unwrap().second_place_error.is_none());
    }
    let register = database.load().unwrap();
    // What Ib has: a copy of the folder's keys, the passphrase, the recovery key that everybody knew of.
    let kept = fs::read(three.folder.join("keys.json")).unwrap();
    let files = |folder: &Path| {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let before = files(&place);

    let removed = database.remove_person(IB, PASSPHRASE).unwrap();
    assert_eq!((removed.backups_remade, removed.backups_left.len()), (4, 0), "{:?}", removed.backups_left);
    assert!(!database.has_backups_under_old_key());
    let once = removed.one_time.iter().find(|(person, _)| person.id == BO).unwrap().1.clone();
    assert_eq!(removed.one_time.len(), 1);
    assert_eq!(database.load().unwrap(), register);
    assert!(database.verify(&[]).unwrap().ok());
    let backups: Vec<PathBuf> = database.backups().unwrap().into_iter().map(|backup| backup.path).collect();
    assert_eq!(backups.len(), 2);
    database.close().unwrap();
    let after = files(&place);
    assert_eq!(after.len(), before.len(), "attachments under the old key are gone: {before:?} {after:?}");
    assert_ne!(after, before);

    let everywhere = |passphrase: &dyn Fn(&Path)| {
        passphrase(&three.folder);
        let elsewhere = fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().path());
        let elsewhere = elsewhere.filter(|path| path.extension().is_some_and(|e| e == "vilkaarbackup"));
        for (number, backup) in backups.iter().cloned().chain(elsewhere).enumerate() {
            let target = three.keeper.path().join(format!("Gendannet {number}"));
            Database::restore(&backup, &target).unwrap();
            passphrase(&target);
            fs::remove_dir_all(target).unwrap();
        }
    };
    everywhere(&|folder| {
        assert_eq!(code(open(folder, "Ib Øst", IBS)), "user_unknown");
        let with = |key| Database::open(folder, Unlock::Recovery { user: Some("Bo Vest"), key });
        assert_eq!(code(with(&three.recovery)), "recovery_key_wrong");
        let new = fs::read(folder.join("keys.json")).unwrap();
        fs::write(folder.join("keys.json"), &kept).unwrap();
        assert_eq!(code(open(folder, "Ib Øst", IBS)), "keys_foreign");
        assert_eq!(code(with(&three.recovery)), "keys_foreign");
        fs::write(folder.join("keys.json"), new).unwrap();

        assert_eq!(code(open(folder, "Bo Vest", BOS)), "wrong_passphrase");
        assert!(open(folder, "Bo Vest", &once).unwrap().must_change_passphrase());
        assert_eq!(with(&removed.recovery_key.reveal()).unwrap().load().unwrap(), register);
        let mut mine = open(folder, "Karina Holst", PASSPHRASE).unwrap();
        assert!(!mine.must_change_passphrase());
        assert_eq!(mine.load().unwrap(), register);
        let found = mine.verify(&[]).unwrap();
        assert!(found.ok(), "{:?}", found.problems);
    });
}

#[test]
fn a_backup_that_can_not_be_made_anew_is_named_and_gets_its_turn_when_its_place_is_back() {
    let three = three();
    let place = three.keeper.path().join("Netdrev");
    fs::create_dir(&place).unwrap();
    let mut database = open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
    database.set_second_place(Some(&place)).unwrap();
    let made = database.back_up("2026-11-22T07:00:00Z".parse().unwrap()).unwrap();
    let away = three.keeper.path().join("Netdrev er taget ud");
    fs::rename(&place, &away).unwrap();
    let removed = database.remove_person(IB, PASSPHRASE).unwrap();
    assert_eq!(removed.backups_remade, 1);
    let [left] = removed.backups_left.as_slice() else { panic!("{:?}", removed.backups_left) };
    assert_eq!((&left.path, left.why.code()), (&place, "backup_place_failed"));
    assert!(database.has_backups_under_old_key());
    database.close().unwrap();

    let copy = away.join(made.written.path.file_name().unwrap());
    let target = three.keeper.path().join("Ibs kopi");
    Database::restore(&copy, &target).unwrap();
    open(&target, "Ib Øst", IBS).unwrap();
    fs::remove_dir_all(&target).unwrap();

    fs::rename(&away, &place).unwrap();
    let mut database = open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
    assert!(database.back_up_if_due(chrono::Utc::now()).unwrap().is_some());
    assert!(!database.has_backups_under_old_key());
    database.close().unwrap();
    let copy = place.join(made.written.path.file_name().unwrap());
    Database::restore(&copy, &target).unwrap();
    assert_eq!(code(open(&target, "Ib Øst", IBS)), "user_unknown");
    open(&target, "Karina Holst", PASSPHRASE).unwrap();
}

#[test]
fn a_damaged_backup_is_named_and_holds_up_nothing() {
    let three = three();
    let mut database = open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
    let made = database.back_up("2026-11-22T07:00:00Z".parse().unwrap()).unwrap().written.path;
    let whole = database.back_up("2026-11-22T08:00:00Z".parse().unwrap()).unwrap().written.path;
    let mut bytes = fs::read(&made).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    fs::write(&made, &bytes).unwrap();
    let removed = database.remove_person(IB, PASSPHRASE).unwrap();
    assert_eq!(removed.backups_remade, 1);
    let [left] = removed.backups_left.as_slice() else { panic!("{:?}", removed.backups_left) };
    assert_eq!((&left.path, left.why.code()), (&made, "backup_unreadable"));
    assert_eq!(fs::read(&made).unwrap(), bytes, "left as it is");
    database.close().unwrap();
    let target = three.keeper.path().join("Gendannet");
    Database::restore(&whole, &target).unwrap();
    open(&target, "Karina Holst", PASSPHRASE).unwrap();
}

#[test]
fn a_folder_that_a_restore_kept_is_named_as_still_open_to_whoever_was_removed() {
    let three = three();
    let backup = three.keeper.path().join("kopi.vilkaarbackup");
    let mut database = open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
    database.backup_to(&backup).unwrap();
    database.close().unwrap();
    let (_, kept) = Database::restore_replacing(&backup, &three.folder).unwrap();
    let mut database = open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
    let removed = database.remove_person(IB, PASSPHRASE).unwrap();
    let [left] = removed.backups_left.as_slice() else { panic!("{:?}", removed.backups_left) };
    assert_eq!((&left.path, left.why.code()), (&kept, "kept_by_restore"));
    assert!(!database.has_backups_under_old_key(), "nothing of it can be made anew");
}

#[test]
fn removing_needs_ones_own_passphrase_and_is_not_for_oneself() {
    let three = three();
    let mut database = open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
    let before = fs::read(three.folder.join("keys.json")).unwrap();
    assert_eq!(code(database.remove_person(IB, "ikke den rigtige")), "wrong_passphrase");
    assert_eq!(code(database.remove_person(Uuid::from_u128(77), PASSPHRASE)), "user_unknown");
    let own = database.person().id;
    assert_eq!(code(database.remove_person(own, PASSPHRASE)), "removes_self");
    assert_eq!(fs::read(three.folder.join("keys.json")).unwrap(), before);
    assert_eq!(database.persons().len(), 3);
}

#[test]
fn somebody_removed_after_another_leaves_backups_of_all_the_time_openable() {
    let three = three();
    let mut database = open(&three.folder, "Karina Holst", PASSPHRASE).unwrap();
    let first = database.back_up("2026-11-22T07:00:00Z".parse().unwrap()).unwrap().written.path;
    database.remove_person(IB, PASSPHRASE).unwrap();
    let second = database.back_up("2026-11-22T08:00:00Z".parse().unwrap()).unwrap().written.path;
    let removed = database.remove_person(BO, PASSPHRASE).unwrap();
    assert_eq!((removed.backups_remade, removed.one_time.len()), (2, 0));
    database.close().unwrap();
    for (number, backup) in [first, second].iter().enumerate() {
        let target = three.keeper.path().join(format!("Gendannet {number}"));
        Database::restore(backup, &target).unwrap();
        Database::open(&target, Unlock::Passphrase { user: None, passphrase: PASSPHRASE }).unwrap();
    }
}

struct Now;
impl Clock for Now {
    fn today(&self) -> chrono::NaiveDate {
        self.now().date_naive()
    }
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        "2026-11-22T09:00:00Z".parse().unwrap()
    }
}
impl Identities for Now {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

fn doing(actor: Actor) -> Doing<'static> {
    Doing { actor, clock: &Now, ids: &Now, reason: None }
}

#[test]
fn added_changed_and_removed_by_an_administrator_all_of_it_is_in_the_log_and_holds() {
    let keeper = tempfile::tempdir().unwrap();
    let folder = keeper.path().join("Egeskov.vilkaar");
    let (mut database, _) = Database::create(&folder, "Karina Holst", PASSPHRASE).unwrap();
    let first = vec![(UserId(database.person().id), "Karina Holst".to_owned())];
    let actor = database.actor("prøve");
    people::record_first(&mut database, &first, actor, &Now, &Now).unwrap();
    database.refresh_user().unwrap();
    let karina = database.actor("vindue: Brugere");
    let mut details = Details {
        name: "Ib Øst".to_owned(),
        roles: [Role::CaseWorker].into_iter().collect(),
        employee: None,
    };
    let (ib, once) = people::add(&mut database, doing(karina.clone()), &details).unwrap();
    database.close().unwrap();

    let mut his = open(&folder, "Ib Øst", &once).unwrap();
    assert!(his.must_change_passphrase());
    his.change_passphrase(&once, IBS).unwrap();
    assert_eq!(his.actor("").roles, details.roles);
    let ibs = his.actor("vindue: Brugere");
    let refused = people::add(&mut his, doing(ibs), &details).unwrap_err();
    assert!(matches!(refused, PeopleError::Forbidden(_)), "{refused:?}");
    his.close().unwrap();

    let mut database = open(&folder, "Karina Holst", PASSPHRASE).unwrap();
    details.roles = [Role::CaseWorker, Role::Finance].into_iter().collect();
    "Ib Østergaard".clone_into(&mut details.name);
    people::change(&mut database, doing(karina.clone()), ib.id, &details).unwrap();
    assert_eq!(database.persons()[1].name, "Ib Østergaard");
    let refused = people::remove(&mut database, doing(karina.clone()), ib.id, "forkert").unwrap_err();
    assert!(matches!(refused, PeopleError::Access(StorageError::WrongPassphrase)), "{refused:?}");
    people::remove(&mut database, doing(karina.clone()), ib.id, PASSPHRASE).unwrap().unwrap();
    let listed = people::list(&mut database, &karina).unwrap();
    let standings: Vec<Standing> = listed.iter().map(|listed| listed.standing).collect();
    assert_eq!(standings, [Standing::Ordinary, Standing::Removed("2026-11-22".parse().unwrap())]);
    let log = database.history(&[ib.id.0], 10).unwrap();
    assert_eq!(log.len(), 3);
    assert!(log.iter().all(|entry| entry.operation == "people" && entry.who == "Karina Holst"));
    let found = database.verify(&[]).unwrap();
    assert!(found.ok(), "{:?}", found.problems);
    database.close().unwrap();
    assert_eq!(code(open(&folder, "Ib Østergaard", IBS)), "user_unknown");
}
