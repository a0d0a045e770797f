//! The programs of others that judge a PDF. They are there because `cargo xtask` put them there;
//! a missing one fails the test with what to do.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};

use crate::house;

/// What veraPDF says about one file under one of the two profiles.
#[derive(Debug)]
pub struct Verdict {
    pub file: PathBuf,
    /// The rules broken, each with its profile and first place; empty when the file conforms.
    pub broken: Vec<String>,
}

impl Verdict {
    pub fn holds(&self) -> bool {
        self.broken.is_empty()
    }
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; `cargo xtask test` installs it"))
}

/// Checks files against PDF/A-2a and PDF/UA-1, two verdicts a file.
pub fn conforms(files: &[&Path]) -> Vec<Verdict> {
    let programs = Path::new(env!("CARGO_BIN_EXE_vilkaar")).parent().unwrap();
    let library = programs.parent().unwrap().join("tools/verapdf.jar");
    assert!(library.is_file(), "{}: `cargo xtask test` fetches it", library.display());
    let mut check = Command::new("java");
    check
        .arg("-cp")
        .arg(library)
        .arg(house::root().join("tests/pdf_gate/VeraCheck.java"))
        .arg("2a,ua1")
        .args(files);
    let output = run(&mut check);
    let text = String::from_utf8_lossy(&output.stdout);
    let mut verdicts: Vec<Verdict> = Vec::new();
    let mut profile = "";
    for line in text.lines() {
        let mut words = line.splitn(3, '\t');
        match (words.next(), words.next(), words.next()) {
            (Some("PASS" | "FAIL"), Some(name), Some(file)) => {
                profile = name;
                verdicts.push(Verdict { file: file.into(), broken: Vec::new() });
            }
            (Some("RULE"), Some(rule), Some(place)) => {
                let verdict = verdicts.last_mut().expect("a rule belongs to a file");
                verdict.broken.push(format!("{profile} {rule}: {place}"));
            }
            _ => panic!("veraPDF said {line}"),
        }
    }
    assert_eq!(
        verdicts.len(),
        files.len() * 2,
        "two verdicts a file: {text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    verdicts
}

/// qpdf finds nothing wrong with the file's structure.
pub fn is_sound(file: &Path) {
    let output = run(Command::new("qpdf").arg("--check").arg(file));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

/// Every font is embedded, a subset, and maps its glyphs to characters.
pub fn fonts_are_embedded(file: &Path) {
    let output = run(Command::new("pdffonts").arg(file));
    let table = String::from_utf8(output.stdout).unwrap();
    let rows: Vec<&str> = table.lines().skip(2).collect();
    assert!(!rows.is_empty(), "fonts: {table}");
    for row in rows {
        // name, type, encoding, emb, sub, uni, object id: read from the right, since names vary.
        let words: Vec<&str> = row.split_whitespace().rev().collect();
        assert_eq!(words[2..5], ["yes", "yes", "yes"], "emb, sub, uni: {row}");
    }
}

/// The text in reading order, with every run of white space as one space, and words that were
/// divided at a line's end put together again.
pub fn text_of(file: &Path) -> String {
    let output = run(Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(file).arg("-"));
    let text = String::from_utf8(output.stdout).unwrap();
    let whole = text.replace("\u{ad}\n", "").replace('\u{a0}', " ");
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The file's SHA-256 in hexadecimal, as the command line prints it.
pub fn sha256(file: &Path) -> String {
    Sha256::digest(std::fs::read(file).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect()
}
