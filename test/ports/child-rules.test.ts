/** The channel to the binary with the rules. */
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ChildRules, childRules } from '../../shared/adapters/local/child-rules.ts';
import { recordedLog } from '../support/recorded-log.ts';

let rules: ChildRules | undefined;
afterEach(() => {
  vi.useRealTimers();
  rules?.close();
});

function open(name = 'rules.mjs') {
  const log = recordedLog();
  rules = childRules({ binary: join(import.meta.dirname, 'fixtures', name), log });
  return { rules, log };
}

const dockerfile = (text: string) => ({ files: [{ path: 'Dockerfile', text }], sources: ['docker'] }) as const;

describe('the child with the rules', () => {
  it('is given files and sources, and gives the findings back', async () => {
    const { rules } = open();
    expect(await rules.judge(dockerfile('FROM node:latest\n'))).toMatchObject({
      files: [{ path: 'Dockerfile', kind: 'dockerfile', sources: ['docker'] }],
      findings: [{ rule: 'docker-1', line: 1, source: 'docker' }],
      sources: [{ source: 'docker', spoke: true }],
    });
  });

  it('answers many at once, each its own', async () => {
    const { rules } = open();
    const texts = Array.from({ length: 30 }, (_, index) => `FROM node:latest\nRUN ${index}`);
    const rulings = await Promise.all(texts.map((text) => rules.judge({ files: [{ path: text, text }], sources: ['docker'] })));
    expect(rulings.map(({ findings }) => findings[0]?.file)).toEqual(texts);
  });

  it('is asked once what all seats of a question ask', async () => {
    const { rules } = open();
    const [one, other] = await Promise.all([rules.judge(dockerfile('FROM a:1')), rules.judge(dockerfile('FROM a:1'))]);
    expect(other).toBe(one);
  });

  it('is asked again for what came to no end, once the seats of a question have had their answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { rules } = open();
    const [late, sound] = [dockerfile('FROM a\nRUN slow'), dockerfile('FROM a:1')];
    const first = await Promise.all([rules.judge(late), rules.judge(sound)]);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(await Promise.all([rules.judge(late), rules.judge(sound)])).toEqual([first[0], first[1]]);
    expect(await rules.judge(late)).toBe(first[0]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await rules.judge(late)).not.toBe(first[0]);
    expect(await rules.judge(sound)).toBe(first[1]);
  });

  it('is started anew where it ends, and the file that ended it fails alone', async () => {
    const { rules, log } = open();
    await expect(rules.judge(dockerfile('FROM a\nRUN die'))).rejects.toThrow(/the set of rules is not available/);
    expect(await rules.judge(dockerfile('FROM a:latest'))).toMatchObject({ findings: [{ line: 1 }] });
    expect(JSON.stringify(log)).toContain('RULES_RESTARTED');
  });

  it('is missed by name where it is not built', async () => {
    const { rules } = open('nowhere');
    await expect(rules.judge(dockerfile('FROM a'))).rejects.toThrow(/the set of rules is not available/);
  });
});
