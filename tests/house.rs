//! The rules of the house that the compiler does not keep: money is never a floating-point number,
//! the project stands alone, and a file stays short enough to be read.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every text file that is kept, with its content; what others made (lock files, pictures, fonts,
/// licences) and what is built or installed is left out.
pub fn kept_files() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![root().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                let made = ["target", "node_modules", "dist", ".git", "gen", "var", "backups"];
                if !made.contains(&name.as_str()) && !name.ends_with(".vilkaar") {
                    folders.push(path);
                }
            } else if !["Cargo.lock", "package-lock.json", "LICENSE"].contains(&name.as_str())
                && let Ok(content) = fs::read_to_string(&path)
            {
                files.push((path.strip_prefix(root()).unwrap().to_path_buf(), content));
            }
        }
    }
    assert!(files.len() > 50, "the project has more files than {}", files.len());
    files
}

/// Source files in the languages the project is written in.
pub fn sources() -> Vec<(PathBuf, String)> {
    let endings = ["rs", "ts", "svelte", "scss", "sql", "java"];
    kept_files()
        .into_iter()
        .filter(|(path, _)| {
            path.extension().is_some_and(|ending| endings.contains(&ending.to_str().unwrap()))
        })
        .collect()
}

fn complain(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn money_is_never_a_floating_point_number() {
    let crates = ["domain", "application", "storage", "exchange", "api", "cli", "wording"];
    let mut found = Vec::new();
    for (path, content) in sources() {
        let ours = crates.iter().any(|name| path.starts_with(Path::new("src-tauri/crates").join(name)));
        if !ours || path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        for (number, line) in (1..).zip(content.lines()) {
            let code = line.split("//").next().unwrap_or_default();
            let floating =
                code.split(|character: char| !character.is_alphanumeric() && character != '_').any(|word| {
                    word == "f32" || word == "f64" || word.ends_with("_f64") || word.ends_with("_f32")
                });
            if floating && !line.contains("// f64: ") {
                found.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    complain("floating-point numbers without a reason", &found);
}

#[test]
fn nothing_points_out_of_the_project() {
    // Spelled in parts, or this file would find itself.
    let outside = [
        ["..", "/shared"].concat(),
        ["/", "work/"].concat(),
        ["/", "tmp/"].concat(),
        ["crates", ".io"].concat(),
        ["registry.", "npmjs"].concat(),
        ["py", "pi.org"].concat(),
    ];
    let mut found = Vec::new();
    for (path, content) in kept_files() {
        for (number, line) in (1..).zip(content.lines()) {
            if outside.iter().any(|word| line.contains(word.as_str())) {
                found.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    complain("places outside the project", &found);
}

#[test]
fn nothing_is_left_for_later_and_no_test_is_passed_over() {
    let words = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["#[ign", "ore"].concat(),
        ["todo", "!("].concat(),
        ["unimplemented", "!("].concat(),
        [".only", "("].concat(),
    ];
    let mut found = Vec::new();
    for (path, content) in sources() {
        for (number, line) in (1..).zip(content.lines()) {
            if words.iter().any(|word| line.contains(word.as_str())) {
                found.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    complain("left for later", &found);
}

#[test]
fn a_file_is_named_for_what_it_is_and_short_enough_to_read() {
    let mut found = Vec::new();
    for (path, content) in sources() {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_lowercase();
        for word in ["util", "utils", "common", "helper", "helpers", "manager", "misc"] {
            if stem.split(['_', '-', '.']).any(|part| part == word) {
                found.push(format!("{}: says nothing", path.display()));
            }
        }
        let generated = path.starts_with("ui/src/ipc/generated");
        let lines = content.lines().count();
        if lines > 500 && !generated {
            found.push(format!("{}: {lines} lines", path.display()));
        }
    }
    complain("file names and lengths", &found);
}

#[test]
fn a_source_file_opens_with_what_it_is_for() {
    let mut found = Vec::new();
    for (path, content) in sources() {
        if path.starts_with("ui/src/ipc/generated") || path.ends_with("vite-env.d.ts") {
            continue;
        }
        let opening = content.trim_start();
        let ending = path.extension().unwrap().to_str().unwrap();
        let said = match ending {
            "rs" => opening.starts_with("//!"),
            "sql" => opening.starts_with("--"),
            "svelte" => opening.starts_with("<!--") || opening.contains("//") || opening.contains("/*"),
            _ => opening.starts_with("//") || opening.starts_with("/*"),
        };
        if !said {
            found.push(path.display().to_string());
        }
    }
    complain("files that do not say what they are for", &found);
}
