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
/// How much any workbook may unpack to, however small it is packed.
const ALWAYS_UNPACKED_BYTES: u64 = 20 * 1024 * 1024;
/// How many times its packed size a larger one may unpack to; the largest municipality's comes to some twenty.
const MAX_RATIO: u64 = 100;

/// The most bytes that an archive of this size may unpack to.
fn limit(packed: usize) -> u64 {
    let packed = u64::try_from(packed).unwrap_or(u64::MAX);
    packed.saturating_mul(MAX_RATIO).clamp(ALWAYS_UNPACKED_BYTES, MAX_UNPACKED_BYTES)
}

/// How much of an entry is looked at a time: nothing is held unpacked but what is kept.
const PIECE_BYTES: usize = 256 * 1024;
/// What a sheet's XML says of merged cells.
const MERGED: &[u8] = b"mergeCell ";

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
    let mut left = limit(bytes.len());
    let room = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len().saturating_mul(12));
    let mut stored = ZipWriter::new(Cursor::new(Vec::with_capacity(room)));
    let as_is = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut names = Vec::with_capacity(archive.len());
    let mut merges = false;
    let mut piece = vec![0; PIECE_BYTES];
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|error| match error {
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
        let is_sheet = name.contains("worksheets/");
        stored.start_file(name.as_str(), as_is).map_err(|_| FileFault::Damaged)?;
        // The end of the piece before is kept in front, so that a word that is cut in two is found.
        let mut kept = 0;
        loop {
            let room = piece.get_mut(kept..).unwrap_or_default();
            let read = entry.read(room).map_err(|_| FileFault::Damaged)?;
            if read == 0 {
                break;
            }
            left = left.checked_sub(read as u64).ok_or(FileFault::Bomb)?;
            let filled = kept + read;
            let fresh = piece.get(kept..filled).unwrap_or_default();
            stored.write_all(fresh).map_err(|_| FileFault::Damaged)?;
            if is_sheet && !merges {
                merges = memmem::find(piece.get(..filled).unwrap_or_default(), MERGED).is_some();
            }
            let keep = (MERGED.len() - 1).min(filled);
            piece.copy_within(filled - keep..filled, 0);
            kept = keep;
        }
        names.push(name);
    }
    let stored = stored.finish().map_err(|_| FileFault::Damaged)?.into_inner();
    Ok(Unpacked { names, merges, stored })
}
