/** OpenAPI documents before the linter that others use. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What the linter says of a document, without some of its rules. */
export async function lintOpenApi(document: unknown, skipped: readonly string[] = []): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'circle-openapi-'));
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  // It would tell its makers of each run, and look for newer versions of itself.
  const quiet = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const settings = ['--config', join(import.meta.dirname, '../../redocly.yaml'), ...skipped.flatMap((rule) => ['--skip-rule', rule])];
  const ended = await run('redocly', ['lint', file, ...settings], quiet);
  rmSync(folder, { recursive: true });
  return ended;
}

/** How it has ended. */
export interface Ended {
  readonly code: number;
  readonly said: string;
}

async function run(command: string, argv: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return promisify(execFile)(command, argv, { env }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, said: stdout + stderr }),
  );
}
