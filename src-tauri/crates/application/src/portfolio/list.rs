//! The list of placements: orders by column, filters and totals over all that match.

use rust_decimal::Decimal;
use vilkaar_domain::comparison::average_hourly_rate;
use vilkaar_domain::{Money, PlacementStatus};

use super::collation::{folded, sort_key};
use super::facets::{FacetValue, Facets, Matches};
use super::{CaseFacts, Portfolio};

/// A column that the list can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Column {
    /// *Sagsnr.*
    Case,
    /// The citizen's name.
    Citizen,
    /// CPR number.
    Cpr,
    /// The offer.
    Offer,
    /// The provider.
    Provider,
    /// *Lovgrundlag*.
    LegalBasis,
    /// Support hours a week.
    Hours,
    /// Annualised; unknown last either way.
    Annualised,
    /// Cost of the day's year.
    YearCost,
    /// Kr. per support hour.
    HourlyRate,
    /// The next date; none last either way.
    NextDate,
    /// What the next date is.
    NextWhat,
    /// *Sagsbehandler 1*.
    CaseWorker,
    /// The worst flag first.
    Flag,
}

impl Column {
    const ALL: [Self; 14] = [
        Self::Case,
        Self::Citizen,
        Self::Cpr,
        Self::Offer,
        Self::Provider,
        Self::LegalBasis,
        Self::Hours,
        Self::Annualised,
        Self::YearCost,
        Self::HourlyRate,
        Self::NextDate,
        Self::NextWhat,
        Self::CaseWorker,
        Self::Flag,
    ];

    fn index(self) -> usize {
        Self::ALL.iter().position(|column| *column == self).unwrap_or(0)
    }
}

/// What is asked of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListQuery {
    /// Words that must all occur.
    pub search: String,
    /// Chosen filters, `group:value`.
    pub filters: Vec<String>,
    /// Column to sort by.
    pub sort: Column,
    /// Large first.
    pub descending: bool,
}

/// Sums over all rows that match. An unknown part makes a sum incomplete, never smaller in silence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// Annualised, over those that are known.
    pub annualised: Money,
    /// Cost of the day's year, over those that are known.
    pub year_cost: Money,
    /// Hours a week, over those that are known.
    pub hours: Decimal,
    /// Kr. per support hour, weighted by hours; none when no row has it.
    pub hourly_rate: Option<Money>,
    /// Of the annualised sum, what another municipality pays.
    pub other_municipality: Money,
    /// Of the annualised sum, what is planned.
    pub planned: Money,
    /// Rows whose rate is missing on their day.
    pub without_rate: usize,
    /// Rows whose year has a gap.
    pub year_incomplete: usize,
}

/// The index that answers queries: made once per portfolio.
#[derive(Debug, Default)]
pub struct PlacementList {
    facets: Facets,
    /// For each column the rows in ascending order, unknown ones apart (they stay last).
    orders: Vec<(Vec<u32>, Vec<u32>)>,
}

impl PlacementList {
    /// Indexes the cases of a portfolio.
    #[must_use]
    pub fn new(portfolio: &Portfolio) -> Self {
        let mut list = Self { facets: Facets::default(), orders: Vec::with_capacity(Column::ALL.len()) };
        list.declare(portfolio);
        for facts in portfolio.cases() {
            let text = search_text(portfolio, facts);
            let values = values_of(portfolio, facts);
            let values: Vec<usize> = values.into_iter().map(|value| list.facets.declare(value)).collect();
            list.facets.push(&text, &values);
        }
        for column in Column::ALL {
            list.orders.push(order(portfolio, column));
        }
        list
    }

    /// The fixed filters in the order they are shown; the others follow as they occur.
    fn declare(&mut self, portfolio: &Portfolio) {
        let mut fixed = |id: &str, group: &'static str, label: &str, is_chip: bool| {
            self.facets.declare(FacetValue { id: id.to_owned(), group, label: label.to_owned(), is_chip });
        };
        let limit = portfolio.limit_name();
        fixed("status:open", "Status", "Aktive og planlagte", true);
        fixed("above_limit:yes", "Grænse", &format!("Over {}", limit.trim_end_matches(" kr.")), true);
        fixed("gap:no_contract", "Mangler", "Ingen kontrakt", true);
        fixed("due:overdue", "Frist", "Overskredet", true);
        fixed("due:due_30", "Frist", "Inden 30 dage", true);
        fixed("status:planned", "Status", "Planlagte", false);
        fixed("status:ended", "Status", "Ophørte", false);
        fixed("paragraph:107", "Lovgrundlag", "§ 107", false);
        fixed("paragraph:108", "Lovgrundlag", "§ 108", false);
        fixed("paragraph:lignende", "Lovgrundlag", "Botilbudslignende", false);
        fixed("paragraph:andet", "Lovgrundlag", "Andet", false);
        fixed("due:due_90", "Frist", "Inden 90 dage", false);
        for missing in vilkaar_domain::missing::MissingKind::WORST_FIRST {
            fixed(
                &format!("gap:{}", missing.code()),
                "Mangler",
                vilkaar_wording::missing::kind(missing),
                false,
            );
        }
    }

    /// Which rows match a query, in its order, with the counts of the filters.
    #[must_use]
    pub fn matches(&self, query: &ListQuery) -> Matches {
        let Some((known, unknown)) = self.orders.get(query.sort.index()) else { return Matches::default() };
        let order: Vec<u32> = if query.descending {
            known.iter().rev().chain(unknown).copied().collect()
        } else {
            known.iter().chain(unknown).copied().collect()
        };
        self.facets.matches(&order, &query.search, &query.filters)
    }

    /// The filters that can be chosen.
    #[must_use]
    pub fn filters(&self) -> &[FacetValue] {
        self.facets.values()
    }
}

/// Rows in ascending order of a column; rows without a value second, by case.
fn order(portfolio: &Portfolio, column: Column) -> (Vec<u32>, Vec<u32>) {
    fn sorted<K: Ord>(portfolio: &Portfolio, key: impl Fn(&CaseFacts) -> Option<K>) -> (Vec<u32>, Vec<u32>) {
        let mut known = Vec::new();
        let mut unknown = Vec::new();
        for (at, facts) in portfolio.cases().iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            match key(facts) {
                Some(key) => known.push((key, at)),
                None => unknown.push(at),
            }
        }
        known.sort();
        (known.into_iter().map(|(_, at)| at).collect(), unknown)
    }
    let text = |value: Option<&str>| value.filter(|text| !text.is_empty()).map(sort_key);
    match column {
        // The cases stand in the order of their numbers' text; the list orders them as numbers.
        Column::Case => sorted(portfolio, |facts| text(Some(portfolio.placement(facts).case.as_str()))),
        Column::Citizen => sorted(portfolio, |facts| text(portfolio.citizen_name(facts))),
        Column::Cpr => sorted(portfolio, |facts| {
            portfolio
                .citizen(facts)
                .and_then(|citizen| citizen.cpr.as_ref())
                .map(|cpr| cpr.reveal().to_owned())
        }),
        Column::Offer => sorted(portfolio, |facts| text(portfolio.offer_name(facts))),
        Column::Provider => sorted(portfolio, |facts| text(portfolio.provider_name(facts))),
        Column::LegalBasis => sorted(portfolio, |facts| Some(portfolio.placement(facts).legal_basis)),
        Column::Hours => sorted(portfolio, |facts| facts.hours_per_week),
        Column::Annualised => sorted(portfolio, |facts| facts.annualised),
        Column::YearCost => sorted(portfolio, |facts| facts.year_gross),
        Column::HourlyRate => sorted(portfolio, |facts| facts.hourly_rate.map(|found| found.rate)),
        Column::NextDate => sorted(portfolio, |facts| facts.next_item().map(|item| item.due)),
        Column::NextWhat => sorted(portfolio, |facts| {
            facts.next_item().map(|item| sort_key(vilkaar_wording::agenda::what(&item.subject)))
        }),
        Column::CaseWorker => {
            sorted(portfolio, |facts| text(portfolio.placement(facts).case_worker.as_deref()))
        }
        Column::Flag => sorted(portfolio, |facts| facts.flags.first().copied()),
    }
}

/// What a row is found by: case, citizen, CPR, offer, provider, case workers.
fn search_text(portfolio: &Portfolio, facts: &CaseFacts) -> String {
    let placement = portfolio.placement(facts);
    let cpr = portfolio.citizen(facts).and_then(|citizen| citizen.cpr.as_ref());
    let digits: String = cpr.map(|cpr| cpr.reveal().replace('-', "")).unwrap_or_default();
    let parts = [
        placement.case.as_str(),
        portfolio.citizen_name(facts).unwrap_or_default(),
        cpr.map(vilkaar_domain::Cpr::reveal).unwrap_or_default(),
        &digits,
        portfolio.offer_name(facts).unwrap_or_default(),
        portfolio.provider_name(facts).unwrap_or_default(),
        placement.case_worker.as_deref().unwrap_or_default(),
        placement.second_case_worker.as_deref().unwrap_or_default(),
    ];
    folded(&parts.join(" "))
}

/// The filter values that a row has.
fn values_of(portfolio: &Portfolio, facts: &CaseFacts) -> Vec<FacetValue> {
    let placement = portfolio.placement(facts);
    let mut values = Vec::with_capacity(8);
    let mut has = |id: String, group: &'static str, label: &str| {
        values.push(FacetValue { id, group, label: label.to_owned(), is_chip: false });
    };
    match facts.status {
        PlacementStatus::Ended => has("status:ended".into(), "Status", "Ophørte"),
        PlacementStatus::Active => has("status:open".into(), "Status", "Aktive og planlagte"),
        PlacementStatus::Planned => {
            has("status:open".into(), "Status", "Aktive og planlagte");
            has("status:planned".into(), "Status", "Planlagte");
        }
    }
    if facts.is_above_limit() {
        has("above_limit:yes".into(), "Grænse", "");
    }
    has(format!("paragraph:{}", placement.legal_basis.code()), "Lovgrundlag", placement.legal_basis.word());
    for missing in &facts.missing {
        has(format!("gap:{}", missing.what.kind().code()), "Mangler", "");
    }
    let mut states: Vec<&str> = facts.agenda.iter().map(|item| item.state.code()).collect();
    states.sort_unstable();
    states.dedup();
    for state in states.into_iter().filter(|state| *state != "later") {
        has(format!("due:{state}"), "Frist", "");
    }
    if let Some(provider) = portfolio.provider(facts) {
        has(format!("provider:{}", provider.id), "Leverandør", &provider.name);
    }
    if let Some(offer) = portfolio.offer(facts) {
        has(format!("offer:{}", offer.id), "Tilbud", &offer.name);
    }
    for worker in [&placement.case_worker, &placement.second_case_worker].into_iter().flatten() {
        has(format!("caseworker:{}", folded(worker)), "Sagsbehandler", worker);
    }
    if let Some(negotiator) = &facts.negotiator {
        has(format!("negotiator:{}", folded(negotiator)), "Forhandler", negotiator);
    }
    values
}

impl Totals {
    /// Sums over rows of a portfolio.
    #[must_use]
    pub fn of(portfolio: &Portfolio, rows: &[u32]) -> Self {
        let mut totals = Self::default();
        let mut hourly = Vec::new();
        for facts in rows.iter().filter_map(|at| portfolio.cases().get(*at as usize)) {
            match facts.annualised {
                Some(annualised) => {
                    totals.annualised += annualised;
                    if !facts.priced.is_own_cost {
                        totals.other_municipality += annualised;
                    }
                    if facts.status == PlacementStatus::Planned {
                        totals.planned += annualised;
                    }
                }
                None => totals.without_rate += 1,
            }
            totals.year_cost += facts.year_gross.unwrap_or_default();
            totals.year_incomplete += usize::from(facts.is_year_incomplete);
            totals.hours += facts.hours_per_week.unwrap_or_default();
            hourly.extend(facts.hourly_rate);
        }
        totals.hourly_rate = average_hourly_rate(&hourly);
        totals
    }
}
