/** What is kept of an answer that the store cannot hold. */
import { expect, it, vi } from 'vitest';
import { keepOpinion } from '../../../functions/experts/keep-opinion.ts';
import { opinion } from '../../../shared/contract/opinion.ts';
import { openPorts } from '../../support/ports.ts';
import { accept, answered } from '../../support/samples.ts';

it.each([2, 3, 9])('is its round, %i: the others do not wait for it', async (round) => {
  const ports = openPorts();
  const { id } = await accept(ports, { experts: ['ada', 'bob'], quorum: 2 });
  await ports.opinions.record(id, answered('ada', 'yes'));
  await ports.runs.beginRound(id, { round, reason: 'split', experts: ['ada'] });
  const record = ports.opinions.record.bind(ports.opinions);
  vi.spyOn(ports.opinions, 'record').mockImplementation(async (of, opinion) => {
    if (opinion.answer !== undefined) throw new TypeError('a field of another form');
    return record(of, opinion);
  });
  const after = await keepOpinion(id, { ...answered('ada', 'yes'), round, costUsd: 0.0013 }, {}, ports);
  expect(after.rounds).toMatchObject([{ round, heard: [{ expert: 'ada' }] }]);
  const { rounds = [] } = await ports.opinions.read(id);
  expect(rounds.filter((one) => one.round === round)).toMatchObject([{ error: { type: 'not-kept' }, costUsd: 0.0013 }]);
});

/** Fields with words of the reply in them, or that say something of words. */
const words = ['answer', 'reasoning', 'conclusion', 'vote', 'choice', 'order', 'synthesis', 'truncated', 'notice'];

it('is every field of an opinion that holds none of its words', async () => {
  const ports = openPorts();
  const { id } = await accept(ports, { experts: ['ada', 'bob'], quorum: 2 });
  const stored: object[] = [];
  vi.spyOn(ports.opinions, 'record').mockImplementation(async (_, given) => {
    stored.push(given);
    throw new TypeError('a field of another form');
  });
  const whole = {
    ...answered('ada', 'yes'),
    round: 10,
    charged: { calls: 1, tokens: 9 },
    calls: 2,
    costUsd: 0.1,
    usage: { inputTokens: 1, outputTokens: 2 },
    synthesis: {
      sentences: [{ text: 'Said by the writer.', claims: [{ expert: 'bob', span: [0, 3] as [number, number] }] }],
      uncited: 0,
      unknown: 0,
      excess: 0,
    },
  };
  await expect(keepOpinion(id, whole, {}, ports)).rejects.toThrow('a field of another form');
  const kept = Object.keys(stored.at(-1) ?? {});
  expect(kept.filter((name) => words.includes(name))).toEqual([]);
  // A new field is put on one of the two sides.
  expect([...words, ...kept].sort()).toEqual(Object.keys(opinion.shape).sort());
});
