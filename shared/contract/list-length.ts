/** How long the lists of a request may be. */

/** Members of one list or object of a request outside of a schema: what is longer is refused unread. */
export const listMaxLength = 2000;
