/** Lets a run go on once something was heard: its waiting state is released, its next stage is asked, or neither; a seat whose expert has failed is given away before. */

import type { RunState } from '../contract/run.ts';
import type { Judgement, StageReason } from '../contract/strategy.ts';
import { allHeard, awaitedHeard, hasMoreStages, hearsEverybody } from '../domain/asked.ts';
import { roundsHeard } from '../domain/debate.ts';
import { limitReached, nextGrants } from '../domain/limits.ts';
import { endingRule } from '../domain/quorum.ts';
import { tooLateMs } from '../domain/retry.ts';
import { asksEveryStage, nextStep } from '../domain/strategy.ts';
import { messageOf } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import { openRound, sendRounds } from './open-round.ts';
import { afterReplacing, replaceSeats } from './replace-seats.ts';
import { existingRun } from './require-run.ts';
import { timeLeft } from './run-time.ts';
import { sendStages } from './send-stages.ts';

/** What it takes to let a run go on. */
export type GoOnPorts = Pick<Ports, 'runs' | 'queue' | 'workflow' | 'consensus' | 'clock' | 'log'>;

/** On what occasion a run goes on. */
export interface Occasion {
  /** The token of the waiting state, where it need not be read. */
  readonly held?: string | undefined;
  /** The step may have broken off before: messages of a stage that are not known to be sent are sent again. */
  readonly again?: boolean;
  /** The stage whose time has come, although the one before is not in. */
  readonly late?: number | undefined;
}

/**
 * Gives the token its result if the run need not wait any longer, or is no longer open; else asks the next stage if the strategy wants it, or everybody
 * once more in a debate. May be called too often or too late: a token that nobody awaits counts as done, and a stage or a debate begins once. Of
 * several callers the last one to have stored something sees all that is stored.
 */
export async function goOn(run: RunState, ports: GoOnPorts, occasion: Occasion = {}): Promise<void> {
  let now: RunState | undefined = run;
  while (now?.status === 'open') {
    now = await prepare(now, ports, occasion.again);
    const next = await nextOrRound(now, ports, occasion.late);
    if (next === 'wait') return;
    const begun: RunState | 'none' | undefined = next === 'end' ? await beforeEnd(now, ports) : await beginNext(now, next.ask, ports);
    if (begun === 'none') break;
    // Somebody of the stage may have answered unasked, so it is looked at once more.
    now = begun;
  }
  if (now) await release(now, ports, occasion.held);
}

/** The run with nothing left unsent, where something may be, and with every seat given away that an expert has left. */
async function prepare(run: RunState, ports: GoOnPorts, again: boolean | undefined): Promise<RunState> {
  return replaceSeats(again ? await sendAgain(run, ports) : run, ports, again);
}

/** Who has failed meanwhile was awaited by nobody, and leaves a seat: such a run is looked at once more. Else everybody is asked again, where that is wanted. */
async function beforeEnd(run: RunState, ports: GoOnPorts): Promise<RunState | 'none' | undefined> {
  const now = await afterReplacing(run, ports);
  return now === run ? openRound(run, ports) : now;
}

/** Sends what is not known to have been sent of the stages that have begun. */
async function sendAgain(run: RunState, ports: GoOnPorts): Promise<RunState> {
  if (run.rounds?.some(({ sent }) => !sent)) return sendRounds(run.id, ports);
  if (run.stages === undefined || run.stages.sent === run.stages.begun.length) return run;
  return sendStages(await existingRun(run.id, ports), ports);
}

/** The run with its next stage asked; undefined where somebody else was first, who then sends its messages. */
async function beginNext(run: RunState, reason: StageReason, ports: GoOnPorts): Promise<RunState | undefined> {
  const stage = run.stages?.begun.length ?? 0;
  const { begun } = await ports.runs.beginStage(run.id, stage, reason, nextGrants);
  if (!begun) return undefined;
  ports.log.info('STAGE_BEGUN', { consultationId: run.id, stage, reason });
  return sendStages(await existingRun(run.id, ports), ports);
}

async function release({ id }: RunState, { runs, workflow, log }: GoOnPorts, held: string | undefined): Promise<void> {
  const token = held ?? (await runs.token(id));
  if (token === undefined) return;
  const outcome = await workflow.finish(token, { consultationId: id });
  log.info(outcome === 'released' ? 'TOKEN_RELEASED' : 'TOKEN_GONE', { consultationId: id });
}

type Next = 'end' | 'wait' | { readonly ask: StageReason };

/** Once it is settled who is asked again, no stage begins any more. */
async function nextOrRound(run: RunState, ports: GoOnPorts, late: number | undefined): Promise<Next> {
  if (run.rounds === undefined) return nextInTime(run, ports, late);
  return roundsHeard(run) ? 'end' : 'wait';
}

/** What comes next, where there is the time for it: whoever is first asked at the deadline can only be missing. */
async function nextInTime(run: RunState, ports: GoOnPorts, late: number | undefined): Promise<Next> {
  const next = await nextOf(run, ports);
  const due = next === 'wait' && isLate(run, late) ? await whenLate(run, ports) : next;
  const wanted = typeof due === 'object' && limitReached(run) !== undefined ? 'wait' : due;
  const leftMs = timeLeft(run, ports.clock);
  if (typeof wanted === 'string' || leftMs >= tooLateMs) return wanted;
  // Those who are under way are given up at the deadline, and come by themselves.
  if (!allHeard(run)) return 'wait';
  await ports.clock.sleep(Math.max(0, leftMs));
  return 'end';
}

/** Whether the time of the stage that comes next is there, although the one before is not in. */
function isLate(run: RunState, late: number | undefined): boolean {
  return late !== undefined && late === run.stages?.begun.length && hasMoreStages(run);
}

/** Whoever is not in when the time of a stage is over is waited for no longer: those who are in may suffice, else the next stage is asked. */
async function whenLate(run: RunState, ports: GoOnPorts): Promise<Next> {
  const next = await afterStage(run, endingRule(run) === 'quorum', ports);
  return next === 'end' ? 'end' : { ask: 'late' };
}

async function nextOf(run: RunState, ports: GoOnPorts): Promise<Next> {
  const rule = endingRule(run);
  if (endsByCounts(run, rule)) return 'end';
  if (run.stages !== undefined && awaitedHeard(run)) {
    const next = await afterStage(run, rule === 'quorum', ports);
    if (next === 'end' || hasMoreStages(run)) return next;
    // Nobody is left to ask: those who were overtaken may still answer.
  }
  return rule === 'quorum' && (await isSettled(run, ports)) ? 'end' : 'wait';
}

function endsByCounts(run: RunState, rule: ReturnType<typeof endingRule>): boolean {
  if (rule === 'quorum') return run.stop === 'quorum' && !hearsEverybody(run);
  return rule === 'all' || rule === 'impossible';
}

async function afterStage(run: RunState, mayEnd: boolean, ports: GoOnPorts): Promise<Next> {
  const { strategy = 'all', kind, quorum, answered } = run;
  // Rules have spoken first, and the others are asked whatever they say.
  if (strategy === 'all') return { ask: 'open' };
  // Below the quorum nothing can be decided, whatever the answers say.
  const judgement = mayEnd ? await judge(run, ports) : undefined;
  const step = nextStep(strategy, { kind, quorum, answered, judgement });
  return 'stop' in step ? 'end' : step;
}

/** A core that cannot be asked settles nothing: the run then waits for everybody, or for its deadline. */
async function isSettled(run: RunState, { consensus, log }: GoOnPorts): Promise<boolean> {
  const { id, settles, kind, strategy = 'all' } = run;
  // A stage that is asked whatever the others say has still to be asked.
  if (!settles || hearsEverybody(run) || (hasMoreStages(run) && asksEveryStage(strategy, kind))) return false;
  try {
    return await consensus.settled(id);
  } catch (error) {
    log.warn('SETTLED_UNKNOWN', { consultationId: id, reason: messageOf(error) });
    return false;
  }
}

/** A core that cannot be asked spares nobody: the next stage is asked. */
async function judge({ id, arrivals }: RunState, { consensus, log }: GoOnPorts): Promise<Judgement | undefined> {
  try {
    return (await consensus.judge(id, [arrivals]))[0];
  } catch (error) {
    log.warn('SETTLED_UNKNOWN', { consultationId: id, reason: messageOf(error) });
    return undefined;
  }
}
