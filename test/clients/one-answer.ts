/** A description for a generator that reads one type of answer and one type of error for each operation. */

interface Answer {
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Answer>> }>>>>;
}

/** The document with the first answer and the first error of each operation, and whatever is of the same type. */
export function withOneAnswerEach(text: string): Described {
  const document = JSON.parse(text) as Described;
  const paths = mapped(document.paths, (methods) =>
    mapped(methods, (operation) => ({ ...operation, responses: kept(operation.responses) })),
  );
  return { ...document, paths };
}

function kept(responses: Readonly<Record<string, Answer>>): Readonly<Record<string, Answer>> {
  const all = Object.entries(responses);
  const [answer] = all.filter(([status]) => status.startsWith('2'));
  const [error] = all.filter(([status]) => /^[45]/.test(status));
  const types = [answer, error].map((one) => typeOf(one?.[1]));
  return Object.fromEntries(
    all.filter(([status, one]) => !status.startsWith('3') && typeOf(one) === types[status.startsWith('2') ? 0 : 1]),
  );
}

function typeOf(answer: Answer | undefined): string {
  return JSON.stringify(answer?.content && Object.values(answer.content).map(({ schema }) => schema));
}

function mapped<Value, Result>(record: Readonly<Record<string, Value>>, change: (value: Value) => Result): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
