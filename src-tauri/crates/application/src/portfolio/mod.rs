//! The read model: every case with its cost, limit, dates and gaps worked out once, as of one day.
//! Lists, overview, agenda and the command line all read it, so they can't disagree.
//!
//! It is made whole from a register and never changed; after a change a new one takes its place.

mod case_facts;
pub mod collation;
mod comparison;
pub mod facets;
mod list;
mod totals;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use chrono::{Datelike, NaiveDate};
use vilkaar_domain::agenda::{self, AgendaItem};
use vilkaar_domain::missing::MissingItem;
use vilkaar_domain::{
    CaseFile, CaseNumber, Citizen, CitizenId, Money, Offer, OfferId, Placement, PlacementStatus, Provider,
    ProviderId, Register, in_force,
};

pub use case_facts::{CaseFacts, Flag};
pub use comparison::like_case;
pub use list::{Column, ListQuery, PlacementList, Totals};
pub use totals::YearTotals;

/// The read model as of a day.
pub struct Portfolio {
    register: Arc<Register>,
    today: NaiveDate,
    cases: Vec<CaseFacts>,
    by_case: HashMap<CaseNumber, usize>,
    list: OnceLock<PlacementList>,
}

impl Portfolio {
    /// Works everything out as of a day.
    #[must_use]
    pub fn new(register: Arc<Register>, today: NaiveDate) -> Self {
        let cases = case_facts::work_out(&register, today);
        let by_case = cases
            .iter()
            .enumerate()
            .map(|(at, facts)| (register.placements[facts.at].case.clone(), at))
            .collect();
        Self { register, today, cases, by_case, list: OnceLock::new() }
    }

    /// The records behind it.
    #[must_use]
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The records, shared.
    #[must_use]
    pub fn register_handle(&self) -> Arc<Register> {
        Arc::clone(&self.register)
    }

    /// The day that counts as today.
    #[must_use]
    pub const fn today(&self) -> NaiveDate {
        self.today
    }

    /// The year of that day.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.today.year()
    }

    /// Every case, by case number; ended ones too.
    #[must_use]
    pub fn cases(&self) -> &[CaseFacts] {
        &self.cases
    }

    /// Active and planned cases.
    pub fn open_cases(&self) -> impl Iterator<Item = &CaseFacts> {
        self.cases.iter().filter(|facts| facts.status != PlacementStatus::Ended)
    }

    /// What is to be done about every case, by day, case and kind.
    #[must_use]
    pub fn agenda(&self) -> Vec<(&CaseFacts, &AgendaItem)> {
        let mut items: Vec<(&CaseFacts, &AgendaItem)> =
            self.cases.iter().flat_map(|facts| facts.agenda.iter().map(move |item| (facts, item))).collect();
        items.sort_by(|(_, a), (_, b)| agenda::order(a, b));
        items
    }

    /// What was handled and would else be to be done, by day, case and kind.
    #[must_use]
    pub fn handled(&self) -> Vec<(&CaseFacts, &AgendaItem)> {
        let mut items: Vec<(&CaseFacts, &AgendaItem)> =
            self.cases.iter().flat_map(|facts| facts.handled.iter().map(move |item| (facts, item))).collect();
        items.sort_by(|(_, a), (_, b)| agenda::order(a, b));
        items
    }

    /// What is missing on every case, by case and kind.
    pub fn missing(&self) -> impl Iterator<Item = (&CaseFacts, &MissingItem)> {
        self.cases.iter().flat_map(|facts| facts.missing.iter().map(move |item| (facts, item)))
    }

    /// Cases above the limit today or within twelve months (domain §2.3).
    pub fn above_limit(&self) -> impl Iterator<Item = &CaseFacts> {
        self.cases.iter().filter(|facts| facts.is_above_limit())
    }

    /// A case by its number.
    #[must_use]
    pub fn case(&self, number: &str) -> Option<&CaseFacts> {
        let number = CaseNumber::new(number)?;
        self.by_case.get(&number).and_then(|at| self.cases.get(*at))
    }

    /// All records of a case.
    #[must_use]
    pub fn file(&self, facts: &CaseFacts) -> CaseFile<'_> {
        self.register.case_file(self.placement(facts))
    }

    /// The placement of a case.
    #[must_use]
    pub fn placement(&self, facts: &CaseFacts) -> &Placement {
        &self.register.placements[facts.at]
    }

    /// The citizen of a case.
    #[must_use]
    pub fn citizen(&self, facts: &CaseFacts) -> Option<&Citizen> {
        facts.citizen_at.map(|at| &self.register.citizens[at])
    }

    /// The citizen's name.
    #[must_use]
    pub fn citizen_name(&self, facts: &CaseFacts) -> Option<&str> {
        self.citizen(facts)?.name.as_ref().map(vilkaar_domain::Sensitive::reveal)
    }

    /// The offer of a case.
    #[must_use]
    pub fn offer(&self, facts: &CaseFacts) -> Option<&Offer> {
        facts.offer_at.map(|at| &self.register.offers[at])
    }

    /// The offer's name.
    #[must_use]
    pub fn offer_name(&self, facts: &CaseFacts) -> Option<&str> {
        self.offer(facts).map(|offer| offer.name.as_str())
    }

    /// The provider of a case.
    #[must_use]
    pub fn provider(&self, facts: &CaseFacts) -> Option<&Provider> {
        facts.provider_at.map(|at| &self.register.providers[at])
    }

    /// The provider's name.
    #[must_use]
    pub fn provider_name(&self, facts: &CaseFacts) -> Option<&str> {
        self.provider(facts).map(|provider| provider.name.as_str())
    }

    /// All cases of a citizen.
    pub fn cases_of(&self, citizen: CitizenId) -> impl Iterator<Item = &CaseFacts> {
        self.cases.iter().filter(move |facts| facts.priced.citizen == citizen)
    }

    /// The list with its index, made on first use.
    #[must_use]
    pub fn list(&self) -> &PlacementList {
        self.list.get_or_init(|| PlacementList::new(self))
    }

    /// The limit of an udgiftstung sag on the day.
    #[must_use]
    pub fn limit(&self) -> Option<Money> {
        in_force(&self.register.settings.limit, self.today).copied()
    }

    /// The limit as it is named on charts and in lists: `1,0 mio. kr.`
    #[must_use]
    pub fn limit_name(&self) -> String {
        self.limit().map_or_else(
            || "grænsen".to_owned(),
            |limit| format!("{} mio. kr.", vilkaar_wording::format::millions(limit, 1)),
        )
    }
}

/// Where records stand in their list, by id.
pub(super) struct Positions {
    pub(super) citizens: HashMap<CitizenId, usize>,
    pub(super) offers: HashMap<OfferId, usize>,
    pub(super) providers: HashMap<ProviderId, usize>,
}

impl Positions {
    pub(super) fn new(register: &Register) -> Self {
        Self {
            citizens: register.citizens.iter().enumerate().map(|(at, record)| (record.id, at)).collect(),
            offers: register.offers.iter().enumerate().map(|(at, record)| (record.id, at)).collect(),
            providers: register.providers.iter().enumerate().map(|(at, record)| (record.id, at)).collect(),
        }
    }
}
