// What forms say besides what the core says of them: effect, drafts, menus, the follow-up sheet, files.
// Invariant: short, active, the user's own words.
import { counted } from './counts';

/** The part of `text` about forms. */
export const formsText = {
  form: {
    dateHelp: 'dd-mm-åååå',
    choose: 'Vælg',
    required: '* skal udfyldes',
    answers: { ja: 'Ja', nej: 'Nej', '': 'Ikke oplyst' },
  },

  edit: {
    edit: 'Ret',
    help: 'Ret placeringens oplysninger (E)',
    title: (number: string) => `Ret ${number}`,
    opening: 'Åbner …',
    reason: 'Begrundelse',
    reasonHint: 'Hvorfor rettes det? Står i historikken. Kan være tom.',
    reasonRequired: 'Hvorfor rettes det? Står i historikken og skal udfyldes.',
    reasonMissing: 'Skriv hvorfor. Begrundelsen står i historikken.',
    saving: 'Gemmer …',
    saved: (message: string, number: string) => `${number}: ${message}`,
    unsaved: (changes: number) =>
      `${counted(changes, 'felt er ændret og ikke gemt.', 'felter er ændret og ikke gemt.')}`,
    discard: 'Luk uden at gemme',
    stay: 'Bliv her',
  },

  effect: {
    title: 'Virkning',
    nothing:
      'Her står, hvad ændringen koster eller sparer, så snart felterne er udfyldt. Intet er gemt endnu.',
    what: 'År',
    before: 'Før',
    after: 'Efter',
    change: 'Ændring',
    steps: 'Når du gemmer',
  },

  menu: {
    actions: 'Handlinger',
    of: (name: string) => `Handlinger: ${name}`,
  },

  proposal: {
    title: 'Forslag til takst',
  },

  files: {
    title: 'Filer',
    openHelp: 'Åbner en midlertidig kopi, som fjernes igen. At du ser den, noteres i loggen.',
    save: 'gem kopi',
    saveOf: (name: string) => `Gem kopi af ${name}`,
    remove: 'fjern',
    removeOf: (name: string) => `Fjern ${name}`,
    removeTitle: (name: string) => `Fjern ${name} fra sagen?`,
    removeLead:
      'Filen slettes af databasen. At den har været der, og hvem der fjernede den, står i historikken.',
    attach: {
      contract: 'Vedhæft underskrevet kontrakt',
      notice: 'Vedhæft opsigelse',
      statusReport: 'Vedhæft statusrapport',
      other: 'Vedhæft anden fil',
    },
  },

  followUp: {
    goals: 'Mål, der følges op på',
    goal: 'Mål',
    latest: 'Seneste',
    notMeasured: 'ikke målt',
    correctLatest: (goal: string) => `Ret seneste opfølgning, ${goal}`,
    correctThere: (goal: string) => `Ret opfølgningen fra samme dag, ${goal}`,
    subGoal: 'Delmål',
    level: 'Niveau nu',
    levelOf: (goal: string) => `Niveau, ${goal}`,
    notSeen: 'Ikke vurderet',
    result: 'Resultat',
    resultOf: (goal: string) => `Resultat, ${goal}`,
    remark: 'Bemærkning',
    remarkOf: (goal: string) => `Bemærkning, ${goal}`,
    outcome: 'Udfald',
    date: 'Dato',
    source: 'Vurderet af',
    scale: (levels: readonly string[]) =>
      `Niveau: ${levels.map((level) => level.replaceAll(' ', '\u00a0')).join(', ')}. Tast\u00a00–4; Delete\u00a0sletter.`,
    hoursOf: (month: string) => `Leveret, timer, ${month}`,
    reports: 'Statusrapporter',
    noGoals: 'Ingen åbne mål. De leverede timer kan stadig skrives her.',
    save: 'Gem opfølgningen',
  },

  hours: {
    title: 'Købte og leverede timer',
    table: 'Købte og leverede timer måned for måned, nyeste først',
    month: 'Måned',
    bought: 'Købt, timer',
    delivered: 'Leveret, timer',
    difference: 'Forskel',
    edit: 'ret',
    editOf: (month: string) => `Ret leverede timer, ${month}`,
  },

  draft: {
    offered: (at: string) => `Du har en kladde fra ${at}.`,
    question: 'Vil du skrive videre på den, eller begynde forfra?',
    goOn: 'Fortsæt kladden',
    forget: 'Glem den',
    keep: 'Behold som kladde',
    resumed: (at: string) => `Fortsat fra kladden fra ${at}.`,
  },
} as const;
