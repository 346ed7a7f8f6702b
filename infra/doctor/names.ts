/** Names that the stack gives, and that something in the account has already. */
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { paginateListStateMachines, SFNClient } from '@aws-sdk/client-sfn';
import type { StageName } from '../settings.ts';
import { type ClientConfig, findStack } from './account.ts';
import { type Check, fine, lack, type Verdict } from './finding.ts';

/** Names of one kind that are in the way. */
interface Taken {
  readonly kind: string;
  readonly names: readonly string[];
}

/** A stack that is there owns its names; without one, whatever has a name of the stage is in the way. `keys` are those of its secrets. */
export function nameCheck(stage: StageName, keys: readonly string[], config: ClientConfig): Check {
  return {
    name: 'names',
    async run() {
      const stack = `circle-${stage}`;
      const status = (await findStack(stack, config))?.StackStatus;
      if (status !== undefined) return [judgeStack(stack, status)];
      const taken = (
        await Promise.all([logGroups(stage, config), secrets(stage, keys, config), machines(stage, config), buses(stage, config)])
      ).filter(({ names }) => names.length > 0);
      return taken.length === 0 ? [fine(`Nothing has a name of ${stack} yet.`)] : taken.map((one) => judgeTaken(stack, stage, one));
    },
  };
}

function judgeStack(stack: string, status: string): Verdict {
  if (['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED'].includes(status)) {
    return lack(
      `The stack ${stack} is in ${status}, which CloudFormation cannot update.`,
      `aws cloudformation delete-stack --stack-name ${stack}`,
    );
  }
  if (status.endsWith('_IN_PROGRESS')) return lack(`The stack ${stack} is in ${status}.`, 'Wait for its end.');
  return fine(`The stack ${stack} is there (${status}) and will be updated.`);
}

function judgeTaken(stack: string, stage: StageName, { kind, names }: Taken): Verdict {
  const some = names.slice(0, 3).join(', ');
  const says = `${names.length} ${kind} have a name of ${stack}, which is not there: ${some}${names.length > 3 ? ', …' : ''}.`;
  return lack(says, `Take them in with npx cdk deploy -c stage=${stage} ${stack} --import-existing-resources, or delete them.`);
}

async function logGroups(stage: StageName, config: ClientConfig): Promise<Taken> {
  const client = new CloudWatchLogsClient(config);
  const prefixes = [`/circle/${stage}/`, `/aws/vendedlogs/states/circle-${stage}-consultations`];
  const found = await Promise.all(prefixes.map((logGroupNamePrefix) => client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }))));
  return {
    kind: 'log groups',
    names: found.flatMap(({ logGroups: groups = [] }) => groups.flatMap(({ logGroupName }) => logGroupName ?? [])),
  };
}

/** Only those that the stack makes: a key that somebody has made by hand for another expert is in nobody's way. */
async function secrets(stage: StageName, keys: readonly string[], config: ClientConfig): Promise<Taken> {
  const prefix = `circle/${stage}/`;
  const made = new Set(['api-key', ...keys].map((key) => `${prefix}${key}`));
  const question = { Filters: [{ Key: 'name' as const, Values: [prefix] }], MaxResults: 100 };
  const { SecretList = [] } = await new SecretsManagerClient(config).send(new ListSecretsCommand(question));
  return { kind: 'secrets', names: SecretList.flatMap(({ Name = '' }) => (made.has(Name) ? Name : [])) };
}

async function machines(stage: StageName, config: ClientConfig): Promise<Taken> {
  const names: string[] = [];
  for await (const { stateMachines = [] } of paginateListStateMachines({ client: new SFNClient(config) }, {})) {
    names.push(...stateMachines.flatMap(({ name = '' }) => (name === `circle-${stage}-consultations` ? name : [])));
  }
  return { kind: 'state machines', names };
}

async function buses(stage: StageName, config: ClientConfig): Promise<Taken> {
  const { EventBuses = [] } = await new EventBridgeClient(config).send(new ListEventBusesCommand({ NamePrefix: `circle-${stage}` }));
  return { kind: 'event buses', names: EventBuses.flatMap(({ Name = '' }) => (Name === `circle-${stage}` ? Name : [])) };
}
