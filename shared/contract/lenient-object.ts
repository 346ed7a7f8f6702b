/** Objects of other people's clients: a member that nobody here knows is taken. Whoever answers says that it had no effect. */
import * as z from 'zod';

/** What an unknown member is refused with, where a caller wants it refused. */
export const unknownMember = 'is not a known parameter';

/** An object of these members, and of any others. */
export function members<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.looseObject(shape);
}

/** Whatever comes, since nobody reads it; `type` is what it is described as, where it has but one. */
export function unread(type?: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array') {
  return z
    .unknown()
    .optional()
    .meta(descriptions[type ?? 'anything']);
}

/** Few tools know an object that may be null, so that is not said of one. */
const descriptions = {
  ...{ string: { type: ['string', 'null'] }, number: { type: ['number', 'null'] }, integer: { type: ['integer', 'null'] } },
  ...{ boolean: { type: ['boolean', 'null'] }, array: { type: ['array', 'null'], items: {} } },
  ...{ object: { type: 'object', additionalProperties: true }, anything: {} },
};

/** A member that asks for what is not offered, unless it is null or false. */
export function refused(why: string) {
  const asksForNothing = (value: unknown) => value === null || value === undefined || value === false;
  return z
    .unknown()
    .refine(asksForNothing, { error: why })
    .optional()
    .meta({ description: `Refused unless it is null: ${why}.` });
}
