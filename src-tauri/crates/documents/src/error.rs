//! What can go wrong while a document is made. No error carries text of the document, since that
//! names citizens.

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// One of the embedded fonts could not be read: the program itself is damaged.
    #[error("a built-in font cannot be read")]
    Font,
    /// A font could not be reduced to the glyphs in use.
    #[error("a built-in font cannot be reduced to the glyphs in use")]
    Subset,
    /// The PDF library left out something that the document needs.
    #[error("the PDF lacks its {0}")]
    Structure(&'static str),
    /// The PDF could not be written to memory.
    #[error("the PDF cannot be written")]
    Write(#[source] std::io::Error),
}

impl From<lopdf::Error> for DocumentError {
    /// `lopdf` quotes object contents in some of its errors, so only the fact is kept.
    fn from(_: lopdf::Error) -> Self {
        Self::Structure("objects")
    }
}
