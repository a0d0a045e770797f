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
            EditPlacement: placement_form(FormRequest) -> Form;
            EditPlacement: check_placement(FormInput) -> FormCheck;
            EditPlacement: save_placement(SaveForm) -> SaveOutcome;
            EditOffers: offer_form(FormRequest) -> Form;
            EditOffers: check_offer(FormInput) -> FormCheck;
            EditOffers: save_offer(SaveForm) -> SaveOutcome;
            EditRates: rate_form(FormRequest) -> Form;
            EditRates: check_rate(FormInput) -> FormCheck;
            EditRates: save_rate(SaveForm) -> SaveOutcome;
            EditContracts: contract_form(FormRequest) -> Form;
            EditContracts: check_contract(FormInput) -> FormCheck;
            EditContracts: save_contract(SaveForm) -> SaveOutcome;
            EditGoals: goal_form(FormRequest) -> Form;
            EditGoals: check_goal(FormInput) -> FormCheck;
            EditGoals: save_goal(SaveForm) -> SaveOutcome;
            IndexRates: price_form(FormRequest) -> Form;
            IndexRates: check_price(FormInput) -> FormCheck;
            IndexRates: save_price(SaveForm) -> SaveOutcome;
            EditGoals: follow_up_sheet(PlacementRequest) -> FollowUpSheet;
            EditGoals: check_follow_ups(FollowUpInput) -> FollowUpCheck;
            EditGoals: save_follow_ups(SaveFollowUps) -> SaveOutcome;
            AttachFiles: attach_file(AttachFile) -> Option<SaveOutcome>;
            AttachFiles: remove_attachment(AttachmentRequest) -> SaveOutcome;
            SeeCases: open_attachment(AttachmentRequest) -> ();
            SeeCases: save_attachment(AttachmentRequest) -> Option<SavedFile>;
            SeeCases: price_indexes() -> PriceIndexes;
            IndexRates: indexation(IndexationRequest) -> Indexation;
            IndexRates: commit_indexation(IndexationRequest) -> SaveOutcome;
            SeeCases: notified_rates() -> NotifiedRates;
            IndexRates: read_notified_file() -> Option<NotifiedFile>;
            IndexRates: keep_notified(KeepNotified) -> SaveOutcome;
            IndexRates: decide_notified(DecideNotified) -> SaveOutcome;
            SeeCases: agenda(AgendaQuery) -> Agenda;
            HandleAgenda: handle_item(HandleItem) -> SaveOutcome;
            EditPlacement: set_chance(SetChance) -> SaveOutcome;
            SeeCases: agenda_calendar(AgendaQuery) -> Option<SavedFile>;
            SeeCases: work_list_preview(AgendaQuery) -> PacketPreview;
            SeeCases: work_list_save(AgendaQuery) -> Option<SavedFile>;
            SeeCases: work_list_print(AgendaQuery) -> ();
            SeeCases: gaps(GapsQuery) -> Gaps;
            SeeCases: providers() -> Providers;
            SeeCases: provider(ProviderRequest) -> ProviderPage;
            EditPlacement: change_case_worker(ChangeCaseWorker) -> SaveOutcome;
            SeeCases: saved_filters(ListRequest) -> SavedFilters;
            KeepFilters: save_filter(SaveFilter) -> SavedFilters;
            KeepFilters: remove_filter(RemoveFilter) -> SavedFilters;
            ExportLists: export_list(ExportList) -> Option<SavedFile>;
            Undo: undoable() -> UndoState;
            Undo: undo(UndoRequest) -> SaveOutcome;
            SeeCases: know_as_of(KnowAsOf) -> SessionState;
            BeSignedIn: drafts() -> Drafts;
            BeSignedIn: keep_draft(Draft) -> ();
            BeSignedIn: drop_draft(DraftRequest) -> ();
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
