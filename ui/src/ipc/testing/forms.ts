// The made-up core's forms: what they hold, what is wrong while typing, what a change would do, drafts and
// files. Invariant: as in fake.ts, never part of the program, and no rule of the field lives here: its
// sentences and figures are fixed, and answer to a few values that tests and pictures type.
import type { Draft } from '../generated/Draft';
import type { DraftRequest } from '../generated/DraftRequest';
import type { Drafts } from '../generated/Drafts';
import type { Effect } from '../generated/Effect';
import type { FieldProblem } from '../generated/FieldProblem';
import type { Form } from '../generated/Form';
import type { FormAction } from '../generated/FormAction';
import type { FormCheck } from '../generated/FormCheck';
import type { FormField } from '../generated/FormField';
import type { FormInput } from '../generated/FormInput';
import type { FormRequest } from '../generated/FormRequest';
import type { Placement } from '../generated/Placement';
import type { RecordAction } from '../generated/RecordAction';
import type { SaveForm } from '../generated/SaveForm';
import type { SaveOutcome } from '../generated/SaveOutcome';
import { savedOutcome } from './daily';
import { followUpAnswers, sampleSheet } from './followUp';

function field(
  name: string,
  label: string,
  kind: FormField['kind'],
  value: string,
  more: Partial<FormField> = {},
): FormField {
  return {
    name,
    label,
    kind,
    value,
    choices: [],
    unit: null,
    help: null,
    group: '',
    isRequired: false,
    shownWhen: null,
    ...more,
  };
}

function action(
  form: FormAction,
  label: string,
  useCase: string,
  record: string | null = null,
): RecordAction {
  return { action: form, record, proposed: [], label, useCase };
}

const rateFields: FormField[] = [
  field('from', 'Gælder fra', 'date', '', { group: 'Hvornår', isRequired: true }),
  field('to', 'Til og med', 'date', '', { group: 'Hvornår', help: 'Tom, så længe den gælder.' }),
  field('amount', 'Takst', 'number', '2.466,27', { group: 'Takst', unit: 'kr. pr. døgn', isRequired: true }),
  field('kind', 'Ydelse', 'choice', 'Grundtakst', {
    group: 'Takst',
    choices: ['Grundtakst', 'Tillæg', 'Dagtilbud', 'Timetakst'],
    isRequired: true,
  }),
  field('hours', 'Timer pr. uge', 'number', '', {
    group: 'Takst',
    unit: 'timer/uge',
    shownWhen: { field: 'kind', values: ['Timetakst'] },
  }),
  field('cause', 'Årsag', 'suggest', '', {
    group: 'Hvorfor',
    choices: ['P/L', 'Forhandling', 'Ny bevilling'],
  }),
  field('hasAgreement', 'Aftalt skriftligt', 'yesNo', '', { group: 'Hvorfor' }),
  field('source', 'Kilde', 'longText', '', { group: 'Hvorfor', help: 'Hvor aftalen står.' }),
];

const newPlacementFields: FormField[] = [
  field('citizen', 'Borgerens navn', 'text', '', { group: 'Borger', isRequired: true }),
  field('cpr', 'Cpr-nummer', 'text', '', { group: 'Borger', isRequired: true, help: 'ddmmåå-xxxx' }),
  field('offer', 'Tilbud', 'suggest', '', { group: 'Ophold', isRequired: true, choices: ['Solbakkehus'] }),
  field('legalBasis', 'Lovgrundlag', 'choice', '', {
    group: 'Ophold',
    isRequired: true,
    choices: ['§ 107', '§ 108'],
  }),
  field('movedIn', 'Indflyttet', 'date', '', { group: 'Ophold', isRequired: true }),
  field('content', 'Taksten omfatter', 'many', 'Kost; Husleje', {
    group: 'Indhold',
    choices: ['Kost', 'Husleje', 'Nattevagt', 'Transport', 'Dagtilbud', 'Ferieture'],
  }),
  field('note', 'Bemærkning', 'longText', '', { group: 'Indhold' }),
];

const contractFields: FormField[] = [
  field('number', 'Kontraktnr.', 'text', 'K-2406', { group: 'Kontrakt', isRequired: true }),
  field('start', 'Start', 'date', '15-02-2022', { group: 'Kontrakt', isRequired: true }),
  field('end', 'Slut', 'date', '', { group: 'Kontrakt' }),
  field('notice', 'Kommunens varsel', 'number', '90', { group: 'Opsigelse', unit: 'dage' }),
  field('providerNotice', 'Leverandørens varsel', 'number', '3', { group: 'Opsigelse', unit: 'måneder' }),
  field('renewal', 'Stiltiende forlængelse', 'yesNo', 'nej', { group: 'Opsigelse' }),
];

const goalFields: FormField[] = [
  field('theme', 'Undertema', 'suggest', '', {
    group: 'Mål',
    choices: ['Varetage egen sundhed', 'Gøre rent'],
  }),
  field('type', 'Måltype', 'choice', '', {
    group: 'Mål',
    choices: ['Udvikle', 'Fastholde', 'Begrænse tab'],
    isRequired: true,
  }),
  field('start', 'Startniveau', 'choice', '', { group: 'Niveau', choices: ['0', '1', '2', '3', '4'] }),
  field('expected', 'Forventet niveau', 'choice', '', {
    group: 'Niveau',
    choices: ['0', '1', '2', '3', '4'],
  }),
  field('deadline', 'Frist', 'date', '', { group: 'Niveau' }),
  field('wording', 'Mål', 'longText', '', { group: 'Ord' }),
];

const fieldsOf: Partial<Record<FormAction, FormField[]>> = {
  newPlacement: newPlacementFields,
  newContract: contractFields,
  amendContract: contractFields,
  correctContract: contractFields,
  newGoal: goalFields,
  editGoal: goalFields,
  addRate: rateFields,
  changeRate: rateFields,
  correctRate: rateFields,
};

const titles: Partial<Record<FormAction, string>> = {
  newPlacement: 'Ny placering',
  changeRate: 'Ny takst fra en dato',
  correctRate: 'Ret en fejl i taksten',
  addRate: 'Ny takstlinje',
  newContract: 'Ny kontrakt',
  amendContract: 'Ny allonge til K-2406',
  newGoal: 'Nyt mål',
};

/** The made-up form of any action but *Ret* on a placement. */
export function otherForm(request: FormRequest): Form {
  const fields = fieldsOf[request.action] ?? [field('note', 'Bemærkning', 'text', '')];
  return {
    title: titles[request.action] ?? 'Formular',
    introduction:
      request.action === 'changeRate' ? 'Den gamle linje slutter dagen før, og den nye begynder.' : null,
    operation: '01990000-0000-7000-8000-000000000002',
    fields: fields.map((one) => ({
      ...one,
      value: request.proposed.find(({ name }) => name === one.name)?.value ?? one.value,
    })),
    submit: request.action === 'newPlacement' ? 'Opret placeringen' : 'Gem',
    reason: request.action === 'correctRate' ? 'required' : 'optional',
  };
}

const effect: Effect = {
  title: 'Virkning på udgiften',
  rows: [
    {
      label: '2026',
      before: '900.188,55 kr.',
      after: '902.564,15 kr.',
      change: '+2.375,60 kr.',
      percent: '+0,3 %',
    },
    {
      label: '2027',
      before: '900.188,55 kr.',
      after: '928.012,40 kr.',
      change: '+27.823,85 kr.',
      percent: '+3,1 %',
    },
    {
      label: 'Helår',
      before: '900.188,55 kr.',
      after: '928.012,40 kr.',
      change: '+27.823,85 kr.',
      percent: '+3,1 %',
    },
  ],
  remarks: [
    { tone: 'warn', text: 'Taksten bliver 12,0 % over P/L siden 2022.' },
    { tone: 'good', text: 'Sagen bliver under 1,0 mio. kr.' },
  ],
  sentences: [
    'Grundtakst 2.466,27 kr. slutter 30-11-2026.',
    'Grundtakst 2.542,50 kr. gælder fra 01-12-2026.',
  ],
};

/** What the made-up core finds: a required field left blank, a date that isn't one, an amount that is odd. */
export function sampleCheck({ action: form, case: number, record, values }: FormInput): FormCheck {
  const { fields } = otherForm({ action: form, case: number, record, proposed: [] });
  const valueOf = (name: string) => values.find((value) => value.name === name)?.value.trim() ?? '';
  const problems: FieldProblem[] = fields.flatMap(({ name, label, kind, isRequired }) => {
    const value = valueOf(name);
    if (isRequired && value === '') {
      return [{ field: name, sentence: `Udfyld ${label.toLowerCase()}.`, isError: true }];
    }
    if (kind === 'date' && value !== '' && !/^\d\d-\d\d-\d{4}$/.test(value)) {
      return [{ field: name, sentence: 'Skriv datoen som 20-11-2026.', isError: true }];
    }
    return [];
  });
  if (valueOf('to').endsWith('2020')) {
    problems.push({
      field: 'to',
      sentence: 'Slutdatoen ligger før startdatoen. Ret en af dem.',
      isError: true,
    });
  }
  if (valueOf('amount') === '9.999,00') {
    problems.push({ field: 'amount', sentence: 'Taksten er fire gange den forrige.', isError: false });
  }
  const movesMoney = form === 'changeRate' || form === 'addRate' || form === 'correctRate';
  const isWhole = problems.every(({ isError }) => !isError);
  return { problems, effect: movesMoney && isWhole ? effect : null };
}

/** The forms that are open to the made-up case and its records, its files and hours. */
export function withActions(placement: Placement): Placement {
  return {
    ...placement,
    actions: [
      action('editPlacement', 'Ret placeringen', 'edit_placement', 'p'),
      action('editCitizen', 'Ret borgeren', 'edit_placement', 'p'),
      action('movePlacement', 'Flyt til et andet tilbud', 'edit_placement', 'p'),
      action('endPlacement', 'Afslut placeringen', 'edit_placement', 'p'),
      action('newSearchedOffer', 'Nyt søgt tilbud', 'edit_placement'),
      action('addRate', 'Ny takstlinje', 'edit_rates'),
      action('newContract', 'Ny kontrakt', 'edit_contracts'),
      action('newStepRate', 'Ny trappetakst', 'edit_contracts'),
      action('newGoal', 'Nyt mål', 'edit_goals'),
    ],
    proposals: [
      {
        sentence: 'Trappetaksten 2.050,00 kr. pr. døgn kan træde i kraft 01-12-2026: Egen sundhed er opnået.',
        saving: 'Sparer 151.939,00 kr. om året',
        action: {
          ...action('changeRate', 'Ny takst fra 01-12-2026', 'edit_rates', 'line-2'),
          proposed: [
            { name: 'from', value: '01-12-2026' },
            { name: 'amount', value: '2.050,00' },
          ],
        },
      },
    ],
    economy: {
      ...placement.economy,
      lines: placement.economy.lines.map((line, index) => ({
        ...line,
        id: line.state === 'expected' ? null : `line-${index}`,
        actions:
          line.state === 'expected'
            ? []
            : [
                action('changeRate', 'Ny takst fra …', 'edit_rates', `line-${index}`),
                action('correctRate', 'Ret fejl', 'edit_rates', `line-${index}`),
                action('endRate', 'Afslut', 'edit_rates', `line-${index}`),
              ],
      })),
    },
    contracts: placement.contracts.map((contract) => ({
      ...contract,
      actions: [
        action('amendContract', 'Ny allonge', 'edit_contracts', contract.id),
        action('correctContract', 'Ret fejl', 'edit_contracts', contract.id),
        action('giveNotice', 'Opsig', 'edit_contracts', contract.id),
      ],
      files: [
        {
          id: 'file-1',
          name: 'K-2406.pdf',
          kind: 'underskrevet kontrakt',
          detail: '240 kB, vedhæftet 20-11-2026',
          about: contract.id,
        },
      ],
    })),
    goals: placement.goals.map((goal, index) => ({
      ...goal,
      record: `goal-${index + 1}`,
      purpose: index === 0 ? 'At Mads kan bo i egen bolig.' : null,
      wording: index === 0 ? 'Mads tager selv sin medicin hver morgen.' : null,
      subGoals:
        index === 0
          ? [
              {
                record: 'sub-1',
                text: 'Doserer medicin for en uge',
                status: { tone: 'good', text: 'Opnået 12-03-2026' },
                remark: 'Klarer det alene, siger Solbakkehus.',
                actions: [action('editSubGoal', 'Ret', 'edit_goals', 'sub-1')],
              },
              {
                record: 'sub-2',
                text: 'Bestiller selv recept',
                status: { tone: 'warn', text: 'Frist 15-12-2026' },
                remark: null,
                actions: [action('editSubGoal', 'Ret', 'edit_goals', 'sub-2')],
              },
            ]
          : [],
      followUpActions: goal.followUps.rows.map((_, row) =>
        action('editFollowUp', 'Ret', 'edit_goals', `follow-up-${index + 1}-${row}`),
      ),
      actions: [
        action('editGoal', 'Ret målet', 'edit_goals', `goal-${index + 1}`),
        action('newSubGoal', 'Nyt delmål', 'edit_goals', `goal-${index + 1}`),
      ],
    })),
    files: [
      {
        id: 'file-2',
        name: 'Status august.pdf',
        kind: 'statusrapport',
        detail: '180 kB, vedhæftet 20-08-2026',
        about: null,
      },
    ],
    hours: sampleSheet.months,
    missing: placement.missing.map((item, index) =>
      index === 0
        ? {
            ...item,
            target: {
              case: placement.case,
              section: 'contract',
              action: 'correctContract',
              record: 'c',
              field: 'notice',
            },
          }
        : item,
    ),
  };
}

/** What saving any form but *Ret* on a placement answers. */
export function saveOther(request: SaveForm): SaveOutcome {
  const problems = sampleCheck(request).problems.filter((problem) => problem.isError);
  if (problems.length > 0) return { outcome: 'refused', problems };
  return { ...savedOutcome, case: request.action === 'newPlacement' ? 'S2026-1059' : null };
}

/** Answers by command; the drafts last as long as the core. */
export function formAnswers() {
  let drafts: Drafts['drafts'] = [];
  return {
    check_placement: (input: FormInput) =>
      input.action === 'editPlacement' ? { problems: [], effect: null } : sampleCheck(input),
    offer_form: otherForm,
    check_offer: sampleCheck,
    save_offer: saveOther,
    rate_form: otherForm,
    check_rate: sampleCheck,
    save_rate: saveOther,
    contract_form: otherForm,
    check_contract: sampleCheck,
    save_contract: saveOther,
    goal_form: otherForm,
    check_goal: sampleCheck,
    save_goal: saveOther,
    price_form: otherForm,
    check_price: sampleCheck,
    save_price: saveOther,
    ...followUpAnswers(),
    attach_file: () => ({ ...savedOutcome, message: 'K-2406.pdf er vedhæftet.' }),
    remove_attachment: () => ({ ...savedOutcome, message: 'Filen er fjernet.' }),
    open_attachment: () => null,
    save_attachment: () => ({
      ticket: 'file',
      displayPath: '/home/pia/Dokumenter/K-2406.pdf',
      detail: '240 kB',
    }),
    drafts: (): Drafts => ({ drafts }),
    keep_draft: (draft: Draft) => {
      const others = drafts.filter((kept) => kept.draft.key !== draft.key);
      drafts = [{ draft, at: '20-11-2026 09.41' }, ...others];
      return null;
    },
    drop_draft: ({ key }: DraftRequest) => {
      drafts = drafts.filter((kept) => kept.draft.key !== key);
      return null;
    },
  };
}
