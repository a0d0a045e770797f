//! *Indsigt*: everything that was changed in a citizen's file, and every look at it, drawn for the citizen.
//!
//! Invariant: a drawing holds one citizen's entries, all of those in its period, and it is itself a look that is
//! logged before anything of it is given.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vilkaar_domain::CitizenId;

use super::{LogError, Look};
use crate::permission::UseCase;
use crate::ports::{Actor, Clock, LogEntry, ReadRecord, Store};

/// Whose entries, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CitizenQuery {
    /// Whose file.
    pub citizen: CitizenId,
    /// Not before this instant; none: from the first entry on.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant; none: to the newest entry.
    pub before: Option<DateTime<Utc>>,
}

/// An entry of either log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub person: Uuid,
    /// The person's name as the log has it.
    pub who: String,
    /// From which screen or command.
    pub origin: String,
    /// What the entry tells.
    pub what: What,
}

/// What an entry tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// A record was changed.
    Change(Box<LogEntry>),
    /// The file was looked into.
    Look(Look),
}

/// Kinds of record that a citizen's drawing leaves out, each with the reason that is printed in its place. There
/// are none: a municipality's strategy in a negotiation will be the first (offentlighedsloven § 33).
const LEFT_OUT: &[(&str, &str)] = &[];

/// What was drawn.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Drawing {
    /// The entries, oldest first.
    pub entries: Vec<Recorded>,
    /// How many entries were left out, for which reason.
    pub left_out: Vec<(&'static str, usize)>,
}

/// Draws a citizen's entries. `what` is what the log calls this look: `indsigt vist`, `indsigt gemt som PDF`.
///
/// # Errors
/// [`LogError`]; where the look can't be logged nothing is given.
pub fn draw(
    store: &mut dyn Store,
    actor: Actor,
    clock: &dyn Clock,
    query: &CitizenQuery,
    what: &str,
) -> Result<Drawing, LogError> {
    actor.authorise(UseCase::DrawInsight)?;
    let citizen = query.citizen;
    store.record_read(&ReadRecord { actor, at: clock.now(), citizen, what: what.to_owned() })?;
    Ok(without_exempt(store.citizen_log(query)?, LEFT_OUT))
}

/// The entries without those of the kinds that are left out.
fn without_exempt(entries: Vec<Recorded>, exempt: &[(&str, &'static str)]) -> Drawing {
    let mut drawing = Drawing::default();
    for recorded in entries {
        let reason = match &recorded.what {
            What::Change(entry) => exempt.iter().find(|(kind, _)| *kind == entry.entity_kind),
            What::Look(_) => None,
        };
        match reason {
            None => drawing.entries.push(recorded),
            Some((_, reason)) => match drawing.left_out.iter_mut().find(|(known, _)| known == reason) {
                Some((_, count)) => *count += 1,
                None => drawing.left_out.push((reason, 1)),
            },
        }
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(number: u64, kind: &str) -> Recorded {
        let at = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let id = Uuid::from_u128(u128::from(number));
        let entry = LogEntry {
            seq: number,
            operation_id: id,
            at,
            who: "Karina Holst".to_owned(),
            origin: "vindue: Import".to_owned(),
            operation: "import".to_owned(),
            entity_kind: kind.to_owned(),
            entity_id: id,
            payload: None,
            reason: None,
        };
        let (who, origin) = (entry.who.clone(), entry.origin.clone());
        Recorded { at, person: id, who, origin, what: What::Change(Box::new(entry)) }
    }

    #[test]
    fn what_is_exempt_is_left_out_and_counted_with_its_reason() {
        let entries =
            vec![change(1, "goal"), change(2, "strategy"), change(3, "goal"), change(4, "strategy")];
        let drawing = without_exempt(entries.clone(), &[("strategy", "kommunens forhandlingsstrategi")]);
        assert_eq!(drawing.entries, [entries[0].clone(), entries[2].clone()]);
        assert_eq!(drawing.left_out, [("kommunens forhandlingsstrategi", 2)]);
        assert_eq!(without_exempt(entries.clone(), LEFT_OUT).entries, entries);
    }
}
