/** A queue, a dead-letter queue and a worker for each kind of provider that a circle seats. */
import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { queueUrlVariable } from '../../shared/contract/env.ts';
import type { QueuedProviderKind } from '../../shared/contract/expert.ts';
import { factsOf } from '../../shared/contract/provider-kinds.ts';
import type { Consensus } from './consensus.ts';
import { QueueWorker } from './queue-worker.ts';
import type { Review } from './review.ts';
import type { Seats } from './seats.ts';
import type { Secrets } from './secrets.ts';
import type { StageContext } from './stage-context.ts';
import type { State } from './state.ts';
import type { WorkflowAccess } from './workflow-access.ts';

export interface ExpertsProps {
  readonly context: StageContext;
  readonly state: State;
  readonly secrets: Secrets;
  readonly workflow: WorkflowAccess;
  readonly consensus: Consensus;
  /** Where rules are seated. */
  readonly review: Review | undefined;
  readonly seats: Seats;
}

/** The experts by provider kind. */
export class Experts extends Construct {
  readonly byProvider: ReadonlyMap<QueuedProviderKind, Expert>;

  constructor(scope: Construct, id: string, props: ExpertsProps) {
    super(scope, id);
    this.byProvider = new Map(
      [...props.seats.kinds.keys()].map((provider) => [provider, new Expert(this, provider, { ...props, provider })]),
    );
    // Whoever hears the last expert of a stage asks those of the next one, whichever provider they have.
    for (const { worker } of this.byProvider.values()) this.grantSend(worker);
  }

  /** Lets a function send a seat's message to every provider, and passes it the queues. */
  grantSend(fn: LambdaFunction): void {
    for (const [provider, { queue }] of this.byProvider) {
      queue.grant(fn, 'sqs:SendMessage');
      fn.addEnvironment(queueUrlVariable(provider), queue.queueUrl);
    }
  }
}

interface ExpertProps extends ExpertsProps {
  readonly provider: QueuedProviderKind;
}

/** One provider kind: its queue and its worker. */
export class Expert extends QueueWorker {
  constructor(scope: Construct, id: string, { context, state, secrets, workflow, consensus, review, seats, provider }: ExpertProps) {
    const { expertQueue, limitsExperts, bedrockModels } = context.settings;
    super(scope, id, {
      context,
      queue: expertQueue,
      maxConcurrency: limitsExperts ? factsOf(provider).concurrency : undefined,
      worker: {
        name: `expert-${provider}`,
        kind: 'expert',
        entry: `functions/experts/${provider}.ts`,
        errorImpact: `Experts of ${provider} do not answer, so verdicts rest on fewer opinions or end without quorum.`,
        alarmName: `expert-errors-${provider}`,
        // Stage after stage, stand-in after stand-in: each is entered once, and a run has at most as many as it has seats.
        sendsToItself: true,
        runbookHeading: 'expert-errors',
      },
      deadLetters: {
        name: `expert-dead-letters-${provider}`,
        impact: `Experts of ${provider} are missing from verdicts without a stated reason: their workers failed on the same message repeatedly.`,
        heading: 'expert-dead-letters',
      },
      // A message is gone 870 s after sending at the latest, answered or expired. One that is older than a whole first delivery has
      // lost its worker, or no worker has taken it.
      age: {
        name: `expert-queue-age-${provider}`,
        maxSeconds: expertQueue.visibilitySeconds,
        impact: `Questions to ${provider} wait past every deadline, so its experts are missing from verdicts.`,
        heading: 'expert-queue-age',
      },
    });
    state.grantUse(this.worker, ['runs:read', 'runs:whole', 'runs:write', 'opinions:read', 'opinions:write', 'secretUses:write']);
    workflow.grantTaskResponse(this.worker);
    // Each reply is read by the core as it arrives.
    consensus.grantUse(this.worker);
    secrets.grantUse(this.worker, seats.kinds.get(provider) ?? []);
    const { reaches } = factsOf(provider);
    if (reaches === 'review-function') review?.grantUse(this.worker);
    if (reaches === 'bedrock-models') grantBedrock(this.worker, bedrockModels);
  }
}

/** Bedrock needs no key: the worker's role is enough. Circles name the models as data, hence the patterns. */
function grantBedrock(worker: LambdaFunction, models: { readonly foundation: string; readonly profile: string }): void {
  const stack = Stack.of(worker);
  // An expert may name a region of its own; foundation models belong to no account, inference profiles to this one.
  const common = { service: 'bedrock', region: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME };
  worker.addToRolePolicy(
    new PolicyStatement({
      actions: ['bedrock:InvokeModel'],
      resources: [
        stack.formatArn({ ...common, account: '', resource: models.foundation }),
        stack.formatArn({ ...common, resource: models.profile }),
      ],
    }),
  );
  const reason = 'Circles name models and regions as data; InvokeModel on models is the only permission. Narrow it with bedrockModels.';
  Validations.of(worker.role ?? worker).acknowledge(
    { id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:bedrock:*::${models.foundation}]`, reason },
    { id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:bedrock:*:<AWS::AccountId>:${models.profile}]`, reason },
  );
}
