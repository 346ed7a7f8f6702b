/** The clipboard, where the browser lets a page have it. */
import { announce } from './announce.ts';

/** Copies a text and says so. Throws a message for a person where the browser does not allow it. */
export async function copyText(text: string, told: string): Promise<void> {
  if (!('clipboard' in navigator)) throw new Error('A page may copy over HTTPS or on this machine only.');
  await navigator.clipboard.writeText(text);
  announce(told);
}
