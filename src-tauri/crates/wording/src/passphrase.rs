//! What is said of a passphrase that is too easy to guess, and of having to wait after wrong ones.
//!
//! Invariant: the advice says what to do instead, in words that somebody without any interest in passwords
//! understands; nothing of the passphrase itself stands in it.

/// The fewest characters of a passphrase.
pub const FEWEST_CHARACTERS: usize = 12;

/// Why a passphrase is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Weakness {
    /// It has fewer than [`FEWEST_CHARACTERS`].
    TooShort {
        /// How many it has.
        have: usize,
    },
    /// It would be strong enough if names that others know, and the like, counted as strange words.
    ContainsKnown,
    /// It takes too few guesses.
    Guessable {
        /// What gives it away.
        because: Because,
        /// What doesn't help though many believe so.
        hints: Vec<Hint>,
    },
}

/// What makes a passphrase easy to guess.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// Keys beside each other on the keyboard.
    KeyboardPattern,
    /// The same again and again.
    Repeats,
    /// abc, 6543.
    Sequence,
    /// A year of these times.
    Year,
    /// A date.
    Date,
    /// One of those that everybody uses, or nearly one.
    Common,
    /// One word.
    SingleWord,
    /// Names of people.
    Names,
    /// Too little of anything.
    TooLittle,
}

/// A trick that those who guess know too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hint {
    /// Capital letters.
    Capitals,
    /// Words spelt backwards.
    Backwards,
    /// 0 for o, @ for a.
    Substitutions,
}

/// What always works.
const ADVICE: &str = "Prøv fire-fem ord, der ikke hører sammen, og som du kan se for dig.";

/// The sentence of a weakness: what is wrong and what to do.
#[must_use]
pub fn weakness(weakness: &Weakness) -> String {
    match weakness {
        Weakness::TooShort { have } => {
            let missing = FEWEST_CHARACTERS.saturating_sub(*have);
            format!(
                "Adgangssætningen har {have} tegn og skal have mindst {FEWEST_CHARACTERS}: der mangler {missing}. {ADVICE} Mellemrum tæller med."
            )
        }
        Weakness::ContainsKnown => {
            format!("Den er for let at gætte: den består mest af navne, som andre kender. {ADVICE}")
        }
        Weakness::Guessable { because: reason, hints } => {
            let mut sentence = format!("Den er for let at gætte: {}. ", because(*reason));
            for known in hints {
                sentence.push_str(hint(*known));
                sentence.push(' ');
            }
            sentence.push_str(ADVICE);
            sentence
        }
    }
}

/// What gives it away, as the end of "Den er for let at gætte: …".
const fn because(because: Because) -> &'static str {
    match because {
        Because::KeyboardPattern => "den følger tasterne på tastaturet",
        Because::Repeats => "det samme gentages",
        Because::Sequence => "den har en rækkefølge som abc eller 6543",
        Because::Year => "den bygger på et årstal",
        Because::Date => "den bygger på en dato",
        Because::Common => "den ligner en, som mange bruger",
        Because::SingleWord => "den er mest ét almindeligt ord",
        Because::Names => "den består mest af navne",
        Because::TooLittle => "der skal lidt mere til",
    }
}

/// What doesn't help.
const fn hint(hint: Hint) -> &'static str {
    match hint {
        Hint::Capitals => "Store bogstaver hjælper ikke ret meget.",
        Hint::Backwards => "Ord bagfra er næsten lige så lette at gætte.",
        Hint::Substitutions => "Tegn i stedet for bogstaver, som @ for a, hjælper ikke ret meget.",
    }
}

/// How strong it is, beside the meter: 0 to 4.
#[must_use]
pub const fn strength(strength: u8) -> &'static str {
    match strength {
        0 => "Meget let at gætte",
        1 => "Let at gætte",
        2 => "Kan gættes",
        3 => "Næsten god nok",
        _ => "God",
    }
}

/// How long to wait after so many wrong passphrases in a row.
#[must_use]
pub fn wait(wrong: u32, seconds: u64) -> String {
    format!(
        "Adgangssætningen har været forkert {wrong} gange i træk. Vent {}, og prøv igen; det holder gættere ude. \
         Er den glemt, kan databasen åbnes med gendannelsesnøglen, eller administratoren kan give dig en ny engangssætning.",
        duration(seconds)
    )
}

/// `30 sekunder`, `1 minut`, `2 minutter og 5 sekunder`.
fn duration(seconds: u64) -> String {
    let counted = |number: u64, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    };
    let minutes = counted(seconds / 60, "minut", "minutter");
    let rest = counted(seconds % 60, "sekund", "sekunder");
    match (seconds / 60, seconds % 60) {
        (0, _) => rest,
        (_, 0) => minutes,
        _ => format!("{minutes} og {rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Because; 9] = [
        Because::KeyboardPattern,
        Because::Repeats,
        Because::Sequence,
        Because::Year,
        Because::Date,
        Because::Common,
        Because::SingleWord,
        Because::Names,
        Because::TooLittle,
    ];

    #[test]
    fn every_advice_says_what_is_wrong_and_what_to_do() {
        let all_hints = vec![Hint::Capitals, Hint::Backwards, Hint::Substitutions];
        let mut told: Vec<String> = ALL
            .iter()
            .map(|because| weakness(&Weakness::Guessable { because: *because, hints: all_hints.clone() }))
            .collect();
        told.push(weakness(&Weakness::ContainsKnown));
        told.push(weakness(&Weakness::TooShort { have: 9 }));
        for sentence in told {
            assert!(sentence.ends_with('.') && !sentence.contains("  "), "{sentence}");
            assert!(sentence.contains("Prøv fire-fem ord"), "{sentence}");
        }
    }

    #[test]
    fn the_time_to_wait_is_told_in_minutes_and_seconds() {
        for (seconds, told) in [
            (1, "Vent 1 sekund,"),
            (30, "Vent 30 sekunder,"),
            (60, "Vent 1 minut,"),
            (125, "Vent 2 minutter og 5 sekunder,"),
            (900, "Vent 15 minutter,"),
        ] {
            assert!(wait(5, seconds).contains(told), "{}", wait(5, seconds));
        }
    }
}
