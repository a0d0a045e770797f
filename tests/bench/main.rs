//! The figures that the program must reach, measured in the release profile: `cargo xtask bench`, or
//! `cargo bench --bench figures -- --json`. A figure that is compared with a bare loop is measured beside it
//! in the same run, so that the machine's speed drops out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that cannot go on stops with the place and the cause"
)]

mod cost;
mod import;
mod log;
mod opening;
mod packet;
mod report;
mod search;
mod window;

use std::process::ExitCode;

use report::Report;

fn main() -> ExitCode {
    // `cargo bench` adds its own `--bench`.
    let json = std::env::args().any(|argument| argument == "--json");
    let mut report = Report::default();
    cost::measure(&mut report);
    search::measure(&mut report);
    packet::measure(&mut report);
    import::measure(&mut report);
    opening::measure(&mut report);
    log::measure(&mut report);
    window::measure(&mut report);
    if json {
        println!("{}", report.json());
    } else {
        print!("{}", report.table());
    }
    if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
