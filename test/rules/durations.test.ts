/**
 * No duration is taken from a clock that anybody may set. What is left until a stored moment is no duration: both modes store moments, and
 * other processes, or machines, read them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../support/patterns.ts';

const root = join(import.meta.dirname, '../..');

/** Files that subtract a moment from a moment or compare the two, and why that is no duration. */
const moments: Readonly<Record<string, string>> = {
  'shared/domain/run-time.ts': 'how long a run took, where no machine has measured it',
  'infra/local/metrics.ts': 'how long ago a stored moment was, for a monitor; never below zero',
  'shared/adapters/local/sqlite-retention.ts': 'the age of what is kept, in days',
  'functions/cli/review/earlier-verdict.ts': 'how far back verdicts are looked for',
  'functions/console/text/track-record.ts': 'the order of two moments',
  'functions/console/parts/use-now.ts': 'how far the clock is ahead of the time that passes, once',
  'functions/experts/consult.ts': 'what is left until the stored deadline, for a run that is not read yet',
  'functions/jobs/relearn.ts': 'since when consultations are looked at',
  'functions/jobs/start-owed.ts': 'which times of a schedule are overdue',
  'functions/jobs/sweep.ts': 'which stored deadlines are over',
  'functions/webhooks/deliver.ts': 'whether a stored deadline is long over',
  'infra/local/queue-runner.ts': 'what is left until a message is visible, by the time of the queues, which nobody sets',
  'shared/steps/schedule-agenda.ts': 'since when somebody has been at work, from a stored moment; none of the future counts',
  'shared/steps/join-repeat.ts': 'in which hour a request was made, for its key',
  'infra/local/last-alive.ts': 'whether a stored moment is of the future, and then no use',
  'shared/adapters/aws/dynamo-table.ts': 'whether what is kept for hours or days has expired',
  'shared/adapters/local/sqlite-opinions.ts': 'none: that something was written down',
  'shared/adapters/local/sqlite-queue-time.ts': 'where the time of the queues begins, once',
  'shared/adapters/local/sqlite-runs.ts': 'whether a key that is kept for a day has expired',
  'shared/domain/delivery.ts': 'what is left until a stored moment, for a copy of a message; bounded by the longest wait',
  'shared/domain/quorum.ts': 'whether a deadline is over, by a moment that the machine has measured',
  'shared/domain/repeats.ts': 'how old a stored request is, which another machine may have taken',
  'shared/domain/stand-ins.ts': 'what is left of a deadline, by a moment that the machine has measured',
  'shared/domain/webhook-retry.ts': 'what is left until a moment that a server names; never below zero',
  'shared/client/http.ts': 'what is left until a moment that a server names; never below zero',
};

type Node = Readonly<Record<string, unknown>>;

function nodesBelow(node: unknown): readonly Node[] {
  if (typeof node !== 'object' || node === null) return [];
  return [{ ...node }, ...Object.values(node).flatMap(nodesBelow)];
}

/** Whether an expression asks a clock on the wall: `Date.now()`, `clock.now()`, `new Date()`. */
function asksWall(expression: unknown): boolean {
  return nodesBelow(expression).some(({ type, callee, arguments: given }) => {
    const { type: of, object, property, value } = Object(callee);
    if (type === 'NewExpression') return value === 'Date' && (!Array.isArray(given) || given.length === 0);
    return type === 'CallExpression' && of === 'MemberExpression' && property.value === 'now' && Object(object).value !== 'performance';
  });
}

/** Whether an expression reads a moment that was stored. */
function readsMoment(expression: unknown): boolean {
  return nodesBelow(expression).some(({ type, callee }) => {
    const { object, property } = Object(callee);
    return type === 'CallExpression' && Object(object).value === 'Date' && Object(property).value === 'parse';
  });
}

/** Names that a text gives to moments of the wall: variables, members and parameters. A parameter `now` is one that was handed over. */
function namesOfMoments(nodes: readonly Node[]): ReadonlySet<string> {
  return new Set(
    nodes.flatMap(({ type, id, init, key, value, pat }) => {
      if (type === 'Parameter' && Object(pat).value === 'now') return ['now'];
      if (type === 'VariableDeclarator' && asksWall(init)) return [String(Object(id).value)];
      return type === 'KeyValueProperty' && asksWall(value) && !isFunction(value) ? [String(Object(key).value)] : [];
    }),
  );
}

/** What measures or waits: a difference of moments, and a comparison of them. */
const measures = ['-', '<', '<=', '>', '>='];

/** Differences and comparisons of a text in which such a moment stands, or a name that was given one. */
function wallDurations(file: string, text: string): number {
  const nodes = nodesBelow(parseSync(text, { syntax: 'typescript', tsx: file.endsWith('x') }));
  const named = namesOfMoments(nodes);
  const holds = (operand: unknown) =>
    asksWall(operand) || nodesBelow(operand).some(({ type, value }) => type === 'Identifier' && named.has(String(value)));
  return nodes.filter(
    ({ type, operator, left, right }) =>
      type === 'BinaryExpression' &&
      measures.includes(String(operator)) &&
      (holds(left) || holds(right) || (readsMoment(left) && readsMoment(right))),
  ).length;
}

function isFunction(expression: unknown): boolean {
  return ['ArrowFunctionExpression', 'FunctionExpression'].includes(Object(expression).type);
}

const files = sourceFiles().filter((file) => !file.endsWith('.mjs'));
const found = files.filter((file) => wallDurations(file, readFileSync(join(root, file), 'utf8')) > 0);

describe('a duration', () => {
  it.each([
    'const startedAt = Date.now(); work(); log(Date.now() - startedAt);',
    'const latencyMs = clock.now().getTime() - startedAt;',
    'const began = ports.clock.now(); const ms = end.getTime() - began.getTime();',
    'const ms = new Date().getTime() - since;',
    'const durationMs = Math.max(0, Date.parse(run.endedAt) - Date.parse(run.createdAt));',
    'if (visibleAt <= clock.now().getTime()) take();',
    'const now = () => clock.now().getTime(); if (at > now()) wait();',
    'function isOver(run: Run, now: Date): boolean { return Date.parse(run.deadlineAt) < now.getTime(); }',
    'function age({ at }: Kept, now: number): number { return now - at; }',
  ])('is seen where it is taken from a clock on the wall: %s', (text) => {
    expect(wallDurations('a.ts', text)).toBeGreaterThan(0);
  });

  it.each(['const ms = performance.now() - began;', 'const ms = clock.monotonic() - began;', 'const left = total - used;'])(
    'may be taken otherwise: %s',
    (text) => {
      expect(wallDurations('a.ts', text)).toBe(0);
    },
  );

  it('is taken from no clock on the wall', () => {
    expect(found.filter((file) => moments[file] === undefined)).toEqual([]);
  });

  it('is not listed for a file that has none', () => {
    expect(Object.keys(moments).filter((file) => !found.includes(file))).toEqual([]);
  });
});
