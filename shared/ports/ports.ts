/** Every outside thing as one small interface, by the word for it. Adapters live in `shared/adapters`, one contract suite each in `test/ports`. */
import type { Knowledge } from '../contract/circle.ts';
import type { Agenda } from './agenda.ts';
import type { Bus } from './bus.ts';
import type { Clock } from './clock.ts';
import type { Consensus } from './consensus.ts';
import type { Deliveries } from './deliveries.ts';
import type { DeployedFiles } from './deployed-files.ts';
import type { FeedbackLog } from './feedback.ts';
import type { Health } from './health.ts';
import type { Listings } from './listings.ts';
import type { Log } from './log.ts';
import type { Opinions } from './opinions.ts';
import type { Queue } from './queue.ts';
import type { Reach } from './reach.ts';
import type { Reliability } from './reliability.ts';
import type { Requests } from './requests.ts';
import type { Rules } from './rules.ts';
import type { Runs } from './runs.ts';
import type { SecretUses } from './secret-uses.ts';
import type { Vault } from './vault.ts';
import type { Verdicts } from './verdicts.ts';
import type { Webhooks } from './webhooks.ts';
import type { Workflow } from './workflow.ts';

/** What the database keeps, a word a port. A function takes the words that it touches, and is granted the same. */
export interface StoredPorts {
  readonly runs: Runs;
  readonly opinions: Opinions;
  readonly verdicts: Verdicts;
  readonly listings: Listings;
  readonly reliability: Reliability;
  readonly feedback: FeedbackLog;
  readonly deliveries: Deliveries;
  readonly requests: Requests;
  readonly health: Health;
  readonly agenda: Agenda;
  readonly secretUses: SecretUses;
}

/** Everything outside, as one object; a function takes the part of it that it needs. */
export interface Ports extends StoredPorts {
  readonly clock: Clock;
  readonly queue: Queue;
  readonly workflow: Workflow;
  readonly vault: Vault;
  readonly consensus: Consensus;
  readonly rules: Rules;
  readonly bus: Bus;
  readonly reach: Reach;
  readonly deployedFiles: DeployedFiles;
  readonly webhooks: Webhooks;
  readonly log: Log;
  readonly knowledge: Knowledge;
}
