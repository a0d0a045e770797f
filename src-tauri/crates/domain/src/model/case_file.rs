//! A case with everything that belongs to it, borrowed from the register: what rules about one
//! placement are asked of.

use std::collections::HashMap;

use super::{
    AgendaMark, Attachment, Citizen, Contract, DayOfferSteps, DeliveredHours, FollowUp, Goal, NotifiedRate,
    Offer, Placement, PriceIndex, Provider, RateLine, Register, SearchedOffer, Settings, StepRate, SubGoal,
};
use crate::{CitizenId, GoalId, OfferId, PlacementId, ProviderId};

/// A goal with its follow-ups, oldest first by date, then by entry.
#[derive(Clone, Debug)]
pub struct GoalFile<'a> {
    /// The goal.
    pub goal: &'a Goal,
    /// Its follow-ups.
    pub follow_ups: Vec<&'a FollowUp>,
    /// *Delmål*, oldest first.
    pub sub_goals: Vec<&'a SubGoal>,
}

/// One placement with its citizen, offer, lines, contracts, goals and the rest.
#[derive(Clone, Debug)]
pub struct CaseFile<'a> {
    /// The placement.
    pub placement: &'a Placement,
    /// Whose stay it is; a register from storage always has it (foreign key).
    pub citizen: Option<&'a Citizen>,
    /// Where.
    pub offer: Option<&'a Offer>,
    /// Who runs the offer, if known.
    pub provider: Option<&'a Provider>,
    /// Rate lines by first day, then id; annulled ones too.
    pub rate_lines: Vec<&'a RateLine>,
    /// Contract versions by start.
    pub contracts: Vec<&'a Contract>,
    /// Goals by *Mål-id*.
    pub goals: Vec<GoalFile<'a>>,
    /// Delivered hours by month.
    pub delivered_hours: Vec<&'a DeliveredHours>,
    /// Step rates.
    pub step_rates: Vec<&'a StepRate>,
    /// Offers searched.
    pub searched_offers: Vec<&'a SearchedOffer>,
    /// Files, oldest first.
    pub attachments: Vec<&'a Attachment>,
    /// What was done about items of the agenda.
    pub agenda_marks: Vec<&'a AgendaMark>,
    /// Rates that the provider has notified.
    pub notified_rates: Vec<&'a NotifiedRate>,
    /// P/L by year: the register's, the same for every case.
    pub price_indexes: &'a [PriceIndex],
}

impl CaseFile<'_> {
    /// The steps of its day offer: the offer's own, else those of the settings (domain §2.1).
    #[must_use]
    pub fn day_offer_steps<'s>(&'s self, settings: &'s Settings) -> &'s DayOfferSteps {
        let own = self.offer.and_then(|offer| offer.day_offer_steps.as_ref());
        own.unwrap_or(&settings.day_offer_steps)
    }
}

/// Groups records by the record they belong to, keeping their order.
fn grouped<'a, T, K: std::hash::Hash + Eq>(
    records: &'a [T],
    owner: impl Fn(&T) -> K,
) -> HashMap<K, Vec<&'a T>> {
    let mut groups: HashMap<K, Vec<&'a T>> = HashMap::new();
    for record in records {
        groups.entry(owner(record)).or_default().push(record);
    }
    groups
}

impl Register {
    /// Every case with what belongs to it, by case number. Linear in the number of records.
    #[must_use]
    pub fn case_files(&self) -> Vec<CaseFile<'_>> {
        let citizens: HashMap<CitizenId, &Citizen> = self.citizens.iter().map(|c| (c.id, c)).collect();
        let offers: HashMap<OfferId, &Offer> = self.offers.iter().map(|o| (o.id, o)).collect();
        let providers: HashMap<ProviderId, &Provider> = self.providers.iter().map(|p| (p.id, p)).collect();
        let mut rate_lines = grouped(&self.rate_lines, |line| line.placement);
        let mut contracts = grouped(&self.contracts, |contract| contract.placement);
        let mut goals = grouped(&self.goals, |goal| goal.placement);
        let mut follow_ups: HashMap<GoalId, Vec<&FollowUp>> = grouped(&self.follow_ups, |entry| entry.goal);
        let mut delivered = grouped(&self.delivered_hours, |hours| hours.placement);
        let mut steps = grouped(&self.step_rates, |step| step.placement);
        let mut searched = grouped(&self.searched_offers, |offer| offer.placement);
        let mut sub_goals: HashMap<GoalId, Vec<&SubGoal>> = grouped(&self.sub_goals, |step| step.goal);
        let mut attachments = grouped(&self.attachments, |file| file.placement);
        let mut marks = grouped(&self.agenda_marks, |mark| mark.placement);
        let mut notified = grouped(&self.notified_rates, |rate| rate.placement);

        let mut files: Vec<CaseFile<'_>> = self
            .placements
            .iter()
            .map(|placement| {
                let offer = offers.get(&placement.offer).copied();
                let mut file = CaseFile {
                    placement,
                    citizen: citizens.get(&placement.citizen).copied(),
                    offer,
                    provider: offer.and_then(|o| o.provider).and_then(|id| providers.get(&id).copied()),
                    rate_lines: take(&mut rate_lines, placement.id),
                    contracts: take(&mut contracts, placement.id),
                    goals: take(&mut goals, placement.id)
                        .into_iter()
                        .map(|goal| {
                            let mut entries = follow_ups.remove(&goal.id).unwrap_or_default();
                            entries.sort_by_key(|entry| (entry.date, entry.id));
                            let mut steps = sub_goals.remove(&goal.id).unwrap_or_default();
                            steps.sort_by_key(|step| step.id);
                            GoalFile { goal, follow_ups: entries, sub_goals: steps }
                        })
                        .collect(),
                    delivered_hours: take(&mut delivered, placement.id),
                    step_rates: take(&mut steps, placement.id),
                    searched_offers: take(&mut searched, placement.id),
                    attachments: take(&mut attachments, placement.id),
                    agenda_marks: take(&mut marks, placement.id),
                    notified_rates: take(&mut notified, placement.id),
                    price_indexes: &self.price_indexes,
                };
                file.rate_lines.sort_by_key(|line| (line.from, line.id));
                file.contracts.sort_by_key(|contract| (contract.start, contract.id));
                file.goals.sort_by(|a, b| a.goal.key.cmp(&b.goal.key));
                file.delivered_hours.sort_by_key(|hours| hours.month);
                file
            })
            .collect();
        files.sort_by(|a, b| a.placement.case.cmp(&b.placement.case));
        files
    }
}

impl Register {
    /// One case with what belongs to it. Linear in the number of records, without grouping the others.
    #[must_use]
    pub fn case_file<'a>(&'a self, placement: &'a Placement) -> CaseFile<'a> {
        let offer = self.offers.iter().find(|offer| offer.id == placement.offer);
        let provider_id = offer.and_then(|offer| offer.provider);
        let mut goals: Vec<GoalFile<'a>> = self
            .goals
            .iter()
            .filter(|goal| goal.placement == placement.id)
            .map(|goal| GoalFile { goal, follow_ups: Vec::new(), sub_goals: Vec::new() })
            .collect();
        for file in &mut goals {
            file.follow_ups = self.follow_ups.iter().filter(|entry| entry.goal == file.goal.id).collect();
            file.follow_ups.sort_by_key(|entry| (entry.date, entry.id));
            file.sub_goals = self.sub_goals.iter().filter(|step| step.goal == file.goal.id).collect();
            file.sub_goals.sort_by_key(|step| step.id);
        }
        goals.sort_by(|a, b| a.goal.key.cmp(&b.goal.key));
        let mut file = CaseFile {
            placement,
            citizen: self.citizens.iter().find(|citizen| citizen.id == placement.citizen),
            offer,
            provider: provider_id.and_then(|id| self.providers.iter().find(|provider| provider.id == id)),
            rate_lines: self.rate_lines.iter().filter(|line| line.placement == placement.id).collect(),
            contracts: self.contracts.iter().filter(|record| record.placement == placement.id).collect(),
            goals,
            delivered_hours: self.delivered_hours.iter().filter(|r| r.placement == placement.id).collect(),
            step_rates: self.step_rates.iter().filter(|record| record.placement == placement.id).collect(),
            searched_offers: self.searched_offers.iter().filter(|r| r.placement == placement.id).collect(),
            attachments: self.attachments.iter().filter(|r| r.placement == placement.id).collect(),
            agenda_marks: self.agenda_marks.iter().filter(|r| r.placement == placement.id).collect(),
            notified_rates: self.notified_rates.iter().filter(|r| r.placement == placement.id).collect(),
            price_indexes: &self.price_indexes,
        };
        file.rate_lines.sort_by_key(|line| (line.from, line.id));
        file.contracts.sort_by_key(|contract| (contract.start, contract.id));
        file.delivered_hours.sort_by_key(|hours| hours.month);
        file
    }
}

/// What belongs to a placement, taken out of the groups.
fn take<'a, T>(groups: &mut HashMap<PlacementId, Vec<&'a T>>, placement: PlacementId) -> Vec<&'a T> {
    groups.remove(&placement).unwrap_or_default()
}
