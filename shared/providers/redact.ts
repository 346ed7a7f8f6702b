/** Takes keys and prompts out of what a provider says: some quote both in their error messages. */
import type { ModelRequest } from '../ports/model.ts';

/** A shorter run in common with the prompt is ordinary language. */
const promptRun = 20;
/** A shorter run in common with a key gives nothing away. */
const keyRun = 6;
/** Headers that carry a key or token; a key of the environment is seen nowhere else. */
const secretHeaders = ['authorization', 'x-api-key', 'x-goog-api-key', 'x-amz-security-token'];

/** Characters that are looked at. The work grows with the text times the prompt, and nothing longer is ever shown. */
const lengthMax = 600;

/** Takes secrets out of a text, of which no more than 600 characters are kept. */
export type Redact = (text: string) => string;

/** A redactor for one request, as it was sent with `headers`. */
export function redactor(request: ModelRequest, headers: Headers = new Headers()): Redact {
  const keys = [request.key, ...secretHeaders.map((header) => secretOf(headers.get(header)))].filter((key) => key !== undefined);
  const forms = [...new Set(keys)].flatMap(formsOf);
  const prompts = [request.prompt, request.instructions, request.question];
  return (text) => {
    const start = unstarred(text.slice(0, lengthMax));
    const keyless = forms.reduce((rest, { form, run }) => mask(rest, form, run, '[key]'), start);
    return prompts.reduce((rest, prompt) => mask(rest, prompt, promptRunOf(prompt), '[prompt]'), keyless);
  };
}

/** A run of a coded key that gives nothing away: ordinary words and numbers are in no code of eight characters, but by chance. */
const codedRun = 8;

/** A key in the forms in which a provider may give it back: as it is, in other letters, backwards, and in the usual codes. */
function formsOf(key: string): readonly { readonly form: string; readonly run: number }[] {
  const bytes = Buffer.from(key);
  // What stands before a text shifts its Base64; the first and the last signs then hold parts of others.
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4)
      .replace(/.?={1,2}$/, ''),
  );
  const coded = [...shifted, ...shifted.map(urlSafe), bytes.toString('hex'), bytes.toString('hex').toUpperCase(), encodeURIComponent(key)];
  const plain = [key, key.toUpperCase(), key.toLowerCase(), Array.from(key).toReversed().join('')];
  return [
    ...plain.map((form) => ({ form, run: Math.min(keyRun, form.length) })),
    ...coded.map((form) => ({ form, run: Math.min(codedRun, form.length) })),
  ];
}

function urlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

/** Without keys that the provider has starred out by itself, which still show their ends. */
function unstarred(text: string): string {
  return text.replace(/\S+/g, (word) => (word.includes('***') ? '[key]' : word));
}

/** A signature is no secret, and its words are ordinary ones. */
function secretOf(header: string | null): string | undefined {
  return header === null || header.startsWith('AWS4-') ? undefined : header.replace(/^Bearer /, '');
}

/** A prompt shorter than the usual run is masked where it stands as a whole, unless it is but a word. */
function promptRunOf(prompt: string): number {
  return Math.min(promptRun, Math.max(8, prompt.length));
}

/** Replaces every run of at least `minimum` characters that also occurs in `source`. */
function mask(text: string, source: string, minimum: number, mark: string): string {
  if (minimum === 0) return text;
  let masked = '';
  let at = 0;
  while (at < text.length) {
    const length = sharedLength(text, at, source, minimum);
    masked += length === 0 ? text.charAt(at) : mark;
    at += Math.max(1, length);
  }
  return masked;
}

/** How many characters of `text` from `at` on also stand in `source`; 0 if fewer than `minimum`. */
function sharedLength(text: string, at: number, source: string, minimum: number): number {
  if (at + minimum > text.length) return 0;
  const start = source.indexOf(text.slice(at, at + minimum));
  if (start < 0) return 0;
  let length = minimum;
  while (at + length < text.length && text[at + length] === source[start + length]) length += 1;
  return length;
}
