//! The text of a log entry's payload: the record before and after, as JSON without what is not known.
//!
//! Invariant: the same record always gives the same text, and reading it gives the same record. Fields that
//! hold nothing are left out, as reading a record takes an absent field for an unknown one; that is a quarter
//! of what an import writes.

use serde::Serialize as _;
use vilkaar_domain::Entity;

use crate::engine::EngineError;

/// What stands before the record before.
const BEFORE: &str = r#"{"before":"#;

/// What stands between the record before and the record after. Quotes inside a text are escaped, and no
/// record has a field of that name, so it stands there once.
const AFTER: &str = r#","after":"#;

/// Writes the payload of a change at the end of a buffer.
pub(crate) fn write(
    buffer: &mut Vec<u8>,
    before: Option<&Entity>,
    after: Option<&Entity>,
) -> Result<(), EngineError> {
    buffer.extend_from_slice(BEFORE.as_bytes());
    match before {
        Some(before) => write_record(buffer, before)?,
        None => buffer.extend_from_slice(b"null"),
    }
    buffer.extend_from_slice(AFTER.as_bytes());
    match after {
        Some(after) => write_record(buffer, after)?,
        None => buffer.extend_from_slice(b"null"),
    }
    buffer.push(b'}');
    Ok(())
}

/// Writes one record at the end of a buffer.
pub(crate) fn write_record(buffer: &mut Vec<u8>, record: &Entity) -> Result<(), EngineError> {
    let start = buffer.len();
    record
        .serialize(&mut serde_json::Serializer::new(&mut *buffer))
        .map_err(|_| EngineError::Other("a record has no JSON form".to_owned()))?;
    leave_out_nulls(buffer, start);
    Ok(())
}

/// The texts of the record before the change (`null` when there was none) and after.
pub(crate) fn parts(payload: &str) -> Option<(&str, &str)> {
    let (before, after) = payload.rsplit_once(AFTER)?;
    Some((before.strip_prefix(BEFORE)?, after.strip_suffix('}')?))
}

/// Takes every `"field":null` out of the JSON that stands in a buffer from `start` on, in place.
fn leave_out_nulls(buffer: &mut Vec<u8>, start: usize) {
    let (mut from, mut to) = (start, start);
    // Where the latest text begins in what is kept; before a colon it is the field's name.
    let mut name = start;
    while let Some(&byte) = buffer.get(from) {
        if byte == b'"' {
            name = to;
            let end = end_of_text(buffer, from);
            buffer.copy_within(from..end, to);
            to += end - from;
            from = end;
        } else if byte == b':' && buffer[from + 1..].starts_with(b"null") {
            from += b":null".len();
            to = name;
            if to > start && buffer[to - 1] == b',' {
                to -= 1;
            } else if buffer.get(from) == Some(&b',') {
                from += 1;
            }
        } else {
            buffer[to] = byte;
            to += 1;
            from += 1;
        }
    }
    buffer.truncate(to);
}

/// The place after the text that begins at `from` with its quote.
fn end_of_text(buffer: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while let Some(byte) = buffer.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    buffer.len()
}

#[cfg(test)]
mod tests {
    use vilkaar_application::ports::LogPayload;
    use vilkaar_testkit::conformance::{bare, full};

    use super::*;

    fn without_nulls(text: &str) -> String {
        let mut buffer = format!("før{text}").into_bytes();
        leave_out_nulls(&mut buffer, "før".len());
        String::from_utf8(buffer).unwrap()
    }

    #[test]
    fn what_is_not_known_is_left_out_and_nothing_else() {
        for (text, expected) in [
            (r#"{"a":null}"#, r#"før{}"#),
            (r#"{"a":null,"b":1}"#, r#"før{"b":1}"#),
            (r#"{"a":1,"b":null}"#, r#"før{"a":1}"#),
            (r#"{"a":1,"b":null,"c":2}"#, r#"før{"a":1,"c":2}"#),
            (r#"{"a":null,"b":null,"c":{"d":null}}"#, r#"før{"c":{}}"#),
            (r#"{"a":[null,"x",null]}"#, r#"før{"a":[null,"x",null]}"#),
            (r#"{"a":":null","b":"\",\"c\":null"}"#, r#"før{"a":":null","b":"\",\"c\":null"}"#),
            (r#"{"a":"\\","b":null}"#, r#"før{"a":"\\"}"#),
            (r#"{"null":null,"nul":"null"}"#, r#"før{"nul":"null"}"#),
        ] {
            assert_eq!(without_nulls(text), expected);
        }
    }

    #[test]
    fn a_payload_is_read_back_as_the_records_it_was_made_of() {
        for (after_record, before_record) in full().into_iter().chain(bare()).zip(bare().into_iter().cycle())
        {
            let mut buffer = Vec::new();
            write(&mut buffer, Some(&before_record), Some(&after_record)).unwrap();
            let text = String::from_utf8(buffer).unwrap();
            let read: LogPayload = serde_json::from_str(&text).unwrap();
            assert_eq!(
                read,
                LogPayload { before: Some(before_record.clone()), after: Some(after_record.clone()) }
            );
            let mut alone = Vec::new();
            write_record(&mut alone, &after_record).unwrap();
            let mut earlier = Vec::new();
            write_record(&mut earlier, &before_record).unwrap();
            let (before, after) = parts(&text).unwrap();
            assert_eq!((before.as_bytes(), after.as_bytes()), (earlier.as_slice(), alone.as_slice()));
        }
    }
}
