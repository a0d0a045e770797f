//! Tables measured: column widths from their contents, rows from their tallest cell.

use crate::block::{ColumnWidth, RowKind, SMALL, TABLE, Table, TableCell, TableColumn, TableHeading, Weight};
use crate::canvas::Align;
use crate::fonts::Typesetter;
use crate::icons::Icon;
use crate::layout::{icon_room, table_style};
use crate::palette;
use crate::text::{Hyphenation, Paragraph, Span, Style, set};

/// White space between columns.
const GAP: f32 = 11.0;
/// White space above and below a row's text.
pub(crate) const PADDING: f32 = 3.3;
/// Distance of baselines in cells, in sizes.
const LEADING: f32 = 1.3;
/// No column of content takes more of the table than this.
const WIDEST: f32 = 0.42;
/// A heading up to this wide isn't broken.
const HEADING: f32 = 58.0;
/// A column with a share has at least this.
const NARROWEST: f32 = 74.0;

/// A measured table.
pub(crate) struct LaidTable {
    /// Left edge and width of each column's text, from the table's left edge.
    pub(crate) columns: Vec<(f32, f32, Align)>,
    /// Column headings, if shown.
    pub(crate) head: Option<Vec<Paragraph>>,
    /// Rows.
    pub(crate) rows: Vec<LaidRow>,
}

/// A measured row.
pub(crate) struct LaidRow {
    pub(crate) kind: RowKind,
    pub(crate) cells: Vec<LaidCell>,
    pub(crate) height: f32,
}

/// A measured cell.
pub(crate) struct LaidCell {
    pub(crate) icon: Option<Icon>,
    pub(crate) paragraph: Paragraph,
}

impl LaidTable {
    pub(crate) fn head_height(&self) -> f32 {
        self.head
            .as_ref()
            .map_or(0.0, |head| head.iter().map(Paragraph::height).fold(0.0, f32::max) + PADDING * 2.0)
    }

    pub(crate) fn height(&self) -> f32 {
        self.head_height() + self.rows.iter().map(|row| row.height).sum::<f32>()
    }

    /// Heading and the first two rows stay with what stands above.
    pub(crate) fn lead(&self) -> f32 {
        self.head_height() + self.rows.iter().take(2).map(|row| row.height).sum::<f32>()
    }
}

fn cell_spans(cell: &TableCell, kind: RowKind, heads_row: bool) -> Vec<Span> {
    let mut style = match kind {
        RowKind::Strong | RowKind::Total => Style::strong(TABLE),
        RowKind::Ordinary if cell.weight == Weight::Strong => Style::strong(TABLE),
        RowKind::Faint => table_style().in_colour(palette::THIRD),
        RowKind::Ordinary if heads_row => table_style().in_colour(palette::THIRD),
        RowKind::Ordinary => table_style(),
    };
    if let Some(icon) = cell.icon {
        style = style.in_colour(icon.colour());
    }
    let mut spans = vec![Span::new(&cell.text, style)];
    if let Some(second) = &cell.second {
        let lighter = Style::regular(SMALL - 0.5).in_colour(palette::THIRD);
        spans.push(Span::new(format!("\n{second}"), lighter));
    }
    spans
}

/// Measures a table for a width.
pub(crate) fn lay_table(typesetter: &Typesetter, table: Table, width: f32) -> LaidTable {
    let facts = table.heading == TableHeading::FirstColumn;
    let widths = column_widths(typesetter, &table, width);
    let mut columns = Vec::with_capacity(widths.len());
    let mut x = 0.0;
    for (own, column) in widths.iter().zip(&table.columns) {
        columns.push((x, *own, column.align));
        x += own + GAP;
    }
    let head_style = Style::regular(SMALL).in_colour(palette::THIRD);
    let head = (!facts).then(|| {
        table
            .columns
            .iter()
            .zip(&widths)
            .map(|(column, own)| {
                set(typesetter, &[Span::new(&column.heading, head_style)], *own, 1.2, Hyphenation::Danish)
            })
            .collect()
    });
    let rows = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<LaidCell> = row
                .cells
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(index, (cell, own))| {
                    let spans = cell_spans(cell, row.kind, facts && index == 0);
                    let room = cell.icon.map_or(0.0, |_| icon_room(TABLE));
                    let paragraph = set(typesetter, &spans, own - room, LEADING, Hyphenation::Sparing);
                    LaidCell { icon: cell.icon, paragraph }
                })
                .collect();
            let height = cells.iter().map(|cell| cell.paragraph.height()).fold(0.0, f32::max) + PADDING * 2.0;
            LaidRow { kind: row.kind, cells, height }
        })
        .collect();
    LaidTable { columns, head, rows }
}

#[expect(clippy::cast_precision_loss, reason = "a table has few columns")]
fn column_widths(typesetter: &Typesetter, table: &Table, width: f32) -> Vec<f32> {
    let available = width - GAP * table.columns.len().saturating_sub(1) as f32;
    let mut widths: Vec<f32> = table
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| match column.width {
            ColumnWidth::Share(_) => 0.0,
            ColumnWidth::Content => content_width(typesetter, table, index).min(available * WIDEST),
        })
        .collect();
    let shares: Vec<f32> = table
        .columns
        .iter()
        .map(|column| match column.width {
            ColumnWidth::Share(share) => share,
            ColumnWidth::Content => 0.0,
        })
        .collect();
    let all_shares: f32 = shares.iter().sum();
    let sharing = shares.iter().filter(|share| **share > 0.0).count() as f32;
    let over = widths.iter().sum::<f32>() - (available - sharing * NARROWEST);
    if over > 0.0 {
        // Text may wrap; figures never do.
        let text = |column: &TableColumn| column.align == Align::Left;
        let soft: f32 = widths.iter().zip(&table.columns).filter(|(_, c)| text(c)).map(|(own, _)| own).sum();
        for (own, column) in widths.iter_mut().zip(&table.columns) {
            if text(column) && soft > 0.0 {
                *own -= over.min(soft * 0.6) * *own / soft;
            }
        }
    }
    let rest = (available - widths.iter().sum::<f32>()).max(0.0);
    for (own, share) in widths.iter_mut().zip(&shares) {
        if *share > 0.0 {
            *own = rest * share / all_shares;
        }
    }
    widths
}

/// The widest line of any cell; a heading may break between words where its column is narrow.
fn content_width(typesetter: &Typesetter, table: &Table, index: usize) -> f32 {
    let heading = table.columns.get(index).map_or("", |column| column.heading.as_str());
    let style = Style::regular(SMALL);
    let width = |text: &str| typesetter.width(style.face, style.size, text);
    let longest_word = heading.split_whitespace().map(width).fold(0.0, f32::max);
    let mut widest = longest_word.max(width(heading).min(HEADING));
    for row in &table.rows {
        let Some(cell) = row.cells.get(index) else { continue };
        let room = cell.icon.map_or(0.0, |_| icon_room(TABLE));
        for span in cell_spans(cell, row.kind, false) {
            for line in span.text.lines() {
                widest = widest.max(typesetter.width(span.style.face, span.style.size, line) + room);
            }
        }
    }
    widest + 0.5
}
