//! The sheets of the program's own workbook and of the municipalities' single sheet: which columns each has,
//! by what headings they are known, and which a row can't be without (design §8).
//!
//! Invariant: the first heading of a column is its name in the template, and `key` never changes, since remembered
//! mappings hold it.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::cells::squeezed;

/// A column of a sheet.
#[derive(Debug)]
pub struct Column {
    /// Stable key.
    pub key: &'static str,
    /// The heading of the template.
    pub label: &'static str,
    /// Other headings, squeezed.
    pub synonyms: &'static [&'static str],
    /// A row can't be without it.
    pub required: bool,
}

/// Declares the columns of a sheet: an enum to name them in code and the table that describes them.
macro_rules! columns {
    ($(#[$doc:meta])* $name:ident $table:ident { $($field:ident $key:literal $label:literal $req:ident [$($syn:literal),*]),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[allow(missing_docs, reason = "each is the column of its label in the table beside")]
        pub enum $name { $($field),+ }
        impl From<$name> for usize {
            fn from(column: $name) -> Self { column as Self }
        }
        static $table: &[Column] = &[$(Column {
            key: $key, label: $label, synonyms: &[$($syn),*], required: columns!(@ $req),
        }),+];
    };
    (@ req) => { true };
    (@ opt) => { false };
}

columns! {
    /// Columns of *Placeringer*.
    PlacementColumn PLACEMENTS {
        Case "case" "Sagsnr." req ["sag", "sagsnummer", "sagsid", "journalnr", "journalnummer"],
        Cpr "cpr" "CPR-nr." opt ["cpr", "cprnummer", "personnummer", "personnr"],
        Name "name" "Navn" opt ["borger", "borgernavn", "borgersnavn"],
        TargetGroup "target_group" "Primær målgruppe" opt ["målgruppe"],
        SecondaryTargetGroup "secondary_target_group" "Sekundær målgruppe" opt [],
        SupportNeed "support_need" "Støttebehov" opt [],
        LegalBasis "legal_basis" "Lovgrundlag" req ["§", "paragraf", "hjemmel", "selparagraf"],
        Provider "provider" "Leverandør" opt ["udbyder", "driftsherre"],
        Offer "offer" "Tilbud" req ["botilbud", "bosted", "tilbudsnavn", "institution"],
        MovedIn "moved_in" "Indflytning" req ["indflyttet", "startdato", "indflytningsdato", "indflyttetden"],
        ExpectedEnd "expected_end" "Forventet ophør" opt ["forventetslut", "forventetslutdato", "forventetophørsdato"],
        EndedOn "ended_on" "Ophørt den" opt ["ophørt", "fraflyttet", "fraflytning", "ophørsdato"],
        SupportHours "support_hours" "Støttetimer pr. uge" opt ["støttetimer", "timerpruge"],
        CaseWorker "case_worker" "Sagsbehandler 1" opt ["sagsbehandler", "rådgiver"],
        SecondCaseWorker "second_case_worker" "Sagsbehandler 2" opt [],
        ActingMunicipality "acting_municipality" "Handlekommune" opt [],
        PayingMunicipality "paying_municipality" "Betalingskommune" opt [],
        RefundCover "refund_cover" "Omfattet af refusion" opt ["refusion"],
        BaseRate "base_rate" "Basistakst" opt [],
    }
}
columns! {
    /// Columns of *Leverandører*.
    ProviderColumn PROVIDERS {
        Name "name" "Leverandør" req ["navn", "udbyder"],
        Ownership "ownership" "Ejerform" opt ["ejerforhold"],
        OperatingAgreement "operating_agreement" "Driftsoverenskomst" opt [],
        Cvr "cvr" "CVR-nr." opt ["cvr", "cvrnummer"],
        ContactPerson "contact_person" "Kontaktperson" opt ["kontakt"],
        Phone "phone" "Telefon" opt ["tlf", "telefonnr", "telefonnummer"],
        Email "email" "E-mail" opt ["mail", "emailadresse"],
    }
}
columns! {
    /// Columns of *Tilbud*.
    OfferColumn OFFERS {
        Name "name" "Tilbud" req ["navn", "botilbud", "tilbudsnavn"],
        Provider "provider" "Leverandør" opt ["udbyder", "driftsherre"],
        PNumber "p_number" "P-nr." opt ["pnummer", "produktionsenhed"],
        ApprovedFor "approved_for" "Godkendt til" opt ["godkendteparagraffer"],
        Supervision "supervision" "Socialtilsyn" opt ["tilsyn", "tilsynsstatus"],
        SupervisionFrom "supervision_from" "Fra" opt ["tilsynfra"],
        SupervisionTo "supervision_to" "Til" opt ["tilsyntil", "frist"],
        CheckedOn "checked_on" "Kontrolleret den" opt ["kontrolleret"],
        CheckedBy "checked_by" "Kontrolleret af" opt [],
    }
}
columns! {
    /// Columns of *Takster*.
    RateColumn RATES {
        Case "case" "Sagsnr." req ["sag", "sagsnummer", "sagsid"],
        Service "service" "Ydelse" req ["ydelsestype", "taksttype"],
        Paragraph "paragraph" "Lovgrundlag" opt ["§", "paragraf"],
        Amount "amount" "Beløb" req ["takst", "pris", "beløbkr"],
        Unit "unit" "Enhed" req ["pr", "periode"],
        Quantity "quantity" "Antal pr. uge" opt ["antal", "antaluge"],
        From "from" "Gælder fra" req ["fra", "fradato", "gyldigfra", "startdato"],
        To "to" "Gælder til" opt ["til", "tildato", "gyldigtil", "slutdato"],
        Cause "cause" "Årsag" opt ["begrundelse"],
        SettlementDays "settlement_days" "Afregningsdage pr. år" opt ["afregningsdage"],
        OpenWeeks "open_weeks" "Åbne uger" opt ["åbningsuger"],
        ReviewOn "review_on" "Revurderes den" opt ["revurderes", "revurdering"],
        CollectedBy "collected_by" "Opkræves af" opt [],
    }
}
columns! {
    /// Columns of *Kontrakter*.
    ContractColumn CONTRACTS {
        Case "case" "Sagsnr." req ["sag", "sagsnummer", "sagsid"],
        Number "number" "Kontraktnr." opt ["kontraktnummer", "kontrakt"],
        Start "start" "Start" req ["startdato", "fra", "gælderfra"],
        End "end" "Slut" opt ["slutdato", "til", "gældertil", "udløb"],
        NoticeMunicipality "notice_municipality" "Opsigelse kommune" opt ["opsigelsesvarselkommune", "opsigelsesvarsel", "opsigelse"],
        NoticeProvider "notice_provider" "Opsigelse leverandør" opt ["opsigelsesvarselleverandør"],
        MinimumUntil "minimum_until" "Mindsteperiode til" opt ["mindsteperiode"],
        RenewsBy "renews_by_months" "Forlænges med (md.)" opt ["forlængesmed", "forlængelse"],
        RenegotiateOn "renegotiate_on" "Genforhandles" opt ["genforhandling", "genforhandlesden"],
        Negotiator "negotiator" "Forhandler" opt ["kontraktforhandler"],
        Payment "payment" "Betaling" opt ["forudbagud"],
        Regulation "regulation" "Regulering" opt ["prisregulering"],
        AgreedOn "agreed_on" "Aftalt den" opt ["aftalt", "underskrevetden"],
    }
}
columns! {
    /// Columns of *Mål*.
    GoalColumn GOALS {
        Case "case" "Sagsnr." req ["sag", "sagsnummer", "sagsid"],
        Key "key" "Mål-id" req ["mål", "målnr"],
        Undertema "undertema" "Undertema" opt ["tema"],
        GoalType "goal_type" "Måltype" req ["type"],
        StartLevel "start_level" "Startniveau" req ["start"],
        ExpectedLevel "expected_level" "Forventet niveau" req ["forventet"],
        From "from" "Fra" req ["startdato", "fradato"],
        Deadline "deadline" "Frist" opt ["deadline", "slutdato"],
        Wishes "wishes" "Borgers mål og ønsker" opt ["ønsker", "borgersønsker"],
    }
}
columns! {
    /// Columns of *Opfølgning*.
    FollowUpColumn FOLLOW_UPS {
        Goal "goal" "Mål-id" req ["mål", "målnr"],
        Date "date" "Dato" req ["opfulgt", "opfølgningsdato"],
        Level "level" "Niveau" opt ["funktionsevneniveau"],
        Source "source" "Kilde" opt [],
        Result "result" "Resultat" opt [],
        Remark "remark" "Bemærkning" opt ["bemærkninger", "note"],
    }
}
columns! {
    /// Columns of *Leverede timer*.
    HoursColumn HOURS {
        Case "case" "Sagsnr." req ["sag", "sagsnummer", "sagsid"],
        Month "month" "Måned" req [],
        Hours "hours" "Timer" req ["leveredetimer", "antaltimer"],
    }
}
columns! {
    /// Columns of *Trappetakst*.
    StepColumn STEPS {
        Case "case" "Sagsnr." req ["sag", "sagsnummer", "sagsid"],
        Service "service" "Ydelse" req [],
        From "from" "Fra dato" opt ["fra", "gælderfra"],
        WhenGoal "when_goal" "Når mål er opnået" opt ["mål", "målid"],
        NewRate "new_rate" "Ny takst" req ["takst", "nyttaktst"],
    }
}
columns! {
    /// Columns of *Afsøgte tilbud*.
    SearchedColumn SEARCHED {
        Case "case" "Sagsnr." req ["sag", "sagsnummer", "sagsid"],
        Date "date" "Dato" opt [],
        Provider "provider" "Leverandør" opt ["udbyder"],
        Offer "offer" "Tilbud" req ["botilbud"],
        Paragraph "paragraph" "Lovgrundlag" opt ["§", "paragraf"],
        DailyRate "daily_rate" "Døgntakst" opt ["takst", "pris"],
        Suitability "suitability" "Egnethed" opt [],
        Reason "reason" "Begrundelse" opt [],
        Source "source" "Kilde" opt [],
    }
}
columns! {
    /// Columns of *Egne tilbud*.
    OwnOfferColumn OWN_OFFERS {
        Name "name" "Tilbud" req ["navn"],
        Paragraph "paragraph" "Lovgrundlag" opt ["§", "paragraf"],
        Places "places" "Pladser" opt ["antalpladser"],
        Vacant "vacant" "Ledige" opt ["ledigepladser"],
        DailyRate "daily_rate" "Døgntakst" opt ["takst", "pris"],
    }
}
columns! {
    /// Columns of *Kommende unge*.
    YouthColumn YOUTHS {
        Key "key" "Id" req ["nr"],
        TargetGroup "target_group" "Målgruppe" opt ["primærmålgruppe"],
        BornOn "born_on" "Fødselsdato" opt ["født"],
        ExpectedStart "expected_start" "Forventet start" opt [],
        Paragraph "paragraph" "Forventet lovgrundlag" opt ["lovgrundlag", "§", "paragraf"],
        Probability "probability" "Sandsynlighed %" opt ["sandsynlighed"],
        YearlyPrice "yearly_price" "Forventet årspris" opt ["årspris"],
    }
}
columns! {
    /// Columns of *Budget*.
    BudgetColumn BUDGETS {
        Year "year" "År" req ["budgetår"],
        Paragraph "paragraph" "Lovgrundlag" req ["§", "paragraf"],
        Amount "amount" "Budget" req ["beløb", "kr"],
    }
}
columns! {
    /// Columns of *P-L*.
    PriceIndexColumn PRICE_INDEXES {
        Year "year" "År" req [],
        Percent "percent" "Procent" req ["pct", "%"],
        Status "status" "Status" opt [],
        Source "source" "Kilde" opt [],
    }
}
columns! {
    /// Columns of *Refusionsgrænser*.
    RefundColumn REFUNDS {
        Year "year" "År" req [],
        Limit1 "limit_1" "Grænse 1" req [],
        Limit2 "limit_2" "Grænse 2" req [],
        Limit3 "limit_3" "Grænse 3" req [],
        Status "status" "Status" opt [],
    }
}
columns! {
    /// Columns of the single sheet that many municipalities keep instead (domain §7): one row is a placement
    /// with its rate, its day offer and its contract.
    ListColumn LIST {
        Case "case" "Sagsnr." opt ["sag", "sagsnummer", "sagsid", "journalnr", "journalnummer"],
        Cpr "cpr" "CPR-nr." opt ["cpr", "cprnummer", "personnummer", "personnr"],
        Name "name" "Navn" opt ["borger", "borgernavn", "borgersnavn"],
        LegalBasis "legal_basis" "Lovgrundlag" req ["§", "paragraf", "hjemmel", "selparagraf"],
        Offer "offer" "Tilbud" req ["botilbud", "bosted", "tilbudsnavn", "institution", "opholdssted"],
        Provider "provider" "Leverandør" opt ["udbyder", "driftsherre", "ejer"],
        Amount "amount" "Døgntakst" opt ["pris", "takst", "døgnpris", "beløb", "taksprdøgn", "takstprdøgn", "grundtakst", "prisprdøgn", "takstkr", "døgntakstkr"],
        Unit "unit" "Enhed" opt [],
        DayOffer "day_offer" "Dagtilbud" opt ["dagtilbudkrdøgn", "dagtilbudkr", "dagtilbudstakst", "dagtilbudtakst"],
        Days "days" "Dage/uge" opt ["dagepruge", "dageugen", "dagtilbuddage"],
        MovedIn "moved_in" "Indflyttet" req ["indflytning", "startdato", "start", "indflytningsdato", "indflyttetden"],
        ExpectedEnd "expected_end" "Ophør" opt ["forventetophør", "slutdato", "forventetslutdato", "slut", "udløb", "ophørsdato"],
        Notice "notice" "Opsigelsesvarsel" opt ["varsel", "opsigelse", "opsigelsekommune"],
        Renegotiation "renegotiation" "Genforhandling" opt ["genforhandles", "genforhandlesden", "genforhandlingsdato"],
        CaseWorker "case_worker" "Sagsbehandler" opt ["rådgiver", "socialrådgiver", "sagsbehandler1"],
        TargetGroup "target_group" "Målgruppe" opt ["primærmålgruppe"],
        SupportHours "support_hours" "Støttetimer pr. uge" opt ["støttetimer", "timerpruge"],
        ActingMunicipality "acting_municipality" "Handlekommune" opt [],
        PayingMunicipality "paying_municipality" "Betalingskommune" opt [],
    }
}

/// Each kind's headings, squeezed.
static HEADINGS: LazyLock<Vec<HashSet<String>>> = LazyLock::new(|| {
    let of_column = |column: &Column| {
        let synonyms = column.synonyms.iter().map(|synonym| (*synonym).to_owned());
        std::iter::once(squeezed(column.label)).chain(synonyms).collect::<Vec<_>>()
    };
    Kind::ALL.iter().map(|kind| kind.columns().iter().flat_map(of_column).collect()).collect()
});

/// What a sheet is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// *Leverandører*.
    Providers,
    /// *Tilbud*.
    Offers,
    /// *Placeringer*.
    Placements,
    /// The municipalities' own single sheet.
    List,
    /// *Takster*.
    Rates,
    /// *Kontrakter*.
    Contracts,
    /// *Mål*.
    Goals,
    /// *Opfølgning*.
    FollowUps,
    /// *Leverede timer*.
    Hours,
    /// *Trappetakst*.
    Steps,
    /// *Afsøgte tilbud*.
    Searched,
    /// *Egne tilbud*.
    OwnOffers,
    /// *Kommende unge*.
    Youths,
    /// *Budget*.
    Budgets,
    /// *P-L*.
    PriceIndexes,
    /// *Refusionsgrænser*.
    Refunds,
}

impl Kind {
    /// Every kind in the order in which they are read: what others refer to comes first.
    pub const ALL: [Self; 16] = [
        Self::Providers,
        Self::Offers,
        Self::Placements,
        Self::List,
        Self::Rates,
        Self::Contracts,
        Self::Goals,
        Self::FollowUps,
        Self::Hours,
        Self::Steps,
        Self::Searched,
        Self::OwnOffers,
        Self::Youths,
        Self::Budgets,
        Self::PriceIndexes,
        Self::Refunds,
    ];

    /// The kinds that are sheets of the template, in its order.
    pub const TEMPLATE: [Self; 15] = [
        Self::Placements,
        Self::Providers,
        Self::Offers,
        Self::Rates,
        Self::Contracts,
        Self::Goals,
        Self::FollowUps,
        Self::Hours,
        Self::Steps,
        Self::Searched,
        Self::OwnOffers,
        Self::Youths,
        Self::Budgets,
        Self::PriceIndexes,
        Self::Refunds,
    ];

    /// The sheet's name in the template.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Providers => "Leverandører",
            Self::Offers => "Tilbud",
            Self::Placements => "Placeringer",
            Self::List => "Botilbud",
            Self::Rates => "Takster",
            Self::Contracts => "Kontrakter",
            Self::Goals => "Mål",
            Self::FollowUps => "Opfølgning",
            Self::Hours => "Leverede timer",
            Self::Steps => "Trappetakst",
            Self::Searched => "Afsøgte tilbud",
            Self::OwnOffers => "Egne tilbud",
            Self::Youths => "Kommende unge",
            Self::Budgets => "Budget",
            Self::PriceIndexes => "P-L",
            Self::Refunds => "Refusionsgrænser",
        }
    }

    /// The sheet's columns, in the order of the template.
    #[must_use]
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Providers => PROVIDERS,
            Self::Offers => OFFERS,
            Self::Placements => PLACEMENTS,
            Self::List => LIST,
            Self::Rates => RATES,
            Self::Contracts => CONTRACTS,
            Self::Goals => GOALS,
            Self::FollowUps => FOLLOW_UPS,
            Self::Hours => HOURS,
            Self::Steps => STEPS,
            Self::Searched => SEARCHED,
            Self::OwnOffers => OWN_OFFERS,
            Self::Youths => YOUTHS,
            Self::Budgets => BUDGETS,
            Self::PriceIndexes => PRICE_INDEXES,
            Self::Refunds => REFUNDS,
        }
    }

    /// The column of a field by a name that it has in any sheet: *Indflytning* is the single sheet's *Indflyttet*.
    pub(crate) fn column_of(self, field: &str) -> Option<usize> {
        let columns = self.columns();
        let squeezed = squeezed(field);
        columns
            .iter()
            .position(|column| column.label == field)
            .or_else(|| columns.iter().position(|column| column.synonyms.contains(&squeezed.as_str())))
    }

    /// How many of a row's cells are headings of one kind, for the kind that most are of.
    pub(crate) fn known_headings<'a>(cells: impl Iterator<Item = &'a str>) -> usize {
        let cells: Vec<String> = cells.map(squeezed).collect();
        let known = |words: &HashSet<String>| cells.iter().filter(|cell| words.contains(*cell)).count();
        HEADINGS.iter().map(known).max().unwrap_or(0)
    }

    /// The kind of a sheet with this name; the single sheet has none of its own.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let wanted = squeezed(name);
        Self::TEMPLATE.into_iter().find(|kind| squeezed(kind.name()) == wanted)
    }
}
