//! *Indsigt*: a citizen's part of the log on paper, for the citizen.
//!
//! Invariant: it says nothing but what [`Insight`] says; everything is decided and worded before it is set.

use vilkaar_wording::log::insight::{self, Insight, Line};

use crate::block::{Block, RowKind, Table, TableCell, TableColumn, TableHeading, TableRow};
use crate::document::Document;
use crate::error::DocumentError;
use crate::flow::RunningText;
use crate::fonts::Typesetter;
use crate::icons::Icon;
use crate::palette;
use crate::scene::Metadata;
use crate::text::{Span, Style};

/// Said on every page.
const MARKING: &str = "Til borgeren – indeholder personoplysninger";

/// Sets a drawing as a document.
///
/// # Errors
/// [`DocumentError::Font`] when a built-in font cannot be parsed.
pub fn paper(insight: &Insight) -> Result<Document, DocumentError> {
    let typesetter = Typesetter::new()?;
    let mut blocks = cover(insight);
    blocks.push(Block::section("Ændringer og opslag"));
    if insight.lines.is_empty() {
        blocks.push(Block::status(Icon::Note, "Loggen rummer ingen poster om borgeren i perioden."));
    } else {
        blocks.push(Block::Table(entries(&insight.lines)));
    }
    blocks.push(Block::remark(insight.head_sentence()));
    Ok(Document::compose(&typesetter, metadata(insight), &running(insight), blocks))
}

/// Whose it is, what it covers, and what one must know to read it.
fn cover(insight: &Insight) -> Vec<Block> {
    let municipality = Style::strong(11.0).in_colour(palette::ACCENT);
    let mut blocks = vec![
        Block::Paragraph { spans: vec![Span::new(&insight.municipality, municipality)], icon: None },
        Block::Heading { level: 1, text: insight::TITLE.to_owned(), remark: None },
        Block::Table(Table {
            columns: vec![TableColumn::short("Oplysning"), TableColumn::text("Indhold", 1.0)],
            rows: insight
                .covers
                .iter()
                .map(|(label, value)| {
                    TableRow::new(RowKind::Ordinary, vec![label.as_str().into(), value.as_str().into()])
                })
                .collect(),
            heading: TableHeading::FirstColumn,
        }),
        Block::Space(4.0),
    ];
    blocks.extend(insight.explanation.iter().map(Block::paragraph));
    blocks
}

/// The entries, one a row; why and what stood in it lighter below.
fn entries(lines: &[Line]) -> Table {
    Table {
        columns: vec![
            TableColumn::short("Tidspunkt"),
            TableColumn::text("Hvem", 0.55),
            TableColumn::text("Hvad", 1.9),
            TableColumn::text("Hvorfra", 0.65),
        ],
        rows: lines
            .iter()
            .map(|line| {
                let reason = line.reason.as_ref().map(|reason| format!("Begrundelse: {reason}"));
                let below: Vec<&str> =
                    [line.contents.as_deref(), reason.as_deref()].into_iter().flatten().collect();
                TableRow::new(
                    RowKind::Ordinary,
                    vec![
                        line.at.format("%d-%m-%Y %H.%M").to_string().into(),
                        line.who.as_str().into(),
                        TableCell::from(line.what.as_str()).with_second(Some(below.join("\n"))),
                        line.origin.as_str().into(),
                    ],
                )
            })
            .collect(),
        heading: TableHeading::Row,
    }
}

fn running(insight: &Insight) -> RunningText {
    RunningText {
        head: format!("{} · {}", insight.municipality, insight.title()),
        marking: MARKING.to_owned(),
        foot: format!("trukket {}", insight::instant(insight.drawn_at)),
    }
}

/// The title names the case, not the citizen: it shows up in file lists and title bars.
fn metadata(insight: &Insight) -> Metadata {
    let head = insight.head.as_ref().map_or("", |head| head.hash.as_str());
    Metadata {
        title: insight.title(),
        author: insight.municipality.clone(),
        subject: format!("{MARKING}. Trukket {}.", insight::instant(insight.drawn_at)),
        keywords: vec!["indsigt".to_owned(), "log".to_owned()],
        made_at: insight.drawn_at,
        identity: format!("insight/{}/{}/{head}", insight.title(), insight.lines.len()),
    }
}
