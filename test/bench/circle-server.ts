/** A circle to measure: embedded mode as `npm start` starts it, and scripted experts that answer after a known delay. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCommand, startProcess, stopProcess } from './measure.ts';

export const question = 'What is the capital of France?';
/** Milliseconds of the experts, so that the slowest is always another size of the panel's own. */
export const delays = [20, 24, 28, 32, 36, 40, 44, 48];
/** Circles `panel-3` and so on need every answer; the first experts sit in them. */
export const panels = [3, 5, 8] as const;

/** The running circle and its model server. */
export interface Bench {
  readonly circleUrl: string;
  readonly modelUrl: string;
  readonly key: string;
  /** Process id of the circle. */
  readonly pid: number;
  /** Milliseconds from the start to the greeting. */
  readonly readyMs: number;
}

const key = 'circle_bench_key';

/** Starts both, measures, and stops both. */
export async function withCircle<Figures>(measure: (bench: Bench) => Promise<Figures>): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'circle-bench-'));
  const models = await startProcess(['test/bench/model-server.ts'], { until: /^(\d+)$/ });
  const modelUrl = `http://127.0.0.1:${models.match[1]}/v1`;
  writeFileSync(join(folder, 'circles.yaml'), circlesFile(modelUrl));
  const server = await startProcess(startCommand(), {
    flags: ['--port', '0', '--data', join(folder, 'data'), '--circles', join(folder, 'circles.yaml'), '--log', 'error'],
    environment: { CIRCLE_API_KEY: key },
    until: /serving at (http:\S+)/,
  });
  const bench: Bench = { circleUrl: server.match[1] ?? '', modelUrl, key, pid: server.child.pid ?? 0, readyMs: server.readyMs };
  try {
    return await measure(bench);
  } finally {
    await Promise.all([stopProcess(server.child), stopProcess(models.child)]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function circlesFile(modelUrl: string): string {
  const experts = delays.map(
    (delay, index) => `  e${index}: { provider: openai-compatible, baseUrl: "${modelUrl}", model: delay-${delay}, family: f${index} }`,
  );
  const circles = panels.map((size) => {
    const names = delays.slice(0, size).map((_, index) => `e${index}`);
    return `  panel-${size}: { experts: [${names.join(', ')}], quorum: ${size}, deadlineSeconds: 60 }`;
  });
  return [
    'experts:',
    ...experts,
    '  person: { provider: human, model: person }',
    'circles:',
    '  default: { experts: [e0], quorum: 1 }',
    '  waiting: { experts: [person], quorum: 1, deadlineSeconds: 600 }',
    ...circles,
    '',
  ].join('\n');
}
