/** The Rust core as one long-lived child: a panel a line in, a verdict a line out, in order. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { estimates } from '../../contract/reliability.ts';
import type { Panel } from '../../contract/verdict.ts';
import { Unavailable } from '../../errors.ts';
import type { Consensus, Log } from '../../ports.ts';
import { inferReliability } from './child-inference.ts';
import { type CoreVerdict, coreVerdict, toWeighing } from './core-verdict.ts';
import type { PanelReader } from './panel-reader.ts';

/** The consensus port, and its end. */
export interface ChildConsensus extends Consensus {
  /** Whether a child is running. */
  alive(): boolean;
  /** The running child's process id, for the operator's eyes. */
  pid(): number | undefined;
  close(): void;
}

interface Waiting {
  readonly panel: Panel;
  readonly line: string;
  readonly resolve: (verdict: CoreVerdict) => void;
  readonly reject: (error: Error) => void;
  tries: number;
}

/** A child and the panels that it has not answered yet, each child its own: a late line of a dead one must meet no other's panel. */
interface Core {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly waiting: Waiting[];
  gone: boolean;
}

/** Times a panel is given to a child: a child that died may have been killed by someone else's panel. */
const maxTries = 2;

/** Starts the core's binary and keeps it running; `panels` gives it what it cannot read itself. */
export function childConsensus(options: { readonly binary: string; readonly panels: PanelReader; readonly log: Log }): ChildConsensus {
  const { binary, panels, log } = options;
  let closed = false;
  let core = start();

  function start(): Core {
    const started: Core = {
      child: spawn(binary, ['agree', '--claims', '--pairs'], { stdio: ['pipe', 'pipe', 'ignore'] }),
      waiting: [],
      gone: false,
    };
    started.child.stdin.on('error', () => undefined);
    createInterface({ input: started.child.stdout }).on('line', (line) => settle(started, line));
    started.child.once('error', () => replace(started));
    // Not 'exit', which may come before the last answers have been read.
    started.child.once('close', () => replace(started));
    return started;
  }

  /** A core is gone: what it had not answered goes to the next one, or fails where that has been tried. */
  function replace(dead: Core): void {
    // A child that could not be spawned reports both an error and a close.
    if (closed || dead.gone) return;
    dead.gone = true;
    const unanswered = dead.waiting.splice(0);
    log.warn('CORE_RESTARTED', { unanswered: unanswered.length });
    for (const entry of unanswered) {
      if (entry.tries < maxTries) give(entry);
      else entry.reject(new Unavailable('the consensus core'));
    }
  }

  /** An idle core that is gone is started anew by the next panel only: a broken binary must not spin. */
  function give(entry: Waiting): void {
    if (!runs(core)) core = start();
    entry.tries += 1;
    core.waiting.push(entry);
    core.child.stdin.write(entry.line);
  }

  async function agree(panel: Panel): Promise<CoreVerdict> {
    return new Promise((resolve, reject) => {
      if (closed) return reject(new Unavailable('the consensus core'));
      give({ panel, line: `${JSON.stringify(panel)}\n`, resolve, reject, tries: 0 });
    });
  }

  return {
    async weigh(consultationId, outcome) {
      const panel = await panels.toWeigh(consultationId, outcome);
      return readable(await agree(panel), (verdict) => toWeighing(verdict, panel));
    },
    async relearn(consultationIds) {
      return inferReliability(binary, await panels.toRelearn(consultationIds));
    },
    async estimate({ kind, experts, reliability, at, mode }) {
      // A made-up panel that agrees: what the core says of its experts is what it would say of them in any other.
      const opinions = experts.map((expert) => ({ expert, family: null, answer: 'yes' }));
      const panel: Panel = { id: 'estimate', question: null, kind, options: null, opinions, reliability, at, reliability_mode: mode };
      return readable(await agree(panel), (verdict) => estimates.parse(verdict.reliability));
    },
    pid: () => core.child.pid,
    alive: () => !closed && runs(core),
    close() {
      closed = true;
      core.child.stdin.end();
      core.child.kill();
      for (const entry of core.waiting) entry.reject(new Unavailable('the consensus core'));
    },
  };
}

function runs({ child, gone }: Core): boolean {
  return !gone && child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** The next answer of a core belongs to the panel that it has held longest. */
function settle(core: Core, line: string): void {
  const entry = core.waiting.shift();
  if (!entry) return;
  try {
    const verdict = coreVerdict.parse(JSON.parse(line));
    if (verdict.id !== entry.panel.id) throw new Error('the core answered another panel');
    entry.resolve(verdict);
  } catch (cause) {
    entry.reject(unreadable(cause));
  }
}

/** What `read` makes of a verdict; one that says less than it should is of another version of the core. */
function readable<Read>(verdict: CoreVerdict, read: (verdict: CoreVerdict) => Read): Read {
  try {
    return read(verdict);
  } catch (cause) {
    throw unreadable(cause);
  }
}

function unreadable(cause: unknown): Unavailable {
  return new Unavailable('a readable verdict of the consensus core', { cause });
}
