//! What a template writes: blocks, in reading order. They say what something is; where it comes to
//! stand and how it breaks over pages is the flow's business.

use crate::canvas::Align;
use crate::charts::Fragment;
use crate::icons::Icon;
use crate::palette;
use crate::text::{Span, Style};

/// Size of running text in points.
pub const BODY: f32 = 10.0;
/// Size of table text.
pub const TABLE: f32 = 9.0;
/// Size of remarks.
pub const SMALL: f32 = 8.5;

/// A part of a document.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading of level 1–3 with its second, lighter half.
    Heading {
        /// 1 on the cover, 2 for sections (listed in the contents), 3 within them.
        level: u8,
        /// Text.
        text: String,
        /// Second half, lighter.
        remark: Option<String>,
    },
    /// A paragraph, with an icon before it if it tells a status.
    Paragraph {
        /// Text.
        spans: Vec<Span>,
        /// Icon.
        icon: Option<Icon>,
    },
    /// A bulleted list.
    List(Vec<Vec<Span>>),
    /// A table.
    Table(Table),
    /// Up to four figures in one band divided by thin lines.
    Band(Vec<KeyFigure>),
    /// A paragraph that must not be missed.
    Callout {
        /// Icon and colour.
        icon: Icon,
        /// Bold beginning.
        title: String,
        /// Text.
        text: String,
    },
    /// A chart.
    Figure(Fragment),
    /// Blocks side by side, kept on one page.
    Columns(Vec<Column>),
    /// The list of sections with their pages.
    Contents,
    /// The next block starts a page.
    PageBreak,
    /// White space in points.
    Space(f32),
}

/// One of several columns.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its share of the width.
    pub share: f32,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// One figure of a band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFigure {
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: String,
    /// Its unit, smaller.
    pub unit: String,
    /// A remark below it.
    pub remark: String,
    /// Status of the remark.
    pub icon: Option<Icon>,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Columns.
    pub columns: Vec<TableColumn>,
    /// Rows.
    pub rows: Vec<TableRow>,
    /// Is the column heading row shown? Without it the first column heads the rows.
    pub heading: TableHeading,
}

/// What heads a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableHeading {
    /// A heading row; the first column heads its row too.
    Row,
    /// The first column only (label and value).
    FirstColumn,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct TableColumn {
    /// Heading.
    pub heading: String,
    /// How its cells lie.
    pub align: Align,
    /// How wide it is.
    pub width: ColumnWidth,
}

/// How a column gets its width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ColumnWidth {
    /// As wide as its widest cell.
    Content,
    /// A share of what is left.
    Share(f32),
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// Cells, one per column.
    pub cells: Vec<TableCell>,
    /// What kind of row it is.
    pub kind: RowKind,
}

/// Kinds of row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Ordinary.
    Ordinary,
    /// Stands out: what the table is about.
    Strong,
    /// Past, expected or annulled.
    Faint,
    /// Sum.
    Total,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TableCell {
    /// Text.
    pub text: String,
    /// A second, lighter line.
    pub second: Option<String>,
    /// Status; colours the text.
    pub icon: Option<Icon>,
    /// How heavy the text is set in an ordinary row.
    pub weight: Weight,
}

/// How heavy a cell's text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Weight {
    /// As its row.
    #[default]
    Regular,
    /// Semi-bold: what the eye should find first.
    Strong,
}

impl From<String> for TableCell {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl From<&str> for TableCell {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl TableCell {
    /// A cell with a status icon.
    #[must_use]
    pub fn status(icon: Icon, text: impl Into<String>) -> Self {
        Self { text: text.into(), icon: Some(icon), ..Self::default() }
    }

    /// Sets the text semi-bold.
    #[must_use]
    pub fn strong(mut self) -> Self {
        self.weight = Weight::Strong;
        self
    }

    /// Adds a second, lighter line.
    #[must_use]
    pub fn with_second(mut self, second: Option<String>) -> Self {
        self.second = second.filter(|text| !text.is_empty());
        self
    }
}

impl TableRow {
    /// A row of a kind.
    #[must_use]
    pub fn new(kind: RowKind, cells: Vec<TableCell>) -> Self {
        Self { cells, kind }
    }
}

impl TableColumn {
    /// A text column that takes a share of the width.
    #[must_use]
    pub fn text(heading: &str, share: f32) -> Self {
        Self { heading: heading.to_owned(), align: Align::Left, width: ColumnWidth::Share(share) }
    }

    /// A text column as wide as its widest cell.
    #[must_use]
    pub fn short(heading: &str) -> Self {
        Self { heading: heading.to_owned(), align: Align::Left, width: ColumnWidth::Content }
    }

    /// A column of figures.
    #[must_use]
    pub fn figures(heading: &str) -> Self {
        Self { heading: heading.to_owned(), align: Align::Right, width: ColumnWidth::Content }
    }
}

impl Block {
    /// A section's heading.
    #[must_use]
    pub fn section(text: &str) -> Self {
        Self::Heading { level: 2, text: text.to_owned(), remark: None }
    }

    /// A heading within a section, with its lighter half.
    #[must_use]
    pub fn subsection(text: &str, remark: &str) -> Self {
        let remark = Some(remark.to_owned()).filter(|text| !text.is_empty());
        Self::Heading { level: 3, text: text.to_owned(), remark }
    }

    /// A paragraph of plain text.
    #[must_use]
    pub fn paragraph(text: impl AsRef<str>) -> Self {
        Self::Paragraph { spans: vec![plain(text)], icon: None }
    }

    /// A remark in small grey type.
    #[must_use]
    pub fn remark(text: impl AsRef<str>) -> Self {
        let style = Style::regular(SMALL).in_colour(palette::THIRD);
        Self::Paragraph { spans: vec![Span::new(text, style)], icon: None }
    }

    /// A paragraph with an icon, in the icon's colour.
    #[must_use]
    pub fn status(icon: Icon, text: impl AsRef<str>) -> Self {
        let style = Style::regular(BODY).in_colour(icon.colour());
        Self::Paragraph { spans: vec![Span::new(text, style)], icon: Some(icon) }
    }
}

/// Running text.
#[must_use]
pub fn plain(text: impl AsRef<str>) -> Span {
    Span::new(text, Style::regular(BODY))
}

/// Running text, semi-bold.
#[must_use]
pub fn strong(text: impl AsRef<str>) -> Span {
    Span::new(text, Style::strong(BODY))
}
