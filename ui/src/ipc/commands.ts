// The core's commands with the types of their request and response; the table in the api crate's types/mod.rs
// is their source. Invariant: the generated types are the only description of what travels.
import type { AboveLimit } from './generated/AboveLimit';
import type { BackupDone } from './generated/BackupDone';
import type { ChangePassphrase } from './generated/ChangePassphrase';
import type { ChosenPlace } from './generated/ChosenPlace';
import type { CreateDatabase } from './generated/CreateDatabase';
import type { CreatedDatabase } from './generated/CreatedDatabase';
import type { ExplainRequest } from './generated/ExplainRequest';
import type { Explanation } from './generated/Explanation';
import type { ImportFile } from './generated/ImportFile';
import type { ImportPreview } from './generated/ImportPreview';
import type { ImportProgress } from './generated/ImportProgress';
import type { ImportRequest } from './generated/ImportRequest';
import type { ImportResult } from './generated/ImportResult';
import type { ImportRows } from './generated/ImportRows';
import type { ImportRowsRequest } from './generated/ImportRowsRequest';
import type { KnownDatabase } from './generated/KnownDatabase';
import type { OpenFile } from './generated/OpenFile';
import type { Overview } from './generated/Overview';
import type { PacketPreview } from './generated/PacketPreview';
import type { PacketRequest } from './generated/PacketRequest';
import type { Placement } from './generated/Placement';
import type { PlacementRequest } from './generated/PlacementRequest';
import type { PlacementsPage } from './generated/PlacementsPage';
import type { PlacementsQuery } from './generated/PlacementsQuery';
import type { SavedFile } from './generated/SavedFile';
import type { SearchRequest } from './generated/SearchRequest';
import type { SearchResult } from './generated/SearchResult';
import type { SessionState } from './generated/SessionState';
import type { SetBackupPlace } from './generated/SetBackupPlace';
import type { SetDay } from './generated/SetDay';
import type { Settings } from './generated/Settings';
import type { Unlock } from './generated/Unlock';
import type { UnlockWithRecoveryKey } from './generated/UnlockWithRecoveryKey';
import type { Verification } from './generated/Verification';

interface Command<Request, Response> {
  request: Request;
  response: Response;
}

/** Every command by name; `void` as request means that it takes no argument. */
export interface Commands {
  session_state: Command<void, SessionState>;
  choose_new_database_folder: Command<void, ChosenPlace | null>;
  choose_database: Command<void, KnownDatabase | null>;
  choose_backup_place: Command<void, ChosenPlace | null>;
  create_database: Command<CreateDatabase, CreatedDatabase>;
  unlock: Command<Unlock, SessionState>;
  unlock_with_recovery_key: Command<UnlockWithRecoveryKey, SessionState>;
  change_passphrase: Command<ChangePassphrase, null>;
  lock: Command<void, SessionState>;
  close_database: Command<void, SessionState>;
  set_backup_place: Command<SetBackupPlace, SessionState>;
  set_day: Command<SetDay, SessionState>;
  overview: Command<void, Overview>;
  placements: Command<PlacementsQuery, PlacementsPage>;
  search: Command<SearchRequest, SearchResult>;
  placement: Command<PlacementRequest, Placement>;
  explain: Command<ExplainRequest, Explanation>;
  above_limit: Command<void, AboveLimit>;
  import_choose_file: Command<void, ImportFile | null>;
  import_preview: Command<ImportRequest, ImportPreview>;
  import_rows: Command<ImportRowsRequest, ImportRows>;
  import_progress: Command<void, ImportProgress>;
  import_cancel: Command<void, null>;
  import_commit: Command<ImportRequest, ImportResult>;
  import_template: Command<void, SavedFile | null>;
  import_left_out: Command<ImportRequest, SavedFile | null>;
  packet_preview: Command<PacketRequest, PacketPreview>;
  packet_save: Command<PacketRequest, SavedFile | null>;
  packet_open: Command<OpenFile, null>;
  packet_print: Command<PacketRequest, null>;
  settings: Command<void, Settings>;
  backup_now: Command<void, BackupDone>;
  verify: Command<void, Verification>;
}

/** A command's name. */
export type CommandName = keyof Commands;
/** What a command takes. */
export type RequestOf<Name extends CommandName> = Commands[Name]['request'];
/** What a command answers. */
export type ResponseOf<Name extends CommandName> = Commands[Name]['response'];
/** The argument list of a call: empty for commands that take nothing. */
export type ArgumentsOf<Name extends CommandName> =
  RequestOf<Name> extends void ? [] : [request: RequestOf<Name>];
/** Something that carries out commands: Tauri in the program, a double in tests. */
export type Transport = (name: CommandName, request: unknown) => Promise<unknown>;
