import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { circleStack, knowledgeWithCircle, knowledgeWithSchedule, testApp } from './synth.ts';

/** The warnings of a stack of this knowledge that speak of settings without effect. */
function warnings(knowledge?: string): readonly string[] {
  const stack = circleStack(testApp(), knowledge === undefined ? {} : { knowledge });
  const found = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('in an account'));
  return found.map(({ entry }) => JSON.stringify(entry.data));
}

describe('what circles.yaml asks for and an account cannot do', () => {
  it.each([['hang-ups', () => knowledgeWithCircle('hasty', 'onDisconnect: cancel'), /hasty.*onDisconnect: cancel/]])(
    'is told when the stack is synthesized: %s',
    (_, knowledge, says) => {
      expect(warnings(knowledge())).toEqual([expect.stringMatching(says)]);
    },
  );

  it('is nothing in what is deployed by default', () => {
    expect(warnings()).toEqual([]);
  });

  it.each(['overlap: skip', 'overlap: queue', 'missed: run', 'overlap: queue, missed: run'])('is nothing of schedules: %s', (rules) => {
    expect(warnings(knowledgeWithSchedule(undefined, `, ${rules}`))).toEqual([]);
  });
});
