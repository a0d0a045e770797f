//! The log and *indsigt*: looking through what was changed and read, and drawing a citizen's part of it on paper.
//! Invariant: the core decides what of the log a role sees; the window shows what it is given.

use serde::{Deserialize, Serialize};

use super::{PacketPage, Status};

/// Which of the two logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum LogChain {
    /// What was changed.
    Changes,
    /// Who looked into a citizen's file.
    Reads,
}

/// What is looked for in the log; empty fields don't limit.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LogRequest {
    /// Words that must all occur in who, from where, what was done, why, or the kind of record ("takst"). What was
    /// written in a record isn't searched.
    pub text: String,
    /// Id of one of `LogPage.people`; null = everybody.
    pub person: Option<String>,
    /// *Sagsnr.* of a case of the citizen; null = everything. `case_unknown` on field `case`.
    pub case: Option<String>,
    /// First day, ISO as a date field gives it; null = from the beginning. `date_unreadable` on field `from`.
    pub from: Option<String>,
    /// Last day, ISO; null = until now. `date_unreadable` on field `to`.
    pub to: Option<String>,
    /// One of the logs; null = both.
    pub chain: Option<LogChain>,
    /// Ids of `LogPage.kinds`; empty = all. A look into a file is of no kind.
    pub kinds: Vec<String>,
    /// `LogPage.next` of the page before; null = from the newest.
    pub after: Option<String>,
    /// Lines of the page, at most 200; 0 = 100.
    pub limit: u32,
    /// `LogLine.operation` of a line that shall be opened: the page then holds its entries, oldest first, and of the
    /// other fields only `case`, `kinds`, `after` and `limit` count.
    pub operation: Option<String>,
}

/// A page of the log, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LogPage {
    /// The lines.
    pub lines: Vec<LogLine>,
    /// For `LogRequest.after`; null on the last page.
    pub next: Option<String>,
    /// Who can be chosen: everybody who signs in or once did, by name.
    pub people: Vec<LogChoice>,
    /// Kinds of record that can be chosen.
    pub kinds: Vec<LogChoice>,
    /// "Du ser det, der handler om brugere og indstillinger." where the role sees a part; null where it sees all.
    pub limited: Option<String>,
}

/// Something that the log can be narrowed down to.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LogChoice {
    /// Id for the request.
    pub id: String,
    /// "Karina Holst", "Takstlinjer".
    pub text: String,
}

/// A line of the log: an operation or a look into a file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LogLine {
    /// Unique among the lines, and the same each time.
    pub id: String,
    /// "20-11-2026 09.41", on this computer's clock.
    pub at: String,
    /// Who.
    pub who: String,
    /// A change or a look.
    pub chain: LogChain,
    /// "Ændrede grundtakst fra 2.394,00 kr. til 2.489,76 kr. pr. døgn", "Så placeringen"; for a large operation its
    /// sum: "Importerede 54 placeringer, 55 borgere og 190 takstlinjer".
    pub sentence: String,
    /// What else the operation changed, a sentence each.
    pub more: Vec<String>,
    /// The citizen's cases: "S2024-1009"; null where it is about no case or several citizens' ones.
    pub case: Option<String>,
    /// "Vinduet: Placering", "Kommandolinjen: import".
    pub origin: String,
    /// Why; null where none was given.
    pub reason: Option<String>,
    /// For `LogRequest.operation` where not all entries are told in `sentence` and `more`; else null.
    pub operation: Option<String>,
    /// How many entries the operation has; 1 for a look.
    pub count: u32,
}

/// In which order a drawing tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum InsightOrder {
    /// As it happened.
    #[default]
    OldestFirst,
    /// The latest at the top.
    NewestFirst,
}

/// Whether a drawing names the employees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum InsightNames {
    /// By name.
    #[default]
    Named,
    /// As "Medarbejder 1", "Medarbejder 2" …, the same person the same number throughout.
    Numbered,
}

/// What a drawing is saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum InsightFormat {
    /// A paper.
    #[default]
    Pdf,
    /// A workbook.
    Xlsx,
}

/// Which drawing.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct InsightRequest {
    /// *Sagsnr.* of a case of the citizen; all of the citizen's cases are drawn. `case_unknown` on field `case`.
    pub case: String,
    /// First day, ISO; null or empty = from the beginning. `date_unreadable` on field `from`.
    pub from: Option<String>,
    /// Last day, ISO; null or empty = until now. `date_unreadable` on field `to`, `period_reversed` on field `to`.
    pub to: Option<String>,
    /// Order.
    pub order: InsightOrder,
    /// With or without the employees' names.
    pub names: InsightNames,
    /// What it is saved as; of no matter for the preview.
    pub format: InsightFormat,
}

/// A drawing before it is saved. To see it is itself a look that is logged.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct InsightPreview {
    /// "Indsigt i loggen, sag S2024-1009".
    pub title: String,
    /// "84 poster fra 12-03-2024 til 22-11-2026".
    pub context: String,
    /// Entries in all.
    pub count: u32,
    /// Of them changes.
    pub changes: u32,
    /// Of them looks.
    pub looks: u32,
    /// What to mind before it is given away: a large drawing, names in free text, what is left out.
    pub remarks: Vec<Status>,
    /// The first lines, at most 50.
    pub lines: Vec<InsightPreviewLine>,
    /// The pages as they will print; empty where the drawing is so large that only the first lines are shown.
    pub pages: Vec<PacketPage>,
}

/// A line of a drawing.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct InsightPreviewLine {
    /// "20-11-2026 09.41".
    pub at: String,
    /// "Karina Holst" or "Medarbejder 1".
    pub who: String,
    /// What was done.
    pub sentence: String,
    /// From where.
    pub origin: String,
    /// Why; null where none was given.
    pub reason: Option<String>,
}
