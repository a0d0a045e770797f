// People, passphrases and servers of the made-up core. Invariant: everybody here is made up, and what is shown once
// by the program is shown once here too.
import type { AddPerson } from '../generated/AddPerson';
import type { ChangePerson } from '../generated/ChangePerson';
import type { ChooseServer } from '../generated/ChooseServer';
import type { CreatedShared } from '../generated/CreatedShared';
import type { CreateShared } from '../generated/CreateShared';
import type { DatabaseKind } from '../generated/DatabaseKind';
import type { KnownDatabase } from '../generated/KnownDatabase';
import type { OneTimePassphrase } from '../generated/OneTimePassphrase';
import type { PassphraseCheck } from '../generated/PassphraseCheck';
import type { PassphraseStrength } from '../generated/PassphraseStrength';
import type { People } from '../generated/People';
import type { PersonAdded } from '../generated/PersonAdded';
import type { PersonRemoved } from '../generated/PersonRemoved';
import type { PersonRequest } from '../generated/PersonRequest';
import type { PersonRow } from '../generated/PersonRow';
import type { RecoveryKeyRenewed } from '../generated/RecoveryKeyRenewed';
import type { RemovePerson } from '../generated/RemovePerson';
import type { RenewRecoveryKey } from '../generated/RenewRecoveryKey';
import type { SessionState } from '../generated/SessionState';
import type { SignIn } from '../generated/SignIn';
import { refuse } from './refuse';

/** The passphrase of the made-up database. */
export const samplePassphrase = 'fire vilde ænder flyver';

/** The one-time passphrase that everybody new gets. */
export const sampleOneTime = 'bænk-ribs-tolv-mølle-sky';

/** The made-up database on this PC. */
export const localDatabase: KnownDatabase = {
  ticket: 'sample',
  name: 'Egeskov Kommune',
  displayPath: '/home/pia/Egeskov Kommune.vilkaar',
  people: ['Pia Lindskov'],
  kind: 'local',
  lastUser: null,
  passwordIsKept: false,
};

/** The made-up database on a server. */
export const sharedDatabase: KnownDatabase = {
  ticket: 'server',
  name: 'vilkaar',
  displayPath: 'db.egeskov.example/vilkaar',
  people: [],
  kind: 'shared',
  lastUser: 'karina.holst',
  passwordIsKept: true,
};

/** Codes of every use case, as an all-round person has them. */
export const allUseCases = [
  'be_signed_in',
  'see_reports',
  'see_cases',
  'reveal_cpr',
  'edit_placement',
  'edit_offers',
  'edit_rates',
  'edit_contracts',
  'edit_goals',
  'attach_files',
  'index_rates',
  'handle_agenda',
  'keep_filters',
  'export_lists',
  'undo',
  'import',
  'make_packet',
  'see_released',
  'see_settings',
  'change_settings',
  'manage_people',
  'back_up',
  'verify',
  'see_log',
  'draw_insight',
  'move_database',
];

const needsServer = 'Kun i en fælles database på en server';

const roles: People['roles'] = [
  ['kontraktforhandler', 'Sager, takster, kontrakter og forhandling; importerer og retter', null],
  ['sagsbehandler', 'Sager, mål og opfølgning; retter borgerens og opholdets oplysninger', null],
  ['økonomi', 'Sager og takster; budget, P/L og refusion', null],
  ['centerchef', 'Ser alle sager, og tager stilling til de udgiftstunge', null],
  ['administrativ medarbejder', 'Læser og udskriver kun det, der er frigivet', needsServer],
  ['leder', 'Rapporter uden navne og cpr-numre', needsServer],
  ['administrator', 'Brugere og indstillinger, ingen sager', null],
].map(([role, allows, refusal]) => ({ role: role ?? '', allows: allows ?? '', refusal: refusal ?? null }));

const waiting: PersonRow['status'] = { tone: 'info', text: 'Skal vælge adgangssætning ved første login' };

function row(name: string, held: string[], more: Partial<PersonRow> = {}): PersonRow {
  const id = name.toLowerCase().replaceAll(' ', '-');
  return {
    id,
    name,
    login: null,
    roles: held,
    employee: name,
    isYou: false,
    status: null,
    isActive: true,
    ...more,
  };
}

const firstPeople: PersonRow[] = [
  row('Pia Lindskov', ['kontraktforhandler', 'administrator'], { isYou: true }),
  row('Karina Holst', ['sagsbehandler'], { employee: 'Karina H.' }),
  row('Michael Brandt', ['sagsbehandler', 'økonomi'], { status: waiting }),
  row('Jens Aagaard', ['centerchef'], { employee: null }),
  row('Bente Storm', ['økonomi'], {
    isActive: false,
    employee: null,
    status: { tone: 'quiet', text: 'Fjernet 02-11-2026' },
  }),
];

const localMeaning =
  'Rollerne afgør, hvem der gør hvad i programmet. Men databasen ligger i en fil på pc’en, og enhver, der kan åbne den, vil med den rette viden kunne læse alt i den. Skal noget holdes skjult for nogen, så flyt databasen til en server.';
const sharedMeaning =
  'Rollerne holdes af serveren: ingen kan læse eller ændre andet, end rollen giver lov til, heller ikke uden om programmet. Brugere tilføjes og fjernes af den, der administrerer serveren, med kommandoerne herunder.';

const server = `vilkaar-cli --database postgres://ADMINISTRATOR@${sharedDatabase.displayPath} server person`;
const commandLines: People['commands'] = [
  { what: 'Tilføj en bruger', line: `${server} add "NAVN" --login BRUGERNAVN --role sagsbehandler` },
  { what: 'Skift roller', line: `${server} roles BRUGERNAVN --role sagsbehandler --role økonomi` },
  { what: 'Ny engangsadgangskode', line: `${server} password BRUGERNAVN` },
  { what: 'Fjern en bruger', line: `${server} remove BRUGERNAVN` },
  { what: 'Vis alle', line: `${server} list` },
];

/** The people of a made-up database; `many` adds that many with long names. */
export function samplePeople(kind: DatabaseKind, many = 0): People {
  const crowd = Array.from({ length: many }, (_, index) =>
    row(`Anne-Marie Bjørnskov-Vestergaard Nr. ${index + 1}`, ['sagsbehandler', 'økonomi', 'centerchef']),
  );
  const people = [...firstPeople.filter((person) => person.isActive), ...crowd];
  const isShared = kind === 'shared';
  const login = (name: string) => name.toLowerCase().replaceAll(' ', '.');
  return {
    people: [...people, ...firstPeople.filter((person) => !person.isActive)].map((person) =>
      isShared ? { ...person, login: login(person.name) } : person,
    ),
    roles: roles.map((role) => (isShared ? { ...role, refusal: null } : role)),
    isShared,
    meaning: isShared ? sharedMeaning : localMeaning,
    commands: isShared ? commandLines : [],
  };
}

function strength(check: PassphraseCheck): PassphraseStrength {
  const typed = check.passphrase;
  const known = [check.municipality, check.user].some(
    (word) => word !== null && word !== '' && typed.toLowerCase().includes(word.toLowerCase()),
  );
  if (known) return { score: 1, isEnough: false, advice: 'Navnet er det første, andre gætter på.' };
  const words = typed.trim().split(/\s+/).filter(Boolean).length;
  const score = typed === '' ? 0 : Math.min(4, Math.max(words, Math.floor(typed.length / 6)));
  if (typed.length < 12) {
    return { score: Math.min(score, 2), isEnough: false, advice: 'Skriv mindst 12 tegn, gerne flere ord.' };
  }
  const advice = score === 4 ? 'God: den er lang nok og svær at gætte.' : 'Tilføj et ord eller to mere.';
  return { score, isEnough: score === 4, advice };
}

/** What the made-up core remembers. */
export interface World {
  kind: DatabaseKind;
  people: People;
  /** Does the next save meet somebody else's change? */
  clashes: boolean;
  /** Goes to a phase, of the same kind of database unless another is named. */
  enter: (phase: SessionState['phase'], kind?: DatabaseKind) => SessionState;
}

/** The commands about people, passphrases and servers. */
export function peopleAnswers(world: World) {
  const find = (id: string): PersonRow =>
    world.people.people.find((person) => person.id === id) ??
    refuse('person_unknown', 'Personen er ikke på listen længere.');
  const put = (changed: PersonRow): People =>
    (world.people = {
      ...world.people,
      people: world.people.people.map((person) => (person.id === changed.id ? changed : person)),
    });
  const oneTime = (name: string): OneTimePassphrase => ({ name, passphrase: sampleOneTime });
  const checkRoles = (chosen: string[]): void => {
    if (chosen.length === 0) refuse('roles_required', 'Vælg mindst én rolle.', 'roles');
  };

  return {
    choose_certificate: () => ({
      ticket: 'certificate',
      displayPath: '/home/pia/egeskov-ca.pem',
      remark: null,
    }),
    choose_server: (request: ChooseServer): KnownDatabase => {
      const typed = request.address.trim().replace(/^postgres:\/\//, '');
      if (!/^[^\s/@]+\/[^\s/]+$/.test(typed)) {
        refuse('address_wrong', 'Skriv adressen som server/database, fx db.kommune.dk/vilkaar.', 'address');
      }
      if (typed.startsWith('borte')) {
        refuse('unreachable', 'Serveren borte svarer ikke. Se efter adressen, og om pc’en er på nettet.');
      }
      const isKnown = typed === sharedDatabase.displayPath;
      return isKnown
        ? sharedDatabase
        : { ...sharedDatabase, ticket: typed, displayPath: typed, lastUser: null, passwordIsKept: false };
    },
    sign_in: (request: SignIn): SessionState => {
      if (request.user.trim() === '') refuse('required', 'Skriv dit brugernavn.', 'user');
      if (request.password === null || request.password === samplePassphrase)
        return world.enter('open', 'shared');
      if (request.password === sampleOneTime) return world.enter('newPassphrase', 'shared');
      return refuse('wrong_password', 'Brugernavn eller adgangskode passer ikke. Prøv igen.', 'password');
    },
    create_shared: (request: CreateShared): CreatedShared => {
      if (request.adminPassword !== samplePassphrase) {
        refuse('wrong_password', 'Serveren tager ikke imod administratorens adgangskode.', 'adminPassword');
      }
      return {
        steps: [
          'Forbundet til serveren med kontrolleret certifikat (PostgreSQL 16).',
          'Skemaet vilkaar er oprettet: 24 tabeller.',
          'Syv roller er oprettet, og deres rettigheder er prøvet af.',
          `${request.user} er oprettet som ${request.login} med rollerne kontraktforhandler og administrator.`,
        ],
        login: request.login,
        oneTime: oneTime(request.user),
        database: {
          ...sharedDatabase,
          displayPath: request.address,
          lastUser: request.login,
          passwordIsKept: false,
        },
      };
    },
    passphrase_strength: strength,
    people: () => world.people,
    add_person: (request: AddPerson): PersonAdded => {
      const name = request.name.trim();
      if (name === '') refuse('required', 'Skriv personens navn.', 'name');
      if (world.people.people.some((person) => person.isActive && person.name === name)) {
        refuse('name_taken', `${name} er allerede på listen. Skriv fx et mellemnavn med.`, 'name');
      }
      checkRoles(request.roles);
      const added = row(name, request.roles, { employee: request.employee, status: waiting });
      const index = world.people.people.findIndex((person) => !person.isActive);
      world.people = { ...world.people, people: world.people.people.toSpliced(index, 0, added) };
      return { oneTime: oneTime(name), people: world.people };
    },
    change_person: (request: ChangePerson): People => {
      checkRoles(request.roles);
      const person = find(request.id);
      if (person.isYou && !request.roles.includes('administrator')) {
        refuse('last_administrator', 'Databasen skal have mindst én administrator.', 'roles');
      }
      return put({ ...person, roles: request.roles, employee: request.employee });
    },
    renew_passphrase: (request: PersonRequest): PersonAdded => {
      const person = find(request.id);
      return { oneTime: oneTime(person.name), people: put({ ...person, status: waiting }) };
    },
    renew_recovery_key: (request: RenewRecoveryKey): RecoveryKeyRenewed => {
      if (request.passphrase !== samplePassphrase) {
        refuse('wrong_passphrase', 'Adgangssætningen passer ikke. Prøv igen.', 'passphrase');
      }
      return { recoveryKey: 'P4TR-9MWC-3XKJ-7HFD-2QVB-6NYG-8SEA-5LUZ' };
    },
    remove_person: (request: RemovePerson): PersonRemoved => {
      if (request.passphrase !== samplePassphrase) {
        refuse('wrong_passphrase', 'Adgangssætningen passer ikke. Prøv igen.', 'passphrase');
      }
      const gone = find(request.id);
      const people = put({ ...gone, isActive: false, status: { tone: 'quiet', text: 'Fjernet 20-11-2026' } });
      return {
        recoveryKey: 'P4TR-9MWC-3XKJ-7HFD-2QVB-6NYG-8SEA-5LUZ',
        oneTime: people.people
          .filter((person) => person.isActive && !person.isYou)
          .map((person) => oneTime(person.name)),
        backups: [
          '4 sikkerhedskopier er lavet om til den nye nøgle.',
          '1 sikkerhedskopi på /mnt/faelles/vilkaar kunne ikke nås. Slet den, når drevet er der igen.',
        ],
        people,
      };
    },
  };
}
