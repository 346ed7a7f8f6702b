/**
 * A run in its parts: what was asked, which is large and never changes; its state, which is small and changes with every opinion; and its row in
 * lists. Whoever only waits, counts or closes takes the state; whoever asks or shows takes the whole.
 */
import * as z from 'zod';
import { lateRule, stopRule } from './circle.ts';
import { consultationStatus } from './consultation.ts';
import { image, sampling, turns } from './context.ts';
import { roundReason } from './deliberation.ts';
import { seat } from './expert.ts';
import { failure } from './journal.ts';
import { charged, grant, runLimits } from './limits.ts';
import { machineTime } from './machine-time.ts';
import {
  consultationId,
  deliberation,
  hedgeSeconds,
  kind,
  name,
  priority,
  promise,
  queryType,
  statedPolicy,
  strategy,
} from './question.ts';
import { learning } from './reliability.ts';
import { runReplacement } from './replacement.ts';
import { reviewFiles } from './rules.ts';
import { selection } from './selection.ts';
import { stageReason } from './strategy.ts';
import { endedBy } from './verdict.ts';
import { webhook } from './webhook.ts';

/** `closed`: the opinions are frozen and the verdict is being made. A caller sees it as `open`. */
export const runStatus = z.enum([...consultationStatus.options, 'closed']);
export type RunStatus = z.infer<typeof runStatus>;

/** What the rules of the workflow need of a run, fixed when it is accepted. */
export const runHead = z.strictObject({
  id: consultationId,
  tenant: z.string(),
  kind,
  circle: name,
  /** What the circle did with learnt reliability when the question was asked. */
  learning: learning.default('auto'),
  /** Who is asked, in the order of the seats; behind them those that sit in the place of one that has failed. */
  experts: z.array(name).min(1),
  /** Who may sit in the place of an expert that fails before it has answered, the first one first. */
  spare: z.array(name).min(1).optional(),
  quorum: z.int().min(1),
  /** Answers on which the run may decide where no more can be had, where that is fewer than the quorum. */
  minimum: z.int().min(1).optional(),
  /** Runs of earlier versions ended at their quorum. */
  stop: stopRule.default('quorum'),
  late: lateRule.default('keep'),
  /** Whether the outcome can stand before everybody is heard. */
  settles: z.boolean().default(false),
  /** Whom to ask first; absent: everybody at once. */
  strategy: strategy.optional(),
  /** Seconds after which the next stage is asked although the one before is not in. */
  hedgeSeconds: hedgeSeconds.optional(),
  /** What may be used at the most. */
  limits: runLimits.optional(),
  /** What is done where the answers differ; absent where nothing is. */
  deliberation: deliberation.optional(),
  /** Webhooks that are notified of the end. */
  notified: z.int().min(0).default(0),
  createdAt: z.iso.datetime(),
  deadlineAt: z.iso.datetime(),
});
/** How far a run that is asked in stages is. */
export const runStages = z.strictObject({
  /** The places of the experts, by stage. */
  plan: z.array(z.array(z.int().min(0)).min(1)).min(1),
  /** When each stage that is asked began, and why. */
  begun: z
    .array(
      z.strictObject({
        at: z.iso.datetime(),
        reason: stageReason,
        /** What its seats may use, where that is limited; what the first stage may is read off the limits. */
        grants: z.array(grant).min(1).optional(),
      }),
    )
    .min(1),
  /** Stages whose messages have been sent. */
  sent: z.int().min(0),
});
export type RunStages = z.infer<typeof runStages>;

/** A round beyond the first one, and how far it is. */
export const runRound = z.strictObject({
  round: z.int().min(2),
  at: z.iso.datetime(),
  /** Why there is one, or why nobody is asked in it. */
  reason: roundReason,
  /** Who is asked in it. */
  experts: z.array(name),
  /** First answers that had been stored when it began: what is shown in it. */
  after: z.int().min(0),
  /** Whose opinion of this round is stored, in that order, each with the number of first ones that came before. */
  heard: z.array(z.strictObject({ expert: name, after: z.int().min(0) })),
  /** Whether every message has been sent. */
  sent: z.boolean(),
});
export type RunRound = z.infer<typeof runRound>;
export type RunHead = z.infer<typeof runHead>;

/** How far a run is: read off its journal. */
export const runProgress = z.strictObject({
  status: runStatus,
  endedAt: z.iso.datetime().optional(),
  /** Where the machine's time stood when the run was accepted; absent in the cloud. */
  machine: machineTime.optional(),
  /** Milliseconds from the acceptance to the end by the machine's time; absent where nobody has measured them. */
  tookMs: z.int().min(0).optional(),
  endedBy: endedBy.optional(),
  /** Opinions counted while the run was open. */
  answered: z.int().min(0),
  failed: z.int().min(0),
  /** Experts in the order in which their opinions were stored, late ones included. Runs of earlier versions have none. */
  arrivals: z.array(name).default([]),
  /** US dollars of all opinions with a known price, late ones included. */
  costUsd: z.number().min(0),
  /** What experts who have been heard have used of the limits, by `opinionName`. */
  charges: z.record(z.string(), charged).optional(),
  /** Why experts have failed that were heard before the end, by name. */
  failures: z.record(name, z.string()).optional(),
  /** Who sits in whose place; absent where nobody was replaced. */
  replaced: z.array(runReplacement).min(1).optional(),
  /** Whether every message that was to be sent first has been sent. */
  sent: z.boolean(),
  /** Absent where everybody is asked at once, and until the stages are planned. */
  stages: runStages.optional(),
  /** Absent where no deliberation is asked for, and until it is known whether there is one. */
  rounds: z.array(runRound).min(1).optional(),
  failure: failure.optional(),
});
export type RunProgress = z.infer<typeof runProgress>;

/** A run without what was asked: about one kilobyte. */
export const runState = runHead.extend(runProgress.shape);
export type RunState = z.infer<typeof runState>;

/** What was asked, of whom, and under which policy: never changed. */
export const runQuestion = z.strictObject({
  question: z.string(),
  options: z.array(z.string()).optional(),
  /** The options stand on a scale, the lowest first. */
  ordered: z.boolean().optional(),
  /** Agreement from which a text is decided without a majority of one conclusion. */
  leastAgreement: z.number().min(0).max(1).optional(),
  /** The part of the decided answers that must be right. */
  promise: promise.optional(),
  messages: turns.optional(),
  instructions: z.string().optional(),
  images: z.array(image).optional(),
  /** Files for the rule experts. */
  review: reviewFiles.optional(),
  /** A JSON Schema as JSON text: an item nests 32 levels at most, and its numbers are narrower than JSON's. */
  schema: z.string().optional(),
  /** As the caller asked; the seats hold what came of it. */
  sampling: sampling.optional(),
  /** Whether an answer counts only where all of the question was read. */
  requireWhole: z.boolean().optional(),
  seats: z.array(seat).min(1),
  /** Who is asked for a judgement where nothing would be decided, in order; they sit in no seat. */
  judges: z.array(seat).min(1).optional(),
  /** Who writes a synthesis of the claims, with a seat or without one. */
  writer: seat.optional(),
  /** Candidates that may sit in the place of an expert that fails before it has answered, in that order. */
  standIns: z.array(seat).min(1).optional(),
  queryType: queryType.optional(),
  priority: priority.optional(),
  /** How the seats were chosen, where the circle has more candidates than seats. */
  selection: selection.optional(),
  /** What the request stated beside its question. */
  stated: statedPolicy.optional(),
  /** What the circle declares, where the request's quorum is below it. */
  declaredQuorum: z.int().min(1).optional(),
  /** Whether circle or caller has said how many answers it takes. */
  statedQuorum: z.boolean().optional(),
  /** Whom to ask first where the strategy does not say it: names of seated experts. */
  order: z.array(name).optional(),
  /** The strategy that is replayed beside a run that asks everybody. */
  replayed: strategy.optional(),
  deadlineSeconds: z.number(),
  budgetUsd: z.number().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  demo: z.boolean().optional(),
  /** The webhooks that are notified of the end: the circle's webhooks, then the caller's. */
  webhooks: z.array(webhook).optional(),
});
export type RunQuestion = z.infer<typeof runQuestion>;

/** What the head of a run says of what was asked. */
export function askedInHead({
  kind,
  seats,
  standIns,
  schema,
  ordered,
  webhooks = [],
}: Pick<RunQuestion, 'seats' | 'standIns' | 'schema' | 'ordered' | 'webhooks'> & {
  readonly kind: RunHead['kind'];
}): Pick<RunHead, 'experts' | 'spare' | 'notified' | 'settles'> {
  return {
    experts: seats.map(({ expert }) => expert),
    ...(standIns && { spare: standIns.map(({ expert }) => expert) }),
    notified: webhooks.length,
    // A new text, order or JSON value may lead whatever was said before.
    settles: (kind === 'choice' || kind === 'short') && schema === undefined && ordered !== true,
  };
}

/** A run, whole. */
export const run = runState.extend(runQuestion.shape);
export type Run = z.infer<typeof run>;

/** Characters of a question that a list shows. */
const listedLength = 300;

/** The beginning of a question, as lists show it. */
export function listedQuestion(question: string): string {
  return beginning(question, listedLength);
}

/** At most `length` characters, and no half of one that takes two. */
function beginning(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

/** A run as lists show it. */
export const runRow = z.strictObject({
  ...runHead.pick({ id: true, tenant: true, kind: true, circle: true, learning: true, createdAt: true }).shape,
  status: runStatus,
  /** The beginning of the question. */
  question: z.string(),
  metadata: z.record(z.string(), z.string()).optional(),
  endedAt: z.iso.datetime().optional(),
  /** As measured, where somebody has. */
  tookMs: z.int().min(0).optional(),
  costUsd: z.number().min(0),
});
export type RunRow = z.infer<typeof runRow>;

/** The row of a whole run, whose other fields are left out. */
export const rowOfRun = runRow.strip();
/** What was asked, of a whole run. */
export const questionOfRun = runQuestion.strip();

/** Characters from each end of a question that the core sees when it weighs: the form of the answer is asked for at one of them. */
const weighedEnd = 500;

/** Characters from each end of a question that the core sees when it reads a reply: what may be answered is listed in the text of some. */
const readEnd = 50_000;

/** A question as the core sees it when it reads a reply, which may be as large as a call of the core. */
export function questionToRead(question: string): string {
  return endsOf(question, readEnd);
}

/** A question as the core sees it when it weighs: whole, or the two ends of a long one. The core cuts what it reads from the table in the same way. */
export function weighedQuestion(question: string): string {
  return endsOf(question, weighedEnd);
}

const gap = '\n…\n';

/** What is cut is not cut again. */
function endsOf(text: string, length: number): string {
  if (text.length <= 2 * length + gap.length) return text;
  return `${beginning(text, length)}${gap}${text.slice(-length).replace(/^[\uDC00-\uDFFF]/, '')}`;
}
