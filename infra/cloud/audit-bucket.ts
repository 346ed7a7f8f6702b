/** The store of the trail's files. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectLockRetention, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface AuditBucketProps {
  readonly encryptionKey: IKey;
  /** Days for which nobody can delete a file. @default - no lock */
  readonly lockDays?: number | undefined;
}

/** Versioned, TLS only, never public, its own accesses logged; it outlives the stack in every stage, or it would prove nothing. */
export class AuditBucket extends Bucket {
  constructor(scope: Construct, id: string, { encryptionKey, lockDays }: AuditBucketProps) {
    const common = {
      versioned: true,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    // S3 delivers access logs only to a bucket that it encrypts itself.
    const accessLogs = new Bucket(new Construct(scope, `${id}Access`), 'Logs', {
      ...common,
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [{ expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(30) }],
    });
    super(scope, id, {
      ...common,
      encryption: BucketEncryption.KMS,
      encryptionKey,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: asInterface(accessLogs),
      ...(lockDays === undefined
        ? {}
        : { objectLockEnabled: true, objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(lockDays)) }),
    });
  }
}

/** aws-cdk-lib declares the same optional property once with and once without `undefined`, which our compiler settings distinguish. */
export function asInterface(bucket: Bucket): IBucket {
  return bucket as IBucket;
}
