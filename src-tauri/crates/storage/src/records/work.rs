//! Tables of daily work: files of cases, what was done about the agenda, notified rates, saved filters.
//! Invariant: as in [`super`], each field of the domain has exactly one column.

use vilkaar_domain::{AgendaMark, Attachment, NotifiedRate, SavedFilter};

use super::record;

record! {
    Attachment in "attachments" {
        id: "id",
        placement: "placement_id",
        about: "about_id",
        kind: "attachment_kind",
        name: "file_name",
        size: "size",
        sha256: "sha256",
        added_on: "added_on",
    }

    AgendaMark in "agenda_marks" {
        id: "id",
        placement: "placement_id",
        item: "item",
        handled: "handled",
        postponed: "postponed",
        owner: "owner",
    }

    NotifiedRate in "notified_rates" {
        id: "id",
        placement: "placement_id",
        line: "rate_line_id",
        new_rate: "new_rate",
        from: "valid_from",
        notified_on: "notified_on",
        source: "source",
        decision: "decision",
        decided_on: "decided_on",
        reason: "reason",
    }

    SavedFilter in "saved_filters" {
        id: "id",
        list: "list",
        name: "name",
        owner: "owner_id",
        is_shared: "is_shared",
        query: "query",
    }
}
