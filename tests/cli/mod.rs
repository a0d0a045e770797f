//! The command line's program, started as a user starts it and judged by what it prints, returns
//! and leaves on the disk. What each command must answer is the command line's own description:
//! names, keys, codes and exit codes are stable.

mod import;
mod log;
#[cfg(unix)]
mod moving;
pub mod program;
mod sample;
mod trouble;
mod worked_example;
