//! The form of the two logs' entries as they are hashed: fixed from the first version and never changed.
//!
//! An entry's hash is SHA-256 over its fields in a fixed order, each as UTF-8 with its length in front
//! (four bytes, big endian; 2³²−1 and nothing more for a field that is not there). The first field names
//! the log and the version of this form. Numbers are decimal digits; digests and hashes are lower-case
//! hexadecimal. The hash of the entry before is a field too, so that an entry that was changed, removed or
//! put in breaks the chain from there on. The first entry follows 64 zeros.
//!
//! The payload is not a field but its digest is, SHA-256 over a random salt of 16 bytes and the payload's
//! text: payload and salt can be deleted when their time has come, the chain still holds, and the digest
//! that stays doesn't let anyone try out names or numbers.

use sha2::{Digest as _, Sha256};

/// A SHA-256 value.
pub(crate) type Hash = [u8; 32];

/// What the first entry follows.
pub(crate) const START: Hash = [0; 32];

/// Collects an entry's fields; used again for the next entry, so that 40,000 entries cost one buffer.
#[derive(Default)]
pub(crate) struct EntryHasher {
    buffer: Vec<u8>,
}

impl EntryHasher {
    /// Adds a field.
    fn field(&mut self, text: &str) {
        // A field of 4 GB can't be: SQLite's own limit on a text is 1 GB.
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX - 1);
        self.buffer.extend_from_slice(&length.to_be_bytes());
        self.buffer.extend_from_slice(text.as_bytes());
    }

    /// Adds a field that may be absent, which differs from an empty one.
    fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.field(text),
            None => self.buffer.extend_from_slice(&u32::MAX.to_be_bytes()),
        }
    }

    /// Adds a hash as lower-case hexadecimal.
    fn hash(&mut self, hash: &Hash) {
        self.buffer.extend_from_slice(&64_u32.to_be_bytes());
        for byte in hash {
            self.buffer.push(hex_digit(byte >> 4));
            self.buffer.push(hex_digit(byte & 15));
        }
    }

    /// The hash of an entry of the log of changes.
    pub(crate) fn change(&mut self, entry: &ChangeEntry<'_>) -> Hash {
        self.buffer.clear();
        self.field("vilkaar-changes-1");
        self.field(&entry.seq.to_string());
        self.field(entry.operation.id);
        self.field(entry.operation.at);
        self.field(entry.operation.person_id);
        self.field(entry.operation.person_name);
        self.field(entry.operation.origin);
        self.field(entry.operation.name);
        self.optional(entry.operation.reason);
        self.field(entry.entity_kind);
        self.field(entry.entity_id);
        self.optional(entry.citizen_id);
        self.optional(entry.reason);
        self.hash(&entry.digest);
        self.hash(&entry.previous);
        Sha256::digest(&self.buffer).into()
    }

    /// The hash of an entry of the log of reads.
    pub(crate) fn read(&mut self, entry: &ReadEntry<'_>) -> Hash {
        self.buffer.clear();
        self.field("vilkaar-reads-1");
        self.field(&entry.seq.to_string());
        self.field(entry.at);
        self.field(entry.person_id);
        self.field(entry.person_name);
        self.field(entry.origin);
        self.field(entry.citizen_id);
        self.field(entry.what);
        self.hash(&entry.previous);
        Sha256::digest(&self.buffer).into()
    }
}

/// The fields that all entries of an operation share.
#[derive(Clone, Copy)]
pub(crate) struct OperationFields<'a> {
    /// Unique.
    pub(crate) id: &'a str,
    /// The instant, UTC.
    pub(crate) at: &'a str,
    /// Who, of keys.json.
    pub(crate) person_id: &'a str,
    /// The name at the time.
    pub(crate) person_name: &'a str,
    /// The screen or command.
    pub(crate) origin: &'a str,
    /// What was done.
    pub(crate) name: &'a str,
    /// Why, for the whole of it.
    pub(crate) reason: Option<&'a str>,
}

/// The fields of a change.
pub(crate) struct ChangeEntry<'a> {
    /// From 1, without gaps.
    pub(crate) seq: i64,
    /// The operation.
    pub(crate) operation: OperationFields<'a>,
    /// The kind of record.
    pub(crate) entity_kind: &'a str,
    /// The record.
    pub(crate) entity_id: &'a str,
    /// Whom it is about.
    pub(crate) citizen_id: Option<&'a str>,
    /// Why, for this record.
    pub(crate) reason: Option<&'a str>,
    /// Of salt and payload.
    pub(crate) digest: Hash,
    /// Of the entry before.
    pub(crate) previous: Hash,
}

/// The fields of a read.
pub(crate) struct ReadEntry<'a> {
    /// From 1, without gaps.
    pub(crate) seq: i64,
    /// The instant, UTC.
    pub(crate) at: &'a str,
    /// Who, of keys.json.
    pub(crate) person_id: &'a str,
    /// The name at the time.
    pub(crate) person_name: &'a str,
    /// The screen or command.
    pub(crate) origin: &'a str,
    /// Whose file.
    pub(crate) citizen_id: &'a str,
    /// What was seen.
    pub(crate) what: &'a str,
    /// Of the entry before.
    pub(crate) previous: Hash,
}

/// The digest of a payload.
pub(crate) fn payload_digest(salt: &[u8], payload: &[u8]) -> Hash {
    Sha256::new().chain_update(salt).chain_update(payload).finalize().into()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [hex_digit(byte >> 4), hex_digit(byte & 15)]).map(char::from).collect()
}

/// Bytes of hexadecimal; `None` when it isn't.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// The digit of a number below 16.
const fn hex_digit(number: u8) -> u8 {
    match number {
        0..=9 => b'0' + number,
        _ => b'a' + number - 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation() -> OperationFields<'static> {
        OperationFields {
            id: "0192f0c4-0000-7000-8000-000000000001",
            at: "2026-11-22T09:00:00.000000Z",
            person_id: "0192f0c4-0000-7000-8000-000000000002",
            person_name: "Karina Holst",
            origin: "vilkaar-cli import",
            name: "import",
            reason: None,
        }
    }

    fn entry() -> ChangeEntry<'static> {
        ChangeEntry {
            seq: 1,
            operation: operation(),
            entity_kind: "citizen",
            entity_id: "0192f0c4-0000-7000-8000-000000000003",
            citizen_id: None,
            reason: None,
            digest: payload_digest(&[7; 16], br#"{"before":null,"after":{}}"#),
            previous: START,
        }
    }

    /// The form is fixed: databases that exist are checked by it.
    #[test]
    fn the_hash_of_a_known_entry_never_changes() {
        assert_eq!(hex(&EntryHasher::default().change(&entry())), GOLDEN_CHANGE);
        let read = ReadEntry {
            seq: 1,
            at: "2026-11-22T09:00:00.000000Z",
            person_id: "0192f0c4-0000-7000-8000-000000000002",
            person_name: "Karina Holst",
            origin: "vindue: Placering",
            citizen_id: "0192f0c4-0000-7000-8000-000000000003",
            what: "placering",
            previous: START,
        };
        assert_eq!(hex(&EntryHasher::default().read(&read)), GOLDEN_READ);
    }

    /// Worked out from the description above by another program.
    const GOLDEN_CHANGE: &str = "204fde66244c737d8595d72031eb0c36105073ffc0483227123bd2fc3a2c84d1";
    /// The same.
    const GOLDEN_READ: &str = "2a40865229688156c2daca0e60f9841ae00f713b893263ceebb6eb794a3dddfe";

    #[test]
    fn text_that_moves_from_one_field_to_the_next_gives_another_hash() {
        let mut hasher = EntryHasher::default();
        let one = hasher.change(&ChangeEntry { entity_kind: "ab", entity_id: "c", ..entry() });
        let other = hasher.change(&ChangeEntry { entity_kind: "a", entity_id: "bc", ..entry() });
        assert_ne!(one, other);
    }

    #[test]
    fn an_absent_reason_and_an_empty_one_give_different_hashes() {
        let mut hasher = EntryHasher::default();
        let absent = hasher.change(&entry());
        let empty = hasher.change(&ChangeEntry { reason: Some(""), ..entry() });
        assert_ne!(absent, empty);
    }

    #[test]
    fn hexadecimal_is_read_back_as_written() {
        assert_eq!(unhex(&hex(&[0, 1, 0xab, 0xff])), Some(vec![0, 1, 0xab, 0xff]));
        assert_eq!(unhex("abc"), None);
        assert_eq!(unhex("zz"), None);
    }
}
