/** The entry that a record has of its own: `constructor` is a good name for an expert, and every object inherits one. */
export function ownEntry<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
