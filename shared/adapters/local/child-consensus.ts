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

/** Times a panel is given to a child: a child that died may have been killed by someone else's panel. */
const maxTries = 2;

/** Starts the core's binary and keeps it running; `readPanel` gives the frozen answers of a run. */
export function childConsensus(options: {
  readonly binary: string;
  readonly readPanel: (consultationId: string) => Promise<Panel>;
  readonly log: Log;
}): ChildConsensus {
  const { binary, readPanel, log } = options;
  let waiting: Waiting[] = [];
  let closed = false;
  const buried = new WeakSet<object>();
  let child = start();

  function start(): ChildProcessByStdio<Writable, Readable, null> {
    const started = spawn(binary, ['agree'], { stdio: ['pipe', 'pipe', 'ignore'] });
    started.stdin.on('error', () => undefined);
    createInterface({ input: started.stdout }).on('line', (line) => settle(line));
    started.once('error', () => replace(started));
    started.once('exit', () => replace(started));
    return started;
  }

  /** The child is gone: what it had not answered goes to the next one, or fails where that has been tried. */
  function replace(dead: ChildProcessByStdio<Writable, Readable, null>): void {
    // A child that could not be spawned reports both an error and an exit.
    if (closed || dead !== child || buried.has(dead)) return;
    buried.add(dead);
    log.warn('CORE_RESTARTED', { unanswered: waiting.length });
    const unanswered = waiting;
    waiting = [];
    // Without a child to give them to, an idle core is started by the next panel; a broken binary must not spin.
    for (const entry of unanswered.filter(({ tries }) => tries >= maxTries)) entry.reject(new Unavailable('the consensus core'));
    const again = unanswered.filter(({ tries }) => tries < maxTries);
    if (again.length > 0) child = start();
    for (const entry of again) give(entry);
  }

  function give(entry: Waiting): void {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) child = start();
    entry.tries += 1;
    waiting.push(entry);
    child.stdin.write(entry.line);
  }

  function settle(line: string): void {
    const entry = waiting.shift();
    if (!entry) return;
    try {
      entry.resolve(toWeighing(coreVerdict.parse(JSON.parse(line)), entry.panel));
    } catch (cause) {
      entry.reject(new Unavailable('a readable verdict of the consensus core', { cause }));
    }
  }

  return {
    async weigh(consultationId) {
      const panel = await readPanel(consultationId);
      return new Promise<Weighing>((resolve, reject) => {
        if (closed) return reject(new Unavailable('the consensus core'));
        give({ panel, line: `${JSON.stringify(panel)}\n`, resolve, reject, tries: 0 });
      });
    },
    pid: () => child.pid,
    alive: () => !closed && child.exitCode === null && child.pid !== undefined,
    close() {
      closed = true;
      child.stdin.end();
      child.kill();
      for (const entry of waiting) entry.reject(new Unavailable('the consensus core'));
    },
  };
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
