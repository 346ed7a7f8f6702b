import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { AuditStack } from '../../infra/cloud/audit-stack.ts';
import { attachRules } from '../../infra/cloud/rules.ts';
import { auditSettings, stageNames } from '../../infra/settings.ts';
import { circleStack, expertOfEachKind, knowledgeReviewing, knowledgeSeating, knowledgeWithSchedule, testApp } from './synth.ts';

const report = z.object({
  pluginReports: z.array(z.looseObject({ violations: z.array(z.looseObject({ ruleName: z.string(), severity: z.string().optional() })) })),
});

/** Rules that synth reports, whether they stop it or only warn. */
function findings(app: App): readonly string[] {
  attachRules(app);
  // A failing synth prints its whole report and throws; the report on disk says the same.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  let stopped = false;
  try {
    app.synth();
  } catch {
    stopped = true;
  }
  const { pluginReports } = report.parse(JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')));
  const named = pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
  return stopped && named.length === 0 ? ['synth failed for another reason'] : named;
}

afterEach(() => {
  vi.restoreAllMocks();
  // A failing synth leaves its mark on the process, which is that of the tests here.
  process.exitCode = 0;
});

// Synth with both packs takes seconds where other tests compete for the processor.
describe('the rule packs', { timeout: 120_000 }, () => {
  it.each(stageNames)('find nothing that has not been acknowledged (%s)', (stage) => {
    const app = testApp();
    circleStack(app, { stage, knowledge: knowledgeSeating(...expertOfEachKind) });
    new AuditStack(app, auditSettings.stackName);
    expect(findings(app)).toEqual([]);
  });

  it.each([
    ['a bucket', 'bucket: shop-templates'],
    ['a prefix with signs of policies', 'bucket: shop-templates, prefix: "a*/$b?"'],
    ['stacks', 'stacks: [shop-api, shop-db]'],
    ['stacks of another region', 'stacks: [shop-api], region: eu-west-1'],
    ['all stacks', 'stacks: all'],
    ['all stacks of another region, where runs are owed', 'stacks: all, region: eu-west-1', ', missed: run, overlap: queue'],
  ])('find nothing where a schedule reviews %s', (_, review, rules = '') => {
    const app = testApp();
    circleStack(app, { stage: 'prod', knowledge: knowledgeReviewing(review, rules) });
    expect(findings(app)).toEqual([]);
  });

  it('find nothing where a schedule asks, and owes what it could not ask', () => {
    const app = testApp();
    circleStack(app, { stage: 'prod', knowledge: knowledgeWithSchedule(undefined, ', missed: run, overlap: queue') });
    expect(findings(app)).toEqual([]);
  });

  it('see a planted queue without encryption in transit and without a dead-letter queue', () => {
    const app = testApp();
    new Queue(circleStack(app), 'Planted');
    expect(findings(app)).toEqual(expect.arrayContaining(['AwsSolutions-SQS3', 'AwsSolutions-SQS4', 'Serverless-SQSRedrivePolicy']));
  });

  it('see a planted wildcard', () => {
    const app = testApp();
    const role = new Role(new Stack(app, 'planted'), 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:*'], resources: ['*'] }));
    expect(findings(app)).toEqual(expect.arrayContaining(['AwsSolutions-IAM5[Action::dynamodb:*]', 'AwsSolutions-IAM5[Resource::*]']));
  });
});
