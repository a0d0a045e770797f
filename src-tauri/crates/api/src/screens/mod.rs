//! What each screen shows, made from the portfolio: ready Danish text, nothing worked out twice.

pub mod above_limit;
pub(crate) mod agenda;
pub(crate) mod agenda_marks;
#[cfg(test)]
mod agenda_tests;
pub(crate) mod case_worker;
pub(crate) mod contract_form;
pub(crate) mod effect;
pub mod explain;
pub(crate) mod export;
pub(crate) mod filters;
pub(crate) mod follow_up;
pub(crate) mod forms;
pub(crate) mod gaps;
pub(crate) mod goal_form;
pub mod import;
pub(crate) mod indexation;
pub mod log;
pub(crate) mod notified;
pub(crate) mod offer_form;
pub mod overview;
pub mod packet;
pub mod placement;
pub(crate) mod placement_form;
pub mod placements;
pub(crate) mod price_form;
pub(crate) mod providers;
pub(crate) mod rate_actions;
pub(crate) mod rate_form;
pub mod settings;
pub(crate) mod targets;
pub(crate) mod undo;
pub(crate) mod work_list;

use vilkaar_application::portfolio::Flag;
use vilkaar_domain::{CaseNumber, Money};

use crate::types::{LimitBar, Status, Tone};

/// A case's mark as it is shown; one flag a row, worst first.
pub(crate) fn flag(flag: Flag) -> Status {
    let (tone, text) = match flag {
        Flag::RateMissing => (Tone::Bad, "Takst mangler"),
        Flag::NoContract => (Tone::Bad, "Ingen kontrakt"),
        Flag::NotApproved => (Tone::Bad, "Tilbud ikke godkendt"),
        Flag::Overdue => (Tone::Bad, "Overskredet"),
        Flag::Due30 => (Tone::Warn, "Inden 30 dage"),
        Flag::RateGap => (Tone::Bad, "Hul i taksten"),
        Flag::DoublePayment => (Tone::Warn, "Dobbeltbetaling"),
        Flag::ExpectedEndPassed => (Tone::Warn, "Forventet ophør overskredet"),
        Flag::NoNoticeRule => (Tone::Warn, "Varsel mangler"),
        Flag::NoSearch => (Tone::Warn, "Ingen afsøgning"),
        Flag::NoGoals => (Tone::Warn, "Ingen mål"),
        Flag::ApprovalUnknown => (Tone::Warn, "Godkendelse ukendt"),
        Flag::NoHours => (Tone::Warn, "Støttetimer ukendt"),
        Flag::OtherMunicipality => (Tone::Info, "Mellemkommunal"),
        Flag::Planned => (Tone::Info, "Planlagt"),
    };
    Status { tone, text: text.to_owned() }
}

/// A yearly amount as a bar against the limit, in thousandths of the longest bar of its list.
pub(crate) fn limit_bar(amount: Money, limit: Money, longest: Money) -> LimitBar {
    let thousandths = |part: Money| {
        let whole = i128::from(longest.oere().max(1));
        u32::try_from((i128::from(part.oere().max(0)) * 1000 / whole).min(1000)).unwrap_or(1000)
    };
    LimitBar {
        within: thousandths(if amount < limit { amount } else { limit }),
        above: thousandths(amount).saturating_sub(thousandths(limit)),
        limit: thousandths(limit),
    }
}

/// A case number as part of a file's name: what leads nowhere else, and nothing of one that could be a name or a CPR
/// number. The names of files stand in lists, logs and backups of others.
pub(crate) fn in_file_name(case: &str) -> String {
    let case = case.trim();
    if !CaseNumber::names_nobody(case) {
        return "sag".to_owned();
    }
    case.chars().map(|c| if c.is_alphanumeric() || "-._".contains(c) { c } else { '_' }).collect()
}

/// A citizen's name as shown; a record without one says so.
pub(crate) fn name_or_unknown(name: Option<&str>) -> String {
    name.unwrap_or("navn ikke oplyst").to_owned()
}
