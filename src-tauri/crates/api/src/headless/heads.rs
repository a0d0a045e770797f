//! Heads of the log as they stand on paper, to be looked for with `verify --head`.

use std::str::FromStr;

use vilkaar_application::ports::LogHead;

/// Digits of a whole hash.
const DIGITS: usize = 64;

/// A head that was kept elsewhere, written `1234:9f86d081884c`: the number and the hash or its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptHead {
    number: u64,
    hash: String,
}

impl FromStr for KeptHead {
    type Err = String;

    /// Fails with the sentence of what is wrong.
    fn from_str(text: &str) -> Result<Self, String> {
        let fewest = LogHead::FEWEST_DIGITS;
        let wrong = || {
            format!(
                "--head skrives NUMMER:AFTRYK, fx 1234:9f86d081884c, med mindst {fewest} tegn af aftrykket; ikke {text}."
            )
        };
        let (number, hash) = text.split_once(':').ok_or_else(wrong)?;
        let hash = hash.trim().trim_end_matches('…').to_lowercase();
        let is_hash = hash.bytes().all(|digit| digit.is_ascii_hexdigit());
        match number.trim().parse() {
            Ok(number @ 1..) if is_hash && (fewest..=DIGITS).contains(&hash.len()) => {
                Ok(Self { number, hash })
            }
            _ => Err(wrong()),
        }
    }
}

impl From<&KeptHead> for LogHead {
    fn from(head: &KeptHead) -> Self {
        Self { seq: head.number, hash: head.hash.clone(), at: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_stands_on_paper() {
        let head: KeptHead = "1234:9F86D081884C…".parse().unwrap();
        assert_eq!(head, KeptHead { number: 1234, hash: "9f86d081884c".to_owned() });
        let whole = format!("1:{}", "ab".repeat(32));
        assert!(whole.parse::<KeptHead>().is_ok());
        for wrong in ["", "1234", "0:9f86d081884c", "x:9f86d081884c", "1:9f86d081884", "1:9f86d081884g"] {
            assert!(wrong.parse::<KeptHead>().unwrap_err().contains("NUMMER:AFTRYK"), "{wrong}");
        }
        assert!(format!("{whole}0").parse::<KeptHead>().is_err());
    }
}
