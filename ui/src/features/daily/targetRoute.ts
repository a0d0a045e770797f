// The screen behind an item of the agenda, or behind something that is missing.
import type { Route } from '$/app/router';
import type { FormTarget } from '$/ipc/generated/FormTarget';

/** Its part of the case, or the providers where it is about no case. */
export function targetRoute(target: FormTarget): Route {
  if (target.case === null) return { screen: 'providers' };
  return { screen: 'placement', case: target.case, section: target.section ?? 'economy' };
}
