//! A PDF that somebody else made: does it open without a password?
//!
//! Invariant: only whether it opens is asked; nothing in it is interpreted or carried out. A PDF with an owner password
//! alone (no printing, no changes) opens for everybody.

use lopdf::{Document, LoadOptions};

/// What stands between a reader and the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lock {
    /// It opens.
    Open,
    /// It opens with a password only.
    Password,
    /// That can't be made out: its parts are not where the file says, or it is locked in a way that isn't known.
    Unknown,
}

/// A stream of a few kilobytes may claim to be gigabytes; what tells the parts of a file is never so large.
const MOST_UNPACKED: usize = 64 * 1024 * 1024;

/// Tries to open a PDF that names a key for its contents.
#[must_use]
pub fn lock_of(pdf: &[u8]) -> Lock {
    let options = LoadOptions { max_decompressed_size: Some(MOST_UNPACKED), ..LoadOptions::default() };
    match Document::load_mem_with_options(pdf, options) {
        // The key's place is dropped as soon as the empty password has opened it.
        Ok(document) if document.is_encrypted() => Lock::Password,
        Ok(_) => Lock::Open,
        Err(lopdf::Error::InvalidPassword) => Lock::Password,
        Err(_) => Lock::Unknown,
    }
}
