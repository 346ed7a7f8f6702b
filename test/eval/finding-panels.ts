/** Generated panels of reviewers: planted faults, each told by several experts in words and at lines of their own. */
import { type Severity, severities } from '../../shared/contract/severity.ts';
import { randomFrom, shuffled } from './random.ts';

/** How the planted faults lie: one below the other, or far apart. */
export type Spread = 'adjacent' | 'far';

/** One expert's entry, and which planted fault it is about. */
export interface ToldFault {
  readonly expert: string;
  readonly fault: number;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly title: string;
  readonly reason: string;
}

export interface FindingPanel {
  readonly files: readonly string[];
  readonly lines: number;
  readonly told: readonly ToldFault[];
}

/** Faults with ways to say them; `#` is the thing that has the fault. */
const faults: readonly (readonly (readonly [string, string])[])[] = [
  [
    ['SQL injection through #', 'The value of # is concatenated into the query, so an attacker can run statements of their own.'],
    ['Unescaped # in SQL', 'User input # reaches the SQL text without a parameter.'],
    ['Query is built from #', 'Building the statement by hand from # allows injection; bind it instead.'],
    ['# not parameterised', 'An attacker who controls # can change the SQL that is executed.'],
  ],
  [
    ['# may be null', 'If # is missing, reading its length throws a TypeError.'],
    ['Missing null check on #', 'Nothing guards against # being undefined before it is dereferenced.'],
    ['Crash when # is absent', 'An absent # makes this throw at run time.'],
    ['Unchecked # access', '# is read without looking whether it exists; null crashes here.'],
  ],
  [
    ['# is never closed', 'The handle # leaks when an exception is thrown in between.'],
    ['Resource leak: #', 'On the error path # stays open and descriptors run out.'],
    ['Leaking #', 'close() is not called for # if reading fails.'],
    ['# left open', 'Without a finally block the # descriptor leaks.'],
  ],
  [
    ['Race on #', 'Two threads write # without a lock, so updates get lost.'],
    ['# is shared without synchronisation', 'Concurrent writers of # overwrite one another.'],
    ['Unsynchronised access to #', 'A race between readers and writers of # gives stale values.'],
    ['Lost updates of #', 'Read, change and write of # is not atomic under concurrency.'],
  ],
  [
    ['Hard-coded secret #', 'The credential # stands in the source and ends up in the history.'],
    ['# is a credential in code', 'Anybody with access to the repository can read the secret #.'],
    ['Secret # committed', 'Move # to a secret store; it is leaked with the source.'],
    ['Plain-text #', '# holds a password in plain text within the repository.'],
  ],
  [
    ['Off by one in #', 'The loop over # runs one step too far and reads past the end.'],
    ['# loop bound is wrong', 'Using <= lets the index of # leave the array.'],
    ['Index of # out of range', 'The last iteration reads # beyond its bounds.'],
    ['Wrong bound for #', 'The comparison should be < since # is zero-based; it overruns.'],
  ],
  [
    ['# is world-readable', 'The mode 0777 lets every user of the machine change #.'],
    ['Permissions of # too open', 'Everybody may write # with these permissions.'],
    ['Loose mode on #', 'chmod 777 on # gives all users write permission.'],
    ['# writable by all', 'Restrict the permissions of #; at present any user may replace it.'],
  ],
  [
    ['Division by zero with #', 'An empty # makes the divisor zero and the mean NaN.'],
    ['# may be empty', 'Dividing by the size of # fails when it is empty.'],
    ['Empty # gives NaN', 'No check for zero before dividing by the length of #.'],
    ['Mean of empty #', 'With # empty this divides by zero.'],
  ],
];

const syllables = 'ba co du fe gi ho ja ke li mo nu pa qui ro su ta ve wi xa yo za'.split(' ');

/** A panel of `experts` reviewers over `planted` faults. The same name gives the same panel. */
export function findingPanel(name: string, experts: number, planted: number, spread: Spread): FindingPanel {
  const random = randomFrom(name);
  const perFile = spread === 'adjacent' ? planted : 12;
  const files = Array.from({ length: Math.ceil(planted / perFile) }, (_, index) => `src/file${index}.ts`);
  const told = subjects(random, planted).flatMap((thing, fault) => {
    const line = spread === 'adjacent' ? fault + 1 : 10 + (fault % perFile) * 15;
    const place = { fault, thing, file: files[Math.floor(fault / perFile)] ?? '', line, kind: pick(random, faults) };
    const telling = Array.from({ length: experts }, (_, index) => `expert-${index}`).filter(() => random() >= 0.25);
    return telling.map((expert) => tell(random, expert, place, spread));
  });
  return { files, lines: Math.max(planted, 200) + 5, told: shuffled(told, name) };
}

interface Planted {
  readonly fault: number;
  readonly thing: string;
  readonly file: string;
  readonly line: number;
  readonly kind: readonly (readonly [string, string])[];
}

function tell(random: () => number, expert: string, { fault, thing, file, line, kind }: Planted, spread: Spread): ToldFault {
  const [title, reason] = pick(random, kind);
  // Some count the line above or below, which among neighbours nobody could tell.
  const shift = spread === 'far' && random() < 0.1 ? pick(random, [-1, 1]) : 0;
  // Not everybody names the thing: the line says it too.
  const named = random() < 0.1 ? 'this value' : thing;
  const say = (text: string) => text.replaceAll('#', named);
  return { expert, fault, severity: pick(random, severities), file, line: line + shift, title: say(title), reason: say(reason) };
}

/** Names of variables that no other fault is about. */
function subjects(random: () => number, count: number): readonly string[] {
  const names = new Set<string>();
  while (names.size < count) names.add(Array.from({ length: 3 }, () => pick(random, syllables)).join(''));
  return [...names];
}

function pick<Value>(random: () => number, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)] as Value;
}
