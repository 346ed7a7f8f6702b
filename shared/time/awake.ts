/**
 * The time for which this process was awake. A laptop is closed, a virtual machine is paused, a process is stopped: what others were to
 * do in that time they could not be asked for, and timers that come due in it have waited for nobody.
 */
import { uptime } from 'node:os';

/** Milliseconds between looks. */
const lookMs = 1000;
/** Milliseconds that a look may come late: a busy machine is late by some seconds, and has not slept. */
const lateMs = 5000;
/** Naps that are kept in mind. */
const mostNaps = 100;

/** A time of which nothing was seen. */
interface Nap {
  /** Epoch milliseconds at which it was over. */
  readonly until: number;
  /** The same, by the machine's time. */
  readonly untilMachine: number;
  readonly ms: number;
}

/** Clocks of the machine, in milliseconds. */
interface Clocks {
  /** Never goes back, and may stand still while the machine is suspended. */
  steady(): number;
  /** Time since the machine has started, suspended or not. */
  sinceBoot(): number;
  /** Epoch milliseconds. */
  wall(): number;
}

const machine: Clocks = {
  steady: () => performance.now(),
  sinceBoot: () => uptime() * 1000,
  wall: () => Date.now(),
};

/** Keeps watch over naps. */
export interface Watch {
  /** Looks, and returns milliseconds for which the process was awake, from an arbitrary zero. */
  awakeMs(): number;
  /** Milliseconds since the machine has started, asleep or not; they go on between two processes. */
  machineMs(): number;
  /** Milliseconds that were slept since an epoch time, or since a time of the machine, which a set clock does not change. */
  sleptSince(epochMs: number, machineMs?: number): number;
  /** Milliseconds of the clock on the wall since an epoch time in which this process did nothing: it slept, was not there yet, or the clock was set forward. */
  awaySince(epochMs: number): number;
}

/** Opens a watch; it must be looked at every second. */
export function openWatch(clocks: Clocks = machine): Watch {
  let naps: readonly Nap[] = [];
  let steps: readonly Nap[] = [];
  let stopped = 0;
  let [lastSteady, lastBoot, lastWall] = [clocks.steady(), clocks.sinceBoot(), clocks.wall()];
  const began = lastWall;
  // The system tells the time since boot by hundredths of a second, or by seconds.
  let ahead = lastBoot - lastSteady;

  const look = (): number => {
    const [steady, wall] = [clocks.steady(), clocks.wall()];
    // The time since boot is a call of the system: it is asked for once in a while, and where the two cheap clocks do not go alike.
    const quiet = steady - lastSteady < lookMs && Math.abs(wall - lastWall - (steady - lastSteady)) < lookMs;
    if (quiet) return steady;
    const boot = clocks.sinceBoot();
    const [seen, passed] = [steady - lastSteady, boot - lastBoot];
    // While a process is stopped the steady clock goes on; while the machine is suspended it does not.
    const [stoppedMs, suspendedMs] = [seen - lookMs, passed - seen].map((ms) => (ms > lateMs ? ms : 0)) as [number, number];
    stopped += stoppedMs;
    if (Math.abs(boot - steady - ahead) > lookMs) ahead = boot - steady;
    const now = { until: wall, untilMachine: steady + ahead };
    if (stoppedMs + suspendedMs > 0) naps = [...naps, { ...now, ms: stoppedMs + suspendedMs }].slice(-mostNaps);
    const stepMs = wall - lastWall - Math.max(seen, passed);
    if (stepMs > lateMs) steps = [...steps, { ...now, ms: stepMs }].slice(-mostNaps);
    [lastSteady, lastBoot, lastWall] = [steady, boot, wall];
    return steady;
  };

  return {
    awakeMs: () => look() - stopped,
    machineMs: () => look() + ahead,
    sleptSince(epochMs, machineMs) {
      look();
      return machineMs === undefined ? sumSince(naps, epochMs) : sum(naps.filter(({ untilMachine }) => untilMachine >= machineMs));
    },
    awaySince(epochMs) {
      look();
      return sumSince(naps, epochMs) + sumSince(steps, epochMs) + Math.max(0, began - epochMs);
    },
  };
}

function sumSince(times: readonly Nap[], epochMs: number): number {
  return sum(times.filter(({ until }) => until >= epochMs));
}

function sum(times: readonly Nap[]): number {
  return times.reduce((all, { ms }) => all + ms, 0);
}

let kept: Watch | undefined;

/** The watch of this process, which is looked at as long as it runs. */
export function watch(): Watch {
  if (kept) return kept;
  const opened = openWatch();
  setInterval(() => opened.awakeMs(), lookMs).unref();
  kept = opened;
  return opened;
}

/**
 * Calls `over` once after `milliseconds` awake; returns what takes that back. Whatever has arrived by then is handled first: after a sleep
 * the answers of a whole hour lie in the sockets, and the timer comes before them.
 */
export function afterAwake(milliseconds: number, over: () => void, { awakeMs }: Watch = watch()): () => void {
  const endsAt = awakeMs() + milliseconds;
  let timer: NodeJS.Timeout;
  let cancelled = false;
  const judge = () => {
    const left = endsAt - awakeMs();
    if (cancelled) return;
    if (left > 0) wait(left);
    else over();
  };
  // Two turns of the event loop: sockets are read in the first, and what they held is worked on in the second.
  const wait = (ms: number) => {
    timer = setTimeout(() => setImmediate(() => setImmediate(judge)), Math.max(0, Math.ceil(ms)));
  };
  wait(milliseconds);
  return () => {
    cancelled = true;
    clearTimeout(timer);
  };
}
