//! `cargo xtask bench`: the figures that the program must reach, each with its bound. The figures
//! themselves are in `tests/bench/`; this builds them optimised and hands the choice of form on.

use crate::process::{self, Outcome};
use crate::setup::{self, Purpose};

/// How the figures are printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table with each figure, its bound and the ratio.
    Table,
    /// `[{"figure","value","unit","bound","holds"}]`.
    Json,
}

/// Builds in the release profile and measures. Ends with an error when a bound is broken.
pub fn run(form: Form) -> Outcome {
    setup::setup(Purpose::Test)?;
    process::step(process::command("cargo").args([
        "build",
        "--quiet",
        "--release",
        "--example",
        "empty-window",
    ]))?;
    let mut arguments = vec!["bench", "--quiet", "--bench", "figures", "--"];
    if form == Form::Json {
        arguments.push("--json");
    }
    process::step(&mut process::on_virtual_screen("cargo", &arguments))
}
