/** All that a deployment needs, looked at. */
import type { Seats } from '../cloud/seats.ts';
import type { StageName } from '../settings.ts';
import { accountChecks, type ClientConfig, identify } from './account.ts';
import { type Finding, runChecks } from './finding.ts';
import { modelChecks } from './models.ts';
import { nameCheck } from './names.ts';
import { type RunTool, toolChecks } from './tools.ts';
import { trailCheck } from './trails.ts';

export interface Examination {
  readonly stage: StageName;
  readonly seats: Seats;
  /** `none` also for a trail that is there already. */
  readonly trail: 'own' | 'none';
  readonly run: RunTool;
  readonly config: ClientConfig;
}

/** Findings on the machine, then on the account; without credentials or a region the account is one `unknown`. Never rejects. */
export async function examine({ stage, seats, trail, run, config }: Examination): Promise<readonly Finding[]> {
  const tools = runChecks(toolChecks(run));
  const who = await identify(config).catch((error: unknown) => notIdentified(error));
  if ('check' in who) return [...(await tools), who];
  const { region } = who;
  const checks = [
    ...accountChecks(seats.largestCircle, config),
    trailCheck(trail, region, config),
    nameCheck(stage, [...seats.seatedKeys, ...seats.webhookKeys], config),
    ...modelChecks(seats.bedrockSeats, region, config),
  ];
  const identity: Finding = { check: 'identity', level: 'fine', says: `${who.arn} in account ${who.account}, region ${region}.` };
  return [...(await tools), identity, ...(await runChecks(checks))];
}

function notIdentified(error: unknown): Finding {
  const reason = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
  return {
    check: 'identity',
    level: 'unknown',
    says: `there is no account to look at: ${reason}`,
    remedy: 'Give credentials and a region, for example with aws configure or AWS_PROFILE and AWS_REGION, then run the doctor again.',
  };
}
