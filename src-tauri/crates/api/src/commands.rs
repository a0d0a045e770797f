//! The command table: every command of the window, declared once.
//!
//! `for_each_command!` hands the table to a macro of the caller. The shell makes the Tauri commands and
//! the handler list of it, this crate the TypeScript type; a missing body fails the build, a missing
//! permission a test.

/// Calls a macro with the table of commands: `UseCase: name(Request) -> Response;` or `UseCase: name() -> Response;`.
/// Each name is a method of [`crate::Program`] that answers `Result<Response, ApiError>`. The use case is the one of
/// `vilkaar_application::permission` that the method asks for before it does anything, or `Anyone` for what comes
/// before signing in; a test calls every command in every role and compares.
#[macro_export]
macro_rules! for_each_command {
    ($expand:ident) => {
        $expand! {
            Anyone: session_state() -> SessionState;
            Anyone: choose_new_database_folder() -> Option<ChosenPlace>;
            Anyone: choose_database() -> Option<KnownDatabase>;
            BackUp: choose_backup_place() -> Option<ChosenPlace>;
            Anyone: create_database(CreateDatabase) -> CreatedDatabase;
            Anyone: unlock(Unlock) -> SessionState;
            Anyone: unlock_with_recovery_key(UnlockWithRecoveryKey) -> SessionState;
            Anyone: choose_certificate() -> Option<ChosenPlace>;
            Anyone: choose_server(ChooseServer) -> KnownDatabase;
            Anyone: sign_in(SignIn) -> SessionState;
            Anyone: create_shared(CreateShared) -> CreatedShared;
            Anyone: passphrase_strength(PassphraseCheck) -> PassphraseStrength;
            BeSignedIn: change_passphrase(ChangePassphrase) -> ();
            Anyone: lock() -> SessionState;
            Anyone: close_database() -> SessionState;
            Anyone: news(NewsRequest) -> News;
            SeeCases: presence(PresenceRequest) -> ();
            ManagePeople: people() -> People;
            ManagePeople: add_person(AddPerson) -> PersonAdded;
            ManagePeople: change_person(ChangePerson) -> People;
            ManagePeople: renew_passphrase(PersonRequest) -> PersonAdded;
            ManagePeople: renew_recovery_key(RenewRecoveryKey) -> RecoveryKeyRenewed;
            ManagePeople: remove_person(RemovePerson) -> PersonRemoved;
            BackUp: set_backup_place(SetBackupPlace) -> SessionState;
            Anyone: set_day(SetDay) -> SessionState;
            SeeReports: overview() -> Overview;
            SeeCases: placements(PlacementsQuery) -> PlacementsPage;
            SeeCases: search(SearchRequest) -> SearchResult;
            SeeCases: placement(PlacementRequest) -> Placement;
            RevealCpr: reveal_cpr(PlacementRequest) -> RevealedCpr;
            EditPlacement: placement_form(PlacementRequest) -> Form;
            EditPlacement: save_placement(SavePlacement) -> SaveOutcome;
            SeeReports: explain(ExplainRequest) -> Explanation;
            SeeCases: above_limit() -> AboveLimit;
            Import: import_choose_file() -> Option<ImportFile>;
            Import: import_preview(ImportRequest) -> ImportPreview;
            Import: import_rows(ImportRowsRequest) -> ImportRows;
            Import: import_progress() -> ImportProgress;
            Import: import_cancel() -> ();
            Import: import_commit(ImportRequest) -> ImportResult;
            Import: import_template() -> Option<SavedFile>;
            Import: import_left_out(ImportRequest) -> Option<SavedFile>;
            MakePacket: packet_preview(PacketRequest) -> PacketPreview;
            MakePacket: packet_save(PacketRequest) -> Option<SavedFile>;
            BeSignedIn: packet_open(OpenFile) -> ();
            MakePacket: packet_print(PacketRequest) -> ();
            SeeLog: log(LogRequest) -> LogPage;
            DrawInsight: insight_preview(InsightRequest) -> InsightPreview;
            DrawInsight: insight_save(InsightRequest) -> Option<SavedFile>;
            SeeSettings: settings() -> Settings;
            BackUp: backup_now() -> BackupDone;
            Verify: verify() -> Verification;
        }
    };
}
