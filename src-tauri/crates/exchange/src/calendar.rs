//! The agenda as a calendar file (.ics, RFC 5545).
//!
//! Invariant: it leaves the program for a calendar that others may see, so it holds no citizen's data: a kind and a
//! case number, no name, CPR number, offer or amount. Each event has a UID of its own that stays, so that a new file
//! brings the old events up to date.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property, Trigger};
use vilkaar_domain::CaseNumber;

/// An event of a whole day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CalendarEntry {
    /// Its UID: the same item has the same in every file.
    pub uid: String,
    /// The day.
    pub day: NaiveDate,
    /// What, by kind: `Genforhandles`.
    pub what: String,
    /// *Sagsnr.*
    pub case: String,
}

/// The bytes of a calendar file, written at an instant.
#[must_use]
pub fn file(name: &str, entries: &[CalendarEntry], at: DateTime<Utc>) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", "-//Vilkår//Dagens arbejde//DA"))
        .append_property(Property::new("CALSCALE", "GREGORIAN"))
        .append_property(Property::new("METHOD", "PUBLISH"))
        .name(name);
    for entry in entries {
        calendar.push(event(entry, at));
    }
    calendar.to_string()
}

fn event(entry: &CalendarEntry, at: DateTime<Utc>) -> Event {
    let summary = summary(entry);
    // The end of a day is the next one, since an end is no part of an event.
    let next = entry.day.succ_opt().unwrap_or(entry.day);
    // Nine in the morning of the day before: at midnight nobody reads it.
    // The crate writes hours as seconds, which some calendars don't read, and gives the alarm a UID of chance.
    let alarm = Alarm::display(&summary, Trigger::before_start(Duration::hours(15)))
        .append_property(Property::new("TRIGGER", "-PT15H"))
        .uid(&format!("alarm-{}", entry.uid))
        .timestamp(at)
        .done();
    Event::with_uid(&entry.uid)
        .timestamp(at)
        .starts(entry.day)
        .ends(next)
        .summary(&summary)
        .add_property("TRANSP", "TRANSPARENT")
        .add_property("CLASS", "PRIVATE")
        .alarm(alarm)
        .done()
}

/// `Genforhandles, S2022-1008`; without the number where it could name somebody.
fn summary(entry: &CalendarEntry) -> String {
    if CaseNumber::names_nobody(&entry.case) {
        format!("{}, {}", entry.what, entry.case)
    } else {
        entry.what.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(case: &str) -> CalendarEntry {
        CalendarEntry {
            uid: format!("{case}@vilkaar"),
            day: NaiveDate::from_ymd_opt(2026, 12, 31).expect("a day"),
            what: "Genforhandles".to_owned(),
            case: case.to_owned(),
        }
    }

    fn written(case: &str) -> String {
        let at = DateTime::from_timestamp(1_700_000_000, 0).expect("an instant");
        file("Dagens arbejde", &[entry(case)], at)
    }

    #[test]
    fn an_item_is_an_event_of_a_whole_day_with_an_alarm_the_day_before() {
        let text = written("S2022-1008");
        for line in [
            "BEGIN:VCALENDAR",
            "UID:S2022-1008@vilkaar",
            "DTSTAMP:20231114T221320Z",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "SUMMARY:Genforhandles\\, S2022-1008",
            "UID:alarm-S2022-1008@vilkaar",
            "TRIGGER:-PT15H",
            "END:VCALENDAR",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} not in:\n{text}");
        }
        assert_eq!(text, written("S2022-1008"), "the same each time");
    }

    #[test]
    fn lines_end_in_crlf_and_are_folded_at_75_bytes_and_read_back_whole() {
        let long = "Genforhandling af æblehaven ".repeat(9);
        let at = DateTime::from_timestamp(1_700_000_000, 0).expect("an instant");
        let text =
            file("Dagens arbejde", &[CalendarEntry { what: long.trim().to_owned(), ..entry("S-1") }], at);
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        // A line that begins with a blank goes on from the one before (RFC 5545, 3.1).
        let unfolded = text.replace("\r\n ", "");
        let summary = unfolded.lines().find_map(|line| line.strip_prefix("SUMMARY:")).expect("a summary");
        assert_eq!(summary.replace("\\,", ","), format!("{}, S-1", long.trim()));
    }

    #[test]
    fn a_case_number_that_could_name_somebody_is_left_out() {
        for case in [
            "700779-1234",
            "7007791234",
            "sag 70 07 79 1234",
            "29.21.04-700779-1234",
            "991399-1234",
            "700779123",
            "Sagen om Ida 2026",
            "Ida-Holm",
            "S-12345678901234567890123456",
        ] {
            let text = written(case);
            let summary = text.lines().find(|line| line.starts_with("SUMMARY")).expect("a summary");
            assert_eq!(summary, "SUMMARY:Genforhandles", "{case}");
        }
        for case in ["29.21.04-P20-1-18", "S2022-1008", "2026/117"] {
            assert!(written(case).contains(case), "{case}");
        }
    }
}
