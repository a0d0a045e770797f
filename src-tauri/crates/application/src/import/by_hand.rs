//! What people changed in the window of what sheets once said, told by the log.
//!
//! Invariant: what an import wrote is folded field by field, so a field that nobody touched since is the sheet's, and
//! one that stands differently is a hand's. An import that was undone said nothing.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};
use uuid::Uuid;
use vilkaar_domain::Entity;

use crate::ports::{LogEntry, Store, StoreError};
use crate::undo::{REDO, UNDO, undo_of};

/// What the log calls an import.
pub const IMPORT: &str = "import";

/// The fields of a record, as the log has them.
pub type Fields = Map<String, Value>;

/// The records that hands changed, with what the imports alone made of them.
#[derive(Clone, Debug, Default)]
pub struct ByHand {
    touched: HashMap<Uuid, Fields>,
    taken_out: Vec<Entity>,
}

/// A record while its entries are read.
#[derive(Default)]
struct Told {
    /// What imports wrote; none where none did.
    imported: Option<Fields>,
    kind: String,
    /// Its last entry that still tells it took it out.
    is_taken_out: bool,
    by_hand: bool,
}

impl ByHand {
    /// Of every entry, oldest first, about records that something else than an import changed.
    #[must_use]
    pub fn of(entries: &[LogEntry]) -> Self {
        let mut told: HashMap<Uuid, Told> = HashMap::new();
        // What undoes an import is an import's doing, and so is what makes it again.
        let mut imports: HashSet<Uuid> = HashSet::new();
        for entry in entries {
            let takes_back = entry.operation == UNDO || entry.operation == REDO;
            let is_import =
                entry.operation == IMPORT || (takes_back && imports.contains(&entry.operation_id));
            if is_import {
                imports.insert(undo_of(entry.operation_id));
            }
            let record = told.entry(entry.entity_id).or_default();
            record.by_hand |= !is_import;
            // What was emptied in its time tells nothing; what stands then counts as the hand's.
            let Some(payload) = &entry.payload else { continue };
            record.is_taken_out = payload.after.is_none();
            record.kind.clone_from(&entry.entity_kind);
            if is_import {
                record.fold(payload.before.as_ref(), payload.after.as_ref());
            }
        }
        let mut found = Self::default();
        for (id, record) in told.into_iter().filter(|(_, record)| record.by_hand) {
            if !record.is_taken_out {
                found.touched.insert(id, record.imported.unwrap_or_default());
            } else if let Some(fields) = record.imported {
                let entity = serde_json::json!({ "kind": record.kind, "record": fields });
                found.taken_out.extend(serde_json::from_value::<Entity>(entity).ok());
            }
        }
        found.taken_out.sort_by_key(Entity::id);
        found
    }

    /// What the imports made of a record that hands changed, field by field; empty where hands made it. None for a
    /// record that no hand has touched.
    #[must_use]
    pub fn imported(&self, id: Uuid) -> Option<&Fields> {
        self.touched.get(&id)
    }

    /// The records that imports made and hands took out, as the imports left them.
    #[must_use]
    pub fn taken_out(&self) -> &[Entity] {
        &self.taken_out
    }
}

impl Told {
    /// Takes in what an import did to the record.
    fn fold(&mut self, before: Option<&Entity>, after: Option<&Entity>) {
        let (Some(after), before) = (after.and_then(fields), before.and_then(fields)) else {
            self.imported = None;
            return;
        };
        let Some(before) = before else {
            self.imported = Some(after);
            return;
        };
        let imported = self.imported.get_or_insert_default();
        for (name, value) in after {
            if before.get(&name) != Some(&value) {
                imported.insert(name, value);
            }
        }
    }
}

/// A record's fields.
fn fields(entity: &Entity) -> Option<Fields> {
    match serde_json::to_value(entity).ok()? {
        Value::Object(mut whole) => match whole.remove("record")? {
            Value::Object(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

/// What hands changed since the imports, read from the log.
///
/// # Errors
/// Where the log can't be read.
pub fn by_hand(store: &mut dyn Store) -> Result<ByHand, StoreError> {
    Ok(ByHand::of(&store.changed_by_hand()?))
}

#[cfg(test)]
mod tests;
