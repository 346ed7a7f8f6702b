/** Names of the DynamoDB table: the stack builds it from them, the store adapter reads and writes by them. */
import type { ReliabilityKey } from './reliability.ts';
import { opinionName } from './rounds.ts';

/** Attributes that are not fields of an item but place it. */
export const tableAttributes = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds: DynamoDB deletes the item some time after it, so readers skip an item that is past it. */
  expiresAt: 'expiresAt',
  /** On rows of lists, and on runs of the first version: partition of the listing by tenant. */
  tenantKey: 'tenantKey',
  /** On runs that are open or closed, and on no other: partition of the listing by deadline. */
  openKey: 'openKey',
} as const;

/** A global secondary index. Both keys are strings. */
export interface TableIndex {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly projection: 'ALL' | 'KEYS_ONLY';
}

/** Rows of a tenant by creation: read as they are, hence the whole item. */
export const byTenant = {
  name: 'by-tenant',
  partitionKey: tableAttributes.tenantKey,
  sortKey: 'createdAt',
  projection: 'ALL',
} as const satisfies TableIndex;

/** Runs without an end by deadline: the sweeper reads each one again by its key, so the keys are enough. */
export const byDeadline = {
  name: 'by-deadline',
  partitionKey: tableAttributes.openKey,
  sortKey: 'deadlineAt',
  projection: 'KEYS_ONLY',
} as const satisfies TableIndex;

/** The one value of `openKey`. */
export const openKeyValue = 'OPEN';

/** Sort key of a run, below `CONSULTATION#<id>`. */
const runSortKey = 'RUN';
/** Sort key of what was asked, below `CONSULTATION#<id>`. */
const questionSortKey = 'QUESTION';
/** Sort key of a run's row in lists, below `CONSULTATION#<id>`. */
const rowSortKey = 'ROW';
/** Sort key of the task token of the state `Ask`, below `CONSULTATION#<id>`. */
const tokenSortKey = 'TOKEN';
/** Sort key of a verdict, below `CONSULTATION#<id>`. */
const verdictSortKey = 'VERDICT';
/** Start of the sort key of an opinion, below `CONSULTATION#<id>`. */
export const opinionPrefix = 'OPINION#';
/** Start of the sort key of an attempt, below `CONSULTATION#<id>`. */
export const attemptPrefix = 'ATTEMPT#';
/** Start of the sort key of a delivery, below `CONSULTATION#<id>`. */
export const deliveryPrefix = 'DELIVERY#';
/** Sort key of the last feedback, below `CONSULTATION#<id>`. */
const feedbackSortKey = 'FEEDBACK';
/** Start of the sort key of feedback that was not the last word, below `CONSULTATION#<id>`. */
export const formerFeedbackPrefix = `${feedbackSortKey}#`;
/** Start of the sort key of an expert's sums, below `RELIABILITY#…`, as the first version kept them: an item for each expert. */
export const earlierSumsPrefix = 'V1#';
/** Sort key of the sums of all experts, below `RELIABILITY#…`: one item, since each lesson is about all of a panel. */
export const sumsSortKey = 'V2';
/** Sort key of the number of replacements, below `RELIABILITY#…`. */
export const generationSortKey = 'GENERATION';
/** Partition of the experts' health. */
export const healthPartition = 'HEALTH';

/** Partition of the agenda of schedules. */
export const agendaPartition = 'AGENDA';
/** Start of the partition of what became of the times of a schedule. */
export const scheduledTimesPrefix = 'SCHEDULE#';

/** Where an item lies. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export function consultationPartition(consultationId: string): string {
  return `CONSULTATION#${consultationId}`;
}

export function runKey(consultationId: string): ItemKey {
  return { pk: consultationPartition(consultationId), sk: runSortKey };
}

export function questionKey(consultationId: string): ItemKey {
  return { pk: consultationPartition(consultationId), sk: questionSortKey };
}

export function rowKey(consultationId: string): ItemKey {
  return { pk: consultationPartition(consultationId), sk: rowSortKey };
}

export function tokenKey(consultationId: string): ItemKey {
  return { pk: consultationPartition(consultationId), sk: tokenSortKey };
}

export function verdictKey(consultationId: string): ItemKey {
  return { pk: consultationPartition(consultationId), sk: verdictSortKey };
}

/** `round` starts at 1. */
export function opinionKey(consultationId: string, expert: string, round = 1): ItemKey {
  return { pk: consultationPartition(consultationId), sk: `${opinionPrefix}${expert}#${round}` };
}

/** The first round has none in its key, as in earlier versions. */
export function attemptKey(consultationId: string, expert: string, round = 1): ItemKey {
  return { pk: consultationPartition(consultationId), sk: `${attemptPrefix}${opinionName({ expert, round })}` };
}

/** `webhook` is the place in the run's list. Two digits keep the order: a run has fewer than a hundred. */
export function deliveryKey(consultationId: string, webhook: number): ItemKey {
  return { pk: consultationPartition(consultationId), sk: `${deliveryPrefix}${String(webhook).padStart(2, '0')}` };
}

export function feedbackKey(consultationId: string): ItemKey {
  return { pk: consultationPartition(consultationId), sk: feedbackSortKey };
}

/** `revision` starts at 1. Six digits keep the order: nobody corrects a consultation a million times. */
export function formerFeedbackKey(consultationId: string, revision: number): ItemKey {
  return { pk: consultationPartition(consultationId), sk: `${formerFeedbackPrefix}${String(revision).padStart(6, '0')}` };
}

/** The tenant is encoded, so that no tenant can spell another one and its circle. */
export function reliabilityPartition({ tenant, circle, kind }: ReliabilityKey): string {
  return `RELIABILITY#${encodeURIComponent(tenant)}#${circle}#${kind}`;
}

export function sumsKey(key: ReliabilityKey): ItemKey {
  return { pk: reliabilityPartition(key), sk: sumsSortKey };
}

export function generationKey(key: ReliabilityKey): ItemKey {
  return { pk: reliabilityPartition(key), sk: generationSortKey };
}

/** The tenant is encoded, so that no tenant and key can together spell those of another. */
export function idempotencyKey(tenant: string, key: string): ItemKey {
  return { pk: `IDEMPOTENCY#${encodeURIComponent(tenant)}#${key}`, sk: 'IDEMPOTENCY' };
}

/** The fingerprint is one of the tenant's: nothing of the request can be read off it. */
export function requestPartition(fingerprint: string): string {
  return `REQUEST#${fingerprint}`;
}

export function requestKey(fingerprint: string, consultationId: string): ItemKey {
  return { pk: requestPartition(fingerprint), sk: consultationId };
}

export function healthKey(expert: string): ItemKey {
  return { pk: healthPartition, sk: `EXPERT#${expert}` };
}

export function agendaKey(schedule: string): ItemKey {
  return { pk: agendaPartition, sk: schedule };
}

export function scheduledTimesPartition(schedule: string): string {
  return `${scheduledTimesPrefix}${schedule}`;
}

/** `at` is ISO 8601. */
export function scheduledTimeKey(schedule: string, at: string): ItemKey {
  return { pk: scheduledTimesPartition(schedule), sk: at };
}

/** `at` is ISO 8601: the partition is its day; `unique` distinguishes two uses of one millisecond. */
export function secretUseKey(at: string, unique: string): ItemKey {
  return { pk: `SECRETUSE#${at.slice(0, 10)}`, sk: `${at}#${unique}` };
}

/** Value of `tenantKey`. */
export function tenantKeyOf(tenant: string): string {
  return `TENANT#${tenant}`;
}

/** Attribute of an item that holds the key of the texts that are too large for it. */
export const textsAttribute = 'texts';

/** Where large texts lie in their bucket: what was asked, and what was answered. */
export const largeTextsPrefixes = { questions: 'questions/', answers: 'answers/' } as const;
export type LargeTextsKind = keyof typeof largeTextsPrefixes;

/** Where those lie that are kept for a number of days of their own; without one, for as long as all others. */
export function largeTextsPrefixFor(kind: LargeTextsKind, days: number | undefined): string {
  return days === undefined ? largeTextsPrefixes[kind] : `${largeTextsPrefixes[kind]}kept-${days}/`;
}
