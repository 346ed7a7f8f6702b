/** The quorum of a circle in which rules sit beside others and that has not said how many answers it takes. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quorumOfCircle } from '../../shared/domain/quorum-of-circle.ts';
import { seatConsultation } from '../../shared/domain/seating.ts';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
  cpSync(join(import.meta.dirname, '../../layers/knowledge'), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The knowledge with this text as its `circles.yaml`. */
function load(text: string) {
  writeFileSync(join(folder, 'circles.yaml'), text);
  return loadKnowledge(folder);
}

const experts = 'experts:\n  ada: { provider: openai, model: m }\n  bob: { provider: human, model: person }\n';

const withRules = `${experts}  r1: { provider: rules, rules: [sql] }\n  r2: { provider: rules, rules: [docker] }\n  r3: { provider: rules, rules: [secrets] }\n`;

/** What a question takes to be decided. */
function quorum(circle: string, body: object = {}) {
  const knowledge = load(`${withRules}circles:\n  default: ${circle}\n`);
  const { quorum: taken } = seatConsultation({ question: 'Why?', ...body }, knowledge, new Set());
  const { default: declared } = knowledge.circles;
  return { taken, shown: declared && quorumOfCircle(declared, knowledge.experts) };
}

describe('a circle of rules and others that states no quorum', () => {
  it('counts the others: rules that find nothing are silent', () => {
    expect(quorum('{ experts: [ada, bob, r1, r2, r3] }')).toEqual({ taken: 2, shown: 2 });
    expect(quorum('{ experts: [ada, bob, r1, r2, r3], quorum: 4 }')).toEqual({ taken: 4, shown: 4 });
  });

  it('counts the rules where they are alone', () => {
    expect(quorum('{ experts: [r1, r2, r3] }')).toEqual({ taken: 2, shown: 2 });
  });

  it('binds nobody who names experts, as a stated one would', () => {
    const mixed = '{ experts: [ada, r1] }';
    expect(quorum(mixed, { experts: ['ada', 'bob', 'r1', 'r2'] }).taken).toBe(2);
    expect(quorum('{ experts: [ada, bob, r1] }', { circle: 'default', experts: ['ada'] }).taken).toBe(1);
    expect(quorum(mixed, { experts: ['ada', 'bob'], strategy: { escalate: [['ada'], ['bob']] } }).taken).toBe(1);
  });
});
