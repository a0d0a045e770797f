//! The SVG back end: pages for the window's preview and print, charts for its screens.
//!
//! Invariant: the window's content security policy holds. Presentation attributes only: no style
//! attribute or element, no script, no `data:` address, no reference to anything outside. Text stays
//! text, in the font the window has loaded.

use std::fmt::Write;

use crate::fonts::FontFace;
use crate::palette::Colour;
use crate::scene::{Item, Page, Role, Scene, Segment, Stroke, TextItem};

/// One SVG per page.
#[must_use]
pub fn pages(scene: &Scene) -> Vec<String> {
    let count = scene.pages.len();
    scene.pages.iter().enumerate().map(|(index, page)| page_svg(scene, page, index + 1, count)).collect()
}

fn page_svg(scene: &Scene, page: &Page, number: usize, count: usize) -> String {
    let mut svg = String::with_capacity(32 * 1024);
    let (width, height) = (number_text(scene.width), number_text(scene.height));
    let label = escaped(&format!("{}, side {number} af {count}", scene.metadata.title));
    push(
        &mut svg,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"210mm\" height=\"297mm\" \
         role=\"document\" aria-label=\"{label}\" lang=\"da\" \
         font-family=\"'IBM Plex Sans', sans-serif\">"
        ),
    );
    push(&mut svg, format_args!("<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>"));
    for item in &page.items {
        match item {
            Item::BeginContent { node, .. } => begin(&mut svg, scene, *node),
            Item::BeginArtifact(_) => svg.push_str("<g aria-hidden=\"true\">"),
            Item::End => svg.push_str("</g>"),
            other => draw(&mut svg, other),
        }
    }
    svg.push_str("</svg>");
    svg
}

fn begin(svg: &mut String, scene: &Scene, node: usize) {
    let Some(node) = scene.nodes.get(node) else {
        svg.push_str("<g>");
        return;
    };
    match (node.role, &node.alternative) {
        (Role::Heading(level), _) => {
            push(svg, format_args!("<g role=\"heading\" aria-level=\"{level}\">"));
        }
        (Role::Figure, Some(text)) => {
            push(svg, format_args!("<g role=\"img\" aria-label=\"{}\">", escaped(text)));
        }
        _ => svg.push_str("<g>"),
    }
}

/// A chart alone, with its title and description for those who don't see it.
#[must_use]
pub(crate) fn standalone(items: &[Item], width: f32, height: f32, title: &str, description: &str) -> String {
    let mut svg = String::with_capacity(8 * 1024);
    let (width, height) = (number_text(width), number_text(height));
    push(
        &mut svg,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" lang=\"da\" \
         font-family=\"'IBM Plex Sans', sans-serif\"><title>{}</title><desc>{}</desc>",
            escaped(title),
            escaped(description),
        ),
    );
    for item in items {
        draw(&mut svg, item);
    }
    svg.push_str("</svg>");
    svg
}

fn draw(svg: &mut String, item: &Item) {
    match item {
        Item::Text(text) => draw_text(svg, text),
        Item::Rectangle { x, y, width, height, fill } => push(
            svg,
            format_args!(
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
                number_text(*x),
                number_text(*y),
                number_text(*width),
                number_text(*height),
                fill.hex()
            ),
        ),
        Item::Path { segments, fill, stroke } => draw_path(svg, segments, *fill, stroke.as_ref()),
        Item::BeginContent { .. } | Item::BeginArtifact(_) | Item::End => {}
    }
}

/// White space at a text's beginning is dropped where SVG stands in HTML, so it is drawn as distance.
fn draw_text(svg: &mut String, text: &TextItem) {
    let shown = text.text.trim_start_matches(' ');
    let skipped = text.text.len() - shown.len();
    let indent: f32 =
        text.glyphs.iter().filter(|glyph| glyph.start < skipped).map(|glyph| glyph.advance).sum();
    let x = text.x + indent * text.size;
    let shown = shown.trim_end_matches(' ');
    if shown.is_empty() {
        return;
    }
    push(
        svg,
        format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"",
            number_text(x),
            number_text(text.y),
            number_text(text.size),
            text.colour.hex()
        ),
    );
    if text.face.weight() != "400" {
        push(svg, format_args!(" font-weight=\"{}\"", text.face.weight()));
    }
    if text.face == FontFace::Italic {
        svg.push_str(" font-style=\"italic\"");
    }
    push(svg, format_args!(">{}</text>", escaped(shown)));
}

fn draw_path(svg: &mut String, segments: &[Segment], fill: Option<Colour>, stroke: Option<&Stroke>) {
    svg.push_str("<path d=\"");
    for segment in segments {
        match *segment {
            Segment::Move(x, y) => push(svg, format_args!("M{} {}", number_text(x), number_text(y))),
            Segment::Line(x, y) => push(svg, format_args!("L{} {}", number_text(x), number_text(y))),
            Segment::Curve(a, b, c, d, x, y) => push(
                svg,
                format_args!(
                    "C{} {} {} {} {} {}",
                    number_text(a),
                    number_text(b),
                    number_text(c),
                    number_text(d),
                    number_text(x),
                    number_text(y)
                ),
            ),
            Segment::Close => svg.push('Z'),
        }
    }
    let fill = fill.map_or_else(|| "none".to_owned(), Colour::hex);
    push(svg, format_args!("\" fill=\"{fill}\""));
    if let Some(stroke) = stroke {
        push(
            svg,
            format_args!(
                " stroke=\"{}\" stroke-width=\"{}\"",
                stroke.colour.hex(),
                number_text(stroke.width)
            ),
        );
        if !stroke.dashes.is_empty() {
            let dashes: Vec<String> = stroke.dashes.iter().map(|dash| number_text(*dash)).collect();
            push(svg, format_args!(" stroke-dasharray=\"{}\"", dashes.join(" ")));
        }
    }
    svg.push_str("/>");
}

/// Writing to a `String` can't fail.
fn push(svg: &mut String, arguments: std::fmt::Arguments<'_>) {
    let written = svg.write_fmt(arguments);
    debug_assert!(written.is_ok());
}

/// A coordinate with at most two decimals.
fn number_text(value: f32) -> String {
    let mut text = format!("{value:.2}");
    while text.ends_with('0') {
        text.pop();
    }
    if text.ends_with('.') {
        text.pop();
    }
    if text == "-0" { "0".to_owned() } else { text }
}

/// Text safe between tags and in double quotes. Control characters are no XML at all.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\r' | '\t' => safe.push(' '),
            c if c.is_control() || c == '\u{FFFE}' || c == '\u{FFFF}' => {}
            c => safe.push(c),
        }
    }
    safe
}
