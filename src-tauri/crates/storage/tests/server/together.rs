//! Several at once.

use std::time::Duration;

use uuid::Uuid;
use vilkaar_application::ports::{EntityChange, Operation, Store as _, StoreError};
use vilkaar_domain::{Entity, PlacementId, Role};
use vilkaar_storage::{ServerNews, SharedDatabase};

use crate::{Department, id, names, operation, provider, savable_by, save};

/// Long enough for a slow machine; what is waited for comes in milliseconds.
const SOON: Duration = Duration::from_secs(20);

#[test]
fn what_one_saves_the_other_hears_of_and_reads() {
    let mut department = Department::new();
    let mut karina = department.opened_by("karina", &[Role::Negotiator]);
    let mut bo = department.opened_by("bo", &[Role::CaseWorker]);
    bo.load().unwrap();
    let (news, since) = (bo.listen().unwrap(), bo.loaded());
    let head = save(&mut karina, None, provider(1, "Solsikken ApS")).unwrap();
    let ServerNews::Changed { head: told, kinds, .. } = news.recv_timeout(SOON).unwrap() else {
        unreachable!("a change")
    };
    assert_eq!((told, kinds), (head.seq, vec!["provider".to_owned()]));
    let changed = bo.changed_since(since).unwrap();
    assert_eq!(changed.until, head.seq);
    let records = changed.records.unwrap();
    assert_eq!(records, [("provider".to_owned(), id(1))]);
    assert_eq!(bo.load_some(&records).unwrap(), [provider(1, "Solsikken ApS")]);
    assert_eq!(bo.changed_since(head.seq).unwrap().records, Some(Vec::new()));
}

#[test]
fn whoever_does_not_see_the_whole_log_is_told_to_load_everything() {
    let mut department = Department::new();
    let mut karina = department.opened_by("karina", &[Role::Negotiator]);
    // An administrator sees the log of people, a manager the figures and no log.
    let mut ib = department.opened_by("ib", &[Role::Manager, Role::Administrator]);
    ib.load().unwrap();
    let since = ib.loaded();
    save(&mut karina, None, provider(1, "Solsikken ApS")).unwrap();
    assert_eq!(ib.changed_since(since).unwrap().records, None);
}

#[test]
fn records_read_again_are_those_that_were_asked_for_of_every_kind() {
    let mut department = Department::new();
    let roles = [Role::Negotiator, Role::Finance, Role::Administrator];
    let mut karina = department.opened_by("karina", &roles);
    let entities = savable_by(&karina);
    let changes = entities.iter().cloned().map(|after| EntityChange {
        before: None,
        after: Some(after),
        citizen: None,
        reason: None,
    });
    let mut operation = operation(&karina, None, provider(1, ""));
    operation.changes = changes.collect();
    karina.save(&operation, &mut |_, _| true).unwrap();
    let wanted: Vec<(String, Uuid)> =
        entities.iter().map(|entity| (entity.kind().to_owned(), entity.id())).collect();
    let mut found = karina.load_some(&wanted).unwrap();
    assert_eq!(found.len(), entities.len());
    for entity in &entities {
        let place = found.iter().position(|one| one == entity);
        found.remove(place.unwrap());
    }
    // More ids than are asked for at once, most of them nobody's.
    let many: Vec<(String, Uuid)> =
        (0..600).map(|number| ("provider".to_owned(), id(700_000 + number))).chain(wanted).collect();
    assert_eq!(karina.load_some(&many).unwrap().len(), entities.len());
}

#[test]
fn of_two_changes_of_one_record_the_second_is_refused_and_nothing_is_lost() {
    let mut department = Department::new();
    let mut karina = department.opened_by("karina", &[Role::Negotiator]);
    let mut bo = department.opened_by("bo", &[Role::Negotiator]);
    let start = provider(1, "Solsikken ApS");
    save(&mut karina, None, start.clone()).unwrap();
    for round in 0..10 {
        let before = bo.load_some(&[("provider".to_owned(), id(1))]).unwrap().pop().unwrap();
        let (mine, yours) = (provider(1, &format!("Karinas {round}")), provider(1, &format!("Bos {round}")));
        let (one, other) = std::thread::scope(|scope| {
            let other = scope.spawn(|| save(&mut bo, Some(before.clone()), yours.clone()));
            (save(&mut karina, Some(before.clone()), mine.clone()), other.join().unwrap())
        });
        let conflict = StoreError::Conflict { kind: "provider".to_owned(), id: id(1) };
        let kept = match (one, other) {
            (Ok(_), Err(error)) if error == conflict => mine,
            (Err(error), Ok(_)) if error == conflict => yours,
            other => unreachable!("{other:?}"),
        };
        let Entity::Provider(kept) = kept else { unreachable!("a provider") };
        assert_eq!(names(&mut karina), [kept.name]);
    }
    assert_eq!(karina.head().unwrap().seq, 2 + 1 + 10, "two people, one new provider, one change a round");
    assert!(karina.verify(&[]).unwrap().ok());
}

#[test]
fn one_operation_over_two_connections_at_once_is_written_once() {
    let mut department = Department::new();
    let (login, password) = department.person("karina", &[Role::Negotiator]);
    let open = || SharedDatabase::open(&department.address, &login, &password).unwrap();
    let (mut one, mut other) = (open(), open());
    save(&mut one, None, provider(1, "Solsikken 0")).unwrap();
    let base = one.head().unwrap().seq;
    for round in 0..10 {
        let (before, after) =
            (provider(1, &format!("Solsikken {round}")), provider(1, &format!("Solsikken {}", round + 1)));
        let mut operation: Operation = operation(&one, Some(before), after);
        operation.changes.push(EntityChange {
            before: None,
            after: Some(provider(100 + round, &format!("Ny {round}"))),
            citizen: None,
            reason: None,
        });
        let (a, b) = std::thread::scope(|scope| {
            let b = scope.spawn(|| other.save(&operation, &mut |_, _| true));
            (one.save(&operation, &mut |_, _| true), b.join().unwrap())
        });
        assert_eq!(a.unwrap(), b.unwrap());
    }
    assert_eq!(one.head().unwrap().seq, base + 20);
    assert!(one.verify(&[]).unwrap().ok());
}

#[test]
fn who_is_at_a_case_is_shown_to_the_others_until_they_leave() {
    let mut department = Department::new();
    let mut karina = department.opened_by("karina", &[Role::Negotiator]);
    let mut bo = department.opened_by("bo", &[Role::CaseWorker]);
    let news = bo.listen().unwrap();
    let case = PlacementId(id(40));
    department.keeper.sql(&format!("SET session_replication_role = replica; INSERT INTO vilkaar.placements (id, case_number, citizen_id, offer_id, legal_basis, moved_in, version) VALUES ('{}', '1', '{}', '{}', '', '', 1)", case.0, id(1), id(30))).unwrap();
    karina.announce(case, "ser").unwrap();
    assert_eq!(news.recv_timeout(SOON).unwrap(), ServerNews::Presence);
    karina.announce(case, "ser").unwrap();
    karina.announce(case, "retter").unwrap();
    assert_eq!(news.recv_timeout(SOON).unwrap(), ServerNews::Presence);
    let present = bo.present().unwrap();
    assert_eq!(present.len(), 1);
    assert_eq!((present[0].name.as_str(), present[0].doing.as_str()), ("karina Holst", "retter"));
    assert_eq!((present[0].person, present[0].placement), (karina.person().id, case));
    assert!(karina.present().unwrap().is_empty(), "oneself isn't told");
    karina.withdraw().unwrap();
    assert_eq!(news.recv_timeout(SOON).unwrap(), ServerNews::Presence);
    assert!(bo.present().unwrap().is_empty());
    // Whoever said nothing for half a minute isn't counted.
    karina.announce(case, "ser").unwrap();
    department.keeper.sql("UPDATE vilkaar.presence SET at = at - interval '31 seconds'").unwrap();
    assert!(bo.present().unwrap().is_empty());
}
