import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readAppContext } from '../../infra/cloud/app-context.ts';
import { repositoryFolder } from '../../infra/cloud/repository.ts';
import { refusedByEmulator } from '../../infra/cloud/ring.ts';
import { stageNames } from '../../infra/settings.ts';
import { knowledgeFolder, synthesize } from './synth.ts';
import { resourcesOf } from './template-reading.ts';

describe.each(stageNames)('the emulator (%s)', (stage) => {
  const cloud = resourcesOf(synthesize({ stage, ring: 'cloud' }));
  const emulator = resourcesOf(synthesize({ stage, ring: 'emulator' }));
  // Names of layers, versions and deployments contain a digest of their contents.
  const stable = (logicalId: string): string => logicalId.replace(/[0-9a-f]{32}$/, '');
  const typesOf = (resources: typeof cloud): ReadonlyMap<string, string> =>
    new Map([...resources].map(([id, { Type }]) => [stable(id), Type]));

  it('gets every resource but those of the types that it refuses', () => {
    const missing = [...typesOf(cloud)].filter(([id]) => !typesOf(emulator).has(id));
    expect(missing.length).toBeGreaterThan(0);
    const others = missing.filter(([, type]) => !refusedByEmulator.includes(type));
    // It cannot stream: no route leads to the streaming door there.
    expect(others).toEqual([[expect.stringContaining('ApiStreaming'), 'AWS::Lambda::Permission']]);
  });

  it('gets nothing that an account does not get', () => {
    expect([...typesOf(emulator)].filter(([id, type]) => typesOf(cloud).get(id) !== type)).toEqual([]);
  });

  it('gets none of the refused types', () => {
    expect([...emulator.values()].filter(({ Type }) => refusedByEmulator.includes(Type))).toEqual([]);
  });
});

describe('the command line', () => {
  it('means the development stage in an account when it says nothing', () => {
    expect(readAppContext(new App())).toEqual({ stage: 'dev', ring: 'cloud', knowledgeFolder, trail: 'own' });
  });

  it.each(['dev-anna', 'dev-b2'])("takes a stage of one's own: %s", (stage) => {
    expect(readAppContext(new App({ context: { stage } })).stage).toBe(stage);
  });

  it.each(['dev-', 'dev-Anna', 'dev-a_b', 'prod-anna', 'audit', 'dev-abcdefghijklmnopq', 'dev-1', '../dev'])(
    'refuses %s as a stage',
    (stage) => {
      expect(() => readAppContext(new App({ context: { stage } }))).toThrow(`-c stage=${stage} is not one of`);
    },
  );

  it('takes a trail that the account has already', () => {
    expect(readAppContext(new App({ context: { trail: 'existing:/org/trail' } })).trail).toEqual({ logGroupName: '/org/trail' });
  });

  it('refuses a choice that does not exist, by name', () => {
    expect(() => readAppContext(new App({ context: { stage: 'production' } }))).toThrow(
      '-c stage=production is not one of dev, prod, dev-<name',
    );
    expect(() => readAppContext(new App({ context: { ring: 'moon' } }))).toThrow('-c ring=moon is not one of cloud, emulator');
    expect(() => readAppContext(new App({ context: { knowledge: 'nowhere' } }))).toThrow('-c knowledge=nowhere: there is no folder');
    expect(() => readAppContext(new App({ context: { trail: 'other' } }))).toThrow('-c trail=other is not one of own, none, existing:');
  });
});

describe('cdk.json', () => {
  it('sets every flag that the installed library recommends, as it recommends it', () => {
    const json = z.record(z.string(), z.unknown());
    const read = (path: string) => json.parse(JSON.parse(readFileSync(join(repositoryFolder, path), 'utf8')));
    expect(read('cdk.json')['context']).toMatchObject(read('node_modules/aws-cdk-lib/recommended-feature-flags.json'));
  });
});
