//! Reads the command line: `vilkaar-cli [--database DIR] [--user NAME] [--on DAY] [--json] COMMAND`.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use lexopt::Arg;

use crate::moving::{self, MoveCommand};
use crate::server::ServerCommand;
use vilkaar_api::headless::{KeptHead, LogAsked};
use vilkaar_api::types::InsightNames;

/// Shown by `--help`.
pub const HELP: &str = "\
Vilkår på kommandolinjen

vilkaar-cli [--database MAPPE] [--user NAVN] [--on ÅÅÅÅ-MM-DD] [--json] KOMMANDO

  create MAPPE                                   opret en database
  import FIL [--dry-run] [--skip-refused]        læs et regneark ind
  cases                                          sager med pris
  cost --year ÅR                                 udgift i et år
  explain SAG --year ÅR                          beregningen af en sags udgift
  notice SAG --party municipality|provider (--given DATO | --end DATO)
                                                 opsigelse i ord
  agenda                                         det, der er frist på
  goals                                          mål og opfølgning
  gaps                                           det, der mangler
  packet SAG --audience internal|provider --out FIL
                                                 forhandlingspakke som PDF
  forecast --year ÅR                             budget, sikker og ventet udgift
  log [--citizen-of SAG] [--from DATO] [--to DATO] [--person NAVN] [--text ORD] [--limit ANTAL]
                                                 det, der er ændret og set, nyeste først
  insight SAG --out FIL.pdf|FIL.xlsx [--without-names]
                                                 en borgers indsigt i loggen
  template FIL                                   tom skabelon til import
  verify [--head NR:AFTRYK …]                    kontrol af database og log, også mod hoveder på papir
  backup FIL                                     skriv en sikkerhedskopi
  recovery-key                                   ny gendannelsesnøgle; den gamle åbner ikke mere
  restore FIL                                    læg en sikkerhedskopi i --database
  restore FIL --to SERVER [--login NAVN=BRUGERNAVN …]
                                                 læg den i en tom database på en server
  move --to SERVER [--login NAVN=BRUGERNAVN …] flyt --database til en tom database på en server
  move --from SERVER --to MAPPE                  hent en database fra en server ned i en ny mappe
  server setup [--municipality NAVN]             gør en database på en server klar, eller opgradér den
  server person add NAVN --login BRUGERNAVN --role ROLLE …
  server person roles BRUGERNAVN --role ROLLE …  skift roller
  server person password BRUGERNAVN              ny engangsadgangskode
  server person remove BRUGERNAVN                fjern en bruger
  server person list                             alle brugere

MAPPE kan også være en server: postgres://BRUGERNAVN@server/database. Databasen kan stå i VILKAAR_DATABASE,
adgangssætningen i VILKAAR_PASSPHRASE og serveradministratorens adgangskode i VILKAAR_SERVER_PASSWORD.
--on er den dag, der gælder som i dag.
";

/// Who the question of a notice is about, and whose rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Notice that reaches the other party on a day.
    Given(NaiveDate),
    /// Latest notice for a wanted end.
    End(NaiveDate),
}

/// A command with its own arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Create a database.
    Create { folder: PathBuf },
    /// Import a file.
    Import { file: PathBuf, dry_run: bool, skip_refused: bool },
    /// List the cases.
    Cases,
    /// Cost of a year.
    Cost { year: i32 },
    /// Formulas of a case's year.
    Explain { case: String, year: i32 },
    /// Notice of a contract.
    Notice { case: String, provider: bool, asked: Asked },
    /// What is due.
    Agenda,
    /// Goals.
    Goals,
    /// What is missing.
    Gaps,
    /// The negotiation packet.
    Packet { case: String, provider: bool, out: PathBuf },
    /// The forecast.
    Forecast { year: i32 },
    /// Look things up in the log.
    Log(LogAsked),
    /// Draw a citizen's part of the log.
    Insight { case: String, out: PathBuf, names: InsightNames },
    /// An empty workbook.
    Template { file: PathBuf },
    /// Integrity, and heads that were kept elsewhere.
    Verify { heads: Vec<KeptHead> },
    /// A new recovery key.
    RecoveryKey,
    /// Write a backup.
    Backup { file: PathBuf },
    /// Read a backup, into a folder or into a server's database.
    Restore { file: PathBuf, to: Option<PathBuf>, logins: Vec<(String, String)> },
    /// Move the database to a server or from one.
    Move(MoveCommand),
    /// A shared database over an administrator's connection.
    Server(ServerCommand),
    /// A command that belongs to a later version.
    Later,
}

/// A call that can be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    /// The database's folder.
    pub database: Option<PathBuf>,
    /// Who signs in.
    pub user: Option<String>,
    /// The day that counts as today.
    pub on: Option<NaiveDate>,
    /// Answer as JSON.
    pub json: bool,
    /// What to do.
    pub command: Command,
}

/// What was asked for.
#[derive(Debug)]
pub enum Call {
    /// `--help`.
    Help,
    /// `--version`.
    Version,
    /// A command.
    Run(Invocation),
}

/// Wrong usage.
#[derive(Debug)]
pub struct Wrong {
    /// Always `usage`.
    pub code: &'static str,
    /// One Danish sentence.
    pub message: String,
}

pub fn wrong(message: impl Into<String>) -> Wrong {
    Wrong { code: "usage", message: message.into() }
}

impl From<lexopt::Error> for Wrong {
    fn from(error: lexopt::Error) -> Self {
        let message = match error {
            lexopt::Error::MissingValue { option } => {
                format!("{} mangler sin værdi.", option.unwrap_or_default())
            }
            lexopt::Error::UnexpectedOption(option) => {
                format!("{option} er ikke et valg, der kendes. Se vilkaar-cli --help.")
            }
            lexopt::Error::UnexpectedArgument(argument) => {
                format!("{} er for meget her. Se vilkaar-cli --help.", argument.to_string_lossy())
            }
            lexopt::Error::UnexpectedValue { option, .. } => format!("{option} skal ikke have en værdi."),
            _ => "Kommandolinjen kan ikke læses som tekst.".to_owned(),
        };
        wrong(message)
    }
}

/// The options that belong to single commands, as they were given.
#[derive(Default)]
struct Given {
    year: Option<i32>,
    party: Option<String>,
    given: Option<NaiveDate>,
    end: Option<NaiveDate>,
    audience: Option<String>,
    out: Option<PathBuf>,
    dry_run: bool,
    skip_refused: bool,
    citizen_of: Option<String>,
    from: Option<OsString>,
    to: Option<OsString>,
    person: Option<String>,
    text: Option<String>,
    limit: Option<u32>,
    without_names: bool,
    logins: Vec<String>,
    roles: Vec<String>,
    municipality: Option<String>,
    heads: Vec<KeptHead>,
}

impl Given {
    /// An option that was given and that the command doesn't have: a typing error must not pass in silence.
    fn foreign_to(&self, command: &str) -> Option<&'static str> {
        let own: &[&str] = match command {
            "import" => &["--dry-run", "--skip-refused"],
            "cost" | "explain" | "forecast" => &["--year"],
            "notice" => &["--party", "--given", "--end"],
            "packet" => &["--audience", "--out"],
            "log" => &["--citizen-of", "--from", "--to", "--person", "--text", "--limit"],
            "insight" => &["--out", "--without-names"],
            "verify" => &["--head"],
            "move" => &["--from", "--to", "--login"],
            "restore" => &["--to", "--login"],
            "server" => &["--login", "--role", "--municipality"],
            _ => &[],
        };
        [
            ("--year", self.year.is_some()),
            ("--party", self.party.is_some()),
            ("--given", self.given.is_some()),
            ("--end", self.end.is_some()),
            ("--audience", self.audience.is_some()),
            ("--out", self.out.is_some()),
            ("--dry-run", self.dry_run),
            ("--skip-refused", self.skip_refused),
            ("--citizen-of", self.citizen_of.is_some()),
            ("--from", self.from.is_some()),
            ("--to", self.to.is_some()),
            ("--person", self.person.is_some()),
            ("--text", self.text.is_some()),
            ("--limit", self.limit.is_some()),
            ("--without-names", self.without_names),
            ("--login", !self.logins.is_empty()),
            ("--role", !self.roles.is_empty()),
            ("--municipality", self.municipality.is_some()),
            ("--head", !self.heads.is_empty()),
        ]
        .into_iter()
        .find(|(option, is_given)| *is_given && !own.contains(option))
        .map(|(option, _)| option)
    }
}

/// Reads the arguments.
pub fn parse(mut parser: lexopt::Parser) -> Result<Call, Wrong> {
    let mut words: Vec<OsString> = Vec::new();
    let mut given = Given::default();
    let (mut database, mut user, mut on, mut json) = (None, None, None, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Call::Help),
            Arg::Long("version") | Arg::Short('V') => return Ok(Call::Version),
            Arg::Long("database") => database = Some(PathBuf::from(parser.value()?)),
            Arg::Long("user") => user = Some(text(parser.value()?)?),
            Arg::Long("on") => on = Some(day("--on", parser.value()?)?),
            Arg::Long("json") => json = true,
            Arg::Long("year") => given.year = Some(year(parser.value()?)?),
            Arg::Long("party") => given.party = Some(text(parser.value()?)?),
            Arg::Long("given") => given.given = Some(day("--given", parser.value()?)?),
            Arg::Long("end") => given.end = Some(day("--end", parser.value()?)?),
            Arg::Long("audience") => given.audience = Some(text(parser.value()?)?),
            Arg::Long("out") => given.out = Some(PathBuf::from(parser.value()?)),
            Arg::Long("dry-run") => given.dry_run = true,
            Arg::Long("skip-refused") => given.skip_refused = true,
            Arg::Long("citizen-of") => given.citizen_of = Some(text(parser.value()?)?),
            Arg::Long("from") => given.from = Some(parser.value()?),
            Arg::Long("to") => given.to = Some(parser.value()?),
            Arg::Long("person") => given.person = Some(text(parser.value()?)?),
            Arg::Long("text") => given.text = Some(text(parser.value()?)?),
            Arg::Long("limit") => given.limit = Some(limit(parser.value()?)?),
            Arg::Long("without-names") => given.without_names = true,
            Arg::Long("login") => given.logins.push(text(parser.value()?)?),
            Arg::Long("municipality") => given.municipality = Some(text(parser.value()?)?),
            Arg::Long("role") => given.roles.push(text(parser.value()?)?),
            Arg::Long("head") => {
                given.heads.push(text(parser.value()?)?.parse().map_err(|sentence: String| wrong(sentence))?)
            }
            Arg::Value(word) => words.push(word),
            other => return Err(other.unexpected().into()),
        }
    }
    let command = command(words, given)?;
    let database = database.or_else(|| std::env::var_os("VILKAAR_DATABASE").map(PathBuf::from));
    Ok(Call::Run(Invocation { database, user, on, json, command }))
}

fn command(words: Vec<OsString>, given: Given) -> Result<Command, Wrong> {
    let mut words = words.into_iter();
    let name = match words.next() {
        Some(name) => text(name)?,
        None => return Err(wrong("Skriv en kommando. Se vilkaar-cli --help.")),
    };
    if let Some(option) = given.foreign_to(&name) {
        return Err(wrong(format!("{option} hører ikke til {name}. Se vilkaar-cli --help.")));
    }
    let mut next = |what: &str| words.next().ok_or_else(|| wrong(format!("{name} mangler {what}.")));
    let year = || given.year.ok_or_else(|| wrong(format!("{name} mangler --year ÅR.")));
    let command = match name.as_str() {
        "create" => Command::Create { folder: next("den mappe, databasen skal ligge i")?.into() },
        "import" => Command::Import {
            file: next("den fil, der skal læses")?.into(),
            dry_run: given.dry_run,
            skip_refused: given.skip_refused,
        },
        "cases" => Command::Cases,
        "cost" => Command::Cost { year: year()? },
        "explain" => Command::Explain { case: text(next("et sagsnummer")?)?, year: year()? },
        "notice" => Command::Notice {
            case: text(next("et sagsnummer")?)?,
            provider: is_second(&name, "--party", given.party, "municipality", "provider")?,
            asked: match (given.given, given.end) {
                (Some(day), None) => Asked::Given(day),
                (None, Some(day)) => Asked::End(day),
                _ => return Err(wrong("notice skal have enten --given DATO eller --end DATO.")),
            },
        },
        "agenda" => Command::Agenda,
        "goals" => Command::Goals,
        "gaps" => Command::Gaps,
        "packet" => Command::Packet {
            case: text(next("et sagsnummer")?)?,
            provider: is_second(&name, "--audience", given.audience, "internal", "provider")?,
            out: given.out.ok_or_else(|| wrong("packet mangler --out FIL."))?,
        },
        "forecast" => Command::Forecast { year: year()? },
        "log" => Command::Log(LogAsked {
            citizen_of: given.citizen_of,
            from: given.from.map(|word| day("--from", word)).transpose()?,
            to: given.to.map(|word| day("--to", word)).transpose()?,
            person: given.person,
            text: given.text,
            limit: given.limit.unwrap_or(100),
        }),
        "insight" => Command::Insight {
            case: text(next("et sagsnummer")?)?,
            out: given.out.ok_or_else(|| wrong("insight mangler --out FIL.pdf eller FIL.xlsx."))?,
            names: if given.without_names { InsightNames::Numbered } else { InsightNames::Named },
        },
        "template" => Command::Template { file: next("den fil, skabelonen skal skrives i")?.into() },
        "verify" => Command::Verify { heads: given.heads },
        "recovery-key" => Command::RecoveryKey,
        "backup" => Command::Backup { file: next("den fil, kopien skal skrives i")?.into() },
        "restore" => Command::Restore {
            file: next("den sikkerhedskopi, der skal læses")?.into(),
            to: given.to.map(PathBuf::from),
            logins: moving::pairs(&given.logins)?,
        },
        "move" => Command::Move(moving::parse(
            given.from.map(PathBuf::from),
            given.to.map(PathBuf::from),
            &given.logins,
        )?),
        "server" => {
            Command::Server(crate::server::parse(&mut words, given.logins, given.roles, given.municipality)?)
        }
        "person" | "negotiations" | "reviews" | "review" | "savings" | "export" | "memo" | "report" => {
            return Ok(Command::Later);
        }
        other => return Err(wrong(format!("{other} er ikke en kommando. Se vilkaar-cli --help."))),
    };
    match words.next() {
        Some(extra) => Err(lexopt::Error::UnexpectedArgument(extra).into()),
        None => Ok(command),
    }
}

fn is_second(name: &str, option: &str, value: Option<String>, no: &str, yes: &str) -> Result<bool, Wrong> {
    match value.as_deref() {
        Some(word) if word == no => Ok(false),
        Some(word) if word == yes => Ok(true),
        Some(word) => Err(wrong(format!("{option} er {no} eller {yes}, ikke {word}."))),
        None => Err(wrong(format!("{name} mangler {option} {no}|{yes}."))),
    }
}

pub fn text(word: OsString) -> Result<String, Wrong> {
    word.into_string().map_err(|_| wrong("Kommandolinjen kan ikke læses som tekst."))
}

fn day(option: &str, word: OsString) -> Result<NaiveDate, Wrong> {
    let word = text(word)?;
    NaiveDate::parse_from_str(&word, "%Y-%m-%d")
        .map_err(|_| wrong(format!("{option} skal være en dag som 2026-11-20, ikke {word}.")))
}

fn limit(word: OsString) -> Result<u32, Wrong> {
    let word = text(word)?;
    match word.parse() {
        Ok(limit @ 1..) => Ok(limit),
        _ => Err(wrong(format!("--limit skal være et antal linjer som 100, ikke {word}."))),
    }
}

fn year(word: OsString) -> Result<i32, Wrong> {
    let word = text(word)?;
    match word.parse() {
        Ok(year @ 1990..=2200) => Ok(year),
        _ => Err(wrong(format!("--year skal være et årstal som 2026, ikke {word}."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Call, Wrong> {
        parse(lexopt::Parser::from_args(words))
    }

    #[test]
    fn options_may_stand_before_and_after_the_command() {
        let Ok(Call::Run(call)) = parsed(&["--json", "cost", "--year", "2026", "--on", "2026-11-20"]) else {
            panic!("not read");
        };
        assert!(call.json);
        assert_eq!(call.command, Command::Cost { year: 2026 });
        assert_eq!(call.on, NaiveDate::from_ymd_opt(2026, 11, 20));
    }

    #[test]
    fn a_notice_asks_for_one_of_given_and_end() {
        let both = ["notice", "S1", "--party", "provider", "--given", "2026-01-01", "--end", "2026-02-01"];
        assert!(parsed(&both).is_err());
        assert!(parsed(&both[..4]).is_err());
    }

    #[test]
    fn an_option_of_another_command_is_wrong_usage() {
        let Err(error) = parsed(&["cases", "--year", "2026"]) else { panic!("accepted") };
        assert!(error.message.contains("--year"));
        assert!(parsed(&["agenda", "--dry-run"]).is_err());
    }

    #[test]
    fn an_unknown_command_is_named() {
        let Err(error) = parsed(&["kost"]) else { panic!("accepted") };
        assert!(error.message.contains("kost"));
    }
}
