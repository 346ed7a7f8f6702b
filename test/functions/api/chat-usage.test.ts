/** The tokens of a completion: whoever bills by them bills every call, of whatever round, answered or not. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { answerOf } from '../../../functions/api/chat/response.ts';
import type { AttemptNote, Opinion, Usage } from '../../../shared/contract/opinion.ts';
import { standing } from '../../../shared/contract/rounds.ts';
import { viewConsultation } from '../../../shared/domain/consultation-view.ts';
import { sampleRun, sampleSeat, sampleVerdict } from '../../ports/samples.ts';
import { answered, unanswered } from '../../support/samples.ts';

const names = ['ada', 'bob', 'cyd'];
const tokens = fc.option(fc.nat({ max: 9999 }));
const usage: fc.Arbitrary<Usage> = fc.record({ inputTokens: tokens, outputTokens: tokens });
const status = fc.constantFrom('answered', 'failed');

/** What became of an expert: a word in a round or two, or a call whose answer never came. */
const fate = fc.oneof(
  fc.record({ calls: fc.array(fc.record({ usage, status }), { minLength: 1, maxLength: 2 }) }),
  fc.record({ underWay: usage }),
);
type Fate = { readonly calls: readonly { usage: Usage; status: string }[] } | { readonly underWay: Usage };

const opinionsOf = (expert: string, one: Fate): readonly Opinion[] =>
  'calls' in one
    ? one.calls.map((call, index) => ({
        ...(call.status === 'answered' ? answered(expert, 'Scattering.') : unanswered(expert)),
        ...{ usage: call.usage, ...(index > 0 && { round: index + 1 }) },
      }))
    : [];

const notesOf = (expert: string, one: Fate): readonly AttemptNote[] =>
  'underWay' in one
    ? [{ consultationId: 'run-1', expert, attempts: 1, underWay: true, at: '2026-03-01T10:00:02.000Z', usage: one.underWay, costUsd: null }]
    : [];

const usagesOf = (one: Fate): readonly Usage[] => ('calls' in one ? one.calls.map((call) => call.usage) : [one.underWay]);

describe('the usage of a completion', () => {
  test.prop([fc.tuple(fate, fate, fate)])('is the sum of all calls, and names whose is not known whole', (fates) => {
    const { opinions, rounds } = standing(fates.flatMap((one, index) => opinionsOf(names[index] ?? '', one)));
    const notes = fates.flatMap((one, index) => notesOf(names[index] ?? '', one));
    const run = { ...sampleRun({ seats: names.map(sampleSeat) }), status: 'decided' as const, endedAt: '2026-03-01T10:00:09.000Z' };
    const verdict = sampleVerdict({ answer: 'Scattering.', pick: 'ada' });
    const answer = answerOf(viewConsultation(run, opinions, notes, verdict, rounds), { ignored: [], joined: false, append: 'none' });
    if ('error' in answer) throw new Error(answer.error.message);

    const all = fates.flatMap(usagesOf);
    const sum = (field: keyof Usage) => all.reduce((total, one) => total + (one[field] ?? 0), 0);
    const expected = { prompt_tokens: sum('inputTokens'), completion_tokens: sum('outputTokens') };
    expect(answer.usage).toEqual({ ...expected, total_tokens: expected.prompt_tokens + expected.completion_tokens });
    const unknown = names.filter((_, index) => usagesOf(fates[index] as Fate).some((one) => Object.values(one).includes(null)));
    expect(answer.report.usageUnknown.toSorted()).toEqual(unknown);
  });
});
