/** The gateway's authorizer: compares the bearer key with the one in Secrets Manager. */
import middy from '@middy/core';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { readApiKey } from '../../shared/runtime/api-key.ts';
import { bearerKey, holderOf } from './authenticate.ts';

/** What the gateway sends, as far as it is read. No schema: zod alone would double this function's start. */
type Request = Pick<APIGatewayRequestAuthorizerEvent, 'methodArn' | 'headers'>;

/**
 * Allows every route of the stage to a good key, and denies them all to any other. The answer is cached by the header, so it must name all
 * routes: a policy for one method would answer 403 to the next one. A wrong key is a denial and no error: an error would count as a failure
 * of this function, raise its alarm, and never be cached. The gateway's response turns the denial into 401.
 */
export async function authorize({ methodArn, headers }: Request, expectedKey: () => Promise<string>): Promise<APIGatewayAuthorizerResult> {
  const header = Object.entries(headers ?? {}).find(([headerName]) => headerName.toLowerCase() === 'authorization')?.[1];
  const key = bearerKey(header);
  const principal = key === undefined ? undefined : holderOf(key, await expectedKey());
  const [api, stage] = methodArn.split('/');
  return {
    principalId: principal?.subject ?? 'nobody',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: principal ? 'Allow' : 'Deny', Resource: `${api}/${stage}/*` }],
    },
    ...(principal && { context: { tenant: principal.tenant, roles: principal.roles.join(' ') } }),
  };
}

// called by API Gateway
export const handler = middy<APIGatewayRequestAuthorizerEvent>().handler((request) => authorize(request, () => readApiKey()));
