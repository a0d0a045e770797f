// What each role allows, as the core's table says it, so that pages can be seen as somebody else sees them.
// Invariant: somebody whose roles don't open cases gets no name, no CPR number and no case from any answer.
import type { CommandName } from '../commands';
import type { Explanation } from '../generated/Explanation';
import type { News } from '../generated/News';
import type { Overview } from '../generated/Overview';
import type { SessionState } from '../generated/SessionState';
import { refuse } from './refuse';

const cases = [
  'see_reports',
  'see_cases',
  'reveal_cpr',
  'make_packet',
  'see_released',
  'back_up',
  'verify',
  'see_log',
  'handle_agenda',
  'keep_filters',
  'export_lists',
  'undo',
];
const everybody = ['be_signed_in', 'see_settings'];

/** Codes of the use cases of each role. */
export const allowedByRole = {
  kontraktforhandler: [
    ...everybody,
    ...cases,
    'edit_placement',
    'edit_offers',
    'edit_rates',
    'edit_contracts',
    'edit_goals',
    'attach_files',
    'index_rates',
    'import',
    'draw_insight',
  ],
  sagsbehandler: [...everybody, ...cases, 'edit_placement', 'edit_goals', 'attach_files', 'draw_insight'],
  økonomi: [...everybody, ...cases, 'edit_rates', 'index_rates'],
  centerchef: [...everybody, ...cases, 'draw_insight'],
  'administrativ medarbejder': [...everybody, 'see_released'],
  leder: [...everybody, 'see_reports'],
  administrator: [
    ...everybody,
    'change_settings',
    'manage_people',
    'back_up',
    'verify',
    'see_log',
    'move_database',
  ],
} satisfies Record<string, string[]>;

/** A role by its official word. */
export type RoleWord = keyof typeof allowedByRole;

/** The session as somebody with these roles has it. */
export function inRoles(session: SessionState, roles: readonly RoleWord[]): SessionState {
  const allowed = [...new Set(roles.flatMap((role) => allowedByRole[role]))];
  const seesCases = allowed.includes('see_cases');
  return { ...session, roles: [...roles], allowed, counts: seesCases ? session.counts : null };
}

/** The overview without its cases: figures, months, counts and paragraphs are left. */
function withoutCases(overview: Overview): Overview {
  return {
    ...overview,
    aboveLimit: [],
    aboveLimitContext: '',
    nextAboveLimit: null,
    due: { ...overview.due, rows: [] },
    notes: [],
  };
}

/** A calculation whose lines are paragraphs instead of cases. */
const byParagraph: Explanation = {
  chance: null,
  title: 'Udgift 2026, brutto',
  introduction: 'Summen af alle placeringer, dag for dag, efter lovgrundlag.',
  lines: [
    { label: '§ 107', formula: '21 placeringer', amount: '20.344.118,00', isSum: false },
    { label: '§ 108', formula: '32 placeringer', amount: '32.266.004,00', isSum: false },
    { label: 'Botilbudslignende', formula: '1 placering', amount: '766.883,00', isSum: false },
    { label: 'I alt', formula: '', amount: '53.377.005,00', isSum: true },
  ],
  result: '53.377.005,00 kr.',
  notes: [],
};

const answersOfCases: CommandName[] = [
  'placements',
  'search',
  'placement',
  'placement_form',
  'save_placement',
  'reveal_cpr',
  'above_limit',
  'agenda',
  'handle_item',
  'agenda_calendar',
  'work_list_preview',
  'gaps',
  'providers',
  'provider',
  'drafts',
  'undoable',
  'packet_preview',
  'packet_save',
  'packet_open',
  'packet_print',
];

/** What a command answers to somebody with that role; `answer` is what it answers to somebody who may do all. */
export async function asRole(
  role: RoleWord | undefined,
  name: CommandName,
  answer: () => unknown,
): Promise<unknown> {
  if (role === undefined || (allowedByRole[role] as string[]).includes('see_cases')) return answer();
  if (answersOfCases.includes(name)) refuse('forbidden', 'Dine roller åbner ikke sagerne.');
  if (name === 'explain') return byParagraph;
  const whole = await answer();
  if (name === 'overview') return withoutCases(whole as Overview);
  if (name === 'news') return { ...(whole as News), present: [] } satisfies News;
  return whole;
}
