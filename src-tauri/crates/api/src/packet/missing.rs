//! What the packet lacks: the case's gaps, and what the figures need that the register doesn't have.

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_documents::packet::{Concern, MissingItem};
use vilkaar_domain::CaseFile;
use vilkaar_domain::missing::{MissingKind, MissingWhat};
use vilkaar_wording::{formula, missing as words};

use crate::screens::placement::{side, standing};
use crate::types::Tone;

/// Who enters P/L and the refund limits.
pub(crate) const ECONOMY: &str = "økonomi";

/// What is missing, worst first, and who should get it.
pub(super) fn items(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<MissingItem> {
    let mut found: Vec<MissingItem> = MissingKind::WORST_FIRST
        .into_iter()
        .flat_map(|kind| facts.missing.iter().filter(move |item| item.what.kind() == kind))
        .map(|item| MissingItem {
            what: what(&item.what),
            why: format!("{} {}", words::detail(&item.what), words::why(item.what.kind())),
            who: item.owner.name().to_owned(),
            concern: match side::tone_of_missing(item.what.kind()) {
                Tone::Bad => Concern::Serious,
                Tone::Warn | Tone::Good | Tone::Info | Tone::Quiet => Concern::Warning,
            },
            kind: Some(item.what.kind()),
        })
        .collect();
    let case_worker = file.placement.case_worker.clone().unwrap_or_else(|| "centerchef".to_owned());
    let mut add = |what: String, why: String, who: &str| {
        found.push(MissingItem { what, why, who: who.to_owned(), concern: Concern::Warning, kind: None });
    };
    if let Some(title) = side::new_goals(portfolio, file) {
        let why = "Alle mål er afsluttet; uden nye mål er der intet at måle støtten på.";
        add(title, why.to_owned(), &case_worker);
    }
    let unconfirmed = file.goals_to_confirm(portfolio.today()).len();
    if unconfirmed > 0 {
        let goals = vilkaar_wording::format::counted(unconfirmed, "opnået mål", "opnåede mål");
        let why = "Målt af andre end sagsbehandleren; først sagsbehandlerens egen måling kan bruges ved bordet og udløse en trappetakst.";
        add(format!("Bekræftelse af {goals}"), why.to_owned(), &case_worker);
    }
    if let Some(Err(missing)) = standing::above_index(portfolio, file, facts) {
        let why = "Uden P/L kan stigningen i taksten ikke vurderes.";
        add(formula::missing_index(&missing), why.to_owned(), ECONOMY);
    }
    if facts.priced.is_own_cost && portfolio.refund_limits(portfolio.year()).is_none() {
        let why = "Uden satser kendes hverken refusion eller nettoudgift.";
        add(format!("Refusionsgrænser for {}", portfolio.year()), why.to_owned(), ECONOMY);
    }
    found
}

fn what(what: &MissingWhat) -> String {
    let name = words::kind(what.kind());
    match what {
        MissingWhat::NoSignedFile { contract: Some(number), .. }
        | MissingWhat::NoNoticeRule { contract: Some(number), .. } => format!("{name}, {number}"),
        _ => name.to_owned(),
    }
}
