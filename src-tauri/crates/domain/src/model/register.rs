//! Everything the municipality keeps, in memory, and the one way it changes.
//!
//! `Entity` is any record; a change is an upsert of entities. Storage saves them, the log writes them,
//! the portfolio reads them.

use serde::{Deserialize, Serialize};

use super::{
    BudgetLine, Citizen, Contract, DeliveredHours, ExpectedYouth, FollowUp, Goal, Offer, OwnOffer, Placement,
    PriceIndex, Provider, RateLine, RefundLimits, SearchedOffer, Settings, StepRate, User,
};

/// All records. The order within a kind is by id, so oldest first (UUIDv7).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Register {
    /// Citizens.
    pub citizens: Vec<Citizen>,
    /// Placements.
    pub placements: Vec<Placement>,
    /// Rate lines, annulled ones too.
    pub rate_lines: Vec<RateLine>,
    /// Contracts, every version.
    pub contracts: Vec<Contract>,
    /// Goals.
    pub goals: Vec<Goal>,
    /// Follow-ups.
    pub follow_ups: Vec<FollowUp>,
    /// Delivered hours.
    pub delivered_hours: Vec<DeliveredHours>,
    /// Step rates.
    pub step_rates: Vec<StepRate>,
    /// Searched offers.
    pub searched_offers: Vec<SearchedOffer>,
    /// Providers.
    pub providers: Vec<Provider>,
    /// Offers.
    pub offers: Vec<Offer>,
    /// Own offers.
    pub own_offers: Vec<OwnOffer>,
    /// Young people expected.
    pub expected_youths: Vec<ExpectedYouth>,
    /// Budgets.
    pub budgets: Vec<BudgetLine>,
    /// P/L by year.
    pub price_indexes: Vec<PriceIndex>,
    /// Refund limits by year.
    pub refund_limits: Vec<RefundLimits>,
    /// The dated settings.
    pub settings: Settings,
    /// Who signs in, or once did.
    pub users: Vec<User>,
}

/// Any one record, as it is saved and logged.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", content = "record", rename_all = "snake_case")]
pub enum Entity {
    /// A citizen.
    Citizen(Citizen),
    /// A provider.
    Provider(Provider),
    /// An offer.
    Offer(Offer),
    /// A placement.
    Placement(Placement),
    /// A rate line.
    RateLine(RateLine),
    /// A contract.
    Contract(Contract),
    /// A goal.
    Goal(Goal),
    /// A follow-up.
    FollowUp(FollowUp),
    /// Delivered hours.
    DeliveredHours(DeliveredHours),
    /// A step rate.
    StepRate(StepRate),
    /// A searched offer.
    SearchedOffer(SearchedOffer),
    /// An own offer.
    OwnOffer(OwnOffer),
    /// A young person expected.
    ExpectedYouth(ExpectedYouth),
    /// A budget line.
    BudgetLine(BudgetLine),
    /// P/L of a year.
    PriceIndex(PriceIndex),
    /// Refund limits of a year.
    RefundLimits(RefundLimits),
    /// The settings.
    Settings(Settings),
    /// Somebody who signs in.
    User(User),
}

impl Entity {
    /// The stable name of the kind, in tables and the log.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Citizen(_) => "citizen",
            Self::Provider(_) => "provider",
            Self::Offer(_) => "offer",
            Self::Placement(_) => "placement",
            Self::RateLine(_) => "rate_line",
            Self::Contract(_) => "contract",
            Self::Goal(_) => "goal",
            Self::FollowUp(_) => "follow_up",
            Self::DeliveredHours(_) => "delivered_hours",
            Self::StepRate(_) => "step_rate",
            Self::SearchedOffer(_) => "searched_offer",
            Self::OwnOffer(_) => "own_offer",
            Self::ExpectedYouth(_) => "expected_youth",
            Self::BudgetLine(_) => "budget_line",
            Self::PriceIndex(_) => "price_index",
            Self::RefundLimits(_) => "refund_limits",
            Self::Settings(_) => "settings",
            Self::User(_) => "user",
        }
    }

    /// The record's id; the settings have none, there is one of them.
    #[must_use]
    pub const fn id(&self) -> uuid::Uuid {
        match self {
            Self::Citizen(r) => r.id.0,
            Self::Provider(r) => r.id.0,
            Self::Offer(r) => r.id.0,
            Self::Placement(r) => r.id.0,
            Self::RateLine(r) => r.id.0,
            Self::Contract(r) => r.id.0,
            Self::Goal(r) => r.id.0,
            Self::FollowUp(r) => r.id.0,
            Self::DeliveredHours(r) => r.id.0,
            Self::StepRate(r) => r.id.0,
            Self::SearchedOffer(r) => r.id.0,
            Self::OwnOffer(r) => r.id.0,
            Self::ExpectedYouth(r) => r.id.0,
            Self::BudgetLine(r) => r.id.0,
            Self::PriceIndex(r) => r.id.0,
            Self::RefundLimits(r) => r.id.0,
            Self::Settings(_) => uuid::Uuid::nil(),
            Self::User(r) => r.id.0,
        }
    }
}

impl Register {
    /// Puts a record in its place: replaces the one with the same id, else adds it.
    pub fn put(&mut self, entity: Entity) {
        /// Replaces by id or appends.
        fn upsert<T>(records: &mut Vec<T>, record: T, same: impl Fn(&T, &T) -> bool) {
            match records.iter_mut().find(|known| same(known, &record)) {
                Some(known) => *known = record,
                None => records.push(record),
            }
        }
        match entity {
            Entity::Citizen(r) => upsert(&mut self.citizens, r, |a, b| a.id == b.id),
            Entity::Provider(r) => upsert(&mut self.providers, r, |a, b| a.id == b.id),
            Entity::Offer(r) => upsert(&mut self.offers, r, |a, b| a.id == b.id),
            Entity::Placement(r) => upsert(&mut self.placements, r, |a, b| a.id == b.id),
            Entity::RateLine(r) => upsert(&mut self.rate_lines, r, |a, b| a.id == b.id),
            Entity::Contract(r) => upsert(&mut self.contracts, r, |a, b| a.id == b.id),
            Entity::Goal(r) => upsert(&mut self.goals, r, |a, b| a.id == b.id),
            Entity::FollowUp(r) => upsert(&mut self.follow_ups, r, |a, b| a.id == b.id),
            Entity::DeliveredHours(r) => upsert(&mut self.delivered_hours, r, |a, b| a.id == b.id),
            Entity::StepRate(r) => upsert(&mut self.step_rates, r, |a, b| a.id == b.id),
            Entity::SearchedOffer(r) => upsert(&mut self.searched_offers, r, |a, b| a.id == b.id),
            Entity::OwnOffer(r) => upsert(&mut self.own_offers, r, |a, b| a.id == b.id),
            Entity::ExpectedYouth(r) => upsert(&mut self.expected_youths, r, |a, b| a.id == b.id),
            Entity::BudgetLine(r) => upsert(&mut self.budgets, r, |a, b| a.id == b.id),
            Entity::PriceIndex(r) => upsert(&mut self.price_indexes, r, |a, b| a.id == b.id),
            Entity::RefundLimits(r) => upsert(&mut self.refund_limits, r, |a, b| a.id == b.id),
            Entity::Settings(r) => self.settings = r,
            Entity::User(r) => upsert(&mut self.users, r, |a, b| a.id == b.id),
        }
    }
}
