//! Taking records out: what undoing an addition does. As strict as a change, and the log tells it.

use vilkaar_application::ports::StoreError;
use vilkaar_domain::{Entity, Register, Settings};

use super::{Made, changed, id, new, operation, records, register_of, removed, save};

/// May a record of this kind be taken out at all?
fn is_removable(entity: &Entity) -> bool {
    !matches!(entity, Entity::User(_) | Entity::Settings(_))
}

/// A record of every kind can be taken out, children and parents in any order, and put back as it was; the log tells
/// both, and verify holds at each step.
pub fn a_record_of_every_kind_can_be_taken_out_and_put_back_and_the_log_tells_it(made: &mut Made) {
    let everything = made.everything();
    let (going, staying): (Vec<Entity>, Vec<Entity>) = everything.iter().cloned().partition(is_removable);
    let store = made.store.as_mut();
    save(store, &operation(1, everything.iter().cloned().map(new).collect())).unwrap();

    let head = save(store, &operation(2, going.iter().cloned().map(removed).collect())).unwrap();
    assert_eq!(head.seq, (everything.len() + going.len()) as u64);
    assert_eq!(store.load().unwrap(), register_of(&staying));
    let found = store.verify(&[]).unwrap();
    assert_eq!((found.problems, found.cases), (vec![], 0));
    for entity in &going {
        let log = store.history(&[entity.id()], 2).unwrap();
        let [taken_out, added] = log.as_slice() else { unreachable!("{}: {}", entity.kind(), log.len()) };
        let payload = taken_out.payload.as_ref().unwrap();
        assert_eq!((payload.before.as_ref(), payload.after.as_ref()), (Some(entity), None));
        assert_eq!(added.payload.as_ref().unwrap().after.as_ref(), Some(entity));
        assert_eq!(taken_out.entity_kind, entity.kind());
    }
    // The same again is harmless, as with every operation.
    assert_eq!(save(store, &operation(2, going.iter().cloned().map(removed).collect())), Ok(head));

    save(store, &operation(3, going.iter().rev().cloned().map(new).collect())).unwrap();
    assert_eq!(store.load().unwrap(), register_of(&everything));
    assert_eq!(store.verify(&[]).unwrap().problems, vec![]);
}

/// Only the record that stands there is taken out: not one that was changed meanwhile, and not one that is gone.
pub fn only_the_record_that_stands_there_is_taken_out(made: &mut Made) {
    let store = made.store.as_mut();
    let (first, theirs) = (records::provider(1, "Solsikken ApS"), records::provider(1, "Solsikken Fonden"));
    save(store, &operation(1, vec![new(first.clone())])).unwrap();
    let head = save(store, &operation(2, vec![changed(first.clone(), theirs.clone())])).unwrap();
    let conflict = Err(StoreError::Conflict { kind: "provider".to_owned(), id: id(1) });
    assert_eq!(save(store, &operation(3, vec![new(records::citizen(2)), removed(first)])), conflict);
    assert_eq!(store.load().unwrap(), register_of(std::slice::from_ref(&theirs)));
    assert_eq!(store.head().unwrap(), head);
    save(store, &operation(4, vec![removed(theirs.clone())])).unwrap();
    assert_eq!(save(store, &operation(5, vec![removed(theirs)])), conflict);
    assert_eq!(store.load().unwrap(), Register::default());
    assert!(store.verify(&[]).unwrap().ok());
}

/// What others refer to is taken out only together with them.
pub fn what_others_refer_to_is_taken_out_only_with_them(made: &mut Made) {
    let everything = made.everything();
    let store = made.store.as_mut();
    save(store, &operation(1, everything.iter().cloned().map(new).collect())).unwrap();
    let head = store.head().unwrap();
    for (number, parent) in (2..).zip(everything.iter().filter(|entity| is_referred_to(entity))) {
        let outcome = save(store, &operation(number, vec![removed(parent.clone())]));
        assert!(matches!(outcome, Err(StoreError::Other(_))), "{}: {outcome:?}", parent.kind());
    }
    assert_eq!((store.load().unwrap(), store.head().unwrap()), (register_of(&everything), head));
}

/// Does a record of [`super::full`] refer to this one?
fn is_referred_to(entity: &Entity) -> bool {
    matches!(
        entity,
        Entity::Citizen(_) | Entity::Provider(_) | Entity::Offer(_) | Entity::Placement(_) | Entity::Goal(_)
    )
}

/// What comes in the place of what the same operation takes out may have its name or number.
pub fn what_comes_in_the_place_of_what_is_taken_out_may_have_its_number(made: &mut Made) {
    let store = made.store.as_mut();
    let (old, new_one) = (records::provider(1, "Solsikken ApS"), records::provider(2, "Solsikken ApS"));
    save(store, &operation(1, vec![new(old.clone())])).unwrap();
    save(store, &operation(2, vec![new(new_one.clone()), removed(old)])).unwrap();
    assert_eq!(store.load().unwrap(), register_of(&[new_one]));
    assert!(store.verify(&[]).unwrap().ok());
}

/// People and settings are never taken out.
pub fn people_and_settings_are_never_taken_out(made: &mut Made) {
    let everything = made.everything();
    let store = made.store.as_mut();
    save(store, &operation(1, everything.iter().cloned().map(new).collect())).unwrap();
    let settings = everything.iter().filter(|entity| !is_removable(entity)).cloned();
    for (number, kept) in (2..).zip(settings.chain([Entity::Settings(Settings::default())])) {
        let outcome = save(store, &operation(number, vec![removed(kept)]));
        assert!(matches!(outcome, Err(StoreError::Other(_))), "{outcome:?}");
    }
    assert_eq!(store.load().unwrap(), register_of(&everything));
}
