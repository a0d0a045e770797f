//! Carries out a call: opens the database, asks the core, and gives the answer both as JSON and as text.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;
use vilkaar_api::headless::moving::is_server;
use vilkaar_api::headless::{self, Errand, Headless, Question};
use vilkaar_api::types::ApiError;

use crate::arguments::{Asked, Command, Invocation};
use crate::table::table;

/// What a command answers.
pub struct Answer {
    /// The stable form.
    pub json: String,
    /// The readable form.
    pub text: String,
    /// The answer is a refusal all the same (an import with refused rows): printed, and exit 1.
    pub refusal: Option<ApiError>,
}

impl Answer {
    pub fn new(value: &Value, text: String) -> Self {
        Self { json: value.to_string(), text, refusal: None }
    }
}

pub fn refused(code: &str, message: &str) -> ApiError {
    ApiError { code: code.to_owned(), field: None, message: message.to_owned(), incident: None }
}

/// A row type as JSON; its types are plain, so this fails for no input.
pub fn json(value: &impl Serialize) -> Result<Value, ApiError> {
    serde_json::to_value(value).map_err(|_| vilkaar_api::unexpected("an answer could not be written"))
}

/// A secret: from the environment, else asked for without showing it.
pub fn secret(variable: &str, question: &str) -> Result<String, ApiError> {
    if let Some(given) = std::env::var_os(variable) {
        return given.into_string().map_err(|_| {
            refused("wrong_passphrase", &format!("Det, der står i {variable}, kan ikke læses som tekst."))
        });
    }
    rpassword::prompt_password(question).map_err(|_| {
        refused(
            "passphrase_missing",
            &format!("Skriv den, eller sæt den i {variable}; her er ingen terminal at spørge i."),
        )
    })
}

/// The passphrase of whoever signs in.
fn passphrase() -> Result<String, ApiError> {
    secret("VILKAAR_PASSPHRASE", "Adgangssætning: ")
}

pub fn database(call: &Invocation) -> Result<PathBuf, ApiError> {
    call.database.clone().ok_or_else(|| {
        refused("database_missing", "Skriv, hvor databasen er: --database MAPPE eller VILKAAR_DATABASE.")
    })
}

fn open(call: &Invocation, errand: Errand) -> Result<Headless, ApiError> {
    let folder = database(call)?;
    headless::check_exists(&folder)?;
    open_with(call, &folder, &passphrase()?, errand)
}

fn open_with(
    call: &Invocation,
    folder: &Path,
    passphrase: &str,
    errand: Errand,
) -> Result<Headless, ApiError> {
    let opened = Headless::open(folder, call.user.as_deref(), passphrase, call.on, errand)?;
    if let Some(remark) = opened.remark() {
        eprintln!("{remark}");
    }
    Ok(opened)
}

const CASES: &[(&str, &str)] = &[
    ("case", "Sag"),
    ("paragraph", "§"),
    ("offer", "Tilbud"),
    ("provider", "Leverandør"),
    ("status", "Status"),
    ("annualised", "Kr. pr. år"),
    ("next_twelve_months", "Næste 12 md., kr."),
    ("above_limit", "Over grænsen"),
    ("above_limit_from", "fra"),
    ("hourly_rate", "Kr./time"),
];
const COST: &[(&str, &str)] = &[
    ("case", "Sag"),
    ("gross", "Brutto, kr."),
    ("own_payment", "Egenbetaling, kr."),
    ("vat_refund", "Moms, kr."),
    ("refund", "Refusion, kr."),
    ("net", "Netto, kr."),
];
const EXPLAIN: &[(&str, &str)] = &[
    ("line", "Ydelse"),
    ("amount", "Beløb, kr."),
    ("unit", "Enhed"),
    ("from", "Fra"),
    ("to", "Til"),
    ("formula", "Beregning"),
    ("gross", "Brutto, kr."),
];
const AGENDA: &[(&str, &str)] = &[
    ("due", "Dag"),
    ("state", "Frist"),
    ("case", "Sag"),
    ("kind", "Hvad"),
    ("owner", "Hos"),
    ("at_stake", "Kr. pr. år"),
];
const GOALS: &[(&str, &str)] = &[
    ("case", "Sag"),
    ("goal", "Mål"),
    ("outcome", "Resultat"),
    ("behind", "Bagefter"),
    ("next_follow_up", "Næste opfølgning"),
];
const GAPS: &[(&str, &str)] = &[("case", "Sag"), ("gap", "Mangler")];
const FORECAST: &[(&str, &str)] =
    &[("month", "Måned"), ("certain", "Sikker, kr."), ("expected", "Ventet, kr.")];
const LOG: &[(&str, &str)] = &[
    ("at", "Tidspunkt"),
    ("who", "Hvem"),
    ("case", "Sag"),
    ("what", "Hvad"),
    ("origin", "Hvorfra"),
    ("reason", "Begrundelse"),
    ("entries", "Poster"),
];
const PROBLEMS: &[(&str, &str)] =
    &[("sheet", "Ark"), ("row", "Række"), ("column", "Kolonne"), ("code", "Kode"), ("message", "Hvad")];

/// Runs a call.
pub fn run(call: &Invocation) -> Result<Answer, ApiError> {
    let rows = |value: Value, headings: &[(&str, &str)]| {
        let text = table(&value, headings);
        Ok(Answer::new(&value, text))
    };
    match &call.command {
        Command::Create { folder } => {
            let user = call.user.clone().unwrap_or_else(|| "Kontraktforhandler".to_owned());
            let created = headless::create(folder, &user, &passphrase()?)?;
            let text = format!(
                "Databasen er oprettet: {}\nGendannelsesnøgle (vises kun nu): {}\n",
                folder.display(),
                created.recovery_key
            );
            Ok(Answer::new(&json(&created)?, text))
        }
        Command::Import { file, dry_run, skip_refused } => {
            let outcome = open(call, Errand::Import)?.import(file, *dry_run, *skip_refused)?;
            let value = json(&outcome.summary)?;
            let mut text = outcome.message;
            text.push('\n');
            if !outcome.summary.problems.is_empty() {
                text.push_str(&table(value.get("problems").unwrap_or(&Value::Null), PROBLEMS));
            }
            Ok(Answer { json: value.to_string(), text, refusal: outcome.refusal })
        }
        Command::Cases => rows(json(&open(call, Errand::Cases)?.cases())?, CASES),
        Command::Cost { year } => rows(json(&open(call, Errand::Cost)?.cost(*year))?, COST),
        Command::Explain { case, year } => {
            rows(json(&open(call, Errand::Explain)?.explain(case, *year)?)?, EXPLAIN)
        }
        Command::Notice { case, provider, asked } => {
            let question = match asked {
                Asked::Given(day) => Question::Given(*day),
                Asked::End(day) => Question::End(*day),
            };
            let answer = open(call, Errand::Notice)?.notice(case, *provider, question)?;
            let text = format!("{}\n", answer.because);
            Ok(Answer::new(&json(&answer)?, text))
        }
        Command::Agenda => rows(json(&open(call, Errand::Agenda)?.agenda())?, AGENDA),
        Command::Goals => rows(json(&open(call, Errand::Goals)?.goals())?, GOALS),
        Command::Gaps => rows(json(&open(call, Errand::Gaps)?.gaps())?, GAPS),
        Command::Packet { provider: true, .. } => Err(refused(
            "not_available",
            "Leverandørens papirer hører til en senere version; den interne pakke laves med --audience internal.",
        )),
        Command::Packet { case, out, .. } => {
            let written = open(call, Errand::Packet)?.packet(case, out)?;
            let text = format!("{} ({} sider)\n", out.display(), written.pages);
            Ok(Answer::new(&json(&written)?, text))
        }
        Command::Forecast { year } => {
            let forecast = open(call, Errand::Forecast)?.forecast(*year);
            let value = json(&forecast)?;
            let text = table(value.get("months").unwrap_or(&Value::Null), FORECAST);
            Ok(Answer::new(&value, text))
        }
        Command::Log(asked) => rows(json(&open(call, Errand::Log)?.log(asked)?)?, LOG),
        Command::Insight { case, out, names } => {
            let written = open(call, Errand::Insight)?.insight(case, out, *names)?;
            let text =
                format!("{} ({} ændringer, {} opslag)\n", out.display(), written.changes, written.looks);
            Ok(Answer::new(&json(&written)?, text))
        }
        Command::Template { file } => {
            headless::template(file)?;
            Ok(Answer::new(&Value::Null, format!("{}\n", file.display())))
        }
        Command::Verify { heads } => {
            let verified = open(call, Errand::Verify)?.verify(heads)?;
            let value = json(&verified)?;
            let text = format!("{}\n", verified.sentence());
            let refusal = (!verified.ok)
                .then(|| refused("verification_failed", "Databasen stemmer ikke; læs problemerne ovenfor."));
            Ok(Answer { json: value.to_string(), text, refusal })
        }
        Command::RecoveryKey => {
            let folder = database(call)?;
            headless::check_exists(&folder)?;
            let passphrase = passphrase()?;
            let mut opened = open_with(call, &folder, &passphrase, Errand::RecoveryKey)?;
            let made = opened.renew_recovery_key(&passphrase)?;
            let text = format!("Ny gendannelsesnøgle (vises kun nu): {}\n", made.recovery_key);
            Ok(Answer::new(&json(&made)?, text))
        }
        Command::Backup { file } => {
            let from = database(call)?;
            if is_server(&from) {
                return crate::moving::backup(call, &from, file);
            }
            let written = open(call, Errand::Backup)?.backup(file)?;
            Ok(Answer::new(&json(&written)?, format!("{} ({} byte)\n", file.display(), written.bytes)))
        }
        Command::Move(command) => crate::moving::run(call, command),
        Command::Restore { file, to: Some(to), logins } => crate::moving::restore(call, file, to, logins),
        Command::Restore { file, .. } => {
            let folder = database(call)?;
            headless::restore(file, &folder)?;
            let text = format!("Sikkerhedskopien er lagt i {}\n", folder.display());
            Ok(Answer::new(&serde_json::json!({ "database": folder.display().to_string() }), text))
        }
        Command::Server(command) => crate::server::run(call, command),
        Command::Later => {
            Err(refused("not_available", "Kommandoen hører til en senere version af programmet."))
        }
    }
}
