//! What counts as a hand's.

use chrono::{DateTime, Utc};
use vilkaar_domain::{Provider, ProviderId};

use super::*;
use crate::ports::LogPayload;

fn provider(name: &str, cvr: Option<&str>) -> Entity {
    Entity::Provider(Provider {
        id: ProviderId(Uuid::from_u128(7)),
        name: name.to_owned(),
        ownership: None,
        operating_agreement: None,
        cvr: cvr.map(str::to_owned),
        contact_person: None,
        phone: None,
        email: None,
        further_contacts: Vec::new(),
    })
}

fn entry(number: u128, operation: &str, id: Uuid, before: Option<Entity>, after: Option<Entity>) -> LogEntry {
    LogEntry {
        seq: u64::try_from(number).unwrap_or_default(),
        operation_id: id,
        at: DateTime::<Utc>::default(),
        who: "Karina Holst".to_owned(),
        origin: "vindue".to_owned(),
        operation: operation.to_owned(),
        entity_kind: "provider".to_owned(),
        entity_id: Uuid::from_u128(7),
        payload: Some(LogPayload { before, after }),
        reason: None,
    }
}

fn import(number: u128, before: Option<Entity>, after: Option<Entity>) -> LogEntry {
    entry(number, IMPORT, Uuid::from_u128(100 + number), before, after)
}

fn hand(number: u128, before: Option<Entity>, after: Option<Entity>) -> LogEntry {
    entry(number, "edit", Uuid::from_u128(100 + number), before, after)
}

/// What the imports said of a field.
fn said(entries: &[LogEntry], field: &str) -> Option<Value> {
    ByHand::of(entries).imported(Uuid::from_u128(7)).and_then(|fields| fields.get(field).cloned())
}

#[test]
fn a_field_is_the_imports_until_a_hand_changes_it_and_a_later_import_of_another_field_leaves_it_so() {
    let (old, new) = (provider("Birk", None), provider("Birkely", None));
    let filled = provider("Birkely", Some("12345678"));
    let entries = [
        import(1, None, Some(old.clone())),
        hand(2, Some(old), Some(new.clone())),
        import(3, Some(new), Some(filled)),
    ];
    assert_eq!(said(&entries, "name"), Some(Value::from("Birk")));
    assert_eq!(said(&entries, "cvr"), Some(Value::from("12345678")));
}

#[test]
fn what_no_hand_touched_is_not_held_and_what_a_hand_made_has_no_import() {
    let made = provider("Birk", None);
    assert!(ByHand::of(&[import(1, None, Some(made.clone()))]).imported(Uuid::from_u128(7)).is_none());
    let by_hand = ByHand::of(&[hand(1, None, Some(made))]);
    assert_eq!(by_hand.imported(Uuid::from_u128(7)).map(Fields::len), Some(0));
}

#[test]
fn what_a_hand_took_out_is_told_as_the_imports_left_it() {
    let made = provider("Birk", None);
    let by_hand = ByHand::of(&[import(1, None, Some(made.clone())), hand(2, Some(made.clone()), None)]);
    assert_eq!(by_hand.taken_out(), [made]);
}

#[test]
fn an_import_that_was_undone_said_nothing_and_one_made_again_said_it() {
    let made = provider("Birk", None);
    let first = import(1, None, Some(made.clone()));
    let undo_id = undo_of(first.operation_id);
    let undo = entry(2, UNDO, undo_id, Some(made.clone()), None);
    let redo = entry(3, REDO, undo_of(undo_id), None, Some(made.clone()));
    let edit = hand(4, Some(made.clone()), Some(provider("Birkely", None)));
    let undone = ByHand::of(&[first.clone(), undo.clone()]);
    assert!(undone.taken_out().is_empty(), "it may come again");
    assert_eq!(said(&[first, undo, redo, edit], "name"), Some(Value::from("Birk")));
}

#[test]
fn what_a_hand_touched_is_held_though_every_entry_of_it_was_emptied() {
    let emptied = |entry: LogEntry| LogEntry { payload: None, ..entry };
    let made = provider("Birk", None);
    let first = import(1, None, Some(made.clone()));
    let edit = hand(2, Some(made.clone()), Some(provider("Birkely", None)));
    let removal = hand(3, Some(made.clone()), None);
    let touched = |entries: &[LogEntry]| ByHand::of(entries).imported(Uuid::from_u128(7)).map(Fields::len);
    assert_eq!(touched(&[emptied(first.clone()), emptied(edit.clone())]), Some(0));
    assert!(touched(&[first.clone(), emptied(edit.clone())]).is_some());
    assert_eq!(touched(&[emptied(first.clone())]), None, "no hand");
    assert_eq!(touched(&[emptied(first), emptied(edit), removal]), None, "it is taken out");
}
