/** What a review in parts may cost, said before anything is asked. */
import type { CircleClient } from '../../../shared/client/client.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';

/** Bytes that a token stands for at least, as the server counts its worst case. */
const bytesPerToken = 2;

/** A sentence with the number of parts and the worst price: the budget where there is one, else what reading costs. */
export async function sayPrice(client: CircleClient, bodies: readonly NewConsultation[]): Promise<string> {
  const [body] = bodies;
  const { circle: name = 'default', experts: named, budgetUsd } = body ?? { experts: undefined, budgetUsd: undefined };
  const [circles, experts] = await Promise.all([client.circles(), client.experts()]);
  const circle = circles.find((one) => one.name === name);
  const asked = new Set(named ?? circle?.experts ?? []);
  const most = budgetUsd ?? circle?.budgetUsd ?? null;
  const start = `this change is reviewed in ${bodies.length} parts by ${asked.size} experts each`;
  if (most !== null) return `${start}; that costs at most $${(most * bodies.length).toFixed(2)}, the budget of all parts`;
  const tokens = bodies.reduce((sum, { question }) => sum + Math.ceil(Buffer.byteLength(question) / bytesPerToken), 0);
  const seats = experts.filter((expert) => asked.has(expert.name));
  const known = seats.flatMap(({ price }) => (price === null ? [] : [price.inputUsdPerMillion]));
  const unknown = seats.length - known.length;
  const usd = known.reduce((sum, price) => sum + (price * tokens) / 1e6, 0);
  const rest = unknown > 0 ? `, not known for ${unknown} of them` : '';
  return `${start}; reading it costs at most $${usd.toFixed(4)}${rest}, and what they write comes on top: --budget sets a limit`;
}
