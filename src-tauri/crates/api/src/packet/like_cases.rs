//! The cases that a case is held against: those where someone lives today, by price per support hour
//! and by comparable rate a day (domain §2.6).
//!
//! Invariant: each is compared by the same measure, purchase VAT out of the rate a day and in the rate
//! per hour, as the field does.

use vilkaar_application::portfolio::{CaseFacts, Portfolio, like_case};
use vilkaar_domain::comparison::{Benchmark, LikeCase, Width, benchmark, comparable_daily};
use vilkaar_domain::cost::vat_percent;
use vilkaar_domain::{Money, PlacementStatus};

/// Where the case's price per support hour lies among its like; none without one.
pub(crate) fn hourly_benchmark(facts: &CaseFacts) -> Option<Benchmark> {
    facts.benchmark.clone()
}

/// Where the case's comparable rate a day lies among its like; none without one.
pub(crate) fn daily_benchmark(portfolio: &Portfolio, facts: &CaseFacts) -> Option<Benchmark> {
    let like = |facts: &CaseFacts| {
        daily(portfolio, facts).map(|rate| like_case(portfolio.placement(facts), rate.kroner()))
    };
    let case = like(facts)?;
    let others: Vec<LikeCase> = portfolio
        .cases()
        .iter()
        .filter(|other| other.status == PlacementStatus::Active)
        .filter_map(like)
        .collect();
    Some(benchmark(&case, &others))
}

/// The case's base rate a day, less purchase VAT; none in a gap.
pub(crate) fn daily(portfolio: &Portfolio, facts: &CaseFacts) -> Option<Money> {
    let day = facts.priced.judged_on(portfolio.today());
    let settings = &portfolio.register().settings;
    comparable_daily(&facts.priced, day, vat_percent(facts.priced.has_vat_share, day, settings))
}

/// The median's name on the screen: `median § 107`, `median i målgruppen`.
pub(crate) fn median_name(portfolio: &Portfolio, facts: &CaseFacts, width: Width) -> String {
    match width {
        Width::SameNeed => "median, samme behov".to_owned(),
        Width::SameTargetGroup => "median i målgruppen".to_owned(),
        Width::SameParagraph => format!("median {}", portfolio.placement(facts).legal_basis.word()),
    }
}

/// The group in words: `§ 107, Autismespektrum, Højt støttebehov`, with what was left out.
pub(crate) fn group_words(portfolio: &Portfolio, facts: &CaseFacts, width: Width) -> String {
    let placement = portfolio.placement(facts);
    let basis = placement.legal_basis.word();
    let group = placement.target_group.as_deref().unwrap_or("målgruppe ikke oplyst");
    let need = placement.support_need.map_or("støttebehov ikke oplyst", |need| need.word());
    match width {
        Width::SameNeed => format!("{basis}, {group}, {need}"),
        Width::SameTargetGroup => format!("{basis}, {group}, uanset støttebehov"),
        Width::SameParagraph => format!("{basis}, uanset målgruppe og støttebehov"),
    }
}
