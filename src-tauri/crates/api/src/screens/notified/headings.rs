//! Which column of a provider's sheet holds what.
//!
//! Invariant: of several headings that could be meant the most specific one counts ("Ny takst" before "Takst"), and
//! where two are as good as each other nothing is read: the user is told which.

use vilkaar_domain::Unit;
use vilkaar_exchange::cells::unit::in_heading;
use vilkaar_exchange::grid::Row;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Column {
    Case,
    Initials,
    Contract,
    Offer,
    Service,
    Rate,
    Unit,
    From,
}

/// The headings of a sheet.
pub(super) struct Headings {
    found: Vec<Heading>,
}

/// A heading that is known.
struct Heading {
    column: Column,
    /// 0 says exactly what the column is; the higher, the more it could be something else too.
    vagueness: u8,
    at: u32,
    /// As the sheet writes it.
    text: String,
    /// The unit in it: "Ny takst pr. md.".
    unit: Option<Unit>,
}

/// How vague "Takst" is: its cells may name the service, where another column has the amounts.
const TAKST: u8 = 2;

/// What a heading can be, with how vague it is about it. A year behind it says nothing of what it is.
fn meanings(heading: &str) -> (Vec<(Column, u8)>, Option<Unit>) {
    let (name, unit) = in_heading(heading);
    let bare = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let name = if name.len() - bare.len() == 4 { bare } else { name.as_str() };
    let (found, own_unit): (&[(Column, u8)], Option<Unit>) = match name {
        "sagsnr" | "sagsnummer" => (&[(Column::Case, 0)], None),
        "sag" => (&[(Column::Case, 1)], None),
        "borger" | "initialer" | "borgersinitialer" | "borgerinitialer" => (&[(Column::Initials, 0)], None),
        "navn" => (&[(Column::Initials, 1)], None),
        "kontraktnr" | "kontraktnummer" | "aftalenr" => (&[(Column::Contract, 0)], None),
        "kontrakt" => (&[(Column::Contract, 1)], None),
        "tilbud" | "botilbud" => (&[(Column::Offer, 0)], None),
        "afdeling" => (&[(Column::Offer, 1)], None),
        "ydelse" => (&[(Column::Service, 0)], None),
        "taksttype" | "ydelsestype" => (&[(Column::Service, 1)], None),
        "nytakst" | "nyttakst" | "nybeløb" | "nytbeløb" | "varslettakst" | "varsletbeløb" | "nypris"
        | "kommendetakst" => (&[(Column::Rate, 0)], None),
        "nydøgntakst" | "varsletdøgntakst" => (&[(Column::Rate, 0)], Some(Unit::Day)),
        "beløb" | "pris" => (&[(Column::Rate, 1)], None),
        "døgntakst" => (&[(Column::Rate, 1)], Some(Unit::Day)),
        "takst" => (&[(Column::Rate, TAKST), (Column::Service, TAKST)], None),
        "enhed" | "takstenhed" => (&[(Column::Unit, 0)], None),
        "gælderfra" | "gældendefra" => (&[(Column::From, 0)], None),
        "ikrafttræden" | "virkningfra" | "fradato" => (&[(Column::From, 1)], None),
        "fra" => (&[(Column::From, 2)], None),
        "dato" => (&[(Column::From, 3)], None),
        _ => (&[], None),
    };
    (found.to_vec(), unit.or(own_unit))
}

impl Headings {
    /// The headings of a row.
    pub(super) fn of(row: Row<'_>) -> Self {
        let mut found = Vec::new();
        for (at, cell) in row.cells() {
            let Some(text) = cell.plain() else { continue };
            let (meanings, unit) = meanings(&text);
            found.extend(meanings.into_iter().map(|(column, vagueness)| Heading {
                column,
                vagueness,
                at,
                text: text.trim().to_owned(),
                unit,
            }));
        }
        // Where another column has the service, "Takst" is an amount as much as "Beløb" is.
        if found.iter().any(|known| known.column == Column::Service && known.vagueness < TAKST) {
            for heading in found.iter_mut().filter(|known| known.column == Column::Rate) {
                heading.vagueness = heading.vagueness.min(TAKST - 1);
            }
        }
        Self { found }
    }

    /// Has the row what a sheet of rates can't be without?
    pub(super) fn are_enough(&self) -> bool {
        let has = |wanted| self.best(wanted).next().is_some();
        has(Column::Rate) && (has(Column::Case) || has(Column::Initials) || has(Column::Contract))
    }

    /// The least vague headings of a column: more than one is ambiguous.
    fn best(&self, column: Column) -> impl Iterator<Item = &Heading> {
        let of_column = move |heading: &&Heading| heading.column == column;
        let least = self.found.iter().filter(of_column).map(|heading| heading.vagueness).min();
        // A column that holds the rates says nothing of the service too.
        let rate = (column == Column::Service).then(|| self.one(Column::Rate)).flatten().map(|rate| rate.at);
        self.found
            .iter()
            .filter(of_column)
            .filter(move |heading| Some(heading.vagueness) == least && Some(heading.at) != rate)
    }

    fn one(&self, column: Column) -> Option<&Heading> {
        self.best(column).next()
    }

    /// Where a column stands.
    pub(super) fn place(&self, column: Column) -> Option<u32> {
        self.one(column).map(|heading| heading.at)
    }

    /// Does the heading of a column say exactly what it is?
    pub(super) fn is_exact(&self, column: Column) -> bool {
        self.one(column).is_some_and(|heading| heading.vagueness == 0)
    }

    /// Lets a column be: what stands in it is something else.
    pub(super) fn forget(&mut self, column: Column) {
        self.found.retain(|heading| heading.column != column);
    }

    /// All columns that are read.
    pub(super) fn places(&self) -> impl Iterator<Item = u32> {
        ALL.into_iter().filter_map(|column| self.place(column))
    }

    /// The unit that the heading of the rates names.
    pub(super) fn unit(&self) -> Option<Unit> {
        self.one(Column::Rate)?.unit
    }

    /// Why the sheet can't be read: two headings that are as good as each other.
    pub(super) fn ambiguity(&self) -> Option<String> {
        ALL.into_iter().find_map(|column| {
            let mut best = self.best(column);
            let (first, second) = (best.next()?, best.next()?);
            let what = match column {
                Column::Case => "sagsnummeret",
                Column::Initials => "borgeren",
                Column::Contract => "kontraktnummeret",
                Column::Offer => "tilbuddet",
                Column::Service => "ydelsen",
                Column::Rate => "den nye takst",
                Column::Unit => "enheden",
                Column::From => "dagen, den gælder fra",
            };
            Some(format!(
                "To kolonner kan være {what}: »{}« og »{}«. Omdøb eller slet den, der ikke skal læses, og læs arket igen.",
                first.text, second.text
            ))
        })
    }
}

const ALL: [Column; 8] = [
    Column::Case,
    Column::Initials,
    Column::Contract,
    Column::Offer,
    Column::Service,
    Column::Rate,
    Column::Unit,
    Column::From,
];
