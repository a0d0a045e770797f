//! A finished document: composed once, painted as often as wanted.

use std::collections::BTreeSet;

use crate::block::Block;
use crate::error::DocumentError;
use crate::flow::{self, RunningText};
use crate::fonts::Typesetter;
use crate::scene::{Artifact, Item, Metadata, NodeId, Scene, TextItem};
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

    /// All text of each page in the order it is drawn: a line per piece of structure, words divided
    /// at a line's end put together.
    #[must_use]
    pub fn page_texts(&self) -> Vec<String> {
        self.scene.pages.iter().map(|page| page_text(&page.items)).collect()
    }
}

/// Where the last run of text ended.
struct Pen {
    baseline: f32,
    right: f32,
}

fn page_text(items: &[Item]) -> String {
    let mut text = String::new();
    let mut pen: Option<Pen> = None;
    let mut within: Option<NodeId> = None;
    for item in items {
        match item {
            Item::BeginContent { node, .. } if within == Some(*node) => {}
            Item::BeginContent { node, .. } => {
                within = Some(*node);
                pen = None;
            }
            // An icon beside its word doesn't end the paragraph; a repeated heading or a foot has no node.
            Item::BeginArtifact(Artifact::Layout) => {}
            Item::BeginArtifact(_) => {
                within = None;
                pen = None;
            }
            Item::Text(run) => {
                add_run(&mut text, run, pen.as_ref());
                let right = run.x + crate::fonts::advance(&run.glyphs) * run.size;
                pen = Some(Pen { baseline: run.y, right });
            }
            _ => {}
        }
    }
    text
}

fn add_run(text: &mut String, run: &TextItem, pen: Option<&Pen>) {
    match pen {
        None if text.is_empty() => {}
        None => text.push('\n'),
        Some(_) if text.ends_with('\u{AD}') => {
            text.pop();
        }
        Some(pen) => {
            let apart = (run.y - pen.baseline).abs() > 0.01 || run.x > pen.right + run.size * 0.15;
            if apart && !text.ends_with(char::is_whitespace) {
                text.push(' ');
            }
        }
    }
    if run.soft_hyphen {
        text.push('\u{AD}');
    } else {
        text.push_str(&run.text.replace('\u{A0}', " "));
    }
}
