/** An account that answers as AWS does, in the three dialects of its services: a reply for each operation, or an error by its name. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { ClientConfig } from '../../infra/doctor/account.ts';

/** JSON, XML for the services of old, or an error. */
export type Reply = { readonly json: object } | { readonly xml: string } | { readonly error: string; readonly message?: string };

/** Replies by operation, such as `DescribeTrails`; a function gets the body of the call. */
export type Replies = Readonly<Record<string, Reply | ((body: string) => Reply)>>;

const bootstrapped = `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>CDKToolkit</StackName>
<CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>UPDATE_COMPLETE</StackStatus><Outputs><member><OutputKey>BootstrapVersion</OutputKey>
<OutputValue>30</OutputValue></member></Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
const noStack: Reply = { error: 'ValidationError', message: 'Stack with id circle-dev does not exist' };

/** A bootstrapped account with nothing of ours in it, and everything that a deployment needs. */
export const ready: Replies = {
  GetCallerIdentity: {
    xml: '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ada</Arn><UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
  },
  DescribeStacks: (body) => (body.includes('CDKToolkit') ? { xml: bootstrapped } : noStack),
  GetAccountSettings: { json: { AccountLimit: { ConcurrentExecutions: 1000 } } },
  ListStateMachines: { json: { stateMachines: [] } },
  ListQueues: { json: { QueueUrls: [] } },
  DescribeTrails: { json: { trailList: [] } },
  DescribeLogGroups: { json: { logGroups: [] } },
  ListSecrets: { json: { SecretList: [] } },
  ListEventBuses: { json: { EventBuses: [] } },
  GetFoundationModelAvailability: {
    json: {
      modelId: 'm',
      agreementAvailability: { status: 'AVAILABLE' },
      authorizationStatus: 'AUTHORIZED',
      entitlementAvailability: 'AVAILABLE',
      regionAvailability: 'AVAILABLE',
    },
  },
};

/** A bootstrap stack of some version, or none. */
export function bootstrap(version: number | undefined): Reply {
  return version === undefined ? noStack : { xml: bootstrapped.replace('>30<', `>${version}<`) };
}

/** A stack in some status. */
export function stackIn(status: string): Replies[string] {
  const xml = bootstrapped.replace('CDKToolkit', 'circle-dev').replace('UPDATE_COMPLETE', status);
  return (body) => ({ xml: body.includes('CDKToolkit') ? bootstrapped : xml });
}

/** Starts the account; it is gone when the test ends. `calls` are the operations that came in. */
export async function openAccount(replies: Replies): Promise<{ readonly config: ClientConfig; readonly calls: string[] }> {
  const calls: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const operation = operationOf(request, body);
    calls.push(operation);
    const found = replies[operation] ?? { error: 'AccessDeniedException', message: `not allowed: ${operation}` };
    send(response, typeof found === 'function' ? found(body) : found);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { config: { endpoint: `http://127.0.0.1:${port}`, region: 'eu-central-1', maxAttempts: 1, credentials }, calls };
}

function operationOf({ headers, url = '' }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';
  const action = new URLSearchParams(body).get('Action');
  if (action !== null) return action;
  if (url.includes('/account-settings')) return 'GetAccountSettings';
  return url.includes('/foundation-model-availability/') ? 'GetFoundationModelAvailability' : url;
}

function send(response: ServerResponse, reply: Reply): void {
  if ('xml' in reply) return void response.writeHead(200, { 'content-type': 'text/xml' }).end(reply.xml);
  if ('json' in reply) return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply.json));
  const { error, message = error } = reply;
  // CloudFormation and STS read XML, the others JSON; each finds its own.
  if (error === 'ValidationError') {
    const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>${error}</Code><Message>${message}</Message></Error></ErrorResponse>`;
    return void response.writeHead(400, { 'content-type': 'text/xml' }).end(xml);
  }
  response
    .writeHead(403, { 'content-type': 'application/json', 'x-amzn-errortype': error })
    .end(JSON.stringify({ __type: error, message }));
}
