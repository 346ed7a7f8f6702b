/** The bus on which the end of each consultation is published. */
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { env } from '../../shared/contract/env.ts';
import type { StageName } from '../settings.ts';

export interface BusProps {
  readonly stage: StageName;
}

/** An own bus: rules of other teams attach to it without seeing the account's default bus. */
export class Bus extends Construct {
  readonly eventBus: EventBus;

  constructor(scope: Construct, id: string, { stage }: BusProps) {
    super(scope, id);
    this.eventBus = new EventBus(this, 'EventBus', {
      eventBusName: `circle-${stage}`,
      description: 'ConsultationDecided, ConsultationEnded, ConsultationFailed and ConsultationCancelled',
    });
  }

  /** Lets a function publish, and passes it the address. */
  grantUse(fn: LambdaFunction): void {
    this.eventBus.grantPutEventsTo(fn);
    fn.addEnvironment(env.eventBus, this.eventBus.eventBusName);
  }
}
