//! The command table: every command of the window, declared once.
//!
//! `for_each_command!` hands the table to a macro of the caller. The shell makes the Tauri commands and
//! the handler list of it, this crate the TypeScript type; a missing body fails the build, a missing
//! permission a test.

/// Calls a macro with the table of commands: `name(Request) -> Response;` or `name() -> Response;`.
/// Each name is a method of [`crate::Program`] that answers `Result<Response, ApiError>`.
#[macro_export]
macro_rules! for_each_command {
    ($expand:ident) => {
        $expand! {
            session_state() -> SessionState;
            choose_new_database_folder() -> Option<ChosenPlace>;
            choose_database() -> Option<KnownDatabase>;
            choose_backup_place() -> Option<ChosenPlace>;
            create_database(CreateDatabase) -> CreatedDatabase;
            unlock(Unlock) -> SessionState;
            unlock_with_recovery_key(UnlockWithRecoveryKey) -> SessionState;
            change_passphrase(ChangePassphrase) -> ();
            lock() -> SessionState;
            close_database() -> SessionState;
            set_backup_place(SetBackupPlace) -> SessionState;
            set_day(SetDay) -> SessionState;
            overview() -> Overview;
            placements(PlacementsQuery) -> PlacementsPage;
            search(SearchRequest) -> SearchResult;
            placement(PlacementRequest) -> Placement;
            explain(ExplainRequest) -> Explanation;
            above_limit() -> AboveLimit;
            import_choose_file() -> Option<ImportFile>;
            import_preview(ImportRequest) -> ImportPreview;
            import_rows(ImportRowsRequest) -> ImportRows;
            import_progress() -> ImportProgress;
            import_cancel() -> ();
            import_commit(ImportRequest) -> ImportResult;
            import_template() -> Option<SavedFile>;
            import_left_out(ImportRequest) -> Option<SavedFile>;
            packet_preview(PacketRequest) -> PacketPreview;
            packet_save(PacketRequest) -> Option<SavedFile>;
            packet_open(OpenFile) -> ();
            packet_print(PacketRequest) -> ();
            settings() -> Settings;
            backup_now() -> BackupDone;
            verify() -> Verification;
        }
    };
}
