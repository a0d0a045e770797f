// The made-up core's answers to the screens of daily work, made from the sample's rows: what is due, what is missing,
// saved filters, undo. Invariant: as in fake.ts, never part of the program; one state for each core made.
import type { Agenda } from '../generated/Agenda';
import type { AgendaQuery } from '../generated/AgendaQuery';
import type { AgendaRow } from '../generated/AgendaRow';
import type { GapRow } from '../generated/GapRow';
import type { Gaps } from '../generated/Gaps';
import type { GapsQuery } from '../generated/GapsQuery';
import type { HandleItem } from '../generated/HandleItem';
import type { PacketPreview } from '../generated/PacketPreview';
import type { PlacementRow } from '../generated/PlacementRow';
import type { RemoveFilter } from '../generated/RemoveFilter';
import type { SavedFilterRow } from '../generated/SavedFilterRow';
import type { SavedFilters } from '../generated/SavedFilters';
import type { SaveFilter } from '../generated/SaveFilter';
import type { SaveOutcome } from '../generated/SaveOutcome';
import type { Status } from '../generated/Status';
import type { UndoState } from '../generated/UndoState';

const today = new Date('2026-11-20');

/** Saved, under this operation. */
export function savedAs(message: string, operation: string): SaveOutcome {
  return { outcome: 'saved', message, operation, case: null };
}

/** Refused at a field. */
export function refusedAt(field: string, sentence: string): SaveOutcome {
  return { outcome: 'refused', problems: [{ field, sentence, isError: true }] };
}

interface KindOf {
  kind: string;
  label: string;
  title: string;
  detail: string;
  section: 'economy' | 'goals' | 'contract';
  action: AgendaRow['target']['action'];
}

const kinds: Record<string, KindOf> = {
  'Tillæg revurderes': {
    kind: 'rate_review',
    label: 'Revurdering',
    title: 'Vurdér tillægget',
    detail: '1:1-støtte, 86,00 kr. i døgnet',
    section: 'economy',
    action: 'changeRate',
  },
  'Mål følges op': {
    kind: 'goal_follow_up',
    label: 'Opfølgning',
    title: 'Følg op på mål',
    detail: '2 mål, senest fulgt op i maj',
    section: 'goals',
    action: 'editFollowUp',
  },
  'Opsig senest': {
    kind: 'notice',
    label: 'Opsigelse',
    title: 'Opsig eller lad løbe',
    detail: 'varsel løbende måned + 3',
    section: 'contract',
    action: 'giveNotice',
  },
  'Tilsyn udløber': {
    kind: 'supervision',
    label: 'Tilsyn',
    title: 'Hent ny tilsynsrapport',
    detail: 'skærpet tilsyn ender',
    section: 'contract',
    action: 'editOffer',
  },
  Godkendelse: {
    kind: 'approval',
    label: 'Godkendelse',
    title: 'Få tilbuddet godkendt',
    detail: 'i brug i 3 uger',
    section: 'contract',
    action: 'editOffer',
  },
  'Forventet ophør': {
    kind: 'stay_end',
    label: 'Ophør',
    title: 'Afslut eller forlæng opholdet',
    detail: 'forventet ophør',
    section: 'economy',
    action: 'endPlacement',
  },
};

function daysUntil(due: string): number {
  const [day, month, year] = due.split('-').map(Number);
  return Math.round((Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1) - today.getTime()) / 86_400_000);
}

function stateOf(days: number): string {
  return days < 0 ? 'overdue' : days <= 30 ? 'due_30' : days <= 90 ? 'due_90' : 'later';
}

function statusOf(days: number): Status {
  if (days < 0) return { tone: 'bad', text: `${-days} ${days === -1 ? 'dag' : 'dage'} over` };
  if (days === 0) return { tone: 'warn', text: 'I dag' };
  return { tone: days <= 30 ? 'warn' : 'quiet', text: `Om ${days} ${days === 1 ? 'dag' : 'dage'}` };
}

const stateOrder = ['overdue', 'due_30', 'due_90', 'later'];

function worth(row: AgendaRow): number {
  return Number((row.atStake ?? '0').replaceAll('.', ''));
}

/** Everything that is due by the rules, most valuable first within its group. */
export function agendaRows(rows: readonly PlacementRow[]): AgendaRow[] {
  return rows
    .flatMap<AgendaRow>((row) => {
      const kind = kinds[row.nextWhat ?? ''];
      if (kind === undefined || row.nextDate === null) return [];
      const days = daysUntil(row.nextDate);
      const isMoney = ['rate_review', 'notice', 'stay_end'].includes(kind.kind);
      const stake = Math.round(Number((row.annualised ?? '0').replaceAll('.', '')) * 0.043);
      return [
        {
          item: `${kind.kind}/${row.case}`,
          kind: kind.kind,
          title: kind.title,
          detail: kind.detail,
          case: row.case,
          citizen: row.citizen,
          offer: row.offer,
          due: row.nextDate,
          status: statusOf(days),
          state: stateOf(days),
          owner: row.caseWorker ?? 'centerchef',
          atStake: isMoney ? stake.toLocaleString('da-DK') : null,
          explain: isMoney ? `stake/${row.case}` : null,
          postponed: null,
          handled: null,
          handedOver: null,
          target: {
            case: row.case,
            section: kind.section,
            action: kind.action,
            record: null,
            field: null,
          },
        },
      ];
    })
    .sort((a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) || worth(b) - worth(a));
}

const gapKinds: Record<string, { kind: string; action: GapRow['target']['action']; field: string | null }> = {
  'Ingen kontrakt': { kind: 'no_contract', action: 'newContract', field: 'start' },
  'Ingen afsøgning': { kind: 'no_search', action: 'newSearchedOffer', field: 'offer' },
  'Ingen mål': { kind: 'no_goals', action: 'newGoal', field: 'title' },
  'Støttetimer ukendt': { kind: 'no_hours', action: 'editPlacement', field: 'hours_per_week' },
  'Tilbud uden godkendelse': { kind: 'offer_not_approved', action: 'editOffer', field: 'approval' },
};

/** Everything that is missing, worst first. */
export function gapRows(rows: readonly PlacementRow[]): GapRow[] {
  const found = rows.flatMap<GapRow>((row) =>
    [...new Map(row.flags.map((flag) => [flag.text, flag])).values()].flatMap((flag) => {
      const gap = gapKinds[flag.text];
      if (gap === undefined) return [];
      return [
        {
          case: row.case,
          kind: gap.kind,
          title: flag.text,
          detail: gap.kind === 'no_contract' ? 'Opsigelse og genforhandling kan ikke regnes ud' : null,
          tone: flag.tone,
          citizen: row.citizen,
          offer: row.offer,
          annualised: row.annualised,
          target: {
            case: row.case,
            section: gap.kind === 'no_goals' ? 'goals' : 'contract',
            action: gap.action,
            record: null,
            field: gap.field,
          },
        },
      ];
    }),
  );
  return found.sort((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'));
}

function countKinds<Row extends { kind: string }>(rows: readonly Row[], label: (row: Row) => string) {
  return [...new Set(rows.map((row) => row.kind))].map((kind) => {
    const of = rows.filter((row) => row.kind === kind);
    return { kind, label: of[0] === undefined ? kind : label(of[0]), count: of.length };
  });
}

function labelOf(kind: string): string {
  return Object.values(kinds).find((known) => known.kind === kind)?.label ?? kind;
}

const limits: Record<number, string[]> = {
  30: ['overdue', 'due_30'],
  90: ['overdue', 'due_30', 'due_90'],
  0: stateOrder,
};

function agendaAnswers(rows: readonly PlacementRow[], user: string) {
  let items = agendaRows(rows);
  let handled: AgendaRow[] = [];
  const owners = [...new Set(items.map((row) => row.owner))].sort();

  function agenda(query: AgendaQuery): Agenda {
    const own = items.filter((row) => query.scope === 'all' || row.owner === user);
    const within = own.filter((row) => (limits[query.withinDays] ?? stateOrder).includes(row.state));
    const shown = within.filter((row) => query.kinds.length === 0 || query.kinds.includes(row.kind));
    const number = (state: string) => own.filter((row) => row.state === state).length;
    const figure = (label: string, value: string, remark: string | null, status: Status | null = null) => ({
      label,
      value,
      unit: null,
      remark,
      status,
      explain: null,
    });
    return {
      context: `${number('overdue')} overskredne, ${number('due_30')} inden 30 dage, ${number('due_90')} inden 90 dage`,
      figures: [
        figure('Overskredet', String(number('overdue')), null, { tone: 'bad', text: 'Gør dem først' }),
        figure('Inden 30 dage', String(number('due_30')), 'til og med 20-12-2026'),
        figure('Inden 90 dage', String(number('due_90')), 'til og med 18-02-2027'),
        {
          ...figure('På spil', '612.400', 'det, der er overskredet eller forfalder inden 90 dage'),
          unit: 'kr./år',
          explain: 'agenda/stake',
        },
      ],
      kinds: countKinds(within, (row) => labelOf(row.kind)),
      rows: shown,
      handled: query.showsHandled ? handled : [],
      owners,
      scope: query.scope,
      remark: null,
    };
  }

  function handle(request: HandleItem): SaveOutcome {
    if (request.action === 'postpone' && request.until === '01-01-2020')
      return refusedAt('until', 'Datoen er gået. Vælg en dag efter i dag.');
    const concerned = items.filter((row) => request.items.includes(row.item));
    const rest = items.filter((row) => !request.items.includes(row.item));
    switch (request.action) {
      case 'handle': {
        const done = concerned.map((row) => ({
          ...row,
          state: 'handled',
          handled: `Håndteret 20-11-2026 af Pia Lindskov: ${request.reason}`,
        }));
        items = rest;
        handled = [...done, ...handled];
        return savedAs(
          concerned.length === 1 ? 'Opgaven er håndteret.' : `${concerned.length} opgaver er håndteret.`,
          request.operation,
        );
      }
      case 'postpone':
        items = [
          ...rest,
          ...concerned.map((row) => ({
            ...row,
            due: request.until ?? row.due,
            status: statusOf(daysUntil(request.until ?? row.due)),
            state: stateOf(daysUntil(request.until ?? row.due)),
            postponed: `Udsat fra ${row.due} til ${request.until ?? ''} af Pia Lindskov: ${request.reason}`,
          })),
        ].sort((a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) || worth(b) - worth(a));
        return savedAs(`Udsat til ${request.until ?? ''}.`, request.operation);
      case 'handOver':
        items = items.map((row) =>
          request.items.includes(row.item)
            ? { ...row, owner: request.owner ?? row.owner, handedOver: `Overdraget fra ${row.owner}` }
            : row,
        );
        return savedAs(`Overdraget til ${request.owner ?? ''}.`, request.operation);
      case 'reopen': {
        const back = handled.filter((row) => request.items.includes(row.item));
        handled = handled.filter((row) => !request.items.includes(row.item));
        items = [
          ...items,
          ...back.map((row) => ({ ...row, state: stateOf(daysUntil(row.due)), handled: null })),
        ];
        return savedAs('Opgaven venter igen.', request.operation);
      }
    }
  }

  function workList(query: AgendaQuery): PacketPreview {
    const { rows: listed } = agenda(query);
    const lines = listed
      .slice(0, 30)
      .map(
        (row, index) =>
          `<text x="57" y="${130 + index * 22}" font-family="IBM Plex Sans" font-size="10" fill="#1a1a1a">${row.due}  ${row.title} · ${row.case} · ${row.owner}</text>`,
      )
      .join('');
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842" viewBox="0 0 595 842"><rect width="595" height="842" fill="#ffffff"/><text x="57" y="80" font-family="IBM Plex Sans" font-size="20" font-weight="600" fill="#1a1a1a">Arbejdsliste</text>${lines}</svg>`;
    const text = listed.map((row) => `${row.due} ${row.title} ${row.case}`).join('. ');
    return {
      title: 'Arbejdsliste',
      context: '1 side A4 · pr. 20-11-2026',
      pages: [{ svg, text, title: 'Opgaver' }],
      missing: [],
    };
  }

  const file = (name: string, detail: string) => ({
    ticket: name,
    displayPath: `/home/pia/Dokumenter/${name}`,
    detail,
  });
  return {
    agenda,
    handle_item: handle,
    agenda_calendar: () => file('frister.ics', '38 frister'),
    work_list_preview: workList,
    work_list_save: () => file('arbejdsliste.pdf', '1 side, 21 kB'),
    work_list_print: () => null,
    export_list: (request: { list: string }) => file(`${request.list}.xlsx`, '55 rækker'),
  };
}

function gapAnswers(rows: readonly PlacementRow[]) {
  return {
    gaps: (query: GapsQuery): Gaps => {
      const all = gapRows(rows);
      const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
      const found = all.filter((row) =>
        words.every((word) => JSON.stringify(row).toLowerCase().includes(word)),
      );
      const cases = new Set(all.map((row) => row.case)).size;
      return {
        context: `${all.length} mangler i ${cases} sager`,
        kinds: countKinds(found, (row) => row.title),
        rows: found.filter((row) => query.kinds.length === 0 || query.kinds.includes(row.kind)),
      };
    },
  };
}

function filterAnswers() {
  const kept: (SavedFilterRow & { list: string })[] = [
    {
      id: 'filter-1',
      list: 'placements',
      name: 'Uden kontrakt',
      query: JSON.stringify({
        search: '',
        filters: ['status:open', 'gap:no_contract'],
        sort: 'annualised',
        direction: 'descending',
      }),
      isShared: true,
      isMine: false,
      owner: 'Karina Holst',
    },
  ];
  const of = (list: string): SavedFilters => ({ filters: kept.filter((row) => row.list === list) });
  return {
    saved_filters: (request: { list: string }) => of(request.list),
    save_filter: ({ list, name, query, isShared }: SaveFilter) => {
      const same = kept.findIndex((row) => row.list === list && row.isMine && row.name === name);
      if (same >= 0) kept.splice(same, 1);
      const id = `filter-${kept.length + 1}`;
      kept.unshift({ id, list, name, query, isShared, isMine: true, owner: 'Pia Lindskov' });
      return of(list);
    },
    remove_filter: ({ id }: RemoveFilter) => {
      const at = kept.findIndex((row) => row.id === id);
      const [gone] = at >= 0 ? kept.splice(at, 1) : [];
      return of(gone?.list ?? '');
    },
  };
}

function habitAnswers() {
  let latest: UndoState['latest'] = {
    operation: '01990000-0000-7000-8000-000000000001',
    sentence: 'Fortryd: ændrede grundtakst i S2022-1008 (kl. 10.12)',
  };
  return {
    undoable: (): UndoState => ({ latest, refusal: null }),
    undo: (request: { operation: string }) => {
      latest = null;
      return savedAs('Ændringen er fortrudt.', request.operation);
    },
    change_case_worker: (request: { cases: string[]; to: string; operation: string }) =>
      savedAs(`${request.to} er sagsbehandler i ${request.cases.length} sager.`, request.operation),
  };
}

/** Answers by command, over the sample's placements. */
export function screenAnswers(rows: readonly PlacementRow[], user = 'Karina Holst') {
  return {
    ...agendaAnswers(rows, user),
    ...gapAnswers(rows),
    ...filterAnswers(),
    ...habitAnswers(),
  };
}
