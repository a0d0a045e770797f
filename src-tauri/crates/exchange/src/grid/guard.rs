//! Looks at a file's bytes before a library is let loose on them: what it is, and whether it unpacks to
//! more than a workbook can be.
//!
//! Invariant: nothing that unpacks beyond [`MAX_UNPACKED_BYTES`] reaches the workbook reader, whatever sizes
//! the archive claims for itself, since every entry is unpacked and counted here first.

use std::io::{Cursor, Read};

use memchr::memmem;
use vilkaar_wording::import::FileFault;
use zip::ZipArchive;

/// The most bytes that all parts of a workbook may unpack to.
const MAX_UNPACKED_BYTES: u64 = 512 * 1024 * 1024;

/// What a file is, told by its first bytes and not by its name.
pub(super) enum FileKind {
    /// A zip archive: .xlsx, .xlsm, .xlsb, .ods.
    Zip,
    /// An OLE compound file: .xls, or an encrypted workbook.
    CompoundFile,
    /// Anything else is tried as text.
    Text,
}

/// What the bytes are.
pub(super) fn kind(bytes: &[u8]) -> FileKind {
    if bytes.starts_with(b"PK\x03\x04") {
        FileKind::Zip
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        FileKind::CompoundFile
    } else {
        FileKind::Text
    }
}

/// What a zip archive holds.
pub(super) struct Contents {
    /// Its entries' names.
    pub(super) names: Vec<String>,
    /// Some sheet merges cells; finding out which costs a second reading of the sheet.
    pub(super) merges: bool,
}

/// Unpacks every entry once, counting: finds damage, bombs, and whether any sheet has merged cells.
pub(super) fn inspect(bytes: &[u8]) -> Result<Contents, FileFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileFault::Damaged)?;
    let mut contents = Contents { names: Vec::with_capacity(archive.len()), merges: false };
    let mut left = MAX_UNPACKED_BYTES;
    let mut buffer = vec![0_u8; 256 * 1024];
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(text) if text.contains("assword") => {
                FileFault::Encrypted
            }
            _ => FileFault::Damaged,
        })?;
        let name = entry.name().map_err(|_| FileFault::Damaged)?.into_owned();
        if entry.size() > left {
            return Err(FileFault::Bomb);
        }
        let is_sheet = name.contains("worksheets/");
        // The word may be cut between two buffers: keep its length less one of the previous one.
        const MARK: &[u8] = b"mergeCell ";
        let mut kept = 0;
        loop {
            let Some(free) = buffer.get_mut(kept..) else { return Err(FileFault::Damaged) };
            let got = entry.read(free).map_err(|_| FileFault::Damaged)?;
            if got == 0 {
                break;
            }
            left = left.checked_sub(got as u64).ok_or(FileFault::Bomb)?;
            let filled = kept + got;
            if is_sheet && !contents.merges {
                contents.merges = buffer.get(..filled).is_some_and(|text| memmem::find(text, MARK).is_some());
                kept = filled.min(MARK.len() - 1);
                buffer.copy_within(filled - kept..filled, 0);
            } else {
                kept = 0;
            }
        }
        contents.names.push(name);
    }
    Ok(contents)
}
