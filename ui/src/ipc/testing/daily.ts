// The made-up core's answers about daily work: forms, agenda, what is missing, providers, prices, undo, drafts.
// Invariant: as in fake.ts, never part of the program.
import type { Agenda } from '../generated/Agenda';
import type { Drafts } from '../generated/Drafts';
import type { FollowUpCheck } from '../generated/FollowUpCheck';
import type { FollowUpSheet } from '../generated/FollowUpSheet';
import type { Form } from '../generated/Form';
import type { FormCheck } from '../generated/FormCheck';
import type { Gaps } from '../generated/Gaps';
import type { Indexation } from '../generated/Indexation';
import type { NotifiedRates } from '../generated/NotifiedRates';
import type { PriceIndexes } from '../generated/PriceIndexes';
import type { ProviderPage } from '../generated/ProviderPage';
import type { Providers } from '../generated/Providers';
import type { SaveOutcome } from '../generated/SaveOutcome';
import type { SavedFilters } from '../generated/SavedFilters';
import type { UndoState } from '../generated/UndoState';

/** What a save answers. */
export const savedOutcome: SaveOutcome = {
  outcome: 'saved',
  message: 'Gemt.',
  operation: '01990000-0000-7000-8000-000000000001',
  case: null,
};

const emptyForm: Form = {
  title: 'Ny takst',
  introduction: null,
  operation: '01990000-0000-7000-8000-000000000002',
  fields: [],
  submit: 'Gem',
  reason: 'optional',
};

const nothingWrong: FormCheck = { problems: [], effect: null };

const agenda: Agenda = {
  context: 'Intet venter',
  figures: [],
  kinds: [],
  rows: [],
  handled: [],
  owners: [],
  scope: 'all',
  remark: null,
};

const gaps: Gaps = { context: 'Intet mangler', kinds: [], rows: [] };
const providers: Providers = { context: 'Ingen leverandører', rows: [] };
const provider: ProviderPage = {
  id: '',
  name: 'Solbakkehus I/S',
  context: 'Privat',
  figures: [],
  facts: [],
  contacts: { caption: 'Kontaktpersoner', columns: [], rows: [], foot: null },
  offers: [],
  cases: { caption: 'Sager', columns: [], rows: [], foot: null },
  remarks: [],
};
const priceIndexes: PriceIndexes = { rows: [], missing: [] };
const indexation: Indexation = {
  sentence: 'Ingen linjer hæves',
  percent: '3,1 %',
  source: null,
  rows: [],
  before: '0,00 kr.',
  after: '0,00 kr.',
  change: '0,00 kr.',
  aboveLimit: [],
};
const notifiedRates: NotifiedRates = { rows: [], sentence: 'Ingen varslede takster' };
const filters: SavedFilters = { filters: [] };
const drafts: Drafts = { drafts: [] };
const undoState: UndoState = { latest: null, refusal: null };
const sheet: FollowUpSheet = {
  title: 'Opfølgning, S2022-1008',
  operation: '01990000-0000-7000-8000-000000000003',
  today: '20-11-2026',
  sources: ['Borger', 'Pårørende', 'Udfører', 'Sagsbehandler'],
  results: [],
  levels: [],
  goals: [],
  months: [],
  reports: [],
};
const sheetCheck: FollowUpCheck = { problems: [], months: [], outcomes: [], remarks: [] };

/** Answers by command. */
export const dailyAnswers = {
  check_placement: () => nothingWrong,
  offer_form: () => emptyForm,
  check_offer: () => nothingWrong,
  save_offer: () => savedOutcome,
  rate_form: () => emptyForm,
  check_rate: () => nothingWrong,
  save_rate: () => savedOutcome,
  contract_form: () => emptyForm,
  check_contract: () => nothingWrong,
  save_contract: () => savedOutcome,
  goal_form: () => emptyForm,
  check_goal: () => nothingWrong,
  save_goal: () => savedOutcome,
  price_form: () => emptyForm,
  check_price: () => nothingWrong,
  save_price: () => savedOutcome,
  follow_up_sheet: () => sheet,
  check_follow_ups: () => sheetCheck,
  save_follow_ups: () => savedOutcome,
  attach_file: () => null,
  remove_attachment: () => savedOutcome,
  open_attachment: () => null,
  save_attachment: () => null,
  price_indexes: () => priceIndexes,
  indexation: () => indexation,
  commit_indexation: () => savedOutcome,
  notified_rates: () => notifiedRates,
  read_notified_file: () => null,
  keep_notified: () => savedOutcome,
  decide_notified: () => savedOutcome,
  agenda: () => agenda,
  handle_item: () => savedOutcome,
  set_chance: () => savedOutcome,
  agenda_calendar: () => null,
  work_list_preview: () => ({ title: 'Arbejdsliste', context: '', pages: [], missing: [] }),
  work_list_save: () => null,
  work_list_print: () => null,
  gaps: () => gaps,
  providers: () => providers,
  provider: () => provider,
  change_case_worker: () => savedOutcome,
  saved_filters: () => filters,
  save_filter: () => filters,
  remove_filter: () => filters,
  export_list: () => null,
  undoable: () => undoState,
  undo: () => savedOutcome,
  drafts: () => drafts,
  keep_draft: () => null,
  drop_draft: () => null,
};
