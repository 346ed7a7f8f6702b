/** `--limits` of a review in parts: they hold for all of its consultations together, and what is left unasked is named. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { askCircle } from '../../../functions/cli/review/ask-circle.ts';
import { CircleApiError } from '../../../shared/client/api-error.ts';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Limits } from '../../../shared/contract/limits.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { reviewOptions } from '../../../shared/contract/review.ts';
import { viewConsultation } from '../../../shared/domain/consultation-view.ts';
import { parsePolicy } from '../../../shared/review/gate.ts';
import type { Material } from '../../../shared/review/material.ts';
import { sampleRun, sampleVerdict } from '../../ports/samples.ts';
import { answered } from '../../support/samples.ts';

/** Files of which each fills a part of the review. */
function materialOf(parts: number): Material {
  const line = { number: 1, mark: '+' as const, text: 'x'.repeat(100_000) };
  const files = Array.from({ length: parts }, (_, at) => ({ path: `file-${at}.ts`, lines: [line], notes: [] }));
  return { kind: 'change', files, notShown: [], warnings: [] };
}

const approving = 'Answer: approve\n```json\n[]\n```';
/** Findings that nobody can read, so that their expert is asked once more. */
const mumbling = '```json\n[{"severity": "ghastly", "title": "Crash"}]\n```\nAnswer: approve';

/** A server that refuses what it takes fewer than `least` calls for, and uses a part of what each consultation may use. */
function serverOf(parts: readonly number[], { least = 1, says = approving } = {}) {
  const asked: NewConsultation[] = [];
  const used = { calls: 0, tokens: 0, usd: 0 };
  const client = {
    circles: async () => [],
    experts: async () => [],
    list: async () => ({ consultations: [], cursor: null }),
    async consult(body: NewConsultation) {
      const { limits } = body;
      const errors = [{ field: 'limits.calls', message: 'is too small' }];
      if ((limits?.calls ?? least) < least)
        throw new CircleApiError('refused', { type: 'invalid-input', status: 400, retryable: false, errors });
      const part = parts[asked.length] ?? 1;
      asked.push(body);
      const uses = Object.fromEntries(
        Object.entries(limits ?? {}).map(([name, most = 0]) => [name, name === 'usd' ? most * part : Math.floor(most * part)]),
      );
      for (const [name, amount] of Object.entries(uses)) used[name as keyof Limits] += amount;
      const ended = { status: 'decided', endedBy: 'all', endedAt: '2026-03-01T10:00:02.500Z' } as const;
      const verdict = sampleVerdict({ answer: 'approve', ...(limits && { limits: { ...limits, used: uses, ended: [] } }) });
      return viewConsultation(sampleRun({ ...ended, options: [...reviewOptions] }), [answered('expert-0', says)], [], verdict);
    },
  };
  return { client: client as unknown as CircleClient, asked, used };
}

const policy = parsePolicy('medium', '1');

// What is told of hundreds of reviews is nothing to read.
beforeEach(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));

describe('the limits of a review', () => {
  it('hold for all of its parts together, and whatever is not asked about is not approved', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
        fc.record({
          calls: fc.integer({ min: 2, max: 9 }),
          tokens: fc.integer({ min: 1, max: 5000 }),
          usd: fc.double({ min: 0.01, max: 1, noNaN: true }),
        }),
        fc.constantFrom(approving, mumbling),
        async (count, parts, limits, says) => {
          const { client, asked, used } = serverOf(parts, { least: 2, says });
          const flags = { limits: `calls=${limits.calls},tokens=${limits.tokens},usd=${limits.usd}`, policy };
          const report = await askCircle(client, materialOf(count), flags);
          for (const name of ['calls', 'tokens', 'usd'] as const) expect(used[name]).toBeLessThanOrEqual(limits[name] + 1e-7);
          const whole = asked.filter(({ schema }) => schema === undefined).length === count;
          expect(report.notShown.length > 0).toBe(!whole);
          if (!whole) expect(report).toMatchObject({ exitCode: 2 });
        },
      ),
      { numRuns: 60 },
    ));

  it('name each file of a part that is not asked about, and let nobody allow it', async () => {
    const { client, asked } = serverOf([1]);
    const report = await askCircle(client, materialOf(3), { limits: 'calls=4', policy });
    expect(asked).toHaveLength(1);
    expect(report).toMatchObject({ exitCode: 2, rule: 'not-shown', files: ['file-0.ts'] });
    expect(report.notReviewed).toMatchObject([{ path: 'file-1.ts' }, { path: 'file-2.ts' }]);
    expect(report.notReviewed[0]?.reason).toMatch(/no room was left/);
  });

  it('are the same question to a repeated run, whatever is left of them', async () => {
    const { client, asked } = serverOf([0.5, 0.5]);
    await askCircle(client, materialOf(2), { limits: 'calls=8', policy });
    expect(asked.map(({ limits }) => limits)).toEqual([{ calls: 8 }, { calls: 4 }]);
    const again = serverOf([0.25, 0.25]);
    await askCircle(again.client, materialOf(2), { limits: 'calls=8', policy });
    expect(again.asked.map(({ metadata }) => metadata)).toEqual(asked.map(({ metadata }) => metadata));
  });

  it('that are too small for the first part are refused as they were', async () => {
    const { client } = serverOf([], { least: 3 });
    await expect(askCircle(client, materialOf(2), { limits: 'calls=2', policy })).rejects.toThrow('refused');
  });
});
