/** The stack: it composes, the constructs own. */

import { join } from 'node:path';
import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { factsOf } from '../../shared/contract/provider-kinds.ts';
import { type StageName, type StageSettings, settingsOf } from '../settings.ts';
import { Api } from './api.ts';
import { Audit, type TrailChoice } from './audit.ts';
import { Bus } from './bus.ts';
import { Capacity } from './capacity.ts';
import { Consensus } from './consensus.ts';
import { ConsoleLayer } from './console-layer.ts';
import { Dashboard } from './dashboard.ts';
import { Experts } from './experts.ts';
import { Jobs } from './jobs.ts';
import { KnowledgeLayer } from './knowledge-layer.ts';
import { Monitoring } from './monitoring.ts';
import { repositoryFolder } from './repository.ts';
import { Review } from './review.ts';
import { leaveOutRefused, type Ring } from './ring.ts';
import { Schedules } from './schedules.ts';
import { readSeats } from './seats.ts';
import { Secrets } from './secrets.ts';
import type { StageContext } from './stage-context.ts';
import { State } from './state.ts';
import { Traces } from './traces.ts';
import { Webhooks } from './webhooks.ts';
import { tellWithoutEffect } from './without-effect.ts';
import { Workflow } from './workflow.ts';
import { WorkflowAccess } from './workflow-access.ts';

export interface CircleStackProps {
  readonly stage: StageName;
  readonly ring: Ring;
  /** Absolute path of the knowledge folder. */
  readonly knowledgeFolder: string;
  /** @default - those of the stage */
  readonly settings?: StageSettings;
  /** @default 'own' */
  readonly trail?: TrailChoice;
  /** Folder with the Rust `bootstrap`. @default - `build/consensus/arm64` for an account, `build/consensus/host` for the emulator */
  readonly consensusFolder?: string;
  /** The same of the rules, where a circle seats them. @default - `build/review/arm64` or `build/review/host` */
  readonly reviewFolder?: string;
  /** Folder with the built console in `site/`. @default - `build/console` */
  readonly consoleFolder?: string;
}

/** Circle of Experts in one account and region. */
export class CircleStack extends Stack {
  constructor(scope: Construct, id: string, props: CircleStackProps) {
    const {
      stage,
      ring,
      knowledgeFolder,
      consensusFolder,
      reviewFolder,
      consoleFolder,
      trail = 'own',
      settings = settingsOf(stage),
    } = props;
    super(scope, id, { description: `Circle of Experts, ${stage}` });
    const monitoring = new Monitoring(this, 'Monitoring', { stage, only: settings.alarms.only });
    const knowledge = new KnowledgeLayer(this, 'Knowledge', { folder: knowledgeFolder, ring });
    const context: StageContext = { stage, ring, settings, knowledge, monitoring };
    const seats = readSeats(knowledgeFolder);

    new Capacity(this, 'Capacity', context);
    const state = new State(this, 'State', { context, retentionByCircle: seats.retentionByCircle });
    const bus = new Bus(this, 'Bus', { stage });
    const secrets = new Secrets(this, 'Secrets', {
      context,
      providerKeys: seats.seatedKeys,
      webhookKeys: seats.webhookKeys,
    });
    const access = new WorkflowAccess(this, stage);
    const consensus = new Consensus(this, 'Consensus', { context, state, folder: consensusFolder ?? built('consensus', ring) });
    const review = [...seats.kinds.keys()].some((kind) => factsOf(kind).reaches === 'review-function')
      ? new Review(this, 'Review', { context, folder: reviewFolder ?? built('review', ring) })
      : undefined;
    const experts = new Experts(this, 'Experts', { context, state, secrets, workflow: access, consensus, review, seats });
    const webhooks = new Webhooks(this, 'Webhooks', { context, state, secrets });
    const workflow = new Workflow(this, 'Workflow', { context, access, state, bus, experts, webhooks, consensus });
    new Traces(this, 'Traces', { context, stateMachineName: access.stateMachineName });
    const console = new ConsoleLayer(this, 'Console', { folder: consoleFolder ?? join(repositoryFolder, 'build/console'), ring });
    const api = new Api(this, 'Api', { context, state, secrets, bus, experts, webhooks, workflow: access, consensus, console });
    const jobs = new Jobs(this, 'Jobs', { context, state, secrets, bus, webhooks, workflow: access, consensus, seats });
    const schedules = new Schedules(this, 'Schedules', {
      context,
      knowledgeFolder,
      state,
      bus,
      webhooks,
      workflow: access,
      lost: jobs.lost,
    });
    // Last, since it watches for readers beyond those that were granted above.
    new Audit(this, 'Audit', { context, secrets, trail });
    new Dashboard(this, 'Dashboard', { context, api, workflow, experts, webhooks, consensus, jobs, state });

    this.output('ConsoleUrl', api.restApi.url);
    this.output('TableName', state.table.tableName);
    this.output('StateMachineArn', workflow.stateMachine.stateMachineArn);
    this.output('ApiKeySecretName', secrets.apiKeyName);
    this.output('EventBusName', bus.eventBus.eventBusName);
    this.output('AlarmTopicArn', monitoring.topic.topicArn);
    this.output('SweepFunctionName', jobs.sweep.functionName);
    this.output('RelearnFunctionName', jobs.relearn.functionName);
    if (schedules.startScheduled) this.output('StartScheduledFunctionName', schedules.startScheduled.functionName);
    if (schedules.startOwed) this.output('StartOwedFunctionName', schedules.startOwed.functionName);
    this.output('ConsensusFunctionName', consensus.function.functionName);
    Tags.of(this).add('application', 'circle-of-experts');
    Tags.of(this).add('stage', stage);
    tellWithoutEffect(this, knowledgeFolder);
    leaveOutRefused(this, ring);
  }

  private output(id: string, value: string): void {
    new CfnOutput(this, id, { value });
  }
}

/** An account gets the cross build, the emulator that of this machine. */
function built(what: 'consensus' | 'review', ring: Ring): string {
  return join(repositoryFolder, 'build', what, ring === 'cloud' ? 'arm64' : 'host');
}
