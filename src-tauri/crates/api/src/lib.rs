//! Puts the program together: the command table with each command's body, the requests and responses
//! of the window, and what the command line needs. Knows no window.

mod charts;
mod clock;
mod commands;
mod desktop;
mod errors;
pub mod headless;
mod known_databases;
pub mod packet;
mod program;
#[cfg(test)]
mod sample;
mod screens;
mod session;
pub mod types;
#[cfg(test)]
mod typescript;

pub use clock::{ProgramClock, UuidIdentities};
pub use desktop::{Desktop, FileKind, NoDesktop};
pub use errors::unexpected;
pub use program::Program;
