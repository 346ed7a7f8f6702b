/** The schedules that the documents show: they are read as `circles.yaml` is, and run. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startScheduled } from '../../../functions/jobs/start-scheduled.ts';
import { folderFiles } from '../../../shared/adapters/local/folder-files.ts';
import { scheduledRunId } from '../../../shared/domain/schedule-times.ts';
import { callFunction } from '../../../shared/runtime/define-function.ts';
import { loadKnowledge } from '../../../shared/runtime/knowledge.ts';
import { blocksOf, repositoryFolder } from '../../support/documents.ts';
import { openPorts, runOf } from '../../support/ports.ts';

const at = '2026-03-04T06:00:00Z';
const circles = [
  'experts:',
  '  claude: { provider: anthropic, model: m }',
  '  rules-own: { provider: rules, rules: [own] }',
  'circles:',
  '  default: { experts: [claude], quorum: 1 }',
  '  rules: { experts: [rules-own], quorum: 1 }',
  '',
].join('\n');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'circle-documented-'));
  for (const file of ['providers.yaml', 'prices.yaml']) cpSync(join(repositoryFolder, 'layers/knowledge', file), join(folder, file));
  mkdirSync(join(folder, 'templates'));
  writeFileSync(join(folder, 'templates/shop.yaml'), 'Resources: {}\n');
  writeFileSync(join(folder, 'known.json'), '{"version": 1, "findings": []}');
});
afterEach(() => rmSync(folder, { recursive: true }));

const shown = ['docs/review.md', 'docs/circles.md'].flatMap((document) =>
  blocksOf(document).filter(({ language, text }) => language === 'yaml' && /^schedules:/.test(text)),
);

it('are shown where reviews and where circles are told of', () => {
  expect(new Set(shown.map(({ document }) => document)).size).toBe(2);
});

it.each(shown.map((block) => [`${block.document}:${block.line}`, block.text] as const))('run as they stand: %s', async (_, text) => {
  writeFileSync(join(folder, 'circles.yaml'), circles + text);
  const ports = openPorts(loadKnowledge(folder));
  for (const path of ['cdk/shop.template.json', 'shop-api']) ports.deployed.files.set(path, '{}');
  const outside = { ...ports, deployedFiles: { ...ports.deployedFiles, folder: folderFiles(folder) } };
  for (const [name, { review }] of Object.entries(ports.knowledge.schedules)) {
    expect(await callFunction(startScheduled, outside, { schedule: name, at }), name).toEqual({ outcome: 'started' });
    const run = await runOf(ports, scheduledRunId(name, new Date(at)));
    expect(run.review?.files.length ?? 0, name).toBe(review === undefined ? 0 : review.stacks === 'all' ? 2 : 1);
  }
});
