//! Dependencies run one way: domain ← {application, wording} ← {storage, documents, exchange} ← api
//! ← {shell, cli}; and each part of the outside world is known to one crate only. Read from cargo
//! itself, so that a new dependency cannot slip past.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

use crate::house;

/// What each crate of ours may build on (not counting tests).
const MAY_USE: &[(&str, &[&str])] = &[
    ("vilkaar-domain", &[]),
    ("vilkaar-wording", &["vilkaar-domain"]),
    ("vilkaar-application", &["vilkaar-domain", "vilkaar-wording"]),
    ("vilkaar-storage", &["vilkaar-domain", "vilkaar-application", "vilkaar-wording"]),
    ("vilkaar-documents", &["vilkaar-domain", "vilkaar-application", "vilkaar-wording"]),
    ("vilkaar-exchange", &["vilkaar-domain", "vilkaar-application", "vilkaar-wording"]),
    (
        "vilkaar-api",
        &[
            "vilkaar-domain",
            "vilkaar-application",
            "vilkaar-wording",
            "vilkaar-storage",
            "vilkaar-documents",
            "vilkaar-exchange",
        ],
    ),
    ("vilkaar-cli", &["vilkaar-api"]),
    ("vilkaar", &["vilkaar-api"]),
    ("vilkaar-testkit", &["vilkaar-domain", "vilkaar-application"]),
    ("xtask", &[]),
];

/// Packages of others that one crate of ours alone may name.
const KNOWN_TO_ONE: &[(&str, &[&str])] = &[
    ("vilkaar-application", &["zxcvbn"]),
    (
        "vilkaar",
        &[
            "tauri",
            "tauri-build",
            "tauri-plugin-dialog",
            "tauri-plugin-opener",
            "tauri-plugin-single-instance",
            "tauri-plugin-window-state",
            "keyring",
            "zbus",
        ],
    ),
    ("vilkaar-storage", &["rusqlite", "tokio-postgres", "rustls", "refinery", "argon2", "chacha20poly1305"]),
    ("vilkaar-documents", &["printpdf", "lopdf", "subsetter", "rustybuzz", "hypher"]),
    ("vilkaar-exchange", &["calamine", "csv", "encoding_rs"]),
    ("vilkaar-api", &["ts-rs"]),
];

fn ours() -> Vec<Package> {
    MetadataCommand::new()
        .manifest_path(house::root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo tells about the workspace")
        .packages
}

fn dependencies(package: &Package) -> BTreeSet<&str> {
    package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind != DependencyKind::Development)
        .map(|dependency| dependency.name.as_str())
        .collect()
}

#[test]
fn dependencies_between_the_crates_run_one_way() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        MAY_USE.iter().map(|(name, uses)| (*name, uses.iter().copied().collect())).collect();
    for package in ours() {
        let name = package.name.as_str();
        let may = allowed.get(name).unwrap_or_else(|| panic!("{name} has no place in the layers yet"));
        let uses: BTreeSet<&str> = dependencies(&package)
            .into_iter()
            .filter(|dependency| dependency.starts_with("vilkaar"))
            .collect();
        let wrong: Vec<_> = uses.difference(may).collect();
        assert!(wrong.is_empty(), "{name} must not know {wrong:?}");
    }
}

#[test]
fn each_part_of_the_outside_world_is_known_to_one_crate() {
    for package in ours() {
        for (owner, names) in KNOWN_TO_ONE {
            if package.name.as_str() == *owner {
                continue;
            }
            for name in dependencies(&package) {
                assert!(!names.contains(&name), "{} must not know {name}: {owner} does", package.name);
            }
        }
    }
}

#[test]
fn the_tool_that_sets_a_machine_up_needs_nothing() {
    let packages = ours();
    let xtask = packages.iter().find(|package| package.name.as_str() == "xtask").unwrap();
    assert!(xtask.dependencies.is_empty());
}

#[test]
fn every_crate_keeps_the_lints_of_the_workspace() {
    for package in ours() {
        let manifest = std::fs::read_to_string(&package.manifest_path).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{}", package.name);
    }
}

#[test]
fn only_the_ipc_folder_of_the_window_knows_tauri() {
    let mut found = Vec::new();
    for (path, content) in house::sources() {
        let window = path.starts_with("ui/src") && !path.starts_with("ui/src/ipc");
        if window && content.contains("@tauri-apps/") {
            found.push(path.display().to_string());
        }
    }
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn only_storage_writes_sql() {
    let mut found = Vec::new();
    for (path, content) in house::sources() {
        let rust = path.extension().is_some_and(|ending| ending == "rs");
        // The server that the tests throw away is asked with psql, as by somebody without the program.
        let test_server = path.ends_with("testkit/src/server.rs");
        if !rust || test_server || path.starts_with("src-tauri/crates/storage") || path.starts_with("tests") {
            continue;
        }
        let statements = ["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE "];
        if statements.iter().any(|statement| content.contains(statement)) {
            found.push(path.display().to_string());
        }
    }
    assert!(found.is_empty(), "{found:?}");
}
