/** Who the gateway's authorizer has let in. */
import * as z from 'zod';
import { keyHolder, type Principal } from '../../shared/domain/principal.ts';

/** What the authorizer leaves with a request. One of an earlier version, whose answers a gateway keeps for minutes, names no tenant. */
const admitted = z.object({
  requestContext: z.object({
    authorizer: z.object({ principalId: z.literal(keyHolder.subject), tenant: z.literal(keyHolder.tenant).default(keyHolder.tenant) }),
  }),
});

/** The caller of a Lambda event, or undefined if no authorizer has seen it. */
export function gatewayPrincipal(event: unknown): Principal | undefined {
  const { data } = admitted.safeParse(event);
  return data && { ...keyHolder, tenant: data.requestContext.authorizer.tenant };
}
