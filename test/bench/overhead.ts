/**
 * Bench `overhead`: what a consultation costs beyond its slowest needed expert.
 * A scripted model server answers after a known delay. The same experts are asked by embedded mode over HTTP, and by a baseline
 * of bare `fetch` and `Promise.all`; from each wall time the slowest delay is subtracted. Every answer is needed (quorum = all).
 */
import { consultation } from '../../shared/contract/consultation.ts';
import { type Bench, delays, panels, question, withCircle } from './circle-server.ts';
import { peakMemoryMb, round, runMany, summarise } from './measure.ts';

/** Consultations one at a time: enough for a p99 from three samples. */
const single = 300;
const atOnce = 50;
const many = 1500;
const warmUp = 100;

/** Runs the benchmark and returns its figures (milliseconds, MB, consultations a second). */
export async function overhead(): Promise<unknown> {
  return withCircle(async (bench) => {
    await runMany(warmUp, 10, () => consult(bench, 5));
    await runMany(warmUp, 10, () => fetchAll(bench, 5));
    const request = summarise(await runMany(single, 1, () => look(bench)));
    const idleMb = peakMemoryMb(bench.pid);
    const oneAtATime = [];
    for (const experts of panels) oneAtATime.push(await measureSingle(bench, experts));
    const fiftyAtOnce = [];
    for (const experts of panels) fiftyAtOnce.push(await measureMany(bench, experts));
    return { readyMs: round(bench.readyMs), request, idleMb, peakMb: peakMemoryMb(bench.pid), oneAtATime, fiftyAtOnce };
  });
}

/** Ours and the baseline take turns, so that both see the same machine. */
async function measureSingle(bench: Bench, experts: number) {
  const ours: number[] = [];
  const baseline: number[] = [];
  for (let turn = 0; turn < single; turn++) {
    ours.push(await consult(bench, experts));
    baseline.push(await fetchAll(bench, experts));
  }
  const [mine, theirs] = [summarise(ours), summarise(baseline)];
  return { experts, circle: mine, baseline: theirs, added: { p50: round(mine.p50 - theirs.p50), p99: round(mine.p99 - theirs.p99) } };
}

async function measureMany(bench: Bench, experts: number) {
  const [ours, ourSeconds] = await timed(() => runMany(many, atOnce, () => consult(bench, experts)));
  const [baseline, baselineSeconds] = await timed(() => runMany(many, atOnce, () => fetchAll(bench, experts)));
  const [mine, theirs] = [round(many / ourSeconds), round(many / baselineSeconds)];
  return {
    experts,
    circle: { ...summarise(ours), perSecond: mine },
    baseline: { ...summarise(baseline), perSecond: theirs },
    ratio: round(mine / theirs),
  };
}

async function timed<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  const startedAt = performance.now();
  const result = await work();
  return [result, (performance.now() - startedAt) / 1000];
}

/** One small request to the circle: what HTTP alone costs here, which the baseline does not pay. */
async function look({ circleUrl, key }: Bench): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${circleUrl}/v1/circles`, { headers: { authorization: `Bearer ${key}` } });
  await response.json();
  return performance.now() - startedAt;
}

/** One consultation over HTTP; milliseconds beyond its slowest expert. */
export async function consult({ circleUrl, key }: Bench, experts: number): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${circleUrl}/v1/consultations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer: 'wait=60' },
    body: JSON.stringify({ question, kind: 'short', circle: `panel-${experts}` }),
  });
  const { status, verdict } = consultation.parse(await response.json());
  const wall = performance.now() - startedAt;
  if (status !== 'decided' || verdict?.coverage.answered !== experts) throw new Error(`a consultation ended ${status}`);
  return wall - slowest(experts);
}

/** The baseline: the same experts, the same question, no circle; milliseconds beyond the slowest expert. */
export async function fetchAll(
  { modelUrl }: Pick<Bench, 'modelUrl'>,
  experts: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const startedAt = performance.now();
  const answers = await Promise.all(delays.slice(0, experts).map((delay) => ask(modelUrl, delay, headers)));
  if (answers.some((answer) => !answer.includes('Paris'))) throw new Error('an answer of the baseline is wrong');
  return performance.now() - startedAt - slowest(experts);
}

async function ask(modelUrl: string, delay: number, headers: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(`${modelUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: `delay-${delay}`, messages: [{ role: 'user', content: question }], max_tokens: 4096 }),
  });
  const body = (await response.json()) as { choices: { message: { content: string } }[] };
  return body.choices[0]?.message.content ?? '';
}

function slowest(experts: number): number {
  return Math.max(...delays.slice(0, experts));
}
