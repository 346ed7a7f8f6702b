import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { readSeats } from '../../infra/cloud/seats.ts';
import { settings } from '../../infra/settings.ts';
import { env } from '../../shared/contract/env.ts';
import { unsetSecret } from '../../shared/contract/secret.ts';
import { knowledgeFolder, knowledgeWithCircle, synthesize } from './synth.ts';
import { functionsOf, ofType } from './template-reading.ts';

const template = synthesize();
const production = synthesize({ stage: 'prod' });
const functions = functionsOf(template);
const keys = readSeats(knowledgeFolder).seatedKeys;

describe('the table', () => {
  it('costs nothing when idle, forgets what expires, and can be restored', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
  });

  it('lists by tenant and by deadline', () => {
    const index = (IndexName: string, hash: string, range: string, ProjectionType: string) => ({
      IndexName,
      KeySchema: [
        { AttributeName: hash, KeyType: 'HASH' },
        { AttributeName: range, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType },
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [
        index('by-tenant', 'tenantKey', 'createdAt', 'ALL'),
        index('by-deadline', 'openKey', 'deadlineAt', 'KEYS_ONLY'),
      ],
    });
  });

  it('goes with a development stack and outlives a production one', () => {
    template.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete' });
    production.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: Match.objectLike({ DeletionProtectionEnabled: true }),
    });
  });

  it('is told to everybody who may use it', () => {
    const told = [...functions].filter(([, { variables }]) => variables[env.table] !== undefined).map(([name]) => name);
    expect(told.sort()).toEqual([...functions.keys()].filter((name) => name !== 'authorizer' && name !== 'review').sort());
  });
});

describe('the secrets', () => {
  it('are one for each provider key and the key of webhooks, not set yet, and the key of the API, made up', () => {
    for (const key of keys) {
      template.hasResourceProperties('AWS::SecretsManager::Secret', { Name: `circle/dev/${key}`, SecretString: unsetSecret });
    }
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      Name: 'circle/dev/api-key',
      GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true },
    });
    template.hasResourceProperties('AWS::SecretsManager::Secret', { Name: 'circle/dev/WEBHOOK_SECRET', SecretString: unsetSecret });
    template.resourceCountIs('AWS::SecretsManager::Secret', keys.length + 2);
  });

  it('are encrypted with the one key of production, which is replaced every year, and elsewhere with that of the account', () => {
    const [[keyId] = [], ...others] = ofType(production, 'AWS::KMS::Key');
    expect(others).toEqual([]);
    production.allResourcesProperties('AWS::SecretsManager::Secret', { KmsKeyId: { 'Fn::GetAtt': [keyId, 'Arn'] } });
    production.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    template.resourceCountIs('AWS::KMS::Key', 0);
    expect(ofType(template, 'AWS::SecretsManager::Secret').filter(([, { Properties }]) => 'KmsKeyId' in Properties)).toEqual([]);
  });

  it('are told by prefix to workers, probes and webhooks, and the key of the API to the authorizer', () => {
    const told = (name: string) => [...functions].filter(([, { variables }]) => variables[name] !== undefined).map(([fn]) => fn);
    const workers = [...functions.keys()].filter((name) => name.startsWith('expert-'));
    expect(told(env.secretPrefix).sort()).toEqual([...workers, 'probe-experts', 'webhooks'].sort());
    expect(told(env.apiKeySecret)).toEqual(['authorizer']);
    expect(functions.get('authorizer')?.variables[env.apiKeySecret]).toBe('circle/dev/api-key');
    expect(functions.get('expert-openai')?.variables[env.secretPrefix]).toBe('circle/dev/');
  });
});

describe('the names of provider keys', () => {
  it("are those of experts, their own or their preset's; secrets those of who sits", () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-knowledge-'));
    writeFileSync(
      join(folder, 'providers.yaml'),
      'house: { kind: openai-compatible, key: HOUSE_KEY, baseUrl: https://house.example/v1 }\nbedrock: { kind: bedrock }\nanthropic: { kind: anthropic }\nhuman: { kind: human }\n',
    );
    cpSync(join(knowledgeFolder, 'prices.yaml'), join(folder, 'prices.yaml'));
    writeFileSync(
      join(folder, 'circles.yaml'),
      `experts:
  a: { provider: house, model: m, key: OWN_KEY }
  b: { provider: anthropic, model: m, key: OTHER_KEY }
  c: { provider: house, model: m }
  d: { provider: bedrock, model: m }
  e: { provider: human, model: m }
circles:
  one: { experts: [a, d, e] }
`,
    );
    const { kinds, seatedKeys } = readSeats(folder);
    expect([...kinds]).toEqual([
      ['bedrock', []],
      ['openai-compatible', ['HOUSE_KEY', 'OWN_KEY']],
    ]);
    expect(seatedKeys).toEqual(['OWN_KEY']);
  });

  it("refuses a team's rules that functions could not read: only the knowledge folder is deployed", () => {
    const outside = mkdtempSync(join(tmpdir(), 'rules-'));
    const folder = join(outside, 'knowledge');
    mkdirSync(join(folder, 'policies'), { recursive: true });
    writeFileSync(join(folder, 'providers.yaml'), 'rules: { kind: rules, free: true }\n');
    cpSync(join(knowledgeFolder, 'prices.yaml'), join(folder, 'prices.yaml'));
    const seats = (rules: string) => {
      const team = '  team: { provider: rules, rules: [team-guard] }';
      writeFileSync(join(folder, 'circles.yaml'), `experts:\n${team}\ncircles:\n  one: { experts: [team] }\n${rules}`);
      return readSeats(folder).largestCircle;
    };
    expect(seats('rules: policies\n')).toBe(1);
    for (const named of ['..', '../other', join(folder, 'policies')])
      expect(() => seats(`rules: ${named}\n`)).toThrow(/is not in the knowledge folder, which alone is deployed/);
    for (const rules of ['', 'rules: none\n'])
      expect(() => seats(rules)).toThrow(/there is no folder of rules|the folder of rules cannot be read/);
    writeFileSync(join(folder, 'policies/a.png'), Buffer.from([0xff]));
    expect(() => seats('rules: policies\n')).toThrow(/save it as UTF-8/);
  });
});

describe('the bus', () => {
  it('is our own', () => {
    template.hasResourceProperties('AWS::Events::EventBus', { Name: 'circle-dev' });
  });
});

describe('what a circle keeps for a time of its own', () => {
  const own = synthesize({ knowledge: knowledgeWithCircle('brief', 'retentionDays: 7') });
  const rulesOf = (given: typeof own) =>
    ofType(given, 'AWS::S3::Bucket').flatMap(([, { Properties }]) => {
      const { LifecycleConfiguration } = Properties as { LifecycleConfiguration?: { Rules: readonly object[] } };
      return LifecycleConfiguration?.Rules ?? [];
    });

  it('is told to everybody who writes, and not where no circle says so', () => {
    const told = (given: typeof own) =>
      [...functionsOf(given)].flatMap(([, { variables }]) =>
        variables[env.table] === undefined ? [] : [variables[env.retentionByCircle] ?? 'nothing'],
      );
    expect(new Set(told(own))).toEqual(new Set(['{"brief":7}']));
    expect(new Set(told(template))).toEqual(new Set(['nothing']));
  });

  it('has a rule of the bucket, beside one for all that waits for the longest of the times', () => {
    expect(rulesOf(own)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ExpirationInDays: settings.dev.retentionDays }),
        expect.objectContaining({ ExpirationInDays: 7, Prefix: 'questions/kept-7/' }),
        expect.objectContaining({ ExpirationInDays: 7, Prefix: 'answers/kept-7/' }),
      ]),
    );
    const longer = synthesize({ knowledge: knowledgeWithCircle('long', 'retentionDays: 2000') });
    expect(rulesOf(longer).filter((rule) => !('Prefix' in rule))).toEqual([expect.objectContaining({ ExpirationInDays: 2000 })]);
    expect(rulesOf(template)).toHaveLength(1);
  });
});
