//! What is said when a database can't be created, opened, saved or backed up, and what `verify` found.
//!
//! Invariant: each sentence says what happened and what to do, without personal data; nothing is lost
//! unless the sentence says so. Names in them are of colleagues who have the database open.

/// Why a database could not be used, as the user is told it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StorageProblem<'a> {
    /// The passphrase doesn't open the key.
    WrongPassphrase,
    /// A passphrase can't be empty.
    PassphraseEmpty,
    /// Group of the recovery key with a typing error, counted from 1; none when its length is wrong.
    RecoveryKeyMistyped(Option<usize>),
    /// The recovery key is well formed but another database's.
    RecoveryKeyWrong,
    /// Several people can sign in: who?
    UserNeeded(&'a [String]),
    /// Nobody of that name can sign in.
    UserUnknown(&'a [String]),
    /// Somebody of that name can sign in already.
    UserExists(&'a str),
    /// The new passphrase is the present one.
    PassphraseSame,
    /// Nobody can remove themself.
    RemovesSelf,
    /// There is no database in the folder.
    DatabaseMissing(&'a str),
    /// The folder holds something already.
    DatabaseExists(&'a str),
    /// The folder to create it in isn't there.
    ParentMissing(&'a str),
    /// Another program has it open: who and since when, where known.
    DatabaseLocked(Option<&'a str>),
    /// `keys.json` is gone.
    KeysMissing,
    /// `keys.json` can't be read.
    KeysDamaged,
    /// `keys.json` belongs to another database.
    KeysForeign,
    /// `keys.json` is older than the database.
    KeysOutdated,
    /// `keys.json` asks for less work per guess than the program allows.
    KeysWeak,
    /// The database is damaged.
    DatabaseDamaged,
    /// A newer program made it.
    SchemaNewer,
    /// Can't be written.
    NotWritable(Option<&'a str>),
    /// No room.
    DiskFull,
    /// The folder is on a network share of that kind.
    NetworkShare(&'a str),
    /// The file is no backup of this program, or is damaged.
    BackupUnreadable,
    /// The second place for backups isn't reachable or didn't keep what was written.
    BackupPlaceFailed(&'a str),
    /// A folder that a restore kept is still under a key of before.
    KeptByRestore,
    /// A record was changed by someone else.
    Conflict,
    /// The person's roles don't allow it.
    Forbidden,
    /// The server can't be reached.
    Unreachable,
    /// Another is writing.
    Busy,
    /// The content of an entry of the log was emptied: its number.
    Forgotten(u64),
    /// More than is kept.
    TooLong,
    /// The user stopped it.
    Cancelled,
    /// Something not foreseen.
    Unexpected,
}

/// The sentence of a problem.
#[must_use]
pub fn problem(problem: &StorageProblem<'_>) -> String {
    use StorageProblem as P;
    match problem {
        P::WrongPassphrase => "Adgangssætningen er ikke rigtig. Prøv igen, og se efter store og små bogstaver. \
            Er den glemt, kan databasen åbnes med gendannelsesnøglen."
            .to_owned(),
        P::PassphraseEmpty => "Adgangssætningen er tom. Skriv en sætning, som du kan huske.".to_owned(),
        P::RecoveryKeyMistyped(Some(group)) => format!(
            "Gendannelsesnøglen er skrevet forkert i gruppe {group}. Sammenlign gruppen med det, du har gemt, og ret den."
        ),
        P::RecoveryKeyMistyped(None) => {
            "Gendannelsesnøglen har 8 grupper med 5 tegn. Der mangler tegn, eller der er for mange. \
             Sammenlign den med det, du har gemt."
                .to_owned()
        }
        P::RecoveryKeyWrong => "Gendannelsesnøglen er skrevet rigtigt, men hører ikke til denne database. \
            Find den nøgle, der blev vist, da databasen blev oprettet."
            .to_owned(),
        P::UserNeeded(people) => {
            format!("Flere kan åbne databasen. Vælg, hvem du er: {}.", people.join(", "))
        }
        P::UserUnknown(people) => {
            format!("Ingen med det navn kan åbne databasen. Den kan åbnes af: {}.", people.join(", "))
        }
        P::UserExists(name) => format!(
            "Der er allerede en bruger, som hedder {name}. Skriv et navn, der skelner dem, fx med mellemnavn eller afdeling."
        ),
        P::PassphraseSame => "Den nye adgangssætning er den samme som den, du har. Vælg en anden.".to_owned(),
        P::RemovesSelf => "Du kan ikke fjerne dig selv. Bed en anden administrator om det; intet er ændret.".to_owned(),
        P::DatabaseMissing(folder) => {
            format!("Der er ingen database i mappen {folder}. Vælg en anden mappe, eller opret en ny database.")
        }
        P::DatabaseExists(folder) => {
            format!("Mappen {folder} findes allerede og bliver ikke overskrevet. Vælg en mappe, der ikke findes endnu; intet er ændret.")
        }
        P::ParentMissing(folder) => {
            format!("Mappen {folder} findes ikke. Opret den først, eller vælg en anden.")
        }
        P::DatabaseLocked(Some(holder)) => format!(
            "Databasen er allerede åben: {holder}. Luk den der først, og prøv igen; to programmer kan ikke bruge den samtidig."
        ),
        P::DatabaseLocked(None) => "Databasen er allerede åben i et andet program. Luk den der først, og prøv igen.".to_owned(),
        P::KeysMissing => "Filen keys.json mangler i databasens mappe, og uden den kan databasen ikke åbnes. \
            Læg den tilbage fra en kopi af mappen, eller gendan en sikkerhedskopi; data er ikke rørt."
            .to_owned(),
        P::KeysDamaged => "Filen keys.json i databasens mappe er ødelagt og kan ikke læses. \
            Læg den tilbage fra en kopi af mappen, eller gendan en sikkerhedskopi; data er ikke rørt."
            .to_owned(),
        P::KeysForeign => "Filen keys.json hører til en anden database. \
            Læg den rigtige tilbage fra en kopi af mappen, eller gendan en sikkerhedskopi; data er ikke rørt."
            .to_owned(),
        P::KeysOutdated => "Filen keys.json er ældre end databasen; adgangssætninger er ændret siden. \
            Læg den nyeste tilbage fra en kopi af mappen, eller gendan en sikkerhedskopi; data er ikke rørt."
            .to_owned(),
        P::KeysWeak => "Filen keys.json er ændret, så adgangssætningen ville være lettere at gætte. Databasen åbnes ikke. \
            Læg filen tilbage fra en kopi af mappen, eller gendan en sikkerhedskopi."
            .to_owned(),
        P::DatabaseDamaged => "Databasen er beskadiget og åbnes ikke, så skaden ikke bliver større. \
            Gendan den seneste sikkerhedskopi til en ny mappe, og behold den beskadigede mappe til fejlsøgning."
            .to_owned(),
        P::SchemaNewer => "Databasen er lavet af en nyere udgave af Vilkår. Opdater programmet, og prøv igen.".to_owned(),
        P::NotWritable(Some(place)) => {
            format!("Der kan ikke skrives i {place}. Bed om skriveadgang, eller vælg en anden mappe; intet er ændret.")
        }
        P::NotWritable(None) => "Der kan ikke skrives i databasens mappe. Bed om skriveadgang til den; intet er ændret.".to_owned(),
        P::DiskFull => "Disken er fuld. Intet er gemt af det, der var i gang, og alt fra før er der endnu. \
            Gør plads, og prøv igen."
            .to_owned(),
        P::NetworkShare(kind) => format!(
            "Mappen ligger på et netværksdrev ({kind}). Der kan en database blive ødelagt, når flere bruger den. \
             Læg den på pc'ens egen disk, og brug netværksdrevet til sikkerhedskopier; skal flere arbejde sammen, så brug en fælles database."
        ),
        P::BackupUnreadable => "Filen er ikke en sikkerhedskopi fra Vilkår, eller den er beskadiget. Intet er ændret. Prøv en anden kopi.".to_owned(),
        P::BackupPlaceFailed(place) => format!(
            "Sikkerhedskopien kunne ikke lægges i {place}. Se efter, om drevet er forbundet, og at der kan skrives der. Kopien i databasens mappe er lavet."
        ),
        P::KeptByRestore => "Mappen er databasen, som den var før en gendannelse, og åbnes stadig med de gamle adgangssætninger. \
            Slet den, når I ikke længere har brug for den."
            .to_owned(),
        P::Conflict => "En anden har ændret det samme, siden du åbnede det. Intet er gemt af det, du var i gang med. \
            Hent det igen, og ret det."
            .to_owned(),
        P::Forgotten(seq) => format!(
            "Det kan ikke vises, som det stod den dag: indholdet af post {seq} i loggen er slettet, fordi dets tid var gået. \
             Vælg en senere dag."
        ),
        P::TooLong => "Det er større, end der er plads til. Intet er gemt af det; gør det mindre, og prøv igen.".to_owned(),
        P::Forbidden => "Du har ikke adgang til det; dine roller giver ikke lov. Bed administratoren om den rolle, du mangler; intet er ændret."
            .to_owned(),
        P::Unreachable => "Der er ingen forbindelse til databasens server. Det, du har skrevet, står her endnu. \
            Programmet prøver igen af sig selv; gem igen, når forbindelsen er tilbage: intet bliver gemt to gange."
            .to_owned(),
        P::Busy => crate::server::BUSY.to_owned(),
        P::Cancelled => "Arbejdet blev afbrudt. Intet er gemt af det.".to_owned(),
        P::Unexpected => "Databasen svarede med en fejl, som programmet ikke kender. Intet er gemt af det, der var i gang.".to_owned(),
    }
}

/// What `verify` can find.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding<'a> {
    /// An entry's fields don't give its hash.
    EntryChanged(u64),
    /// Numbers from … to … are missing in the log.
    EntriesMissing(u64, u64),
    /// The entry doesn't follow the one before it: it was put in, or the one before was.
    EntryDoesNotFollow(u64),
    /// The newest entries are gone: the log ends at … but should end at ….
    LogShortened(u64, u64),
    /// The log has entries that its head doesn't know: it should end at ….
    LogExtended(u64),
    /// What the entry says about its record was changed.
    PayloadChanged(u64),
    /// What the entry says the record was before isn't what the entry before it left.
    BeforeDiffers(u64),
    /// The entry has no operation.
    OperationMissing(u64),
    /// An operation stands in the log without any entry.
    OperationWithoutEntries(&'a str),
    /// A record differs from what its latest entry left: kind, id and the entry.
    RowChanged(&'a str, &'a str, u64),
    /// A record can't be held against the log, because the content of its latest entry was emptied: kind, id and
    /// the entry.
    RowUnchecked(&'a str, &'a str, u64),
    /// A record's latest entry took it out, and it is there.
    RowStillThere(&'a str, &'a str, u64),
    /// The log has a record that isn't there.
    RowMissing(&'a str, &'a str, u64),
    /// A record stands there that the log doesn't know.
    RowUnlogged(&'a str, &'a str),
    /// A head kept elsewhere (in a backup or on a paper) isn't in the log.
    HeadUnknown(u64),
    /// What stands in a file isn't what was attached; told by the record's id alone, for its name may be somebody's.
    FileChanged(&'a str),
    /// What stood in a file isn't there.
    FileMissing(&'a str),
}

/// Which of the two logs a finding is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Log {
    /// The log of changes.
    Changes,
    /// The log of reads.
    Reads,
}

/// The sentence of a finding.
#[must_use]
pub fn finding(log: Log, finding: &Finding<'_>) -> String {
    use Finding as F;
    let the_log = match log {
        Log::Changes => "loggen",
        Log::Reads => "loggen over opslag",
    };
    match finding {
        F::EntryChanged(seq) => format!("Post {seq} i {the_log} er ændret efter, at den blev skrevet."),
        F::EntriesMissing(from, to) if from == to => format!("Post {from} i {the_log} er fjernet."),
        F::EntriesMissing(from, to) => format!("Post {from} til {to} i {the_log} er fjernet."),
        F::EntryDoesNotFollow(seq) => {
            format!(
                "Post {seq} i {the_log} passer ikke til posten før: en af dem er sat ind eller skiftet ud."
            )
        }
        F::LogShortened(ends, expected) => {
            format!(
                "De nyeste poster i {the_log} er fjernet: den slutter ved {ends}, men skulle slutte ved {expected}."
            )
        }
        F::LogExtended(expected) => {
            format!("Der er sat poster ind efter post {expected} i {the_log} uden om programmet.")
        }
        F::PayloadChanged(seq) => format!("Indholdet af post {seq} i {the_log} er ændret."),
        F::BeforeDiffers(seq) => format!(
            "Post {seq} i {the_log} begynder ikke dér, hvor den forrige post om det samme sluttede: der er ændret uden \
             om programmet imellem dem."
        ),
        F::OperationMissing(seq) => {
            format!("Post {seq} i {the_log} har mistet, hvem der gjorde det og hvornår.")
        }
        F::OperationWithoutEntries(id) => format!("Handlingen {id} står i {the_log} uden poster."),
        F::RowChanged(kind, id, seq) => {
            format!(
                "{} {id} er ændret uden om programmet: den er ikke, som post {seq} efterlod den.",
                kind_word(kind)
            )
        }
        F::RowUnchecked(kind, id, seq) => format!(
            "{} {id} kan ikke kontrolleres: indholdet af post {seq} i {the_log}, som er den nyeste om den, er tømt.",
            kind_word(kind)
        ),
        F::RowStillThere(kind, id, seq) => format!(
            "{} {id} står der, selv om post {seq} i {the_log} fjernede den: den er sat ind uden om programmet.",
            kind_word(kind)
        ),
        F::RowMissing(kind, id, seq) => {
            format!("{} {id} mangler, men post {seq} i {the_log} har den.", kind_word(kind))
        }
        F::RowUnlogged(kind, id) => format!("{} {id} er sat ind uden om programmet.", kind_word(kind)),
        F::FileChanged(id) => format!(
            "Fil {id}: det, der står i den, er ikke det, der blev vedhæftet. Vedhæft den igen, eller hent den fra en sikkerhedskopi."
        ),
        F::FileMissing(id) => format!(
            "Fil {id}: det, der stod i den, er ikke i databasen. Vedhæft den igen, eller hent den fra en sikkerhedskopi."
        ),
        F::HeadUnknown(seq) => format!(
            "Post {seq} i {the_log} er ikke den, der er gemt i en sikkerhedskopi eller på et dokument: {the_log} er skrevet om."
        ),
    }
}

/// The Danish word of a kind of record, with a capital, as it opens a sentence.
#[must_use]
pub fn kind_word(kind: &str) -> &'static str {
    match kind {
        "citizen" => "Borger",
        "provider" => "Leverandør",
        "offer" => "Tilbud",
        "placement" => "Placering",
        "rate_line" => "Takstlinje",
        "contract" => "Kontrakt",
        "goal" => "Mål",
        "follow_up" => "Opfølgning",
        "delivered_hours" => "Leverede timer",
        "step_rate" => "Trappetakst",
        "searched_offer" => "Afsøgt tilbud",
        "own_offer" => "Eget tilbud",
        "expected_youth" => "Kommende ung",
        "budget_line" => "Budget",
        "price_index" => "P/L",
        "refund_limits" => "Refusionsgrænser",
        "settings" => "Indstillinger",
        "sub_goal" => "Delmål",
        "attachment" => "Fil",
        "agenda_mark" => "Opgave i Dagens arbejde",
        "notified_rate" => "Varslet takst",
        "saved_filter" => "Gemt filter",
        "user" => "Bruger",
        _ => "Post",
    }
}
