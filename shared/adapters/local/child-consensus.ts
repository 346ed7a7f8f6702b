/** The Rust core as one long-lived child: a panel a line in, a verdict a line out, in order. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import * as z from 'zod';
import { type Panel, type Weighing, weighing as weighingSchema } from '../../contract/verdict.ts';
import { Unavailable } from '../../errors.ts';
import type { Consensus, Log } from '../../ports.ts';

/** The consensus port, and its end. */
export interface ChildConsensus extends Consensus {
  /** Whether a child is running. */
  alive(): boolean;
  /** The running child's process id, for the operator's eyes. */
  pid(): number | undefined;
  close(): void;
}

/** What the core prints; fields that we do not read are allowed. */
const coreVerdict = z.looseObject({
  id: z.string(),
  answer: z.string().nullable(),
  pick: z.string().nullable(),
  agreement: z.number().nullable(),
  confidence: z.number().nullable(),
  clusters: z.array(z.object({ experts: z.array(z.string()), share: z.number() })),
  method: z.string(),
  span: weighingSchema.shape.span,
});

interface Waiting {
  readonly panel: Panel;
  readonly line: string;
  readonly resolve: (weighing: Weighing) => void;
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

/** Starts the core's binary and keeps it running; `readPanel` gives the frozen answers of a run. */
export function childConsensus(options: {
  readonly binary: string;
  readonly readPanel: (consultationId: string) => Promise<Panel>;
  readonly log: Log;
}): ChildConsensus {
  const { binary, readPanel, log } = options;
  let closed = false;
  let core = start();

  function start(): Core {
    const started: Core = { child: spawn(binary, ['agree'], { stdio: ['pipe', 'pipe', 'ignore'] }), waiting: [], gone: false };
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

  return {
    async weigh(consultationId) {
      const panel = await readPanel(consultationId);
      return new Promise<Weighing>((resolve, reject) => {
        if (closed) return reject(new Unavailable('the consensus core'));
        give({ panel, line: `${JSON.stringify(panel)}\n`, resolve, reject, tries: 0 });
      });
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
    entry.resolve(toWeighing(verdict, entry.panel));
  } catch (cause) {
    entry.reject(new Unavailable('a readable verdict of the consensus core', { cause }));
  }
}

/** The core's verdict without answer text: an option becomes its index, as in the cloud. */
function toWeighing(verdict: z.infer<typeof coreVerdict>, panel: Panel): Weighing {
  const option = panel.kind === 'choice' && verdict.answer !== null ? (panel.options ?? []).indexOf(verdict.answer) : -1;
  const { pick, agreement, confidence, clusters, method, span } = verdict;
  return weighingSchema.parse({
    pick,
    option: option < 0 ? null : option,
    agreement,
    confidence,
    clusters,
    method,
    ...(span ? { span } : {}),
  });
}
