//! What every store must do, whatever engine is behind it: one statement per function.
//!
//! A storage crate's test runs them all on a new, empty store each:
//!
//! ```ignore
//! fn empty_store() -> Made { … }
//! vilkaar_testkit::store_conformance!(empty_store);
//! ```
//!
//! Invariant: nothing here knows an engine, a file or SQL; a store that passes behaves as any other.

// These functions are tests, only compiled as a library so that two engines share them.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a failed statement is a failed test")]

mod as_of;
mod bare;
mod beside;
mod log_search;
mod reads;
mod records;
mod removal;

use std::any::Any;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vilkaar_application::ports::{Actor, EntityChange, LogHead, Operation, ReadRecord, Store, StoreError};
use vilkaar_domain::{CitizenId, Entity, Money, Rate, Register, Roles, Settings};

pub use as_of::*;
pub use bare::bare;
pub use beside::*;
pub use log_search::*;
pub use reads::*;
pub use records::{FILE, full, id};
pub use removal::*;

/// An empty store, with whatever must live as long as it does.
pub struct Made {
    /// The store.
    pub store: Box<dyn Store>,
    /// A temporary folder, a server's database …; dropped after the store.
    pub keeper: Box<dyn Any>,
    /// Who decides who did something and when.
    pub decided_by: DecidedBy,
}

/// Who decides who did something and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecidedBy {
    /// The program, which says so in the operation.
    Program,
    /// The store's server, which goes by whom it let in and by its own clock. The one who is let in is *Karina
    /// Holst*.
    Server,
}

impl Made {
    /// Is this the instant that the log should have, where the program said `said`?
    fn is_at(&self, at: DateTime<Utc>, said: DateTime<Utc>) -> bool {
        match self.decided_by {
            DecidedBy::Program => at == said,
            DecidedBy::Server => (Utc::now() - at).num_minutes().abs() < 10,
        }
    }

    /// One of every record that a person of the store may save. Who is who on a server is its administrator's to
    /// write.
    fn everything(&self) -> Vec<Entity> {
        let mut everything = full();
        everything.retain(|entity| self.may_save(entity));
        everything
    }

    /// May the person of the store save a record of this kind?
    fn may_save(&self, entity: &Entity) -> bool {
        self.decided_by == DecidedBy::Program || entity.kind() != "user"
    }

    /// Is this the name that the log should have, where the program said `said`?
    fn is_by(&self, who: &str, said: &str) -> bool {
        match self.decided_by {
            DecidedBy::Program => who == said,
            DecidedBy::Server => who == actor().name,
        }
    }
}

/// Declares a test for each statement, on a store of its own from `$make: fn() -> Made`.
#[macro_export]
macro_rules! store_conformance {
    ($make:path) => {
        $crate::store_conformance!(@ $make:
            an_empty_store_has_no_records_the_settings_of_the_program_and_an_empty_log,
            every_field_of_every_kind_is_read_back_as_it_was_saved,
            a_field_that_is_not_known_stays_not_known,
            records_of_a_kind_come_oldest_first,
            a_change_replaces_the_record_and_the_log_keeps_both,
            saving_the_same_operation_again_changes_nothing,
            a_record_that_was_changed_meanwhile_is_refused_and_nothing_of_the_operation_is_written,
            a_new_record_whose_id_or_case_number_is_taken_is_refused,
            a_record_of_every_kind_can_be_taken_out_and_put_back_and_the_log_tells_it,
            only_the_record_that_stands_there_is_taken_out,
            what_others_refer_to_is_taken_out_only_with_them,
            what_comes_in_the_place_of_what_is_taken_out_may_have_its_number,
            people_and_settings_are_never_taken_out,
            the_settings_of_the_program_can_be_changed_once_and_then_as_they_stand,
            a_cancelled_save_leaves_no_trace,
            progress_goes_from_nothing_to_all,
            an_operation_may_name_its_records_in_any_order,
            a_record_that_refers_to_one_that_is_not_there_is_refused,
            history_gives_the_newest_entries_of_the_records_asked_for,
            looking_into_a_file_is_logged_without_touching_the_log_of_changes,
            looks_into_many_files_at_once_are_each_in_the_log,
            the_newest_lines_of_the_log_come_first_and_changes_and_looks_among_each_other,
            the_log_is_searched_by_person_citizen_time_kind_and_chain,
            words_are_looked_for_in_who_where_what_and_why_and_only_as_they_stand,
            pages_of_the_log_miss_nothing_and_repeat_nothing_while_it_grows,
            an_operation_of_three_thousand_entries_is_one_line_that_can_be_opened,
            a_citizens_log_holds_every_change_and_look_of_that_citizen_and_no_other,
            a_note_is_kept_and_replaced,
            the_register_as_of_each_instant_is_the_one_that_was_saved_then,
            the_sum_of_the_log_is_the_present,
            what_hands_changed_is_told_from_its_first_entry_and_what_only_imports_wrote_is_not,
            a_draft_is_kept_replaced_and_dropped_newest_first,
            a_draft_that_is_too_long_is_refused_and_of_too_many_the_oldest_go,
            what_stands_in_a_file_is_read_back_as_it_was_put,
            a_file_is_put_once_and_one_that_is_too_large_is_refused,
            verify_holds_after_ordinary_work_and_counts_it,
            verify_knows_a_head_of_its_own_and_not_one_of_another_log,
            sql_quotes_and_foreign_letters_in_every_text_are_only_text,
            the_largest_and_smallest_amounts_are_kept_to_the_oere,
        );
    };
    (@ $make:path: $($statement:ident),+ $(,)?) => {$(
        #[test]
        fn $statement() {
            let mut made = $make();
            $crate::conformance::$statement(&mut made);
        }
    )+};
}

/// A made-up negotiator at a made-up screen.
fn actor() -> Actor {
    Actor {
        person: id(9_001),
        name: "Karina Holst".to_owned(),
        origin: "vindue: Import".to_owned(),
        roles: Roles::of_first_user(),
    }
}

/// An instant with the precision that stores keep.
fn instant(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000 + second, 123_456_000).unwrap_or_default()
}

/// An operation with changes.
fn operation(number: u128, changes: Vec<EntityChange>) -> Operation {
    Operation {
        id: id(500_000 + number),
        name: "import".to_owned(),
        actor: actor(),
        at: instant(i64::try_from(number).unwrap_or_default()),
        changes,
        reason: Some("efter ark fra økonomi".to_owned()),
    }
}

/// A new record.
fn new(entity: Entity) -> EntityChange {
    EntityChange { before: None, after: Some(entity), citizen: Some(CitizenId(id(1))), reason: None }
}

/// A changed record.
fn changed(before: Entity, after: Entity) -> EntityChange {
    EntityChange {
        before: Some(before),
        after: Some(after),
        citizen: None,
        reason: Some("rettelse".to_owned()),
    }
}

/// A record that is taken out.
fn removed(before: Entity) -> EntityChange {
    EntityChange { before: Some(before), after: None, citizen: Some(CitizenId(id(1))), reason: None }
}

/// Saves without asking about progress.
fn save(store: &mut dyn Store, operation: &Operation) -> Result<LogHead, StoreError> {
    put_files(store, operation);
    store.save(operation, &mut |_, _| true)
}

/// The register that holds these records.
fn register_of(entities: &[Entity]) -> Register {
    let mut register = Register::default();
    entities.iter().cloned().for_each(|entity| register.put(entity));
    register
}

/// An empty store has no records, the settings of the program and an empty log.
pub fn an_empty_store_has_no_records_the_settings_of_the_program_and_an_empty_log(made: &mut Made) {
    let store = made.store.as_mut();
    assert_eq!(store.load().unwrap(), Register::default());
    let head = store.head().unwrap();
    assert_eq!((head.seq, head.hash.len(), head.at), (0, 64, None));
    assert!(store.history(&[id(1)], 10).unwrap().is_empty());
    assert!(store.verify(&[]).unwrap().ok());
}

/// Every field of every kind is read back as it was saved.
pub fn every_field_of_every_kind_is_read_back_as_it_was_saved(made: &mut Made) {
    let everything = made.everything();
    let store = made.store.as_mut();
    save(store, &operation(1, everything.iter().cloned().map(new).collect())).unwrap();
    assert_eq!(store.load().unwrap(), register_of(&everything));
}

/// A field that is not known stays not known.
pub fn a_field_that_is_not_known_stays_not_known(made: &mut Made) {
    let mut bare_ones = bare();
    bare_ones.retain(|entity| made.may_save(entity));
    let store = made.store.as_mut();
    save(store, &operation(1, bare_ones.iter().cloned().map(new).collect())).unwrap();
    assert_eq!(store.load().unwrap(), register_of(&bare_ones));
}

/// Records of a kind come by id, so oldest first.
pub fn records_of_a_kind_come_oldest_first(made: &mut Made) {
    let store = made.store.as_mut();
    let changes = [7, 3, 5].map(|number| new(records::citizen(number)));
    save(store, &operation(1, changes.into())).unwrap();
    let ids: Vec<Uuid> = store.load().unwrap().citizens.iter().map(|citizen| citizen.id.0).collect();
    assert_eq!(ids, vec![id(3), id(5), id(7)]);
}

/// A change replaces the record, and the log keeps it as it was and as it is.
pub fn a_change_replaces_the_record_and_the_log_keeps_both(made: &mut Made) {
    let store = made.store.as_mut();
    let (before, after) = (records::provider(1, "Solsikken ApS"), records::provider(1, "Solsikken A/S"));
    let first = save(store, &operation(1, vec![new(before.clone())])).unwrap();
    let second = save(store, &operation(2, vec![changed(before.clone(), after.clone())])).unwrap();
    assert_eq!((first.seq, second.seq), (1, 2));
    assert_eq!(store.head().unwrap(), second);
    assert_eq!(store.load().unwrap(), register_of(std::slice::from_ref(&after)));

    let log = store.history(&[id(1)], 10).unwrap();
    let [newest, oldest] = log.as_slice() else { unreachable!("two entries: {}", log.len()) };
    let payload = newest.payload.as_ref().unwrap();
    assert_eq!((payload.before.as_ref(), payload.after.as_ref()), (Some(&before), Some(&after)));
    assert_eq!(oldest.payload.as_ref().unwrap().before, None);
    assert_eq!(newest.reason.as_deref(), Some("rettelse"));
    assert_eq!(oldest.reason.as_deref(), Some("efter ark fra økonomi"));
    assert_eq!((newest.who.as_str(), newest.origin.as_str()), ("Karina Holst", "vindue: Import"));
    assert!(made.is_at(newest.at, instant(2)) && second.at == Some(newest.at), "{:?}", newest.at);
    assert_eq!((newest.operation.as_str(), newest.entity_kind.as_str()), ("import", "provider"));
    assert_eq!(newest.entity_id, id(1));
}

/// Saving the same operation again changes nothing: neither records nor log.
pub fn saving_the_same_operation_again_changes_nothing(made: &mut Made) {
    let everything = made.everything();
    let store = made.store.as_mut();
    let operation = operation(1, everything.iter().cloned().map(new).collect());
    let first = save(store, &operation).unwrap();
    let again = save(store, &operation).unwrap();
    assert_eq!(first, again);
    assert_eq!(store.load().unwrap(), register_of(&everything));
    assert!(store.verify(&[]).unwrap().ok());
}

/// A record that was changed meanwhile is refused, and nothing of the operation is written.
pub fn a_record_that_was_changed_meanwhile_is_refused_and_nothing_of_the_operation_is_written(
    made: &mut Made,
) {
    let store = made.store.as_mut();
    let first = records::provider(1, "Solsikken ApS");
    let theirs = records::provider(1, "Solsikken Fonden");
    let mine = records::provider(1, "Solsikken A/S");
    save(store, &operation(1, vec![new(first.clone())])).unwrap();
    let head = save(store, &operation(2, vec![changed(first.clone(), theirs.clone())])).unwrap();
    let late = operation(3, vec![new(records::citizen(2)), changed(first, mine)]);
    let conflict = StoreError::Conflict { kind: "provider".to_owned(), id: id(1) };
    assert_eq!(save(store, &late), Err(conflict));
    assert_eq!(store.load().unwrap(), register_of(&[theirs]));
    assert_eq!(store.head().unwrap(), head);
    assert!(store.verify(&[]).unwrap().ok());
    // A record that isn't there can't be changed either.
    let absent = changed(records::citizen(8), records::citizen(8));
    assert!(matches!(save(store, &operation(4, vec![absent])), Err(StoreError::Conflict { .. })));
}

/// A new record whose id or case number is taken is refused.
pub fn a_new_record_whose_id_or_case_number_is_taken_is_refused(made: &mut Made) {
    let everything = made.everything();
    let store = made.store.as_mut();
    save(store, &operation(1, everything.iter().cloned().map(new).collect())).unwrap();
    let taken = save(store, &operation(2, vec![new(records::provider(20, "En anden"))]));
    assert_eq!(taken, Err(StoreError::Conflict { kind: "provider".to_owned(), id: id(20) }));
    let same_case = records::placement(4_000);
    let taken = save(store, &operation(3, vec![new(same_case)]));
    assert_eq!(taken, Err(StoreError::Conflict { kind: "placement".to_owned(), id: id(4_000) }));
    assert_eq!(store.load().unwrap(), register_of(&everything));
}

/// The settings of the program can be changed once from what the program has, then only as they stand.
pub fn the_settings_of_the_program_can_be_changed_once_and_then_as_they_stand(made: &mut Made) {
    let store = made.store.as_mut();
    let named =
        |name: &str| Entity::Settings(Settings { municipality: name.to_owned(), ..Settings::default() });
    let start = Entity::Settings(Settings::default());
    save(store, &operation(1, vec![changed(start.clone(), named("Egeskov Kommune"))])).unwrap();
    let late = save(store, &operation(2, vec![changed(start, named("Andeby"))]));
    assert!(matches!(late, Err(StoreError::Conflict { .. })));
    let next = changed(named("Egeskov Kommune"), named("Ny Egeskov Kommune"));
    save(store, &operation(3, vec![next])).unwrap();
    assert_eq!(store.load().unwrap().settings.municipality, "Ny Egeskov Kommune");
    assert!(store.verify(&[]).unwrap().ok());
}

/// A cancelled save leaves no trace, wherever it is cancelled.
pub fn a_cancelled_save_leaves_no_trace(made: &mut Made) {
    let store = made.store.as_mut();
    let changes: Vec<EntityChange> = (1..=1_000).map(|number| new(records::citizen(number))).collect();
    let operation = operation(1, changes);
    let mut told = 0;
    store
        .save(&operation, &mut |_, _| {
            told += 1;
            told < 1_000_000
        })
        .map(drop)
        .unwrap();
    let calls = told;
    assert!(calls >= 3, "asked {calls} times in 1,000 records");
    let head = store.head().unwrap();
    let more: Vec<EntityChange> = (2_001..=3_000).map(|number| new(records::citizen(number))).collect();
    let more = Operation { id: id(700_000), changes: more, ..operation };
    for stop_at in 1..=calls {
        let mut asked = 0;
        let outcome = store.save(&more, &mut |_, _| {
            asked += 1;
            asked < stop_at
        });
        assert_eq!(outcome, Err(StoreError::Cancelled));
        assert_eq!(store.load().unwrap().citizens.len(), 1_000);
        assert_eq!(store.head().unwrap(), head);
    }
    save(store, &more).unwrap();
    assert_eq!(store.load().unwrap().citizens.len(), 2_000);
}

/// Progress goes from nothing to all, and never back.
pub fn progress_goes_from_nothing_to_all(made: &mut Made) {
    let store = made.store.as_mut();
    let changes: Vec<EntityChange> = (1..=1_000).map(|number| new(records::citizen(number))).collect();
    let mut told: Vec<(u64, u64)> = Vec::new();
    store
        .save(&operation(1, changes), &mut |done, total| {
            told.push((done, total));
            true
        })
        .map(drop)
        .unwrap();
    assert_eq!(told.first(), Some(&(0, 1_000)));
    assert_eq!(told.last(), Some(&(1_000, 1_000)));
    assert!(told.is_sorted());
}

/// An operation may name its records in any order: children before parents.
pub fn an_operation_may_name_its_records_in_any_order(made: &mut Made) {
    let everything = made.everything();
    let store = made.store.as_mut();
    save(store, &operation(1, everything.iter().cloned().rev().map(new).collect())).unwrap();
    assert_eq!(store.load().unwrap(), register_of(&everything));
    assert!(store.verify(&[]).unwrap().ok());
}

/// A record that refers to one that is not there is refused, and nothing is written.
pub fn a_record_that_refers_to_one_that_is_not_there_is_refused(made: &mut Made) {
    let store = made.store.as_mut();
    for (number, orphan) in full().into_iter().filter(records::refers).enumerate() {
        let number = u128::try_from(number).unwrap_or_default();
        let kind = orphan.kind();
        let outcome = save(store, &operation(number, vec![new(orphan)]));
        assert!(matches!(outcome, Err(StoreError::Other(_))), "{kind}: {outcome:?}");
    }
    assert_eq!(store.load().unwrap(), Register::default());
    assert_eq!(store.head().unwrap().seq, 0);
}

/// History gives the newest entries of the records asked for, newest first, and no others.
pub fn history_gives_the_newest_entries_of_the_records_asked_for(made: &mut Made) {
    let store = made.store.as_mut();
    save(store, &operation(1, (1..=700).map(|number| new(records::citizen(number))).collect())).unwrap();
    let seqs = |store: &mut dyn Store, asked: &[Uuid], limit| -> Vec<u64> {
        store.history(asked, limit).unwrap().iter().map(|entry| entry.seq).collect()
    };
    assert_eq!(seqs(store, &[id(5), id(2), id(9)], 10), vec![9, 5, 2]);
    assert_eq!(seqs(store, &[id(5), id(2), id(9)], 2), vec![9, 5]);
    assert!(seqs(store, &[], 10).is_empty());
    let many: Vec<Uuid> = (1..=700).map(id).collect();
    assert_eq!(seqs(store, &many, 3), vec![700, 699, 698]);
}

/// Looking into a citizen's file is logged, without touching the log of changes.
pub fn looking_into_a_file_is_logged_without_touching_the_log_of_changes(made: &mut Made) {
    let store = made.store.as_mut();
    save(store, &operation(1, vec![new(records::citizen(1))])).unwrap();
    let head = store.head().unwrap();
    for number in 1..=3 {
        let read = ReadRecord {
            actor: actor(),
            at: instant(number),
            citizen: CitizenId(id(1)),
            what: "placering".to_owned(),
        };
        store.record_read(&read).unwrap();
    }
    assert_eq!(store.head().unwrap(), head);
    assert!(store.verify(&[]).unwrap().ok());
}

/// A note is kept and replaced.
pub fn a_note_is_kept_and_replaced(made: &mut Made) {
    let store = made.store.as_mut();
    assert_eq!(store.note("import/kolonner").unwrap(), None);
    store.set_note("import/kolonner", "Sagsnr. → case").unwrap();
    store.set_note("import/andet", "1").unwrap();
    store.set_note("import/kolonner", "Sagsnummer → case").unwrap();
    assert_eq!(store.note("import/kolonner").unwrap().as_deref(), Some("Sagsnummer → case"));
    assert_eq!(store.note("import/andet").unwrap().as_deref(), Some("1"));
}

/// Verify holds after ordinary work, and counts cases and entries.
pub fn verify_holds_after_ordinary_work_and_counts_it(made: &mut Made) {
    let everything = made.everything();
    let store = made.store.as_mut();
    save(store, &operation(1, everything.iter().cloned().map(new).collect())).unwrap();
    let (before, after) = (records::provider(20, "Solsikken ApS"), records::provider(20, "Solsikken A/S"));
    let head = save(store, &operation(2, vec![changed(before, after)])).unwrap();
    let found = store.verify(&[]).unwrap();
    assert_eq!(found.problems, vec![]);
    assert_eq!((found.cases, found.log_entries), (1, everything.len() as u64 + 1));
    assert_eq!(found.head, head);
}

/// Verify knows a head that this log had, and names one that it never had.
pub fn verify_knows_a_head_of_its_own_and_not_one_of_another_log(made: &mut Made) {
    let store = made.store.as_mut();
    let first = save(store, &operation(1, vec![new(records::citizen(1))])).unwrap();
    save(store, &operation(2, vec![new(records::citizen(2))])).unwrap();
    assert!(store.verify(std::slice::from_ref(&first)).unwrap().ok());
    let beginning = |digits: usize| LogHead { hash: first.hash[..digits].to_owned(), ..first.clone() };
    assert!(store.verify(&[beginning(12), beginning(17)]).unwrap().ok(), "as it stands on paper");
    let another = LogHead { hash: "ab".repeat(32), ..first.clone() };
    let another_beginning = LogHead { hash: "ab".repeat(8), ..first.clone() };
    let beyond = LogHead { seq: 3, ..first.clone() };
    for head in [another, another_beginning, beginning(11), beyond] {
        let found = store.verify(std::slice::from_ref(&head)).unwrap();
        let codes: Vec<&str> = found.problems.iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!(codes, vec!["head_unknown"], "{head:?}");
    }
}

/// SQL, quotes and foreign letters in every text are only text.
pub fn sql_quotes_and_foreign_letters_in_every_text_are_only_text(made: &mut Made) {
    let nasty = r#"Åse'); DROP TABLE citizens; -- "$1" \ 中文 🙂 ,"after":{}"#;
    let mut entities = records::with_texts(nasty);
    entities.retain(|entity| made.may_save(entity));
    let store = made.store.as_mut();
    let mut operation = operation(1, entities.iter().cloned().map(new).collect());
    operation.name = nasty.to_owned();
    operation.reason = Some(nasty.to_owned());
    operation.actor.name = nasty.to_owned();
    save(store, &operation).unwrap();
    store.set_note(nasty, nasty).unwrap();
    assert_eq!(store.load().unwrap(), register_of(&entities));
    assert_eq!(store.note(nasty).unwrap().as_deref(), Some(nasty));
    assert!(store.verify(&[]).unwrap().ok());
    let log = store.history(&[id(1)], 1).unwrap();
    assert!(log.iter().all(|entry| entry.operation == nasty && made.is_by(&entry.who, nasty)));
}

/// The largest and smallest amounts and rates are kept to the øre and the ten-thousandth.
pub fn the_largest_and_smallest_amounts_are_kept_to_the_oere(made: &mut Made) {
    let store = made.store.as_mut();
    let oere = [i64::MIN, -1, 0, 1, i64::MAX];
    let scaled = [i64::MIN, -12_345_678, -1, 0, 1, 9_999, i64::MAX];
    let budgets = oere.iter().zip(100..).map(|(o, n)| records::budget(n, Money::from_oere(*o)));
    let own = scaled.iter().zip(200..).map(|(s, n)| records::own_offer(n, Rate::from_scaled(*s)));
    let entities: Vec<Entity> = budgets.chain(own).collect();
    save(store, &operation(1, entities.iter().cloned().map(new).collect())).unwrap();
    assert_eq!(store.load().unwrap(), register_of(&entities));
    assert!(store.verify(&[]).unwrap().ok());
}
