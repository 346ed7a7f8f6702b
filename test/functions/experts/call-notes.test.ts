/** What is written down of a call before it is made. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Run } from '../../../shared/contract/run.ts';
import { Unavailable } from '../../../shared/errors.ts';
import type { Model } from '../../../shared/ports/model.ts';
import { askSeat } from '../../support/ask-seat.ts';
import { fakeModel, replyOf } from '../../support/fake-model.ts';
import { openPorts, type TestPorts } from '../../support/ports.ts';
import { accept } from '../../support/samples.ts';

let ports: TestPorts;
let run: Run;
beforeEach(async () => {
  ports = openPorts();
  run = await accept(ports, { circle: 'plain', deadlineSeconds: 30 });
});

const ask = (model: Model, expert = 'ada') => askSeat(run, expert, model, ports);

describe('a call that begins', () => {
  const notes = async () => (await ports.opinions.read('run-1')).attempts;

  it.each([
    ['ada', { usage: { inputTokens: null, outputTokens: null }, costUsd: null }],
    ['dot', { costUsd: 0 }],
  ])('is written down before it is made, at the cost of a call that breaks off: %s', async (expert, cost) => {
    const model = fakeModel(async () => {
      expect(await notes()).toMatchObject([{ expert, attempts: 1, underWay: true, ...cost }]);
      return replyOf('yes');
    });
    await expect(ask(model, expert)).resolves.toMatchObject({ status: 'answered' });
    expect(await notes()).toMatchObject([{ underWay: true }]);
  });

  it('waits for a store that is away for a moment, and is not made where it stays away', async () => {
    const note = vi.spyOn(ports.opinions, 'noteAttempt').mockRejectedValueOnce(new Unavailable('the store'));
    const model = fakeModel('yes');
    await expect(ask(model)).resolves.toMatchObject({ status: 'answered' });
    note.mockRejectedValue(new Unavailable('the store'));
    await expect(ask(model, 'bob')).rejects.toMatchObject({ name: 'Unavailable' });
    expect(model.requests).toHaveLength(1);
  });

  it('waits for a vault that is away for a moment', async () => {
    vi.spyOn(ports.vault, 'use').mockRejectedValueOnce(new Unavailable('the vault'));
    await expect(ask(fakeModel('yes'))).resolves.toMatchObject({ status: 'answered' });
  });
});
