/** Objects of other people's clients: a member that says nothing is taken, whatever its name. */
import * as z from 'zod';

/** What an unknown member is refused with. */
export const unknownMember = 'is not a known parameter';

/** A member that may be there with null: some clients write every member that they know. */
const saysNothing = z.unknown().refine((value): boolean => value === null, unknownMember);

/** An object of these members, and of any others that are null. */
export function members<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  // To those who read the schema, the others do not exist.
  return z.object(shape).catchall(saysNothing).meta({ additionalProperties: false });
}
