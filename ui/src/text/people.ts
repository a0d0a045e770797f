// What Brugere says: the list of people, adding, changing and removing them. Invariant: short, active, the user's own words.

/** The part of `text` about people. */
export const peopleText = {
  people: {
    title: 'Brugere',
    table: 'Brugere, de fjernede sidst',
    add: 'Tilføj bruger',
    name: 'Navn',
    login: 'Brugernavn',
    roles: 'Roller',
    employee: 'Navn i ark',
    status: 'Status',
    actions: 'Handlinger',
    you: 'dig',
    noEmployee: 'ikke knyttet',
    change: 'ret',
    renew: 'ny adgangssætning',
    remove: 'fjern',
    changeOf: (name: string) => `Ret ${name}`,
    renewOf: (name: string) => `Giv ${name} en ny engangsadgangssætning`,
    removeOf: (name: string) => `Fjern ${name}`,
    onlyYou:
      'Du er den eneste på listen. Tilføj dine kolleger, så hver har sin egen adgangssætning, og loggen viser, hvem der gjorde hvad.',
    meaning: 'Hvad rollerne er værd',
    commands: 'Sådan ændres brugerne',
    commandsLead: 'Kør linjerne som administrator på serveren. Det med store bogstaver retter du til.',
  },

  personForm: {
    addTitle: 'Tilføj bruger',
    name: 'Navn',
    nameHint: 'Fornavn og efternavn, som det skal stå i loggen.',
    roles: 'Roller',
    rolesHint: 'Vælg en eller flere.',
    employee: 'Navn i ark',
    employeeHint: 'Som sagsbehandleren eller forhandleren er skrevet i jeres regneark. Må stå tomt.',
    writeName: 'Skriv personens navn.',
    chooseRole: 'Vælg mindst én rolle.',
    add: 'Tilføj',
    adding: 'Tilføjer …',
    save: 'Gem',
    saving: 'Gemmer …',
    saved: (name: string) => `${name} er rettet. Det gælder fra næste gang, personen logger ind.`,
  },

  oneTime: {
    title: (name: string) => `Til ${name}`,
    of: (name: string) => `Engangsadgangssætning til ${name}`,
    lead: 'Vises kun nu. Giv den videre personligt eller på papir, ikke i en mail. Den skal skiftes, første gang den bruges.',
    lost: 'Bliver den væk, kan du altid give en ny.',
    print: 'Udskriv ark',
    done: 'Færdig',
    renewTitle: 'Ny engangsadgangssætning',
    renewLead: (name: string) =>
      `${name} får en ny engangsadgangssætning og skal vælge sin egen, når den bruges. Den nuværende holder op med at virke med det samme.`,
    renew: 'Giv en ny',
    renewing: 'Laver en ny …',
  },

  renewKey: {
    open: 'Ny gendannelsesnøgle',
    title: 'Ny gendannelsesnøgle',
    lead: 'Er papiret med gendannelsesnøglen blevet væk, eller har andre set det, så lav en ny nøgle. Den gamle åbner ikke længere databasen, og jeres adgangssætninger er, som de var.',
    renew: 'Lav ny nøgle',
    renewing: 'Laver ny nøgle …',
  },

  removal: {
    title: (name: string) => `Fjern ${name}`,
    lead: (name: string) => `${name} kan ikke længere åbne databasen. Det her sker:`,
    steps: [
      'Databasen får en ny nøgle, så intet, personen har, åbner den.',
      'Alle andre får en engangsadgangssætning, som du giver videre.',
      'Der laves en ny gendannelsesnøgle. Den gamle kan makuleres.',
      'Sikkerhedskopierne laves om til den nye nøgle.',
    ],
    log: 'Det, personen har gjort, bliver stående i loggen.',
    passphrase: 'Din egen adgangssætning',
    passphraseHint: 'Så ved programmet, at det er dig. Den bliver ikke ændret.',
    writePassphrase: 'Skriv din egen adgangssætning.',
    remove: (name: string) => `Fjern ${name}`,
    removing: 'Skifter nøgle …',
    removed: (name: string) => `${name} er fjernet.`,
  },

  handOver: {
    title: (name: string) => `${name} er fjernet`,
    lead: 'Databasen har fået en ny nøgle. Det, der står her, vises kun nu, så tag det i rækkefølge, før du går videre.',
    renewedTitle: 'Ny gendannelsesnøgle',
    renewedLead: 'Nøglen vises kun nu. Skriv den ned, før du går videre.',
    recoveryKey: 'Skriv den nye gendannelsesnøgle ned',
    recoveryKeyLead:
      'Den gamle åbner ikke længere databasen. Skriv den nye på papir, gem den samme låste sted, og makulér den gamle.',
    oneTime: 'Giv de andre deres engangsadgangssætning',
    oneTimeLead:
      'Hver skal vælge sin egen, når de næste gang logger ind. Udskriv et ark til hver, eller læs dem op.',
    noOthers: 'Der er ingen andre på listen. Din egen adgangssætning gælder stadig.',
    print: (sheets: string) => `Udskriv ${sheets}`,
    sheet: 'ark',
    sheets: 'ark',
    backups: 'Det skete der med sikkerhedskopierne',
    person: 'Navn',
    passphrase: 'Engangsadgangssætning',
    handed: 'Jeg har givet dem videre eller udskrevet arkene',
    handFirst: 'Engangsadgangssætningerne vises kun her. Giv dem videre, og sæt kryds.',
    finish: 'Færdig',
  },

  sheet: {
    title: 'Din adgang til Vilkår',
    to: 'Til',
    passphrase: 'Engangsadgangssætning',
    steps: [
      'Åbn Vilkår, og vælg databasen.',
      'Vælg dit navn, og skriv engangsadgangssætningen, som den står her.',
      'Vælg din egen adgangssætning. Mindst 12 tegn; flere almindelige ord er nemmere at huske end tegn og tal.',
    ],
    shred: 'Makulér arket, når du har valgt din egen adgangssætning.',
  },
} as const;
