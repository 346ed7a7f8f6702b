/** The keys that a schema knows at a place, for words on one that it does not know. */
import * as z from 'zod';

interface Node {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node | boolean;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly allOf?: readonly Node[];
}

/** The keys of the map that the path leads to, in each form that it may have. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const whole = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node & {
    readonly $defs?: Readonly<Record<string, Node>>;
  };
  const formsOf = (node: Node | boolean | undefined): readonly Node[] => {
    if (typeof node !== 'object') return [];
    const named = node.$ref === undefined ? undefined : whole.$defs?.[node.$ref.split('/').at(-1) ?? ''];
    const parts = [named, ...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])];
    return [node, ...parts.flatMap(formsOf)];
  };
  const below = (node: Node, key: PropertyKey) =>
    typeof key === 'number' ? formsOf(node.items) : formsOf(node.properties?.[String(key)] ?? node.additionalProperties);
  const found = path.reduce<readonly Node[]>((nodes, key) => nodes.flatMap((node) => below(node, key)), formsOf(whole));
  return [...new Set(found.flatMap(({ properties = {} }) => Object.keys(properties)))];
}
