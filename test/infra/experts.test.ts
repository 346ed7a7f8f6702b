import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { settings } from '../../infra/settings.ts';
import { queueUrlVariable } from '../../shared/contract/env.ts';
import { queuedProviderKinds } from '../../shared/contract/expert.ts';
import { factsOf } from '../../shared/contract/provider-kinds.ts';
import { deadlineMaxSeconds } from '../../shared/contract/question.ts';
import { expertOfEachKind, knowledgeSeating, synthesize } from './synth.ts';
import { functionsOf, ofType, resourcesOf } from './template-reading.ts';

const template = synthesize({ stage: 'prod', knowledge: knowledgeSeating(...expertOfEachKind) });
const functions = functionsOf(template);
const resources = resourcesOf(template);

const mapping = z.looseObject({
  FunctionName: z.object({ Ref: z.string() }),
  EventSourceArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
});

function queueOf(provider: string): string {
  const worker = functions.get(`expert-${provider}`)?.logicalId;
  const mappings = ofType(template, 'AWS::Lambda::EventSourceMapping').map(([, resource]) => mapping.parse(resource.Properties));
  return mappings.find(({ FunctionName }) => FunctionName.Ref === worker)?.EventSourceArn['Fn::GetAtt'][0] ?? '';
}

describe.each(queuedProviderKinds)('the queue of %s', (provider) => {
  const logicalId = queueOf(provider);
  const queue = z
    .looseObject({
      VisibilityTimeout: z.number(),
      RedrivePolicy: z.object({
        deadLetterTargetArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
        maxReceiveCount: z.number(),
      }),
    })
    .parse(resources.get(logicalId)?.Properties);

  it('hands one message at a time to its own worker, up to the limit of the provider', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: functions.get(`expert-${provider}`)?.logicalId },
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: factsOf(provider).concurrency },
    });
  });

  it('shows a message again only when nobody can be working on it and its deadline has passed', () => {
    expect(queue.VisibilityTimeout).toBeGreaterThan(settings.dev.functions.expert.timeoutSeconds);
    expect(queue.VisibilityTimeout).toBeGreaterThan(deadlineMaxSeconds);
  });

  it('puts a message that fails three times aside for 14 days', () => {
    const deadLetters = resources.get(queue.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]);
    expect(queue.RedrivePolicy.maxReceiveCount).toBe(3);
    expect(deadLetters?.Properties['MessageRetentionPeriod']).toBe(14 * 24 * 60 * 60);
  });

  it('is told to Ask', () => {
    expect(functions.get('ask')?.variables[queueUrlVariable(provider)]).toEqual({ Ref: logicalId });
  });

  it('has alarms on its dead letters and on the age of its oldest message', () => {
    const namespace = 'AWS/SQS';
    const names = [`circle-prod-expert-dead-letters-${provider}`, `circle-prod-expert-queue-age-${provider}`];
    for (const AlarmName of names) {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName, Namespace: namespace });
    }
  });
});

describe('all queues', () => {
  it('are encrypted and refuse what comes without TLS', () => {
    const queues = ofType(template, 'AWS::SQS::Queue');
    const guarded = ofType(template, 'AWS::SQS::QueuePolicy').filter(([, { Properties }]) =>
      JSON.stringify(Properties).includes('"aws:SecureTransport":"false"'),
    );
    expect(guarded).toHaveLength(queues.length);
    template.allResourcesProperties('AWS::SQS::Queue', Match.objectLike({ SqsManagedSseEnabled: true }));
  });

  it('let a worker outlive the longest deadline, and a message the outage of a day', () => {
    expect(settings.prod.functions.expert.timeoutSeconds).toBeGreaterThan(deadlineMaxSeconds);
    expect(settings.prod.expertQueue.deadLetterDays).toBeGreaterThan(settings.prod.expertQueue.retentionDays);
  });
});

describe('a kind that no circle seats', () => {
  const kindOfExpert = new Map(expertOfEachKind.map((expert, index) => [expert, queuedProviderKinds[index] ?? '']));
  const kindsIn = (pattern: RegExp, stack: ReturnType<typeof synthesize>): string[] =>
    [...new Set([...JSON.stringify(stack.toJSON()).matchAll(pattern)].map(([, kind]) => kind ?? ''))].sort();

  it.each(expertOfEachKind)('has no worker, queue, secret, alarm or graph beside those of %s', (expert) => {
    const stack = synthesize({ stage: 'prod', knowledge: knowledgeSeating(expert) });
    const seated = [kindOfExpert.get(expert)];
    expect([...functionsOf(stack).keys()].filter((name) => name.startsWith('expert-'))).toEqual(seated.map((kind) => `expert-${kind}`));
    expect(kindsIn(/expert-(?:dead-letters|queue-age|errors)-([a-z-]+)"/g, stack)).toEqual(seated);
    expect(kindsIn(/circle-prod\/Experts\/([a-z-]+)\//g, stack)).toEqual(seated);
    const variables = functionsOf(stack).get('ask')?.variables ?? {};
    expect(Object.keys(variables).filter((name) => name.startsWith('QUEUE_URL_'))).toEqual(
      seated.map((kind) => queueUrlVariable(kind ?? '')),
    );
    const secrets = ofType(stack, 'AWS::SecretsManager::Secret').map(([, { Properties }]) => String(Properties['Name']));
    expect(secrets.filter((name) => name.endsWith('_API_KEY')).length).toBe(['claude', 'gpt', 'gemini'].includes(expert) ? 1 : 0);
  });

  it('has all of that once a circle seats it', () => {
    const stack = synthesize({ stage: 'prod', knowledge: knowledgeSeating(...expertOfEachKind) });
    expect([...functionsOf(stack).keys()].filter((name) => name.startsWith('expert-')).sort()).toEqual(
      queuedProviderKinds.map((kind) => `expert-${kind}`).sort(),
    );
  });
});
