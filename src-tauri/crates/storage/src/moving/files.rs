//! What stands in files, on its way between a folder's files.db and a server's table.
//!
//! Invariant: one file is in memory at a time, and each is read back at the other end and held against its digest before
//! anything is kept.

use vilkaar_application::ports::Progress;

use super::MoveError;
use crate::beside;
use crate::engine::{Connection, EngineError};
use crate::error::StorageError;

/// Copies every file's content; `progress` can stop it and is told of nothing done yet: the rows come after.
pub(super) fn copy(
    from: &mut dyn Connection,
    to: &mut dyn Connection,
    progress: Progress<'_>,
) -> Result<(), StorageError> {
    let damaged = || EngineError::Damaged("the content of a file".to_owned());
    if !beside::contents(to)?.is_empty() {
        return Err(MoveError::TargetNotEmpty { table: "attachment_contents" }.into());
    }
    from.be_patient()?;
    to.be_patient()?;
    for id in beside::contents(from)? {
        if !progress(0, 1) {
            return Err(MoveError::Cancelled.into());
        }
        let sent = beside::content(from, id)?.filter(beside::Content::is_whole).ok_or_else(damaged)?;
        beside::add_content(to, id, &sent.bytes)?;
        let arrived = beside::content(to, id)?.filter(beside::Content::is_whole).ok_or_else(damaged)?;
        if arrived.sha256 != sent.sha256 {
            return Err(damaged().into());
        }
    }
    Ok(())
}
