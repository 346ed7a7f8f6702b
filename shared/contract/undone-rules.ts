/** What rules have not done: silence of rules that did not do their work is no silence, and nothing is approved on it. */
import type { Opinion } from './opinion.ts';
import { type RuleGap, ruleBlock } from './rules.ts';

/** An expert of rules that did not do its work, with why. */
export interface UndoneRules {
  readonly expert: string;
  readonly why: string;
}

/** Experts that ended a consultation without a word, as its verdict lists them. */
type Missing = readonly { readonly expert: string; readonly status: Opinion['status']; readonly error: { readonly message: string } }[];

/** The experts of rules that failed, were not in in time, or whose answer cannot be read. Whoever had nothing to read has done its work. */
export function undoneRules(opinions: readonly Opinion[], missing: Missing = []): readonly UndoneRules[] {
  const heard = new Set(opinions.map(({ expert }) => expert));
  const unheard = missing.filter(({ expert, status }) => !heard.has(expert) && status !== 'abstained');
  return [
    ...opinions.flatMap((opinion) => {
      const why = whyUndone(opinion);
      return why === undefined ? [] : [{ expert: opinion.expert, why }];
    }),
    ...unheard.map(({ expert, status, error }) => ({ expert, why: `${status}: ${error.message}` })),
  ];
}

/** Why an expert of rules did not do its work; undefined where it did. */
export function whyUndone({ status, answer = '', error }: Opinion): string | undefined {
  if (status !== 'answered' && status !== 'abstained') return error === undefined ? status : `${status}: ${error.message}`;
  const isSilent = status === 'abstained' && answer === '';
  return isSilent || ruleBlock.read(answer) !== undefined ? undefined : 'its answer is in a form that is not known here';
}

/** How the program that applies rules says that a rule, a source or a file came to no end. */
const forms = [
  /^refused: /,
  /^given up: /,
  /^it could not be read: /,
  /^team-/,
  /^[a-z-]+(?: rule .{0,500})?: (?:given up: |it took longer than|it failed: |it ended the process|no worker|could not start: )/s,
];

/** How the program says that it was built without a source that a seat has. */
const notBuiltIn = 'this build has no such source';

/** The sources of a seat that the program does not have. */
export function missingSources<Source extends string>(
  own: readonly Source[],
  sources: readonly { readonly source: string; readonly reason: string }[],
): readonly Source[] {
  const there = new Set(sources.filter(({ reason }) => reason !== notBuiltIn).map(({ source }) => source));
  return own.filter((source) => !there.has(source));
}

/** Whether a gap says so. Others say what rules do not read, which may be left to whoever reads it beside them. */
export function isBroken({ why, broken }: Pick<RuleGap, 'why' | 'broken'>): boolean {
  return broken === true || forms.some((form) => form.test(why));
}
