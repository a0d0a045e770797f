//! Looks at a file's bytes before a library is let loose on them: what it is, and whether it unpacks to
//! more than a workbook can be.
//!
//! Invariant: nothing that unpacks beyond [`MAX_UNPACKED_BYTES`] reaches the workbook reader, whatever sizes
//! the archive claims for itself, since every entry is unpacked and counted here first.

use std::io::{Cursor, Read, Write};

use memchr::memmem;
use vilkaar_wording::import::FileFault;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

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
pub(super) struct Unpacked {
    /// Its entries' names.
    pub(super) names: Vec<String>,
    /// Some sheet merges cells; finding out which costs a second reading of the sheet.
    pub(super) merges: bool,
    /// The same archive with its entries stored as they are, so that they are unpacked once and no more.
    pub(super) stored: Vec<u8>,
}

/// Unpacks every entry, counting: finds damage, bombs, and whether any sheet has merged cells.
pub(super) fn unpack(bytes: &[u8]) -> Result<Unpacked, FileFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileFault::Damaged)?;
    let mut stored = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() * 12)));
    let as_is = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut names = Vec::with_capacity(archive.len());
    let mut merges = false;
    let mut left = MAX_UNPACKED_BYTES;
    let mut part = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|error| match error {
            ZipError::UnsupportedArchive(text) if text.contains("assword") => FileFault::Encrypted,
            _ => FileFault::Damaged,
        })?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().map_err(|_| FileFault::Damaged)?.into_owned();
        if entry.size() > left {
            return Err(FileFault::Bomb);
        }
        part.clear();
        entry.take(left + 1).read_to_end(&mut part).map_err(|_| FileFault::Damaged)?;
        left = left.checked_sub(part.len() as u64).ok_or(FileFault::Bomb)?;
        merges |= name.contains("worksheets/") && memmem::find(&part, b"mergeCell ").is_some();
        stored.start_file(name.as_str(), as_is).map_err(|_| FileFault::Damaged)?;
        stored.write_all(&part).map_err(|_| FileFault::Damaged)?;
        names.push(name);
    }
    let stored = stored.finish().map_err(|_| FileFault::Damaged)?.into_inner();
    Ok(Unpacked { names, merges, stored })
}
