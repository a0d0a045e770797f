//! Whose an item is.
//!
//! Invariant: an item always has an owner; what nobody else owns is the centerchef's (domain §3).

/// Whose something is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Owner {
    /// *Forhandler* of the contract.
    Negotiator(String),
    /// *Sagsbehandler 1*.
    CaseWorker(String),
    /// The employee that it was handed to.
    HandedTo(String),
    /// Nobody else owns it.
    CenterChief,
}

impl Owner {
    /// As the centerchef is called where somebody is named (design §8).
    pub const CENTER_CHIEF: &'static str = "centerchef";

    /// The person's name, or `centerchef` (design §8).
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Negotiator(name) | Self::CaseWorker(name) | Self::HandedTo(name) => name,
            Self::CenterChief => Self::CENTER_CHIEF,
        }
    }

    /// The owner that an item is handed to by a name.
    #[must_use]
    pub fn handed_to(name: &str) -> Self {
        if Self::is_same(name, Self::CENTER_CHIEF) {
            Self::CenterChief
        } else {
            Self::HandedTo(name.trim().to_owned())
        }
    }

    /// Is it this employee's? Sheets write a name now with, now without a capital or a blank at its end.
    #[must_use]
    pub fn is(&self, employee: &str) -> bool {
        *self != Self::CenterChief && Self::is_same(self.name(), employee)
    }

    fn is_same(name: &str, other: &str) -> bool {
        name.trim().to_lowercase() == other.trim().to_lowercase()
    }
}
