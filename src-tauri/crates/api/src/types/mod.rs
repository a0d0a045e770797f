//! Requests and responses between the window and the core: one file per screen, written to TypeScript by ts-rs.
//! Invariant: the core makes every figure and every sentence. Money, dates and rates travel as ready Danish text;
//! plain numbers are only counts, positions and parts per thousand for drawing. Nothing here carries a full CPR
//! number, and a path only as text to read. Type names are unique across the files, as each becomes one TypeScript file.
//!
//! Every command takes at most one argument, named `request`, and answers its response or [`errors::ApiError`].
//! `–` means none; `?` that the answer is null when the user closed the dialogue.
//!
//! | command | request | response | what it does |
//! |---|---|---|---|
//! | `session_state` | – | `SessionState` | where the session is; asked at start and after a reload |
//! | `choose_new_database_folder` | – | `ChosenPlace`? | the core's dialogue for the folder in which the database's own folder is made |
//! | `choose_database` | – | `KnownDatabase`? | the core's dialogue for an existing database |
//! | `choose_backup_place` | – | `ChosenPlace`? | the core's dialogue for the second place of backups |
//! | `create_database` | `CreateDatabase` | `CreatedDatabase` | creates and opens; the recovery key is given this once |
//! | `unlock` | `Unlock` | `SessionState` | opens with a passphrase; `wrong_passphrase` on field `passphrase` |
//! | `unlock_with_recovery_key` | `UnlockWithRecoveryKey` | `SessionState` | opens with the recovery key and sets a new passphrase |
//! | `change_passphrase` | `ChangePassphrase` | – | one's own; `wrong_passphrase` on field `current` |
//! | `lock` | – | `SessionState` | closes the connection and wipes the key; phase `locked` |
//! | `close_database` | – | `SessionState` | as `lock`, and forgets which was chosen; phase `start` |
//! | `choose_certificate` | – | `ChosenPlace`? | the core's dialogue for the certificate of a server's authority |
//! | `choose_server` | `ChooseServer` | `KnownDatabase` | chooses a shared database; signing in comes next |
//! | `sign_in` | `SignIn` | `SessionState` | signs in to a shared database; phase `open` or `newPassphrase` |
//! | `create_shared` | `CreateShared` | `CreatedShared` | sets a shared database up over an administrator's connection |
//! | `passphrase_strength` | `PassphraseCheck` | `PassphraseStrength` | how strong it is, while it is typed |
//! | `people` | – | `People` | who can sign in |
//! | `add_person` | `AddPerson` | `PersonAdded` | local database: adds somebody, with a one-time passphrase |
//! | `change_person` | `ChangePerson` | `People` | local database: roles and link |
//! | `renew_passphrase` | `PersonRequest` | `PersonAdded` | local database: a new one-time passphrase |
//! | `renew_recovery_key` | `RenewRecoveryKey` | `RecoveryKeyRenewed` | local database: a new recovery key, shown once |
//! | `remove_person` | `RemovePerson` | `PersonRemoved` | local database: removes somebody and changes the key |
//! | `news` | `NewsRequest` | `News` | waits until something happens (others' changes, the connection, a lock) |
//! | `presence` | `PresenceRequest` | – | tells others which case one looks at or edits |
//! | `reveal_cpr` | `PlacementRequest` | `RevealedCpr` | a CPR number in full; logged |
//! | `placement_form`, `offer_form`, `rate_form`, `contract_form`, `goal_form`, `price_form` | `FormRequest` | `Form` | a form, which the core describes |
//! | `check_placement`, `check_offer`, `check_rate`, `check_contract`, `check_goal`, `check_price` | `FormInput` | `FormCheck` | while typing: what is wrong, and what saving would do |
//! | `save_placement`, `save_offer`, `save_rate`, `save_contract`, `save_goal`, `save_price` | `SaveForm` | `SaveOutcome` | saves, or says what is wrong or what somebody else changed |
//! | `follow_up_sheet` | `PlacementRequest` | `FollowUpSheet` | all open goals of a citizen, to follow up at once |
//! | `check_follow_ups` | `FollowUpInput` | `FollowUpCheck` | while typing |
//! | `save_follow_ups` | `SaveFollowUps` | `SaveOutcome` | saves the sheet as one |
//! | `attach_file` | `AttachFile` | `SaveOutcome`? | the core's dialogue for a PDF; kept encrypted |
//! | `remove_attachment` | `AttachmentRequest` | `SaveOutcome` | takes a file off the case |
//! | `open_attachment` | `AttachmentRequest` | – | opens a temporary copy; logged as read |
//! | `save_attachment` | `AttachmentRequest` | `SavedFile`? | saves a copy where the user says; logged as read |
//! | `price_indexes` | – | `PriceIndexes` | P/L year by year |
//! | `indexation` | `IndexationRequest` | `Indexation` | what a bulk indexation would do |
//! | `commit_indexation` | `IndexationRequest` | `SaveOutcome` | does it, as one operation |
//! | `notified_rates` | – | `NotifiedRates` | varslede takster |
//! | `read_notified_file` | – | `NotifiedFile`? | the core's dialogue for a provider's sheet |
//! | `keep_notified` | `KeepNotified` | `SaveOutcome` | takes its rows in |
//! | `decide_notified` | `DecideNotified` | `SaveOutcome` | accepts, takes to negotiation or rejects |
//! | `agenda` | `AgendaQuery` | `Agenda` | Dagens arbejde |
//! | `handle_item` | `HandleItem` | `SaveOutcome` | handled, put off, handed over, reopened |
//! | `set_chance` | `SetChance` | `SaveOutcome` | the chance in the value at stake |
//! | `agenda_calendar` | `AgendaQuery` | `SavedFile`? | an .ics file without personal data |
//! | `work_list_preview`, `work_list_save`, `work_list_print` | `AgendaQuery` | `PacketPreview`, `SavedFile`?, – | the agenda on paper |
//! | `gaps` | `GapsQuery` | `Gaps` | Mangler |
//! | `providers` | – | `Providers` | Leverandører |
//! | `provider` | `ProviderRequest` | `ProviderPage` | one provider with its offers |
//! | `change_case_worker` | `ChangeCaseWorker` | `SaveOutcome` | several cases at once |
//! | `saved_filters`, `save_filter`, `remove_filter` | `ListRequest`, `SaveFilter`, `RemoveFilter` | `SavedFilters` | filters of a list |
//! | `export_list` | `ExportList` | `SavedFile`? | a list as XLSX, with the formulas |
//! | `undoable` | – | `UndoState` | what Ctrl+Z would undo |
//! | `undo` | `UndoRequest` | `SaveOutcome` | undoes one of one's own operations |
//! | `know_as_of` | `KnowAsOf` | `SessionState` | everything as it was recorded on a past day |
//! | `drafts`, `keep_draft`, `drop_draft` | –, `Draft`, `DraftRequest` | `Drafts`, –, – | forms left half-way |
//! | `set_backup_place` | `SetBackupPlace` | `SessionState` | where the second copy goes; writes one there and reads it back |
//! | `set_day` | `SetDay` | `SessionState` | the day that counts as today |
//! | `overview` | – | `Overview` | Overblik |
//! | `placements` | `PlacementsQuery` | `PlacementsPage` | a page of the list, totals, filters |
//! | `search` | `SearchRequest` | `SearchResult` | Ctrl+K: people, offers, providers |
//! | `placement` | `PlacementRequest` | `Placement` | one placement, all parts; logged as read |
//! | `explain` | `ExplainRequest` | `Explanation` | *vis beregning* of any figure |
//! | `above_limit` | – | `AboveLimit` | Udgiftstunge sager |
//! | `import_choose_file` | – | `ImportFile`? | the core's dialogue for a file |
//! | `import_preview` | `ImportRequest` | `ImportPreview` | reads and checks; stores nothing; `cancelled` after `import_cancel` |
//! | `import_rows` | `ImportRowsRequest` | `ImportRows` | a problem's surroundings |
//! | `import_progress` | – | `ImportProgress` | how far a running preview or commit is; asked several times a second |
//! | `import_cancel` | – | – | stops it without a trace |
//! | `import_commit` | `ImportRequest` | `ImportResult` | writes all in one transaction; `rows_refused` if a row is refused and not left out |
//! | `import_template` | – | `SavedFile`? | saves the empty workbook |
//! | `import_left_out` | `ImportRequest` | `SavedFile`? | saves refused and left-out rows with their reasons as XLSX |
//! | `packet_preview` | `PacketRequest` | `PacketPreview` | the packet's pages |
//! | `packet_save` | `PacketRequest` | `SavedFile`? | saves the PDF where the user says; logged |
//! | `packet_open` | `OpenFile` | – | opens a saved file in the system's own program |
//! | `packet_print` | `PacketRequest` | – | logs the print; the window then calls its own print on the SVG pages |
//! | `log` | `LogRequest` | `LogPage` | a page of what was changed and read, or the entries of one line |
//! | `insight_preview` | `InsightRequest` | `InsightPreview` | what a citizen's drawing holds; logged |
//! | `insight_save` | `InsightRequest` | `SavedFile`? | saves it as PDF or XLSX where the user says; logged |
//! | `settings` | – | `Settings` | Indstillinger |
//! | `backup_now` | – | `BackupDone` | writes and checks a backup, at both places |
//! | `verify` | – | `Verification` | integrity, log chain, counts |

use serde::{Deserialize, Serialize};

pub mod above_limit;
pub mod daily;
pub mod errors;
pub mod follow_up;
pub mod forms;
pub mod habits;
pub mod import;
pub mod log;
pub mod overview;
pub mod packet;
pub mod people;
pub mod placement;
pub mod placements;
pub mod prices;
pub mod providers;
pub mod session;
pub mod shared;
pub mod together;

pub use above_limit::*;
pub use daily::*;
pub use errors::*;
pub use follow_up::*;
pub use forms::*;
pub use habits::*;
pub use import::*;
pub use log::*;
pub use overview::*;
pub use packet::*;
pub use people::*;
pub use placement::*;
pub use placements::*;
pub use prices::*;
pub use providers::*;
pub use session::*;
pub use shared::*;
pub use together::*;

/// Weight of a status. The window gives each its colour and icon; the word stands beside them, as colour alone says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum Tone {
    /// Overdue, missing, wrong.
    Bad,
    /// Soon, uncertain.
    Warn,
    /// In order.
    Good,
    /// Worth knowing.
    Info,
    /// In the background.
    Quiet,
}

/// A status: tone and word.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Status {
    /// Colour and icon.
    pub tone: Tone,
    /// The word, e.g. "Overskredet".
    pub text: String,
}

/// A label and its value.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Fact {
    /// "Sagsbehandler".
    pub label: String,
    /// Its value; null = not known, which the window shows as "ikke oplyst".
    pub value: Option<String>,
}

/// One of a screen's large figures.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Figure {
    /// "Udgift 2026, brutto".
    pub label: String,
    /// "53.377.005", "01-09-2026", "takst mangler".
    pub value: String,
    /// Beside the value: "kr.", "af 2", "og 1 planlagt".
    pub unit: Option<String>,
    /// Under it.
    pub remark: Option<String>,
    /// Under it, before the remark.
    pub status: Option<Status>,
    /// Id for `explain`; null where the figure needs no formula.
    pub explain: Option<String>,
}

/// A table of ready texts: *vis som tabel* and other plain tables.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DataTable {
    /// What it shows.
    pub caption: String,
    /// Columns.
    pub columns: Vec<DataColumn>,
    /// Rows; the first cell is the row's heading. Each row has as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Total row, if there is one.
    pub foot: Option<Vec<String>>,
}

/// A column of a plain table.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DataColumn {
    /// Heading, with the unit.
    pub heading: String,
    /// Stands to the right.
    pub is_numeric: bool,
}

/// A chart: the same scene fragment that the papers print.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Chart {
    /// "Grundtakst mod P/L".
    pub title: String,
    /// Second line of the heading: what it shows.
    pub context: String,
    /// The picture: one `<svg>` with `width`, `height` and `viewBox`, presentation attributes only (no `style`, `class`, `id`,
    /// links or scripts), text in "IBM Plex Sans".
    pub svg: String,
    /// Width in px, as in the SVG.
    pub width: u32,
    /// Height in px, as in the SVG.
    pub height: u32,
    /// What it says, for those who don't see it.
    pub description: String,
    /// Its data.
    pub table: DataTable,
    /// Areas that tell something on hover and focus, in reading order.
    pub hits: Vec<ChartHit>,
}

/// An area of a chart, in px of its picture.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChartHit {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// What it tells.
    pub text: String,
}

/// A yearly amount as a bar against the limit, in thousandths of the longest bar of its list.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LimitBar {
    /// Up to the limit.
    pub within: u32,
    /// Above it.
    pub above: u32,
    /// Where the limit stands.
    pub limit: u32,
}
