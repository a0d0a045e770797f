//! Other offers, own ones first, and the case among the municipality's own (domain §2.6).
//!
//! Invariant: rates are compared less purchase VAT and in one price year; what can't be brought there
//! has no comparable rate, and no verdict rests on it.

use chrono::NaiveDate;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_documents::packet::{
    Benchmark as Shown, ComparableOffer, ComparisonSection, OfferOwnership, Percentiles,
};
use vilkaar_domain::comparison::{Benchmark, comparable_rate, yearly_of_daily};
use vilkaar_domain::cost::{PriceTable, has_vat_share, vat_percent};
use vilkaar_domain::{CaseFile, Money, OwnOffer, Rate, RateLine, SearchedOffer, Unit};
use vilkaar_wording::format;

use super::like_cases;
use crate::screens::placement::standing;

/// *Egnethed* that makes an offer equally suitable.
const SUITABLE: &str = "egnet";

/// The whole section.
pub(super) fn section(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> ComparisonSection {
    let table = standing::price_table(portfolio);
    let present = like_cases::daily(portfolio, facts);
    let others: Vec<ComparableOffer> = own(portfolio, file, present)
        .chain(file.searched_offers.iter().map(|offer| searched(portfolio, offer, present, &table)))
        .collect();
    let mut offers = Vec::new();
    if !others.is_empty() {
        offers.push(present_offer(portfolio, file, facts, present));
    }
    offers.extend(others);
    mark_best(&mut offers);
    ComparisonSection {
        verdict: verdict(&offers, file),
        searched: offers,
        benchmarks: benchmarks(portfolio, facts, present),
    }
}

/// The offer the citizen lives in.
fn present_offer(
    portfolio: &Portfolio,
    file: &CaseFile<'_>,
    facts: &CaseFacts,
    present: Option<Money>,
) -> ComparableOffer {
    let day = facts.priced.judged_on(portfolio.today());
    let lines: Vec<&RateLine> = file
        .rate_lines
        .iter()
        .copied()
        .filter(|line| line.service.is_housing() && line.is_in_force(day))
        .collect();
    ComparableOffer {
        name: file.offer.map_or_else(|| "Nuværende tilbud".to_owned(), |offer| offer.name.clone()),
        provider: file.provider.map(|provider| provider.name.clone()),
        ownership: OfferOwnership::Present,
        daily_rate: all_in(&lines),
        comparable_rate: present,
        yearly_difference: None,
        suitability: None,
        // A package is bought with its base rate: both rates are of them together.
        remark: (lines.len() > 1).then(|| {
            let names: Vec<&str> = lines.iter().map(|line| line.service.word()).collect();
            format!("Takst: {}", names.join(" + "))
        }),
        looked_at: None,
        best: false,
    }
}

/// The rate a day of everything that housing costs; none where a part isn't agreed by the day.
fn all_in(lines: &[&RateLine]) -> Option<Rate> {
    if lines.is_empty() || lines.iter().any(|line| line.unit != Unit::Day) {
        return None;
    }
    Rate::new(lines.iter().map(|line| line.amount.kroner()).sum())
}

/// The municipality's own offers of the same paragraph.
fn own<'a>(
    portfolio: &'a Portfolio,
    file: &'a CaseFile<'_>,
    present: Option<Money>,
) -> impl Iterator<Item = ComparableOffer> + 'a {
    let basis = file.placement.legal_basis.word();
    portfolio.register().own_offers.iter().filter(move |offer| offer.paragraph.as_deref() == Some(basis)).map(
        move |offer| ComparableOffer {
            name: offer.name.clone(),
            provider: None,
            ownership: OfferOwnership::Own,
            daily_rate: offer.daily_rate,
            // An own price holds today and has no purchase VAT to take out.
            comparable_rate: offer.daily_rate.map(|rate| Money::round(rate.kroner())),
            yearly_difference: difference(offer.daily_rate.map(|rate| Money::round(rate.kroner())), present),
            suitability: None,
            remark: vacancy(offer),
            looked_at: None,
            best: false,
        },
    )
}

fn vacancy(offer: &OwnOffer) -> Option<String> {
    offer.vacant.map(|vacant| match vacant {
        0 => "Ingen ledig plads".to_owned(),
        1 => "1 ledig plads".to_owned(),
        more => format!("{more} ledige pladser"),
    })
}

/// An offer that was looked at, its rate less VAT and in this year's prices.
fn searched(
    portfolio: &Portfolio,
    offer: &SearchedOffer,
    present: Option<Money>,
    table: &PriceTable,
) -> ComparableOffer {
    let today = portfolio.today();
    let register = portfolio.register();
    let provider = register.providers.iter().find(|provider| Some(&provider.name) == offer.provider.as_ref());
    // Tilbudsportalen shows rates less VAT already (domain §2.6).
    let is_less_vat =
        offer.source.as_deref().is_some_and(|source| source.trim().eq_ignore_ascii_case("Tilbudsportalen"));
    let has_share = !is_less_vat && provider.is_some_and(has_vat_share);
    let comparable = offer.daily_rate.and_then(|rate| {
        let agreed = offer.date.unwrap_or(today);
        in_this_year(rate, agreed, vat_percent(has_share, agreed, &register.settings), portfolio, table)
    });
    ComparableOffer {
        name: offer.offer.clone(),
        provider: offer.provider.clone(),
        ownership: OfferOwnership::Other,
        daily_rate: offer.daily_rate,
        comparable_rate: comparable,
        yearly_difference: difference(comparable, present),
        suitability: offer.suitability.clone(),
        remark: offer.reason.clone(),
        looked_at: offer.date,
        best: false,
    }
}

fn in_this_year(
    rate: Rate,
    agreed: NaiveDate,
    vat: rust_decimal::Decimal,
    portfolio: &Portfolio,
    table: &PriceTable,
) -> Option<Money> {
    comparable_rate(rate, agreed, vat, portfolio.year(), table).ok()
}

fn difference(offer: Option<Money>, present: Option<Money>) -> Option<Money> {
    Some(yearly_of_daily(offer? - present?))
}

/// Could the citizen move there: looked at and found suitable, or an own offer with a vacancy?
fn is_candidate(offer: &ComparableOffer) -> bool {
    match offer.ownership {
        OfferOwnership::Present => true,
        OfferOwnership::Own => offer
            .remark
            .as_deref()
            .is_some_and(|remark| remark.contains("ledig") && !remark.starts_with("Ingen")),
        OfferOwnership::Other => {
            offer.suitability.as_deref().is_some_and(|word| word.trim().to_lowercase() == SUITABLE)
        }
    }
}

/// Marks the cheapest of those the citizen could live in, where there is more than one.
fn mark_best(offers: &mut [ComparableOffer]) {
    let candidates = offers.iter().filter(|offer| is_candidate(offer) && offer.comparable_rate.is_some());
    if candidates.clone().count() < 2 {
        return;
    }
    let cheapest = candidates.filter_map(|offer| offer.comparable_rate).min();
    if let Some(best) =
        offers.iter_mut().find(|offer| is_candidate(offer) && offer.comparable_rate == cheapest)
    {
        best.best = true;
    }
}

/// The cheapest other offer that the citizen could live in and what it saves a year.
pub(super) fn cheaper(section: &ComparisonSection) -> Option<(&ComparableOffer, Money)> {
    section
        .searched
        .iter()
        .filter(|offer| offer.ownership != OfferOwnership::Present && is_candidate(offer))
        .filter_map(|offer| Some((offer, -offer.yearly_difference?)))
        .filter(|(_, saving)| *saving > Money::ZERO)
        .max_by_key(|(_, saving)| *saving)
}

/// What *billigst-bedst-egnet* comes to.
fn verdict(offers: &[ComparableOffer], file: &CaseFile<'_>) -> Option<String> {
    let best = offers.iter().find(|offer| offer.best)?;
    let here = file.offer.map_or("det nuværende tilbud", |offer| offer.name.as_str());
    if best.ownership == OfferOwnership::Present {
        return Some(format!("{here} er det billigste af de egnede tilbud, der er set på."));
    }
    let whose = if best.ownership == OfferOwnership::Own { " (eget tilbud)" } else { "" };
    let rate = format::kr(best.comparable_rate?);
    let saving = format::kr_whole((-best.yearly_difference?).abs());
    let answer = best.remark.as_ref().map(|remark| format!(" Svar: {remark}.")).unwrap_or_default();
    Some(format!(
        "{}{whose} koster {rate} pr. døgn i sammenlignelig takst, {saving} mindre om året end {here}. Er det lige så egnet, skal valget af {here} begrundes.{answer}",
        best.name
    ))
}

fn benchmarks(portfolio: &Portfolio, facts: &CaseFacts, present: Option<Money>) -> Vec<Shown> {
    let hourly = facts.hourly_rate.map(|found| found.rate);
    [
        ("Kr. pr. døgn, sammenlignelig takst", like_cases::daily_benchmark(portfolio, facts), present),
        ("Kr. pr. støttetime", like_cases::hourly_benchmark(facts), hourly),
    ]
    .into_iter()
    .filter_map(|(measure, found, this_case)| {
        let (group, count, percentiles) = match found? {
            Benchmark::Group { width, count, percentiles } => (
                like_cases::group_words(portfolio, facts, width),
                count,
                Some(Percentiles {
                    p10: Money::round(percentiles.p10),
                    median: Money::round(percentiles.median),
                    p75: Money::round(percentiles.p75),
                }),
            ),
            Benchmark::TooFew { count } => {
                (portfolio.placement(facts).legal_basis.word().to_owned(), count, None)
            }
        };
        Some(Shown { measure: measure.to_owned(), group, count, percentiles, this_case })
    })
    .collect()
}
