/** A YAML file read through a schema; every error names file, line and key. */
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { InvalidConfiguration } from '../errors.ts';

/** Parses and checks a YAML text. Throws `InvalidConfiguration` with one line for each thing that is wrong. */
export function parseYaml<Schema extends z.ZodType>(text: string, fileName: string, schema: Schema): z.output<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) throw new InvalidConfiguration(`${fileName}:${lines.linePos(broken.pos[0]).line}: ${broken.message}`, { cause: broken });
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data;
  const messages = result.error.issues.flatMap(explainIssue).map(({ path, message }) => {
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

function explainIssue(issue: z.core.$ZodIssue): { path: readonly PropertyKey[]; message: string }[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'unknown key' }));
  if (issue.code === 'invalid_key') return [{ path: issue.path, message: issue.issues.map((inner) => inner.message).join('; ') }];
  return [{ path: issue.path, message: issue.message }];
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
