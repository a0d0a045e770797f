//! Readable tables of the same rows that JSON gives.

use serde_json::Value;

/// Rows of objects as aligned columns under Danish headings; numbers to the right.
pub fn table(rows: &Value, headings: &[(&str, &str)]) -> String {
    let empty = Vec::new();
    let rows = rows.as_array().unwrap_or(&empty);
    if rows.is_empty() {
        return "Ingen.\n".to_owned();
    }
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| headings.iter().map(|(key, _)| cell(row.get(key).unwrap_or(&Value::Null))).collect())
        .collect();
    let widths: Vec<usize> = headings
        .iter()
        .enumerate()
        .map(|(at, (_, heading))| {
            cells.iter().map(|row| row[at].chars().count()).max().unwrap_or(0).max(heading.chars().count())
        })
        .collect();
    let is_figure: Vec<bool> = (0..headings.len())
        .map(|at| cells.iter().all(|row| row[at].chars().all(|c| c.is_ascii_digit() || ".,-–".contains(c))))
        .collect();
    let mut text = String::new();
    let names: Vec<String> = headings.iter().map(|(_, heading)| (*heading).to_owned()).collect();
    for row in std::iter::once(&names).chain(&cells) {
        let line: Vec<String> = row
            .iter()
            .enumerate()
            .map(|(at, value)| {
                let space = " ".repeat(widths[at].saturating_sub(value.chars().count()));
                if is_figure[at] { format!("{space}{value}") } else { format!("{value}{space}") }
            })
            .collect();
        text.push_str(line.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// A value as a Dane reads it: dates turned round, amounts with points and comma.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(true) => "ja".to_owned(),
        Value::Bool(false) => "nej".to_owned(),
        Value::String(text) => vilkaar_api::headless::readable(text),
        other => other.to_string(),
    }
}
