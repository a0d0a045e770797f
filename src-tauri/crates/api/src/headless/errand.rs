//! The commands of the command line that open a database, each with the use case that it needs.

use vilkaar_application::permission::UseCase;

/// Declares the commands: each with its name and its use case.
macro_rules! errands {
    ($($(#[$doc:meta])* $errand:ident = $name:literal, $use_case:ident;)+) => {
        /// A command that works on an open database. There is no way to open one without naming it.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Errand { $($(#[$doc])* $errand),+ }

        impl Errand {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$errand),+];

            /// The word on the command line.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$errand => $name),+ }
            }

            /// What somebody's roles have to allow.
            #[must_use]
            pub const fn use_case(self) -> UseCase {
                match self { $(Self::$errand => UseCase::$use_case),+ }
            }
        }
    };
}

errands! {
    /// Read a workbook in.
    Import = "import", Import;
    /// Cases with prices.
    Cases = "cases", SeeCases;
    /// Cost of a year.
    Cost = "cost", SeeCases;
    /// Formulas of a case's year.
    Explain = "explain", SeeCases;
    /// Notice in words.
    Notice = "notice", SeeCases;
    /// What is due.
    Agenda = "agenda", SeeCases;
    /// Goals.
    Goals = "goals", SeeCases;
    /// What is missing.
    Gaps = "gaps", SeeCases;
    /// The negotiation packet.
    Packet = "packet", MakePacket;
    /// The forecast.
    Forecast = "forecast", SeeReports;
    /// Look things up in the log.
    Log = "log", SeeLog;
    /// Draw a citizen's part of the log.
    Insight = "insight", DrawInsight;
    /// Integrity.
    Verify = "verify", Verify;
    /// Write a backup.
    Backup = "backup", BackUp;
    /// Make a new recovery key.
    RecoveryKey = "recovery-key", ManagePeople;
    /// Move the database to a server or from one.
    Move = "move", MoveDatabase;
}
