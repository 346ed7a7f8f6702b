/** What a caller may ask: the body of `POST /v1/consultations`, equal to the payload of a schedule or the console. */
import * as z from 'zod';
import { namesAllowed } from './allowed.ts';
import { answerSchema, image, imagesMax, imagesMaxCharacters, notBlank, sampling, turns } from './context.ts';
import { limits } from './limits.ts';
import { orEmpty } from './or-empty.ts';
import { onDisconnect, repeats } from './policy.ts';
import { reviewFiles } from './rules.ts';
import { newWebhook } from './webhook.ts';

/** How an answer is read: pick one option, a short literal, free text, put all options in order, or whatever the answers turn out to be. */
export const kind = z.enum(['choice', 'short', 'text', 'ranking', 'auto']).meta({
  id: 'Kind',
  description:
    'How an answer is read: pick one option, a short literal, free text, put all options in order, or (`auto`) whatever the answers turn out to be.',
});
export type Kind = z.infer<typeof kind>;

/** Whether a question of a kind lists options. */
export function takesOptions(asked: Kind): boolean {
  return asked === 'choice' || asked === 'ranking';
}

/** Names of experts and circles: they become parts of keys, queue messages and paths. */
export const name = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/, 'must be 1 to 64 lower-case letters, digits, dots, dashes or underscores');

/** Seconds. A Lambda worker lives 900 s at most, and it needs a little of that to record what happened. */
export const deadlineMaxSeconds = 870;

/** Stages of one strategy at the most. */
const stagesMax = 10;

/** Asks one after another, the best first. */
export const sureForm = z.strictObject({
  sure: z.number().min(0.5).max(1).describe('Stop once the confidence reaches this, with two answers at least.'),
});
const sureStrategy = sureForm.meta({ id: 'SureStrategy', description: 'Ask one after another until the confidence suffices.' });

/** Asks by stages. */
export const escalateForm = z.strictObject({
  escalate: z
    .array(z.array(name).min(1).max(50))
    .min(2)
    .max(stagesMax)
    .refine((stages) => new Set(stages.flat()).size === stages.flat().length, 'must not name an expert twice')
    .describe(
      'Stages of experts, each asked at once. The next one is asked where the answers differ or do not suffice. Seated experts whom no stage ' +
        'names are one more stage, the last one.',
    ),
  below: z.number().min(0).max(1).optional().describe('Ask the next stage too where the confidence is below this.'),
  kinds: orEmpty(z.array(kind).max(5)).describe('Kinds of question for which every stage is asked.'),
});
const escalateStrategy = escalateForm.meta({ id: 'EscalateStrategy', description: 'Ask by stages.' });

/** Whom a circle asks first, and when it asks the others too. */
export const strategy = z.union([z.enum(['all', 'settled']), sureStrategy, escalateStrategy], namesAllowed).meta({
  id: 'Strategy',
  description:
    'Whom a circle asks first, and when it asks the others too. `all`: everybody at once; `settled`: until the rest cannot change the ' +
    'answer; `sure`: until the confidence suffices; `escalate`: by stages.',
});
export type Strategy = z.infer<typeof strategy>;

/** Seconds after which the next stage is asked, whatever becomes of the one before. */
export const hedgeSeconds = z.number().min(0.1).max(deadlineMaxSeconds);

/** Judges of a question at the most: the first one, and who stands in for it. */
export const judgesMax = 5;

/** What a circle may do beyond asking its experts once. */
export const deliberation = z
  .strictObject({
    debate: z
      .boolean()
      .optional()
      .describe(
        'Where the answers differ, each expert that has answered is asked once more with the answers of the others, without names; what it says then takes the ' +
          'place of its first answer. Off by default.',
      ),
    ranking: z
      .boolean()
      .optional()
      .describe(
        'Where the answers differ, each expert that has answered ranks the answers of the others, without names. Where the answers decide nothing, one that more than ' +
          'half of these experts put first is the answer. Off by default; it takes three answers, and goes with no judge.',
      ),
    judge: z
      .union(
        [
          name,
          z
            .array(name)
            .max(judgesMax)
            .refine((list) => new Set(list).size === list.length, 'must not list an expert twice')
            .meta({ uniqueItems: true }),
        ],
        namesAllowed,
      )
      .optional()
      .describe(
        'An expert without a seat that is asked which answer holds where nothing would be decided, or several: each stands in for the one before it. ' +
          'None by default, and none by an empty list. Not of the kind `ranking`, for reviews, or under a promise.',
      ),
    synthesis: z
      .union([name, z.literal(false)], namesAllowed)
      .optional()
      .describe(
        'An expert, with a seat or without one, that writes a text from the claims of the answers once these are in, each sentence with the claims that it rests ' +
          'on. The answer of the verdict stays what it is. None by default, and none by `false`. For texts only.',
      ),
  })
  .meta({
    id: 'Deliberation',
    description: 'What a circle may do beyond asking once. All of it is off by default, and costs further calls.',
  });
export type Deliberation = z.infer<typeof deliberation>;

/** The judges that a deliberation names, in their order. */
export function judgesIn({ judge = [] }: Deliberation = {}): readonly string[] {
  return [judge].flat();
}

/** The expert that is to write a synthesis; undefined where nobody is. */
export function writerIn({ synthesis = false }: Deliberation = {}): string | undefined {
  return synthesis === false ? undefined : synthesis;
}

/** The part of the decided answers that must be right. */
export const promise = z.number().min(0.5).max(0.999);

/** A consultation id; also the name of its workflow execution, hence at most 80 characters of this alphabet. */
export const consultationId = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, 'must be 1 to 80 letters, digits, dashes or underscores');

/** What a question is about: which persona and which circle answer it, and which experts are for it. */
export const queryType = z.enum(['technical', 'architectural', 'optimization', 'review', 'research', 'general', 'code_review']).meta({
  id: 'QueryType',
  description:
    'What a question is about: it chooses persona and circle where neither request nor expert does, and counts when seats are chosen.',
});
export type QueryType = z.infer<typeof queryType>;

/** How much hangs on an answer. */
export const priority = z.enum(['low', 'medium', 'high', 'critical']).meta({
  id: 'Priority',
  description: 'How much hangs on the answer: it chooses the strategy where the request does not, and counts when seats are chosen.',
});
export type Priority = z.infer<typeof priority>;

/** Bytes of a question in UTF-8, with all text that goes with it: about as much as the models of today read. */
export const questionMaxBytes = 1_000_000;

/** What the refusal of a question that is too large begins with. */
export const tooLargeWords = 'is too large: question, messages, instructions and schema are read together';

const question = z
  .string()
  .refine((text) => text.trim().length > 0, 'must not be empty')
  .meta({
    ...notBlank,
    description: `What is asked. Together with messages, instructions and schema at most ${questionMaxBytes} bytes.`,
  });

const options = z
  .array(z.string().trim().min(1, 'must not be empty').max(500).meta(notBlank))
  .max(50)
  // No `min`: an empty list is taken for none, and the description must not deny it.
  .refine((list) => list.length > 1, 'must list at least two options')
  .refine((list) => new Set(list).size === list.length, 'must not list an option twice')
  .meta({ uniqueItems: true, description: 'What can be answered, for the kinds `choice` and `ranking`: at least two, each once.' });

/** The policy fields that a caller may set for one consultation. */
export const newConsultation = z
  .strictObject({
    question,
    kind: kind.optional().describe('Default: `choice` where options are given, else `auto`.'),
    options: orEmpty(options),
    ordered: z
      .boolean()
      .optional()
      .describe('The options stand on a scale, the lowest first: the verdict is the weighted median (kind `choice`).'),
    circle: name.optional().describe('The panel that is asked. Default: that of the `queryType`, else `default`.'),
    queryType: queryType.optional(),
    priority: priority.optional(),
    experts: orEmpty(
      z
        .array(name)
        .max(50)
        .refine((list) => new Set(list).size === list.length, 'must not list an expert twice')
        .meta({ uniqueItems: true }),
    ).describe('Who is asked instead of the whole circle.'),
    quorum: z
      .int()
      .min(1)
      .max(50)
      .optional()
      .describe(
        "How many answers it takes to decide; at most as many as are asked. Below the circle's it lowers the floor, and the verdict reports that.",
      ),
    minimum: z
      .int()
      .min(1)
      .max(50)
      .optional()
      .describe('How many answers are enough where no more can be had, below the quorum; the verdict says so.'),
    leastAgreement: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe(
        "Agreement from which a free text is decided without a majority of one conclusion: 0 to 1; the circle's, or 0.3, unless it is said otherwise.",
      ),
    deadlineSeconds: z
      .number()
      .min(1)
      .max(deadlineMaxSeconds)
      .optional()
      .describe('Seconds until the consultation ends with whatever is in.'),
    strategy: strategy.optional().describe("Whom to ask first; the circle's strategy unless it is said otherwise."),
    hedgeSeconds: hedgeSeconds
      .optional()
      .describe(
        'Seconds after which the next stage of the strategy is asked although the one before is not in, unless those who are suffice; its share ' +
          'of the time by default. Only where the experts are asked in stages.',
      ),
    deliberation: deliberation
      .optional()
      .describe("What is done where the answers differ; the circle's setting unless it is said otherwise, member by member."),
    promise: promise
      .optional()
      .describe(
        'The part of the decided answers that must be right, such as 0.95: nothing is decided where the outcomes that the circle knows of do not carry ' +
          "that. The circle's unless it is said otherwise.",
      ),
    budgetUsd: z.number().positive().max(10_000).optional().describe('US dollars that the consultation may cost at worst.'),
    limits: limits
      .optional()
      .describe('What the consultation may use at the most, within the limits of the circle: calls beyond it are not made, in its run.'),
    messages: orEmpty(turns).describe('Earlier turns of the conversation that the question belongs to.'),
    instructions: z
      .string()
      .refine((text) => text.trim().length > 0, 'must not be empty')
      .meta(notBlank)
      .optional()
      .describe("What the caller wants of the answer's content, style and language, under the rules of the circle."),
    images: orEmpty(z.array(image).max(imagesMax)).describe(
      `Images for the experts that take them; together at most ${imagesMaxCharacters} characters.`,
    ),
    schema: orEmpty(answerSchema).describe('The answer must be a JSON value that conforms to this JSON Schema (kinds `text` and `auto`).'),
    review: reviewFiles.optional(),
    sampling: sampling.optional(),
    requireWhole: z
      .boolean()
      .optional()
      .describe('Whether an answer counts only where its expert has read the whole question, as far as its provider reports it.'),
    metadata: orEmpty(
      z
        .record(z.string().min(1).max(64), z.string().max(512))
        .refine((pairs) => Object.keys(pairs).length <= 20, 'must hold at most 20 entries')
        .meta({ maxProperties: 20 }),
    ).describe('Kept with the consultation; the list can be filtered by it.'),
    repeats: repeats
      .optional()
      .describe(
        '`new` asks anew whatever was asked before; `join` takes part in an equal question of the last ten minutes, whoever waits for it. Left out, a ' +
          "request joins the one that it repeats: its answer has reached nobody. The circle's and the server's setting can turn that off.",
      ),
    onDisconnect: onDisconnect
      .optional()
      .describe(
        'What becomes of the consultation if the caller hangs up before the answer: `keep` (the default) or `cancel`, which is refused where nobody sees that, as in the cloud.',
      ),
    webhook: newWebhook.optional().describe('Another webhook that is notified of the end, after those of the circle.'),
  })
  .refine((body) => body.kind === undefined || !takesOptions(body.kind) || body.options !== undefined, {
    path: ['options'],
    message: 'must be given for the kinds "choice" and "ranking"',
  })
  .refine((body) => body.options === undefined || takesOptions(body.kind ?? 'choice'), {
    path: ['options'],
    message: 'go with the kinds "choice" and "ranking" only',
  })
  .refine((body) => body.schema === undefined || (body.options === undefined && ['text', 'auto'].includes(body.kind ?? 'auto')), {
    path: ['schema'],
    message: 'goes with the kinds "text" and "auto" only: the other kinds have an answer of their own form',
  })
  .refine(({ minimum = 1, quorum = minimum }) => minimum <= quorum, { path: ['minimum'], message: 'must not be above the quorum' })
  .refine((body) => body.ordered !== true || (body.options !== undefined && (body.kind ?? 'choice') === 'choice'), {
    path: ['ordered'],
    message: 'goes with the options of the kind "choice" only',
  })
  .superRefine((body, context) => {
    const { question, messages, instructions, images = [], schema } = body;
    const parts = Object.entries({ question, messages, instructions, schema }).map(([field, part]) => ({ field, bytes: bytesOf(part) }));
    const sum = parts.reduce((total, { bytes }) => total + bytes, 0);
    const [largest] = parts.toSorted((a, b) => b.bytes - a.bytes);
    if (sum > questionMaxBytes && largest !== undefined) {
      const message = `${tooLargeWords} and may have ${questionMaxBytes} bytes, not ${sum}`;
      context.addIssue({ code: 'custom', path: [largest.field], message });
    }
    const shown = images.reduce((total, { url }) => total + url.length, 0);
    if (shown <= imagesMaxCharacters) return;
    const message = `must have at most ${imagesMaxCharacters} characters together, not ${shown}; images can be given by their https addresses`;
    context.addIssue({ code: 'custom', path: ['images'], message });
  })
  .meta({
    id: 'ConsultationRequest',
    description:
      'A question to a circle. Fields that are left out are decided by the policy of the circle. The kinds `choice` and `ranking` have ' +
      '`options`, and no other kind has; a `schema` goes with `text` and `auto` only.',
  });

function bytesOf(part: unknown): number {
  return part === undefined ? 0 : Buffer.byteLength(typeof part === 'string' ? part : JSON.stringify(part));
}
export type NewConsultation = z.infer<typeof newConsultation>;

const {
  circle,
  experts,
  ordered,
  quorum,
  minimum,
  leastAgreement,
  deadlineSeconds,
  strategy: asked,
  budgetUsd,
  requireWhole,
  webhook,
} = newConsultation.shape;
const { hedgeSeconds: hedge, promise: promised, limits: limited, deliberation: deliberated } = newConsultation.shape;

/** What a request states beside its question: kept as it was, so that it can be asked again. */
export const statedPolicy = z
  .strictObject({
    ...{ circle, experts, ordered, quorum, minimum, leastAgreement, deadlineSeconds, budgetUsd, requireWhole, webhook },
    ...{ strategy: asked, hedgeSeconds: hedge, promise: promised, limits: limited, deliberation: deliberated },
  })
  .meta({ id: 'StatedPolicy', description: 'What the request stated of whom to ask and how far to go; all else is as its circle has it.' });
