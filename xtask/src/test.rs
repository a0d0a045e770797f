//! `cargo xtask test`: everything that must hold before a change is kept, in the order in which
//! mistakes are cheapest to find. Every cargo call uses `--workspace`, the default features and the
//! development profile, so that OpenSSL and SQLCipher are compiled once.

use std::process::Command;

use crate::process::{self, Outcome};
use crate::server;
use crate::setup::{self, Purpose};

/// How much is tested.
#[derive(Clone, Copy, Default)]
pub struct Extent {
    /// Leaves the window tests out.
    fast: bool,
    /// Runs the randomised tests for as long as it takes to be sure, not for a bounded time.
    long: bool,
}

impl Extent {
    /// Reads `--fast` and `--long`.
    pub fn from_options(options: &[&str]) -> Outcome<Self> {
        let mut extent = Self::default();
        for option in options {
            match *option {
                "--fast" => extent.fast = true,
                "--long" => extent.long = true,
                other => return Err(format!("ukendt valg {other}: kun --fast og --long")),
            }
        }
        Ok(extent)
    }
}

/// Runs it all and stops at the first thing that is wrong.
pub fn run(extent: Extent) -> Outcome {
    setup::setup(Purpose::Test)?;
    crate::pdf_gate::fetch()?;

    process::step(process::command("cargo").args(["fmt", "--all", "--check"]))?;
    for script in ["check", "lint", "test"] {
        process::step(process::npm().args(["run", script]))?;
    }
    process::step(process::command("cargo").args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    process::step(process::command("cargo").args(build_arguments()))?;
    let server = server::start()?;
    process::step(tests(extent).envs(server.variables.iter().map(|(name, value)| (name, value))))?;
    drop(server);
    deny()?;
    generated_types_are_committed()
}

/// Building comes before running, because the tests' server is built along with them.
fn build_arguments() -> &'static [&'static str] {
    match process::ask("cargo", &["nextest", "--version"]) {
        Some(_) => &["nextest", "run", "--workspace", "--no-run"],
        None => &["test", "--workspace", "--no-run"],
    }
}

/// The command line's program, which the integration tests start, is built along with its own integration
/// test. A `cargo build` before this would compile Tauri once more, without the features the tests ask for.
fn tests(extent: Extent) -> Command {
    let nextest = process::ask("cargo", &["nextest", "--version"]).is_some();
    let mut arguments = match (nextest, extent.fast) {
        (true, false) => vec!["nextest", "run", "--workspace"],
        (true, true) => vec!["nextest", "run", "--workspace", "-E", "not test(/^e2e::/)"],
        (false, false) => vec!["test", "--workspace"],
        (false, true) => vec!["test", "--workspace", "--", "--skip", "e2e::"],
    };
    if nextest && std::env::var_os("CI").is_some() {
        arguments.extend(["--profile", "ci"]);
    }
    let mut command = process::on_virtual_screen("cargo", &arguments);
    if extent.long {
        command.env("VILKAAR_LONG_TESTS", "1");
    }
    command
}

/// Licences, forbidden and doubled packages, and where packages come from. Not advisories: they
/// need a network that the tests must do without.
fn deny() -> Outcome {
    let tools = crate::tools()?;
    let own = tools.join("bin").join("cargo-deny");
    if process::find("cargo-deny").is_none() && !own.is_file() {
        process::step(
            process::command("cargo")
                .args(["install", "--quiet", "--locked", "cargo-deny", "--root"])
                .arg(&tools)
                // Its own build must not take part in the program's.
                .env("CARGO_TARGET_DIR", tools.join("build")),
        )?;
    }
    let program = if own.is_file() { own.into_os_string() } else { "cargo-deny".into() };
    process::step(process::command(program).args(["check", "licenses", "bans", "sources"]))
}

/// The tests write the window's request and response types; what they write must be what is kept.
fn generated_types_are_committed() -> Outcome {
    process::step(process::command("git").args(["diff", "--exit-code", "--", "ui/src/ipc/generated"]))
        .map_err(|_| {
            "ui/src/ipc/generated er ikke det, som api skriver: gem ændringen i samme commit".to_owned()
        })
}
