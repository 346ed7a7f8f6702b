/** `circle experts` and `circle circles`: who may sit, and the panels they form. */
import * as z from 'zod';
import { type Address, call } from './client.ts';
import { showTable } from './show.ts';

const experts = z.object({
  experts: z.array(
    z.object({
      name: z.string(),
      provider: z.string(),
      model: z.string(),
      family: z.string(),
      health: z.object({ status: z.string(), reason: z.string().optional() }),
      price: z.object({ inputUsdPerMillion: z.number(), outputUsdPerMillion: z.number() }).nullable(),
    }),
  ),
});
const circles = z.object({
  circles: z.array(
    z.object({
      name: z.string(),
      experts: z.array(z.string()),
      quorum: z.int(),
      deadlineSeconds: z.number(),
      budgetUsd: z.number().nullable(),
      learning: z.string(),
    }),
  ),
});

/** Prints the experts as a table, or as JSON. */
export async function listExperts(address: Address, asJson: boolean): Promise<void> {
  const answer = await call(address, { method: 'GET', path: '/v1/experts' }, experts);
  const rows = answer.experts.map(({ name, provider, model, family, health, price }) => [
    name,
    provider,
    model,
    family,
    price ? `${price.inputUsdPerMillion} / ${price.outputUsdPerMillion}` : 'unknown',
    health.reason ? `${health.status}: ${health.reason}` : health.status,
  ]);
  print(answer, [['EXPERT', 'PROVIDER', 'MODEL', 'FAMILY', '$ PER MILLION IN/OUT', 'HEALTH'], ...rows], asJson);
}

/** Prints the circles as a table, or as JSON. */
export async function listCircles(address: Address, asJson: boolean): Promise<void> {
  const answer = await call(address, { method: 'GET', path: '/v1/circles' }, circles);
  const rows = answer.circles.map(({ name, experts: members, quorum, deadlineSeconds, budgetUsd, learning }) => [
    name,
    String(quorum),
    `${deadlineSeconds} s`,
    budgetUsd === null ? 'none' : `$${budgetUsd}`,
    learning,
    members.join(', '),
  ]);
  print(answer, [['CIRCLE', 'QUORUM', 'DEADLINE', 'BUDGET', 'LEARNING', 'EXPERTS'], ...rows], asJson);
}

/** Prints an answer as a table, or as it is. */
export function print(answer: unknown, rows: readonly (readonly string[])[], asJson: boolean): void {
  process.stdout.write(`${asJson ? JSON.stringify(answer, undefined, 2) : showTable(rows)}\n`);
}
