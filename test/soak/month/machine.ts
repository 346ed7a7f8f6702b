/** The machine of a month: its server process, its clock and its disk. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../../../shared/errors.ts';
import { type ServerProcess, startServer } from '../../blackbox/server-process.ts';
import type { Deployment } from './circles.ts';
import { openDisk } from './disk.ts';
import { countKinds, openFiles } from './open-files.ts';

/** Levels that are compared from day to day. */
export interface Levels {
  readonly heapMegabytes: number;
  readonly residentMegabytes: number;
  readonly files: number;
  /** The open files by what they are, as `socket 12`. */
  readonly fileKinds: string;
  readonly diskMegabytes: number;
}

export interface Machine {
  /** The running server; another one after each start. */
  readonly server: () => ServerProcess;
  /** Epoch milliseconds by the machine's clock. */
  readonly now: () => number;
  /** How often a server has been started. */
  readonly starts: () => number;
  /** Lines of the logs of all servers so far; a running one's come when it ends. */
  readonly lines: () => readonly string[];
  start(deployment: Deployment): Promise<void>;
  /** Starts a server that may refuse the data, and ends it again; what it has said if it refused. */
  tryOut(deployment: Deployment): Promise<string | undefined>;
  /** Ends the server; resolves when it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Stops the process for a while, as a lid that is closed does. */
  suspend(milliseconds: number): Promise<void>;
  /** Sets the clock by so many seconds. */
  stepClock(seconds: number): Promise<void>;
  /** Takes all room that the disk has, or gives it back. */
  fillDisk(full: boolean): void;
  /** Has every change of the disk fail, or takes that back. */
  failDisk(failing: boolean): void;
  /** The database of the data folder; a server that runs keeps others out. */
  readonly database: string;
  /** A metric of the server, summed over its labels, without the rows that hold `but`. */
  metric(name: string, but?: string): Promise<number>;
  /** What it holds now; where it has more than `filesMax` files open, once its idle connections have had the time to be closed. */
  levels(filesMax?: number): Promise<Levels>;
  remove(): void;
}

/** The key of the server. */
export const machineKey = 'circle_key-of-the-month';

/** Milliseconds until a signal has been taken. */
const signalMs = 150;
/** Seconds for which an idle connection is kept on either side, and a little more. */
const idleSeconds = 90;

/** A machine with an empty data folder. `prepare` puts into it what an earlier version has left. */
export function newMachine(secrets: string, prepare: (dataFolder: string) => void): Machine {
  const folder = mkdtempSync(join(tmpdir(), 'circle-month-'));
  const clockFile = join(folder, 'clock');
  const disk = openDisk();
  const data = mkdtempSync(join(disk.folder, 'data-'));
  writeFileSync(join(data, 'secrets.env'), secrets, { mode: 0o600 });
  prepare(data);
  const state = { server: undefined as ServerProcess | undefined, isUp: false, offsetMs: 0, starts: 0, lines: [] as string[] };
  const setClock = () => writeFileSync(clockFile, String(state.offsetMs));
  setClock();
  const server = () => {
    if (!state.server) throw new Error('no server runs');
    return state.server;
  };
  const collectGarbage = async () => {
    server().signal('SIGUSR2');
    await pause(signalMs);
  };
  const environment = {
    NODE_OPTIONS: `--import=${join(import.meta.dirname, 'shifted-clock.mjs')}`,
    SOAK_CLOCK_FILE: clockFile,
    CIRCLE_RETENTION_DAYS: '5',
    CIRCLE_DRAIN_SECONDS: '2',
  };
  const started = ({ circlesFile, code }: Deployment) => startServer(data, circlesFile, machineKey, environment, code);
  const samples = async () => (await server().circle.send('GET', '/metrics')).text;

  return {
    server,
    now: () => Date.now() + state.offsetMs,
    starts: () => state.starts,
    lines: () => state.lines,
    async start(deployment) {
      state.server = await started(deployment);
      state.isUp = true;
      state.starts += 1;
    },
    async tryOut(deployment) {
      try {
        await (await started(deployment)).end('SIGTERM');
        return undefined;
      } catch (error) {
        return messageOf(error);
      }
    },
    async end(signal) {
      if (!state.isUp) return;
      state.isUp = false;
      const { errors } = await server().end(signal);
      state.lines.push(...errors.split('\n').filter(Boolean));
    },
    async suspend(milliseconds) {
      server().signal('SIGSTOP');
      await pause(milliseconds);
      server().signal('SIGCONT');
    },
    async stepClock(seconds) {
      state.offsetMs += seconds * 1000;
      setClock();
      if (state.server) await collectGarbage();
    },
    fillDisk: (full) => disk.fill(full, server().processId),
    failDisk: (failing) => disk.fail(failing, server().processId),
    database: join(data, 'circle.db'),
    async metric(name, but) {
      const isMeant = (row: string) => row.startsWith(name) && /^[\s{]/.test(row.slice(name.length));
      const rows = (await samples()).split('\n').filter((row) => isMeant(row) && (but === undefined || !row.includes(but)));
      return rows.reduce((sum, row) => sum + Number(row.slice(row.lastIndexOf(' '))), 0);
    },
    async levels(filesMax = Number.POSITIVE_INFINITY) {
      for (let second = 0; second < idleSeconds && openFiles(server().processId).length > filesMax; second += 1) await pause(1000);
      await collectGarbage();
      const text = await samples();
      const level = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
      return {
        heapMegabytes: level('nodejs_heap_size_used_bytes') / 2 ** 20,
        residentMegabytes: level('process_resident_memory_bytes') / 2 ** 20,
        files: level('process_open_fds'),
        fileKinds: countKinds(openFiles(server().processId)),
        diskMegabytes: readdirSync(data).reduce((sum, name) => sum + statSync(join(data, name)).size, 0) / 2 ** 20,
      };
    },
    remove() {
      disk.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
