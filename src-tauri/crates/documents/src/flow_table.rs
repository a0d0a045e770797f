//! Tables on pages: heading row repeated as an artifact, rows whole where they fit a page, thin
//! lines between rows only.

use std::ops::Range;

use crate::block::RowKind;
use crate::canvas::{Align, SOLID};
use crate::flow::{Flow, TABLE_SIZE};
use crate::layout::{AFTER, icon_room};
use crate::palette;
use crate::scene::{Artifact, NodeId, Role};
use crate::table_layout::{LaidRow, LaidTable, PADDING};

/// Is the heading row the real one, or repeated on a later page?
#[derive(Clone, Copy, PartialEq, Eq)]
enum HeadRow {
    Real(NodeId),
    Repeated,
}

impl Flow<'_> {
    pub(crate) fn place_table(&mut self, table: &LaidTable) {
        self.make_room(table.lead());
        let node = self.add_node(0, Role::Table);
        if table.head.is_some() {
            let head = self.add_node(node, Role::TableHead);
            let row = self.add_node(head, Role::Row);
            self.draw_head(table, HeadRow::Real(row));
        }
        let body = self.add_node(node, Role::TableBody);
        for (index, row) in table.rows.iter().enumerate() {
            let last = index + 1 == table.rows.len();
            // A sum never stands alone on a page, and no single row is left behind by it.
            let together = match table.rows.get(index + 1) {
                Some(next) if next.kind == RowKind::Total => row.height + next.height,
                _ => row.height,
            };
            let fits_a_page = row.height <= self.page_height() - table.head_height();
            if fits_a_page && !self.unbreakable && self.y + together > self.bottom() && !self.at_top() {
                self.next_page(table);
            }
            let tr = self.add_node(body, Role::Row);
            let cells: Vec<NodeId> = (0..row.cells.len())
                .map(|cell| self.add_node(tr, if cell == 0 { Role::RowHeading } else { Role::Cell }))
                .collect();
            if fits_a_page || self.unbreakable {
                let lines = row.cells.iter().map(|cell| cell.paragraph.lines.len()).max().unwrap_or(0);
                self.draw_row(table, row, &cells, 0..lines, row.height, last);
            } else {
                self.split_row(table, row, &cells, last);
            }
        }
        self.y += AFTER + 3.0;
    }

    fn next_page(&mut self, table: &LaidTable) {
        self.new_page();
        if table.head.is_some() {
            self.draw_head(table, HeadRow::Repeated);
        }
    }

    /// A row taller than a page goes on line by line.
    fn split_row(&mut self, table: &LaidTable, row: &LaidRow, cells: &[NodeId], last: bool) {
        let lines = row.cells.iter().map(|cell| cell.paragraph.lines.len()).max().unwrap_or(0);
        let Some(first) = row.cells.first() else { return };
        let mut next = 0;
        while next < lines {
            let fit = self.lines_that_fit(first.paragraph.leading).saturating_sub(1);
            if fit < 2 {
                self.next_page(table);
                continue;
            }
            let until = lines.min(next + fit);
            let height = first.paragraph.height_of(until - next) + 2.0 * PADDING;
            self.draw_row(table, row, cells, next..until, height, last && until == lines);
            next = until;
        }
    }

    fn draw_head(&mut self, table: &LaidTable, kind: HeadRow) {
        let Some(head) = &table.head else { return };
        let height = table.head_height();
        let (x, y) = (self.x, self.y);
        for (paragraph, (left, width, align)) in head.iter().zip(&table.columns) {
            match kind {
                HeadRow::Real(row) => {
                    let cell = self.add_node(row, Role::ColumnHeading);
                    if paragraph.is_empty() {
                        continue;
                    }
                    self.begin(cell);
                }
                HeadRow::Repeated => self.artifact(Artifact::Layout),
            }
            // Headings stand on the line, whatever their number of lines.
            let top = y + height - PADDING - paragraph.height();
            self.draw_lines(paragraph, 0..paragraph.lines.len(), x + left, top, *width, *align);
            self.end();
        }
        self.artifact(Artifact::Layout);
        self.canvas.line((x, y + height), (x + self.width, y + height), palette::HEAVY_RULE, 0.75, SOLID);
        self.end();
        self.y += height;
    }

    fn draw_row(
        &mut self,
        table: &LaidTable,
        row: &LaidRow,
        cells: &[NodeId],
        lines: Range<usize>,
        height: f32,
        last: bool,
    ) {
        let (x, y) = (self.x, self.y);
        self.artifact(Artifact::Layout);
        match row.kind {
            RowKind::Strong => {
                self.canvas.rectangle(x - 4.0, y, self.width + 8.0, height, palette::ACCENT_PALE)
            }
            RowKind::Total => self.canvas.line((x, y), (x + self.width, y), palette::HEAVY_RULE, 0.75, SOLID),
            RowKind::Ordinary | RowKind::Faint => {}
        }
        let colour = if last { palette::RULE } else { palette::LINE };
        self.canvas.line((x, y + height), (x + self.width, y + height), colour, 0.6, SOLID);
        self.end();
        for ((cell, node), (left, width, align)) in row.cells.iter().zip(cells).zip(&table.columns) {
            let shown =
                lines.start.min(cell.paragraph.lines.len())..lines.end.min(cell.paragraph.lines.len());
            if shown.is_empty() || cell.paragraph.is_empty() {
                continue;
            }
            let (mut left, mut width) = (x + left, *width);
            if let Some(icon) = cell.icon {
                let room = icon_room(TABLE_SIZE);
                let first_line = cell.paragraph.lines.first().map_or(0.0, |line| line.width);
                if shown.start == 0 {
                    // Beside its word, wherever that lies in the cell.
                    let at = match align {
                        Align::Left => left,
                        Align::Right => left + width - first_line - room,
                        Align::Centre => left + (width - first_line - room) / 2.0,
                    };
                    self.draw_icon(icon, TABLE_SIZE, at, y + PADDING, cell.paragraph.leading);
                }
                left += room;
                width -= room;
            }
            self.begin(*node);
            self.draw_lines(&cell.paragraph, shown, left, y + PADDING, width, *align);
            self.end();
        }
        self.y += height;
    }
}
