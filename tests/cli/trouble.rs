//! What goes wrong on a real PC: a clear sentence, and nothing lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::program::{Answer, Database, PASSPHRASE, command_on, executable, fixture};

/// Every file below a folder with its content.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.clone(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn flip(path: &Path, place: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[place] ^= 0x40;
    fs::write(path, bytes).unwrap();
}

/// A program that ended without the proof that its data is whole must not have it called whole.
fn is_noticed(answer: &Answer) {
    if answer.exit == 0 {
        let verdict: Value = serde_json::from_str(&answer.out).unwrap();
        assert_eq!(verdict["ok"], false, "{verdict}");
        assert!(!verdict["problems"].as_array().unwrap().is_empty());
    } else if answer.out.is_empty() {
        answer.error_line();
    } else {
        let verdict: Value = serde_json::from_str(&answer.out).unwrap();
        assert_eq!(verdict["ok"], false, "{verdict}");
    }
}

#[test]
fn a_wrong_passphrase_is_told_from_damage_and_changes_nothing() {
    let database = Database::create();
    let before = snapshot(&database.path());
    let mut wrong = database.command();
    wrong.env("VILKAAR_PASSPHRASE", "noget helt andet").arg("cases");
    Answer::of(&mut wrong).is_error(1, "wrong_passphrase");
    assert_eq!(snapshot(&database.path()), before);
    assert_eq!(database.run(&["cases"]).exit, 0);
}

#[test]
fn the_files_on_the_disk_tell_nothing_without_the_passphrase() {
    let database = Database::sample();
    for (path, bytes) in snapshot(&database.path()) {
        for secret in ["Mads Poulsen", "730779", "Solbakkehus", "SQLite format", PASSPHRASE] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} in {}", path.display());
        }
    }
}

#[test]
fn a_missing_database_and_a_missing_key_file_are_named() {
    let database = Database::create();
    let nowhere = database.beside("Findes ikke.vilkaar");
    Answer::of(command_on(&executable(), &nowhere).arg("cases")).is_error(1, "database_missing");
    assert!(!nowhere.exists());

    let keys = database.path().join("keys.json");
    let kept = fs::read(&keys).unwrap();
    fs::remove_file(&keys).unwrap();
    let answer = database.run(&["cases"]);
    assert_eq!(answer.exit, 1);
    assert!(answer.error_line().contains("keys.json"), "{}", answer.err);
    fs::write(&keys, kept).unwrap();
    assert_eq!(database.run(&["cases"]).exit, 0);
}

#[test]
fn a_flipped_byte_in_the_data_is_noticed_and_the_backup_brings_everything_back() {
    let database = Database::sample();
    let before = database.rows(&["cases"]);
    let backup = database.beside("sikkerhedskopi");
    let written = database.json(&["backup", backup.to_str().unwrap()]);
    assert_eq!(written["bytes"].as_u64().unwrap(), fs::metadata(&backup).unwrap().len());
    assert_eq!(written["sha256"].as_str().unwrap().len(), 64);

    let data = database.path().join("data.db");
    let whole = fs::read(&data).unwrap();
    for place in [40, 5_000, whole.len() / 2, whole.len() - 100] {
        flip(&data, place);
        is_noticed(&database.run(&["--json", "verify"]));
        fs::write(&data, &whole).unwrap();
    }
    flip(&data, whole.len() / 2);

    let restored = database.beside("Gendannet.vilkaar");
    let mut restore = command_on(&executable(), &restored);
    restore.arg("restore").arg(&backup);
    let answer = Answer::of(&mut restore);
    assert_eq!(answer.exit, 0, "{}", answer.err);
    let after = Answer::of(command_on(&executable(), &restored).args(["--json", "cases"])).json();
    assert_eq!(after.as_array().unwrap(), &before);
    let verdict = Answer::of(command_on(&executable(), &restored).args(["--json", "verify"])).json();
    assert_eq!(verdict["ok"], true, "{verdict}");
    assert_eq!(verdict["cases"], 58);

    // A restore never writes over something.
    Answer::of(command_on(&executable(), &restored).arg("restore").arg(&backup))
        .is_error(1, "database_exists");
}

#[test]
fn a_damaged_backup_is_refused_and_leaves_no_folder() {
    let database = Database::create();
    let backup = database.beside("sikkerhedskopi");
    database.json(&["backup", backup.to_str().unwrap()]);
    let size = fs::read(&backup).unwrap().len();
    let target = database.beside("Gendannet.vilkaar");
    for damage in 0..2 {
        let whole = fs::read(&backup).unwrap();
        if damage == 0 {
            flip(&backup, size / 2);
        } else {
            fs::write(&backup, &whole[..size / 2]).unwrap();
        }
        let answer = Answer::of(command_on(&executable(), &target).arg("restore").arg(&backup));
        assert_eq!(answer.exit, 1, "{}", answer.err);
        answer.error_line();
        assert!(!target.exists(), "nothing is left of a restore that failed");
        fs::write(&backup, whole).unwrap();
    }
}

#[test]
fn a_second_program_on_the_same_folder_is_refused_until_the_first_lets_go() {
    let database = Database::sample();
    let first = fs::File::options().write(true).open(database.path().join("open.lock")).unwrap();
    first.try_lock().unwrap();
    database.run(&["cases"]).is_error(1, "database_locked");
    let restored = database.beside("sikkerhedskopi");
    database.run(&["backup", restored.to_str().unwrap()]).is_error(1, "database_locked");
    first.unlock().unwrap();
    assert_eq!(database.rows(&["cases"]).len(), 58);
}

#[test]
fn create_refuses_a_passphrase_that_is_easy_to_guess_and_leaves_no_folder() {
    let keeper = tempfile::tempdir().unwrap();
    for (name, weak) in [("kort", "for kort"), ("navne", "Pia Lindskov Egeskov"), ("alle", "password1234")] {
        let folder = keeper.path().join(format!("Egeskov {name}.vilkaar"));
        let mut create = command_on(&executable(), &folder);
        create.env("VILKAAR_PASSPHRASE", weak).arg("create").arg(&folder);
        Answer::of(&mut create).is_error(1, "passphrase_weak");
        assert!(!folder.exists());
    }
}

#[test]
fn create_refuses_a_folder_with_something_in_it() {
    let database = Database::create();
    let folder = database.beside("optaget");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("brev.txt"), "vigtigt").unwrap();
    let mut create = command_on(&executable(), &folder);
    create.arg("create").arg(&folder);
    Answer::of(&mut create).is_error(1, "database_exists");
    assert_eq!(fs::read_to_string(folder.join("brev.txt")).unwrap(), "vigtigt");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_folder_without_write_permission_is_refused_clearly_and_stays_as_it_was() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    let database = Database::create();
    let before = snapshot(&database.path());
    // Another user may read it all and write nothing. The program is copied, since the folder that
    // it was built in may be closed to that user.
    let program = database.beside("vilkaar-cli");
    fs::copy(executable(), &program).unwrap();
    let readable = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    readable(database.path().parent().unwrap(), 0o755);
    readable(&program, 0o755);
    for path in before.keys() {
        readable(path, 0o444);
        let mut parent = path.parent().unwrap();
        while parent.starts_with(database.path()) {
            readable(parent, 0o555);
            parent = parent.parent().unwrap();
        }
    }
    for arguments in [vec!["cases"], vec!["import", &*fixture("egeskov-kommune.xlsx")]] {
        let mut command = command_on(&program, &database.path());
        command.args(arguments);
        if fs::metadata(database.path()).unwrap().uid() == 0 {
            // Root may write everywhere; nobody may not.
            command.uid(65534).gid(65534);
        }
        let answer = Answer::of(&mut command);
        assert_eq!(answer.exit, 1, "{}{}", answer.out, answer.err);
        answer.error_line();
    }
    assert_eq!(snapshot(&database.path()), before);
    for path in before.keys() {
        readable(path.parent().unwrap(), 0o755);
        readable(path, 0o644);
    }
    readable(&database.path(), 0o755);
}

/// A disk of its own, mounted for this one run in a namespace that nobody else sees, with room for the database
/// and little more. What lies on it at the end is copied away and looked at.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_during_an_import_loses_nothing() {
    const ON_A_SMALL_DISK: &str = r#"
        set -e; disk=$1 size=$2 database=$3 after=$4; shift 4
        mount -t tmpfs -o size="$size" none "$disk"
        cp -a "$database" "$disk/Prøve.vilkaar"
        exit=0; "$@" || exit=$?
        cp -a "$disk/Prøve.vilkaar" "$after"
        exit $exit"#;
    let database = Database::create();
    let (disk, after) = (database.beside("disk"), database.beside("Efter.vilkaar"));
    fs::create_dir(&disk).unwrap();
    let used: usize =
        snapshot(&database.path()).values().map(|bytes| bytes.len().next_multiple_of(4096)).sum();
    let mut full = Command::new("unshare");
    // A user who isn't root mounts as root of a user namespace.
    full.args(["--mount", "--map-root-user", "bash", "-c", ON_A_SMALL_DISK, "full"]);
    full.arg(&disk).arg((used + 400_000).to_string()).arg(database.path()).arg(&after);
    let plain = command_on(&executable(), &disk.join("Prøve.vilkaar"));
    full.arg(plain.get_program()).args(plain.get_args());
    full.env_remove("VILKAAR_DATABASE").env("VILKAAR_PASSPHRASE", PASSPHRASE);
    full.args(["import", &fixture("egeskov-kommune.xlsx")]);
    let answer = Answer::of(&mut full);
    assert_eq!(answer.exit, 1, "{}{}", answer.out, answer.err);
    assert!(answer.error_line().contains("fuld"), "{}", answer.err);

    // With room again everything is there, nothing of the import is, and it can be done anew.
    let on_it = |arguments: &[&str]| {
        Answer::of(command_on(&executable(), &after).arg("--json").args(arguments)).json()
    };
    assert!(on_it(&["cases"]).as_array().unwrap().is_empty(), "all or nothing");
    assert_eq!(on_it(&["verify"])["ok"], true);
    assert_eq!(on_it(&["import", &fixture("egeskov-kommune.xlsx")])["refused"], 0);
    assert_eq!(on_it(&["cases"]).as_array().unwrap().len(), 58);
}
