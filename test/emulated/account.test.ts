/** What an account would bill and what the doctor says of one, as far as the emulator is an account. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSeats } from '../../infra/cloud/seats.ts';
import { examine } from '../../infra/doctor/examine.ts';
import { countCalls } from '../cost/count-calls.ts';
import { repositoryFolder } from './emulator.ts';

describe('a consultation of six experts', () => {
  it('enters three states and asks each function as often as the bill says', async () => {
    const counted = await countCalls({ experts: 6, question: 600, answer: 2400 });
    expect(counted).toMatchObject({ states: 3, events: 1, sqsRequests: 13 });
    expect(counted.functions).toMatchObject({ api: 2, prepare: 1, ask: 1, conclude: 1, expert: 6 });
    expect(counted.writeUnits).toBeGreaterThan(20);
    expect(counted.writeUnits).toBeLessThanOrEqual(65);
    expect(counted.readUnits).toBeLessThanOrEqual(60);
  });

  it.each([500, 190_000])('writes 45 units at most with a question of %i bytes and short answers', async (question) => {
    const counted = await countCalls({ experts: 6, question, answer: 400 });
    expect(counted.writeUnits).toBeLessThanOrEqual(45);
  });
});

describe('the doctor', () => {
  it('looks at everything that the emulator has', async () => {
    const seats = { ...readSeats(join(repositoryFolder, 'layers/knowledge')), bedrock: [] };
    const findings = await examine({ stage: 'dev-doctor', seats, trail: 'own', run: async () => 'aarch64-unknown-linux-gnu', config: {} });
    expect(findings.filter(({ level }) => level === 'unknown')).toEqual([]);
    expect(findings.find(({ check }) => check === 'identity')?.says).toContain('us-east-1');
    expect(findings.find(({ check }) => check === 'names')?.level).toBe('fine');
  });
});
