//! Wrong usage is told from a refusal by its exit code, so that a script can. (As an integration
//! test of this crate it also makes `cargo test --workspace` build the program that `tests/cli` starts.)

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops with the place and the cause")]

use std::process::Command;

fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_vilkaar-cli")).args(arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn wrong_usage_ends_with_2_and_one_sentence_on_stderr() {
    for arguments in [
        &["kost"][..],
        &["cost"],
        &["cost", "--year", "tyve"],
        &["notice", "S-1", "--party", "both"],
        &["cases", "--municipality", "Egeskov"],
        &["server", "setup", "--municipality", " "],
        &["server", "person", "list", "--municipality", "Egeskov"],
        &[],
    ] {
        let (exit, error) = run(arguments);
        assert_eq!(exit, Some(2), "{arguments:?}: {error}");
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(error.starts_with("error[usage]: "), "{error}");
    }
}

#[test]
fn a_command_of_a_later_version_says_so() {
    let (exit, error) = run(&["memo"]);
    assert_eq!(exit, Some(2));
    assert!(error.starts_with("error[not_available]: "), "{error}");
}

#[test]
fn a_database_that_is_not_there_is_a_refusal() {
    let (exit, error) = run(&["--database", "findes-ikke.vilkaar", "cases"]);
    assert_eq!(exit, Some(1));
    assert!(error.starts_with("error[database_missing]: "), "{error}");
}
