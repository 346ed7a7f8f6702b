/** Schedules that review what is deployed: what the job may read, and what is refused before anything is deployed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { circleStack, knowledgeWithSchedule, synthesize, testApp } from './synth.ts';
import { functionsOf, permissionsOf } from './template-reading.ts';

/** A knowledge folder whose one schedule reviews this. */
function reviewing(review: string): string {
  const folder = knowledgeWithSchedule();
  const path = join(folder, 'circles.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/consultation: \{ question: Is it safe\? \}/, `review: { ${review} }`));
  return folder;
}

const read = /^(s3|cloudformation):/;
/** What the job may do beyond what every schedule takes. */
function rightsOf(template: Template): readonly string[] {
  const job = functionsOf(template).get('start-scheduled');
  const usual = (sentence: string) => sentence.includes('State/Texts');
  return permissionsOf(template, job?.roleId ?? '').filter((sentence) => read.test(sentence) && !usual(sentence));
}

const stack = (name: string, region = 'AWS::Region') =>
  `cloudformation:GetTemplate on arn:AWS::Partition:cloudformation:${region}:AWS::AccountId:stack/${name}/*`;
const bucket = 'arn:AWS::Partition:s3:::shop-templates';

describe('the job of a schedule that reviews what is deployed', () => {
  it.each([
    ['a bucket', 'bucket: shop-templates', [`s3:GetObject on ${bucket}/*`, `s3:ListBucket on ${bucket} of *`]],
    ['a prefix', 'bucket: shop-templates, prefix: cdk/', [`s3:GetObject on ${bucket}/cdk/*`, `s3:ListBucket on ${bucket} of cdk/*`]],
    [
      'a prefix with signs of policies',
      'bucket: shop-templates, prefix: "a*/$b?"',
      ['s3:GetObject', 's3:ListBucket'].map((action) =>
        action === 's3:GetObject' ? `${action} on ${bucket}/a\${*}/\${$}b\${?}*` : `${action} on ${bucket} of a\${*}/\${$}b\${?}*`,
      ),
    ],
    ['stacks', 'stacks: [shop-api, shop-db]', [stack('shop-api'), stack('shop-db')]],
    ['stacks of another region', 'stacks: [shop-api], region: eu-west-1', [stack('shop-api', 'eu-west-1')]],
    ['all stacks', 'stacks: all', [stack('*'), 'cloudformation:ListStacks on *']],
  ])('may read %s, and nothing beside', (_, review, rights) => {
    expect(rightsOf(synthesize({ knowledge: reviewing(review) }))).toEqual([...rights].sort());
  });

  it('is called as any other is', () => {
    synthesize({ knowledge: reviewing('stacks: all') }).hasResourceProperties('AWS::Scheduler::Schedule', {
      Description: 'Review "weekly" of circles.yaml',
      Target: Match.objectLike({ Input: '{"schedule":"weekly","at":"<aws.scheduler.scheduled-time>"}' }),
    });
  });

  it('may read nothing more where schedules ask questions', () => {
    expect(rightsOf(synthesize({ knowledge: knowledgeWithSchedule() }))).toEqual([]);
  });
});

describe('a schedule that an account cannot run', () => {
  it.each([
    ['a folder', 'folder: ./templates', /^schedules\.weekly\.review\.folder: an account has no folder \.\/templates/],
    [
      'a baseline elsewhere',
      'stacks: all, baseline: ../known.json',
      /^schedules\.weekly\.review\.baseline: \.\.\/known\.json is not in the knowledge folder/,
    ],
  ])('is refused by name when the stack is synthesized: %s', (_, review, says) => {
    expect(() => circleStack(testApp(), { knowledge: reviewing(review) })).toThrow(says);
  });
});
