//! Which automatic backups are kept as time goes: every one of the last day, then one a day for two weeks,
//! one a week for a quarter, one a month for ever.
//!
//! Invariant: the newest is always kept, and what is kept of a day, week or month is its newest, so that a
//! later thinning never leaves a hole that an earlier one didn't.

use std::collections::HashSet;

use chrono::{DateTime, Datelike as _, Duration, Utc};

/// The backups to remove, of those made at these instants.
pub(crate) fn to_remove(made: &[DateTime<Utc>], now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let mut newest_first = made.to_vec();
    newest_first.sort_unstable_by(|a, b| b.cmp(a));
    let mut seen = HashSet::new();
    newest_first
        .into_iter()
        .enumerate()
        .filter(|(place, at)| !seen.insert(slot(*at, now)) && *place > 0)
        .map(|(_, at)| at)
        .collect()
}

/// The slot that a backup fills; each slot keeps one.
fn slot(at: DateTime<Utc>, now: DateTime<Utc>) -> (u8, i64, u32) {
    let age = now - at;
    let week = at.iso_week();
    if age < Duration::days(1) {
        (0, at.timestamp_micros(), 0)
    } else if age < Duration::days(14) {
        (1, i64::from(at.year()), at.ordinal())
    } else if age < Duration::weeks(13) {
        (2, i64::from(week.year()), week.week())
    } else {
        (3, i64::from(at.year()), at.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-22T09:00:00Z".parse().unwrap()
    }

    /// A program that is open all the time, thinned after each backup.
    fn kept_after(hours: i64) -> Vec<DateTime<Utc>> {
        let mut kept: Vec<DateTime<Utc>> = Vec::new();
        for hour in 0..=hours {
            let at = now() + Duration::hours(hour);
            kept.push(at);
            let removed = to_remove(&kept, at);
            kept.retain(|backup| !removed.contains(backup));
        }
        kept
    }

    #[test]
    fn every_backup_of_the_last_day_is_kept() {
        let kept = kept_after(24 * 30);
        let newest = now() + Duration::hours(24 * 30);
        assert_eq!(kept.iter().filter(|at| newest - **at < Duration::days(1)).count(), 24);
    }

    #[test]
    fn after_two_years_there_is_one_a_day_for_two_weeks_one_a_week_for_a_quarter_and_one_a_month() {
        let kept = kept_after(24 * 730);
        let newest = now() + Duration::hours(24 * 730);
        let age = |from: i64, to: i64| {
            kept.iter()
                .filter(|at| (Duration::days(from)..Duration::days(to)).contains(&(newest - **at)))
                .count()
        };
        assert!((13..=14).contains(&age(1, 14)), "{}", age(1, 14));
        assert!((10..=13).contains(&age(14, 91)), "{}", age(14, 91));
        assert!((20..=23).contains(&age(91, 800)), "{}", age(91, 800));
    }

    #[test]
    fn the_newest_is_kept_however_old_it_is() {
        let old = [now() - Duration::days(900), now() - Duration::days(901)];
        assert!(!to_remove(&old, now()).contains(&old[0]));
    }
}
