// What all screens share: undo, the past, drafts, saved filters, export, bulk changes. Invariant: as in da.ts.
import { counted } from './counts';

/** The part of `text` about the program's habits. */
export const habitsText = {
  undo: {
    command: 'Fortryd seneste ændring',
    title: 'Fortryd',
    question: 'Det her bliver, som det var før:',
    undo: 'Fortryd ændringen',
    keep: 'Behold den',
    nothing: 'Der er ingen ændring af dine at fortryde.',
    inMessage: 'Fortryd',
    busy: 'Fortryder …',
  },

  past: {
    field: 'Som det stod den',
    hint: 'dd-mm-åååå. Vis, hvad der var registreret i programmet ved slutningen af den dag. Tom: det, I ved nu.',
    show: 'Vis som det stod',
    banner: (day: string) => `Du ser alt, som det stod den ${day}. Intet kan ændres herfra.`,
    leave: 'Tilbage til nu',
    closed: (day: string) =>
      `Du ser, som det stod den ${day}. Her kan intet ændres. Gå tilbage til nu først.`,
    label: 'Som det stod',
  },

  drafts: {
    notice: (number: number) => `Du har ${counted(number, 'kladde', 'kladder')}, der ikke blev gemt.`,
    see: 'Vis kladder',
    later: 'Senere',
    title: 'Kladder',
    lead: 'Det, du havde skrevet, står her endnu. Åbn for at skrive videre, eller glem det.',
    table: 'Kladder, nyeste først',
    form: 'Formular',
    at: 'Skrevet',
    open: 'Åbn',
    openOf: (title: string) => `Åbn: ${title}`,
    forget: 'Glem',
    forgetOf: (title: string) => `Glem: ${title}`,
    command: 'Vis kladder',
    label: 'Kladder',
    none: 'Ingen kladder.',
  },

  filters: {
    saved: 'Gemte filtre',
    save: 'Gem filter',
    title: 'Gemte filtre',
    name: 'Navn',
    nameHint: 'Fx »Mine kontrakter uden fil«. Et af dine med samme navn bliver erstattet.',
    missingName: 'Giv filteret et navn.',
    share: 'Del med alle i afdelingen',
    saveNow: 'Gem filter',
    kept: 'De filtre, der er gemt',
    owner: 'Hvem',
    shared: 'delt',
    own: 'kun dig',
    by: (owner: string) => `Gemt af ${owner}`,
    remove: 'Fjern',
    removeOf: (name: string) => `Fjern: ${name}`,
    busy: 'Gemmer …',
    unreadable: (name: string) => `Filteret »${name}« kan ikke læses. Gem det igen.`,
  },

  lists: {
    export: 'Eksportér',
    exportHelp: 'Gem listen som regneark med programmets formler',
    exported: (place: string) => `Listen er gemt som ${place}.`,
    choose: (what: string) => `Vælg ${what}`,
    chooseAll: 'Vælg alle på listen',
    letGo: 'Fravælg',
  },

  worker: {
    button: (number: number) => `Skift sagsbehandler i ${counted(number, 'sag', 'sager')}`,
    title: (number: number) => `Skift sagsbehandler i ${counted(number, 'sag', 'sager')}`,
    to: 'Ny sagsbehandler',
    toHint: 'Begynd at skrive navnet. Tom: sagerne har ingen.',
    which: 'Hvilken',
    first: 'Sagsbehandler 1',
    second: 'Sagsbehandler 2',
    reason: 'Begrundelse',
    reasonHint: 'Hvorfor skiftes der? Står i historikken. Kan være tom.',
    keys: 'Mellemrum vælger rækken; Shift+mellemrum vælger alle fra den forrige.',
  },
} as const;
