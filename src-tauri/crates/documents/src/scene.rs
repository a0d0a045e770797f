//! The scene: what is painted where, and what it means. A display list per page plus one logical
//! structure tree; both back ends read it and nothing else.
//!
//! Invariants: coordinates are points, origin at the top left, y downwards, a text's y is its
//! baseline. Every painted item stands between a `Begin…` and its `End`, which never nest.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::fonts::{FontFace, Glyph};
use crate::palette::Colour;

/// Index of a node in [`Scene::nodes`].
pub type NodeId = usize;

/// What a piece of content is, in the terms of PDF's standard structure types.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// The root.
    Document,
    /// A part of the document under its heading.
    Section,
    /// Heading of a level, 1–4, none skipped.
    Heading(u8),
    /// Paragraph.
    Paragraph,
    /// List.
    List,
    /// List item.
    ListItem,
    /// Its bullet or number.
    Label,
    /// Its text.
    ListBody,
    /// Table.
    Table,
    /// Group of heading rows.
    TableHead,
    /// Group of body rows.
    TableBody,
    /// Row.
    Row,
    /// Heading of a column.
    ColumnHeading,
    /// Heading of a row.
    RowHeading,
    /// Cell.
    Cell,
    /// Picture with a text alternative.
    Figure,
    /// Table of contents.
    Contents,
    /// One entry of it.
    ContentsEntry,
    /// What refers to another place of the document.
    Reference,
    /// Text that leads somewhere.
    Link,
}

/// What a node of the structure tree contains, in reading order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Child {
    /// Another node.
    Node(NodeId),
    /// A marked run of a page's display list.
    Mark {
        /// Page index.
        page: usize,
        /// Its marked-content id on that page.
        mark: usize,
    },
    /// A link's area.
    Area {
        /// Page index.
        page: usize,
        /// Its index in [`Page::links`].
        link: usize,
    },
}

/// A node of the structure tree.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// What it is.
    pub role: Role,
    /// Its title (headings).
    pub title: Option<String>,
    /// Text alternative (figures).
    pub alternative: Option<String>,
    /// Page and box `[left, top, right, bottom]` (figures).
    pub bounds: Option<(usize, [f32; 4])>,
    /// Contents.
    pub children: Vec<Child>,
}

/// Content that carries no meaning of its own and that readers aloud pass over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Artifact {
    /// Head of the page.
    Header,
    /// Foot of the page.
    Footer,
    /// Lines, grounds, repeated table headings, icons beside their word.
    Layout,
}

/// A step of a path.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Segment {
    /// Move to.
    Move(f32, f32),
    /// Straight line to.
    Line(f32, f32),
    /// Bézier curve with two control points, to.
    Curve(f32, f32, f32, f32, f32, f32),
    /// Close.
    Close,
}

/// A line's colour, width and dashes.
#[derive(Clone, PartialEq, Debug)]
pub struct Stroke {
    /// Colour.
    pub colour: Colour,
    /// Width in points.
    pub width: f32,
    /// Dash and gap lengths; empty = solid.
    pub dashes: &'static [f32],
}

/// A shaped run of text in one font, size and colour.
#[derive(Clone, PartialEq, Debug)]
pub struct TextItem {
    /// Font.
    pub face: FontFace,
    /// Size in points.
    pub size: f32,
    /// Colour.
    pub colour: Colour,
    /// Left edge.
    pub x: f32,
    /// Baseline.
    pub y: f32,
    /// The characters.
    pub text: String,
    /// Their glyphs.
    pub glyphs: Arc<[Glyph]>,
    /// Is this a hyphen at a line's end that is no part of the word?
    pub soft_hyphen: bool,
}

/// An entry of a display list.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// Begins content that belongs to a structure node.
    BeginContent {
        /// Marked-content id on this page.
        mark: usize,
        /// The node.
        node: NodeId,
    },
    /// Begins content without meaning.
    BeginArtifact(Artifact),
    /// Ends either.
    End,
    /// Text.
    Text(TextItem),
    /// Filled rectangle.
    Rectangle {
        /// Left.
        x: f32,
        /// Top.
        y: f32,
        /// Width.
        width: f32,
        /// Height.
        height: f32,
        /// Colour.
        fill: Colour,
    },
    /// Filled and stroked path.
    Path {
        /// Its steps.
        segments: Vec<Segment>,
        /// Filled with.
        fill: Option<Colour>,
        /// Drawn with.
        stroke: Option<Stroke>,
    },
}

/// A page.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Page {
    /// Display list.
    pub items: Vec<Item>,
    /// The node that owns each marked-content id.
    pub owners: Vec<NodeId>,
    /// Areas that lead to another page.
    pub links: Vec<Link>,
}

/// An area that leads to another place of the document.
#[derive(Clone, PartialEq, Debug)]
pub struct Link {
    /// Left, top, right, bottom.
    pub bounds: [f32; 4],
    /// Page index of its target.
    pub page: usize,
    /// Top of its target.
    pub y: f32,
    /// Where it leads, in words.
    pub description: String,
    /// The node it belongs to.
    pub node: NodeId,
}

/// An entry of the reader's outline.
#[derive(Clone, PartialEq, Debug)]
pub struct OutlineEntry {
    /// Level of its heading.
    pub level: u8,
    /// Text.
    pub title: String,
    /// Page index.
    pub page: usize,
    /// Top of the heading.
    pub y: f32,
}

/// What the file says about itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Metadata {
    /// Title.
    pub title: String,
    /// Author: the municipality.
    pub author: String,
    /// Subject.
    pub subject: String,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Made at (UTC). An input, so that the same input gives the same bytes.
    pub made_at: NaiveDateTime,
    /// What identifies this document among others: file id is derived from it.
    pub identity: String,
}

/// A whole document, ready to paint.
#[derive(Clone, PartialEq, Debug)]
pub struct Scene {
    /// About the file.
    pub metadata: Metadata,
    /// Page width.
    pub width: f32,
    /// Page height.
    pub height: f32,
    /// Pages.
    pub pages: Vec<Page>,
    /// Structure tree; node 0 is the document.
    pub nodes: Vec<Node>,
    /// Outline.
    pub outline: Vec<OutlineEntry>,
}

impl Item {
    /// Moves the item.
    pub fn translate(&mut self, dx: f32, dy: f32) {
        match self {
            Self::BeginContent { .. } | Self::BeginArtifact(_) | Self::End => {}
            Self::Text(text) => {
                text.x += dx;
                text.y += dy;
            }
            Self::Rectangle { x, y, .. } => {
                *x += dx;
                *y += dy;
            }
            Self::Path { segments, .. } => {
                for segment in segments {
                    match segment {
                        Segment::Move(x, y) | Segment::Line(x, y) => {
                            *x += dx;
                            *y += dy;
                        }
                        Segment::Curve(a, b, c, d, x, y) => {
                            for px in [a, c, x] {
                                *px += dx;
                            }
                            for py in [b, d, y] {
                                *py += dy;
                            }
                        }
                        Segment::Close => {}
                    }
                }
            }
        }
    }
}
