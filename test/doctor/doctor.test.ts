/** What the doctor says of an account and of the machine that deploys to it. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSeats, type Seats } from '../../infra/cloud/seats.ts';
import { examine } from '../../infra/doctor/examine.ts';
import { exitCodeOf, type Finding } from '../../infra/doctor/finding.ts';
import type { RunTool } from '../../infra/doctor/tools.ts';
import type { StageName } from '../../infra/settings.ts';
import { bootstrap, openAccount, type Replies, type Reply, ready, stackIn } from './fake-account.ts';

const seats = readSeats(join(import.meta.dirname, '../../layers/knowledge'));
const withBedrock: Seats = { ...seats, bedrockSeats: [{ model: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0', region: undefined }] };

const tools: RunTool = async (command) =>
  command === 'rustup' ? 'aarch64-unknown-linux-gnu\nx86_64-unknown-linux-gnu\n' : 'cargo-lambda 1.8.6\n';

interface Situation {
  readonly replies?: Replies;
  readonly run?: RunTool;
  readonly trail?: 'own' | 'none';
  readonly stage?: StageName;
  readonly seats?: Seats;
}

async function findings({ replies = {}, run = tools, trail = 'own', stage = 'dev', seats: seated = withBedrock }: Situation = {}) {
  const { config } = await openAccount({ ...ready, ...replies });
  return examine({ stage, seats: seated, trail, run, config });
}

/** What is not fine. */
const wrong = (found: readonly Finding[]) => found.filter(({ level }) => level !== 'fine');

/** A recorded reply with other values. */
function changed(operation: string, values: object): Reply {
  const reply = ready[operation];
  if (reply === undefined || typeof reply === 'function' || !('json' in reply)) throw new Error(`${operation} has no JSON`);
  return { json: { ...reply.json, ...values } };
}

describe('an account that has everything', () => {
  it('lacks nothing, and is named', async () => {
    const found = await findings();
    expect(wrong(found)).toEqual([]);
    expect(exitCodeOf(found)).toBe(0);
    expect(found.find(({ check }) => check === 'identity')?.says).toContain('123456789012, region eu-central-1');
    expect(found.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        'bootstrap',
        'concurrency',
        'Step Functions',
        'SQS',
        'trail',
        'names',
        'cargo-lambda',
        'cargo-zigbuild',
        'rust target',
      ]),
    );
  });

  it('is asked for no model where no circle seats one', async () => {
    const { config, calls } = await openAccount(ready);
    await examine({ stage: 'dev', seats, trail: 'own', run: tools, config });
    expect(calls).not.toContain('GetFoundationModelAvailability');
  });
});

const trail = (Name: string, more: object = {}) => ({ Name, HomeRegion: 'eu-central-1', IsMultiRegionTrail: true, ...more });
const trails = (...list: readonly object[]): Replies => ({ DescribeTrails: { json: { trailList: list } } });
const logGroup = { CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-central-1:123456789012:log-group:/org/trail:*' };
const availability = (values: object): Replies => ({ GetFoundationModelAvailability: changed('GetFoundationModelAvailability', values) });
const notBootstrapped: Replies = { DescribeStacks: () => bootstrap(undefined) };

describe('each lack', () => {
  it.each<[string, Situation, Partial<Finding>]>([
    [
      'no bootstrap',
      { replies: notBootstrapped },
      { check: 'bootstrap', says: expect.stringContaining('not bootstrapped'), remedy: expect.stringContaining('cdk bootstrap') },
    ],
    [
      'an old bootstrap',
      { replies: { DescribeStacks: (body) => bootstrap(body.includes('CDKToolkit') ? 5 : undefined) } },
      { check: 'bootstrap', says: expect.stringContaining('version 5') },
    ],
    [
      'ten functions at one time',
      { replies: { GetAccountSettings: { json: { AccountLimit: { ConcurrentExecutions: 10 } } } } },
      { check: 'concurrency', says: expect.stringContaining('10 functions'), remedy: expect.stringContaining('L-B99A9384') },
    ],
    [
      'no trail left',
      { replies: trails(...['a', 'b', 'c', 'd', 'e'].map((name) => trail(name))) },
      { check: 'trail', says: expect.stringContaining('5 trails'), remedy: expect.stringContaining('-c trail=none') },
    ],
    [
      'a log group in the way',
      { replies: { DescribeLogGroups: { json: { logGroups: [{ logGroupName: '/circle/dev/api' }] } } } },
      { check: 'names', says: expect.stringContaining('/circle/dev/api'), remedy: expect.stringContaining('--import-existing-resources') },
    ],
    [
      'a secret in the way',
      { replies: { ListSecrets: { json: { SecretList: [{ Name: 'circle/dev/api-key' }] } } } },
      { check: 'names', says: expect.stringContaining('circle/dev/api-key') },
    ],
    [
      'a state machine in the way',
      {
        replies: {
          ListStateMachines: {
            json: { stateMachines: [{ name: 'circle-dev-consultations', stateMachineArn: 'a', type: 'STANDARD', creationDate: 1 }] },
          },
        },
      },
      { check: 'names', says: expect.stringContaining('circle-dev-consultations') },
    ],
    [
      'a bus in the way',
      { replies: { ListEventBuses: { json: { EventBuses: [{ Name: 'circle-dev' }] } } } },
      { check: 'names', says: expect.stringContaining('event buses') },
    ],
    [
      'a stack that was rolled back',
      { replies: { DescribeStacks: stackIn('ROLLBACK_COMPLETE') } },
      { check: 'names', remedy: expect.stringContaining('delete-stack --stack-name circle-dev') },
    ],
    ['a stack under way', { replies: { DescribeStacks: stackIn('UPDATE_IN_PROGRESS') } }, { check: 'names', remedy: 'Wait for its end.' }],
    [
      'a model that the region lacks',
      { replies: availability({ regionAvailability: 'NOT_AVAILABLE' }) },
      { says: expect.stringContaining('the region does not have it') },
    ],
    [
      'a model that nobody subscribed to',
      { replies: availability({ agreementAvailability: { status: 'NOT_AVAILABLE' } }) },
      { remedy: expect.stringContaining('aws-marketplace:Subscribe') },
    ],
    [
      'a model without access',
      { replies: availability({ authorizationStatus: 'NOT_AUTHORIZED' }) },
      { says: expect.stringContaining('no access') },
    ],
    [
      'no cargo-lambda',
      { run: async (command, argv) => (command === 'cargo-lambda' ? undefined : tools(command, argv)) },
      { check: 'cargo-lambda', remedy: 'pip install cargo-lambda' },
    ],
    [
      'no cargo-zigbuild',
      { run: async (command, argv) => (command === 'cargo-zigbuild' ? undefined : tools(command, argv)) },
      { check: 'cargo-zigbuild', remedy: 'pip install cargo-zigbuild' },
    ],
    [
      'no rustup',
      { run: async (command, argv) => (command === 'rustup' ? undefined : tools(command, argv)) },
      { check: 'rust target', says: expect.stringContaining('rustup is not installed') },
    ],
    [
      'no target',
      { run: async () => 'x86_64-unknown-linux-gnu' },
      { check: 'rust target', remedy: 'rustup target add aarch64-unknown-linux-gnu' },
    ],
  ])('is told alone, in one sentence with what to do: %s', async (_, situation, expected) => {
    const found = wrong(await findings(situation));
    expect(found).toEqual([expect.objectContaining({ level: 'lack', ...expected })]);
    expect(found[0]?.says).toMatch(/^\w.*\.$/);
    expect(found[0]?.remedy).toBeTruthy();
    expect(exitCodeOf(found)).toBe(1);
  });
});

describe('what works, and should be known', () => {
  it.each<[string, Situation, Partial<Finding>]>([
    [
      'a small quota',
      { replies: { GetAccountSettings: { json: { AccountLimit: { ConcurrentExecutions: 50 } } } } },
      { check: 'concurrency', says: expect.stringContaining('3 consultations') },
    ],
    [
      'a trail that can be read',
      { replies: trails(trail('org', logGroup)) },
      { check: 'trail', remedy: 'Deploy with -c trail=existing:/org/trail.' },
    ],
    [
      'a trail whose events come elsewhere',
      { replies: trails(trail('org', { ...logGroup, HomeRegion: 'us-east-1' })) },
      { check: 'trail', remedy: expect.stringContaining('-c trail=none') },
    ],
    ['no trail at all', { trail: 'none' }, { check: 'trail', says: expect.stringContaining('no trail') }],
  ])('is a note, and no reason to stop: %s', async (_, situation, expected) => {
    const found = wrong(await findings(situation));
    expect(found).toEqual([expect.objectContaining({ level: 'note', ...expected })]);
    expect(exitCodeOf(found)).toBe(0);
  });

  it.each<[string, Situation]>([
    ['our own trail', { replies: trails(trail('circle-eu-central-1', logGroup)) }],
    ['a trail, where none is wanted here', { trail: 'none', replies: trails(trail('org')) }],
    [
      'a stack of ours',
      { replies: { DescribeStacks: stackIn('UPDATE_COMPLETE'), ListSecrets: { json: { SecretList: [{ Name: 'circle/dev/api-key' }] } } } },
    ],
    ['names of another stage', { stage: 'dev-anna', replies: { ListSecrets: { json: { SecretList: [{ Name: 'circle/dev/api-key' }] } } } }],
    [
      'a key made by hand for an expert that no circle seats',
      { replies: { ListSecrets: { json: { SecretList: [{ Name: 'circle/dev/GROQ_API_KEY' }] } } } },
    ],
  ])('is fine: %s', async (_, situation) => {
    expect(wrong(await findings(situation))).toEqual([]);
  });
});

describe('what cannot be looked at', () => {
  it.each(Object.keys(ready).filter((operation) => operation !== 'GetCallerIdentity'))(
    'is said, and the rest is looked at: %s',
    async (operation) => {
      const found = wrong(
        await findings({ replies: { [operation]: { error: 'AccessDeniedException', message: `not allowed: ${operation}` } } }),
      );
      expect(found.length).toBeGreaterThan(0);
      expect(new Set(found.map(({ level }) => level))).toEqual(new Set(['unknown']));
      expect(found[0]?.remedy).toBeTruthy();
      expect(exitCodeOf(found)).toBe(2);
    },
  );

  it('is the whole account where nobody is known, and the machine is looked at all the same', async () => {
    const found = await findings({ replies: { GetCallerIdentity: { error: 'InvalidClientTokenId' } } });
    expect(wrong(found)).toEqual([
      expect.objectContaining({ check: 'identity', level: 'unknown', remedy: expect.stringContaining('aws configure') }),
    ]);
    expect(found.map(({ check }) => check)).toEqual(['cargo-lambda', 'cargo-zigbuild', 'rust target', 'identity']);
  });

  it('counts less than what lacks', () => {
    const finding = (level: Finding['level']): Finding => ({ check: 'a', level, says: 'b' });
    expect(exitCodeOf([finding('unknown'), finding('lack')])).toBe(1);
    expect(exitCodeOf([finding('unknown'), finding('fine')])).toBe(2);
    expect(exitCodeOf([finding('note'), finding('fine')])).toBe(0);
  });
});
