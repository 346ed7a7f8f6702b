/** The state machine on Step Functions, Standard. */
import { SendTaskSuccessCommand, type SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { startInput } from '../../contract/workflow.ts';
import type { Workflow } from '../../ports/workflow.ts';
import { callAws, isNamed } from './aws-failure.ts';

const what = 'the workflow';
// The ARN that we build is valid, so this answer to a stop can only mean an execution that is over already.
const notRunning = 'ValidationException';

export interface StepFunctionsWorkflowOptions {
  readonly client: SFNClient;
  readonly stateMachineArn: string;
}

export function stepFunctionsWorkflow({ client, stateMachineArn }: StepFunctionsWorkflowOptions): Workflow {
  return {
    async start(name, input) {
      const execution = { stateMachineArn, name, input: JSON.stringify(startInput.parse(input)) };
      await unless(['ExecutionAlreadyExists'], () => client.send(new StartExecutionCommand(execution)));
    },

    /** An `InvalidToken` was never a token of ours: it comes through as an error, which raises the alarm it deserves. */
    async finish(token, output) {
      const result = { taskToken: token, output: JSON.stringify(output) };
      const isReleased = await unless(['TaskTimedOut', 'TaskDoesNotExist'], () => client.send(new SendTaskSuccessCommand(result)));
      return isReleased ? 'released' : 'gone';
    },

    async stop(name) {
      const executionArn = executionArnOf(stateMachineArn, name);
      const stopping = { executionArn, cause: 'the consultation was cancelled' };
      await unless(['ExecutionDoesNotExist', notRunning], () => client.send(new StopExecutionCommand(stopping)));
    },
  };
}

/** False if the call failed with one of the names, which are no errors to us. */
async function unless(names: readonly string[], call: () => Promise<unknown>): Promise<boolean> {
  try {
    await callAws(what, call);
    return true;
  } catch (thrown) {
    if (isNamed(thrown, ...names)) {
      return false;
    }
    throw thrown;
  }
}

/** `arn:aws:states:<region>:<account>:stateMachine:<machine>` names its executions `…:execution:<machine>:<name>`. */
function executionArnOf(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}
