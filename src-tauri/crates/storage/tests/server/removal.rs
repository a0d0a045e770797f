//! Taking records out past the program, tried with psql: only with the log entry that says so.

use vilkaar_application::ports::Store as _;
use vilkaar_domain::{Entity, RecordId, Role, SavedFilter, UserId};

use crate::rules::{Filled, filled};
use crate::{id, operation, save};

/// The statement that logs a removal of a record, with the payload as the program writes it.
fn logged(kind: &str, id: uuid::Uuid, payload: &str) -> String {
    let payload = payload.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "SELECT vilkaar.append_changes(gen_random_uuid(), 'undo', 'psql', NULL,
             '[{{\"kind\":\"{kind}\",\"id\":\"{id}\",\"payload\":\"{payload}\"}}]')"
    )
}

/// What the log says of the record since it was added, as the before of a removal.
fn before(filled: &Filled, id: uuid::Uuid) -> String {
    let sql = format!(
        "SELECT payload FROM vilkaar.change_entries WHERE entity_id = '{id}' ORDER BY seq DESC LIMIT 1"
    );
    let payload = filled.department.keeper.sql(&sql).unwrap();
    payload.strip_prefix(r#"{"before":null,"after":"#).unwrap().strip_suffix('}').unwrap().to_owned()
}

#[test]
fn a_record_is_taken_out_by_hand_only_with_the_log_entry_that_says_so() {
    let mut filled = filled();
    let own_offer = id(93);
    let record = before(&filled, own_offer);
    let delete = format!("DELETE FROM vilkaar.own_offers WHERE id = '{own_offer}'");
    let gone = format!(r#"{{"before":{record},"after":null}}"#);
    let entry = logged("own_offer", own_offer, &gone);
    let stays = logged("own_offer", own_offer, &format!(r#"{{"before":{record},"after":{record}}}"#));
    let again =
        format!("INSERT INTO vilkaar.own_offers (id, name, version) VALUES ('{own_offer}', 'Fup', 1)");
    for sql in [
        delete.clone(),
        format!("BEGIN; {delete}; COMMIT"),
        // With an entry that says something else, or nothing.
        format!("BEGIN; {delete}; {stays}; COMMIT"),
        format!("BEGIN; {delete}; {}; COMMIT", logged("own_offer", own_offer, "{}")),
        format!(
            "BEGIN; {delete}; {}; COMMIT",
            logged("own_offer", own_offer, r#"{"before":null,"after":null}"#)
        ),
        // Of another kind, about another record, or about nothing that was taken out.
        format!("BEGIN; {delete}; {}; COMMIT", logged("budget_line", own_offer, &gone)),
        format!("BEGIN; {delete}; {}; COMMIT", logged("own_offer", id(94), &gone)),
        format!("BEGIN; {entry}; COMMIT"),
        // The entry first, the removal after it, or something in its place.
        format!("BEGIN; {entry}; {delete}; COMMIT"),
        format!("BEGIN; {delete}; {entry}; {again}; COMMIT"),
        format!("BEGIN; {delete}; {again}; {entry}; COMMIT"),
        format!("BEGIN; {delete}; {again}; {stays}; COMMIT"),
        format!("BEGIN; SET CONSTRAINTS ALL IMMEDIATE; {delete}; {entry}; COMMIT"),
        // Rolled back to where it was still there.
        format!("BEGIN; SAVEPOINT a; {delete}; ROLLBACK TO a; {entry}; COMMIT"),
        "TRUNCATE vilkaar.own_offers".to_owned(),
    ] {
        filled.refuses(Role::Negotiator, &sql);
    }
    // By nobody who doesn't write such records.
    for role in [Role::CaseWorker, Role::Chief, Role::Clerk, Role::Manager, Role::Administrator] {
        filled.refuses(role, &delete);
        filled.refuses(role, &format!("BEGIN; {delete}; {entry}; COMMIT"));
    }
    assert!(filled.owner.verify(&[]).unwrap().ok());
    assert_eq!(filled.owner.load().unwrap().own_offers.len(), 1);

    filled.by(Role::Finance, &format!("BEGIN; {delete}; {entry}; COMMIT")).unwrap();
    assert_eq!(filled.owner.verify(&[]).unwrap().problems, []);
    assert_eq!(filled.owner.load().unwrap().own_offers, []);
    let log = filled.owner.history(&[own_offer], 1).unwrap();
    assert_eq!((log[0].who.as_str(), &log[0].payload.as_ref().unwrap().after), ("oekonomi Holst", &None));
    // Saying it a second time is about nothing.
    filled.refuses(Role::Finance, &entry);
}

#[test]
fn a_record_put_in_the_place_of_one_that_was_taken_out_is_found() {
    let mut filled = filled();
    let own_offer = filled.owner.load().unwrap().own_offers[0].clone();
    let gone = vilkaar_application::ports::EntityChange {
        before: Some(Entity::OwnOffer(own_offer.clone())),
        after: None,
        citizen: None,
        reason: None,
    };
    let mut taken_out = operation(&filled.owner, None, Entity::OwnOffer(own_offer.clone()));
    taken_out.changes = vec![gone];
    filled.owner.save(&taken_out, &mut |_, _| true).unwrap();
    assert!(filled.owner.verify(&[]).unwrap().ok());
    let put = format!(
        "SET session_replication_role = replica;
         INSERT INTO vilkaar.own_offers (id, name, version) VALUES ('{}', 'Fup', 1)",
        own_offer.id.0
    );
    filled.department.keeper.sql(&put).unwrap();
    let codes: Vec<String> =
        filled.owner.verify(&[]).unwrap().problems.into_iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["row_still_there"]);
}

#[test]
fn nobody_changes_or_takes_out_the_filter_of_somebody_else() {
    let mut filled = filled();
    let filter = id(104);
    let record = before(&filled, filter);
    let rename =
        format!("UPDATE vilkaar.saved_filters SET name = 'Fup', version = version + 1 WHERE id = '{filter}'");
    let take = format!(
        "UPDATE vilkaar.saved_filters SET owner_id = (SELECT id FROM vilkaar.who_am_i()), version = version + 1
             WHERE id = '{filter}'"
    );
    let delete = format!("DELETE FROM vilkaar.saved_filters WHERE id = '{filter}'");
    let entry = logged("saved_filter", filter, &format!(r#"{{"before":{record},"after":null}}"#));
    let changed = logged("saved_filter", filter, "{}");
    let given = format!(
        "INSERT INTO vilkaar.saved_filters (id, list, name, owner_id, is_shared, query, version)
             VALUES ('{}', 'placements', 'Fup', '{}', 1, '{{}}', 1)",
        id(801),
        id(802)
    );
    for role in [Role::Negotiator, Role::CaseWorker, Role::Finance, Role::Chief] {
        filled.refuses(role, &format!("BEGIN; {delete}; {entry}; COMMIT"));
        filled.refuses(role, &format!("BEGIN; {rename}; {changed}; COMMIT"));
        filled.refuses(role, &format!("BEGIN; {take}; {changed}; COMMIT"));
        filled.refuses(role, &format!("BEGIN; {given}; {}; COMMIT", logged("saved_filter", id(801), "{}")));
    }
    // One's own goes through the program.
    let whose = filled.owner.actor("").person;
    let own = Entity::SavedFilter(SavedFilter {
        id: RecordId(id(803)),
        list: "placements".to_owned(),
        name: "Mine".to_owned(),
        owner: UserId(whose),
        is_shared: false,
        query: "{}".to_owned(),
    });
    save(&mut filled.owner, None, own).unwrap();
    // What somebody who has left shared is there for whoever tidies up.
    let left = format!(
        "SET session_replication_role = replica; UPDATE vilkaar.users SET removed_on = '2026-11-01' WHERE id = '{whose}'"
    );
    filled.department.keeper.sql(&left).unwrap();
    filled.by(Role::Chief, &format!("BEGIN; {delete}; {entry}; COMMIT")).unwrap();
}
