//! Passwords of people on the server.
//!
//! Invariant: the server is given what proves a password and never the password, so that none of its logs can
//! hold one.

use vilkaar_application::passphrase::{ONE_TIME_BYTES, one_time, one_time_as_typed};
use zeroize::Zeroizing;

use crate::engine::EngineError;

/// A new one-time password, to be told on the telephone.
pub(crate) fn one_time_password() -> Result<Zeroizing<String>, EngineError> {
    let mut chance = Zeroizing::new([0; ONE_TIME_BYTES]);
    getrandom::fill(chance.as_mut_slice())
        .map_err(|_| EngineError::Other("no random numbers from the system".to_owned()))?;
    Ok(one_time(&chance))
}

/// A password as it is sent: a one-time password in its own form however it was typed, any other as it is.
pub(super) fn as_typed(typed: &str) -> Zeroizing<String> {
    let letters = one_time_as_typed(typed);
    // Twenty consonants in a row are no sentence that anybody chose.
    let is_one_time = letters.len() == ONE_TIME_BYTES * 2
        && letters.chars().all(|letter| letter.is_ascii_lowercase() && !"aeiouy".contains(letter));
    if !is_one_time {
        return Zeroizing::new(typed.to_owned());
    }
    let mut text = Zeroizing::new(String::with_capacity(letters.len() + 4));
    for (number, letter) in letters.chars().enumerate() {
        if number > 0 && number % 4 == 0 {
            text.push('-');
        }
        text.push(letter);
    }
    text
}

/// What the server keeps of a password (SCRAM-SHA-256, RFC 5802). Holds no quote.
pub(crate) fn verifier(password: &str) -> Zeroizing<String> {
    Zeroizing::new(postgres_protocol::password::scram_sha_256(password.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_one_time_password_is_good_however_it_is_typed() {
        let password = one_time_password().unwrap();
        assert_eq!(*as_typed(&password), *password);
        assert_eq!(*as_typed(&password.to_uppercase().replace('-', " ")), *password);
        assert_eq!(*as_typed(&password.replace('-', "")), *password);
    }

    #[test]
    fn any_other_password_is_sent_as_it_is() {
        for password in ["en prøve med mange ord", "Hej-Med Dig", "bdfk-mnps", ""] {
            assert_eq!(*as_typed(password), password);
        }
    }
}
