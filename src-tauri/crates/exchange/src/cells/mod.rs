//! What a single cell says: each reader gives a value, or tells why it has none.
//!
//! Invariant: nothing is guessed. A cell is read, is ambiguous with both readings named, or is a problem.

pub mod amount;
pub mod date;
pub mod paragraph;
pub mod unit;
pub mod words;

/// A text in small letters and without anything but letters, digits, `§` and `%`: how headings, units and
/// words are compared, so that "Cpr. nr" and "CPR-nr." are one.
#[must_use]
pub fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_alphanumeric() || character == '§' || character == '%' {
            squeezed.extend(character.to_lowercase());
        }
    }
    squeezed
}
