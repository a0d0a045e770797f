//! Moving to a server and home again on the command line, and archives: the same answers everywhere, nothing
//! kept of what broke off, and no password where others see it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use vilkaar_storage::{Administration, ServerAddress, SharedDatabase};
use vilkaar_testkit::server::{FreshDatabase, Server};

use super::program::{Answer, Database, PASSPHRASE, USER, command_on, executable};

/// An empty database on a server, made ready.
struct Shared(FreshDatabase);

impl Shared {
    fn new() -> Self {
        let database = Server::shared().fresh_database();
        let (login, password) = database.admin();
        let address: ServerAddress = database.address().parse().unwrap();
        Administration::open(&address, login, Some(password)).unwrap().set_up().unwrap();
        Self(database)
    }

    /// The address with the administrator's login in it.
    fn as_admin(&self) -> String {
        self.0.address().replacen("postgres://", &format!("postgres://{}@", self.0.admin().0), 1)
    }

    /// A login that no other test on this server has.
    fn login(&self) -> String {
        format!("pia.{}", self.0.name())
    }

    /// The option that gives the first user that login.
    fn given(&self) -> String {
        format!("{USER}={}", self.login())
    }

    fn rows(&self, table: &str) -> String {
        self.0.sql(&format!("SELECT count(*) FROM vilkaar.{table}")).unwrap()
    }
}

/// A command with the administrator's password on the server.
fn with_password(mut command: Command, shared: &Shared) -> Command {
    command.env("VILKAAR_SERVER_PASSWORD", shared.0.admin().1);
    command
}

fn move_to(database: &Database, shared: &Shared) -> Command {
    let mut command = with_password(database.command(), shared);
    command.args(["--json", "move", "--to", &shared.as_admin(), "--login", &shared.given()]);
    command
}

fn move_home(shared: &Shared, folder: &Path) -> Command {
    let mut command = with_password(Command::new(executable()), shared);
    command
        .env_remove("VILKAAR_DATABASE")
        .env("VILKAAR_PASSPHRASE", PASSPHRASE)
        .args(["--json", "--user", USER, "move", "--from", &shared.as_admin(), "--to"])
        .arg(folder);
    command
}

/// The cases of a folder.
fn cases(folder: &Path) -> Value {
    Answer::of(command_on(&executable(), folder).args(["--json", "cases"])).json()
}

fn verified(folder: &Path) -> Value {
    let verdict = Answer::of(command_on(&executable(), folder).args(["--json", "verify"])).json();
    assert_eq!(verdict["ok"], true, "{verdict}");
    verdict
}

fn of<'a>(moved: &'a Value, table: &str) -> &'a Value {
    moved["tables"].as_array().unwrap().iter().find(|row| row["table"] == table).unwrap()
}

#[test]
fn the_sample_is_moved_to_a_server_and_home_again_with_the_same_cases() {
    let database = Database::sample();
    let before = cases(&database.path());
    let head = database.json(&["verify"])["head"].clone();
    let shared = Shared::new();

    let answer = Answer::of(&mut move_to(&database, &shared));
    assert!(!answer.out.contains(shared.0.admin().1) && !answer.err.contains(shared.0.admin().1));
    let moved = answer.json();
    assert_eq!(moved["head"], head, "the log came over to its last entry");
    assert_eq!(of(&moved, "placements")["rows"].as_u64().unwrap(), before.as_array().unwrap().len() as u64);
    assert!(of(&moved, "rate_lines")["sums"]["amount"].as_str().unwrap().contains('.'));
    let person = &moved["people"][0];
    assert_eq!((person["name"].as_str(), person["login"].as_str()), (Some(USER), Some(&*shared.login())));
    let address: ServerAddress = shared.0.address().parse().unwrap();
    let one_time = person["one_time_password"].as_str().unwrap();
    assert!(SharedDatabase::open(&address, &shared.login(), one_time).unwrap().must_change_password());

    // What was left behind is readable, says so, and isn't moved twice.
    let left = database.run(&["--json", "cases"]);
    assert_eq!(left.json(), before);
    assert!(left.err.contains("Databasen er flyttet til postgres://localhost"), "{}", left.err);
    assert_eq!(left.err.lines().count(), 1);
    Answer::of(&mut move_to(&database, &Shared::new())).is_error(1, "moved_before");

    let home = database.beside("Hjem.vilkaar");
    let moved = Answer::of(&mut move_home(&shared, &home)).json();
    assert_eq!(moved["opened_by"], USER);
    assert_eq!(moved["recovery_key"].as_str().unwrap().split('-').count(), 8);
    assert_eq!(cases(&home), before);
    verified(&home);

    // Without --json it is a table.
    let mut again = move_home(&shared, &database.beside("Igen.vilkaar"));
    let told = Answer::of(again.args(["--on", "2026-11-20"]));
    assert_eq!(told.exit, 0, "{}", told.err);
}

#[test]
fn an_archive_of_a_server_is_restored_to_a_folder_and_to_another_server() {
    let database = Database::sample();
    let before = cases(&database.path());
    let shared = Shared::new();
    assert_eq!(Answer::of(&mut move_to(&database, &shared)).exit, 0);

    let file = database.beside("arkiv.vilkaarbackup");
    let on_server = |command: &[&str], shared: &Shared| {
        let mut line = with_password(Command::new(executable()), shared);
        line.env_remove("VILKAAR_DATABASE").env("VILKAAR_PASSPHRASE", PASSPHRASE).args(command);
        Answer::of(&mut line)
    };
    let text = file.to_str().unwrap();
    let admin = shared.as_admin();
    let told = on_server(&["--database", &admin, "backup", text], &shared);
    assert_eq!(told.exit, 0, "{}", told.err);
    for part in ["takstlinjer", "Kontrolleret i begge ender", "Gendannelsesnøgle (vises kun nu)", USER] {
        assert!(told.out.contains(part), "{part}: {}", told.out);
    }
    let kept = on_server(&["--json", "--database", &admin, "backup", text], &shared).json();
    assert_eq!(kept["bytes"].as_u64().unwrap(), fs::metadata(&file).unwrap().len());

    let folder = database.beside("Kopi.vilkaar");
    let restored = Answer::of(command_on(&executable(), &folder).args(["restore", text]));
    assert_eq!(restored.exit, 0, "{}", restored.err);
    assert_eq!(cases(&folder), before);
    assert_eq!(verified(&folder)["head"], kept["head"]);

    let other = Shared::new();
    // The login is there already, of the other database on the same server: it is let in only when it is named.
    let to_other = ["restore", text, "--to", &other.as_admin()];
    on_server(&to_other, &other).is_error(1, "server_login_taken");
    let named = format!("{USER}={}", shared.login());
    let filled = on_server(&[&["--json"], &to_other[..], &["--login", &named]].concat(), &other).json();
    assert_eq!(filled["head"], kept["head"]);
    // And it keeps its password.
    assert_eq!(filled["people"][0]["one_time_password"], Value::Null);
    assert_eq!(other.rows("placements"), shared.rows("placements"));
    let again = on_server(&[&to_other[..], &["--login", &named]].concat(), &other);
    again.is_error(1, "target_not_empty");
}

#[test]
fn a_move_that_can_not_be_is_refused_with_a_sentence_and_changes_nothing() {
    let database = Database::create();
    let shared = Shared::new();
    let (_, password) = shared.0.admin();
    let home = database.beside("Hjem.vilkaar");

    let open_password = shared.as_admin().replacen('@', &format!(":{password}@"), 1);
    let refused = Answer::of(database.command().args(["move", "--to", &open_password]));
    refused.is_error(1, "server_password_in_url");
    assert!(!refused.err.contains(password));
    Answer::of(database.command().args(["move", "--to", &shared.0.address()])).is_error(1, "user_needed");
    Answer::of(
        database
            .command()
            .args(["move", "--to", &shared.as_admin()])
            .env("VILKAAR_SERVER_PASSWORD", "ikke den rigtige"),
    )
    .is_error(1, "server_refused_sign_in");
    Answer::of(move_to(&database, &shared).env("VILKAAR_PASSPHRASE", "ikke den rigtige"))
        .is_error(1, "wrong_passphrase");
    let stranger = |login: &str| {
        let mut command = with_password(database.command(), &shared);
        command.args(["move", "--to", &shared.as_admin(), "--login", login]);
        Answer::of(&mut command)
    };
    stranger("Ib Øst=ib").is_error(1, "user_unknown");
    stranger(&format!("{USER}=pia lindskov")).is_error(1, "login_unfit");
    stranger("uden").is_error(2, "usage");
    database.run(&["move"]).is_error(2, "usage");
    database.run(&["move", "--to", home.to_str().unwrap()]).is_error(1, "usage");
    assert_eq!((shared.rows("users"), shared.rows("operations")), ("0".to_owned(), "0".to_owned()));

    assert_eq!(Answer::of(&mut move_to(&database, &shared)).exit, 0);
    Answer::of(move_home(&shared, &home).env("VILKAAR_PASSPHRASE", "kort")).is_error(1, "passphrase_weak");
    Answer::of(&mut move_home(&shared, &database.path())).is_error(1, "database_exists");
    assert!(!home.exists());
    let verdict = database.run(&["--json", "verify"]);
    assert_eq!(verdict.json()["ok"], true);
}

/// The error of a run that was waited for.
fn ended(child: Child) -> Answer {
    let output = child.wait_with_output().unwrap();
    Answer {
        exit: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// What lies beside a database.
fn names(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    names
}

/// Starts a move, holds it up at a table of the server, interrupts it as Ctrl+C does, and lets it go on.
fn interrupted(shared: &Shared, mut command: Command) -> Answer {
    let held_up = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(60)%' \
                   AND pid <> pg_backend_pid()";
    let until = |what: &str, state: &dyn Fn() -> bool| {
        let start = Instant::now();
        while !state() {
            assert!(start.elapsed() < Duration::from_secs(60), "{what}");
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // It is ended from outside, so it always fails.
            let lock = "BEGIN; LOCK TABLE vilkaar.rate_lines IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(60)";
            shared.0.sql(lock).unwrap_err();
        });
        until("the table is locked", &|| !shared.0.sql(held_up).unwrap().is_empty());
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                     AND application_name = 'vilkaar' AND wait_event_type = 'Lock'";
        until("the move waits", &|| shared.0.sql(waits).unwrap() == "1");
        let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(interrupt.success());
        shared.0.sql(&held_up.replacen("SELECT pid", "SELECT pg_terminate_backend(pid)", 1)).unwrap();
        ended(child)
    })
}

#[test]
fn interrupted_a_move_leaves_the_server_empty_and_no_folder() {
    let database = Database::sample();
    let shared = Shared::new();
    interrupted(&shared, move_to(&database, &shared)).is_error(1, "cancelled");
    assert_eq!((shared.rows("placements"), shared.rows("operations")), ("0".to_owned(), "0".to_owned()));
    assert_eq!(database.run(&["cases"]).err, "", "it isn't marked as moved");

    assert_eq!(Answer::of(&mut move_to(&database, &shared)).exit, 0);
    let home = database.beside("Hjem.vilkaar");
    let before = names(home.parent().unwrap());
    interrupted(&shared, move_home(&shared, &home)).is_error(1, "cancelled");
    assert_eq!(names(home.parent().unwrap()), before);
    assert_eq!(Answer::of(&mut move_home(&shared, &home)).exit, 0);
    verified(&home);
}
