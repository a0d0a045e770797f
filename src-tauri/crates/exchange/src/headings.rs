//! Which sheet is what, where its headings stand, and which column holds what.
//!
//! Invariant: a heading decides by what it says and not by where it stands; a column mapped by hand goes before
//! what its heading says; a column that isn't known is named and never read.

use std::collections::HashMap;

use crate::cells::squeezed;
use crate::grid::{Cell, Row, Sheet};
use crate::sheets::{Kind, ListColumn, PlacementColumn};

/// Columns mapped by hand: the file's own heading to a column's key, or to nothing so that it isn't read.
pub type Mapping = HashMap<String, Option<String>>;

/// How many rows are looked through for headings.
const HEADING_ROWS: usize = 40;

/// A sheet that was recognised.
#[derive(Clone, Debug)]
pub struct Table {
    /// What the sheet is about.
    pub kind: Kind,
    /// The heading's row, 1-based.
    pub heading_row: u32,
    /// The columns of the file from left to right.
    pub columns: Vec<FileColumn>,
    /// For each column of the kind, where it stands in the file.
    places: Vec<Option<u32>>,
}

/// A column of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileColumn {
    /// Its place, 0-based.
    pub at: u32,
    /// The file's own heading.
    pub heading: String,
    /// Which column of the kind it is; none is not read.
    pub target: Option<usize>,
    /// The user has said that it isn't read, so it needs no naming.
    pub put_aside: bool,
}

impl Table {
    /// Where a column of the kind stands in the file.
    #[must_use]
    pub fn place(&self, column: usize) -> Option<u32> {
        self.places.get(column).copied().flatten()
    }

    /// The file's own heading of a column of the kind; the template's where the file has none.
    #[must_use]
    pub fn heading(&self, column: usize) -> &str {
        self.columns.iter().find(|file_column| file_column.target == Some(column)).map_or_else(
            || self.kind.columns().get(column).map_or("", |known| known.label),
            |c| c.heading.as_str(),
        )
    }

    /// The columns that rows can't be without and that the file doesn't have.
    pub fn missing(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.kind.columns().len())
            .filter(|column| self.kind.columns().get(*column).is_some_and(|known| known.required))
            .filter(|column| self.place(*column).is_none())
    }
}

/// Recognises a sheet: by its name, else by its headings. `None` when it is none of ours.
#[must_use]
pub fn recognise(sheet: &Sheet, mapping: Option<&Mapping>) -> Option<Table> {
    if let Some(kind) = Kind::of_name(sheet.name()) {
        // A municipality's own list may be called Placeringer too; it is told by its column of rates.
        let own = best_row(sheet, kind, mapping);
        let list = (kind == Kind::Placements).then(|| best_row(sheet, Kind::List, mapping)).flatten();
        return match (own, list) {
            (Some(own), Some(list)) if list.score > own.score => Some(list.table),
            (own, list) => own.or(list).map(|found| found.table),
        };
    }
    let mut best: Option<Found> = None;
    for kind in Kind::ALL {
        let Some(found) = best_row(sheet, kind, mapping) else { continue };
        if found.score < 3 || found.table.missing().count() > may_miss(&found) {
            continue;
        }
        // Between two kinds with the same headings known, the one that needs nothing more goes first.
        let better = best.as_ref().is_none_or(|known| {
            (found.score, std::cmp::Reverse(found.table.missing().count()))
                > (known.score, std::cmp::Reverse(known.table.missing().count()))
        });
        if better {
            best = Some(found);
        }
    }
    let by_hand = sheet.name().is_empty() || mapping.is_some_and(|mapping| !mapping.is_empty());
    best.map(|found| found.table).or_else(|| by_hand.then(|| to_be_mapped(sheet, mapping)).flatten())
}

/// How many of the columns that rows can't be without a sheet may lack and still be told from others. A list of
/// citizens is the municipality's own, whatever it lacks; no other sheet of theirs says who and where.
fn may_miss(found: &Found) -> usize {
    let has = |column: ListColumn| found.table.place(column.into()).is_some();
    let is_of_citizens = found.table.kind == Kind::List
        && found.score > 3
        && (has(ListColumn::Cpr) || has(ListColumn::Name))
        && has(ListColumn::Offer);
    if is_of_citizens { 2 } else { 1 }
}

/// A sheet that nothing is known of, taken as the municipality's own, so that its columns can be mapped by hand: the
/// headings are the first row with the most texts. `None` when no row could be headings.
#[must_use]
pub fn to_be_mapped(sheet: &Sheet, mapping: Option<&Mapping>) -> Option<Table> {
    let texts = |row: Row<'_>| row.cells().filter(|(_, cell)| matches!(cell, Cell::Text(_))).count();
    let row = sheet
        .rows()
        .take(HEADING_ROWS)
        .map(|row| (texts(row), std::cmp::Reverse(row.number()), row))
        .filter(|(texts, ..)| *texts >= 3)
        .max_by_key(|(texts, first, _)| (*texts, *first))
        .map(|(.., row)| row)?;
    Some(table_of(row, Kind::List, &labels(Kind::List), mapping).table)
}

struct Found {
    table: Table,
    score: usize,
}

/// The row among the first that reads best as headings of a kind; title lines above it are passed over.
fn best_row(sheet: &Sheet, kind: Kind, mapping: Option<&Mapping>) -> Option<Found> {
    let mut best: Option<Found> = None;
    let labels = labels(kind);
    for row in sheet.rows().take(HEADING_ROWS) {
        let found = table_of(row, kind, &labels, mapping);
        // A row with every heading that rows can't be without is the headings; nothing below reads better.
        if found.score >= 3 && found.table.missing().next().is_none() {
            return Some(found);
        }
        if found.score >= 2 && best.as_ref().is_none_or(|known| found.score > known.score) {
            best = Some(found);
        }
    }
    best
}

/// A kind's own headings, squeezed once for all rows that are looked at.
fn labels(kind: Kind) -> Vec<String> {
    kind.columns().iter().map(|column| squeezed(column.label)).collect()
}

/// A row as the headings of a kind.
fn table_of(row: Row<'_>, kind: Kind, labels: &[String], mapping: Option<&Mapping>) -> Found {
    let columns = columns_of(row, kind, labels, mapping);
    let mut places = vec![None; kind.columns().len()];
    for column in &columns {
        if let Some(place) = column.target.and_then(|target| places.get_mut(target)) {
            *place = Some(column.at);
        }
    }
    let score = places.iter().flatten().count();
    Found { table: Table { kind, heading_row: row.number(), columns, places }, score }
}

/// The columns of a row as headings of a kind. A kind's column is found once: the first that answers to it by
/// its own name, else the first by another.
fn columns_of(row: Row<'_>, kind: Kind, labels: &[String], mapping: Option<&Mapping>) -> Vec<FileColumn> {
    let known = kind.columns();
    let mut taken = vec![false; known.len()];
    let mut columns: Vec<FileColumn> = row
        .cells()
        .map(|(at, cell)| {
            let heading = match cell {
                Cell::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
                other => other.shown(),
            };
            let put_aside = crate::left_out::is_added(&heading);
            FileColumn { at, heading, target: None, put_aside }
        })
        .collect();
    for column in &mut columns {
        if let Some(choice) = mapping.and_then(|mapping| mapping.get(&column.heading)) {
            column.put_aside = choice.is_none();
            column.target =
                choice.as_ref().and_then(|key| known.iter().position(|candidate| candidate.key == key));
            if let Some(place) = column.target.and_then(|target| taken.get_mut(target)) {
                *place = true;
            }
        }
    }
    let headings: Vec<String> = columns.iter().map(|column| squeezed(&column.heading)).collect();
    for by_label in [true, false] {
        for (column, heading) in columns.iter_mut().zip(&headings) {
            if column.target.is_some() || column.put_aside {
                continue;
            }
            let found = known.iter().zip(labels).enumerate().position(|(at, (candidate, label))| {
                let answers =
                    if by_label { label == heading } else { candidate.synonyms.contains(&heading.as_str()) };
                answers && !taken.get(at).copied().unwrap_or(true)
            });
            if let Some(place) = found.and_then(|target| taken.get_mut(target)) {
                *place = true;
                column.target = found;
            }
        }
    }
    columns
}

/// Is the row no data: a subtotal, a total with or without a word, a title between rows, or the headings once more?
#[must_use]
pub fn is_passed_over(row: Row<'_>, table: &Table) -> bool {
    let mut cells = row.cells();
    let Some((first_at, first)) = cells.next() else { return true };
    let more = cells.next();
    if is_bare_total(row, table) {
        return true;
    }
    let Cell::Text(text) = first else { return false };
    if is_total(text, row) {
        return true;
    }
    match more {
        None => is_title(text, first_at, table),
        Some((second_at, Cell::Text(second))) => {
            is_heading(table, first_at, text) && is_heading(table, second_at, second)
        }
        Some(_) => false,
    }
}

/// A title stands alone in its row, in the first column or where nothing is read. A row's number or id stands so too
/// when the rest is missing, and a sheet that needs no other column has rows of one cell; neither is a title.
fn is_title(text: &str, at: u32, table: &Table) -> bool {
    let Some(column) = table.columns.iter().find(|column| column.at == at) else { return true };
    let Some(target) = column.target else { return true };
    let needs_more =
        table.kind.columns().iter().enumerate().any(|(other, known)| known.required && other != target);
    let is_first = table.columns.iter().all(|other| other.at >= at);
    let mut words = text.split_whitespace();
    let is_short = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() < 3;
    let is_id = !text.starts_with('§')
        && text.chars().any(|c| c.is_ascii_digit())
        && (text.split_whitespace().count() == 1 || words.all(is_short));
    needs_more && is_first && !is_id
}

/// A total without a word: figures only, and nothing in the column that a row is known by. The rows of a
/// municipality's own list are known by any of who, where and when.
fn is_bare_total(row: Row<'_>, table: &Table) -> bool {
    use ListColumn as C;
    let known_by: &[usize] = match table.kind {
        Kind::List => &[
            C::Case as usize,
            C::Cpr as usize,
            C::Name as usize,
            C::LegalBasis as usize,
            C::Offer as usize,
            C::MovedIn as usize,
        ],
        Kind::Placements => &[PlacementColumn::Case as usize, PlacementColumn::Cpr as usize],
        _ => &[0],
    };
    let known = known_by.iter().filter_map(|column| table.place(*column)).any(|at| !row.cell(at).is_blank());
    !known
        && row.cells().all(|(_, cell)| match cell {
            Cell::Number(_) => true,
            Cell::Text(text) => crate::cells::amount::read_text(text).is_some(),
            _ => false,
        })
}

fn is_heading(table: &Table, at: u32, text: &str) -> bool {
    table.columns.iter().any(|column| column.at == at && column.heading == text)
}

/// "I alt", "Subtotal", "Sum § 107" and their like. A name may begin so too ("Total Omsorg ApS"): more words make
/// a total only where the rest of the row is figures.
fn is_total(text: &str, row: Row<'_>) -> bool {
    const WORDS: [&str; 12] = [
        "i alt",
        "ialt",
        "subtotal",
        "sub-total",
        "total",
        "totalt",
        "sum",
        "mellemsum",
        "samlet",
        "hovedtotal",
        "gennemsnit",
        "antal",
    ];
    // Every word begins with one of these letters, and a section with its paragraph; most rows begin with a number and
    // are told at once.
    if !text.starts_with(['i', 'I', 's', 'S', 't', 'T', 'm', 'M', 'h', 'H', 'g', 'G', 'a', 'A', '§']) {
        return false;
    }
    let lower = text.trim_end_matches([':', ' ']).to_lowercase();
    if WORDS.contains(&lower.as_str()) {
        return true;
    }
    let begins = WORDS
        .into_iter()
        .any(|word| lower.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', ':'])));
    (begins || lower.ends_with(" i alt"))
        && row.cells().skip(1).all(|(_, cell)| match cell {
            Cell::Text(text) => crate::cells::amount::read_text(text).is_some(),
            _ => true,
        })
}
