//! Who may do what: each use case with the roles that allow it, and each kind of record with the roles that
//! may read and change it.
//!
//! Invariant: this is the only place where a role means something. The commands of the window and the command
//! line ask here before they begin; a shared database's server keeps the same rules for whoever comes without
//! the program (its grants are tested against this table). The window hides what is refused here, no more.

use vilkaar_domain::Role::{self, Administrator, CaseWorker, Chief, Clerk, Finance, Manager, Negotiator};
use vilkaar_domain::{AttachmentKind, Entity, Roles};

use crate::ports::{Actor, EntityChange, StoreError};

/// Declares the use cases: each with its stable name, its Danish name in a refusal, and who may.
macro_rules! use_cases {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $words:literal, $roles:expr;)+) => {
        /// Something that somebody does with the program.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum UseCase { $($(#[$doc])* $name),+ }

        impl UseCase {
            /// Every use case.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable name.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// What it is, as the object of "Du har ikke adgang til at …".
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $words),+ }
            }

            /// The roles that allow it.
            #[must_use]
            pub const fn roles(self) -> &'static [Role] {
                match self { $(Self::$name => $roles),+ }
            }
        }
    };
}

/// Who works with cases.
const CASES: &[Role] = &[Negotiator, CaseWorker, Finance, Chief];

use_cases! {
    /// Being signed in at all: where the session is, the day, locking, one's own passphrase.
    BeSignedIn = "be_signed_in", "bruge programmet", Role::ALL;
    /// Figures of the whole, without names.
    SeeReports = "see_reports", "se rapporter", &[Negotiator, CaseWorker, Finance, Chief, Manager];
    /// Lists of cases, search, a case with its rates, contract and goals.
    SeeCases = "see_cases", "se sager", CASES;
    /// A CPR number in full; each look is logged.
    RevealCpr = "reveal_cpr", "se cpr-numre", CASES;
    /// Changing a placement's own fields.
    EditPlacement = "edit_placement", "rette placeringer", &[Negotiator, CaseWorker];
    /// Providers and their offers.
    EditOffers = "edit_offers", "rette leverandører og tilbud", &[Negotiator];
    /// Rate lines.
    EditRates = "edit_rates", "rette takster", &[Negotiator, Finance];
    /// Contracts, notice, trappetakster.
    EditContracts = "edit_contracts", "rette kontrakter", &[Negotiator];
    /// Goals, follow-ups, delivered hours.
    EditGoals = "edit_goals", "rette mål og opfølgning", &[Negotiator, CaseWorker];
    /// Files of a case.
    AttachFiles = "attach_files", "vedhæfte filer", &[Negotiator, CaseWorker];
    /// P/L, bulk indexation, notified rates.
    IndexRates = "index_rates", "regulere takster", &[Negotiator, Finance];
    /// Handling, putting off and handing over what the agenda holds.
    HandleAgenda = "handle_agenda", "håndtere opgaver i Dagens arbejde", CASES;
    /// Saving filters of lists.
    KeepFilters = "keep_filters", "gemme filtre", CASES;
    /// Lists as a workbook.
    ExportLists = "export_lists", "eksportere lister", CASES;
    /// Undoing one's own latest changes.
    Undo = "undo", "fortryde ændringer", CASES;
    /// Reading files in.
    Import = "import", "importere filer", &[Negotiator];
    /// The internal negotiation packet: seen, saved, printed.
    MakePacket = "make_packet", "lave forhandlingspakker", CASES;
    /// Papers that were released.
    SeeReleased = "see_released", "se frigivne papirer", &[Negotiator, CaseWorker, Finance, Chief, Clerk];
    /// The screen of settings.
    SeeSettings = "see_settings", "se indstillinger", Role::ALL;
    /// Changing the dated settings and the municipality's name.
    ChangeSettings = "change_settings", "ændre indstillinger", &[Administrator];
    /// Adding people, their roles, removing them.
    ManagePeople = "manage_people", "ændre brugere", &[Administrator];
    /// Backups by hand and where they go.
    BackUp = "back_up", "tage sikkerhedskopier", &[Negotiator, CaseWorker, Finance, Chief, Administrator];
    /// Checking the log and every record against it.
    Verify = "verify", "kontrollere databasen", &[Negotiator, CaseWorker, Finance, Chief, Administrator];
    /// Looking things up in the log; an administrator sees what concerns people and settings.
    SeeLog = "see_log", "se loggen", &[Negotiator, CaseWorker, Finance, Chief, Administrator];
    /// Drawing the log of a citizen's file (indsigt).
    DrawInsight = "draw_insight", "trække indsigt i loggen", &[Negotiator, CaseWorker, Chief];
    /// Moving the database to a server or away from it.
    MoveDatabase = "move_database", "flytte databasen", &[Administrator];
}

/// Somebody may not do that.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("forbidden: {}", .0.code())]
pub struct Forbidden(pub UseCase);

impl From<Forbidden> for StoreError {
    fn from(_: Forbidden) -> Self {
        Self::Forbidden
    }
}

impl UseCase {
    /// Does it change records? Then it waits while what was known on a past day is shown.
    #[must_use]
    pub const fn changes_records(self) -> bool {
        match self {
            Self::EditPlacement
            | Self::EditOffers
            | Self::EditRates
            | Self::EditContracts
            | Self::EditGoals
            | Self::AttachFiles
            | Self::IndexRates
            | Self::HandleAgenda
            | Self::KeepFilters
            | Self::Undo
            | Self::Import
            | Self::ChangeSettings
            | Self::ManagePeople => true,
            Self::BeSignedIn
            | Self::SeeReports
            | Self::SeeCases
            | Self::RevealCpr
            | Self::ExportLists
            | Self::MakePacket
            | Self::SeeReleased
            | Self::SeeSettings
            | Self::BackUp
            | Self::Verify
            | Self::SeeLog
            | Self::DrawInsight
            | Self::MoveDatabase => false,
        }
    }

    /// Do these roles allow it?
    #[must_use]
    pub fn is_allowed_to(self, roles: &Roles) -> bool {
        roles.has_any(self.roles())
    }
}

impl Actor {
    /// Refuses what the person's roles don't allow.
    ///
    /// # Errors
    /// [`Forbidden`].
    pub fn authorise(&self, use_case: UseCase) -> Result<(), Forbidden> {
        if use_case.is_allowed_to(&self.roles) { Ok(()) } else { Err(Forbidden(use_case)) }
    }

    /// Refuses changes of records that none of the person's roles may change.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`].
    pub fn authorise_changes(&self, changes: &[EntityChange]) -> Result<(), StoreError> {
        let may_write = |record: &Entity| match record {
            Entity::Attachment(file) => self.roles.has_any(attachment_writers(file.kind)),
            record => self.roles.has_any(writers(record.kind())),
        };
        let may = |change: &EntityChange| {
            let mut records = change.before.iter().chain(&change.after);
            change.record().is_some() && records.all(may_write)
        };
        if changes.iter().all(may) { Ok(()) } else { Err(StoreError::Forbidden) }
    }
}

/// The roles that may change records of a kind ([`vilkaar_domain::Entity::kind`]).
#[must_use]
pub fn writers(kind: &str) -> &'static [Role] {
    match kind {
        "user" => &[Administrator],
        "settings" => &[Administrator, Negotiator],
        "citizen" | "placement" | "goal" | "sub_goal" | "follow_up" | "delivered_hours"
        | "searched_offer" | "attachment" => &[Negotiator, CaseWorker],
        "rate_line" | "notified_rate" | "budget_line" | "price_index" | "refund_limits" | "own_offer"
        | "expected_youth" => &[Negotiator, Finance],
        "agenda_mark" | "saved_filter" => CASES,
        "provider" | "offer" | "contract" | "step_rate" => &[Negotiator],
        _ => &[],
    }
}

/// The roles that may read records of a kind.
#[must_use]
pub fn readers(kind: &str) -> &'static [Role] {
    match kind {
        "user" | "settings" => Role::ALL,
        "attachment" | "agenda_mark" | "saved_filter" => CASES,
        _ => UseCase::SeeReports.roles(),
    }
}

/// The fields of a kind that a role may not read though it reads the rest, as storage names its columns: who
/// somebody is, and what was noted about them (domain §6). With several roles, what one of them reads is read.
#[must_use]
pub fn withheld(kind: &str, role: Role) -> &'static [&'static str] {
    match (kind, role) {
        ("citizen", Manager) => &["cpr", "name"],
        ("goal", Manager | Finance) => &["wishes", "purpose", "wording"],
        ("follow_up", Manager | Finance) => &["remark"],
        ("sub_goal", Manager | Finance) => &["text", "remark"],
        ("provider", Manager) => &["contact_person", "phone", "email", "further_contacts"],
        ("searched_offer", Manager) => &["reason"],
        _ => &[],
    }
}

/// What stands in the place of a withheld field that every record of its kind has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StandIn {
    /// A text.
    Text(&'static str),
    /// An empty list.
    NoList,
}

impl StandIn {
    /// As storage writes it in the column.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::Text(words) => words,
            Self::NoList => "[]",
        }
    }
}

/// What stands in the place of a withheld field; none where the field may be unknown.
#[must_use]
pub fn stand_in(kind: &str, field: &str) -> Option<StandIn> {
    match (kind, field) {
        ("sub_goal", "text") => Some(StandIn::Text("(ses ikke med din rolle)")),
        ("provider", "further_contacts") => Some(StandIn::NoList),
        _ => None,
    }
}

/// The roles that may see files of a kind: what finance settles is the contract, not what is reported about the citizen.
#[must_use]
pub const fn attachment_readers(kind: AttachmentKind) -> &'static [Role] {
    match kind {
        AttachmentKind::SignedContract | AttachmentKind::NoticeLetter => CASES,
        AttachmentKind::StatusReport | AttachmentKind::Other => &[Negotiator, CaseWorker, Chief],
    }
}

/// The roles that may put files of a kind on a case and take them off: what is signed or given belongs to the contract.
#[must_use]
pub fn attachment_writers(kind: AttachmentKind) -> &'static [Role] {
    match kind {
        AttachmentKind::SignedContract | AttachmentKind::NoticeLetter => UseCase::EditContracts.roles(),
        AttachmentKind::StatusReport | AttachmentKind::Other => UseCase::AttachFiles.roles(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_and_a_clerk_get_at_no_case() {
        for role in [Administrator, Clerk] {
            let roles: Roles = [role].into_iter().collect();
            for use_case in [
                UseCase::SeeReports,
                UseCase::SeeCases,
                UseCase::RevealCpr,
                UseCase::EditPlacement,
                UseCase::Import,
                UseCase::MakePacket,
                UseCase::DrawInsight,
            ] {
                assert!(!use_case.is_allowed_to(&roles), "{role} {use_case:?}");
            }
            assert!(!readers("placement").contains(&role));
            assert!(!writers("placement").contains(&role));
        }
    }

    #[test]
    fn a_manager_reads_figures_and_neither_names_nor_notes() {
        let roles: Roles = [Manager].into_iter().collect();
        assert!(UseCase::SeeReports.is_allowed_to(&roles));
        assert!(!UseCase::SeeCases.is_allowed_to(&roles));
        assert_eq!(withheld("citizen", Manager), ["cpr", "name"]);
        assert!(withheld("citizen", CaseWorker).is_empty());
    }

    #[test]
    fn whoever_imports_may_change_every_kind_that_a_workbook_holds() {
        for kind in [
            "citizen",
            "provider",
            "offer",
            "placement",
            "rate_line",
            "contract",
            "goal",
            "follow_up",
            "delivered_hours",
            "step_rate",
            "searched_offer",
            "own_offer",
            "expected_youth",
            "budget_line",
            "price_index",
            "refund_limits",
            "settings",
        ] {
            for role in UseCase::Import.roles() {
                assert!(writers(kind).contains(role), "{kind} {role}");
            }
        }
    }

    #[test]
    fn nobody_without_a_role_may_do_anything() {
        for use_case in UseCase::ALL {
            assert!(!use_case.is_allowed_to(&Roles::default()), "{use_case:?}");
        }
    }
}
