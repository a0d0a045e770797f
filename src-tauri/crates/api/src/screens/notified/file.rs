//! A provider's sheet of new rates: read, and each row matched to the line that is in force, or told why it isn't.
//!
//! Invariant: nothing is stored by reading, and a row that could mean two lines is matched to none.

use chrono::NaiveDate;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::{Rate, RateLine, Service};
use vilkaar_exchange::ParsedFile;
use vilkaar_exchange::cells::{amount, date, squeezed, words};
use vilkaar_exchange::grid::{Cell, Row};
use vilkaar_wording::format;

use super::super::forms::wrong;
use super::{is_known, kept, rules};
use crate::program::saving::{Decided, Decision};
use crate::types::{NotifiedFile, NotifiedFileRow};

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Column {
    Case,
    Initials,
    Contract,
    Offer,
    Service,
    Rate,
    From,
}

/// The headings that people use, squeezed.
fn column(heading: &str) -> Option<Column> {
    Some(match squeezed(heading).as_str() {
        "sagsnr" | "sagsnummer" | "sag" => Column::Case,
        "borger" | "initialer" | "borgersinitialer" | "borgerinitialer" | "navn" => Column::Initials,
        "kontraktnr" | "kontraktnummer" | "kontrakt" | "aftalenr" => Column::Contract,
        "tilbud" | "botilbud" | "afdeling" => Column::Offer,
        "ydelse" | "takst" | "taksttype" | "ydelsestype" => Column::Service,
        "nytakst" | "nyttakst" | "nybeløb" | "varslettakst" | "beløb" | "nypris" | "nydøgntakst" => {
            Column::Rate
        }
        "gælderfra" | "fra" | "dato" | "fradato" | "ikrafttræden" | "virkningfra" => Column::From,
        _ => return None,
    })
}

/// A row that was read.
struct Read<'p> {
    row: u32,
    service: String,
    new: Option<Rate>,
    from: Option<NaiveDate>,
    matched: Result<(&'p CaseFacts, &'p RateLine), String>,
}

/// The rows of a file as the window shows them.
pub(crate) fn shown(portfolio: &Portfolio, file: &ParsedFile, ticket: String, name: String) -> NotifiedFile {
    let (rows, trouble) = read(portfolio, file);
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
    let rows = rows
        .into_iter()
        .map(|row| NotifiedFileRow {
            row: row.row,
            case: row.matched.as_ref().ok().map(|(facts, _)| facts.priced.case.to_string()),
            service: row.service,
            old: row.matched.as_ref().ok().map(|(_, line)| format::rate(line.amount)),
            new: row.new.map(format::rate),
            from: row.from.map(format::date),
            problem: row.matched.err(),
        })
        .collect();
    NotifiedFile { ticket, name, rows, sentence }
}

/// Takes the matched rows in as one operation; rows that are refused stay out, as the window said.
pub(crate) fn keep(portfolio: &Portfolio, file: &ParsedFile, name: &str) -> Decision {
    let (rows, trouble) = read(portfolio, file);
    let changes: Vec<EntityChange> = rows
        .iter()
        .filter_map(|row| {
            let (_, line) = row.matched.as_ref().ok()?;
            let source = Some(format!("{name}, række {}", row.row));
            Some(kept(portfolio, line, row.new?, row.from?, Some(portfolio.today()), source))
        })
        .collect();
    if changes.is_empty() {
        let sentence = trouble.unwrap_or_else(|| {
            "Ingen rækker kan tages med. Se ved hver række hvorfor, ret arket, og læs det igen.".to_owned()
        });
        return Decision::Refuse(vec![wrong("rows", sentence)]);
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

/// Reads the first sheet that has the headings; else says which are missing.
fn read<'p>(portfolio: &'p Portfolio, file: &ParsedFile) -> (Vec<Read<'p>>, Option<String>) {
    for sheet in file.sheets() {
        let rows: Vec<Row<'_>> = sheet.rows().collect();
        let heading = rows.iter().take(20).position(|row| {
            let found = columns(*row);
            let has = |wanted| found.iter().any(|(column, _)| *column == wanted);
            has(Column::Rate) && (has(Column::Case) || has(Column::Initials) || has(Column::Contract))
        });
        let Some(at) = heading else { continue };
        let Some(first) = rows.get(at) else { continue };
        let columns = columns(*first);
        let mut found: Vec<Read<'p>> = Vec::new();
        for row in rows.iter().skip(at + 1).filter(|row| !is_blank(**row, &columns)) {
            let mut read = read_row(portfolio, *row, &columns);
            if let Ok((_, line)) = read.matched
                && found
                    .iter()
                    .any(|known| known.matched.as_ref().is_ok_and(|(_, other)| other.id == line.id))
            {
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

fn columns(row: Row<'_>) -> Vec<(Column, u32)> {
    row.cells().filter_map(|(at, cell)| Some((column(&cell.plain()?)?, at))).collect()
}

fn is_blank(row: Row<'_>, columns: &[(Column, u32)]) -> bool {
    columns.iter().all(|(_, at)| row.cell(*at).is_blank())
}

fn read_row<'p>(portfolio: &'p Portfolio, row: Row<'_>, columns: &[(Column, u32)]) -> Read<'p> {
    let cell = |wanted: Column| {
        columns.iter().find(|(column, _)| *column == wanted).map_or(Cell::Blank, |(_, at)| row.cell(*at))
    };
    let text =
        |wanted| cell(wanted).plain().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let service = text(Column::Service).unwrap_or_else(|| "Grundtakst".to_owned());
    let rate = rate(cell(Column::Rate));
    let from = date::read(cell(Column::From));
    let (new, day) = (rate.as_ref().ok().copied(), from.as_ref().ok().copied());
    let matched = (|| {
        let new = rate?;
        let from =
            from.map_err(|_| "Datoen i Gælder fra kan ikke læses. Skriv den som 01-01-2027.".to_owned())?;
        let facts = case(
            portfolio,
            text(Column::Case),
            text(Column::Initials),
            text(Column::Contract),
            text(Column::Offer),
        )?;
        let line = line(portfolio, facts, &words::service(&service), from)?;
        if let Some(problem) =
            rules(portfolio, line, Some(new), Some(from)).into_iter().find(|problem| problem.is_error)
        {
            return Err(problem.sentence);
        }
        if is_known(portfolio, line.id, new, from) {
            return Err("Varslet står allerede på listen.".to_owned());
        }
        if new == line.amount {
            return Err("Det er den takst, der gælder nu.".to_owned());
        }
        Ok((facts, line))
    })();
    Read { row: row.number(), service, new, from: day, matched }
}

/// A rate, or why the cell is none; what could mean two amounts is not guessed at.
fn rate(cell: Cell<'_>) -> Result<Rate, String> {
    let unreadable = || "Taksten kan ikke læses. Skriv den som 2.394,00.".to_owned();
    let read = amount::read(cell).ok_or_else(unreadable)?;
    if read.as_decimal.is_some() {
        let shown = cell.shown();
        return Err(format!("Taksten {shown} kan læses på to måder. Skriv den med to decimaler."));
    }
    Rate::new(read.value).ok_or_else(|| "En takst har højst fire decimaler.".to_owned())
}

/// The case of a row: by *Sagsnr.*, else by contract number, initials and offer together, as far as they are there.
fn case(
    portfolio: &Portfolio,
    number: Option<String>,
    initials: Option<String>,
    contract: Option<String>,
    offer: Option<String>,
) -> Result<&CaseFacts, String> {
    if let Some(number) = number {
        return portfolio.case(&number).ok_or_else(|| format!("Sagsnr. {number} findes ikke."));
    }
    if initials.is_none() && contract.is_none() {
        return Err("Rækken har hverken Sagsnr., Borger eller Kontraktnr.".to_owned());
    }
    let contracts = &portfolio.register().contracts;
    let is_meant = |facts: &&CaseFacts| {
        let by_contract = contract.as_ref().is_none_or(|number| {
            contracts.iter().any(|record| {
                record.placement == facts.priced.placement
                    && record.number.as_deref().is_some_and(|known| squeezed(known) == squeezed(number))
            })
        });
        let by_person = initials.as_ref().is_none_or(|typed| {
            portfolio
                .citizen_name(facts)
                .is_some_and(|name| squeezed(name) == squeezed(typed) || initials_of(name) == squeezed(typed))
        });
        let by_offer = offer.as_ref().is_none_or(|typed| {
            portfolio.offer_name(facts).is_some_and(|name| squeezed(name) == squeezed(typed))
        });
        by_contract && by_person && by_offer
    };
    let found: Vec<&CaseFacts> = portfolio.open_cases().filter(is_meant).collect();
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err("Ingen løbende sag passer med rækken. Skriv Sagsnr. i den.".to_owned()),
        several => Err(format!("{} sager passer med rækken. Skriv Sagsnr. i den.", several.len())),
    }
}

/// `km` of "Karl Mogensen".
fn initials_of(name: &str) -> String {
    let letters = name.split([' ', '-']).filter_map(|part| part.chars().next());
    letters.flat_map(char::to_lowercase).collect()
}

/// The line of a service that is in force on the day before the new rate counts.
fn line<'p>(
    portfolio: &'p Portfolio,
    facts: &CaseFacts,
    service: &Service,
    from: NaiveDate,
) -> Result<&'p RateLine, String> {
    let on = vilkaar_domain::calendar::add_days(from, -1);
    let is_meant = |line: &&RateLine| {
        line.placement == facts.priced.placement
            && squeezed(line.service.word()) == squeezed(service.word())
            && line.is_in_force(on)
            && !line.is_one_off()
    };
    let found: Vec<&RateLine> = portfolio.register().rate_lines.iter().filter(is_meant).collect();
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(format!("Sagen har ingen {} i kraft {}.", service.word(), format::date(on))),
        several => Err(format!(
            "Sagen har {} linjer af {} i kraft {}. Skriv varslet på den rigtige linje i stedet.",
            several.len(),
            service.word(),
            format::date(on)
        )),
    }
}
