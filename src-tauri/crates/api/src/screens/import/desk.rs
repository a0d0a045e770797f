//! The file on the desk and the work on it: kept between requests, so that a correction doesn't read
//! the file again, and free of the session's lock, so that progress can be asked for and work stopped.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use vilkaar_exchange::{ParsedFile, ReadError, read_path};

use crate::program::count;
use crate::types::ImportProgress;

/// The desk.
#[derive(Default)]
pub struct ImportDesk {
    file: Mutex<Option<(String, Arc<ParsedFile>)>>,
    phase: Mutex<&'static str>,
    running: AtomicBool,
    stopped: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
}

impl ImportDesk {
    /// The file of a ticket, read once.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn file(&self, ticket: &str, path: &Path) -> Result<Arc<ParsedFile>, ReadError> {
        let mut held = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, file)) = held.as_ref()
            && known == ticket
        {
            return Ok(Arc::clone(file));
        }
        let file = Arc::new(read_path(path)?);
        *held = Some((ticket.to_owned(), Arc::clone(&file)));
        Ok(file)
    }

    /// Takes the file off the desk, so that choosing it again reads it anew; stops what is running.
    pub fn clear(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Stops what is running; it leaves no trace.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Begins a piece of work, which ends when the returned guard goes.
    pub fn begin(&self, phase: &'static str) -> Work<'_> {
        self.stopped.store(false, Ordering::Relaxed);
        self.go_on(phase)
    }

    /// Goes on to the next phase of the same work: a stop that came between the two still holds.
    pub fn go_on(&self, phase: &'static str) -> Work<'_> {
        *self.phase.lock().unwrap_or_else(PoisonError::into_inner) = phase;
        self.done.store(0, Ordering::Relaxed);
        self.total.store(0, Ordering::Relaxed);
        self.running.store(true, Ordering::Relaxed);
        Work { desk: self }
    }

    /// How far it is.
    pub fn progress(&self) -> ImportProgress {
        let small = |number: u64| count(usize::try_from(number).unwrap_or(usize::MAX));
        ImportProgress {
            is_running: self.running.load(Ordering::Relaxed),
            phase: (*self.phase.lock().unwrap_or_else(PoisonError::into_inner)).to_owned(),
            done: small(self.done.load(Ordering::Relaxed)),
            total: small(self.total.load(Ordering::Relaxed)),
        }
    }
}

/// A piece of work in progress.
pub struct Work<'d> {
    desk: &'d ImportDesk,
}

impl Work<'_> {
    /// Takes note of how far it is; `false` when it shall stop.
    pub fn step(&self, done: u64, total: u64) -> bool {
        self.desk.done.store(done, Ordering::Relaxed);
        self.desk.total.store(total, Ordering::Relaxed);
        !self.desk.stopped.load(Ordering::Relaxed)
    }
}

impl Drop for Work<'_> {
    fn drop(&mut self) {
        self.desk.running.store(false, Ordering::Relaxed);
    }
}
