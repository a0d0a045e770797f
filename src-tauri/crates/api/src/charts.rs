//! Charts on their way from the documents crate to the window: the same picture that the papers print,
//! with its table and its areas.
//!
//! Invariant: nothing is drawn or worked out here; lengths are whole pixels.

use vilkaar_documents::DocumentError;
use vilkaar_documents::charts::{ChartSvg, DataTable as ChartTable};

use crate::errors;
use crate::types::{ApiError, Chart, ChartHit, DataColumn, DataTable};

/// A drawn chart as the window shows it.
///
/// # Errors
/// `unexpected` when it could not be drawn (a built-in font is damaged).
pub(crate) fn chart(drawn: Result<ChartSvg, DocumentError>) -> Result<Chart, ApiError> {
    let drawn = drawn.map_err(|error| errors::unexpected(&error.to_string()))?;
    let caption = if drawn.subtitle.is_empty() {
        drawn.title.clone()
    } else {
        format!("{}, {}", drawn.title, drawn.subtitle)
    };
    Ok(Chart {
        table: table(caption, drawn.table),
        hits: drawn
            .hits
            .iter()
            .map(|hit| {
                let (x, y, width, height) = hit.pixels();
                ChartHit { x, y, width, height, text: format!("{}: {}", hit.label, hit.value) }
            })
            .collect(),
        title: drawn.title,
        context: drawn.subtitle,
        svg: drawn.svg,
        width: drawn.width,
        height: drawn.height,
        description: drawn.description,
    })
}

fn table(caption: String, table: ChartTable) -> DataTable {
    let columns = table
        .columns
        .into_iter()
        .enumerate()
        .map(|(at, heading)| DataColumn { heading, is_numeric: at > 0 && is_numeric(&table.rows, at) })
        .collect();
    DataTable { caption, columns, rows: table.rows, foot: None }
}

/// Are the column's cells amounts? Words for what is unknown don't change that; dates are no amounts.
fn is_numeric(rows: &[Vec<String>], at: usize) -> bool {
    let is_amount = |cell: &str| {
        let bare = cell.trim_start_matches(['+', '-', '−']);
        bare.starts_with(|c: char| c.is_ascii_digit())
            && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '%'))
    };
    rows.iter().filter_map(|row| row.get(at)).any(|cell| is_amount(cell))
        && rows
            .iter()
            .filter_map(|row| row.get(at))
            .all(|cell| is_amount(cell) || !cell.contains(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_amounts_stands_to_the_right_and_one_of_dates_or_words_does_not() {
        let rows: Vec<Vec<String>> = [
            ["01-01-2026", "2.466,27", "P/L mangler", "aftalt", "01-02-2026"],
            ["01-01-2027", "−2,5\u{a0}%", "2.330,89", "forventet", "i dag"],
        ]
        .iter()
        .map(|row| row.map(str::to_owned).to_vec())
        .collect();
        let numeric: Vec<bool> = (0..5).map(|at| is_numeric(&rows, at)).collect();
        assert_eq!(numeric, [false, true, true, false, false]);
    }
}
