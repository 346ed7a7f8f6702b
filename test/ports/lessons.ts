/** Lessons of the tests on reliability and feedback. */
import type { Feedback } from '../../shared/contract/feedback.ts';
import type { Learnt, ReliabilityKey } from '../../shared/contract/reliability.ts';
import { expertNames, unique } from './samples.ts';

export function newKey(overrides: Partial<ReliabilityKey> = {}): ReliabilityKey {
  return { tenant: 'tenant-a', circle: unique('circle'), kind: 'short', ...overrides };
}

export function lesson(right: number, asked = 1, experts = expertNames(2)): Learnt {
  return Object.fromEntries(experts.map((expert) => [expert, { right, asked }]));
}

export function sampleFeedback(overrides: Partial<Feedback> = {}): Feedback {
  return { consultationId: unique('run'), answer: '42', about: 'expert-0', receivedAt: '2026-03-02T09:00:00.000Z', ...overrides };
}
