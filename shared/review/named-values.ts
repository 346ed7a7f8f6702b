/**
 * Credentials whose name is a value as well, beside them: `name: DB_PASSWORD` and `value: …` of Kubernetes, ECS and App Service, variables of
 * Terraform and parameters of CloudFormation with a default. And the data of Kubernetes' secrets, which needs no name.
 */
import { isCredentialName, isPasswordName } from './credential-names.ts';
import type { Part } from './key-lines.ts';
import { type Field, type FieldsObject, objectsIn } from './object-fields.ts';
import { isLookalike } from './secret-lookalikes.ts';
import { isNoWord, isReference, isSecretWord } from './secret-words.ts';
import { type ReadLine, type SideLine, shownSides } from './shown-sides.ts';

/** A value, and by which rule it is a credential. */
export interface NamedValue extends Part {
  readonly rule: string;
  /** Index of the line. */
  readonly line: number;
}

/** Lines between a name and its value. */
const mostBetween = 20;
/** Lines from where a parameter begins to its default: what may be given is described and restricted. */
const mostBelowLabel = 40;

/** Every value in lines that follow each other that its name or its kind tells to be a credential. Some may be found twice. */
export function findNamedValues(lines: readonly ReadLine[]): readonly NamedValue[] {
  return shownSides(lines).flatMap((side) => [side, ...withinStrings(side)].flatMap(objectsIn).flatMap(findsOf));
}

/** The lines as those read them who take a string for JSON: `"{\"name\": …}"`. Each character stays where it is. */
function withinStrings(side: readonly SideLine[]): readonly (readonly SideLine[])[] {
  return side.some(({ text }) => text.includes('\\"'))
    ? [side.map((line) => ({ ...line, text: line.text.includes('\\"') ? unescaped(line.text) : '' }))]
    : [];
}

function unescaped(text: string): string {
  let isOpen = false;
  return text.replaceAll(/\\{1,7}"|"/g, (quote) => {
    if (quote === '"') return ' ';
    isOpen = !isOpen;
    // What makes up for the backslashes stands outside of the string.
    return isOpen ? '"'.padStart(quote.length) : '"'.padEnd(quote.length);
  });
}

function findsOf(object: FieldsObject): readonly NamedValue[] {
  const isSecret = object.data.length > 0 && object.fields.some(({ name, value }) => name === 'kind' && value === 'Secret');
  const data = isSecret ? object.data.filter(isData).map((field) => found('kubernetes-secret', field)) : [];
  const key = keyParts(object.fields).map((field) => found('private-key', field));
  return [...data, ...key, ...pairsOf(object).map((field) => found('named-credential', field))];
}

/** The private numbers of a JSON Web Key, and of a key of RSA in XML. */
function keyParts(fields: readonly Field[]): readonly Field[] {
  const names = new Set(fields.map(({ name }) => name));
  const isKey = names.has('kty') || names.has('crv') || (names.has('n') && names.has('e')) || names.has('Modulus');
  return isKey ? fields.filter(({ name, value }) => /^(?:d|p|q|dp|dq|qi|k|D|P|Q|DP|DQ|InverseQ)$/.test(name) && isNumber(value)) : [];
}

function isNumber(value: string): boolean {
  return /^[\w+/-]{20,2000}={0,2}$/.test(value);
}

function found(rule: string, { line, start, end }: Field): NamedValue {
  return { rule, line, start, end };
}

function isData({ value }: Field): boolean {
  return /^[^\s"'{}$<>|][^\s"'{}$<>]{3,4000}$/.test(value);
}

/** Values of an object that a name in it, or the name of the object itself, makes credentials. */
function pairsOf({ label, line, fields }: FieldsObject): readonly Field[] {
  if (!fields.some(isValue)) return [];
  const named = [...namedParts(fields)];
  if (named.length === 0) return isCredentialName(label) ? fields.filter((field) => isDefault(field, label, line)) : [];
  return named.flatMap(({ name, values }) =>
    isCredentialName(name.value)
      ? values.filter((value) => Math.abs(value.line - name.line) <= mostBetween && fits(name.value, value))
      : [],
  );
}

interface Named {
  readonly name: Field;
  readonly values: Field[];
}

/** The fields with the name that stands among them; a second name begins another part. */
function* namedParts(fields: readonly Field[]): Generator<Named> {
  let [name, values]: [Field | undefined, Field[]] = [undefined, []];
  for (const field of fields) {
    if (isValue(field)) values.push(field);
    if (!isName(field)) continue;
    if (name !== undefined) {
      yield { name, values };
      values = [];
    }
    name = field;
  }
  if (name !== undefined) yield { name, values };
}

function isName({ name }: Field): boolean {
  return /^(?:(?:option|parameter|variable|env|environment|setting|property|secret)?[_-]?(?:name|key)|variable|parameter|param|var)$/i.test(
    name,
  );
}

function isValue({ name }: Field): boolean {
  return /^(?:(?:option|parameter|variable|env|environment|setting|property|secret|default|string)?[_-]?value|default|val|string)$/i.test(
    name,
  );
}

function isDefault(field: Field, label: string, line: number): boolean {
  return isValue(field) && field.line - line <= mostBelowLabel && fits(label, field);
}

/** Whether a value of that name is more than a word that says where one is, or that there is none. */
function fits(name: string, { value, isQuoted }: Field): boolean {
  if (!isOneWord(value) || !isSecretWord(value) || isReference(value) || isLookalike(value, `${name}: `)) return false;
  return (isPasswordName(name) && (isQuoted || isEnvironment(name))) || isNoWord(value);
}

/** No sentence, no call, no link within YAML and no colour. */
function isOneWord(value: string): boolean {
  return value.length >= 4 && value.length <= 500 && !/\s|\w\(|^[*&]\w|^#[\da-f]{3,8}$/i.test(value);
}

function isEnvironment(name: string): boolean {
  return /^[A-Z][A-Z\d_]*$/.test(name);
}
