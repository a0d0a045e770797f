//! A finished document: composed once, painted as often as wanted.

use std::collections::BTreeSet;

use crate::block::Block;
use crate::error::DocumentError;
use crate::flow::{self, RunningText};
use crate::fonts::Typesetter;
use crate::scene::{Item, Metadata, Scene};
use crate::{pdf, svg};

/// A composed document. What is seen (SVG) is what is filed (PDF): both come from one scene.
#[derive(Clone, Debug)]
pub struct Document {
    scene: Scene,
    unmapped: BTreeSet<char>,
}

impl Document {
    /// Composes blocks into pages.
    pub(crate) fn compose(
        typesetter: &Typesetter,
        metadata: Metadata,
        running: &RunningText,
        blocks: Vec<Block>,
    ) -> Self {
        let scene = flow::compose(typesetter, metadata, running, blocks);
        Self { scene, unmapped: typesetter.unmapped() }
    }

    /// The PDF file: PDF/A-2a and PDF/UA-1; the same document gives the same bytes.
    ///
    /// # Errors
    /// When the fonts can't be embedded or the file can't be put together.
    pub fn pdf(&self) -> Result<Vec<u8>, DocumentError> {
        pdf::render(&self.scene)
    }

    /// One SVG per page, for preview and print.
    #[must_use]
    pub fn svg_pages(&self) -> Vec<String> {
        svg::pages(&self.scene)
    }

    /// Number of pages.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.scene.pages.len()
    }

    /// Title, as the file and its window show it.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.scene.metadata.title
    }

    /// Characters that no font had and that were drawn as a hollow square.
    #[must_use]
    pub fn unmapped_characters(&self) -> &BTreeSet<char> {
        &self.unmapped
    }

    /// The scene itself.
    #[must_use]
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// All text of each page in the order it is drawn, words divided at a line's end put together.
    #[must_use]
    pub fn page_texts(&self) -> Vec<String> {
        self.scene
            .pages
            .iter()
            .map(|page| {
                let mut text = String::new();
                let mut baseline = f32::NAN;
                for item in &page.items {
                    let Item::Text(run) = item else { continue };
                    #[expect(clippy::float_cmp, reason = "runs of one line share the very same baseline")]
                    let new_line = run.y != baseline;
                    let divided = text.ends_with('\u{AD}');
                    if divided {
                        text.pop();
                    } else if new_line && !text.is_empty() && !text.ends_with(char::is_whitespace) {
                        text.push(' ');
                    }
                    baseline = run.y;
                    if run.soft_hyphen {
                        text.push('\u{AD}');
                    } else {
                        text.push_str(&run.text.replace('\u{A0}', " "));
                    }
                }
                text
            })
            .collect()
    }
}
