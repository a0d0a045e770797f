//! Drafts and the content of files past the program, tried with psql: a draft is its owner's alone, a file stands as it
//! was put.

use vilkaar_application::ports::{Beside as _, KeptDraft};
use vilkaar_domain::{AttachmentId, Role};
use vilkaar_storage::SharedDatabase;

use crate::id;
use crate::rules::{Filled, filled};

/// The database as somebody in a role.
fn opened(filled: &Filled, role: Role) -> SharedDatabase {
    let (_, login, password) = filled.people.iter().find(|(of, ..)| *of == role).unwrap();
    SharedDatabase::open(&filled.department.address, login, password).unwrap()
}

#[test]
fn everybody_sees_and_writes_their_own_drafts_only_and_they_go_with_their_owner() {
    let mut filled = filled();
    let draft = KeptDraft { key: "a".to_owned(), content: "{}".to_owned(), at: chrono::Utc::now() };
    let owner = filled.owner.actor("").person;
    filled.owner.keep_draft(&draft).unwrap();
    for role in Role::ALL.iter().copied() {
        let mut database = opened(&filled, role);
        assert_eq!(database.drafts().unwrap(), [], "{role}");
        database.keep_draft(&KeptDraft { key: "b".to_owned(), ..draft.clone() }).unwrap();
        assert_eq!(filled.by(role, "SELECT count(*) FROM vilkaar.drafts").unwrap(), "1");
        assert_eq!(
            filled.by(role, "DELETE FROM vilkaar.drafts RETURNING key").unwrap().lines().next(),
            Some("b")
        );
        filled.refuses(role, &format!("INSERT INTO vilkaar.drafts VALUES ('{owner}', 'c', '{{}}', '')"));
        filled.refuses(
            role,
            "INSERT INTO vilkaar.drafts SELECT id, 'c', repeat('x', 200001), '' FROM vilkaar.who_am_i()",
        );
        filled.refuses(role, "TRUNCATE vilkaar.drafts");
    }
    assert_eq!(filled.owner.drafts().unwrap().len(), 1);

    let mut clerk = opened(&filled, Role::Clerk);
    clerk.keep_draft(&draft).unwrap();
    let login = filled.people.iter().find(|(of, ..)| *of == Role::Clerk).unwrap().1.clone();
    filled.department.administration.remove_person(&login).unwrap();
    let left = filled.department.keeper.sql("SELECT person_id FROM vilkaar.drafts").unwrap();
    assert_eq!(left, owner.to_string());
}

#[test]
fn a_files_content_is_put_by_those_who_attach_read_by_those_who_see_cases_and_never_changed() {
    let mut filled = filled();
    let file = AttachmentId(id(9_100));
    filled.owner.put_file(file, b"%PDF-1", chrono::Utc::now()).unwrap();
    let put = |number: u128, digest_of: &str| {
        format!(
            "INSERT INTO vilkaar.attachment_contents (id, sha256, content) \
             VALUES ('{}', sha256('{digest_of}'::bytea), 'ny'::bytea)",
            id(number)
        )
    };
    for role in Role::ALL.iter().copied() {
        for sql in [
            "UPDATE vilkaar.attachment_contents SET content = 'andet'",
            "DELETE FROM vilkaar.attachment_contents",
            "TRUNCATE vilkaar.attachment_contents",
            // Under an id that has one, and another than it says.
            put(9_100, "ny").as_str(),
            put(9_101, "andet").as_str(),
        ] {
            filled.refuses(role, sql);
        }
        let reads = [Role::Negotiator, Role::CaseWorker, Role::Finance, Role::Chief].contains(&role);
        let seen = filled.by(role, "SELECT content FROM vilkaar.attachment_contents");
        assert_eq!(seen.is_ok(), reads, "{role}: {seen:?}");
        if ![Role::Negotiator, Role::CaseWorker].contains(&role) {
            filled.refuses(role, &put(9_102, "ny"));
            filled.refuses(role, &format!("SELECT vilkaar.sweep_contents('{}')", id(1)));
        }
    }
    assert_eq!(opened(&filled, Role::Chief).file(file).unwrap().as_deref(), Some(&b"%PDF-1"[..]));
}
