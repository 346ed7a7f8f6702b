/** Where in the console one is: the hash of the address, so that a link survives a reload below any path. */
import { computed, signal } from '@preact/signals';
import { type Route, readRoute } from '../text/address.ts';

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

export const route = computed((): Route => readRoute(hash.value));

/** Goes to an address such as `#/consultations`. */
export function goTo(address: string): void {
  location.hash = address;
}

/** Changes the address without a new entry in the history: a filter is no place to come back to. */
export function changeTo(address: string): void {
  history.replaceState(null, '', address);
  hash.value = address;
}
