/** From what a person picks and types to the answer that is handed in, in the form that the question asks for. */
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { ShownExpert } from '../../../shared/contract/listing.ts';
import { factsOf, type ProviderKindName } from '../../../shared/contract/provider-kinds.ts';

/** A person who sits in an open consultation. */
export interface Person {
  readonly expert: string;
  /** Whether an answer is in, which another one would take the place of. */
  readonly hasAnswered: boolean;
}

export interface AnswerFields {
  /** One of the options, where one is to be picked. */
  readonly option: string;
  /** The answer, or the reasons for the option. */
  readonly text: string;
}

type Open = Pick<Consultation, 'pending' | 'opinions'>;

/**
 * The people who may answer, or correct what they have answered; those who have not come first. An expert that is not declared any more may
 * have been a person: the server knows.
 */
export function peopleOf({ pending, opinions }: Open, experts: readonly Pick<ShownExpert, 'name' | 'provider'>[]): readonly Person[] {
  const machines = new Set(experts.filter(({ provider }) => !isPerson(provider)).map(({ name }) => name));
  const waiting = pending.filter(({ expert }) => !machines.has(expert)).map(({ expert }) => ({ expert, hasAnswered: false }));
  const heard = opinions.filter(({ provider }) => isPerson(provider)).map(({ expert }) => ({ expert, hasAnswered: true }));
  return [...waiting, ...heard];
}

function isPerson(kind: ProviderKindName): boolean {
  return factsOf(kind).judge === 'person';
}

/** The options of which one is to be picked; none where an answer is written. */
export function choicesOf({ kind, options = [], schema }: Pick<Consultation, 'kind' | 'options' | 'schema'>): readonly string[] {
  return kind === 'choice' && schema === undefined ? options : [];
}

/** What the field for the answer says of the form that is asked for. */
export function formInWords({ kind, options = [], schema }: Pick<Consultation, 'kind' | 'options' | 'schema'>): string | undefined {
  if (schema !== undefined) return 'One JSON value that conforms to the schema of the question.';
  if (kind === 'ranking') return `All options, the best first, with > between them: ${options.join(', ')}`;
  if (kind === 'short') return 'A word, a name or a number.';
  return undefined;
}

/** The answer; reasons stand before the line that picks an option, as experts write it. */
export function answerOf({ option, text }: AnswerFields): string {
  const written = text.trim();
  if (option === '') return written;
  return written === '' ? option : `${written}\n\nAnswer: ${option}`;
}
