//! What somebody's roles keep from them of the records that they read: fields of a record, files of some kinds, and
//! filters that another keeps for themselves.
//!
//! Invariant: what is worked out here from the table of [`crate::permission`] is what a server gives the same person;
//! a local database holds nothing back, and the program shows no more all the same. A server gives a citizen's CPR
//! number as a pseudonym to whoever may not read it, which stays: ages are worked out from it.

use uuid::Uuid;
use vilkaar_domain::{Attachment, Entity, FollowUp, Goal, Provider, Register, Roles, SavedFilter, SubGoal};

use crate::permission::{StandIn, attachment_readers, readers, stand_in, withheld};
use crate::ports::{Actor, LogEntry};

/// Somebody who reads records.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    roles: &'a Roles,
    person: Uuid,
}

impl<'a> From<&'a Actor> for Reader<'a> {
    fn from(actor: &'a Actor) -> Self {
        Self { roles: &actor.roles, person: actor.person }
    }
}

/// The fields that some role doesn't read, but for the CPR number.
const FIELDS: &[(&str, &str)] = &[
    ("citizen", "name"),
    ("goal", "wishes"),
    ("goal", "purpose"),
    ("goal", "wording"),
    ("follow_up", "remark"),
    ("sub_goal", "text"),
    ("sub_goal", "remark"),
    ("provider", "contact_person"),
    ("provider", "phone"),
    ("provider", "email"),
    ("provider", "further_contacts"),
    ("searched_offer", "reason"),
];

/// Takes a text out.
fn clear(hidden: bool, words: &mut Option<String>) {
    if hidden {
        *words = None;
    }
}

impl Reader<'_> {
    /// Is a field kept from the reader? With several roles, what one of them reads is read.
    fn hides(&self, kind: &str, field: &str) -> bool {
        let mut reading = self.roles.iter().filter(|role| readers(kind).contains(role));
        reading.all(|role| withheld(kind, role).contains(&field))
    }

    fn sees_file(&self, file: &Attachment) -> bool {
        self.roles.has_any(attachment_readers(file.kind))
    }

    fn sees_filter(&self, filter: &SavedFilter) -> bool {
        filter.is_shared || filter.owner.0 == self.person
    }

    fn goal(&self, goal: &mut Goal) {
        clear(self.hides("goal", "wishes"), &mut goal.wishes);
        clear(self.hides("goal", "purpose"), &mut goal.purpose);
        clear(self.hides("goal", "wording"), &mut goal.wording);
    }

    fn follow_up(&self, follow_up: &mut FollowUp) {
        clear(self.hides("follow_up", "remark"), &mut follow_up.remark);
    }

    fn sub_goal(&self, step: &mut SubGoal) {
        clear(self.hides("sub_goal", "remark"), &mut step.remark);
        if self.hides("sub_goal", "text") {
            let words = stand_in("sub_goal", "text").map_or("", StandIn::column);
            words.clone_into(&mut step.text);
        }
    }

    fn provider(&self, provider: &mut Provider) {
        clear(self.hides("provider", "contact_person"), &mut provider.contact_person);
        clear(self.hides("provider", "phone"), &mut provider.phone);
        clear(self.hides("provider", "email"), &mut provider.email);
        if self.hides("provider", "further_contacts") {
            provider.further_contacts.clear();
        }
    }

    /// A record as the reader may see it; none where it isn't theirs to see.
    #[must_use]
    pub fn seen(&self, mut record: Entity) -> Option<Entity> {
        match &mut record {
            Entity::Attachment(file) if !self.sees_file(file) => return None,
            Entity::SavedFilter(filter) if !self.sees_filter(filter) => return None,
            Entity::Goal(goal) => self.goal(goal),
            Entity::FollowUp(follow_up) => self.follow_up(follow_up),
            Entity::SubGoal(step) => self.sub_goal(step),
            Entity::Provider(provider) => self.provider(provider),
            Entity::Citizen(citizen) if self.hides("citizen", "name") => citizen.name = None,
            Entity::SearchedOffer(searched) => {
                clear(self.hides("searched_offer", "reason"), &mut searched.reason)
            }
            _ => {}
        }
        Some(record)
    }

    /// Takes out of a register what the reader may not see.
    pub fn conceal(&self, register: &mut Register) {
        register.attachments.retain(|file| self.sees_file(file));
        register.saved_filters.retain(|filter| self.sees_filter(filter));
        // Most read everything else, and there is much of it.
        if !FIELDS.iter().any(|(kind, field)| self.hides(kind, field)) {
            return;
        }
        register.goals.iter_mut().for_each(|goal| self.goal(goal));
        register.follow_ups.iter_mut().for_each(|follow_up| self.follow_up(follow_up));
        register.sub_goals.iter_mut().for_each(|step| self.sub_goal(step));
        register.providers.iter_mut().for_each(|provider| self.provider(provider));
        if self.hides("citizen", "name") {
            register.citizens.iter_mut().for_each(|citizen| citizen.name = None);
        }
        let reason = self.hides("searched_offer", "reason");
        register.searched_offers.iter_mut().for_each(|searched| clear(reason, &mut searched.reason));
    }

    /// Takes out of an entry of the log what the reader may not see; of a record that isn't theirs to see the entry
    /// stays, without what it says.
    pub fn withhold(&self, entry: &mut LogEntry) {
        let Some(payload) = entry.payload.as_mut() else { return };
        let (before, after) = (payload.before.take(), payload.after.take());
        let was_there = (before.is_some(), after.is_some());
        payload.before = before.and_then(|record| self.seen(record));
        payload.after = after.and_then(|record| self.seen(record));
        if (payload.before.is_some(), payload.after.is_some()) != was_there {
            entry.payload = None;
        }
    }
}

#[cfg(test)]
mod tests;
