/** Input of tools as clients send it that write every value as a text, and every member that they know. */
import * as z from 'zod';

/** Characters of a text that may be a value: as many as options and metadata can have. */
const lengthMax = 200_000;

/**
 * The schema, for input whose lists, numbers and objects may be texts of them, and whose optional members may be null or empty. What it
 * says to a client stays what it is.
 */
export function loose<Shape extends z.core.$ZodLooseShape>(schema: z.ZodObject<Shape, z.core.$strict>) {
  return z.preprocess((input) => loosened(input, schema.shape), schema);
}

function loosened(input: unknown, shape: Readonly<Record<string, unknown>>): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const members = Object.entries(input)
    .filter(([name, value]) => !isLeftOut(value, Object.hasOwn(shape, name) ? shape[name] : undefined))
    .map(([name, value]) => [name, Object.hasOwn(shape, name) ? meantBy(value, shape[name]) : value]);
  return Object.fromEntries(members);
}

/** Null, and an empty text where the member may be left out. An unknown member is refused unless it is null. */
function isLeftOut(value: unknown, member: unknown): boolean {
  if (member === undefined) return value === null;
  return (value === null || value === '') && accepts(member, undefined);
}

/** What a text stands for, where the member takes no such text but the JSON value that it writes. */
function meantBy(value: unknown, member: unknown): unknown {
  if (typeof value !== 'string' || value.length > lengthMax || accepts(member, value)) return value;
  const meant = parsed(value);
  return meant !== undefined && accepts(member, meant) ? meant : value;
}

function accepts(member: unknown, value: unknown): boolean {
  return member instanceof z.ZodType && member.safeParse(value).success;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
