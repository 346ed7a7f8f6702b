/** The deployed ring: HTTP and the AWS SDK, nothing of this process. */
import { randomUUID } from 'node:crypto';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { dynamoAgenda } from '../../shared/adapters/aws/dynamo-agenda.ts';
import { openTable } from '../../shared/adapters/aws/dynamo-table.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import type { NewConsultation } from '../../shared/contract/question.ts';
import type { Target } from '../blackbox/target.ts';
import type { ExpectedGap } from './gaps.ts';
import { deployStack } from './stack.ts';

/** The stack on the emulator, with the gaps that are expected there. */
export function ringTarget(gaps: readonly ExpectedGap[]): Target {
  return {
    name: 'deployed to the emulator',
    slow: true,
    gaps,
    async open(knowledgeFolder) {
      const { outputs, url, apiKey, queues } = await deployStack(knowledgeFolder);
      const { StateMachineArn: stateMachineArn, SweepFunctionName, RelearnFunctionName } = outputs;
      const { StartScheduledFunctionName, StartOwedFunctionName, TableName } = outputs;
      const sfn = new SFNClient();
      const sqs = new SQSClient();
      const lambda = new LambdaClient();
      const runJob = async (FunctionName: string | undefined, input: object = {}) => {
        if (FunctionName === undefined) throw new Error('The knowledge of this stack has no schedule, and so it has no such function.');
        const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(input) }));
        if (FunctionError !== undefined) throw new Error(Buffer.from(Payload ?? []).toString());
      };
      const queue = (provider: Parameters<typeof queues.get>[0]) => queues.get(provider) ?? { url: '', deadLetterUrl: '' };
      return {
        url,
        key: apiKey,
        // A denial is 403 where gateway responses are stored and not used (gap API-4).
        refusedKeyStatus: 403,
        async startBare(name, input) {
          await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
        },
        startFromSchedule: (input) => scheduleNow(stateMachineArn, input),
        startScheduled: (schedule, at) => runJob(StartScheduledFunctionName, { schedule, at }),
        startOwed: () => runJob(StartOwedFunctionName),
        agenda: dynamoAgenda(openTable({ client: new DynamoDBClient(), table: TableName, clock: systemClock })),
        async loseWorkflow(consultationId) {
          const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${consultationId}`;
          await sfn.send(new StopExecutionCommand({ executionArn }));
        },
        async sendRaw(provider, MessageBody) {
          await sqs.send(new SendMessageCommand({ QueueUrl: queue(provider).url, MessageBody }));
        },
        async deadLetters(provider) {
          const question = { QueueUrl: queue(provider).deadLetterUrl, AttributeNames: ['ApproximateNumberOfMessages' as const] };
          const { Attributes } = await sqs.send(new GetQueueAttributesCommand(question));
          return Number(Attributes?.ApproximateNumberOfMessages);
        },
        sweep: () => runJob(SweepFunctionName),
        relearn: () => runJob(RelearnFunctionName),
        // The emulator is thrown away as a whole: deleting a stack does nothing there.
        close: async () => undefined,
      };
    },
  };
}

/** A schedule of EventBridge Scheduler that is due now, in a stack of its own: the emulator looks every ten seconds. */
async function scheduleNow(stateMachineArn: string, input: NewConsultation): Promise<void> {
  const now = new Date().toISOString().slice(0, 19);
  const schedule = {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: `at(${now})`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: stateMachineArn, RoleArn: 'arn:aws:iam::000000000000:role/schedule', Input: JSON.stringify(input) },
    },
  };
  const TemplateBody = JSON.stringify({ Resources: { Schedule: schedule } });
  await new CloudFormationClient().send(new CreateStackCommand({ StackName: `schedule-${randomUUID()}`, TemplateBody }));
}
