/** What `circles.yaml` may say of a schedule that reviews what is deployed. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
  for (const file of ['providers.yaml', 'prices.yaml'])
    cpSync(join(import.meta.dirname, '../../layers/knowledge', file), join(folder, file));
});
afterEach(() => rmSync(folder, { recursive: true }));

const rules = 'experts:\n  dock: { provider: rules, rules: [docker] }\ncircles:\n  rules: { experts: [dock], quorum: 1 }\n';

/** Loads a schedule with this as its `review`. */
function reviewing(review: string) {
  writeFileSync(join(folder, 'circles.yaml'), `${rules}schedules:\n  nightly: { cron: "0 3 * * *", review: { ${review} } }\n`);
  return loadKnowledge(folder);
}

describe('a schedule that reviews what is deployed', () => {
  it.each([
    ['a folder', 'folder: ./templates'],
    ['a bucket', 'bucket: templates.shop, prefix: cdk/, region: eu-central-1, only: ["*.json"], exclude: [old/]'],
    ['stacks', 'stacks: [shop-api, Shop-db], severity: high, circle: rules, deadlineSeconds: 60'],
    ['all stacks', 'stacks: all, region: us-gov-west-1'],
  ])('names %s', (_, review) => {
    expect(reviewing(review).schedules['nightly']?.review).toBeDefined();
  });

  it.each([
    ['no source', 'circle: rules', '', 'must name one source of files, folder, bucket or stacks'],
    ['two sources', 'folder: a, stacks: all', '', 'must name one source of files, folder, bucket or stacks, not folder and stacks'],
    ['a source that there is not', 'repository: a, folder: b', '.repository', 'unknown key'],
    ['a bucket that can be none', 'bucket: My_Bucket', '.bucket', 'must be the name of a bucket'],
    ['a stack that can be none', 'stacks: ["a*"]', '.stacks.0', 'must be the name of a stack'],
    ['another word than all', 'stacks: every', '.stacks', 'must be "all" or a list'],
    ['no region', 'stacks: all, region: Frankfurt', '.region', 'must be the name of an AWS region'],
    ['a prefix of a folder', 'folder: a, prefix: b', '.prefix', 'goes with a bucket only'],
    ['a region of a folder', 'folder: a, region: eu-west-1', '.region', 'goes with a bucket or stacks only'],
    ['a circle that there is not', 'folder: a, circle: none', '.circle', 'there is no circle "none"'],
    ['a pattern of nothing', 'folder: a, only: [""]', '.only.0', 'must not be blank'],
  ])('is refused by name: %s', (_, review, key, message) => {
    expect(() => reviewing(review)).toThrow(`circles.yaml:6: schedules.nightly.review${key}: ${message}`);
  });

  it('asks no question beside', () => {
    const beside = 'folder: a }, consultation: { question: "?"';
    expect(() => reviewing(beside)).toThrow(/schedules\.nightly\.review: cannot stand beside `consultation`/);
  });

  it('accepts what its baseline says, which is read at the start', () => {
    const entry = { fingerprint: 'f', rule: 'docker/D1', file: 'a', title: 't' };
    writeFileSync(join(folder, 'known.json'), JSON.stringify({ version: 1, findings: [entry] }));
    expect(reviewing('folder: a, baseline: known.json').baselines).toEqual({ nightly: [entry] });
  });

  it.each([
    ['none', 'ENOENT', undefined],
    ['of another form', 'version', '{}'],
    ['too large', 'it has 600000 bytes', 'x'.repeat(600_000)],
  ])('is refused with a baseline that is %s', (_, why, text) => {
    if (text !== undefined) writeFileSync(join(folder, 'known.json'), text);
    expect(() => reviewing('folder: a, baseline: known.json')).toThrow(
      new RegExp(`^circles\\.yaml:6: schedules\\.nightly\\.review\\.baseline: known\\.json is no baseline: [^]*${why}`),
    );
  });
});
