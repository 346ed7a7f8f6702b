/** From a caller's body to a run: every check that can be made before anything is stored. */
import type { Knowledge } from '../contract/circle.ts';
import type { Seat } from '../contract/expert.ts';
import type { RunLimits } from '../contract/limits.ts';
import { type NewConsultation, statedPolicy } from '../contract/question.ts';
import { askedInHead, type Run } from '../contract/run.ts';
import { InvalidInput } from '../errors.ts';
import { type Reading, requireBudget, worstCallOf, worstCaseUsd } from './budget.ts';
import { worstAgain } from './debate.ts';
import { worstOfJudges } from './judge.ts';
import { leastAnswers } from './least-answers.ts';
import { worstOfRanking } from './peer-ranking.ts';
import { requireRoom } from './pick-limits.ts';
import { readingOf } from './reading-of.ts';
import { type Seating, seatConsultation } from './seating.ts';
import { affordable, withSpare } from './spare-seats.ts';
import { withTurns } from './stand-ins.ts';
import { worstOfWriter } from './synthesis.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What a run is told apart by. */
export interface NewRun {
  readonly id: string;
  readonly tenant: string;
  readonly now: Date;
}

/**
 * The run that a body asks for, open and not yet stored. `schema` is that of the body as text, found usable.
 * Throws `InvalidInput` or `BudgetExceeded`.
 */
export function acceptConsultation(
  body: NewConsultation,
  { id, tenant, now }: NewRun,
  knowledge: Knowledge,
  unavailable: ReadonlySet<string>,
  schema: string | undefined,
): Run {
  const seating = seatConsultation(body, knowledge, unavailable);
  const kind = body.kind ?? (body.options ? 'choice' : 'auto');
  requireSeeingQuorum(body, seating);
  const asked = { question: body.question, kind, ...accompanying(body), ...withoutUndefined({ schema }) };
  const reading = readingOf(asked, seating.seats, knowledge);
  const limits = requireMeans(seating, reading, knowledge);
  const spare = affordable(seating, readingOf(asked, [...seating.seats, ...seating.standIns], knowledge), knowledge);
  const standIns = spare.map(({ seat }) => seat);
  return {
    id,
    tenant,
    status: 'open',
    ...asked,
    circle: seating.circle,
    learning: seating.learning,
    ...askedInHead({ ...asked, ...seatedIn(seating, standIns), webhooks: [...seating.webhooks] }),
    ...seatedIn(seating, standIns),
    quorum: seating.quorum,
    ...withoutUndefined({
      minimum: seating.minimum,
      declaredQuorum: seating.declaredQuorum,
      queryType: body.queryType,
      priority: body.priority,
      selection:
        seating.selection &&
        withTurns(
          seating.selection,
          standIns.map(({ expert }) => expert),
        ),
      deliberation: seating.deliberation,
      judges: seating.judges.length > 0 ? [...seating.judges] : undefined,
      writer: seating.writer,
      stated: statedOf(body),
      ...boundsOf(body, knowledge.circles[seating.circle]),
    }),
    ...seating.asking,
    ...(limits && { limits: withSpare(limits, spare) }),
    stop: seating.stop,
    late: seating.late,
    deadlineSeconds: seating.deadlineSeconds,
    ...withoutUndefined({ budgetUsd: seating.budgetUsd, metadata: body.metadata, demo: seating.demo || undefined }),
    ...(seating.webhooks.length > 0 ? { webhooks: [...seating.webhooks] } : {}),
    createdAt: now.toISOString(),
    deadlineAt: new Date(now.getTime() + seating.deadlineSeconds * 1000).toISOString(),
    answered: 0,
    failed: 0,
    arrivals: [],
    costUsd: 0,
    sent: false,
  };
}

/** The limits that hold, where there are some. Throws `BudgetExceeded` or `InvalidInput` where budget or limits are too small for what is asked. */
function requireMeans(seating: Seating, reading: Reading, knowledge: Knowledge): RunLimits | undefined {
  const { seats, deliberation, budgetUsd, limits } = seating;
  const again = worstAgain(deliberation, seats, reading, knowledge);
  const judges = worstOfJudges(seating.judges, seats, reading, knowledge);
  const ranks = worstOfRanking(deliberation, seats, reading, knowledge);
  const writer = worstOfWriter(seating.writer, seats.length, reading, knowledge);
  const usdAfter = [again, ranks, judges, writer].flatMap((calls) => calls ?? []).reduce((sum, { usd }) => sum + (usd ?? 0), 0);
  requireBudget(worstCaseUsd(seats, reading, knowledge) + usdAfter, budgetUsd);
  if (limits === undefined) return undefined;
  const calls = seats.map((seat) => ({ seat, worst: worstCallOf(seat, reading, knowledge) }));
  return { ...requireRoom(limits, calls, seating), ...withoutUndefined({ again, ranks, judges, writer }) };
}

function seatedIn({ seats }: Seating, standIns: readonly Seat[]): Pick<Run, 'seats' | 'standIns'> {
  return { seats: [...seats], ...(standIns.length > 0 && { standIns: [...standIns] }) };
}

/** What the body states of its policy; undefined where that is nothing. */
function statedOf(body: NewConsultation): Run['stated'] {
  const names = Object.keys(statedPolicy.shape);
  const stated = Object.fromEntries(Object.entries(body).filter(([name, value]) => names.includes(name) && value !== undefined));
  return Object.keys(stated).length === 0 ? undefined : stated;
}

/** What it takes to decide beside a quorum: the caller's word over the circle's. */
function boundsOf(body: NewConsultation, circle: Knowledge['circles'][string] | undefined): Pick<Run, 'promise' | 'leastAgreement'> {
  return withoutUndefined({
    promise: body.promise ?? circle?.promise,
    leastAgreement: body.leastAgreement ?? circle?.leastAgreement,
  });
}

function accompanying({ options, ordered, messages, instructions, images, review, sampling, requireWhole }: NewConsultation) {
  return withoutUndefined({
    options,
    ordered: ordered || undefined,
    messages,
    instructions,
    images,
    review,
    sampling,
    requireWhole,
  });
}

/** Experts that cannot see fail by name; if those that can are too few for the quorum, nobody is asked and nothing is spent. */
function requireSeeingQuorum({ images }: NewConsultation, seating: Seating): void {
  if (images === undefined) return;
  const { seats } = seating;
  const least = leastAnswers(seating);
  const seeing = seats.filter((seat) => seat.images).length;
  if (seeing >= least) return;
  const message = `${seeing} of the ${seats.length} experts take images, and it takes ${least} to decide; set \`images: true\` for experts that do, or ask for a smaller quorum`;
  throw new InvalidInput([{ field: 'images', message }]);
}
