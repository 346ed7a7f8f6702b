/** The one table: runs, opinions, verdicts. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { env } from '../../shared/contract/env.ts';
import { byDeadline, byTenant, type TableIndex, tableAttributes } from '../../shared/contract/table.ts';
import { type TableRight, type TableWord, tableAccess } from '../../shared/contract/table-access.ts';
import type { StageContext } from './stage-context.ts';

export interface StateProps {
  readonly context: Pick<StageContext, 'settings' | 'monitoring'>;
}

const indexes: readonly TableIndex[] = [byTenant, byDeadline];

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

/** The table with its indexes, and the only way for a function to get at it. */
export class State extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { context }: StateProps) {
    super(scope, id);
    const { settings, monitoring } = context;
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

  /**
   * Grants a function the rights of the words, on the items that they name, and passes it the table name. Nothing scans, and nothing deletes but the
   * table's own expiry.
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
    fn.addEnvironment(env.table, this.table.tableName);
  }
}
