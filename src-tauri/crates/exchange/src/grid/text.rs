//! Text files with columns: semicolon, comma or tab; UTF-8 with or without byte order mark, UTF-16 with one,
//! else Windows-1252, as Excel on a Danish PC writes them.
//!
//! Invariant: rows keep the line they stand on in the file; a quoted cell with a line break makes one row.

use std::borrow::Cow;
use std::collections::HashMap;

use vilkaar_wording::import::FileFault;

use super::Sheet;
use crate::sheets::Kind;

/// How many lines are looked at to tell what stands between columns.
const LINES: usize = 50;

/// Reads a text file as one sheet without a name.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, FileFault> {
    let text = decode(bytes)?;
    if text.trim().is_empty() {
        return Err(FileFault::NotATable);
    }
    let mut sheet = Sheet::new("", false);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .has_headers(false)
        .flexible(true)
        // A quote without its pair would swallow every row to the end of the file: then quotes are only text.
        .quoting(text.bytes().filter(|byte| *byte == b'"').count().is_multiple_of(2))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut lines = Lines::new(&text);
    while reader.read_record(&mut record).map_err(|_| FileFault::Damaged)? {
        let Some(row) = record.position().and_then(|position| lines.at(position.byte())) else { break };
        for (column, cell) in record.iter().enumerate() {
            let Ok(column) = u32::try_from(column) else { break };
            sheet.push_text(row, column, cell);
        }
    }
    Ok(sheet)
}

/// Counts lines up to a place in the text. The reader's own count is one short after a line that ends in CR LF,
/// and a record's place may be at the line break before it.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    const fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 0 }
    }

    /// The line (0-based) of the record that begins at a byte or after the line breaks there.
    fn at(&mut self, byte: u64) -> Option<u32> {
        let byte = usize::try_from(byte).ok()?;
        let breaks = self.text.get(byte..)?.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let begin = byte + breaks;
        let passed = self.text.get(self.at..begin)?;
        let ends = passed.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => self.text.get(self.at + at + 1) != Some(&b'\n'),
            _ => false,
        });
        self.line += u32::try_from(ends.count()).ok()?;
        self.at = begin;
        Some(self.line)
    }
}

/// The text, decoded; binary files are refused.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, FileFault> {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        let body = bytes.get(length..).unwrap_or_default();
        let (text, damaged) = encoding.decode_without_bom_handling(body);
        return if damaged { Err(FileFault::Damaged) } else { Ok(text) };
    }
    // No text in any of these encodings has NUL; every binary format soon does.
    if bytes.contains(&0) || bytes.starts_with(b"%PDF") {
        return Err(FileFault::NotATable);
    }
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    })
}

/// The character between columns: the one by which the most headings are known, else the one that the most of the
/// first lines have equally many of, outside quotes. With equal numbers semicolon wins, since a Danish comma also
/// stands in amounts.
fn delimiter(text: &str) -> u8 {
    let mut best = (b';', (0, 0));
    for candidate in [b';', b'\t', b','] {
        // One line with a further one at its end, or a title with a comma, says nothing of the others.
        let mut alike: HashMap<usize, usize> = HashMap::new();
        let mut known = 0;
        for line in text.lines().take(LINES) {
            let count = count_outside_quotes(line, candidate);
            if count > 0 {
                *alike.entry(count).or_default() += 1;
                let cells =
                    line.split(char::from(candidate)).map(|cell| cell.trim_matches(['"', '\u{feff}']));
                known = known.max(Kind::known_headings(cells));
            }
        }
        let weight = alike.into_iter().map(|(count, lines)| count * lines).max().unwrap_or(0);
        // A single word that is some heading too may stand in any line.
        let score = (if known > 1 { known } else { 0 }, weight);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

fn count_outside_quotes(line: &str, wanted: u8) -> usize {
    let mut quoted = false;
    line.bytes()
        .filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted && *byte == wanted
        })
        .count()
}
