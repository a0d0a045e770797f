//! Blocks other than text and tables on pages: lists, bands of figures, callouts, charts, columns.

use crate::block::{BODY, SMALL};
use crate::canvas::{Align, SOLID};
use crate::charts::Fragment;
use crate::flow::Flow;
use crate::icons::Icon;
use crate::layout::{
    AFTER, BAND_GAP, BAND_PADDING, CALLOUT_PADDING, LIST_INDENT, Laid, LaidFigure, band_height, icon_room,
};
use crate::palette;
use crate::scene::{Artifact, Role};
use crate::text::{Paragraph, Style};

impl Flow<'_> {
    pub(crate) fn place_list(&mut self, items: &[Paragraph]) {
        let list = self.add_node(0, Role::List);
        for paragraph in items {
            self.make_room(paragraph.height_of(paragraph.lines.len().min(2)));
            let item = self.add_node(list, Role::ListItem);
            let label = self.add_node(item, Role::Label);
            self.begin(label);
            let style = Style::strong(BODY).in_colour(palette::ACCENT);
            self.canvas.text(style, self.x + 2.0, self.y + paragraph.baseline, Align::Left, "•");
            self.end();
            let body = self.add_node(item, Role::ListBody);
            self.place_lines(body, paragraph, self.x + LIST_INDENT, self.width - LIST_INDENT);
            self.y += 3.0;
        }
        self.y += AFTER;
    }

    #[expect(clippy::cast_precision_loss, reason = "at most four figures")]
    pub(crate) fn place_band(&mut self, figures: &[LaidFigure]) {
        let height = band_height(figures);
        self.make_room(height);
        let own = self.width / figures.len().max(1) as f32;
        let (x, top) = (self.x, self.y);
        self.artifact(Artifact::Layout);
        for edge in [top, top + height] {
            self.canvas.line((x, edge), (x + self.width, edge), palette::RULE, 0.75, SOLID);
        }
        for index in 1..figures.len() {
            let at = x + own * index as f32;
            self.canvas.line((at, top), (at, top + height), palette::RULE, 0.75, SOLID);
        }
        self.end();
        for (index, figure) in figures.iter().enumerate() {
            let left = x + own * index as f32 + if index == 0 { 0.0 } else { BAND_GAP };
            let mut y = top + BAND_PADDING;
            let node = self.add_node(0, Role::Paragraph);
            self.begin(node);
            for part in [&figure.label, &figure.value] {
                self.draw_lines(part, 0..part.lines.len(), left, y, own, Align::Left);
                y += part.height();
            }
            self.end();
            let mut remark_x = left;
            if let Some(icon) = figure.icon.filter(|_| !figure.remark.is_empty()) {
                self.draw_icon(icon, SMALL, left, y, figure.remark.leading);
                remark_x += icon_room(SMALL);
            }
            if !figure.remark.is_empty() {
                self.begin(node);
                self.draw_lines(&figure.remark, 0..figure.remark.lines.len(), remark_x, y, own, Align::Left);
                self.end();
            }
        }
        self.y = top + height + AFTER + 5.0;
    }

    pub(crate) fn place_callout(&mut self, icon: Icon, paragraph: &Paragraph) {
        let height = paragraph.height() + 2.0 * CALLOUT_PADDING;
        self.make_room(height);
        self.artifact(Artifact::Layout);
        self.canvas.rectangle(self.x, self.y, self.width, height, palette::GROUND);
        self.canvas.rectangle(self.x, self.y, 3.0, height, icon.colour());
        self.end();
        let left = self.x + CALLOUT_PADDING + 3.0;
        let top = self.y + CALLOUT_PADDING;
        self.draw_icon(icon, BODY, left, top, paragraph.leading);
        let node = self.add_node(0, Role::Paragraph);
        self.begin(node);
        self.draw_lines(
            paragraph,
            0..paragraph.lines.len(),
            left + icon_room(BODY),
            top,
            self.width,
            Align::Left,
        );
        self.end();
        self.y += height + AFTER + 2.0;
    }

    pub(crate) fn place_figure(&mut self, fragment: &Fragment) {
        self.make_room(fragment.height);
        let node = self.add_node(0, Role::Figure);
        let bounds = [self.x, self.y, self.x + fragment.width, self.y + fragment.height];
        let page = self.page();
        self.scene.nodes[node].alternative = Some(fragment.alternative());
        self.scene.nodes[node].bounds = Some((page, bounds));
        self.begin(node);
        for item in &fragment.items {
            let mut item = item.clone();
            item.translate(self.x, self.y);
            self.canvas.items.push(item);
        }
        self.end();
        self.y += fragment.height + AFTER;
    }

    pub(crate) fn place_columns(&mut self, height: f32, columns: &[(f32, f32, Vec<Laid>)]) {
        self.make_room(height);
        let (x, width, y, unbreakable) = (self.x, self.width, self.y, self.unbreakable);
        // Taller than a page it flows on below; a template does not ask for that.
        self.unbreakable = true;
        let mut lowest = y;
        for (offset, own, blocks) in columns {
            (self.x, self.width, self.y) = (x + offset, *own, y);
            for block in blocks {
                self.place(block);
            }
            lowest = lowest.max(self.y);
        }
        (self.x, self.width, self.y, self.unbreakable) = (x, width, lowest, unbreakable);
    }
}
