/** The jobs of embedded mode, over hours that pass at once. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runJobs } from '../../infra/local/jobs.ts';
import { openPorts } from '../support/ports.ts';

const ports = openPorts();
let stop: () => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-04T09:00:00') });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('estimates reliability once in the first hour, so that a machine that is off at night is not forgotten', async () => {
  const read = vi.spyOn(ports.reliability, 'read');
  stop = runJobs(
    { ...ports, clock: { ...ports.clock, now: () => new Date() } },
    {
      removeOld: () => ({ consultations: 0, idempotencyKeys: 0, requests: 0, secretUses: 0, scheduledTimes: 0, deadLetters: 0 }),
      keepReserve: () => undefined,
    },
  );
  await vi.advanceTimersByTimeAsync(9 * 60_000);
  expect(read).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(51 * 60_000);
  const times = read.mock.calls.length;
  expect(times).toBeGreaterThan(0);
  await vi.advanceTimersByTimeAsync(2 * 3_600_000);
  expect(read).toHaveBeenCalledTimes(times);
});
