//! Paragraphs: break opportunities (UAX #14) and Danish hyphenation, first-fit lines, and each line
//! shaped anew so that kerning is right at its ends.
//!
//! Invariant: a line keeps its trailing space in the text (readers aloud need the word break), but
//! not in its width.

use std::sync::Arc;

use unicode_linebreak::BreakOpportunity;

use crate::fonts::{FontFace, Glyph, Typesetter, advance};
use crate::hyphenation::hyphen_points;
use crate::palette::{self, Colour};

/// Font, size and colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Font.
    pub face: FontFace,
    /// Size in points.
    pub size: f32,
    /// Colour.
    pub colour: Colour,
}

impl Style {
    /// Regular ink of a size.
    #[must_use]
    pub const fn regular(size: f32) -> Self {
        Self { face: FontFace::Regular, size, colour: palette::INK }
    }

    /// Semi-bold ink of a size.
    #[must_use]
    pub const fn strong(size: f32) -> Self {
        Self { face: FontFace::SemiBold, size, colour: palette::INK }
    }

    /// The same in another colour.
    #[must_use]
    pub const fn in_colour(mut self, colour: Colour) -> Self {
        self.colour = colour;
        self
    }
}

/// A piece of text in one style.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Text.
    pub text: String,
    /// Style.
    pub style: Style,
}

impl Span {
    /// A piece of text. Numbers keep their unit beside them.
    #[must_use]
    pub fn new(text: impl AsRef<str>, style: Style) -> Self {
        Self { text: glue(text.as_ref()), style }
    }
}

/// Turns the space between a number and its unit, and after a paragraph sign, into one that
/// doesn't break.
fn glue(text: &str) -> String {
    if !text.contains(" kr") && !text.contains("§ ") && !text.contains(" %") {
        return text.to_owned();
    }
    let mut glued = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    for (at, character) in text.char_indices() {
        let rest = &text[at..];
        let unit_follows = previous.is_ascii_digit()
            && [" kr", " %", " mio", " t.kr"].iter().any(|unit| rest.starts_with(unit));
        if character == ' ' && (unit_follows || previous == '§') {
            glued.push('\u{A0}');
        } else {
            glued.push(character);
        }
        previous = character;
    }
    glued
}

/// Part of a line in one style.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Style.
    pub style: Style,
    /// Left edge from the line's.
    pub x: f32,
    /// Text.
    pub text: String,
    /// Glyphs.
    pub glyphs: Arc<[Glyph]>,
    /// Is it a hyphen of our own?
    pub soft_hyphen: bool,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Line {
    /// Runs.
    pub runs: Vec<Run>,
    /// Visible width.
    pub width: f32,
}

/// A paragraph broken into lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// Lines.
    pub lines: Vec<Line>,
    /// Distance between baselines.
    pub leading: f32,
    /// From a line's top to its baseline.
    pub baseline: f32,
}

impl Paragraph {
    /// Height of all lines.
    #[must_use]
    pub fn height(&self) -> f32 {
        self.height_of(self.lines.len())
    }

    /// Height of a number of lines.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a paragraph has few lines")]
    pub fn height_of(&self, lines: usize) -> f32 {
        lines as f32 * self.leading
    }

    /// Is there nothing to see?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.runs.is_empty())
    }

    /// Width of the widest line.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.lines.iter().map(|line| line.width).fold(0.0, f32::max)
    }
}

/// May words be divided at a line's end?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hyphenation {
    /// Running text.
    Danish,
    /// Cells: only where a line would be half empty otherwise.
    Sparing,
    /// Headings, names, labels.
    None,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BreakKind {
    Space,
    Mandatory,
    Hyphen,
}

/// A line that is less full than this without hyphen is worth one.
const FULL_ENOUGH: f32 = 0.82;
/// The same where words are divided sparingly.
const HALF_FULL: f32 = 0.5;
/// Rounding of sums of advances.
const TOLERANCE: f32 = 0.01;

/// Breaks spans into lines of at most `width`, `leading` times the largest size apart.
#[must_use]
pub fn set(
    typesetter: &Typesetter,
    spans: &[Span],
    width: f32,
    leading: f32,
    hyphenation: Hyphenation,
) -> Paragraph {
    let size = spans.iter().map(|span| span.style.size).fold(1.0, f32::max);
    let leading = size * leading;
    let mut paragraph = Paragraph {
        lines: Vec::new(),
        leading,
        // Plex: the x-height zone sits centred in the line when the baseline is 0.35 em below middle.
        baseline: leading / 2.0 + size * 0.345,
    };
    let full: String = spans.iter().map(|span| span.text.as_str()).collect();
    let source = Source { typesetter, spans, full: &full };
    if full.trim().is_empty() {
        paragraph.lines.push(Line::default());
    } else if !full.contains('\n') && source.whole_width() <= width + TOLERANCE {
        paragraph.lines.push(source.line(0, full.len(), false));
    } else {
        paragraph.lines = source.lines(width, hyphenation);
    }
    paragraph
}

struct Source<'a> {
    typesetter: &'a Typesetter,
    spans: &'a [Span],
    full: &'a str,
}

impl Source<'_> {
    fn whole_width(&self) -> f32 {
        self.spans
            .iter()
            .map(|span| self.typesetter.width(span.style.face, span.style.size, &span.text))
            .sum()
    }

    /// Position of each byte's left edge if everything stood on one line.
    fn positions(&self) -> Vec<f32> {
        let mut advances = vec![0.0_f32; self.full.len() + 1];
        let mut base = 0;
        for span in self.spans {
            for glyph in self.typesetter.shape(span.style.face, &span.text).iter() {
                advances[base + glyph.start] += glyph.advance * span.style.size;
            }
            base += span.text.len();
        }
        let mut positions = Vec::with_capacity(self.full.len() + 1);
        let mut x = 0.0;
        for advance in advances {
            positions.push(x);
            x += advance;
        }
        positions
    }

    fn lines(&self, width: f32, hyphenation: Hyphenation) -> Vec<Line> {
        let positions = self.positions();
        let mut breaks: Vec<(usize, BreakKind)> = unicode_linebreak::linebreaks(self.full)
            .map(|(at, kind)| {
                let mandatory = kind == BreakOpportunity::Mandatory;
                (at, if mandatory { BreakKind::Mandatory } else { BreakKind::Space })
            })
            .collect();
        if hyphenation != Hyphenation::None {
            breaks.extend(hyphen_points(self.full).into_iter().map(|at| (at, BreakKind::Hyphen)));
            breaks.sort_by_key(|entry| entry.0);
        }
        let full_enough = if hyphenation == Hyphenation::Sparing { HALF_FULL } else { FULL_ENOUGH };
        let mut lines = Vec::new();
        let (mut start, mut next_break) = (0, 0);
        while start < self.full.len() {
            let (end, kind) = self.fit(&positions, &breaks[next_break..], start, width, full_enough);
            lines.push(self.line(start, end, kind == BreakKind::Hyphen));
            start = end;
            while breaks.get(next_break).is_some_and(|entry| entry.0 <= start) {
                next_break += 1;
            }
        }
        lines
    }

    /// The end of the line that starts at `start`.
    fn fit(
        &self,
        positions: &[f32],
        breaks: &[(usize, BreakKind)],
        start: usize,
        width: f32,
        full_enough: f32,
    ) -> (usize, BreakKind) {
        let visible = |end: usize| {
            let trimmed = start + self.full[start..end].trim_end().len();
            positions[trimmed] - positions[start]
        };
        let mut at_space: Option<(usize, BreakKind)> = None;
        let mut at_hyphen = None;
        for &(at, kind) in breaks {
            if kind == BreakKind::Hyphen {
                let style = self.style_at(at.saturating_sub(1));
                let hyphen = self.typesetter.width(style.face, style.size, "-");
                if visible(at) + hyphen <= width + TOLERANCE {
                    at_hyphen = Some(at);
                }
                continue;
            }
            if visible(at) > width + TOLERANCE {
                break;
            }
            at_space = Some((at, kind));
            if kind == BreakKind::Mandatory {
                return (at, kind);
            }
        }
        match (at_space, at_hyphen) {
            (Some(space), Some(hyphen)) if hyphen > space.0 && visible(space.0) < width * full_enough => {
                (hyphen, BreakKind::Hyphen)
            }
            (Some(space), _) => space,
            (None, Some(hyphen)) => (hyphen, BreakKind::Hyphen),
            (None, None) => (self.between_characters(positions, start, width), BreakKind::Space),
        }
    }

    /// Last resort, a word wider than the line: as many characters as fit, at least one.
    fn between_characters(&self, positions: &[f32], start: usize, width: f32) -> usize {
        let mut end = start;
        for (at, character) in self.full[start..].char_indices() {
            let after = start + at + character.len_utf8();
            if at > 0 && positions[after] - positions[start] > width {
                break;
            }
            end = after;
        }
        end
    }

    fn style_at(&self, at: usize) -> Style {
        let mut base = 0;
        for span in self.spans {
            base += span.text.len();
            if at < base {
                return span.style;
            }
        }
        self.spans.last().map_or(Style::regular(10.0), |span| span.style)
    }

    fn line(&self, start: usize, end: usize, hyphenated: bool) -> Line {
        let mut line = Line::default();
        let (mut base, mut x) = (0, 0.0);
        for span in self.spans {
            let (from, to) = (start.max(base), end.min(base + span.text.len()));
            base += span.text.len();
            if from >= to {
                continue;
            }
            let text = self.full[from..to].replace(['\n', '\r', '\t'], " ");
            let glyphs = self.typesetter.shape(span.style.face, &text);
            let seen = text.trim_end().len();
            let visible =
                glyphs.iter().filter(|glyph| glyph.start < seen).map(|glyph| glyph.advance).sum::<f32>()
                    * span.style.size;
            let whole = advance(&glyphs) * span.style.size;
            if !text.trim().is_empty() {
                line.width = x + visible;
            }
            line.runs.push(Run { style: span.style, x, text, glyphs, soft_hyphen: false });
            x += whole;
        }
        if hyphenated {
            let style = self.style_at(end.saturating_sub(1));
            let glyphs = self.typesetter.shape(style.face, "-");
            let width = advance(&glyphs) * style.size;
            line.runs.push(Run { style, x, text: "-".to_owned(), glyphs, soft_hyphen: true });
            line.width = x + width;
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: f32) -> Vec<String> {
        let typesetter = Typesetter::new().unwrap();
        let spans = [Span::new(text, Style::regular(10.0))];
        set(&typesetter, &spans, width, 1.4, Hyphenation::Danish)
            .lines
            .iter()
            .map(|line| line.runs.iter().map(|run| run.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn an_amount_is_never_parted_from_its_unit() {
        for width in 64..160_u16 {
            for line in lines("Prisen er 2.394,00 kr. og 8,9 % over efter § 107", f32::from(width)) {
                assert!(!line.trim_end().ends_with('§'), "{line}");
                assert!(!line.starts_with("kr.") && !line.starts_with('%'), "{line}");
            }
        }
    }

    #[test]
    fn lines_put_together_again_are_the_text() {
        let text = "Kommunen kan opsige kontrakten med løbende måned plus tre måneder, og opfølgningen er overskredet.";
        let joined: String =
            lines(text, 70.0).iter().map(|line| line.strip_suffix('-').unwrap_or(line)).collect();
        assert_eq!(joined, text);
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken_not_lost() {
        let joined: String = lines("AAAAAAAAAAAAAAAAAAAAAAAA", 30.0).concat();
        assert_eq!(joined, "A".repeat(24));
    }

    #[test]
    fn characters_that_the_fonts_lack_are_reported_and_never_drawn_as_notdef() {
        let typesetter = Typesetter::new().unwrap();
        for text in ["a\u{2011}b\u{202F}c ● ✔ ▲", "Łódź şğı 漢字 عمر", "tab\tnewline\n\u{AD}x\u{0}"]
        {
            for face in FontFace::ALL {
                assert!(typesetter.shape(face, text).iter().all(|glyph| glyph.id != 0), "{text}");
            }
        }
        assert!(typesetter.unmapped().contains(&'漢'));
        assert!(!typesetter.unmapped().contains(&'\u{2011}'));
        assert!(!typesetter.unmapped().contains(&'▲'));
    }
}
