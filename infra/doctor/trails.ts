/** The trails of the account, of which the first is free of charge. */
import { CloudTrailClient, DescribeTrailsCommand, type Trail } from '@aws-sdk/client-cloudtrail';
import { trailNameIn } from '../settings.ts';
import type { ClientConfig } from './account.ts';
import { type Check, fine, lack, note, type Verdict } from './finding.ts';

/** CloudTrail's limit in a region, which cannot be raised; a trail of all regions counts in each. */
const trailsMax = 5;

/** Whether the choice `-c trail=` fits what is there. */
export function trailCheck(choice: 'own' | 'none', region: string, config: ClientConfig): Check {
  return {
    name: 'trail',
    async run() {
      const { trailList = [] } = await new CloudTrailClient(config).send(new DescribeTrailsCommand({ includeShadowTrails: true }));
      return [choice === 'own' ? judgeOwn(trailList, region) : judgeNone(trailList)];
    },
  };
}

function judgeOwn(trails: readonly Trail[], region: string): Verdict {
  const others = trails.filter(({ Name }) => Name !== trailNameIn(region));
  if (others.length < trails.length) return fine('The trail of circle-audit is there.');
  const reusable = others.find(
    ({ HomeRegion, CloudWatchLogsLogGroupArn }) => HomeRegion === region && CloudWatchLogsLogGroupArn !== undefined,
  );
  const instead = reusable
    ? `-c trail=existing:${logGroupIn(reusable)}`
    : '-c trail=none, which leaves the alarms secret-read-denied and secret-unexpected-reader without a source';
  if (others.length >= trailsMax)
    return lack(`The region has ${others.length} trails already, and ${trailsMax} is CloudTrail's limit.`, `Deploy with ${instead}.`);
  if (others.length === 0)
    return fine('The account has no trail yet: that of circle-audit will be its first copy of management events, which is free of charge.');
  const names = others.map(({ Name }) => Name).join(', ');
  return note(
    `The account has a trail already (${names}); a further copy of management events costs $2.00 per 100,000.`,
    `Deploy with ${instead}.`,
  );
}

function judgeNone(trails: readonly Trail[]): Verdict {
  if (trails.length > 0) return fine('The account has a trail, so the notice of unexpected reads has a source.');
  return note(
    'The account has no trail, so nothing tells of a secret that is read by somebody unexpected.',
    'Deploy without -c trail=none.',
  );
}

/** From `arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*`. */
function logGroupIn({ CloudWatchLogsLogGroupArn = '' }: Trail): string {
  return CloudWatchLogsLogGroupArn.split(':')[6] ?? '';
}
