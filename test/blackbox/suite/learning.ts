/** What a circle learns of its experts: from verdicts, from what is said of them afterwards, and once a day from all of it. */
import { expect } from 'vitest';
import { listedFeedback, takenFeedback } from '../../../shared/contract/feedback.ts';
import { reportOf } from '../../../shared/domain/report/figures.ts';
import type { CircleClient } from '../circle-client.ts';
import { problemIn } from '../circle-client.ts';
import { eventually } from '../eventually.ts';
import { newQuestion, type Tell } from './context.ts';

/** Milliseconds in which a lesson, which is added after its verdict is told, has certainly been added. */
const lessonMs = 10_000;

async function give(circle: CircleClient, id: string, body: unknown) {
  const answer = await circle.feedback(id, body);
  expect(answer, answer.text).toMatchObject({ status: 200 });
  return takenFeedback.parse(JSON.parse(answer.text));
}

/** Of each expert, whether it is more likely right than wrong. */
function chances({ reliability }: Awaited<ReturnType<typeof give>>): Readonly<Record<string, 'high' | 'low'>> {
  return Object.fromEntries(
    Object.entries(reliability?.estimates ?? {}).map(([expert, chance]) => [expert, chance > 0.5 ? 'high' : 'low']),
  );
}

/** Asks a circle a short question, to which two experts say Paris and one says Lyon. */
async function decided(circle: CircleClient, name: string): Promise<string> {
  const id = await circle.ask({ question: newQuestion(), kind: 'short', circle: name });
  expect(await circle.end(id)).toMatchObject({ status: 'decided', verdict: { answer: 'Paris' } });
  return id;
}

/** Tests of learning. */
export function tellLearning(tell: Tell): void {
  tell('learns from feedback how far to rely on each expert, and reports what that would decide', async ({ circle }) => {
    const id = await decided(circle, 'taught');
    const before = (await circle.look(id)).verdict?.reliability;
    const { feedback, reliability } = await give(circle, id, { answer: 'Paris', note: 'as every child knows' });
    const next = await circle.end(await decided(circle, 'taught'));

    expect(before).toMatchObject({ evidence: 0, weighs: false, shadow: { agrees: true } });
    expect(feedback).toMatchObject({ consultationId: id, answer: 'Paris', note: 'as every child knows' });
    expect(reliability?.estimates['paris']).toBeGreaterThan(0.5);
    expect(reliability?.estimates['lyon']).toBeLessThan(0.5);
    expect(next.verdict?.reliability).toMatchObject({ weighs: false, shadow: { agrees: true } });
    expect(next.verdict?.reliability?.evidence).toBeCloseTo(1, 1);
    const { kinds } = await circle.reliability('taught');
    expect(kinds.map(({ kind, weighs }) => [kind, weighs])).toEqual([['short', false]]);
  });

  tell('takes the same feedback once, and other feedback in its place', async ({ circle }) => {
    const id = await decided(circle, 'retold');
    const first = await give(circle, id, { answer: 'Lyon' });
    const [again] = await Promise.all([give(circle, id, { answer: 'Lyon' }), give(circle, id, { answer: 'Lyon' })]);
    const other = await give(circle, id, { right: true, by: 'Ada' });
    const { feedback: listed } = listedFeedback.parse(JSON.parse((await circle.listFeedback(id)).text));

    expect(again.feedback).toEqual(first.feedback);
    expect(listed).toEqual([first.feedback, other.feedback]);
    expect(chances(again)).toEqual({ paris: 'low', 'paris-too': 'low', lyon: 'high' });
    expect(chances(first)).toEqual(chances(again));
    expect(chances(other)).toEqual({ paris: 'high', 'paris-too': 'high', lyon: 'low' });
    // Every answer has been judged by one consultation, however often it was spoken of.
    for (const { reliability } of [first, again, other]) expect(reliability?.evidence).toBeCloseTo(1, 1);
  });

  tell('reports who was right, what smaller circles would have decided, and adds up page by page', async ({ circle }) => {
    for (const answer of ['Paris', 'Paris', 'Lyon']) await give(circle, await decided(circle, 'reported'), { answer });
    await decided(circle, 'reported');
    const pages = await circle.report('circle=reported', 2);
    const { circles } = reportOf(pages.flatMap(({ sums }) => sums));
    const all = circles[0]?.all;
    const right = Object.fromEntries((all?.alternatives ?? []).map((one) => [one.name, `${one.right.count} of ${one.right.of}`]));

    expect(circles.map((one) => one.circle)).toEqual(['reported']);
    expect(all).toMatchObject({ verdicts: 4, knownRight: { count: 2, of: 3 }, nobody: { count: 0 }, unmatched: 0 });
    expect(right).toMatchObject({
      everybody: '2 of 3',
      'seat lyon': '1 of 3',
      'seat paris': '2 of 3',
      'without lyon': '2 of 3',
      'panel lyon paris': '0 of 3',
    });
    expect(all?.pairs.find(({ experts }) => experts.join() === 'paris,paris-too')).toMatchObject({ bothWrong: 1, sameWrong: 1 });
  });

  tell('decides under a promise once enough of its outcomes carry it, and says so before and after', async ({ circle }) => {
    const ask = () => circle.ask({ question: newQuestion(), kind: 'short', circle: 'promised', promise: 0.5 });
    const first = await circle.end(await ask());
    expect(first).toMatchObject({
      status: 'no-consensus',
      verdict: { answer: null, undecided: { reason: 'promise' }, promise: { asked: 0.5, kept: false, otherwise: true, outcomes: 0 } },
    });

    // One half takes five outcomes: 0.5 to the fifth is below one in twenty, and to the fourth it is not.
    await give(circle, first.id, { answer: 'Paris' });
    for (let known = 1; known < 5; known += 1) {
      const id = await ask();
      expect(await circle.end(id)).toMatchObject({ status: 'no-consensus', verdict: { promise: { kept: false } } });
      await give(circle, id, { answer: 'Paris' });
    }

    const kept = await circle.end(await ask());
    expect(kept).toMatchObject({ status: 'decided', verdict: { answer: 'Paris', promise: { kept: true, coverage: 1 } } });
    expect(kept.verdict?.promise?.outcomes).toBeCloseTo(5, 1);
  });

  tell('loses no lesson of consultations that end and are judged at once', async ({ circle, throng }) => {
    const ids = await Promise.all(Array.from({ length: throng }, () => decided(circle, 'thronged')));
    await Promise.all(ids.map((id) => give(circle, id, { right: true })));
    await eventually(async () => {
      const { kinds } = await circle.reliability('thronged');
      expect(kinds[0]?.evidence).toBeCloseTo(throng, 1);
      return true;
    }, lessonMs);

    const { verdict } = await circle.end(await decided(circle, 'thronged'));
    // With twenty judged answers of each expert the circle lets what it has learnt decide.
    expect(verdict?.reliability?.weighs).toBe(throng > 20);
  });

  tell('estimates anew from all consultations and feedback, and forgets nothing', async ({ circle, target }) => {
    const ids = [await decided(circle, 'relearnt'), await decided(circle, 'relearnt')];
    for (const id of ids) await give(circle, id, { answer: 'Paris' });
    const before = (await circle.reliability('relearnt')).kinds[0];
    await target.relearn();
    const after = (await circle.reliability('relearnt')).kinds[0];
    expect(before?.evidence).toBeCloseTo(2, 1);
    expect(after?.evidence).toBeCloseTo(2, 1);
    for (const expert of ['paris', 'lyon']) expect(after?.estimates[expert]).toBeCloseTo(before?.estimates[expert] ?? 0, 2);
  });

  tell(
    'lets known skill decide from the first question, and says so; none is taken as known where a circle says so',
    async ({ circle }) => {
      const known = await circle.ask({ question: newQuestion(), kind: 'short', circle: 'known' });
      const verdict = (await circle.end(known)).verdict;
      expect(verdict).toMatchObject({ answer: 'Lyon', reliability: { weighs: true, basis: 'skill', shadow: { agrees: false } } });
      expect(verdict?.reliability?.weights?.['lyon-known']).toBeGreaterThan(0.5);
      const equal = await circle.end(await decided(circle, 'known-and-equal'));
      expect(equal.verdict?.reliability).toMatchObject({ weighs: false, basis: 'nothing' });
    },
  );

  tell('learns nothing where a circle says so, but keeps the feedback', async ({ circle }) => {
    const id = await decided(circle, 'never-learning');
    const { verdict } = await circle.look(id);
    expect(verdict).not.toHaveProperty('reliability');
    expect(await give(circle, id, { right: false })).toMatchObject({ feedback: { right: false }, reliability: null });
    expect(await circle.reliability('never-learning')).toMatchObject({ learning: 'off', kinds: [] });
  });

  tell('refuses feedback that cannot be: too early, on a free question, and on an option that is none', async ({ circle, models }) => {
    const question = newQuestion();
    const open = await circle.ask({ question, kind: 'text', experts: ['held'], quorum: 1 });
    const early = await circle.feedback(open, { right: true });
    models.release(question);
    await circle.end(open);
    const free = await circle.feedback(open, { answer: 'Paris' });
    const choice = await circle.ask({ question: newQuestion(), options: ['Lyon', 'Paris'] });
    await circle.end(choice);
    const none = await circle.feedback(choice, { answer: 'Nice' });

    expect(problemIn(early, 409)).toMatchObject({ type: '/problems/conflict', detail: expect.stringContaining('it is open') });
    for (const answer of [free, none]) expect(problemIn(answer, 400).errors?.map(({ field }) => field)).toEqual(['answer']);
    await give(circle, open, { right: true });
  });
}
