//! Is it a PDF that can be read again in five years? What is attached to a case must be whole and open.
//!
//! Invariant: only the file's form is looked at; nothing in it is interpreted.

/// A PDF begins within so many bytes, and ends within so many of its end.
const WITHIN: usize = 1024;

/// What is wrong with a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NoPdf {
    /// Nothing is in it.
    Empty,
    /// It is something else.
    Other,
    /// Its end is missing.
    Truncated,
    /// It opens with a password only, or is sealed with one.
    Encrypted,
}

impl NoPdf {
    /// The stable code.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::Other => "file_no_pdf",
            Self::Truncated => "file_truncated",
            Self::Encrypted => "file_encrypted",
        }
    }

    /// What the user is told.
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::Empty => "Filen er tom. Vælg en anden, eller scan dokumentet igen.",
            Self::Other => {
                "Filen er ikke en PDF. Gem dokumentet som PDF i det program, det er skrevet i, og vælg den fil."
            }
            Self::Truncated => {
                "PDF-filen er ikke hel: slutningen mangler. Hent den igen, hvor du fik den, eller scan dokumentet igen."
            }
            Self::Encrypted => {
                "PDF-filen er låst med en adgangskode, så den kan måske ikke åbnes, når I får brug for den. Gem en kopi uden \
                 adgangskode (udskriv den fx til PDF), og vedhæft kopien."
            }
        }
    }
}

/// Does a text stand among these bytes?
fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

/// Does the file name a key for its contents? The name stands alone, unlike that of `/EncryptMetadata`.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name = b"/Encrypt";
    bytes.windows(name.len() + 1).any(|window| {
        window.starts_with(name) && window.last().is_some_and(|next| !next.is_ascii_alphanumeric())
    })
}

/// Refuses what is no PDF, or not a whole and open one.
pub(super) fn check(bytes: &[u8]) -> Result<(), NoPdf> {
    if bytes.is_empty() {
        return Err(NoPdf::Empty);
    }
    if !holds(&bytes[..bytes.len().min(WITHIN)], b"%PDF-") {
        return Err(NoPdf::Other);
    }
    if !holds(&bytes[bytes.len().saturating_sub(WITHIN)..], b"%%EOF") {
        return Err(NoPdf::Truncated);
    }
    if is_encrypted(bytes) {
        return Err(NoPdf::Encrypted);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_open_pdf_passes() {
        let whole =
            b"%PDF-1.7\n1 0 obj<</EncryptMetadata false>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".as_slice();
        assert_eq!(check(whole), Ok(()));
        // Scanners put things before and after.
        assert_eq!(check(&[b"\xef\xbb\xbf\r\n".as_slice(), whole, &[0; 900]].concat()), Ok(()));
        assert_eq!(check(b""), Err(NoPdf::Empty));
        for other in [b"PK\x03\x04".as_slice(), b"%PDF", b"%%EOF", &[&[0; 1024], whole].concat()] {
            assert_eq!(check(other), Err(NoPdf::Other));
        }
        for cut in [9, 40, whole.len() - 3] {
            assert_eq!(check(&whole[..cut]), Err(NoPdf::Truncated), "{cut}");
        }
        for key in ["/Encrypt 5 0 R", "/Encrypt<<", "/Encrypt\n5 0 R"] {
            let locked = format!("%PDF-1.7\ntrailer<</Root 1 0 R{key}>>\n%%EOF");
            assert_eq!(check(locked.as_bytes()), Err(NoPdf::Encrypted), "{key}");
        }
    }
}
