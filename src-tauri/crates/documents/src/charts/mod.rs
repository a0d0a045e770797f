//! Charts, built once: as scene fragments for documents and as standalone SVG with a data table for the window.

mod data;

pub use data::*;
