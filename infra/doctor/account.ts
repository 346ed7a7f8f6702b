/** Who is asking, where, and what the account allows. */
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Check, fine, lack, note, type Verdict } from './finding.ts';

/** How the SDK's clients are made; empty takes what the environment says. */
export interface ClientConfig {
  readonly endpoint?: string;
  readonly region?: string;
  readonly maxAttempts?: number;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** What the templates of the CDK ask for (their rule `CheckBootstrapVersion`). */
const bootstrapVersionMin = 6;
/** Functions at one time beside the experts: the two doors, the authorizer, a state, the core, the sweeper. */
const functionsBesideExperts = 6;
/** Below this a few consultations at once wait for each other. */
const comfortableConcurrency = 100;

/** Who calls, and in which region. Rejects where there are no credentials or no region: nothing else can then be looked at. */
export async function identify(config: ClientConfig): Promise<{ readonly account: string; readonly arn: string; readonly region: string }> {
  const client = new STSClient(config);
  const region = await client.config.region();
  const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
  return { account: Account, arn: Arn, region };
}

/** A stack by its name; undefined where there is none. */
export async function findStack(name: string, config: ClientConfig): Promise<Stack | undefined> {
  try {
    const { Stacks = [] } = await new CloudFormationClient(config).send(new DescribeStacksCommand({ StackName: name }));
    return Stacks[0];
  } catch (error) {
    // CloudFormation has no error of its own for a stack that does not exist.
    if (error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist')) return undefined;
    throw error;
  }
}

/** Bootstrap, room for functions, and whether the services answer. `seats` are those of the largest circle. */
export function accountChecks(seats: number, config: ClientConfig): readonly Check[] {
  return [
    { name: 'bootstrap', run: async () => [await bootstrap(config)] },
    { name: 'concurrency', run: async () => [await concurrency(seats, config)] },
    {
      name: 'Step Functions',
      run: async () => {
        await new SFNClient(config).send(new ListStateMachinesCommand({ maxResults: 1 }));
        return [fine('Step Functions answers.')];
      },
    },
    {
      name: 'SQS',
      run: async () => {
        await new SQSClient(config).send(new ListQueuesCommand({ MaxResults: 1 }));
        return [fine('SQS answers.')];
      },
    },
  ];
}

async function bootstrap(config: ClientConfig): Promise<Verdict> {
  const stack = await findStack('CDKToolkit', config);
  const remedy = 'npx cdk bootstrap (once an account and region)';
  if (stack === undefined) return lack('The account is not bootstrapped in this region: the CDK has no bucket and no roles here.', remedy);
  const version = Number(stack.Outputs?.find(({ OutputKey }) => OutputKey === 'BootstrapVersion')?.OutputValue);
  if (!(version >= bootstrapVersionMin))
    return lack(`The bootstrap has version ${version}, and ${bootstrapVersionMin} is the least.`, remedy);
  return fine(`The bootstrap has version ${version}.`);
}

async function concurrency(seats: number, config: ClientConfig): Promise<Verdict> {
  const { AccountLimit } = await new LambdaClient(config).send(new GetAccountSettingsCommand({}));
  const limit = AccountLimit?.ConcurrentExecutions ?? 0;
  const needed = seats + functionsBesideExperts;
  const remedy =
    'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 (a person grants it, often within a day)';
  if (limit < needed) {
    return lack(`Lambda runs ${limit} functions at one time here, and one consultation of the largest circle needs ${needed}.`, remedy);
  }
  const consultations = Math.floor(limit / needed);
  if (limit < comfortableConcurrency) {
    return note(`Lambda runs ${limit} functions at one time here: ${consultations} consultations of the largest circle at once.`, remedy);
  }
  return fine(`Lambda runs ${limit} functions at one time here: ${consultations} consultations of the largest circle at once.`);
}
