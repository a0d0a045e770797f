//! Checks what the machine must have, and installs what is missing where that can be done without
//! asking: on Debian and Ubuntu as root or with a sudo that needs no password. Everywhere else it
//! says exactly what to install, and changes nothing.

use crate::process::{self, Outcome};

/// What the machine is made ready for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Building and running the program.
    Run,
    /// The tests too: a virtual screen, the tools of the PDF gate, a PostgreSQL to throw away.
    Test,
}

/// A package of Debian, and the program that shows that it, or something as good, is there.
struct Need {
    package: &'static str,
    program: Option<&'static str>,
}

const fn library(package: &'static str) -> Need {
    Need { package, program: None }
}

const fn program(package: &'static str, program: &'static str) -> Need {
    Need { package, program: Some(program) }
}

const FOR_BUILDING: &[Need] = &[
    library("libwebkit2gtk-4.1-dev"),
    library("librsvg2-dev"),
    library("libxdo-dev"),
    program("build-essential", "cc"),
    program("pkg-config", "pkg-config"),
    // OpenSSL inside SQLCipher is configured by a perl script.
    program("perl", "perl"),
];

const FOR_TESTING: &[Need] = &[
    program("xvfb", "xvfb-run"),
    program("xauth", "xauth"),
    program("xdotool", "xdotool"),
    program("dbus", "dbus-run-session"),
    program("webkit2gtk-driver", "WebKitWebDriver"),
    program("poppler-utils", "pdftotext"),
    program("qpdf", "qpdf"),
    program("unzip", "unzip"),
    program("openjdk-17-jdk-headless", "javac"),
    library("postgresql"),
    program("fiu-utils", "fiu-run"),
    program("python3-pip", "pip3"),
];

const OLDEST_RUST: (u32, u32) = (1, 95);
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Makes the machine ready and builds the window's pages, which cargo embeds in the program.
pub fn setup(purpose: Purpose) -> Outcome {
    let mut missing = Vec::new();
    missing.extend(version("Rust", "rustc", OLDEST_RUST, "rustup update stable"));
    missing.extend(version(
        "Node.js",
        "node",
        OLDEST_NODE,
        "hent en nyere fra Node.js' egne pakker; Debians er for gammel",
    ));
    if !missing.is_empty() {
        return Err(missing.join("\n"));
    }
    packages(purpose)?;
    crate::ui::packages()?;
    crate::ui::build()
}

/// A sentence when the program is missing or older than asked for.
fn version(name: &str, program: &str, oldest: (u32, u32), cure: &str) -> Option<String> {
    let (major, minor) = oldest;
    let Some(answer) = process::ask(program, &["--version"]) else {
        return Some(format!("{name} mangler: {cure} (mindst {major}.{minor})."));
    };
    match parse_version(&answer) {
        Some(found) if found >= oldest => None,
        _ => Some(format!("{name} er {}, og der skal bruges mindst {major}.{minor}: {cure}.", answer.trim())),
    }
}

/// Major and minor out of `rustc 1.95.0 (…)` or `v20.19.2`.
fn parse_version(answer: &str) -> Option<(u32, u32)> {
    let number = answer
        .split_whitespace()
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    let mut parts = number.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn packages(purpose: Purpose) -> Outcome {
    if !cfg!(target_os = "linux") {
        // Windows and macOS carry their own web view; the window tests need Linux' driver.
        return Ok(());
    }
    let mut needs: Vec<&Need> = FOR_BUILDING.iter().collect();
    if purpose == Purpose::Test {
        needs.extend(FOR_TESTING);
    }
    let debian = process::find("dpkg-query").is_some() && process::find("apt-get").is_some();
    if !debian {
        return other_linux(&needs);
    }
    let missing: Vec<&str> = needs.iter().filter(|need| !is_there(need)).map(|need| need.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let Some(elevation) = elevation() else {
        return Err(format!("disse pakker mangler. Kør:\n  sudo apt-get install {}", missing.join(" ")));
    };
    println!("Installerer {}", missing.join(", "));
    process::step(elevated(&elevation, &["update"]).env("DEBIAN_FRONTEND", "noninteractive"))?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(missing);
    process::step(elevated(&elevation, &arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_there(need: &Need) -> bool {
    if need.program.is_some_and(|program| process::find(program).is_some()) {
        return true;
    }
    process::ask("dpkg-query", &["--show", "--showformat=${db:Status-Status}", need.package])
        .is_some_and(|status| status == "installed")
}

/// How to become root without asking: not at all when one is, `sudo -n` where it works.
fn elevation() -> Option<Vec<&'static str>> {
    if process::ask("id", &["-u"]).is_some_and(|id| id.trim() == "0") {
        return Some(vec![]);
    }
    process::ask("sudo", &["-n", "true"]).map(|_| vec!["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"])
}

fn elevated(elevation: &[&str], arguments: &[&str]) -> std::process::Command {
    let mut words = elevation.iter().copied().chain(["apt-get"]);
    let mut command = process::command(words.next().unwrap_or("apt-get"));
    command.args(words).args(arguments);
    command
}

/// Other distributions name their packages otherwise: what is missing is found by its programs and
/// by pkg-config, and named as Debian does.
fn other_linux(needs: &[&Need]) -> Outcome {
    let missing: Vec<&str> = needs
        .iter()
        .filter(|need| match need.program {
            Some(program) => process::find(program).is_none(),
            None => pkg_config_name(need.package)
                .is_some_and(|name| process::ask("pkg-config", &["--exists", name]).is_none()),
        })
        .map(|need| need.package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "installér det, der i Debian hedder: {}. (Andre systemer har egne navne for pakkerne.)",
        missing.join(", ")
    ))
}

fn pkg_config_name(package: &str) -> Option<&'static str> {
    match package {
        "libwebkit2gtk-4.1-dev" => Some("webkit2gtk-4.1"),
        "librsvg2-dev" => Some("librsvg-2.0"),
        // libxdo has no pkg-config file; the linker names it if it isn't there.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::parse_version;

    #[test]
    fn a_version_is_read_from_what_rustc_and_node_answer() {
        assert_eq!(parse_version("rustc 1.95.0 (59807616e 2026-04-14)\n"), Some((1, 95)));
        assert_eq!(parse_version("v20.19.2\n"), Some((20, 19)));
        assert_eq!(parse_version("not a version"), None);
    }
}
