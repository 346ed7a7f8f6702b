/** Panels of runs and opinions, as the rules and functions meet them. */

import type { Attempt, Opinion } from '../../shared/contract/opinion.ts';
import type { NewConsultation } from '../../shared/contract/question.ts';
import type { Run } from '../../shared/contract/run.ts';
import type { Weighing } from '../../shared/contract/verdict.ts';
import { keyHolder } from '../../shared/domain/principal.ts';
import { usableQuestion } from '../../shared/runtime/schemas/schema-threads.ts';
import { acceptQuestion } from '../../shared/steps/accept-question.ts';
import { sampleOpinion } from '../ports/samples.ts';
import type { TestPorts } from './ports.ts';

/** A question that every expert of the test knowledge may be asked. */
export const question: NewConsultation = { question: 'Is 7 a prime number?', options: ['yes', 'no'] };

/** Accepts the question under an id, as both doors do. */
export async function accept(ports: TestPorts, body: Partial<NewConsultation> = {}, id = 'run-1'): Promise<Run> {
  return acceptQuestion(
    await usableQuestion({ ...question, ...body }),
    { id, tenant: keyHolder.tenant, subject: keyHolder.subject, door: 'api' },
    ports,
  );
}

/** The opinion of an expert who answered; one that is `late` keeps its answer. */
export function answered(expert: string, answer: string, overrides: Partial<Opinion> = {}): Opinion {
  return { ...sampleOpinion(expert, { answer }), ...overrides };
}

/** The opinion of an expert who did not. */
export function unanswered(expert: string, status: Opinion['status'] = 'failed'): Opinion {
  return sampleOpinion(expert, { status });
}

/** A failed attempt that will be repeated. */
export function attemptOf(expert: string, message = 'the provider is busy'): Attempt {
  const error = { type: 'rate-limited', message, retryable: true };
  return { consultationId: 'run-1', expert, attempts: 1, error, at: '2026-03-01T10:00:02.000Z' };
}

/** The core's word on clusters given from the largest; the first expert of the first one is picked. */
export function weighingOf(clusters: readonly (readonly string[])[], overrides: Partial<Weighing> = {}): Weighing {
  const size = clusters.flat().length;
  return {
    pick: clusters[0]?.[0] ?? null,
    option: null,
    agreement: size === 0 ? null : (clusters[0]?.length ?? 0) / size,
    confidence: null,
    clusters: clusters.map((experts) => ({ experts: [...experts], share: experts.length / size })),
    method: 'plurality',
    stability: null,
    independent: null,
    dissent: [],
    ...overrides,
  };
}
