/** What schedules review of what is deployed: the job may read that, and nothing beside it. */
import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as z from 'zod';
import type { CirclesFile } from '../../shared/contract/circle.ts';
import { type DeployedSource, sourceOf } from '../../shared/contract/deployed-review.ts';
import { InvalidConfiguration } from '../../shared/errors.ts';
import type { Job } from './job.ts';

/** Grants the job what each source takes. Throws `InvalidConfiguration` for a source that an account does not have. */
export function grantSources(job: Job, { schedules }: Pick<CirclesFile, 'schedules'>): void {
  requireRoom(schedules);
  for (const [name, { review }] of Object.entries(schedules)) {
    if (review === undefined) continue;
    const key = `schedules.${name}.review`;
    if (review.folder !== undefined) {
      throw new InvalidConfiguration(
        `${key}.folder: an account has no folder ${review.folder}: name a bucket or stacks, or leave the schedule out`,
      );
    }
    for (const statement of statementsOf(sourceOf(review), Stack.of(job))) {
      job.addToRolePolicy(statement);
      acknowledge(job, statement, key);
    }
  }
}

/** What is reviewed is found by its beginning: objects of a bucket, and the ids that CloudFormation puts behind the names of stacks. */
function acknowledge(job: Job, { resources }: PolicyStatement, key: string): void {
  for (const resource of resources.filter((one) => one !== '*' && one.includes('*'))) {
    Validations.of(job.role ?? job).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${nameOf(Stack.of(job).resolve(resource))}]`,
      reason: `${key} of circles.yaml reviews what lies there, whose names are not known before.`,
    });
  }
}

const join = z.strictObject({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.union([z.string(), z.strictObject({ Ref: z.string() })]))]) });

/** A resource as the rules name it: with the names of what a deployment fills in. */
function nameOf(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved;
  const parts = join.parse(resolved)['Fn::Join'][1];
  return parts.map((part) => (typeof part === 'string' ? asShown(part) : `<${part.Ref}>`)).join('');
}

/** A sign that a policy takes as it is stands between `${` and `}`, and the rules read that as a name. */
function asShown(text: string): string {
  return text.replaceAll(/\$\{([*?$])\}/g, '<$1>');
}

function statementsOf(source: DeployedSource, stack: Stack): readonly PolicyStatement[] {
  if (source.kind === 'bucket') return ofBucket(source.bucket, literal(source.prefix), stack);
  if (source.kind === 'folder') return [];
  const { stacks, region = stack.region } = source;
  const arnOf = (name: string) => stack.formatArn({ service: 'cloudformation', region, resource: 'stack', resourceName: `${name}/*` });
  const read = (names: readonly string[]) => new PolicyStatement({ actions: ['cloudformation:GetTemplate'], resources: names.map(arnOf) });
  // Listing goes with no resource.
  if (stacks === 'all') return [read(['*']), new PolicyStatement({ actions: ['cloudformation:ListStacks'], resources: ['*'] })];
  return inGroups(stacks).map(read);
}

/** Characters of what is around a stack's name in a policy; of the names of one statement, which is never split; and of all that a role has room for. */
const [aroundName, mostOfStatement, mostOfRole] = [62, 3000, 28_000];

/** Names in groups, each for a statement of its own: IAM ends at 6,144 characters of a policy, and the CDK spreads statements over several. */
function inGroups(names: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let room = 0;
  for (const name of names) {
    room -= name.length + aroundName;
    if (room < 0) {
      groups.push([]);
      room = mostOfStatement - name.length - aroundName;
    }
    groups.at(-1)?.push(name);
  }
  return groups;
}

/** What IAM would refuse in the middle of a deployment. */
function requireRoom(schedules: CirclesFile['schedules']): void {
  const names = Object.values(schedules).flatMap(({ review }) => (Array.isArray(review?.stacks) ? review.stacks : []));
  const length = names.reduce((sum, name) => sum + name.length + aroundName, 0);
  if (length <= mostOfRole) return;
  throw new InvalidConfiguration(
    `schedules: the ${names.length} stacks that reviews name are more than the policies of one role can hold: name fewer, or \`stacks: all\` with \`only\``,
  );
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
