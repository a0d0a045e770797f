//! Which record refers to which: what has to be there as long as a record is.
//!
//! Invariant: every kind says here what it refers to; a new kind fails the build until it does.

use std::collections::HashSet;

use uuid::Uuid;

use super::{Entity, Register};

impl Entity {
    /// The records that this one can't be without.
    #[must_use]
    pub fn refers_to(&self) -> Vec<Uuid> {
        let (first, further) = match self {
            Self::Offer(r) => (r.provider.map(|id| id.0), None),
            Self::Placement(r) => {
                return [Some(r.citizen.0), Some(r.offer.0), r.moved_from.map(|id| id.0)]
                    .into_iter()
                    .flatten()
                    .collect();
            }
            Self::RateLine(r) => (Some(r.placement.0), r.corrects.map(|id| id.0)),
            Self::Contract(r) => (Some(r.placement.0), r.amends.map(|id| id.0)),
            Self::Goal(r) => (Some(r.placement.0), None),
            Self::FollowUp(r) => (Some(r.goal.0), None),
            Self::DeliveredHours(r) => (Some(r.placement.0), None),
            Self::StepRate(r) => (Some(r.placement.0), r.when_goal.map(|id| id.0)),
            Self::SearchedOffer(r) => (Some(r.placement.0), None),
            Self::SubGoal(r) => (Some(r.goal.0), None),
            Self::Attachment(r) => (Some(r.placement.0), r.about),
            Self::AgendaMark(r) => (Some(r.placement.0), None),
            Self::NotifiedRate(r) => (Some(r.placement.0), Some(r.line.0)),
            Self::SavedFilter(r) => (Some(r.owner.0), None),
            Self::Citizen(_)
            | Self::Provider(_)
            | Self::OwnOffer(_)
            | Self::ExpectedYouth(_)
            | Self::BudgetLine(_)
            | Self::PriceIndex(_)
            | Self::RefundLimits(_)
            | Self::Settings(_)
            | Self::User(_) => (None, None),
        };
        first.into_iter().chain(further).collect()
    }
}

impl Register {
    /// Every record that refers to something, one after the other. Linear in the number of records.
    pub fn referring(&self) -> impl Iterator<Item = Entity> + '_ {
        let placements = self.placements.iter().cloned().map(Entity::Placement);
        let offers = self.offers.iter().cloned().map(Entity::Offer);
        let lines = self.rate_lines.iter().cloned().map(Entity::RateLine);
        let contracts = self.contracts.iter().cloned().map(Entity::Contract);
        let goals = self.goals.iter().cloned().map(Entity::Goal);
        let follow_ups = self.follow_ups.iter().cloned().map(Entity::FollowUp);
        let delivered = self.delivered_hours.iter().cloned().map(Entity::DeliveredHours);
        let steps = self.step_rates.iter().cloned().map(Entity::StepRate);
        let searched = self.searched_offers.iter().cloned().map(Entity::SearchedOffer);
        let sub_goals = self.sub_goals.iter().cloned().map(Entity::SubGoal);
        let attachments = self.attachments.iter().cloned().map(Entity::Attachment);
        let marks = self.agenda_marks.iter().cloned().map(Entity::AgendaMark);
        let notified = self.notified_rates.iter().cloned().map(Entity::NotifiedRate);
        placements
            .chain(offers)
            .chain(lines)
            .chain(contracts)
            .chain(goals)
            .chain(follow_ups)
            .chain(delivered)
            .chain(steps)
            .chain(searched)
            .chain(sub_goals)
            .chain(attachments)
            .chain(marks)
            .chain(notified)
    }

    /// A record that couldn't be without one of `taken_out`, and isn't taken out itself; none where all may go.
    #[must_use]
    pub fn in_need_of(&self, taken_out: &HashSet<Uuid>) -> Option<Entity> {
        if taken_out.is_empty() {
            return None;
        }
        self.referring().find(|record| {
            !taken_out.contains(&record.id()) && record.refers_to().iter().any(|id| taken_out.contains(id))
        })
    }
}
