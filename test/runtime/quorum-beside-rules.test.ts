/** The quorum of a circle in which rules sit beside others and that has not said how many answers it takes. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

describe('a circle of rules and others that states no quorum', () => {
  const withRules = `${experts}  r1: { provider: rules, rules: [sql] }\n  r2: { provider: rules, rules: [docker] }\n  r3: { provider: rules, rules: [secrets] }\n`;

  it('counts the others: rules that find nothing are silent', () => {
    const mixed = load(`${withRules}circles:\n  default: { experts: [ada, bob, r1, r2, r3] }\n`);
    expect(mixed.circles['default']?.quorum).toBe(2);
    const stated = load(`${withRules}circles:\n  default: { experts: [ada, bob, r1, r2, r3], quorum: 4 }\n`);
    expect(stated.circles['default']?.quorum).toBe(4);
  });

  it('counts the rules where they are alone', () => {
    expect(load(`${withRules}circles:\n  default: { experts: [r1, r2, r3] }\n`).circles['default']?.quorum).toBeUndefined();
  });
});
