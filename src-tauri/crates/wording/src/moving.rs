//! What is said when a database is moved to a server, back to a folder, or into an archive.
//!
//! Invariant: a place is told by what it is (a folder, a server and its database), never by a path: a path can
//! hold somebody's name.

/// One end of a move, as the log tells it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place<'a> {
    /// A folder on a PC.
    Folder,
    /// An archive, which is an ordinary backup.
    Archive,
    /// A shared database: the server's name and the database's.
    Server(&'a str, &'a str),
}

/// Why the database wasn't moved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MoveProblem<'a> {
    /// What is to be moved doesn't agree with its own log: how many findings, and the first.
    SourceDiffers(usize, &'a str),
    /// There is something in the place already.
    TargetNotEmpty,
    /// What arrived isn't what was sent: the table, and what of it.
    Differs(&'a str, Difference<'a>),
    /// It was stopped.
    Cancelled,
    /// Nobody of that name is in the database.
    PersonUnknown(&'a str),
    /// A name of a login that the server doesn't take.
    LoginUnfit(&'a str),
    /// Two people were given the same login.
    LoginTwice(&'a str),
    /// Nobody in the database may manage people, so nobody can be let in.
    NoAdministrator,
    /// The folder's database was moved to a server before.
    MovedBefore,
    /// Signed in with a one-time password.
    NewPasswordNeeded,
    /// So many entries of the log are kept from whoever would take a copy.
    Withheld(u64),
}

/// What of a table isn't as it was sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Difference<'a> {
    /// Another number of rows.
    Rows,
    /// Another sum of a column.
    Sum(&'a str),
    /// A value somewhere.
    Content,
    /// The newest entry of a log.
    Head,
    /// What `verify` says of it.
    Log,
}

/// The sentence of a problem.
#[must_use]
pub fn problem(problem: &MoveProblem<'_>) -> String {
    use MoveProblem as P;
    match problem {
        P::SourceDiffers(count, first) => {
            let count = if *count == 1 { "1 sted".to_owned() } else { format!("{count} steder") };
            format!(
                "Databasen stemmer ikke med sin egen log ({count}), så den bliver ikke flyttet: {first} \
                 Kør verify, og find ud af hvorfor; intet er ændret."
            )
        }
        P::TargetNotEmpty => {
            "Der er allerede noget i den database, der skal flyttes til. Flyt til en ny, tom \
            database; intet er ændret."
                .to_owned()
        }
        P::Differs(table, what) => format!(
            "Det, der kom frem, er ikke det, der blev sendt: {} Intet er gemt, og databasen er, hvor den var. \
             Prøv igen; sker det igen, så behold begge databaser, og meld fejlen.",
            difference(table_word(table), *what)
        ),
        P::Cancelled => {
            "Flytningen blev afbrudt. Intet er gemt i den nye database, og den gamle er ikke rørt.".to_owned()
        }
        P::PersonUnknown(name) => format!(
            "Ingen i databasen hedder {name}. Skriv navnet, som det står under brugere; intet er ændret."
        ),
        P::LoginUnfit(login) => format!(
            "{login} kan ikke være et brugernavn på serveren. Brug bogstaver, tal, punktum, bindestreg og \
             understreg, højst 60 tegn; intet er ændret."
        ),
        P::LoginTwice(login) => format!(
            "Brugernavnet {login} er givet til to. Giv hver sit med --login \"Navn=brugernavn\"; intet er ændret."
        ),
        P::NoAdministrator => {
            "Ingen i databasen er administrator, så ingen kunne lukke andre ind i den. Skriv med \
            --user, hvem der skal åbne den; intet er ændret."
                .to_owned()
        }
        P::NewPasswordNeeded => "Adgangskoden er en engangskode. Log ind i programmet, og vælg din egen, før databasen kan tages med."
            .to_owned(),
        P::Withheld(entries) => format!(
            "{entries} poster i loggen vises ikke for dig, fx filtre, som andre har gemt til sig selv, så din kopi ville ikke \
             være hel. Lad en administrator af serveren tage den; intet er ændret."
        ),
        P::MovedBefore => {
            "Databasen i mappen er flyttet til en server før og flyttes ikke igen, for det ville give \
            to databaser, der går hver sin vej. Flyt fra serveren; intet er ændret."
                .to_owned()
        }
    }
}

/// What differs.
fn difference(table: &str, what: Difference<'_>) -> String {
    match what {
        Difference::Rows => format!("antallet af rækker i {table} er et andet."),
        Difference::Sum(column) => format!("summen af kolonnen {column} i {table} er en anden."),
        Difference::Content => format!("en værdi i {table} er en anden."),
        Difference::Head => format!("den nyeste post i {table} er en anden."),
        Difference::Log => "kontrollen af loggen siger noget andet.".to_owned(),
    }
}

/// The reason that the log keeps: `Flyttet fra en mappe til databasen vilkaar på serveren db.egeskov.dk`.
#[must_use]
pub fn moved(from: Place<'_>, to: Place<'_>) -> String {
    format!("Flyttet fra {} til {}", place(from), place(to))
}

/// A place inside a sentence.
fn place(place: Place<'_>) -> String {
    match place {
        Place::Folder => "en mappe".to_owned(),
        Place::Archive => "et arkiv".to_owned(),
        Place::Server(host, database) => format!("databasen {database} på serveren {host}"),
    }
}

/// What is said when a folder's database is opened that was moved: where to, and the day as it is written.
#[must_use]
pub fn has_moved(to: &str, day: &str) -> String {
    format!(
        "Databasen er flyttet til {to} den {day}. Den kan stadig læses her, men det, der ændres her, kommer ikke med."
    )
}

/// What is said when the folder left behind couldn't be marked as that.
#[must_use]
pub fn not_marked(why: &str) -> String {
    format!("Databasen er flyttet, men mappen kunne ikke mærkes som flyttet: {why} Brug den ikke mere.")
}

/// A table in Danish, for a list of what was moved.
#[must_use]
pub fn table_word(table: &str) -> &'static str {
    match table {
        "citizens" => "borgere",
        "providers" => "leverandører",
        "settings" => "indstillinger",
        "users" => "brugere",
        "offers" => "tilbud",
        "placements" => "placeringer",
        "goals" => "mål",
        "follow_ups" => "opfølgninger",
        "rate_lines" => "takstlinjer",
        "drafts" => "kladder",
        "contracts" => "kontrakter",
        "delivered_hours" => "leverede timer",
        "step_rates" => "trappetakster",
        "searched_offers" => "afsøgte tilbud",
        "own_offers" => "egne tilbud",
        "expected_youths" => "kommende unge",
        "budget_lines" => "budgetlinjer",
        "price_indexes" => "P/L",
        "refund_limits" => "refusionsgrænser",
        "operations" => "handlinger i loggen",
        "changes" => "poster i loggen",
        "reads" => "opslag i loggen",
        "notes" => "noter",
        _ => "andet",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_names_places_and_never_a_path() {
        let told = moved(Place::Folder, Place::Server("db.egeskov.dk", "vilkaar"));
        assert_eq!(told, "Flyttet fra en mappe til databasen vilkaar på serveren db.egeskov.dk");
        for problem in [
            MoveProblem::SourceDiffers(2, "Post 2 i loggen er ændret."),
            MoveProblem::TargetNotEmpty,
            MoveProblem::Differs("rate_lines", Difference::Sum("amount")),
            MoveProblem::Cancelled,
            MoveProblem::LoginTwice("karina.holst"),
        ] {
            let sentence = super::problem(&problem);
            assert!(sentence.ends_with('.') && sentence.len() > 60, "{sentence}");
        }
        let differs = super::problem(&MoveProblem::Differs("rate_lines", Difference::Rows));
        assert!(differs.contains("takstlinjer er et andet. Intet er gemt"), "{differs}");
    }
}
