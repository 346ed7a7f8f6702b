/** What each use of a stored noun does to the table: the stack grants it by these words, and a test holds the adapters to them. */
import { byDeadline, byTenant, type LargeTextsKind, scheduledTimesPrefix } from './table.ts';

/** A right to the items of some partitions. Transactions are authorised by the actions that they are made of. */
export interface TableRight {
  readonly actions: readonly `dynamodb:${'GetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem'}`[];
  /** Name of an index. @default the table itself */
  readonly index?: string;
  /** Beginning of the partition keys, where `*` stands for any rest: the condition `dynamodb:LeadingKeys`. */
  readonly leadingKey: string;
}

// All items of one consultation share a partition, so what lies in it is told apart by action alone.
const consultations = 'CONSULTATION#*';
const reliability = 'RELIABILITY#*';
const scheduledTimes = `${scheduledTimesPrefix}*`;

/** The rights by word: the noun of a port, and what is done with it. */
export const tableAccess = {
  'runs:read': [{ actions: ['dynamodb:GetItem'], leadingKey: consultations }],
  'runs:whole': [{ actions: ['dynamodb:GetItem'], leadingKey: consultations }],
  'runs:create': [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], leadingKey: consultations },
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], leadingKey: 'IDEMPOTENCY#*' },
  ],
  'runs:write': [{ actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], leadingKey: consultations }],
  // Everything in the partition of a run that has ended.
  'runs:remove': [{ actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:DeleteItem'], leadingKey: consultations }],
  'opinions:read': [{ actions: ['dynamodb:GetItem', 'dynamodb:Query'], leadingKey: consultations }],
  // What was stored of a run that has been removed meanwhile is deleted.
  'opinions:write': [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'], leadingKey: consultations },
  ],
  // A large verdict quotes opinions by reference.
  'verdicts:read': [{ actions: ['dynamodb:GetItem', 'dynamodb:Query'], leadingKey: consultations }],
  'verdicts:write': [
    { actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], leadingKey: consultations },
  ],
  'listings:page': [{ actions: ['dynamodb:Query'], index: byTenant.name, leadingKey: 'TENANT#*' }],
  'listings:overdue': [
    { actions: ['dynamodb:Query'], index: byDeadline.name, leadingKey: 'OPEN' },
    { actions: ['dynamodb:GetItem'], leadingKey: consultations },
  ],
  'reliability:read': [{ actions: ['dynamodb:Query'], leadingKey: reliability }],
  'reliability:learn': [{ actions: ['dynamodb:UpdateItem'], leadingKey: reliability }],
  'reliability:replace': [{ actions: ['dynamodb:UpdateItem'], leadingKey: reliability }],
  'feedback:read': [{ actions: ['dynamodb:GetItem', 'dynamodb:Query'], leadingKey: consultations }],
  'feedback:write': [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], leadingKey: consultations },
    { actions: ['dynamodb:UpdateItem'], leadingKey: reliability },
  ],
  'deliveries:read': [{ actions: ['dynamodb:Query'], leadingKey: consultations }],
  'deliveries:write': [{ actions: ['dynamodb:PutItem'], leadingKey: consultations }],
  'requests:read': [{ actions: ['dynamodb:Query'], leadingKey: 'REQUEST#*' }],
  'requests:write': [{ actions: ['dynamodb:PutItem'], leadingKey: 'REQUEST#*' }],
  'health:read': [{ actions: ['dynamodb:Query'], leadingKey: 'HEALTH' }],
  'health:write': [{ actions: ['dynamodb:PutItem'], leadingKey: 'HEALTH' }],
  'agenda:read': [
    { actions: ['dynamodb:Query'], leadingKey: 'AGENDA' },
    { actions: ['dynamodb:Query'], leadingKey: scheduledTimes },
  ],
  'agenda:write': [
    { actions: ['dynamodb:PutItem', 'dynamodb:DeleteItem'], leadingKey: 'AGENDA' },
    { actions: ['dynamodb:PutItem'], leadingKey: scheduledTimes },
  ],
  'secretUses:write': [{ actions: ['dynamodb:PutItem'], leadingKey: 'SECRETUSE#*' }],
} as const satisfies Readonly<Record<string, readonly TableRight[]>>;

/** A right to large texts of a kind. */
export interface TextRight {
  readonly action: 's3:GetObject' | 's3:PutObject' | 's3:DeleteObject';
  readonly kind: LargeTextsKind;
}

const of = (kind: LargeTextsKind, ...actions: readonly ('Get' | 'Put' | 'Delete')[]): readonly TextRight[] =>
  actions.map((action) => ({ action: `s3:${action}Object`, kind }));

/** What a word means for large texts, beside the table. */
export const textAccess: Partial<Readonly<Record<keyof typeof tableAccess, readonly TextRight[]>>> = {
  'runs:whole': of('questions', 'Get'),
  // Removed where another request made the run.
  'runs:create': of('questions', 'Put', 'Delete'),
  'runs:remove': [...of('questions', 'Delete'), ...of('answers', 'Delete')],
  'opinions:read': of('answers', 'Get'),
  // Removed where another answer was stored first, or has taken its place.
  'opinions:write': of('answers', 'Get', 'Put', 'Delete'),
  'verdicts:read': of('answers', 'Get'),
  'verdicts:write': of('answers', 'Get', 'Put'),
};

/** What a function may be granted: a noun, and what it does with it. */
export type TableWord = keyof typeof tableAccess;
