/**
 * Repositories that are made to deceive the gate, with experts who approve of everything: what such a repository hides is shown to them, or
 * the gate does not pass; and nothing that it names is run.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCircle } from '../support/circle-command.ts';
import { circleClient } from './circle-client.ts';
import { attributes } from './deceiving/attributes.ts';
import { contents } from './deceiving/content.ts';
import { type Deceit, makeDeceiving } from './deceiving/deceit.ts';
import { diffs } from './deceiving/diffs.ts';
import { entries } from './deceiving/entries.ts';
import { everyday } from './deceiving/everyday.ts';
import { patches } from './deceiving/patches.ts';
import { places } from './deceiving/places.ts';
import { openReviewingTarget } from './reviewing-target.ts';
import type { OpenTarget } from './target.ts';

let target: OpenTarget;
beforeAll(async () => {
  target = await openReviewingTarget();
}, 900_000);
afterAll(async () => {
  await target?.close();
});

/** What the experts were asked, in all parts, by the consultations that the output names; undefined where nobody was asked. */
async function questionOf(stdout: string): Promise<string | undefined> {
  const ids = [...stdout.matchAll(/ consultations? ([0-9a-f-]{36}(?:, [0-9a-f-]{36})*)/g)].flatMap(([, list = '']) => list.split(', '));
  const asked = await Promise.all(ids.map((id) => circleClient(target.url, target.key, 10_000).look(id)));
  return asked.length === 0 ? undefined : asked.map(({ question }) => question).join('\n');
}

async function attempt(deceit: Deceit) {
  using made = makeDeceiving(deceit);
  const { code, stdout, stderr } = await runCircle(['review', ...(deceit.review ?? ['--diff', 'main...HEAD'])], {
    folder: made.folder,
    input: made.input,
    environment: { CIRCLE_URL: target.url, CIRCLE_API_KEY: target.key, ...made.environment },
  });
  return { code, output: `${stdout}${stderr}`, question: await questionOf(stdout), wasRun: made.wasRun() };
}

const suites = { attributes, contents, entries, places, diffs, everyday, patches };

describe.each(Object.entries(suites))('of %s', (_, deceits) => {
  it.concurrent.each(deceits)(
    '$name',
    async (deceit) => {
      const { code, output, question, wasRun } = await attempt(deceit);
      expect(wasRun, 'something was run').toBe(false);
      if (deceit.outcome === 'shown') {
        expect(question ?? output).toContain(deceit.hidden ?? 'BACKDOOR');
        expect(code, output).toBe(0);
        return;
      }
      expect(code, output).toBe(deceit.outcome === 'empty' ? 0 : 2);
      if (deceit.outcome === 'empty') return expect(output).toMatch(/there is nothing to review: nothing differs between/);
      expect(output).toMatch(deceit.says ?? /./);
      expect(question === undefined ? 'refused' : 'named', output).toBe(deceit.outcome);
    },
    300_000,
  );
});

it('are more than sixty, and each has a name of its own', () => {
  const names = Object.values(suites).flatMap((deceits) => deceits.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(60);
});
