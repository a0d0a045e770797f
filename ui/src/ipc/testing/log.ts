// The log of the made-up core: forty days of made-up work, a page at a time, and a citizen's part of it.
import type { InsightPreview } from '../generated/InsightPreview';
import type { InsightRequest } from '../generated/InsightRequest';
import type { LogLine } from '../generated/LogLine';
import type { LogPage } from '../generated/LogPage';
import type { LogRequest } from '../generated/LogRequest';

function line(id: number, at: string, more: Partial<LogLine>): LogLine {
  return {
    id: `line-${id}`,
    at,
    who: 'Karina Holst',
    chain: 'changes',
    sentence: '',
    more: [],
    case: 'S2022-1008',
    origin: 'Vinduet: Placering',
    reason: null,
    operation: null,
    count: 1,
    ...more,
  };
}

const first: LogLine[] = [
  line(1, '20-11-2026 09.41', { who: 'Pia Lindskov', chain: 'reads', sentence: 'Så placeringen S2022-1008' }),
  line(2, '20-11-2026 09.38', {
    sentence: 'Ændrede støttetimer fra 15 til 18 timer/uge',
    more: ['Ændrede sagsbehandler 1 fra Karina Holst til Michael Brandt'],
    reason: 'Efter samtale med tilbuddet',
    origin: 'Vinduet: Ret placering',
    count: 2,
  }),
  line(3, '20-11-2026 09.12', { chain: 'reads', sentence: 'Viste cpr-nummeret', case: 'S2024-1009' }),
  line(4, '20-11-2026 08.30', {
    who: 'Pia Lindskov',
    sentence: 'Importerede 54 placeringer, 55 borgere og 190 takstlinjer',
    case: null,
    origin: 'Vinduet: Import',
    operation: 'operation-4',
    count: 299,
  }),
];
const older: LogLine[] = Array.from({ length: 36 }, (_, index) =>
  line(index + 5, `${String(19 - Math.floor(index / 2)).padStart(2, '0')}-11-2026 10.${10 + index}`, {
    who: index % 3 === 0 ? 'Michael Brandt' : 'Karina Holst',
    chain: index % 2 === 0 ? 'reads' : 'changes',
    sentence:
      index % 2 === 0
        ? 'Så placeringen S2022-1008'
        : 'Ændrede grundtakst fra 2.292,07 kr. til 2.466,27 kr. pr. døgn',
  }),
);
const all = [...first, ...older];

/** Lines of a made-up page. */
const pageLength = 20;

/** A page of the made-up log. */
export function sampleLog(request: LogRequest): LogPage {
  const words = request.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found =
    request.operation === null
      ? all.filter(
          (one) =>
            words.every((word) => JSON.stringify(one).toLowerCase().includes(word)) &&
            (request.chain === null || one.chain === request.chain) &&
            (request.case === null || one.case === request.case) &&
            (request.person === null || one.who === request.person),
        )
      : Array.from({ length: 30 }, (_, index) =>
          line(1000 + index, '20-11-2026 08.30', {
            who: 'Pia Lindskov',
            sentence: `Oprettede placeringen S2026-${1001 + index}`,
            case: `S2026-${1001 + index}`,
            origin: 'Vinduet: Import',
          }),
        );
  const from = Number(request.after ?? 0);
  return {
    lines: found.slice(from, from + pageLength),
    next: from + pageLength < found.length ? String(from + pageLength) : null,
    people: ['Karina Holst', 'Michael Brandt', 'Pia Lindskov'].map((name) => ({ id: name, text: name })),
    kinds: [
      { id: 'placement', text: 'Placeringer' },
      { id: 'rate_line', text: 'Takstlinjer' },
    ],
    limited: null,
  };
}

/** A made-up drawing. */
export function samplePreview(request: InsightRequest): InsightPreview {
  const found = all.filter((one) => one.case === request.case);
  const numbered = (who: string) => (who === 'Karina Holst' ? 'Medarbejder 1' : 'Medarbejder 2');
  return {
    title: `Indsigt i loggen, sag ${request.case}`,
    context: '38 poster: 20 ændringer og 18 opslag, alt, hvad loggen rummer',
    count: found.length,
    changes: 20,
    looks: 18,
    remarks: [{ tone: 'warn', text: 'Navne kan stå i begrundelserne. Læs dem, før indsigten gives videre.' }],
    lines: found.slice(0, 50).map((one) => ({
      at: one.at,
      who: request.names === 'named' ? one.who : numbered(one.who),
      sentence: one.sentence,
      origin: one.origin,
      reason: one.reason,
    })),
    pages: [],
  };
}

/** The commands about the log. */
export const logAnswers = {
  log: sampleLog,
  insight_preview: samplePreview,
  insight_save: (request: InsightRequest) => ({
    ticket: 'insight',
    displayPath: `/home/pia/Dokumenter/indsigt-${request.case}.${request.format}`,
    detail: '3 sider, 41 kB',
  }),
};
