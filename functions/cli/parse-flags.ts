/** The body that flags mean, checked. What does not fit is told under the name of its flag: nobody has written the field. */
import { type NewConsultation, newConsultation } from '../../shared/contract/question.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { parseInput } from '../../shared/runtime/define-function.ts';

/** Fields of a question whose flags have another name. */
const otherNames: Readonly<Record<string, string>> = {
  deadlineSeconds: '--deadline',
  budgetUsd: '--budget',
  queryType: '--query-type',
  images: '--image',
  'deliberation.judge': '--judge',
  'deliberation.synthesis': '--synthesis',
};
/** Fields whose flags have their name. */
const sameNames: ReadonlySet<string> = new Set([
  ...['circle', 'experts', 'kind', 'limits', 'minimum', 'options', 'priority', 'promise', 'quorum', 'strategy'],
]);

/** The question. Throws `InvalidInput` that names flags. */
export function parseFlags(body: unknown): NewConsultation {
  try {
    return parseInput(newConsultation, body);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(
      error.fields.map(({ field, message }) => ({ field: flagOf(field), message })),
      { cause: error },
    );
  }
}

/** `--limits calls` for `limits.calls`; a field that no flag sets keeps its name. */
function flagOf(field: string): string {
  const [first = '', second = '', ...inner] = field.split('.');
  const whole = otherNames[`${first}.${second}`];
  if (whole !== undefined) return [whole, ...inner].join(' ');
  const flag = otherNames[first] ?? (sameNames.has(first) ? `--${first}` : undefined);
  return flag === undefined ? field : [flag, second, ...inner].filter((part) => part !== '').join(' ');
}
