//! Files and drafts through what happens to a folder: a backup and its restore, a key change, somebody who leaves.

use chrono::{TimeDelta, Utc};
use uuid::Uuid;
use vilkaar_application::ports::{Beside as _, KeptDraft};
use vilkaar_domain::AttachmentId;

use super::{PASSPHRASE, empty};
use crate::database::{Database, Unlock};
use crate::engine::{Cell, Connection as _};
use crate::keys::Person;
use crate::sqlite::{Presence, SqliteConnection};

#[test]
fn files_come_along_in_a_backup_and_under_a_new_key_and_drafts_go_with_their_owner() {
    let (keeper, mut database) = empty();
    let file = AttachmentId(Uuid::from_u128(1));
    let content = b"%PDF-1.7 Bodil".repeat(100_000);
    database.put_file(file, &content, Utc::now()).unwrap();
    database
        .keep_draft(&KeptDraft { key: "a".to_owned(), content: "{}".to_owned(), at: Utc::now() })
        .unwrap();
    let ib = Person { id: Uuid::now_v7(), name: "Ib Øst".to_owned() };
    database.add_person(&ib).unwrap();
    let sql = "INSERT INTO drafts (person_id, key, content, at) VALUES ($1, 'b', '{}', '')";
    database.engine().execute(sql, &[Cell::from(ib.id)]).unwrap();

    let backup = keeper.path().join("kopi.backup");
    database.backup_to(&backup).unwrap();
    let restored = keeper.path().join("Gendannet.vilkaar");
    Database::restore(&backup, &restored).unwrap();
    let unlock = Unlock::Passphrase { user: Some("Karina Holst"), passphrase: PASSPHRASE };
    let mut restored = Database::open(&restored, unlock).unwrap();
    assert!(restored.file(file).unwrap().unwrap() == content);
    assert_eq!(restored.drafts().unwrap().len(), 1);

    let old_key = database.parts_for_tests().1.clone();
    database.remove_person(ib.id, PASSPHRASE).unwrap();
    assert!(database.file(file).unwrap().unwrap() == content);
    let files = database.folder().join("files.db");
    assert!(SqliteConnection::open(&files, &old_key, Presence::Existing).is_err(), "the old key opens it");
    assert!(!std::fs::read(&files).unwrap().windows(5).any(|bytes| bytes == b"Bodil"));
    let mut left = Vec::new();
    database
        .engine()
        .query("SELECT key FROM drafts", &[], &mut |row| {
            left.push(crate::log::text(row, 0)?);
            Ok(())
        })
        .unwrap();
    assert_eq!(left, ["a"]);
}

#[test]
fn what_no_record_tells_of_goes_after_thirty_days() {
    let (_keeper, mut database) = empty();
    let (alone, next, last) = (
        AttachmentId(Uuid::from_u128(1)),
        AttachmentId(Uuid::from_u128(2)),
        AttachmentId(Uuid::from_u128(3)),
    );
    let start = Utc::now();
    database.put_file(alone, b"1", start).unwrap();
    database.put_file(next, b"2", start + TimeDelta::days(1)).unwrap();
    database.put_file(last, b"3", start + TimeDelta::days(30)).unwrap();
    assert!(database.file(alone).unwrap().is_some(), "noted a day after it was put");
    database.put_file(last, b"3", start + TimeDelta::days(32)).unwrap();
    assert_eq!(database.file(alone).unwrap(), None);
    assert!(database.file(next).unwrap().is_some() && database.file(last).unwrap().is_some());
}
