import { defineConfig } from 'vitest/config';

/** The suites that hold what a run, its money, its idempotency, its callers and its signatures are decided by; none needs the core. */
export default defineConfig({
  test: {
    include: [
      'test/domain/{quorum,budget,accept}.test.ts',
      'test/functions/api/{ask,authorizer,docs,doors,estimates,idempotency,identity,mcp-guard,refused-keys,webhooks}.test.ts',
      'test/functions/{limits,required-runs}.test.ts',
      'test/functions/webhooks/{deliver,sign}.test.ts',
    ],
    testTimeout: 20_000,
  },
});
