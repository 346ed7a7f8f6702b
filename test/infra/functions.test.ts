import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { App, Stack } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { ConsoleLayer } from '../../infra/cloud/console-layer.ts';
import { requireBootstrap } from '../../infra/cloud/elf.ts';
import { KnowledgeLayer } from '../../infra/cloud/knowledge-layer.ts';
import { Monitoring } from '../../infra/cloud/monitoring.ts';
import { StandardFunction } from '../../infra/cloud/standard-function.ts';
import { type FunctionSize, settings } from '../../infra/settings.ts';
import { fakeBootstrap, knowledgeFolder, synthesize } from './synth.ts';
import { functionsOf } from './template-reading.ts';

const functions = functionsOf(synthesize());
const named = [...functions];
/** What is no bundle of TypeScript, and reads no knowledge. */
const inRust = ['consensus', 'review'];

describe('every function', () => {
  it.each(named)('%s runs on Graviton, traced, in its size, with its own logs', (name, { properties, variables }) => {
    const kind = name.startsWith('expert-') ? 'expert' : name;
    const sizes: Readonly<Record<string, FunctionSize>> = settings.dev.functions;
    expect(properties.Architectures).toEqual(['arm64']);
    expect(properties.Runtime).toBe(inRust.includes(name) ? 'provided.al2023' : 'nodejs24.x');
    // A call from a queue or a clock begins no trace.
    const untraced = /^(expert-|consensus$|review$|webhooks$|sweep$|probe-experts$|relearn$)/.test(name);
    expect(properties.TracingConfig.Mode).toBe(untraced ? 'PassThrough' : 'Active');
    expect({ memoryMb: properties.MemorySize, timeoutSeconds: properties.Timeout }).toEqual(sizes[kind]);
    expect(variables).toMatchObject({ STAGE: 'dev' });
    expect(variables['CIRCLE_EMULATOR']).toBeUndefined();
  });

  it.each(named.filter(([name]) => !inRust.includes(name)))('%s finds the knowledge in its layer', (name, { properties, variables }) => {
    expect(variables['KNOWLEDGE_DIR']).toBe('/opt');
    expect(properties['Layers']).toHaveLength(name === 'api' ? 2 : 1);
  });

  it('carries the console in a layer of its own only if it serves it', () => {
    const serving = named.filter(([, { variables }]) => variables['CONSOLE_DIR'] !== undefined);
    expect(serving.map(([name, { variables }]) => [name, variables['CONSOLE_DIR']])).toEqual([['api', '/opt/site']]);
  });

  it('is not deployed without a console that was built', () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-nothing-'));
    expect(() => new ConsoleLayer(new Stack(), 'Console', { folder, ring: 'cloud' })).toThrow('npm run build -- console');
  });

  it('keeps its logs for a limited time', () => {
    synthesize().allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: settings.dev.logRetentionDays });
  });
});

describe('the doors of the API', () => {
  it('know whether they are strict', () => {
    const doors = named.filter(([, { variables }]) => variables['STRICT'] === 'off');
    expect(doors.map(([name]) => name).sort()).toEqual(['api', 'api-stream']);
  });

  it('know the pages that may call /mcp', () => {
    const doors = named.filter(([, { variables }]) => variables['ALLOWED_ORIGINS'] !== undefined);
    expect(doors.map(([name]) => name).sort()).toEqual(['api', 'api-stream']);
    for (const [, { variables }] of doors)
      expect(variables).toMatchObject({ REPEATS: settings.dev.api.repeats, APPEND: settings.dev.api.append });
    for (const [, { variables }] of doors) expect(variables['ALLOWED_ORIGINS']).toBe(settings.dev.api.allowedOrigins.join(','));
  });
});

describe('the emulator', () => {
  const emulated = functionsOf(synthesize({ ring: 'emulator' }));

  it.each([...emulated])('runs %s as a process of this machine that knows where it is', (name, { properties, variables }) => {
    expect(properties.Architectures).toEqual([process.arch === 'arm64' ? 'arm64' : 'x86_64']);
    expect(variables['CIRCLE_EMULATOR']).toBe('1');
    if (!inRust.includes(name)) {
      expect(variables['KNOWLEDGE_DIR']).toBe(knowledgeFolder);
    }
  });
});

/** The folder that a function's code is bundled into. */
function bundleOf(entry: string): string {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'circle-bundle-')) });
  const stack = new Stack(app, 'bundle');
  const context = {
    stage: 'dev',
    ring: 'cloud',
    settings: settings.dev,
    knowledge: new KnowledgeLayer(stack, 'Knowledge', { folder: knowledgeFolder, ring: 'cloud' }),
    monitoring: new Monitoring(stack, 'Monitoring', { stage: 'dev' }),
  } as const;
  new StandardFunction(stack, 'Function', { context, name: 'bundled', kind: 'authorizer', entry, errorImpact: 'Nobody.' });
  app.synth();
  const folder = readdirSync(app.outdir).find((name) => existsSync(join(app.outdir, name, 'index.mjs'))) ?? 'no bundle';
  return join(app.outdir, folder);
}

/** Names of what a bundle imports that is not Node's own. */
function foreignImports(file: string): readonly (string | undefined)[] {
  const imported = [...readFileSync(file, 'utf8').matchAll(/(?:^|[;}])import[^"'();]*["']([^"']+)["']/g)].map(([, name]) => name);
  expect(imported).toContain('node:module');
  return imported.filter((name) => name !== undefined && !isBuiltin(name));
}

describe('a bundle', () => {
  it('is one ES module with its dependencies in it and a map beside it', () => {
    const folder = bundleOf('functions/api/authorizer.ts');
    expect(foreignImports(join(folder, 'index.mjs'))).toEqual([]);
    expect(existsSync(join(folder, 'index.mjs.map'))).toBe(true);
    expect(existsSync(join(folder, 'schema-worker.mjs'))).toBe(false);
  });

  it('has the thread of schemas beside it where the function starts one, and the thread runs', async () => {
    const file = join(bundleOf('functions/workflow/prepare.ts'), 'schema-worker.mjs');
    expect(foreignImports(file)).toEqual([]);
    const thread = new Worker(file, { env: {}, execArgv: [] });
    thread.postMessage({ word: 'read', schema: '{"type":"number"}', text: '42' });
    expect(await once(thread, 'message')).toEqual([{ answer: '42' }]);
    await thread.terminate();
  });
});

describe('the bootstrap of the Rust function', () => {
  it('is accepted for its own architecture', () => {
    expect(() => requireBootstrap(fakeBootstrap(Architecture.ARM_64), Architecture.ARM_64)).not.toThrow();
  });

  it('is refused for the other one', () => {
    expect(() => requireBootstrap(fakeBootstrap(Architecture.X86_64), Architecture.ARM_64)).toThrow(
      /bootstrap is built for x86_64, but the function runs on arm64\.$/,
    );
  });

  it('is missed by name', () => {
    expect(() => requireBootstrap('/nowhere', Architecture.ARM_64)).toThrow(
      '/nowhere/bootstrap is missing: build the Rust function for arm64 first (npm run build -- arm64).',
    );
  });

  it('must be a program', () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-script-'));
    writeFileSync(join(folder, 'bootstrap'), '#!/bin/sh\n');
    expect(() => requireBootstrap(folder, Architecture.ARM_64)).toThrow('is built for no known architecture');
  });
});
