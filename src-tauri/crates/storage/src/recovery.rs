//! The recovery key: shown once when a database is created, written on paper, typed back years later.
//!
//! Eight groups of five characters of Crockford's base 32 (no I, L, O, U): four characters of the secret
//! and one that checks the group. The check is over the group's place too, so that a wrong character, two
//! swapped characters and two swapped groups are told at once, and in which group. 160 random bits.
//!
//! Invariant: what is typed is taken whatever its case, spaces and hyphens, with I and L as 1 and O as 0;
//! a key with a typing error never gets as far as the database.

use zeroize::Zeroizing;

use crate::error::StorageError;
use crate::keys::fill_random;

/// Crockford's 32 characters.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Groups of a key.
const GROUPS: usize = 8;
/// Characters of the secret in a group.
const PER_GROUP: usize = 4;

/// A recovery key.
pub struct RecoveryKey {
    secret: Zeroizing<[u8; 20]>,
}

impl std::fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl RecoveryKey {
    /// A new key.
    pub(crate) fn random() -> Result<Self, StorageError> {
        let mut secret = Zeroizing::new([0; 20]);
        fill_random(secret.as_mut_slice())?;
        Ok(Self { secret })
    }

    /// The secret that is stretched.
    pub(crate) fn secret(&self) -> &[u8] {
        self.secret.as_slice()
    }

    /// The key as it is shown: `A1B2C-…`, eight groups with hyphens between.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(GROUPS * (PER_GROUP + 2)));
        for (number, group) in self.symbols().chunks(PER_GROUP).enumerate() {
            if number > 0 {
                text.push('-');
            }
            for symbol in group.iter().copied().chain([check(number, group)]) {
                text.push(char::from(ALPHABET[usize::from(symbol & 31)]));
            }
        }
        text
    }

    /// The secret as 32 symbols of five bits.
    fn symbols(&self) -> Zeroizing<Vec<u8>> {
        let mut symbols = Zeroizing::new(Vec::with_capacity(GROUPS * PER_GROUP));
        for bytes in self.secret.chunks(5) {
            let bits = bytes.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            symbols.extend((0..8).rev().map(|place| (bits >> (5 * place) & 31) as u8));
        }
        symbols
    }

    /// Reads a key as typed.
    ///
    /// # Errors
    /// [`StorageError::RecoveryKeyMistyped`] with the first group that is wrong, or none when the number of
    /// characters is.
    pub fn parse(typed: &str) -> Result<Self, StorageError> {
        let characters: Zeroizing<Vec<char>> = Zeroizing::new(
            typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '‑')).collect(),
        );
        if characters.len() != GROUPS * (PER_GROUP + 1) {
            return Err(StorageError::RecoveryKeyMistyped { group: None });
        }
        let mut symbols = Zeroizing::new(Vec::with_capacity(GROUPS * PER_GROUP));
        for (number, group) in characters.chunks(PER_GROUP + 1).enumerate() {
            let wrong = || StorageError::RecoveryKeyMistyped { group: Some(number + 1) };
            let read: Option<Vec<u8>> = group.iter().copied().map(symbol).collect();
            let read = Zeroizing::new(read.ok_or_else(wrong)?);
            match read.split_last() {
                Some((given, data)) if *given == check(number, data) => symbols.extend_from_slice(data),
                _ => return Err(wrong()),
            }
        }
        let mut secret = Zeroizing::new([0; 20]);
        for (bytes, symbols) in secret.chunks_mut(5).zip(symbols.chunks(8)) {
            let bits = symbols.iter().fold(0_u64, |bits, symbol| bits << 5 | u64::from(*symbol));
            bytes.copy_from_slice(&bits.to_be_bytes()[3..]);
        }
        Ok(Self { secret })
    }
}

/// The symbol of a character as typed.
fn symbol(typed: char) -> Option<u8> {
    let upper = match typed.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    ALPHABET.iter().position(|known| char::from(*known) == upper).and_then(|at| u8::try_from(at).ok())
}

/// The check of a group: a polynomial over GF(32) begun with the group's number, so that every single
/// wrong symbol, every swap of two neighbours and every swap of two groups gives another check.
fn check(number: usize, group: &[u8]) -> u8 {
    let start = u8::try_from(number % 31).unwrap_or_default() + 1;
    times_two(group.iter().fold(start, |sum, symbol| times_two(sum) ^ symbol))
}

/// Multiplies by x in GF(32) = GF(2)[x] / (x⁵ + x² + 1).
const fn times_two(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 { doubled } else { (doubled ^ 0b10_0101) & 31 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> RecoveryKey {
        let mut secret = Zeroizing::new([0; 20]);
        for (index, place) in secret.iter_mut().enumerate() {
            *place = byte.wrapping_mul(31).wrapping_add(index as u8 * 7);
        }
        RecoveryKey { secret }
    }

    #[test]
    fn a_key_typed_as_shown_is_the_same_key() {
        for byte in 0..=255 {
            let shown = key(byte).reveal();
            assert_eq!(shown.len(), 8 * 5 + 7);
            assert_eq!(RecoveryKey::parse(&shown).unwrap().secret(), key(byte).secret());
        }
    }

    #[test]
    fn case_spaces_and_hyphens_do_not_matter_and_o_is_zero_and_l_is_one() {
        let shown = key(3).reveal();
        let typed = shown.to_lowercase().replace('-', "  ").replace('0', "o").replace('1', "l");
        assert_eq!(RecoveryKey::parse(&typed).unwrap().secret(), key(3).secret());
    }

    #[test]
    fn every_single_wrong_character_is_told_with_its_group() {
        let shown: Vec<char> = key(9).reveal().chars().collect();
        for at in (0..shown.len()).filter(|at| shown[*at] != '-') {
            for other in ALPHABET.iter().map(|c| char::from(*c)).filter(|c| *c != shown[at]) {
                let mut typed = shown.clone();
                typed[at] = other;
                let error = RecoveryKey::parse(&typed.iter().collect::<String>()).unwrap_err();
                let group = at / 6 + 1;
                assert!(
                    matches!(error, StorageError::RecoveryKeyMistyped { group: Some(g) } if g == group),
                    "{error:?}"
                );
            }
        }
    }

    #[test]
    fn two_swapped_neighbours_and_two_swapped_groups_are_told() {
        let shown = key(17).reveal();
        let characters: Vec<char> = shown.chars().collect();
        for at in 0..characters.len() - 1 {
            let (a, b) = (characters[at], characters[at + 1]);
            if a == '-' || b == '-' || a == b {
                continue;
            }
            let mut typed = characters.clone();
            typed.swap(at, at + 1);
            assert!(RecoveryKey::parse(&typed.iter().collect::<String>()).is_err());
        }
        let mut groups: Vec<&str> = shown.split('-').collect();
        groups.swap(2, 5);
        assert!(RecoveryKey::parse(&groups.join("-")).is_err());
    }

    #[test]
    fn a_key_with_a_character_missing_is_told_without_a_group() {
        let shown = key(1).reveal();
        let error = RecoveryKey::parse(&shown[1..]).unwrap_err();
        assert!(matches!(error, StorageError::RecoveryKeyMistyped { group: None }));
    }
}
