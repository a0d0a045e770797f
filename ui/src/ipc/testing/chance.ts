// The made-up core's calculations, and the chance that can be set beside one. Invariant: as in fake.ts, never part of
// the program; one state for each core made.
import type { Explanation } from '../generated/Explanation';
import type { StakeChance } from '../generated/StakeChance';
import { refusedAt, savedAs } from './screens';

const shared: StakeChance = {
  percent: '50',
  isOwn: false,
  shared: '50',
  remark: 'Den fælles chance fra indstillingerne; sagen kan få sin egen.',
};

/** Answers by command. */
export function chanceAnswers(explanation: Explanation) {
  let chance = shared;
  return {
    set_chance: ({ percent, operation }: { percent: string | null; operation: string }) => {
      if (Number(percent ?? 0) > 100) return refusedAt('percent', 'Chancen er et tal fra 0 til 100.');
      const remark = 'Sat på sagen 20-11-2026 09.41 af Pia Lindskov.';
      chance = percent === null ? shared : { ...shared, percent, isOwn: true, remark };
      return savedAs('Chancen er gemt.', operation);
    },
    explain: ({ figure }: { figure: string }): Explanation => ({
      ...explanation,
      chance: figure.startsWith('stake/') ? chance : null,
    }),
  };
}
