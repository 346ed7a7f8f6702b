/** The state machine of a consultation on moto's interpreter: what the first emulator ignores, its deadline above all. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFunction, createStateMachine } from '../ports/aws-resources.ts';
import { eventually, unique } from '../ports/samples.ts';

const client = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const sfn = new SFNClient(client);
const lambda = new LambdaClient(client);
const definition = readFileSync(join(import.meta.dirname, '../../infra/consultation.asl.json'), 'utf8');
const names = ['Prepare', 'Ask', 'Conclude', 'Fail'] as const;
let stateMachineArn: string;

beforeAll(async () => {
  let own = definition;
  for (const name of names) own = own.replace(`\${${name}Function}`, await createFunction(lambda, 'export const handler = () => {};'));
  stateMachineArn = await createStateMachine(sfn, own);
});

/** Starts it; functions answer these, one call after the other, whichever is called. */
async function start(...results: readonly object[]): Promise<string> {
  const body = JSON.stringify({
    results: results.map((result) => JSON.stringify(result)),
    account_id: '000000000000',
    region: 'us-east-1',
  });
  const url = `${process.env['AWS_ENDPOINT_URL']}/moto-api/static/lambda-simple/response`;
  const { status } = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(status).toBe(201);
  const started = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: unique('run'), input: '{"question":"Is it so?"}' }));
  return started.executionArn ?? '';
}

const over = (executionArn: string) =>
  eventually(async () => {
    const { status, output, error } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' ? undefined : { status, output: JSON.parse(output ?? 'null'), error };
  });

async function eventsOf(executionArn: string) {
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  return events;
}

const statesOf = async (executionArn: string) =>
  (await eventsOf(executionArn)).flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);

const tokenOf = (executionArn: string) =>
  eventually(async () => {
    const asked = (await eventsOf(executionArn)).map(({ taskScheduledEventDetails }) =>
      JSON.parse(taskScheduledEventDetails?.parameters ?? '{}'),
    );
    return asked.map(({ Payload }) => Payload?.taskToken as string | undefined).find((token) => token !== undefined);
  });

const prepared = (deadlineSeconds: number) => ({ consultationId: 'c1', deadlineSeconds });
const decided = { consultationId: 'c1', status: 'decided' };

describe('the state machine of a consultation on a second emulator', () => {
  it('concludes when its token is given', async () => {
    const execution = await start(prepared(300), {}, decided);
    await sfn.send(new SendTaskSuccessCommand({ taskToken: await tokenOf(execution), output: '{}' }));
    expect(await over(execution)).toEqual({ status: 'SUCCEEDED', output: decided, error: undefined });
    expect(await statesOf(execution)).toEqual(['Prepare', 'Ask', 'Conclude']);
  });

  it('concludes at the deadline that Prepare names, with what is there', async () => {
    const execution = await start(prepared(1), {}, decided);
    expect(await over(execution)).toEqual({ status: 'SUCCEEDED', output: decided, error: undefined });
    expect(await statesOf(execution)).toEqual(['Prepare', 'Ask', 'Conclude']);
  });

  it('fails by name, through the state that tells it, when a step answers what the next one cannot read', async () => {
    const execution = await start({ nothing: 'of use' }, {});
    expect(await over(execution)).toEqual({ status: 'FAILED', output: null, error: 'ConsultationFailed' });
    expect(await statesOf(execution)).toEqual(['Prepare', 'Ask', 'Fail', 'Failed']);
  });
});
