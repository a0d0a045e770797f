//! Where Danish words may be divided. The patterns are TeX's (crate `hypher`); they divide at some
//! places that no Dane would, so the field's own compounds are listed with their joints.

/// Words (or endings of compounds) whose division the patterns get wrong; `·` marks the joints.
const EXCEPTIONS: &[&str] = &[
    "procent·point",
    "procent·pointet",
    "støtte·time",
    "støtte·timer",
    "støtte·behov",
    "støtte·behovet",
    "års·virkning",
    "hel·års·virkning",
    "hel·års·effekt",
    "bo·tilbud",
    "bo·tilbuddet",
    "bo·tilbuds·lignende",
    "dag·tilbud",
    "døgn·takst",
    "grund·takst",
    "grund·taksten",
    "trappe·takst",
    "takst·linje",
    "takst·linjer",
    "egen·betaling",
    "sags·behandler",
    "sags·behandleren",
    "plan·koordinator",
    "kontrakt·forhandler",
    "center·chef",
    "handle·kommune",
    "betalings·kommune",
    "drifts·overens·komst",
    "social·tilsyn",
    "social·tilsynet",
    "sammen·ligning",
    "sammen·ligningen",
    "sammen·lignelig",
    "sammen·lignelige",
    "mål·gruppe",
    "under·tema",
    "til·bage·gang",
    "for·handlings·pakke",
    "for·handling",
    "gen·for·handling",
    "gen·for·handles",
    "op·sigelse",
    "op·sigelses·varsel",
    "opfølgning",
    "opfølgningen",
    "borger·afgørelse",
    "udvikle",
    "funktions·evne",
    "funktions·evne·niveau",
    "billigst-bedst-egnet",
];

/// Shortest word that is divided.
const SHORTEST: usize = 7;
/// Fewest letters before and after the hyphen.
const EACH_SIDE: usize = 3;

/// Byte offsets inside `text` where a line may end with a hyphen, in rising order.
#[must_use]
pub fn hyphen_points(text: &str) -> Vec<usize> {
    let mut points = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        match (character.is_alphabetic(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                divide(&text[from..at], from, &mut points);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        divide(&text[from..], from, &mut points);
    }
    points
}

fn divide(word: &str, offset: usize, points: &mut Vec<usize>) {
    if word.chars().count() < SHORTEST || word.chars().all(char::is_uppercase) {
        return;
    }
    let lower = word.to_lowercase();
    if lower.len() == word.len()
        && let Some(exception) = EXCEPTIONS.iter().find(|listed| matches_exception(&lower, listed))
    {
        let mut at = offset;
        let parts: Vec<&str> = exception.split('·').collect();
        for part in &parts[..parts.len() - 1] {
            at += part.len();
            points.push(at);
        }
        return;
    }
    let mut at = offset;
    let syllables: Vec<&str> =
        hypher::hyphenate_bounded(word, hypher::Lang::Danish, EACH_SIDE, EACH_SIDE).collect();
    for syllable in syllables.iter().take(syllables.len().saturating_sub(1)) {
        at += syllable.len();
        points.push(at);
    }
}

fn matches_exception(lower: &str, listed: &str) -> bool {
    let mut rest = lower;
    for part in listed.split('·') {
        match rest.strip_prefix(part) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    // An inflected ending keeps the joints: "støttetimerne", "grundtakstens".
    matches!(rest, "" | "s" | "en" | "et" | "er" | "erne" | "ne" | "ens" | "ets" | "e" | "t")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(word: &str) -> String {
        let mut text = String::new();
        let mut last = 0;
        for point in hyphen_points(word) {
            text.push_str(&word[last..point]);
            text.push('-');
            last = point;
        }
        text + &word[last..]
    }

    #[test]
    fn listed_compounds_are_divided_at_their_joints() {
        assert_eq!(divided("procentpoint"), "procent-point");
        assert_eq!(divided("Støttetimerne"), "Støtte-timerne");
        assert_eq!(divided("helårsvirkning"), "hel-års-virkning");
    }

    #[test]
    fn short_words_and_abbreviations_stay_whole() {
        assert_eq!(divided("takst"), "takst");
        assert_eq!(divided("SERVICELOVEN"), "SERVICELOVEN");
    }

    #[test]
    fn other_words_follow_the_patterns() {
        assert!(hyphen_points("afgørelserne").len() > 1);
    }
}
