// The recovery key's groups, and the proof that it was written down: one group, asked for at random.
// Invariant: the key is compared without regard to case, spaces and hyphens, as it is when it is used.

/** The groups of a key as it is shown. */
export function groupsOf(key: string): string[] {
  return key.split(/[\s-]+/).filter((group) => group !== '');
}

/** Which group to ask for, given a number from 0 to below 1. Never the first, which is easily seen at a glance. */
export function groupToAsk(groups: string[], chance: number): number {
  if (groups.length < 2) return 0;
  return 1 + Math.floor(chance * (groups.length - 1));
}

/** Whether what was typed is that group. */
export function isGroup(typed: string, group: string | undefined): boolean {
  return group !== undefined && typed.replace(/[\s-]/g, '').toUpperCase() === group.toUpperCase();
}
