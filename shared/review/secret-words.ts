/** What values of credentials look like, and what stands in their place. */

const placeholder =
  /^(?:x+|\*+|\.+|-+|_+|0+|1234\d*|null|none|nil|true|false|undefined|string|str|text|todo|tbd|n\/a|empty|password|passwd|pass|secret|token|user|username|key|value|required|optional|redacted|masked|hidden)$|change.?me|change.?this|replace.?(?:me|this|with)|example|placeholder|dummy|insert|your[-_ ]?\w|my[-_](?:secret|password|token|key)|<[^>]{0,100}>|\.\.\.|\*{3}|x{4}|•|…/i;
/** What is put in later: variables of shells and templates, and functions of templates. */
const filledIn =
  /^[$%]\w|\$\{|\$\(|\{\{|^\{[\w.]{1,60}\}$|^<|^%\(|^@|^!(?:Ref|Sub|GetAtt)|^(?:process\.env|os\.environ|ENV\[|env\.|secrets\.|vault:|ssm:|arn:|file:|projects\/)/i;

/** Whether a value is more than a stand-in for one. */
export function isSecretWord(value: string): boolean {
  return !placeholder.test(value.slice(0, 200)) && !filledIn.test(value) && new Set(value).size > 2;
}

/** Names of words with slashes between them, as secrets are named where they are kept; a policy leaves their end open. */
const pathOfWords = /^[a-z]{2,20}(?:[_-][a-z]{2,20}){0,5}(?:\/[a-z]{2,20}(?:[_-][a-z]{2,20}){0,5}){2,6}(?:[_-]?[*?]{1,8})?$/i;

/** A path, an address, or a name out of the code: something that stands elsewhere. */
export function isReference(value: string): boolean {
  return (
    pathOfWords.test(value) || /^(?:\.{0,2}\/|~\/|[a-z]{2,10}:\/\/)|^[A-Za-z_]\w{0,60}(?:(?:\.|->|::)[A-Za-z_]\w{0,60}){1,10}$/.test(value)
  );
}

/** Digits or signs between letters: no word of a language. */
export function madeUp(value: string): boolean {
  return /[A-Za-z]/.test(value) && /[\d!@#$%^&*+=?~/]/.test(value) && !/^[a-z]+[-_]?v?\d{0,2}$/i.test(value);
}

/** `invalid_api_key`: a name or a sentence of code, no token. */
export function plainWords(value: string): boolean {
  const humps = value.match(/[a-z][A-Z]/g)?.length ?? 0;
  return humps <= 3 && /^[A-Za-z][A-Za-z_.:/-]{0,60}$/.test(value);
}

/** Whether a value has more than a few characters again and again. */
export function varied(value: string): boolean {
  return entropyOf(value) >= 2.5;
}

/** Bits for each character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** A value that somebody made up to be kept. */
export function isMadeUpSecret(value: string): boolean {
  return isSecretWord(value) && madeUp(value) && !isReference(value) && varied(value);
}

/** Letters that are no words: with digits or signs between them, or small ones and capitals in turn. */
export function isNoWord(value: string): boolean {
  return varied(value) && (madeUp(value) || (/[a-z]/i.test(value) && !plainWords(value)));
}
