/** The facts of a stage that are no secrets: sizes, limits, schedules, thresholds. Whoever needs one reads it here. */
import type { Append, Repeats } from '../shared/contract/policy.ts';
import { maxReceives } from '../shared/contract/workflow.ts';

/** The stages with settings of their own. */
export const stageNames = ['dev', 'prod'] as const;
/** A stage: one of those, or one person's own, such as `dev-anna`, which has the settings of `dev`. */
export type StageName = (typeof stageNames)[number] | `dev-${string}`;

/** Short, since the name is part of many others. */
const ownStage = /^dev-[a-z][a-z0-9]{0,15}$/;

export function isStageName(text: string): text is StageName {
  return stageNames.some((name) => name === text) || ownStage.test(text);
}

/** The settings of a stage. */
export function settingsOf(stage: StageName): StageSettings {
  return stage === 'prod' ? settings.prod : settings.dev;
}

/** The deployed functions; all experts share one size. */
export type FunctionKind =
  | 'api'
  | 'api-stream'
  | 'authorizer'
  | 'prepare'
  | 'ask'
  | 'conclude'
  | 'consensus'
  | 'review'
  | 'fail'
  | 'expert'
  | 'webhooks'
  | 'sweep'
  | 'probe-experts'
  | 'relearn'
  | 'start-scheduled'
  | 'start-owed';

/** Memory also decides the share of a processor: 1769 MB is one whole core. */
export interface FunctionSize {
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
}

/** So many traces a second, and this share, 0 to 1, of what goes beyond. */
export interface TraceRate {
  readonly perSecond: number;
  readonly share: number;
}

/** A recurring job. EventBridge Scheduler's own default is 185 attempts in 24 hours, which would bury a later fault. */
export interface JobSchedule {
  readonly everyMinutes: number;
  readonly retries: number;
  readonly maxAgeSeconds: number;
}

/** What differs, or may come to differ, between stages. */
export interface StageSettings {
  readonly functions: Readonly<Record<FunctionKind, FunctionSize>>;
  /**
   * Whether each kind of provider has its limit of workers at one time (`shared/contract/provider-kinds.ts`): the guard of its rate limit. Without it
   * a queue at rest is asked by two pollers instead of five, which is most of what an idle queue costs.
   */
  readonly limitsExperts: boolean;
  readonly expertQueue: {
    readonly visibilitySeconds: number;
    readonly maxReceives: number;
    readonly retentionDays: number;
    readonly deadLetterDays: number;
  };
  readonly webhookQueue: {
    readonly visibilitySeconds: number;
    readonly maxReceives: number;
    readonly retentionDays: number;
    /** As for experts. */
    readonly maxConcurrency?: number;
    /** Age of the oldest message at which the alarm goes off. */
    readonly maxAgeSeconds: number;
  };
  /** Resources below `arn:…:bedrock:` that the bedrock worker may invoke; circles name models as data. */
  readonly bedrockModels: { readonly foundation: string; readonly profile: string };
  readonly api: {
    /** API Gateway counts each method of each route apart. */
    readonly requestsPerSecond: number;
    readonly burst: number;
    /** The same for each route that needs no key: nobody is to be held to account there, and each has a limit of its own. */
    readonly openRequestsPerSecond: number;
    readonly openBurst: number;
    /** API Gateway keeps an authorizer's answer for an `Authorization` header this long; a withdrawn key lives on as long. */
    readonly authorizerCacheSeconds: number;
    /** Origins of pages that may call /mcp, beside the API's own and those of the caller's machine. */
    readonly allowedOrigins: readonly string[];
    /** Whether a repeated request joins the consultation of the first, unless circle or request say otherwise. */
    readonly repeats: Repeats;
    /** What chat completions say of the panel at the end of their text, unless circle or request say otherwise. */
    readonly append: Append;
    /** Where callers reach the API, such as a domain of its own: webhooks link to consultations below it. @default links are paths */
    readonly publicUrl?: string;
    /** Whether chat requests are refused for what has no effect, where they do not say so themselves. */
    readonly strict: boolean;
  };
  /** Requests from one address in five minutes before the web firewall blocks it; absent means no firewall. */
  readonly firewallRequestsPerAddress?: number;
  readonly schedules: { readonly sweep: JobSchedule; readonly probeExperts: JobSchedule; readonly relearn: JobSchedule };
  /** CloudWatch accepts certain numbers only. */
  readonly logRetentionDays: 30 | 365;
  /** Days for which a consultation is kept, with all that belongs to it; what was learnt from it stays, in numbers. */
  readonly retentionDays: number;
  /**
   * How much is traced of what the gateway takes, and of the runs of the state machine, where most that can be slow happens. Functions that are
   * called by nobody traced follow Lambda's own rule, which nothing sets.
   */
  readonly traces: { readonly gateway: TraceRate; readonly runs: TraceRate };
  /** Whether secrets are encrypted with a key of the stage's own, which costs as much as two secrets; else with the account's key for them. */
  readonly ownKey: boolean;
  /** Whether tables, keys, secrets and logs outlive the stack. */
  readonly keepData: boolean;
  readonly alarms: {
    /** Headings of RUNBOOK.md whose alarms the stage has; absent means all. */
    readonly only?: readonly string[];
    /** Failed invocations of one function in five minutes. */
    readonly functionErrors: number;
    /** Requests refused with 4xx in five minutes: a broken client or somebody trying keys. */
    readonly apiClientErrors: number;
    readonly apiServerErrors: number;
    readonly failedConsultations: number;
    readonly throttledTableRequests: number;
  };
}

/**
 * Expert workers. A deadline is at most 870 s and a worker needs a little longer to record how it ended; 900 s is Lambda's limit.
 *
 * Visibility: AWS refuses less than the worker's 900 s. Six times as much (90 min) is the usual advice, given for functions that are
 * throttled while their messages wait; here `maxConcurrency` keeps the poller from taking more than it can hand out, and a message
 * is worthless 870 s after it was sent, since a worker drops it unasked once its deadline has passed. 900 s + 60 s for the delivery
 * is thus never early (no expert is asked twice) and brings a poisoned message to the dead-letter queue after 3 × 16 min = 48 min
 * instead of 4.5 hours.
 */
const expertTimeoutSeconds = 900;
const expertQueue = {
  visibilitySeconds: expertTimeoutSeconds + 60,
  maxReceives,
  // Expired messages still note their expert's end, but nobody waits for that: a day covers an outage of the workers.
  retentionDays: 1,
  // SQS's maximum. The age in a dead-letter queue counts from the first sending, hence far longer than the source's retention.
  deadLetterDays: 14,
};

/**
 * An attempt waits 10 s at most, and its worker 30 s. A message of a worker that died is seen again when the lease of its attempt (30 s
 * in `shared/domain/delivery.ts`) is over. The longest delay of a message is SQS's 900 s, of which its age may count all: an age beyond
 * that and several receives means that nobody takes the messages.
 */
const webhookQueue = { visibilitySeconds: 60, maxReceives: 5, retentionDays: 1, maxAgeSeconds: 900 + 5 * 60 };

const functions: StageSettings['functions'] = {
  // API Gateway's patience with an integration; the application waits 25 s at most for a verdict (`Prefer: wait`).
  api: { memoryMb: 512, timeoutSeconds: 29 },
  // A stream waits nearly all its time; it lets go after 870 s, and its reader comes back.
  'api-stream': { memoryMb: 256, timeoutSeconds: 900 },
  authorizer: { memoryMb: 256, timeoutSeconds: 5 },
  // The state machine waits 30 s for each of its functions and 120 s for the one that concludes; a function that gives up first names its reason.
  prepare: { memoryMb: 512, timeoutSeconds: 25 },
  ask: { memoryMb: 512, timeoutSeconds: 25 },
  consensus: { memoryMb: 512, timeoutSeconds: 55 },
  // One whole core: a review is computation, and a person waits for it.
  review: { memoryMb: 1769, timeoutSeconds: 60 },
  // It waits for consensus, and writes before and after.
  conclude: { memoryMb: 256, timeoutSeconds: 110 },
  fail: { memoryMb: 256, timeoutSeconds: 25 },
  // An expert waits for a provider nearly all its time.
  expert: { memoryMb: 512, timeoutSeconds: expertTimeoutSeconds },
  webhooks: { memoryMb: 256, timeoutSeconds: 30 },
  // A sweep must end before the next one starts, a minute later.
  sweep: { memoryMb: 256, timeoutSeconds: 55 },
  'probe-experts': { memoryMb: 256, timeoutSeconds: 60 },
  // It reads the index of a year and then waits for the core, at most a minute for each hundred consultations.
  relearn: { memoryMb: 512, timeoutSeconds: 900 },
  // Nobody waits for them: a review of what is deployed reads hundreds of templates, which CloudFormation hands out slowly.
  'start-scheduled': { memoryMb: 512, timeoutSeconds: 300 },
  'start-owed': { memoryMb: 512, timeoutSeconds: 300 },
};

const schedules: StageSettings['schedules'] = {
  // The next sweep does what this one could not, so one more try within its minute is enough.
  sweep: { everyMinutes: 1, retries: 1, maxAgeSeconds: 60 },
  probeExperts: { everyMinutes: 15, retries: 2, maxAgeSeconds: 600 },
  // Lessons are added as they come; this only makes them more exact, so the next day is soon enough after a failure.
  relearn: { everyMinutes: 24 * 60, retries: 1, maxAgeSeconds: 3600 },
};

const bedrockModels = { foundation: 'foundation-model/*', profile: 'inference-profile/*' };

/** Enough to notice that a stage without callers of its own is broken; each alarm is billed by the month. */
const tellingAlarms = [
  'api-server-errors',
  'workflow-failed',
  'workflow-timed-out',
  'functions-throttled',
  'sweep-errors',
  'job-dead-letters',
  'secret-unexpected-reader',
];

/** What an account has once, whatever its stages: the trail. Its files outlive everything, and nobody can delete one within the lock. */
export const auditSettings = {
  /** No stage can have this name. */
  stackName: 'circle-audit',
  /** What the trail writes to, in the region of its stack. */
  logGroupName: '/circle/trail',
  logRetentionDays: 365,
  retentionDays: 400,
  lockDays: 365,
} as const;

/** A trail that sees every region has its name in every region. */
export function trailNameIn(region: string): string {
  return `circle-${region}`;
}

export const settings: Readonly<Record<(typeof stageNames)[number], StageSettings>> = {
  dev: {
    functions,
    limitsExperts: false,
    expertQueue,
    webhookQueue,
    bedrockModels,
    api: {
      requestsPerSecond: 20,
      burst: 40,
      openRequestsPerSecond: 3,
      openBurst: 20,
      authorizerCacheSeconds: 300,
      allowedOrigins: [],
      repeats: 'join',
      append: 'none',
      strict: false,
    },
    schedules,
    logRetentionDays: 30,
    retentionDays: 90,
    traces: { gateway: { perSecond: 0, share: 0.05 }, runs: { perSecond: 1, share: 1 } },
    ownKey: false,
    keepData: false,
    alarms: {
      only: tellingAlarms,
      functionErrors: 1,
      apiClientErrors: 100,
      apiServerErrors: 1,
      failedConsultations: 1,
      throttledTableRequests: 10,
    },
  },
  prod: {
    functions,
    limitsExperts: true,
    expertQueue,
    webhookQueue: { ...webhookQueue, maxConcurrency: 10 },
    bedrockModels,
    api: {
      requestsPerSecond: 100,
      burst: 200,
      openRequestsPerSecond: 10,
      openBurst: 40,
      authorizerCacheSeconds: 300,
      allowedOrigins: [],
      repeats: 'join',
      append: 'none',
      strict: false,
    },
    firewallRequestsPerAddress: 3000,
    schedules,
    logRetentionDays: 365,
    retentionDays: 400,
    traces: { gateway: { perSecond: 0, share: 0.05 }, runs: { perSecond: 1, share: 0.05 } },
    ownKey: true,
    keepData: true,
    alarms: { functionErrors: 3, apiClientErrors: 500, apiServerErrors: 5, failedConsultations: 3, throttledTableRequests: 10 },
  },
};
