/** The body that API Gateway lets through to `POST /v1/consultations`. */
import { type JsonSchema, JsonSchemaType, JsonSchemaVersion } from 'aws-cdk-lib/aws-apigateway';
import * as z from 'zod';
import { newConsultation } from '../../shared/contract/question.ts';

const jsonTypes: Readonly<Record<string, JsonSchemaType>> = {
  array: JsonSchemaType.ARRAY,
  boolean: JsonSchemaType.BOOLEAN,
  integer: JsonSchemaType.INTEGER,
  number: JsonSchemaType.NUMBER,
  object: JsonSchemaType.OBJECT,
  string: JsonSchemaType.STRING,
};

/**
 * The contract's own schema in JSON Schema draft 4, reduced to which fields exist, their types and which are required. That stops
 * wrong requests before a function runs; the finer rules stay with the application, whose answer names the field.
 */
export function newConsultationModel(): JsonSchema {
  const { properties = {}, required } = z.toJSONSchema(newConsultation, {
    target: 'draft-4',
    io: 'input',
    unrepresentable: 'any',
    // Without the names that the API description uses, every field is written out in its place.
    metadata: z.registry(),
  });
  return {
    schema: JsonSchemaVersion.DRAFT4,
    title: 'NewConsultation',
    type: JsonSchemaType.OBJECT,
    required: required ?? [],
    additionalProperties: false,
    properties: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, typeOnly(schema)])),
  };
}

const typed = z.looseObject({ type: z.string().optional() });

function typeOnly(schema: unknown): JsonSchema {
  const type = typed.parse(schema).type;
  const jsonType = type === undefined ? undefined : jsonTypes[type];
  return jsonType === undefined ? {} : { type: jsonType };
}
