//! Temporary copies of files that another program shows: outside the encrypted database, so as short as can be.
//!
//! Invariants: copies lie in a private folder of this program's own, under names that say nothing, readable by the user
//! alone, and go when the program locks, closes the database or ends. A copy that another program won't let go of (Windows
//! removes no file that is open) is tried again at the next copy, the next lock, the end, and the next start. Each program
//! holds a lock on a marker in its folder, so that another that runs beside it leaves the folder alone; the marker goes
//! last, so that a folder with copies in it and without a marker is nobody's.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// What the folders' names begin with.
const PREFIX: &str = "vilkaar-visning-";

/// The file in a folder that says that a program has it.
const IN_USE: &str = "i-brug";

/// So often a folder is made anew that another program's sweep took for nobody's before it had its marker.
const ATTEMPTS: usize = 3;

/// Removes a file.
type Remove = fn(&Path) -> io::Result<()>;

/// The copies of a program.
pub(crate) struct Copies {
    room: Option<Room>,
    /// Folders of which something couldn't be removed yet.
    left: Vec<Room>,
    /// Where the folders are made.
    place: PathBuf,
    remove: Remove,
}

impl Default for Copies {
    fn default() -> Self {
        Self::among(std::env::temp_dir())
    }
}

/// A folder, with the lock on it.
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
    /// A new folder.
    fn new(place: &Path) -> io::Result<Self> {
        let mut attempt = 1;
        loop {
            match Self::make(place) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && attempt < ATTEMPTS => attempt += 1,
                made => return made,
            }
        }
    }

    fn make(place: &Path) -> io::Result<Self> {
        let path = place.join(format!("{PREFIX}{}", Uuid::now_v7().simple()));
        private_folder(&path)?;
        let lock = private_file(&path.join(IN_USE))?;
        lock.lock()?;
        Ok(Self { path, lock, copies: 0 })
    }

    /// Removes the copies, then the marker and the folder; the room again where something wouldn't go.
    fn empty(self, remove: Remove) -> Option<Self> {
        if remove_copies(&self.path, remove).is_err() {
            return Some(self);
        }
        let Self { path, lock, .. } = self;
        // Some systems remove no file that is open. Without copies the folder holds nothing of anybody's, so what is left
        // of it may wait for the next start.
        drop(lock);
        let _ = remove_folder(&path, remove);
        None
    }
}

/// Removes everything in a folder but the marker: all that can be, and then the first error.
fn remove_copies(folder: &Path, remove: Remove) -> io::Result<()> {
    let mut outcome = Ok(());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.file_name().is_none_or(|name| name != IN_USE) {
            outcome = outcome.and(remove(&path));
        }
    }
    outcome
}

/// Removes a folder without copies, the marker first.
fn remove_folder(folder: &Path, remove: Remove) -> io::Result<()> {
    let marker = folder.join(IN_USE);
    if marker.exists() {
        remove(&marker)?;
    }
    fs::remove_dir(folder)
}

impl Copies {
    /// Copies in folders that are made in a place.
    fn among(place: PathBuf) -> Self {
        Self { room: None, left: Vec::new(), place, remove: |path| fs::remove_file(path) }
    }

    /// Writes a copy under a name that says nothing; where.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<PathBuf> {
        self.try_again();
        let room = match &mut self.room {
            Some(room) => room,
            empty => empty.insert(Room::new(&self.place)?),
        };
        room.copies += 1;
        let path = room.path.join(format!("visning-{}.pdf", room.copies));
        private_file(&path)?.write_all(bytes)?;
        Ok(path)
    }

    /// Removes every copy. One that another program won't let go of is tried again.
    pub(crate) fn clear(&mut self) {
        self.left.extend(self.room.take());
        self.try_again();
    }

    /// Tries again what couldn't be removed.
    fn try_again(&mut self) {
        let remove = self.remove;
        self.left =
            std::mem::take(&mut self.left).into_iter().filter_map(|room| room.empty(remove)).collect();
    }
}

impl Drop for Copies {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Removes what programs left that ended without removing it.
pub(crate) fn sweep() {
    sweep_in(&std::env::temp_dir(), |path| fs::remove_file(path));
}

fn sweep_in(place: &Path, remove: Remove) {
    let Ok(entries) = fs::read_dir(place) else { return };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if is_ours && is_left(&entry.path()) {
            // Somebody else's, on a computer that several use, can't be removed and isn't ours to remove. What is still
            // open somewhere keeps its marker and gets its turn at the next start.
            let _ = remove_copies(&entry.path(), remove).and_then(|()| remove_folder(&entry.path(), remove));
        }
    }
}

/// Has no program a folder any more? One without a marker has no copies of a running program: they come after it.
fn is_left(folder: &Path) -> bool {
    match OpenOptions::new().write(true).open(folder.join(IN_USE)) {
        Ok(lock) => lock.try_lock().is_ok(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    /// A start of another program.
    fn sweep(place: &TempDir) {
        sweep_in(place.path(), |path| fs::remove_file(path));
    }

    /// A viewer holds the second copy.
    fn held(path: &Path) -> io::Result<()> {
        if path.ends_with("visning-2.pdf") {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        fs::remove_file(path)
    }

    /// Ended without removing anything: the lock goes with the process.
    fn crash(copies: &mut Copies) {
        for Room { lock, .. } in copies.room.take().into_iter().chain(copies.left.drain(..)) {
            drop(lock);
        }
    }

    #[test]
    fn copies_are_private_and_gone_when_cleared_and_a_crash_leaves_none_past_the_next_start() {
        let place = TempDir::new().unwrap();
        let mut copies = Copies::among(place.path().to_owned());
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
        sweep(&place);
        assert!(one.exists() && two.exists());
        copies.clear();
        assert!(!room.exists());

        let left = copies.write(b"%PDF-3").unwrap();
        crash(&mut copies);
        assert!(left.exists());
        sweep(&place);
        assert!(!left.exists() && !left.parent().unwrap().exists());
    }

    #[test]
    fn a_copy_that_a_viewer_holds_is_tried_again_and_the_others_go_at_once() {
        let place = TempDir::new().unwrap();
        let mut copies = Copies::among(place.path().to_owned());
        copies.remove = held;
        let [one, two, three] = [b"1", b"2", b"3"].map(|bytes| copies.write(bytes).unwrap());
        let room = one.parent().unwrap().to_owned();
        copies.clear();
        assert!(!one.exists() && two.exists() && !three.exists() && room.join(IN_USE).exists());
        // Still this program's: nobody else's start takes it, and the next copies have a folder of their own.
        sweep(&place);
        assert!(two.exists());
        let another = copies.write(b"4").unwrap();
        assert_ne!(another.parent().unwrap(), room);
        copies.clear();
        assert!(two.exists() && !another.exists());
        // The viewer is closed: the next lock takes it.
        copies.remove = |path| fs::remove_file(path);
        copies.clear();
        assert!(!room.exists());

        copies.remove = held;
        let (_, two) = (copies.write(b"1").unwrap(), copies.write(b"2").unwrap());
        let room = two.parent().unwrap().to_owned();
        copies.clear();
        copies.remove = |path| fs::remove_file(path);
        drop(copies);
        assert!(!room.exists(), "the end of the program takes it");
    }

    #[test]
    fn what_a_viewer_held_past_the_end_of_the_program_goes_at_a_start_when_it_is_let_go() {
        let place = TempDir::new().unwrap();
        let mut copies = Copies::among(place.path().to_owned());
        copies.remove = held;
        let (one, two) = (copies.write(b"1").unwrap(), copies.write(b"2").unwrap());
        let room = two.parent().unwrap().to_owned();
        copies.clear();
        crash(&mut copies);
        sweep_in(place.path(), held);
        assert!(!one.exists() && two.exists() && room.join(IN_USE).exists(), "held still, and marked still");
        sweep(&place);
        assert!(!room.exists());

        // Half removed, however young: without the marker it is nobody's.
        let room = place.path().join(format!("{PREFIX}{}", Uuid::now_v7().simple()));
        private_folder(&room).unwrap();
        private_file(&room.join("visning-1.pdf")).unwrap();
        sweep(&place);
        assert!(!room.exists());
    }
}
