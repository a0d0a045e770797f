//! Drafts, and what stands in files: outside the log, and as strict as the rest.

use vilkaar_application::ports::{
    DRAFTS_KEPT, KeptDraft, LONGEST_DRAFT, MOST_BYTES, Operation, Store, StoreError,
};
use vilkaar_domain::{AttachmentId, Entity};

use super::{FILE, Made, id, instant, new, operation, removed, save};

/// Puts what stands in the files of an operation, as is done before their records are saved.
pub(super) fn put_files(store: &mut dyn Store, operation: &Operation) {
    for record in operation.changes.iter().filter_map(|change| change.after.as_ref()) {
        if let Entity::Attachment(file) = record {
            store.put_file(file.id, FILE, instant(0)).unwrap();
        }
    }
}

/// A draft of a form.
fn draft(key: &str, content: &str, second: i64) -> KeptDraft {
    KeptDraft { key: key.to_owned(), content: content.to_owned(), at: instant(second) }
}

/// A draft is kept, replaced by one of the same key, and dropped; the newest comes first, and the log knows nothing.
pub fn a_draft_is_kept_replaced_and_dropped_newest_first(made: &mut Made) {
    let store = made.store.as_mut();
    assert_eq!(store.drafts().unwrap(), []);
    store.keep_draft(&draft("takst/1", "Å'); DROP TABLE drafts; --", 1)).unwrap();
    store.keep_draft(&draft("kontrakt/2", "{}", 2)).unwrap();
    store.keep_draft(&draft("takst/1", "med mere", 3)).unwrap();
    let kept = store.drafts().unwrap();
    assert_eq!(kept, [draft("takst/1", "med mere", 3), draft("kontrakt/2", "{}", 2)]);
    store.drop_draft("takst/1").unwrap();
    store.drop_draft("aldrig set").unwrap();
    assert_eq!(store.drafts().unwrap(), [draft("kontrakt/2", "{}", 2)]);
    assert_eq!(store.head().unwrap().seq, 0);
    assert!(!format!("{:?}", draft("takst/1", "hemmelig", 1)).contains("hemmelig"));
}

/// A draft that is too long is refused, and of too many the oldest go.
pub fn a_draft_that_is_too_long_is_refused_and_of_too_many_the_oldest_go(made: &mut Made) {
    let store = made.store.as_mut();
    let longest = "x".repeat(LONGEST_DRAFT);
    store.keep_draft(&draft("lang", &longest, 0)).unwrap();
    let refused = store.keep_draft(&draft("lang", &format!("{longest}x"), 1));
    assert_eq!(refused, Err(StoreError::TooLong));
    assert_eq!(store.keep_draft(&draft(&"k".repeat(201), "", 1)), Err(StoreError::TooLong));
    assert_eq!(store.drafts().unwrap(), [draft("lang", &longest, 0)]);
    for second in 1..=i64::from(DRAFTS_KEPT) {
        store.keep_draft(&draft(&format!("form/{second}"), "", second)).unwrap();
    }
    let kept = store.drafts().unwrap();
    assert_eq!(kept.len(), DRAFTS_KEPT as usize);
    assert!(kept.iter().all(|draft| draft.key != "lang"));
}

/// What stands in a file is read back as it was put, byte for byte, up to the largest; it stays while its record is
/// taken out, so that it can be put back.
pub fn what_stands_in_a_file_is_read_back_as_it_was_put(made: &mut Made) {
    let everything = made.everything();
    let attachment = everything.iter().find(|entity| entity.kind() == "attachment").cloned().unwrap();
    let store = made.store.as_mut();
    let (file, another) = (AttachmentId(attachment.id()), AttachmentId(id(9_100)));
    assert_eq!(store.file(file).unwrap(), None);
    let content: Vec<u8> = (0..MOST_BYTES).map(|place| (place % 251) as u8).collect();
    store.put_file(another, &content, instant(1)).unwrap();
    save(store, &operation(1, everything.into_iter().map(new).collect())).unwrap();
    assert!(store.file(another).unwrap().unwrap() == content);
    assert_eq!(store.file(file).unwrap().as_deref(), Some(FILE));
    save(store, &operation(2, vec![removed(attachment.clone())])).unwrap();
    store.put_file(AttachmentId(id(9_101)), b"1", instant(3)).unwrap();
    save(store, &operation(3, vec![new(attachment)])).unwrap();
    store.put_file(AttachmentId(id(9_102)), b"2", instant(4)).unwrap();
    assert!(store.file(file).unwrap().is_some());
    assert!(store.verify(&[]).unwrap().ok());
}

/// A file is put once: the same again is harmless, another content under its id and one that is too large are refused.
pub fn a_file_is_put_once_and_one_that_is_too_large_is_refused(made: &mut Made) {
    let store = made.store.as_mut();
    let file = AttachmentId(id(9_100));
    store.put_file(file, b"%PDF-1", instant(1)).unwrap();
    store.put_file(file, b"%PDF-1", instant(2)).unwrap();
    let conflict = StoreError::Conflict { kind: "attachment".to_owned(), id: file.0 };
    assert_eq!(store.put_file(file, b"%PDF-2", instant(3)), Err(conflict));
    let large = vec![0; MOST_BYTES + 1];
    assert_eq!(store.put_file(AttachmentId(id(9_101)), &large, instant(4)), Err(StoreError::TooLong));
    assert_eq!(store.file(file).unwrap().as_deref(), Some(&b"%PDF-1"[..]));
    assert_eq!(store.file(AttachmentId(id(9_101))).unwrap(), None);
}
