//! Files of a case: those of one record, and those of the case as a whole.
//!
//! Invariant: a file stands in one place only. One whose record is gone stands with the case, so that none is hidden.

use vilkaar_domain::{Attachment, CaseFile};
use vilkaar_wording::format;

use crate::types::AttachmentRow;

/// The files of a record, newest first.
pub(super) fn about(file: &CaseFile<'_>, record: uuid::Uuid) -> Vec<AttachmentRow> {
    file.attachments
        .iter()
        .rev()
        .filter(|found| found.about == Some(record))
        .map(|found| row(found))
        .collect()
}

/// The files of the case that stand at no contract, newest first.
pub(super) fn of_case(file: &CaseFile<'_>) -> Vec<AttachmentRow> {
    let is_contracts =
        |found: &Attachment| file.contracts.iter().any(|contract| found.about == Some(contract.id.0));
    file.attachments.iter().rev().filter(|found| !is_contracts(found)).map(|found| row(found)).collect()
}

/// A file as it is listed.
pub(crate) fn row(file: &Attachment) -> AttachmentRow {
    AttachmentRow {
        id: file.id.to_string(),
        name: file.name.reveal().to_owned(),
        kind: file.kind.word().to_owned(),
        detail: format!("{}, vedhæftet {}", format::size(u64::from(file.size)), format::date(file.added_on)),
        about: file.about.map(|record| record.to_string()),
    }
}
