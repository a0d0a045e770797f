// A made-up core for tests and for looking at the pages in a browser during development. It answers from
// sample.json, which holds the sample municipality as the mock-ups show it; its people are made up.
// Invariant: never part of the program (client.ts imports it under DEV only), and no rule of the field lives here.
import type { CommandName, Transport } from '../commands';
import type { DatabaseKind } from '../generated/DatabaseKind';
import type { ChangePassphrase } from '../generated/ChangePassphrase';
import type { FilterValue } from '../generated/FilterValue';
import type { ImportPreview } from '../generated/ImportPreview';
import type { ImportRequest } from '../generated/ImportRequest';
import type { ImportRowsRequest } from '../generated/ImportRowsRequest';
import type { PlacementRow } from '../generated/PlacementRow';
import type { PlacementsPage } from '../generated/PlacementsPage';
import type { PlacementsQuery } from '../generated/PlacementsQuery';
import type { SearchRequest } from '../generated/SearchRequest';
import type { SessionState } from '../generated/SessionState';
import sampleData from './sample.json';
import type { Overview } from '../generated/Overview';
import type { Placement } from '../generated/Placement';
import type { Explanation } from '../generated/Explanation';
import type { AboveLimit } from '../generated/AboveLimit';
import type { Settings } from '../generated/Settings';
import {
  allUseCases,
  localDatabase,
  peopleAnswers,
  sampleOneTime,
  samplePassphrase,
  samplePeople,
  sharedDatabase,
  type World,
} from './people';
import { refuse } from './refuse';
import { chanceAnswers } from './chance';
import { formAnswers, withActions } from './forms';
import { logAnswers } from './log';
import { priceAnswers } from './prices';
import { asRole, inRoles, type RoleWord } from './roles';
import { screenAnswers } from './screens';
import { togetherAnswers } from './together';

export { sampleOneTime, samplePassphrase } from './people';

interface Sample {
  rows: PlacementRow[];
  overview: Overview;
  placement: Placement;
  explanation: Explanation;
  aboveLimit: AboveLimit;
  preview: ImportPreview;
  importHeadings: string[];
  importRows: { row: number; cells: string[]; isLeftOut: boolean }[];
}

/** What the made-up core answers from. */
export const sample = sampleData as unknown as Sample;

/** A session in the given phase, of a database on this PC or on a server. */
export function sampleSession(phase: SessionState['phase'], kind: DatabaseKind = 'local'): SessionState {
  const database = kind === 'local' ? localDatabase : sharedDatabase;
  const isSignedIn = phase === 'open' || phase === 'newPassphrase';
  return {
    phase,
    version: '0.1.0',
    recent: phase === 'start' ? [localDatabase, sharedDatabase] : [],
    // An open database goes by the municipality's name.
    database:
      phase === 'start' ? null : phase === 'open' ? { ...database, name: localDatabase.name } : database,
    user: isSignedIn ? 'Pia Lindskov' : null,
    roles: isSignedIn ? ['kontraktforhandler', 'administrator'] : [],
    allowed: phase === 'open' ? allUseCases : phase === 'newPassphrase' ? ['be_signed_in'] : [],
    connection: phase === 'open' && kind === 'shared' ? { isConnected: true, sentence: null } : null,
    day: { iso: '2026-11-20', text: '20-11-2026', isToday: true },
    knownAsOf: null,
    idleLockMinutes: 15,
    counts: phase === 'open' ? { placements: 55, aboveLimit: 21, agenda: 41 } : null,
    messages: [],
  };
}

const filters: (FilterValue & { test: (row: PlacementRow) => boolean })[] = [
  filter('status:open', 'Status', 'Aktive og planlagte', true, () => true),
  filter(
    'above_limit:yes',
    'Grænsen',
    'Over 1,0 mio.',
    true,
    (row) => (row.annualised?.length ?? 0) > 8 && row.annualised !== '1.000.000',
  ),
  filter('gap:no_contract', 'Mangler', 'Ingen kontrakt', true, (row) =>
    row.flags.some((flag) => flag.text === 'Ingen kontrakt'),
  ),
  filter('due:overdue', 'Forfalder', 'Overskredet', true, (row) =>
    row.flags.some((flag) => flag.text === 'Overskredet'),
  ),
  filter('paragraph:107', 'Lovgrundlag', '§ 107', false, (row) => row.legalBasis === '§ 107'),
  filter('paragraph:108', 'Lovgrundlag', '§ 108', false, (row) => row.legalBasis === '§ 108'),
  ...[...new Set(sample.rows.map((row) => row.provider ?? ''))].map((provider) =>
    filter(`provider:${provider}`, 'Leverandør', provider, false, (row) => row.provider === provider),
  ),
];

function filter(
  id: string,
  group: string,
  label: string,
  isChip: boolean,
  test: (row: PlacementRow) => boolean,
) {
  return { id, group, label, isChip, test, count: 0 };
}

const keys: Partial<Record<PlacementsQuery['sort'], keyof PlacementRow>> = { flag: 'nextDate' };

function order(query: PlacementsQuery): (a: PlacementRow, b: PlacementRow) => number {
  const key = keys[query.sort] ?? (query.sort as keyof PlacementRow);
  const turn = query.direction === 'ascending' ? 1 : -1;
  return (a, b) => {
    const [first, second] = [String(a[key] ?? ''), String(b[key] ?? '')];
    const [x, y] = [Number(first.replaceAll('.', '')), Number(second.replaceAll('.', ''))];
    return turn * (Number.isNaN(x) || Number.isNaN(y) ? first.localeCompare(second, 'da') : x - y);
  };
}

/** The sample's placements; `times` repeats them to try long lists. */
function allRows(times: number): PlacementRow[] {
  return Array.from({ length: times }, (_, turn) =>
    turn === 0 ? sample.rows : sample.rows.map((row) => ({ ...row, case: `${row.case}-${turn}` })),
  ).flat();
}

/** A page of the made-up list; `times` repeats its rows to try long lists. */
export function samplePage(query: PlacementsQuery, times = 1): PlacementsPage {
  const all = allRows(times);
  const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter((row) => words.every((word) => JSON.stringify(row).toLowerCase().includes(word)));
  const chosen = filters.filter((value) => query.filters.includes(value.id));
  const rows = found.filter((row) => chosen.every((value) => value.test(row))).sort(order(query));
  const isByCost = query.sort === 'annualised' && query.direction === 'descending';
  return {
    rows: rows.slice(query.offset, query.offset + query.limit),
    total: rows.length,
    totalAll: 58 * times,
    context: `${rows.length} af ${58 * times}${isByCost ? ', dyreste først' : ''}`,
    totals: {
      label: `Sum af ${rows.length} placeringer`,
      hoursPerWeek: '968',
      annualised: '55.992.862',
      yearCost: '53.401.327',
      hourlyRate: '1.036',
      explain: 'placements/sum',
    },
    yearHeading: 'Udgift 2026, kr.',
    limitAfter: isByCost && times === 1 ? rows.filter((row) => filters[1]?.test(row)).length : null,
    limitName: '1,0 mio. kr.',
    filters: filters.map(({ test, ...value }) => ({ ...value, count: found.filter(test).length })),
    notes: [
      'Heraf mellemkommunal 766.880 kr. og planlagt 911.916 kr.',
      'Kr./time er gennemsnittet, vægtet med timer.',
    ],
  };
}

function samplePreview(request: ImportRequest): ImportPreview {
  const { preview } = sample;
  const isOut = (sheet: string, row: number) =>
    request.leftOut.some((address) => address.sheet === sheet && address.row === row);
  const isFixed = (sheet: string, row: number, column: string) =>
    request.corrections.some((cell) => cell.sheet === sheet && cell.row === row && cell.column === column);
  const problems = preview.problems.filter(
    (problem) => !isOut(problem.sheet, problem.row) && !isFixed(problem.sheet, problem.row, problem.column),
  );
  const refused = problems.filter((problem) => problem.severity === 'error').length;
  return {
    ...preview,
    problems,
    counts: {
      ...preview.counts,
      refused: request.leaveOutRefused ? 0 : refused,
      leftOut: request.leftOut.length + (request.leaveOutRefused ? refused : 0),
      errors: refused,
    },
    canCommit: request.leaveOutRefused || refused === 0,
  };
}

function page(number: number): string {
  const lines = Array.from(
    { length: 34 },
    (_, index) =>
      `<rect x="57" y="${130 + index * 19}" width="${index % 5 === 4 ? 300 : 480}" height="7" fill="#dcdcdc"/>`,
  ).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842" viewBox="0 0 595 842"><rect width="595" height="842" fill="#ffffff"/><text x="57" y="80" font-family="IBM Plex Sans" font-size="20" font-weight="600" fill="#1a1a1a">Intern forhandlingspakke</text><text x="57" y="104" font-family="IBM Plex Sans" font-size="12" fill="#616161">S2022-1008 · side ${number} af 6</text>${lines}</svg>`;
}

const settings: Settings = {
  kind: 'local',
  facts: [
    { label: 'Navn', value: 'Egeskov Kommune' },
    { label: 'Sted', value: localDatabase.displayPath },
    { label: 'Oprettet', value: '20-11-2026' },
    { label: 'Logposter', value: '1.228' },
  ],
  backupPlace: null,
  backupStatus: { tone: 'warn', text: 'Ingen kopi et andet sted' },
  backups: {
    caption: 'Sikkerhedskopier, nyeste først',
    columns: [
      { heading: 'Tidspunkt', isNumeric: false },
      { heading: 'Størrelse', isNumeric: true },
      { heading: 'Sted', isNumeric: false },
    ],
    rows: [
      ['20-11-2026 09.41', '1,2 MB', 'Denne pc'],
      ['20-11-2026 08.41', '1,2 MB', 'Denne pc'],
    ],
    foot: null,
  },
};

const sharedSettings: Settings = {
  kind: 'shared',
  facts: [
    { label: 'Navn', value: 'Egeskov Kommune' },
    { label: 'Server', value: sharedDatabase.displayPath },
    { label: 'Forbindelse', value: 'TLS 1.3, certifikatet er kontrolleret' },
    { label: 'Logposter', value: '1.228' },
  ],
  backupPlace: null,
  backupStatus: { tone: 'info', text: 'Serveren tager sikkerhedskopier' },
  backups: { caption: 'Sikkerhedskopier', columns: [], rows: [], foot: null },
};

/** How the made-up core behaves. */
export interface FakeOptions {
  /** Where the session begins; in the address `?fase=start`. */
  phase?: SessionState['phase'] | undefined;
  /** How often the list of placements repeats itself; `?gange=20`. */
  times?: number | undefined;
  /** Where the database lies; `?slags=shared`. */
  kind?: DatabaseKind | undefined;
  /** How many people there are besides the first; `?personer=30`. */
  people?: number | undefined;
  /** Does the first save meet somebody else's change? `?sammenfald=ja`. */
  clashes?: boolean | undefined;
  /** As whom one sees the open program; `?rolle=leder`. Without it, as somebody who may do everything. */
  role?: RoleWord | undefined;
}

function fromAddress(): FakeOptions {
  const asked = new URLSearchParams(window.location.search);
  return {
    phase: (asked.get('fase') as SessionState['phase'] | null) ?? undefined,
    times: Number(asked.get('gange') ?? 1),
    kind: asked.get('slags') === 'shared' ? 'shared' : 'local',
    people: Number(asked.get('personer') ?? 0),
    clashes: asked.has('sammenfald'),
    role: (asked.get('rolle') as RoleWord | null) ?? undefined,
  };
}

/** A made-up core that begins in the open program, on this PC, unless the options or the address say otherwise. */
export function fakeCore(options: FakeOptions = {}): Transport {
  const {
    phase = 'open',
    times = 1,
    kind = 'local',
    people = 0,
    clashes = false,
    role,
  } = {
    ...fromAddress(),
    ...options,
  };
  const enter = (next: SessionState['phase'], at: DatabaseKind): SessionState => {
    const state = sampleSession(next, at);
    return role === undefined || next !== 'open' ? state : inRoles(state, [role]);
  };
  let session = enter(phase, kind);
  const world: World = {
    kind,
    clashes,
    people: samplePeople(kind, people),
    enter: (next, at = world.kind) => {
      if (at !== world.kind) world.people = samplePeople(at, people);
      world.kind = at;
      return (session = enter(next, at));
    },
  };
  const settingsNow = () => (world.kind === 'shared' ? sharedSettings : settings);

  const saved = {
    ticket: 'file',
    displayPath: '/home/pia/Dokumenter/S2022-1008.pdf',
    detail: '6 sider, 55 kB',
  };
  const answers: Record<CommandName, (request: never) => unknown> = {
    ...peopleAnswers(world),
    ...togetherAnswers(world),
    ...logAnswers,
    ...priceAnswers(allRows(times)),
    ...screenAnswers(allRows(times)),
    ...chanceAnswers(sample.explanation),
    ...formAnswers(),
    know_as_of: (request: { day: string | null }) => {
      const knownAsOf = request.day === null ? null : request.day.split('-').reverse().join('-');
      return (session = { ...session, knownAsOf });
    },
    session_state: () => session,
    choose_new_database_folder: () => ({
      ticket: 'place',
      displayPath: '/home/pia/Dokumenter',
      remark: null,
    }),
    choose_database: () => localDatabase,
    choose_backup_place: () => ({ ticket: 'backup', displayPath: '/mnt/faelles/vilkaar', remark: null }),
    create_database: () => ({
      recoveryKey: 'K7QM-2VXD-9HTR-4NPA-W3FC-8YJE-6BLS-5GUZ',
      session: world.enter('open', 'local'),
    }),
    unlock: (request: { passphrase: string }) => {
      if (request.passphrase === sampleOneTime) return world.enter('newPassphrase', 'local');
      if (request.passphrase !== samplePassphrase) {
        refuse('wrong_passphrase', 'Adgangssætningen passer ikke. Prøv igen.', 'passphrase');
      }
      return world.enter('open', 'local');
    },
    unlock_with_recovery_key: () => world.enter('open', 'local'),
    change_passphrase: (request: ChangePassphrase) => {
      const current = session.phase === 'newPassphrase' ? sampleOneTime : samplePassphrase;
      if (request.current !== current) {
        refuse('wrong_passphrase', 'Den nuværende adgangssætning passer ikke. Prøv igen.', 'current');
      }
      if (session.phase === 'newPassphrase') world.enter('open');
      return null;
    },
    lock: () => world.enter('locked'),
    close_database: () => world.enter('start', 'local'),
    set_backup_place: () => session,
    set_day: (request: { day: string | null }) => {
      const iso = request.day ?? '2026-11-20';
      const day = { iso, text: iso.split('-').reverse().join('-'), isToday: request.day === null };
      return (session = { ...session, day });
    },
    overview: () => sample.overview,
    placements: (request: PlacementsQuery) => samplePage(request, times),
    search: (request: SearchRequest) => ({
      hits: sample.rows
        .filter((row) => JSON.stringify(row).toLowerCase().includes(request.text.toLowerCase()))
        .slice(0, 8)
        .map((row) => ({
          kind: 'placement',
          title: row.citizen,
          detail: `${row.case} · ${row.legalBasis} · ${row.offer}`,
          case: row.case,
          provider: null,
          filter: null,
        })),
    }),
    placement: () => withActions(sample.placement),
    above_limit: () => sample.aboveLimit,
    import_choose_file: () => ({ ticket: 'file', name: sample.preview.fileName }),
    import_preview: (request: ImportRequest) => samplePreview(request),
    import_rows: (request: ImportRowsRequest) => ({
      headings: sample.importHeadings,
      rows:
        request.sheet === 'Takster' && request.row === 151
          ? sample.importRows
          : sample.importRows.map((row, index) => ({ ...row, row: Math.max(request.row - 5, 2) + index })),
    }),
    import_progress: () => ({ isRunning: true, phase: 'Læser Takster', done: 400, total: 1228 }),
    import_cancel: () => null,
    import_commit: (request: ImportRequest) => ({
      counts: samplePreview(request).counts,
      message: '75 rækker er oprettet og 10 ændret.',
      newlyAboveLimit: ['Christian Dahl, S2025-1003: 1.016.708 kr. fra 01-03-2027'],
    }),
    import_template: () => ({ ...saved, displayPath: '/home/pia/Dokumenter/skabelon.xlsx' }),
    import_left_out: () => ({ ...saved, displayPath: '/home/pia/Dokumenter/udeladte.xlsx' }),
    packet_preview: () => ({
      title: 'Intern forhandlingspakke, S2022-1008',
      context: '6 sider A4 · pr. 20-11-2026',
      pages: ['Forside', 'Kort fortalt', 'Takst mod P/L', 'Udgift', 'Mål', 'Kontrakt'].map(
        (title, index) => ({
          svg: page(index + 1),
          text: title,
          title,
        }),
      ),
      missing: sample.placement.missing,
    }),
    packet_save: () => saved,
    packet_open: () => null,
    packet_print: () => null,
    settings: settingsNow,
    backup_now: () => ({
      message: 'Sikkerhedskopien er skrevet og kontrolleret: 1,2 MB.',
      settings: settingsNow(),
    }),
    verify: () => ({
      ok: true,
      message: 'Alt holder.',
      facts: [{ label: 'Logposter', value: '1.228' }],
      problems: { caption: 'Fejl', columns: [], rows: [], foot: null },
    }),
  };

  return async (name, request) =>
    structuredClone(await asRole(role, name, () => answers[name](request as never)));
}
