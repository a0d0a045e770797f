//! *Indsigt* in words: everything that a drawing of a citizen's log says, before it is set on paper or in a sheet.
//!
//! Invariant: the paper and the sheet say the same, since both are made of this.

use chrono::{NaiveDate, NaiveDateTime};

use crate::format::{counted, date};

/// A drawing of a citizen's log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Insight {
    /// `Egeskov Kommune`.
    pub municipality: String,
    /// The cases of the citizen, one or more, by number.
    pub cases: Vec<String>,
    /// What it covers: label and value, in the order they stand.
    pub covers: Vec<(String, String)>,
    /// What the reader must know to read it, a paragraph each.
    pub explanation: Vec<String>,
    /// The entries in the order asked for.
    pub lines: Vec<Line>,
    /// The newest entry of the log when it was drawn; none in an empty log.
    pub head: Option<Head>,
    /// When it was drawn, on this computer's clock.
    pub drawn_at: NaiveDateTime,
}

/// An entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// When, on this computer's clock.
    pub at: NaiveDateTime,
    /// `Karina Holst`, or `Medarbejder 1`.
    pub who: String,
    /// What was done, a whole sentence.
    pub what: String,
    /// What stood in a new record.
    pub contents: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// From where.
    pub origin: String,
}

/// The newest entry of the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// Its number.
    pub number: u64,
    /// Its hash in hexadecimal.
    pub hash: String,
    /// When it was written, on this computer's clock.
    pub at: NaiveDateTime,
}

/// What the paper is called on its cover.
pub const TITLE: &str = "Indsigt i loggen";

impl Insight {
    /// The title in file lists and title bars: the case, never the citizen.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{TITLE}, sag {}", self.cases.join(", "))
    }

    /// The sentence of the log's head, so that the drawing can be held up against the database.
    #[must_use]
    pub fn head_sentence(&self) -> String {
        match &self.head {
            None => "Loggen over ændringer er tom.".to_owned(),
            Some(head) => format!(
                "Loggens nyeste post, da indsigten blev trukket: nr. {}, {}, {}. Indsigten kan holdes op mod den.",
                head.number,
                instant(head.at),
                head.hash
            ),
        }
    }
}

/// `22-11-2026 kl. 10.41`.
#[must_use]
pub fn instant(at: NaiveDateTime) -> String {
    at.format("%d-%m-%Y kl. %H.%M").to_string()
}

/// The period that was asked for.
#[must_use]
pub fn period(from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    match (from, to) {
        (None, None) => "alt, hvad loggen rummer".to_owned(),
        (Some(from), None) => format!("fra og med {}", date(from)),
        (None, Some(to)) => format!("til og med {}", date(to)),
        (Some(from), Some(to)) => format!("{} til {}, begge dage med", date(from), date(to)),
    }
}

/// How many entries: `84 poster: 61 ændringer og 23 opslag`.
#[must_use]
pub fn count(changes: usize, looks: usize) -> String {
    format!(
        "{}: {} og {}",
        counted(changes + looks, "post", "poster"),
        counted(changes, "ændring", "ændringer"),
        counted(looks, "opslag", "opslag")
    )
}

/// What was left out, and why.
#[must_use]
pub fn left_out(reason: &str, count: usize) -> String {
    format!("{} er udeladt: {reason}.", counted(count, "post", "poster"))
}
