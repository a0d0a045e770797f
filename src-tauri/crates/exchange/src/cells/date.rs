//! Dates as people write them: `20-11-2026`, `1/3-24`, `16/05 2026`, `1. marts 2024`, `2026-11-20`, `2026/11/20`, a
//! time of day behind any of them, a serial number (domain §7). Always day before month, as in Danish.
//!
//! Invariant: a date without its day ("marts 2024") or that doesn't exist ("31.6.2024") is never made one.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use vilkaar_wording::import::DateFault;

use crate::grid::Cell;

/// Reads a date.
///
/// # Errors
/// [`DateFault`] tells why the cell is none.
pub fn read(cell: Cell<'_>) -> Result<NaiveDate, DateFault> {
    match cell {
        Cell::Date(day) => Ok(day),
        Cell::Number(number) => of_number(number),
        Cell::Text(text) => read_text(text),
        Cell::Blank | Cell::Flag(_) => Err(DateFault::NotADate),
    }
}

/// Reads a date from text.
///
/// # Errors
/// [`DateFault`] tells why the text is none.
pub fn read_text(text: &str) -> Result<NaiveDate, DateFault> {
    let text = without_time(text.trim());
    if let Some(day) = iso(text) {
        return day;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        if let (6, Some(day), Some(month), Some(year)) =
            (text.len(), text.get(..2), text.get(2..4), text.get(4..))
        {
            return of_parts(day, month, year);
        }
        return text.parse().map_or(Err(DateFault::NotADate), of_number);
    }
    let mut parts = [""; 6];
    let mut count = 0;
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '/' | '–' | ',');
    for part in text.split(is_gap).filter(|part| !part.is_empty()) {
        let Some(slot) = parts.get_mut(count) else { return Err(DateFault::NotADate) };
        *slot = part;
        count += 1;
    }
    // "fredag den 1. marts 2024": a weekday and "den" say nothing more.
    let words = parts.get(..count).unwrap_or_default();
    let fillers = words.iter().take_while(|word| is_filler(word)).count();
    match words.get(fillers..).unwrap_or_default() {
        // The year first is certain, whatever stands between: "2024/03/01".
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            of_parts(day, month, year)
        }
        [day, month, year] => of_parts(day, month, year),
        [month, year] if month_number(month).is_some() && year_number(year).is_some() => {
            Err(DateFault::DayMissing)
        }
        _ => Err(DateFault::NotADate),
    }
}

/// The text without a time of day at its end: "01-03-2024 00:00", "1. marts 2024 kl. 12:30".
fn without_time(text: &str) -> &str {
    let Some((day, time)) = text.rsplit_once(char::is_whitespace) else { return text };
    let mut parts = time.split(':');
    let is_two = |part: Option<&str>| {
        part.is_some_and(|part| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_time = time.contains(':')
        && is_two(parts.next())
        && is_two(parts.next())
        && parts.next().is_none_or(|seconds| is_two(seconds.split('.').next()))
        && parts.next().is_none();
    if !is_time {
        return text;
    }
    let day = day.trim_end();
    ["kl.", "kl"].iter().find_map(|word| day.strip_suffix(word)).map_or(day, str::trim_end)
}

/// `yyyy-mm-dd`, with or without a time after it.
fn iso(text: &str) -> Option<Result<NaiveDate, DateFault>> {
    let bytes = text.as_bytes();
    if bytes.len() < 10 || bytes[4] != b'-' || bytes[7] != b'-' || !bytes[..4].iter().all(u8::is_ascii_digit)
    {
        return None;
    }
    if bytes.len() > 10 && !matches!(bytes[10], b'T' | b' ') {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    Some(day_of(i32::try_from(year).ok()?, month, day))
}

/// A workbook's serial number, or `yyyymmdd`, or `ddmmyyyy`.
fn of_number(number: Decimal) -> Result<NaiveDate, DateFault> {
    let whole = number.trunc().to_u32().filter(|_| number.scale() <= 10).ok_or(DateFault::NotADate)?;
    match whole {
        // 1950 to 2099: smaller and larger numbers are something else than a day in this field.
        18_264..=73_050 => serial_origin()
            .and_then(|origin| origin.checked_add_days(Days::new(u64::from(whole))))
            .ok_or(DateFault::NotADate),
        // No number is a day both ways: the month of one reading is the century of the other.
        1_011_900..=31_122_199 => day_of(signed(whole / 10_000), whole / 100 % 100, whole % 100)
            .or_else(|_| day_of(signed(whole % 10_000), whole / 10_000 % 100, whole / 1_000_000)),
        1900..=2199 => Err(DateFault::DayMissing),
        _ => Err(DateFault::NotADate),
    }
}

fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Day 0 of the workbooks' serial numbers.
fn serial_origin() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1899, 12, 30)
}

fn of_parts(day: &str, month: &str, year: &str) -> Result<NaiveDate, DateFault> {
    let day = day.parse::<u32>().map_err(|_| DateFault::NotADate)?;
    let month = month_number(month).ok_or(DateFault::NotADate)?;
    let year = year_number(year).ok_or(DateFault::NotADate)?;
    day_of(year, month, day)
}

fn day_of(year: i32, month: u32, day: u32) -> Result<NaiveDate, DateFault> {
    if !(1900..=2199).contains(&year) {
        return Err(DateFault::NotADate);
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateFault::NoSuchDay)
}

/// A year of four digits, or two: 00–69 are 20xx, since stays and contracts are of our time.
fn year_number(text: &str) -> Option<i32> {
    let year: i32 = text.parse().ok()?;
    match text.len() {
        4 => Some(year),
        2 => Some(if year < 70 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

fn month_number(text: &str) -> Option<u32> {
    if text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return text.parse().ok().filter(|_| text.len() <= 2);
    }
    let word = text.to_lowercase();
    let months = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
    let at = months.iter().position(|month| word.starts_with(month))?;
    let number = u32::try_from(at).ok()? + 1;
    let full = vilkaar_wording::format::month_name(number);
    (full.starts_with(&word) || word == "sept").then_some(number)
}

fn is_filler(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "den" | "d")
        || ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
            .contains(&word.to_lowercase().as_str())
}
