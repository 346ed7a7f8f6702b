/** What the themes of the suite share: the opened target, the models behind it, and how a test is written down. */
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { messageOf } from '../../../shared/errors.ts';
import type { Receiver } from '../../support/receiver.ts';
import type { CircleClient } from '../circle-client.ts';
import type { ModelServer } from '../model-server.ts';
import type { Gap, OpenTarget } from '../target.ts';

/** What a test is given. */
export interface Stage {
  readonly circle: CircleClient;
  readonly models: ModelServer;
  /** Takes webhooks. */
  readonly receiver: Receiver;
  readonly target: OpenTarget;
  /** Seconds of a deadline in which experts that answer at once certainly have answered. */
  readonly shortDeadline: number;
  /** Consultations that the target ends at once within a test's time. */
  readonly throng: number;
  /** Whether requests come in through the doors of the cloud, which take less. */
  readonly cloud: boolean;
}

/** Writes one test down; its name is a sentence. */
export type Tell = (sentence: string, test: (stage: Stage) => Promise<void>) => void;

/**
 * Gives the function that writes tests down. A test that a gap names must fail in the gap's own way: if it passes, the gap has
 * closed and its entry has to go.
 */
export function teller(stage: () => Stage, gaps: readonly Gap[], told: string[]): Tell {
  return (sentence, test) => {
    told.push(sentence);
    const gap = gaps.find((candidate) => candidate.test === sentence);
    if (gap === undefined) {
      it(sentence, () => test(stage()));
      return;
    }
    it(`${sentence} (expected gap ${gap.id})`, async () => {
      const failure = await test(stage()).then(
        () => undefined,
        (thrown: unknown) => messageOf(thrown),
      );
      expect(failure, `the gap ${gap.id} has closed: delete its entry`).toBeDefined();
      expect(failure).toContain(gap.failure);
    });
  };
}

/** A question that no other test asks, so that its calls and its consultation can be told from all others. */
export function newQuestion(): string {
  return `What is the capital of France? (${randomUUID()})`;
}

/** A metadata entry that no other test uses, and the filter that finds it. */
export function newTag(): { readonly metadata: Readonly<Record<string, string>>; readonly filter: string } {
  const value = randomUUID();
  return { metadata: { test: value }, filter: `test:${value}` };
}
