/** Runs, opinions and verdicts for the contract suites. */
import { randomUUID } from 'node:crypto';
import type { Seat } from '../../shared/contract/expert.ts';
import type { Opinion } from '../../shared/contract/opinion.ts';
import { askedInHead, type Run } from '../../shared/contract/run.ts';
import type { Verdict } from '../../shared/contract/verdict.ts';
import type { SeatMessage } from '../../shared/contract/workflow.ts';

/** A name that no other test uses. */
export function unique(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}

/** Experts named `expert-0` to `expert-<count - 1>`. */
export function expertNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `expert-${index}`);
}

export function sampleSeat(expert: string): Seat {
  return {
    expert,
    provider: 'scripted',
    preset: 'scripted',
    model: 'script-1',
    family: 'script',
    timeoutSeconds: 30,
    maxOutputTokens: 1000,
  };
}

export function sampleRun(overrides: Partial<Run> = {}): Run {
  const run = { ...plainRun(), ...overrides };
  return { ...run, ...askedInHead(run), ...overrides };
}

function plainRun(): Omit<Run, 'experts' | 'settles' | 'notified'> {
  return {
    id: unique('run'),
    tenant: 'tenant-a',
    status: 'open',
    question: 'Is this plan safe to deploy?',
    kind: 'choice',
    options: ['yes', 'no'],
    circle: 'default',
    learning: 'auto',
    seats: expertNames(3).map(sampleSeat),
    quorum: 2,
    stop: 'settled',
    late: 'keep',
    deadlineSeconds: 60,
    createdAt: '2026-03-01T10:00:00.000Z',
    deadlineAt: '2126-03-01T10:01:00.000Z',
    answered: 0,
    failed: 0,
    arrivals: [],
    costUsd: 0,
    sent: false,
  };
}

/** An answer; give it another status for a failure. */
export function sampleOpinion(expert: string, overrides: Partial<Opinion> = {}): Opinion {
  const opinion: Opinion = {
    expert,
    provider: 'scripted',
    model: 'script-1',
    family: 'script',
    status: 'answered',
    latencyMs: 12,
    usage: { inputTokens: 10, outputTokens: null },
    costUsd: 0.25,
    receivedAt: '2026-03-01T10:00:05.000Z',
    ...overrides,
  };
  return opinion.status === 'answered'
    ? { answer: `yes, says ${expert}`, ...opinion }
    : { error: { type: 'provider-error', message: 'the provider failed', retryable: true }, ...opinion };
}

export function sampleVerdict(overrides: Partial<Verdict> = {}): Verdict {
  return {
    answer: 'yes',
    pick: 'expert-0',
    agreement: 1,
    coverage: { asked: 3, answered: 2, families: 1 },
    confidence: null,
    clusters: [{ experts: ['expert-0', 'expert-1'], share: 1 }],
    stability: { unchanged: 1, pivotal: [] },
    independent: 1.8,
    dissent: [],
    missing: [],
    method: 'plurality',
    endedBy: 'quorum',
    ...overrides,
  };
}

export function sampleMessage(expert: string, overrides: Partial<SeatMessage> = {}): SeatMessage {
  return { consultationId: unique('run'), expert, tenant: 'tenant-a', deadlineAt: '2126-03-01T10:01:00.000Z', ...overrides };
}

/** Asks again until `look` gives something, for what becomes visible a little later. Fails after `milliseconds`. */
export async function eventually<T>(look: () => Promise<T | undefined>, milliseconds = 10_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`nothing was seen within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
