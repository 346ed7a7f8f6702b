import { defineConfig } from 'vitest/config';

/** Of what runs on the emulator, one file after the other. */
const emulated = {
  globalSetup: ['test/emulated/global-setup.ts'],
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 600_000,
};

/**
 * Suites by cost: `unit` needs nothing but Node and the core, `infra` synthesises the stack, `local` starts embedded mode, `long`
 * lets it live through full disks, clocks and a month, `console` needs Chromium, `hooks` runners from the registries, `ring` the emulator,
 * `second` two other emulators, `review` the emulator and the rules as they are built.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/infra/**',
            'test/blackbox/**',
            'test/console/**',
            'test/emulated/**',
            'test/hooks/**',
            'test/long/**',
            'test/review/**',
            'test/second/**',
            'test/ports/aws.test.ts',
          ],
          // Beside other lanes a program takes its time to start; what hangs is told all the same.
          testTimeout: 60_000,
          // The first suite that needs the core may have to build it.
          hookTimeout: 300_000,
        },
      },
      // Each file would load the whole CDK again.
      { test: { name: 'infra', include: ['test/infra/**/*.test.ts'], isolate: false, testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { name: 'console', include: ['test/console/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 300_000 } },
      { test: { name: 'local', include: ['test/blackbox/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 60_000 } },
      // `npm run test:long`: minutes of waiting for disks, clocks and kills.
      { test: { name: 'long', include: ['test/long/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 } },
      // `npm run hooks` installs what it needs.
      { test: { name: 'hooks', include: ['test/hooks/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 900_000 } },
      { test: { name: 'ring', include: ['test/ports/aws.test.ts', 'test/emulated/**/*.test.ts'], ...emulated } },
      // `npm run test:second` compares what fails with what is known to.
      {
        test: {
          name: 'second',
          include: ['test/ports/aws.test.ts', 'test/second/**/*.test.ts'],
          ...emulated,
          globalSetup: ['test/second/global-setup.ts'],
        },
      },
      // `npm run test:review` builds what it needs.
      { test: { name: 'review', include: ['test/review/**/*.test.ts'], ...emulated } },
    ],
  },
});
