/**
 * The kinds of provider, one entry each: all that tells one from another. Beside its entry a kind has a file of `shared/providers` that asks, one of
 * `functions/experts` for its worker, and a loader (`infra/local/models.ts`); a test looks for kinds that are spelled out anywhere else.
 */
import type { SteeringParameter } from './context.ts';

/** What is true of all experts of a kind. */
export interface ProviderKindFacts {
  /** Who forms the opinion: a model, a script in its place, rules that read files, or a person who hands it in. */
  readonly judge: 'model' | 'script' | 'rules' | 'person';
  /** Whether it takes images unless an expert or its preset says otherwise. Models on small servers mostly do not. */
  readonly images: boolean;
  /** Bytes of one image that its API takes as it is, where that is less than a question may show. */
  readonly imageMaxBytes?: number;
  /** Whether it holds an answer to a JSON Schema by itself. @default only where an expert or its preset says so */
  readonly schemas: boolean;
  /** Parameters of sampling that its models take unless an expert says otherwise: only some models of a kind think on demand. */
  readonly takes: readonly SteeringParameter[];
  /** What an expert of it has to state. */
  readonly needs: readonly ('model' | 'rules' | 'script' | 'baseUrl')[];
  /** Settings of its requests that an expert may state. */
  readonly settings: readonly ('maxTokensField' | 'systemRole' | 'extraBody')[];
  /** What tells, at no cost, whether an expert without a key can be asked: its server, nothing, or that there is nothing to lack. */
  readonly keyless: 'server' | 'unknown' | 'ready';
  /** Calls under way at once in a stage of production. */
  readonly concurrency: number;
  /** What its worker calls in the cloud beside the internet. */
  readonly reaches?: 'review-function' | 'bedrock-models';
}

const model = { judge: 'model', images: true, schemas: false, needs: ['model'], settings: [], keyless: 'ready', concurrency: 20 } as const;

/** The table. Its order is that in which queues are served. */
export const providerKinds = {
  anthropic: { ...model, schemas: true, takes: ['topP'] },
  // Its Responses know no seed.
  openai: { ...model, schemas: true, takes: ['topP'], settings: ['systemRole', 'extraBody'] },
  google: { ...model, schemas: true, takes: ['topP', 'seed'] },
  // A role's permission has no free check: it shows when the expert is asked. Converse takes 3.75 MB an image.
  bedrock: { ...model, imageMaxBytes: 3_750_000, takes: ['topP'], keyless: 'unknown', reaches: 'bedrock-models' },
  'openai-compatible': {
    ...model,
    images: false,
    takes: ['topP', 'seed'],
    needs: ['model', 'baseUrl'],
    settings: ['maxTokensField', 'systemRole', 'extraBody'],
    keyless: 'server',
  },
  scripted: { ...model, judge: 'script', images: false, takes: [], needs: ['model', 'script'], concurrency: 5 },
  rules: { ...model, judge: 'rules', images: false, takes: [], needs: ['rules'], concurrency: 5, reaches: 'review-function' },
  human: { ...model, needs: [], judge: 'person', takes: [] },
} as const satisfies Readonly<Record<string, ProviderKindFacts>>;

/** The name of a kind. */
export type ProviderKindName = keyof typeof providerKinds;

/** The kinds that are asked through a queue: all but people, who come by themselves. */
export type QueuedKindName = {
  [Name in ProviderKindName]: (typeof providerKinds)[Name]['judge'] extends 'person' ? never : Name;
}[ProviderKindName];

/** The names of all kinds, in the order of the table. */
export const providerKindNames = Object.keys(providerKinds) as [ProviderKindName, ...ProviderKindName[]];

/** What is true of a kind. */
export function factsOf(kind: ProviderKindName): ProviderKindFacts {
  return providerKinds[kind];
}
