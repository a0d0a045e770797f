//! The check of the logs for somebody who may not read all of them: the server walks its own chains.
//!
//! Invariant: what is found is told in the same words and codes as when the program works it out itself.

use vilkaar_application::ports::{LogHead, Verification, VerifyProblem};
use vilkaar_wording::storage::{Finding, Log};

use crate::chain::unhex;
use crate::engine::{Cell, Connection, EngineError};
use crate::log::{self, Chain, id, number, optional_id, optional_text, text};
use crate::verify::Findings;

/// May the person see the whole log?
pub(super) fn sees_whole_log(connection: &mut dyn Connection) -> Result<bool, EngineError> {
    is_true(connection, "SELECT sees_whole_log()", &[])
}

/// The one answer of a question.
fn is_true(connection: &mut dyn Connection, sql: &str, cells: &[Cell<'_>]) -> Result<bool, EngineError> {
    let mut answer = false;
    connection.query(sql, cells, &mut |row| {
        answer = row.cell(0)? == Cell::Integer(1);
        Ok(())
    })?;
    Ok(answer)
}

/// Has the server check both chains, and looks for heads kept elsewhere.
pub(super) fn by_the_server(
    connection: &mut dyn Connection,
    known_heads: &[LogHead],
) -> Result<Verification, EngineError> {
    let mut findings = Findings::default();
    connection.be_patient()?;
    let sql = "SELECT chain, finding, first_seq, last_seq, kind, about FROM check_chains()";
    connection.query(sql, &[], &mut |row| {
        let log = if text(row, 0)? == Chain::Reads.name() { Log::Reads } else { Log::Changes };
        let (first, last) = (number(row, 2)?.unsigned_abs(), number(row, 3)?.unsigned_abs());
        let kind = optional_text(row, 4)?.unwrap_or_default();
        let about = optional_id(row, 5)?.map(|id| id.hyphenated().to_string()).unwrap_or_default();
        let found = match text(row, 1)?.as_str() {
            "row_unchecked" => Finding::RowUnchecked(&kind, &about, first),
            "operation_without_entries" => Finding::OperationWithoutEntries(&about),
            "missing" => Finding::EntriesMissing(first, last),
            "does_not_follow" => Finding::EntryDoesNotFollow(first),
            "operation_missing" => Finding::OperationMissing(first),
            "payload_changed" => Finding::PayloadChanged(first),
            "shortened" => Finding::LogShortened(first, last),
            "extended" => Finding::LogExtended(last),
            _ => Finding::EntryChanged(first),
        };
        findings.add(log, &found);
        Ok(())
    })?;
    for head in known_heads.iter().filter(|head| head.seq > 0) {
        let seq = i64::try_from(head.seq).unwrap_or(i64::MAX);
        // Of a beginning, as many whole bytes as there are.
        let digits = head.hash.len() - head.hash.len() % 2;
        let hash = head.hash.get(..digits).and_then(unhex).unwrap_or_default();
        let cells = [Cell::from(Chain::Changes.name()), Cell::from(seq), Cell::from(hash.as_slice())];
        if !is_true(connection, "SELECT had_head($1, $2, $3)", &cells)? {
            findings.add(Log::Changes, &Finding::HeadUnknown(head.seq));
        }
    }
    let mut cases = 0;
    connection.query("SELECT count_cases()", &[], &mut |row| {
        cases = number(row, 0)?.unsigned_abs();
        Ok(())
    })?;
    let head = log::head(connection, Chain::Changes)?;
    let log_entries = head.seq.unsigned_abs();
    let (problems, head) = (findings.problems, head.into_log_head()?);
    // No record was compared with what its entry says.
    Ok(Verification { problems, cases, log_entries, withheld: log_entries, head })
}

/// Has the server hold each file's content against the digest that its record has; told by the record's id alone, so
/// also of files that the person doesn't see.
pub(super) fn files(
    connection: &mut dyn Connection,
    found: &mut Vec<VerifyProblem>,
) -> Result<(), EngineError> {
    let mut findings = Findings { problems: std::mem::take(found) };
    connection.be_patient()?;
    connection.query("SELECT about, finding FROM check_files()", &[], &mut |row| {
        let told = id(row, 0)?.hyphenated().to_string();
        let finding = match text(row, 1)?.as_str() {
            "missing" => Finding::FileMissing(&told),
            _ => Finding::FileChanged(&told),
        };
        findings.add(Log::Changes, &finding);
        Ok(())
    })?;
    *found = findings.problems;
    Ok(())
}
