/** A YAML file read through a schema; every error names file, line and key. */
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, type YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { nearName } from '../domain/near-name.ts';
import { InvalidConfiguration } from '../errors.ts';
import { keysAt } from './schema-keys.ts';

/** Parses and checks a YAML text. Throws `InvalidConfiguration` with one line for each thing that is wrong. */
export function parseYaml<Schema extends z.ZodType>(text: string, fileName: string, schema: Schema): z.output<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) throw new InvalidConfiguration(`${fileName}:${lines.linePos(broken.pos[0]).line}: ${wordsOf(broken)}`, { cause: broken });
  const content: unknown = document.toJS();
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  if (content === null || content === undefined) throw new InvalidConfiguration(`${fileName}:1: the file is empty`);
  const messages = withoutEchoes(result.error.issues)
    .flatMap((issue) => explainIssue(issue, schema))
    .map(({ path, message }) => {
      const offset = offsetOf(document, path);
      return [`${fileName}:${lines.linePos(offset).line}`, ...(path.length > 0 ? [path.join('.')] : []), message].join(': ');
    });
  throw new InvalidConfiguration(messages.join('\n'));
}

/** The line of a path in a YAML text, for checks that no schema can express. */
export function lineOf(text: string, path: readonly PropertyKey[]): number {
  const lines = new LineCounter();
  return lines.linePos(offsetOf(parseDocument(text, { lineCounter: lines }), path)).line;
}

/** What the parser says to people who write programs is said to those who write files. */
function wordsOf({ code, message }: YAMLParseError): string {
  return code === 'MULTIPLE_DOCS' ? 'a second document begins here (---): a file must hold one' : message;
}

/** What is of a wrong type has no size that could be too big. */
function withoutEchoes(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const mistyped = new Set(issues.filter(({ code }) => code === 'invalid_type').map(({ path }) => JSON.stringify(path)));
  return issues.filter(({ code, path }) => !/^too_(?:big|small)$/.test(code) || !mistyped.has(JSON.stringify(path)));
}

function explainIssue(issue: z.core.$ZodIssue, schema: z.ZodType): { path: readonly PropertyKey[]; message: string }[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(nearName(key, known)) }));
  }
  if (issue.code === 'invalid_key') return [{ path: issue.path, message: issue.issues.map((inner) => inner.message).join('; ') }];
  return [{ path: issue.path, message: issue.message }];
}

function unknownKey(meant: string | undefined): string {
  return meant === undefined ? 'unknown key' : `unknown key; is "${meant}" meant?`;
}

/** Offset of the deepest part of the path that stands in the document; the key itself where there is one. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const last = path[depth - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
      if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
    }
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
