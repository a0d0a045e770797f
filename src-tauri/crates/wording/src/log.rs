//! The log in words: what was seen, what a large operation did, from where; and which of the log's codes a word
//! that somebody types stands for.
//!
//! Invariant: a code that isn't known here is shown as it stands, so that nothing of the log is ever silent.

pub mod insight;

use crate::format::{counted, list};
use crate::storage::kind_word;

/// Kinds of records in the order they are told, with one and many.
const KINDS: [(&str, &str, &str); 23] = [
    ("placement", "placering", "placeringer"),
    ("citizen", "borger", "borgere"),
    ("provider", "leverandør", "leverandører"),
    ("offer", "tilbud", "tilbud"),
    ("rate_line", "takstlinje", "takstlinjer"),
    ("contract", "kontrakt", "kontrakter"),
    ("goal", "mål", "mål"),
    ("follow_up", "opfølgning", "opfølgninger"),
    ("delivered_hours", "måned med leverede timer", "måneder med leverede timer"),
    ("step_rate", "trappetakst", "trappetakster"),
    ("searched_offer", "afsøgt tilbud", "afsøgte tilbud"),
    ("own_offer", "eget tilbud", "egne tilbud"),
    ("expected_youth", "kommende ung", "kommende unge"),
    ("budget_line", "budgetlinje", "budgetlinjer"),
    ("price_index", "P/L-procent", "P/L-procenter"),
    ("refund_limits", "års refusionsgrænser", "års refusionsgrænser"),
    ("settings", "sæt indstillinger", "sæt indstillinger"),
    ("sub_goal", "delmål", "delmål"),
    ("attachment", "fil", "filer"),
    ("agenda_mark", "behandlet opgave", "behandlede opgaver"),
    ("notified_rate", "varslet takst", "varslede takster"),
    ("saved_filter", "gemt filter", "gemte filtre"),
    ("user", "bruger", "brugere"),
];

/// What a large operation did, by its name.
const OPERATIONS: [(&str, &str); 9] = [
    ("import", "importerede"),
    ("people", "ændrede brugere:"),
    ("settings", "ændrede indstillinger:"),
    ("indexation", "regulerede takster:"),
    ("change_case_worker", "skiftede sagsbehandler i"),
    ("follow_up", "fulgte op:"),
    ("notified", "behandlede varslede takster:"),
    ("undo", "fortrød ændringer i"),
    ("redo", "lavede ændringer igen i"),
];

/// What was seen of a file, by what the log of reads calls it.
const LOOKS: [(&str, &str); 19] = [
    ("arkiv", "skrev sagen i et arkiv af hele databasen"),
    ("flytning", "tog sagen med i en flytning af hele databasen"),
    ("liste eksporteret", "eksporterede en liste, som borgeren står på"),
    ("log", "så, hvad loggen siger om borgeren"),
    ("placering", "så placeringen"),
    ("cpr", "viste cpr-nummeret"),
    ("beregning", "så beregningen af udgiften"),
    ("opsigelse", "så, hvordan kontrakten kan opsiges"),
    ("rettelse", "åbnede placeringen for at rette den"),
    ("navn efter cpr", "så, hvem et cpr-nummer tilhører"),
    ("vedhæftet fil", "så en vedhæftet fil"),
    ("forhandlingspakke", "så forhandlingspakken"),
    ("forhandlingspakke gemt", "gemte forhandlingspakken som PDF"),
    ("forhandlingspakke udskrevet", "udskrev forhandlingspakken"),
    ("arbejdsliste gemt", "gemte arbejdslisten som PDF"),
    ("arbejdsliste udskrevet", "udskrev arbejdslisten"),
    ("indsigt vist", "så borgerens indsigt i loggen"),
    ("indsigt gemt som PDF", "gemte borgerens indsigt i loggen som PDF"),
    ("indsigt gemt som regneark", "gemte borgerens indsigt i loggen som regneark"),
];

/// Where the kind stands in the order of telling.
#[must_use]
pub fn kind_order(kind: &str) -> usize {
    KINDS.iter().position(|(known, ..)| *known == kind).unwrap_or(KINDS.len())
}

/// So many records of a kind: `1 takstlinje`, `12 mål`.
#[must_use]
pub fn records(kind: &str, count: usize) -> String {
    let (_, one, many) =
        KINDS.iter().find(|(known, ..)| *known == kind).copied().unwrap_or(("", "post", "poster"));
    counted(count, one, many)
}

/// Kinds that the log can be narrowed down to: the stable name and the word for many, in the order of telling.
pub fn kinds() -> impl Iterator<Item = (&'static str, String)> {
    KINDS.iter().map(|(kind, _, many)| match *kind {
        "settings" => (*kind, "Indstillinger".to_owned()),
        "refund_limits" => (*kind, "Refusionsgrænser".to_owned()),
        _ => (*kind, upper_first(many)),
    })
}

/// What a large operation did: `importerede 54 placeringer, 55 borgere og 190 takstlinjer`.
#[must_use]
pub fn operation(name: &str, kinds: &[(String, u64)]) -> String {
    let mut kinds: Vec<&(String, u64)> = kinds.iter().collect();
    kinds.sort_by_key(|(kind, _)| kind_order(kind));
    let told: Vec<String> = kinds
        .iter()
        .map(|(kind, count)| records(kind, usize::try_from(*count).unwrap_or(usize::MAX)))
        .collect();
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    let did = OPERATIONS.iter().find(|(known, _)| *known == name).map_or("ændrede", |(_, did)| did);
    format!("{did} {}", list(&told))
}

/// What was changed in a record whose content isn't there: deleted from the log in its time, or withheld from the role.
#[must_use]
pub fn content_not_shown(kind: &str) -> String {
    format!(
        "ændrede {}; indholdet vises ikke: det er slettet, da fristen udløb, eller det hører ikke til din rolle",
        kind_word(kind).to_lowercase()
    )
}

/// What was seen, without the command that is named behind it.
fn bare(what: &str) -> &str {
    what.split(" (vilkaar-cli").next().unwrap_or(what)
}

/// A look as it follows a person's name: `så placeringen S2024-1009`. The case is named where the citizen has one.
#[must_use]
pub fn look(what: &str, case: Option<&str>) -> String {
    let seen = bare(what);
    // The command line has no screen: it writes the packet to a file at once.
    let seen = if what.contains("(vilkaar-cli packet)") { "forhandlingspakke gemt" } else { seen };
    let told = LOOKS
        .iter()
        .find(|(known, _)| *known == seen)
        .map_or_else(|| format!("så {seen}"), |(_, told)| (*told).to_owned());
    match case.filter(|_| seen == "placering") {
        Some(case) => format!("{told} {case}"),
        None => told,
    }
}

/// From where: `Vinduet: Placering`, `Kommandolinjen: import`.
#[must_use]
pub fn origin(origin: &str) -> String {
    if let Some((_, command)) = origin.split_once("vilkaar-cli ") {
        return format!("Kommandolinjen: {}", command.trim_end_matches(')'));
    }
    match origin.strip_prefix("vindue: ") {
        Some(screen) => format!("Vinduet: {}", upper_first(screen)),
        None => upper_first(origin),
    }
}

/// A sentence's beginning: its first letter large.
#[must_use]
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The codes of the log whose Danish words hold what somebody typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Codes {
    /// Kinds of record.
    pub kinds: Vec<String>,
    /// Operations.
    pub operations: Vec<String>,
    /// What was read.
    pub reads: Vec<String>,
}

/// The codes that a typed word stands for, whatever its case.
#[must_use]
pub fn codes(word: &str) -> Codes {
    let word = word.to_lowercase();
    let holds = |text: &str| text.to_lowercase().contains(&word);
    Codes {
        kinds: KINDS
            .iter()
            .filter(|(kind, one, many)| holds(one) || holds(many) || holds(kind_word(kind)))
            .map(|(kind, ..)| (*kind).to_owned())
            .collect(),
        operations: OPERATIONS
            .iter()
            .filter(|(_, did)| holds(did))
            .map(|(name, _)| (*name).to_owned())
            .collect(),
        reads: LOOKS.iter().filter(|(_, told)| holds(told)).map(|(what, _)| (*what).to_owned()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_told_as_what_was_seen_and_from_where() {
        for (what, case, told) in [
            ("placering", Some("S2024-1009"), "så placeringen S2024-1009"),
            ("placering", None, "så placeringen"),
            ("cpr", Some("S2024-1009"), "viste cpr-nummeret"),
            ("forhandlingspakke gemt", Some("S2024-1009"), "gemte forhandlingspakken som PDF"),
            ("forhandlingspakke (vilkaar-cli packet)", None, "gemte forhandlingspakken som PDF"),
            ("beregning (vilkaar-cli explain)", None, "så beregningen af udgiften"),
            ("noget nyt", None, "så noget nyt"),
        ] {
            assert_eq!(look(what, case), told);
        }
        for (code, told) in [
            ("vindue: placering", "Vinduet: Placering"),
            ("vindue: beregning (vilkaar-cli explain)", "Kommandolinjen: explain"),
            ("vilkaar-cli import", "Kommandolinjen: import"),
            ("åbning af databasen", "Åbning af databasen"),
        ] {
            assert_eq!(origin(code), told);
        }
    }

    #[test]
    fn a_large_operation_is_told_as_a_sum_in_the_order_of_the_field() {
        let kinds = [("goal", 12), ("citizen", 1), ("placement", 2), ("strange", 3)]
            .map(|(kind, count)| (kind.to_owned(), count));
        assert_eq!(operation("import", &kinds), "importerede 2 placeringer, 1 borger, 12 mål og 3 poster");
        assert_eq!(operation("noget", &kinds[..1]), "ændrede 12 mål");
    }

    #[test]
    fn an_entry_without_content_says_why_it_may_be_so() {
        let told = content_not_shown("goal");
        assert!(told.starts_with("ændrede mål; indholdet vises ikke") && told.contains("rolle"), "{told}");
    }

    #[test]
    fn a_typed_word_stands_for_the_codes_whose_words_hold_it() {
        let found = codes("Takst");
        assert_eq!(found.kinds, ["rate_line", "step_rate", "notified_rate"]);
        assert_eq!(codes("importer").operations, ["import"]);
        assert_eq!(codes("PAKKEN som pdf").reads, ["forhandlingspakke gemt"]);
        assert_eq!(codes("xyz"), Codes::default());
    }

    #[test]
    fn every_kind_of_record_has_its_words() {
        for (kind, ..) in KINDS {
            assert_ne!(kind_word(kind), "Post", "{kind}");
        }
        assert_eq!(kinds().count(), KINDS.len());
    }
}
