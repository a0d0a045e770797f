// What the start screens say: creating, opening, signing in, passphrases. Invariant: short, active, the user's own words.

/** What is said where somebody chooses or changes what they sign in with. */
function secretText(word: string, the: string, plural: string) {
  const capital = (phrase: string) => phrase.charAt(0).toUpperCase() + phrase.slice(1);
  return {
    short: `${capital(the)} skal være på mindst 12 tegn.`,
    differs: `De to ${plural} er ikke ens.`,
    show: `Vis ${the}`,
    ownTitle: `Vælg din egen ${word}`,
    ownLead: (name: string) =>
      `Velkommen, ${name}. Den ${word}, du loggede ind med, har en anden lavet til dig, og den skal skiftes nu. Vælg en, som kun du kender. Så er det også kun dig, der kan stå i loggen under dit navn.`,
    given: `Den ${word}, du har fået`,
    givenHint: `Engangs${the} fra din administrator.`,
    own: `Din nye ${word}`,
    again: `Gentag den nye ${word}`,
    use: `Brug denne ${word}`,
    changing: 'Skifter …',
    chosen: `Din nye ${word} gælder fra nu af.`,
    heading: capital(word),
    current: `Nuværende ${word}`,
    new: `Ny ${word}`,
    change: `Skift ${word}`,
    changed: `${capital(the)} er skiftet.`,
  };
}

/** The start screens' part of `text`. */
export const startText = {
  start: {
    title: 'Vilkår',
    lead: 'Forhandling og opfølgning på kommunens køb af botilbud.',
    create: 'Opret database',
    createLead: 'Begynd på en tom, krypteret database på denne pc.',
    open: 'Åbn database',
    openLead: 'Vælg mappen Navn.vilkaar, som nogen har oprettet på denne pc.',
    shared: 'Fælles database på en server',
    sharedLead: 'Arbejd i de samme sager som dine kolleger, hver fra sin pc.',
    recent: 'Senest brugt',
    kinds: { local: 'Denne pc', shared: 'Server' },
    lastUser: (user: string) => `sidst ${user}`,
    version: (version: string) => `Version ${version}`,
    place: 'Mappe',
    choosePlace: 'Vælg mappe',
    changePlace: 'Vælg en anden mappe',
    noPlace: 'Ingen mappe valgt',
    placeHint:
      'Databasen bliver en mappe inde i den mappe, du vælger. Vælg et sted på denne pc, ikke et netværksdrev.',
    municipality: 'Kommune',
    municipalityHint: 'Som den skal stå på papirerne, fx Egeskov Kommune.',
    user: 'Dit navn',
    passphrase: 'Adgangssætning',
    passphraseHint: 'Mindst 12 tegn. Flere almindelige ord er nemmere at huske end tegn og tal.',
    passphraseAgain: 'Gentag adgangssætningen',
    writeMunicipality: 'Skriv kommunens navn.',
    writeUser: 'Skriv dit navn.',
    choosePlaceFirst: 'Vælg en mappe.',
    creating: 'Opretter …',
    back: 'Tilbage',
    show: 'Vis',
  },

  recovery: {
    title: 'Skriv gendannelsesnøglen ned',
    lead: 'Nøglen åbner databasen, hvis adgangssætningen bliver glemt. Den vises kun denne ene gang, og ingen kan skaffe den igen.',
    key: 'Gendannelsesnøgle',
    keep: 'Gem den på papir et låst sted, ikke på pc’en.',
    check: (position: number) => `Skriv gruppe nr. ${position} af nøglen`,
    checkHint: 'Så ved vi begge to, at den er skrevet rigtigt ned.',
    checkWrong: 'Det er ikke den gruppe. Se efter på papiret.',
    noted: 'Jeg har gemt den',
  },

  backupPlace: {
    title: 'Sikkerhedskopi et andet sted',
    lead: 'Databasen sikkerhedskopieres hver time på pc’en. Vælg også et andet sted, så intet går tabt med pc’en. Et netværksdrev er fint: kopien er krypteret.',
    choose: 'Vælg sted',
    later: 'Ikke nu',
    laterHint: 'Du kan vælge det under Indstillinger.',
    use: 'Brug dette sted',
  },

  unlock: {
    title: (name: string) => `Åbn ${name}`,
    who: 'Hvem er du?',
    passphrase: 'Adgangssætning',
    unlock: 'Lås op',
    unlocking: 'Låser op …',
    forgotten: 'Glemt adgangssætningen?',
    other: 'Vælg en anden database',
    recoveryTitle: 'Brug gendannelsesnøglen',
    recoveryKey: 'Gendannelsesnøgle',
    recoveryHint: 'Den blev vist én gang, da databasen blev oprettet.',
    newPassphrase: 'Ny adgangssætning',
    recover: 'Lås op og skift adgangssætning',
    usePassphrase: 'Brug adgangssætningen',
  },

  strength: {
    label: 'Styrke',
    levels: ['meget svag', 'svag', 'middel', 'næsten', 'stærk'],
    of: (level: string, score: number) => `${level} (${score} af 4)`,
  },

  server: {
    title: 'Fælles database på en server',
    lead: 'Skriv den adresse, I har fået af den, der driver serveren.',
    address: 'Serverens adresse',
    addressHint: 'server/database, fx db.egeskov.dk/vilkaar',
    writeAddress: 'Skriv serverens adresse.',
    certificate: 'Serverens certifikat',
    certificateHint:
      'Som regel ikke nødvendigt. Vælg kun en fil, hvis kommunen udsteder sine certifikater selv, og programmet siger, at det ikke kender certifikatet.',
    chooseCertificate: 'Vælg certifikatfil',
    changeCertificate: 'Vælg en anden fil',
    noCertificate: 'Bruger pc’ens egne certifikater',
    dropCertificate: 'Brug pc’ens egne',
    next: 'Fortsæt',
    connecting: 'Forbinder …',
    toCreate: 'Opret en fælles database',
  },

  signIn: {
    title: (name: string) => `Log ind på ${name}`,
    user: 'Brugernavn',
    userHint: 'Det, du har fået til serveren, fx karina.holst',
    password: 'Adgangskode',
    writeUser: 'Skriv dit brugernavn.',
    writePassword: 'Skriv din adgangskode.',
    keep: 'Husk adgangskoden i computerens nøglering',
    keepHint:
      'Kun på din egen pc. Har pc’en ingen nøglering, bliver adgangskoden ikke gemt, og du bliver spurgt hver gang.',
    signIn: 'Log ind',
    signInAs: (user: string) => `Log ind som ${user}`,
    signingIn: 'Logger ind …',
    kept: 'Adgangskoden hentes i computerens nøglering.',
    another: 'Brug et andet login',
    back: 'Brug det huskede login',
    forgotten: 'Glemt adgangskoden? Bed jeres administrator om en ny.',
  },

  createShared: {
    title: 'Opret en fælles database',
    lead: 'For den, der administrerer serveren. Databasen skal findes på forhånd og være tom; programmet lægger skema, roller og regler i den.',
    server: 'Server',
    adminUser: 'Administratorens brugernavn',
    adminPassword: 'Administratorens adgangskode',
    adminHint: 'Bruges kun nu og bliver ikke gemt.',
    first: 'Kommunen og den første bruger',
    user: 'Personens navn',
    login: 'Personens brugernavn',
    personHint:
      'Brugernavnet er det, personen logger ind på serveren med, fx karina.holst. Den første bruger får rollerne kontraktforhandler, sagsbehandler, økonomi og administrator.',
    writeAdminUser: 'Skriv administratorens brugernavn.',
    writeAdminPassword: 'Skriv administratorens adgangskode.',
    writeUser: 'Skriv personens navn.',
    writeLogin: 'Skriv personens brugernavn.',
    create: 'Opret fælles database',
    creating: 'Opretter på serveren …',
    doneTitle: 'Den fælles database er oprettet',
    doneLead: 'Det her er gjort på serveren:',
    handOver: (name: string) => `Engangsadgangskode til ${name}`,
    handOverLead:
      'Vises kun nu. Skriv den ned, eller giv den videre. Den skal skiftes, første gang den bruges.',
    noted: 'Jeg har skrevet den ned eller givet den videre',
    noteFirst: 'Adgangskoden vises kun her. Skriv den ned, og sæt kryds.',
    toSignIn: 'Videre til login',
  },

  newPassphrase: {
    lock: 'Vent, og lås',
    signOut: 'Vent, og log ud',
  },

  /** What one signs in with is a passphrase on a PC and a password on a server. */
  secret: {
    local: secretText('adgangssætning', 'adgangssætningen', 'adgangssætninger'),
    shared: secretText('adgangskode', 'adgangskoden', 'adgangskoder'),
  },
} as const;
