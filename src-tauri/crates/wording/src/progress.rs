//! Progression of goals in words (domain §4). The scale is local and labelled so; FFB has no official one.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::comparison::Undelivered;
use vilkaar_domain::progress::{GoalProgress, Outcome};
use vilkaar_domain::{FollowUp, Goal, GoalType, Level, Money, Source, SubGoal};

use crate::format::{counted, date, decimal, kr, list, month};

/// What is said beside every outcome.
pub const LOCAL_SCALE: &str = "Lokal skala: FFB har ingen officiel. Niveau 0 er bedst.";

/// *Bagefter*.
pub const BEHIND: &str = "Bagefter";

/// The outcome's word: Opnået, På vej, Uændret, Tilbagegang, Ikke målt.
#[must_use]
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Reached => "Opnået",
        Outcome::OnTrack => "På vej",
        Outcome::Unchanged => "Uændret",
        Outcome::Regressed => "Tilbagegang",
        Outcome::NotMeasured => "Ikke målt",
    }
}

/// A level with its official words: `Moderat nedsat funktionsevne`; none is `Ikke vurderet`.
#[must_use]
pub fn level(level: Option<Level>) -> String {
    level.map_or_else(|| "Ikke vurderet".to_owned(), |level| format!("{} nedsat funktionsevne", level.word()))
}

/// The måltype's short word: Udvikle, Fastholde, Begrænse tab.
#[must_use]
pub const fn goal_type(goal_type: GoalType) -> &'static str {
    match goal_type {
        GoalType::Develop => "Udvikle",
        GoalType::Maintain => "Fastholde",
        GoalType::LimitLoss => "Begrænse tab",
    }
}

/// Type and deadline in a line: `Udvikle, frist 30-04-2026`.
#[must_use]
pub fn detail(goal: &Goal) -> String {
    let short = goal_type(goal.goal_type);
    goal.deadline
        .map_or_else(|| format!("{short}, uden frist"), |day| format!("{short}, frist {}", date(day)))
}

/// What is aimed at in a line: `Udvikle: fra 3 Svært til 1 Let, frist 30-04-2026`.
#[must_use]
pub fn aim(goal: &Goal) -> String {
    let word = |level: Level| format!("{} {}", level.number(), level.word());
    let until = goal.deadline.map_or_else(|| "uden frist".to_owned(), |day| format!("frist {}", date(day)));
    format!(
        "{}: fra {} til {}, {until}",
        goal_type(goal.goal_type),
        word(goal.start_level),
        word(goal.expected_level)
    )
}

/// A delmål with how it stands: `Ringer selv til lægen, frist 30-04-2026`.
#[must_use]
pub fn sub_goal(step: &SubGoal) -> String {
    match (step.reached_on, step.deadline) {
        (Some(day), _) => format!("{}, opnået {}", step.text, date(day)),
        (None, Some(day)) => format!("{}, frist {}", step.text, date(day)),
        (None, None) => step.text.clone(),
    }
}

/// A follow-up of the same day and source is there already.
#[must_use]
pub fn already_there(entry: &FollowUp) -> String {
    let by = entry.source.map(|by| format!(" fra {}", source(by))).unwrap_or_default();
    let found =
        entry.level.map_or_else(|| "uden niveau".to_owned(), |level| format!("niveau {}", level.number()));
    format!("Der er allerede en opfølgning den {}{by}: {found}. Ret den i stedet.", date(entry.date))
}

/// Delivered − bought hours with what they are worth: `−17,6 timer, −24.210,00 kr.`; `−17,6 timer, takst mangler`
/// where the price isn't known.
#[must_use]
pub fn hours_difference(hours: Decimal, worth: Option<Money>) -> String {
    let sign = if hours.is_sign_negative() && !hours.is_zero() { "\u{2212}" } else { "" };
    let worth =
        worth.map_or_else(|| "takst mangler".to_owned(), |worth| format!("{sign}{}", kr(worth.abs())));
    format!("{sign}{} timer, {worth}", decimal(hours.abs(), 1))
}

/// The months that a sum of hours leaves out: ` Uden juni 2026, hvor taksten mangler.`; nothing where it has all.
#[must_use]
pub fn unpriced_months(months: &[NaiveDate]) -> String {
    if months.is_empty() {
        return String::new();
    }
    let named: Vec<String> = months.iter().map(|day| month(*day)).collect();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    format!(" Uden {}, hvor taksten mangler.", list(&named))
}

/// Hours that were paid for and not delivered over some months, or the other way round.
#[must_use]
pub fn undelivered(found: &Undelivered) -> String {
    let months = counted(found.months, "måned", "måneder");
    let hours = found.bought - found.delivered;
    let without = unpriced_months(&found.unpriced);
    if hours.is_zero() {
        return format!("Over {months} er der leveret de timer, der er købt.{without}");
    }
    let how = if hours > Decimal::ZERO { "betalt og ikke leveret" } else { "leveret ud over de købte" };
    let hours = decimal(hours.abs(), 1);
    // The amount ends with the full stop of "kr.".
    format!("Over {months} er {hours} timer {how}: {}{without}", kr(found.worth.abs()))
}

/// What was saved of a sheet, and the months whose hours were taken out: `2 opfølgninger og timer for 3 måneder er
/// gemt. Timerne for 1 måned er fjernet.`
#[must_use]
pub fn saved(entries: usize, months: usize, removed: usize) -> String {
    let entries_said = counted(entries, "opfølgning", "opfølgninger");
    let hours = format!("timer for {}", counted(months, "måned", "måneder"));
    let kept = match (entries, months) {
        (0, 0) => None,
        (_, 0) => Some(format!("{entries_said} er gemt.")),
        (0, _) => Some(format!("Leverede {hours} er gemt.")),
        _ => Some(format!("{entries_said} og {hours} er gemt.")),
    };
    let gone =
        (removed > 0).then(|| format!("Timerne for {} er fjernet.", counted(removed, "måned", "måneder")));
    kept.into_iter().chain(gone).collect::<Vec<String>>().join(" ")
}

/// Who measured, inside a sentence.
const fn source(source: Source) -> &'static str {
    match source {
        Source::CaseWorker => "sagsbehandler",
        Source::Provider => "udfører",
        Source::Relatives => "pårørende",
        Source::Citizen => "borger",
    }
}

/// When and by whom it was measured: `16-05-2026, udfører`.
#[must_use]
pub fn measured(follow_up: &FollowUp) -> String {
    follow_up
        .source
        .map_or_else(|| date(follow_up.date), |by| format!("{}, {}", date(follow_up.date), source(by)))
}

/// Why the outcome is as it is, one whole sentence.
#[must_use]
pub fn because(goal: &Goal, progress: &GoalProgress<'_>) -> String {
    let aim = format!(
        "mod startniveau {} og forventet niveau {}",
        goal.start_level.number(),
        goal.expected_level.number()
    );
    match progress.measured_by.and_then(|entry| entry.level.map(|level| (entry, level))) {
        Some((entry, level)) => format!(
            "{}: niveau {} den {}, {aim}.",
            outcome(progress.outcome),
            level.number(),
            measured(entry)
        ),
        None => format!("Ikke målt endnu {aim}."),
    }
}

/// Why a goal is behind, one whole sentence; `None` when it isn't.
#[must_use]
pub fn behind_because(goal: &Goal, progress: &GoalProgress<'_>, today: NaiveDate) -> Option<String> {
    let deadline = goal.deadline.filter(|_| progress.is_behind)?;
    Some(if today > deadline {
        format!("Fristen {} er overskredet, og målet er ikke opnået.", date(deadline))
    } else {
        format!("Tre fjerdedele af tiden til fristen {} er gået uden fremgang.", date(deadline))
    })
}

/// When the next follow-up is due, one whole sentence.
#[must_use]
pub fn next_follow_up(progress: &GoalProgress<'_>, today: NaiveDate) -> String {
    match progress.next_follow_up {
        Some(due) if due < today => format!("Skulle være fulgt op senest {}.", date(due)),
        Some(due) => format!("Følges op senest {}.", date(due)),
        None => "Målet er afsluttet og følges ikke op.".to_owned(),
    }
}

/// What is missing when every goal has ended: `Nye mål efter de to opnåede`.
#[must_use]
pub fn new_goals(ended: usize, all_reached: bool) -> String {
    let how = if all_reached { "opnåede" } else { "afsluttede" };
    let count = match ended {
        1 => return format!("Nyt mål efter det {how}"),
        2 => "to".to_owned(),
        3 => "tre".to_owned(),
        4 => "fire".to_owned(),
        5 => "fem".to_owned(),
        more => more.to_string(),
    };
    format!("Nye mål efter de {count} {how}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use vilkaar_domain::progress::outcome_of;
    use vilkaar_domain::{FollowUpId, GoalId, PlacementId};

    #[test]
    fn new_goals_are_asked_for_by_the_number_that_ended() {
        assert_eq!(new_goals(2, true), "Nye mål efter de to opnåede");
        assert_eq!(new_goals(1, false), "Nyt mål efter det afsluttede");
    }

    #[test]
    fn hours_without_a_price_are_told_and_their_month_named() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("an ISO day");
        let kroner = |amount: i64| Money::round(Decimal::from(amount));
        assert_eq!(hours_difference(Decimal::from(-60), None), "\u{2212}60,0 timer, takst mangler");
        let mut found = Undelivered {
            months: 2,
            bought: Decimal::from(130),
            delivered: Decimal::from(118),
            worth: kroner(12_000),
            yearly: kroner(72_000),
            unpriced: vec![day("2026-06-01")],
        };
        assert_eq!(
            undelivered(&found),
            "Over 2 måneder er 12,0 timer betalt og ikke leveret: 12.000,00 kr. Uden juni 2026, hvor taksten mangler."
        );
        found.unpriced.clear();
        assert_eq!(undelivered(&found), "Over 2 måneder er 12,0 timer betalt og ikke leveret: 12.000,00 kr.");
    }

    #[test]
    fn an_outcome_says_what_was_measured_against_what() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("an ISO day");
        let goal = Goal {
            id: GoalId(uuid::Uuid::nil()),
            placement: PlacementId(uuid::Uuid::nil()),
            key: "M1".to_owned(),
            undertema: None,
            goal_type: GoalType::Develop,
            start_level: Level::new(3).expect("a level"),
            expected_level: Level::new(1).expect("a level"),
            from: day("2025-05-01"),
            deadline: Some(day("2026-04-30")),
            wishes: None,
            purpose: None,
            wording: None,
        };
        let entry = FollowUp {
            id: FollowUpId(uuid::Uuid::nil()),
            goal: goal.id,
            date: day("2026-05-16"),
            level: Level::new(2),
            source: Some(Source::Provider),
            result: None,
            remark: None,
        };
        let progress = GoalProgress {
            outcome: outcome_of(&goal, Level::new(2).expect("a level")),
            is_behind: true,
            has_ended: false,
            next_follow_up: Some(day("2026-08-16")),
            measured_by: Some(&entry),
        };
        assert_eq!(
            because(&goal, &progress),
            "På vej: niveau 2 den 16-05-2026, udfører, mod startniveau 3 og forventet niveau 1."
        );
        assert_eq!(
            behind_because(&goal, &progress, day("2026-11-20")).as_deref(),
            Some("Fristen 30-04-2026 er overskredet, og målet er ikke opnået.")
        );
        assert_eq!(next_follow_up(&progress, day("2026-11-20")), "Skulle være fulgt op senest 16-08-2026.");
        assert_eq!(detail(&goal), "Udvikle, frist 30-04-2026");
        assert_eq!(level(Level::new(2)), "Moderat nedsat funktionsevne");
        assert_eq!(level(None), "Ikke vurderet");
    }
}
