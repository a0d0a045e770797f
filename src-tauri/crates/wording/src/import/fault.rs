//! Why a whole file isn't read, and what to do about it.

/// Why a file isn't read at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileFault {
    /// It can't be opened.
    Missing,
    /// More than 50 MB.
    TooLarge,
    /// Protected by a password.
    Encrypted,
    /// Cut off or damaged.
    Damaged,
    /// Unpacks to more than a workbook can be.
    Bomb,
    /// Neither a workbook nor a text file with columns.
    NotATable,
    /// No sheet with headings that are known.
    NothingKnown,
}

impl FileFault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "file_missing",
            Self::TooLarge => "file_too_large",
            Self::Encrypted => "file_encrypted",
            Self::Damaged => "file_damaged",
            Self::Bomb => "file_unpacks_too_large",
            Self::NotATable => "file_not_a_table",
            Self::NothingKnown => "file_not_recognised",
        }
    }

    /// What happened and what to do.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Missing => {
                "Filen kan ikke åbnes. Se efter, om den stadig ligger der, og om den er åben i Excel."
            }
            Self::TooLarge => "Filen er over 50 MB. Gem kun de ark, der skal importeres, i en fil for sig.",
            Self::Encrypted => {
                "Filen er beskyttet med en adgangskode. Gem en kopi uden adgangskode, og importér den."
            }
            Self::Damaged => {
                "Filen er beskadiget eller kun hentet delvist. Hent den igen, eller gem den på ny i regnearket."
            }
            Self::Bomb => "Filen pakker ud til langt mere, end et regneark kan være, og er ikke læst.",
            Self::NotATable => {
                "Filen er ikke et regneark. Importér .xlsx, .xlsm, .xlsb, .xls, .ods eller .csv."
            }
            Self::NothingKnown => {
                "Ingen af filens ark har overskrifter, som kendes. Vælg kolonnerne selv, eller brug skabelonen."
            }
        }
    }
}
