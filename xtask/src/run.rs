//! `cargo xtask run`: from a checkout to the window with the sample municipality. Shows the day's
//! work, the cases above the limit and a few packets on the way, so that a machine without a
//! screen shows what the program is for as well.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::json::{self, Value};
use crate::process::{self, Outcome};
use crate::setup::{self, Purpose};

/// The day that counts as today for the sample, so that figures and pictures stay the same.
const DAY: &str = "2026-11-20";
const DAY_IN_WORDS: &str = "20-11-2026";
const DATABASE: &str = "var/Egeskov Kommune.vilkaar";
const WORKBOOK: &str = "tests/fixtures/egeskov-kommune.xlsx";
const PACKETS: &str = "var/pakker";
const USER: &str = "Pia Lindskov";

/// The sample's passphrase. It stands in the open because everything behind it is made up.
const PASSPHRASE: &str = "Egeskov prøver vilkår i november";

/// Sets up, builds, creates the sample if it isn't there, shows the day and opens the window.
pub fn run() -> Outcome {
    setup::setup(Purpose::Run)?;
    process::step(process::command("cargo").args(["build", "--workspace"]))?;
    let sample = Sample::find()?;
    sample.create_if_missing()?;
    println!("Mappe: {}", sample.folder.display());
    println!("Adgangssætning: {PASSPHRASE}   ({USER}, pr. {DAY_IN_WORDS})");

    let agenda = sample.table(&["agenda"])?;
    print_agenda(agenda.list());
    print_above_limit(sample.table(&["cases"])?.list());
    sample.write_packets(&most_urgent(agenda.list()))?;
    sample.open_window()
}

/// The sample database and the programs that were built.
struct Sample {
    programs: PathBuf,
    folder: PathBuf,
}

impl Sample {
    fn find() -> Outcome<Self> {
        Ok(Self { programs: crate::programs()?, folder: crate::root().join(DATABASE) })
    }

    fn program(&self, name: &str) -> Command {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        process::command(self.programs.join(file))
    }

    fn command_line(&self, database: &Path) -> Command {
        let mut command = self.program("vilkaar-cli");
        command
            .arg("--database")
            .arg(database)
            .args(["--user", USER, "--on", DAY])
            .env("VILKAAR_PASSPHRASE", PASSPHRASE);
        command
    }

    fn table(&self, arguments: &[&str]) -> Outcome<Value> {
        let mut command = self.command_line(&self.folder);
        command.arg("--json").args(arguments);
        json::parse(&process::read(&mut command)?)
    }

    /// Made under another name and moved into place when it is whole, so that a broken-off first
    /// run does not leave a sample with half its cases.
    fn create_if_missing(&self) -> Outcome {
        if self.folder.is_dir() {
            return Ok(());
        }
        let draft = self.folder.with_extension("ny");
        let describe = |error: std::io::Error| format!("{}: {error}", draft.display());
        if draft.exists() {
            fs::remove_dir_all(&draft).map_err(describe)?;
        }
        if let Some(parent) = draft.parent() {
            fs::create_dir_all(parent).map_err(describe)?;
        }
        let answer = process::read(self.command_line(&draft).arg("--json").arg("create").arg(&draft))?;
        let created = json::parse(&answer)?;
        let answer = process::read(self.command_line(&draft).args(["--json", "import", WORKBOOK]))?;
        let imported = json::parse(&answer)?;
        fs::rename(&draft, &self.folder).map_err(describe)?;
        println!("\nEksemplet er oprettet med {} rækker.", imported.text("created").unwrap_or("0"));
        println!("Gendannelsesnøgle (vises kun nu): {}", created.text("recovery_key").unwrap_or("?"));
        Ok(())
    }

    fn write_packets(&self, cases: &[&str]) -> Outcome {
        let folder = crate::root().join(PACKETS);
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        println!("\nForhandlingspakker");
        for case in cases {
            let file = folder.join(format!("{case}.pdf"));
            let mut command = self.command_line(&self.folder);
            command.args(["--json", "packet", case, "--audience", "internal", "--out"]).arg(&file);
            let packet = json::parse(&process::read(&mut command)?)?;
            let pages = packet.text("pages").unwrap_or("?");
            println!("  {}   {pages} sider", file.display());
        }
        Ok(())
    }

    fn open_window(&self) -> Outcome {
        let screen = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if cfg!(target_os = "linux") && !screen("DISPLAY") && !screen("WAYLAND_DISPLAY") {
            println!("\nHer er ingen skærm, så vinduet åbnes ikke. Alt andet er klar.");
            return Ok(());
        }
        process::step(self.program("vilkaar").env("VILKAAR_DATABASE", &self.folder).env("VILKAAR_ON", DAY))
    }
}

fn print_agenda(rows: &[Value]) {
    let count = |state: &str| rows.iter().filter(|row| row.text("state") == Some(state)).count();
    println!(
        "\nDagens arbejde pr. {DAY_IN_WORDS}: {} overskredne, {} inden 30 dage, {} inden 90 dage",
        count("overdue"),
        count("due_30"),
        count("due_90"),
    );
    for row in rows {
        let state = match row.text("state") {
            Some("overdue") => "Overskredet",
            Some("due_30") => "Inden 30 dage",
            _ => continue,
        };
        println!(
            "  {}  {state:<13}  {:<12}  {:<21}  {:>17}  {}",
            danish_date(row.text("due")),
            row.text("case").unwrap_or_default(),
            kind(row.text("kind").unwrap_or_default()),
            kroner(row.text("at_stake")),
            row.text("owner").unwrap_or("centerchef"),
        );
    }
}

fn print_above_limit(rows: &[Value]) {
    let above: Vec<&Value> = rows.iter().filter(|row| row.text("above_limit") == Some("true")).collect();
    println!("\nUdgiftstunge sager over 1,0 mio. kr. om året: {}", above.len());
    for row in above {
        let when = match row.text("above_limit_since") {
            Some(day) => format!("siden {}", danish_date(Some(day))),
            None => format!("fra   {}", danish_date(row.text("above_limit_from"))),
        };
        println!(
            "  {:<12}  {:>17}  {when}  {}",
            row.text("case").unwrap_or_default(),
            kroner(row.text("annualised")),
            row.text("offer").unwrap_or_default(),
        );
    }
}

/// Up to three cases whose renegotiation or notice is overdue or due soon, in the agenda's order:
/// tomorrow's meetings.
fn most_urgent(rows: &[Value]) -> Vec<&str> {
    let mut cases = Vec::new();
    for row in rows {
        let soon = matches!(row.text("state"), Some("overdue" | "due_30"));
        let talks = matches!(row.text("kind"), Some("renegotiation" | "notice"));
        if let Some(case) = row.text("case")
            && soon
            && talks
            && !cases.contains(&case)
        {
            cases.push(case);
        }
    }
    cases.truncate(3);
    cases
}

fn kind(code: &str) -> &str {
    match code {
        "renegotiation" => "Genforhandling",
        "notice" => "Opsigelse senest",
        "goal_follow_up" => "Opfølgning på mål",
        "rate_review" => "Tillæg revurderes",
        "contract_end" => "Kontrakten slutter",
        "stay_end" => "Forventet ophør",
        "supervision" => "Tilsyn",
        "approval" => "Godkendelse mangler",
        other => other,
    }
}

/// `2026-11-20` as `20-11-2026`.
fn danish_date(date: Option<&str>) -> String {
    let Some(date) = date else {
        return "–".to_owned();
    };
    let mut parts: Vec<&str> = date.split('-').collect();
    parts.reverse();
    parts.join("-")
}

/// `1234567.89` as `1.234.567,89 kr.`; a figure that isn't known as a dash, never as 0.
fn kroner(amount: Option<&str>) -> String {
    let Some(amount) = amount else {
        return "–".to_owned();
    };
    let (whole, cents) = amount.split_once('.').unwrap_or((amount, "00"));
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("−", digits),
        None => ("", whole),
    };
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped},{cents} kr.")
}

#[cfg(test)]
mod tests {
    use super::{danish_date, kroner, most_urgent};
    use crate::json;

    #[test]
    fn amounts_and_dates_are_written_the_danish_way_and_the_unknown_as_a_dash() {
        assert_eq!(kroner(Some("1234567.89")), "1.234.567,89 kr.");
        assert_eq!(kroner(Some("-59.91")), "−59,91 kr.");
        assert_eq!(kroner(None), "–");
        assert_eq!(danish_date(Some("2026-11-20")), "20-11-2026");
    }

    #[test]
    fn packets_are_written_for_talks_that_are_due_and_once_for_a_case() {
        let rows = json::parse(
            r#"[{"case":"A","kind":"goal_follow_up","state":"overdue"},
                {"case":"B","kind":"renegotiation","state":"overdue"},
                {"case":"B","kind":"notice","state":"overdue"},
                {"case":"C","kind":"notice","state":"due_90"}]"#,
        )
        .unwrap();
        assert_eq!(most_urgent(rows.list()), ["B"]);
    }
}
