/** What a review in parts may cost, said before anything is asked. */
import type { CircleClient } from '../../../shared/client/client.ts';
import type { ShownCircle, ShownExpert } from '../../../shared/contract/listing.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';

/** Bytes that a token stands for at least, as the server counts its worst case. */
const bytesPerToken = 2;

/** A sentence with the number of parts and the worst price: the budget where there is one, else what reading costs. */
export async function sayPrice(client: CircleClient, bodies: readonly NewConsultation[]): Promise<string> {
  const [circles, experts] = await Promise.all([client.circles(), client.experts()]);
  const [body = { question: '' }]: readonly Partial<NewConsultation>[] = bodies;
  const circle = circles.find(({ name }) => name === (body.circle ?? 'default'));
  const asked = new Set(body.experts ?? circle?.experts);
  const start = `this change is reviewed in ${bodies.length} parts by ${seatsOf(body, circle)} experts each, and who lists findings that cannot be read is asked once more to list them`;
  const most = body.budgetUsd ?? circle?.budgetUsd;
  if (typeof most === 'number') return `${start}; that costs at most $${(most * bodies.length).toFixed(2)}, the budget of all parts`;
  if (body.limits?.usd !== undefined) return `${start}; that costs at most $${body.limits.usd.toFixed(2)}, the limit of all parts`;
  const reading = sayReading(
    experts.filter(({ name }) => asked.has(name)),
    bodies,
  );
  return `${start}; ${reading}, and what they write comes on top: --budget sets a limit`;
}

/** How many are asked: a circle may choose among its experts. */
function seatsOf({ experts }: Partial<NewConsultation>, circle: ShownCircle | undefined): number {
  return experts?.length ?? circle?.choose ?? circle?.experts.length ?? 0;
}

/** What it costs at most that these experts read these questions. */
export function sayReading(seats: readonly ShownExpert[], bodies: readonly NewConsultation[]): string {
  const tokens = bodies.reduce((sum, { question }) => sum + Math.ceil(Buffer.byteLength(question) / bytesPerToken), 0);
  const known = seats.flatMap(({ price }) => (price === null ? [] : [price.inputUsdPerMillion]));
  const usd = known.reduce((sum, price) => sum + (price * tokens) / 1e6, 0);
  const unknown = seats.length - known.length;
  return `reading it costs at most $${usd.toFixed(4)}${unknown > 0 ? `, not known for ${unknown} of them` : ''}`;
}
