//! What tests and measurements of several crates need and no program does: a large made-up municipality, as
//! records and as a workbook, and what every store must do. Everything in it follows from its size, so that a figure measured today can be
//! compared with one from last year, and nobody in it exists.

mod chance;
pub mod conformance;
pub mod many_users;
pub mod municipality;
#[cfg(unix)]
pub mod server;
pub mod workbook;
