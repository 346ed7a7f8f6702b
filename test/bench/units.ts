/** Bench `units`: capacity units of the table that one consultation with six experts takes, by the size of its question. Counts, so they are the same on every machine. */
import { countCalls } from '../cost/count-calls.ts';
import { startEmulator } from '../emulated/emulator.ts';

/** Bytes. */
const questions = [500, 20_000, 190_000];
/** Bytes. */
const answers = [400, 2_400];
const experts = 6;

/** One line for each size; `look` is what a worker or a caller that waits reads each time. */
export async function units(): Promise<unknown> {
  const emulator = await startEmulator();
  try {
    Object.assign(process.env, emulator.environment);
    const lines = [];
    for (const answer of answers) for (const question of questions) lines.push(await lineOf(question, answer));
    return lines;
  } finally {
    await emulator.stop();
  }
}

async function lineOf(question: number, answer: number) {
  const { writeUnits, readUnits, lookReadUnits, textsWritten, textsRead } = await countCalls({ experts, question, answer });
  return { question, answer, writeUnits, readUnits, look: lookReadUnits, objectsWritten: textsWritten, objectsRead: textsRead };
}
