//! What tests and measurements of several crates need and no program does: a large made-up municipality, as
//! records and as a workbook. Everything in it follows from its size, so that a figure measured today can be
//! compared with one from last year, and nobody in it exists.

mod chance;
pub mod municipality;
pub mod workbook;
