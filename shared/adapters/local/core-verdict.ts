/** What the core's command line prints, and the weighing that it becomes: without words, as in the cloud. */
import * as z from 'zod';
import { takesOptions } from '../../contract/question.ts';
import { reliabilityState } from '../../contract/reliability.ts';
import { maxClaims, type Panel, type Weighing, weighing as weighingSchema } from '../../contract/verdict.ts';

const byOption = z.record(z.string(), z.number());
const shape = weighingSchema.shape;

/** A verdict line of `consensus agree`; fields that we do not read are allowed. */
export const coreVerdict = z.looseObject({
  id: z.string(),
  answer: z.string().nullable(),
  pick: z.string().nullable(),
  agreement: z.number().nullable(),
  confidence: z.number().nullable(),
  clusters: z.array(z.object({ experts: z.array(z.string()), share: z.number() })),
  method: z.string(),
  decided: shape.decided.nullish(),
  positions: shape.positions.nullish(),
  read_as: shape.read_as.nullish(),
  span: shape.span.nullish(),
  stability: shape.stability,
  independent: shape.independent,
  dissent: shape.dissent,
  claims: shape.claims.nullish(),
  pairs: z.array(z.tuple([z.int().min(0), z.int().min(0), z.number()])).nullish(),
  ranking: z
    .object({
      order: z.array(z.array(z.string())),
      borda: byOption,
      copeland: byOption,
      kemeny: z.object({ order: z.array(z.string()), distance: z.number(), exact: z.boolean() }),
      concordance: z.number().nullable(),
    })
    .nullish(),
  reliability: shape.reliability.nullish(),
});
export type CoreVerdict = z.infer<typeof coreVerdict>;

/** The last line of `consensus infer`, as far as it is read. */
export const inferredReliability = z.looseObject({ reliability: reliabilityState });

/** The weighing of a verdict: an option becomes its index. */
export function toWeighing(verdict: CoreVerdict, { kind, options, opinions }: Panel): Weighing {
  const { claims, pairs, ranking, reliability, span, decided, positions, read_as, ...rest } = verdict;
  const places = (takesOptions(kind) && options) || [];
  const option = places.indexOf(verdict.answer ?? '');
  return weighingSchema.parse({
    ...rest,
    option: option < 0 ? null : option,
    ...withoutNull({ decided, positions, read_as, span, reliability }),
    claims: claims?.slice(0, maxClaims),
    pairs: byName(pairs, opinions),
    ranking: ranking ? byIndex(ranking, places) : undefined,
  });
}

/** The core writes null or nothing for what it has not. */
function withoutNull(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}

/** Pairs of places in the panel become names once and scores by place, as the Lambda function gives them. */
function byName(pairs: CoreVerdict['pairs'], opinions: Panel['opinions']): Weighing['pairs'] {
  const first = pairs?.[0];
  if (!pairs || !first) return undefined;
  const places = [first[0], ...pairs.filter(([one]) => one === first[0]).map(([, other]) => other)];
  return {
    experts: places.map((place) => opinions[place]?.expert ?? ''),
    scores: pairs.map(([, , score]) => Math.round(score * 1000) / 1000),
  };
}

function byIndex(ranking: NonNullable<CoreVerdict['ranking']>, options: readonly string[]): Weighing['ranking'] {
  const { order, borda, copeland, kemeny, concordance } = ranking;
  const indexes = (words: readonly string[]) => words.map((word) => options.indexOf(word));
  const scores = (points: Readonly<Record<string, number>>) => {
    // An option may be called like what every object inherits.
    const own = new Map(Object.entries(points));
    return options.map((option) => own.get(option) ?? 0);
  };
  return {
    order: order.map(indexes),
    borda: scores(borda),
    copeland: scores(copeland),
    kemeny: { ...kemeny, order: indexes(kemeny.order) },
    concordance,
  };
}
