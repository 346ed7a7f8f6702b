/** Time awake: what counts, and who is asked first after a sleep. */
import { setTimeout as pause } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { beforeEach, describe, expect, it } from 'vitest';
import { afterAwake, openWatch, type Watch } from '../../shared/time/awake.ts';

let steady: number;
let boot: number;
let wall: number;
let watch: Watch;
/** Time that is seen: the watch is looked at each second. */
const pass = (seconds: number) => {
  for (let second = 0; second < seconds; second += 1) {
    [steady, boot, wall] = [steady + 1000, boot + 1000, wall + 1000];
    watch.awakeMs();
  }
};
const suspend = (seconds: number) => ([boot, wall] = [boot + seconds * 1000, wall + seconds * 1000]);
const stop = (seconds: number) => ([steady, boot, wall] = [steady + seconds * 1000, boot + seconds * 1000, wall + seconds * 1000]);

beforeEach(() => {
  [steady, boot, wall] = [0, 500_000, Date.parse('2026-03-01T10:00:00Z')];
  watch = openWatch({ steady: () => steady, sinceBoot: () => boot, wall: () => wall });
});

describe('time awake', () => {
  it.each([
    ['a process that is stopped', stop],
    ['a machine that is suspended', suspend],
  ])('leaves out %s, which counts as a sleep', (_, sleep) => {
    const began = wall;
    pass(10);
    sleep(120);
    pass(10);
    expect(watch.awakeMs() / 1000).toBeCloseTo(20, -1);
    expect(watch.sleptSince(began) / 1000).toBeCloseTo(120, -1);
    expect(watch.sleptSince(wall - 5000)).toBe(0);
  });

  it('is nothing that a set clock changes', () => {
    const began = wall;
    for (const step of [-7_200_000, 7_200_000, 365 * 86_400_000]) {
      wall += step;
      pass(5);
    }
    expect(watch.awakeMs()).toBe(15_000);
    expect(watch.sleptSince(Math.min(began, wall) - 7_200_000)).toBe(0);
  });

  it.each([
    ['back', -7_200_000],
    ['forward', 7_200_000],
  ])('of a machine goes on while the clock is set %s, and nothing that came after a sleep has slept', (_, step) => {
    const before = watch.machineMs();
    pass(10);
    suspend(100);
    pass(5);
    const after = watch.machineMs();
    expect(Math.round((after - before) / 1000)).toBe(115);
    wall += step;
    pass(5);
    expect(Math.round(watch.sleptSince(wall, before) / 1000)).toBe(100);
    expect(watch.sleptSince(0, after)).toBe(0);
    expect(Math.round((watch.machineMs() - after) / 1000)).toBe(5);
  });

  it('goes on while the machine is only busy', () => {
    pass(3);
    stop(4);
    expect(watch.awakeMs()).toBe(7000);
    expect(watch.sleptSince(0)).toBe(0);
  });

  it('never goes back', () => {
    let last = watch.awakeMs();
    for (const seconds of [1, 90, 3, 4000, 0.2, 7]) {
      stop(seconds);
      const now = watch.awakeMs();
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
  });
});

describe('time away', () => {
  const seconds = (since: number) => Math.round(watch.awaySince(since) / 10_000) * 10;

  it.each([
    ['the process was stopped', stop],
    ['the machine was suspended', suspend],
    ['the clock was set forward', (by: number) => (wall += by * 1000)],
  ])('is what passed since a moment while %s', (_, leave) => {
    const before = wall;
    pass(10);
    leave(3600);
    pass(10);
    expect(seconds(before)).toBe(3600);
    expect(seconds(wall - 5000)).toBe(0);
  });

  it('is what passed before the process was there', () => {
    const yesterday = wall - 86_400_000;
    pass(100);
    expect(seconds(yesterday)).toBe(86_400);
  });

  it('is nothing that a clock makes of it which is set back', () => {
    const before = wall;
    pass(10);
    wall -= 3_600_000;
    pass(10);
    expect(seconds(before - 3_600_000)).toBe(3600);
    expect(seconds(before)).toBe(0);
  });
});

describe('a timer', () => {
  it('that came due in a sleep waits for the rest of its time awake', async () => {
    let over = 0;
    const time = { ms: 0 };
    const cancel = afterAwake(50, () => (over += 1), {
      awakeMs: () => performance.now() - time.ms,
      machineMs: () => 0,
      sleptSince: () => 0,
      awaySince: () => 0,
    });
    time.ms = 100;
    await pause(90);
    expect(over).toBe(0);
    await pause(120);
    expect(over).toBe(1);
    cancel();
  });

  it('that is taken back is never over', async () => {
    let over = 0;
    afterAwake(10, () => (over += 1))();
    await pause(50);
    expect(over).toBe(0);
  });

  it('judges after what came in before it', async () => {
    const order: string[] = [];
    const { port1, port2 } = new MessageChannel();
    port1.on('message', () => order.push('arrived'));
    await new Promise<void>((resolve) => {
      afterAwake(5, () => {
        order.push('over');
        resolve();
      });
      const until = performance.now() + 30;
      port2.postMessage('answer');
      while (performance.now() < until);
    });
    port1.close();
    expect(order).toEqual(['arrived', 'over']);
  });
});
