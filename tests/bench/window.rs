//! To the unlock screen, against an empty Tauri window started in the same way: until the window is on the screen,
//! and the memory of the program with its web processes once it has come to rest.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use vilkaar_storage::Database;

use crate::report::Report;

/// How often each window is opened; the shortest time counts, since the machine does other things too.
const TURNS: usize = 5;
/// How long a window may take before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(30);

pub fn measure(report: &mut Report) {
    let Some(empty) = empty_window() else {
        eprintln!(
            "the window is not measured: build the example empty-window first, as cargo xtask bench does"
        );
        return;
    };
    if std::env::var_os("DISPLAY").is_none() {
        eprintln!("the window is not measured: there is no display");
        return;
    }
    let folder = TempDir::new().unwrap();
    let database = folder.path().join("Prøve.vilkaar");
    drop(Database::create(&database, "Pia Lindskov", "en prøve med mange ord").unwrap());
    let ours = Path::new(env!("CARGO_BIN_EXE_vilkaar"));

    let mut times = [Duration::MAX; 2];
    let mut memory = [u64::MAX; 2];
    for _ in 0..TURNS {
        for (at, (program, title)) in [(ours, "Vilk"), (empty.as_path(), "Tom")].into_iter().enumerate() {
            let Some(opened) = open(program, title, &database, folder.path()) else {
                eprintln!("the window is not measured: {title} did not come to the screen");
                return;
            };
            times[at] = times[at].min(opened.0);
            memory[at] = memory[at].min(opened.1);
        }
    }
    report.add_ratio("to the unlock screen, to an empty window", times[0], times[1], 1.2);
    let above = memory[0].saturating_sub(memory[1]);
    report.add("memory above an empty window", megabytes(above), "MB", 60.0);
}

#[expect(clippy::cast_precision_loss, reason = "megabytes are shown with two decimals")]
fn megabytes(kilobytes: u64) -> f64 {
    kilobytes as f64 / 1024.0
}

/// The example beside this measurement's own folder.
fn empty_window() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let example = own.parent()?.parent()?.join("examples").join("empty-window");
    example.is_file().then_some(example)
}

/// Opens a window: the time until it is on the screen, and the memory at rest in kB. `None` when it doesn't come.
fn open(program: &Path, title: &str, database: &Path, folder: &Path) -> Option<(Duration, u64)> {
    let home = TempDir::new_in(folder).unwrap();
    let begun = Instant::now();
    let mut child = Command::new("dbus-run-session")
        .arg("--")
        .arg(program)
        .env("HOME", home.path())
        .env("XDG_CONFIG_HOME", home.path())
        .env("XDG_DATA_HOME", home.path())
        .env("XDG_CACHE_HOME", home.path())
        .env("VILKAAR_DATABASE", database)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !is_on_screen(title) {
        if begun.elapsed() > PATIENCE {
            end(&mut child);
            return None;
        }
    }
    let time = begun.elapsed();
    let memory = memory_at_rest(&child);
    end(&mut child);
    Some((time, memory))
}

/// The beginning of a title is looked for, as xdotool reads letters outside ASCII by the locale.
fn is_on_screen(title: &str) -> bool {
    Command::new("xdotool")
        .args(["search", "--onlyvisible", "--name", &format!("^{title}")])
        .output()
        .is_ok_and(|found| found.status.success())
}

/// The memory once it has not grown for a second.
fn memory_at_rest(child: &Child) -> u64 {
    let mut most = 0;
    let mut since = Instant::now();
    let begun = Instant::now();
    while since.elapsed() < Duration::from_secs(1) && begun.elapsed() < PATIENCE {
        let now = proportional_memory(child.id());
        if now > most + most / 100 {
            most = now;
            since = Instant::now();
        }
    }
    proportional_memory(child.id())
}

/// Proportional set size of a process and all below it, kB: pages that several share are counted once in all.
fn proportional_memory(root: u32) -> u64 {
    family(root)
        .into_iter()
        .filter_map(|process| std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok())
        .filter_map(|text| {
            let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        })
        .sum()
}

/// A process and all below it.
fn family(root: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Ok(process) = entry.file_name().to_string_lossy().parse::<u32>() else { continue };
        let Ok(state) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
        // The name in brackets may hold spaces; the parent stands two fields after it.
        let parent = state.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)?.parse().ok());
        if let Some(parent) = parent {
            children.entry(parent).or_default().push(process);
        }
    }
    let mut found = vec![root];
    let mut at = 0;
    while let Some(process) = found.get(at).copied() {
        found.extend(children.remove(&process).unwrap_or_default());
        at += 1;
    }
    found
}

/// Ends the program and its helpers, and waits until they are gone.
fn end(child: &mut Child) {
    for process in family(child.id()).into_iter().rev() {
        // One that has ended meanwhile needs no ending.
        let _ = Command::new("kill").arg(process.to_string()).stderr(Stdio::null()).status();
    }
    child.wait().unwrap();
}
