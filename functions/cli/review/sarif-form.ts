/** What is read of a file in SARIF 2.1.0. Tools differ: what is not needed may be anything. */
import * as z from 'zod';

const text = z.looseObject({ text: z.string().optional(), markdown: z.string().optional() }).default({});
const message = z
  .looseObject({
    text: z.string().optional(),
    markdown: z.string().optional(),
    id: z.string().optional(),
    arguments: z.array(z.string()).default([]),
  })
  .default({ arguments: [] });
const rule = z.looseObject({
  id: z.string().default('result'),
  shortDescription: text,
  messageStrings: z.record(z.string(), text).default({}),
  defaultConfiguration: z.looseObject({ level: z.string().optional() }).default({}),
  properties: z.looseObject({ 'security-severity': z.union([z.string(), z.number()]).optional() }).default({}),
});
const component = z.looseObject({ name: z.string().default('tool'), rules: z.array(rule).default([]) });
const region = z.looseObject({ startLine: z.int().optional(), endLine: z.int().optional() }).default({});
const artifact = z
  .looseObject({ uri: z.string().optional(), uriBaseId: z.string().optional(), index: z.int().default(-1) })
  .default({ index: -1 });
const location = z.looseObject({
  physicalLocation: z.looseObject({ artifactLocation: artifact, region }).default({ artifactLocation: { index: -1 }, region: {} }),
});
const result = z.looseObject({
  ruleId: z.string().optional(),
  ruleIndex: z.int().default(-1),
  rule: z
    .looseObject({
      id: z.string().optional(),
      index: z.int().default(-1),
      toolComponent: z.looseObject({ index: z.int().default(-1) }).default({ index: -1 }),
    })
    .default({ index: -1, toolComponent: { index: -1 } }),
  level: z.string().optional(),
  kind: z.string().default('fail'),
  baselineState: z.string().optional(),
  message,
  locations: z.array(location).nullable().default([]),
  suppressions: z
    .array(z.looseObject({ status: z.string().default('accepted') }))
    .nullable()
    .default([]),
});
const run = z.looseObject({
  tool: z.looseObject({ driver: component, extensions: z.array(component).default([]) }),
  results: z.array(result).nullable().default(null),
  artifacts: z.array(z.looseObject({ location: artifact })).default([]),
  originalUriBaseIds: z.record(z.string(), artifact).default({}),
  invocations: z.array(z.looseObject({ executionSuccessful: z.boolean().default(true) })).default([]),
  externalPropertyFileReferences: z.looseObject({ results: z.array(z.unknown()).default([]) }).default({ results: [] }),
});

export const sarifLog = z.looseObject({ version: z.string(), runs: z.array(run) });
export type SarifRun = z.infer<typeof run>;
export type SarifResult = z.infer<typeof result>;
export type SarifRule = z.infer<typeof rule>;
export type SarifArtifact = z.infer<typeof artifact>;

/** The rule of a result, in the tool or in one of its extensions; one that is only named has nothing to say. */
export function ruleOf({ ruleId, ruleIndex, rule: named }: SarifResult, { tool }: SarifRun): SarifRule {
  const id = ruleId ?? named.id;
  const own = tool.extensions[named.toolComponent.index] ?? tool.driver;
  const index = named.index >= 0 ? named.index : ruleIndex;
  const all = [own, tool.driver, ...tool.extensions].flatMap(({ rules }) => rules);
  // A rule may be named with a part of itself, as in CA1000/1.
  const found = own.rules[index] ?? all.find((one) => one.id === id) ?? all.find((one) => id?.startsWith(`${one.id}/`));
  return found ?? rule.parse({ id });
}

/** What a result says, in the words of its rule where it only names them. */
export function wordsOf(
  { message: { text: said, markdown, id = '', arguments: values } }: SarifResult,
  own: SarifRule,
): string | undefined {
  const form = own.messageStrings[id];
  const words = said ?? markdown ?? form?.text ?? form?.markdown;
  return words?.replaceAll(/\{(\d{1,3})\}/g, (whole, number: string) => values[Number(number)] ?? whole);
}
