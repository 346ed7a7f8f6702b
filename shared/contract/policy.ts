/** How a request is treated by the entry that it comes to: settings of a server, of a circle and of a request. */
import * as z from 'zod';

/** Whether a repeated request joins the consultation of the first. */
export const repeats = z.enum(['join', 'new']);
export type Repeats = z.infer<typeof repeats>;

/** What becomes of a consultation whose caller hangs up. */
export const onDisconnect = z.enum(['keep', 'cancel']);

/** What a chat completion says of the panel at the end of its text, for clients that show nothing else. */
export const append = z.enum(['none', 'line', 'report']);
export type Append = z.infer<typeof append>;

/** What an entry does unless circle or request say otherwise. */
export const doorPolicy = z.strictObject({
  repeats: repeats.default('join'),
  onDisconnect: onDisconnect.default('keep'),
  append: append.default('none'),
});
export type DoorPolicy = z.infer<typeof doorPolicy>;

/** A repeated request is not paid for twice, and a caller who hangs up may come back. */
export const defaultPolicy: DoorPolicy = doorPolicy.parse({});
