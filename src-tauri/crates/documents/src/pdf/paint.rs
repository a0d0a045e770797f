//! A page's display list as printpdf operations.

use printpdf::{
    Codepoint, Color, DictItem, Line, LineDashPattern, LinePoint, Op, PaintMode, PdfFontHandle, Point,
    Polygon, PolygonRing, Pt, Rgb, TextItem as PdfText, TextMatrix, WindingOrder,
};

use super::{Remapped, font_id};
use crate::palette::Colour;
use crate::scene::{Artifact, Item, Page, Scene, Segment, TextItem};

/// Translates a page. Colours are set only when they change.
pub(super) fn operations(scene: &Scene, page: &Page, remapped: &Remapped) -> Vec<Op> {
    let mut painter = Painter { height: scene.height, operations: Vec::new(), fill: None, stroke: None };
    for item in &page.items {
        match item {
            Item::BeginContent { mark, node } => {
                let tag = scene.nodes.get(*node).map_or("P", |node| super::structure::role_name(node.role));
                painter.begin(tag, "MCID", DictItem::Int(i64::try_from(*mark).unwrap_or(0)));
            }
            Item::BeginArtifact(kind) => painter.begin_artifact(*kind),
            Item::End => painter.operations.push(Op::EndMarkedContent),
            Item::Text(text) => painter.text(text, remapped),
            Item::Rectangle { x, y, width, height, fill } => {
                let corners = [(*x, *y), (x + width, *y), (x + width, y + height), (*x, y + height)];
                let points = corners.iter().map(|&(x, y)| painter.point(x, y, false)).collect();
                painter.polygon(points, *fill);
            }
            Item::Path { segments, fill, stroke } => {
                let (points, closed) = painter.points(segments);
                if let Some(colour) = fill {
                    painter.polygon(points.clone(), *colour);
                }
                if let Some(stroke) = stroke {
                    painter.stroke_colour(stroke.colour);
                    let dash = if stroke.dashes.is_empty() {
                        LineDashPattern::solid()
                    } else {
                        LineDashPattern::new(0.0, stroke.dashes)
                    };
                    painter.operations.push(Op::SetOutlineThickness { pt: Pt(stroke.width) });
                    painter.operations.push(Op::SetLineDashPattern { dash });
                    painter.operations.push(Op::DrawLine { line: Line { points, is_closed: closed } });
                }
            }
        }
    }
    painter.operations
}

struct Painter {
    height: f32,
    operations: Vec<Op>,
    fill: Option<Colour>,
    stroke: Option<Colour>,
}

/// Rounds to a thousandth of a point, so that output doesn't hang on the last bit of a sum.
fn rounded(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

fn colour(colour: Colour) -> Color {
    let part = |value: u8| rounded(f32::from(value) / 255.0);
    Color::Rgb(Rgb::new(part(colour.0), part(colour.1), part(colour.2), None))
}

fn dictionary(key: &str, value: DictItem) -> DictItem {
    DictItem::Dict { map: [(key.to_owned(), value)].into_iter().collect() }
}

/// ToUnicode is kept per glyph and printpdf lets the last writer win, so characters that share a
/// glyph (space and non-breaking space, the hyphens) are told as one of them.
fn canonical(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}'))
        .map(|c| match c {
            '\u{A0}' | '\u{202F}' | '\u{2002}'..='\u{200A}' | '\t' | '\n' | '\r' => ' ',
            '\u{2010}'..='\u{2012}' => '-',
            other => other,
        })
        .collect()
}

impl Painter {
    fn begin(&mut self, tag: &str, key: &str, value: DictItem) {
        let properties = dictionary(key, value);
        self.operations.push(Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties });
    }

    fn begin_artifact(&mut self, kind: Artifact) {
        let name = |text: &[u8]| DictItem::Name(text.to_vec());
        let map = match kind {
            Artifact::Header => vec![("Type", name(b"Pagination")), ("Subtype", name(b"Header"))],
            Artifact::Footer => vec![("Type", name(b"Pagination")), ("Subtype", name(b"Footer"))],
            Artifact::Layout => vec![("Type", name(b"Layout"))],
        };
        let properties = DictItem::Dict { map: map.into_iter().map(|(k, v)| (k.to_owned(), v)).collect() };
        self.operations.push(Op::BeginMarkedContentWithProperties { tag: "Artifact".to_owned(), properties });
    }

    fn fill_colour(&mut self, wanted: Colour) {
        if self.fill != Some(wanted) {
            self.operations.push(Op::SetFillColor { col: colour(wanted) });
            self.fill = Some(wanted);
        }
    }

    fn stroke_colour(&mut self, wanted: Colour) {
        if self.stroke != Some(wanted) {
            self.operations.push(Op::SetOutlineColor { col: colour(wanted) });
            self.stroke = Some(wanted);
        }
    }

    fn point(&self, x: f32, y: f32, bezier: bool) -> LinePoint {
        LinePoint { p: Point { x: Pt(rounded(x)), y: Pt(rounded(self.height - y)) }, bezier }
    }

    fn points(&self, segments: &[Segment]) -> (Vec<LinePoint>, bool) {
        let mut points = Vec::with_capacity(segments.len());
        let mut closed = false;
        for segment in segments {
            match *segment {
                Segment::Move(x, y) | Segment::Line(x, y) => points.push(self.point(x, y, false)),
                Segment::Curve(ax, ay, bx, by, x, y) => {
                    points.push(self.point(ax, ay, true));
                    points.push(self.point(bx, by, true));
                    points.push(self.point(x, y, false));
                }
                Segment::Close => closed = true,
            }
        }
        (points, closed)
    }

    fn polygon(&mut self, points: Vec<LinePoint>, fill: Colour) {
        self.fill_colour(fill);
        let rings = vec![PolygonRing { points }];
        let polygon = Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero };
        self.operations.push(Op::DrawPolygon { polygon });
    }

    fn text(&mut self, text: &TextItem, remapped: &Remapped) {
        let Some(remapper) = remapped.get(&text.face) else { return };
        self.fill_colour(text.colour);
        let glyphs = text
            .glyphs
            .iter()
            .map(|glyph| {
                // printpdf truncates the widths it writes to /W; what kerning takes off is counted from that.
                let written = (glyph.natural * 1000.0).trunc();
                let offset = rounded(written - glyph.advance * 1000.0);
                let characters = canonical(text.text.get(glyph.start..glyph.end).unwrap_or_default());
                Codepoint::with_cid(remapper.get(glyph.id).unwrap_or(0), offset, characters)
            })
            .collect();
        if text.soft_hyphen {
            // U+00AD: readers put the word together again.
            let hyphen = DictItem::String { data: vec![0xFE, 0xFF, 0x00, 0xAD], literal: false };
            self.begin("Span", "ActualText", hyphen);
        }
        let matrix = [1.0, 0.0, 0.0, 1.0, rounded(text.x), rounded(self.height - text.y)];
        self.operations.extend([
            Op::StartTextSection,
            Op::SetFont { font: PdfFontHandle::External(font_id(text.face)), size: Pt(text.size) },
            Op::SetTextMatrix { matrix: TextMatrix::Raw(matrix) },
            Op::ShowText { items: vec![PdfText::GlyphIds(glyphs)] },
            Op::EndTextSection,
        ]);
        if text.soft_hyphen {
            self.operations.push(Op::EndMarkedContent);
        }
    }
}
