//! Everything the municipality keeps, in memory, and the one way it changes.
//!
//! `Entity` is any record; a change is an upsert of entities. Storage saves them, the log writes them,
//! the portfolio reads them.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    AgendaMark, Attachment, BudgetLine, Citizen, Contract, DeliveredHours, ExpectedYouth, FollowUp, Goal,
    NotifiedRate, Offer, OwnOffer, Placement, PriceIndex, Provider, RateLine, RefundLimits, SavedFilter,
    SearchedOffer, Settings, StepRate, SubGoal, User,
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
    /// Steps of goals.
    pub sub_goals: Vec<SubGoal>,
    /// Files of cases.
    pub attachments: Vec<Attachment>,
    /// What was done about items of the agenda.
    pub agenda_marks: Vec<AgendaMark>,
    /// Rates that providers have notified.
    pub notified_rates: Vec<NotifiedRate>,
    /// Filters that were saved.
    pub saved_filters: Vec<SavedFilter>,
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
    /// See [`SubGoal`].
    SubGoal(SubGoal),
    /// See [`Attachment`].
    Attachment(Attachment),
    /// See [`AgendaMark`].
    AgendaMark(AgendaMark),
    /// See [`NotifiedRate`].
    NotifiedRate(NotifiedRate),
    /// See [`SavedFilter`].
    SavedFilter(SavedFilter),
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
            Self::SubGoal(_) => "sub_goal",
            Self::Attachment(_) => "attachment",
            Self::AgendaMark(_) => "agenda_mark",
            Self::NotifiedRate(_) => "notified_rate",
            Self::SavedFilter(_) => "saved_filter",
        }
    }

    /// The record's id; the settings have none, there is one of them.
    #[must_use]
    pub const fn id(&self) -> Uuid {
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
            Self::SubGoal(r) => r.id.0,
            Self::Attachment(r) => r.id.0,
            Self::AgendaMark(r) => r.id.0,
            Self::NotifiedRate(r) => r.id.0,
            Self::SavedFilter(r) => r.id.0,
        }
    }
}

impl Register {
    /// Puts a record in its place: replaces the one with the same id, else adds it.
    pub fn put(&mut self, entity: Entity) {
        /// Replaces by id, or adds in the order of the ids: what is put back stands where it stood.
        fn upsert<T>(records: &mut Vec<T>, record: T, id: impl Fn(&T) -> Uuid) {
            match records.iter_mut().find(|known| id(known) == id(&record)) {
                Some(known) => *known = record,
                None => {
                    let older = records.iter().rposition(|known| id(known) < id(&record));
                    records.insert(older.map_or(0, |place| place + 1), record);
                }
            }
        }
        match entity {
            Entity::Citizen(r) => upsert(&mut self.citizens, r, |r| r.id.0),
            Entity::Provider(r) => upsert(&mut self.providers, r, |r| r.id.0),
            Entity::Offer(r) => upsert(&mut self.offers, r, |r| r.id.0),
            Entity::Placement(r) => upsert(&mut self.placements, r, |r| r.id.0),
            Entity::RateLine(r) => upsert(&mut self.rate_lines, r, |r| r.id.0),
            Entity::Contract(r) => upsert(&mut self.contracts, r, |r| r.id.0),
            Entity::Goal(r) => upsert(&mut self.goals, r, |r| r.id.0),
            Entity::FollowUp(r) => upsert(&mut self.follow_ups, r, |r| r.id.0),
            Entity::DeliveredHours(r) => upsert(&mut self.delivered_hours, r, |r| r.id.0),
            Entity::StepRate(r) => upsert(&mut self.step_rates, r, |r| r.id.0),
            Entity::SearchedOffer(r) => upsert(&mut self.searched_offers, r, |r| r.id.0),
            Entity::OwnOffer(r) => upsert(&mut self.own_offers, r, |r| r.id.0),
            Entity::ExpectedYouth(r) => upsert(&mut self.expected_youths, r, |r| r.id.0),
            Entity::BudgetLine(r) => upsert(&mut self.budgets, r, |r| r.id.0),
            Entity::PriceIndex(r) => upsert(&mut self.price_indexes, r, |r| r.id.0),
            Entity::RefundLimits(r) => upsert(&mut self.refund_limits, r, |r| r.id.0),
            Entity::Settings(r) => self.settings = r,
            Entity::User(r) => upsert(&mut self.users, r, |r| r.id.0),
            Entity::SubGoal(r) => upsert(&mut self.sub_goals, r, |r| r.id.0),
            Entity::Attachment(r) => upsert(&mut self.attachments, r, |r| r.id.0),
            Entity::AgendaMark(r) => upsert(&mut self.agenda_marks, r, |r| r.id.0),
            Entity::NotifiedRate(r) => upsert(&mut self.notified_rates, r, |r| r.id.0),
            Entity::SavedFilter(r) => upsert(&mut self.saved_filters, r, |r| r.id.0),
        }
    }

    /// Makes one change: the record after takes the place of the one before; without one it is taken out.
    pub fn apply(&mut self, before: Option<&Entity>, after: Option<Entity>) {
        match (before, after) {
            (_, Some(after)) => self.put(after),
            (Some(before), None) => self.remove(before),
            (None, None) => {}
        }
    }

    /// Takes out whatever has one of these ids ([`Entity::id`]; the settings go back to the program's own). Linear in the
    /// number of records.
    pub fn remove_ids(&mut self, ids: &HashSet<Uuid>) {
        let Self {
            citizens,
            placements,
            rate_lines,
            contracts,
            goals,
            follow_ups,
            delivered_hours,
            step_rates,
            searched_offers,
            providers,
            offers,
            own_offers,
            expected_youths,
            budgets,
            price_indexes,
            refund_limits,
            settings,
            users,
            sub_goals,
            attachments,
            agenda_marks,
            notified_rates,
            saved_filters,
        } = self;
        if ids.contains(&Uuid::nil()) {
            *settings = super::Settings::default();
        }
        citizens.retain(|known| !ids.contains(&known.id.0));
        placements.retain(|known| !ids.contains(&known.id.0));
        rate_lines.retain(|known| !ids.contains(&known.id.0));
        contracts.retain(|known| !ids.contains(&known.id.0));
        goals.retain(|known| !ids.contains(&known.id.0));
        follow_ups.retain(|known| !ids.contains(&known.id.0));
        delivered_hours.retain(|known| !ids.contains(&known.id.0));
        step_rates.retain(|known| !ids.contains(&known.id.0));
        searched_offers.retain(|known| !ids.contains(&known.id.0));
        providers.retain(|known| !ids.contains(&known.id.0));
        offers.retain(|known| !ids.contains(&known.id.0));
        own_offers.retain(|known| !ids.contains(&known.id.0));
        expected_youths.retain(|known| !ids.contains(&known.id.0));
        budgets.retain(|known| !ids.contains(&known.id.0));
        price_indexes.retain(|known| !ids.contains(&known.id.0));
        refund_limits.retain(|known| !ids.contains(&known.id.0));
        users.retain(|known| !ids.contains(&known.id.0));
        sub_goals.retain(|known| !ids.contains(&known.id.0));
        attachments.retain(|known| !ids.contains(&known.id.0));
        agenda_marks.retain(|known| !ids.contains(&known.id.0));
        notified_rates.retain(|known| !ids.contains(&known.id.0));
        saved_filters.retain(|known| !ids.contains(&known.id.0));
    }

    /// Takes a record out; the settings go back to the program's own.
    pub fn remove(&mut self, entity: &Entity) {
        self.remove_ids(&HashSet::from([entity.id()]));
    }
}
