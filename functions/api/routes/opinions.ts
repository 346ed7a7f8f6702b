/** /v1/consultations/{id}/opinions: where a human expert hands in an opinion, and corrects it until the end. */

import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { isQueued } from '../../../shared/contract/expert.ts';
import { handedInOpinion, type Opinion, opinion } from '../../../shared/contract/opinion.ts';
import { questionToRead, type Run } from '../../../shared/contract/run.ts';
import { withoutUndefined } from '../../../shared/domain/without-undefined.ts';
import { Conflict, InvalidInput } from '../../../shared/errors.ts';
import { requireConforming } from '../../../shared/runtime/schemas/schema-threads.ts';
import { goOn } from '../../../shared/steps/go-on.ts';
import { requireRun } from '../../../shared/steps/require-run.ts';
import { ageOf, isOverdue } from '../../../shared/steps/run-time.ts';
import type { ApiOptions } from '../options.ts';
import * as examples from '../reference/examples.ts';
import { idParameter, json, jsonBody, problems } from './describe.ts';

const handInRoute = createRoute({
  method: 'post',
  path: '/v1/consultations/{id}/opinions',
  operationId: 'handInOpinion',
  tags: ['Consultations'],
  summary: "Submit a human expert's opinion",
  description:
    'By an expert of provider `human` in this consultation. Until the end, a second one takes the place of the first. What comes after the ' +
    'end or the deadline is kept as `late` and not counted.',
  request: {
    params: idParameter,
    body: { required: true, content: jsonBody(handedInOpinion, examples.handedIn) },
  },
  responses: {
    201: json(opinion, 'The opinion is stored, and counted unless it is `late`.', examples.handedInOpinion),
    ...problems(400, 401, 404, 409, 413, 415, 503),
  },
});

/** Registers the route. */
export function registerOpinions(app: OpenAPIHono, { ports }: ApiOptions): void {
  app.openapi(handInRoute, async (context) => {
    const { id } = context.req.valid('param');
    const { expert, answer: given } = context.req.valid('json');
    const run = await requireRun(context.var.principal, id, ports);
    const seat = run.seats.find((candidate) => candidate.expert === expert);
    if (seat === undefined || isQueued(seat.provider))
      throw new InvalidInput([{ field: 'expert', message: `is no human expert of this consultation` }]);
    const conforming = await formOf(run, given);
    const now = ports.clock.now();
    if (run.status === 'cancelled') throw new Conflict(`consultation ${id} takes no more opinions`);
    const said = await readHandedIn(run, conforming, ports);
    const handedIn = opinion.parse({
      expert,
      provider: seat.provider,
      model: seat.model,
      family: seat.family,
      // The workflow waits some seconds beyond the deadline, for workers that stop at it: nobody answers in these.
      status: run.status === 'open' && !isOverdue(run, ports.clock) ? 'answered' : 'late',
      ...said,
      latencyMs: ageOf(run, ports.clock),
      costUsd: 0,
      receivedAt: now.toISOString(),
    });
    return context.json(await store(id, handedIn, ports), 201);
  });
}

/** Stores the opinion, or puts it in the place of the earlier one; returns it as it is kept. Throws `Conflict` where it came too late for that. */
async function store(id: string, handedIn: Opinion, ports: ApiOptions['ports']): Promise<Opinion> {
  const { outcome, run } = await ports.opinions.record(id, handedIn);
  // Also for a duplicate: the first request may have died between storing the opinion and releasing the token.
  if (run.status === 'open') await goOn(run, ports, { again: outcome === 'duplicate' });
  if (outcome === 'late') return { ...handedIn, status: 'late' };
  if (outcome === 'counted' || (handedIn.status === 'answered' && (await ports.opinions.correct(id, handedIn)))) return handedIn;
  throw new Conflict(`${handedIn.expert} has already submitted an opinion, and it can no longer be corrected`);
}

/** A person's answer is read as a model's reply is; a person can still mend what cannot be read. */
async function readHandedIn(run: Run, reply: string, { consensus }: Pick<ApiOptions['ports'], 'consensus'>) {
  const { kind, question, options, schema } = run;
  const read = await consensus.read({
    kind,
    question: questionToRead(question),
    reply,
    cut: false,
    ...withoutUndefined({ options, schema }),
  });
  if (schema !== undefined) return { answer: reply, ...withoutUndefined({ conclusion: read.conclusion }) };
  if (read.unreadable !== undefined) throw new InvalidInput([{ field: 'answer', message: `holds no answer: ${read.unreadable}` }]);
  const { answer, reasoning, conclusion, option } = read;
  const vote = option === undefined ? undefined : options?.[option];
  return { answer, ...withoutUndefined({ reasoning, conclusion, vote }) };
}

/** A person's answer is held to the schema of the question as a model's is. */
async function formOf({ schema }: Pick<Run, 'schema'>, given: string): Promise<string> {
  return schema === undefined ? given : requireConforming(schema, given);
}
