//! Starts `vilkaar-cli` on a database of its own in a temporary folder, as of the samples' day.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// The day that counts as today for the samples.
pub const DAY: &str = "2026-11-20";
/// A passphrase for databases that live as long as a test.
pub const PASSPHRASE: &str = "en prøve med mange ord";
/// The first user of each database.
pub const USER: &str = "Pia Lindskov";

/// A file of `tests/fixtures`.
pub fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    path.to_str().unwrap().to_owned()
}

/// The command line's program, which cargo puts beside the desktop program.
pub fn executable() -> PathBuf {
    let path = Path::new(env!("CARGO_BIN_EXE_vilkaar"))
        .with_file_name(format!("vilkaar-cli{}", std::env::consts::EXE_SUFFIX));
    assert!(path.is_file(), "{} is not built: it is built by `cargo test --workspace`", path.display());
    path
}

/// What a run of the program left behind.
#[derive(Debug)]
pub struct Answer {
    pub exit: i32,
    pub out: String,
    pub err: String,
}

impl Answer {
    pub fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the program starts");
        Self {
            exit: status.code().unwrap_or(-1),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// The JSON of a run that went well.
    pub fn json(&self) -> Value {
        assert_eq!(self.exit, 0, "{}\n{}", self.err, self.out);
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    /// The JSON of a run that was refused but says what it found, as an import does.
    pub fn refused_json(&self) -> Value {
        assert_eq!(self.exit, 1, "{}\n{}", self.err, self.out);
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    /// Proves that the run ended with this code: one line `error[code]: sentence` on stderr, a
    /// whole sentence, nothing of the program's inside.
    pub fn is_error(&self, exit: i32, code: &str) {
        let line = self.error_line();
        assert_eq!(self.exit, exit, "{line}");
        assert!(line.starts_with(&format!("error[{code}]: ")), "{line}");
    }

    /// The single line of an error, checked for its form.
    pub fn error_line(&self) -> &str {
        let lines: Vec<&str> = self.err.lines().collect();
        assert_eq!(lines.len(), 1, "one line on stderr: {:?}", self.err);
        let line = lines[0];
        assert!(line.starts_with("error["), "{line}");
        let (_, sentence) = line.split_once("]: ").expect("error[code]: sentence");
        assert!(sentence.len() > 20, "a sentence: {line}");
        assert!(sentence.ends_with(['.', '?', '!']), "a whole sentence: {line}");
        for inside in ["panicked", "Os {", "SqliteFailure", "Err(", "NOTADB", "os error"] {
            assert!(!line.contains(inside), "{inside} means nothing to a user: {line}");
        }
        line
    }
}

/// A database in a temporary folder, gone when the test ends.
pub struct Database {
    folder: TempDir,
}

impl Database {
    /// A new one without cases.
    pub fn create() -> Self {
        let database = Self { folder: TempDir::new().unwrap() };
        let path = database.path();
        let answer = database.run(&["create", path.to_str().unwrap()]);
        assert_eq!(answer.exit, 0, "{}", answer.err);
        database
    }

    /// A new one with the sample municipality.
    pub fn sample() -> Self {
        let database = Self::create();
        let answer = database.run(&["--json", "import", &fixture("egeskov-kommune.xlsx")]);
        assert_eq!(answer.exit, 0, "{}\n{}", answer.err, answer.out);
        database
    }

    /// The database's own folder.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("Egeskov Kommune.vilkaar")
    }

    /// A place beside the database for what a test writes.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with this database, user, passphrase and day, still to be given its command.
    pub fn command(&self) -> Command {
        command_on(&executable(), &self.path())
    }

    pub fn run(&self, arguments: &[&str]) -> Answer {
        Answer::of(self.command().args(arguments))
    }

    /// The JSON of a command that goes well.
    pub fn json(&self, arguments: &[&str]) -> Value {
        Answer::of(self.command().arg("--json").args(arguments)).json()
    }

    /// The rows of a command that answers with an array.
    pub fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        match self.json(arguments) {
            Value::Array(rows) => rows,
            other => panic!("an array: {other}"),
        }
    }
}

/// The program at `executable` on the database at `path`.
pub fn command_on(executable: &Path, path: &Path) -> Command {
    let mut command = Command::new(executable);
    command
        .arg("--database")
        .arg(path)
        .args(["--user", USER, "--on", DAY])
        .env_remove("VILKAAR_DATABASE")
        .env("VILKAAR_PASSPHRASE", PASSPHRASE);
    command
}

/// A money string of the JSON, two decimals exactly, as øre.
pub fn money(value: &Value) -> i64 {
    let text = value.as_str().unwrap_or_else(|| panic!("money is a string: {value}"));
    let (whole, cents) = text.split_once('.').unwrap_or_else(|| panic!("two decimals: {text}"));
    assert_eq!(cents.len(), 2, "two decimals: {text}");
    let cents: i64 = cents.parse().unwrap();
    let kroner: i64 = whole.parse().unwrap();
    if whole.starts_with('-') { kroner * 100 - cents } else { kroner * 100 + cents }
}

/// The rows whose key has this value.
pub fn with<'a>(rows: &'a [Value], key: &str, wanted: &str) -> Vec<&'a Value> {
    rows.iter().filter(|row| row[key] == wanted).collect()
}

/// The only row of a case.
pub fn case<'a>(rows: &'a [Value], number: &str) -> &'a Value {
    let found = with(rows, "case", number);
    assert_eq!(found.len(), 1, "one row for {number}");
    found[0]
}
