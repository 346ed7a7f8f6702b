/** What is logged of each request to the API. */
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';

/** One JSON object a request; no header and no body, since they hold keys and questions. */
export const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    extendedRequestId: '$context.extendedRequestId',
    traceId: '$context.xrayTraceId',
    time: '$context.requestTime',
    method: '$context.httpMethod',
    route: '$context.resourcePath',
    status: '$context.status',
    responseBytes: '$context.responseLength',
    latencyMs: '$context.responseLatency',
    integrationStatus: '$context.integration.status',
    integrationError: '$context.integration.error',
    authorizerError: '$context.authorizer.error',
    gatewayError: '$context.error.responseType',
    principal: '$context.authorizer.principalId',
    sourceIp: '$context.identity.sourceIp',
  }),
);
