/** The workflow of a deployed function. */
import { SFNClient } from '@aws-sdk/client-sfn';
import { stepFunctionsWorkflow } from '../../adapters/aws/step-functions-workflow.ts';
import { env } from '../../contract/env.ts';
import type { OpenPort } from './part.ts';

/** The one state machine of the stage. */
export const openWorkflow: OpenPort<'workflow'> = ({ required }) =>
  stepFunctionsWorkflow({ client: new SFNClient(), stateMachineArn: required(env.stateMachine) });
