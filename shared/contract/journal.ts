/**
 * The journal of a run: what has happened to it, in order and only ever added to. Counts, status, costs and arrivals are read off it, so none of
 * them can disagree with another. It holds no words of anybody.
 */
import * as z from 'zod';
import { namesAllowed } from './allowed.ts';
import { debateReason, judgeReason } from './deliberation.ts';
import { firstJudgeRound, isOfJudge, isRanking, isSynthesis, rankingRound, synthesisRound } from './judge-round.ts';
import { knownWord } from './later-words.ts';
import { amounts, type Charged, charged, type Grant, grant, limitName } from './limits.ts';
import { machineTime } from './machine-time.ts';
import { type Opinion, opinionStatus } from './opinion.ts';
import { name } from './question.ts';
import { stageReason } from './strategy.ts';
import { synthesisReason } from './synthesis.ts';
import { endedBy } from './verdict.ts';

/** How a run ended, and the word of the entry that says so. */
export const runEnd = z.enum(['decided', 'no-consensus', 'no-quorum', 'failed', 'cancelled']);

/** The named failure of a run that could not reach a verdict, or what all experts of one without a quorum failed by. */
export const failure = z.strictObject({ type: z.string().describe('A stable name.'), message: z.string().describe('For people.') }).meta({
  id: 'Failure',
  description:
    'Why a consultation has no verdict, or no answer where all of its experts failed in one way: `prompt-too-long`, `refused`, `length-limit`.',
});
export type Failure = z.infer<typeof failure>;

const at = z.iso.datetime();
/** How often the experts have been asked: 1, unless a debate asks them again, or a judge is asked after them. */
const round = z.int().min(1);

/** One entry of a journal. */
export const journalEntry = z.discriminatedUnion('type', [
  /** With where the machine's time stood, where it is kept. */
  z.strictObject({ type: z.literal('opened'), at, machine: machineTime.optional() }),
  /** Whom the strategy asks in which stage, by the places of the experts; the first stage is asked. */
  z.strictObject({ type: z.literal('planned'), at, stages: z.array(z.array(z.int().min(0)).min(1)).min(1) }),
  /** The stage of that number is asked too. */
  z.strictObject({ type: z.literal('stage'), at, stage: z.int().min(1), reason: stageReason, grants: z.array(grant).min(1).optional() }),
  /** Every message of so many stages has been sent; of a run without stages, every seat's. */
  z.strictObject({ type: z.literal('asked'), at, stages: z.int().min(1).optional() }),
  /** The experts that are asked again, or nobody, and why. */
  z.strictObject({ type: z.literal('round'), at, round: round.min(2), reason: debateReason, experts: z.array(name) }),
  /** The judge that is asked, or nobody, and why. An entry of its own, which a version that knows no judges passes over. */
  z.strictObject({ type: z.literal('judge'), at, round: round.min(firstJudgeRound), reason: judgeReason, experts: z.array(name) }),
  /** The experts that rank the answers of one another, or nobody, and why. */
  z.strictObject({ type: z.literal('ranking'), at, round: z.literal(rankingRound), reason: debateReason, experts: z.array(name) }),
  /** The expert that writes a synthesis, or nobody, and why. */
  z.strictObject({ type: z.literal('synthesis'), at, round: z.literal(synthesisRound), reason: synthesisReason, experts: z.array(name) }),
  /** Every message of that round has been sent. */
  z.strictObject({ type: z.literal('sent'), at, round: round.min(2) }),
  /** An opinion has been stored. It counts if nothing had closed the run before. */
  z.strictObject({
    type: z.literal('opinion'),
    at,
    expert: name,
    round,
    status: opinionStatus,
    costUsd: z.number().min(0).nullable(),
    /** What of the limits was used. */
    charged: charged.optional(),
    /** Why an expert has failed: by this it is known whether another one may sit in its place. */
    failedBy: z.string().min(1).optional(),
  }),
  /** An expert that has failed is replaced by the next candidate, which may use so much of the limits. */
  z.strictObject({ type: z.literal('replaced'), at, seat: name, by: name, reason: z.string().min(1), grant: amounts.optional() }),
  /** The message of an expert that sits in the place of another one has been sent. */
  z.strictObject({ type: z.literal('joined'), at, expert: name }),
  /** A person has replaced an answer, while the run was open. */
  z.strictObject({ type: z.literal('corrected'), at, expert: name, round }),
  /** The counted opinions are frozen, and the verdict is being made. */
  z.strictObject({ type: z.literal('closed'), at, endedBy }),
  /** How long the run has taken. An entry of its own before the end, which an earlier version passes over. */
  z.strictObject({ type: z.literal('took'), at, ms: z.int().min(0) }),
  z.strictObject({ type: z.literal('ended'), at, end: runEnd, failure: failure.optional() }),
]);
export type JournalEntry = z.infer<typeof journalEntry>;

/** The entry that begins a round beyond the first one, or says that there is none. */
export function roundEntry(given: {
  readonly at: string;
  readonly round: number;
  readonly reason: string;
  readonly experts: readonly string[];
}): JournalEntry {
  return journalEntry.parse({ ...given, type: typeOfRound(given) });
}

function typeOfRound(given: { readonly round: number }): JournalEntry['type'] {
  if (isSynthesis(given)) return 'synthesis';
  if (isRanking(given)) return 'ranking';
  return isOfJudge(given) ? 'judge' : 'round';
}

/** The entry of an opinion that is stored. */
export function opinionEntry({ expert, round: asked = 1, status, costUsd = null, charged: used, error }: Opinion, now: Date): JournalEntry {
  const failedBy = status === 'failed' || status === 'timeout' ? error?.type : undefined;
  return {
    ...{ type: 'opinion', at: now.toISOString(), expert, round: asked, status, costUsd },
    ...(used && { charged: used }),
    ...(failedBy && asked === 1 && { failedBy }),
  } as const;
}

/** The entry of a stage that begins, with what its seats may use where that is limited. */
export function stageEntry(
  begun: Pick<Extract<JournalEntry, { type: 'stage' }>, 'at' | 'stage' | 'reason'>,
  grants: readonly Grant[] | undefined,
): JournalEntry {
  return { type: 'stage', ...begun, ...(grants && { grants: [...grants] }) };
}

/** An entry as one short line of JSON: a run with its journal is to fit the one kilobyte that a write is billed by. */
export function writeEntry(given: JournalEntry): string {
  const entry = journalEntry.parse(given);
  return JSON.stringify([entry.type, Date.parse(entry.at), ...told(entry)]);
}

function told(entry: JournalEntry): readonly (string | number | null)[] {
  switch (entry.type) {
    case 'opened':
      return entry.machine ? [entry.machine.boot, entry.machine.ms] : [];
    case 'took':
      return [entry.ms];
    case 'asked':
      return entry.stages === undefined ? [] : [entry.stages];
    case 'planned':
      return [entry.stages.map((stage) => stage.join(' ')).join('|')];
    case 'stage':
      return [entry.stage, entry.reason, ...(entry.grants ? [entry.grants.map(writeGrant).join('|')] : [])];
    case 'round':
    case 'judge':
    case 'ranking':
    case 'synthesis':
      return [entry.round, entry.reason, ...entry.experts];
    case 'sent':
      return [entry.round];
    case 'opinion':
      return toldOfOpinion(entry);
    case 'replaced':
      return [entry.seat, entry.by, entry.reason, ...(entry.grant ? [writeAmounts(entry.grant)] : [])];
    case 'joined':
      return [entry.expert];
    case 'corrected':
      return [entry.expert, entry.round];
    case 'closed':
      return [entry.endedBy];
    case 'ended':
      return entry.failure ? [entry.end, entry.failure.type, entry.failure.message] : [entry.end];
  }
}

function toldOfOpinion(entry: Extract<JournalEntry, { type: 'opinion' }>): readonly (string | number | null)[] {
  const { expert, round: asked, status, costUsd, charged: used, failedBy } = entry;
  const charges = used ? [writeAmounts(used)] : [];
  return [expert, asked, status, costUsd, ...(failedBy === undefined ? charges : [charges[0] ?? null, failedBy])];
}

const line = z.tuple([z.string(), z.int()]).rest(z.union([z.string(), z.number(), z.null()], namesAllowed));

/** An entry from its line; undefined for one of a type that only a later version knows. Throws a `ZodError`. */
export function readEntry(text: string): JournalEntry | undefined {
  const [type, moment, ...rest] = line.parse(JSON.parse(text));
  const entry = { type, at: new Date(moment).toISOString() };
  switch (type) {
    case 'opened':
      return journalEntry.parse({ ...entry, ...(rest[0] !== undefined && { machine: { boot: rest[0], ms: rest[1] } }) });
    case 'took':
      return journalEntry.parse({ ...entry, ms: rest[0] });
    case 'asked':
      return journalEntry.parse({ ...entry, ...(rest[0] !== undefined && { stages: rest[0] }) });
    case 'planned':
      return journalEntry.parse({
        ...entry,
        stages: String(rest[0])
          .split('|')
          .map((stage) => stage.split(' ').map(Number)),
      });
    case 'stage':
      return journalEntry.parse({ ...entry, stage: rest[0], reason: knownWord(type, rest[1]), ...grantsIn(rest[2]) });
    case 'round':
    case 'judge':
    case 'ranking':
    case 'synthesis':
      return journalEntry.parse({ ...entry, round: rest[0], reason: knownWord(type, rest[1]), experts: rest.slice(2) });
    case 'sent':
      return journalEntry.parse({ ...entry, round: rest[0] });
    case 'opinion':
      return journalEntry.parse({
        ...entry,
        ...{ expert: rest[0], round: rest[1], status: rest[2], costUsd: rest[3], ...chargedIn(rest[4]) },
        ...(typeof rest[5] === 'string' && { failedBy: rest[5] }),
      });
    case 'replaced':
      return journalEntry.parse({ ...entry, seat: rest[0], by: rest[1], reason: rest[2], ...grantIn(rest[3]) });
    case 'joined':
      return journalEntry.parse({ ...entry, expert: rest[0] });
    case 'corrected':
      return journalEntry.parse({ ...entry, expert: rest[0], round: rest[1] });
    case 'closed':
      return journalEntry.parse({ ...entry, endedBy: knownWord(type, rest[0]) });
    case 'ended':
      return journalEntry.parse({ ...entry, end: rest[0], ...(rest[1] !== undefined && { failure: { type: rest[1], message: rest[2] } }) });
    default:
      return undefined;
  }
}

/** Calls, tokens and dollars with a space between them; what is not limited is a dash. */
function writeAmounts({ calls, tokens, usd, over }: Charged): string {
  return [calls ?? '-', tokens ?? '-', usd ?? '-', ...(over === undefined ? [] : [over])].join(' ');
}

function writeGrant(granted: Grant): string {
  return 'lacks' in granted ? granted.lacks : writeAmounts(granted);
}

function readAmounts(text: string): Charged {
  const [calls, tokens, usd, over] = text.split(' ');
  const parts = Object.entries({ calls, tokens, usd }).filter(([, part]) => part !== '-');
  return charged.parse({ ...Object.fromEntries(parts.map(([part, value]) => [part, Number(value)])), ...(over !== undefined && { over }) });
}

function grantsIn(text: unknown): { readonly grants?: Grant[] } {
  if (typeof text !== 'string') return {};
  return { grants: text.split('|').map((part) => (part.includes(' ') ? readAmounts(part) : { lacks: limitName.parse(part) })) };
}

function chargedIn(text: unknown): { readonly charged?: Charged } {
  return typeof text === 'string' ? { charged: readAmounts(text) } : {};
}

function grantIn(text: unknown): { readonly grant?: Charged } {
  return typeof text === 'string' ? { grant: readAmounts(text) } : {};
}
