/** From what is typed into the form to the body of a question, and from a problem document back to the fields. */
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Kind, NewConsultation } from '../../../shared/contract/question.ts';

/** The fields as they are typed. */
export interface QuestionForm {
  readonly question: string;
  readonly kind: Kind;
  /** One option a line. */
  readonly options: string;
  /** Empty: the default circle. */
  readonly circle: string;
  /** Empty: the circle's. */
  readonly experts: readonly string[];
  readonly quorum: string;
  readonly deadlineSeconds: string;
  readonly budgetUsd: string;
  /** One `key:value` a line. */
  readonly tags: string;
  /** What a question that is asked again had beside the fields of the form. */
  readonly kept: Kept;
}

/** Fields of a request that the form shows by name only. */
export type Kept = Omit<NewConsultation, 'question' | 'kind' | 'options' | 'circle' | 'experts' | 'metadata' | Bound>;
type Bound = 'quorum' | 'deadlineSeconds' | 'budgetUsd';

export const emptyForm: QuestionForm = {
  question: '',
  kind: 'auto',
  options: '',
  circle: '',
  experts: [],
  quorum: '',
  deadlineSeconds: '',
  budgetUsd: '',
  tags: '',
  kept: {},
};

/** What is wrong with which field. */
export type FieldErrors = Readonly<Partial<Record<keyof QuestionForm, string>>>;

/** Whether a kind lists options. The rule of the contract, whose schemas stay out of the browser; a test holds them together. */
export function listsOptions(kind: Kind): boolean {
  return kind === 'choice' || kind === 'ranking';
}

/** The body that a form means; the server judges it. What was left empty is left to the circle. */
export function bodyOf(form: QuestionForm): NewConsultation {
  const options = linesOf(form.options);
  const tags = linesOf(form.tags).map((line) => splitTag(line));
  return {
    ...keptOf(form),
    question: form.question,
    // The server reads a question without a kind as its answers turn out.
    ...(form.kind === 'auto' ? {} : { kind: form.kind }),
    ...(listsOptions(form.kind) ? { options } : {}),
    ...(form.circle === '' ? {} : { circle: form.circle }),
    ...(form.experts.length === 0 ? {} : { experts: [...form.experts] }),
    ...numberIn('quorum', form.quorum),
    ...numberIn('deadlineSeconds', form.deadlineSeconds),
    ...numberIn('budgetUsd', form.budgetUsd),
    ...(tags.length === 0 ? {} : { metadata: Object.fromEntries(tags) }),
  };
}

/** What goes with the kind as it is now: a scale with a choice, a schema with a text. */
function keptOf({ kind, kept: { ordered, schema, ...kept } }: QuestionForm): Kept {
  return {
    ...kept,
    ...(ordered !== undefined && kind === 'choice' ? { ordered } : {}),
    ...(schema !== undefined && (kind === 'text' || kind === 'auto') ? { schema } : {}),
  };
}

/** Whether enough is filled in for a question that the server may take: no estimate is asked for of half a question. */
export function isWhole(form: QuestionForm): boolean {
  const numbers = [form.quorum, form.deadlineSeconds, form.budgetUsd].map((text) => Number(text.replace(',', '.')));
  const listed = !listsOptions(form.kind) || linesOf(form.options).length > 1;
  return form.question.trim() !== '' && listed && numbers.every(Number.isFinite);
}

/** What is read of an earlier consultation. */
type Asked = Readonly<Pick<Consultation, 'question' | 'kind' | 'circle'>> &
  Readonly<Partial<Pick<Consultation, 'metadata' | 'stated' | (typeof carried)[number]>>> & {
    readonly options?: readonly string[] | undefined;
  };

/** Fields that stand in a consultation as they stood in its request. */
const carried = ['messages', 'instructions', 'images', 'schema', 'sampling', 'queryType', 'priority'] as const;

/** The form of a question that was asked before. Whoever named experts and no circle names none again. */
export function formOf(before: Asked): QuestionForm {
  const { question, kind, options = [], circle, metadata = {}, stated = {} } = before;
  const { circle: named, experts = [], quorum, deadlineSeconds, budgetUsd, ...policy } = stated;
  const tags = Object.entries(metadata).map(([name, value]) => `${name}:${value}`);
  const given = carried.filter((name) => before[name] !== undefined).map((name) => [name, before[name]]);
  return {
    question,
    kind,
    options: options.join('\n'),
    circle: named === undefined && experts.length > 0 ? '' : circle,
    experts,
    quorum: textOf(quorum),
    deadlineSeconds: textOf(deadlineSeconds),
    budgetUsd: textOf(budgetUsd),
    tags: tags.join('\n'),
    kept: { ...policy, ...Object.fromEntries(given) },
  };
}

function textOf(number: number | undefined): string {
  return number === undefined ? '' : String(number);
}

/** Messages by field of the form: `options.1` belongs to the options, `metadata.x` to the tags. */
export function errorsByField(errors: readonly { readonly field: string; readonly message: string }[]): {
  readonly fields: FieldErrors;
  /** Messages that belong to no field. */
  readonly rest: readonly string[];
} {
  const fields: Partial<Record<keyof QuestionForm, string>> = {};
  const rest: string[] = [];
  for (const { field, message } of errors) {
    const [root = '', place] = field.split('.');
    const name = root === 'metadata' ? 'tags' : root;
    const text = place === undefined ? message : `${/^\d+$/.test(place) ? `number ${Number(place) + 1}` : place}: ${message}`;
    if (isField(name)) fields[name] ??= text;
    else rest.push(field === '' ? message : `${field}: ${message}`);
  }
  return { fields, rest };
}

function isField(name: string): name is keyof QuestionForm {
  return Object.hasOwn(emptyForm, name);
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function splitTag(line: string): [string, string] {
  const [name = '', ...value] = line.split(':');
  return [name.trim(), value.join(':').trim()];
}

/** A number that cannot be read is sent as null, so that the server's own message names it. */
function numberIn<Name extends string>(name: Name, text: string): Partial<Record<Name, number>> {
  if (text.trim() === '') return {};
  return { [name]: Number(text.replace(',', '.')) } as Partial<Record<Name, number>>;
}
