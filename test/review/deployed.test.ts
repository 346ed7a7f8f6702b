/**
 * A review in the deployed ring, by the rules as they are built: the same packs say the same there as embedded. `npm run test:review` builds
 * them, which takes minutes, and runs this.
 */

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostRules, isStale, rules } from '../../infra/local/core.ts';
import { circleClient } from '../../shared/client/client.ts';
import type { NewReview, Reviewed } from '../../shared/contract/new-review.ts';
import { ruleSources } from '../../shared/contract/rules.ts';
import { eventually } from '../blackbox/eventually.ts';
import { openInProcess } from '../blackbox/in-process-target.ts';
import { type KnowledgeFolder, writeKnowledge } from '../blackbox/knowledge-folder.ts';
import type { OpenTarget } from '../blackbox/target.ts';
import { repositoryFolder } from '../emulated/emulator.ts';
import { ringTarget } from '../emulated/ring-target.ts';

const files = ['Dockerfile', 'migration.sql', 'plan.json', 'template.yaml'].map((path) => ({
  path,
  text: readFileSync(join(repositoryFolder, 'docs/examples/release', path), 'utf8'),
}));

/** Rules of a team in each language, and the files that they must find. */
const team = join(repositoryFolder, 'rust-lambda/review/samples/team');
const teamFiles = ['buckets.bad.yaml', 'registry.bad.yaml', 'topics.bad.tf'].map((path) => ({
  path,
  text: readFileSync(join(team, path), 'utf8'),
}));

describe('a review by POST /v1/reviews in the deployed ring', () => {
  let knowledge: KnowledgeFolder;
  let deployed: OpenTarget;
  let embedded: OpenTarget;

  beforeAll(async () => {
    if (isStale(rules) || isStale(hostRules)) throw new Error('The rules are not built as they stand: npm run test:review builds them.');
    const experts = ruleSources.map((source) => `rules-${source}`);
    knowledge = writeKnowledge({
      experts: {
        ...Object.fromEntries(ruleSources.map((source) => [`rules-${source}`, { provider: 'rules', rules: [source] }])),
        cyd: { provider: 'scripted', model: 'cyd', script: 'cyd.jsonl' },
      },
      circles: {
        default: { experts: ['cyd'], quorum: 1 },
        rules: { experts, quorum: 1, deadlineSeconds: 120 },
        mixed: { experts: ['cyd', 'rules-docker'], quorum: 1, deadlineSeconds: 120 },
      },
    });
    cpSync(team, join(knowledge.path, 'rules'), { recursive: true });
    // It repeats the question, so that an answer shows what it was asked.
    writeFileSync(join(knowledge.path, 'cyd.jsonl'), `${JSON.stringify({ answer: '{{question}}\nAnswer: approve' })}\n`);
    deployed = await ringTarget([]).open(knowledge.path);
    embedded = await openInProcess(knowledge.path);
  }, 900_000);
  afterAll(async () => {
    await embedded?.close();
    await deployed?.close();
    knowledge?.remove();
  });

  async function review({ url, key }: OpenTarget, body: NewReview): Promise<Reviewed> {
    const client = circleClient({ url, key });
    const { id } = await client.review(body);
    return eventually(async () => {
      const now = await client.getReview(id);
      expect(now.report).not.toBeNull();
      return now;
    }, 120_000);
  }

  it('finds what the same rules find embedded, and refuses what they refuse', async () => {
    const [there, here] = [await review(deployed, { files }), await review(embedded, { files })];
    expect(there.report).toMatchObject({ verdict: 'reject', exitCode: 1, circle: 'rules', costUsd: 0 });
    expect(there.report?.findings).toEqual(here.report?.findings);
    expect(there.report?.findings.length).toBeGreaterThan(10);
    expect(there.report?.experts).toEqual(here.report?.experts);
  }, 300_000);

  it("applies a team's own rules, in each language", async () => {
    const [there, here] = [await review(deployed, { files: teamFiles }), await review(embedded, { files: teamFiles })];
    const named = there.report?.findings.flatMap(({ rules: of = [] }) => of) ?? [];
    for (const rule of ['team-guard/buckets_keep_versions', 'team-checkov/SHOP_1', 'team-rego/registry']) expect(named).toContain(rule);
    expect(there.report?.findings).toEqual(here.report?.findings);
  }, 300_000);

  it('shows a model beside them what they have found', async () => {
    const { id, report } = await review(deployed, { files: files.slice(0, 1), circle: 'mixed' });
    expect(report?.findings.flatMap(({ rules: named = [] }) => named).some((rule) => rule.startsWith('docker/'))).toBe(true);
    const { opinions } = await circleClient(deployed).get(id);
    expect(opinions.find(({ expert }) => expert === 'cyd')?.answer).toMatch(
      /<rules-[0-9a-f]{16}>\nR[0-9a-f]{6} \w+ Dockerfile:\d+ docker\//,
    );
  }, 300_000);
});
