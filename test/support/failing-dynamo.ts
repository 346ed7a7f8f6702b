/** A client of DynamoDB some of whose requests break off: before they arrive, or on their way back, when they have been done. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Requests that break off one after another, counted from 1; each repetition by the SDK is one. */
export interface Breach {
  readonly first: number;
  readonly length: number;
  readonly when: 'before' | 'after';
}

/** A client, and the moment from which on nothing fails any more. */
export interface FailingDynamo {
  readonly client: DynamoDBClient;
  calm(): void;
}

/** The connection is lost inside of the SDK's own retries, which see it as they would see a real one. */
export function failingDynamo(breaches: readonly Breach[]): FailingDynamo {
  const client = new DynamoDBClient({ retryMode: 'standard', maxAttempts: 3 });
  let requests = 0;
  let calmed = false;
  client.middlewareStack.add(
    (next) => async (args) => {
      requests += 1;
      const here = requests;
      const broken = calmed ? undefined : breaches.find(({ first, length }) => here >= first && here < first + length);
      if (broken?.when === 'before') throw lost();
      const result = await next(args);
      if (broken?.when === 'after') throw lost();
      return result;
    },
    // Behind the SDK's retries, which are of this step and of high priority.
    { name: 'breach', step: 'finalizeRequest', priority: 'low' },
  );
  return {
    client,
    calm() {
      calmed = true;
    },
  };
}

function lost(): Error {
  return Object.assign(new Error('the connection was lost'), { code: 'ECONNRESET', name: 'TimeoutError' });
}
