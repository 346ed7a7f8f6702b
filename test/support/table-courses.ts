/** Courses of a consultation that is stored in DynamoDB, with requests that break off inside of the adapters' own steps. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { dynamoPorts } from '../../shared/adapters/aws/dynamo-ports.ts';
import { createTable } from '../ports/aws-resources.ts';
import { anything, expectEnded, panel, watchVerdict, waves } from './courses.ts';
import { type Breach, failingDynamo } from './failing-dynamo.ts';
import { fanOut } from './fan-out.ts';
import { memoryTexts } from './memory-texts.ts';

const breach: fc.Arbitrary<Breach> = fc.record({
  first: fc.integer({ min: 1, max: 120 }),
  // Longer than the SDK's own attempts at times.
  length: fc.integer({ min: 1, max: 7 }),
  when: fc.constantFrom('before' as const, 'after' as const),
});

/** Courses in a table each, on the emulator that the environment names: a property to assert. */
export function tableCourses() {
  const breaches = fc.array(breach, { maxLength: 6 });
  return fc.asyncProperty(panel, breaches, waves(anything), async (plan, broken, list) => {
    const client = new DynamoDBClient();
    const table = await createTable(client);
    const failing = failingDynamo(broken);
    const texts = memoryTexts();
    const circle = await fanOut({
      ...plan,
      stored: (clock) => ({
        used: dynamoPorts({ client: failing.client, table, clock }, texts),
        seen: dynamoPorts({ client, table, clock }, texts),
      }),
    });
    const frozen = watchVerdict(circle);
    for (const wave of list) {
      await Promise.all(wave.map((happening) => circle.happen(happening)));
      await frozen();
    }
    failing.calm();
    await circle.settle({ patience: true });
    await frozen();
    await expectEnded(circle);
    for (const one of [client, failing.client]) one.destroy();
  });
}
