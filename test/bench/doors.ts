/**
 * Bench `doors`: what the doors add to a consultation in embedded mode, and what many who follow cost.
 * Events are compared with the moment at which the expert's server sent its answer (one clock, two processes); the chat door with the
 * job door, taking turns on the same panel.
 */
import { circleClient } from '../../shared/client/client.ts';
import type { Consultation } from '../../shared/contract/consultation.ts';
import { type Bench, question, withCircle } from './circle-server.ts';
import { measureConsole } from './console.ts';
import { memoryMb, peakMemoryMb, round, runMany, summarise } from './measure.ts';

const single = 200;
const warmUp = 60;
const streams = 500;
/** At most this many requests at once while streams are opened. */
const opening = 50;

/** Runs the benchmark and returns its figures (milliseconds, KB, MB, bytes). */
export async function doors(): Promise<unknown> {
  return withCircle(async (bench) => {
    await runMany(warmUp, 10, () => followOnce(bench));
    await runMany(warmUp, 10, () => chat(bench));
    return {
      firstEvent: summarise(await runMany(single, 1, () => followOnce(bench))),
      chat: await compareChat(bench),
      console: await measureConsole(bench),
      openStreams: await holdStreams(bench),
    };
  });
}

const clientOf = ({ circleUrl, key }: Bench) => circleClient({ url: circleUrl, key });
const epochMs = () => performance.timeOrigin + performance.now();

/** Milliseconds from the first expert's answer to its event, at a client that follows from the start. */
async function followOnce(bench: Bench): Promise<number> {
  let first: number | undefined;
  await clientOf(bench).consult(
    { question, kind: 'short', circle: 'panel-5' },
    {
      onEvent: (event) => {
        if (event.type !== 'opinion' || first !== undefined) return;
        first = epochMs() - Number(/Answered at ([\d.]+)\.\n/.exec(event.opinion.answer ?? '')?.[1]);
      },
    },
  );
  if (first === undefined || !Number.isFinite(first)) throw new Error('no event carried an answer');
  return first;
}

/** The same panel and question through both doors, in turns. */
async function compareChat(bench: Bench) {
  const [throughChat, throughJobs]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < single; turn++) {
    throughChat.push(await chat(bench));
    throughJobs.push(await job(bench));
  }
  const [ours, jobs] = [summarise(throughChat), summarise(throughJobs)];
  return { chat: ours, job: jobs, added: { p50: round(ours.p50 - jobs.p50), p99: round(ours.p99 - jobs.p99) } };
}

async function chat({ circleUrl, key }: Bench): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${circleUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'circle/panel-5', messages: [{ role: 'user', content: question }] }),
  });
  const { choices } = (await response.json()) as { choices?: readonly { message: { content: string } }[] };
  if (!choices?.[0]?.message.content.includes('Paris')) throw new Error(`the chat door answered ${response.status}`);
  return performance.now() - startedAt;
}

async function job(bench: Bench): Promise<number> {
  const startedAt = performance.now();
  const ended = await clientOf(bench).ask({ question, kind: 'text', circle: 'panel-5' }, { waitSeconds: 60 });
  if (ended.status !== 'decided') throw new Error(`a consultation ended ${ended.status}`);
  return performance.now() - startedAt;
}

/** As many consultations as streams, each followed by one reader; then a person answers each. */
async function holdStreams(bench: Bench) {
  const client = clientOf(bench);
  const before = memoryMb(bench.pid);
  const asked = await runMany(streams, opening, () => client.ask({ question, kind: 'text', circle: 'waiting' }));
  const accepted = memoryMb(bench.pid);
  const followers = asked.map(({ id }) => follow(bench, id));
  await Promise.all(followers.map(({ open }) => open));
  const open = memoryMb(bench.pid);
  const request = summarise(await runMany(single, 1, () => look(bench)));
  const startedAt = performance.now();
  const answered = new Map<string, number>();
  await runMany(streams, opening, async (index) => {
    const id = asked[index]?.id ?? '';
    answered.set(id, performance.now());
    await handIn(bench, id);
  });
  const ends = await Promise.all(followers.map(({ ended }) => ended));
  const toVerdict = asked.map(({ id }, index) => (ends[index]?.at ?? Number.NaN) - (answered.get(id) ?? Number.NaN));
  if (ends.some(({ consultation }) => consultation.status !== 'decided')) throw new Error('a followed consultation was not decided');
  return {
    streams,
    memoryMb: { before, accepted, open, peak: peakMemoryMb(bench.pid) },
    kilobytesPerStream: round(((open - accepted) * 1024) / streams),
    requestMeanwhile: request,
    fromAnswerToVerdict: summarise(toVerdict),
    allEndedAfterMs: round(performance.now() - startedAt),
  };
}

interface Follower {
  /** Resolves at the first event. */
  readonly open: Promise<void>;
  readonly ended: Promise<{ readonly at: number; readonly consultation: Consultation }>;
}

function follow(bench: Bench, id: string): Follower {
  const { promise: open, resolve } = Promise.withResolvers<void>();
  const ended = (async () => {
    for await (const event of clientOf(bench).events(id)) {
      resolve();
      if (event.type === 'verdict' || event.type === 'failure') return { at: performance.now(), consultation: event.consultation };
    }
    throw new Error(`the stream of ${id} had no end`);
  })();
  return { open, ended };
}

async function handIn({ circleUrl, key }: Bench, id: string): Promise<void> {
  const response = await fetch(`${circleUrl}/v1/consultations/${id}/opinions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ expert: 'person', answer: 'It is Paris.' }),
  });
  if (!response.ok) throw new Error(`handing in answered ${response.status}`);
  await response.arrayBuffer();
}

async function look({ circleUrl, key }: Bench): Promise<number> {
  const startedAt = performance.now();
  await (await fetch(`${circleUrl}/v1/circles`, { headers: { authorization: `Bearer ${key}` } })).arrayBuffer();
  return performance.now() - startedAt;
}
