// The made-up core's sheet for following up. Invariant: as in forms.ts.
import type { FollowUpCheck } from '../generated/FollowUpCheck';
import type { FollowUpInput } from '../generated/FollowUpInput';
import type { FollowUpSheet } from '../generated/FollowUpSheet';
import type { RecordAction } from '../generated/RecordAction';
import type { SaveOutcome } from '../generated/SaveOutcome';
import { savedOutcome } from './daily';

const levels = ['0 Ingen', '1 Let', '2 Moderat', '3 Svært', '4 Fuldstændigt'];

const correct: RecordAction = {
  label: 'Ret',
  action: 'editFollowUp',
  record: 'follow-up-1-0',
  proposed: [],
  useCase: 'edit_goals',
};

/** The made-up sheet for following up. */
export const sampleSheet: FollowUpSheet = {
  title: 'Opfølgning, S2022-1008',
  operation: '01990000-0000-7000-8000-000000000003',
  today: '20-11-2026',
  sources: ['Borger', 'Pårørende', 'Udfører', 'Sagsbehandler'],
  results: ['Opfyldt', 'Delvist opfyldt', 'Ikke opfyldt'],
  levels: levels.map((label) => ({ value: label.slice(0, 1), label })),
  goals: [
    {
      id: 'goal-1',
      key: 'M1',
      title: 'Varetage egen sundhed',
      wording: 'Mads tager selv sin medicin hver morgen.',
      detail: 'Udvikle: fra 3 Svært til 1 Let, frist 30-04-2026',
      latest: '0 Ingen, 16-05-2026, udfører',
      correctLatest: correct,
      outcome: { tone: 'good', text: 'Opnået' },
      due: { tone: 'quiet', text: 'Næste 16-08-2026' },
      subGoals: ['Doserer medicin for en uge, opnået 12-03-2026'],
    },
    {
      id: 'goal-2',
      key: 'M2',
      title: 'Gøre rent',
      wording: null,
      detail: 'Udvikle: fra 3 Svært til 1 Let, frist 30-09-2026',
      latest: null,
      correctLatest: null,
      outcome: { tone: 'quiet', text: 'Ikke målt' },
      due: { tone: 'bad', text: '96 dage over' },
      subGoals: [],
    },
  ],
  months: [
    { month: '2026-10', label: 'oktober 2026', bought: '88,6', delivered: null, difference: null },
    {
      month: '2026-09',
      label: 'september 2026',
      bought: '85,7',
      delivered: '71',
      difference: '−14,7 timer, 20.180,00 kr.',
    },
  ],
  reports: [
    {
      id: 'report-1',
      name: 'Status august.pdf',
      kind: 'statusrapport',
      detail: '180 kB, vedhæftet 20-08-2026',
      about: null,
    },
  ],
};

function checkSheet(input: FollowUpInput): FollowUpCheck {
  const hours = input.hours.find(({ month }) => month === '2026-10')?.hours ?? '';
  const isTooMuch = Number(hours.replace(',', '.')) > 744;
  const again = input.goals.filter(
    ({ goal, level }) => goal === 'goal-1' && level !== '' && input.date === '16-05-2026',
  );
  const isMet = input.goals.some(({ level }) => level === '1');
  return {
    problems: [
      ...(input.source === ''
        ? [{ field: 'source', sentence: 'Vælg, hvem der har vurderet.', isError: true }]
        : []),
      ...(isTooMuch
        ? [
            {
              field: 'hours-2026-10',
              sentence: 'Der er 744 timer i oktober. Skriv et tal mellem 0 og 744.',
              isError: true,
            },
          ]
        : []),
      ...again.map(({ goal }) => ({
        field: `level-${goal}`,
        sentence: 'Der er allerede en opfølgning den 16-05-2026 fra udfører: niveau 0. Ret den i stedet.',
        isError: true,
      })),
    ],
    corrections: again.map(({ goal }) => ({ goal, action: correct })),
    months: sampleSheet.months.map((month) =>
      month.month === '2026-10' && hours === '71,5'
        ? { ...month, delivered: hours, difference: '−17,1 timer, 23.520,00 kr.' }
        : month,
    ),
    outcomes: input.goals
      .filter(({ level }) => level !== '')
      .map(({ goal, level }) => ({
        goal,
        outcome: Number(level) <= 1 ? { tone: 'good', text: 'Opnået' } : { tone: 'info', text: 'På vej' },
      })),
    remarks: isMet
      ? [{ tone: 'good', text: 'Målet er opnået: trappetaksten 2.050,00 kr. foreslås fra 20-11-2026.' }]
      : [],
  };
}

/** Answers by command. */
export function followUpAnswers() {
  return {
    follow_up_sheet: () => sampleSheet,
    check_follow_ups: checkSheet,
    save_follow_ups: ({ input }: { input: FollowUpInput }): SaveOutcome => {
      const { problems } = checkSheet(input);
      return problems.length > 0 ? { outcome: 'refused', problems } : savedOutcome;
    },
  };
}
