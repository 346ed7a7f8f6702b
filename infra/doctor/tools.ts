/** The tools of this machine that build the Rust function for Lambda. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Check, fine, lack, type Verdict } from './finding.ts';

/** What Lambda's arm64 runs. */
const target = 'aarch64-unknown-linux-gnu';

/** Runs a program and returns what it prints; undefined where there is no such program. Rejects where it fails. */
export type RunTool = (command: string, argv: readonly string[]) => Promise<string | undefined>;

/** On this machine, with ten seconds of patience. */
export const runTool: RunTool = async (command, argv) => {
  try {
    return (await promisify(execFile)(command, argv, { timeout: 10_000 })).stdout;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Whether `npm run build -- arm64 review-arm64` can work. */
export function toolChecks(run: RunTool): readonly Check[] {
  return [
    { name: 'cargo-lambda', run: async () => [await cargoLambda(run)] },
    { name: 'cargo-zigbuild', run: async () => [await cargoZigbuild(run)] },
    { name: 'rust target', run: async () => [await rustTarget(run)] },
  ];
}

async function cargoLambda(run: RunTool): Promise<Verdict> {
  const said = await run('cargo-lambda', ['lambda', '--version']);
  if (said === undefined)
    return lack('cargo-lambda is not installed, so the Rust function cannot be built for Lambda.', 'pip install cargo-lambda');
  return fine(`${said.trim().split('\n')[0]} is installed.`);
}

async function cargoZigbuild(run: RunTool): Promise<Verdict> {
  const said = await run('cargo-zigbuild', ['--version']);
  if (said === undefined)
    return lack('cargo-zigbuild is not installed, so the rules of reviews cannot be built for Lambda.', 'pip install cargo-zigbuild');
  return fine(`${said.trim().split('\n')[0]} is installed.`);
}

async function rustTarget(run: RunTool): Promise<Verdict> {
  const installed = await run('rustup', ['target', 'list', '--installed']);
  const remedy = `rustup target add ${target}`;
  if (installed === undefined)
    return lack(`rustup is not installed, so the target ${target} cannot be seen or added.`, `Install Rust with rustup, then ${remedy}`);
  if (!installed.split(/\s+/).includes(target)) return lack(`The Rust target ${target} is not installed.`, remedy);
  return fine(`The Rust target ${target} is installed.`);
}
