import { describe, expect, it } from 'vitest';
import { repairFindings } from '../../../functions/cli/review/repair-findings.ts';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { reviewOptions } from '../../../shared/contract/review.ts';
import { viewConsultation } from '../../../shared/domain/consultation-view.ts';
import { parsePolicy } from '../../../shared/review/gate.ts';
import { sampleRun, sampleVerdict } from '../../ports/samples.ts';
import { answered } from '../../support/samples.ts';

/** A review in which both experts approve with findings that nobody can read; it has cost a dollar. */
function unread() {
  const ended = { status: 'decided', endedBy: 'all', endedAt: '2026-03-01T10:00:02.500Z', costUsd: 1 } as const;
  const mumbled = (expert: string) => answered(expert, '```json\n[{"severity": "ghastly", "title": "Crash"}]\n```\nAnswer: approve');
  const run = sampleRun({ ...ended, options: [...reviewOptions] });
  return viewConsultation(run, ['expert-0', 'expert-1'].map(mumbled), [], sampleVerdict({ answer: 'approve' }));
}

/** A client whose every consultation costs a dollar, and what it was asked. */
function clientOf(review: ReturnType<typeof unread>) {
  const asked: NewConsultation[] = [];
  const client = {
    experts: async () => [],
    async consult(body: NewConsultation) {
      asked.push(body);
      return review;
    },
  };
  return { client: client as unknown as CircleClient, asked };
}

describe('findings that are asked for once more', () => {
  it.each([
    ['2.5', [1.5, 0.5]],
    ['2', [1]],
    ['1', []],
  ])('share what is left of the budget, one expert after the other: %s', async (budget, left) => {
    const review = unread();
    const { client, asked } = clientOf(review);
    const repairs = await repairFindings(client, review, { budget }, parsePolicy('medium', '1'));
    expect(asked.map(({ budgetUsd }) => budgetUsd)).toEqual(left);
    expect(repairs).toHaveLength(left.length);
  });
});
