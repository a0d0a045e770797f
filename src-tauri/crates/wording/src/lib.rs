//! Danish sentences made from typed data: figures and dates, errors, explanations, history.
//!
//! Sentences about the field are made here and nowhere else, by exhaustive `match`.

pub mod agenda;
pub mod format;
pub mod formula;
pub mod history;
pub mod import;
pub mod log;
pub mod missing;
pub mod moving;
pub mod notice;
pub mod passphrase;
pub mod people;
pub mod progress;
pub mod server;
pub mod step_rates;
pub mod storage;
