/** What each function of the stack is granted of the table, and what each method of a port needs: the same words as the stack's. */
import { type TableRight, type TableWord, tableAccess } from '../../shared/contract/table-access.ts';
import type { Ports, StoredPorts } from '../../shared/ports/ports.ts';

/** Words by function; `expert` stands for the worker of every provider, `api` for both doors of the application. */
export const functionWords = {
  authorizer: [],
  api: [
    ...([
      'runs:read',
      'runs:whole',
      'runs:create',
      'runs:write',
      'runs:remove',
      'opinions:read',
      'opinions:write',
      'verdicts:read',
    ] as const),
    ...([
      'listings:page',
      'reliability:read',
      'feedback:read',
      'feedback:write',
      'deliveries:read',
      'deliveries:write',
      'health:read',
    ] as const),
    ...(['requests:read', 'requests:write', 'agenda:read'] as const),
  ],
  prepare: ['runs:read', 'runs:create', 'health:read'],
  ask: ['runs:read', 'runs:whole', 'runs:write', 'reliability:read'],
  consensus: ['runs:read', 'opinions:read', 'reliability:read', 'feedback:read'],
  conclude: ['runs:read', 'runs:whole', 'runs:write', 'opinions:read', 'verdicts:read', 'verdicts:write', 'reliability:learn'],
  fail: ['runs:read', 'runs:write', 'opinions:read', 'verdicts:read'],
  expert: ['runs:read', 'runs:whole', 'runs:write', 'opinions:read', 'opinions:write', 'secretUses:write'],
  webhooks: ['runs:whole', 'opinions:read', 'verdicts:read', 'deliveries:read', 'deliveries:write', 'secretUses:write'],
  sweep: [
    'listings:overdue',
    'runs:read',
    'runs:whole',
    'runs:write',
    'opinions:read',
    'verdicts:read',
    'verdicts:write',
    'reliability:learn',
  ],
  'probe-experts': ['health:write'],
  relearn: ['listings:page', 'reliability:read', 'reliability:replace'],
  'start-scheduled': ['runs:read', 'runs:create', 'runs:write', 'verdicts:read', 'health:read', 'agenda:read', 'agenda:write'],
  'start-owed': ['runs:read', 'runs:create', 'runs:write', 'verdicts:read', 'health:read', 'agenda:read', 'agenda:write'],
} as const satisfies Readonly<Record<string, readonly TableWord[]>>;

/** The word of each method; it does not compile if one is missing. */
export const methodWords: { readonly [Noun in keyof StoredPorts]: { readonly [Method in keyof StoredPorts[Noun]]: TableWord } } = {
  runs: {
    ...{
      create: 'runs:create',
      findKey: 'runs:create',
      get: 'runs:whole',
      state: 'runs:read',
      journal: 'runs:read',
      token: 'runs:read',
      saveToken: 'runs:write',
      plan: 'runs:write',
      beginStage: 'runs:write',
      replaceSeat: 'runs:write',
      markJoined: 'runs:write',
      beginRound: 'runs:write',
      markRoundSent: 'runs:write',
      markSent: 'runs:write',
      remove: 'runs:remove',
    },
    ...{ close: 'runs:write', fail: 'runs:write', cancel: 'runs:write', waitForEnd: 'runs:read', waitForArrival: 'runs:read' },
  },
  opinions: { record: 'opinions:write', correct: 'opinions:write', noteAttempt: 'opinions:write', read: 'opinions:read' },
  verdicts: { publish: 'verdicts:write', get: 'verdicts:read' },
  listings: { page: 'listings:page', overdue: 'listings:overdue' },
  reliability: { read: 'reliability:read', learn: 'reliability:learn', replace: 'reliability:replace' },
  feedback: { save: 'feedback:write', read: 'feedback:read', list: 'feedback:read' },
  deliveries: { save: 'deliveries:write', read: 'deliveries:read' },
  requests: { add: 'requests:write', change: 'requests:write', list: 'requests:read' },
  health: { save: 'health:write', read: 'health:read' },
  agenda: { list: 'agenda:read', change: 'agenda:write', keepTime: 'agenda:write', times: 'agenda:read' },
  secretUses: { record: 'secretUses:write' },
};

/** Single rights of some words, as texts. */
function rightsOf(words: readonly TableWord[]): ReadonlySet<string> {
  const rights = words.flatMap((word): readonly TableRight[] => tableAccess[word]);
  return new Set(rights.flatMap(({ actions, index, leadingKey }) => actions.map((action) => `${action} ${index} ${leadingKey}`)));
}

/** The ports as the account would let a function use them: a method that needs a right which `words` do not give throws `AccessDenied`. */
export function granted<Given extends Ports>(ports: Given, words: readonly TableWord[]): Given {
  const given = rightsOf(words);
  const nouns = Object.entries(methodWords).map(([noun, methods]) => [noun, guard(noun, ports[noun as keyof StoredPorts], methods, given)]);
  return { ...ports, ...Object.fromEntries(nouns) };
}

function guard(noun: string, port: object, methods: Readonly<Record<string, TableWord>>, given: ReadonlySet<string>): object {
  return new Proxy(port, {
    get(target, method) {
      const word = methods[String(method)];
      const lacks = word !== undefined && [...rightsOf([word])].some((right) => !given.has(right));
      if (!lacks) return Reflect.get(target, method);
      return () => {
        denials.push(`${noun}.${String(method)}`);
        throw Object.assign(new Error(`${noun}.${String(method)} is not granted`), { name: 'AccessDenied' });
      };
    },
  });
}

/** Every call that was denied since the tests began: functions swallow some errors. */
export const denials: string[] = [];
