//! Blocks measured: paragraphs broken into lines, tables into columns and rows. A laid block knows
//! its height and how much of it must stay with the heading before it; it has no place yet.

use crate::block::{BODY, Block, KeyFigure, SMALL, TABLE};
use crate::charts::Fragment;
use crate::fonts::{FontFace, Typesetter};
use crate::icons::Icon;
use crate::palette;
use crate::scene::Role;
use crate::table_layout::{LaidTable, lay_table};
use crate::text::{Hyphenation, Paragraph, Span, Style, set};

/// Gap between columns that stand side by side.
const COLUMN_GAP: f32 = 22.0;
/// Indent of list items.
pub(crate) const LIST_INDENT: f32 = 13.0;
/// Room for an icon before text of a size.
pub(crate) fn icon_room(size: f32) -> f32 {
    size * 1.35
}

/// A measured block.
pub(crate) enum Laid {
    /// Heading or paragraph.
    Text(LaidText),
    /// List items.
    List(Vec<Paragraph>),
    /// Table.
    Table(LaidTable),
    /// Band of figures.
    Band(Vec<LaidFigure>),
    /// Callout.
    Callout(Icon, Paragraph),
    /// Chart.
    Figure(Fragment),
    /// Columns: offset, width, contents.
    Columns(Vec<(f32, f32, Vec<Laid>)>),
    /// Contents, with the number of entries.
    Contents(usize),
    /// Page break.
    PageBreak,
    /// White space.
    Space(f32),
}

/// A measured heading or paragraph.
pub(crate) struct LaidText {
    pub(crate) role: Role,
    pub(crate) paragraph: Paragraph,
    pub(crate) icon: Option<(Icon, f32)>,
    pub(crate) before: f32,
    pub(crate) after: f32,
    /// The heading's words for the outline and the contents.
    pub(crate) title: Option<String>,
}

/// A measured figure of a band.
pub(crate) struct LaidFigure {
    pub(crate) label: Paragraph,
    pub(crate) value: Paragraph,
    pub(crate) remark: Paragraph,
    pub(crate) icon: Option<Icon>,
}

impl LaidFigure {
    pub(crate) fn height(&self) -> f32 {
        self.label.height() + self.value.height() + self.remark.height()
    }
}

/// White space above and below the figures of a band.
pub(crate) const BAND_PADDING: f32 = 7.0;
/// White space left of each figure but the first.
pub(crate) const BAND_GAP: f32 = 11.0;
/// White space inside a callout.
pub(crate) const CALLOUT_PADDING: f32 = 9.0;
/// Height of an entry of the contents.
pub(crate) const CONTENTS_ROW: f32 = 16.0;
/// White space after most blocks.
pub(crate) const AFTER: f32 = 7.0;

impl Laid {
    /// Whole height with the white space after it.
    pub(crate) fn height(&self) -> f32 {
        match self {
            Self::Text(text) => text.before + text.paragraph.height() + text.after,
            Self::List(items) => items.iter().map(|item| item.height() + 3.0).sum::<f32>() + AFTER,
            Self::Table(table) => table.height() + AFTER + 3.0,
            Self::Band(figures) => band_height(figures) + AFTER + 5.0,
            Self::Callout(_, paragraph) => paragraph.height() + 2.0 * CALLOUT_PADDING + AFTER + 2.0,
            Self::Figure(fragment) => fragment.height + AFTER,
            Self::Columns(columns) => columns
                .iter()
                .map(|(_, _, blocks)| blocks.iter().map(Self::height).sum::<f32>())
                .fold(0.0, f32::max),
            #[expect(clippy::cast_precision_loss, reason = "a document has few sections")]
            Self::Contents(entries) => *entries as f32 * CONTENTS_ROW + AFTER,
            Self::PageBreak => 0.0,
            Self::Space(height) => *height,
        }
    }

    /// How much of it must stand on the page of the heading before it.
    pub(crate) fn lead(&self) -> f32 {
        match self {
            Self::Text(text) => text.before + text.paragraph.height_of(text.paragraph.lines.len().min(3)),
            Self::List(items) => items.first().map_or(0.0, |item| item.height_of(item.lines.len().min(2))),
            Self::Table(table) => table.lead(),
            Self::PageBreak => 0.0,
            other => other.height() - AFTER,
        }
    }

    /// Is it a heading?
    pub(crate) fn is_heading(&self) -> bool {
        matches!(self, Self::Text(text) if matches!(text.role, Role::Heading(_)))
    }
}

/// Height of a band without the white space after it.
pub(crate) fn band_height(figures: &[LaidFigure]) -> f32 {
    figures.iter().map(LaidFigure::height).fold(0.0, f32::max) + 2.0 * BAND_PADDING
}

/// Measures blocks for a width.
pub(crate) fn lay(typesetter: &Typesetter, blocks: Vec<Block>, width: f32, sections: usize) -> Vec<Laid> {
    blocks.into_iter().map(|block| lay_one(typesetter, block, width, sections)).collect()
}

fn lay_one(typesetter: &Typesetter, block: Block, width: f32, sections: usize) -> Laid {
    match block {
        Block::Heading { level, text, remark } => Laid::Text(heading(typesetter, level, text, remark, width)),
        Block::Paragraph { spans, icon } => {
            let size = spans.first().map_or(BODY, |span| span.style.size);
            let icon = icon.map(|icon| (icon, size));
            let room = icon.map_or(0.0, |(_, size)| icon_room(size));
            let paragraph = set(typesetter, &spans, width - room, 1.42, Hyphenation::Danish);
            let text =
                LaidText { role: Role::Paragraph, paragraph, icon, before: 0.0, after: AFTER, title: None };
            Laid::Text(text)
        }
        Block::List(items) => Laid::List(
            items
                .iter()
                .map(|spans| set(typesetter, spans, width - LIST_INDENT, 1.42, Hyphenation::Danish))
                .collect(),
        ),
        Block::Table(table) => Laid::Table(lay_table(typesetter, table, width)),
        Block::Band(figures) => Laid::Band(lay_band(typesetter, &figures, width)),
        Block::Callout { icon, title, text } => {
            let spans = [
                Span::new(format!("{title} "), Style::strong(BODY).in_colour(icon.colour())),
                Span::new(text, Style::regular(BODY)),
            ];
            let inner = width - 2.0 * CALLOUT_PADDING - icon_room(BODY) - 3.0;
            Laid::Callout(icon, set(typesetter, &spans, inner, 1.42, Hyphenation::Danish))
        }
        Block::Figure(fragment) => Laid::Figure(fragment),
        Block::Columns(columns) => {
            let shares: f32 = columns.iter().map(|column| column.share).sum();
            #[expect(clippy::cast_precision_loss, reason = "two or three columns")]
            let available = width - COLUMN_GAP * (columns.len().saturating_sub(1)) as f32;
            let mut x = 0.0;
            let mut laid = Vec::new();
            for column in columns {
                let own = available * column.share / shares;
                laid.push((x, own, lay(typesetter, column.blocks, own, sections)));
                x += own + COLUMN_GAP;
            }
            Laid::Columns(laid)
        }
        Block::Contents => Laid::Contents(sections),
        Block::PageBreak => Laid::PageBreak,
        Block::Space(height) => Laid::Space(height),
    }
}

fn heading(typesetter: &Typesetter, level: u8, text: String, remark: Option<String>, width: f32) -> LaidText {
    let (face, size, before, after) = match level {
        1 => (FontFace::Bold, 26.0, 0.0, 6.0),
        2 => (FontFace::SemiBold, 16.0, 20.0, 8.0),
        _ => (FontFace::SemiBold, 11.5, 9.0, 4.0),
    };
    let style = Style { face, size, colour: palette::INK };
    let mut spans = vec![Span::new(&text, style)];
    if let Some(remark) = remark {
        let lighter = Style::regular(if level == 2 { 11.0 } else { 9.5 }).in_colour(palette::THIRD);
        spans.push(Span::new(format!("   {remark}"), lighter));
    }
    LaidText {
        role: Role::Heading(level),
        paragraph: set(typesetter, &spans, width, 1.22, Hyphenation::None),
        icon: None,
        before,
        after,
        title: Some(text),
    }
}

fn lay_band(typesetter: &Typesetter, figures: &[KeyFigure], width: f32) -> Vec<LaidFigure> {
    #[expect(clippy::cast_precision_loss, reason = "at most four figures")]
    let own = width / figures.len().max(1) as f32 - BAND_GAP - 5.0;
    figures
        .iter()
        .map(|figure| {
            let grey = Style::regular(SMALL).in_colour(palette::THIRD);
            let remark = figure.icon.map_or(grey, |icon| grey.in_colour(icon.colour()));
            let mut value = vec![Span::new(&figure.value, Style::strong(18.0))];
            if !figure.unit.is_empty() {
                let unit = Style::regular(BODY).in_colour(palette::SECOND);
                value.push(Span::new(format!("\u{A0}{}", figure.unit), unit));
            }
            let room = figure.icon.map_or(0.0, |_| icon_room(SMALL));
            LaidFigure {
                label: set(typesetter, &[Span::new(&figure.label, grey)], own, 1.35, Hyphenation::None),
                value: set(typesetter, &value, own, 1.3, Hyphenation::None),
                remark: set(
                    typesetter,
                    &[Span::new(&figure.remark, remark)],
                    own - room,
                    1.3,
                    Hyphenation::Danish,
                ),
                icon: figure.icon,
            }
        })
        .collect()
}

/// Style of a table's text.
pub(crate) fn table_style() -> Style {
    Style::regular(TABLE)
}
