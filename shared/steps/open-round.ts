/** Asks the experts of a run once more where their answers differ, and sends what that takes. */
import { debateRound } from '../contract/deliberation.ts';
import { isQueued, queuedProviderKinds } from '../contract/expert.ts';
import { countedAnswers } from '../contract/progress.ts';
import type { RunRound, RunState } from '../contract/run.ts';
import { debatersOf, leastToDebate } from '../domain/debate.ts';
import { limitOnDebate } from '../domain/limits.ts';
import { tooLateMs } from '../domain/retry.ts';
import { messageOf } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { NewRound } from '../ports/runs.ts';
import { existingRun, existingState } from './require-run.ts';

type RoundPorts = Pick<Ports, 'runs' | 'queue' | 'consensus' | 'clock' | 'log'>;

/**
 * The run with its debate begun; `none` where there is to be none; undefined where somebody else was first, who then goes on with it. Whether there
 * is a debate is written down once: who answers after that, until the run is closed, begins none. There is one where at least two different
 * answers are in, and time to give another one.
 */
export async function openRound(run: RunState, ports: RoundPorts): Promise<RunState | 'none' | undefined> {
  if (!run.deliberation?.debate || run.rounds !== undefined) return 'none';
  if (Date.parse(run.deadlineAt) - ports.clock.now().getTime() < tooLateMs) return 'none';
  const { reason, experts } = await whoDebates(run, ports);
  const { begun } = await ports.runs.beginRound(run.id, { round: debateRound, reason, experts });
  if (!begun) return undefined;
  if (experts.length === 0) return 'none';
  ports.log.info('ROUND_BEGUN', { consultationId: run.id, round: debateRound, experts: experts.length });
  return sendRounds(run.id, ports);
}

async function whoDebates(run: RunState, ports: RoundPorts): Promise<Omit<NewRound, 'round'>> {
  if (run.answered < leastToDebate(run)) return { reason: 'too-few', experts: [] };
  const answers = await differentAnswers(run, ports);
  if (answers === undefined) return { reason: 'unjudged', experts: [] };
  if (answers < 2) return { reason: 'agreed', experts: [] };
  const experts = debatersOf(await existingRun(run.id, ports), countedAnswers(await ports.runs.journal(run.id)));
  if (experts.length === 0) return { reason: 'nobody', experts };
  return limitOnDebate(run, experts) === undefined ? { reason: 'split', experts } : { reason: 'limit', experts: [] };
}

/** A core that cannot be asked costs nobody a second call. */
async function differentAnswers({ id, arrivals }: RunState, { consensus, log }: RoundPorts): Promise<number | undefined> {
  try {
    return (await consensus.judge(id, [arrivals]))[0]?.answers;
  } catch (error) {
    log.warn('SETTLED_UNKNOWN', { consultationId: id, reason: messageOf(error) });
    return undefined;
  }
}

/** Sends the messages of begun rounds that are not known to be sent. Safe to repeat: what was sent twice is handled once. Returns the run as it is afterwards. */
export async function sendRounds(consultationId: string, ports: Pick<Ports, 'runs' | 'queue' | 'log'>): Promise<RunState> {
  const run = await existingRun(consultationId, ports);
  for (const begun of run.rounds ?? []) {
    if (begun.sent) continue;
    const unheard = unheardOf(begun);
    for (const provider of queuedProviderKinds) {
      const asked = run.seats.filter((seat) => seat.provider === provider && isQueued(provider) && unheard.has(seat.expert));
      const { tenant, deadlineAt } = run;
      const messages = asked.map(({ expert }) => ({ consultationId, expert, tenant, deadlineAt, round: begun.round }));
      if (messages.length > 0) await ports.queue.send(provider, messages);
    }
    await ports.runs.markRoundSent(consultationId, begun.round);
  }
  return existingState(consultationId, ports);
}

function unheardOf({ experts, heard }: RunRound): ReadonlySet<string> {
  const names = new Set(heard.map(({ expert }) => expert));
  return new Set(experts.filter((expert) => !names.has(expert)));
}
