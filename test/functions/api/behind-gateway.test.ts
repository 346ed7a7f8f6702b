import { handle } from 'hono/aws-lambda';
import { describe, expect, it } from 'vitest';
import { behindGateway } from '../../../functions/api/behind-gateway.ts';
import { gatewayPrincipal } from '../../../functions/api/gateway-principal.ts';
import { keyedRoutes, openRoutes, streamedRoutes } from '../../../infra/cloud/api.ts';
import { openApi } from '../../support/api.ts';

/** The event of a gateway that took the request for an open route, unless somebody was let in. */
function eventOf(path: string, authorizer?: Record<string, unknown>, calledAt?: string) {
  return {
    version: '1.0',
    resource: '/assets/{file}',
    path,
    httpMethod: 'GET',
    headers: { host: 'api.example' },
    multiValueHeaders: {},
    queryStringParameters: {},
    body: null,
    isBase64Encoded: false,
    requestContext: {
      domainName: 'api.example',
      ...(authorizer ? { authorizer } : {}),
      ...(calledAt === undefined ? {} : { path: calledAt }),
    },
  } as never;
}

async function statusOf(path: string, authorizer?: Record<string, unknown>): Promise<number> {
  const app = openApi({ authenticate: (_, event) => gatewayPrincipal(event) });
  const answer = await handle(behindGateway(async () => app))(eventOf(path, authorizer));
  return (answer as { statusCode: number }).statusCode;
}

const concrete = (path: string) => path.replaceAll(/\{[^}]+\}/g, 'x');

describe('a door behind the gateway', () => {
  it.each(
    ['', '/..', '/../..', '/assets/..', '/docs/%2e%2e', '/assets/.%2e', '/assets/..\\..', '/assets/..\\'].flatMap((way) =>
      [...keyedRoutes, ...streamedRoutes].map(([, path]) => way + concrete(path)),
    ),
  )('refuses %s where the authorizer has let nobody in', async (path) => {
    expect([401, 404]).toContain(await statusOf(path));
    expect([401, 404]).toContain(await statusOf(path, { principalId: 'nobody' }));
  });

  it('refuses the paths by which the gateway may be led past its authorizer', async () => {
    for (const path of ['/assets/..\\v1\\circles', '/assets/../v1/circles', '/assets/%2e%2e\\v1\\circles', '/V1/circles', '//v1/circles']) {
      expect([401, 404], path).toContain(await statusOf(path));
    }
  });

  it('lets in whom the authorizer has let in, and anybody to what is open', async () => {
    expect(await statusOf('/v1/circles', { principalId: 'caller' })).toBe(200);
    for (const [verb, path] of openRoutes) {
      if (verb === 'GET') expect(await statusOf(concrete(path)), path).not.toBe(401);
    }
  });
});

describe('the console below a stage', () => {
  const answerTo = async (calledAt: string) => {
    const app = openApi();
    const answer = await handle(behindGateway(async () => app))(eventOf('/', undefined, calledAt));
    const { statusCode, multiValueHeaders } = answer as { statusCode: number; multiValueHeaders: Record<string, string[]> };
    return { statusCode, location: multiValueHeaders['location']?.[0] };
  };

  it.each([
    ['/dev', '/dev/'],
    ['/dev-anna', '/dev-anna/'],
    ['/experts/circle', '/experts/circle/'],
  ])('is sent from %s to %s, where its files are found', async (calledAt, location) => {
    expect(await answerTo(calledAt)).toEqual({ statusCode: 308, location });
    // What a browser makes of it: ./assets/ is below the stage.
    expect(new URL('./assets/a.js', new URL(location, 'https://api.example')).pathname).toBe(`${calledAt}/assets/a.js`);
  });

  it.each(['/', '/dev/', '//evil.example'])('is served or refused as it is at %s', async (calledAt) => {
    expect((await answerTo(calledAt)).location).toBeUndefined();
  });
});
