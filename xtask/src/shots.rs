//! `cargo xtask shots`: a picture of every screen at 1280 × 800 and 1920 × 1080, from the sample
//! municipality as of its own day, so that a picture changes only when the screen does.

use std::fs;

use crate::process::{self, Outcome};
use crate::setup::{self, Purpose};

/// Builds, then lets the window test that visits every screen save what it sees.
pub fn run() -> Outcome {
    setup::setup(Purpose::Test)?;
    let pictures = crate::root().join("docs").join("pictures");
    fs::create_dir_all(&pictures).map_err(|error| format!("{}: {error}", pictures.display()))?;
    process::step(
        process::on_virtual_screen(
            "cargo",
            &[
                "test",
                "--workspace",
                "--test",
                "integration",
                // The command line's own test brings its program along, which the window tests make databases with.
                "--test",
                "usage",
                "--",
                "e2e::screens::",
                "e2e::together::",
                "--test-threads=1",
            ],
        )
        .env("VILKAAR_SHOTS", &pictures),
    )?;
    eprintln!("Billederne ligger i {}", pictures.display());
    Ok(())
}
