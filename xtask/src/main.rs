//! `cargo xtask run | test | bench | shots`: sets up what is missing on the machine, then does it.
//! No dependencies: it must build in a second on a machine that has nothing yet.

mod bench;
mod json;
mod pdf_gate;
mod process;
mod run;
mod server;
mod setup;
mod shots;
mod test;
mod ui;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use process::Outcome;

const USAGE: &str = "\
cargo xtask run                      gør maskinen klar, bygger, viser dagens arbejde og åbner vinduet
cargo xtask test [--fast] [--long]   alle prøver; --fast uden vinduet, --long med de lange
cargo xtask bench [--json]           måler tider og pladsforbrug mod deres grænser
cargo xtask shots                    et billede af hvert skærmbillede i docs/pictures";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["run"] => run::run(),
        ["test", options @ ..] => test::Extent::from_options(options).and_then(test::run),
        ["bench"] => bench::run(bench::Form::Table),
        ["bench", "--json"] => bench::run(bench::Form::Json),
        ["shots"] => shots::run(),
        [] | ["--help" | "-h" | "help"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nFejl: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace. Taken from where this program was compiled, so that
/// `cargo xtask` works from any folder below.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The folder where cargo puts the programs of this profile: the one this program itself lies in,
/// which follows `CARGO_TARGET_DIR` without asking cargo.
fn programs() -> Outcome<PathBuf> {
    let own = std::env::current_exe().map_err(|error| format!("egen sti kan ikke læses: {error}"))?;
    own.parent().map(Path::to_path_buf).ok_or_else(|| "programmet ligger ikke i en mappe".to_owned())
}

/// Where tools that only the tests need are kept: below the target folder, so that `cargo clean`
/// and a cache of `target/` treat them like everything else that can be made again.
fn tools() -> Outcome<PathBuf> {
    let programs = programs()?;
    let target = programs.parent().unwrap_or(&programs);
    Ok(target.join("tools"))
}
