//! The import on real files: the sample workbook and sheets, every error and every odd cell of them, and what is
//! written back.

#![allow(clippy::unwrap_used, reason = "a test that cannot have its file or record has failed")]

mod by_hand;
mod by_hand_at_random;
mod cells;
mod changed_at_random;
mod choices;
mod contracts_again;
mod fixtures;
mod formats;
mod list_again;
mod list_at_random;
mod messy_sheet;
mod numbers_by_hand;
mod passed_over;
mod refusals;
mod same_again;
mod sheet_of_the_municipality;
mod workbook;
