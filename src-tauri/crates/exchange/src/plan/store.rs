//! Records as they are and as the file would have them, found by what a row is known by.
//!
//! Invariant: a record that ends as it was is no change, however many rows touched it.

use std::collections::HashMap;
use std::hash::Hash;

use super::FieldChange;
use crate::rows::{Field, compared};

/// A row of the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Origin {
    /// The sheet's place in the file.
    pub(crate) sheet: usize,
    /// 1-based row.
    pub(crate) row: u32,
}

/// A record before and after.
struct Slot<'a, T> {
    before: Option<&'a T>,
    after: Option<Box<T>>,
    origin: Option<Origin>,
    reason: Option<&'static str>,
}

/// The records of a kind, the known ones first.
pub(crate) struct Slots<'a, T> {
    slots: Vec<Slot<'a, T>>,
}

impl<'a, T: PartialEq> Slots<'a, T> {
    /// The known records.
    pub(crate) fn new(known: &'a [T]) -> Self {
        let slots = known
            .iter()
            .map(|record| Slot { before: Some(record), after: None, origin: None, reason: None })
            .collect();
        Self { slots }
    }

    /// The record as the file would have it so far.
    pub(crate) fn get(&self, at: usize) -> Option<&T> {
        let slot = self.slots.get(at)?;
        slot.after.as_deref().or(slot.before)
    }

    /// The row that touched it last.
    pub(crate) fn origin(&self, at: usize) -> Option<Origin> {
        self.slots.get(at).and_then(|slot| slot.origin)
    }

    /// The record as it is in the database.
    pub(crate) fn before(&self, at: usize) -> Option<&'a T> {
        self.slots.get(at).and_then(|slot| slot.before)
    }

    /// What a row changed in a known record, field by field.
    pub(crate) fn compared(&self, applied: Applied, fields: &[Field<T>]) -> Vec<FieldChange> {
        let Applied::Changed(at) = applied else { return Vec::new() };
        match (self.before(at), self.get(at)) {
            (Some(before), Some(after)) => compared(before, after, fields),
            _ => Vec::new(),
        }
    }

    /// Adds a new record.
    pub(crate) fn add(&mut self, record: T, origin: Origin) -> usize {
        self.slots.push(Slot {
            before: None,
            after: Some(Box::new(record)),
            origin: Some(origin),
            reason: None,
        });
        self.slots.len() - 1
    }

    /// Puts a record in the place of the one that is there.
    pub(crate) fn set(&mut self, at: usize, record: T, origin: Origin) {
        if let Some(slot) = self.slots.get_mut(at) {
            slot.after = Some(Box::new(record));
            slot.origin = Some(origin);
        }
    }

    /// Gives the change of a record its own reason.
    pub(crate) fn because(&mut self, at: usize, reason: &'static str) {
        if let Some(slot) = self.slots.get_mut(at) {
            slot.reason = Some(reason);
        }
    }

    /// Notes that a row was about the record.
    pub(crate) fn touch(&mut self, at: usize, origin: Origin) {
        if let Some(slot) = self.slots.get_mut(at) {
            slot.origin = Some(origin);
        }
    }

    /// How many records have been put in place of a known one or added.
    pub(crate) fn touched(&self) -> usize {
        self.slots.iter().filter(|slot| slot.after.is_some()).count()
    }

    /// How many records there are.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The records that differ from before: before, after, reason.
    pub(crate) fn into_changes(self) -> impl Iterator<Item = (Option<&'a T>, T, Option<&'static str>)> {
        self.slots.into_iter().filter_map(|slot| {
            let after = *slot.after?;
            (slot.before != Some(&after)).then_some((slot.before, after, slot.reason))
        })
    }
}

/// What a row did to its record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Applied {
    /// A new one.
    New(usize),
    /// Another than before.
    Changed(usize),
    /// The same.
    Unchanged(usize),
    /// Another row was about the same record and said something else.
    Duplicate(Origin),
}

/// Records that a row finds by a key.
pub(crate) struct Keyed<'a, T, K> {
    /// The records.
    pub(crate) slots: Slots<'a, T>,
    index: HashMap<K, usize>,
}

impl<'a, T: PartialEq, K: Hash + Eq> Keyed<'a, T, K> {
    /// The known records; of two with one key the later is found.
    pub(crate) fn new(known: &'a [T], key: impl Fn(&T) -> K) -> Self {
        let index = known.iter().enumerate().map(|(at, record)| (key(record), at)).collect();
        Self { slots: Slots::new(known), index }
    }

    /// Where the record of a key is.
    pub(crate) fn find(&self, key: &K) -> Option<usize> {
        self.index.get(key).copied()
    }

    /// Lets a key find a record.
    pub(crate) fn index(&mut self, key: K, at: usize) {
        self.index.insert(key, at);
    }

    /// Adds a new record under its key.
    pub(crate) fn add(&mut self, key: K, record: T, origin: Origin) -> usize {
        let at = self.slots.add(record, origin);
        self.index.insert(key, at);
        at
    }

    /// Applies a row: `build` makes the record from the one that is there.
    pub(crate) fn apply(&mut self, key: K, origin: Origin, build: impl FnOnce(Option<&T>) -> T) -> Applied {
        let Some(at) = self.find(&key) else {
            let record = build(None);
            return Applied::New(self.add(key, record, origin));
        };
        let current = self.slots.get(at);
        let record = build(current);
        if current == Some(&record) {
            if self.slots.origin(at).is_none() {
                self.slots.touch(at, origin);
            }
            return Applied::Unchanged(at);
        }
        if let Some(other) = self.slots.origin(at) {
            return Applied::Duplicate(other);
        }
        self.slots.set(at, record, origin);
        Applied::Changed(at)
    }
}
