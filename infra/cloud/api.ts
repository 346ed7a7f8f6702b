/** The HTTP API: a regional REST API before the one application. */
import { CfnOutput, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AuthorizationType,
  EndpointType,
  IdentitySource,
  LambdaIntegration,
  LogGroupLogDestination,
  type Method,
  type MethodDeploymentOptions,
  MethodLoggingLevel,
  type MethodOptions,
  RequestAuthorizer,
  ResponseTransferMode,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { env } from '../../shared/contract/env.ts';
import type { TableWord } from '../../shared/contract/table-access.ts';
import type { StageSettings } from '../settings.ts';
import { accessLogFormat } from './access-log.ts';
import type { Bus } from './bus.ts';
import type { Consensus } from './consensus.ts';
import type { ConsoleLayer } from './console-layer.ts';
import type { Experts } from './experts.ts';
import { Firewall } from './firewall.ts';
import { acknowledgeSynchronous } from './function-defaults.ts';
import { addGatewayResponses } from './gateway-responses.ts';
import { newConsultationModel } from './request-model.ts';
import type { Secrets } from './secrets.ts';
import { removalPolicyOf, type StageContext } from './stage-context.ts';
import { StandardFunction, type StandardFunctionProps } from './standard-function.ts';
import type { State } from './state.ts';
import type { Webhooks } from './webhooks.ts';
import type { WorkflowAccess } from './workflow-access.ts';

export interface ApiProps {
  readonly context: StageContext;
  readonly state: State;
  readonly secrets: Secrets;
  readonly bus: Bus;
  readonly experts: Experts;
  readonly webhooks: Webhooks;
  readonly workflow: WorkflowAccess;
  readonly consensus: Consensus;
  readonly console: ConsoleLayer;
}

/** Routes with a key, beside `POST /v1/consultations`, which is validated too. */
export const keyedRoutes = [
  ['GET', '/v1/consultations'],
  ['POST', '/v1/estimates'],
  ['POST', '/v1/reviews'],
  ['GET', '/v1/reviews'],
  ['GET', '/v1/reviews/{id}'],
  ['GET', '/v1/reviews/{id}/excerpts'],
  ['GET', '/v1/findings'],
  ['POST', '/v1/consultations/{id}/opinions'],
  ['POST', '/v1/consultations/{id}/feedback'],
  ['GET', '/v1/consultations/{id}/feedback'],
  ['GET', '/v1/consultations/{id}/deliveries'],
  ['POST', '/v1/consultations/{id}/deliveries'],
  ['GET', '/v1/experts'],
  ['GET', '/v1/circles'],
  ['GET', '/v1/circles/{name}/reliability'],
  ['GET', '/v1/reports/consultations'],
  ['GET', '/v1/schedules'],
  ['GET', '/v1/models'],
  // Greedy: a model's name has a slash, which not every client encodes.
  ['GET', '/v1/models/{model+}'],
  // Refused by the application with 405, which tells MCP clients that there is no session; the gateway itself would answer 404.
  ['GET', '/mcp'],
  ['DELETE', '/mcp'],
] as const;
/** Routes with a key whose answers are sent while they come into being, or may be larger than the 6 MB that a function answers in one piece. */
export const streamedRoutes = [
  ['GET', '/v1/consultations/{id}'],
  ['DELETE', '/v1/consultations/{id}'],
  ['GET', '/v1/consultations/{id}/events'],
  ['POST', '/v1/chat/completions'],
  // Tools wait for verdicts and tell of each expert meanwhile.
  ['POST', '/mcp'],
] as const;
/** Routes that answer anybody. */
export const openRoutes = [
  ['GET', '/healthz'],
  ['GET', '/v1/openapi.json'],
  ['GET', '/'],
  ['HEAD', '/'],
  ['GET', '/assets/{file}'],
  ['HEAD', '/assets/{file}'],
  ['GET', '/.well-known/oauth-protected-resource'],
  ['GET', '/.well-known/oauth-protected-resource/mcp'],
  ['GET', '/docs'],
] as const;

/** Settings of every method; a method with settings of its own takes none of those of the stage. */
const methodLogging = {
  loggingLevel: MethodLoggingLevel.ERROR,
  // Would write whole requests to the log.
  dataTraceEnabled: false,
  // Metrics of single methods are billed one by one; alarms and dashboard read those of the whole API, which are always there.
  metricsEnabled: false,
} as const;

/** A route that answers anybody, within a limit of its own. */
function openMethod({ api }: StageSettings): MethodDeploymentOptions {
  return { ...methodLogging, throttlingRateLimit: api.openRequestsPerSecond, throttlingBurstLimit: api.openBurst };
}

/** A stream lives as long as its function at most; a silent one is cut after five minutes, hence the heartbeats. */
const streamTimeout = Duration.seconds(900);

/** What the routes do with what is stored. */
const tableWords: readonly TableWord[] = [
  'runs:read',
  'runs:whole',
  'runs:create',
  'runs:write',
  'runs:remove',
  'opinions:read',
  'opinions:write',
  'verdicts:read',
  'listings:page',
  'reliability:read',
  'feedback:read',
  'feedback:write',
  'deliveries:read',
  'deliveries:write',
  'requests:read',
  'requests:write',
  'health:read',
  'agenda:read',
];

/** API, application function and authorizer. */
export class Api extends Construct {
  readonly restApi: RestApi;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const { context, secrets } = props;
    const application = this.application('Application', props, {
      name: 'api',
      kind: 'api',
      entry: 'functions/api/lambda.ts',
      errorImpact: 'Callers get 5xx: questions are not accepted and verdicts not readable.',
    });

    props.console.grantUse(application);
    this.restApi = this.gateway(context);
    addGatewayResponses(this.restApi, context.stage);
    const streaming = this.application('Streaming', props, {
      name: 'api-stream',
      kind: 'api-stream',
      entry: 'functions/api/stream.ts',
      errorImpact:
        'Streaming is down: OpenAI clients and agents get no answers, and consultations can be neither followed nor looked at. Asking and lists still work.',
    });
    // The emulator cannot stream: there the plain entry point answers in one piece.
    this.addRoutes(
      application,
      context.ring === 'emulator' ? application : streaming,
      this.authorizer(context, secrets),
      context.settings.api,
    );
    this.protect(context);
    this.watch(context);
    new CfnOutput(this, 'RestApiId', { value: this.restApi.restApiId }).overrideLogicalId('RestApiId');
    new CfnOutput(this, 'StageName', { value: this.restApi.deploymentStage.stageName }).overrideLogicalId('RestApiStage');
  }

  /** A function of the application with what its routes need; the entry points differ, the application does not. */
  private application(
    id: string,
    { context, state, bus, experts, webhooks, workflow, consensus }: ApiProps,
    own: Pick<StandardFunctionProps, 'name' | 'kind' | 'entry' | 'errorImpact'>,
  ): StandardFunction {
    const application = new StandardFunction(this, id, { context, ...own });
    acknowledgeSynchronous(application, 'API Gateway');
    state.grantUse(application, tableWords);
    workflow.grantStart(application);
    workflow.grantStop(application);
    // An opinion handed in by a person may be the one that completes the quorum, or a stage.
    workflow.grantTaskResponse(application);
    experts.grantSend(application);
    // A cancelled consultation, or one that could not be started, ends here.
    bus.grantUse(application);
    webhooks.grantSend(application);
    webhooks.setTargets(application);
    // Feedback is weighed while its caller waits, and what is known of experts can only be read by the core.
    consensus.grantUse(application);
    application.addEnvironment(env.repeats, context.settings.api.repeats);
    application.addEnvironment(env.append, context.settings.api.append);
    application.addEnvironment(env.allowedOrigins, context.settings.api.allowedOrigins.join(','));
    application.addEnvironment(env.strict, context.settings.api.strict ? 'on' : 'off');
    return application;
  }

  private gateway(context: StageContext): RestApi {
    const { stage, settings } = context;
    const removalPolicy = removalPolicyOf(settings);
    const restApi = new RestApi(this, 'RestApi', {
      restApiName: `circle-${stage}`,
      endpointTypes: [EndpointType.REGIONAL],
      // Access logs need a role that the account gives API Gateway once for all its APIs; others may rely on it when this stack goes.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: stage,
        throttlingRateLimit: settings.api.requestsPerSecond,
        throttlingBurstLimit: settings.api.burst,
        ...methodLogging,
        methodOptions: Object.fromEntries(openRoutes.map(([verb, path]) => [`${path}/${verb}`, openMethod(settings)])),
        tracingEnabled: true,
        accessLogFormat,
        accessLogDestination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLogs', {
            logGroupName: `/circle/${stage}/api-access`,
            retention: settings.logRetentionDays,
            removalPolicy,
          }),
        ),
      },
    });
    this.keepErrorLogs(restApi, context);
    Validations.of(restApi).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      reason: 'API Gateway accepts this role for its logs with the policy that AWS keeps for it; it reaches logs only.',
    });
    return restApi;
  }

  /** API Gateway would make the log group of its own errors at the first one, and keep it for ever. */
  private keepErrorLogs({ restApiId, deploymentStage }: RestApi, { stage, settings }: StageContext): void {
    const group = new LogGroup(this, 'ErrorLogs', {
      // The name as text: the stage itself comes after the group.
      logGroupName: `API-Gateway-Execution-Logs_${restApiId}/${stage}`,
      retention: settings.logRetentionDays,
      removalPolicy: removalPolicyOf(settings),
    });
    deploymentStage.node.addDependency(group);
  }

  private authorizer(context: StageContext, secrets: Secrets): RequestAuthorizer {
    const handler = new StandardFunction(this, 'Authorizer', {
      context,
      name: 'authorizer',
      kind: 'authorizer',
      entry: 'functions/api/authorizer.ts',
      errorImpact: 'Nobody can authenticate: every request with a key gets 500.',
    });
    acknowledgeSynchronous(handler, 'API Gateway');
    secrets.grantUseApiKey(handler);
    return new RequestAuthorizer(this, 'KeyAuthorizer', {
      handler,
      // The answer is cached by the header alone, so the authorizer must return the policy for every route.
      identitySources: [IdentitySource.header('Authorization')],
      resultsCacheTtl: Duration.seconds(context.settings.api.authorizerCacheSeconds),
    });
  }

  private addRoutes(
    application: LambdaFunction,
    streaming: LambdaFunction,
    authorizer: RequestAuthorizer,
    { allowedOrigins }: StageSettings['api'],
  ): void {
    // One permission for the whole API instead of two for each method.
    const whole = new LambdaIntegration(application, { scopePermissionToMethod: false });
    const streamed =
      streaming === application
        ? whole
        : new LambdaIntegration(streaming, {
            scopePermissionToMethod: false,
            responseTransferMode: ResponseTransferMode.STREAM,
            timeout: streamTimeout,
          });
    const add = (verb: string, path: string, options: MethodOptions, integration = whole): Method =>
      this.restApi.root.resourceForPath(path).addMethod(verb, integration, options);
    const keyed: MethodOptions = { authorizer, authorizationType: AuthorizationType.CUSTOM };

    const ask = add('POST', '/v1/consultations', {
      ...keyed,
      requestModels: { 'application/json': this.restApi.addModel('NewConsultation', { schema: newConsultationModel() }) },
      requestValidator: this.restApi.addRequestValidator('Validator', {
        validateRequestBody: true,
        validateRequestParameters: true,
      }),
    });
    const others = [
      ...keyedRoutes.map(([verb, path]) => add(verb, path, keyed)),
      ...streamedRoutes.map(([verb, path]) => add(verb, path, keyed, streamed)),
    ];
    for (const method of [ask, ...others]) {
      Validations.of(method).acknowledge({
        id: 'AwsSolutions-COG4',
        reason: 'The own authorizer binds to no identity provider; a circle is called by programs with a key, not by users of a pool.',
      });
    }
    // What a browser asks before a page's request carries no key.
    const asked =
      allowedOrigins.length === 0 ? [] : new Set(['/v1/consultations', ...[...keyedRoutes, ...streamedRoutes].map(([, path]) => path)]);
    const preflights = [...asked].map((path) => ['OPTIONS', path] as const);
    const open = [...openRoutes, ...preflights].map(([verb, path]) => add(verb, path, { authorizationType: AuthorizationType.NONE }));
    for (const method of open) {
      const reason = 'Health, the descriptions of the API and the files of the console are public; they hold no data of any tenant.';
      Validations.of(method).acknowledge({ id: 'AwsSolutions-APIG4', reason }, { id: 'AwsSolutions-COG4', reason });
    }
  }

  private protect({ settings }: StageContext): void {
    if (settings.firewallRequestsPerAddress === undefined) {
      Validations.of(this.restApi).acknowledge({
        id: 'AwsSolutions-APIG3',
        reason: 'A firewall costs money every hour; this stage holds no real data and is throttled. Production has one.',
      });
      return;
    }
    new Firewall(this, 'Firewall', { protects: this.restApi.deploymentStage, requestsPerAddress: settings.firewallRequestsPerAddress });
  }

  private watch({ monitoring, settings }: StageContext): void {
    const period = Duration.minutes(5);
    monitoring.alarm(this, {
      name: 'api-client-errors',
      metric: this.restApi.metricClientError({ period, statistic: 'Sum' }),
      threshold: settings.alarms.apiClientErrors,
      impact: 'Many requests are refused: a client is broken, or an attacker is guessing keys.',
    });
    monitoring.alarm(this, {
      name: 'api-server-errors',
      metric: this.restApi.metricServerError({ period, statistic: 'Sum' }),
      threshold: settings.alarms.apiServerErrors,
      impact: 'Callers get 5xx: questions are not accepted or verdicts not readable.',
    });
  }
}
