/** A month of a server in little time: days on which people ask and things happen, nights in which it is off or asleep, and a balance at the end of each day. */
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../../../shared/errors.ts';
import { eventually } from '../../blackbox/eventually.ts';
import {
  callsNotAccountedFor,
  deliveriesMissing,
  diskGrowth,
  filesRoom,
  growth,
  leftBehind,
  questionsWithoutEnd,
  schedulesBehind,
} from './balance.ts';
import { newCallers } from './callers.ts';
import { openDeployments, secrets } from './circles.ts';
import { earlierData } from './earlier-data.ts';
import { happen, update, type World } from './happen.ts';
import { openKnown } from './known.ts';
import { type Levels, type Machine, newMachine } from './machine.ts';
import { type Day, planMonth } from './plan.ts';
import { startProvider } from './provider.ts';
import { startMonthReceiver } from './receiver.ts';

/** How a month is lived. */
export interface MonthOptions {
  readonly seed: number;
  readonly days: number;
  /** Seconds of a day; the night costs none. */
  readonly daySeconds: number;
  /** The folder of the code that serves the first third of it. @default this one serves from the beginning */
  readonly earlier?: string | undefined;
  readonly say: (line: string) => void;
}

/** What came of a month. */
export interface MonthOutcome {
  /** What does not add up; empty is a balance. */
  readonly wrong: readonly string[];
  readonly questions: number;
  readonly consultations: number;
  readonly calls: number;
  readonly deliveries: number;
  readonly starts: number;
  /** Lines of the log by their code. */
  readonly lines: Readonly<Record<string, number>>;
}

/** The first morning: nine days before the clocks of the schedules are set forward. */
const firstMorning = Date.parse('2027-03-19T07:00:00Z');
/** Sentences that are said at once; all are among what came of the month. */
const mostSaid = 20;
const secondsOfDay = 24 * 60 * 60;
/** Milliseconds until everything that is under way has ended, at the end of a day: a busy machine may need minutes. */
const quietMs = 300_000;
/** Seconds that pass at once, beyond the longest wait of a delivery; milliseconds in which it is then made; and how often: more than its attempts. */
const [deliverySeconds, deliveryMs, deliveryRounds] = [1000, 6000, 8];

/** Lives a month. Throws if the server cannot be started, or comes to no rest. */
export async function liveMonth({ seed, days, daySeconds, earlier, say }: MonthOptions): Promise<MonthOutcome> {
  const [provider, receiver] = [await startProvider(), await startMonthReceiver()];
  const deployments = openDeployments(provider.baseUrl, receiver.url, earlier);
  const machine = newMachine(secrets, earlierData(provider.baseUrl));
  const world: World = { machine, provider, receiver, deployments };
  const callers = newCallers(machine, seed);
  const known = openKnown(machine);
  const wrong: string[] = [];
  const lives: { starts: number; levels: Levels }[] = [];
  /** What a balance says every day is said once. */
  const note = (when: string, found: readonly string[]) => {
    const news = found.filter((sentence) => !wrong.some((earlier) => earlier.endsWith(sentence))).map((sentence) => `${when}: ${sentence}`);
    for (const sentence of news.slice(0, mostSaid)) say(sentence);
    wrong.push(...news);
  };
  /** Schedules ask by the minute: what was called while the consultations were read is in no account yet, and they are read again. */
  const readAtRest = async (): Promise<readonly string[]> => {
    let unrest: readonly string[] = [];
    for (let time = 0; time < 5; time += 1) {
      unrest = await comeToRest(machine);
      const called = provider.calls.length;
      await known.read();
      if (provider.calls.length === called) break;
    }
    return unrest;
  };
  const compare = async () => {
    const unrest = await readAtRest();
    return [
      ...unrest,
      ...callers.complaints,
      ...questionsWithoutEnd(callers.asked, known.consultations()),
      ...callsNotAccountedFor(provider.calls, known.consultations()),
      ...deliveriesMissing(known.consultations(), known.deliveries(), receiver.taken, machine.now()),
      ...schedulesBehind(known.schedules()),
    ];
  };
  try {
    await machine.stepClock((firstMorning - machine.now()) / 1000);
    await machine.start(deployments.current());
    for (const [index, day] of planMonth(seed, days).entries()) {
      const morning = firstMorning + index * secondsOfDay * 1000;
      const stopAsking = callers.begin(day.rate);
      if (earlier !== undefined && index === Math.floor(days / 3)) note(`day ${index + 1}`, await update(world, say));
      await liveDay(day, world, stopAsking, daySeconds);
      const found = await compare();
      note(`day ${index + 1}`, found);
      const first = lives.find(({ starts }) => starts === machine.starts())?.levels.files;
      const levels = await machine.levels(first === undefined ? undefined : first + filesRoom);
      lives.push({ starts: machine.starts(), levels });
      say(dayLine(index + 1, day, { found: found.length, levels, asked: callers.asked.length, calls: provider.calls.length }));
      if (index + 1 < days) await spendNight(day, world, morning + secondsOfDay * 1000);
    }
    note('in the end', [...(await deliverAll(machine)), ...(await compare()), ...growth(lives), ...diskGrowth(lives)]);
    await machine.end('SIGTERM');
    note('in its tables', leftBehind(machine.database));
  } finally {
    await machine.end('SIGTERM').catch(() => undefined);
    await Promise.all([provider.close(), receiver.close()]);
    deployments.remove();
    machine.remove();
  }
  return {
    wrong,
    questions: callers.asked.length,
    consultations: known.consultations().length,
    calls: provider.calls.length,
    deliveries: known.deliveries().size,
    starts: machine.starts(),
    lines: countCodes(machine.lines()),
  };
}

/** People ask while one thing after another happens; resolves when each question is accepted. */
async function liveDay(day: Day, world: World, stopAsking: () => Promise<void>, daySeconds: number): Promise<void> {
  const part = (daySeconds * 1000) / day.happenings.length;
  for (const happening of day.happenings) await Promise.all([happen(happening, world, part), pause(part)]);
  await stopAsking();
}

/** The server is off, or the machine sleeps: in both cases it is the next morning afterwards. */
async function spendNight({ night }: Day, { machine, deployments }: World, morning: number): Promise<void> {
  if (night === 'off') await machine.end('SIGTERM');
  await machine.stepClock((morning - machine.now()) / 1000);
  if (night === 'off') await machine.start(deployments.current());
}

/** Waits until nothing is under way: no open consultation, and no message but those that wait for a receiver. Says what does not end. */
async function comeToRest(machine: Machine): Promise<string[]> {
  const looks = eventually(async () => {
    const open = await machine.metric('circle_consultations_open');
    const messages = await machine.metric('circle_queue_messages', 'webhooks');
    const dead = await machine.metric('circle_dead_letters');
    if (open + messages + dead > 0) throw new Error(`no rest: ${open} consultations open, ${messages} messages, ${dead} dead letters`);
    return true;
  }, quietMs);
  return looks.then(
    () => [],
    (error: unknown) => [messageOf(error)],
  );
}

/** Lets time pass until each delivery has been made or given up. Says what stays. */
async function deliverAll(machine: Machine): Promise<string[]> {
  for (let attempt = 0; attempt < deliveryRounds; attempt += 1) {
    if ((await machine.metric('circle_queue_messages')) === 0) return [];
    await machine.stepClock(deliverySeconds);
    await pause(deliveryMs);
  }
  return [`${await machine.metric('circle_queue_messages')} messages are left`];
}

function dayLine(
  number: number,
  { happenings, night }: Day,
  { found, levels, asked, calls }: { readonly found: number; readonly levels: Levels; readonly asked: number; readonly calls: number },
): string {
  const what = happenings.map(({ what: name, weather }) => (name === 'outage' ? `outage (${weather})` : name)).join(', ');
  const size = `heap ${levels.heapMegabytes.toFixed(0)} MB, resident ${levels.residentMegabytes.toFixed(0)} MB, disk ${levels.diskMegabytes.toFixed(1)} MB`;
  return `day ${number}: ${what}, then ${night}; ${asked} questions, ${calls} calls, ${size}, ${levels.files} files; ${found} wrong`;
}

function countCodes(lines: readonly string[]): Record<string, number> {
  const codes = lines.map((line) => {
    const code = /"code":"([A-Z_]+)"/.exec(line)?.[1] ?? 'not a line of the log';
    // Each of them wants a reason.
    return code === 'CONSULTATION_FAILED' ? `${code}, ${/"failure":"(\w+)"/.exec(line)?.[1]}` : code;
  });
  return Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, all]) => [code, all.length]));
}
