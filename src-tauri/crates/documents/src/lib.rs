//! Packets and charts: typed blocks → flow → scene (a display list with its structure tree), painted
//! twice, as PDF (PDF/A-2a and PDF/UA-1) and as SVG, so that what is seen is what prints.
//!
//! Nothing here works out a rate or a date: it sets in type what the application has worked out.
//! Floating point is for coordinates only; money stays `Money` until it is drawn.

pub mod charts;
pub mod packet;
