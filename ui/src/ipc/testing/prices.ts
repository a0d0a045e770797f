// The made-up core's answers about providers, P/L, indexation and notified rates, made from the sample's rows.
// Invariant: as in fake.ts, never part of the program; its sums are fixed, as no rule of the field lives here.
import type { DecideNotified } from '../generated/DecideNotified';
import type { Indexation } from '../generated/Indexation';
import type { IndexationRequest } from '../generated/IndexationRequest';
import type { IndexationRow } from '../generated/IndexationRow';
import type { NotifiedFile } from '../generated/NotifiedFile';
import type { NotifiedRateRow } from '../generated/NotifiedRateRow';
import type { NotifiedRates } from '../generated/NotifiedRates';
import type { PlacementRow } from '../generated/PlacementRow';
import type { PriceIndexes } from '../generated/PriceIndexes';
import type { ProviderPage } from '../generated/ProviderPage';
import type { ProviderRow } from '../generated/ProviderRow';
import type { Providers } from '../generated/Providers';
import type { Status } from '../generated/Status';
import { refuse } from './refuse';
import { refusedAt, savedAs } from './screens';

const supervision: Record<string, Status> = {
  'Solbakkehus I/S': { tone: 'bad', text: 'Påbud, frist 01-12-2026' },
  'Vesterå Kommune': { tone: 'warn', text: 'Skærpet tilsyn' },
};
const approved: Status = { tone: 'good', text: 'Godkendt' };

function kroner(row: PlacementRow): number {
  return Number((row.annualised ?? '0').replaceAll('.', ''));
}

function ofProvider(rows: readonly PlacementRow[], name: string): PlacementRow[] {
  return rows.filter((row) => row.provider === name);
}

function providerRows(rows: readonly PlacementRow[]): ProviderRow[] {
  const names = [...new Set(rows.map((row) => row.provider ?? ''))].filter(Boolean);
  const total = (name: string) => ofProvider(rows, name).reduce((sum, row) => sum + kroner(row), 0);
  return names
    .sort((a, b) => total(b) - total(a))
    .map((name, index) => {
      const own = ofProvider(rows, name);
      return {
        id: `provider-${index + 1}`,
        name,
        ownership: name.endsWith('Kommune') ? 'kommunal' : name.startsWith('Region') ? 'regional' : 'privat',
        offers: new Set(own.map((row) => row.offer)).size,
        citizens: new Set(own.map((row) => row.citizen)).size,
        annualised: total(name).toLocaleString('da-DK'),
        isIncomplete: index === 3,
        hourlyRate: '1.036',
        supervision: supervision[name] ?? approved,
        nextDate: own.find((row) => row.nextDate !== null)?.nextDate ?? null,
      };
    });
}

function providerPage(rows: readonly PlacementRow[], id: string): ProviderPage {
  const row = providerRows(rows).find((provider) => provider.id === id);
  if (row === undefined) return refuse('provider_unknown', 'Leverandøren findes ikke mere.');
  const own = ofProvider(rows, row.name);
  const offers = [...new Set(own.map((placement) => placement.offer))];
  const figure = (label: string, value: string, unit: string | null = null) => ({
    label,
    value,
    unit,
    remark: null,
    status: null,
    explain: null,
  });
  const column = (heading: string, isNumeric = false) => ({ heading, isNumeric });
  return {
    id,
    name: row.name,
    context: `${row.ownership ?? ''} · CVR 12345674`,
    figures: [
      figure('Borgere', String(row.citizens)),
      figure('Kr. pr. år', row.annualised, 'kr.'),
      figure('Kr. pr. støttetime', row.hourlyRate ?? '–', 'kr.'),
      figure('Næste dato', row.nextDate ?? 'ingen'),
    ],
    facts: [
      { label: 'Ejerform', value: row.ownership },
      { label: 'CVR-nr.', value: '12345674' },
      { label: 'Driftsoverenskomst', value: null },
    ],
    contacts: {
      caption: 'Kontaktpersoner',
      columns: [column('Navn'), column('Rolle'), column('Telefon'), column('E-mail')],
      rows: [
        ['Anne Bruun', 'Leder', '70 10 20 30', 'anne.bruun@example.dk'],
        ['Per Dam', 'Økonomi', '70 10 20 31', 'per.dam@example.dk'],
      ],
      foot: null,
    },
    offers: offers.map((name, index) => ({
      id: `offer-${id}-${index + 1}`,
      name,
      pNumber: index === 0 ? '1012345678' : null,
      approvedFor: '§ 107, § 108',
      supervision: index === 0 ? (row.supervision ?? approved) : approved,
      checked: index === 0 ? '12-03-2026 af Karina Holst' : null,
      citizens: own.filter((placement) => placement.offer === name).length,
    })),
    cases: {
      caption: 'Leverandørens sager, dyreste først',
      columns: [
        column('Sag'),
        column('Borger'),
        column('Tilbud'),
        column('Kr. pr. år', true),
        column('Næste dato', true),
      ],
      rows: own.map((placement) => [
        placement.case,
        placement.citizen,
        placement.offer,
        placement.annualised ?? 'mangler',
        placement.nextDate ?? 'ingen',
      ]),
      foot: null,
    },
    remarks:
      row.supervision?.tone === 'bad'
        ? [{ tone: 'bad', text: `${offers[0] ?? ''}: påbud med frist 01-12-2026` }]
        : [],
  };
}

const priceIndexes: PriceIndexes = {
  rows: [
    { id: 'pl-2027', year: 2027, percent: '3,10 %', status: 'estimat', source: 'KL, juni 2026' },
    { id: 'pl-2026', year: 2026, percent: '2,70 %', status: 'bekræftet', source: 'KL, juni 2025' },
    { id: 'pl-2025', year: 2025, percent: '3,50 %', status: 'bekræftet', source: 'KL, juni 2024' },
    { id: 'pl-2024', year: 2024, percent: '4,20 %', status: null, source: null },
  ],
  missing: ['P/L for 2028 mangler. 4 takster er aftalt til at følge den.'],
};

function indexationOf(rows: readonly PlacementRow[], request: IndexationRequest): Indexation {
  if (request.year > 2027) {
    return refuse(
      'price_index_missing',
      `P/L for ${request.year} mangler. Skriv den ind under P/L først.`,
      'year',
    );
  }
  const all = rows.map<IndexationRow>((row, index) => {
    const line = `line-${row.case}`;
    const skipped = request.skipped.find((other) => other.line === line);
    const isAbove = !request.aboveLimitToo && kroner(row) > 1_000_000;
    const isNew = request.withinMonths > 0 && index % 9 === 4;
    const leftOut = skipped
      ? `Udeladt: ${skipped.reason}`
      : isAbove
        ? 'Sagen er over 1,0 mio. kr.; taksten forhandles'
        : isNew
          ? 'Aftalt for under 6 måneder siden'
          : index % 11 === 7
            ? 'Fast til 31-12-2027'
            : null;
    const isRaised = leftOut === null;
    return {
      line,
      case: row.case,
      citizen: row.citizen,
      offer: row.offer,
      service: 'Grundtakst',
      unit: 'pr. døgn',
      old: '2.394,00',
      new: isRaised ? '2.468,21' : null,
      percent: isRaised ? '+3,10 %' : null,
      yearly: isRaised ? '27.087' : null,
      leftOut,
      mayChoose: isRaised || skipped !== undefined,
    };
  });
  const raised = all.filter((row) => row.leftOut === null);
  return {
    sentence: `${raised.length} linjer hæves 3,1 %, 912.400,00 kr. om året.`,
    percent: '3,10 %',
    source: 'estimat, KL, juni 2026',
    rows: [...raised, ...all.filter((row) => row.leftOut !== null)],
    before: '29.432.258 kr.',
    after: '30.344.658 kr.',
    change: '912.400 kr.',
    aboveLimit: ['Jens Dahl, S2026-1002: 1.030.998 kr. fra 01-01-2027'],
    seen: raised.map((row) => row.line).join(';'),
  };
}

function notifiedRows(rows: readonly PlacementRow[]): NotifiedRateRow[] {
  return rows.slice(21, 27).map((row, index) => {
    const isAbove = index % 2 === 0;
    return {
      id: `notified-${index + 1}`,
      case: row.case,
      citizen: row.citizen,
      offer: row.offer,
      service: 'Grundtakst',
      unit: 'pr. døgn',
      old: '2.738,00',
      new: isAbove ? '2.957,04' : '2.817,40',
      from: '01-01-2027',
      percent: isAbove ? '+8,00 %' : '+2,90 %',
      priceIndex: '+3,10 %',
      aboveIndex: isAbove ? '134,16' : '0,00',
      yearly: isAbove ? '79.950' : '28.981',
      proposal: isAbove ? { tone: 'warn', text: 'Forhandl' } : { tone: 'good', text: 'Acceptér' },
      decision: null,
      remark: index === 0 ? 'Brev af 02-11-2026' : null,
      seen: `set-${index + 1}`,
    };
  });
}

const decided: Record<DecideNotified['choice'], Status> = {
  accept: { tone: 'good', text: 'Accepteret' },
  negotiate: { tone: 'info', text: 'Forhandles' },
  reject: { tone: 'quiet', text: 'Afvist' },
};

const file: NotifiedFile = {
  ticket: 'takster',
  name: 'takster-2027.xlsx',
  sentence: '2 takster læst, 1 kan ikke læses.',
  seen: 'fil-rækker',
  rows: [
    {
      row: 2,
      case: 'S2026-1002',
      service: 'Grundtakst',
      old: '2.738,00',
      unit: 'pr. døgn',
      new: '2.820,00',
      from: '01-01-2027',
      remark: null,
      problem: null,
    },
    {
      row: 3,
      case: 'S2023-1032',
      service: 'Grundtakst',
      old: '2.738,00',
      unit: 'pr. døgn',
      new: '282,00',
      from: '01-01-2027',
      remark: 'Taksten svarer til 282,00 kr. pr. døgn; det sædvanlige er 500 til 15.000 kr.',
      problem: null,
    },
    {
      row: 4,
      case: null,
      service: 'Grundtakst',
      old: null,
      unit: null,
      new: '2.8',
      from: null,
      remark: null,
      problem: 'Sagen S2099-1 findes ikke. Ret sagsnummeret i arket.',
    },
  ],
};

/** Answers by command, over the sample's placements. */
export function priceAnswers(rows: readonly PlacementRow[]) {
  let notified = notifiedRows(rows);
  return {
    providers: (): Providers => {
      const list = providerRows(rows);
      const offers = new Set(rows.map((row) => row.offer)).size;
      return { context: `${list.length} leverandører, ${offers} tilbud, dyreste først`, rows: list };
    },
    provider: (request: { id: string }) => providerPage(rows, request.id),
    price_indexes: () => priceIndexes,
    indexation: (request: IndexationRequest) => indexationOf(rows, request),
    commit_indexation: (request: IndexationRequest) => {
      const { rows: lines } = indexationOf(rows, request);
      const number = lines.filter((row) => row.leftOut === null).length;
      return savedAs(`${number} linjer er reguleret fra 01-01-${request.year}.`, request.operation);
    },
    notified_rates: (): NotifiedRates => {
      const waiting = notified.filter((row) => row.decision === null).length;
      return { rows: notified, sentence: `${waiting} varslede takster venter på afgørelse` };
    },
    read_notified_file: () => file,
    keep_notified: (request: { operation: string }) =>
      savedAs('2 varslede takster er taget ind.', request.operation),
    decide_notified: (request: DecideNotified) => {
      if (request.choice === 'reject' && request.reason.trim() === '')
        return refusedAt('reason', 'Skriv, hvorfor taksten afvises.');
      notified = notified.map((row) =>
        request.ids.includes(row.id)
          ? { ...row, decision: decided[request.choice], remark: request.reason }
          : row,
      );
      return savedAs(`${decided[request.choice].text}: ${request.ids.length}.`, request.operation);
    },
  };
}
