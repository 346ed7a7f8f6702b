/** Schedules that review what is deployed: what the job may read, and what is refused before anything is deployed. */
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { circleStack, knowledgeReviewing, knowledgeWithSchedule, synthesize, testApp } from './synth.ts';
import { functionsOf, ofType, permissionsOf } from './template-reading.ts';

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

/** Characters of a policy once the partition, the region and the account stand in it. */
function filledLength(document: string): number {
  return document
    .replaceAll(/\{"Fn::Join":\["",\[|\]\]\}/g, '')
    .replaceAll(
      /"?,?\{"Ref":"AWS::(\w+)"\},?"?/g,
      (_, name: string) => ({ AccountId: '123456789012', Region: 'ap-southeast-1' })[name] ?? 'aws-us-gov',
    ).length;
}

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
    expect(rightsOf(synthesize({ knowledge: knowledgeReviewing(review) }))).toEqual([...rights].sort());
  });

  it.each([1, 60, 240])('has policies that IAM takes for %i stacks', (count) => {
    const names = Array.from({ length: count }, (_, index) => `shop-production-${index}`.padEnd(50, '-service'));
    const template = synthesize({ knowledge: knowledgeReviewing(`stacks: [${names.join(', ')}]`) });
    const granting = (type: string) =>
      ofType(template, type).flatMap(([, { Properties }]) => {
        const document = JSON.stringify(Properties['PolicyDocument']);
        return document.includes('cloudformation:GetTemplate') ? [document] : [];
      });
    const [managed, inline] = [granting('AWS::IAM::ManagedPolicy'), granting('AWS::IAM::Policy')];
    // What a deployment fills in is longer than nothing and shorter than the words around it here.
    expect(managed.map(filledLength).filter((length) => length > 6144)).toEqual([]);
    expect(inline.map(filledLength).filter((length) => length > 10_240)).toEqual([]);
    expect(managed.length).toBeLessThanOrEqual(10);
    const granted = [...managed, ...inline].flatMap((document) => document.match(/shop-production-[\w-]+/g) ?? []);
    expect(new Set(granted)).toEqual(new Set(names));
  });

  it('is called as any other is', () => {
    synthesize({ knowledge: knowledgeReviewing('stacks: all') }).hasResourceProperties('AWS::Scheduler::Schedule', {
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
    [
      'more stacks than a role has room for',
      `stacks: [${Array.from({ length: 500 }, (_, index) => `stack-${index}`.padEnd(100, '-service')).join(', ')}]`,
      /^schedules: the 500 stacks that reviews name are more than the policies of one role can hold/,
    ],
  ])('is refused by name when the stack is synthesized: %s', (_, review, says) => {
    expect(() => circleStack(testApp(), { knowledge: knowledgeReviewing(review) })).toThrow(says);
  });
});
