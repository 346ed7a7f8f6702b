import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keyedRoutes, openRoutes, streamedRoutes } from '../../infra/cloud/api.ts';
import { newConsultationModel } from '../../infra/cloud/request-model.ts';
import { settings, stageNames } from '../../infra/settings.ts';
import { openAiError } from '../../shared/contract/chat.ts';
import { problem, problemTypePrefix, problemTypes } from '../../shared/contract/problem.ts';
import { newConsultation } from '../../shared/contract/question.ts';
import { synthesize } from './synth.ts';
import { ofType, resourcesOf } from './template-reading.ts';

const template = synthesize();

const method = z.looseObject({
  HttpMethod: z.string(),
  AuthorizationType: z.string(),
  /** A `Ref`, or the attribute of the API that is its root. */
  ResourceId: z.object({ Ref: z.string().optional() }),
  Integration: z.looseObject({ Type: z.string() }),
});
const methods = ofType(template, 'AWS::ApiGateway::Method').map(([, resource]) => method.parse(resource.Properties));

/** The methods of a template by verb and path. */
function routesOf(given: Template): ReadonlyMap<string, z.infer<typeof method>> {
  const resources = resourcesOf(given);
  /** The path of a resource, put together from its parents. */
  const pathOf = (logicalId: string): string => {
    const { PathPart, ParentId } = z
      .looseObject({ PathPart: z.string(), ParentId: z.object({ Ref: z.string().optional() }) })
      .parse(resources.get(logicalId)?.Properties);
    return `${ParentId.Ref === undefined ? '' : pathOf(ParentId.Ref)}/${PathPart}`;
  };
  const all = ofType(given, 'AWS::ApiGateway::Method').map(([, resource]) => method.parse(resource.Properties));
  return new Map(
    all.map((one) => [`${one.HttpMethod} ${one.ResourceId.Ref === undefined ? '/' : pathOf(one.ResourceId.Ref)}`, one] as const),
  );
}
const routes = routesOf(template);

describe('routes', () => {
  it('are those of the HTTP contract', () => {
    const contract = [['POST', '/v1/consultations'], ...keyedRoutes, ...streamedRoutes, ...openRoutes].map(
      ([verb, path]) => `${verb} ${path}`,
    );
    expect([...routes.keys()].sort()).toEqual(contract.sort());
  });

  const streamed = streamedRoutes.map(([verb, path]) => `${verb} ${path}`);
  const integrationsOf = (chosen: (route: string) => boolean) =>
    [...routes].filter(([route]) => chosen(route)).map(([, { Integration }]) => Integration);

  it('all reach the one application, streamed ones by their own door', () => {
    expect(new Set(methods.map(({ Integration }) => Integration.Type))).toEqual(new Set(['AWS_PROXY']));
    const doors = [(route: string) => streamed.includes(route), (route: string) => !streamed.includes(route)].map(
      (chosen) => new Set(integrationsOf(chosen).map(({ Uri }) => JSON.stringify(Uri))),
    );
    expect(doors.map((uris) => uris.size)).toEqual([1, 1]);
    expect(doors[0]).not.toEqual(doors[1]);
  });

  it('pass an answer on while it comes into being where they are streamed, for as long as a function lives', () => {
    for (const integration of integrationsOf((route) => streamed.includes(route))) {
      expect(integration).toMatchObject({ ResponseTransferMode: 'STREAM', TimeoutInMillis: 900_000 });
      expect(JSON.stringify(integration['Uri'])).toContain('response-streaming-invocations');
    }
    for (const integration of integrationsOf((route) => !streamed.includes(route)))
      expect(integration['ResponseTransferMode']).toBeUndefined();
  });

  it('need a key, but for health and the description', () => {
    const open = [...routes].filter(([, { AuthorizationType }]) => AuthorizationType === 'NONE').map(([route]) => route);
    expect(open.sort()).toEqual(openRoutes.map(([verb, path]) => `${verb} ${path}`).sort());
    for (const [, keyed] of [...routes].filter(([route]) => !open.includes(route))) {
      expect(keyed.AuthorizationType).toBe('CUSTOM');
      expect(keyed['AuthorizerId']).toBeDefined();
    }
  });

  it('answer what a browser asks before the request of a page, without a key, where pages of other origins may call', () => {
    const withOrigins = routesOf(synthesize({ allowedOrigins: ['https://page.test'] }));
    const keyed = ['/v1/consultations', ...[...keyedRoutes, ...streamedRoutes].map(([, path]) => path)];
    const preflights = [...withOrigins].filter(([, { HttpMethod }]) => HttpMethod === 'OPTIONS');
    expect(preflights.map(([route]) => route).sort()).toEqual([...new Set(keyed)].map((path) => `OPTIONS ${path}`).sort());
    for (const [, { AuthorizationType, Integration }] of preflights) {
      expect(AuthorizationType).toBe('NONE');
      // The application answers by the list of origins, and the gateway by none of its own.
      expect(Integration.Type).toBe('AWS_PROXY');
    }
    expect([...withOrigins.keys()].filter((route) => !route.startsWith('OPTIONS')).sort()).toEqual([...routes.keys()].sort());
  });

  it('are authorised by the header alone, and the answer is kept for five minutes', () => {
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'REQUEST',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 300,
    });
  });
});

describe('the body of a new consultation', () => {
  it('is validated before the application runs', () => {
    expect(routes.get('POST /v1/consultations')?.['RequestValidatorId']).toBeDefined();
    template.hasResourceProperties('AWS::ApiGateway::RequestValidator', { ValidateRequestBody: true });
  });

  it('has the fields of the contract, the required ones, and no others', () => {
    const model = newConsultationModel();
    expect(Object.keys(model.properties ?? {}).sort()).toEqual(Object.keys(newConsultation.shape).sort());
    expect(model).toMatchObject({ required: ['question'], additionalProperties: false });
    template.hasResourceProperties('AWS::ApiGateway::Model', {
      Schema: Match.objectLike({ $schema: 'http://json-schema.org/draft-04/schema#', required: ['question'], additionalProperties: false }),
    });
  });
});

describe('answers of the gateway itself', () => {
  const answer = z.looseObject({
    ResponseType: z.string(),
    StatusCode: z.string(),
    // A challenge is put together from the address of the API.
    ResponseParameters: z.record(z.string(), z.unknown()),
    ResponseTemplates: z.object({ 'application/json': z.string() }),
  });
  const answers = ofType(template, 'AWS::ApiGateway::GatewayResponse').map(([, resource]) => answer.parse(resource.Properties));

  it.each(answers.map((one) => [one.ResponseType, one] as const))(
    '%s is a problem document',
    (_, { StatusCode, ResponseParameters, ResponseTemplates }) => {
      const { error, ...body } = problem.extend(openAiError.shape).parse(JSON.parse(ResponseTemplates['application/json']));
      expect(error.message).toContain(body.detail);
      expect(String(body.status)).toBe(StatusCode);
      expect(problemTypes.map((type) => problemTypePrefix + type)).toContain(body.type);
      expect(ResponseParameters['gatewayresponse.header.Content-Type']).toBe("'application/problem+json'");
    },
  );

  it('lead MCP clients without a key to the metadata of /mcp, at the address of this stage', () => {
    const refused = answers.filter(({ StatusCode }) => StatusCode === '401');
    expect(refused.map(({ ResponseType }) => ResponseType).sort()).toEqual(['ACCESS_DENIED', 'UNAUTHORIZED']);
    for (const { ResponseParameters } of refused) {
      const challenge = JSON.stringify(ResponseParameters['gatewayresponse.header.WWW-Authenticate']);
      expect(challenge).toContain("'Bearer resource_metadata=");
      expect(challenge).toContain('.execute-api.');
      expect(challenge).toContain('/dev/.well-known/oauth-protected-resource/mcp');
    }
  });

  it('cover what can go wrong before the application', () => {
    const types = answers.map(({ ResponseType }) => ResponseType);
    for (const type of [
      'DEFAULT_4XX',
      'DEFAULT_5XX',
      'UNAUTHORIZED',
      'ACCESS_DENIED',
      'BAD_REQUEST_BODY',
      'MISSING_AUTHENTICATION_TOKEN',
      'THROTTLED',
    ]) {
      expect(types).toContain(type);
    }
  });
});

describe('the stage', () => {
  it('throttles, traces and logs one JSON object a request, without keys and bodies', () => {
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      TracingEnabled: true,
      MethodSettings: Match.arrayWith([
        Match.objectLike({
          ResourcePath: '/*',
          HttpMethod: '*',
          ThrottlingRateLimit: settings.dev.api.requestsPerSecond,
          ThrottlingBurstLimit: settings.dev.api.burst,
          DataTraceEnabled: false,
        }),
      ]),
    });
    const [[, stage] = []] = ofType(template, 'AWS::ApiGateway::Stage');
    const { Format } = z.object({ AccessLogSetting: z.looseObject({ Format: z.string() }) }).parse(stage?.Properties).AccessLogSetting;
    expect(Object.keys(z.record(z.string(), z.string()).parse(JSON.parse(Format)))).toContain('requestId');
    expect(Format).not.toMatch(/authorization|header|body/i);
  });

  it.each(stageNames)('gives each route without a key a lower limit of its own, and no other setting than the rest (%s)', (stage) => {
    const setting = z.object({
      ResourcePath: z.string(),
      HttpMethod: z.string(),
      ThrottlingRateLimit: z.number(),
      ThrottlingBurstLimit: z.number(),
    });
    const [[, resource] = []] = ofType(synthesize({ stage }), 'AWS::ApiGateway::Stage');
    const [whole, ...own] = z.array(setting.loose()).parse(resource?.Properties['MethodSettings']);
    const routeOfSetting = ({ HttpMethod, ResourcePath }: z.infer<typeof setting>) =>
      `${HttpMethod} ${ResourcePath.replaceAll('~1', '/').replace(/^\/+/, '/')}`;
    expect(own.map(routeOfSetting).sort()).toEqual(openRoutes.map(([verb, path]) => `${verb} ${path}`).sort());
    const { openRequestsPerSecond: ThrottlingRateLimit, openBurst: ThrottlingBurstLimit } = settings[stage].api;
    for (const { ResourcePath: _path, HttpMethod: _verb, ...others } of own) {
      const { ResourcePath: _all, HttpMethod: _any, ...rest } = whole ?? {};
      expect(others).toEqual({ ...rest, ThrottlingRateLimit, ThrottlingBurstLimit });
    }
    // All of them together let in less of nobody's requests than one route of a caller's.
    expect(openRoutes.length * ThrottlingRateLimit).toBeLessThan(2 * (whole?.ThrottlingRateLimit ?? 0));
  });

  it('keeps its own errors for a limited time, under the name that API Gateway gives them', () => {
    const [[apiId] = []] = ofType(template, 'AWS::ApiGateway::RestApi');
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', ['API-Gateway-Execution-Logs_', { Ref: apiId }, '/dev']] },
      RetentionInDays: settings.dev.logRetentionDays,
    });
    const [groupId] = ofType(template, 'AWS::Logs::LogGroup').find(([id]) => id.startsWith('ApiErrorLogs')) ?? [];
    const [[, stage] = []] = ofType(template, 'AWS::ApiGateway::Stage');
    expect(stage).toMatchObject({ DependsOn: expect.arrayContaining([groupId]) });
  });

  it('is regional', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { EndpointConfiguration: Match.objectLike({ Types: ['REGIONAL'] }) });
  });

  it('tells where it is', () => {
    template.hasOutput('RestApiId', {});
    template.hasOutput('RestApiStage', {});
  });

  it('stands behind a firewall in production, which does not read bodies', () => {
    const production = synthesize({ stage: 'prod' });
    production.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
    const [[, acl] = []] = ofType(production, 'AWS::WAFv2::WebACL');
    expect(JSON.stringify(acl?.Properties)).toContain('"AggregateKeyType":"IP"');
    expect(JSON.stringify(acl?.Properties)).not.toContain('CommonRuleSet');
  });
});
