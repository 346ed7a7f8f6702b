/** From a request for a review to the question that a circle is asked. */
import { type NewReview, reviewCircle } from '../contract/new-review.ts';
import { type NewConsultation, questionMaxBytes } from '../contract/question.ts';
import { reviewOptions } from '../contract/review.ts';
import { withoutUndefined } from '../domain/without-undefined.ts';
import { InvalidInput } from '../errors.ts';
import { givenFile, materialOf } from './given-material.ts';
import type { Material } from './material.ts';
import { reviewQuestion, rulesQuestion } from './question.ts';
import { maskSecrets } from './secrets.ts';
import { noTexts } from './whole-files.ts';

/**
 * The body of the consultation. Models are shown the material in the question, with credentials masked; rules read the files as data,
 * and where they are alone the question names no more than the paths. Throws `InvalidInput`.
 */
export async function askedReview(request: NewReview, byRulesAlone: boolean): Promise<NewConsultation> {
  const { files: given = [], diff, severity, baseline, ...policy } = request;
  const material = namedFor('diff', () => materialOf({ files: given.map(givenFile), diff }));
  const { files } = material.texts ?? noTexts;
  if (byRulesAlone && files.length === 0) throw refusal('diff', nothingWhole);
  const question = byRulesAlone ? rulesAlone(material) : await ofModels(material, diff === undefined ? 'files' : 'diff');
  return {
    // Experts who are named sit in the usual circle.
    ...(policy.experts === undefined && { circle: reviewCircle }),
    ...policy,
    question,
    kind: 'choice',
    options: [...reviewOptions],
    ordered: true,
    review: { files: [...files], ...withoutUndefined({ diff, severity, baseline }) },
    ...(!byRulesAlone && { requireWhole: true }),
  };
}

function rulesAlone({ kind, files }: Material): string {
  return rulesQuestion(
    kind,
    files.map(({ path }) => path),
  );
}

async function ofModels(material: Material, field: string): Promise<string> {
  const question = reviewQuestion(await maskSecrets(material), undefined);
  const bytes = Buffer.byteLength(question);
  if (bytes <= questionMaxBytes) return question;
  const message = `are ${bytes} bytes as models read them, and may be ${questionMaxBytes}: send fewer, or use \`circle review\`, which asks in parts`;
  throw refusal(field, message);
}

const nothingWhole =
  'shows no file whole, and nobody but rules is asked, which read whole files: send `files` with `text` and `before`, or name a circle with models';

/** What is wrong with a diff is said of the field that it stands in. */
function namedFor<Value>(field: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(
      error.fields.map(({ message }) => ({ field, message })),
      { cause: error },
    );
  }
}

function refusal(field: string, message: string): InvalidInput {
  return new InvalidInput([{ field, message }]);
}
