//! The register as of a past instant, and the log as the sum of it.

use chrono::{DateTime, Utc};
use vilkaar_application::ports::{EntityChange, LogPayload, Operation};
use vilkaar_domain::{Entity, Register, Settings};

use super::{Made, changed, id, new, operation, records, register_of, removed, save};

/// Saves six operations that add, change, take out and put back; the register after each, with the instant that the log
/// has for it.
fn history(made: &mut Made) -> Vec<(DateTime<Utc>, Register)> {
    let everything = made.everything();
    let (first, second) = (records::provider(20, "Solsikken ApS"), records::provider(20, "Solsikken A/S"));
    let mark = everything.iter().find(|entity| entity.kind() == "agenda_mark").cloned().unwrap();
    let settings = everything.iter().find(|entity| entity.kind() == "settings").cloned().unwrap();
    let renamed = Entity::Settings(Settings { municipality: "Ny Egeskov".to_owned(), ..Settings::default() });
    let steps: Vec<Vec<EntityChange>> = vec![
        everything.iter().cloned().map(new).collect(),
        vec![changed(first, second.clone()), new(records::citizen(2))],
        vec![removed(mark.clone()), changed(second.clone(), records::provider(20, "Solsikken Fonden"))],
        vec![new(mark), changed(settings, renamed)],
        vec![removed(records::citizen(2)), new(records::citizen(3))],
        vec![changed(records::provider(20, "Solsikken Fonden"), second)],
    ];
    let store = made.store.as_mut();
    let mut after = Vec::new();
    for (number, changes) in (1..).zip(steps) {
        let head = save(store, &operation(number, changes)).unwrap();
        after.push((head.at.unwrap(), store.load().unwrap()));
    }
    after
}

/// The register as of each instant is the one that was saved then; before everything there is nothing.
pub fn the_register_as_of_each_instant_is_the_one_that_was_saved_then(made: &mut Made) {
    let history = history(made);
    let store = made.store.as_mut();
    for (number, (at, register)) in history.iter().enumerate() {
        assert_eq!(&store.register_as_of(*at).unwrap(), register, "after operation {}", number + 1);
    }
    let (first, _) = history.first().unwrap();
    assert_eq!(
        store.register_as_of(*first - chrono::TimeDelta::microseconds(1)).unwrap(),
        Register::default()
    );
    assert_eq!(
        store.register_as_of(Utc::now() + chrono::TimeDelta::days(9_999)).unwrap(),
        store.load().unwrap()
    );
    assert!(store.verify(&[]).unwrap().ok());
}

/// Every change of the log, oldest first, replayed from nothing, gives the records as they are.
pub fn the_sum_of_the_log_is_the_present(made: &mut Made) {
    let _ = history(made);
    let everything = made.everything();
    let store = made.store.as_mut();
    let mut about: Vec<_> = everything.iter().map(Entity::id).collect();
    about.extend([id(2), id(3)]);
    let mut log = store.history(&about, 1_000).unwrap();
    assert_eq!(log.len() as u64, store.head().unwrap().seq);
    log.reverse();
    let mut sum = Register::default();
    for entry in log {
        let LogPayload { before, after } = entry.payload.unwrap();
        sum.apply(before.as_ref(), after);
    }
    assert_eq!(sum, store.load().unwrap());
    assert_ne!(sum, register_of(&everything));
}

/// Every entry about what something else than an import changed, its first one too; nothing of what only imports wrote.
pub fn what_hands_changed_is_told_from_its_first_entry_and_what_only_imports_wrote_is_not(made: &mut Made) {
    let everything = made.everything();
    let mark = everything.iter().find(|entity| entity.kind() == "agenda_mark").cloned().unwrap();
    let store = made.store.as_mut();
    save(store, &operation(1, everything.iter().cloned().map(new).collect())).unwrap();
    assert_eq!(store.changed_by_hand().unwrap(), []);
    let (first, second) = (records::provider(20, "Solsikken ApS"), records::provider(20, "Solsikken A/S"));
    let by_hand = Operation {
        name: "edit".to_owned(),
        ..operation(2, vec![changed(first.clone(), second.clone()), removed(mark)])
    };
    save(store, &by_hand).unwrap();
    let told = store.changed_by_hand().unwrap();
    let payloads: Vec<_> = told.into_iter().map(|entry| (entry.operation, entry.payload)).collect();
    let payload = |before, after| Some(LogPayload { before, after });
    assert_eq!(
        payloads,
        [
            ("import".to_owned(), payload(None, Some(first.clone()))),
            ("edit".to_owned(), payload(Some(first), Some(second)))
        ]
    );
}
