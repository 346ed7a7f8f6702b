/** Feedback: all of it is kept, and what it teaches is added once. */
import { expect, it } from 'vitest';
import type { ReliabilityKey } from '../../shared/contract/reliability.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { lesson, newKey, sampleFeedback } from './lessons.ts';
import { unique } from './samples.ts';

export function feedbackCases(open: () => StoredPorts): void {
  const read = async (key: ReliabilityKey) => (await open().reliability.read(key)).state.experts;

  it('keeps feedback with what it teaches, beside the lesson of the verdict', async () => {
    const key = newKey();
    const feedback = sampleFeedback({ right: true, note: 'looked it up' });
    await open().reliability.learn(key, feedback.consultationId, lesson(0.25, 0.25));
    expect(await open().feedback.save(key, feedback, lesson(-0.25, 0.75))).toEqual(feedback);
    expect(await open().feedback.read(feedback.consultationId)).toEqual(feedback);
    expect(await open().feedback.list(feedback.consultationId)).toEqual([feedback]);
    expect(await read(key)).toEqual(lesson(0, 1));
  });

  it('changes nothing when the same feedback comes again, and says what is stored', async () => {
    const key = newKey();
    const first = sampleFeedback();
    await open().feedback.save(key, first, lesson(1));
    const again = { ...first, receivedAt: '2026-03-03T09:00:00.000Z' };
    expect(await open().feedback.save(key, again, lesson(1))).toEqual(first);
    expect(await open().feedback.list(first.consultationId)).toEqual([first]);
    expect(await read(key)).toEqual(lesson(1));
  });

  it('puts later feedback in place of earlier: what that had taught is taken back', async () => {
    const key = newKey();
    const first = sampleFeedback();
    await open().feedback.save(key, first, { 'expert-0': { right: 1, asked: 1 }, 'expert-2': { right: 1, asked: 1 } });
    const second = { ...first, answer: '43' };
    await open().feedback.save(key, second, lesson(0));
    expect(await open().feedback.read(first.consultationId)).toEqual(second);
    expect(await read(key)).toEqual({ ...lesson(0), 'expert-2': { right: 0, asked: 0 } });
  });

  it('keeps every piece of feedback in the order in which they came, and learns from the last one', async () => {
    const key = newKey();
    const consultationId = unique('run');
    // More than nine, so that no order of letters passes for an order of numbers; the first one is said again in the end.
    const said = [...Array.from({ length: 12 }, (_, index) => String(index)), '0'].map((answer, minute) =>
      sampleFeedback({
        consultationId,
        answer,
        by: 'Ada',
        note: 'looked it up',
        receivedAt: `2026-03-02T09:${String(minute).padStart(2, '0')}:00.000Z`,
      }),
    );
    for (const feedback of said) await open().feedback.save(key, feedback, lesson(Number(feedback.answer)));
    expect(await open().feedback.list(consultationId)).toEqual(said);
    expect(await open().feedback.read(consultationId)).toEqual(said.at(-1));
    expect(await read(key)).toEqual(lesson(0));
  });

  it('holds one piece of feedback, and what it teaches, after many at once', async () => {
    const key = newKey();
    const consultationId = unique('run');
    const give = (answer: number) => open().feedback.save(key, sampleFeedback({ consultationId, answer: String(answer) }), lesson(answer));
    // Feedback that loses every race says so, and has then changed nothing.
    await Promise.allSettled([1, 2, 3, 4].map(give));
    const stored = await open().feedback.read(consultationId);
    const listed = await open().feedback.list(consultationId);
    expect(listed.at(-1)).toEqual(stored);
    expect(new Set(listed.map(({ answer }) => answer)).size).toBe(listed.length);
    expect(await read(key)).toEqual(lesson(Number(stored?.answer)));
  });

  it('tells feedback from the opinions that it lies beside', async () => {
    const feedback = sampleFeedback();
    await open().feedback.save(newKey(), feedback, {});
    expect(await open().opinions.read(feedback.consultationId)).toEqual({ opinions: [], attempts: [] });
  });
}
