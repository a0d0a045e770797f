//! Notice rules in the words of contracts and sheets, read and written (domain §3's table).
//!
//! Invariant: a wording is read only when every word of it is understood; what is written can be read.

use crate::NoticeRule;

/// More than this many months or days is a slip of the keyboard, not a notice.
const LONGEST: u32 = 1_000;

/// A word of a notice, as far as the grammar tells words apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Token {
    Number(u32),
    Running,
    Month,
    Day,
    Plus,
    /// `til`, `udgangen`, `af`, `ultimo`: *til udgangen af en måned*.
    To,
    Closing,
    Of,
    From,
}

/// The token of a lower-case word; `Some(None)` for words that say nothing, `None` for unknown ones.
fn token(word: &str) -> Option<Option<Token>> {
    let number = |n| Some(Some(Token::Number(n)));
    match word {
        "løbende" | "lb" | "løb" | "lbd" | "indeværende" => Some(Some(Token::Running)),
        "måned" | "måneden" | "måneder" | "måneders" | "måneds" | "kalendermåned" | "md" | "mdr" | "mdrs"
        | "mds" | "mnd" | "mån" => Some(Some(Token::Month)),
        "dag" | "dage" | "dages" | "dags" | "dg" | "dgs" | "kalenderdage" => Some(Some(Token::Day)),
        "plus" | "og" => Some(Some(Token::Plus)),
        "til" => Some(Some(Token::To)),
        "udgang" | "udgangen" | "ultimo" => Some(Some(Token::Closing)),
        "af" => Some(Some(Token::Of)),
        "fra" => Some(Some(Token::From)),
        "med" | "varsel" | "opsigelse" | "opsigelsesvarsel" => Some(None),
        "en" | "én" | "et" | "ét" => number(1),
        "to" => number(2),
        "tre" => number(3),
        "fire" => number(4),
        "fem" => number(5),
        "seks" => number(6),
        "syv" => number(7),
        "otte" => number(8),
        "ni" => number(9),
        "ti" => number(10),
        "elleve" => number(11),
        "tolv" => number(12),
        "fjorten" => number(14),
        "tredive" => number(30),
        "tres" => number(60),
        "halvfems" => number(90),
        digits => digits.parse().ok().filter(|n| *n <= LONGEST).map(|n| Some(Token::Number(n))),
    }
}

/// Words and numbers of a text: `lb. md. + 30dg.` gives lb, md, plus, 30, dg.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last: Option<bool> = None;
    for c in text.to_lowercase().chars() {
        if c == '+' {
            words.push("plus".to_owned());
            last = None;
        } else if c.is_alphanumeric() {
            let is_digit = c.is_ascii_digit();
            match words.last_mut() {
                Some(word) if last == Some(is_digit) => word.push(c),
                _ => words.push(c.to_string()),
            }
            last = Some(is_digit);
        } else {
            last = None;
        }
    }
    words
}

/// Is the text one of the ways to say that the party can't end the contract?
fn says_never(words: &[&str]) -> bool {
    matches!(words, ["kan", "ikke", "opsiges"] | ["uopsigelig" | "uopsigeligt"])
}

impl NoticeRule {
    /// The rule of a wording (domain §3's table and its other wordings); case, spacing and punctuation
    /// don't matter. `None` when any of it isn't understood.
    #[must_use]
    pub fn from_words(text: &str) -> Option<Self> {
        use Token::{Closing, Day, From, Month, Number, Of, Plus, Running, To};

        // A sign or a decimal comma changes the number; the words alone would lose it.
        let characters: Vec<char> = text.chars().collect();
        let digit_at = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
        let has_odd_number = (0..characters.len()).any(|at| {
            let between_digits = at > 0 && digit_at(at - 1) && digit_at(at + 1);
            match characters.get(at) {
                Some(',' | '.' | '/' | '-' | '–') if between_digits => true,
                Some('-' | '–' | '−') => digit_at(at + 1),
                _ => false,
            }
        });
        if has_odd_number {
            return None;
        }

        let words = words(text);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if says_never(&words) {
            return Some(Self::Never);
        }
        let tokens: Option<Vec<Option<Token>>> = words.iter().map(|word| token(word)).collect();
        let tokens: Vec<Token> = tokens?.into_iter().flatten().collect();
        match *tokens.as_slice() {
            [From, Day, To, Day] | [Day, To, Day] => Some(Self::SameDay),
            [Number(count), Day] => Some(Self::Days(count)),
            [Number(count), Month] => Some(Self::Months(count)),
            [Running, Month] => Some(Self::RunningMonthPlusMonths(0)),
            [Running, Month, Plus, Number(count), Month] | [Running, Month, Number(count), Month] => {
                Some(Self::RunningMonthPlusMonths(count))
            }
            [Number(count), Month, To, Closing]
            | [Number(count), Month, To, Closing, Month]
            | [Number(count), Month, To, Closing, Of, Month]
            | [Number(count), Month, To, Closing, Of, Number(1), Month]
            | [Number(count), Month, To, Number(1), Month, Closing] => {
                Some(Self::RunningMonthPlusMonths(count))
            }
            [Running, Month, Plus, Number(count), Day] | [Running, Month, Number(count), Day] => {
                Some(Self::RunningMonthPlusDays(count))
            }
            _ => None,
        }
    }

    /// The rule in the words of domain §3's table, lower case: `løbende måned + 3 måneder`.
    #[must_use]
    pub fn words(self) -> String {
        let counted = |count: u32, one: &str, many: &str| {
            if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
        };
        match self {
            Self::SameDay => "fra dag til dag".to_owned(),
            Self::Days(count) => counted(count, "dag", "dage"),
            Self::Months(count) => counted(count, "måned", "måneder"),
            Self::RunningMonthPlusMonths(0) => "løbende måned".to_owned(),
            Self::RunningMonthPlusMonths(count) => {
                format!("løbende måned + {}", counted(count, "måned", "måneder"))
            }
            Self::RunningMonthPlusDays(count) => format!("løbende måned + {}", counted(count, "dag", "dage")),
            Self::Never => "kan ikke opsiges".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("fra dag til dag", NoticeRule::SameDay)]
    #[case("Dag til dag", NoticeRule::SameDay)]
    #[case("90 dage", NoticeRule::Days(90))]
    #[case("90dages varsel", NoticeRule::Days(90))]
    #[case("14 dg.", NoticeRule::Days(14))]
    #[case("3 måneder", NoticeRule::Months(3))]
    #[case("Tre måneders varsel", NoticeRule::Months(3))]
    #[case("1 md.", NoticeRule::Months(1))]
    #[case("løbende måned + 3 måneder", NoticeRule::RunningMonthPlusMonths(3))]
    #[case("LØBENDE MÅNED+1 MÅNED", NoticeRule::RunningMonthPlusMonths(1))]
    #[case("lb. md. + 3 md.", NoticeRule::RunningMonthPlusMonths(3))]
    #[case("løbende måned plus en måned", NoticeRule::RunningMonthPlusMonths(1))]
    #[case("lb.md.+3mdr", NoticeRule::RunningMonthPlusMonths(3))]
    #[case("3 måneder til udgangen af en måned", NoticeRule::RunningMonthPlusMonths(3))]
    #[case("6 mdr. til udgangen af måneden", NoticeRule::RunningMonthPlusMonths(6))]
    #[case("1 måneds varsel til en måneds udgang", NoticeRule::RunningMonthPlusMonths(1))]
    #[case("løbende måned + 30 dage", NoticeRule::RunningMonthPlusDays(30))]
    #[case(" lb. md.  + 30 dg. ", NoticeRule::RunningMonthPlusDays(30))]
    #[case("Kan ikke opsiges.", NoticeRule::Never)]
    fn every_wording_of_the_table_is_read(#[case] text: &str, #[case] rule: NoticeRule) {
        assert_eq!(NoticeRule::from_words(text), Some(rule));
    }

    #[rstest]
    #[case("")]
    #[case("efter aftale")]
    #[case("3")]
    #[case("jf. rammeaftale")]
    #[case("løbende måned + 3")]
    #[case("1,5 måned")]
    #[case("30-90 dage")]
    #[case("-3 måneder")]
    #[case("3 måneder eller 90 dage")]
    #[case("30 dage til udgangen af en måned")]
    #[case("99999 dage")]
    fn a_wording_that_is_not_wholly_understood_is_not_guessed(#[case] text: &str) {
        assert_eq!(NoticeRule::from_words(text), None);
    }

    #[rstest]
    #[case(NoticeRule::SameDay)]
    #[case(NoticeRule::Days(1))]
    #[case(NoticeRule::Days(90))]
    #[case(NoticeRule::Months(1))]
    #[case(NoticeRule::Months(6))]
    #[case(NoticeRule::RunningMonthPlusMonths(0))]
    #[case(NoticeRule::RunningMonthPlusMonths(1))]
    #[case(NoticeRule::RunningMonthPlusMonths(3))]
    #[case(NoticeRule::RunningMonthPlusDays(1))]
    #[case(NoticeRule::RunningMonthPlusDays(30))]
    #[case(NoticeRule::Never)]
    fn what_is_written_can_be_read(#[case] rule: NoticeRule) {
        assert_eq!(NoticeRule::from_words(&rule.words()), Some(rule));
    }
}
