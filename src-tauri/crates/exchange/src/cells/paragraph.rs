//! *Lovgrundlag*: the legal basis of a placement, and the paragraph of a line, an own offer or a budget.

use vilkaar_domain::LegalBasis;

/// Reads the legal basis of a placement (domain §1): § 107, § 108, Botilbudslignende or Andet, in the ways they
/// are written. `None` for anything else, § 85 alone among it.
#[must_use]
pub fn legal_basis(text: &str) -> Option<LegalBasis> {
    if let Some(basis) = LegalBasis::ALL.iter().copied().find(|basis| basis.word() == text) {
        return Some(basis);
    }
    if let Some(basis) = LegalBasis::from_word(text) {
        return Some(basis);
    }
    let lower = text.to_lowercase();
    if lower.contains("lignende") {
        return Some(LegalBasis::HousingLike);
    }
    let housing_law = lower.contains("abl") || lower.contains("almenbolig");
    let numbers = paragraph_numbers(&lower);
    match numbers.as_slice() {
        [107] if !housing_law => Some(LegalBasis::Section107),
        [108] if !housing_law => Some(LegalBasis::Section108),
        [110] if !housing_law => Some(LegalBasis::Other),
        [105, 85] | [85, 105] => Some(LegalBasis::HousingLike),
        [105] if housing_law => Some(LegalBasis::HousingLike),
        _ => None,
    }
}

/// The paragraph of a line, an own offer or a budget as text: "§ 104" for every way of writing it; other words
/// as they are. `None` when blank.
#[must_use]
pub fn paragraph_text(text: &str) -> Option<String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return None;
    }
    // The way that the program writes it is the way that most sheets have it.
    if trimmed.strip_prefix("§ ").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
        return Some(trimmed.to_owned());
    }
    if let Some(basis) = legal_basis(trimmed) {
        return Some(if basis == LegalBasis::Other && !trimmed.eq_ignore_ascii_case("andet") {
            "§ 110".to_owned()
        } else {
            basis.word().to_owned()
        });
    }
    Some(match paragraph_numbers(&trimmed.to_lowercase()).as_slice() {
        [number] => format!("§ {number}"),
        _ => trimmed.to_owned(),
    })
}

/// Does the text name a paragraph or one of the words, so that it can stand on a line?
#[must_use]
pub fn is_paragraph(text: &str) -> bool {
    text.starts_with('§') || LegalBasis::from_word(text).is_some()
}

/// The numbers of paragraphs in a text; those of *stk.* and *nr.* are left out.
fn paragraph_numbers(lower: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut skip = false;
    for part in lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        let start = part.find(|c: char| c.is_ascii_digit()).unwrap_or(part.len());
        let (word, digits) = part.split_at(start);
        if matches!(word, "stk" | "nr") {
            skip = digits.is_empty();
            continue;
        }
        match digits.parse() {
            Ok(number) if !skip => numbers.push(number),
            _ => {}
        }
        skip = false;
    }
    numbers
}
