/** The balance of a month: what was accepted, called, sent and kept, against what the server says of it. Each entry is a sentence on what does not add up. */
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { ShownDelivery } from '../../../shared/contract/delivery.ts';
import { agendaEntry, type ShownSchedule } from '../../../shared/contract/schedule.ts';
import { webhookAttemptsMax } from '../../../shared/domain/webhook-retry.ts';
import type { Asked } from './callers.ts';
import type { Levels } from './machine.ts';
import { answerTokens, type Call } from './provider.ts';

/** Every question has one consultation, and that has one end. */
export function questionsWithoutEnd(asked: readonly Asked[], consultations: readonly Consultation[]): string[] {
  const byQuestion = Map.groupBy(consultations, ({ question }) => question);
  const unasked = asked.flatMap(({ question, ids }) => {
    const found = byQuestion.get(question) ?? [];
    if (ids.size !== 1) return [`${nameOf(question)} was given ${ids.size} ids: ${[...ids].join(', ')}`];
    return found.length === 1 && ids.has(found[0]?.id ?? '') ? [] : [`${nameOf(question)} has ${found.length} consultations`];
  });
  return [...unasked, ...consultations.flatMap(endOf)];
}

function endOf({ id, status, verdict, failure }: Consultation): string[] {
  if (status === 'open') return [`${id} has not ended`];
  const hasNone = status === 'failed' || status === 'cancelled';
  return [
    ...((verdict === null) === hasNone ? [] : [`${id} is ${status}, and its verdict says otherwise`]),
    // Where nobody answered, what all experts failed by may be named.
    ...((failure !== undefined) === (status === 'failed') || status === 'no-quorum'
      ? []
      : [`${id} is ${status}, and its failure says otherwise`]),
  ];
}

/** Every call that a provider bills is told of, with its tokens or as an unknown cost; and nothing is told of that was not called. */
export function callsNotAccountedFor(calls: readonly Call[], consultations: readonly Consultation[]): string[] {
  const accounts = new Map<string, Account>();
  const accountOf = (question: string, expert: string) => {
    const name = `${expert}: ${nameOf(question)}`;
    const account = accounts.get(name) ?? { billed: 0, lost: 0, paid: 0, unknown: false };
    accounts.set(name, account);
    return account;
  };
  for (const { question, opinions, cost } of consultations) {
    for (const { expert, usage } of opinions) {
      const account = accountOf(question, expert);
      account.paid += (usage?.inputTokens ?? 0) / answerTokens.prompt_tokens;
      account.unknown ||= cost.unknown.includes(expert);
    }
  }
  for (const { question, model, state } of calls) {
    if (state === 'billed' || state === 'lost') accountOf(question, model)[state] += 1;
  }
  return [...accounts].flatMap(([name, account]) => discrepancyOf(name, account));
}

/** Calls of one model about one question. */
interface Account {
  /** Answered in full, as the provider knows. */
  billed: number;
  /** Broken off. */
  lost: number;
  /** Told with their tokens. */
  paid: number;
  /** Whether the server says that it does not know what all of them have cost. */
  unknown: boolean;
}

function discrepancyOf(name: string, { billed, lost, paid, unknown }: Account): string[] {
  if (paid > billed) return [`${name}: ${billed} calls were billed, and ${paid} are told`];
  if (unknown) return [];
  if (paid < billed) return [`${name}: ${billed} calls were billed, ${paid} are told, and no cost is unknown`];
  return lost > 0 ? [`${name}: ${lost} calls broke off, and no cost is unknown`] : [];
}

/** Milliseconds after which a delivery that is due should have been tried. */
const overdueMs = 60_000;

/** Every end was told to its webhook, or given up after all its attempts; and nothing counts as delivered that was not taken. */
export function deliveriesMissing(
  consultations: readonly Consultation[],
  deliveries: ReadonlyMap<string, readonly ShownDelivery[]>,
  taken: ReadonlyMap<string, number>,
  now: number,
): string[] {
  return consultations.flatMap(({ id, timing: { endedAt } }) =>
    (deliveries.get(id) ?? []).flatMap(({ webhookId, state, attempts, nextAttemptAt }) => {
      if (state === 'delivered') return taken.has(webhookId) ? [] : [`${id} counts as delivered, and nothing has come`];
      if (state === 'given-up')
        return attempts.length >= webhookAttemptsMax ? [] : [`${id} was given up after ${attempts.length} attempts`];
      // The first attempt is due at the end.
      const due = Date.parse(nextAttemptAt ?? endedAt ?? '');
      return due < now - overdueMs ? [`${id} waits for a delivery that was due, after ${attempts.length} attempts`] : [];
    }),
  );
}

/** Megabytes that the heap of one server may grow in its life beside what is kept in memory: caches that fill, and what Node compiles. */
const heapRoom = 60;
/** Days of one server in whose last third nothing more fills: what grows still is a leak. And the megabytes by which its least may differ. */
const [longLife, leakRoom] = [9, 12];
/** Files that may be open beside those of the first quiet moment. */
export const filesRoom = 20;

/** What has grown in the life of one server by more than it keeps. */
export function growth(days: readonly { readonly starts: number; readonly levels: Levels }[]): string[] {
  return [...Map.groupBy(days, ({ starts }) => starts).values()].flatMap((life) => {
    const [first, last] = [life[0]?.levels, life.at(-1)?.levels];
    if (!first || !last) return [];
    const heap = last.heapMegabytes - first.heapMegabytes;
    const files = last.files - first.files;
    return [
      ...(heap > heapRoom ? [`the heap of a server has grown by ${heap.toFixed(0)} MB in ${life.length} days`] : []),
      ...leakOf(life.map(({ levels }) => levels.heapMegabytes)),
      ...(files > filesRoom
        ? [`a server has ${files} more files open after ${life.length} days: ${last.fileKinds}, before ${first.fileKinds}`]
        : []),
    ];
  });
}

/** Whether the heap of a long life still grows when all that is kept in memory has come to its bound. */
function leakOf(heaps: readonly number[]): string[] {
  const third = Math.floor(heaps.length / 3);
  const [middle, last] = [heaps.slice(third, 2 * third), heaps.slice(-third)].map((some) => Math.min(...some));
  if (heaps.length < longLife || middle === undefined || last === undefined || last - middle <= leakRoom) return [];
  return [`the heap of a server still grows after ${heaps.length} days: by ${(last - middle).toFixed(0)} MB in a third of them`];
}

/** Days after which as much goes as comes: consultations are kept for five. */
const settledDays = 7;
/** By how much a week may be larger than the one before: the load of days differs threefold. */
const weekFactor = 2;

/** Whether what is kept on the disk grows, although as much is removed as is asked. */
export function diskGrowth(days: readonly { readonly levels: Levels }[]): string[] {
  const most = (some: typeof days) => Math.max(...some.map(({ levels }) => levels.diskMegabytes));
  const [before, last] = [days.slice(settledDays, 2 * settledDays), days.slice(-settledDays)];
  if (days.length < 3 * settledDays || most(last) <= weekFactor * most(before)) return [];
  return [`the data folder has grown from ${most(before).toFixed(0)} to ${most(last).toFixed(0)} MB`];
}

/** A question without its length: each begins in its own way. */
function nameOf(question: string): string {
  return question.slice(0, 80);
}

/** Each time of a schedule that makes up for what it has missed has run, whatever the night was. */
export function schedulesBehind(schedules: readonly ShownSchedule[]): string[] {
  return schedules.flatMap(({ name, missed, times }) =>
    missed === 'run' ? times.flatMap(({ at, outcome }) => (outcome === 'ran' ? [] : [`${name} of ${at}: ${outcome}`])) : [],
  );
}

/** What is stored names its version beside it. */
const storedEntry = z.looseObject(agendaEntry.shape);

/** What a stopped server leaves to do, by its tables: nothing is owed, and nothing waits. */
export function leftBehind(database: string): string[] {
  const file = new DatabaseSync(database, { readOnly: true });
  try {
    const entries = file.prepare('SELECT entry FROM agenda').all();
    const owing = entries.map(({ entry }) => storedEntry.parse(JSON.parse(String(entry)))).filter(({ owes }) => owes !== undefined);
    const waiting = ['messages', 'deadLetters'].flatMap((table) => {
      const rows = Number(file.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.['rows']);
      return rows === 0 ? [] : [`${rows} rows are left in ${table}`];
    });
    return [...owing.map(({ schedule, owes }) => `${schedule} owes its run of ${owes}`), ...waiting];
  } finally {
    file.close();
  }
}
