//! `verify`: do the logs hold, is each record what its latest entry left, and does each file hold what was attached?
//!
//! Invariant: whatever differs is named (entry, record, head), and nothing is repaired. Said honestly:
//! whoever can open a local database could rewrite log and records together with the program's own means;
//! only a head that was kept elsewhere — in a backup, on a printed packet — gives that away.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use uuid::fmt::Hyphenated;
use vilkaar_application::ports::{LogHead, LogPayload, Verification, VerifyProblem};
use vilkaar_domain::{Attachment, Entity};
use vilkaar_wording::storage::{Finding, Log, finding};

use crate::beside;
use crate::chain::{ChangeEntry, EntryHasher, Hash, OperationFields, ReadEntry, START, hex, payload_digest};
use crate::engine::{Cell, Connection, EngineError, LogKeeper, Row};
use crate::log::{self, Chain, hash, id, number, optional_id, optional_text, text};
use crate::payload;
use crate::records;

/// What is found is told once per place; a database that was replaced whole shouldn't give a million lines.
const MOST_PROBLEMS: usize = 1000;

/// Findings so far.
#[derive(Default)]
pub(crate) struct Findings {
    pub(crate) problems: Vec<VerifyProblem>,
}

impl Findings {
    /// Adds a finding.
    pub(crate) fn add(&mut self, log: Log, found: &Finding<'_>) {
        if self.problems.len() < MOST_PROBLEMS {
            let problem = VerifyProblem { code: code(log, found).to_owned(), detail: finding(log, found) };
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }
}

/// The stable code of a finding.
const fn code(log: Log, finding: &Finding<'_>) -> &'static str {
    match (log, finding) {
        (Log::Changes, Finding::EntryChanged(_)) => "entry_changed",
        (Log::Changes, Finding::EntriesMissing(..) | Finding::LogShortened(..)) => "entry_missing",
        (Log::Changes, Finding::EntryDoesNotFollow(_) | Finding::LogExtended(_)) => "entry_inserted",
        (Log::Changes, Finding::HeadUnknown(_)) => "head_unknown",
        (Log::Reads, Finding::EntriesMissing(..) | Finding::LogShortened(..)) => "read_missing",
        (Log::Reads, Finding::EntryDoesNotFollow(_) | Finding::LogExtended(_)) => "read_inserted",
        (Log::Reads, Finding::HeadUnknown(_)) => "read_head_unknown",
        (Log::Reads, Finding::EntryChanged(_)) => "read_changed",
        (_, Finding::PayloadChanged(_)) => "payload_changed",
        (_, Finding::BeforeDiffers(_)) => "before_differs",
        (_, Finding::OperationMissing(_)) => "operation_missing",
        (_, Finding::OperationWithoutEntries(_)) => "operation_inserted",
        (_, Finding::RowChanged(..)) => "row_changed",
        (_, Finding::RowUnchecked(..)) => "row_unchecked",
        (_, Finding::RowStillThere(..)) => "row_still_there",
        (_, Finding::RowMissing(..)) => "row_missing",
        (_, Finding::RowUnlogged(..)) => "row_inserted",
        (_, Finding::FileChanged(_)) => "file_changed",
        (_, Finding::FileMissing(_)) => "file_missing",
    }
}

/// An operation of the log.
struct OperationRow {
    at: String,
    person_id: String,
    person_name: String,
    origin: String,
    name: String,
    reason: Option<String>,
    has_entries: bool,
}

/// The latest entry of a record, and what it left.
struct Left {
    seq: i64,
    kind: String,
    after: After,
}

/// What is known of a record after a change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    /// SHA-256 of its text.
    Text(Hash),
    /// It was taken out.
    Nothing,
    /// The reader's role doesn't see it.
    Withheld,
    /// The payload was emptied: nothing can be compared.
    Emptied,
}

/// What the log of changes holds.
struct Changes {
    entries: u64,
    withheld: u64,
    left: HashMap<Uuid, Left>,
    /// Entries whose record before isn't, letter for letter, what the entry before it left, with that entry.
    unlike: Vec<(i64, i64)>,
}

/// Walks a chain: numbers without gaps, each entry following the one before.
struct Walk<'a> {
    log: Log,
    seq: i64,
    previous: Hash,
    known: HashMap<i64, Vec<&'a LogHead>>,
}

impl<'a> Walk<'a> {
    /// A walk that looks for heads kept elsewhere.
    fn new(log: Log, heads: &'a [LogHead]) -> Self {
        let mut known: HashMap<i64, Vec<&LogHead>> = HashMap::new();
        for head in heads.iter().filter(|head| head.seq > 0) {
            known.entry(i64::try_from(head.seq).unwrap_or(i64::MAX)).or_default().push(head);
        }
        Self { log, seq: 0, previous: START, known }
    }

    /// One entry: its number, what it says it follows, its hash as stored and as worked out.
    fn step(&mut self, findings: &mut Findings, seq: i64, previous: Hash, stored: Hash, worked_out: Hash) {
        let number = seq.unsigned_abs();
        if seq > self.seq + 1 {
            findings.add(self.log, &Finding::EntriesMissing(self.seq.unsigned_abs() + 1, number - 1));
        } else if previous != self.previous {
            findings.add(self.log, &Finding::EntryDoesNotFollow(number));
        }
        if stored != worked_out {
            findings.add(self.log, &Finding::EntryChanged(number));
        }
        if self.known.remove(&seq).is_some_and(|heads| heads.iter().any(|head| !head.is_of(&hex(&stored)))) {
            findings.add(self.log, &Finding::HeadUnknown(number));
        }
        self.seq = seq;
        self.previous = stored;
    }

    /// The end: is it the one that the chain's head names, and was every head kept elsewhere met?
    fn end(self, findings: &mut Findings, head: &log::Head) {
        let (ends, expected) = (self.seq.unsigned_abs(), head.seq.unsigned_abs());
        if self.seq < head.seq {
            findings.add(self.log, &Finding::LogShortened(ends, expected));
        } else if self.seq > head.seq {
            findings.add(self.log, &Finding::LogExtended(expected));
        } else if self.previous != head.hash {
            findings.add(self.log, &Finding::EntryChanged(ends));
        }
        let mut missed: Vec<i64> = self.known.into_keys().collect();
        missed.sort_unstable();
        for seq in missed {
            findings.add(self.log, &Finding::HeadUnknown(seq.unsigned_abs()));
        }
    }
}

/// Checks everything that can be checked from within the database, and heads kept elsewhere.
pub(crate) fn verify(
    connection: &mut dyn Connection,
    change_heads: &[LogHead],
    read_heads: &[LogHead],
) -> Result<Verification, EngineError> {
    let mut findings = Findings::default();
    let head = log::head(connection, Chain::Changes)?;
    connection.be_patient()?;
    let changes = changes(connection, &mut findings, change_heads, &head)?;
    befores(connection, &mut findings, &changes.unlike)?;
    rows(connection, &mut findings, changes.left)?;
    reads(connection, &mut findings, read_heads)?;
    let mut cases = 0;
    connection.query("SELECT count(*) FROM placements", &[], &mut |row| {
        cases = number(row, 0)?.unsigned_abs();
        Ok(())
    })?;
    Ok(Verification {
        problems: findings.problems,
        cases,
        log_entries: changes.entries,
        withheld: changes.withheld,
        head: head.into_log_head()?,
    })
}

/// Each file's content against the digest that its record has: in a folder, where contents stand in a file of their own
/// and one is in memory at a time. A server does it by itself.
pub(crate) fn files(
    records: &mut dyn Connection,
    contents: &mut dyn Connection,
    found: &mut Vec<VerifyProblem>,
) -> Result<(), EngineError> {
    let mut findings = Findings { problems: std::mem::take(found) };
    for file in records::all::<Attachment>(records)? {
        let told = file.id.0.hyphenated().to_string();
        match beside::content(contents, file.id.0)? {
            None => findings.add(Log::Changes, &Finding::FileMissing(&told)),
            Some(content) if !content.is_whole() || hex_of(&content.sha256) != file.sha256 => {
                findings.add(Log::Changes, &Finding::FileChanged(&told));
            }
            Some(_) => {}
        }
    }
    *found = findings.problems;
    Ok(())
}

/// Lower-case hexadecimal.
fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Operations by id.
fn operations(connection: &mut dyn Connection) -> Result<HashMap<Uuid, OperationRow>, EngineError> {
    let mut operations = HashMap::new();
    let sql = "SELECT id, at, person_id, person_name, origin, name, reason FROM operations";
    connection.query(sql, &[], &mut |row| {
        let operation = OperationRow {
            at: text(row, 1)?,
            person_id: id(row, 2)?.hyphenated().to_string(),
            person_name: text(row, 3)?,
            origin: text(row, 4)?,
            name: text(row, 5)?,
            reason: optional_text(row, 6)?,
            has_entries: false,
        };
        operations.insert(id(row, 0)?, operation);
        Ok(())
    })?;
    Ok(operations)
}

/// The log of changes: how many entries, what each record's latest entry left, and what doesn't follow from it.
fn changes(
    connection: &mut dyn Connection,
    findings: &mut Findings,
    heads: &[LogHead],
    head: &log::Head,
) -> Result<Changes, EngineError> {
    let mut operations = operations(connection)?;
    let mut left: HashMap<Uuid, Left> = HashMap::new();
    let mut walk = Walk::new(Log::Changes, heads);
    let mut hasher = EntryHasher::default();
    let (mut entries, mut withheld) = (0, 0);
    let mut unlike = Vec::new();
    // A server's view says of a payload that is there whether it is kept from the reader.
    let is_withheld = match connection.log_keeper() {
        LogKeeper::Program => "0",
        LogKeeper::Server => "withheld",
    };
    let sql = format!(
        "SELECT seq, operation_id, entity_kind, entity_id, citizen_id, reason, digest, previous, hash, salt, \
         payload, {is_withheld} FROM changes ORDER BY seq"
    );
    connection.query(&sql, &[], &mut |row| {
        entries += 1;
        let seq = self::number(row, 0)?;
        let number = seq.unsigned_abs();
        let (operation_id, kind, entity_id) = (id(row, 1)?, text(row, 2)?, id(row, 3)?);
        let citizen_id = optional_id(row, 4)?;
        let mut texts = [[0; Hyphenated::LENGTH]; 3];
        let [operation_text, entity_text, citizen_text] = &mut texts;
        let (digest, previous, stored) = (hash(row, 6)?, hash(row, 7)?, hash(row, 8)?);
        let worked_out = match operations.get_mut(&operation_id) {
            Some(operation) => {
                operation.has_entries = true;
                hasher.change(&ChangeEntry {
                    seq,
                    operation: OperationFields {
                        id: operation_id.hyphenated().encode_lower(operation_text),
                        at: &operation.at,
                        person_id: &operation.person_id,
                        person_name: &operation.person_name,
                        origin: &operation.origin,
                        name: &operation.name,
                        reason: operation.reason.as_deref(),
                    },
                    entity_kind: &kind,
                    entity_id: entity_id.hyphenated().encode_lower(entity_text),
                    citizen_id: citizen_id.map(|id| &*id.hyphenated().encode_lower(citizen_text)),
                    reason: optional_text(row, 5)?.as_deref(),
                    digest,
                    previous,
                })
            }
            None => {
                findings.add(Log::Changes, &Finding::OperationMissing(seq.unsigned_abs()));
                stored
            }
        };
        walk.step(findings, seq, previous, stored, worked_out);
        let (before, after) = payload_of(row, findings, seq, &digest)?;
        withheld += u64::from(after == After::Withheld);
        // The settings are there before anybody saves them: the program's own.
        let may_be_first = before == Some(Before::Nothing) || kind == "settings";
        let earlier = left.insert(entity_id, Left { seq, kind, after });
        if let Some(before) = before {
            match earlier.map(|earlier| (earlier.seq, earlier.after)) {
                None if !may_be_first => findings.add(Log::Changes, &Finding::BeforeDiffers(number)),
                Some((earlier, After::Text(after))) if before != Before::Text(after) => {
                    unlike.push((seq, earlier));
                }
                Some((_, After::Nothing)) if before != Before::Nothing => {
                    findings.add(Log::Changes, &Finding::BeforeDiffers(number));
                }
                _ => {}
            }
        }
        Ok(())
    })?;
    walk.end(findings, head);
    let mut idle: Vec<&Uuid> =
        operations.iter().filter(|(_, operation)| !operation.has_entries).map(|(id, _)| id).collect();
    idle.sort();
    for id in idle {
        findings.add(Log::Changes, &Finding::OperationWithoutEntries(&id.hyphenated().to_string()));
    }
    Ok(Changes { entries, withheld, left, unlike })
}

/// What an entry says of its record before the change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// There was none.
    Nothing,
    /// SHA-256 of its text.
    Text(Hash),
}

/// Checks a payload against its digest; the record before, where the payload can be read, and after.
fn payload_of(
    row: &dyn Row,
    findings: &mut Findings,
    seq: i64,
    digest: &Hash,
) -> Result<(Option<Before>, After), EngineError> {
    if row.cell(11)? == Cell::Integer(1) {
        return Ok((None, After::Withheld));
    }
    let Cell::Bytes(salt) = row.cell(9)? else { return Ok((None, After::Emptied)) };
    let Cell::Text(payload) = row.cell(10)? else { return Ok((None, After::Emptied)) };
    if payload_digest(&salt, payload.as_bytes()) != *digest {
        findings.add(Log::Changes, &Finding::PayloadChanged(seq.unsigned_abs()));
    }
    let (before, after) = payload::parts(&payload).unwrap_or_default();
    let before = match before {
        "null" => Before::Nothing,
        before => Before::Text(Sha256::digest(before).into()),
    };
    let after = match after {
        "null" => After::Nothing,
        after => After::Text(Sha256::digest(after).into()),
    };
    Ok((Some(before), after))
}

/// Entries whose record before isn't, letter for letter, what the one before them left: what counts is what they
/// mean, since another version of the program may have written one of them.
fn befores(
    connection: &mut dyn Connection,
    findings: &mut Findings,
    unlike: &[(i64, i64)],
) -> Result<(), EngineError> {
    for (seq, earlier) in unlike.iter().take(MOST_PROBLEMS) {
        let mut payloads: Vec<Option<LogPayload>> = Vec::new();
        let sql = "SELECT payload FROM changes WHERE seq = $1 OR seq = $2 ORDER BY seq";
        connection.query(sql, &[Cell::from(*earlier), Cell::from(*seq)], &mut |row| {
            payloads.push(serde_json::from_str(&log::text(row, 0)?).ok());
            Ok(())
        })?;
        let follows = matches!(payloads.as_slice(), [Some(earlier), Some(later)]
            if later.before == earlier.after);
        if !follows {
            findings.add(Log::Changes, &Finding::BeforeDiffers(seq.unsigned_abs()));
        }
    }
    Ok(())
}

/// Each record against what its latest entry left.
fn rows(
    connection: &mut dyn Connection,
    findings: &mut Findings,
    mut left: HashMap<Uuid, Left>,
) -> Result<(), EngineError> {
    let mut suspects: Vec<(Uuid, i64, Entity)> = Vec::new();
    let mut text = Vec::new();
    records::each_entity(connection, &mut |table, id, entity| {
        let told = id.map(|id| id.hyphenated().to_string()).unwrap_or_default();
        let Some((id, Left { seq, kind, after })) = id.and_then(|id| left.remove_entry(&id)) else {
            let kind = entity.as_ref().map_or(table, Entity::kind);
            findings.add(Log::Changes, &Finding::RowUnlogged(kind, &told));
            return;
        };
        let Some(entity) = entity else {
            findings.add(Log::Changes, &Finding::RowChanged(&kind, &told, seq.unsigned_abs()));
            return;
        };
        let after = match after {
            After::Text(after) => after,
            After::Nothing => {
                findings.add(Log::Changes, &Finding::RowStillThere(&kind, &told, seq.unsigned_abs()));
                return;
            }
            After::Withheld => return,
            After::Emptied => {
                findings.add(Log::Changes, &Finding::RowUnchecked(&kind, &told, seq.unsigned_abs()));
                return;
            }
        };
        text.clear();
        let same = payload::write_record(&mut text, &entity);
        if same.is_err() || after != Hash::from(Sha256::digest(&text)) {
            suspects.push((id, seq, entity));
        }
    })?;
    // A payload of an older program may lack a field that the record has by now: what counts is what it means.
    for (id, seq, entity) in suspects {
        let mut meant = false;
        let sql = "SELECT payload FROM changes WHERE seq = $1";
        connection.query(sql, &[Cell::from(seq)], &mut |row| {
            let payload: Option<LogPayload> = serde_json::from_str(&log::text(row, 0)?).ok();
            meant = payload.is_some_and(|payload| payload.after.as_ref() == Some(&entity));
            Ok(())
        })?;
        if !meant {
            findings.add(
                Log::Changes,
                &Finding::RowChanged(entity.kind(), &id.hyphenated().to_string(), seq.unsigned_abs()),
            );
        }
    }
    let mut missing: Vec<(Uuid, Left)> = left.into_iter().collect();
    missing.sort_by_key(|(_, left)| left.seq);
    for (id, Left { seq, kind, after }) in missing {
        let (id, seq) = (id.hyphenated().to_string(), seq.unsigned_abs());
        match after {
            After::Text(_) => findings.add(Log::Changes, &Finding::RowMissing(&kind, &id, seq)),
            After::Emptied => findings.add(Log::Changes, &Finding::RowUnchecked(&kind, &id, seq)),
            // Taken out; or the reader doesn't see whether it was.
            After::Nothing | After::Withheld => {}
        }
    }
    Ok(())
}

/// The log of reads.
fn reads(
    connection: &mut dyn Connection,
    findings: &mut Findings,
    heads: &[LogHead],
) -> Result<(), EngineError> {
    let head = log::head(connection, Chain::Reads)?;
    let mut walk = Walk::new(Log::Reads, heads);
    let mut hasher = EntryHasher::default();
    let sql = "SELECT seq, at, person_id, person_name, origin, citizen_id, what, previous, hash \
               FROM reads ORDER BY seq";
    connection.query(sql, &[], &mut |row| {
        let (seq, previous, stored) = (number(row, 0)?, hash(row, 7)?, hash(row, 8)?);
        let (at, person_id, person_name) =
            (text(row, 1)?, id(row, 2)?.hyphenated().to_string(), text(row, 3)?);
        let (origin, citizen_id, what) = (text(row, 4)?, id(row, 5)?.hyphenated().to_string(), text(row, 6)?);
        let worked_out = hasher.read(&ReadEntry {
            seq,
            at: &at,
            person_id: &person_id,
            person_name: &person_name,
            origin: &origin,
            citizen_id: &citizen_id,
            what: &what,
            previous,
        });
        walk.step(findings, seq, previous, stored, worked_out);
        Ok(())
    })?;
    walk.end(findings, &head);
    Ok(())
}
