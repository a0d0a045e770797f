//! Changing a passphrase can be cut at any point: someone always gets in, and never with outdated keys.

use std::fs;
use std::path::Path;

use super::{PASSPHRASE, empty};
use crate::chain::hex;
use crate::database::{Database, Unlock};
use crate::keys::keys_hash;

const NEW: &str = "en helt ny sætning";

/// Can the folder be opened with a passphrase?
fn opens(folder: &Path, passphrase: &str) -> bool {
    Database::open(folder, Unlock::Passphrase { user: None, passphrase }).is_ok()
}

/// The states that a crash can leave: before the new keys are announced, before and after they are in place.
fn states() -> (tempfile::TempDir, Vec<(&'static str, std::path::PathBuf, bool)>) {
    let (keeper, mut database) = empty();
    let folder = keeper.path().join("Egeskov.vilkaar");
    let old = fs::read(folder.join("keys.json")).unwrap();
    let old_data = {
        database.connection().checkpoint().unwrap();
        fs::read(folder.join("data.db")).unwrap()
    };
    database.change_passphrase(PASSPHRASE, NEW).unwrap();
    let new = fs::read(folder.join("keys.json")).unwrap();
    let announce = format!(
        "UPDATE database_identity SET keys_generation = 1, keys_hash = '{}', next_generation = 2, next_hash = '{}'",
        keys_hash(&old),
        keys_hash(&new)
    );
    database.driver().execute_batch(&announce).unwrap();
    database.connection().checkpoint().unwrap();
    let announced = fs::read(folder.join("data.db")).unwrap();
    let files = fs::read(folder.join("files.db")).unwrap();
    drop(database);

    let state = |name: &'static str, data: &[u8], keys: &[u8], next: Option<&[u8]>, is_new: bool| {
        let path = keeper.path().join(name);
        fs::create_dir(&path).unwrap();
        fs::write(path.join("data.db"), data).unwrap();
        fs::write(path.join("files.db"), &files).unwrap();
        fs::write(path.join("keys.json"), keys).unwrap();
        if let Some(next) = next {
            fs::write(path.join("keys.json.next"), next).unwrap();
        }
        (name, path, is_new)
    };
    let states = vec![
        state("half written", &old_data, &old, Some(&new[..new.len() / 2]), false),
        state("written", &old_data, &old, Some(&new), false),
        state("announced", &announced, &old, Some(&new), false),
        state("in place", &announced, &new, None, true),
    ];
    (keeper, states)
}

#[test]
fn a_crash_while_a_passphrase_is_changed_leaves_exactly_one_that_works() {
    let (_keeper, states) = states();
    for (name, folder, is_new) in states {
        assert_eq!(opens(&folder, NEW), is_new, "{name}: the new one");
        assert_eq!(opens(&folder, PASSPHRASE), !is_new, "{name}: the old one");
        assert!(!folder.join("keys.json.next").exists(), "{name}: cleaned up");
        // And it goes on working after the first opening settled it.
        assert!(opens(&folder, if is_new { NEW } else { PASSPHRASE }), "{name}: again");
    }
}

#[test]
fn the_sealed_key_of_one_person_or_database_fits_no_other() {
    let (_keeper, database) = empty();
    let (other_keeper, other) = empty();
    drop(other);
    let folder = other_keeper.path().join("Egeskov.vilkaar");
    let mine: serde_json::Value =
        serde_json::from_slice(&fs::read(database.folder().join("keys.json")).unwrap()).unwrap();
    let mut theirs: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("keys.json")).unwrap()).unwrap();
    theirs["persons"][0]["seal"] = mine["persons"][0]["seal"].clone();
    fs::write(folder.join("keys.json"), serde_json::to_vec(&theirs).unwrap()).unwrap();
    let error =
        Database::open(&folder, Unlock::Passphrase { user: None, passphrase: PASSPHRASE }).unwrap_err();
    assert_eq!(error.code(), "wrong_passphrase");
}

#[test]
fn a_key_never_shows_in_debug_output() {
    let (_keeper, mut database) = empty();
    let shown = [format!("{database:?}"), format!("{:?}", database.key())].concat();
    let key = hex(database.key().bytes());
    assert!(!shown.contains(&key) && shown.contains("***"), "{shown}");
}
