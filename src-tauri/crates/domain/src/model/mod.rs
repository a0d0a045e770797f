//! The records that the municipality keeps: what they hold and what their words mean.
//!
//! A blank cell of a sheet is "not known" and therefore an `Option` here, never a default (domain §7).

mod agenda_mark;
mod attachment;
mod case_file;
mod citizen;
mod content;
mod contract;
mod goal;
mod notified_rate;
mod offer;
mod placement;
mod premises;
mod rate_line;
mod references;
mod register;
mod saved_filter;
mod user;

pub use agenda_mark::*;
pub use attachment::*;
pub use case_file::*;
pub use citizen::*;
pub use content::*;
pub use contract::*;
pub use goal::*;
pub use notified_rate::*;
pub use offer::*;
pub use placement::*;
pub use premises::*;
pub use rate_line::*;
pub use register::*;
pub use saved_filter::*;
pub use user::*;

/// Declares an enum whose variants have one official Danish word each, with reading and writing of it.
macro_rules! worded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in the official order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The official Danish word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of an official word; case and surrounding space don't matter.
            #[must_use]
            pub fn from_word(text: &str) -> Option<Self> {
                let wanted = text.trim().to_lowercase();
                Self::ALL.iter().copied().find(|value| value.word().to_lowercase() == wanted)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(crate) use worded;
