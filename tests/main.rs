//! The whole program, tested from outside: how its parts may depend on each other, the command
//! line as a program of its own, the documents with the tools that others read them with, and the
//! real window. One binary, since each would link the program again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on stops with the place and the cause"
)]

mod agreement;
mod attachments;
#[cfg(unix)]
mod bad_input;
mod cases;
mod cli;
mod contracts;
mod daily;
mod driver;
#[cfg(target_os = "linux")]
mod e2e;
mod habits;
mod house;
mod insight;
mod layering;
mod notified;
mod pdf_gate;
mod program;
mod roles;
#[cfg(unix)]
mod shared;
#[cfg(unix)]
mod undoing;
mod withheld;
