//! Names put in other words: in a paper for a citizen other citizens never stand, and where it is asked for, no
//! employee does.
//!
//! Invariant: a name is found wherever it stands as whole words, whatever their case and with a genitive *s*; a
//! CPR number that isn't the citizen's own never gets through.

use std::collections::HashMap;

use vilkaar_domain::Cpr;

/// Names with what stands instead.
#[derive(Debug, Default)]
pub struct Cover {
    /// By the name's first word in small letters; longer names first.
    by_first: HashMap<String, Vec<Covered>>,
    /// The CPR number that may stand.
    own: Option<Cpr>,
    /// The number of each person who has been met, in the order of meeting.
    numbers: HashMap<PersonMark, usize>,
    persons: usize,
}

/// One of the persons whose names are covered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PersonMark(usize);

/// What stands instead of a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Instead {
    /// These words.
    Words(&'static str),
    /// `Medarbejder 3`: numbered by the order in which they are met.
    Person(PersonMark),
}

#[derive(Debug)]
struct Covered {
    /// The words of the name in small letters.
    words: Vec<String>,
    instead: Instead,
    /// Only as it is written, with its capital: a part of a name may be a word too.
    exact: Option<String>,
}

/// A text as its words and what stands between them.
struct Piece<'t> {
    text: &'t str,
    is_word: bool,
}

/// What was found at a place: how many pieces it takes, what stands instead, and the ending that is kept.
struct Found {
    pieces: usize,
    instead: Instead,
    ending: &'static str,
}

impl Cover {
    /// A cover that lets this CPR number through.
    #[must_use]
    pub fn new(own: Option<Cpr>) -> Self {
        Self { own, ..Self::default() }
    }

    /// A person who can be given names.
    pub fn person(&mut self) -> PersonMark {
        self.persons += 1;
        PersonMark(self.persons)
    }

    /// Covers a whole name, however its letters are written. A name that is covered already stays so.
    pub fn cover(&mut self, name: &str, instead: Instead) {
        self.add(name, instead, None);
    }

    /// Covers one part of a name, where it is written with its capital.
    pub fn cover_part(&mut self, part: &str, instead: Instead) {
        if part.chars().next().is_some_and(char::is_uppercase) {
            self.add(part, instead, Some(part.to_owned()));
        }
    }

    /// The person that a name stands for already.
    #[must_use]
    pub fn person_of(&self, name: &str) -> Option<PersonMark> {
        let words = words(name);
        let known = self.by_first.get(words.first()?)?;
        match known.iter().find(|known| known.words == words)?.instead {
            Instead::Person(person) => Some(person),
            Instead::Words(_) => None,
        }
    }

    fn add(&mut self, name: &str, instead: Instead, exact: Option<String>) {
        let words = words(name);
        let Some(first) = words.first() else { return };
        let known = self.by_first.entry(first.clone()).or_default();
        if known.iter().any(|known| known.words == words) {
            return;
        }
        known.push(Covered { words, instead, exact });
        known.sort_by_key(|covered| std::cmp::Reverse(covered.words.len()));
    }

    /// What a person is called instead; the same each time.
    pub fn label(&mut self, person: PersonMark) -> String {
        let next = self.numbers.len() + 1;
        format!("Medarbejder {}", self.numbers.entry(person).or_insert(next))
    }

    /// The text with every covered name in its other words, and CPR numbers of others masked.
    #[must_use]
    pub fn apply(&mut self, text: &str) -> String {
        let pieces: Vec<Piece<'_>> = pieces(text).collect();
        let mut covered = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            match self.found(&pieces[..at], &pieces[at..]) {
                Some(found) => {
                    match found.instead {
                        Instead::Words(words) => covered.push_str(words),
                        Instead::Person(person) => covered.push_str(&self.label(person)),
                    }
                    covered.push_str(found.ending);
                    at += found.pieces;
                }
                None => {
                    covered.push_str(piece.text);
                    at += 1;
                }
            }
        }
        covered
    }

    /// The name or number that begins here, after these pieces.
    fn found(&self, before: &[Piece<'_>], pieces: &[Piece<'_>]) -> Option<Found> {
        let first = pieces.first().filter(|piece| piece.is_word)?;
        if let Some((cpr, pieces)) = cpr(pieces) {
            let is_masked = self.own.as_ref() != Some(&cpr) && !is_business_number(before);
            return is_masked.then_some(Found { pieces, instead: Instead::Words("xxxxxx-xxxx"), ending: "" });
        }
        let lower = first.text.to_lowercase();
        let bare = lower.strip_suffix('s');
        [Some(lower.as_str()), bare]
            .into_iter()
            .flatten()
            .filter_map(|key| self.by_first.get(key))
            .flatten()
            .find_map(|covered| covered.found(pieces))
    }
}

impl Covered {
    /// Do the pieces begin with the name? A genitive's *s* is kept.
    fn found(&self, pieces: &[Piece<'_>]) -> Option<Found> {
        let mut used = 0;
        let mut ending = "";
        for (number, word) in self.words.iter().enumerate() {
            if number > 0 {
                // Whatever stands between the words of a name is no part of it: a space, two, a no-break one.
                let between = pieces.get(used)?;
                if between.is_word || !between.text.chars().all(|c| c.is_whitespace() || c == '-') {
                    return None;
                }
                used += 1;
            }
            let piece = pieces.get(used).filter(|piece| piece.is_word)?;
            let lower = piece.text.to_lowercase();
            match lower.strip_prefix(word.as_str()) {
                Some("") => {}
                Some("s") if number + 1 == self.words.len() => ending = "s",
                _ => return None,
            }
            used += 1;
        }
        let is_as_written = match &self.exact {
            None => true,
            Some(exact) => pieces.first().is_some_and(|piece| piece.text.starts_with(exact.as_str())),
        };
        is_as_written.then(|| Found { pieces: used, instead: self.instead.clone(), ending })
    }
}

/// The CPR number that begins here, and how many pieces it takes: ten digits, in one or with one sign between the
/// sixth and the seventh, whichever dash or space that is.
fn cpr(pieces: &[Piece<'_>]) -> Option<(Cpr, usize)> {
    match pieces {
        [whole, ..] if whole.text.len() == 10 => Some((Cpr::parse(whole.text)?, 1)),
        [date, between, serial, ..]
            if date.text.len() == 6 && between.text.chars().count() == 1 && serial.text.len() == 4 =>
        {
            Some((Cpr::parse(&format!("{}-{}", date.text, serial.text))?, 3))
        }
        _ => None,
    }
}

/// Do the words before a number say that it is one of a business? A P number has ten digits, as a CPR number has.
fn is_business_number(before: &[Piece<'_>]) -> bool {
    let mut words = before.iter().rev().filter(|piece| piece.is_word).map(|piece| piece.text.to_lowercase());
    let word = words.next().unwrap_or_default();
    match word.as_str() {
        "nr" | "nummer" => matches!(words.next().as_deref(), Some("p" | "cvr")),
        "p" | "pnr" | "pnummer" | "cvr" | "cvrnr" => true,
        _ => false,
    }
}

/// The words of a name in small letters.
fn words(name: &str) -> Vec<String> {
    pieces(name).filter(|piece| piece.is_word).map(|piece| piece.text.to_lowercase()).collect()
}

/// Words and what stands between them, in order.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_word = rest.chars().next()?.is_alphanumeric();
        let end = rest.find(|c: char| c.is_alphanumeric() != is_word).unwrap_or(rest.len());
        let (piece, later) = rest.split_at(end);
        rest = later;
        Some(Piece { text: piece, is_word })
    })
}

/// The parts of a name that can stand alone: its words of more than one letter.
pub fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|part| part.chars().count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover() -> Cover {
        let mut cover = Cover::new(Cpr::parse("730779-1234"));
        let persons = ["Karina Holst", "Karina Holst-Juhl", "Åse Ørum", "Jens Riis"].map(|name| {
            let person = cover.person();
            cover.cover(name, Instead::Person(person));
            cover.label(person);
            person
        });
        cover.cover_part("Karina", Instead::Words("en medarbejder"));
        cover.cover_part("Riis", Instead::Person(persons[3]));
        cover
    }

    #[test]
    fn a_name_is_covered_in_any_case_as_genitive_and_across_any_space() {
        for (text, expected) in [
            ("fra Karina Holst til Åse Ørum", "fra Medarbejder 1 til Medarbejder 3"),
            ("KARINA HOLST, åse ørum.", "Medarbejder 1, Medarbejder 3."),
            (
                "Karina Holsts notat; Karina  Holst; Karina\u{a0}Holst",
                "Medarbejder 1s notat; Medarbejder 1; Medarbejder 1",
            ),
            ("efter aftale med Karina", "efter aftale med en medarbejder"),
            ("Jens Riis' notat og Riis’ svar", "Medarbejder 4' notat og Medarbejder 4’ svar"),
            ("Karina Holst-Juhl", "Medarbejder 2"),
            ("karina er her et ord, Karinas ikke", "karina er her et ord, en medarbejders ikke"),
            ("Katarina Holsten står her", "Katarina Holsten står her"),
            ("", ""),
        ] {
            assert_eq!(cover().apply(text), expected);
        }
    }

    #[test]
    fn persons_are_numbered_in_the_order_they_are_met() {
        let mut cover = Cover::default();
        for name in ["Ida Juhl", "Ole Riis", "Tine Juhl"] {
            let person = cover.person();
            cover.cover(name, Instead::Person(person));
        }
        assert_eq!(cover.apply("Tine Juhl og Ida Juhl"), "Medarbejder 1 og Medarbejder 2");
        assert_eq!(cover.apply("Ida Juhl og Ole Riis"), "Medarbejder 2 og Medarbejder 3");
        assert!(cover.person_of("ole riis").is_some() && cover.person_of("Ole").is_none());
    }

    #[test]
    fn only_the_citizens_own_cpr_number_stands() {
        let text = "730779-1234, ikke 700195-1234, men sag 29.21.04-P20-1-18 og P-nr. 1012345678";
        let expected = "730779-1234, ikke xxxxxx-xxxx, men sag 29.21.04-P20-1-18 og P-nr. 1012345678";
        assert_eq!(cover().apply(text), expected);
    }

    #[test]
    fn a_cpr_number_is_masked_whatever_stands_in_its_middle() {
        for number in [
            "7001951234",
            "700195 1234",
            "700195–1234",
            "700195\u{2011}1234",
            "700195\u{a0}1234",
            "700195/1234",
        ] {
            let text = format!("Flyttet fra {number}.");
            assert_eq!(cover().apply(&text), "Flyttet fra xxxxxx-xxxx.", "{number:?}");
        }
        assert_eq!(cover().apply("7307791234 og 730779 1234"), "7307791234 og 730779 1234", "her own");
    }

    #[test]
    fn ten_digits_stand_only_where_the_words_before_name_a_business_or_they_are_no_day() {
        for text in [
            "P-nr. 1012345678",
            "p-nummer: 1012345678",
            "Pnr 101234-5678",
            "CVR-nr. 1012345678",
            "faktura 9912345678",
            "tlf. 12345678",
        ] {
            assert_eq!(cover().apply(text), text);
        }
        assert_eq!(cover().apply("P-nr. oplyst af 1012345678"), "P-nr. oplyst af xxxxxx-xxxx");
    }
}
