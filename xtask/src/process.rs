//! Starts other programs. Every call says what it runs, and a failure names the command, so that
//! the last lines of a long log are enough to repeat it by hand.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Instant;

/// What a step gives, or a sentence that says why it could not.
pub type Outcome<T = ()> = Result<T, String>;

/// A command that starts in the root of the workspace.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(crate::root());
    command
}

/// Runs a step with its output on the terminal; anything but exit code 0 is an error.
pub fn step(command: &mut Command) -> Outcome {
    let words = spell(command);
    // stderr, so that `bench --json` leaves only JSON on stdout.
    eprintln!("\n▸ {words}");
    let begun = Instant::now();
    let status = command.status().map_err(|error| format!("{words} kunne ikke startes: {error}"))?;
    if !status.success() {
        return Err(format!("{words} sluttede med {status}"));
    }
    eprintln!("  {} s", begun.elapsed().as_secs());
    Ok(())
}

/// Runs a program and gives what it wrote on stdout; stderr goes to the terminal. Anything but
/// exit code 0 is an error.
pub fn read(command: &mut Command) -> Outcome<String> {
    let words = spell(command);
    let Output { status, stdout, .. } = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{words} kunne ikke startes: {error}"))?;
    if !status.success() {
        return Err(format!("{words} sluttede med {status}"));
    }
    String::from_utf8(stdout).map_err(|_| format!("{words} skrev andet end UTF-8"))
}

/// What a program writes on stdout, or `None` when it is not there or fails: for questions about
/// the machine, where both mean no.
pub fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    if !output.status.success() {
        return None;
    }
    String::from_utf8(output.stdout).ok()
}

/// Where a program lies on the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| {
            [
                folder.join(program),
                folder.join(format!("{program}.exe")),
                folder.join(format!("{program}.cmd")),
            ]
        })
        .find(|candidate| candidate.is_file())
}

/// Puts a command under a virtual screen large enough for the pictures at 1920 × 1080, where the
/// system has one; elsewhere the command runs as it is.
pub fn on_virtual_screen(program: &str, arguments: &[&str]) -> Command {
    if find("xvfb-run").is_none() {
        let mut plain = command(program);
        plain.args(arguments);
        return plain;
    }
    let mut screen = command("xvfb-run");
    screen.args(["-a", "-s", "-screen 0 1920x1200x24"]).arg(program).args(arguments);
    screen
}

/// `npm`, which on Windows is a script that must be named in full.
pub fn npm() -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(crate::root().join("ui"));
    npm
}

fn spell(command: &Command) -> String {
    let mut words = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned();
    for argument in command.get_args() {
        words.push(' ');
        words.push_str(&argument.to_string_lossy());
    }
    words
}
