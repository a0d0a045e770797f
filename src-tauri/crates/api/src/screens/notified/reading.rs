//! What a cell of a provider's sheet says: the rate, and per what.
//!
//! Invariant: a rate is never held against one of another unit. The unit may stand in the cell, in its number format,
//! in a column of its own or in the heading; where it isn't the line's, the row is refused with both amounts named.

use rust_decimal::Decimal;
use vilkaar_domain::{Rate, RateLine, Unit};
use vilkaar_exchange::cells::{amount, squeezed, unit};
use vilkaar_exchange::grid::{Cell, Row};
use vilkaar_wording::format;

use super::headings::{Column, Headings};

/// A rate as the sheet has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct ReadRate {
    /// The amount.
    pub(super) rate: Rate,
    /// Per what, where the sheet says so.
    pub(super) unit: Option<Unit>,
}

/// The cell of a column; blank where the sheet hasn't got it.
pub(super) fn cell<'a>(row: Row<'a>, headings: &Headings, column: Column) -> Cell<'a> {
    headings.place(column).map_or(Cell::Blank, |at| row.cell(at))
}

/// A cell as text; none where it is blank.
pub(super) fn text(row: Row<'_>, headings: &Headings, column: Column) -> Option<String> {
    let text = cell(row, headings, column).plain()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Does the row's *Enhed* name a unit, known or not? "pr. kvartal" and "uge" do, "Hus Nord" doesn't.
pub(super) fn names_unit(row: Row<'_>, headings: &Headings) -> bool {
    text(row, headings, Column::Unit).is_some_and(|told| {
        let word = squeezed(&told);
        unit::read(&told).is_some()
            || told.contains('/')
            || word.starts_with("pr")
            || word.starts_with("kr")
            || TIMES.iter().any(|part| word.contains(part))
    })
}

/// What a unit is told by, known or not; a ward that has one in its name is asked about rather than a rate misread.
const TIMES: [&str; 11] =
    ["kvartal", "halvår", "uge", "dag", "døgn", "måned", "md", "år", "time", "tur", "fremmøde"];

/// "kr." alone says per what as little as a blank does.
fn is_currency(told: &str) -> bool {
    matches!(squeezed(told).as_str(), "kr" | "dkk" | "kroner")
}

/// The rate of a row with its unit.
///
/// # Errors
/// A sentence: the amount can't be read or could mean two, or two places name different units.
pub(super) fn rate(row: Row<'_>, headings: &Headings) -> Result<ReadRate, String> {
    let cell = cell(row, headings, Column::Rate);
    let read =
        amount::read(cell).ok_or_else(|| "Taksten kan ikke læses. Skriv den som 2.394,00.".to_owned())?;
    if read.as_decimal.is_some() {
        let shown = cell.shown();
        return Err(format!("Taksten {shown} kan læses på to måder. Skriv den med to decimaler."));
    }
    let rate = Rate::new(read.value).ok_or_else(|| "En takst har højst fire decimaler.".to_owned())?;
    let of_column = match text(row, headings, Column::Unit) {
        Some(told) if is_currency(&told) => None,
        Some(told) => {
            let unit = unit::read(&told)
                .ok_or_else(|| format!("Enheden »{told}« kendes ikke. Skriv fx pr. døgn eller pr. md."))?;
            Some(unit)
        }
        None => None,
    };
    let of_format = headings.place(Column::Rate).and_then(|at| row.unit(at));
    let mut unit: Option<Unit> = None;
    for told in [read.unit, of_format, of_column, headings.unit()].into_iter().flatten() {
        match unit {
            Some(known) if known != told => {
                return Err(format!("Rækken siger både {known} og {told}. Ret enheden i arket."));
            }
            _ => unit = Some(told),
        }
    }
    Ok(ReadRate { rate, unit })
}

/// The rate in the unit of the line that it is about.
///
/// # Errors
/// A sentence: it is per something else. A rate that was worked out from another would be none that the provider has
/// notified, so the row is refused with what it comes to a day.
pub(super) fn in_unit_of(line: &RateLine, read: ReadRate) -> Result<Rate, String> {
    // "Pr. døgn" of a dagtilbud is the full place (domain §2.1).
    let is_same = |unit: Unit| unit == line.unit || (unit == Unit::Day && line.unit == Unit::DayOfferPlace);
    let Some(unit) = read.unit.filter(|unit| !is_same(*unit)) else { return Ok(read.rate) };
    let told = RateLine { amount: read.rate, unit, ..line.clone() };
    // A fixed number of settlement days makes a day of the year's another than the calendar's.
    let a_day = |line: &RateLine| line.kroner_a_day().filter(|_| line.settlement_days.is_none());
    let comparison = match (a_day(line), a_day(&told)) {
        (Some(now), Some(new)) => format!(
            " Regnet pr. døgn er det {} kr. mod {} kr. nu.",
            format::decimal(round(new), 2),
            format::decimal(round(now), 2)
        ),
        _ => String::new(),
    };
    Err(format!(
        "Arket siger {} kr. {unit}, men taksten på sagen er {}.{comparison} Få varslet {}, eller skriv det selv på linjen.",
        format::rate(read.rate),
        line.unit,
        line.unit
    ))
}

fn round(kroner: Decimal) -> Decimal {
    vilkaar_domain::Money::round(kroner).kroner()
}
