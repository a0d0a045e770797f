//! Drawing primitives: text, lines, boxes and circles as items of a display list. Charts, tables and
//! pages all draw through it, so that a line or a label looks the same everywhere.

use crate::fonts::Typesetter;
use crate::palette::Colour;
use crate::scene::{Item, Segment, Stroke, TextItem};
use crate::text::{Line, Style};

/// How text lies in its box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// From the left edge.
    Left,
    /// To the right edge.
    Right,
    /// Around the middle.
    Centre,
}

/// Dashes of the P/L line.
pub const DASHED: &[f32] = &[4.0, 2.5];
/// Dots of what is expected, and of today.
pub const DOTTED: &[f32] = &[1.5, 2.0];
/// No dashes.
pub const SOLID: &[f32] = &[];

/// Control point distance of a quarter circle of radius 1.
const QUARTER: f32 = 0.552_285;

/// A display list being drawn.
pub struct Canvas<'t> {
    typesetter: &'t Typesetter,
    /// What has been drawn.
    pub items: Vec<Item>,
}

impl<'t> Canvas<'t> {
    /// An empty canvas.
    #[must_use]
    pub fn new(typesetter: &'t Typesetter) -> Self {
        Self { typesetter, items: Vec::new() }
    }

    /// Width of a text.
    #[must_use]
    pub fn width(&self, style: Style, text: &str) -> f32 {
        self.typesetter.width(style.face, style.size, text)
    }

    /// A text that fits `room`, with an ellipsis where it was cut.
    #[must_use]
    pub fn shortened(&self, style: Style, text: &str, room: f32) -> String {
        if self.width(style, text) <= room + 0.5 {
            return text.to_owned();
        }
        let mut kept = text.to_owned();
        while kept.pop().is_some() {
            let cut = format!("{}…", kept.trim_end());
            if self.width(style, &cut) <= room {
                return cut;
            }
        }
        "…".to_owned()
    }

    /// Draws text with its baseline at `y`; `x` is the left edge, the right edge or the middle.
    pub fn text(&mut self, style: Style, x: f32, y: f32, align: Align, text: &str) {
        let glyphs = self.typesetter.shape(style.face, text);
        let width = self.width(style, text);
        let x = match align {
            Align::Left => x,
            Align::Right => x - width,
            Align::Centre => x - width / 2.0,
        };
        self.items.push(Item::Text(TextItem {
            face: style.face,
            size: style.size,
            colour: style.colour,
            x,
            y,
            text: text.to_owned(),
            glyphs,
            soft_hyphen: false,
        }));
    }

    /// Draws a line of a paragraph with its left edge at `x` and its baseline at `y`.
    pub fn line_of_text(&mut self, line: &Line, x: f32, y: f32) {
        for run in &line.runs {
            self.items.push(Item::Text(TextItem {
                face: run.style.face,
                size: run.style.size,
                colour: run.style.colour,
                x: x + run.x,
                y,
                text: run.text.clone(),
                glyphs: run.glyphs.clone(),
                soft_hyphen: run.soft_hyphen,
            }));
        }
    }

    /// Draws a filled rectangle.
    pub fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32, fill: Colour) {
        if width > 0.0 && height > 0.0 {
            self.items.push(Item::Rectangle { x, y, width, height, fill });
        }
    }

    /// Draws a straight line.
    pub fn line(
        &mut self,
        from: (f32, f32),
        to: (f32, f32),
        colour: Colour,
        width: f32,
        dashes: &'static [f32],
    ) {
        self.polyline(&[from, to], colour, width, dashes);
    }

    /// Draws connected straight lines.
    pub fn polyline(&mut self, points: &[(f32, f32)], colour: Colour, width: f32, dashes: &'static [f32]) {
        let segments = points
            .iter()
            .enumerate()
            .map(|(index, &(x, y))| if index == 0 { Segment::Move(x, y) } else { Segment::Line(x, y) })
            .collect();
        self.items.push(Item::Path { segments, fill: None, stroke: Some(Stroke { colour, width, dashes }) });
    }

    /// Draws a filled polygon.
    pub fn polygon(&mut self, points: &[(f32, f32)], fill: Colour) {
        let mut segments: Vec<Segment> = points
            .iter()
            .enumerate()
            .map(|(index, &(x, y))| if index == 0 { Segment::Move(x, y) } else { Segment::Line(x, y) })
            .collect();
        segments.push(Segment::Close);
        self.items.push(Item::Path { segments, fill: Some(fill), stroke: None });
    }

    /// Draws a circle.
    pub fn circle(
        &mut self,
        x: f32,
        y: f32,
        radius: f32,
        fill: Option<Colour>,
        stroke: Option<(Colour, f32)>,
    ) {
        let (r, k) = (radius, radius * QUARTER);
        let segments = vec![
            Segment::Move(x + r, y),
            Segment::Curve(x + r, y + k, x + k, y + r, x, y + r),
            Segment::Curve(x - k, y + r, x - r, y + k, x - r, y),
            Segment::Curve(x - r, y - k, x - k, y - r, x, y - r),
            Segment::Curve(x + k, y - r, x + r, y - k, x + r, y),
            Segment::Close,
        ];
        let stroke = stroke.map(|(colour, width)| Stroke { colour, width, dashes: SOLID });
        self.items.push(Item::Path { segments, fill, stroke });
    }
}
