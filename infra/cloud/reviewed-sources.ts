/** What schedules review of what is deployed: the job may read that, and nothing beside it. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CirclesFile } from '../../shared/contract/circle.ts';
import { type DeployedSource, sourceOf } from '../../shared/contract/deployed-review.ts';
import { InvalidConfiguration } from '../../shared/errors.ts';
import type { Job } from './job.ts';

/** Grants the job what each source takes. Throws `InvalidConfiguration` for a source that an account does not have. */
export function grantSources(job: Job, { schedules }: Pick<CirclesFile, 'schedules'>): void {
  for (const [name, { review }] of Object.entries(schedules)) {
    if (review === undefined) continue;
    const key = `schedules.${name}.review`;
    if (review.folder !== undefined) {
      throw new InvalidConfiguration(
        `${key}.folder: an account has no folder ${review.folder}: name a bucket or stacks, or leave the schedule out`,
      );
    }
    for (const statement of statementsOf(sourceOf(review), Stack.of(job))) job.addToRolePolicy(statement);
  }
}

function statementsOf(source: DeployedSource, stack: Stack): readonly PolicyStatement[] {
  if (source.kind === 'bucket') return ofBucket(source.bucket, literal(source.prefix), stack);
  if (source.kind === 'folder') return [];
  const { stacks, region = stack.region } = source;
  const names = stacks === 'all' ? ['*'] : stacks;
  const arnOf = (name: string) => stack.formatArn({ service: 'cloudformation', region, resource: 'stack', resourceName: `${name}/*` });
  const read = new PolicyStatement({ actions: ['cloudformation:GetTemplate'], resources: names.map(arnOf) });
  // Listing goes with no resource.
  return stacks === 'all' ? [read, new PolicyStatement({ actions: ['cloudformation:ListStacks'], resources: ['*'] })] : [read];
}

function ofBucket(bucket: string, prefix: string, { partition }: Stack): readonly PolicyStatement[] {
  const arn = `arn:${partition}:s3:::${bucket}`;
  const list = { actions: ['s3:ListBucket'], resources: [arn], conditions: { StringLike: { 's3:prefix': `${prefix}*` } } };
  return [new PolicyStatement({ actions: ['s3:GetObject'], resources: [`${arn}/${prefix}*`] }), new PolicyStatement(list)];
}

/** A policy takes these signs for patterns, and for variables. */
function literal(text: string): string {
  return text.replaceAll(/[*?$]/g, (sign) => `\${${sign}}`);
}
