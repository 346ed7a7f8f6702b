/** Under which key a request makes its run that wants what is there: equal requests of one moment have the same one. */
import { beforeEach, expect, it, vi } from 'vitest';
import { keyToJoin } from '../../../shared/steps/join-repeat.ts';
import { sampleRun } from '../../ports/samples.ts';
import { openPorts, type TestPorts } from '../../support/ports.ts';

const tenant = 'default';
const fingerprint = 'of the question';

let ports: TestPorts;
beforeEach(() => {
  ports = openPorts();
});

const keyOf = (newest?: string) => keyToJoin(tenant, fingerprint, newest, ports);

/** Makes a run under the key that a request has; its id. */
async function make(newest?: string): Promise<string> {
  const now = ports.clock.now();
  const run = sampleRun({ tenant, createdAt: now.toISOString(), deadlineAt: new Date(now.getTime() + 60_000).toISOString() });
  expect(await ports.runs.create(run, await keyOf(newest))).toEqual({ created: true });
  return run.id;
}

/** To the last tenth of a second of an hour. */
function toTheEndOfAnHour(): void {
  ports.clock.advance(3_600_000 - 100 - (ports.clock.now().getTime() % 3_600_000));
}

it('is the same on both sides of the end of an hour', async () => {
  toTheEndOfAnHour();
  const before = await keyOf();
  const id = await make();
  ports.clock.advance(200);
  expect(await keyOf()).toEqual(before);
  expect(await ports.runs.findKey(tenant, await keyOf())).toMatchObject({ existingId: id });
});

it('is another one in a later hour, and behind a run that has failed', async () => {
  const first = await keyOf();
  const id = await make();
  await ports.runs.fail(id, { type: 'Broken', message: 'it broke' }, ports.clock.now().toISOString());
  const second = await keyOf();
  expect(second.key).not.toBe(first.key);
  ports.clock.advance(3_600_000);
  expect([first.key, second.key]).not.toContain((await keyOf()).key);
});

it('is found without a look at those that failed before, where the newest is known', async () => {
  let newest: string | undefined;
  for (let time = 0; time < 20; time += 1) {
    const id = await make(newest);
    await ports.runs.fail(id, { type: 'Broken', message: 'it broke' }, ports.clock.now().toISOString());
    newest = id;
  }
  const looks = vi.spyOn(ports.runs, 'findKey');
  await keyOf(newest);
  expect(looks).toHaveBeenCalledTimes(1);
});
