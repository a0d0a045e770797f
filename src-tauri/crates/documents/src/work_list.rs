//! *Arbejdslisten*: the agenda on paper, to be ticked off by hand.
//!
//! Invariant: it names cases, never citizens, since it lies on desks. Everything is decided and worded before it is
//! set.

use chrono::NaiveDate;

use crate::block::{Block, RowKind, Table, TableCell, TableColumn, TableHeading, TableRow};
use crate::document::Document;
use crate::error::DocumentError;
use crate::flow::RunningText;
use crate::fonts::Typesetter;
use crate::icons::Icon;
use crate::palette;
use crate::scene::Metadata;
use crate::text::{Span, Style};
use vilkaar_wording::format;

/// What the list is called.
pub const TITLE: &str = "Arbejdsliste";
/// Said on every page.
const MARKING: &str = "Intern – til eget brug";

/// One thing to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkRow {
    /// `Genforhandl`.
    pub what: String,
    /// What it is about, and what was done about it.
    pub detail: String,
    /// *Sagsnr.*
    pub case: String,
    /// `01-09-2026`.
    pub due: String,
    /// `80 dage over`.
    pub status: String,
    /// Past its day.
    pub is_overdue: bool,
    /// Whose.
    pub owner: String,
    /// Kr. a year at stake, without unit; `ukendt`.
    pub at_stake: String,
}

/// The rows of one state: *Overskredet*, *Inden 30 dage* …
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkGroup {
    /// Its word.
    pub name: String,
    /// Most valuable first.
    pub rows: Vec<WorkRow>,
}

/// The list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkList {
    /// The municipality.
    pub municipality: String,
    /// The day that counts as today.
    pub as_of: NaiveDate,
    /// `Karina Holsts opgaver`, `Alles opgaver`.
    pub whose: String,
    /// `3 overskredne, 5 inden 30 dage`.
    pub context: String,
    /// By state, the nearest first; none is empty.
    pub groups: Vec<WorkGroup>,
}

impl WorkList {
    /// `Arbejdsliste 20-11-2026`.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{TITLE} {}", format::date(self.as_of))
    }
}

/// Sets a list as a document.
///
/// # Errors
/// [`DocumentError::Font`] when a built-in font cannot be parsed.
pub fn paper(list: &WorkList) -> Result<Document, DocumentError> {
    let typesetter = Typesetter::new()?;
    let municipality = Style::strong(11.0).in_colour(palette::ACCENT);
    let mut blocks = vec![
        Block::Paragraph { spans: vec![Span::new(&list.municipality, municipality)], icon: None },
        Block::Heading { level: 1, text: list.title(), remark: Some(list.whose.clone()) },
        Block::paragraph(&list.context),
    ];
    if list.groups.is_empty() {
        blocks.push(Block::status(Icon::Good, "Der er intet at gøre."));
    }
    for group in &list.groups {
        blocks.push(Block::section(&group.name));
        blocks.push(Block::Table(table(group)));
    }
    blocks.push(Block::remark(
        "På spil er, hvad en forhandling kan hente om året: det største af udgiften over lignende sager og stigningen ud over P/L, gange chancen.",
    ));
    Ok(Document::compose(&typesetter, metadata(list), &running(list), blocks))
}

fn table(group: &WorkGroup) -> Table {
    Table {
        columns: vec![
            TableColumn::text("Opgave", 1.9),
            TableColumn::short("Sag"),
            TableColumn::short("Frist"),
            TableColumn::text("Hos", 0.7),
            TableColumn::figures("På spil, kr."),
        ],
        rows: group.rows.iter().map(row).collect(),
        heading: TableHeading::Row,
    }
}

fn row(row: &WorkRow) -> TableRow {
    let status = Some(row.status.clone());
    let due = if row.is_overdue {
        TableCell::status(Icon::Serious, &row.due)
    } else {
        TableCell::from(row.due.as_str())
    };
    TableRow::new(
        RowKind::Ordinary,
        vec![
            TableCell::status(Icon::TickBox, &row.what).with_second(Some(row.detail.clone())),
            row.case.as_str().into(),
            due.with_second(status),
            row.owner.as_str().into(),
            row.at_stake.as_str().into(),
        ],
    )
}

fn running(list: &WorkList) -> RunningText {
    RunningText {
        head: format!("{} · {}", list.municipality, list.title()),
        marking: MARKING.to_owned(),
        foot: format!("pr. {}", format::date(list.as_of)),
    }
}

fn metadata(list: &WorkList) -> Metadata {
    let rows: usize = list.groups.iter().map(|group| group.rows.len()).sum();
    Metadata {
        title: list.title(),
        author: list.municipality.clone(),
        subject: format!("{MARKING}. {}", list.whose),
        keywords: vec!["arbejdsliste".to_owned()],
        made_at: list.as_of.into(),
        identity: format!("work-list/{}/{}/{rows}", list.as_of, list.whose),
    }
}
