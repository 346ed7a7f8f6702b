/** Answers of models are read in bounded work, and nobody waits for all of them: whoever has a key may ask for a report again and again. */
import { describe, expect, it } from 'vitest';
import { AnswersRead } from '../../../shared/review/answers-read.ts';
import { mostRead } from '../../../shared/review/json-blocks.ts';
import { readJudgements } from '../../../shared/review/judgements.ts';
import { readFindings } from '../../../shared/review/read-findings.ts';

/** Characters of the longest answer that is kept. */
const longest = 1_000_000;
const finding = { severity: 'high', file: 'a.ts', line: 3, title: 'It leaks', reason: 'A key goes into the log.' };
const list = `\`\`\`json\n${JSON.stringify([finding])}\n\`\`\`\n`;

/** Processor time, the least of three: others on the machine add none. */
function cpuOf(work: () => unknown): number {
  const times = [0, 1, 2].map(() => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...times);
}

describe('an answer that is longer than what is read', () => {
  const answer = `${list}${'a word or two\n'.repeat(longest / 14)}`;

  it('keeps the findings of what was read, and says that the rest is unread', () => {
    const { findings, problem, unread } = readFindings(answer);
    expect(findings).toEqual([finding]);
    expect(problem).toContain(`read to ${mostRead} characters of ${answer.length}`);
    expect(unread).toBe(1);
  });

  it('is not taken for one without findings, whatever stands in its beginning', () => {
    expect(readFindings(`${'x'.repeat(mostRead)}\n${list}`)).toMatchObject({
      findings: [],
      problem: expect.stringContaining('findings beyond'),
    });
    expect(readFindings(`\`\`\`json\n[]\n\`\`\`\n${'a\n'.repeat(mostRead)}${list}`).problem).not.toBeNull();
  });

  it('is read as a whole where it is just short enough', () => {
    const short = `${'a word or two\n'.repeat(longest)}`.slice(0, mostRead - list.length - 1);
    expect(readFindings(`${short}\n${list}`)).toMatchObject({ findings: [finding], problem: null });
  });

  it.each(['- a\n', '- low: other\n', '| a | b |\n', '|-|\n|a|\n', '{"a":1}\n', '```yaml\na: 1\n```\n', '# a\n', '严重\n'])(
    'costs no more work than what is read of it: %j',
    { timeout: 60_000 },
    (piece) => {
      const text = (characters: number) => piece.repeat(Math.ceil(characters / piece.length)).slice(0, characters);
      for (const read of [readFindings, readJudgements]) {
        const [whole, cut] = [text(longest), text(mostRead)];
        // Twelve times as long: work that grew with the length would take twelve times as long.
        expect(cpuOf(() => read(whole))).toBeLessThan(4 * cpuOf(() => read(cut)) + 20_000);
      }
    },
  );

  it('is cut in a block of YAML at the end of a line', () => {
    const yaml = '- severity: high\n  title: It leaks\n';
    const { findings, problem } = readFindings(`\`\`\`yaml\n${yaml.repeat(1000)}\`\`\`\n`);
    expect(findings).toMatchObject([{ severity: 'high', title: 'It leaks' }]);
    expect(problem).toContain('cut off');
  });
});

describe('the answers of fifty experts', () => {
  const answers = Array.from({ length: 50 }, (_, index) => `${list}${index}`);

  it.each([
    { judged: false, turns: 50 },
    { judged: true, turns: 100 },
  ])('let others work between them: $turns times', async ({ judged, turns }) => {
    let others = 0;
    let isReading = true;
    const work = () => {
      others += 1;
      if (isReading) setImmediate(work);
    };
    setImmediate(work);
    await new AnswersRead().ahead(answers, { judged });
    isReading = false;
    expect(others).toBeGreaterThanOrEqual(turns - 1);
  });

  it('are each read once', async () => {
    const read = new AnswersRead();
    await read.ahead(answers, { judged: true });
    for (const answer of answers) {
      expect(read.findings(answer)).toBe(read.findings(answer));
      expect(read.findings(answer)).toEqual(readFindings(answer));
      expect(read.judgements(answer)).toBe(read.judgements(answer));
    }
  });
});
