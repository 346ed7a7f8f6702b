/**
 * `npm run mutants:rules`: changes the rules of quorum, budget, idempotency, identity and signatures one by one; each change must fail a test.
 * Of 339 changes 324 did (2026-11-30). Those that live on change nothing that anybody can tell (a default that is never met, the separator
 * between one role, a guard before a function that looks at the same again), the words of a message, or what Lambda calls when it is deployed,
 * which the ring on the emulator holds.
 */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutants/vitest.config.ts', related: false },
  mutate: [
    'shared/domain/quorum.ts',
    'shared/domain/budget.ts',
    'shared/steps/accept-question.ts',
    'functions/api/authenticate.ts',
    'functions/api/bearer.ts',
    'functions/api/authorizer.ts',
    'functions/api/gateway-principal.ts',
    'shared/domain/principal.ts',
    'shared/steps/require-run.ts',
    'functions/webhooks/sign.ts',
  ],
  ignorePatterns: ['rust-lambda', 'build', 'docs', 'functions/console', 'infra/cloud'],
  // TypeScript 7 has no functions that Stryker could rewrite the real one with; there is no such file, and none is needed.
  tsconfigFile: 'tsconfig.none.json',
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 60_000,
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, logTests: false },
  // Not below node_modules, where Node reads no TypeScript.
  tempDirName: 'build/stryker',
  thresholds: { high: 95, low: 90, break: 85 },
};
