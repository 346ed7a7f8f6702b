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
/** A number, or one of our words for it, of a rule or of a result. */
const scored = z
  .looseObject({ 'security-severity': z.unknown().optional() })
  .nullish()
  .transform((properties) => properties?.['security-severity']);
const rule = z.looseObject({
  id: z.string().default('result'),
  guid: z.string().optional(),
  name: z.string().optional(),
  shortDescription: text,
  fullDescription: text,
  messageStrings: z.record(z.string(), text).default({}),
  defaultConfiguration: z.looseObject({ level: z.string().optional() }).default({}),
  properties: scored,
});
const component = z.looseObject({
  name: z.string().default('tool'),
  rules: z.array(rule).nullish(),
  globalMessageStrings: z.record(z.string(), text).default({}),
});
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
      guid: z.string().optional(),
      index: z.int().default(-1),
      toolComponent: z.looseObject({ index: z.int().default(-1) }).default({ index: -1 }),
    })
    .default({ index: -1, toolComponent: { index: -1 } }),
  level: z.string().optional(),
  kind: z.string().default('fail'),
  baselineState: z.string().optional(),
  properties: scored,
  provenance: z.looseObject({ invocationIndex: z.int().default(-1) }).default({ invocationIndex: -1 }),
  message,
  locations: z.array(location).nullable().default([]),
  suppressions: z
    .array(z.looseObject({ status: z.string().default('accepted') }))
    .nullable()
    .default([]),
});
/** What the settings of a run say of a rule instead of the rule itself. */
const override = z.looseObject({
  descriptor: z.looseObject({ id: z.string().optional(), index: z.int().default(-1) }).default({ index: -1 }),
  configuration: z.looseObject({ level: z.string().optional() }).default({}),
});
const run = z.looseObject({
  tool: z.looseObject({ driver: component, extensions: z.array(component).default([]) }),
  results: z.array(result).nullable().default(null),
  artifacts: z.array(z.looseObject({ location: artifact })).default([]),
  originalUriBaseIds: z.record(z.string(), artifact).default({}),
  invocations: z
    .array(z.looseObject({ executionSuccessful: z.boolean().default(true), ruleConfigurationOverrides: z.array(override).default([]) }))
    .default([]),
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
  const all = [own, tool.driver, ...tool.extensions].flatMap(({ rules }) => rules ?? []);
  const byName = all.find((one) => one.id === id) ?? all.find((one) => named.guid !== undefined && one.guid === named.guid);
  // A rule may be named with a part of itself, as in CA1000/1.
  return own.rules?.[index] ?? byName ?? all.find((one) => id?.startsWith(`${one.id}/`)) ?? rule.parse({ id });
}

/** The level that the run's own settings give a rule; undefined where they say nothing of it. */
export function overriddenLevel({ provenance, ruleIndex }: SarifResult, own: SarifRule, { invocations }: SarifRun): string | undefined {
  const of = invocations[provenance.invocationIndex];
  const overrides = (of === undefined ? invocations : [of]).flatMap(({ ruleConfigurationOverrides }) => ruleConfigurationOverrides);
  const found = overrides.find(({ descriptor: { id, index } }) => (id === undefined ? index >= 0 && index === ruleIndex : id === own.id));
  return found?.configuration.level;
}

/** What a result says, in the words of its rule where it only names them. */
export function wordsOf(
  { message: { text: said, markdown, id = '', arguments: values } }: SarifResult,
  own: SarifRule,
  { tool }: SarifRun,
): string | undefined {
  const form = own.messageStrings[id] ?? tool.driver.globalMessageStrings[id];
  const words = said ?? markdown ?? form?.text ?? form?.markdown;
  return words?.replaceAll(/\{(\d{1,3})\}/g, (whole, number: string) => values[Number(number)] ?? whole);
}
