/** From a request for a review to the question that a circle is asked. */
import { type NewReview, reviewCircle } from '../contract/new-review.ts';
import type { NewConsultation } from '../contract/question.ts';
import { reviewOptions } from '../contract/review.ts';
import { reviewedFiles, reviewTags } from '../contract/review-list.ts';
import { addedCredentialsMax, type ReviewFiles, type UnreadFile, unreadMax } from '../contract/rules.ts';
import { withoutUndefined } from '../domain/without-undefined.ts';
import { InvalidInput } from '../errors.ts';
import { givenDiff, givenFiles } from './given-material.ts';
import { type Material, renderFile } from './material.ts';
import { materialMaxBytes, reviewQuestion, rulesQuestion } from './question.ts';
import { maskSecrets, placeOf, type Weighed } from './secrets.ts';
import { noTexts } from './whole-files.ts';

/**
 * The body of the consultation. Models are shown the material in the question, with credentials masked; rules read the files as data,
 * and where they are alone the question names no more than the paths. What is `unread` is named to everybody. Throws `InvalidInput`.
 */
export async function askedReview(request: NewReview, byRulesAlone: boolean, unread: readonly UnreadFile[] = []): Promise<NewConsultation> {
  const { files: given, diff, severity, baseline, subject, metadata, ...policy } = request;
  const material = withUnread(await materialOf({ files: given, diff }), unread);
  const { files } = material.texts ?? noTexts;
  if (byRulesAlone && files.length === 0) throw refusal('diff', nothingWhole);
  const { question, added } = byRulesAlone ? rulesAlone(material) : await ofModels(material, diff === undefined ? 'files' : 'diff');
  return {
    // Experts who are named sit in the usual circle.
    ...(policy.experts === undefined && { circle: reviewCircle }),
    ...policy,
    metadata: reviewMetadata(subject, metadata),
    question,
    kind: 'choice',
    options: [...reviewOptions],
    ordered: true,
    review: { files: [...files], ...withoutUndefined({ diff, severity, baseline, ...listing(added, unread) }) },
    ...(!byRulesAlone && { requireWhole: true }),
  };
}

/** Pairs that the metadata of a consultation may have. */
const mostPairs = 20;

/** The metadata, with what its reviews are found by; where there is no room for that, the caller's own goes before. */
export function reviewMetadata(subject: string | undefined, given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const own = { ...(subject !== undefined && { [reviewTags.subject]: subject }), [reviewTags.files]: reviewedFiles };
  const added = Object.entries(own).filter(([key]) => !Object.hasOwn(given, key));
  return { ...Object.fromEntries(added.slice(0, Math.max(0, mostPairs - Object.keys(given).length))), ...given };
}

async function materialOf({ files = [], diff }: Pick<NewReview, 'files' | 'diff'>): Promise<Material> {
  return diff === undefined ? givenFiles(files) : requireDiff(diff, 'diff');
}

function withUnread(material: Material, unread: readonly UnreadFile[]): Material {
  const named = unread.map(({ path, reason }) => ({ path, reason, allowed: false }));
  return { ...material, notShown: [...material.notShown, ...named] };
}

/** What experts read, and the credentials in it that are added. */
interface Question extends Pick<Weighed, 'added'> {
  readonly question: string;
}

/** What a review lists beside its files, as far as it does. */
function listing(added: Question['added'], unread: readonly UnreadFile[]): Pick<ReviewFiles, 'credentials' | 'unread'> {
  return {
    ...(added.length > 0 && { credentials: added.slice(0, addedCredentialsMax).map(placeOf) }),
    ...(unread.length > 0 && { unread: unread.slice(0, unreadMax) }),
  };
}

function rulesAlone({ kind, files }: Material): Question {
  const paths = files.map(({ path }) => path);
  return { question: rulesQuestion(kind, paths), added: [] };
}

async function ofModels(material: Material, field: string): Promise<Question> {
  const bytes = material.files.reduce((sum, file) => sum + Buffer.byteLength(renderFile(file)), 0);
  if (bytes > materialMaxBytes) {
    const advice = 'send fewer, or use `circle review`, which asks in parts';
    throw refusal(field, `are ${bytes} bytes as models read them, and may be ${materialMaxBytes}: ${advice}`);
  }
  const { material: masked, added } = await maskSecrets(material);
  return { question: reviewQuestion(masked, undefined), added };
}

const nothingWhole =
  'shows no file whole, and nobody but rules is asked, which read whole files: send `files` with `text` and `before`, or name a circle with models';

/** The material of a diff. Throws `InvalidInput` that names the field which it stands in. */
export function requireDiff(diff: string, field: string): Material {
  try {
    return givenDiff(diff);
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
