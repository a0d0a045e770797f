//! What is said when a shared database can't be reached or opened.
//!
//! Invariant: each sentence says what happened and what to do, and who can do it: the user, the municipality's
//! IT, or whoever administers the program. The server's name is told, never a password.

/// Why a shared database could not be opened, as the user is told it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ServerProblem<'a> {
    /// Nothing answers at that name.
    Unreachable(&'a str),
    /// It answers too late or not at all.
    Timeout(&'a str),
    /// Its certificate isn't trusted or is another's.
    Certificate(&'a str),
    /// The file with the root certificate.
    CertificateFile,
    /// Wrong name or password.
    RefusedSignIn,
    /// A role without rights in this database.
    NoRights,
    /// The database isn't Vilkår's yet, or isn't there.
    NotSetUp,
    /// An administrator has to run the set-up.
    SchemaOlder,
    /// Older than PostgreSQL 15; its version.
    TooOld(&'a str),
    /// What the server lacks.
    Lacks(&'a [String]),
    /// A password in the address.
    PasswordInAddress,
    /// Not an address.
    AddressUnreadable,
    /// Unencrypted to another machine.
    PlainRefused,
    /// The database's name.
    DatabaseName,
    /// A name to sign in with that won't do.
    LoginName,
    /// That name is a role on the server already.
    LoginTaken(&'a str),
    /// Nobody signs in by that name.
    LoginUnknown(&'a str),
    /// The connection broke.
    Lost,
    /// Another is writing.
    Busy,
    /// The role may make things in that schema.
    MayCreate(&'a str),
}

/// What is said when another is writing the same.
pub(crate) const BUSY: &str = "En anden er ved at skrive, så det blev ikke gemt denne gang. Prøv igen om lidt; det \
    skrevne er her endnu.";

/// The sentence of a problem.
#[must_use]
pub fn server_problem(problem: &ServerProblem<'_>) -> String {
    use ServerProblem as P;
    match problem {
        P::Unreachable(host) => format!(
            "Der er ingen forbindelse til databasens server, {host}. Se efter, om netværket virker, og prøv igen. \
             Virker andet på netværket, så spørg it-afdelingen, om serveren kører."
        ),
        P::Timeout("") => "Databasens server svarede ikke i tide. Intet er gået tabt; \
            prøv igen om lidt, og sig det til it-afdelingen, hvis det bliver ved."
            .to_owned(),
        P::Timeout(host) => format!(
            "Databasens server, {host}, svarer ikke. Prøv igen om lidt, og sig det til it-afdelingen, hvis det bliver ved."
        ),
        P::Certificate(host) => format!(
            "Serveren {host} kan ikke vise, at den er den, den giver sig ud for, så der er ikke sendt noget til den. \
             Spørg it-afdelingen, om serverens certifikat er udløbet, eller om adressen skal være en anden."
        ),
        P::CertificateFile => "Filen med rodcertifikatet kan ikke læses. Ret adressens sslrootcert til en fil med et \
            certifikat i PEM-format, eller lad det være væk, hvis serverens certifikat er et almindeligt et."
            .to_owned(),
        P::RefusedSignIn => "Serveren lukker dig ikke ind: brugernavnet eller adgangskoden er ikke rigtig. Prøv igen, \
            og få en ny engangskode af en administrator, hvis den er glemt."
            .to_owned(),
        P::NoRights => "Du er kendt på serveren, men har ikke adgang til denne database. Bed en administrator om at \
            tilføje dig med vilkaar-cli server person."
            .to_owned(),
        P::NotSetUp => "Databasen på serveren er ikke gjort klar til Vilkår. Se efter, om databasens navn i adressen er \
            rigtigt; ellers skal en administrator køre vilkaar-cli server setup."
            .to_owned(),
        P::SchemaOlder => "Databasen på serveren passer til en ældre udgave af Vilkår. Bed en administrator om at køre \
            vilkaar-cli server setup med den nye udgave; data bliver, hvor de er."
            .to_owned(),
        P::TooOld(version) => format!(
            "Serveren kører PostgreSQL {version}, og Vilkår kræver 15 eller nyere. Bed it-afdelingen om en nyere server."
        ),
        P::Lacks(what) => format!(
            "Serveren kan ikke bruges til Vilkår, for den mangler: {}. Bed it-afdelingen om en server med PostgreSQL 15 \
             eller nyere; intet er ændret på denne.",
            what.join("; ")
        ),
        P::PasswordInAddress => "Adressen indeholder en adgangskode, og så kan andre se den. Tag den ud af adressen; \
            Vilkår spørger om den. Skift den, hvis andre kan have set den."
            .to_owned(),
        P::AddressUnreadable => "Adressen kan ikke læses. Den skrives som postgres://server/database, eventuelt med \
            port: postgres://server:5432/database."
            .to_owned(),
        P::PlainRefused => "Forbindelsen til serveren ville være uden kryptering, og så kunne andre på netværket læse \
            med. Bed it-afdelingen om at slå TLS til på serveren; uden kryptering går det kun på denne computer selv."
            .to_owned(),
        P::DatabaseName => "Databasens navn kan kun have små bogstaver fra a til z, tal og understreg og højst 40 tegn, \
            for det bliver en del af gruppernes navne på serveren. Opret en database med et andet navn."
            .to_owned(),
        P::LoginName => "Brugernavnet kan have 1 til 60 bogstaver, tal, punktummer, bindestreger og understreger, for \
            eksempel karina.holst. Vælg et andet."
            .to_owned(),
        P::LoginTaken(login) => format!(
            "Brugernavnet {login} findes på serveren i forvejen og bruges af andre end Vilkår. Vælg et andet; intet er ændret."
        ),
        P::LoginUnknown(login) => {
            format!("Ingen bruger programmet med brugernavnet {login} i denne database. Se, hvem der gør, med \
                     vilkaar-cli server person list.")
        }
        P::Busy => BUSY.to_owned(),
        P::MayCreate(place) => format!(
            "Din rolle på serveren må oprette ting i {place}, og så kunne reglerne omgås. Bed en administrator om at køre \
             vilkaar-cli server setup igen, eller om at tage retten fra rollen."
        ),
        P::Lost => "Forbindelsen til databasens server blev afbrudt. Det, der var gemt, er gemt; prøv igen, når \
            forbindelsen er tilbage."
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_problem_says_what_can_be_done() {
        for told in [
            ServerProblem::Unreachable("db.egeskov.dk"),
            ServerProblem::Timeout("db.egeskov.dk"),
            ServerProblem::Certificate("db.egeskov.dk"),
            ServerProblem::TooOld("14.2"),
            ServerProblem::Lacks(&["sha256".to_owned()]),
        ] {
            let sentence = server_problem(&told);
            assert!(sentence.ends_with('.') && sentence.len() > 60, "{sentence}");
        }
        assert!(server_problem(&ServerProblem::Unreachable("db.egeskov.dk")).contains("db.egeskov.dk"));
    }
}
