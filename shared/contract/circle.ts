/** `circles.yaml`, `providers.yaml` and `prices.yaml`: the knowledge that changes without a new build. */
import * as z from 'zod';
import { baseUrl } from './base-url.ts';
import type { BaselineEntry } from './baseline.ts';
import { deployedReview } from './deployed-review.ts';
import { expert, keyName, providerKind, type QueuedProviderKind } from './expert.ts';
import { limits } from './limits.ts';
import { append, onDisconnect, repeats } from './policy.ts';
import {
  deadlineMaxSeconds,
  deliberation,
  hedgeSeconds,
  type NewConsultation,
  name,
  newConsultation,
  promise,
  strategy,
} from './question.ts';
import { learning } from './reliability.ts';
import type { RuleFile } from './rules.ts';
import { chosenSeats, type QueryTypesFile } from './selection.ts';
import { type SkillFile, skillField } from './skill.ts';
import { circleWebhooksMax, newWebhook } from './webhook.ts';

/** Days: a century. */
export const retentionDaysMax = 36_500;

/** When a consultation ends before everybody is heard. */
export const stopRule = z.enum(['settled', 'quorum']);
export type StopRule = z.infer<typeof stopRule>;
/** What becomes of calls that are under way when a consultation ends. */
export const lateRule = z.enum(['keep', 'abort']);
export type LateRule = z.infer<typeof lateRule>;

/** A named panel with its policy, as the file declares it. */
const declaredCircle = z.strictObject({
  /** Who is asked. */
  experts: z.array(name).min(1).max(50).optional(),
  /** In place of `experts`: how many are asked, and who may be. */
  seats: chosenSeats.optional(),
  quorum: z.int().min(1).optional(),
  /** Answers on which it may decide where no more can be had; the quorum by default. */
  minimum: z.int().min(1).optional(),
  /** Agreement, 0 to 1, from which a free text is decided without a majority of one conclusion; the core's 0.3 unless it is said otherwise. */
  leastAgreement: z.number().min(0).max(1).optional(),
  /** The part of its decided answers that must be right: it decides nothing where its outcomes do not carry that. */
  promise: promise.optional(),
  /** When a consultation ends early: once its outcome is `settled` (the default), or once a `quorum` is in. */
  stop: stopRule.optional(),
  /** Whom to ask first, and when the others: `all` (the default) at once, until it is `settled` or `sure`, or by stages (`escalate`). */
  strategy: strategy.optional(),
  /** Whom a strategy without stages of its own asks first; by skill for the money where it is learnt, else as the experts stand. */
  order: z.array(name).min(1).optional(),
  /** Seconds after which the next stage is asked although the one before is not in, unless those who are suffice; its share of the time by default. */
  hedgeSeconds: hedgeSeconds.optional(),
  /** The strategy whose saving each verdict tells while everybody is asked. */
  replay: strategy.optional(),
  /** What is done where the answers differ: a debate, a judge. Nothing by default. */
  deliberation: deliberation.optional(),
  /** What becomes of calls under way at the end: `keep` (the default) stores their answers as late, `abort` gives them up. */
  late: lateRule.optional(),
  deadlineSeconds: z.number().min(1).max(deadlineMaxSeconds).optional(),
  budgetUsd: z.number().positive().optional(),
  /** What a consultation may use at the most: calls beyond it are not made. */
  limits: limits.optional(),
  method: z.literal('auto').optional(),
  /** Whether a repeated request joins the consultation of the first; the server's setting by default. */
  repeats: repeats.optional(),
  /** What becomes of a consultation whose caller hangs up; the server's setting by default. In the cloud nobody sees that. */
  onDisconnect: onDisconnect.optional(),
  /** What its chat completions say of the panel at the end of their text; the server's setting by default. */
  append: append.optional(),
  /** What becomes of what is learnt of the experts; `auto` by default. */
  learning: learning.optional(),
  /** The field of its questions: which published results its experts are known by; those over all fields by default. */
  field: skillField.optional(),
  /** `none`: nothing is taken as known of its experts before they have answered. */
  skill: z.literal('none').optional(),
  /** What becomes of an expert whose key is not set: `fail` names it as failed in the verdict, `skip` does not seat it. */
  unavailable: z.enum(['fail', 'skip']).optional(),
  /** Days for which its consultations are kept, with all that belongs to them; the server's or the stage's setting by default. */
  retentionDays: z.int().min(1).max(retentionDaysMax).optional(),
  /** Answers of this circle are made up for a first try, and each one says so. */
  demo: z.boolean().optional(),
  /** The webhooks that are notified of each verdict. */
  webhooks: z.array(newWebhook).min(1).max(circleWebhooksMax).optional(),
});

/** Of two keys one is given: what is said of both names the one that is too many, and of neither the usual one. */
function oneOf(usual: string, other: string) {
  return (given: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
    if ((given[usual] === undefined) !== (given[other] === undefined)) return;
    const both = given[other] !== undefined;
    const message = both ? `cannot stand beside \`${usual}\`: one of both` : `must be given, or \`${other}\` in its place`;
    context.addIssue({ code: 'custom', path: [both ? other : usual], message });
  };
}

/** A named panel with its policy: `experts` are all that may sit, of whom `choose` do where that is said. */
export const circle = declaredCircle
  .superRefine(oneOf('experts', 'seats'))
  .transform(({ experts = [], seats, ...policy }) =>
    seats === undefined
      ? { ...policy, experts }
      : { ...policy, experts: seats.from, choose: seats.choose, ...(seats.replace !== undefined && { replace: seats.replace }) },
  );
export type Circle = Omit<z.infer<typeof declaredCircle>, 'experts' | 'seats'> & {
  readonly experts: string[];
  readonly choose?: number | undefined;
  /** Whether a candidate without a seat may take that of an expert that fails before it has answered. */
  readonly replace?: boolean | undefined;
};

/** What becomes of a run of a schedule while the one before it has not ended. */
export const overlapRule = z.enum(['skip', 'queue', 'allow']);

/** A recurring consultation: five-field cron in a time zone, and the body that the API would take, or what is deployed and reviewed. */
export const schedule = z
  .strictObject({
    cron: z.string().regex(/^\S+ \S+ \S+ \S+ \S+$/, 'must have five fields: minute, hour, day of month, month, day of week'),
    timezone: z.string().default('UTC'),
    /** What becomes of runs that were missed: the newest is made up when the server is back, or they are told. */
    missed: z.enum(['run', 'tell']).default('tell'),
    overlap: overlapRule.default('allow'),
    consultation: newConsultation.optional(),
    review: deployedReview.optional(),
  })
  .superRefine(oneOf('consultation', 'review'));
export type Schedule = z.infer<typeof schedule>;

/** Whom a schedule asks and tells: of its question, or of its review. */
export function scheduledPolicy({
  consultation,
  review,
}: Pick<Schedule, 'consultation' | 'review'>): Pick<NewConsultation, 'experts' | 'deliberation' | 'webhook'> {
  return consultation ?? review ?? {};
}

/** Whether a schedule promises that a time is not lost. */
export function owesRuns({ overlap, missed }: Pick<Schedule, 'overlap' | 'missed'>): boolean {
  return overlap === 'queue' || missed === 'run';
}

export const circlesFile = z.strictObject({
  experts: z.record(name, expert),
  circles: z.record(name, circle),
  schedules: z.record(name, schedule).default({}),
  /** The folder of the team's own rules, from this file on; `rules` where there is one of that name. */
  rules: z.string().min(1).optional(),
});
export type CirclesFile = z.infer<typeof circlesFile>;

/** A provider or preset: its kind, and what an expert of it need not repeat. */
export const providerPreset = z.strictObject({
  kind: providerKind,
  baseUrl: baseUrl.optional(),
  key: keyName.optional(),
  family: z.string().optional(),
  /** Whether calls cost nothing, as on a server of one's own. */
  free: z.boolean().optional(),
  /** As at an expert, for all of this provider's. */
  images: z.boolean().optional(),
  jsonSchema: z.boolean().optional(),
});
export type ProviderPreset = z.infer<typeof providerPreset>;
export const providersFile = z.record(z.string(), providerPreset);

/** US dollars per million tokens. */
export const price = z.strictObject({
  inputUsdPerMillion: z.number().min(0),
  outputUsdPerMillion: z.number().min(0),
});
export type Price = z.infer<typeof price>;
/** Prices by provider or preset, then by model. `asOf` is the day on which the list was last checked. */
export const pricesFile = z.strictObject({
  asOf: z.iso.date(),
  prices: z.record(z.string(), z.record(z.string(), price)),
});

/** Everything of the knowledge folder, parsed. */
export interface Knowledge {
  readonly experts: Readonly<Record<string, z.infer<typeof expert>>>;
  readonly circles: Readonly<Record<string, Circle>>;
  readonly schedules: Readonly<Record<string, Schedule>>;
  readonly providers: Readonly<Record<string, ProviderPreset>>;
  readonly prices: z.infer<typeof pricesFile>;
  /** Published results of models; absent in knowledge of earlier versions. */
  readonly skill?: SkillFile;
  /** What types and priorities of questions decide; absent in knowledge of earlier versions. */
  readonly queryTypes?: QueryTypesFile;
  /** Kinds that have a worker here; absent where every kind has one. */
  readonly workers?: readonly QueuedProviderKind[];
  /** Kinds whose experts nobody can ask here at the moment, and why. */
  readonly away?: Readonly<Partial<Record<QueuedProviderKind, string>>>;
  /** The files of the team's own rules; absent where it has none. */
  readonly team?: readonly RuleFile[];
  /** What the baseline of a schedule accepts, by the name of the schedule; absent where none has one. */
  readonly baselines?: Readonly<Record<string, readonly BaselineEntry[]>>;
  /** Persona texts by name. */
  readonly personas: Readonly<Record<string, string>>;
  /** The folder that relative paths (`script`) are resolved against. */
  readonly folder: string;
}

/** Days by circle, of those that say for how long their consultations are kept. */
export function retentionByCircle(circles: Knowledge['circles']): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(circles).flatMap(([circleName, { retentionDays }]) =>
      retentionDays === undefined ? [] : [[circleName, retentionDays]],
    ),
  );
}
