/** For how long the table keeps what belongs to a consultation: as long as its circle says, or the stage. */
import { runKey, tableAttributes } from '../../contract/table.ts';
import { type DynamoTable, epochSeconds, type Item, readItem } from './dynamo-table.ts';

const daySeconds = 24 * 60 * 60;

/** An item of a consultation of a circle, with the moment from which on the table may delete it, where there is one. */
export function keptFor(table: DynamoTable, circle: string | undefined, item: Item): Item {
  const days = daysOf(table, circle);
  return days === undefined ? item : { ...item, [tableAttributes.expiresAt]: epochSeconds(table.clock.now()) + days * daySeconds };
}

/** The same for what is written about a run: its circle is known from the run, which whoever writes has read as a rule. */
export async function kept(table: DynamoTable, consultationId: string, item: Item): Promise<Item> {
  return keptFor(table, await circleOf(table, consultationId), item);
}

/** The same by what is in mind, for whoever may not read runs. */
export function keptAsKnown(table: DynamoTable, consultationId: string, item: Item): Item {
  return keptFor(table, table.circles.get(consultationId), item);
}

/** Days for which consultations of a circle are kept; undefined for good. */
export function daysOf(table: DynamoTable, circle: string | undefined): number | undefined {
  return ownDaysOf(table, circle) ?? table.retentionDays;
}

/** Days for which consultations of a circle are kept where it says so itself. */
export function ownDaysOf({ retentionByCircle }: DynamoTable, circle: string | undefined): number | undefined {
  return circle !== undefined && Object.hasOwn(retentionByCircle, circle) ? retentionByCircle[circle] : undefined;
}

/** The circle of a run, where it matters for how long things are kept. */
export async function circleOf(table: DynamoTable, consultationId: string): Promise<string | undefined> {
  if (Object.keys(table.retentionByCircle).length === 0) return undefined;
  if (!table.circles.has(consultationId)) await readItem(table, runKey(consultationId));
  return table.circles.get(consultationId);
}
