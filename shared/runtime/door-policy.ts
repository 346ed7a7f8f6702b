/** How requests to a deployed circle are treated that say nothing of it. */

import { env } from '../contract/env.ts';
import { type DoorPolicy, doorPolicy } from '../contract/policy.ts';

/** What the stage's settings say. */
export function policyOfStage(): DoorPolicy {
  return doorPolicy.parse({ repeats: process.env[env.repeats], append: process.env[env.append] });
}
