//! Why a database was not moved. Invariant: in every case both ends are as they were.

use vilkaar_application::ports::VerifyProblem;
use vilkaar_wording::moving::{Difference, MoveProblem, problem};

/// What of a table isn't as it was sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Differs {
    /// Another number of rows.
    Rows,
    /// Another sum of this column.
    Sum(&'static str),
    /// A value somewhere.
    Content,
    /// The newest entry of the log.
    Head,
    /// What `verify` says of it.
    Log,
}

/// Why a database was not moved.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MoveError {
    /// What is to be moved doesn't agree with its own log.
    #[error("the source does not agree with its log in {} places", .problems.len())]
    SourceDiffers {
        /// What `verify` found, at least one.
        problems: Vec<VerifyProblem>,
    },
    /// Something is there already.
    #[error("the target is not empty: {table}")]
    TargetNotEmpty {
        /// The first table with rows.
        table: &'static str,
    },
    /// What arrived isn't what was sent.
    #[error("{table} differs after the move: {what:?}")]
    Differs {
        /// The table.
        table: &'static str,
        /// What of it.
        what: Differs,
    },
    /// It was stopped.
    #[error("the move was stopped")]
    Cancelled,
    /// Nobody of that name is in the database.
    #[error("nobody of that name is in the database")]
    PersonUnknown {
        /// The name as it was given.
        name: String,
    },
    /// The server takes no such name of a login.
    #[error("not a login")]
    LoginUnfit {
        /// As it was given.
        login: String,
    },
    /// Two people were given the same login.
    #[error("a login given twice")]
    LoginTwice {
        /// Which.
        login: String,
    },
    /// Nobody may manage people.
    #[error("nobody is an administrator")]
    NoAdministrator,
    /// The folder's database was moved before.
    #[error("moved before")]
    MovedBefore,
    /// The log holds something that is kept from whoever would take a copy: filters that others keep for themselves.
    #[error("{entries} entries of the log are withheld")]
    Withheld {
        /// How many entries.
        entries: u64,
    },
    /// Signed in with a one-time password, which is to be changed before anything else.
    #[error("a new password is needed")]
    NewPasswordNeeded,
}

impl MoveError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SourceDiffers { .. } => "verification_failed",
            Self::TargetNotEmpty { .. } => "target_not_empty",
            Self::Differs { .. } => "move_differs",
            Self::Cancelled => "cancelled",
            Self::PersonUnknown { .. } => "user_unknown",
            Self::LoginUnfit { .. } => "login_unfit",
            Self::LoginTwice { .. } => "login_twice",
            Self::NoAdministrator => "no_administrator",
            Self::MovedBefore => "moved_before",
            Self::Withheld { .. } => "copy_withheld",
            Self::NewPasswordNeeded => "new_passphrase_needed",
        }
    }

    /// The Danish sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        problem(&match self {
            Self::SourceDiffers { problems } => {
                let first = problems.first().map_or("", |found| found.detail.as_str());
                MoveProblem::SourceDiffers(problems.len(), first)
            }
            Self::TargetNotEmpty { .. } => MoveProblem::TargetNotEmpty,
            Self::Differs { table, what } => {
                let what = match what {
                    Differs::Rows => Difference::Rows,
                    Differs::Sum(column) => Difference::Sum(column),
                    Differs::Content => Difference::Content,
                    Differs::Head => Difference::Head,
                    Differs::Log => Difference::Log,
                };
                MoveProblem::Differs(table, what)
            }
            Self::Cancelled => MoveProblem::Cancelled,
            Self::PersonUnknown { name } => MoveProblem::PersonUnknown(name),
            Self::LoginUnfit { login } => MoveProblem::LoginUnfit(login),
            Self::LoginTwice { login } => MoveProblem::LoginTwice(login),
            Self::NoAdministrator => MoveProblem::NoAdministrator,
            Self::MovedBefore => MoveProblem::MovedBefore,
            Self::Withheld { entries } => MoveProblem::Withheld(*entries),
            Self::NewPasswordNeeded => MoveProblem::NewPasswordNeeded,
        })
    }
}
