//! The program without a window: what the command line does, on the same read model as the window.

mod errand;
mod heads;
mod import;
mod log;
pub mod moving;
mod rows;
pub mod server;

use std::path::Path;

use chrono::NaiveDate;
use vilkaar_application::people::{self, Doing};
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::{Clock, LogHead};
use vilkaar_domain::Party;
use vilkaar_domain::cost::explain_year;
use vilkaar_domain::notice::{self, Notice};
use vilkaar_storage::{Database, ServerAddress, ServerError, SharedDatabase, Unlock};
use vilkaar_wording::{format, formula};

use crate::clock::ProgramClock;
use crate::errors;
use crate::program::{case, record_read};
use crate::screens::packet::{document, sha256, write_whole};
use crate::session::{Open, OpenDatabase, Place};
use crate::types::ApiError;

pub use errand::Errand;
pub use heads::KeptHead;
pub use import::ImportOutcome;
pub use log::{InsightWritten, LogAsked, LogRow};
pub use rows::*;

/// What is asked about notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Question {
    /// The end that notice on a day gives.
    Given(NaiveDate),
    /// The latest notice for an end.
    End(NaiveDate),
}

/// An open database without a window.
pub struct Headless {
    open: Open,
    clock: ProgramClock,
    origin: String,
    remark: Option<String>,
}

/// Creates a database named after its folder; the first person gets the roles of design §8. Closed again
/// when this returns.
///
/// # Errors
/// `passphrase_weak`, `database_exists` for a folder that isn't empty, and what storage says.
pub fn create(folder: &Path, user: &str, passphrase: &str) -> Result<Created, ApiError> {
    let municipality = crate::known_databases::name_of(folder);
    errors::strong(passphrase, "passphrase", &[municipality.clone(), user.to_owned()])?;
    let (mut database, key) = Database::create(folder, user, passphrase).map_err(errors::storage)?;
    crate::session::record_people(&mut database)?;
    let actor = database.actor("vilkaar-cli create");
    vilkaar_application::settings::name_municipality(
        &mut database,
        actor,
        &ProgramClock::default(),
        &crate::UuidIdentities,
        &municipality,
    )
    .map_err(errors::store)?;
    drop(database);
    Ok(Created { recovery_key: key.reveal().to_string() })
}

/// Says early, before a passphrase is asked for, that there is no database.
///
/// # Errors
/// `database_missing`.
pub fn check_exists(folder: &Path) -> Result<(), ApiError> {
    if let Place::Server(_) = Place::of(folder.to_owned()) {
        return Ok(());
    }
    match Database::people(folder) {
        Err(error) if error.code() == "database_missing" => Err(errors::storage(error)),
        // Everything else is said when it is opened.
        _ => Ok(()),
    }
}

/// Lays a backup down as a database in a folder that doesn't exist.
///
/// # Errors
/// What storage says.
pub fn restore(file: &Path, folder: &Path) -> Result<(), ApiError> {
    Database::restore(file, folder).map(|_| ()).map_err(errors::storage)
}

/// Writes an empty workbook for import.
///
/// # Errors
/// Where the file can't be written.
pub fn template(file: &Path) -> Result<(), ApiError> {
    let bytes =
        vilkaar_exchange::template::template().map_err(|error| errors::unexpected(&error.to_string()))?;
    write_whole(file, &bytes)
}

/// A stable value as a Dane reads it: ISO dates turned round, decimals with a comma.
#[must_use]
pub fn readable(text: &str) -> String {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return format::date(day);
    }
    if let Ok(at) = chrono::DateTime::parse_from_rfc3339(text) {
        return crate::program::instant(at.to_utc());
    }
    match text.parse::<rust_decimal::Decimal>() {
        Ok(value) if text.contains('.') => format::decimal(value, value.scale()),
        _ => text.to_owned(),
    }
}

/// Signs in to a shared database: as `--user`, else as the address says.
fn shared(place: &str, user: Option<&str>, password: &str, clock: &ProgramClock) -> Result<Open, ApiError> {
    let address: ServerAddress =
        place.parse().map_err(|error: ServerError| errors::plain(error.code(), error.sentence()))?;
    let login = user.or(address.user()).ok_or_else(|| {
        errors::plain(
            "user_needed",
            "Skriv dit brugernavn på serveren: --user NAVN, eller postgres://NAVN@server/database.",
        )
    })?;
    let database = SharedDatabase::open(&address, login, password).map_err(errors::storage)?;
    let must_choose = database.must_change_password();
    let place = Place::Server(address.with_user(None).to_string());
    Open::load(OpenDatabase::Shared(Box::new(database)), place, must_choose, clock)
}

impl Headless {
    /// Opens a database. `on` is the day that counts as today, `errand` stands in the log.
    ///
    /// # Errors
    /// What storage says; `forbidden` where the person's roles don't allow the command.
    pub fn open(
        folder: &Path,
        user: Option<&str>,
        passphrase: &str,
        on: Option<NaiveDate>,
        errand: Errand,
    ) -> Result<Self, ApiError> {
        let clock = ProgramClock::new(on);
        let mut open = match Place::of(folder.to_owned()) {
            Place::Folder(folder) => {
                let key = Unlock::Passphrase { user, passphrase };
                Open::local(Database::open(&folder, key).map_err(errors::storage)?, &folder, &clock)?
            }
            Place::Server(address) => shared(&address, user, passphrase, &clock)?,
        };
        open.permit(errand.use_case())?;
        let remark = open.database.local().map(moving::has_moved).transpose()?.flatten();
        Ok(Self { open, clock, origin: format!("vilkaar-cli {}", errand.name()), remark })
    }

    /// What somebody who opens the database should know before anything else, if anything.
    #[must_use]
    pub fn remark(&self) -> Option<&str> {
        self.remark.as_deref()
    }

    fn portfolio(&self) -> &Portfolio {
        &self.open.portfolio
    }

    /// `cases`.
    #[must_use]
    pub fn cases(&self) -> Vec<CaseRow> {
        let portfolio = self.portfolio();
        portfolio.cases().iter().map(|facts| case_row(portfolio, facts)).collect()
    }

    /// `cost`: cases with a day of stay in the year.
    #[must_use]
    pub fn cost(&self, year: i32) -> Vec<CostRow> {
        let mut rows = self.portfolio().cost_rows(year);
        rows.retain(|row| row.has_stay);
        rows.sort_by(|a, b| a.case.cmp(&b.case));
        rows.into_iter()
            .map(|row| CostRow {
                case: row.case.to_string(),
                gross: row.gross,
                months: row.months,
                gaps: row.gaps.iter().map(|gap| GapRow { from: gap.from(), to: gap.to() }).collect(),
                own_payment: row.own_payment,
                vat_refund: row.vat_refund,
                net_before_refund: row.net_before_refund,
                refund: row.refund,
                net: row.net,
            })
            .collect()
    }

    /// `explain`.
    ///
    /// # Errors
    /// `case_unknown`.
    pub fn explain(&mut self, number: &str, year: i32) -> Result<Vec<ExplainRow>, ApiError> {
        let portfolio = std::sync::Arc::clone(&self.open.portfolio);
        let facts = case(&portfolio, number)?;
        self.read(facts, "beregning")?;
        let lines = explain_year(&portfolio.file(facts), year, &portfolio.register().settings);
        Ok(lines
            .into_iter()
            .map(|line| ExplainRow {
                line: line.service.word().to_owned(),
                unit: line.unit.word().to_owned(),
                formula: formula::formula(&line),
                amount: line.amount,
                from: line.from,
                to: line.to,
                gross: line.gross,
            })
            .collect())
    }

    /// `notice`.
    ///
    /// # Errors
    /// `case_unknown`, `contract_missing`, `contract_ended`, `notice_rule_missing`.
    pub fn notice(
        &mut self,
        number: &str,
        provider: bool,
        question: Question,
    ) -> Result<NoticeRow, ApiError> {
        let portfolio = std::sync::Arc::clone(&self.open.portfolio);
        let facts = case(&portfolio, number)?;
        self.read(facts, "opsigelse")?;
        let party = if provider { Party::Provider } else { Party::Municipality };
        let contracts = portfolio.file(facts).contracts;
        let today = self.clock.today();
        let found = match question {
            Question::Given(day) => notice::notice_given(&contracts, party, day),
            Question::End(wanted) => notice::notice_for_end(&contracts, party, wanted, today),
        };
        let answer: Notice =
            found.map_err(|error| errors::plain(error.code(), vilkaar_wording::notice::error(&error)))?;
        Ok(NoticeRow {
            ends: answer.answer.ends(),
            last_day: answer.answer.last_day(),
            last_workday: answer.answer.last_workday(),
            because: vilkaar_wording::notice::because(&answer),
        })
    }

    /// `agenda`: what is to be done, by due, case, kind; what was handled is left out.
    #[must_use]
    pub fn agenda(&self) -> Vec<AgendaRow> {
        let portfolio = self.portfolio();
        portfolio
            .agenda()
            .into_iter()
            .map(|(facts, item)| AgendaRow {
                at_stake: facts.at_stake(),
                case: item.case.to_string(),
                kind: item.kind().code(),
                due: item.due,
                state: item.state.code(),
                owner: item.owner.name().to_owned(),
            })
            .collect()
    }

    /// `goals`: by case, then *Mål-id*; those of ended cases too.
    #[must_use]
    pub fn goals(&self) -> Vec<GoalRow> {
        let settings = &self.portfolio().register().settings;
        let today = self.clock.today();
        let files = self.portfolio().register().case_files();
        files
            .iter()
            .flat_map(|file| {
                file.goal_progress(settings, today).into_iter().map(|(goal, progress)| GoalRow {
                    case: file.placement.case.to_string(),
                    goal: goal.goal.key.clone(),
                    outcome: progress.outcome.code(),
                    behind: progress.is_behind,
                    next_follow_up: progress.next_follow_up,
                })
            })
            .collect()
    }

    /// `gaps`: by case, then kind.
    #[must_use]
    pub fn gaps(&self) -> Vec<MissingRow> {
        self.portfolio()
            .missing()
            .map(|(_, item)| MissingRow { case: item.case.to_string(), gap: item.what.kind().code() })
            .collect()
    }

    /// `packet --audience internal`.
    ///
    /// # Errors
    /// `case_unknown`, and where the file can't be written.
    pub fn packet(&mut self, number: &str, out: &Path) -> Result<PacketWritten, ApiError> {
        let portfolio = std::sync::Arc::clone(&self.open.portfolio);
        let facts = case(&portfolio, number)?;
        self.read(facts, "forhandlingspakke")?;
        let document = document(&mut self.open, &portfolio, facts)?;
        let bytes = document.pdf().map_err(|error| errors::unexpected(&error.to_string()))?;
        write_whole(out, &bytes)?;
        Ok(PacketWritten { pages: document.pages(), sha256: sha256(&bytes) })
    }

    /// `forecast`.
    #[must_use]
    pub fn forecast(&self, year: i32) -> ForecastAnswer {
        let forecast = self.portfolio().forecast(year);
        ForecastAnswer {
            budget: forecast.total.budget,
            certain: forecast.total.certain,
            expected: forecast.total.expected,
            months: (1..=12)
                .zip(forecast.months.iter())
                .map(|(month, cost)| ForecastMonthRow {
                    month: format!("{year}-{month:02}"),
                    certain: cost.certain,
                    expected: cost.expected,
                })
                .collect(),
            by_paragraph: forecast
                .by_paragraph
                .iter()
                .map(|(paragraph, part)| {
                    let row =
                        ForecastPart { budget: part.budget, certain: part.certain, expected: part.expected };
                    (paragraph.clone(), row)
                })
                .collect(),
        }
    }

    /// `verify`: of a folder every page first; then the logs, the records, and heads that were kept elsewhere.
    ///
    /// # Errors
    /// Where the database can't be read at all.
    pub fn verify(&mut self, kept: &[KeptHead]) -> Result<Verified, ApiError> {
        let kept: Vec<LogHead> = kept.iter().map(LogHead::from).collect();
        let found = self.open.database.store().verify(&kept).map_err(errors::store)?;
        Ok(Verified {
            ok: found.problems.is_empty(),
            problems: found
                .problems
                .into_iter()
                .map(|problem| VerifyProblem { code: problem.code, detail: problem.detail })
                .collect(),
            cases: found.cases,
            log_entries: found.log_entries,
            withheld: found.withheld,
            head: found.head.hash,
        })
    }

    /// `backup`.
    ///
    /// # Errors
    /// Where the file can't be written or read back.
    pub fn backup(&mut self, file: &Path) -> Result<BackupWritten, ApiError> {
        let written = self.open.local_database()?.backup_to(file).map_err(errors::storage)?;
        Ok(BackupWritten { bytes: written.bytes, sha256: written.sha256 })
    }

    /// `recovery-key`: a new one, in the place of the one before.
    ///
    /// # Errors
    /// `server_only`, `wrong_passphrase`, and where it can't be written.
    pub fn renew_recovery_key(&mut self, passphrase: &str) -> Result<Created, ApiError> {
        let actor = self.open.actor(&self.origin);
        let doing = Doing { actor, clock: &self.clock, ids: &crate::UuidIdentities, reason: None };
        let recovery_key = people::renew_recovery(self.open.local_database()?, doing, passphrase)
            .map_err(crate::program::people_problem)?;
        Ok(Created { recovery_key: recovery_key.to_string() })
    }

    /// Logs that something of a citizen's file is read by this command.
    fn read(&mut self, facts: &CaseFacts, what: &str) -> Result<(), ApiError> {
        let what = format!("{what} ({})", self.origin);
        record_read(&mut self.open, &self.clock, facts, &what)
    }
}

fn case_row(portfolio: &Portfolio, facts: &CaseFacts) -> CaseRow {
    let placement = portfolio.placement(facts);
    let limit = facts.limit.as_ref();
    CaseRow {
        case: placement.case.to_string(),
        paragraph: placement.legal_basis.code(),
        offer: portfolio.offer_name(facts).map(str::to_owned),
        provider: portfolio.provider_name(facts).map(str::to_owned),
        status: facts.status,
        annualised: facts.annualised,
        next_twelve_months: facts.next_twelve_months,
        above_limit: facts.is_above_limit(),
        above_limit_from: limit.and_then(|verdict| verdict.above_from),
        above_limit_since: limit.and_then(|verdict| verdict.above_since),
        hourly_rate: facts.hourly_rate.map(|found| found.rate),
        own_cost: facts.priced.is_own_cost,
    }
}
