/** Answers as people read them: what they come to first, Markdown as it is meant, and nothing that looks decided where nothing is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Consultation } from '../../shared/contract/consultation.ts';
import { arabicAnswer, asReview, asUndecided, markdownAnswer, visitAltered, withOpinions } from './altered.ts';
import { type ConsoleStage, openStage } from './stage.ts';

let stage: ConsoleStage;
let id = '';
beforeAll(async () => {
  stage = await openStage();
  id = await stage.circle.ask({ question: 'What is true of the uploads bucket?', kind: 'text', quorum: 5 });
  await stage.circle.end(id);
});
afterAll(() => stage?.close());

const visit = (change: (real: Consultation) => Consultation, options: object = {}) => visitAltered(stage, { id, change, ...options });

describe('an answer', () => {
  it('stands behind what it comes to, and its reasoning is folded', async () => {
    const { page, complaints } = await visit((real) =>
      withOpinions(real, {
        reasoning: 'Let me think about buckets.',
        conclusion: 'The bucket is **private**.',
        answer: 'It is encrypted.',
      }),
    );
    const card = page.locator('[data-expert]').first();
    const text = await card.innerText();
    expect(text.indexOf('The bucket is private.')).toBeGreaterThan(-1);
    expect(text.indexOf('The bucket is private.')).toBeLessThan(text.indexOf('It is encrypted.'));
    expect(text).not.toContain('Let me think');
    await card.getByText('Reasoning', { exact: true }).click();
    expect(await card.innerText()).toContain('Let me think about buckets.');
    expect(complaints).toEqual([]);
  });

  it('is led by the conclusion of the picked expert in the verdict', async () => {
    const { page } = await visit((real) => ({
      ...real,
      opinions: real.opinions.map((opinion) => ({ ...opinion, conclusion: `${opinion.expert} concludes` })),
    }));
    const { verdict } = await stage.circle.look(id);
    expect(await page.getByRole('region', { name: 'Verdict' }).locator('.answer').innerText()).toMatch(
      new RegExp(`^${verdict?.pick} concludes\\n`),
    );
  });

  it('has its Markdown drawn, with formulas and code as they were written', async () => {
    const { page, complaints } = await visit((real) => withOpinions(real, { answer: markdownAnswer }));
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const card = page.locator('[data-expert]').first();
    await card.getByRole('button', { name: /Show all/ }).click();
    expect(await card.locator('table td').allInnerTexts()).toContain('touches the catalogue only');
    expect(await card.locator('ol > li').count()).toBe(2);
    expect(await card.locator('code').filter({ hasText: '$O(n \\log n)$' }).count()).toBe(1);
    expect(await card.locator('pre').last().innerText()).toContain('\\sum_{i=1}^{n} x_i * y_i');
    const links = await card
      .locator('a')
      .evaluateAll((found) => found.map((link) => `${link.getAttribute('href')} ${link.getAttribute('rel')}`));
    expect(links).toEqual(
      ['https://www.postgresql.org/docs/', 'https://example.org/a', 'https://evil.example/cat.png'].map(
        (address) => `${address} noopener noreferrer nofollow`,
      ),
    );
    expect(await card.innerText()).toContain("<script>document.title = 'owned'</script> [x](javascript:alert(1))");
    expect(await page.locator('main img, main script').count()).toBe(0);
    // What the page asks of its own server is no request that an answer has caused.
    expect(requests.filter((url) => !url.startsWith(stage.target.url))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('gives its code away with one button', async () => {
    const { page } = await visit((real) => withOpinions(real, { answer: arabicAnswer }));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const card = page.locator('[data-expert]').first();
    await card.getByRole('button', { name: 'Copy' }).click();
    await card.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('ph = PasswordHasher()');
  });

  it('runs from right to left where its letters do, and its code never', async () => {
    const { page } = await visit((real) => withOpinions(real, { answer: arabicAnswer }));
    const { directions, edges } = await page.evaluate<{ directions: Record<string, string[]>; edges: [number, number] }>(`(() => {
      const card = document.querySelector('[data-expert]');
      const directionsOf = (selector) => [...card.querySelectorAll(selector)].map((element) => getComputedStyle(element).direction);
      const [code] = card.querySelector('pre code').childNodes;
      const edge = (at) => {
        const range = document.createRange();
        range.setStart(code, at);
        range.setEnd(code, at + 1);
        return range.getBoundingClientRect().left;
      };
      const directions = Object.fromEntries(['.markdown', '.markdown p', 'pre', 'p code'].map((selector) => [selector, directionsOf(selector)]));
      return { directions, edges: [edge(0), edge(code.length - 1)] };
    })()`);
    expect(directions).toEqual({ '.markdown': ['rtl'], '.markdown p': ['rtl', 'rtl', 'ltr'], pre: ['ltr'], 'p code': ['ltr'] });
    // The first sign of the code stands left of its last one.
    expect(edges[0]).toBeLessThan(edges[1]);
  });

  it('is no headline that runs the wrong way where it begins with a Latin name', async () => {
    const arabic = 'Argon2id هو الخيار الأفضل';
    const { page } = await visit((real) => ({
      ...real,
      question: 'PostgreSQL أم MySQL، أيهما أفضل؟',
      kind: 'short',
      verdict: real.verdict && { ...real.verdict, answer: arabic, dissent: [{ expert: 'gpt', answer: arabicAnswer }] },
    }));
    const directions = await page.evaluate(
      `['h1', '.verdict .words'].map((selector) => getComputedStyle(document.querySelector(selector)).direction)`,
    );
    expect(directions).toEqual(['rtl', 'rtl']);
    // Beside the leading answer each line has its own direction, so that lines of code keep theirs.
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.pair .words')).unicodeBidi`)).toBe('plaintext');
  });

  it('that is JSON is code with a line for each value', async () => {
    const { page } = await visit((real) => withOpinions(real, { answer: '{"a":1,"b":[2]}' }));
    expect(await page.locator('[data-expert] pre').first().innerText()).toBe('{\n  "a": 1,\n  "b": [\n    2\n  ]\n}');
  });

  it('of eight experts stays short on a phone until it is opened', async () => {
    const long = Array.from({ length: 80 }, (_, line) => `Sentence ${line} of a long answer.`).join('\n');
    const { page } = await visit(
      (real) => ({
        ...real,
        opinions: Array.from({ length: 8 }, (_, at) => ({ ...real.opinions[0], expert: `expert-${at}`, answer: long }) as never),
      }),
      { viewport: { width: 360, height: 700 } },
    );
    const heights = await page.locator('[data-expert]').evaluateAll((cards) => cards.map((card) => card.clientHeight));
    expect(heights).toHaveLength(8);
    expect(Math.max(...heights)).toBeLessThan(480);
    await page
      .locator('[data-expert="expert-3"]')
      .getByRole('button', { name: /Show all/ })
      .click();
    expect(await page.locator('[data-expert="expert-3"]').innerText()).toContain('Sentence 79');
  });
});

describe('what did not become a counted answer', () => {
  it('is named in words', async () => {
    const { page } = await visit((real) =>
      withOpinions(
        real,
        { status: 'unreadable' },
        { status: 'late' },
        { status: 'abandoned', answer: undefined },
        { status: 'cancelled', answer: undefined },
      ),
    );
    const cards = await page.locator('[data-expert]').allInnerTexts();
    expect(cards[0]).toMatch(/unreadable[\s\S]*counts neither for nor against/);
    expect(cards[1]).toMatch(/late[\s\S]*came after the end and was not counted/);
    expect(cards[2]).toMatch(/abandoned[\s\S]*ended before this expert was asked/);
    expect(cards[3]).toMatch(/cancelled/);
    expect(await page.locator('#experts-title').innerText()).toContain('1 of 5 answered');
  });
});

describe('an undecided consultation', () => {
  it('has no headline, but the positions with their shares', async () => {
    const { page, complaints } = await visit(asUndecided);
    const verdict = page.getByRole('region', { name: 'Verdict' });
    expect(await verdict.locator('.answer > :first-child').innerText()).toContain('nothing is decided');
    expect(await verdict.locator('.positions li').allInnerTexts()).toEqual([
      expect.stringMatching(/^50% \w+, \w+\s+Rust$/),
      expect.stringMatching(/^50% \w+, \w+\s+Go$/),
    ]);
    expect(await page.getByText('leads', { exact: true }).count()).toBe(0);
    expect(await page.getByText('picked', { exact: true }).count()).toBe(0);
    expect(await page.getByText('dissents', { exact: true }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it.each(['no-consensus', 'no-quorum'] as const)('of an earlier version hands out no answer either: %s', async (status) => {
    const { page } = await visit((real) => ({ ...real, status, verdict: real.verdict && { ...real.verdict, answer: 'A COIN TOSS' } }));
    await page.locator('.positions li').first().waitFor();
    expect(await page.locator('main').innerText()).not.toContain('A COIN TOSS');
  });
});

describe('a review', () => {
  it('shows its findings, worst first, and its files instead of prompt and JSON', async () => {
    const { page, complaints } = await visit(asReview);
    expect(await page.locator('h1').innerText()).toBe('Review of infra/stack.yaml and src/app.ts');
    const findings = page.getByRole('region', { name: /^Findings/ });
    expect(await findings.locator('li').allInnerTexts()).toEqual([
      expect.stringMatching(/^high The bucket is public\s+infra\/stack\.yaml:3 raised by \w+, \w+\s+Everybody can read all uploads\.$/),
      expect.stringMatching(/^low A typo\s+src\/app\.ts raised by \w+\s+It says teh\.$/),
    ]);
    expect(await findings.innerText()).toMatch(/No list of findings could be read in the answer of \w+/);
    const said = await page.locator('main').innerText();
    expect(said).not.toMatch(/"severity"|<material-|Look for defects/);
    expect(await page.locator('[data-expert]').first().locator('.conclusion').innerText()).toBe('revise');
    await page.getByText('src/app.ts renamed from src/old.ts').click();
    expect(
      await page
        .getByRole('region', { name: /^Files/ })
        .locator('pre:visible')
        .innerText(),
    ).toBe('1  | Resources:\n2  |   Bucket:\n3  |     PublicRead: true');
    expect(complaints).toEqual([]);
  });
});
