//! What a row would have a record be, against what people made of it in the window.
//!
//! Invariant: a field that a hand changed since an import wrote it is the hand's. A row never goes over it, blank or
//! not, and what the two disagree on is told.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;
use vilkaar_application::import::Fields;
use vilkaar_domain::{
    BudgetLine, Citizen, Contract, DeliveredHours, Entity, ExpectedYouth, FollowUp, Goal, Offer, OwnOffer,
    Placement, PriceIndex, Provider, RateLine, RefundLimits, SearchedOffer, StepRate,
};

/// A kind of record that sheets hold.
pub(crate) trait Recorded: Serialize + DeserializeOwned + Clone + PartialEq {
    /// Fields that are one matter: where a hand changed one, the others are the hand's too.
    const TOGETHER: &'static [&'static [&'static str]] = &[];
    /// Fields that a blank says something in: open.
    const ENDS: &'static [&'static str] = &[];

    /// The record's id.
    fn record_id(&self) -> Uuid;

    /// The record of an entity of this kind.
    fn of(entity: &Entity) -> Option<&Self>;
}

macro_rules! recorded {
    ($($kind:ident { $($constant:item)* })+) => {$(
        impl Recorded for $kind {
            $($constant)*

            fn record_id(&self) -> Uuid {
                self.id.0
            }

            fn of(entity: &Entity) -> Option<&Self> {
                match entity {
                    Entity::$kind(record) => Some(record),
                    _ => None,
                }
            }
        }
    )+};
}

recorded! {
    Provider {}
    Offer {
        const TOGETHER: &'static [&'static [&'static str]] =
            &[&["supervision", "supervision_from", "supervision_to"], &["checked_on", "checked_by"]];
    }
    Citizen {}
    Placement {
        const TOGETHER: &'static [&'static [&'static str]] = &[&["ended_on", "end_reason"]];
        const ENDS: &'static [&'static str] = &["ended_on"];
    }
    RateLine {
        const TOGETHER: &'static [&'static [&'static str]] =
            &[&["amount", "unit", "quantity", "settlement_days", "open_weeks"]];
        const ENDS: &'static [&'static str] = &["to"];
    }
    Contract {
        const TOGETHER: &'static [&'static [&'static str]] = &[&["end", "renews_by_months"]];
        const ENDS: &'static [&'static str] = &["end"];
    }
    Goal {
        const TOGETHER: &'static [&'static [&'static str]] = &[&["goal_type", "start_level", "expected_level"]];
    }
    FollowUp {}
    DeliveredHours {}
    StepRate {
        const TOGETHER: &'static [&'static [&'static str]] = &[&["from", "when_goal"]];
    }
    SearchedOffer {}
    OwnOffer {}
    ExpectedYouth {}
    BudgetLine {}
    PriceIndex {}
    RefundLimits {}
}

/// What becomes of a row's record.
pub(crate) struct Settled<T> {
    /// The record as it shall be.
    pub(crate) record: T,
    /// Was something of the row left aside for what a hand did?
    pub(crate) is_kept: bool,
}

/// A record's fields.
pub(crate) fn fields<T: Serialize>(record: &T) -> Option<Fields> {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}

/// A record as the imports alone left it, where they wrote all of it.
pub(crate) fn as_imported<T: Recorded>(imported: &Fields) -> Option<T> {
    serde_json::from_value(Value::Object(imported.clone())).ok()
}

/// Settles a row's record with the one that is there. `imported` is what the imports made of it; none where no hand
/// has touched it.
pub(crate) fn settle<T: Recorded>(imported: Option<&Fields>, current: &T, wanted: &T) -> Settled<T> {
    let as_wanted = || Settled { record: wanted.clone(), is_kept: false };
    let Some(imported) = imported else { return as_wanted() };
    let (Some(now), Some(mut then)) = (fields(current), fields(wanted)) else { return as_wanted() };
    let names: Vec<String> =
        now.keys().chain(then.keys().filter(|name| !now.contains_key(*name))).cloned().collect();
    let mut is_kept = false;
    for name in names {
        if now.get(&name) == then.get(&name) || !is_hands::<T>(imported, current, &now, &name) {
            continue;
        }
        is_kept = true;
        match now.get(&name) {
            Some(value) => then.insert(name, value.clone()),
            None => then.remove(&name),
        };
    }
    match serde_json::from_value(Value::Object(then)) {
        Ok(record) => Settled { record, is_kept },
        // What was put together is no record: nothing of the row is taken.
        Err(_) => Settled { record: current.clone(), is_kept: true },
    }
}

/// Did a hand make a field what it is? Itself, not what is one matter with it.
pub(crate) fn stands_by_hand<T: Recorded>(imported: &Fields, current: &T, name: &str) -> bool {
    fields(current).is_some_and(|now| is_touched::<T>(imported, current, &now, name))
}

/// Is a field a hand's: itself, or one that is one matter with it?
fn is_hands<T: Recorded>(imported: &Fields, current: &T, now: &Fields, name: &str) -> bool {
    let together = T::TOGETHER.iter().find(|group| group.contains(&name));
    match together {
        Some(group) => group.iter().any(|one| is_touched::<T>(imported, current, now, one)),
        None => is_touched::<T>(imported, current, now, name),
    }
}

/// Does a field stand otherwise than the imports left it? Of what no import wrote, a blank is not known and may be
/// filled, but an end that is open is open.
fn is_touched<T: Recorded>(imported: &Fields, current: &T, now: &Fields, name: &str) -> bool {
    let standing = now.get(name).unwrap_or(&Value::Null);
    let Some(said) = imported.get(name) else {
        let is_blank = matches!(standing, Value::Null) || standing.as_array().is_some_and(Vec::is_empty);
        return !is_blank || T::ENDS.contains(&name);
    };
    if said == standing {
        return false;
    }
    // As values: 14 and 14,0 are the same hours.
    let mut as_said = now.clone();
    as_said.insert(name.to_owned(), said.clone());
    as_imported::<T>(&as_said).is_none_or(|record| record != *current)
}
