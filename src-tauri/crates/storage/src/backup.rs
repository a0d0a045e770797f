//! A backup is one file: a manifest in the clear, the encrypted database, keys.json and the attachments.
//!
//! Form: the line `vilkaar-backup-1`, the manifest's length (eight bytes, big endian), the manifest (JSON),
//! then the parts one after another in the manifest's order. In automatic backups the attachments lie
//! beside as `files-….db`, named by their hash, so that they are copied only when they changed.
//!
//! Invariants: a backup has its final name only when it was read back and every hash fits. Restoring
//! writes into a folder that doesn't exist and gives it its name last. The manifest holds nothing personal;
//! it keeps the logs' heads, so that `verify` finds a log that was rewritten since.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use vilkaar_application::ports::LogHead;

use crate::chain::hex;
use crate::error::StorageError;
use crate::folder::{self, Folder};

/// The first line, which also names the form.
const MAGIC: &[u8] = b"vilkaar-backup-1\n";
/// A longer manifest is damage.
const LONGEST_MANIFEST: u64 = 1024 * 1024;

/// What a backup says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The database's id.
    pub database: Uuid,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The version of the program that made it.
    pub program: String,
    /// The schema of the data.
    pub schema: i64,
    /// The newest entry of the log of changes then.
    pub change_head: LogHead,
    /// The newest entry of the log of reads then.
    pub read_head: LogHead,
    /// What the file holds, in this order.
    parts: Vec<Part>,
    /// The attachments, where they lie beside the file.
    files_beside: Option<Part>,
}

/// A part of a backup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Part {
    name: String,
    bytes: u64,
    sha256: String,
}

/// A backup as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BackupWritten {
    /// Where.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// A backup that lies in a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BackupFile {
    /// Where.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
    /// What it says of itself.
    pub manifest: Manifest,
}

/// What a backup is made from: files that nobody writes to meanwhile.
pub(crate) struct Sources<'a> {
    /// A copy of data.db.
    pub(crate) data: &'a Path,
    /// keys.json.
    pub(crate) keys: &'a Path,
    /// files.db.
    pub(crate) files: &'a Path,
}

/// What the manifest tells besides the parts.
pub(crate) struct About {
    /// The database's id.
    pub(crate) database: Uuid,
    /// Now.
    pub(crate) created_at: DateTime<Utc>,
    /// The schema.
    pub(crate) schema: i64,
    /// The newest change.
    pub(crate) change_head: LogHead,
    /// The newest read.
    pub(crate) read_head: LogHead,
}

/// Where the attachments go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Attachments {
    /// Into the file, which is then whole in itself.
    Inside,
    /// Beside it, once as long as they don't change.
    Beside,
}

/// A writer that hashes what passes through it.
struct Hashing<W> {
    inner: W,
    hasher: Sha256,
    bytes: u64,
}

impl<W> Hashing<W> {
    fn new(inner: W) -> Self {
        Self { inner, hasher: Sha256::new(), bytes: 0 }
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.hasher.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A file's length and hash.
fn measure(path: &Path) -> Result<(u64, String), StorageError> {
    let fail = |error| StorageError::io("reading a file", path, error);
    let mut hashing = Hashing::new(io::sink());
    io::copy(&mut File::open(path).map_err(fail)?, &mut hashing).map_err(fail)?;
    Ok((hashing.bytes, hex(&hashing.hasher.finalize())))
}

/// A part of a source file.
fn part(name: &str, source: &Path) -> Result<Part, StorageError> {
    let (bytes, sha256) = measure(source)?;
    Ok(Part { name: name.to_owned(), bytes, sha256 })
}

/// Writes a backup and reads it back.
pub(crate) fn write(
    path: &Path,
    about: About,
    sources: &Sources<'_>,
    attachments: Attachments,
) -> Result<BackupWritten, StorageError> {
    let mut paths = vec![sources.data, sources.keys];
    let mut parts = vec![part("data.db", sources.data)?, part("keys.json", sources.keys)?];
    let mut files = part("files.db", sources.files)?;
    let files_beside = match attachments {
        Attachments::Inside => {
            paths.push(sources.files);
            parts.push(files);
            None
        }
        Attachments::Beside => {
            files.name = format!("files-{}.db", files.sha256.get(..16).unwrap_or_default());
            copy_once(sources.files, &path.with_file_name(&files.name), &files)?;
            Some(files)
        }
    };
    let About { database, created_at, schema, change_head, read_head } = about;
    let program = env!("CARGO_PKG_VERSION").to_owned();
    let manifest =
        Manifest { database, created_at, program, schema, change_head, read_head, parts, files_beside };

    let partial = partial_name(path);
    let outcome = write_parts(&partial, &manifest, &paths).and_then(|written| {
        // Read back from the disk: what was written must be what is there.
        if measure(&partial)? != written {
            return Err(StorageError::BackupUnreadable("it was read back with another hash".to_owned()));
        }
        folder::rename(&partial, path)?;
        let (bytes, sha256) = written;
        Ok(BackupWritten { path: path.to_owned(), bytes, sha256 })
    });
    if outcome.is_err() {
        // The error that is told is the first one; the half-written file has no use.
        let _ = fs::remove_file(&partial);
    }
    outcome
}

/// The name of a file while it is being written.
fn partial_name(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}

/// Writes the file under its temporary name; its length and hash.
fn write_parts(path: &Path, manifest: &Manifest, sources: &[&Path]) -> Result<(u64, String), StorageError> {
    let fail = |error| StorageError::io("writing a backup", path, error);
    let header = serde_json::to_vec_pretty(manifest)
        .map_err(|error| StorageError::Other(format!("manifest: {error}")))?;
    let file = File::create(path).map_err(fail)?;
    let mut out = Hashing::new(BufWriter::new(file));
    out.write_all(MAGIC).map_err(fail)?;
    out.write_all(&(header.len() as u64).to_be_bytes()).map_err(fail)?;
    out.write_all(&header).map_err(fail)?;
    for source in sources {
        let mut input =
            File::open(source).map_err(|error| StorageError::io("reading a part", source, error))?;
        io::copy(&mut input, &mut out).map_err(fail)?;
    }
    let file = out.inner.into_inner().map_err(|error| fail(error.into_error()))?;
    file.sync_all().map_err(fail)?;
    Ok((out.bytes, hex(&out.hasher.finalize())))
}

/// Copies the attachments beside the backups unless they lie there already.
fn copy_once(source: &Path, target: &Path, expected: &Part) -> Result<(), StorageError> {
    let same = |path: &Path| -> Result<bool, StorageError> {
        Ok(path.exists() && measure(path)? == (expected.bytes, expected.sha256.clone()))
    };
    if same(target)? {
        return Ok(());
    }
    let partial = partial_name(target);
    copy_synced(source, &partial)?;
    if !same(&partial)? {
        return Err(StorageError::BackupUnreadable(
            "attachments were read back with another hash".to_owned(),
        ));
    }
    folder::rename(&partial, target)
}

/// Copies a file and forces it to the disk.
fn copy_synced(source: &Path, target: &Path) -> Result<(), StorageError> {
    let fail = |error| StorageError::io("copying a file", target, error);
    let mut input = File::open(source).map_err(|error| StorageError::io("reading a file", source, error))?;
    let mut output = File::create(target).map_err(fail)?;
    io::copy(&mut input, &mut output).map_err(fail)?;
    output.sync_all().map_err(fail)
}

/// Copies a backup to another folder, with the attachments that lie beside it, and reads it back.
pub(crate) fn copy_into(backup: &BackupWritten, place: &Path) -> Result<(), StorageError> {
    let target = place.join(backup.path.file_name().unwrap_or_default());
    let manifest = read_manifest(&backup.path)?;
    if let Some(files) = &manifest.files_beside {
        copy_once(&backup.path.with_file_name(&files.name), &place.join(&files.name), files)?;
    }
    let partial = partial_name(&target);
    copy_synced(&backup.path, &partial)?;
    if measure(&partial)? != (backup.bytes, backup.sha256.clone()) {
        return Err(StorageError::BackupUnreadable("it was read back with another hash".to_owned()));
    }
    folder::rename(&partial, &target)
}

/// An unreadable backup.
fn unreadable(reason: impl std::fmt::Display) -> StorageError {
    StorageError::BackupUnreadable(reason.to_string())
}

/// Opens a backup and reads its manifest; the reader stands at the first part.
fn open(path: &Path) -> Result<(Manifest, BufReader<File>), StorageError> {
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => StorageError::io("reading a backup", path, error),
        _ => unreadable(error),
    })?;
    let mut reader = BufReader::new(file);
    let mut magic = vec![0; MAGIC.len()];
    let mut length = [0; 8];
    reader.read_exact(&mut magic).map_err(unreadable)?;
    reader.read_exact(&mut length).map_err(unreadable)?;
    let length = u64::from_be_bytes(length);
    if magic != MAGIC || length > LONGEST_MANIFEST {
        return Err(unreadable("no backup of this program"));
    }
    let mut header = Vec::new();
    reader.by_ref().take(length).read_to_end(&mut header).map_err(unreadable)?;
    Ok((serde_json::from_slice(&header).map_err(unreadable)?, reader))
}

/// What a backup says of itself.
pub(crate) fn read_manifest(path: &Path) -> Result<Manifest, StorageError> {
    open(path).map(|(manifest, _)| manifest)
}

/// The parts that a restore writes, by the names that a folder knows.
const PARTS: [&str; 3] = ["data.db", "keys.json", "files.db"];

/// The mark that a folder was restored and not opened since, with the manifest.
pub(crate) const RESTORED: &str = "restored.json";

/// Writes a backup's database into a folder that doesn't exist yet.
pub(crate) fn restore(backup: &Path, target: &Path) -> Result<Manifest, StorageError> {
    let (manifest, mut reader) = open(backup)?;
    if target.exists() {
        return Err(StorageError::DatabaseExists { folder: target.to_owned() });
    }
    if let Some(parent) = target.parent().filter(|parent| !parent.as_os_str().is_empty() && !parent.is_dir())
    {
        return Err(StorageError::ParentMissing { folder: parent.to_owned() });
    }
    let partial = partial_name(target);
    if partial.exists() {
        fs::remove_dir_all(&partial)
            .map_err(|error| StorageError::io("removing what was left", &partial, error))?;
    }
    folder::make_private(&partial)?;
    let outcome = write_folder(backup, &manifest, &mut reader, &partial)
        .and_then(|()| folder::rename(&partial, target));
    if let Err(error) = outcome {
        // The error that is told is the first one; the half-written folder has no use.
        let _ = fs::remove_dir_all(&partial);
        return Err(error);
    }
    Ok(manifest)
}

/// Writes every part into a folder, each checked against its hash.
fn write_folder(
    backup: &Path,
    manifest: &Manifest,
    reader: &mut impl Read,
    folder: &Path,
) -> Result<(), StorageError> {
    for part in &manifest.parts {
        // Only names that we know: a manifest can't make us write anywhere else.
        if !PARTS.contains(&part.name.as_str()) {
            return Err(unreadable("it holds a part of another name"));
        }
        write_part(reader, part, &folder.join(&part.name))?;
    }
    if let Some(files) = &manifest.files_beside {
        let name = Path::new(&files.name);
        if name.file_name() != Some(name.as_os_str()) {
            return Err(unreadable("the attachments' name is a path"));
        }
        let beside = backup.with_file_name(name);
        let mut input =
            File::open(&beside).map_err(|_| unreadable("the attachments beside it are missing"))?;
        write_part(&mut input, files, &Folder::at(folder).files())?;
    }
    let paths = Folder::at(folder);
    if !(paths.data().exists() && paths.keys().exists() && paths.files().exists()) {
        return Err(unreadable("a part is missing"));
    }
    let mark = serde_json::to_vec(manifest).map_err(unreadable)?;
    folder::write_new(&folder.join(RESTORED), &mark)?;
    folder::make_private(&paths.backups())
}

/// Writes one part and checks it.
fn write_part(reader: &mut impl Read, part: &Part, target: &Path) -> Result<(), StorageError> {
    let fail = |error| StorageError::io("writing a part", target, error);
    let mut out = Hashing::new(File::create(target).map_err(fail)?);
    io::copy(&mut reader.take(part.bytes), &mut out).map_err(fail)?;
    out.inner.sync_all().map_err(fail)?;
    if out.bytes != part.bytes || hex(&out.hasher.finalize()) != part.sha256 {
        return Err(unreadable(format!("{} is damaged", part.name)));
    }
    Ok(())
}

impl Manifest {
    /// The file of attachments that lies beside the backup, if it needs one.
    pub(crate) fn beside(&self) -> Option<&str> {
        self.files_beside.as_ref().map(|files| files.name.as_str())
    }
}
