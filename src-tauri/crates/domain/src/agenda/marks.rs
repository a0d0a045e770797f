//! What was done about an item: handled, put off, handed over (domain §3: it stays until it is handled with a
//! reason).
//!
//! Invariant: a mark changes the day and the owner that an item counts by, or takes it off the list. It never makes
//! an item, and it names the item with its day, so it ends with it.

use chrono::NaiveDate;

use super::{AgendaItem, DueState, ItemKey, Owner};
use crate::{AgendaMark, CaseFile, Handled, Postponed};

/// The agenda of a case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CaseAgenda {
    /// What is to be done, by day and kind.
    pub open: Vec<AgendaItem>,
    /// What was handled and would else be on the list, by day and kind.
    pub handled: Vec<AgendaItem>,
}

/// What somebody did about an item.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marked {
    /// Handled, with the reason.
    pub handled: Option<Handled>,
    /// Put off, with the reason.
    pub postponed: Option<Postponed>,
    /// Whose it is by the rules, where it was handed to somebody else.
    pub handed_over_from: Option<Owner>,
}

impl AgendaItem {
    /// The item as its mark leaves it.
    #[must_use]
    pub(super) fn marked(mut self, mark: Option<&AgendaMark>, today: NaiveDate) -> Self {
        let Some(mark) = mark else { return self };
        self.marked.handled.clone_from(&mark.handled);
        if let Some(postponed) = &mark.postponed {
            self.due = postponed.until;
            self.days = (self.due - today).num_days();
            self.state = DueState::of_days(self.days);
            self.marked.postponed = Some(postponed.clone());
        }
        if let Some(name) = mark.owner.as_deref().filter(|name| !name.trim().is_empty()) {
            let by_the_rules = std::mem::replace(&mut self.owner, Owner::handed_to(name));
            self.marked.handed_over_from =
                Some(by_the_rules).filter(|owner| owner.name() != self.owner.name());
        }
        self
    }

    /// Is it off the list?
    #[must_use]
    pub const fn is_handled(&self) -> bool {
        self.marked.handled.is_some()
    }
}

impl CaseFile<'_> {
    /// The mark of an item; of several the latest.
    #[must_use]
    pub fn mark_of(&self, key: &ItemKey) -> Option<&AgendaMark> {
        if self.agenda_marks.is_empty() {
            return None;
        }
        let item = key.to_string();
        self.agenda_marks.iter().copied().filter(|mark| mark.item == item).max_by_key(|mark| mark.id)
    }
}
