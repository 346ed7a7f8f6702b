/** Errors before the protocol is spoken at /mcp, as its clients read them: a JSON-RPC error, whatever the status; they show nothing of any other body. */
import type { Problem } from '../../shared/contract/problem.ts';

/** JSON-RPC's own codes for what is wrong with a request, and with the server. */
const [invalidRequest, internalError] = [-32_600, -32_603];

/** Whether a path is the one of MCP. */
export function speaksMcp(path: string): boolean {
  return path === '/mcp';
}

/** The problem as the error of a request whose id was not read. */
export function mcpResponse(found: Problem, headers: Readonly<Record<string, string>>): Response {
  const code = found.status < 500 ? invalidRequest : internalError;
  const body = { jsonrpc: '2.0', id: null, error: { code, message: found.detail, data: found } };
  return new Response(JSON.stringify(body), { status: found.status, headers: { 'content-type': 'application/json', ...headers } });
}

/** Where clients look for an authorization server, which they do after a 401, and where they would register. */
const ofOAuth =
  /^\/(?:\.well-known\/(?:oauth-authorization-server|openid-configuration)(?:\/.*)?|mcp\/\.well-known\/.*|register|authorize|token)$/;

/** Whether a path belongs to an authorization server. */
export function speaksOAuth(path: string): boolean {
  return ofOAuth.test(path);
}

/** That there is no authorization server, in the form of its errors (RFC 6749), which clients show. */
export function noOAuth(): Response {
  const description = 'There is no OAuth here: send the header Authorization: Bearer <key> with the key that the operator gave you.';
  return Response.json({ error: 'access_denied', error_description: description }, { status: 404 });
}
