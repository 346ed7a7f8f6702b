/** What is kept of an answer that the store cannot hold. */
import { expect, it, vi } from 'vitest';
import { keepOpinion } from '../../../functions/experts/keep-opinion.ts';
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
