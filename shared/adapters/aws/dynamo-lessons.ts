/**
 * Lessons in the table. The sums of a circle's experts are numbers of one item that updates add to: `ADD` commutes, so any order of lessons gives the
 * same sums.
 */
import { addLessons, type Learnt, learnt as learntSchema, type ReliabilityKey } from '../../contract/reliability.ts';
import { readTolerantly } from '../../contract/stored.ts';
import { earlierSumsPrefix, sumsKey, sumsSortKey, tableAttributes } from '../../contract/table.ts';
import { type DynamoTable, fieldsOf, type Item } from './dynamo-table.ts';

/** Sums that one update adds to: its text may hold 4 KB. More than the outcome of the largest panel whose pairs are kept teaches (14 experts: 122). */
const atOnce = 150;

/** Attributes of a sum by its name. The name of an expert can hold no space; those of sums of several do. */
const sums = { right: 'right ', asked: 'asked ' } as const;

/** One update of the sums. */
export interface Addition {
  readonly Update: {
    readonly TableName: string;
    readonly Key: ReturnType<typeof sumsKey>;
    readonly UpdateExpression: string;
    readonly ExpressionAttributeNames: Record<string, string>;
    readonly ExpressionAttributeValues: Record<string, number>;
  };
}

/** The changes of the experts' sums by a lesson; one of a panel is one change, and one that teaches nothing is none. */
export function additions(table: DynamoTable, key: ReliabilityKey, learnt: Learnt): readonly Addition[] {
  const experts = Object.entries(learntSchema.parse(learnt));
  const parts = Array.from({ length: Math.ceil(experts.length / atOnce) }, (_, part) => experts.slice(part * atOnce, (part + 1) * atOnce));
  return parts.map((part) => ({ Update: { TableName: table.name, Key: sumsKey(key), ...addition(part) } }));
}

function addition(experts: readonly (readonly [string, Learnt[string]])[]) {
  const names: Record<string, string> = {};
  const values: Record<string, number> = {};
  const clauses = experts.flatMap(([expert, { right, asked }], place) => {
    Object.assign(names, { [`#r${place}`]: sums.right + expert, [`#a${place}`]: sums.asked + expert });
    Object.assign(values, { [`:r${place}`]: right, [`:a${place}`]: asked });
    return [`#r${place} :r${place}`, `#a${place} :a${place}`];
  });
  return { UpdateExpression: `ADD ${clauses.join(', ')}`, ExpressionAttributeNames: names, ExpressionAttributeValues: values };
}

/** The sums that the items of a partition hold, those of the first version included. */
export function readSums(items: readonly Item[]): Learnt {
  return items.reduce<Learnt>((total, item) => addLessons(total, sumsOf(item)), {});
}

function sumsOf(item: Item): Learnt {
  const sortKey = String(item[tableAttributes.sortKey]);
  const fields = fieldsOf(item);
  if (sortKey.startsWith(earlierSumsPrefix)) return readTolerantly(learntSchema, { [sortKey.slice(earlierSumsPrefix.length)]: fields });
  if (sortKey !== sumsSortKey) return {};
  const experts = Object.keys(fields).flatMap((name) => (name.startsWith(sums.asked) ? [name.slice(sums.asked.length)] : []));
  return learntSchema.parse(
    Object.fromEntries(experts.map((expert) => [expert, { right: fields[sums.right + expert], asked: fields[sums.asked + expert] }])),
  );
}
