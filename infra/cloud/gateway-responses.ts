/**
 * What API Gateway answers when a request does not reach the application: the same problem documents (RFC 9457). It has one answer for
 * all paths, so each also carries the member `error` that OpenAI's clients read.
 */
import { Stack } from 'aws-cdk-lib';
import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { type OpenAiError, openAiErrorFor } from '../../shared/contract/chat.ts';
import { type Problem, type ProblemType, problemTypePrefix } from '../../shared/contract/problem.ts';

interface GatewayProblem {
  readonly responses: readonly ResponseType[];
  readonly status: number;
  readonly type: ProblemType;
  readonly title: string;
  readonly detail: string;
  readonly retryable: boolean;
}

const gatewayProblems: readonly GatewayProblem[] = [
  {
    responses: [ResponseType.BAD_REQUEST_BODY, ResponseType.BAD_REQUEST_PARAMETERS, ResponseType.DEFAULT_4XX],
    status: 400,
    type: 'invalid-input',
    title: 'Invalid input',
    // API Gateway's own description may contain quotes that it does not escape here.
    detail: 'The request does not fit the schema of this route; see /v1/openapi.json.',
    retryable: false,
  },
  {
    // A key that is not accepted is 401 in both modes, whether the authorizer refuses or denies.
    responses: [ResponseType.UNAUTHORIZED, ResponseType.ACCESS_DENIED],
    status: 401,
    type: 'unauthorized',
    title: 'Unauthorized',
    detail: 'Send a valid key as Authorization: Bearer <key>.',
    retryable: false,
  },
  {
    // API Gateway calls an unknown route or method a missing authentication token.
    responses: [ResponseType.MISSING_AUTHENTICATION_TOKEN, ResponseType.RESOURCE_NOT_FOUND],
    status: 404,
    type: 'not-found',
    title: 'Not found',
    detail: 'There is no such route and method; see /v1/openapi.json.',
    retryable: false,
  },
  {
    responses: [ResponseType.REQUEST_TOO_LARGE],
    status: 413,
    type: 'too-large',
    title: 'Too large',
    detail:
      'The request is larger than the 10 MB that API Gateway accepts, of which 6 MB reach the application: give images by their https addresses.',
    retryable: false,
  },
  {
    responses: [ResponseType.UNSUPPORTED_MEDIA_TYPE],
    status: 415,
    type: 'unsupported-media-type',
    title: 'Unsupported media type',
    detail: 'Send application/json.',
    retryable: false,
  },
  {
    responses: [ResponseType.THROTTLED, ResponseType.QUOTA_EXCEEDED],
    status: 429,
    type: 'unavailable',
    title: 'Too many requests',
    detail: 'The limit of requests is reached; wait before the next attempt.',
    retryable: true,
  },
  {
    // Too many requests of one address, or an address of bad repute: the firewall does not pass the reason to the gateway.
    responses: [ResponseType.WAF_FILTERED],
    status: 403,
    type: 'forbidden',
    title: 'Forbidden',
    detail: 'The firewall refuses this address, for too many requests within five minutes or for its reputation.',
    retryable: false,
  },
  {
    responses: [ResponseType.INTEGRATION_FAILURE],
    status: 503,
    type: 'unavailable',
    title: 'Unavailable',
    // A body of 6 to 10 MB passes the gateway and is refused by Lambda, which looks like this from outside.
    detail: 'The application cannot be reached. A request of more than 6 MB never reaches it: give images by their https addresses.',
    retryable: true,
  },
  {
    responses: [ResponseType.INTEGRATION_TIMEOUT],
    status: 504,
    type: 'unavailable',
    title: 'Unavailable',
    detail: 'The application did not answer in time.',
    retryable: true,
  },
  {
    responses: [
      ResponseType.AUTHORIZER_FAILURE,
      ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
      ResponseType.API_CONFIGURATION_ERROR,
      ResponseType.DEFAULT_5XX,
    ],
    status: 500,
    type: 'internal',
    title: 'Internal error',
    detail: 'The request failed inside the API.',
    retryable: true,
  },
];

/**
 * Gives every answer of API Gateway the shape of the application's own errors. One challenge serves all routes, since a gateway response
 * knows no route: it leads MCP clients to the metadata of /mcp, and others need only its first word.
 */
export function addGatewayResponses(api: RestApi, stage: string): void {
  const { region, urlSuffix } = Stack.of(api);
  const address = `https://${api.restApiId}.execute-api.${region}.${urlSuffix}/${stage}`;
  const challenge = `Bearer resource_metadata="${address}/.well-known/oauth-protected-resource/mcp"`;
  for (const { responses, status, type, title, detail, retryable } of gatewayProblems) {
    const spoken: Problem = { type: `${problemTypePrefix}${type}`, title, status, detail, retryable };
    const body: Problem & OpenAiError = { ...spoken, ...openAiErrorFor(type, detail) };
    for (const response of responses) {
      api.addGatewayResponse(`Response-${response.responseType}`, {
        type: response,
        statusCode: String(status),
        responseHeaders: {
          'Content-Type': "'application/problem+json'",
          ...(status === 401 ? { 'WWW-Authenticate': `'${challenge}'` } : {}),
        },
        // The key is what API Gateway compares with Accept; the header above is what the caller sees.
        templates: { 'application/json': JSON.stringify(body) },
      });
    }
  }
}
