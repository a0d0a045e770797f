//! What a role may not see of records that it reads: fields, files by their kind, filters that another keeps for
//! themselves. The program works out the same as the server gives.

use vilkaar_application::ports::{Beside as _, EntityChange, Operation, Store as _, StoreError};
use vilkaar_application::withheld::Reader;
use vilkaar_domain::{
    Attachment, AttachmentId, AttachmentKind, Entity, Goal, Level, RecordId, Register, Role, SavedFilter,
    Sensitive, SubGoal, UserId,
};
use vilkaar_storage::SharedDatabase;
use vilkaar_testkit::conformance::{FILE, full};

use crate::rules::{Filled, filled};
use crate::{id, operation, save};

/// The database as somebody in a role.
fn opened(filled: &Filled, role: Role) -> SharedDatabase {
    let (_, login, password) = filled.people.iter().find(|(of, ..)| *of == role).unwrap();
    SharedDatabase::open(&filled.department.address, login, password).unwrap()
}

/// A file of the case of [`full`].
fn file(number: u128, kind: AttachmentKind) -> Entity {
    let found = full().into_iter().find_map(|entity| match entity {
        Entity::Attachment(file) => Some(file),
        _ => None,
    });
    let name = Sensitive::new(format!("hemmelig-{number}.pdf"));
    Entity::Attachment(Attachment { id: AttachmentId(id(number)), kind, name, ..found.unwrap() })
}

/// A filter of somebody.
fn filter(number: u128, database: &SharedDatabase, is_shared: bool) -> Entity {
    Entity::SavedFilter(SavedFilter {
        id: RecordId(id(number)),
        list: "placements".to_owned(),
        name: format!("hemmelig-{number}"),
        owner: UserId(database.actor("").person),
        is_shared,
        query: "{}".to_owned(),
    })
}

/// A register as its reader may see it.
fn seen(database: &SharedDatabase, mut register: Register) -> Register {
    let actor = database.actor("");
    Reader::from(&actor).conceal(&mut register);
    register
}

fn changed(database: &SharedDatabase, before: Entity, after: Entity) -> Operation {
    operation(database, Some(before), after)
}

#[test]
fn the_server_gives_each_role_what_the_program_works_out_that_it_may_see() {
    let mut filled = filled();
    for (number, kind) in (9_200..).zip(AttachmentKind::ALL) {
        save(&mut filled.owner, None, file(number, *kind)).unwrap();
    }
    for is_shared in [false, true] {
        let filter = filter(9_210 + u128::from(is_shared), &filled.owner, is_shared);
        save(&mut filled.owner, None, filter).unwrap();
    }
    let whole = filled.owner.load().unwrap();
    for role in [Role::Negotiator, Role::CaseWorker, Role::Chief, Role::Finance, Role::Manager] {
        let mut database = opened(&filled, role);
        let mut given = database.load().unwrap();
        let mut expected = seen(&database, whole.clone());
        if role == Role::Manager {
            // A pseudonym stands for the number, and these kinds are not read at all.
            given.citizens.clear();
            expected.citizens.clear();
            expected.agenda_marks.clear();
            expected.saved_filters.clear();
        }
        assert_eq!(given, expected, "{role}");
    }
    let finance = opened(&filled, Role::Finance).load().unwrap();
    assert_eq!(finance.attachments.len(), 3, "two of the contract's kinds, and the one that was there");
    assert_eq!(finance.sub_goals[0].text, "(ses ikke med din rolle)");
    let manager = opened(&filled, Role::Manager).load().unwrap();
    assert!(manager.providers.iter().all(|provider| provider.further_contacts.is_empty()));
    assert!(whole.providers.iter().any(|provider| !provider.further_contacts.is_empty()));
    for (role, sql) in [
        (Role::Manager, "SELECT further_contacts FROM vilkaar.providers"),
        (Role::Manager, "SELECT text FROM vilkaar.sub_goals"),
        (Role::Finance, "SELECT text FROM vilkaar.sub_goals"),
        (Role::Finance, "SELECT * FROM vilkaar.withheld_fields"),
        (Role::Finance, "SELECT vilkaar.hidden_fields('goal')"),
    ] {
        filled.refuses(role, sql);
    }
}

#[test]
fn a_file_is_seen_and_changed_by_its_kind_past_the_program_too() {
    let mut filled = filled();
    let (signed, report) = (9_201, 9_202);
    for (number, kind) in [(signed, AttachmentKind::SignedContract), (report, AttachmentKind::StatusReport)] {
        filled.owner.put_file(AttachmentId(id(number)), FILE, chrono::Utc::now()).unwrap();
        save(&mut filled.owner, None, file(number, kind)).unwrap();
    }
    let count =
        |role: Role, what: &str| filled.by(role, &format!("SELECT count(*) FROM vilkaar.{what}")).unwrap();
    let of = |number: u128| format!("id = '{}'", id(number));
    for (role, sees_report) in [(Role::Finance, "0"), (Role::Chief, "1"), (Role::CaseWorker, "1")] {
        for table in ["attachments", "attachment_contents"] {
            assert_eq!(count(role, &format!("{table} WHERE {}", of(signed))), "1", "{role}");
            assert_eq!(count(role, &format!("{table} WHERE {}", of(report))), sees_report, "{role} {table}");
        }
        for column in ["payload", "seen"] {
            let told = count(role, &format!("changes WHERE {column} LIKE '%hemmelig-{report}%'"));
            assert_eq!(told, sees_report, "{role} {column}");
        }
        assert_eq!(count(role, &format!("changes WHERE entity_id = '{}'", id(report))), "1", "{role}");
    }
    // A case worker swaps no signed file: neither the row, nor one more, nor another made into one.
    let insert = format!(
        "INSERT INTO vilkaar.attachments SELECT '{}', placement_id, about_id, attachment_kind, file_name, size, sha256, \
         added_on, 1 FROM vilkaar.attachments WHERE {}",
        id(9_203),
        of(signed)
    );
    filled.refuses(Role::CaseWorker, &insert);
    let into_signed = format!(
        "UPDATE vilkaar.attachments SET attachment_kind = 'underskrevet kontrakt', version = version + 1 WHERE {}",
        of(report)
    );
    filled.refuses(Role::CaseWorker, &into_signed);
    for sql in [
        format!("UPDATE vilkaar.attachments SET sha256 = 'x', version = version + 1 WHERE {}", of(signed)),
        format!("DELETE FROM vilkaar.attachments WHERE {}", of(signed)),
    ] {
        // None that they could touch.
        assert_eq!(filled.by(Role::CaseWorker, &format!("{sql} RETURNING id")).unwrap(), "");
    }
    let mut case_worker = opened(&filled, Role::CaseWorker);
    let swapped = save(&mut case_worker, None, file(9_204, AttachmentKind::SignedContract));
    assert_eq!(swapped, Err(StoreError::Forbidden));
    case_worker.put_file(AttachmentId(id(9_205)), FILE, chrono::Utc::now()).unwrap();
    save(&mut case_worker, None, file(9_205, AttachmentKind::StatusReport)).unwrap();
    assert!(filled.owner.verify(&[]).unwrap().ok());
    let finance = opened(&filled, Role::Finance).verify(&[]).unwrap();
    assert_eq!((finance.problems, finance.withheld), (Vec::new(), 5));
}

#[test]
fn a_filter_that_is_not_shared_is_nobody_elses_to_read_or_change() {
    let mut filled = filled();
    let (own, shared) = (filter(9_211, &filled.owner, false), filter(9_212, &filled.owner, true));
    save(&mut filled.owner, None, own.clone()).unwrap();
    save(&mut filled.owner, None, shared).unwrap();
    for role in [Role::Negotiator, Role::CaseWorker, Role::Finance, Role::Chief] {
        let names = filled.by(role, "SELECT name FROM vilkaar.saved_filters").unwrap();
        assert!(!names.contains("hemmelig-9211") && names.contains("hemmelig-9212"), "{role}: {names}");
        for column in ["payload", "seen"] {
            let told = |number: u128| {
                let sql =
                    format!("SELECT count(*) FROM vilkaar.changes WHERE {column} LIKE '%hemmelig-{number}%'");
                filled.by(role, &sql).unwrap()
            };
            assert_eq!((told(9_211).as_str(), told(9_212).as_str()), ("0", "1"), "{role} {column}");
        }
        for sql in [
            "UPDATE vilkaar.saved_filters SET query = '1', version = version + 1 WHERE name = 'hemmelig-9211'",
            "DELETE FROM vilkaar.saved_filters WHERE name = 'hemmelig-9211'",
        ] {
            assert_eq!(filled.by(role, &format!("{sql} RETURNING id")).unwrap(), "", "{role}");
        }
        filled.refuses(
            role,
            "UPDATE vilkaar.saved_filters SET query = '1', version = version + 1 WHERE name = 'hemmelig-9212'",
        );
    }
    // Its owner shares it; from then on others see it, and not what it was before.
    let Entity::SavedFilter(before) = own else { unreachable!("a filter") };
    let after = SavedFilter { is_shared: true, query: "{\"ny\":1}".to_owned(), ..before.clone() };
    let sharing = changed(&filled.owner, Entity::SavedFilter(before), Entity::SavedFilter(after));
    filled.owner.save(&sharing, &mut |_, _| true).unwrap();
    let mut chief = opened(&filled, Role::Chief);
    assert_eq!(chief.load().unwrap().saved_filters.len(), 3, "and the one that was there");
    assert!(chief.verify(&[]).unwrap().ok());
}

#[test]
fn a_past_day_is_shown_without_what_is_withheld_and_with_every_figure() {
    let mut filled = filled();
    save(&mut filled.owner, None, file(9_202, AttachmentKind::StatusReport)).unwrap();
    let at = filled.owner.head().unwrap().at.unwrap();
    let known = filled.owner.load().unwrap();
    let Some(goal) = known.goals.first().cloned() else { panic!("a goal") };
    let Some(step) = known.sub_goals.first().cloned() else { panic!("a delmål") };
    let Some(entry) = known.follow_ups.first().cloned() else { panic!("a follow-up") };
    let other = if goal.start_level == Level::new(4).unwrap() { 3 } else { 4 };
    let lower = Goal { start_level: Level::new(other).unwrap(), wording: None, ..goal.clone() };
    let renamed = SubGoal { text: "andet".to_owned(), ..step.clone() };
    let remarked = vilkaar_domain::FollowUp { remark: None, level: None, ..entry.clone() };
    let changes = [
        (Some(Entity::Goal(goal.clone())), Some(Entity::Goal(lower))),
        (Some(Entity::SubGoal(step)), Some(Entity::SubGoal(renamed))),
        (Some(Entity::FollowUp(entry)), Some(Entity::FollowUp(remarked))),
        (Some(file(9_202, AttachmentKind::StatusReport)), None),
    ];
    let changes = changes
        .into_iter()
        .map(|(before, after)| EntityChange { before, after, citizen: None, reason: None })
        .collect();
    let later = Operation { changes, ..operation(&filled.owner, None, file(1, AttachmentKind::Other)) };
    filled.owner.save(&later, &mut |_, _| true).unwrap();
    let whole = filled.owner.register_as_of(at).unwrap();
    assert_eq!(whole, known);
    for role in [Role::Finance, Role::CaseWorker, Role::Chief, Role::Negotiator] {
        let mut database = opened(&filled, role);
        let past = database.register_as_of(at).unwrap();
        assert_eq!(past, seen(&database, whole.clone()), "{role}");
    }
    let past = opened(&filled, Role::Finance).register_as_of(at).unwrap();
    assert_eq!(past.goals[0].start_level, goal.start_level);
    assert_eq!(
        (&past.goals[0].wording, past.sub_goals[0].text.as_str()),
        (&None, "(ses ikke med din rolle)")
    );
}

#[test]
fn what_somebody_writes_into_a_log_entry_by_hand_keeps_nobody_from_reading_on() {
    let filled = filled();
    for payload in ["{}", "hemmelig", "[1]", "{\"before\":{\"record\":1},\"after\":[]}"] {
        let sql = format!(
            "BEGIN; UPDATE vilkaar.attachments SET size = 2, version = version + 1;
             SELECT vilkaar.append_changes(gen_random_uuid(), 'import', 'psql', NULL,
             (SELECT json_agg(json_build_object('kind', 'attachment', 'id', id, 'payload', '{payload}'))::text
              FROM vilkaar.attachments)); COMMIT"
        );
        filled.by(Role::Negotiator, &sql).unwrap();
    }
    for role in [Role::Finance, Role::CaseWorker, Role::Chief] {
        let sql = "SELECT count(seen), count(payload) > 0 FROM vilkaar.changes";
        assert!(filled.by(role, sql).unwrap().ends_with("|t"), "{role}");
        let found = opened(&filled, role).verify(&[]).unwrap();
        assert_eq!(found.problems.is_empty(), role == Role::Finance, "{role}: {:?}", found.problems);
    }
}

#[test]
fn a_file_whose_content_was_changed_past_the_program_is_told_to_whoever_checks_by_its_id_alone() {
    let mut filled = filled();
    filled.owner.put_file(AttachmentId(id(9_202)), FILE, chrono::Utc::now()).unwrap();
    save(&mut filled.owner, None, file(9_202, AttachmentKind::StatusReport)).unwrap();
    let tamper = |sql: &str| {
        filled.department.keeper.sql(&format!("SET session_replication_role = replica; {sql}")).unwrap();
    };
    let found = |role: Role| -> Vec<(String, String)> {
        let found = opened(&filled, role).verify(&[]).unwrap();
        found.problems.into_iter().map(|problem| (problem.code, problem.detail)).collect()
    };
    assert_eq!(found(Role::Administrator), []);
    // One byte, with and without the digest beside it, and nothing at all.
    let one_byte = format!(
        "UPDATE vilkaar.attachment_contents SET content = set_byte(content, 9, 65) WHERE id = '{}'",
        id(9_202)
    );
    let digest_too = "UPDATE vilkaar.attachment_contents SET sha256 = sha256(content)";
    let gone = format!("DELETE FROM vilkaar.attachment_contents WHERE id = '{}'", id(9_202));
    for (sql, code) in
        [(one_byte.as_str(), "file_changed"), (digest_too, "file_changed"), (&gone, "file_missing")]
    {
        tamper(sql);
        for role in [Role::Chief, Role::Finance, Role::Administrator] {
            let found = found(role);
            let [(told, detail)] = found.as_slice() else { panic!("{role}: {found:?}") };
            assert_eq!(told, code, "{role} {sql}");
            assert!(
                detail.starts_with(&format!("Fil {}", id(9_202))) && !detail.contains("hemmelig"),
                "{detail}"
            );
        }
    }
    assert!(opened(&filled, Role::Administrator).verify(&[]).unwrap().withheld > 0, "it compares no record");
}
