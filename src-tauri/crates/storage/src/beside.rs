//! Drafts and the content of files, on both engines: what stands beside the records and outside the log.
//!
//! Invariant: a draft is read and written with the id of the person signed in, which a server checks; a content is
//! written once under its id and never changed.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use vilkaar_application::ports::{DRAFTS_KEPT, KeptDraft, LONGEST_DRAFT, MOST_BYTES, StoreError};

use crate::engine::{Cell, Connection, EngineError, as_of_one_moment, in_transaction};
use crate::log::{id, instant, instant_text, optional_text, text};

/// A key that is longer names no form.
const LONGEST_KEY: usize = 200;

/// What no record tells of is kept so long, in case it is put back.
const KEPT_WITHOUT_RECORD: TimeDelta = TimeDelta::days(30);

/// The drafts of a person, newest first.
pub(crate) fn drafts(connection: &mut dyn Connection, person: Uuid) -> Result<Vec<KeptDraft>, StoreError> {
    let mut drafts = Vec::new();
    let sql = "SELECT key, content, at FROM drafts WHERE person_id = $1 ORDER BY at DESC, key";
    connection.query(sql, &[Cell::from(person)], &mut |row| {
        drafts.push(KeptDraft { key: text(row, 0)?, content: text(row, 1)?, at: instant(&text(row, 2)?)? });
        Ok(())
    })?;
    Ok(drafts)
}

/// Keeps a draft of a person; of too many the oldest go.
pub(crate) fn keep_draft(
    connection: &mut dyn Connection,
    person: Uuid,
    draft: &KeptDraft,
) -> Result<(), StoreError> {
    if draft.content.len() > LONGEST_DRAFT || draft.key.chars().count() > LONGEST_KEY {
        return Err(StoreError::TooLong);
    }
    let keep = "INSERT INTO drafts (person_id, key, content, at) VALUES ($1, $2, $3, $4) \
                ON CONFLICT (person_id, key) DO UPDATE SET content = excluded.content, at = excluded.at";
    let thin = format!(
        "DELETE FROM drafts WHERE person_id = $1 AND key NOT IN \
         (SELECT key FROM drafts WHERE person_id = $1 ORDER BY at DESC, key LIMIT {DRAFTS_KEPT})"
    );
    let at = instant_text(draft.at);
    in_transaction(connection, |connection| {
        let cells = [
            Cell::from(person),
            Cell::from(draft.key.as_str()),
            Cell::from(draft.content.as_str()),
            Cell::from(at.as_str()),
        ];
        connection.execute(keep, &cells)?;
        connection.execute(&thin, &[Cell::from(person)])?;
        Ok(())
    })
}

/// Drops a draft of a person.
pub(crate) fn drop_draft(connection: &mut dyn Connection, person: Uuid, key: &str) -> Result<(), StoreError> {
    in_transaction(connection, |connection| {
        let sql = "DELETE FROM drafts WHERE person_id = $1 AND key = $2";
        connection.execute(sql, &[Cell::from(person), Cell::from(key)])?;
        Ok(())
    })
}

/// Drops every draft of a person who is removed.
pub(crate) fn drop_drafts(connection: &mut dyn Connection, person: Uuid) -> Result<(), EngineError> {
    connection.execute("DELETE FROM drafts WHERE person_id = $1", &[Cell::from(person)]).map(drop)
}

/// A content that is kept: its digest as it was put, and its bytes.
pub(crate) struct Content {
    /// SHA-256, as it was put.
    pub(crate) sha256: Vec<u8>,
    /// What stands in the file.
    pub(crate) bytes: Vec<u8>,
}

impl Content {
    /// Is it what was put?
    pub(crate) fn is_whole(&self) -> bool {
        Sha256::digest(&self.bytes).as_slice() == self.sha256
    }
}

/// The content under an id, as it stands there.
pub(crate) fn content(connection: &mut dyn Connection, about: Uuid) -> Result<Option<Content>, EngineError> {
    let mut found = None;
    let sql = "SELECT sha256, content FROM attachment_contents WHERE id = $1";
    connection.query(sql, &[Cell::from(about)], &mut |row| {
        let (Cell::Bytes(sha256), Cell::Bytes(bytes)) = (row.cell(0)?, row.cell(1)?) else {
            return Err(EngineError::Damaged("attachment_contents".to_owned()));
        };
        found = Some(Content { sha256: sha256.into_owned(), bytes: bytes.into_owned() });
        Ok(())
    })?;
    Ok(found)
}

/// Adds a content.
pub(crate) fn add_content(
    connection: &mut dyn Connection,
    about: Uuid,
    content: &[u8],
) -> Result<(), EngineError> {
    let sha256 = Sha256::digest(content);
    let sql = "INSERT INTO attachment_contents (id, sha256, content) VALUES ($1, $2, $3)";
    let cells = [Cell::from(about), Cell::from(sha256.as_slice()), Cell::from(content)];
    connection.execute(sql, &cells).map(drop)
}

/// Puts a content under an id, in the transaction that is open.
pub(crate) fn put(connection: &mut dyn Connection, about: Uuid, content: &[u8]) -> Result<(), StoreError> {
    if content.len() > MOST_BYTES {
        return Err(StoreError::TooLong);
    }
    connection.be_patient()?;
    let mut kept: Option<Vec<u8>> = None;
    let sql = "SELECT sha256 FROM attachment_contents WHERE id = $1";
    connection.query(sql, &[Cell::from(about)], &mut |row| {
        if let Cell::Bytes(sha256) = row.cell(0)? {
            kept = Some(sha256.into_owned());
        }
        Ok(())
    })?;
    match kept {
        Some(kept) if kept == Sha256::digest(content).as_slice() => Ok(()),
        Some(_) => Err(StoreError::Conflict { kind: "attachment".to_owned(), id: about }),
        None => Ok(add_content(connection, about, content)?),
    }
}

/// What stands under an id, checked against its digest.
pub(crate) fn file(connection: &mut dyn Connection, about: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
    let found = as_of_one_moment(connection, |connection| {
        connection.be_patient()?;
        content(connection, about)
    })?;
    match found {
        Some(found) if !found.is_whole() => Err(StoreError::Damaged("the content of a file".to_owned())),
        found => Ok(found.map(|found| found.bytes)),
    }
}

/// The ids of every content.
pub(crate) fn contents(connection: &mut dyn Connection) -> Result<Vec<Uuid>, EngineError> {
    let mut ids = Vec::new();
    connection.query("SELECT id FROM attachment_contents ORDER BY id", &[], &mut |row| {
        ids.push(id(row, 0)?);
        Ok(())
    })?;
    Ok(ids)
}

/// Notes which contents no record tells of, and drops those that have been so for long: in a folder, where records and
/// contents stand in two files. A server does the same by itself.
pub(crate) fn sweep(
    contents: &mut dyn Connection,
    recorded: &HashSet<Uuid>,
    at: DateTime<Utc>,
) -> Result<(), EngineError> {
    let mut known: Vec<(Uuid, Option<String>)> = Vec::new();
    contents.query("SELECT id, without_record_since FROM attachment_contents", &[], &mut |row| {
        known.push((id(row, 0)?, optional_text(row, 1)?));
        Ok(())
    })?;
    let note = "UPDATE attachment_contents SET without_record_since = $2 WHERE id = $1";
    for (about, since) in known {
        let since = since.as_deref().map(instant).transpose()?;
        match (recorded.contains(&about), since) {
            (true, Some(_)) => contents.execute(note, &[Cell::from(about), Cell::Null])?,
            (false, None) => contents.execute(note, &[Cell::from(about), Cell::from(instant_text(at))])?,
            (false, Some(since)) if at - since > KEPT_WITHOUT_RECORD => {
                contents.execute("DELETE FROM attachment_contents WHERE id = $1", &[Cell::from(about)])?
            }
            _ => 0,
        };
    }
    Ok(())
}
