//! Is it a PDF that can be read again in five years? What is attached to a case must be whole and open.
//!
//! Invariant: only the file's form is looked at; nothing in it is interpreted.

use vilkaar_documents::opening::{Lock, lock_of};

/// What Word's and Excel's older files begin with.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// A PDF begins within so many bytes, and ends within so many of its end.
const WITHIN: usize = 1024;

/// What is wrong with a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NoPdf {
    /// Nothing is in it.
    Empty,
    /// It is a document of Word or Excel, or another packed file, whatever it is called.
    Office,
    /// It is something else.
    Other,
    /// Its end is missing.
    Truncated,
    /// It opens with a password only.
    Encrypted,
    /// It is locked, and whether it opens without a password can't be made out.
    Sealed,
}

impl NoPdf {
    /// The stable code.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::Office => "file_office",
            Self::Other => "file_no_pdf",
            Self::Truncated => "file_truncated",
            Self::Encrypted => "file_encrypted",
            Self::Sealed => "file_sealed",
        }
    }

    /// What the user is told.
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::Empty => "Filen er tom. Vælg en anden, eller scan dokumentet igen.",
            Self::Office => {
                "Filen er et dokument fra Word, Excel eller lignende, også selv om dens navn ender på .pdf. Åbn den i det \
                 program, gem den som PDF, og vælg den fil."
            }
            Self::Other => {
                "Filen er ikke en PDF. Gem dokumentet som PDF i det program, det er skrevet i, og vælg den fil."
            }
            Self::Truncated => {
                "PDF-filen er ikke hel: slutningen mangler. Hent den igen, hvor du fik den, eller scan dokumentet igen."
            }
            Self::Encrypted => {
                "PDF-filen kan kun åbnes med en adgangskode, og den er der måske ingen, der har, når I får brug for filen. \
                 Gem en kopi uden adgangskode (åbn den, og udskriv den til PDF), og vedhæft kopien."
            }
            Self::Sealed => {
                "PDF-filen er låst på en måde, så det ikke kan ses, om den kan åbnes uden adgangskode eller certifikat. Åbn \
                 den, udskriv den til PDF, og vedhæft den kopi."
            }
        }
    }
}

/// Does a text stand among these bytes?
fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

/// Does the file name a key for its contents? The name stands alone, unlike that of `/EncryptMetadata`.
fn names_a_key(bytes: &[u8]) -> bool {
    let name = b"/Encrypt";
    bytes.windows(name.len() + 1).any(|window| {
        window.starts_with(name) && window.last().is_some_and(|next| !next.is_ascii_alphanumeric())
    })
}

/// Refuses what is no PDF, or not a whole one that opens without a password. With an owner password alone it opens for
/// everybody.
pub(super) fn check(bytes: &[u8]) -> Result<(), NoPdf> {
    if bytes.is_empty() {
        return Err(NoPdf::Empty);
    }
    if !holds(&bytes[..bytes.len().min(WITHIN)], b"%PDF-") {
        return Err(if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(OLE) {
            NoPdf::Office
        } else {
            NoPdf::Other
        });
    }
    if !holds(&bytes[bytes.len().saturating_sub(WITHIN)..], b"%%EOF") {
        return Err(NoPdf::Truncated);
    }
    if !names_a_key(bytes) {
        return Ok(());
    }
    match lock_of(bytes) {
        Lock::Open => Ok(()),
        Lock::Password => Err(NoPdf::Encrypted),
        Lock::Unknown => Err(NoPdf::Sealed),
    }
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
        for office in [b"PK\x03\x04 et brev".as_slice(), OLE] {
            assert_eq!(check(office), Err(NoPdf::Office));
        }
        for other in [b"Hej".as_slice(), b"%PDF", b"%%EOF", &[&[0; 1024], whole].concat()] {
            assert_eq!(check(other), Err(NoPdf::Other));
        }
        for cut in [9, 40, whole.len() - 3] {
            assert_eq!(check(&whole[..cut]), Err(NoPdf::Truncated), "{cut}");
        }
        for key in ["/Encrypt 5 0 R", "/Encrypt<<", "/Encrypt\n5 0 R"] {
            let locked = format!("%PDF-1.7\ntrailer<</Root 1 0 R{key}>>\n%%EOF");
            assert_eq!(check(locked.as_bytes()), Err(NoPdf::Sealed), "{key}");
        }
    }
}
