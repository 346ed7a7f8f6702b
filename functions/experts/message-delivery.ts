/** How a seat's message came to its worker. */
export interface MessageDelivery {
  /** It may have been handled before. */
  readonly redelivered: boolean;
  /** Milliseconds that the worker has left; without limit where this is absent. */
  readonly remainingMs?: (() => number) | undefined;
}
