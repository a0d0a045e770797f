//! The flow: puts measured blocks on A4 pages. Headings stay with what follows, paragraphs leave and
//! carry at least two lines, tables repeat their heading as an artifact, a row taller than a page is
//! split, and the foot with "Side x af y" is drawn last, when the number of pages is known.

use crate::block::{BODY, Block, TABLE};
use crate::canvas::{Align, Canvas, SOLID};
use crate::fonts::Typesetter;
use crate::icons::Icon;
use crate::layout::{CONTENTS_ROW, Laid, LaidText, icon_room, lay};
use crate::palette;
use crate::scene::{Artifact, Child, Item, Link, Metadata, Node, NodeId, OutlineEntry, Page, Role, Scene};
use crate::text::{Paragraph, Style};

/// A4 in points.
const PAGE_WIDTH: f32 = 595.276;
const PAGE_HEIGHT: f32 = 841.89;
const MARGIN_SIDE: f32 = 56.0;
const MARGIN_TOP: f32 = 72.0;
const MARGIN_BOTTOM: f32 = 62.0;

/// Width of the type area, for charts that fill it.
pub(crate) const MEASURE: f32 = PAGE_WIDTH - 2.0 * MARGIN_SIDE;

/// What stands at the head and foot of every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningText {
    /// Left of the head.
    pub head: String,
    /// Right of the head: who may see it. Drawn in red with an icon.
    pub marking: String,
    /// Left of the foot; the page number stands at its right.
    pub foot: String,
}

/// Sets blocks on pages.
pub(crate) fn compose(
    typesetter: &Typesetter,
    metadata: Metadata,
    running: &RunningText,
    blocks: Vec<Block>,
) -> Scene {
    let sections = blocks.iter().filter(|block| matches!(block, Block::Heading { level: 2, .. })).count();
    let laid = lay(typesetter, blocks, MEASURE, sections);
    let mut flow = Flow {
        typesetter,
        scene: Scene {
            metadata,
            width: PAGE_WIDTH,
            height: PAGE_HEIGHT,
            pages: vec![Page::default()],
            nodes: vec![node(Role::Document)],
            outline: Vec::new(),
        },
        canvas: Canvas::new(typesetter),
        x: MARGIN_SIDE,
        width: MEASURE,
        y: MARGIN_TOP,
        unbreakable: false,
        contents: None,
    };
    flow.place_all(&laid);
    flow.finish(running)
}

fn node(role: Role) -> Node {
    Node { role, title: None, alternative: None, bounds: None, children: Vec::new() }
}

/// Where the contents are to be drawn once the pages are known.
struct ContentsPlace {
    page: usize,
    item: usize,
    y: f32,
    node: NodeId,
}

pub(crate) struct Flow<'t> {
    pub(crate) typesetter: &'t Typesetter,
    pub(crate) scene: Scene,
    pub(crate) canvas: Canvas<'t>,
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) y: f32,
    /// Inside columns nothing breaks: room was made before.
    pub(crate) unbreakable: bool,
    contents: Option<ContentsPlace>,
}

impl Flow<'_> {
    fn place_all(&mut self, blocks: &[Laid]) {
        for (index, block) in blocks.iter().enumerate() {
            if block.is_heading() {
                self.make_room(heading_need(&blocks[index..]));
            }
            self.place(block);
        }
    }

    pub(crate) fn place(&mut self, block: &Laid) {
        match block {
            Laid::Text(text) => self.place_text(text),
            Laid::List(items) => self.place_list(items),
            Laid::Table(table) => self.place_table(table),
            Laid::Band(figures) => self.place_band(figures),
            Laid::Callout(icon, paragraph) => self.place_callout(*icon, paragraph),
            Laid::Figure(fragment) => self.place_figure(fragment),
            Laid::Columns(columns) => self.place_columns(block.height(), columns),
            Laid::Contents(_) => self.reserve_contents(block.height()),
            Laid::PageBreak => {
                if !self.at_top() {
                    self.new_page();
                }
            }
            Laid::Space(height) => {
                if !self.at_top() {
                    self.y += height;
                }
            }
        }
    }

    pub(crate) fn page(&self) -> usize {
        self.scene.pages.len() - 1
    }

    pub(crate) fn at_top(&self) -> bool {
        !self.unbreakable && self.y <= MARGIN_TOP + 0.5
    }

    pub(crate) fn bottom(&self) -> f32 {
        PAGE_HEIGHT - MARGIN_BOTTOM
    }

    /// Height of a whole page's type area.
    pub(crate) fn page_height(&self) -> f32 {
        self.bottom() - MARGIN_TOP
    }

    pub(crate) fn new_page(&mut self) {
        self.store_items();
        self.scene.pages.push(Page::default());
        self.y = MARGIN_TOP;
    }

    fn store_items(&mut self) {
        let items = std::mem::take(&mut self.canvas.items);
        if let Some(page) = self.scene.pages.last_mut() {
            page.items.extend(items);
        }
    }

    /// Starts a new page unless `height` fits on this one.
    pub(crate) fn make_room(&mut self, height: f32) {
        if !self.unbreakable && self.y + height > self.bottom() && !self.at_top() {
            self.new_page();
        }
    }

    /// Adds a node under `parent`.
    pub(crate) fn add_node(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = self.scene.nodes.len();
        self.scene.nodes.push(node(role));
        self.scene.nodes[parent].children.push(Child::Node(id));
        id
    }

    pub(crate) fn begin(&mut self, node: NodeId) {
        let page = self.page();
        let owners = &mut self.scene.pages[page].owners;
        let mark = owners.len();
        owners.push(node);
        self.scene.nodes[node].children.push(Child::Mark { page, mark });
        self.canvas.items.push(Item::BeginContent { mark, node });
    }

    pub(crate) fn artifact(&mut self, kind: Artifact) {
        self.canvas.items.push(Item::BeginArtifact(kind));
    }

    pub(crate) fn end(&mut self) {
        self.canvas.items.push(Item::End);
    }

    /// Draws lines of a paragraph in a box whose left top corner is `x`, `y`.
    pub(crate) fn draw_lines(
        &mut self,
        paragraph: &Paragraph,
        lines: std::ops::Range<usize>,
        x: f32,
        y: f32,
        width: f32,
        align: Align,
    ) {
        let mut top = y;
        for line in &paragraph.lines[lines] {
            let left = match align {
                Align::Left => x,
                Align::Right => x + width - line.width,
                Align::Centre => x + (width - line.width) / 2.0,
            };
            self.canvas.line_of_text(line, left, top + paragraph.baseline);
            top += paragraph.leading;
        }
    }

    /// Draws an icon as an artifact beside the first line of text of a size.
    pub(crate) fn draw_icon(&mut self, icon: Icon, size: f32, x: f32, y: f32, leading: f32) {
        self.artifact(Artifact::Layout);
        icon.draw(&mut self.canvas, x, y + (leading - size) / 2.0, size);
        self.end();
    }

    fn place_text(&mut self, text: &LaidText) {
        if !self.at_top() {
            self.y += text.before;
        }
        let node = self.add_node(0, text.role);
        if let (Role::Heading(level), Some(title)) = (text.role, &text.title) {
            self.scene.nodes[node].title = Some(title.clone());
            self.make_room(text.paragraph.height());
            let entry = OutlineEntry { level, title: title.clone(), page: self.page(), y: self.y };
            self.scene.outline.push(entry);
        }
        let (mut x, mut width) = (self.x, self.width);
        if let Some((icon, size)) = text.icon {
            self.make_room(text.paragraph.height_of(text.paragraph.lines.len().min(2)));
            self.draw_icon(icon, size, x, self.y, text.paragraph.leading);
            x += icon_room(size);
            width -= icon_room(size);
        }
        self.place_lines(node, &text.paragraph, x, width);
        self.y += text.after;
    }

    /// Places a paragraph's lines over as many pages as it takes, two lines at least on each.
    pub(crate) fn place_lines(&mut self, node: NodeId, paragraph: &Paragraph, x: f32, width: f32) {
        let all = paragraph.lines.len();
        let mut next = 0;
        while next < all {
            let left = all - next;
            let mut take = self.lines_that_fit(paragraph.leading).min(left);
            if take < left {
                if left - take == 1 {
                    take -= usize::from(take > 0);
                }
                if take < 2 {
                    take = 0;
                }
            }
            if take == 0 {
                if !self.at_top() {
                    self.new_page();
                    continue;
                }
                take = left.min(2);
            }
            self.begin(node);
            self.draw_lines(paragraph, next..next + take, x, self.y, width, Align::Left);
            self.end();
            self.y += paragraph.height_of(take);
            next += take;
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number")]
    pub(crate) fn lines_that_fit(&self, leading: f32) -> usize {
        if self.unbreakable {
            return usize::MAX;
        }
        ((self.bottom() - self.y) / leading + 0.01).floor().max(0.0) as usize
    }

    fn reserve_contents(&mut self, height: f32) {
        self.make_room(height);
        let node = self.add_node(0, Role::Contents);
        self.store_items();
        let page = self.page();
        let item = self.scene.pages[page].items.len();
        self.contents = Some(ContentsPlace { page, item, y: self.y, node });
        self.y += height;
    }

    fn draw_contents(&mut self) {
        let Some(place) = self.contents.take() else { return };
        let sections: Vec<OutlineEntry> =
            self.scene.outline.iter().filter(|entry| entry.level == 2).cloned().collect();
        let mut canvas = Canvas::new(self.typesetter);
        let mut y = place.y;
        let right = MARGIN_SIDE + MEASURE;
        for section in sections {
            let entry = self.add_node(place.node, Role::ContentsEntry);
            let reference = self.add_node(entry, Role::Reference);
            let entry = self.add_node(reference, Role::Link);
            let (title, page) = (&section.title, section.page + 1);
            let owners = &mut self.scene.pages[place.page].owners;
            let mark = owners.len();
            owners.push(entry);
            self.scene.nodes[entry].children.push(Child::Mark { page: place.page, mark });
            let baseline = y + CONTENTS_ROW * 0.66;
            canvas.items.push(Item::BeginContent { mark, node: entry });
            canvas.text(Style::regular(BODY), MARGIN_SIDE, baseline, Align::Left, &format!("{title} "));
            canvas.text(Style::regular(BODY), right, baseline, Align::Right, &page.to_string());
            canvas.items.push(Item::End);
            canvas.items.push(Item::BeginArtifact(Artifact::Layout));
            let below = y + CONTENTS_ROW - 0.5;
            canvas.line((MARGIN_SIDE, below), (right, below), palette::LINE, 0.6, SOLID);
            canvas.items.push(Item::End);
            let links = &mut self.scene.pages[place.page].links;
            links.push(Link {
                bounds: [MARGIN_SIDE, y, right, y + CONTENTS_ROW],
                page: section.page,
                y: section.y,
                description: format!("Gå til afsnittet {title}, side {page}"),
                node: entry,
            });
            let link = links.len() - 1;
            self.scene.nodes[entry].children.push(Child::Area { page: place.page, link });
            y += CONTENTS_ROW;
        }
        let at = place.item;
        self.scene.pages[place.page].items.splice(at..at, canvas.items);
    }

    /// Contents, heads and feet need the number of pages, so they come last.
    fn finish(mut self, running: &RunningText) -> Scene {
        self.store_items();
        self.draw_contents();
        let count = self.scene.pages.len();
        let right = MARGIN_SIDE + MEASURE;
        let grey = Style::regular(8.0).in_colour(palette::THIRD);
        let red = Style::strong(8.5).in_colour(palette::BAD);
        for index in 0..count {
            let mut canvas = Canvas::new(self.typesetter);
            canvas.items.push(Item::BeginArtifact(Artifact::Header));
            let marking = canvas.width(red, &running.marking);
            let room = MEASURE - marking - 30.0;
            let head = canvas.shortened(grey, &running.head, room);
            canvas.text(grey, MARGIN_SIDE, 41.0, Align::Left, &head);
            canvas.text(red, right, 41.0, Align::Right, &running.marking);
            Icon::Serious.draw(&mut canvas, right - marking - 13.0, 33.2, 9.5);
            canvas.line((MARGIN_SIDE, 49.0), (right, 49.0), palette::RULE, 0.75, SOLID);
            canvas.items.push(Item::End);
            canvas.items.push(Item::BeginArtifact(Artifact::Footer));
            let y = PAGE_HEIGHT - 33.0;
            canvas.line((MARGIN_SIDE, y - 13.0), (right, y - 13.0), palette::RULE, 0.75, SOLID);
            canvas.text(grey, MARGIN_SIDE, y, Align::Left, &running.foot);
            let number = format!("Side {} af {count}", index + 1);
            canvas.text(Style::strong(8.0).in_colour(palette::SECOND), right, y, Align::Right, &number);
            canvas.items.push(Item::End);
            self.scene.pages[index].items.extend(canvas.items);
        }
        self.scene
    }
}

/// A heading's own height and what must stay with it: headings that follow at once, and the
/// beginning of the first block that is none.
fn heading_need(blocks: &[Laid]) -> f32 {
    let mut need = 0.0;
    for block in blocks {
        if block.is_heading() || matches!(block, Laid::Space(_)) {
            need += block.height();
        } else {
            return need + block.lead();
        }
    }
    need
}

/// Size of text in tables, for icons.
pub(crate) const TABLE_SIZE: f32 = TABLE;
