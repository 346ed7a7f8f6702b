/** Consultations as the API may give them, made from a real one: what scripted experts do not do can be seen all the same. */
import type { Page } from 'playwright-core';
import type { Consultation } from '../../shared/contract/consultation.ts';
import { consultation as consultationSchema } from '../../shared/contract/consultation.ts';
import type { Opinion } from '../../shared/contract/opinion.ts';
import { reviewQuestion } from '../../shared/review/question.ts';
import type { ConsoleStage, VisitOptions } from './stage.ts';

/** Opens the page of a consultation whose answer by the API is changed on the way; what comes out must still keep the contract. */
export async function visitAltered(
  stage: ConsoleStage,
  { id, change, ...options }: VisitOptions & { readonly id: string; readonly change: (real: Consultation) => Consultation },
): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const body = JSON.stringify(consultationSchema.parse(change(consultationSchema.parse(await stage.circle.look(id)))));
  const { page, complaints } = await stage.visit('#/nowhere', options);
  await page.route(`**/v1/consultations/${id}`, (route) => route.fulfill({ body, contentType: 'application/json' }));
  await page.route(`**/v1/consultations/${id}/events`, (route) => route.fulfill({ status: 404, body: '{}' }));
  await page.goto(`${stage.target.url}/#/consultations/${id}`);
  await page.locator('[data-expert]').first().waitFor();
  return { page, complaints };
}

/** The same consultation with other opinions: the first takes the first part, and so on. */
export function withOpinions(real: Consultation, ...parts: readonly Partial<Opinion>[]): Consultation {
  return { ...real, opinions: real.opinions.map((opinion, at) => ({ ...opinion, ...parts[at] })) };
}

/** Everything that Markdown has, and a little of what it must not have. */
export const markdownAnswer = `## Plan

Use **two** steps, see [the manual](https://www.postgresql.org/docs/) or <https://example.org/a>.

1. Add the column
2. Fill it in \`batches\`

| Version | Constant default | Volatile default |
|---|---|---|
| 10 | rewrites the table | rewrites the table |
| 11 and later | touches the catalogue only | rewrites the table |

\`\`\`sql
ALTER TABLE orders ADD COLUMN region text NOT NULL DEFAULT 'a-default-that-is-long-enough-to-scroll-on-a-phone-and-on-a-desk';
\`\`\`

The cost is $O(n \\log n)$, or

$$
\\sum_{i=1}^{n} x_i * y_i
$$

<script>document.title = 'owned'</script> [x](javascript:alert(1)) ![a cat](https://evil.example/cat.png)`;

export const arabicAnswer = `Argon2id هو الخيار الأفضل لتخزين كلمات المرور.

\`\`\`python
ph = PasswordHasher()
\`\`\`

استخدم \`ph.hash(password)\` ثم احفظ النتيجة.

This paragraph is in English.`;

const reviewedFile = {
  path: 'infra/stack.yaml',
  notes: [],
  lines: ['Resources:', '  Bucket:', '    PublicRead: true'].map((text, index) => ({ number: index + 1, mark: ' ' as const, text })),
};

/** A review of two files, the second of them renamed. */
export function asReview(real: Consultation): Consultation {
  const files = [reviewedFile, { ...reviewedFile, path: 'src/app.ts', notes: ['renamed from src/old.ts'] }];
  const finding = {
    severity: 'high',
    file: 'infra/stack.yaml',
    line: 3,
    title: 'The bucket is public',
    reason: 'Everybody can read **all** uploads.',
  };
  const listed = (...findings: readonly object[]) => `Reasons.\n\n\`\`\`json\n${JSON.stringify(findings)}\n\`\`\``;
  return withOpinions(
    {
      ...real,
      question: reviewQuestion({ kind: 'files', files, notShown: [] } as never, undefined),
      kind: 'choice',
      options: ['approve', 'revise', 'reject'],
      metadata: { command: 'review' },
    },
    { answer: listed(finding, { severity: 'low', file: 'src/app.ts', title: 'A typo', reason: 'It says teh.' }), vote: 'revise' },
    { answer: listed(finding), vote: 'reject' },
    { answer: 'It looks good to me.', vote: 'approve' },
  );
}

/** Two against two, as the API tells it: no answer, but positions. */
export function asUndecided(real: Consultation): Consultation {
  if (!real.verdict) throw new Error('there is no verdict');
  const [a = '', b = '', c = '', d = ''] = real.opinions.map(({ expert }) => expert);
  const positions = [
    { experts: [a, b], share: 0.5, answer: 'Rust' },
    { experts: [c, d], share: 0.5, answer: 'Go, since **everybody** knows it', short: 'Go' },
  ];
  return { ...real, status: 'no-consensus', verdict: { ...real.verdict, answer: null, pick: null, positions } };
}
