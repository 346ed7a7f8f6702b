/** Whether a server answers at all, over HTTP. */
import { messageOf } from '../../errors.ts';
import type { Reach } from '../../ports.ts';

export const httpReach: Reach = {
  async whyUnreachable(url, milliseconds) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(milliseconds) });
      await response.body?.cancel();
      // Any answer shows a server; 5xx shows one that cannot serve.
      return response.status < 500 ? undefined : `${new URL(url).host} answers ${response.status}`;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return `${new URL(url).host} does not answer (${messageOf(cause) || 'connection refused'})`;
    }
  },
};
