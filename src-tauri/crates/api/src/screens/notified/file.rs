//! A provider's sheet of new rates: each row matched to the line that is in force, or told why it isn't.
//!
//! Invariant: nothing is stored by reading, and what is kept is what was shown: of another file, or of records that
//! have changed so that the rows come to something else, nothing is.

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::{Rate, RateLine};
use vilkaar_exchange::ParsedFile;
use vilkaar_exchange::cells::{amount, date, words};
use vilkaar_exchange::grid::Row;
use vilkaar_wording::format;

use super::headings::{Column, Headings};
use super::matching::{self, About};
use super::reading::{cell, in_unit_of, names_unit, rate, text};
use super::{is_known, kept, rules};
use crate::program::saving::{Decided, Decision};
use crate::screens::forms::wrong;
use crate::types::{NotifiedFile, NotifiedFileRow};

/// How many rows are looked through for headings.
const HEADING_ROWS: usize = 20;

/// A sheet as it was read: its rows, and what its file was.
pub(crate) struct Sheet {
    parsed: ParsedFile,
    digest: String,
}

impl Sheet {
    /// A file with the bytes that it was read from.
    pub(crate) fn new(parsed: ParsedFile, bytes: &[u8]) -> Self {
        Self { parsed, digest: hex(Sha256::digest(bytes).as_slice()) }
    }
}

/// A row that was read.
struct Read<'p> {
    row: u32,
    service: String,
    new: Option<Rate>,
    from: Option<NaiveDate>,
    matched: Result<Matched<'p>, String>,
}

/// A row with the line that it is about.
struct Matched<'p> {
    facts: &'p CaseFacts,
    line: &'p RateLine,
    rate: Rate,
    from: NaiveDate,
    /// What is odd about it.
    remark: Option<String>,
}

/// The rows of a file as the window shows them.
pub(crate) fn shown(portfolio: &Portfolio, sheet: &Sheet, ticket: String, name: String) -> NotifiedFile {
    let (rows, trouble) = read(portfolio, &sheet.parsed);
    let refused = rows.iter().filter(|row| row.matched.is_err()).count();
    let taken = rows.len() - refused;
    let sentence = trouble.unwrap_or_else(|| {
        let taken = format::counted(taken, "takst læst", "takster læst");
        match refused {
            0 => format!("{taken}; alle kan tages med"),
            _ => format!(
                "{taken}; {} udeladt, se hvorfor ved rækken",
                format::counted(refused, "række", "rækker")
            ),
        }
    });
    let seen = seen(sheet, &rows);
    let rows = rows
        .into_iter()
        .map(|row| {
            let matched = row.matched.as_ref().ok();
            NotifiedFileRow {
                row: row.row,
                case: matched.map(|found| found.facts.priced.case.to_string()),
                service: row.service,
                old: matched.map(|found| format::rate(found.line.amount)),
                unit: matched.map(|found| found.line.unit.word().to_owned()),
                new: row.new.map(format::rate),
                from: row.from.map(format::date),
                remark: matched.and_then(|found| found.remark.clone()),
                problem: row.matched.err(),
            }
        })
        .collect();
    NotifiedFile { ticket, name, rows, sentence, seen }
}

/// Takes the matched rows in as one operation; rows that are refused stay out, as the window said. `shown` is what the
/// window has of [`shown`].
pub(crate) fn keep(portfolio: &Portfolio, sheet: &Sheet, name: &str, shown: &str) -> Decision {
    let (rows, trouble) = read(portfolio, &sheet.parsed);
    let refuse = |sentence: &str| Decision::Refuse(vec![wrong("rows", sentence)]);
    let (file, of_rows) = shown.split_once('-').unwrap_or_default();
    if file != sheet.digest {
        return refuse(
            "Filen er ikke den, der blev vist: den er ændret i mellemtiden. Intet er gemt. Læs arket igen, og se rækkerne igennem.",
        );
    }
    if of_rows != rows_digest(&rows) {
        return refuse(
            "Sagernes takster eller varsler er ændret, siden arket blev vist. Intet er gemt. Læs arket igen, og se rækkerne igennem.",
        );
    }
    let changes: Vec<EntityChange> = rows
        .iter()
        .filter_map(|row| {
            let found = row.matched.as_ref().ok()?;
            let source = Some(format!("{name}, række {}", row.row));
            Some(kept(portfolio, found.line, found.rate, found.from, Some(portfolio.today()), source))
        })
        .collect();
    if changes.is_empty() {
        return refuse(&trouble.unwrap_or_else(|| {
            "Ingen rækker kan tages med. Se ved hver række hvorfor, ret arket, og læs det igen.".to_owned()
        }));
    }
    let message = format!(
        "{} på jeres afgørelse.",
        format::counted(
            changes.len(),
            "varslet takst er gemt og venter",
            "varslede takster er gemt og venter"
        )
    );
    Decision::Save(Decided { changes, message, case: None })
}

/// What was shown: the file, and what each row came to.
fn seen(sheet: &Sheet, rows: &[Read<'_>]) -> String {
    format!("{}-{}", sheet.digest, rows_digest(rows))
}

fn rows_digest(rows: &[Read<'_>]) -> String {
    let mut hasher = Sha256::new();
    for row in rows {
        let taken = row.matched.as_ref().map_or_else(
            |_| String::new(),
            |found| format!("{}={}>{}@{}", found.line.id, found.line.amount, found.rate, found.from),
        );
        hasher.update(format!("{}:{taken};", row.row).as_bytes());
    }
    hex(hasher.finalize().as_slice())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads the first sheet that has the headings; else says which are missing or could mean two things.
fn read<'p>(portfolio: &'p Portfolio, file: &ParsedFile) -> (Vec<Read<'p>>, Option<String>) {
    for sheet in file.sheets() {
        let rows: Vec<Row<'_>> = sheet.rows().collect();
        let heading = rows.iter().take(HEADING_ROWS).enumerate().find_map(|(at, row)| {
            let headings = Headings::of(*row);
            headings.are_enough().then_some((at, headings))
        });
        let Some((at, mut headings)) = heading else { continue };
        if let Some(ambiguity) = headings.ambiguity() {
            return (Vec::new(), Some(ambiguity));
        }
        // Some call the ward *Enhed*.
        if rows.iter().skip(at + 1).all(|row| !names_unit(*row, &headings)) {
            headings.forget(Column::Unit);
        }
        let mut found: Vec<Read<'p>> = Vec::new();
        for row in rows.iter().skip(at + 1).filter(|row| !is_blank(**row, &headings)) {
            let mut read = read_row(portfolio, *row, &headings);
            let is_again = read.matched.as_ref().is_ok_and(|matched| {
                let mut others = found.iter().filter_map(|known| known.matched.as_ref().ok());
                others.any(|other| other.line.id == matched.line.id)
            });
            if is_again {
                read.matched = Err("Samme takstlinje står i en række længere oppe.".to_owned());
            }
            found.push(read);
        }
        if found.is_empty() {
            return (found, Some("Arket har overskrifter, men ingen rækker under dem.".to_owned()));
        }
        return (found, None);
    }
    let sentence = "Arket kan ikke læses: der skal være en række med overskrifterne Sagsnr. (eller Borger eller Kontraktnr.), Ydelse, Ny takst og Gælder fra.";
    (Vec::new(), Some(sentence.to_owned()))
}

fn is_blank(row: Row<'_>, headings: &Headings) -> bool {
    headings.places().all(|at| row.cell(at).is_blank())
}

fn read_row<'p>(portfolio: &'p Portfolio, row: Row<'_>, headings: &Headings) -> Read<'p> {
    let text = |column| text(row, headings, column);
    // "Takst" beside "Ny takst" may hold the service's name, or the rate that it was.
    let names_service = |text: &String| amount::read_text(text).is_none();
    let service = text(Column::Service).filter(names_service).unwrap_or_else(|| "Grundtakst".to_owned());
    let rate = rate(row, headings);
    let from = date::read(cell(row, headings, Column::From));
    let (new, day) = (rate.as_ref().ok().map(|read| read.rate), from.as_ref().ok().copied());
    let matched = (|| {
        let read = rate?;
        let from =
            from.map_err(|_| "Datoen i Gælder fra kan ikke læses. Skriv den som 01-01-2027.".to_owned())?;
        let about = About {
            number: text(Column::Case),
            initials: text(Column::Initials),
            contract: text(Column::Contract),
            offer: text(Column::Offer),
            is_ward: !headings.is_exact(Column::Offer),
        };
        let facts = matching::case(portfolio, &about)?;
        let line = matching::line(portfolio, facts, &words::service(&service), from)?;
        let rate = in_unit_of(line, read)?;
        let found = rules(portfolio, line, Some(rate), Some(from));
        if let Some(problem) = found.iter().find(|problem| problem.is_error) {
            return Err(problem.sentence.clone());
        }
        if is_known(portfolio, line, rate, from) {
            return Err("Varslet står allerede på listen.".to_owned());
        }
        if rate == line.amount {
            return Err("Det er den takst, der gælder nu.".to_owned());
        }
        let remark = found.into_iter().next().map(|problem| problem.sentence);
        Ok(Matched { facts, line, rate, from, remark })
    })();
    Read { row: row.number(), service, new, from: day, matched }
}
