/** The rules of a deployed stage: what their function is sent, and what becomes of what it answers. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { lambdaRules } from '../../shared/adapters/aws/lambda-rules.ts';
import { type ScriptedAws, type ScriptedReply, scriptedAws } from './scripted-aws.ts';

let aws: ScriptedAws | undefined;
afterEach(() => aws?.close());

async function rulesThatAnswer(reply: ScriptedReply) {
  aws = await scriptedAws(reply);
  const rules = lambdaRules({ client: new LambdaClient(aws.client), functionName: 'review' });
  return { rules, calls: aws.calls };
}

const answer = {
  id: 'review',
  files: [{ path: 'a', kind: 'sql', sources: ['sql'] }],
  notReviewed: [],
  findings: [],
  sources: [{ source: 'sql', version: '1', rules: 3, spoke: true, vote: 'approve', reason: '', addedLater: 1 }],
};

describe('the function with the rules', () => {
  it('is sent files and sources, and its ruling is read, whatever a later version adds', async () => {
    const { rules, calls } = await rulesThatAnswer({ body: answer });
    const ruling = await rules.judge({ files: [{ path: 'a', text: 'cut \ud800', before: 'b' }], sources: ['sql'] });
    expect(ruling).toMatchObject({ files: answer.files, sources: [{ source: 'sql', spoke: true }] });
    expect(calls[0]?.input).toEqual({ id: 'review', files: [{ path: 'a', text: 'cut \ufffd', before: 'b' }], sources: ['sql'] });
  });

  it("is sent the team's own rules where there are some", async () => {
    const { rules, calls } = await rulesThatAnswer({ body: answer });
    const own = { files: [{ path: 'a', text: 'b' }], sources: ['team-guard'] } as const;
    await rules.judge({ ...own, rules: [{ path: 'x.guard', text: 'rule \ud800' }] });
    expect(calls[0]?.input).toEqual({ id: 'review', ...own, rules: [{ path: 'x.guard', text: 'rule \ufffd' }] });
  });

  it.each([
    ['refuses the request', { id: null, error: 'no files' }],
    ['answers in another form', { answer: 'yes' }],
  ])('is missed by name where it %s', async (_, body) => {
    const { rules } = await rulesThatAnswer({ body });
    await expect(rules.judge({ files: [], sources: ['sql'] })).rejects.toMatchObject({ name: 'Unavailable', retryable: true });
  });
});
