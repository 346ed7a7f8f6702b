/** What a schedule reviews of what is deployed: one source of files, which of them, and how far the review goes. */
import * as z from 'zod';
import { namesAllowed } from './allowed.ts';
import { newConsultation } from './question.ts';
import { reviewMaxFiles, reviewThreshold } from './rules.ts';

/** Where files of what is deployed come from. A schedule names one of them. */
export const deployedSources = ['folder', 'bucket', 'stacks'] as const;

/** A path of this machine, seen from `circles.yaml`. */
const localPath = z.string().min(1).max(4096);
/** As S3 takes names of buckets. */
const bucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket');
/** As CloudFormation takes names of stacks. */
const stackName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'must be the name of a stack');
const awsRegion = z.string().regex(/^[a-z]{2}(-[a-z]{1,12}){1,3}-\d$/, 'must be the name of an AWS region');

/** Patterns as in `.gitignore`. */
const patterns = z.array(z.string().max(500).regex(/\S/, 'must not be blank')).min(1).max(100);

const { circle, experts, quorum, minimum, deadlineSeconds, budgetUsd, limits, webhook } = newConsultation.shape;

/** The `review` of a schedule. */
export const deployedReview = z
  .strictObject({
    /** A folder of templates, for embedded mode. */
    folder: localPath.optional(),
    /** A bucket of templates. */
    bucket: bucketName.optional(),
    /** What the names of the objects begin with. @default all of the bucket */
    prefix: z.string().min(1).max(1024).optional(),
    /** Stacks of CloudFormation, by name, or all that are deployed. */
    stacks: z.union([z.literal('all'), z.array(stackName).min(1).max(reviewMaxFiles)], namesAllowed).optional(),
    /** Where bucket or stacks are. @default the region of the server or the stage */
    region: awsRegion.optional(),
    /** The files that are meant. @default all */
    only: patterns.optional(),
    /** Files that are not meant, of those. */
    exclude: patterns.optional(),
    /** The mildest finding that forbids an approval. @default medium */
    severity: reviewThreshold.optional(),
    /** The file of a baseline, seen from `circles.yaml`. */
    baseline: localPath.optional(),
    ...{ circle, experts, quorum, minimum, deadlineSeconds, budgetUsd, limits, webhook },
  })
  .superRefine((review, context) => {
    const named = deployedSources.filter((source) => review[source] !== undefined);
    const say = (message: string, ...path: readonly string[]) => context.addIssue({ code: 'custom', path: [...path], message });
    if (named.length !== 1) {
      say(`must name one source of files, ${deployedSources.join(', ').replace(/, (?=\w+$)/, ' or ')}${sayNamed(named)}`);
    }
    if (review.prefix !== undefined && review.bucket === undefined) say('goes with a bucket only', 'prefix');
    if (review.region !== undefined && review.folder !== undefined) say('goes with a bucket or stacks only', 'region');
  });
export type DeployedReview = z.infer<typeof deployedReview>;

function sayNamed(named: readonly string[]): string {
  return named.length === 0 ? '' : `, not ${named.join(' and ')}`;
}

/** Where files come from. */
export type DeployedSource =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'bucket'; readonly bucket: string; readonly prefix: string; readonly region: string | undefined }
  | { readonly kind: 'stacks'; readonly stacks: 'all' | readonly string[]; readonly region: string | undefined };

/** The source that a review names. */
export function sourceOf({ folder, bucket, prefix = '', stacks, region }: DeployedReview): DeployedSource {
  if (bucket !== undefined) return { kind: 'bucket', bucket, prefix, region };
  if (stacks !== undefined) return { kind: 'stacks', stacks, region };
  return { kind: 'folder', folder: folder ?? '' };
}

/** A source in words. */
export function saySource(review: DeployedReview): string {
  const source = sourceOf(review);
  if (source.kind === 'folder') return `the folder ${source.folder}`;
  const where = source.region === undefined ? '' : ` in ${source.region}`;
  if (source.kind === 'bucket') return `the bucket ${source.bucket}${source.prefix === '' ? '' : ` below ${source.prefix}`}${where}`;
  return source.stacks === 'all' ? `all stacks${where}` : `the stacks ${source.stacks.join(', ')}${where}`;
}

/** By this the reviews of a schedule, and their findings, have one history. */
export function scheduleSubject(schedule: string): string {
  return `schedule/${schedule}`;
}
