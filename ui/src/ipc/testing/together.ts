// Several people at once in the made-up core: what others changed, who looks at what, and two changes of one thing.
// Invariant: the first question for news is answered at once, every later one waits for as long as the page is there.
import type { FieldValue } from '../generated/FieldValue';
import type { Form } from '../generated/Form';
import type { FormField } from '../generated/FormField';
import type { News } from '../generated/News';
import type { NewsRequest } from '../generated/NewsRequest';
import type { FormRequest } from '../generated/FormRequest';
import type { SaveOutcome } from '../generated/SaveOutcome';
import type { SaveForm } from '../generated/SaveForm';
import { savedOutcome } from './daily';
import { otherForm, saveOther } from './forms';
import type { World } from './people';

function field(
  name: string,
  label: string,
  kind: FormField['kind'],
  value: string,
  more: Partial<FormField>,
): FormField {
  return {
    name,
    label,
    kind,
    value,
    choices: [],
    unit: null,
    help: null,
    group: 'Placeringen',
    isRequired: false,
    shownWhen: null,
    ...more,
  };
}

/** The form of the made-up placement. */
export function sampleForm(request: FormRequest): Form {
  const people = { group: 'Hvem', choices: ['Karina Holst', 'Michael Brandt', 'Pia Lindskov'] };
  return {
    title: `Ret ${request.case ?? ''}`,
    introduction: null,
    submit: 'Gem',
    reason: 'optional',
    operation: 'b3a1c2de-0000-7000-8000-000000000001',
    fields: [
      field('legalBasis', 'Lovgrundlag', 'choice', '§ 107', { choices: ['', '§ 107', '§ 108'] }),
      field('startDate', 'Indflyttet', 'date', '15-02-2022', {}),
      field('endDate', 'Ophører', 'date', '', { help: 'Tom, så længe opholdet ikke har en slutdato.' }),
      field('hoursPerWeek', 'Støttetimer', 'number', '15', { unit: 'timer/uge' }),
      field('caseWorker', 'Sagsbehandler', 'suggest', 'Karina Holst', people),
      field('negotiator', 'Forhandler', 'suggest', 'Pia Lindskov', people),
      field('note', 'Bemærkning', 'text', '', { group: 'Bemærkning' }),
    ],
  };
}

/** The commands about working together; with `clashes` the first save meets somebody else's change. */
export function togetherAnswers(world: World) {
  const connection = () => (world.kind === 'shared' ? { isConnected: true, sentence: null } : null);
  return {
    news: (request: NewsRequest): News | Promise<News> => {
      if (request.since > 0) return new Promise<News>(() => undefined);
      const sentence = 'Karina Holst ser på sagen';
      const present = [{ case: 'S2022-1008', name: 'Karina Holst', isEditing: false, sentence }];
      return {
        number: 1,
        dataChanged: false,
        sessionChanged: false,
        present: world.kind === 'shared' ? present : [],
        connection: connection(),
      };
    },
    presence: () => null,
    reveal_cpr: () => ({ cpr: '730779-1234' }),
    placement_form: (request: FormRequest) =>
      request.action === 'editPlacement' ? sampleForm(request) : otherForm(request),
    save_placement: (request: SaveForm): SaveOutcome => {
      if (request.action !== 'editPlacement') return saveOther(request);
      if (!world.clashes) return savedOutcome;
      world.clashes = false;
      const theirs: Record<string, string> = { hoursPerWeek: '18', caseWorker: 'Michael Brandt' };
      const labels: Record<string, string> = { hoursPerWeek: 'Støttetimer', caseWorker: 'Sagsbehandler' };
      const valueOf = (values: FieldValue[], name: string) =>
        values.find((value) => value.name === name)?.value ?? '';
      return {
        outcome: 'clashed',
        clash: {
          sentence: 'Karina Holst ændrede placeringen kl. 10.12, mens du rettede den.',
          fields: Object.keys(theirs).map((name) => {
            const [before, mine] = [valueOf(request.base, name), valueOf(request.values, name)];
            return {
              name,
              label: labels[name] ?? name,
              before,
              theirs: theirs[name] ?? '',
              mine,
              isContested: mine !== before && mine !== theirs[name],
            };
          }),
          now: request.base.map((value) => ({ ...value, value: theirs[value.name] ?? value.value })),
        },
      };
    },
  };
}
