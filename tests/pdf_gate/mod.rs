//! The documents with the tools that others read them with: veraPDF says PDF/A-2a and PDF/UA-1,
//! qpdf finds the file sound, poppler finds every font embedded and the words in their order. And
//! the gate itself is tested: each way of breaking a good packet must be refused.

mod mutations;
mod tools;

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::cli::program::{Database, USER};
pub use tools::text_of;
use tools::{Verdict, conforms, fonts_are_embedded, is_sound};

/// Words that stand in every packet, and those of S2022-1008: sums, dates and Danish letters come
/// out of the file as they were put in.
const NEEDLES: &[&str] = &[
    "Intern forhandlingspakke",
    "S2022-1008",
    "Solbakkehus",
    "§ 107",
    "900.18",
    "2.466,27",
    "1.150,93",
    "01-09-2026",
    "90 dage",
    "20-11-2026",
    "Side 1 af",
];

fn packet(database: &Database, case: &str, name: &str) -> std::path::PathBuf {
    let file = database.beside(name);
    let answer = database.json(&["packet", case, "--audience", "internal", "--out", file.to_str().unwrap()]);
    let pages = answer["pages"].as_u64().unwrap();
    assert!((4..=12).contains(&pages), "{case}: {pages} pages");
    assert_eq!(answer["sha256"], tools::sha256(&file), "{case}");
    file
}

fn holds_words(file: &Path, needles: &[&str]) {
    let text = text_of(file);
    let missing: Vec<&&str> = needles.iter().filter(|needle| !text.contains(**needle)).collect();
    assert!(missing.is_empty(), "{missing:?} not in:\n{text}");
    assert!(!text.contains('\u{fffd}'), "a glyph without its character");
}

/// The gate that every PDF must pass.
pub fn passes(file: &Path, needles: &[&str]) {
    is_sound(file);
    fonts_are_embedded(file);
    holds_words(file, needles);
    let verdicts = conforms(&[file]);
    assert!(verdicts.iter().all(Verdict::holds), "{verdicts:#?}");
}

#[test]
fn a_packet_conforms_and_can_be_read_by_other_programs() {
    let database = Database::sample();
    let file = packet(&database, "S2022-1008", "pakke.pdf");
    passes(&file, NEEDLES);
}

#[test]
fn the_packets_of_the_special_cases_conform_too() {
    let database = Database::sample();
    let cases = [
        "S2026-1001",
        "S2025-1003",
        "S2026-1004",
        "S2024-1005",
        "S2023-1007",
        "S2024-1009",
        "S2025-1010",
        "S2025-1012",
        "S2020-1013",
        "S2025-1014",
        "S2026-1015",
    ];
    let files: Vec<_> = cases.iter().map(|case| packet(&database, case, &format!("{case}.pdf"))).collect();
    for (case, file) in cases.iter().zip(&files) {
        is_sound(file);
        fonts_are_embedded(file);
        holds_words(file, &["Intern forhandlingspakke", case, "Side 1 af"]);
    }
    let files: Vec<&Path> = files.iter().map(AsRef::as_ref).collect();
    let broken: Vec<_> = conforms(&files).into_iter().filter(|verdict| !verdict.holds()).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn a_citizens_drawing_conforms_with_and_without_the_employees_names() {
    let database = Database::sample();
    for (options, name, who) in
        [(&[] as &[&str], "med.pdf", USER), (&["--without-names"], "uden.pdf", "Medarbejder 1")]
    {
        let file = database.beside(name);
        let insight = ["insight", "S2024-1009", "--out", file.to_str().unwrap()];
        let answer = database.json(&[&insight, options].concat());
        assert!(answer["changes"].as_u64().unwrap() > 20, "{answer}");
        assert_eq!(answer["sha256"], tools::sha256(&file));
        let cited = [
            "Indsigt i loggen",
            "S2024-1009",
            "Lene Østergaard",
            "860460-1040",
            "Oprettede",
            "Loggens nyeste post",
        ];
        passes(&file, &[&cited as &[&str], &[who, "Side 1 af"]].concat());
    }
}

#[test]
fn the_same_case_on_the_same_day_gives_the_same_bytes() {
    let database = Database::sample();
    let bytes = |name| fs::read(packet(&database, "S2024-1009", name)).unwrap();
    let first = bytes("a.pdf");
    // Whatever the clock says: a second later is another second.
    let second = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    while SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() == second {
        std::thread::yield_now();
    }
    assert!(first == bytes("b.pdf"), "a packet is the same file when nothing changed");
}

#[test]
fn every_way_of_breaking_a_packet_is_refused_by_the_gate() {
    let database = Database::sample();
    let good = packet(&database, "S2022-1008", "pakke.pdf");
    let unchanged = database.beside("unchanged.pdf");
    mutations::write_unchanged(&good, &unchanged);
    let broken = mutations::write_all(&good, &database.beside(""));
    let mut files: Vec<&Path> = broken.iter().map(|(_, path)| path.as_path()).collect();
    files.push(&unchanged);
    let verdicts = conforms(&files);
    let copy: Vec<_> = verdicts.iter().filter(|verdict| verdict.file == unchanged).collect();
    assert!(copy.iter().all(|verdict| verdict.holds()), "a copy alone breaks nothing: {copy:#?}");
    for (name, path) in &broken {
        let refused = verdicts.iter().any(|verdict| verdict.file == *path && !verdict.holds());
        assert!(refused, "{name} passed the gate");
    }
}
