// What each role allows, as the core's table says it, so that pages can be seen as somebody else sees them.
import type { SessionState } from '../generated/SessionState';

const cases = [
  'see_reports',
  'see_cases',
  'reveal_cpr',
  'make_packet',
  'see_released',
  'back_up',
  'verify',
  'see_log',
];
const everybody = ['be_signed_in', 'see_settings'];

/** Codes of the use cases of each role. */
export const allowedByRole = {
  kontraktforhandler: [...everybody, ...cases, 'edit_placement', 'import', 'draw_insight'],
  sagsbehandler: [...everybody, ...cases, 'edit_placement', 'draw_insight'],
  økonomi: [...everybody, ...cases],
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
