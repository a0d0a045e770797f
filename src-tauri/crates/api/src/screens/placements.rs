//! *Placeringer* and Ctrl+K.

use vilkaar_application::portfolio::collation::folded;
use vilkaar_application::portfolio::{CaseFacts, Column, ListQuery, Portfolio, Totals};
use vilkaar_domain::{LegalBasis, Money, ProviderId};
use vilkaar_wording::{agenda, format};

use super::{flag, name_or_unknown};
use crate::program::count;
use crate::types::*;

/// A page of the list with the totals of all that match.
#[must_use]
pub fn placements(portfolio: &Portfolio, query: &PlacementsQuery) -> PlacementsPage {
    let list = portfolio.list();
    let descending = query.direction == SortDirection::Descending;
    let asked = ListQuery {
        search: query.search.clone(),
        filters: query.filters.clone(),
        sort: column(query.sort),
        descending,
    };
    let found = list.matches(&asked);
    let rows: Vec<PlacementRow> = found
        .rows
        .iter()
        .skip(query.offset as usize)
        .take(query.limit as usize)
        .filter_map(|at| portfolio.cases().get(*at as usize))
        .map(|facts| row(portfolio, facts))
        .collect();
    let totals = Totals::of(portfolio, &found.rows);
    let limit_after =
        portfolio.limit().filter(|_| descending && query.sort == PlacementColumn::Annualised).map(|limit| {
            count(
                found
                    .rows
                    .iter()
                    .filter_map(|at| portfolio.cases().get(*at as usize))
                    .filter(|facts| facts.annualised.is_some_and(|annualised| annualised > limit))
                    .count(),
            )
        });
    PlacementsPage {
        rows,
        total: count(found.rows.len()),
        total_all: count(portfolio.cases().len()),
        context: format!(
            "{} af {}, {}",
            found.rows.len(),
            portfolio.cases().len(),
            order_words(query.sort, descending)
        ),
        totals: total_row(&totals, found.rows.len(), query),
        year_heading: format!("Udgift {}, kr.", portfolio.year()),
        limit_after,
        limit_name: portfolio.limit_name(),
        filters: list
            .filters()
            .iter()
            .zip(&found.counts)
            .filter(|(value, count)| **count > 0 || value.is_chip || query.filters.contains(&value.id))
            .map(|(value, count)| FilterValue {
                id: value.id.clone(),
                group: value.group.to_owned(),
                label: value.label.clone(),
                count: *count,
                is_chip: value.is_chip,
            })
            .collect(),
        notes: notes(portfolio, &totals),
    }
}

/// Every case that the query finds, in its order.
pub(crate) fn found<'p>(portfolio: &'p Portfolio, query: &PlacementsQuery) -> Vec<&'p CaseFacts> {
    let asked = ListQuery {
        search: query.search.clone(),
        filters: query.filters.clone(),
        sort: column(query.sort),
        descending: query.direction == SortDirection::Descending,
    };
    let rows = portfolio.list().matches(&asked).rows;
    rows.iter().filter_map(|at| portfolio.cases().get(*at as usize)).collect()
}

fn column(column: PlacementColumn) -> Column {
    match column {
        PlacementColumn::Case => Column::Case,
        PlacementColumn::Citizen => Column::Citizen,
        PlacementColumn::Cpr => Column::Cpr,
        PlacementColumn::Offer => Column::Offer,
        PlacementColumn::Provider => Column::Provider,
        PlacementColumn::LegalBasis => Column::LegalBasis,
        PlacementColumn::HoursPerWeek => Column::Hours,
        PlacementColumn::Annualised => Column::Annualised,
        PlacementColumn::YearCost => Column::YearCost,
        PlacementColumn::HourlyRate => Column::HourlyRate,
        PlacementColumn::NextDate => Column::NextDate,
        PlacementColumn::NextWhat => Column::NextWhat,
        PlacementColumn::CaseWorker => Column::CaseWorker,
        PlacementColumn::Flag => Column::Flag,
    }
}

fn order_words(column: PlacementColumn, descending: bool) -> &'static str {
    match (column, descending) {
        (PlacementColumn::Annualised | PlacementColumn::YearCost, true) => "dyreste først",
        (PlacementColumn::Annualised | PlacementColumn::YearCost, false) => "billigste først",
        (PlacementColumn::HourlyRate, true) => "dyreste time først",
        (PlacementColumn::HourlyRate, false) => "billigste time først",
        (PlacementColumn::HoursPerWeek, true) => "flest timer først",
        (PlacementColumn::HoursPerWeek, false) => "færrest timer først",
        (PlacementColumn::NextDate, false) => "tidligste frist først",
        (PlacementColumn::NextDate, true) => "seneste frist først",
        (PlacementColumn::Flag, false) => "værste først",
        (PlacementColumn::Flag, true) => "bedste først",
        (PlacementColumn::Case, _) => "efter sag",
        (PlacementColumn::Citizen, _) => "efter borger",
        (PlacementColumn::Cpr, _) => "efter CPR-nr.",
        (PlacementColumn::Offer, _) => "efter tilbud",
        (PlacementColumn::Provider, _) => "efter leverandør",
        (PlacementColumn::LegalBasis, _) => "efter lovgrundlag",
        (PlacementColumn::NextWhat, _) => "efter næste opgave",
        (PlacementColumn::CaseWorker, _) => "efter sagsbehandler",
    }
}

/// A paragraph in a narrow column.
fn short_basis(basis: LegalBasis) -> String {
    match basis {
        LegalBasis::HousingLike => "Lignende".to_owned(),
        other => other.word().to_owned(),
    }
}

fn row(portfolio: &Portfolio, facts: &CaseFacts) -> PlacementRow {
    let placement = portfolio.placement(facts);
    let next = facts.next_item();
    let mut flags: Vec<Status> = facts.flags.iter().map(|mark| flag(*mark)).collect();
    if flags.is_empty() {
        flags.push(Status { tone: Tone::Good, text: "I orden".to_owned() });
    }
    PlacementRow {
        case: placement.case.to_string(),
        citizen: name_or_unknown(portfolio.citizen_name(facts)),
        cpr: portfolio.citizen(facts).and_then(|citizen| citizen.cpr.as_ref()).map(|cpr| cpr.masked()),
        offer: portfolio.offer_name(facts).unwrap_or_default().to_owned(),
        provider: portfolio.provider_name(facts).map(str::to_owned),
        legal_basis: short_basis(placement.legal_basis),
        hours_per_week: facts.hours_per_week.map(format::number),
        annualised: facts.annualised.map(format::kr_whole_bare),
        year_cost: facts.year_gross.map(format::kr_whole_bare),
        hourly_rate: facts.hourly_rate.map(|found| format::kr_whole_bare(found.rate)),
        next_date: next.map(|item| format::date(item.due)),
        next_what: next.map(|item| agenda::what(&item.subject).to_owned()),
        case_worker: placement.case_worker.clone(),
        flags,
    }
}

fn total_row(totals: &Totals, rows: usize, query: &PlacementsQuery) -> PlacementTotals {
    let incomplete = if totals.without_rate > 0 { " (ufuldstændig)" } else { "" };
    let shown = |amount: Money| (rows > 0).then(|| format::kr_whole_bare(amount));
    PlacementTotals {
        label: format!("Sum af {}{incomplete}", format::counted(rows, "placering", "placeringer")),
        hours_per_week: (rows > 0).then(|| format::number(totals.hours)),
        annualised: shown(totals.annualised),
        year_cost: shown(totals.year_cost),
        hourly_rate: totals.hourly_rate.map(format::kr_whole_bare),
        explain: (rows > 0).then(|| list_figure(query)),
    }
}

/// The figure id of the sum that stands under the list (see the module `explain`).
fn list_figure(query: &PlacementsQuery) -> String {
    let mut figure = format!("list|{}", query.search.replace('|', " "));
    for filter in &query.filters {
        figure.push('|');
        figure.push_str(filter);
    }
    figure
}

fn notes(portfolio: &Portfolio, totals: &Totals) -> Vec<String> {
    let mut notes = Vec::new();
    let year = portfolio.year();
    if totals.other_municipality != Money::ZERO {
        notes.push(format!("Heraf mellemkommunal {} pr. år.", format::kr_whole(totals.other_municipality)));
    }
    if totals.planned != Money::ZERO {
        notes.push(format!("Heraf planlagt {} pr. år.", format::kr_whole(totals.planned)));
    }
    if totals.without_rate > 0 {
        let cases = format::counted(totals.without_rate, "sag", "sager");
        notes.push(format!("{cases} mangler takst i dag og er ikke med i summen af kr. pr. år."));
    }
    if totals.year_incomplete > 0 {
        let cases = format::counted(totals.year_incomplete, "sag", "sager");
        notes.push(format!("{cases} har dage uden takst i {year}; de dage er ikke med i udgiften."));
    }
    notes
}

/// Ctrl+K: people, offers and providers, at most twelve, those that begin with the text first.
#[must_use]
pub fn search(portfolio: &Portfolio, text: &str) -> SearchResult {
    let words = folded(text);
    let words = words.trim();
    if words.is_empty() {
        return SearchResult { hits: Vec::new() };
    }
    let mut hits: Vec<(bool, SearchHit)> = Vec::new();
    let starts = |name: &str| !folded(name).starts_with(words);
    let query =
        ListQuery { search: text.to_owned(), filters: Vec::new(), sort: Column::Citizen, descending: false };
    for facts in
        portfolio.list().matches(&query).rows.iter().filter_map(|at| portfolio.cases().get(*at as usize))
    {
        let placement = portfolio.placement(facts);
        let title = name_or_unknown(portfolio.citizen_name(facts));
        let detail = [
            placement.case.as_str(),
            placement.legal_basis.word(),
            portfolio.offer_name(facts).unwrap_or_default(),
        ]
        .join(" · ");
        let hit = SearchHit {
            kind: SearchKind::Placement,
            detail,
            case: Some(placement.case.to_string()),
            provider: None,
            filter: None,
            title,
        };
        hits.push((starts(&hit.title) && starts(placement.case.as_str()), hit));
    }
    let named = |kind, name: &str, detail: &str, provider: Option<ProviderId>, filter: String| {
        folded(name).contains(words).then(|| {
            let hit = SearchHit {
                kind,
                title: name.to_owned(),
                detail: detail.to_owned(),
                case: None,
                provider: provider.map(|id| id.to_string()),
                filter: Some(filter),
            };
            (starts(name), hit)
        })
    };
    for offer in &portfolio.register().offers {
        let filter = format!("offer:{}", offer.id);
        hits.extend(named(SearchKind::Offer, &offer.name, "Tilbud", offer.provider, filter));
    }
    for provider in &portfolio.register().providers {
        let filter = format!("provider:{}", provider.id);
        hits.extend(named(SearchKind::Provider, &provider.name, "Leverandør", Some(provider.id), filter));
    }
    hits.sort_by_key(|(later, _)| *later);
    SearchResult { hits: hits.into_iter().take(12).map(|(_, hit)| hit).collect() }
}
