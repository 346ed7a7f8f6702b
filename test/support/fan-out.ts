/** One consultation on the real functions, driven by chance: deliveries, redeliveries, crashes, the deadline, the sweeper. */
import { handleRecord } from '../../functions/experts/handle-record.ts';
import { sweep } from '../../functions/jobs/sweep.ts';
import { panelReader } from '../../infra/local/panels.ts';
import type { Circle } from '../../shared/contract/circle.ts';
import type { Limits } from '../../shared/contract/limits.ts';
import type { Usage } from '../../shared/contract/opinion.ts';
import type { Deliberation, NewConsultation, Strategy } from '../../shared/contract/question.ts';
import { reviewOptions } from '../../shared/contract/review.ts';
import type { Run } from '../../shared/contract/run.ts';
import type { Tier } from '../../shared/contract/selection.ts';
import type { Verdict } from '../../shared/contract/verdict.ts';
import { askedExperts } from '../../shared/domain/asked.ts';
import { withoutUndefined } from '../../shared/domain/without-undefined.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ModelReply, ModelRequest } from '../../shared/ports/model.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { callFunction } from '../../shared/runtime/define-function.ts';
import { cancelRun } from '../../shared/steps/finish-run.ts';
import { isToJudge, type JudgeFate, judgePolicy, judgeReply, rankingReply } from './fake-judge.ts';
import { failureOf, replyOf } from './fake-model.ts';
import { isToWrite, type WriterFate, writerName, writerReply } from './fake-writer.ts';
import { pluralityConsensus } from './plurality.ts';
import { openPorts, runOf, type TestPorts } from './ports.ts';
import { accept } from './samples.ts';
import { type StateMachine, stateMachine } from './state-machine.ts';
import { testKnowledge } from './test-knowledge.ts';
import { type Crash, unreliable } from './unreliable.ts';

/** What becomes of an expert that is asked: an answer, an answer at the second try, a failure before or with an answer, silence, a bug of ours. */
export type Fate = 'yes' | 'no' | 'busy' | 'rejected' | 'refused' | 'timeout' | 'bug';
/**
 * What may happen next. `redeliver` handles a message without removing it, as a worker that dies too late to say so; `duplicate` puts
 * a second copy of a message on the queue, which may be handled at the same time.
 */
export type Happening = 'step' | 'deliver' | 'redeliver' | 'duplicate' | 'deadline' | 'sweep' | 'kill' | 'cancel';

export interface FanOut {
  readonly ports: TestPorts;
  /** Lets one thing happen. Errors of jobs and workers end there, as they do in the product. */
  happen(happening: Happening): Promise<void>;
  /** Lets everything that is still due happen. With `patience` nothing breaks off any more, the deadline passes, and the sweeper comes. */
  settle(options: { readonly patience: boolean }): Promise<void>;
  run(): Promise<Run>;
  verdict(): Promise<Verdict | undefined>;
  /** Experts whose model was called. */
  asked(): readonly string[];
  /** Calls of models, by expert in their order. */
  calls(): readonly string[];
  /** Experts whose model was called in a debate. */
  askedAgain(): readonly string[];
  /** Judges whose model was called, in order. */
  judges(): readonly string[];
  /** How often the model of the writer was called. */
  written(): number;
  /** Experts whose model was called to rank, in order. */
  ranking(): readonly string[];
  /** Times an expert was asked when its time was over. */
  askedTooLate(): number;
}

const rule = { provider: 'rules', model: '', rules: ['docker' as const] };
/** What rules and others are asked about together. */
const change = { kind: 'choice' as const, options: [...reviewOptions], review: { files: [{ path: 'Dockerfile', text: 'FROM a:1\n' }] } };
/** The queues, the one of the rules first. */
const queues = ['rules', 'openai'] as const;

const consultationId = 'run-1';
const deadlineSeconds = 30;

/** Accepts the consultation; `fates` are those of `expert-0`, `expert-1` and so on. */
export async function fanOut(plan: {
  readonly fates: readonly Fate[];
  /** Those of the candidates behind them, which may sit in the place of one that fails. @default none */
  readonly spare?: readonly Fate[] | undefined;
  readonly quorum: number;
  /** What the circle says beside who sits. */
  readonly circle?: Partial<Circle> | undefined;
  readonly strategy?: Strategy | undefined;
  /** The first so many experts are rules that read a change. @default 0 */
  readonly rules?: number | undefined;
  readonly limits?: Limits | undefined;
  /** What is declared of each expert beside its model, such as a price. */
  readonly declared?: readonly object[];
  /** What each call of an expert uses. */
  readonly usage?: ((expert: string) => Usage) | undefined;
  /** What becomes of each expert in a debate; there is none where nothing is said. */
  readonly debate?: readonly Fate[] | undefined;
  /** What becomes of each judge, the first one and those that stand in for it; there is none where nothing is said. */
  readonly judges?: readonly JudgeFate[] | undefined;
  /** What each expert says of the answers of the others; nobody is asked where nothing is said. */
  readonly ranking?: readonly JudgeFate[] | undefined;
  /** What becomes of the writer of a synthesis; the question then asks for a text. @default there is none */
  readonly writer?: WriterFate | undefined;
  /** What is asked for in place of that. */
  readonly deliberation?: Deliberation | undefined;
  readonly crashes?: readonly Crash[];
  readonly turn?: () => Promise<unknown>;
  /** Where it is stored: as the functions use it, and as the test looks at it. @default an empty database in memory */
  readonly stored?: (clock: Clock) => { readonly used: StoredPorts; readonly seen: StoredPorts };
}): Promise<FanOut> {
  const { rules = 0, spare = [] } = plan;
  const fates = [...plan.fates, ...spare];
  const names = fates.map((_, index) => `expert-${index}`);
  const declaredAt = (at: number) => ({ provider: 'openai', model: 'large', tier: tierAt(at, plan.fates), ...plan.declared?.[at] });
  const circleOf = { experts: names, ...choosing(spare, plan.fates), ...plan.circle };
  const judgeNames = judgesOf(plan);
  const experts = Object.fromEntries([
    ...names.map((name, index) => [name, index < rules ? rule : declaredAt(index)]),
    ...judgeNames.map((name) => [name, { ...judgePolicy, model: name }]),
    ...writersOf(plan),
  ]);
  const { providers } = testKnowledge();
  const fresh = openPorts(
    testKnowledge({ experts, circles: { default: circleOf }, providers: { ...providers, rules: { kind: 'rules', free: true } } }),
  );
  const stored = plan.stored?.(fresh.clock);
  const quiet = stored ? storedIn(stored.seen, fresh) : fresh;
  const accepted = await accept(quiet, bodyOf(plan), consultationId);

  const machine: StateMachine = stateMachine(consultationId, () => ports);
  const wrapped = unreliable(
    { ...(stored ? storedIn(stored.used, fresh) : fresh), workflow: { ...quiet.workflow, ...machine } },
    plan.crashes ?? [],
    plan.turn ?? (async () => undefined),
  );
  const { ports } = wrapped;
  const asked: string[] = [];
  const askedAgain: string[] = [];
  const judges: string[] = [];
  const ranking: string[] = [];
  const calls: string[] = [];
  let written = 0;
  let late = 0;
  let copies = 0;
  const words = rules > 0 ? ofReview : plainly;
  const wordOf = (expert: string, prompt: string, say: (fate: Fate | undefined, to: string) => ModelReply) => {
    const at = judgeNames.indexOf(expert);
    (at < 0 ? ranking : judges).push(expert);
    if (at < 0) return rankingReply(plan.ranking?.[names.indexOf(expert)], prompt, (fate) => say(fate, 'rank'));
    return judgeReply(plan.judges?.[at], prompt, (fate) => say(fate, 'judge'));
  };
  const writtenBy = (prompt: string, say: (fate: Fate) => ModelReply) => {
    written += 1;
    return writerReply(plan.writer, prompt, say);
  };
  const told = (expert: string, prompt: string) => {
    const say = (fate: Fate | undefined, to: string) => reply(fate, `${expert} ${to}`, { ports: quiet, words });
    if (isToWrite(prompt)) return writtenBy(prompt, (fate) => say(fate, 'write'));
    if (isToJudge(prompt)) return wordOf(expert, prompt, say);
    const again = prompt.includes('<own>');
    (again ? askedAgain : asked).push(expert);
    return say((again ? plan.debate : fates)?.[names.indexOf(expert)], String(again));
  };
  const model = {
    async ask({ seat, prompt, timeoutMs }: ModelRequest) {
      const leftMs = deadlineSeconds * 1000 - (quiet.clock.now().getTime() - Date.parse('2026-03-01T10:00:00.000Z'));
      // A date has whole milliseconds, and the clock of durations has not.
      if (timeoutMs <= 0 || timeoutMs > leftMs + 1) late += 1;
      calls.push(seat.expert);
      const usage = plan.usage?.(seat.expert);
      return { ...told(seat.expert, prompt), ...(usage && { usage }) };
    },
  };

  const isDue = (queue: (typeof queues)[number]) => (quiet.queue.nextVisibleAt(queue) ?? Number.POSITIVE_INFINITY) <= quiet.queue.now();
  const waiting = () => queues.some(isDue);
  const deliver = async (remove: boolean): Promise<void> => {
    const [message] = quiet.queue.receive(queues.find(isDue) ?? 'openai', 1);
    if (!message) return;
    try {
      await handleRecord(message, model, ports);
      if (remove) await quiet.queue.remove(message.id);
      else quiet.queue.giveBack(message.id, 0);
    } catch {
      if (message.last) quiet.queue.bury(message.id, 'it failed');
      else quiet.queue.giveBack(message.id, 0);
    }
  };

  const happenings: Readonly<Record<Happening, () => Promise<unknown>>> = {
    step: () => machine.step(),
    deliver: () => deliver(true),
    redeliver: () => deliver(false),
    async duplicate() {
      const { tenant, deadlineAt } = accepted;
      // The queue doubles what was sent, and nothing was to those whom a strategy spares.
      const run = await runOf(quiet, consultationId);
      if ((plan.strategy !== undefined || rules > 0) && !run.sent) return;
      const again = copyOfRound(run, copies);
      if (again !== undefined) {
        copies += 1;
        quiet.queue.sendRaw('openai', JSON.stringify({ consultationId, tenant, deadlineAt, ...again }));
        return;
      }
      const sent = askedExperts(run);
      const expert = sent[copies % sent.length];
      copies += 1;
      quiet.queue.sendRaw(
        names.indexOf(expert ?? '') < rules ? 'rules' : 'openai',
        JSON.stringify({ consultationId, expert, tenant, deadlineAt }),
      );
    },
    sweep: () => callFunction(sweep, ports, {}),
    async deadline() {
      quiet.clock.advance(40_000);
      machine.timeout();
    },
    async kill() {
      machine.kill();
    },
    cancel: async () => cancelRun(await runOf(ports, consultationId), ports),
  };

  const drain = async () => {
    // Experts first: the state machine then finds itself overtaken as often as can be.
    while (waiting() || !machine.idle()) await (waiting() ? deliver(true) : machine.step());
  };

  return {
    ports: quiet,
    happen: async (happening) => void (await happenings[happening]().catch(() => undefined)),
    async settle({ patience }) {
      if (!patience) return drain();
      wrapped.calm();
      await drain();
      await happenings.deadline();
      await drain();
      await happenings.sweep();
      await drain();
    },
    run: () => runOf(quiet, consultationId),
    verdict: () => quiet.verdicts.get(consultationId),
    calls: () => calls,
    askedTooLate: () => late,
    asked: () => [...new Set(asked)],
    askedAgain: () => [...new Set(askedAgain)],
    judges: () => [...new Set(judges)],
    ranking: () => [...new Set(ranking)],
    written: () => written,
  };
}

/** Who sits has the most points, and the candidates behind them fewer. */
function tierAt(at: number, fates: readonly Fate[]): Tier {
  return at < fates.length ? 'primary' : 'support';
}

function choosing(spare: readonly Fate[], fates: readonly Fate[]): Partial<Circle> {
  return spare.length > 0 ? { choose: fates.length } : {};
}

function bodyOf({
  quorum,
  strategy,
  limits,
  rules = 0,
  fates,
  debate,
  judges,
  ranking,
  writer,
  deliberation,
}: Parameters<typeof fanOut>[0]): Partial<NewConsultation> {
  return {
    quorum,
    deadlineSeconds,
    ...withoutUndefined({
      strategy,
      limits,
      deliberation: deliberation ?? deliberationOf({ fates, debate, judges, ranking, writer, rules }),
    }),
    ...(rules > 0 && change),
    ...(writer && rules === 0 && { kind: 'text' as const, options: undefined }),
  };
}

function writersOf({ writer }: Pick<Parameters<typeof fanOut>[0], 'writer'>) {
  return writer ? [[writerName, { ...judgePolicy, model: writerName }] as const] : [];
}

function judgesOf({ judges = [] }: Pick<Parameters<typeof fanOut>[0], 'judges'>): readonly string[] {
  return judges.map((_, index) => `judge-${index}`);
}

/** Every other copy is of a message of a later round, once those are sent. */
function copyOfRound({ rounds = [] }: Run, copies: number): { readonly expert: string | undefined; readonly round: number } | undefined {
  const begun = rounds.findLast(({ sent, experts }) => sent && experts.length > 0);
  if (begun === undefined || copies % 2 === 0) return undefined;
  return { expert: begun.experts[copies % begun.experts.length], round: begun.round };
}

type Deliberating = Pick<Parameters<typeof fanOut>[0], 'fates' | 'debate' | 'judges' | 'ranking' | 'writer' | 'rules'>;

/** A debate and a judge take two experts, a ranking three, and no review has one or the other; who ranks has no judge. */
function deliberationOf(plan: Deliberating): Deliberation | undefined {
  const { fates, debate, writer, rules = 0 } = plan;
  const several = fates.length > 1 ? { ...(debate && { debate: true }), ...(rules > 0 ? {} : aboutAnswers(plan)) } : {};
  const wanted = { ...several, ...(writer && rules === 0 && { synthesis: writerName }) };
  return Object.keys(wanted).length === 0 ? undefined : wanted;
}

function aboutAnswers(plan: Deliberating): Deliberation {
  if (plan.ranking !== undefined && plan.fates.length > 2) return { ranking: true };
  const judge = judgesOf(plan);
  return judge.length > 0 ? { judge: [...judge] } : {};
}

/** The same ports on another store, which the stand-in of the core reads too. */
function storedIn(stored: StoredPorts, ports: TestPorts): TestPorts {
  return { ...ports, ...stored, consensus: pluralityConsensus(panelReader(stored)) };
}

const busyOnce = new WeakMap<TestPorts, Set<string>>();

const plainly = { yes: 'yes', no: 'no' };
const ofReview = { yes: 'approve', no: 'reject' };

function reply(fate: Fate | undefined, expert: string, { ports, words }: { readonly ports: TestPorts; readonly words: typeof plainly }) {
  if (fate === 'bug') throw new TypeError('a bug of ours');
  if (fate === 'rejected') throw failureOf('key-rejected');
  if (fate === 'refused' || fate === 'timeout') throw failureOf(fate);
  const seen = busyOnce.get(ports) ?? new Set();
  busyOnce.set(ports, seen);
  if (fate === 'busy' && !seen.has(expert)) {
    seen.add(expert);
    throw failureOf('rate-limited');
  }
  return replyOf(fate === 'no' ? words.no : words.yes);
}
