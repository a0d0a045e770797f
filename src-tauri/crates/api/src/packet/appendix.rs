//! The appendix: the formula of each line, last year, this year and next.
//!
//! Invariant: the rows of a year sum to the case's gross of that year.

use vilkaar_application::portfolio::Portfolio;
use vilkaar_documents::packet::{FormulaRow, FormulaYear};
use vilkaar_domain::CaseFile;
use vilkaar_domain::cost::{ExplainedLine, Formula, explain_year};
use vilkaar_wording::formula;

/// A table per year that has something in it.
pub(super) fn years(portfolio: &Portfolio, file: &CaseFile<'_>) -> Vec<FormulaYear> {
    let year = portfolio.year();
    (year - 1..=year + 1)
        .map(|year| {
            let rows: Vec<FormulaRow> =
                explain_year(file, year, &portfolio.register().settings).iter().map(row).collect();
            FormulaYear { year, sum: rows.iter().map(|row| row.gross).sum(), rows }
        })
        .filter(|year| !year.rows.is_empty())
        .collect()
}

fn row(line: &ExplainedLine) -> FormulaRow {
    FormulaRow {
        service: line.service.word().to_owned(),
        from: line.from,
        to: line.to,
        formula: if line.formula == Formula::Unknown { formula::formula(line) } else { formula::steps(line) },
        gross: line.gross,
    }
}
