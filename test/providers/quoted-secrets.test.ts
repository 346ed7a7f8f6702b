/** What rules quote of files: whatever they say, and however they cut it, no credential of the files is in it when models are shown it. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Opinion } from '../../shared/contract/opinion.ts';
import { reviewOptions } from '../../shared/contract/review.ts';
import type { RuleFinding, Ruling } from '../../shared/contract/rules.ts';
import { ruleExperts } from '../../shared/providers/rules.ts';
import { numbered } from '../../shared/review/baseline.ts';
import { sidesOf } from '../../shared/review/masked-texts.ts';
import { maskingOf, maskRaised } from '../../shared/review/masked-words.ts';
import { reviewQuestion } from '../../shared/review/question.ts';
import { weighRules } from '../../shared/review/weigh-rules.ts';
import { requestFor } from './ask-model.ts';

/** Lines that hold a credential, each made of the characters that are given; the value stands between the braces. */
const lines: readonly ((made: string) => readonly [string, string])[] = [
  (made) => [`url: http://admin:${made}1aZ@api.example.com/v1`, `${made}1aZ`],
  (made) => [`Role: ghp_${made.padEnd(36, '7Qx')}`, `ghp_${made.padEnd(36, '7Qx')}`],
  (made) => [`DB_PASSWORD=${made}9!kQ`, `${made}9!kQ`],
  (made) => [`password: "${made}4#Zy"`, `${made}4#Zy`],
  (made) => [`ENV API_TOKEN ${made}5qX7`, `${made}5qX7`],
];
const signs = 'abcdefghkmnpqrstuvwxyzABCDEFGH23456789'.split('');
const words = fc.string({ minLength: 20, maxLength: 30, unit: fc.constantFrom(...signs) });
const planted = fc.record({ line: fc.constantFrom(...lines), made: words }).map(({ line, made }) => line(made));

/** How a rule quotes a line. */
const quotes: readonly ((line: string, value: string) => string)[] = [
  (line) => `unencrypted: ${line}`,
  (_, value) => `'${value}' does not match pattern '^arn'`,
  (line, value) => line.slice(0, line.indexOf(value) + 14),
  (_, value) => `…${value.slice(-12)}`,
  (_, value) => value.toUpperCase(),
  (_, value) => `${value.slice(0, 10)}\\n${value.slice(10)}`,
];
const quote = fc.constantFrom(...quotes);

/** Where a rule may say it. */
const places = ['title', 'why', 'fix', 'resource', 'gap', 'stood', 'reason'] as const;

/** Whether so many characters of the value stand together in a text that a reader could guess the rest. */
function givesAway(text: string, value: string): boolean {
  const runs = Array.from({ length: value.length - 7 }, (_, at) => value.slice(at, at + 8).toLowerCase());
  return runs.some((run) => text.toLowerCase().includes(run));
}

const base = { rule: 'r', severity: 'high', line: 1, endLine: 1, confidence: 'high', source: 'own', title: 't', why: 'w' } as const;

function rulingOf(place: (typeof places)[number], said: string): Ruling {
  const inFinding = place === 'title' || place === 'why' || place === 'fix' || place === 'resource';
  const finding: RuleFinding = { ...base, file: 'a.yaml', ...(inFinding && { [place]: said }) };
  return {
    files: [{ path: 'a.yaml', kind: 'openapi', sources: ['own'] }],
    notReviewed: place === 'gap' ? [{ path: 'a.yaml', why: said }] : [],
    findings: [finding],
    sources: [{ source: 'own', version: '1', rules: 1, spoke: place !== 'reason', vote: 'reject', reason: place === 'reason' ? said : '' }],
  };
}

async function opinionOf(ruling: Ruling, earlier: Ruling, files: readonly { path: string; text: string; before?: string }[]) {
  const rules = {
    judge: async ({ files: [first] }: { files: readonly { text: string }[] }) => (first?.text === 'former' ? earlier : ruling),
  };
  const seat = { provider: 'rules', expert: 'rules-own', rules: ['own' as const] } as const;
  const review = { files, panel: ['own' as const], besideOthers: true };
  const { text, abstains } = await ruleExperts(rules).ask(
    requestFor({ ...seat, rules: [...seat.rules] }, { kind: 'choice', options: reviewOptions, review: { ...review, team: undefined } }),
  );
  return `${text}\n${abstains}`;
}

describe('what rules quote', () => {
  test.prop([planted, quote, fc.constantFrom(...places), fc.boolean()], { numRuns: 150 })(
    'holds no credential in the answer that is kept, nor in what models are asked to judge',
    async ([line, value], quoted, place, stoodBefore) => {
      const said = quoted(line, value);
      const ruling = rulingOf(place, said);
      const files = [
        { path: 'a.yaml', text: `openapi: 3.0.0\n${line}\n`, ...((stoodBefore || place === 'stood') && { before: 'former' }) },
      ];
      const earlier = place === 'stood' ? rulingOf('title', said) : { ...ruling, findings: [] };
      const answer = await opinionOf(place === 'stood' ? rulingOf('title', said) : ruling, earlier, files);
      expect(givesAway(answer, value), answer).toBe(false);
      const opinion = { expert: 'rules-own', provider: 'rules', status: 'answered', answer } as unknown as Opinion;
      const { raised } = weighRules({ review: { files: [...files] }, createdAt: '2026-01-01T00:00:00Z', opinions: [opinion] });
      const question = reviewQuestion({ kind: 'files', files: [], notShown: [], warnings: [] }, undefined, raised);
      expect(givesAway(question, value), question).toBe(false);
    },
  );

  test.prop([planted, quote], { numRuns: 60 })('holds none where it is the word of another tool', async ([line, value], quoted) => {
    const mask = await maskingOf(sidesOf([{ path: 'a.yaml', text: line }]));
    const said = { expert: 'tool', severity: 'high' as const, title: quoted(line, value), reason: quoted(line, value) };
    const finding = maskRaised({ ...said, suggestion: said.title, resource: said.title }, mask);
    expect(givesAway(JSON.stringify(finding), value), JSON.stringify(finding)).toBe(false);
  });

  it('is left as it is where it quotes nothing of that kind', async () => {
    const mask = await maskingOf(sidesOf([{ path: 'a.yaml', text: 'password: "kX9#mQ2w"\nbucket: production-data' }]));
    expect(mask('the bucket production-data is open to everybody')).toBe('the bucket production-data is open to everybody');
  });

  const usual = fc.constantFrom('Kubernetes', 'container', 'production', 'privileged', 'database', 'encrypted', 'administrator');
  const said = fc.record({
    title: fc.array(usual, { minLength: 3, maxLength: 6 }),
    parts: fc.array(usual, { minLength: 2, maxLength: 4 }),
    year: fc.option(fc.nat(99)),
    stood: fc.boolean(),
  });
  test.prop([said], { numRuns: 100 })(
    'is the same finding, whichever files are read with its own',
    async ({ title, parts, year, stood }) => {
      const own = { path: 'deploy.yaml', text: 'kind: Deployment\nprivileged: true\n' };
      const value = year === null ? parts.slice(0, 2).join('') : [...parts, year].join('-');
      const other = { path: 'app.yaml', text: `password: "${value}"\n` };
      const finding = {
        ...{ expert: 'rules', rule: 'posture/CKV_K8S_16', severity: 'high' as const, file: own.path, line: 2, endLine: 2 },
        ...{ title: `${title.join(' ')} runs`, reason: 'r', resource: `Deployment/${title.slice(0, 2).join('-')}` },
      };
      // The other file is read too, or the file itself held the credential before the change.
      const beside = stood ? [{ ...own, before: other.text }] : [own, other];
      const alone = maskRaised(finding, await maskingOf(sidesOf([own])));
      const together = maskRaised(finding, await maskingOf(sidesOf(beside)));
      const known = (raised: typeof finding) => numbered([raised], { files: [own], missing: [] })[0]?.fingerprint;
      expect(together).toEqual(alone);
      expect(known(together)).toBe(known(alone));
    },
  );

  it('masks a run of another file that no word holds, and each run of its own file', async () => {
    const mask = await maskingOf(sidesOf([{ path: 'a.yaml', text: 'password: "correct-horse-battery-9Zk"' }]));
    expect(mask('it says horse-battery-9Z…', 'b.yaml')).not.toContain('horse-battery');
    expect(mask('the battery-operated door', 'b.yaml')).toBe('the battery-operated door');
    expect(mask('it says correct-hor…', 'a.yaml')).not.toContain('correct-hor');
  });

  it('masks a short value as a word of its own, and not within another', async () => {
    const mask = await maskingOf(sidesOf([{ path: 'a.yaml', text: 'url: http://admin:ab3@api.example.com' }]));
    expect(mask('the password ab3 stands there, xab3y does not')).toBe(
      'the password [masked: password-in-url] stands there, xab3y does not',
    );
  });
});
