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
}

#[derive(Debug)]
struct Covered {
    /// The words of the name in small letters.
    words: Vec<String>,
    instead: String,
    /// Only as it is written, with its capital: a name that is a word too.
    is_exact: Option<String>,
}

/// A text as its words and what stands between them.
struct Piece<'t> {
    text: &'t str,
    is_word: bool,
}

impl Cover {
    /// A cover that lets this CPR number through.
    #[must_use]
    pub fn new(own: Option<Cpr>) -> Self {
        Self { own, ..Self::default() }
    }

    /// Covers a whole name, however its letters are written. A name that is covered already stays so.
    pub fn cover(&mut self, name: &str, instead: &str) {
        self.add(name, instead, None);
    }

    /// Covers one part of a name, where it is written with its capital.
    pub fn cover_part(&mut self, part: &str, instead: &str) {
        if part.chars().next().is_some_and(char::is_uppercase) && part.chars().count() > 1 {
            self.add(part, instead, Some(part.to_owned()));
        }
    }

    fn add(&mut self, name: &str, instead: &str, is_exact: Option<String>) {
        let words: Vec<String> =
            pieces(name).filter(|piece| piece.is_word).map(|piece| piece.text.to_lowercase()).collect();
        let Some(first) = words.first() else { return };
        let known = self.by_first.entry(first.clone()).or_default();
        if known.iter().any(|known| known.words == words) {
            return;
        }
        known.push(Covered { words, instead: instead.to_owned(), is_exact });
        known.sort_by_key(|covered| std::cmp::Reverse(covered.words.len()));
    }

    /// The text with every covered name in its other words, and CPR numbers of others masked.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let pieces: Vec<Piece<'_>> = pieces(text).collect();
        let mut covered = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            match self.found(&pieces[at..]) {
                Some((used, instead)) => {
                    covered.push_str(&instead);
                    at += used;
                }
                None => {
                    covered.push_str(piece.text);
                    at += 1;
                }
            }
        }
        covered
    }

    /// The name or number that begins here: how many pieces it takes, and what stands instead.
    fn found(&self, pieces: &[Piece<'_>]) -> Option<(usize, String)> {
        let first = pieces.first().filter(|piece| piece.is_word)?;
        if let [date, dash, serial, ..] = pieces
            && dash.text == "-"
            && date.text.len() == 6
            && serial.text.len() == 4
            && let Some(cpr) = Cpr::parse(&format!("{}-{}", date.text, serial.text))
        {
            let masked = if self.own.as_ref() == Some(&cpr) { return None } else { "xxxxxx-xxxx" };
            return Some((3, masked.to_owned()));
        }
        let lower = first.text.to_lowercase();
        let bare = lower.strip_suffix('s');
        [Some(lower.as_str()), bare]
            .into_iter()
            .flatten()
            .filter_map(|key| self.by_first.get(key))
            .flatten()
            .find_map(|covered| covered.matches(pieces))
    }
}

impl Covered {
    /// Do the pieces begin with the name? A genitive's *s* is kept.
    fn matches(&self, pieces: &[Piece<'_>]) -> Option<(usize, String)> {
        let mut used = 0;
        let last = self.words.len() - 1;
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
                Some("s") if number == last => ending = "s",
                _ => return None,
            }
            used += 1;
        }
        if let Some(exact) = &self.is_exact
            && !pieces.first()?.text.starts_with(exact.as_str())
        {
            return None;
        }
        Some((used, format!("{}{ending}", self.instead)))
    }
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
        cover.cover("Karina Holst", "Medarbejder 1");
        cover.cover("Karina Holst-Juhl", "Medarbejder 2");
        cover.cover("Åse Ørum", "Medarbejder 3");
        cover.cover("Jens Riis", "Medarbejder 4");
        cover.cover_part("Karina", "Medarbejder 1");
        cover.cover_part("Riis", "Medarbejder 4");
        cover
    }

    #[test]
    fn a_name_is_covered_in_any_case_as_genitive_and_across_any_space() {
        for (text, expected) in [
            (
                "ændrede sagsbehandler 1 fra Karina Holst til Åse Ørum",
                "ændrede sagsbehandler 1 fra Medarbejder 1 til Medarbejder 3",
            ),
            ("KARINA HOLST, åse ørum.", "Medarbejder 1, Medarbejder 3."),
            (
                "Karina Holsts notat; Karina  Holst; Karina\u{a0}Holst",
                "Medarbejder 1s notat; Medarbejder 1; Medarbejder 1",
            ),
            ("efter aftale med Karina", "efter aftale med Medarbejder 1"),
            ("Jens Riis' notat og Riis’ svar", "Medarbejder 4' notat og Medarbejder 4’ svar"),
            ("Karina Holst-Juhl", "Medarbejder 2"),
            ("karina er her et ord, Karinas ikke", "karina er her et ord, Medarbejder 1s ikke"),
            ("Katarina Holsten står her", "Katarina Holsten står her"),
            ("", ""),
        ] {
            assert_eq!(cover().apply(text), expected);
        }
    }

    #[test]
    fn only_the_citizens_own_cpr_number_stands() {
        let text = "730779-1234, ikke 700195-1234, men sag 29.21.04-P20-1-18 og P-nr. 1012345678";
        let expected = "730779-1234, ikke xxxxxx-xxxx, men sag 29.21.04-P20-1-18 og P-nr. 1012345678";
        assert_eq!(cover().apply(text), expected);
    }
}
