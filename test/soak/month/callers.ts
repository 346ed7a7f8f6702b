/** Who asks in a month: programs that repeat what failed under the same key, people who answer, correct, or do not, and some who change their mind. */
import { setTimeout as pause } from 'node:timers/promises';
import { CircleApiError } from '../../../shared/client/api-error.ts';
import { type CircleClient, circleClient } from '../../../shared/client/client.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { messageOf } from '../../../shared/errors.ts';
import { randomFrom } from '../../eval/random.ts';
import { askedCircles } from './circles.ts';
import { type Machine, machineKey } from './machine.ts';
import { zipf } from './plan.ts';

/** A question that was put, and what came of putting it. */
export interface Asked {
  readonly question: string;
  readonly circle: string;
  /** Ids that the server has named for it: one, however often it was repeated. */
  readonly ids: Set<string>;
}

export interface Callers {
  readonly asked: readonly Asked[];
  /** What callers were told that nobody should be told. */
  readonly complaints: readonly string[];
  /** Asks at an average rate until the returned function is called; that one resolves when each question is accepted. */
  begin(ratePerSecond: number): () => Promise<void>;
}

/** Topics, the first asked most. */
const topics = 40;
/** Milliseconds between repetitions, and until a caller gives up. */
const [repeatMs, patienceMs] = [300, 600_000];

/** The callers of a month. */
export function newCallers(machine: Machine, seed: number): Callers {
  const chance = randomFrom(`callers ${seed}`);
  const asked: Asked[] = [];
  const complaints: string[] = [];
  const tell = (error: unknown) => void complaints.push(`a caller gave up: ${messageOf(error)}`);
  const client = (): CircleClient => circleClient({ url: machine.server().url, key: machineKey, retries: 0 });

  const askOnce = async (): Promise<void> => {
    const circle = askedCircles[zipf(askedCircles.length, chance())] as string;
    const number = asked.length;
    const question = `Is topic ${zipf(topics, chance())} safe, case ${number}?${' Look closely.'.repeat(zipf(200, chance()))}`;
    const one: Asked = { question, circle, ids: new Set() };
    asked.push(one);
    const [repeats, cancels, person] = [chance() < 0.1, chance() < 0.05, chance()];
    const body: NewConsultation = { question, options: ['yes', 'no'], circle };
    const key = `case-${seed}-${number}`;
    const id = await insist(() => client().ask(body, { idempotencyKey: key }));
    one.ids.add(id.id);
    if (repeats) one.ids.add((await insist(() => client().ask(body, { idempotencyKey: key }))).id);
    if (cancels) await tolerate(() => client().cancel(id.id));
    if (circle === 'people' || circle === 'wide') await answerAs('ada', id.id, person);
  };

  /** Most answer soon, some correct themselves, some come late, and some never. */
  const answerAs = async (expert: string, id: string, person: number): Promise<void> => {
    if (person < 0.2) return;
    await pause(person < 0.3 ? 13_000 : 200 + person * 1500);
    await tolerate(() => client().handIn(id, { expert, answer: 'yes' }));
    if (person > 0.9) await tolerate(() => client().handIn(id, { expert, answer: 'no' }));
  };

  return {
    asked,
    complaints,
    begin(ratePerSecond) {
      const over = new AbortController();
      const working = new Set<Promise<void>>();
      const going = (async () => {
        while (!over.signal.aborted) {
          const work: Promise<void> = askOnce()
            .catch(tell)
            .finally(() => working.delete(work));
          working.add(work);
          // Times between arrivals that know nothing of each other.
          await pause((-Math.log(1 - chance()) / ratePerSecond) * 1000);
        }
      })();
      return async () => {
        over.abort();
        await going;
        await Promise.all(working);
      };
    },
  };
}

/** Repeats a call until it is answered: what a server that is away, full or busy has refused may be asked again. */
async function insist<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      // A starved machine keeps silent for longer than a client waits; the key makes it safe to ask again.
      const mayPass = error instanceof CircleApiError && (error.retryable || error.type === 'unreachable');
      if (!mayPass || performance.now() > giveUpAt) throw error;
      await pause(repeatMs);
    }
  }
}

/** What may come too late or find nobody is tried, and no more; anything but a refusal with a name is an error. */
async function tolerate(call: () => Promise<unknown>): Promise<void> {
  await call().catch((error: unknown) => {
    if (!(error instanceof CircleApiError)) throw error;
  });
}
