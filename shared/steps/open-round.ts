/** Asks the experts of a run once more where their answers differ, or somebody about them, and sends what that takes. */

import type { JudgeReason } from '../contract/deliberation.ts';
import { isQueued, queuedProviderKinds } from '../contract/expert.ts';
import { firstJudgeRound, rankingRound, synthesisRound } from '../contract/judge-round.ts';
import { countedAnswers } from '../contract/progress.ts';
import { judgesIn, writerIn } from '../contract/question.ts';
import { debateRound } from '../contract/rounds.ts';
import type { RunRound, RunState } from '../contract/run.ts';
import type { Judgement } from '../contract/strategy.ts';
import type { SynthesisReason } from '../contract/synthesis.ts';
import { debatersOf, leastToDebate } from '../domain/debate.ts';
import { judgeRounds, judgesLeft } from '../domain/judge.ts';
import { leastAnswers } from '../domain/least-answers.ts';
import { limitOnRound } from '../domain/limits.ts';
import { leastToRank, rankingOf } from '../domain/peer-ranking.ts';
import { tooLateMs } from '../domain/retry.ts';
import { seatsIn } from '../domain/seats-in-round.ts';
import { synthesisOf } from '../domain/synthesis.ts';
import { leastTurnMs } from '../domain/turns.ts';
import { messageOf } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { NewRound } from '../ports/runs.ts';
import { existingRun, existingState } from './require-run.ts';
import { timeLeft } from './run-time.ts';

type RoundPorts = Pick<Ports, 'runs' | 'queue' | 'consensus' | 'clock' | 'log'>;

/**
 * The run with its next round begun, a debate, a ranking, a judge or a synthesis; `none` where there is to be none; undefined where somebody else was first, who then goes on
 * with it. Whether there is one is written down once: who answers after that, until the run is closed, begins none. Called where everybody is heard who
 * was asked so far; a round takes the time to give an answer.
 */
export async function openRound(run: RunState, ports: RoundPorts): Promise<RunState | 'none' | undefined> {
  if (timeLeft(run, ports.clock) < tooLateMs) return 'none';
  const next =
    (await nextDebate(run, ports)) ?? (await nextRanking(run, ports)) ?? (await nextJudge(run, ports)) ?? (await nextSynthesis(run, ports));
  if (next === undefined) return 'none';
  const { begun, run: after } = await ports.runs.beginRound(run.id, { ...next, seated: run.experts.length });
  if (!begun) return undefined;
  // Where there is no debate, a ranking, a judge or a synthesis may be asked for still.
  if (next.experts.length === 0) return openRound(after, ports);
  ports.log.info('ROUND_BEGUN', { consultationId: run.id, round: next.round, experts: next.experts.length });
  return sendRounds(run.id, ports);
}

/** A debate, held once, where at least two different answers are in; undefined where nothing is to be settled. */
async function nextDebate(run: RunState, ports: RoundPorts): Promise<NewRound | undefined> {
  if (!run.deliberation?.debate || run.rounds !== undefined) return undefined;
  return { round: debateRound, ...(await whoIsAsked(run, debateRound, leastToDebate(run), ports)) };
}

/** A ranking, held once, where at least two different answers are in. */
async function nextRanking(run: RunState, ports: RoundPorts): Promise<NewRound | undefined> {
  if (!run.deliberation?.ranking || rankingOf(run) !== undefined) return undefined;
  return { round: rankingRound, ...(await whoIsAsked(run, rankingRound, leastToRank(run), ports)) };
}

/** Everybody who has answered and can be asked beyond the first round, where the answers differ and limits have room; else why nobody is. */
async function whoIsAsked(run: RunState, round: number, least: number, ports: RoundPorts): Promise<Omit<NewRound, 'round'>> {
  if (run.answered < least) return { reason: 'too-few', experts: [] };
  const judgement = await judge(run, ports);
  if (judgement === undefined) return { reason: 'unjudged', experts: [] };
  if (judgement.answers < 2) return { reason: 'agreed', experts: [] };
  const experts = debatersOf(await existingRun(run.id, ports), countedAnswers(await ports.runs.journal(run.id)));
  if (experts.length === 0) return { reason: 'nobody', experts };
  return limitOnRound(run, round, experts) === undefined ? { reason: 'split', experts } : { reason: 'limit', experts: [] };
}

/** A judge, asked where nothing would be decided, or the one that stands in for it; undefined where nothing is to be settled. */
async function nextJudge(run: RunState, ports: RoundPorts): Promise<NewRound | undefined> {
  if (judgesIn(run.deliberation).length === 0) return undefined;
  const left = judgesLeft(run, countedAnswers(await ports.runs.journal(run.id)));
  if (left.length === 0) return undefined;
  const round = firstJudgeRound + judgeRounds(run).length;
  const reason = await whyJudge(run, ports);
  if (reason !== 'split') return { round, reason, experts: [] };
  const expert = left.find((one) => limitOnRound(run, round, [one]) === undefined);
  return expert === undefined ? { round, reason: 'limit', experts: [] } : { round, reason, experts: [expert] };
}

async function whyJudge(run: RunState, ports: RoundPorts): Promise<JudgeReason> {
  if (run.answered < leastAnswers(run)) return 'too-few';
  const judgement = await judge(run, ports);
  if (judgement === undefined) return 'unjudged';
  return judgement.decided ? 'decided' : 'split';
}

/** A synthesis, written once, behind all that decides; undefined where nothing is to be settled, or no time is left to write. */
async function nextSynthesis(run: RunState, ports: RoundPorts): Promise<NewRound | undefined> {
  const writer = writerIn(run.deliberation);
  if (writer === undefined || synthesisOf(run) !== undefined) return undefined;
  if (timeLeft(run, ports.clock) < leastTurnMs) return undefined;
  const reason = await whyWriter(run, writer, ports);
  return { round: synthesisRound, reason, experts: reason === 'claims' ? [writer] : [] };
}

async function whyWriter(run: RunState, writer: string, { consensus, log }: RoundPorts): Promise<SynthesisReason> {
  if (run.answered < leastAnswers(run)) return 'too-few';
  if (limitOnRound(run, synthesisRound, [writer]) !== undefined) return 'limit';
  try {
    return ((await consensus.weighSoFar(run.id)).claims ?? []).length > 0 ? 'claims' : 'no-claims';
  } catch (error) {
    log.warn('SYNTHESIS_UNCHECKED', { consultationId: run.id, reason: messageOf(error) });
    return 'unjudged';
  }
}

/** A core that cannot be asked costs nobody a second call. */
async function judge({ id, arrivals }: RunState, { consensus, log }: RoundPorts): Promise<Judgement | undefined> {
  try {
    return (await consensus.judge(id, [arrivals]))[0];
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
      const asked = seatsIn(run, begun).filter((seat) => seat.provider === provider && isQueued(provider) && unheard.has(seat.expert));
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
