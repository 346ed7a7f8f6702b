/** Addresses below which requests are sent. */
import * as z from 'zod';

/** Paths of the calls themselves, which are added to an address. */
const endpoint = /\/(?:chat\/completions|completions|responses|messages|embeddings|models|api\/chat|api\/generate)\/*$/;

/** Why an address is refused, in the order of the checks. */
const faults: readonly { readonly is: (url: URL, text: string) => boolean; readonly message: string }[] = [
  {
    is: ({ username, password }) => username + password !== '',
    message: 'must not hold a name or password: name the key of the expert with `key`',
  },
  { is: (_, text) => text.includes('?'), message: 'must not hold a query: calls are made below this address' },
  { is: (_, text) => text.includes('#'), message: 'must not hold a fragment (#)' },
  { is: ({ pathname }) => pathname.includes('//'), message: 'must not hold an empty part (//) in its path' },
];

/** An address without a name and password, which messages would show, and without what comes after the path. Messages never quote it. */
export const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address, such as https://host/v1' })
  .superRefine((text, context) => {
    const url = URL.parse(text.trim());
    if (url === null) return;
    const message = faults.find(({ is }) => is(url, text))?.message ?? whyCall(url);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

function whyCall({ pathname }: URL): string | undefined {
  const call = endpoint.exec(pathname)?.[0];
  return call === undefined ? undefined : `must end before ${call}, which is added to it, as in https://host/v1`;
}
