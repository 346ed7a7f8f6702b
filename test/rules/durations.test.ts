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
  'infra/local/metrics.ts': 'how long ago a stored moment was, for a monitor; never below zero',
  'shared/adapters/local/sqlite-retention.ts': 'the age of what is kept, in days',
  'functions/cli/review/earlier-verdict.ts': 'how far back verdicts are looked for',
  'functions/console/parts/expert-cards.tsx': 'how long ago a stored moment was, for the eye',
  'functions/console/pages/consultation.tsx': 'how long ago a stored moment was, for the eye',
  'functions/experts/ask-expert.ts': 'what is left until the stored deadline, once, at the start',
  'functions/experts/consult.ts': 'what is left until the stored deadline, once, at the start',
  'functions/jobs/relearn.ts': 'since when consultations are looked at',
  'functions/jobs/start-owed.ts': 'which times of a schedule are overdue',
  'functions/jobs/sweep.ts': 'which stored deadlines are over',
  'functions/webhooks/deliver.ts': 'whether a stored deadline is long over',
  'functions/workflow/prepare.ts': 'what is left until the stored deadline, once, at the start',
  'functions/api/routes/opinions.ts': 'how long a person took, from the stored beginning; never below zero',
  'infra/local/queue-runner.ts': 'what is left until a stored moment; a clock that was set back is mended',
  'shared/steps/go-on.ts': 'what is left until the stored deadline, for whether somebody is still asked',
  'shared/steps/schedule-agenda.ts': 'since when somebody has been at work, from a stored moment; none of the future counts',
  'shared/steps/join-repeat.ts': 'in which hour a request was made, for its key',
  'shared/steps/send-stages.ts': 'what is left until the stored deadline, for an alarm that may come late',
  'shared/steps/open-round.ts': 'what is left until the deadline',
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
  return nodes.filter(({ type, operator, left, right }) => type === 'BinaryExpression' && operator === '-' && (holds(left) || holds(right)))
    .length;
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
