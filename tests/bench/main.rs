//! The figures that the program must reach, measured in the release profile: `cargo xtask bench`, or
//! `cargo bench --bench figures -- --json`. A figure that is compared with a bare loop is measured beside it
//! in the same run, so that the machine's speed drops out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that cannot go on stops with the place and the cause"
)]

mod agenda;
mod cost;
mod import;
mod log;
mod opening;
mod packet;
mod report;
mod search;
#[cfg(unix)]
mod together;
mod window;

use std::process::ExitCode;

use report::Report;

/// Something that is measured.
type Part = (&'static str, fn(&mut Report));

/// What is measured, by name.
const PARTS: &[Part] = &[
    ("cost", cost::measure),
    ("agenda", agenda::measure),
    ("search", search::measure),
    ("packet", packet::measure),
    ("import", import::measure),
    ("opening", opening::measure),
    ("log", log::measure),
    #[cfg(unix)]
    ("together", together::measure),
    ("window", window::measure),
];

fn main() -> ExitCode {
    // `cargo bench` adds its own `--bench`.
    let json = std::env::args().any(|argument| argument == "--json");
    let mut arguments = std::env::args().skip_while(|argument| argument != "--only").skip(1);
    // `--only together` measures one part, which is what one does while working on it.
    let only = arguments.next();
    let mut report = Report::default();
    for (name, measure) in PARTS {
        if only.as_deref().is_none_or(|only| only == *name) {
            measure(&mut report);
        }
    }
    if json {
        println!("{}", report.json());
    } else {
        print!("{}", report.table());
    }
    if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
