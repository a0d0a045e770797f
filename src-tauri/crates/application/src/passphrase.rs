//! Which passphrases are good enough, how strong one is, and one-time passphrases that can be read aloud.
//!
//! Invariant: a passphrase has at least 12 characters and takes more than 10¹⁰ guesses by zxcvbn's estimate
//! (its best mark), in which the names that colleagues know count as known. Where this is asked, the answer is
//! the same: the meter is full exactly when the passphrase is accepted.

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;
use zxcvbn::feedback::{Suggestion, Warning};
use zxcvbn::{Entropy, zxcvbn};

pub use vilkaar_wording::passphrase::{Because, FEWEST_CHARACTERS, Hint, Weakness};

/// The best mark: what is asked for.
const STRONG: u8 = 4;

/// Words that are known whoever signs in: the program's own, and those that come first to a Dane's mind for a
/// secret (zxcvbn's own lists are English).
const KNOWN_TO_ALL: &[&str] =
    &["vilkår", "vilkaar", "adgangskode", "adgangssætning", "kodeord", "hemmelig", "velkommen"];

/// Bytes of chance in a one-time passphrase: 80 bits.
pub const ONE_TIME_BYTES: usize = 10;

/// The letters of one-time passphrases: none that looks like another or like a digit, and no vowels, so that
/// chance spells no word.
const ONE_TIME_LETTERS: &[u8; 16] = b"bcdfghjkmnprstvx";
/// Letters in a group.
const ONE_TIME_GROUP: usize = 4;

/// Is the passphrase good enough? `known` are the names that others know: the municipality's, the person's,
/// everybody else's.
///
/// # Errors
/// [`Weakness`] with what is wrong.
pub fn check(passphrase: &str, known: &[&str]) -> Result<(), Weakness> {
    let text = composed(passphrase);
    let have = text.chars().count();
    if have < FEWEST_CHARACTERS {
        return Err(Weakness::TooShort { have });
    }
    let with_known = guesses(&text, known);
    if mark(&with_known) >= STRONG {
        return Ok(());
    }
    if mark(&zxcvbn(&text, &[])) > mark(&with_known) {
        return Err(Weakness::ContainsKnown);
    }
    Err(guessable(&with_known))
}

/// How strong it is, 0 to 4, for the meter. Only what [`check`] accepts is a 4.
#[must_use]
pub fn strength(passphrase: &str, known: &[&str]) -> u8 {
    let text = composed(passphrase);
    let most = if text.chars().count() < FEWEST_CHARACTERS { STRONG - 1 } else { STRONG };
    mark(&guesses(&text, known)).min(most)
}

/// The passphrase as it is counted: composed (an "å" is two characters on some keyboards), without space around.
fn composed(passphrase: &str) -> Zeroizing<String> {
    Zeroizing::new(passphrase.trim().nfc().collect())
}

/// zxcvbn's mark, 0 to 4.
fn mark(entropy: &Entropy) -> u8 {
    entropy.score().into()
}

/// The estimate with the names and their parts as known words.
fn guesses(text: &str, known: &[&str]) -> Entropy {
    let mut words: Vec<String> = Vec::new();
    let mut add = |word: String| {
        if word.chars().count() > 1 && !words.contains(&word) {
            words.push(word);
        }
    };
    for name in known.iter().chain(KNOWN_TO_ALL) {
        let name: String = name.nfc().collect::<String>().to_lowercase();
        let parts = || name.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
        for word in [name.clone(), parts().collect()].into_iter().chain(parts().map(str::to_owned)) {
            let spelt_out = word.replace('å', "aa").replace('æ', "ae").replace('ø', "oe");
            add(word);
            add(spelt_out);
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    zxcvbn(text, &words)
}

/// What zxcvbn says of a weak one, as our own types.
fn guessable(entropy: &Entropy) -> Weakness {
    let Some(feedback) = entropy.feedback() else {
        return Weakness::Guessable { because: Because::TooLittle, hints: Vec::new() };
    };
    let because = feedback.warning().map_or(Because::TooLittle, because);
    let hints = feedback.suggestions().iter().copied().filter_map(hint).collect();
    Weakness::Guessable { because, hints }
}

/// What gives it away.
const fn because(warning: Warning) -> Because {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
            Because::KeyboardPattern
        }
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            Because::Repeats
        }
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword => Because::Common,
        Warning::SequencesLikeAbcAreEasyToGuess => Because::Sequence,
        Warning::RecentYearsAreEasyToGuess => Because::Year,
        Warning::AWordByItselfIsEasyToGuess => Because::SingleWord,
        Warning::DatesAreOftenEasyToGuess => Because::Date,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
        | Warning::CommonNamesAndSurnamesAreEasyToGuess => Because::Names,
    }
}

/// What doesn't help; the other suggestions repeat the warning or the advice that is always given.
const fn hint(suggestion: Suggestion) -> Option<Hint> {
    match suggestion {
        Suggestion::CapitalizationDoesntHelpVeryMuch
        | Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => Some(Hint::Capitals),
        Suggestion::ReversedWordsArentMuchHarderToGuess => Some(Hint::Backwards),
        Suggestion::PredictableSubstitutionsDontHelpVeryMuch => Some(Hint::Substitutions),
        Suggestion::UseAFewWordsAvoidCommonPhrases
        | Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters
        | Suggestion::AddAnotherWordOrTwo
        | Suggestion::UseALongerKeyboardPatternWithMoreTurns
        | Suggestion::AvoidRepeatedWordsAndCharacters
        | Suggestion::AvoidSequences
        | Suggestion::AvoidRecentYears
        | Suggestion::AvoidYearsThatAreAssociatedWithYou
        | Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => None,
    }
}

/// A one-time passphrase of chance: `bdfk-mnps-…`, five groups of four letters, for somebody to be told on the
/// telephone and to change at once.
#[must_use]
pub fn one_time(chance: &[u8; ONE_TIME_BYTES]) -> Zeroizing<String> {
    let letters = chance.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let mut text = Zeroizing::new(String::with_capacity(ONE_TIME_BYTES * 2 + 4));
    for (number, letter) in letters.enumerate() {
        if number > 0 && number % ONE_TIME_GROUP == 0 {
            text.push('-');
        }
        text.push(char::from(ONE_TIME_LETTERS[usize::from(letter)]));
    }
    text
}

/// A one-time passphrase as it is compared: whatever its case, hyphens and spaces.
#[must_use]
pub fn one_time_as_typed(typed: &str) -> Zeroizing<String> {
    Zeroizing::new(
        typed.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect(),
    )
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const KNOWN: &[&str] = &["Egeskov Kommune", "Pia Lindskov", "Søren Ærø-Holm"];

    #[rstest]
    #[case("en prøve med mange ord")]
    #[case("Egeskov prøver vilkår i november")]
    #[case("rødgrød med fløde på en søndag")]
    #[case("en lang sætning til prøver")]
    #[case("en helt ny sætning")]
    #[case("hæfteklamme giraf torsdag gulerod")]
    fn four_or_five_words_that_have_nothing_to_do_with_each_other_are_accepted(#[case] passphrase: &str) {
        assert_eq!(check(passphrase, KNOWN), Ok(()));
        assert_eq!(strength(passphrase, KNOWN), 4);
    }

    #[rstest]
    #[case("", 0)]
    #[case("kort", 4)]
    #[case("   kort, men med meget luft "," kort, men med meget luft".trim().chars().count())]
    fn the_characters_are_counted_without_space_around(#[case] passphrase: &str, #[case] have: usize) {
        match check(passphrase, KNOWN) {
            Err(Weakness::TooShort { have: counted }) => assert_eq!(counted, have),
            other => assert!(have >= FEWEST_CHARACTERS && other.is_ok(), "{other:?}"),
        }
    }

    #[test]
    fn a_letter_with_a_ring_counts_once_on_every_keyboard() {
        // Eleven letters, of which two are written with a ring of their own.
        let decomposed = "xqzjkvbwa\u{30a}a\u{30a}";
        assert_eq!(check(decomposed, &[]), Err(Weakness::TooShort { have: 10 }));
        assert_eq!(strength(decomposed, &[]).max(3), 3, "too short is never full");
    }

    #[rstest]
    #[case("Egeskov Kommune")]
    #[case("pia lindskov 1")]
    #[case("Søren Ærø-Holm")]
    #[case("soerenaeroeholm")]
    #[case("egeskovvilkår")]
    #[case("PiaLindskovEgeskov")]
    fn names_that_others_know_do_not_make_a_passphrase(#[case] passphrase: &str) {
        assert_eq!(check(passphrase, KNOWN), Err(Weakness::ContainsKnown));
        assert!(strength(passphrase, KNOWN) < 4);
    }

    #[rstest]
    #[case("aaaaaaaaaaaaaaaa", Because::Repeats)]
    #[case("abcabcabcabcabc", Because::Repeats)]
    #[case("lkjhgfdsoiuytrew", Because::KeyboardPattern)]
    #[case("qwertyuiopasdf", Because::Common)]
    #[case("abcdefghijklmnop", Because::Sequence)]
    #[case("passwordpassword", Because::Repeats)]
    #[case("24-12-202424-12-2024", Because::Repeats)]
    fn what_is_easy_to_guess_is_told_by_its_reason(#[case] passphrase: &str, #[case] expected: Because) {
        match check(passphrase, &[]) {
            Err(Weakness::Guessable { because, .. }) => assert_eq!(because, expected),
            other => panic!("{passphrase}: {other:?}"),
        }
    }

    #[test]
    fn no_english_reaches_the_user() {
        for passphrase in [
            "password1234",
            "P@ssw0rdP@ssw0rd",
            "drowssapdrowssap",
            "qwertyqwerty",
            "november2026",
            "jessicajessica",
        ] {
            let weakness = check(passphrase, KNOWN).unwrap_err();
            let sentence = vilkaar_wording::passphrase::weakness(&weakness);
            assert!(!sentence.contains(" easy ") && sentence.contains("ord"), "{sentence}");
        }
    }

    #[test]
    fn a_very_long_passphrase_costs_no_more_to_weigh() {
        let long = "hæfteklamme giraf torsdag gulerod ".repeat(2000);
        assert_eq!(check(&long, KNOWN), Ok(()));
    }

    #[test]
    fn a_one_time_passphrase_is_five_groups_of_clear_letters_and_strong() {
        let chance = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x5a, 0x17];
        let shown = one_time(&chance);
        assert_eq!(shown.as_str(), "bcdf-ghjk-mnpr-stvx-hpck");
        assert_eq!(check(&shown, KNOWN), Ok(()));
        assert_eq!(one_time_as_typed(" BCDF ghjk mnpr-stvx–hpck ").as_str(), "bcdfghjkmnprstvxhpck");
        assert_eq!(one_time_as_typed(&shown), one_time_as_typed(" BCDF ghjk mnpr-stvx–hpck "));
    }
}
