/** Who a caller is. */

/** What a caller may do. One role for now: everything that the API offers. */
export type Role = 'caller';

/** A caller that a door has let in; everything behind the door works for it. */
export interface Principal {
  /** Whose consultations these are. */
  readonly tenant: string;
  /** Who acts, for logs. */
  readonly subject: string;
  readonly roles: readonly Role[];
}

/** The tenant of every run until there are several: no other file names it. */
const soleTenant = 'default';

/** Every tenant whose consultations are kept here. */
export const tenants: readonly string[] = [soleTenant];

/** Whoever holds the one API key. */
export const keyHolder: Principal = { tenant: soleTenant, subject: 'caller', roles: ['caller'] };

/** Whoever may start the workflow past the API, by hand or by a schedule. */
export const operator: Principal = { tenant: soleTenant, subject: 'operator', roles: ['caller'] };
