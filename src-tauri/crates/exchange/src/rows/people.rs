//! Citizens, found by CPR number: that is what matches at import, everything else groups by id (design §2).
//!
//! Invariant: a number that a hand corrected finds the citizen whose it is now; the number that was corrected away
//! finds its citizen at the placement that has them, and nowhere else.

use vilkaar_domain::{Citizen, CitizenId, Cpr, RefundCover, Sensitive};
use vilkaar_wording::import::Trouble;

use crate::plan::{FieldChange, Origin, RowReader, Work};

/// What another number is called that looks the same when both are masked.
const SAME_BIRTHDAY: &str = "et andet nummer med samme fødselsdag";

/// What a row says about its citizen.
pub(crate) struct Person {
    pub(crate) cpr: Option<Cpr>,
    pub(crate) name: Option<String>,
    pub(crate) refund_cover: Option<RefundCover>,
}

impl Work<'_> {
    /// The citizen of a row; `known` is the one its placement has. Tells whether the row changed a known citizen.
    pub(crate) fn citizen_of_row(
        &mut self,
        person: Person,
        known: Option<CitizenId>,
        origin: Origin,
        reader: &mut RowReader<'_>,
        name_column: usize,
    ) -> (CitizenId, Vec<FieldChange>) {
        let known_at = known.and_then(|id| self.citizen_at.get(&id).copied());
        let by_cpr = person.cpr.as_ref().and_then(|cpr| self.citizens.find(&cpr.reveal().to_owned()));
        let without_cpr =
            known_at.filter(|at| self.citizens.slots.get(*at).is_some_and(|citizen| citizen.cpr.is_none()));
        // Whose the placement is, a hand said by writing the number.
        let by_hand = known_at.filter(|at| self.citizens.slots.is_by_hand(*at, "cpr"));
        let at = match (&person.cpr, by_hand.or(by_cpr)) {
            (Some(_), Some(at)) => Some(at),
            (Some(_), None) => without_cpr,
            (None, _) => known_at,
        };
        let Some((at, citizen)) = at.and_then(|at| self.citizens.slots.get(at).map(|citizen| (at, citizen)))
        else {
            return (self.new_citizen(person, origin), Vec::new());
        };
        let mut after = citizen.clone();
        let first_row = self.citizens.slots.origin(at);
        if let Some(cpr) = person.cpr {
            after.cpr = Some(cpr);
        }
        if let Some(name) = person.name {
            match (&after.name, first_row) {
                (Some(kept), Some(first)) if kept.reveal() != name => {
                    reader.note(name_column, Trouble::NameDiffers { row: first.row });
                }
                _ => after.name = Some(Sensitive::new(name)),
            }
        }
        if let Some(cover) = person.refund_cover {
            // A blank cell of a citizen's second placement doesn't take back what the first one says.
            if first_row.is_none() || cover != RefundCover::ByAge {
                after.refund_cover = cover;
            }
        }
        let id = after.id;
        let Some(before) = self.citizens.slots.get(at).cloned() else { return (id, Vec::new()) };
        let shown = |citizen: &Citizen| {
            [
                ("Navn", citizen.name.as_ref().map(|name| name.reveal().to_owned()).unwrap_or_default()),
                ("CPR-nr.", citizen.cpr.as_ref().map(Cpr::masked).unwrap_or_default()),
                ("Omfattet af refusion", citizen.refund_cover.word().to_owned()),
            ]
        };
        let compared = |before: &Citizen, after: &Citizen| -> Vec<FieldChange> {
            // Two numbers of one birthday look the same when they are masked.
            let other_number = before.cpr != after.cpr;
            shown(before)
                .into_iter()
                .zip(shown(after))
                .filter(|((field, before), (_, after))| {
                    before != after || (*field == "CPR-nr." && other_number)
                })
                .map(|((field, before), (_, after))| {
                    let is_alike = before == after;
                    let after = if is_alike { SAME_BIRTHDAY.to_owned() } else { after };
                    FieldChange::new(field, before, after)
                })
                .collect()
        };
        let is_changed = self.citizens.slots.propose(at, after, origin);
        let Some(now) = self.citizens.slots.get(at).cloned() else { return (id, Vec::new()) };
        if let (None, Some(cpr)) = (&before.cpr, &now.cpr) {
            self.citizens.index(cpr.reveal().to_owned(), at);
        }
        let mut changes = if is_changed { compared(&before, &now) } else { Vec::new() };
        if let Some(wanted) = self.citizens.slots.wanted(at) {
            changes.extend(compared(&now, wanted).into_iter().map(FieldChange::left_aside));
        }
        (id, changes)
    }

    fn new_citizen(&mut self, person: Person, origin: Origin) -> CitizenId {
        let id = CitizenId(self.new_id());
        let key = person.cpr.as_ref().map_or_else(|| id.to_string(), |cpr| cpr.reveal().to_owned());
        let citizen = Citizen {
            id,
            cpr: person.cpr,
            name: person.name.map(Sensitive::new),
            refund_cover: person.refund_cover.unwrap_or(RefundCover::ByAge),
        };
        let at = self.citizens.add(key, citizen, origin);
        self.citizen_at.insert(id, at);
        id
    }
}
