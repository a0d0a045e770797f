//! Danish order and forgiving search: æ, ø and å after z; case and accents don't matter when searching.

/// A key whose byte order is the Danish alphabetical order, case ignored; runs of digits compare as numbers.
#[must_use]
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() + 8);
    let mut digits = String::new();
    for letter in text.trim().chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        flush(&mut digits, &mut key);
        match letter {
            // After 'z' in byte order, in the alphabet's order.
            'æ' | 'ä' => key.push('{'),
            'ø' | 'ö' => key.push('|'),
            'å' => key.push('}'),
            'é' | 'è' | 'ê' => key.push('e'),
            'ü' => key.push('y'),
            other => key.push(other),
        }
    }
    flush(&mut digits, &mut key);
    key
}

/// Writes a run of digits so that 9 comes before 10.
fn flush(digits: &mut String, key: &mut String) {
    if digits.is_empty() {
        return;
    }
    let significant = digits.trim_start_matches('0');
    key.push('0');
    // The length first: fewer digits is a smaller number. 99 digits are enough for any case number.
    key.push(char::from(b'0' + u8::try_from(significant.len().min(70)).unwrap_or(70)));
    key.push_str(significant);
    digits.clear();
}

/// Text as it is searched in: lower case, accents away, hyphens of numbers kept.
#[must_use]
pub fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'á' | 'à' | 'ä' => 'a',
            'ö' => 'ø',
            'ü' => 'u',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_with_ae_oe_aa_after_z() {
        let mut names = ["Åse", "Zenia", "Ærø", "Øst", "Anna"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["Anna", "Zenia", "Ærø", "Øst", "Åse"]);
    }

    #[test]
    fn case_numbers_sort_by_their_numbers() {
        let mut cases = ["29.21.04-P20-10-18", "29.21.04-P20-9-18", "29.21.04-P20-1-18"];
        cases.sort_by_key(|case| sort_key(case));
        assert_eq!(cases, ["29.21.04-P20-1-18", "29.21.04-P20-9-18", "29.21.04-P20-10-18"]);
    }
}
