//! Use cases, one file each: who may, what changes, what is logged; the ports; the portfolio.

pub mod attempts;
pub mod edit;
pub mod import;
pub mod log;
pub mod passphrase;
pub mod people;
pub mod permission;
pub mod portfolio;
pub mod ports;
pub mod settings;
pub mod undo;
pub mod withheld;
