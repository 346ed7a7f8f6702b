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

/** Files that subtract a moment from a moment, and why that is no duration. */
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
  'infra/local/queue-runner.ts': 'what is left until a stored moment; a clock that was set back is mended',
  'shared/steps/schedule-agenda.ts': 'since when somebody has been at work, from a stored moment; none of the future counts',
  'shared/steps/join-repeat.ts': 'in which hour a request was made, for its key',
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

/** Subtractions of a text in which such a moment stands, or a name that was given one. */
function wallDurations(file: string, text: string): number {
  const nodes = nodesBelow(parseSync(text, { syntax: 'typescript', tsx: file.endsWith('x') }));
  const named = new Set(
    nodes.flatMap(({ type, id, init, key, value }) => {
      if (type === 'VariableDeclarator' && asksWall(init) && !isFunction(init)) return [String(Object(id).value)];
      return type === 'KeyValueProperty' && asksWall(value) && !isFunction(value) ? [String(Object(key).value)] : [];
    }),
  );
  const holds = (operand: unknown) =>
    asksWall(operand) || nodesBelow(operand).some(({ type, value }) => type === 'Identifier' && named.has(String(value)));
  return nodes.filter(
    ({ type, operator, left, right }) =>
      type === 'BinaryExpression' && operator === '-' && (holds(left) || holds(right) || (readsMoment(left) && readsMoment(right))),
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
