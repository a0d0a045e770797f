//! What the rows of each sheet mean: cells into records, matched with the ones that are there (design §8).
//!
//! Invariant: a blank cell is "not known" and leaves what is known as it is, except where a blank says something
//! (domain §7): *Gælder til, Slut, Ophørt den, Åbne uger, Opkræves af, Betalingskommune, Omfattet af refusion*. What a
//! hand changed in the window since goes before either (ADR 21).

mod contracts;
mod gaps;
mod goals;
mod known_lines;
pub(crate) mod list;
mod list_rates;
mod overlaps;
mod people;
mod placements;
mod premises;
mod providers;
mod rates;
mod shown;

pub(crate) use shown::{Field, compared};
