/** The knowledge that a suite run is asked with: the product's own providers and prices, and a panel on the local model server. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type * as z from 'zod';
import type { circlesFile } from '../../shared/contract/circle.ts';
import { answerMaxBytes } from '../../shared/contract/opinion.ts';

/** The secret of the expert whose calls cost money, and its value. */
export const providerKey = { name: 'GROQ_API_KEY', value: 'key-of-the-black-box-suite' } as const;
/** The key that signs webhooks, and its value. */
export const webhookKey = {
  name: 'WEBHOOK_SECRET',
  value: `whsec_${Buffer.from('webhooks of the black-box suite').toString('base64')}`,
} as const;
/** A model whose price `prices.yaml` knows. */
export const pricedModel = 'llama-3.1-8b-instant';

/** Circles that no other test asks. */
export const learningCircles = ['taught', 'retold', 'thronged', 'relearnt', 'reported', 'promised'] as const;

/** Experts whose answers have so many bytes: on both sides of what an item of a table holds, and of what an answer may have. */
export const longAnswers = {
  'long-inline': 8000,
  'long-apart': 9000,
  'long-within-an-item': 390_000,
  'long-beyond-an-item': 410_000,
  'long-as-allowed': answerMaxBytes,
  'long-too-long': answerMaxBytes + 1,
} as const;

/** A panel: an expert per behaviour that the tests need. Each has a family of its own unless it is said otherwise. */
export function panel(baseUrl: string, receiverUrl: string): Pick<Written, 'experts' | 'circles' | 'schedules'> {
  const onServer = (model: string, family: string) => ({ provider: 'openai-compatible', baseUrl, model, family });
  return {
    experts: {
      paris: onServer('answers:Paris', 'family-a'),
      'paris-too': onServer('answers:Paris', 'family-b'),
      lyon: onServer('answers:Lyon', 'family-c'),
      swayed: onServer('sways:Lyon:Paris', 'family-c'),
      turned: onServer('sways:Lyon:Paris', 'family-e'),
      chair: onServer('judges:Paris', 'family-d'),
      scribe: onServer('writes:claims', 'family-d'),
      'paris-first': onServer('answers:Paris > Lyon > Nice', 'family-a'),
      'lyon-last': onServer('answers:["Paris", "Nice", "Lyon"]', 'family-b'),
      'lyon-first': onServer('answers:Lyon > Paris = Nice', 'family-c'),
      'thirty-days': onServer('answers:The bucket allows public access. Backups are kept for 30 days.', 'family-a'),
      'seven-days': onServer('answers:Public access is allowed by the bucket. Backups are kept for 7 days.', 'family-b'),
      'no-word-of-backups': onServer('answers:The bucket allows public access.', 'family-c'),
      held: onServer('holds:Paris', 'family-d'),
      hung: onServer('hangs', 'family-e'),
      broken: onServer('status:400', 'family-f'),
      // The hint is beyond every deadline here, so that asking again makes no sense.
      limited: onServer('status:429:retry=600', 'family-g'),
      'json-plain': onServer('says:{"city":"Paris","people":2100000}', 'family-a'),
      'json-fenced': onServer('says:```json\n{"people": 2100000, "city": "Paris"}\n```', 'family-b'),
      'json-mended': onServer('mends:{"city":"Paris","people":2100000}', 'family-c'),
      'judge-spam': onServer(
        'says:{"reason":"The sender asks for bank details and urges haste.","label":"spam","id":1234567890123456789}',
        'family-a',
      ),
      'judge-ham': onServer(
        'says:<think>{"label":"spam"}?</think>{"reason":"It was subscribed to.","label":"ham","id":1234567890123456789}',
        'family-b',
      ),
      'judge-ham-too': onServer(
        'says:Here it is:\n{ "label": "ham", "id": 1234567890123456789, "reason": "A reader asked and this answers.", }',
        'family-c',
      ),
      sighted: { ...onServer('holds:Paris', 'family-a'), images: true },
      'lyon-known': { ...onServer('answers:Lyon', 'family-c'), skill: 0.95 },
      'paris-known': { ...onServer('answers:Paris', 'family-a'), skill: 0.35 },
      'paris-known-too': { ...onServer('answers:Paris', 'family-b'), skill: 0.3 },
      ...Object.fromEntries(Object.entries(longAnswers).map(([name, bytes]) => [name, onServer(`long:${bytes}`, name)])),
      priced: { provider: 'groq', baseUrl, model: pricedModel },
      reviewer: { provider: 'human', model: 'person' },
    },
    circles: {
      default: { experts: ['paris', 'paris-too', 'lyon'], quorum: 3, deadlineSeconds: 30, budgetUsd: 0.5 },
      // A circle for each test of learning: what one has learnt must not be another's.
      ...Object.fromEntries(learningCircles.map((circle) => [circle, { experts: ['paris', 'paris-too', 'lyon'], quorum: 3 }])),
      'never-learning': { experts: ['paris', 'paris-too', 'lyon'], quorum: 3, learning: 'off' },
      known: { experts: ['paris-known', 'paris-known-too', 'lyon-known'], quorum: 3 },
      'known-and-equal': { experts: ['paris-known', 'paris-known-too', 'lyon-known'], quorum: 3, skill: 'none' },
      json: { experts: ['json-plain', 'json-fenced', 'json-mended'], quorum: 3, deadlineSeconds: 30 },
      judges: { experts: ['judge-spam', 'judge-ham', 'judge-ham-too'], quorum: 3, deadlineSeconds: 30 },
      refusing: { experts: ['broken', 'paris'], quorum: 2, deadlineSeconds: 30 },
      told: { experts: ['paris', 'paris-too'], quorum: 2, deadlineSeconds: 30, webhooks: [{ url: `${receiverUrl}/of-the-circle` }] },
      // The first of them fails, and the last one may take its seat.
      replacing: { seats: { choose: 2, from: ['broken', 'paris', 'paris-too'] }, quorum: 2, deadlineSeconds: 30 },
      'never-replacing': { seats: { choose: 2, from: ['broken', 'paris', 'paris-too'], replace: false }, quorum: 2, deadlineSeconds: 30 },
      // Ends at a count, whatever is under way.
      hasty: { experts: ['held', 'reviewer'], quorum: 1, stop: 'quorum', deadlineSeconds: 30 },
      parisian: { experts: ['paris', 'paris-too'], quorum: 2, deadlineSeconds: 30 },
    },
    // Their times are so rare that none comes by itself.
    schedules: {
      waiting: {
        ...{ cron: '0 0 1 1 *', overlap: 'queue' },
        consultation: { question: 'What is the capital of France?', experts: ['paris', 'reviewer'], quorum: 2, deadlineSeconds: 600 },
      },
      owing: { cron: '0 0 1 1 *', missed: 'run', consultation: { question: 'What is the capital of France?', circle: 'parisian' } },
    },
  };
}

/** A temporary knowledge folder. */
export interface KnowledgeFolder {
  readonly path: string;
  remove(): void;
}

/** What `circles.yaml` is written with: defaults may be left out. */
export type Written = z.input<typeof circlesFile>;

/** Writes the folder. */
export function writeKnowledge(circles: Written): KnowledgeFolder {
  const path = mkdtempSync(join(tmpdir(), 'circle-knowledge-'));
  cpSync(join(import.meta.dirname, '../../layers/knowledge'), path, { recursive: true });
  writeFileSync(join(path, 'circles.yaml'), stringify(circles));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
