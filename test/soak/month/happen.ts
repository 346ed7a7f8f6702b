/** What happens to a server on a day of the month. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Deployments } from './circles.ts';
import type { Machine } from './machine.ts';
import type { Day } from './plan.ts';
import type { Provider } from './provider.ts';
import type { MonthReceiver } from './receiver.ts';

/** What there is for something to happen to. */
export interface World {
  readonly machine: Machine;
  readonly provider: Provider;
  readonly receiver: MonthReceiver;
  readonly deployments: Deployments;
}

/** Milliseconds of a sleep: beyond what counts as a busy machine. */
const sleepMs = 7000;

/** Has one thing happen, in at most `milliseconds`; afterwards the server runs and all around it is well. */
export async function happen({ what, weather, seconds }: Day['happenings'][number], world: World, milliseconds: number): Promise<void> {
  const { machine, provider, receiver, deployments } = world;
  const aWhile = Math.min(20_000, milliseconds / 2);
  const restart = async (signal: 'SIGTERM' | 'SIGKILL') => {
    await machine.end(signal);
    await machine.start(deployments.current());
  };
  await pause(Math.min(3000, milliseconds / 4));
  switch (what) {
    case 'kill':
      return restart('SIGKILL');
    case 'stop':
      return restart('SIGTERM');
    case 'deploy':
      deployments.deploy();
      return restart('SIGTERM');
    case 'outage':
      provider.weather = weather;
      await pause(aWhile);
      provider.weather = undefined;
      return;
    case 'receiver-outage':
      receiver.refusing = true;
      await pause(aWhile);
      receiver.refusing = false;
      return;
    case 'clock-forward':
      return machine.stepClock(seconds);
    case 'clock-back':
      return machine.stepClock(-seconds);
    case 'disk-full':
      machine.fillDisk(true);
      await pause(Math.min(8000, aWhile));
      machine.fillDisk(false);
      return;
    case 'disk-failing':
      machine.failDisk(true);
      await pause(Math.min(8000, aWhile));
      machine.failDisk(false);
      return;
    case 'suspend':
      return machine.suspend(Math.min(sleepMs, milliseconds));
  }
}

/** Puts the present code in the place of the earlier one, under load, once as it should be and once back. Says what went otherwise than it must. */
export async function update({ machine, deployments }: World, say: (line: string) => void): Promise<readonly string[]> {
  await machine.end('SIGTERM');
  deployments.update();
  await machine.start(deployments.current());
  await machine.end('SIGTERM');
  const refused = await machine.tryOut(deployments.former());
  await machine.start(deployments.current());
  say(`updated; the earlier code ${refused === undefined ? 'reads the data still' : `says: ${refused}`}`);
  return refused === undefined || /written by a later version/.test(refused)
    ? []
    : [`the earlier code does not refuse by name: ${refused}`];
}
