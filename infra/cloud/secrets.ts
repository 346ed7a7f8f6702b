/** Provider keys, the keys that sign webhooks, and the API's own key; encrypted with a key of our own where the stage has one. */
import { ArnFormat, SecretValue, Stack, Validations } from 'aws-cdk-lib';
import { Grant, type IRole } from 'aws-cdk-lib/aws-iam';
import { Key, ViaServicePrincipal } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { env } from '../../shared/contract/env.ts';
import { unsetSecret } from '../../shared/contract/secret.ts';
import { webhookKeyPrefix } from '../../shared/contract/webhook.ts';
import { removalPolicyOf, type StageContext } from './stage-context.ts';

/** The punctuation of ASCII: a key without it fits a header, a shell and a URL as it is. */
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

export interface SecretsProps {
  readonly context: Pick<StageContext, 'stage' | 'settings'>;
  /** Names of the keys of experts that sit. */
  readonly providerKeys: readonly string[];
  /** Names of keys that sign webhooks. */
  readonly webhookKeys: readonly string[];
}

/** The secrets, who may read which, and the list of those readers for the audit. */
export class Secrets extends Construct {
  /** All secrets of the stage are named `<prefix><KEY>`. */
  readonly prefix: string;
  /** Spelled out: the construct would cut the name out of the ARN at deployment, which takes a full ARN to work. */
  readonly apiKeyName: string;
  private readonly apiKey: Secret;
  /** Absent where the stage takes the account's own key for secrets. */
  private readonly encryptionKey: Key | undefined;
  private readonly providerSecrets: ReadonlyMap<string, Secret>;
  private readonly granted = new Set<IRole>();

  constructor(scope: Construct, id: string, { context, providerKeys, webhookKeys }: SecretsProps) {
    super(scope, id);
    this.prefix = `circle/${context.stage}/`;
    this.apiKeyName = `${this.prefix}api-key`;
    const removalPolicy = removalPolicyOf(context.settings);
    this.encryptionKey = context.settings.ownKey
      ? new Key(this, 'Key', { enableKeyRotation: true, description: `Secrets of circle-${context.stage}`, removalPolicy })
      : undefined;
    const common = { removalPolicy, ...(this.encryptionKey === undefined ? {} : { encryptionKey: this.encryptionKey }) };

    this.providerSecrets = new Map(
      providerKeys.map((key) => {
        const secret = new Secret(this, key, {
          ...common,
          secretName: `${this.prefix}${key}`,
          description: `Provider key ${key}; "${unsetSecret}" until somebody sets it`,
          // The real value is set by hand and never stands in a template; CloudFormation writes this one at creation only.
          secretStringValue: SecretValue.unsafePlainText(unsetSecret),
        });
        Validations.of(secret).acknowledge({
          id: 'AwsSolutions-SMG4',
          reason:
            'Issued by the provider, who offers no interface to replace it: rotated by hand, and workers fetch it again after a refusal.',
        });
        return [key, secret];
      }),
    );

    for (const key of webhookKeys) {
      const secret = new Secret(this, key, {
        ...common,
        secretName: `${this.prefix}${key}`,
        description: `Signing key of webhooks ${key}; "${unsetSecret}" until somebody sets it`,
        secretStringValue: SecretValue.unsafePlainText(unsetSecret),
      });
      Validations.of(secret).acknowledge({
        id: 'AwsSolutions-SMG4',
        reason:
          'Receivers hold a copy, so a replacement on a timer would have them refuse what we send: rotated by hand together with them.',
      });
    }

    this.apiKey = new Secret(this, 'ApiKey', {
      ...common,
      secretName: this.apiKeyName,
      description: 'Bearer key of the HTTP API',
      // 48 letters and digits are 285 bits. The emulator knows the list of characters only.
      generateSecretString: { passwordLength: 48, excludePunctuation: true, excludeCharacters: punctuation },
    });
    Validations.of(this.apiKey).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Clients hold a copy, so a replacement on a timer would lock them out: rotated by hand together with them, see RUNBOOK.md.',
    });
  }

  /** Everybody who may read a value. */
  get readers(): readonly IRole[] {
    return [...this.granted];
  }

  /** Lets a function read exactly these provider keys, and tells it how they are named. Those that the stack does not make may be made by hand. */
  grantUse(fn: LambdaFunction, keys: readonly string[]): void {
    if (keys.length > 0) {
      this.grantValues(
        fn,
        keys.map((key) => this.arnOf(key)),
      );
    }
    fn.addEnvironment(env.secretPrefix, this.prefix);
  }

  /**
   * Lets a function read every key whose name begins like a signing key's, and tells it how they are named: callers may name keys that
   * no file names, which somebody has made by hand.
   */
  grantUseWebhookKeys(fn: LambdaFunction): void {
    const resourceName = `${this.prefix}${webhookKeyPrefix}*`;
    this.grantValues(fn, [this.arnNamed(resourceName)]);
    Validations.of(fn.role ?? fn).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:${resourceName}]`,
      reason: 'Callers name signing keys by a prefix that no other secret has; reading them is the only permission.',
    });
    fn.addEnvironment(env.secretPrefix, this.prefix);
  }

  /** Lets a function see whether provider keys have been set, without their values. */
  grantDescribe(fn: LambdaFunction, keys: readonly string[]): void {
    const resourceArns = keys.map((key) => this.arnOf(key));
    if (resourceArns.length > 0) Grant.addToPrincipal({ grantee: fn, actions: ['secretsmanager:DescribeSecret'], resourceArns });
    fn.addEnvironment(env.secretPrefix, this.prefix);
  }

  /** Lets a function read the key of the API, and tells it the name. */
  grantUseApiKey(fn: LambdaFunction): void {
    this.grantValues(fn, [this.apiKey.secretArn]);
    fn.addEnvironment(env.apiKeySecret, this.apiKeyName);
  }

  /** The values, and nothing else that can be read of a secret. */
  private grantValues(fn: LambdaFunction, resourceArns: string[]): void {
    Grant.addToPrincipal({ grantee: fn, actions: ['secretsmanager:GetSecretValue'], resourceArns });
    const service = `secretsmanager.${Stack.of(this).region}.amazonaws.com`;
    this.encryptionKey?.grantDecrypt(new ViaServicePrincipal(service, fn.grantPrincipal));
    this.noteReader(fn);
  }

  /** Of a secret that the stack does not make, by its name: Secrets Manager ends each ARN with a hyphen and six characters of its own. */
  private arnOf(key: string): string {
    return this.providerSecrets.get(key)?.secretArn ?? this.arnNamed(`${this.prefix}${key}-??????`);
  }

  private arnNamed(resourceName: string): string {
    const format = { service: 'secretsmanager', resource: 'secret', resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME };
    return Stack.of(this).formatArn(format);
  }

  private noteReader(fn: LambdaFunction): void {
    if (fn.role !== undefined) {
      this.granted.add(fn.role);
    }
  }
}
