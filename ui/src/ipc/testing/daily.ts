// The made-up core's answers about providers and prices. Invariant: as in fake.ts, never part of the program.
import type { Indexation } from '../generated/Indexation';
import type { NotifiedRates } from '../generated/NotifiedRates';
import type { PriceIndexes } from '../generated/PriceIndexes';
import type { ProviderPage } from '../generated/ProviderPage';
import type { Providers } from '../generated/Providers';
import type { SaveOutcome } from '../generated/SaveOutcome';

/** What a save answers. */
export const savedOutcome = {
  outcome: 'saved',
  message: 'Gemt.',
  operation: '01990000-0000-7000-8000-000000000001',
  case: null,
} satisfies SaveOutcome;

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

/** Answers by command. */
export const dailyAnswers = {
  price_indexes: () => priceIndexes,
  indexation: () => indexation,
  commit_indexation: () => savedOutcome,
  notified_rates: () => notifiedRates,
  read_notified_file: () => null,
  keep_notified: () => savedOutcome,
  decide_notified: () => savedOutcome,
  providers: () => providers,
  provider: () => provider,
};
