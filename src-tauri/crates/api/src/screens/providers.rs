//! *Leverandører*: what do we buy from whom? And one provider with its offers and cases.
//!
//! Invariant: a case counts at the provider of its offer; offers without a provider stand in a row of their own, so
//! that the rows add up to all active and planned cases.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::comparison::percentile;
use vilkaar_domain::{Money, Offer, Provider, ProviderId, SupervisionStatus, cvr_passes};
use vilkaar_wording::format;

use super::name_or_unknown;
use super::placement::standing::supervision_words;
use crate::errors;
use crate::program::count;
use crate::types::{
    ApiError, DataColumn, DataTable, Fact, Figure, OfferRow, ProviderPage, ProviderRow, Providers, Remark,
    Status, Tone,
};

/// The id of the row of offers without a provider.
const WITHOUT: &str = "";

/// What is bought at some offers.
struct Bought<'p> {
    cases: Vec<&'p CaseFacts>,
    citizens: u32,
    annualised: Money,
    is_incomplete: bool,
    hourly: Option<Money>,
    next: Option<NaiveDate>,
}

impl<'p> Bought<'p> {
    fn at(portfolio: &'p Portfolio, offers: &[&Offer]) -> Self {
        let ids: BTreeSet<_> = offers.iter().map(|offer| offer.id).collect();
        let cases: Vec<&CaseFacts> =
            portfolio.open_cases().filter(|facts| ids.contains(&portfolio.placement(facts).offer)).collect();
        let citizens: BTreeSet<_> = cases.iter().map(|facts| facts.priced.citizen).collect();
        let mut hourly: Vec<_> =
            cases.iter().filter_map(|facts| facts.hourly_rate.map(|found| found.rate.kroner())).collect();
        hourly.sort_unstable();
        Self {
            citizens: count(citizens.len()),
            annualised: cases.iter().filter_map(|facts| facts.annualised).sum(),
            is_incomplete: cases.iter().any(|facts| facts.annualised.is_none()),
            hourly: percentile(&hourly, 50).map(Money::round),
            next: cases.iter().filter_map(|facts| facts.next_item()).map(|item| item.due).min(),
            cases,
        }
    }
}

/// The offers of a provider, by name; of none, those that have no provider.
fn offers_of(portfolio: &Portfolio, provider: Option<ProviderId>) -> Vec<&Offer> {
    let mut found: Vec<&Offer> =
        portfolio.register().offers.iter().filter(|offer| offer.provider == provider).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// How bad a status is: what has ceased first, what is approved last.
const fn rank(offer: &Offer) -> u8 {
    match offer.supervision {
        Some(SupervisionStatus::Ceased) => 0,
        Some(SupervisionStatus::Order) => 1,
        Some(SupervisionStatus::Tightened) => 2,
        Some(SupervisionStatus::Unknown) | None => 3,
        Some(SupervisionStatus::Approved) => 4,
    }
}

/// An offer's status as it is shown.
fn supervision(offer: &Offer) -> Status {
    let tone = match offer.supervision {
        Some(SupervisionStatus::Ceased) => Tone::Bad,
        Some(SupervisionStatus::Order | SupervisionStatus::Tightened) => Tone::Warn,
        Some(SupervisionStatus::Unknown) | None => Tone::Quiet,
        Some(SupervisionStatus::Approved) => Tone::Good,
    };
    Status { tone, text: supervision_words(offer).unwrap_or_else(|| "ikke oplyst".to_owned()) }
}

fn row(portfolio: &Portfolio, provider: Option<&Provider>) -> (Money, ProviderRow) {
    let offers = offers_of(portfolio, provider.map(|provider| provider.id));
    let bought = Bought::at(portfolio, &offers);
    let row = ProviderRow {
        id: provider.map_or_else(|| WITHOUT.to_owned(), |provider| provider.id.to_string()),
        name: provider.map_or_else(|| "Uden leverandør".to_owned(), |provider| provider.name.clone()),
        ownership: provider.and_then(|provider| provider.ownership).map(|form| form.word().to_owned()),
        offers: count(offers.len()),
        citizens: bought.citizens,
        annualised: format::kr_whole_bare(bought.annualised),
        is_incomplete: bought.is_incomplete,
        hourly_rate: bought.hourly.map(format::kr_whole_bare),
        supervision: offers.iter().copied().min_by_key(|offer| rank(offer)).map(supervision),
        next_date: bought.next.map(format::date),
    };
    (bought.annualised, row)
}

/// The list, dearest first, then by name.
#[must_use]
pub(crate) fn providers(portfolio: &Portfolio) -> Providers {
    let register = portfolio.register();
    let mut rows: Vec<(Money, ProviderRow)> =
        register.providers.iter().map(|provider| row(portfolio, Some(provider))).collect();
    if register.offers.iter().any(|offer| offer.provider.is_none()) {
        rows.push(row(portfolio, None));
    }
    rows.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.name.cmp(&other.name)));
    Providers {
        context: format!(
            "{}, {}",
            format::counted(register.providers.len(), "leverandør", "leverandører"),
            format::counted(register.offers.len(), "tilbud", "tilbud")
        ),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
}

/// One provider; a blank id are the offers without one.
///
/// # Errors
/// `record_unknown`.
pub(crate) fn provider(portfolio: &Portfolio, id: &str) -> Result<ProviderPage, ApiError> {
    let provider = match id {
        WITHOUT => None,
        id => {
            let mut all = portfolio.register().providers.iter();
            Some(all.find(|known| known.id.to_string() == id).ok_or_else(errors::record_unknown)?)
        }
    };
    let offers = offers_of(portfolio, provider.map(|provider| provider.id));
    let bought = Bought::at(portfolio, &offers);
    Ok(ProviderPage {
        id: id.to_owned(),
        name: provider.map_or_else(|| "Uden leverandør".to_owned(), |provider| provider.name.clone()),
        context: provider.map_or_else(
            || "Tilbud, hvis leverandør ikke er oplyst. Ret tilbuddet for at skrive den.".to_owned(),
            context,
        ),
        figures: figures(&bought),
        facts: provider.map(facts).unwrap_or_default(),
        contacts: contacts(provider),
        cases: cases(portfolio, &bought),
        remarks: remarks(provider, &offers, portfolio),
        offers: offers.into_iter().map(|offer| offer_row(portfolio, offer)).collect(),
    })
}

/// `Privat · CVR 12345678`.
fn context(provider: &Provider) -> String {
    let form = provider.ownership.map(|form| form.word().to_owned());
    let cvr = provider.cvr.as_ref().map(|cvr| format!("CVR {cvr}"));
    let parts: Vec<String> = form.into_iter().chain(cvr).collect();
    if parts.is_empty() { "Ejerform og CVR er ikke oplyst".to_owned() } else { parts.join(" · ") }
}

fn figures(bought: &Bought<'_>) -> Vec<Figure> {
    let figure = |label: &str, value: String, unit: Option<&str>, remark: Option<&str>| Figure {
        label: label.to_owned(),
        value,
        unit: unit.map(str::to_owned),
        remark: remark.map(str::to_owned),
        status: None,
        explain: None,
    };
    let missing = bought.is_incomplete.then_some("ufuldstændig: en takst mangler");
    vec![
        figure("Borgere", bought.citizens.to_string(), None, Some("aktive og planlagte")),
        figure("Kr. pr. år, brutto", format::kr_whole_bare(bought.annualised), Some("kr."), missing),
        match bought.hourly {
            Some(rate) => {
                figure("Kr. pr. støttetime", format::kr_bare(rate), Some("kr."), Some("median af sagerne"))
            }
            None => {
                figure("Kr. pr. støttetime", "ukendt".to_owned(), None, Some("timer eller takst mangler"))
            }
        },
        figure("Næste frist", bought.next.map_or_else(|| "ingen".to_owned(), format::date), None, None),
    ]
}

fn facts(provider: &Provider) -> Vec<Fact> {
    let fact = |label: &str, value: Option<String>| Fact { label: label.to_owned(), value };
    let cvr = provider
        .cvr
        .as_ref()
        .map(|cvr| if cvr_passes(cvr) { cvr.clone() } else { format!("{cvr} (består ikke kontrollen)") });
    let agreement = provider.operating_agreement.map(|has| if has { "ja" } else { "nej" }.to_owned());
    vec![
        fact("Ejerform", provider.ownership.map(|form| form.word().to_owned())),
        fact("CVR-nr.", cvr),
        fact("Driftsoverenskomst", agreement),
    ]
}

fn table(caption: &str, columns: &[(&str, bool)], rows: Vec<Vec<String>>) -> DataTable {
    let columns = columns
        .iter()
        .map(|(heading, is_numeric)| DataColumn { heading: (*heading).to_owned(), is_numeric: *is_numeric })
        .collect();
    DataTable { caption: caption.to_owned(), columns, rows, foot: None }
}

fn contacts(provider: Option<&Provider>) -> DataTable {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut rows = Vec::new();
    if let Some(provider) = provider {
        let has_first = [&provider.contact_person, &provider.phone, &provider.email];
        if has_first.iter().any(|value| value.is_some()) {
            let name = provider.contact_person.clone().unwrap_or_else(|| "Kontakt".to_owned());
            rows.push(vec![name, String::new(), text(&provider.phone), text(&provider.email)]);
        }
        rows.extend(provider.further_contacts.iter().map(|contact| {
            vec![contact.name.clone(), text(&contact.function), text(&contact.phone), text(&contact.email)]
        }));
    }
    let columns = [("Navn", false), ("Funktion", false), ("Telefon", false), ("E-mail", false)];
    table("Kontaktpersoner", &columns, rows)
}

/// The cases, dearest first.
fn cases(portfolio: &Portfolio, bought: &Bought<'_>) -> DataTable {
    let mut cases = bought.cases.clone();
    cases.sort_by_key(|facts| std::cmp::Reverse(facts.annualised));
    let rows = cases
        .into_iter()
        .map(|facts| {
            let placement = portfolio.placement(facts);
            vec![
                placement.case.to_string(),
                name_or_unknown(portfolio.citizen_name(facts)),
                portfolio.offer_name(facts).unwrap_or_default().to_owned(),
                placement.legal_basis.word().to_owned(),
                facts.annualised.map_or_else(|| "takst mangler".to_owned(), format::kr_whole_bare),
                facts.hourly_rate.map(|found| format::kr_whole_bare(found.rate)).unwrap_or_default(),
                facts.next_item().map(|item| format::date(item.due)).unwrap_or_default(),
            ]
        })
        .collect();
    let columns = [
        ("Sag", false),
        ("Borger", false),
        ("Tilbud", false),
        ("Lovgrundlag", false),
        ("Kr. pr. år", true),
        ("Kr. pr. time", true),
        ("Næste frist", false),
    ];
    table("Aktive og planlagte sager", &columns, rows)
}

fn offer_row(portfolio: &Portfolio, offer: &Offer) -> OfferRow {
    let checked = match (offer.checked_on, offer.checked_by.as_deref()) {
        (Some(day), Some(by)) => Some(format!("{} af {by}", format::date(day))),
        (Some(day), None) => Some(format::date(day)),
        (None, _) => None,
    };
    OfferRow {
        id: offer.id.to_string(),
        name: offer.name.clone(),
        p_number: offer.p_number.clone(),
        approved_for: (!offer.approved_for.is_empty()).then(|| offer.approved_for.join(", ")),
        supervision: supervision(offer),
        checked,
        citizens: Bought::at(portfolio, &[offer]).citizens,
    }
}

fn remarks(provider: Option<&Provider>, offers: &[&Offer], portfolio: &Portfolio) -> Vec<Remark> {
    let mut found = Vec::new();
    let mut say = |tone, text: String| found.push(Remark { tone, text });
    if let Some(cvr) = provider.and_then(|provider| provider.cvr.as_ref()).filter(|cvr| !cvr_passes(cvr)) {
        say(Tone::Warn, format!("CVR-nummeret {cvr} består ikke kontrollen (modulus 11). Se det efter."));
    }
    for offer in offers {
        let lacking: Vec<&CaseFacts> = Bought::at(portfolio, &[offer])
            .cases
            .into_iter()
            .filter(|facts| offer.approval_lack(portfolio.placement(facts).legal_basis).is_some())
            .collect();
        if !lacking.is_empty() {
            let citizens = format::counted(lacking.len(), "borger", "borgere");
            say(Tone::Bad, format!("{} har {citizens}, som det ikke er godkendt til.", offer.name));
        }
        let past = offer.supervision_to.filter(|to| *to < portfolio.today());
        if let Some(to) = past.filter(|_| offer.supervision != Some(SupervisionStatus::Approved)) {
            let status = offer.supervision.map_or("Tilsynets frist", SupervisionStatus::word);
            say(
                Tone::Warn,
                format!(
                    "{}: {status} løb til {}. Skriv, hvad tilsynet siger nu.",
                    offer.name,
                    format::date(to)
                ),
            );
        }
    }
    if offers.is_empty() {
        say(Tone::Info, "Leverandøren har ingen tilbud endnu. Opret det første.".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::sample;

    fn amount(text: &str) -> i64 {
        text.replace('.', "").parse().unwrap()
    }

    #[test]
    fn the_rows_add_up_to_all_active_and_planned_cases_dearest_first() {
        let portfolio = sample::portfolio();
        let listed = providers(&portfolio);
        let amounts: Vec<i64> = listed.rows.iter().map(|row| amount(&row.annualised)).collect();
        assert!(amounts.is_sorted_by(|a, b| a >= b), "{amounts:?}");
        let all: Money = portfolio.open_cases().filter_map(|facts| facts.annualised).sum();
        let difference = amounts.iter().sum::<i64>() - amount(&format::kr_whole_bare(all));
        // Each row is rounded to kroner.
        assert!(difference.unsigned_abs() <= amounts.len() as u64, "{difference}");
        let cases: usize =
            listed.rows.iter().map(|row| provider(&portfolio, &row.id).unwrap().cases.rows.len()).sum();
        assert_eq!(cases, portfolio.open_cases().count());
    }

    #[test]
    fn offers_without_a_provider_have_a_row_of_their_own() {
        let mut register = sample::register();
        let ours = register.offers[0].clone();
        register.offers[0].provider = None;
        let portfolio = Portfolio::new(Arc::new(register), sample::today());
        let listed = providers(&portfolio);
        let row = listed.rows.iter().find(|row| row.name == "Uden leverandør").unwrap();
        let page = provider(&portfolio, &row.id).unwrap();
        assert_eq!(page.offers[0].name, ours.name);
        let whole = providers(&sample::portfolio());
        assert!(whole.rows.iter().all(|row| row.name != "Uden leverandør"));
    }

    #[test]
    fn a_provider_shows_the_worst_of_its_offers_and_what_is_wrong_with_them() {
        let portfolio = sample::portfolio();
        let case = portfolio.case("S2026-1015").unwrap();
        let id = portfolio.provider(case).unwrap().id.to_string();
        let listed = providers(&portfolio);
        let row = listed.rows.iter().find(|row| row.id == id).unwrap();
        assert_eq!(row.supervision.as_ref().unwrap().tone, Tone::Bad);
        let page = provider(&portfolio, &id).unwrap();
        assert!(page.remarks.iter().any(|remark| remark.text.contains("ikke er godkendt til")), "{page:?}");
        assert_eq!(provider(&portfolio, "findes ikke").err().unwrap().code, "record_unknown");
    }
}
