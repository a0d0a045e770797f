//! Records as they are and as the file would have them, found by what a row is known by.
//!
//! Invariant: a record that ends as it was is no change, however many rows touched it; and what a hand changed in one
//! goes before what a row says of it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;

use vilkaar_application::import::{ByHand, Fields};

use super::FieldChange;
use super::settle::{Recorded, Settled, as_imported, fields, settle, stands_by_hand};
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
    /// What imports made of it; none where no hand has touched it.
    imported: Option<Cow<'a, Fields>>,
    /// What the row would have had it be, where something of that was left aside for a hand's.
    wanted: Option<Box<T>>,
}

/// The records of a kind, the known ones first.
pub(crate) struct Slots<'a, T> {
    slots: Vec<Slot<'a, T>>,
}

impl<'a, T: Recorded> Slots<'a, T> {
    /// The known records.
    pub(crate) fn new(known: &'a [T], by_hand: &'a ByHand) -> Self {
        let slots = known
            .iter()
            .map(|record| Slot {
                before: Some(record),
                after: None,
                origin: None,
                reason: None,
                imported: by_hand.imported(record.record_id()).map(Cow::Borrowed),
                wanted: None,
            })
            .collect();
        Self { slots }
    }

    /// What imports made of a record; none where no hand has touched it.
    pub(crate) fn imported(&self, at: usize) -> Option<&Fields> {
        self.slots.get(at)?.imported.as_deref()
    }

    /// A record that a hand touched, as the imports alone left it; none where no import wrote all of it.
    pub(crate) fn as_imported(&self, at: usize) -> Option<T> {
        as_imported(self.imported(at)?)
    }

    /// Did a hand make a field of a record what it is?
    pub(crate) fn is_by_hand(&self, at: usize, field: &str) -> bool {
        let Some(slot) = self.slots.get(at) else { return false };
        let current = slot.after.as_deref().or(slot.before);
        slot.imported
            .as_deref()
            .zip(current)
            .is_some_and(|(imported, current)| stands_by_hand(imported, current, field))
    }

    /// Lets a record that a hand made stand for one that imports wrote: it took that one's place.
    pub(crate) fn stands_for(&mut self, at: usize, former: Fields) {
        if let Some(slot) = self.slots.get_mut(at)
            && slot.imported.as_ref().is_some_and(|imported| imported.is_empty())
        {
            slot.imported = Some(Cow::Owned(former));
        }
    }

    /// Holds a record against what imports said of it.
    pub(crate) fn hold_against(&mut self, at: usize, imported: Fields) {
        if let Some(slot) = self.slots.get_mut(at) {
            slot.imported = Some(Cow::Owned(imported));
        }
    }

    /// What becomes of the record that a row would have at a place.
    pub(crate) fn settled(&self, at: usize, wanted: &T) -> Option<Settled<T>> {
        let slot = self.slots.get(at)?;
        let current = slot.after.as_deref().or(slot.before)?;
        Some(settle(slot.imported.as_deref(), current, wanted))
    }

    /// Notes what a row would have had a record be.
    pub(crate) fn left_aside(&mut self, at: usize, wanted: T) {
        if let Some(slot) = self.slots.get_mut(at) {
            slot.wanted = Some(Box::new(wanted));
        }
    }

    /// Puts a row's record in the place of the one that is there, but for what a hand changed; tells whether it is
    /// another one by that.
    pub(crate) fn propose(&mut self, at: usize, wanted: T, origin: Origin) -> bool {
        let Some(Settled { record, is_kept }) = self.settled(at, &wanted) else { return false };
        if is_kept {
            self.left_aside(at, wanted);
        }
        if self.get(at) == Some(&record) {
            self.touch(at, origin);
            return false;
        }
        self.set(at, record, origin);
        true
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

    /// What a row changed in a known record, field by field, and what of it was left aside.
    pub(crate) fn compared(&self, applied: Applied, fields: &[Field<T>]) -> Vec<FieldChange> {
        let (Applied::Changed(at) | Applied::Unchanged(at)) = applied else { return Vec::new() };
        let mut found = match (applied, self.before(at), self.get(at)) {
            (Applied::Changed(_), Some(before), Some(after)) => compared(before, after, fields),
            _ => Vec::new(),
        };
        found.extend(self.differing(at, fields));
        found
    }

    /// What a row says of a record and a hand otherwise.
    pub(crate) fn differing(&self, at: usize, fields: &[Field<T>]) -> Vec<FieldChange> {
        let wanted = self.slots.get(at).and_then(|slot| slot.wanted.as_deref());
        let (Some(wanted), Some(kept)) = (wanted, self.get(at)) else { return Vec::new() };
        compared(kept, wanted, fields).into_iter().map(FieldChange::left_aside).collect()
    }

    /// What a row would have had a record be, where something of it was left aside.
    pub(crate) fn wanted(&self, at: usize) -> Option<&T> {
        self.slots.get(at).and_then(|slot| slot.wanted.as_deref())
    }

    /// Adds a new record.
    pub(crate) fn add(&mut self, record: T, origin: Origin) -> usize {
        self.slots.push(Slot {
            before: None,
            after: Some(Box::new(record)),
            origin: Some(origin),
            reason: None,
            imported: None,
            wanted: None,
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
    /// A hand took the record out that an earlier import made of the row.
    TakenOut,
}

/// Records that a row finds by a key.
pub(crate) struct Keyed<'a, T, K> {
    /// The records.
    pub(crate) slots: Slots<'a, T>,
    index: HashMap<K, usize>,
    taken_out: HashMap<K, &'a T>,
}

impl<'a, T: Recorded, K: Hash + Eq> Keyed<'a, T, K> {
    /// The known records; of two with one key the later is found. One whose key a hand changed is found by the key that
    /// it was imported with too, and what a hand took out is remembered.
    pub(crate) fn new(known: &'a [T], by_hand: &'a ByHand, key: impl Fn(&T) -> K) -> Self {
        let mut keyed = Self::by_present_key(known, by_hand, &key);
        for at in 0..known.len() {
            if let Some(former) = keyed.slots.as_imported(at) {
                let former = key(&former);
                // What was taken out and made anew is found by its own key.
                keyed.taken_out.remove(&former);
                keyed.index.entry(former).or_insert(at);
            }
        }
        keyed
    }

    /// The same, but a key that a hand changed finds nothing more.
    pub(crate) fn by_present_key(known: &'a [T], by_hand: &'a ByHand, key: impl Fn(&T) -> K) -> Self {
        let mut slots = Slots::new(known, by_hand);
        let index: HashMap<K, usize> =
            known.iter().enumerate().map(|(at, record)| (key(record), at)).collect();
        let mut taken_out = HashMap::new();
        for record in by_hand.taken_out().iter().filter_map(T::of) {
            match (index.get(&key(record)), fields(record)) {
                // A hand made it anew.
                (Some(at), Some(former)) => slots.stands_for(*at, former),
                _ => {
                    taken_out.insert(key(record), record);
                }
            }
        }
        Self { slots, index, taken_out }
    }

    /// Was the record of a key taken out by a hand?
    pub(crate) fn is_taken_out(&self, key: &K) -> bool {
        self.taken_out.contains_key(key)
    }

    /// The records that hands took out.
    pub(crate) fn taken_out(&self) -> impl Iterator<Item = &'a T> + '_ {
        self.taken_out.values().copied()
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
            if self.is_taken_out(&key) {
                return Applied::TakenOut;
            }
            let record = build(None);
            return Applied::New(self.add(key, record, origin));
        };
        let wanted = build(self.slots.get(at));
        let Some(Settled { record, is_kept }) = self.slots.settled(at, &wanted) else {
            return Applied::Unchanged(at);
        };
        let is_same = self.slots.get(at) == Some(&record);
        if let Some(other) = self.slots.origin(at).filter(|_| !is_same) {
            return Applied::Duplicate(other);
        }
        if is_kept {
            self.slots.left_aside(at, wanted);
        }
        if is_same {
            if self.slots.origin(at).is_none() {
                self.slots.touch(at, origin);
            }
            return Applied::Unchanged(at);
        }
        self.slots.set(at, record, origin);
        Applied::Changed(at)
    }
}
