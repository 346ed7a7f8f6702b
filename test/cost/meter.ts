/** Counts the capacity units of DynamoDB calls by AWS's rules, from the sizes of the items: an emulator bills nothing. */
import { type AttributeValue, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { byTenant, tableAttributes } from '../../shared/contract/table.ts';

type Item = Readonly<Record<string, unknown>>;

/** Units so far. A write that was refused by its condition is billed too, and counted. */
export interface Units {
  writes: number;
  reads: number;
}

const kilobyte = 1024;
/** Bytes of one read unit. */
const readBytes = 4 * kilobyte;

/** One value as DynamoDB writes it, such as `{"S": "text"}`. */
const attributeValue = z
  .strictObject({
    S: z.string(),
    N: z.string(),
    B: z.instanceof(Uint8Array),
    BOOL: z.boolean(),
    NULL: z.boolean(),
    L: z.array(z.unknown()),
    M: z.record(z.string(), z.unknown()),
    SS: z.array(z.string()),
  })
  .partial()
  .refine((value) => Object.keys(value).length === 1);

const place = z.looseObject({ TableName: z.string().optional(), ConsistentRead: z.boolean().optional() });
const write = z.looseObject({
  Item: z.custom<Item>().optional(),
  Key: z.custom<Readonly<Record<string, AttributeValue>>>().optional(),
  TableName: z.string(),
  UpdateExpression: z.string().optional(),
});
const transaction = z.object({
  TransactItems: z.array(
    z.object({ Put: write.optional(), Update: write.optional(), Delete: write.optional(), ConditionCheck: write.optional() }),
  ),
});

/** Meters every call of `client`; `bystander` reads items back for their size, and is not metered. */
export function meter(client: DynamoDBClient, bystander: DynamoDBClient): Units {
  const units: Units = { writes: 0, reads: 0 };

  const sizeOf = async ({ Item, Key, TableName }: z.infer<typeof write>): Promise<Item> => {
    if (Item) return Item;
    const stored = await bystander.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    return stored.Item ?? {};
  };
  const noteWrite = async (one: z.infer<typeof write>, factor: number, changes: boolean) => {
    const item = await sizeOf(one);
    units.writes += factor * writeUnits(item);
    if (changes) units.writes += listedUnits(item) + openUnits(one);
  };
  const noteTransaction = async (input: unknown) => {
    for (const { Put, Update, Delete, ConditionCheck } of transaction.parse(input).TransactItems) {
      const change = Put ?? Update ?? Delete;
      if (change) await noteWrite(change, 2, true);
      if (ConditionCheck) await noteWrite(ConditionCheck, 2, false);
    }
  };
  const noteRead = (input: unknown, items: readonly Item[]) => {
    const bytes = items.reduce((sum, item) => sum + itemBytes(item), 0);
    const whole = Math.max(1, Math.ceil(bytes / readBytes));
    units.reads += place.parse(input).ConsistentRead === true ? whole : whole / 2;
  };

  client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = String(context['commandName']);
      const read = z.object({ output: z.object({ Item: z.custom<Item>().optional(), Items: z.array(z.custom<Item>()).optional() }) });
      try {
        const result = await next(args);
        if (name === 'GetItemCommand' || name === 'QueryCommand') {
          const { Item, Items } = read.parse(result).output;
          noteRead(args.input, Items ?? (Item ? [Item] : []));
        }
        return result;
      } finally {
        if (name === 'TransactWriteItemsCommand') await noteTransaction(args.input);
        if (name === 'PutItemCommand' || name === 'UpdateItemCommand') await noteWrite(write.parse(args.input), 1, true);
      }
    },
    // Behind the document client's own translation, so that what passes is what DynamoDB sees.
    { step: 'build', name: 'meter' },
  );
  return units;
}

function writeUnits(item: Item): number {
  return Math.max(1, Math.ceil(itemBytes(item) / kilobyte));
}

/** What a change of the item writes to the listing, which holds it whole. */
function listedUnits(item: Item): number {
  if (item[tableAttributes.tenantKey] === undefined) return 0;
  return byTenant.projection === 'ALL' ? writeUnits(item) : 1;
}

/** The listing by deadline holds keys alone, so it is written only where an item comes or goes. */
function openUnits({ Item, UpdateExpression = '' }: z.infer<typeof write>): number {
  return Item?.[tableAttributes.openKey] !== undefined || UpdateExpression.includes('REMOVE #openKey') ? 1 : 0;
}

/** Bytes as DynamoDB counts them: names and values, with a little for each member of a list or map. */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

function valueBytes(value: unknown): number {
  if (Array.isArray(value)) return 3 + value.reduce((sum: number, one) => sum + 1 + valueBytes(one), 0);
  if (value instanceof Uint8Array) return value.length;
  return typeof value === 'object' && value !== null ? objectBytes(value) : scalarBytes(value);
}

function scalarBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return typeof value === 'number' ? numberBytes(String(value)) : 1;
}

/** The document client hands on what it reads as plain values, and what it writes as DynamoDB's own. */
function objectBytes(value: object): number {
  const { success, data } = attributeValue.safeParse(value);
  if (!success) return 3 + Object.keys(value).length + itemBytes({ ...value });
  if (data.N !== undefined) return numberBytes(data.N);
  // A map of DynamoDB's own is a plain object inside: it must not be taken for a value again.
  return data.M === undefined ? valueBytes(Object.values(data)[0]) : 3 + Object.keys(data.M).length + itemBytes(data.M);
}

function numberBytes(digits: string): number {
  return Math.ceil(digits.length / 2) + 1;
}
