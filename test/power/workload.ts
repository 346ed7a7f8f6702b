/** A process whose changes are recorded: it serves consultations from a data folder, starts anew now and then, and writes down what it has answered. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Answered, answersFile, callsOf, digestOf, openServer } from './course.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, knowledge: { type: 'string' }, consultations: { type: 'string' }, sync: { type: 'string' } },
});
const { data = '', knowledge = '', consultations = '40', sync } = values;
/** Consultations between two starts. */
const perStart = 15;
/** Callers at one time. */
const callers = 4;

const answers = openSync(join(data, answersFile), 'a');
const tell = (answer: Answered) => writeSync(answers, `${JSON.stringify(answer)}\n`);

const places = Array.from({ length: Number(consultations) }, (_, index) => index);
for (let first = 0; first < places.length; first += perStart) {
  const server = await openServer(data, knowledge, sync === 'full' ? 'full' : 'normal');
  const left = places.slice(first, first + perStart);
  await Promise.all(Array.from({ length: callers }, () => callUntilNoneIsLeft(left, callsOf(server))));
  await server.drain(10_000);
  server.close();
}
closeSync(answers);

async function callUntilNoneIsLeft(left: number[], calls: ReturnType<typeof callsOf>): Promise<void> {
  for (let place = left.shift(); place !== undefined; place = left.shift()) {
    // Most are short; some fill many pages.
    const question = `${place}: what is the capital of France? `.padEnd(place % 5 === 0 ? 60_000 : 80, 'France is a country. ');
    const id = await calls.ask(question);
    tell({ what: 'accepted', id, digest: digestOf(question) });
    tell({ what: 'ended', id, digest: digestOf(await calls.end(id)) });
    if (place % 3 === 0) {
      await calls.feedback(id);
      tell({ what: 'feedback', id, digest: '' });
    }
    if (place % 7 === 6) {
      tell({ what: 'deleting', id, digest: '' });
      await calls.remove(id);
      tell({ what: 'deleted', id, digest: '' });
    }
  }
}
