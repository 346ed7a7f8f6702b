/** What a circle says of repeats and of the text of answers is that of the circle which a question really asks. */
import { describe, expect, it } from 'vitest';
import { askCircle } from '../../../functions/api/ask-circle.ts';
import { byKey } from '../../../functions/api/authenticate.ts';
import { circlesFile } from '../../../shared/contract/circle.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { goodKey } from '../../support/api.ts';
import { openPorts } from '../../support/ports.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const { circles } = circlesFile.parse({
  experts: {},
  circles: {
    default: { experts: ['ada', 'bob'], append: 'line', unavailable: 'skip' },
    code: { experts: ['cyd'], append: 'report', repeats: 'new', unavailable: 'skip' },
    demo: { experts: ['demo-a', 'demo-b'], append: 'none', repeats: 'new', demo: true },
  },
});
const queryTypes = { types: { code_review: { circle: 'code' } }, priorities: {} };

/** The policy of a question, and the circle of its run, where some experts cannot be asked. */
async function askedWith(unavailable: readonly string[], body: Partial<NewConsultation>) {
  const ports = openPorts(testKnowledge({ circles, queryTypes }));
  await ports.health.save(
    unavailable.map((expert) => ({ expert, status: 'unavailable' as const, reason: 'away', checkedAt: '2026-03-01T10:00:00.000Z' })),
  );
  ports.workflow.start = async () => undefined;
  const options = { ports, maxWaitSeconds: 1, authenticate: byKey(goodKey), readiness: async () => ({}) };
  const asking = {
    principal: { tenant: 'tenant-a', subject: 'tester', roles: [] },
    key: undefined,
    door: 'api' as const,
    headers: new Headers(),
    waits: false,
  };
  const { run, policy } = await askCircle({ ...asking, body: { question: 'Is it safe?', ...body } }, options);
  return { circle: run.circle, append: policy.append, repeats: policy.repeats };
}

describe('the policy of a question', () => {
  it.each([
    ['the circle of its type', [], { queryType: 'code_review' }, { circle: 'code', append: 'report', repeats: 'new' }],
    ['the default where that cannot answer', ['cyd'], { queryType: 'code_review' }, { circle: 'default', append: 'line', repeats: 'join' }],
    ['the demo where nobody of the default is there', ['ada', 'bob'], {}, { circle: 'demo', append: 'none', repeats: 'new' }],
    ['the circle that it names', ['cyd'], { circle: 'default' }, { circle: 'default', append: 'line', repeats: 'join' }],
  ] as const)('is that of %s', async (_, unavailable, body, policy) => {
    expect(await askedWith(unavailable, body)).toEqual(policy);
  });
});
