/** Credentials that stand in a line by what surrounds them: names, headers, addresses. Shapes of single vendors are a rule set of others. */

import { passwordPlaces, type SecretRule } from './password-places.ts';
import { secretCalls } from './secret-calls.ts';
import { isLookalike, isWordsInHumps } from './secret-lookalikes.ts';
import { entropyOf, isMadeUpSecret, isReference, isSecretWord, madeUp, plainWords, varied } from './secret-words.ts';
import { isTemplateName } from './template-names.ts';
import { vendorTokens } from './vendor-tokens.ts';

/** What a credential found by a rule is called. */
const words: Readonly<Record<string, string>> = {
  'private-key': 'a private key',
  'aws-access-key-id': 'an AWS access key id',
  'aws-secret-access-key': 'an AWS secret access key',
  'github-token': 'a GitHub token',
  'gitlab-token': 'a GitLab token',
  'slack-token': 'a Slack token',
  'slack-webhook': 'a Slack webhook',
  'anthropic-key': 'an Anthropic key',
  'openai-key': 'an OpenAI key',
  'google-key': 'a Google key',
  'stripe-key': 'a Stripe key',
  'npm-token': 'an npm token',
  'hugging-face-token': 'a Hugging Face token',
  'sendgrid-key': 'a SendGrid key',
  'circle-key': 'a key of a circle',
  'json-web-token': 'a JSON Web Token',
  'discord-webhook': 'a Discord webhook',
  'telegram-token': 'a Telegram token',
  'password-hash': 'the hash of a password',
  'password-in-url': 'a password in an address',
};

/** A rule in words. */
export function sayRule(rule: string): string {
  return words[rule] ?? 'a credential';
}

const names =
  '(?:passw(?:or)?d|passwd|passphrase|pwd|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|encryption[_-]?key|signing[_-]?key|auth[_-]?key|client[_-]?secret|credentials?|connection[_-]?string)';
/** Names of things beside credentials: their length, their place, what they are for. */
const besides =
  '(?![\\w-]{0,20}(?:name|path|file|url|uri|id|type|len|length|hash|field|label|policy|expir|ttl|count|limit|regex|pattern|ref|arn|version|prompt|hint))';
const sign = '["\'`\\]]{0,2}\\s{0,10}(?::=|=>|[:=])\\s{0,10}';

const rules: readonly SecretRule[] = [
  { rule: 'private-key', pattern: /(?<value>-----BEGIN (?:[A-Z0-9]+ ){0,5}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d)/dg },
  { rule: 'aws-access-key-id', pattern: /\b(?<value>(?:AKIA|ASIA)[A-Z2-7]{16})\b/dg },
  { rule: 'github-token', pattern: /\b(?<value>gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})/dg },
  { rule: 'gitlab-token', pattern: /\b(?<value>gl(?:pat|ptt|dt|rt|cbt)-[A-Za-z0-9_-]{20,255})/dg },
  { rule: 'slack-token', pattern: /\b(?<value>xox[abeoprs]-[A-Za-z0-9-]{10,255})/dg },
  { rule: 'slack-webhook', pattern: /(?<value>hooks\.slack\.com\/services\/T[A-Z0-9]{1,20}\/B[A-Z0-9]{1,20}\/[A-Za-z0-9]{20,60})/dg },
  {
    rule: 'aws-secret-access-key',
    pattern: /aws_?secret_?access_?key["']?\s{0,10}[=:]\s{0,10}["']?(?<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/dgi,
  },
  { rule: 'anthropic-key', pattern: /\b(?<value>sk-ant-[A-Za-z0-9_-]{20,255})/dg },
  { rule: 'openai-key', pattern: /\b(?<value>sk-(?!ant-)[A-Za-z0-9_-]{40,255})/dg },
  { rule: 'google-key', pattern: /\b(?<value>AIza[A-Za-z0-9_-]{35})/dg },
  { rule: 'stripe-key', pattern: /\b(?<value>[rs]k_(?:live|prod)_[A-Za-z0-9]{16,255})/dg },
  { rule: 'hugging-face-token', pattern: /\b(?<value>hf_[A-Za-z0-9]{34})(?![A-Za-z0-9])/dg },
  { rule: 'sendgrid-key', pattern: /\b(?<value>SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64})/dg },
  { rule: 'npm-token', pattern: /\b(?<value>npm_[A-Za-z0-9]{36})\b/dg },
  { rule: 'circle-key', pattern: /\b(?<value>circle_[A-Za-z0-9_-]{32})(?![A-Za-z0-9_-])/dg },
  { rule: 'json-web-token', pattern: /\b(?<value>ey[A-Za-z0-9_-]{10,2000}\.ey[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,1000})/dg },
  {
    rule: 'password-in-url',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/(?<user>[^\s:/@"'`<>]{0,100}):(?<value>[^\s/@"'`]{1,200})@(?<host>[\w.[\]-]{1,200})/dgi,
    fits: (value, { user, host }) => isSecretWord(value) && !(value === user && !host?.includes('.')),
  },
  {
    rule: 'authorization-header',
    pattern: /\bauthorization["'`]?\s{0,5}[:=,]\s{0,5}["'`]?(?:basic|bearer|token)\s{1,5}(?<value>[A-Za-z0-9+/_.=-]{12,2000})/dgi,
    fits: (value) => isSecretWord(value) && varied(value),
  },
  {
    rule: 'password-argument',
    pattern:
      /(?:--password[= ]|\s-p(?=['"]?[^\s'"-]{0,40}\d)|sshpass -p\s?|curl[^|]{0,200}\s-u\s{1,3}["']?[^\s:"']{1,100}:)["']?(?<value>[^\s"'`$<{]{6,200})/dg,
    fits: (value) => isSecretWord(value) && varied(value),
  },
  {
    // `password = "…"`, `"apiKey": "…"`, `<add key="Password" value="…">`: what stands in quotes.
    rule: 'assigned-credential',
    pattern: new RegExp(
      `(?<!public[_-]?)(?<name>${names})${besides}[\\w-]{0,20}${sign}[bruf]{0,2}(?<quote>["'\`])(?<value>[^"'\`\\s]{4,500})\\k<quote>`,
      'dgi',
    ),
    fits: (value, { name = '' }, before) =>
      isSecretWord(value) && (/pass|pwd/i.test(name) || !plainWords(value)) && !isLookalike(value, before),
  },
  {
    rule: 'assigned-credential',
    pattern: new RegExp(`(?:key|name)=["'][\\w.:-]{0,60}${names}["']\\s{1,5}value=["'](?<value>[^"'\\s]{4,500})["']`, 'dgi'),
    fits: (value) => isSecretWord(value),
  },
  {
    // `DB_PASSWORD=…`, `ENV DB_PASSWORD …`, `export TOKEN=…`: names in capitals take what follows.
    rule: 'environment-variable',
    pattern:
      /(?:^|\s|-e\s)(?:export\s{1,3}|ENV\s{1,3}|ARG\s{1,3}|- )?(?:[A-Z0-9]{1,30}_){0,6}(?:PASSWORD|PASSWD|PASS|PASSPHRASE|PWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)(?:_(?:[A-Z0-9]{1,20})){0,2}(?<!_(?:NAME|PATH|FILE|URL|ID|TYPE|TTL))(?:=|\s{1,3}(?=\S+\s*$))(?<value>[^\s"'`;&|()]{4,500})/dg,
    fits: (value, _, before) => isSecretWord(value) && !isReference(value) && !isLookalike(value, before),
  },
  {
    // `DB_PASS: 'k…'`: the short word alone is a name only where a sign and a quote follow.
    rule: 'assigned-credential',
    pattern:
      /(?:^|[\s,{("'_.-])[A-Za-z0-9_]{0,40}(?:(?<![A-Za-z])pass|PASS|Pass)["'`]?\s{0,5}(?::=|=>|[:=])\s{0,5}(?<quote>["'`])(?<value>[^"'`\s]{6,500})\k<quote>/dg,
    fits: (value) => isSecretWord(value) && madeUp(value),
  },
  {
    // `passwd = process.env.PASSWORD || "…"`: what stands where nothing else is given.
    rule: 'default-credential',
    pattern: new RegExp(
      `(?<!public[_-]?)${names}${besides}[\\w-]{0,20}${sign}[^"'\`;]{0,200}?(?:["'][\\w.-]{1,60}["'][^"'\`;]{0,20}?)?(?:\\|\\||\\?\\?|,|\\bor\\b)\\s{0,5}(?<quote>["'\`])(?<value>[^"'\`\\s]{6,500})\\k<quote>`,
      'dgi',
    ),
    fits: (value) => !value.startsWith('-') && isMadeUpSecret(value),
  },
  {
    // `<password>…</password>`
    rule: 'assigned-credential',
    pattern: new RegExp(
      `<(?<name>[\\w.:-]{0,40}${names}${besides})(?:\\s[^<>]{0,200})?>\\s{0,5}(?<value>[^\\s<>]{4,500})\\s{0,5}</`,
      'dgi',
    ),
    fits: (value, { name = '' }) => isSecretWord(value) && (/pass|pwd/i.test(name) || !plainWords(value)),
  },
  {
    // A line of .netrc.
    rule: 'netrc-password',
    pattern: /\blogin\s{1,5}\S{1,100}\s{1,5}password\s{1,5}(?<value>\S{4,200})/dgi,
    fits: (value) => isSecretWord(value) && madeUp(value),
  },
  {
    // `password: s3cret!` in YAML, `password=…` in properties: bare words need to look like something made up.
    rule: 'configured-credential',
    pattern: new RegExp(
      `(?<!public[_-]?)${names}${besides}[\\w-]{0,20}\\s{0,5}[:=]\\s{0,5}(?<value>[^\\s"'\`,;()[\\]{}<>]{6,500})\\s*(?:#.{0,200})?$`,
      'dgi',
    ),
    fits: (value, _, before) => isSecretWord(value) && !isReference(value) && madeUp(value) && !isLookalike(value, before),
  },
  ...passwordPlaces,
  ...secretCalls,
  ...vendorTokens,
];

/** Strings that no person made up, beside words that say what they are. */
const context = /key|secret|token|auth|cred|passw|signature/i;
const otherwise = /sha-?\d|hash|checksum|integrity|digest|commit|uuid|guid|public|fingerprint|etag|nonce|base64,|data:image|revision/i;
const random: SecretRule = {
  rule: 'random-text',
  pattern: /["'`=:\s](?<value>[A-Za-z0-9+/_-]{24,200}={0,2})(?=["'`\s,;]|$)/dg,
  fits: (value, _, before) =>
    /\d/.test(value) &&
    /[a-z]/i.test(value) &&
    entropyOf(value) >= (/^[\da-f]+$/i.test(value) ? 3.2 : 4.2) &&
    !/[/_-]{2}|^[\w-]+(?:\/[\w-]+){2,}$/.test(value) &&
    !isWordsInHumps(value) &&
    !isTemplateName(value, before),
};

/** The rules that a part of a line is looked at by. */
export function rulesFor(piece: string): readonly SecretRule[] {
  return context.test(piece) && !otherwise.test(piece) ? [...rules, random] : rules;
}

/** Rules that know a credential by its own shape. */
export const shapes = rules.filter(({ pattern, fits }) => fits === undefined && !pattern.flags.includes('i'));

/** A name that what stands on the next line is given to. */
export const nameAtEnd = new RegExp(
  `${names}${besides}[\\w-]{0,20}["'\`\\]]{0,2}\\s{0,10}(?::\\s{0,3}string\\s{0,3})?(?::=|=>|[:=])\\s{0,10}(?:[(\\\\+>|]-?|<<[-~]?["']?\\w{1,40}["']?)?\\s{0,10}$`,
  'i',
);
