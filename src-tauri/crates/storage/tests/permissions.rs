//! A folder without write permission. Root may write anywhere, so as root the test runs itself again as an
//! unprivileged user, from a copy of its own program in a place that everyone can read.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "what fails to be set up is a failed test")]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use vilkaar_storage::{Database, Unlock};

/// Debian's `nobody`.
const NOBODY: u32 = 65_534;

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Runs the named test as an unprivileged user; true when it did and all is said.
fn ran_unprivileged(test: &str) -> bool {
    if !rustix::process::geteuid().is_root() {
        return false;
    }
    let place = tempfile::tempdir().unwrap();
    mode(place.path(), 0o777);
    let program = place.path().join("permissions");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    mode(&program, 0o755);
    let output = Command::new(&program)
        .args(["--exact", test])
        .env("TMPDIR", place.path())
        .current_dir(place.path())
        .uid(NOBODY)
        .gid(NOBODY)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
    true
}

#[test]
fn a_folder_without_write_permission_is_told_and_nothing_of_it_is_changed() {
    if ran_unprivileged("a_folder_without_write_permission_is_told_and_nothing_of_it_is_changed") {
        return;
    }
    let keeper = tempfile::tempdir().unwrap();
    let folder = keeper.path().join("Egeskov.vilkaar");
    let unlock = Unlock::Passphrase { user: None, passphrase: "en lang sætning til prøver" };
    let (mut database, _) = Database::create(&folder, "Karina Holst", "en lang sætning til prøver").unwrap();
    let backup = keeper.path().join("kopi.vilkaarbackup");
    database.backup_to(&backup).unwrap();
    database.close().unwrap();
    let before = fs::read(folder.join("data.db")).unwrap();

    mode(&folder, 0o555);
    let error = Database::open(&folder, unlock).unwrap_err();
    assert_eq!(error.code(), "not_writable");
    assert!(error.sentence().contains("skriveadgang"), "{}", error.sentence());
    assert_eq!(fs::read(folder.join("data.db")).unwrap(), before);
    let inside = Database::create(&folder.join("ny"), "Karina Holst", "en lang sætning til prøver");
    assert_eq!(inside.unwrap_err().code(), "not_writable");
    assert_eq!(Database::restore(&backup, &folder.join("ny")).unwrap_err().code(), "not_writable");

    mode(&folder, 0o755);
    mode(&folder.join("data.db"), 0o444);
    let error = Database::open(&folder, unlock).unwrap_err();
    assert_eq!(error.code(), "not_writable");
    mode(&folder.join("data.db"), 0o644);
    Database::open(&folder, unlock).unwrap();
}

#[test]
fn nobody_else_can_look_into_a_new_folder() {
    let keeper = tempfile::tempdir().unwrap();
    let folder = keeper.path().join("Egeskov.vilkaar");
    Database::create(&folder, "Karina Holst", "en lang sætning til prøver").unwrap();
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
}
