//! What is said when people can't be added, changed or removed, and how somebody stands.
//!
//! Invariant: a sentence names people only by the names that the reader sees in the list anyway.

use chrono::NaiveDate;
use vilkaar_domain::Role;

use crate::format;

/// Why somebody can't be added, changed or removed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PeopleProblem {
    /// No name was given.
    NameBlank,
    /// Somebody signs in by that name already.
    NameTaken(String),
    /// No role was chosen.
    RolesEmpty,
    /// The role withholds, which only a server can.
    RoleNeedsServer(Role),
    /// Nobody would be left who can change people.
    LastAdministrator,
    /// Nobody removes themself.
    RemovesSelf,
    /// One's own passphrase is changed with the present one.
    RenewsSelf,
    /// The person isn't there, or was removed.
    Unknown,
}

impl PeopleProblem {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NameBlank => "required",
            Self::NameTaken(_) => "name_taken",
            Self::RolesEmpty => "roles_required",
            Self::RoleNeedsServer(_) => "role_needs_server",
            Self::LastAdministrator => "last_administrator",
            Self::RemovesSelf => "removes_self",
            Self::RenewsSelf => "renews_self",
            Self::Unknown => "person_unknown",
        }
    }

    /// The field of the form that it is about, if it is about one.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::NameBlank | Self::NameTaken(_) => Some("name"),
            Self::RolesEmpty | Self::RoleNeedsServer(_) | Self::LastAdministrator => Some("roles"),
            Self::RemovesSelf | Self::RenewsSelf | Self::Unknown => None,
        }
    }

    /// The sentence: what is wrong and what to do.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::NameBlank => "Skriv personens navn; det står i historikken.".to_owned(),
            Self::NameTaken(name) => {
                format!("{name} er allerede på listen. Skriv fx et mellemnavn eller afdelingen med, så de kan skelnes.")
            }
            Self::RolesEmpty => "Vælg mindst én rolle.".to_owned(),
            Self::RoleNeedsServer(role) => format!(
                "Rollen {role} skjuler noget for den, der har den, og det kan kun en fælles database på en server: \
                 i en lokal database kan enhver, der kan åbne filen, læse alt i den. Vælg en anden rolle."
            ),
            Self::LastAdministrator => {
                "Databasen skal have mindst én administrator, som kan logge ind. Gør først en anden til administrator."
                    .to_owned()
            }
            Self::RemovesSelf => {
                "Du kan ikke fjerne dig selv. Bed en anden administrator om det; intet er ændret.".to_owned()
            }
            Self::RenewsSelf => {
                "Din egen adgangssætning skifter du under Indstillinger med den, du har nu.".to_owned()
            }
            Self::Unknown => "Personen er ikke på listen længere. Hent listen igen.".to_owned(),
        }
    }
}

/// How somebody stands who can't simply sign in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Signs in with a passphrase of their own.
    Ordinary,
    /// Has a one-time passphrase and hasn't changed it.
    OneTime,
    /// Is recorded, but has nothing to sign in with.
    WithoutAccess,
    /// Can open the database, but isn't recorded and may do nothing in it.
    Unrecorded,
    /// Was removed, but what they have still opens the database.
    StillOpens,
    /// Was removed, that day.
    Removed(NaiveDate),
}

/// How somebody stands, in the list; nothing for the ordinary.
#[must_use]
pub fn standing(standing: Standing) -> Option<String> {
    Some(match standing {
        Standing::Ordinary => return None,
        Standing::OneTime => "Skal vælge adgangssætning ved første login".to_owned(),
        Standing::WithoutAccess => "Har ikke fået adgang endnu: tilføj personen igen".to_owned(),
        Standing::Unrecorded => "Kan åbne databasen uden at stå på listen: fjern personen".to_owned(),
        Standing::StillOpens => "Fjernet, men nøglen er ikke skiftet endnu: fjern personen igen".to_owned(),
        Standing::Removed(day) => format!("Fjernet {}", format::date(day)),
    })
}

/// What a role allows, in one line.
#[must_use]
pub const fn allows(role: Role) -> &'static str {
    match role {
        Role::Negotiator => "Sager, takster, kontrakter og forhandling; importerer og retter",
        Role::CaseWorker => "Sager, mål og opfølgning; retter borgerens og opholdets oplysninger",
        Role::Finance => "Sager og takster; budget, P/L og refusion",
        Role::Chief => "Ser alle sager, og tager stilling til de udgiftstunge",
        Role::Clerk => "Læser og udskriver kun det, der er frigivet",
        Role::Manager => "Rapporter uden navne og cpr-numre",
        Role::Administrator => "Brugere og indstillinger, ingen sager",
    }
}

/// What roles are worth in a database, said honestly where they are given.
#[must_use]
pub const fn meaning(is_shared: bool) -> &'static str {
    if is_shared {
        "Rollerne holdes af serveren: ingen kan læse eller ændre andet, end rollen giver lov til, heller ikke uden om programmet. \
         Brugere tilføjes og fjernes af den, der administrerer serveren, med kommandoerne herunder."
    } else {
        "Rollerne afgør, hvem der gør hvad i programmet. Men databasen ligger i en fil på pc'en, og enhver, der kan åbne den, \
         vil med den rette viden kunne læse alt i den. Skal noget holdes skjult for nogen, så flyt databasen til en server."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_says_what_to_do() {
        let problems = [
            PeopleProblem::NameBlank,
            PeopleProblem::NameTaken("Ib Øst".to_owned()),
            PeopleProblem::RolesEmpty,
            PeopleProblem::RoleNeedsServer(Role::Manager),
            PeopleProblem::LastAdministrator,
            PeopleProblem::RemovesSelf,
            PeopleProblem::RenewsSelf,
            PeopleProblem::Unknown,
        ];
        for problem in problems {
            let sentence = problem.sentence();
            assert!(sentence.ends_with('.') && !sentence.contains("  "), "{sentence}");
        }
    }
}
