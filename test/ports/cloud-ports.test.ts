/** The composition root of deployed functions, and its log. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { readSeats } from '../../infra/cloud/seats.ts';
import { env } from '../../shared/contract/env.ts';
import { logCodes } from '../../shared/log-codes.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { powertoolsLog } from '../../shared/runtime/cloud/log.ts';
import {
  cloudAgenda,
  cloudBus,
  cloudConsensus,
  cloudDeliveries,
  cloudDeployedFiles,
  cloudFeedback,
  cloudHealth,
  cloudKnowledge,
  cloudListings,
  cloudOpinions,
  cloudQueue,
  cloudReach,
  cloudReliability,
  cloudRequests,
  cloudRules,
  cloudRuns,
  cloudSecretUses,
  cloudVault,
  cloudVerdicts,
  cloudWebhooks,
  cloudWorkflow,
} from '../../shared/runtime/cloud/parts.ts';
import { cloudPorts } from '../../shared/runtime/cloud/ports.ts';
import { defineFunction } from '../../shared/runtime/define-function.ts';
import { onAws } from '../../shared/runtime/lambda-door.ts';
import { sampleMessage } from './samples.ts';

const stored = [
  cloudAgenda,
  cloudDeliveries,
  cloudFeedback,
  cloudHealth,
  cloudListings,
  cloudOpinions,
  cloudReliability,
  cloudRequests,
  cloudRuns,
  cloudSecretUses,
  cloudVerdicts,
];
const parts = [
  ...stored,
  cloudBus,
  cloudConsensus,
  cloudDeployedFiles,
  cloudKnowledge,
  cloudQueue,
  cloudReach,
  cloudRules,
  cloudVault,
  cloudWebhooks,
  cloudWorkflow,
];

const complete = {
  [env.table]: 'table',
  [env.texts]: 'texts',
  [env.stateMachine]: 'arn:aws:states:us-east-1:000000000000:stateMachine:circle',
  [env.consensusFunction]: 'consensus',
  [env.reviewFunction]: 'review',
  [env.eventBus]: 'bus',
  [env.secretPrefix]: 'circle/',
  QUEUE_URL_OPENAI_COMPATIBLE: 'http://127.0.0.1/queue',
};

describe('the ports of a deployed function', () => {
  it('are opened without any variable, since each is built when it is asked for', async () => {
    const ports = await cloudPorts(parts, {});
    expect(ports.clock.now()).toBeInstanceOf(Date);
    expect(ports.reach).toBeDefined();
    expect(ports.log).toBeDefined();
  });

  it.each<[keyof Ports, string]>([
    ...stored.map(({ port }): [keyof Ports, string] => [port, env.table]),
    ['workflow', env.stateMachine],
    ['vault', env.table],
    ['consensus', env.consensusFunction],
    ['rules', env.reviewFunction],
    ['bus', env.eventBus],
    ['knowledge', env.knowledgeFolder],
  ])('name the variable that the %s lacks: %s', async (port, variable) => {
    const ports = await cloudPorts(parts, {});
    expect(() => ports[port]).toThrowError(
      expect.objectContaining({ name: 'InvalidConfiguration', message: expect.stringContaining(variable) }),
    );
  });

  it('name the bucket of large questions where the runs lack it', async () => {
    const ports = await cloudPorts(parts, { ...complete, [env.texts]: '' });
    expect(() => ports.runs).toThrow(env.texts);
  });

  it('take an empty variable as missing', async () => {
    const ports = await cloudPorts(parts, { ...complete, [env.secretPrefix]: '' });
    expect(() => ports.vault).toThrow(env.secretPrefix);
  });

  it.each<keyof Ports>([
    ...stored.map(({ port }) => port),
    'queue',
    'workflow',
    'vault',
    'consensus',
    'rules',
    'bus',
    'webhooks',
    'deployedFiles',
    'log',
  ])('build the %s once', async (port) => {
    const ports = await cloudPorts(parts, complete);
    expect(ports[port]).toBe(ports[port]);
  });

  it('name the queue that is missing when something is sent to it', async () => {
    const { queue } = await cloudPorts([cloudQueue], complete);
    await expect(queue.send('anthropic', [sampleMessage('expert-0')])).rejects.toMatchObject({
      name: 'InvalidConfiguration',
      message: expect.stringContaining('QUEUE_URL_ANTHROPIC'),
    });
  });

  it('know of a worker for each kind that the knowledge seats, as the stack does', async () => {
    const folder = join(import.meta.dirname, '../../layers/knowledge');
    const { knowledge } = await cloudPorts([cloudKnowledge], { ...complete, [env.knowledgeFolder]: folder });
    expect(knowledge.workers).toEqual([...readSeats(folder).kinds.keys()]);
    expect(knowledge.workers).not.toContain('bedrock');
  });

  it('let webhooks out to the public internet only, and anywhere on the emulator alone', async () => {
    const emulator = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_ACCESS_KEY_ID: 'test', [env.emulator]: '1' };
    const neighbour = { url: 'http://127.0.0.1:9/', key: 'WEBHOOK_SECRET' };
    const refusal = async (environment: Readonly<Record<string, string>>) =>
      (await cloudPorts([cloudWebhooks], environment)).webhooks.problemOf(neighbour);
    expect(await refusal(complete)).toEqual({ field: 'url', message: 'must be an https URL' });
    expect(await refusal({ ...complete, ...emulator, [env.webhookTargets]: 'any' })).toBeUndefined();
    await expect(refusal({ ...complete, [env.webhookTargets]: 'any' })).rejects.toThrow(/WEBHOOK_TARGETS is set outside the emulator/);
  });

  it.each([
    [{ AWS_ACCESS_KEY_ID: 'test' }, 'AWS_ENDPOINT_URL'],
    [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, 'AWS_ACCESS_KEY_ID'],
    [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_ACCESS_KEY_ID: 'AKIAREAL' }, 'AWS_ACCESS_KEY_ID'],
  ])('do not open for an emulator with %j alone', async (environment, variable) => {
    await expect(cloudPorts([], { ...complete, ...environment, [env.emulator]: '1' })).rejects.toThrow(variable);
  });

  it.each(['test', '000000000000'])(
    'open for an emulator that cannot be mistaken for an account: its key is %s',
    async (AWS_ACCESS_KEY_ID) => {
      const environment = { ...complete, AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_ACCESS_KEY_ID, [env.emulator]: '1' };
      const { runs } = await cloudPorts([cloudRuns], environment);
      expect(runs).toBeDefined();
    },
  );
});

describe('a port that a door does not list', () => {
  it('is named when it is touched', async () => {
    const ports: Partial<Ports> = await cloudPorts([cloudRuns], complete);
    expect(() => ports.bus).toThrowError(
      expect.objectContaining({ name: 'InvalidConfiguration', message: expect.stringContaining('the port bus') }),
    );
  });

  it('is named when another one needs it: the vault records its uses', async () => {
    const ports = await cloudPorts([cloudVault], complete);
    expect(() => ports.vault).toThrow('the port secretUses');
  });

  it('does not compile where the function takes it', () => {
    const announce = defineFunction({
      name: 'announce',
      input: z.strictObject({}),
      output: z.strictObject({}),
      run: async (_, ports: Pick<Ports, 'bus' | 'log'>) => {
        ports.log.warn('TOKEN_GONE');
        return {};
      },
    });
    onAws(announce, [cloudBus, cloudRuns]);
    // @ts-expect-error: there is no bus
    onAws(announce, [cloudRuns]);
    // @ts-expect-error: there is nothing but clock and log
    onAws(announce, []);
  });
});

describe('the code of a door', () => {
  it.each([
    ['functions/api/lambda.ts', ['dynamodb', 'eventbridge', 'lambda', 's3', 'sfn', 'sqs']],
    ['functions/workflow/prepare.ts', ['dynamodb', 's3']],
    ['functions/workflow/conclude.ts', ['dynamodb', 'eventbridge', 'lambda', 's3', 'sqs']],
    ['functions/jobs/sweep.ts', ['dynamodb', 'eventbridge', 'lambda', 's3', 'sfn', 'sqs']],
    ['functions/experts/scripted.ts', ['dynamodb', 'lambda', 's3', 'secrets-manager', 'sfn', 'sqs']],
    ['functions/webhooks/worker.ts', ['dynamodb', 's3', 'secrets-manager', 'sqs']],
    ['functions/jobs/start-scheduled.ts', ['cloudformation', 'dynamodb', 'eventbridge', 's3', 'sfn', 'sqs']],
  ])('of %s holds the clients of its ports and no other', async (entry, clients) => {
    const { metafile } = await build({
      absWorkingDir: join(import.meta.dirname, '../..'),
      entryPoints: [entry],
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
      metafile: true,
    });
    const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
    const held = inputs.flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 0 ? (/@aws-sdk\/client-([\w-]+)/.exec(path)?.[1] ?? []) : [],
    );
    expect([...new Set(held)].sort()).toEqual(clients);
  });
});

describe('the log of a deployed function', () => {
  it('writes the sentence, the code, and the consultation as what correlates', () => {
    const logger = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const log = powertoolsLog(logger);
    log.info('OPINION_RECORDED', { consultationId: 'run-1', expert: 'claude' });
    expect(logger.info).toHaveBeenCalledExactlyOnceWith(logCodes.OPINION_RECORDED, {
      code: 'OPINION_RECORDED',
      correlation_id: 'run-1',
      consultationId: 'run-1',
      expert: 'claude',
    });
  });

  it('writes each level as itself, with or without fields', () => {
    const logger = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const log = powertoolsLog(logger);
    log.warn('TOKEN_GONE');
    log.error('FUNCTION_FAILED', { function: 'close' });
    expect(logger.warn).toHaveBeenCalledExactlyOnceWith(logCodes.TOKEN_GONE, { code: 'TOKEN_GONE' });
    expect(logger.error).toHaveBeenCalledExactlyOnceWith(logCodes.FUNCTION_FAILED, { code: 'FUNCTION_FAILED', function: 'close' });
    expect(logger.info).not.toHaveBeenCalled();
  });

  it('writes one line of JSON through Powertools', () => {
    // Otherwise Powertools writes past the console that a test can listen to.
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    const lines: unknown[] = [];
    const write = vi.spyOn(console, 'info').mockImplementation((line) => lines.push(line));
    powertoolsLog().info('CONSULTATION_CLOSED', { consultationId: 'run-1' });
    write.mockRestore();
    vi.unstubAllEnvs();
    expect(lines.map((line) => JSON.parse(String(line)))).toMatchObject([
      { level: 'INFO', message: logCodes.CONSULTATION_CLOSED, code: 'CONSULTATION_CLOSED', correlation_id: 'run-1' },
    ]);
  });
});
