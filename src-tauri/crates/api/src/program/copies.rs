//! Temporary copies of files that another program shows: outside the encrypted database, so as short as can be.
//!
//! Invariants: copies lie in a private folder of this program's own, under names that say nothing, readable by the user
//! alone, and go when the program locks, closes the database or ends. What a crash left goes at the next start: each
//! program holds a lock in its folder, so that another that runs beside it keeps its own.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// What the folders' names begin with.
const PREFIX: &str = "vilkaar-visning-";

/// The file in a folder that says that a program has it.
const IN_USE: &str = "i-brug";

/// The copies of a program.
#[derive(Default)]
pub(crate) struct Copies {
    room: Option<Room>,
}

/// The folder, with the lock on it.
struct Room {
    path: PathBuf,
    lock: File,
    copies: u32,
}

/// Makes a folder that only the user may look into.
fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes a file that only the user may read, and that isn't there yet.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

impl Room {
    /// A new folder among the system's temporary ones.
    fn new() -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("{PREFIX}{}", Uuid::now_v7().simple()));
        private_folder(&path)?;
        let lock = private_file(&path.join(IN_USE))?;
        lock.lock()?;
        Ok(Self { path, lock, copies: 0 })
    }
}

impl Copies {
    /// Writes a copy under a name that says nothing; where.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<PathBuf> {
        let room = match &mut self.room {
            Some(room) => room,
            empty => empty.insert(Room::new()?),
        };
        room.copies += 1;
        let path = room.path.join(format!("visning-{}.pdf", room.copies));
        private_file(&path)?.write_all(bytes)?;
        Ok(path)
    }

    /// Removes every copy. One that another program won't let go of goes at the next start.
    pub(crate) fn clear(&mut self) {
        if let Some(Room { path, lock, .. }) = self.room.take() {
            // Some systems remove no folder in which a file is open.
            drop(lock);
            let _ = fs::remove_dir_all(path);
        }
    }
}

impl Drop for Copies {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Removes what programs left that ended without removing it.
pub(crate) fn sweep() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if is_ours && is_left(&entry.path()) {
            // Somebody else's, on a computer that several use, can't be removed and isn't ours to remove.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Has no program a folder any more?
fn is_left(folder: &Path) -> bool {
    match OpenOptions::new().write(true).open(folder.join(IN_USE)) {
        Ok(lock) => lock.try_lock().is_ok(),
        // Made and not yet marked, or half removed: what is older than an hour is nobody's.
        Err(_) => fs::metadata(folder)
            .and_then(|data| data.modified())
            .is_ok_and(|at| at.elapsed().is_ok_and(|age| age.as_secs() > 3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_private_and_gone_when_cleared_and_a_crash_leaves_none_past_the_next_start() {
        let mut copies = Copies::default();
        let (one, two) = (copies.write(b"%PDF-1").unwrap(), copies.write(b"%PDF-2").unwrap());
        assert_eq!(
            (fs::read(&one).unwrap(), fs::read(&two).unwrap()),
            (b"%PDF-1".to_vec(), b"%PDF-2".to_vec())
        );
        let room = one.parent().unwrap().to_owned();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&one).unwrap().permissions().mode() & 0o777, 0o600);
            assert_eq!(fs::metadata(&room).unwrap().permissions().mode() & 0o777, 0o700);
        }
        // Another program that starts meanwhile leaves them alone.
        sweep();
        assert!(one.exists() && two.exists());
        copies.clear();
        assert!(!room.exists());

        let left = copies.write(b"%PDF-3").unwrap();
        // Ended without removing it: the lock goes with the process.
        let Room { lock, .. } = copies.room.take().unwrap();
        drop(lock);
        assert!(left.exists());
        sweep();
        assert!(!left.exists() && !left.parent().unwrap().exists());
    }
}
