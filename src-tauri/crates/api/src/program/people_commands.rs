//! Who signs in: the list, adding, changing and removing people, and how strong a passphrase is.
//!
//! Invariant: who may do it and what is possible is decided by the use cases (`application::people`); secrets to
//! hand over are in the answer of what made them and nowhere else.

use vilkaar_application::passphrase;
use vilkaar_application::people::{self, Access, Details, Doing, Listed, PeopleError, Standing};
use vilkaar_application::permission::UseCase;
use vilkaar_domain::{Role, Roles, User, UserId};
use vilkaar_storage::{Database, OneTime, StorageError};
use vilkaar_wording::passphrase as words;
use vilkaar_wording::{format, people as told};

use super::Program;
use crate::errors;
use crate::session::{Open, OpenDatabase};
use crate::types::*;

/// Where changes of people come from, as the log says.
const ORIGIN: &str = "vindue: Brugere";

impl Program {
    /// Who can sign in.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn people(&self) -> Result<People, ApiError> {
        list(self.state().open_for(UseCase::ManagePeople)?)
    }

    /// Adds somebody to a local database.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `server_takes_care`; what is wrong at a field.
    pub fn add_person(&self, request: AddPerson) -> Result<PersonAdded, ApiError> {
        let details = Details {
            name: request.name.trim().to_owned(),
            roles: roles(&request.roles)?,
            employee: request.employee,
        };
        self.with_people(None, |database, doing| {
            let (user, passphrase) = people::add(database, doing, &details).map_err(problem)?;
            Ok(OneTimePassphrase { name: user.name, passphrase: passphrase.to_string() })
        })
        .map(|(one_time, people)| PersonAdded { one_time, people })
    }

    /// Changes roles and link.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `server_takes_care`; what is wrong at a field.
    pub fn change_person(&self, request: ChangePerson) -> Result<People, ApiError> {
        let id = person(&request.id)?;
        let roles = roles(&request.roles)?;
        self.with_people(None, |database, doing| {
            let listed = people::list(database, &doing.actor).map_err(errors::store)?;
            let name = listed.into_iter().find(|listed| listed.user.id == id).map(|listed| listed.user.name);
            let details =
                Details { name: name.unwrap_or_default(), roles, employee: request.employee.clone() };
            people::change(database, doing, id, &details).map(|_| ()).map_err(problem)
        })
        .map(|((), people)| people)
    }

    /// Gives somebody a new one-time passphrase.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `server_takes_care`, `person_unknown`.
    pub fn renew_passphrase(&self, request: PersonRequest) -> Result<PersonAdded, ApiError> {
        let id = person(&request.id)?;
        self.with_people(None, |database, doing| {
            let (user, passphrase) = people::renew(database, doing, id).map_err(problem)?;
            Ok(OneTimePassphrase { name: user.name, passphrase: passphrase.to_string() })
        })
        .map(|(one_time, people)| PersonAdded { one_time, people })
    }

    /// Removes somebody and changes the database's key.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `server_takes_care`, `person_unknown`; `wrong_passphrase` and `too_many_attempts`
    /// at the field.
    pub fn remove_person(&self, request: RemovePerson) -> Result<PersonRemoved, ApiError> {
        let id = person(&request.id)?;
        let (removed, people) = self.with_people(Some("passphrase"), |database, doing| {
            people::remove(database, doing, id, &request.passphrase).map_err(problem)
        })?;
        // Somebody who had nothing to sign in with takes no key along, and nothing is changed but the record.
        let Some(removed) = removed else {
            let backups = vec!["Personen havde ikke fået adgang, så nøglen er ikke skiftet.".to_owned()];
            return Ok(PersonRemoved { recovery_key: None, one_time: Vec::new(), backups, people });
        };
        let mut backups = vec![format!(
            "{} er lavet om til den nye nøgle.",
            format::counted(removed.backups_remade, "sikkerhedskopi", "sikkerhedskopier")
        )];
        backups.extend(removed.backups_left.iter().map(|left| {
            format!(
                "{} kunne ikke laves om og kan stadig åbnes med de gamle adgangssætninger: {} Slet den, hvis den ikke skal bruges.",
                left.path.display(),
                left.why.sentence()
            )
        }));
        Ok(PersonRemoved {
            recovery_key: Some(removed.recovery_key.reveal().to_string()),
            one_time: removed.one_time.into_iter().map(one_time).collect(),
            backups,
            people,
        })
    }

    /// How strong a passphrase is, while it is typed. Of the names of an open database nothing is told but that
    /// one of them is in it.
    ///
    /// # Errors
    /// None that is expected.
    pub fn passphrase_strength(&self, request: PassphraseCheck) -> Result<PassphraseStrength, ApiError> {
        let mut known: Vec<String> = request.municipality.into_iter().chain(request.user).collect();
        known.extend(self.state().open.as_ref().map(Open::known_names).unwrap_or_default());
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let verdict = passphrase::check(&request.passphrase, &known);
        Ok(PassphraseStrength {
            score: passphrase::strength(&request.passphrase, &known),
            is_enough: verdict.is_ok(),
            advice: match verdict {
                Ok(()) => "Den er stærk nok. Skriv den ikke ned ved pc'en.".to_owned(),
                Err(weakness) => words::weakness(&weakness),
            },
        })
    }

    /// Makes a new recovery key for a local database; the one before opens nothing any more.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `server_takes_care`; `wrong_passphrase` and `too_many_attempts` at the field.
    pub fn renew_recovery_key(&self, request: RenewRecoveryKey) -> Result<RecoveryKeyRenewed, ApiError> {
        self.with_people(Some("passphrase"), |database, doing| {
            let key = people::renew_recovery(database, doing, &request.passphrase).map_err(problem)?;
            Ok(RecoveryKeyRenewed { recovery_key: key.to_string() })
        })
        .map(|(renewed, _)| renewed)
    }

    /// Changes people of a local database, and lists them as they stand then. Where a passphrase is asked for, it is
    /// tried at that field, unless there were too many wrong ones just before.
    fn with_people<T>(
        &self,
        passphrase_at: Option<&str>,
        change: impl FnOnce(&mut Database, Doing<'_>) -> Result<T, ApiError>,
    ) -> Result<(T, People), ApiError> {
        let mut state = self.state();
        state.open_for(UseCase::ManagePeople)?.local_database()?;
        passphrase_at.map_or(Ok(()), |field| state.may_try(field))?;
        let clock = state.clock;
        let open = state.open_for(UseCase::ManagePeople)?;
        let actor = open.actor(ORIGIN);
        let database = open.local_database()?;
        let doing = Doing { actor, clock: &clock, ids: &crate::UuidIdentities, reason: None };
        let outcome = change(database, doing);
        // What was recorded counts at once, also where access could not be given after it.
        database.refresh_user().map_err(errors::storage)?;
        open.refresh(&clock)?;
        if passphrase_at.is_some() {
            state.tried(&outcome);
        }
        state.news.session_changed();
        let outcome = outcome?;
        let people = list(state.open_for(UseCase::BeSignedIn)?)?;
        Ok((outcome, people))
    }
}

/// Somebody's id as the window gives it back.
fn person(text: &str) -> Result<UserId, ApiError> {
    let unknown = || errors::plain("person_unknown", told::PeopleProblem::Unknown.sentence());
    text.parse().map(UserId).map_err(|_| unknown())
}

/// Roles by their official words.
fn roles(words: &[String]) -> Result<Roles, ApiError> {
    let role = |word: &String| {
        let unknown = || {
            errors::at("roles", "role_unknown", format!("Rollen {word} kendes ikke. Vælg roller fra listen."))
        };
        Role::from_word(word).ok_or_else(unknown)
    };
    words.iter().map(role).collect()
}

/// Why people could not be changed, as the window is told it.
pub(crate) fn problem(error: PeopleError<StorageError>) -> ApiError {
    match error {
        PeopleError::Problem(problem) => ApiError {
            field: problem.field().map(str::to_owned),
            ..errors::plain(problem.code(), problem.sentence())
        },
        PeopleError::Forbidden(forbidden) => errors::forbidden(forbidden.0),
        PeopleError::Store(error) => errors::store(error),
        PeopleError::Access(error) => errors::storage_at(error, "passphrase"),
    }
}

/// A passphrase to hand over.
fn one_time((person, passphrase): OneTime) -> OneTimePassphrase {
    OneTimePassphrase { name: person.name, passphrase: passphrase.to_string() }
}

/// The list as it stands.
fn list(open: &mut Open) -> Result<People, ApiError> {
    let actor = open.actor(ORIGIN);
    let server = match &open.place {
        crate::session::Place::Server(address) => Some(address.clone()),
        crate::session::Place::Folder(_) => None,
    };
    let (listed, withholds) = match &mut open.database {
        OpenDatabase::Local(database) => {
            (people::list(database.as_mut(), &actor).map_err(errors::store)?, database.withholds())
        }
        OpenDatabase::Shared(_) => (of_server(&open.portfolio.register().users), true),
    };
    let row = |Listed { user, standing }: Listed| PersonRow {
        id: user.id.to_string(),
        is_you: user.id.0 == actor.person,
        name: user.name,
        login: user.login,
        roles: user.roles.iter().map(|role| role.word().to_owned()).collect(),
        employee: user.employee,
        status: told::standing(standing).map(|text| Status { tone: tone(standing), text }),
        is_active: !matches!(standing, Standing::Removed(_) | Standing::StillOpens),
    };
    Ok(People {
        people: listed.into_iter().map(row).collect(),
        roles: Role::ALL
            .iter()
            .map(|role| RoleChoice {
                role: role.word().to_owned(),
                allows: told::allows(*role).to_owned(),
                refusal: (role.needs_server() && !withholds)
                    .then(|| "Kun i en fælles database på en server".to_owned()),
            })
            .collect(),
        is_shared: server.is_some(),
        meaning: told::meaning(server.is_some()).to_owned(),
        commands: server.map(|address| commands(&address)).unwrap_or_default(),
    })
}

/// The people of a server, by their records: those who sign in by name, then those who were removed.
fn of_server(users: &[User]) -> Vec<Listed> {
    let standing = |user: &User| user.removed_on.map_or(Standing::Ordinary, Standing::Removed);
    let mut listed: Vec<Listed> =
        users.iter().map(|user| Listed { standing: standing(user), user: user.clone() }).collect();
    listed.sort_by_key(|listed| (listed.user.removed_on, listed.user.name.to_lowercase()));
    listed
}

/// How much somebody's standing asks to be looked at.
const fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Ordinary | Standing::Removed(_) => Tone::Quiet,
        Standing::OneTime => Tone::Info,
        Standing::WithoutAccess => Tone::Warn,
        Standing::Unrecorded | Standing::StillOpens => Tone::Bad,
    }
}

/// The command lines by which an administrator of the server changes people.
fn commands(address: &str) -> Vec<CommandLine> {
    let address = address.replacen("postgres://", "postgres://ADMINISTRATOR@", 1);
    let line = |what: &str, rest: &str| CommandLine {
        what: what.to_owned(),
        line: format!("vilkaar-cli --database {address} server person {rest}"),
    };
    vec![
        line("Tilføj en bruger", "add \"NAVN\" --login BRUGERNAVN --role sagsbehandler"),
        line("Skift roller", "roles BRUGERNAVN --role sagsbehandler --role økonomi"),
        line("Ny engangsadgangskode", "password BRUGERNAVN"),
        line("Fjern en bruger", "remove BRUGERNAVN"),
        line("Vis alle", "list"),
    ]
}
