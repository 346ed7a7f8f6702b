import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readWebhookKeys } from '../../infra/cloud/webhook-keys.ts';
import { settings, stageNames } from '../../infra/settings.ts';
import { env, queueUrlVariable } from '../../shared/contract/env.ts';
import { attemptLeaseSeconds, webhookTimeoutSeconds } from '../../shared/domain/delivery.ts';
import { webhookAttemptsMax, webhookWaitSeconds } from '../../shared/domain/webhook-retry.ts';
import { knowledgeFolder, synthesize } from './synth.ts';
import { functionsOf, ofType, resourcesOf } from './template-reading.ts';

const template = synthesize();
const functions = functionsOf(template);
const production = synthesize({ stage: 'prod' });
const { webhookQueue } = settings.prod;

describe('the queue of webhooks', () => {
  const [[queueId, queue] = []] = ofType(template, 'AWS::SQS::Queue').filter(([id]) => /^WebhooksQueue/.test(id));
  const { VisibilityTimeout, RedrivePolicy } = z
    .looseObject({
      VisibilityTimeout: z.number(),
      RedrivePolicy: z.object({
        deadLetterTargetArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
        maxReceiveCount: z.number(),
      }),
    })
    .parse(queue?.Properties);

  it('hands one message at a time to its worker', () => {
    production.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: functionsOf(production).get('webhooks')?.logicalId },
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: webhookQueue.maxConcurrency },
    });
  });

  it('shows a message again when its worker and the lease of its attempt must be over', () => {
    expect(settings.dev.functions.webhooks.timeoutSeconds).toBeGreaterThan(webhookTimeoutSeconds);
    expect(VisibilityTimeout).toBeGreaterThan(settings.dev.functions.webhooks.timeoutSeconds);
    expect(VisibilityTimeout).toBeGreaterThan(attemptLeaseSeconds);
  });

  it('keeps a message for all its attempts, and puts one aside that breaks its worker again and again', () => {
    const deadLetters = resourcesOf(template).get(RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]);
    expect(RedrivePolicy.maxReceiveCount).toBe(webhookQueue.maxReceives);
    expect(deadLetters?.Properties['MessageRetentionPeriod']).toBe(14 * 24 * 60 * 60);
  });

  it('raises an alarm at an age that no delay explains', () => {
    const waits = Array.from({ length: webhookAttemptsMax - 1 }, (_, index) => webhookWaitSeconds(index + 1, 1e6, 1) ?? 0);
    expect(webhookQueue.maxAgeSeconds).toBeGreaterThan(Math.max(...waits));
    for (const AlarmName of ['circle-prod-webhooks-dead-letters', 'circle-prod-webhooks-queue-age'])
      production.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName, Namespace: 'AWS/SQS' });
  });

  it('is told to everybody who ends runs, and to its worker', () => {
    const told = [...functions].filter(([, { variables }]) => variables[queueUrlVariable('webhooks')] !== undefined);
    expect(told.map(([name]) => name).sort()).toEqual(['api', 'api-stream', 'conclude', 'fail', 'sweep', 'webhooks']);
    for (const [, { variables }] of told) expect(variables[queueUrlVariable('webhooks')]).toEqual({ Ref: queueId });
  });
});

describe('where webhooks may go', () => {
  const opened = (choice: Parameters<typeof synthesize>[0]): readonly string[] =>
    [...functionsOf(synthesize(choice))].filter(([, { variables }]) => variables[env.webhookTargets] !== undefined).map(([name]) => name);

  it.each(stageNames)('is nowhere but the public internet in an account (%s)', (stage) => {
    expect(opened({ stage, ring: 'cloud' })).toEqual([]);
    expect(JSON.stringify(synthesize({ stage, ring: 'cloud' }).toJSON())).not.toContain(env.webhookTargets);
  });

  it('is anywhere on the emulator, for those who judge addresses', () => {
    expect(opened({ ring: 'emulator' }).toSorted()).toEqual(['api', 'api-stream', 'prepare', 'webhooks']);
  });
});

describe('the keys of webhooks', () => {
  it('are read by the worker alone, through the key of our own that encrypts them', () => {
    const [[, key] = []] = ofType(production, 'AWS::KMS::Key');
    const statement = z.looseObject({ Action: z.unknown(), Principal: z.unknown(), Condition: z.unknown().optional() });
    const { Statement } = z.object({ Statement: z.array(statement) }).parse(key?.Properties['KeyPolicy']);
    const granted = Statement.filter(({ Principal }) =>
      JSON.stringify(Principal).includes(functionsOf(production).get('webhooks')?.roleId ?? 'nobody'),
    );
    expect(granted).toEqual([expect.objectContaining({ Action: 'kms:Decrypt' })]);
    expect(JSON.stringify(granted[0]?.Condition)).toContain('secretsmanager.');
  });

  it('are the default one and those that circles and schedules name', () => {
    expect(readWebhookKeys(knowledgeFolder)).toEqual(['WEBHOOK_SECRET']);
    const folder = mkdtempSync(join(tmpdir(), 'circle-knowledge-'));
    expect(readWebhookKeys(folder)).toEqual(['WEBHOOK_SECRET']);
    const circles = {
      experts: {},
      circles: {
        a: { experts: ['x'], webhooks: [{ url: 'https://a.example.com/', key: 'WEBHOOK_B' }, { url: 'https://b.example.com/' }] },
      },
      schedules: {
        s: { cron: '0 6 * * *', consultation: { question: 'Why?', webhook: { url: 'https://c.example.com/', key: 'WEBHOOK_A' } } },
      },
    };
    writeFileSync(join(folder, 'circles.yaml'), JSON.stringify(circles));
    expect(readWebhookKeys(folder)).toEqual(['WEBHOOK_A', 'WEBHOOK_B', 'WEBHOOK_SECRET']);
  });
});
