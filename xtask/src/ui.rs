//! The window's pages: fetches their packages and builds them into `ui/dist`, each only when
//! something changed. Must come before any cargo call of the workspace, since Tauri embeds the
//! built pages in the program.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::process::{self, Outcome};

/// `npm ci` when the lock file is newer than what npm last installed from.
pub fn packages() -> Outcome {
    let ui = crate::root().join("ui");
    let lock = modified(&ui.join("package-lock.json"));
    // npm writes this file last, so a broken-off installation is done again.
    let installed = modified(&ui.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= lock {
        return Ok(());
    }
    process::step(process::npm().args(["ci", "--no-audit", "--no-fund"]).stdout(std::io::stderr()))
}

/// `npm run build` when a source of the pages changed since the last build. Compared by content,
/// not by time: a fresh checkout and rewritten generated types would otherwise embed the same
/// pages again, which builds the whole program again.
pub fn build() -> Outcome {
    let print = fingerprint()?;
    let stamp = crate::tools()?.join("ui-build");
    let built = crate::root().join("ui/dist/index.html").is_file();
    if built && fs::read_to_string(&stamp).is_ok_and(|last| last == print) {
        return Ok(());
    }
    // What npm says belongs to the errors: `bench --json` prints nothing but its answer.
    process::step(process::npm().args(["run", "build"]).stdout(std::io::stderr()))?;
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::write(&stamp, print).map_err(|error| format!("{}: {error}", stamp.display()))
}

fn modified(path: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(path).and_then(|facts| facts.modified()).ok()
}

/// A digest over names and contents of everything in `ui/` but what is installed and built.
fn fingerprint() -> Outcome<String> {
    let ui = crate::root().join("ui");
    let mut files = Vec::new();
    collect(&ui, &mut files)?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let content = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        file.strip_prefix(&ui).unwrap_or(&file).hash(&mut hasher);
        content.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    let describe = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(describe)? {
        let entry = entry.map_err(describe)?;
        let name = entry.file_name();
        if name == "node_modules" || name == "dist" || name.to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
