//! Packets and charts: typed blocks → flow → scene (a display list with its structure tree), painted
//! twice, as PDF (PDF/A-2a and PDF/UA-1) and as SVG, so that what is seen is what prints.
//!
//! Nothing here works out a rate or a date: it sets in type what the application has worked out.
//! Floating point is for coordinates only; money stays `Money` until it is drawn.

pub mod block;
pub mod canvas;
pub mod charts;
mod document;
pub mod error;
mod figures;
mod flow;
mod flow_blocks;
mod flow_table;
pub mod fonts;
mod hyphenation;
pub mod icons;
pub mod insight;
mod layout;
pub mod opening;
pub mod packet;
pub mod palette;
pub mod pdf;
pub mod scene;
mod svg;
mod table_layout;
pub mod text;
pub mod work_list;

pub use document::Document;
pub use error::DocumentError;
pub use flow::RunningText;
