/** Bench `sizes`: what is deployed, in KB, and the state transitions that one consultation pays for. */
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { round } from './measure.ts';

const root = join(import.meta.dirname, '../..');
const binaries = {
  commandLine: 'rust-lambda/target/release/consensus',
  lambda: 'build/consensus/host/bootstrap',
};

/** Bundles every function as the stack does and looks at the built artefacts; null where one has not been built. */
export async function sizes(): Promise<unknown> {
  const entries = globSync(
    [
      'functions/api/{lambda,authorizer}.ts',
      'functions/{workflow,jobs}/*.ts',
      'functions/experts/{anthropic,openai,google,bedrock,openai-compatible,scripted}.ts',
    ],
    { cwd: root },
  ).toSorted();
  const functionsKb: Record<string, number> = {};
  for (const entry of entries) functionsKb[entry] = await bundleKb(entry);
  const rustKb = Object.fromEntries(Object.entries(binaries).map(([name, path]) => [name, fileKb(path)]));
  return { functionsKb, rustKb, stateTransitions: countTransitions() };
}

async function bundleKb(entry: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    format: 'esm',
    write: false,
    logLevel: 'error',
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  return round((outputFiles[0]?.contents.length ?? 0) / 1000);
}

function fileKb(path: string): number | null {
  const file = statSync(join(root, path), { throwIfNoEntry: false });
  return file ? round(file.size / 1000) : null;
}

/** States on the way from the start to the verdict: Step Functions bills each one entered. */
function countTransitions(): number {
  const { StartAt, States } = JSON.parse(readFileSync(join(root, 'infra/consultation.asl.json'), 'utf8')) as {
    StartAt: string;
    States: Record<string, { Next?: string }>;
  };
  let count = 0;
  for (let state: string | undefined = StartAt; state !== undefined; state = States[state]?.Next) count += 1;
  return count;
}
