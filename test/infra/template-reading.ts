/** Reads a template as people talk about it: functions by name, resources by path, permissions as `action on resource`. */
import type { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';

const resourceShape = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.looseObject({ 'aws:cdk:path': z.string().optional() }).optional(),
});
export type Resource = z.infer<typeof resourceShape>;

const oneOrMore = <Item extends z.ZodType>(item: Item) => z.union([z.array(item), item.transform((one) => [one])]);
const statementShape = z.looseObject({
  Effect: z.string(),
  Action: oneOrMore(z.string()),
  Resource: z.unknown(),
  Condition: z
    .union([
      z.strictObject({ 'ForAllValues:StringLike': z.strictObject({ 'dynamodb:LeadingKeys': z.array(z.string()) }) }),
      z.strictObject({ StringLike: z.strictObject({ 's3:prefix': z.string() }) }),
    ])
    .optional(),
});
const policyShape = z.looseObject({
  PolicyDocument: z.looseObject({ Statement: z.array(statementShape) }),
  Roles: z.array(z.looseObject({ Ref: z.string() })),
});

const functionShape = z.looseObject({
  Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  Architectures: z.array(z.string()),
  Runtime: z.string(),
  MemorySize: z.number(),
  Timeout: z.number(),
  TracingConfig: z.looseObject({ Mode: z.string() }),
  LoggingConfig: z.looseObject({ LogGroup: z.unknown() }),
});

/** A function of the template. */
export interface FunctionResource {
  readonly logicalId: string;
  readonly roleId: string;
  readonly properties: z.infer<typeof functionShape>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** All resources by logical id. */
export function resourcesOf(template: Template): ReadonlyMap<string, Resource> {
  const resources = z.object({ Resources: z.record(z.string(), resourceShape) }).parse(template.toJSON()).Resources;
  return new Map(Object.entries(resources));
}

/** All resources of a type. */
export function ofType(template: Template, type: string): readonly (readonly [string, Resource])[] {
  return [...resourcesOf(template)].filter(([, resource]) => resource.Type === type);
}

/** Functions by their service name, such as `ask` or `expert-openai`. */
export function functionsOf(template: Template): ReadonlyMap<string, FunctionResource> {
  return new Map(
    ofType(template, 'AWS::Lambda::Function').map(([logicalId, resource]) => {
      const properties = functionShape.parse(resource.Properties);
      const variables = properties.Environment.Variables;
      return [
        z.string().parse(variables['POWERTOOLS_SERVICE_NAME']),
        { logicalId, roleId: properties.Role['Fn::GetAtt'][0], properties, variables },
      ];
    }),
  );
}

/** What a role may do, as sorted sentences such as `sqs:SendMessage on Experts/openai/Queue`, with ` of …` for the keys of items. */
export function permissionsOf(template: Template, roleId: string): readonly string[] {
  const name = namer(template);
  const sentences = ofType(template, 'AWS::IAM::Policy')
    .map(([, resource]) => policyShape.parse(resource.Properties))
    .filter((policy) => policy.Roles.some(({ Ref }) => Ref === roleId))
    .flatMap((policy) => policy.PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource: target, Condition }) =>
      Action.flatMap((action) =>
        (Array.isArray(target) ? target : [target]).map(
          (one) => `${Effect === 'Allow' ? '' : `${Effect} `}${action} on ${name(one)}${keysOf(Condition)}`,
        ),
      ),
    );
  return [...new Set(sentences)].sort();
}

function keysOf(condition: z.infer<typeof statementShape>['Condition']): string {
  if (condition === undefined) return '';
  if ('StringLike' in condition) return ` of ${condition.StringLike['s3:prefix']}`;
  return ` of ${condition['ForAllValues:StringLike']['dynamodb:LeadingKeys'].join(', ')}`;
}

const reference = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((attribute) => attribute['Fn::GetAtt'][0]),
]);
const joined = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) });

/** A function that writes a resource of a statement as people would: paths for references, text for the rest. */
function namer(template: Template): (value: unknown) => string {
  const resources = resourcesOf(template);
  const name = (value: unknown): string => {
    const join = joined.safeParse(value);
    if (join.success) {
      return join.data['Fn::Join'][1].map(name).join('');
    }
    const target = reference.safeParse(value);
    if (!target.success) {
      return String(value);
    }
    const path = resources.get(target.data)?.Metadata?.['aws:cdk:path'];
    return path === undefined ? target.data : path.replace(/^[^/]+\//, '').replace(/\/Resource$/, '');
  };
  return name;
}
