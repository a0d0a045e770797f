//! Is a database file whole? Every page's seal, and that tables and indexes agree.
//! Invariant: whatever either check reports makes the file damaged; there is no "a little".

use crate::engine::EngineError;
use crate::sqlite::{SqliteConnection, engine_error};

/// Checks every page's seal (`cipher_integrity_check`) and the structure (`quick_check`). Takes about a
/// second per 100 MB.
///
/// # Errors
/// [`EngineError::Damaged`] with what the engine found first.
pub(crate) fn check(connection: &mut SqliteConnection) -> Result<(), EngineError> {
    // The first gives no row when all is well, the second one row "ok".
    for (pragma, fine) in [("PRAGMA cipher_integrity_check", None), ("PRAGMA quick_check(1)", Some("ok"))] {
        if let Some(found) = first(connection, pragma, fine)? {
            return Err(EngineError::Damaged(found));
        }
    }
    Ok(())
}

/// The first row that isn't the one saying all is well.
fn first(
    connection: &mut SqliteConnection,
    pragma: &str,
    fine: Option<&str>,
) -> Result<Option<String>, EngineError> {
    let driver = connection.driver();
    let mut statement = driver.prepare(pragma).map_err(|error| engine_error(&error))?;
    let mut rows = statement.query([]).map_err(|error| engine_error(&error))?;
    while let Some(row) = rows.next().map_err(|error| engine_error(&error))? {
        let found: String = row.get(0).map_err(|error| engine_error(&error))?;
        if fine != Some(found.as_str()) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
