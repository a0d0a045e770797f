//! *Mangler*: everything that is missing, worst first, each leading to its field.
//!
//! Invariant: the rows are the portfolio's own, as the command line's, the list's and the placement's are.

use std::cmp::Reverse;

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::missing::{MissingItem, MissingKind};
use vilkaar_wording::{format, missing as words};

use super::placement::side::tone_of_missing;
use super::targets;
use crate::program::count;
use crate::types::{AgendaKindCount, GapRow, Gaps, GapsQuery};

/// The whole screen.
pub(crate) fn gaps(portfolio: &Portfolio, query: &GapsQuery) -> Gaps {
    let searched: Vec<String> = query.search.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let mut found: Vec<(&CaseFacts, &MissingItem)> =
        portfolio.missing().filter(|(facts, _)| holds(portfolio, facts, &searched)).collect();
    let kinds = MissingKind::WORST_FIRST
        .into_iter()
        .map(|kind| (kind, found.iter().filter(|(_, item)| item.what.kind() == kind).count()))
        .filter(|(_, number)| *number > 0)
        .map(|(kind, number)| AgendaKindCount {
            kind: kind.code().to_owned(),
            label: words::kind(kind).to_owned(),
            count: count(number),
        })
        .collect();
    if !query.kinds.is_empty() {
        found.retain(|(_, item)| query.kinds.iter().any(|kind| kind == item.what.kind().code()));
    }
    let place = |kind: MissingKind| MissingKind::WORST_FIRST.iter().position(|other| *other == kind);
    found.sort_by(|(a_facts, a), (b_facts, b)| {
        let key =
            |facts: &CaseFacts, item: &MissingItem| (place(item.what.kind()), Reverse(facts.annualised));
        key(a_facts, a).cmp(&key(b_facts, b)).then_with(|| a.case.cmp(&b.case))
    });
    Gaps {
        context: context(&found),
        kinds,
        rows: found.into_iter().map(|(facts, item)| row(portfolio, facts, item)).collect(),
    }
}

/// `31 mangler i 22 sager`.
fn context(found: &[(&CaseFacts, &MissingItem)]) -> String {
    if found.is_empty() {
        return "Intet mangler".to_owned();
    }
    let mut cases: Vec<_> = found.iter().map(|(_, item)| item.placement).collect();
    cases.sort_unstable();
    cases.dedup();
    format!(
        "{} i {}",
        format::counted(found.len(), "mangel", "mangler"),
        format::counted(cases.len(), "sag", "sager")
    )
}

/// Are all the words in case, citizen or offer?
fn holds(portfolio: &Portfolio, facts: &CaseFacts, searched: &[String]) -> bool {
    if searched.is_empty() {
        return true;
    }
    let names = [
        portfolio.placement(facts).case.as_str(),
        portfolio.citizen_name(facts).unwrap_or_default(),
        portfolio.offer_name(facts).unwrap_or_default(),
    ];
    let whole = names.join(" ").to_lowercase();
    searched.iter().all(|word| whole.contains(word))
}

fn row(portfolio: &Portfolio, facts: &CaseFacts, item: &MissingItem) -> GapRow {
    let kind = item.what.kind();
    GapRow {
        case: item.case.to_string(),
        kind: kind.code().to_owned(),
        title: words::kind(kind).to_owned(),
        detail: Some(format!("{} {}", words::detail(&item.what), words::task(item))),
        tone: tone_of_missing(kind),
        citizen: portfolio.citizen_name(facts).unwrap_or_default().to_owned(),
        offer: portfolio.offer_name(facts).unwrap_or_default().to_owned(),
        annualised: facts.annualised.map(format::kr_whole_bare),
        target: targets::of_missing(portfolio, facts, item),
    }
}
