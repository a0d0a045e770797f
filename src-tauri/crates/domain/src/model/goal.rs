//! Goals (*indsatsmål*) of VUM 2.0 / FFB and their follow-up (domain §4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::worded;
use crate::{FollowUpId, GoalId, PlacementId, RecordId};

/// *Funktionsevneniveau* 0–4: 0 Ingen, 1 Let, 2 Moderat, 3 Svært, 4 Fuldstændig nedsat funktionsevne.
/// Lower is better. *Ikke vurderet* is the absence of a level.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Level(u8);

impl Level {
    /// A level; `None` above 4.
    #[must_use]
    pub const fn new(level: u8) -> Option<Self> {
        if level <= 4 { Some(Self(level)) } else { None }
    }

    /// The number 0–4.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The word before *nedsat funktionsevne*.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self.0 {
            0 => "Ingen",
            1 => "Let",
            2 => "Moderat",
            3 => "Svært",
            _ => "Fuldstændig",
        }
    }
}

impl TryFrom<u8> for Level {
    type Error = &'static str;
    fn try_from(level: u8) -> Result<Self, Self::Error> {
        Self::new(level).ok_or("a level is 0 to 4")
    }
}
impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        level.0
    }
}

worded! {
    /// *Måltype*. There are only these three.
    GoalType {
        /// Expected < start.
        Develop = "Udvikle funktionsevne",
        /// Expected = start.
        Maintain = "Fastholde funktionsevne",
        /// Expected ≥ start.
        LimitLoss = "Begrænse tab af funktionsevne",
    }
}

worded! {
    /// *Kilde* of a follow-up, in the order of domain §4 (Sagsbehandler weighs most on one day).
    Source {
        /// The case worker.
        CaseWorker = "Sagsbehandler",
        /// The provider.
        Provider = "Udfører",
        /// Relatives.
        Relatives = "Pårørende",
        /// The citizen.
        Citizen = "Borger",
    }
}

worded! {
    /// *Resultat* of a follow-up, the three official words.
    FollowUpResult {
        /// Goes on.
        Continue = "Træf afgørelse om fortsættelse af indsats",
        /// Ends.
        End = "Træf afgørelse om afslutning af indsats",
        /// Ends, and visited to a new one.
        EndAndRefer = "Træf afgørelse om afslutning af indsats og visiter til ny",
    }
}

worded! {
    /// *Undertema* of *Aktivitet og deltagelse*; a goal has exactly one.
    Undertema {
        /// Relationer.
        SocialCommunities = "Deltage i sociale fællesskaber og fritidsaktiviteter",
        /// Relationer.
        Interaction = "Indgå i samspil og kontakt",
        /// Relationer.
        Networks = "Varetage relationer til netværk",
        /// Kommunikation.
        CommunicationAids = "Anvende kommunikationsudstyr- og teknikker",
        /// Kommunikation.
        Understanding = "Forstå meddelelser",
        /// Kommunikation.
        Expressing = "Fremstille meddelelser",
        /// Kommunikation.
        Conversation = "Samtale",
        /// Mobilitet.
        Carrying = "Bære, flytte og håndtere genstande",
        /// Mobilitet.
        Transport = "Færdes med transportmidler",
        /// Mobilitet.
        Walking = "Gå og bevæge sig",
        /// Mobilitet.
        Posture = "Ændre og opretholde kropsstilling",
        /// Egenomsorg.
        Drinking = "Drikke",
        /// Egenomsorg.
        Interests = "Dyrke interesse",
        /// Egenomsorg.
        Toilet = "Gå på toilettet",
        /// Egenomsorg.
        Dressing = "Klæde sig af og på",
        /// Egenomsorg.
        BodyCare = "Pleje sin krop",
        /// Egenomsorg.
        Eating = "Spise",
        /// Egenomsorg.
        OwnHealth = "Varetage egen sundhed",
        /// Egenomsorg.
        Sexuality = "Varetage sin seksualitet",
        /// Egenomsorg.
        Washing = "Vaske sig",
        /// Samfundsliv.
        Post = "Håndtere post",
        /// Samfundsliv.
        Employment = "Varetage beskæftigelse",
        /// Samfundsliv.
        Home = "Varetage bolig",
        /// Samfundsliv.
        Education = "Varetage uddannelse",
        /// Samfundsliv.
        Finances = "Varetage økonomi",
        /// Praktiske opgaver.
        Cleaning = "Gøre rent",
        /// Praktiske opgaver.
        Shopping = "Købe ind",
        /// Praktiske opgaver.
        Cooking = "Lave mad",
        /// Praktiske opgaver.
        Belongings = "Passe ejendele",
        /// Praktiske opgaver.
        CareForOthers = "Udvise hjælp og omsorg for andre",
        /// Praktiske opgaver.
        Laundry = "Vaske tøj",
    }
}

/// An indsatsmål of the municipality.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Goal {
    /// Id of the record.
    pub id: GoalId,
    /// The placement it belongs to.
    pub placement: PlacementId,
    /// *Mål-id*, the municipality's own, unique in a register.
    pub key: String,
    /// *Undertema*.
    pub undertema: Option<Undertema>,
    /// *Måltype*.
    pub goal_type: GoalType,
    /// *Startniveau*.
    pub start_level: Level,
    /// *Forventet niveau*, in agreement with the type.
    pub expected_level: Level,
    /// *Fra*.
    pub from: NaiveDate,
    /// *Frist*.
    pub deadline: Option<NaiveDate>,
    /// *Borgers mål og ønsker*.
    pub wishes: Option<String>,
    /// *Indsatsformål*: what the effort is for.
    pub purpose: Option<String>,
    /// The goal in words.
    pub wording: Option<String>,
}

/// A follow-up of a goal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FollowUp {
    /// Id of the record; later entries have later ids (UUIDv7), which decides ties.
    pub id: FollowUpId,
    /// The goal it is about.
    pub goal: GoalId,
    /// *Dato*.
    pub date: NaiveDate,
    /// *Niveau*; none counts for the date, not for the outcome.
    pub level: Option<Level>,
    /// *Kilde*.
    pub source: Option<Source>,
    /// *Resultat*.
    pub result: Option<FollowUpResult>,
    /// *Bemærkning*.
    pub remark: Option<String>,
}

/// A step of a goal that the provider works by (*delmål*).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SubGoal {
    /// Identity.
    pub id: RecordId,
    /// The goal it is a step of.
    pub goal: GoalId,
    /// What is to be reached.
    pub text: String,
    /// By when; none = no day of its own.
    pub deadline: Option<NaiveDate>,
    /// The day it was reached; none = not yet.
    pub reached_on: Option<NaiveDate>,
    /// What the provider says of it.
    pub remark: Option<String>,
}
