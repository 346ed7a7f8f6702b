/** The one table: runs, opinions, verdicts; and the bucket of texts that are too large for it. */
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, type LifecycleRule, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { env } from '../../shared/contract/env.ts';
import {
  byDeadline,
  byTenant,
  type LargeTextsKind,
  largeTextsPrefixes,
  largeTextsPrefixFor,
  type TableIndex,
  tableAttributes,
} from '../../shared/contract/table.ts';
import { type TableRight, type TableWord, type TextRight, tableAccess, textAccess } from '../../shared/contract/table-access.ts';
import type { StageContext } from './stage-context.ts';

export interface StateProps {
  readonly context: Pick<StageContext, 'settings' | 'monitoring'>;
  /** Days for which consultations of a circle are kept, of circles that say so. */
  readonly retentionByCircle: Readonly<Record<string, number>>;
}

const indexes: readonly TableIndex[] = [byTenant, byDeadline];
const kinds = Object.keys(largeTextsPrefixes) as readonly LargeTextsKind[];

const throttles = [
  {
    metricName: 'ReadThrottleEvents',
    heading: 'table-read-throttled',
    impact: 'Requests and state changes wait or fail, so callers see slow answers and runs may end at their deadline.',
  },
  {
    metricName: 'WriteThrottleEvents',
    heading: 'table-write-throttled',
    impact: 'Opinions are counted late or not at all, so runs end at their deadline with fewer opinions than were given.',
  },
] as const;

/** The table with its indexes, the bucket beside it, and the only way for a function to get at them. */
export class State extends Construct {
  readonly table: Table;
  /** Large questions and answers: an item would be billed by the kilobyte, and ends at 400 of them. */
  readonly texts: Bucket;
  private readonly retentionDays: number;
  private readonly retentionByCircle: StateProps['retentionByCircle'];

  constructor(scope: Construct, id: string, { context, retentionByCircle }: StateProps) {
    super(scope, id);
    const { settings, monitoring } = context;
    this.retentionDays = settings.retentionDays;
    this.retentionByCircle = retentionByCircle;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: tableAttributes.partitionKey, type: AttributeType.STRING },
      sortKey: { name: tableAttributes.sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: tableAttributes.expiresAt,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.AWS_MANAGED,
      deletionProtection: settings.keepData,
      // Kept even where its own creation is rolled back: it has no name to stand in the way, and its protection would make the rollback fail.
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.texts = new Bucket(this, 'Texts', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      // What a broken upload leaves costs money that no list shows.
      lifecycleRules: this.expiries(),
      // CloudFormation deletes no bucket with objects in it; without a name it stands in nobody's way.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.texts).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Every text is written and read by functions of this stack, whose calls are in its logs; the accesses of people are in the trail.',
    });
    for (const index of indexes) {
      this.table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: { name: index.partitionKey, type: AttributeType.STRING },
        sortKey: { name: index.sortKey, type: AttributeType.STRING },
        projectionType: ProjectionType[index.projection],
      });
    }
    this.watchThrottling(monitoring, settings.alarms.throttledTableRequests);
  }

  /** CloudWatch counts the throttles of an index apart from those of its table, and an index is full first: all runs of a tenant meet there. */
  private watchThrottling(monitoring: StageContext['monitoring'], threshold: number): void {
    const places = [{ suffix: '', dimensions: {} }].concat(
      indexes.map(({ name }) => ({ suffix: `-${name}`, dimensions: { GlobalSecondaryIndexName: name } })),
    );
    for (const { metricName, heading, impact } of throttles) {
      for (const { suffix, dimensions } of places) {
        const dimensionsMap = { TableName: this.table.tableName, ...dimensions };
        const metric = new Metric({ namespace: 'AWS/DynamoDB', metricName, statistic: 'Sum', dimensionsMap });
        monitoring.alarm(this, { name: `${heading}${suffix}`, heading, metric, threshold, impact });
      }
    }
  }

  /** Of two rules for an object the earlier end counts: that for all of them waits for the longest of the times. */
  private expiries(): LifecycleRule[] {
    const own = [...new Set(Object.values(this.retentionByCircle))];
    return [
      { abortIncompleteMultipartUploadAfter: Duration.days(1), expiration: Duration.days(Math.max(this.retentionDays, ...own)) },
      ...own.flatMap((days) => kinds.map((kind) => ({ prefix: largeTextsPrefixFor(kind, days), expiration: Duration.days(days) }))),
    ];
  }

  private grantTexts(fn: LambdaFunction, rights: readonly TextRight[]): void {
    if (rights.some(({ action }) => action === 's3:GetObject')) {
      // S3 tells only those who may list that an object is missing; all others are told that they may not read it. A condition on the prefix
      // would not do: reading an object is no request that has one.
      Grant.addToPrincipal({ grantee: fn, actions: ['s3:ListBucket'], resourceArns: [this.texts.bucketArn] });
    }
    for (const kind of kinds) {
      const actions = [...new Set(rights.flatMap((right) => (right.kind === kind ? [right.action] : [])))];
      if (actions.length === 0) continue;
      const resourceArns = [this.texts.arnForObjects(`${largeTextsPrefixes[kind]}*`)];
      Grant.addToPrincipal({ grantee: fn, actions, resourceArns });
      Validations.of(fn.role ?? fn).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(this.texts.node.defaultChild as CfnBucket)}.Arn>/${largeTextsPrefixes[kind]}*]`,
        reason: 'An object is named after its consultation, which does not exist yet.',
      });
    }
  }

  /**
   * Grants a function the rights of the words, on the items that they name, and passes it the table name. Nothing scans, and nothing deletes but the
   * table's own expiry, and what a caller asks to have deleted.
   */
  grantUse(fn: LambdaFunction, words: readonly TableWord[]): void {
    const places = new Map<string, { readonly resource: string; readonly leadingKey: string; readonly actions: Set<string> }>();
    for (const { actions, index, leadingKey } of words.flatMap((word): readonly TableRight[] => tableAccess[word])) {
      const resource = index === undefined ? this.table.tableArn : `${this.table.tableArn}/index/${index}`;
      const place = places.get(`${resource} ${leadingKey}`) ?? { resource, leadingKey, actions: new Set() };
      for (const action of actions) place.actions.add(action);
      places.set(`${resource} ${leadingKey}`, place);
    }
    for (const { resource, leadingKey, actions } of places.values()) {
      const conditions = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [leadingKey] } };
      Grant.addToPrincipal({ grantee: fn, actions: [...actions], resourceArns: [resource], conditions });
    }
    this.grantTexts(
      fn,
      words.flatMap((word) => textAccess[word] ?? []),
    );
    fn.addEnvironment(env.table, this.table.tableName);
    fn.addEnvironment(env.texts, this.texts.bucketName);
    fn.addEnvironment(env.retentionDays, String(this.retentionDays));
    const byCircle = JSON.stringify(this.retentionByCircle);
    if (byCircle !== '{}') fn.addEnvironment(env.retentionByCircle, byCircle);
  }
}
