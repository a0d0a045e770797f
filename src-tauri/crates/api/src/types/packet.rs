//! *Forhandlingspakke*: seen, saved, opened and printed; the pages seen are the pages of the PDF.
//! Invariant: the window holds SVG only; files are written and opened by the core at places the user chose.

use serde::{Deserialize, Serialize};

/// Which packet.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PacketRequest {
    /// *Sagsnr.*
    pub case: String,
}

/// The packet as pages.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PacketPreview {
    /// "Intern forhandlingspakke, S2022-1008".
    pub title: String,
    /// "8 sider A4 · pr. 20-11-2026 · intern".
    pub context: String,
    /// One SVG a page (A4, `viewBox`, presentation attributes only), in order.
    pub pages: Vec<PacketPage>,
    /// What the packet lacks and who should get it.
    pub missing: Vec<super::placement::TodoItem>,
}

/// One page.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PacketPage {
    /// The picture of the page.
    pub svg: String,
    /// The page's text in reading order, for screen readers and copying.
    pub text: String,
    /// Heading of the first section that begins on the page, for the list of pages.
    pub title: String,
}

/// A file the program wrote where the user asked for it.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SavedFile {
    /// Opaque; for `packet_open`.
    pub ticket: String,
    /// Where it is, for reading only.
    pub display_path: String,
    /// "8 sider, 55 kB, kontrolsum 3fa4…".
    pub detail: String,
}

/// Open a saved file in the system's own program.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OpenFile {
    /// Ticket of `SavedFile`.
    pub ticket: String,
}
