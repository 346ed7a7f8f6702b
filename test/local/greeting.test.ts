/** The greeting: it says what was seen, and nothing that was not. */
import { describe, expect, it } from 'vitest';
import { greetingLines } from '../../infra/local/greeting.ts';
import type { ExpertHealth } from '../../shared/contract/expert.ts';

const apiKey = { key: 'circle_secret-of-the-test', origin: 'made', file: '/srv/circle/api-key' } as const;
const circles = { default: { experts: ['claude', 'gpt', 'ollama'], quorum: 2 }, other: { experts: ['gpt'] } };
const away = (expert: string, reason: string): ExpertHealth => ({ expert, status: 'unavailable', reason });
const greet = (health: readonly ExpertHealth[], more: object = {}) =>
  greetingLines({
    address: 'http://127.0.0.1:7330',
    apiKey,
    knowledge: { circles, experts: {} },
    health,
    remarks: [],
    onTerminal: true,
    ...more,
  }).join('\n');

describe('the greeting', () => {
  it('names who can be asked', () => {
    expect(greet([{ expert: 'ollama', status: 'ready' }, away('gpt', 'the key OPENAI_API_KEY is not set')])).toContain(
      'experts  claude, ollama\n',
    );
  });

  it('says of each expert why it cannot be asked where nobody can, whatever the reason is', () => {
    const closed = 'secrets.env can be read by others; run: chmod 600 secrets.env';
    const text = greet([away('claude', closed), away('gpt', closed), away('ollama', 'cannot be reached (ECONNREFUSED)')]);
    expect(text).toContain(`claude, gpt: ${closed}`);
    expect(text).toContain('ollama: cannot be reached (ECONNREFUSED)');
    expect(text).not.toContain('no provider key');
  });

  it('says that there is no circle of the usual name, and which there are', () => {
    const text = greet([], { knowledge: { experts: {}, circles: { team: { experts: ['gpt'] } } } });
    expect(text).toContain('there is no circle "default"; name one: --circle team');
    expect(text).not.toContain('demo');
  });

  it('says how many answers are missing', () => {
    expect(greet([away('claude', 'x'), away('gpt', 'x')])).toContain(
      'takes 2 answers to decide: set more keys, or allow fewer with --minimum 1.',
    );
  });

  it('shows a review by rules where a circle seats them, and none where they cannot be applied', () => {
    const ruled = { knowledge: { experts: {}, circles: { ...circles, rules: { experts: ['rules-docker', 'rules-sql'] } } } };
    expect(greet([], ruled)).toMatch(/2 sets of rules review files[\s\S]*npx circle review docs\/examples\/release\/\*$/);
    expect(greet([away('rules-docker', 'x'), away('rules-sql', 'x')], ruled)).not.toContain('circle review');
    expect(greet([])).not.toContain('circle review');
  });

  it('shows a key that was made to a person only', () => {
    expect(greet([])).toContain(apiKey.key);
    expect(greet([], { onTerminal: false })).not.toContain(apiKey.key);
  });
});
