/** A panel of recorded answers: which file it is in, who sits, and who was right. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const row = z.object({ id: z.string(), q: z.string(), ok: z.array(z.number()) });
const set = z.object({ models: z.array(z.string()) });
const meta = z.looseObject({ panels: z.record(z.string(), z.array(z.string())) });

/** Recorded answers to questions, with a mark for each that is right. */
export interface RecordedPanel {
  readonly script: string;
  readonly members: readonly string[];
  readonly items: readonly { readonly question: string; readonly right: Readonly<Record<string, boolean>> }[];
}

/** Reads `short-answer/<name>-dev.jsonl.gz` below `folder`. Questions that occur twice are left out: a replay could not tell them apart. */
export function readPanel(folder: string, name: string, panel: string): RecordedPanel {
  const about = meta.parse(JSON.parse(readFileSync(join(folder, 'short-answer/meta.json'), 'utf8')));
  const members = about.panels[panel];
  if (!members) throw new Error(`there is no panel ${panel}; known: ${Object.keys(about.panels).join(', ')}`);
  const { models } = set.parse(about[name]);
  const script = join(folder, `short-answer/${name}-dev.jsonl.gz`);
  const lines = gunzipSync(readFileSync(script)).toString().trim().split('\n');
  const rows = lines.map((line) => row.parse(JSON.parse(line)));
  const counts = new Map<string, number>();
  for (const { q } of rows) counts.set(q.trim(), (counts.get(q.trim()) ?? 0) + 1);
  const items = rows
    .filter(({ q }) => counts.get(q.trim()) === 1)
    .map(({ q, ok }) => ({ question: q, right: Object.fromEntries(members.map((member) => [member, ok[models.indexOf(member)] === 1])) }));
  return { script, members, items };
}
