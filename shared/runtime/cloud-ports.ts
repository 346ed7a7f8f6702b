/** Composition root of deployed functions: the ports on AWS, built once per cold start and only when asked for. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { dynamoStore } from '../adapters/aws/dynamo-store.ts';
import { eventbridgeBus } from '../adapters/aws/eventbridge-bus.ts';
import { lambdaConsensus } from '../adapters/aws/lambda-consensus.ts';
import { secretsVault } from '../adapters/aws/secrets-vault.ts';
import { sqsQueue } from '../adapters/aws/sqs-queue.ts';
import { stepFunctionsWorkflow } from '../adapters/aws/step-functions-workflow.ts';
import { httpReach } from '../adapters/local/http-reach.ts';
import { systemClock } from '../adapters/local/system-clock.ts';
import { env, queueUrlVariable } from '../contract/env.ts';
import { InvalidConfiguration } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { powertoolsLog } from './cloud-log.ts';
import { loadKnowledge } from './knowledge.ts';

type Environment = Readonly<Record<string, string | undefined>>;

// Emulators take the word "test", and give functions the twelve digits of their account. A real key, which starts with letters,
// beside the emulator's flag means a function that would touch a real account.
const fakeKey = /^(?:test|\d{12})$/;

/**
 * The ports of a deployed function. Each is built when it is first read, from the variables that it needs, so a function runs
 * with just those of the ports it uses. Throws `InvalidConfiguration` naming the variable that is missing or wrong.
 */
export function cloudPorts(environment: Environment = process.env): Ports {
  refuseHalfAnEmulator(environment);
  const required = (name: string): string => requiredVariable(environment, name);
  const clock = systemClock;
  const store = once(() => dynamoStore({ client: new DynamoDBClient(), table: required(env.table), clock }));
  const queue = once(() => sqsQueue({ client: new SQSClient(), queueUrl: (provider) => required(queueUrlVariable(provider)), clock }));
  const workflow = once(() => stepFunctionsWorkflow({ client: new SFNClient(), stateMachineArn: required(env.stateMachine) }));
  const vault = once(() => {
    const { recordSecretUse } = store();
    return secretsVault({ client: new SecretsManagerClient(), prefix: required(env.secretPrefix), clock, record: recordSecretUse });
  });
  const consensus = once(() => lambdaConsensus({ client: new LambdaClient(), functionName: required(env.consensusFunction) }));
  const bus = once(() => eventbridgeBus({ client: new EventBridgeClient(), busName: required(env.eventBus) }));
  const log = once(() => powertoolsLog());
  const knowledge = once(() => loadKnowledge(required(env.knowledgeFolder)));
  return {
    clock,
    get store() {
      return store();
    },
    get queue() {
      return queue();
    },
    get workflow() {
      return workflow();
    },
    get vault() {
      return vault();
    },
    get consensus() {
      return consensus();
    },
    get bus() {
      return bus();
    },
    reach: httpReach,
    get log() {
      return log();
    },
    get knowledge() {
      return knowledge();
    },
  };
}

/** Builds at the first call; a failed build is tried again at the next. */
function once<T extends object>(build: () => T): () => T {
  let built: T | undefined;
  return () => {
    built ??= build();
    return built;
  };
}

function requiredVariable(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') {
    throw new InvalidConfiguration(`the environment variable ${name} is not set`);
  }
  return value;
}

function refuseHalfAnEmulator(environment: Environment): void {
  if (!environment[env.emulator]) {
    return;
  }
  requiredVariable(environment, 'AWS_ENDPOINT_URL');
  if (!fakeKey.test(environment['AWS_ACCESS_KEY_ID'] ?? '')) {
    throw new InvalidConfiguration(
      `${env.emulator} is set: AWS_ACCESS_KEY_ID has to be "test" or an account's number, so that no real account can be reached`,
    );
  }
}
