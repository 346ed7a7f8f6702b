/** What every construct of a stage knows about its surroundings. */
import { RemovalPolicy } from 'aws-cdk-lib';
import type { StageName, StageSettings } from '../settings.ts';
import type { KnowledgeLayer } from './knowledge-layer.ts';
import type { Monitoring } from './monitoring.ts';
import type { Ring } from './ring.ts';

/** Made once by the stack and handed to each construct. */
export interface StageContext {
  readonly stage: StageName;
  readonly ring: Ring;
  readonly settings: StageSettings;
  readonly knowledge: KnowledgeLayer;
  readonly monitoring: Monitoring;
}

/**
 * What becomes of data and logs when the stack is deleted. What is kept is still deleted when its own creation is rolled back: it is empty
 * then, and its name would stand in the way of the next attempt.
 */
export function removalPolicyOf(settings: StageSettings): RemovalPolicy {
  return settings.keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
