/** A batch: what `circle batch` writes, one line for each consultation that has ended. */
import * as z from 'zod';
import { consultationStatus } from './consultation.ts';
import { opinion } from './opinion.ts';
import { consultationId, name } from './question.ts';
import { verdict } from './verdict.ts';

/** The caller's own name of a line. */
export const lineKey = z.string().min(1).max(200);

/** One line of the results. */
export const batchResult = z.strictObject({
  /** Line of the questions when it was asked, from 1. */
  line: z.int().min(1),
  /** The caller's `id` of the line, where it has one. */
  key: lineKey.optional(),
  /** Id of the consultation. */
  id: consultationId,
  /** What was asked. */
  question: z.string().optional(),
  /** The caller's own, where the line has some. */
  metadata: z.record(z.string(), z.string()).optional(),
  status: consultationStatus.exclude(['open']),
  /** Null where the status is not `decided`. */
  answer: z.string().nullable(),
  /** Why nothing is decided. */
  undecided: verdict.shape.undecided,
  /** Where nothing is decided: the answers that experts stand behind, heaviest first. */
  positions: verdict.shape.positions,
  /** Whose counted answer was cut off at its token limit. */
  truncated: verdict.shape.truncated,
  /** Where fewer answers than the quorum were allowed: who answered, and both numbers. */
  coverage: verdict.shape.coverage.optional(),
  agreement: z.number().nullable(),
  confidence: z.number().nullable(),
  /** US dollars of the calls whose price is known. */
  costUsd: z.number().min(0),
  /** Experts whose calls have a cost that is not known. */
  costUnknown: z.array(name).optional(),
  durationMs: z.number().nullable(),
  /** What went wrong where the status is `failed`. */
  error: z.string().optional(),
  /** Who has said what, with `--full`. */
  opinions: z.array(opinion).optional(),
  /** What identifies the line: its body and key, and how often it has come before. */
  digest: z.string(),
});
export type BatchResult = z.infer<typeof batchResult>;
