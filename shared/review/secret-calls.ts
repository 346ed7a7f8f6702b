/** Credentials that their place in a call, in an argument or in an address tells, without a name and a sign. */
import type { SecretRule } from './password-places.ts';
import { entropyOf, isMadeUpSecret, isNoWord, isReference, isSecretWord, varied } from './secret-words.ts';

/** A string as an argument: its quotes, and what stands in them. */
const made = '["\'](?<value>[^"\'`\\s]{6,200})["\']';
const argument = '["\'][^"\'`\\n]{0,200}["\']';

/** What stands in quotes as an argument, and is no word of the program. */
function isGiven(value: string): boolean {
  return isSecretWord(value) && isNoWord(value) && !isReference(value);
}

function isRandom(value: string): boolean {
  return /\d/.test(value) && /[A-Za-z]/.test(value) && entropyOf(value) >= 3.3;
}

function isNameWithPassword(value: string): boolean {
  const [, password = ''] =
    /^[\x21-\x39\x3b-\x7e]{1,200}:([\x21-\x7e]{4,500})$/.exec(Buffer.from(value, 'base64').toString('latin1')) ?? [];
  return isSecretWord(password);
}

function isNoRoute(value: string): boolean {
  return isSecretWord(value) && !/^\d{1,5}(?:\/|$)|:\/\//.test(value);
}

/** One each, tried behind the rules for assignments. */
export const secretCalls: readonly SecretRule[] = [
  {
    rule: 'call-credential',
    pattern: new RegExp(
      `\\bset_?(?:password|passwd|passphrase|secret|token|api_?key|secret_?key|access_?key)\\(\\s{0,5}${made}\\s{0,5}\\)`,
      'dgi',
    ),
    fits: isGiven,
  },
  {
    // `getConnection(url, "sa", "…")`, `smtp.login("me", "…")`
    rule: 'call-credential',
    pattern: new RegExp(
      `\\b(?:getConnection|login|authenticate|HTTPBasicAuth|UsernamePasswordCredentials?|NetworkCredential|PasswordAuthentication|basic_?auth|setBasicAuth)\\(\\s{0,5}(?:[\\w.]{1,60},\\s{0,5})?(?:${argument},\\s{0,5}){1,2}${made}`,
      'dgi',
    ),
    fits: isGiven,
  },
  {
    rule: 'call-credential',
    pattern: new RegExp(`\\bauth["']?\\s{0,3}[=:]\\s{0,3}[(\\[]\\s{0,3}${argument},\\s{0,5}${made}`, 'dgi'),
    fits: isGiven,
  },
  {
    rule: 'call-credential',
    pattern: new RegExp(`\\b(?:jwt\\.(?:sign|verify|encode|decode)|createHmac)\\(\\s{0,5}[^,()\`\\n]{1,120},\\s{0,5}${made}`, 'dgi'),
    fits: isGiven,
  },
  {
    rule: 'aws-secret-access-key',
    pattern: /["'](?:AKIA|ASIA)[A-Z0-9]{16}["']\s{0,3},\s{0,5}["'](?<value>[A-Za-z0-9/+]{40})["']/dg,
  },
  { rule: 'twilio-token', pattern: /["']AC[\da-f]{32}["']\s{0,3},\s{0,5}["'](?<value>[\da-f]{32})["']/dg },
  {
    rule: 'password-argument',
    pattern:
      /\b(?:docker|podman|buildah|helm|az|oc|skopeo|nerdctl)\s[^|;&\n]{0,60}\blogin\b[^|;&\n]{0,200}\s(?:-p|--password)\s{1,3}["']?(?<value>[^\s"'`$<{-][^\s"'`]{5,200})/dg,
    fits: isMadeUpSecret,
  },
  {
    rule: 'password-argument',
    pattern:
      /(?:\s-pass(?:in|out)?\s{1,3}["']?pass:|\s-(?:src|dest)?(?:storepass|keypass)\s{1,3}["']?)(?<value>[^\s"'`$<{][^\s"'`]{3,200})/dg,
    fits: (value) => isSecretWord(value) && value !== 'changeit' && varied(value),
  },
  {
    // `ansible_become_pass: …`
    rule: 'configured-credential',
    pattern: /(?:^|[\s{,])\w{1,40}_(?:pass|passwd|pwd)\s{0,3}[:=]\s{0,3}(?<value>[^\s"'`,;(){}[\]<>]{6,200})\s{0,20}$/dg,
    fits: isMadeUpSecret,
  },
  {
    rule: 'vault-token',
    pattern: /vault[_-]?token["']?\s{0,3}[:=]\s{0,3}["']?(?<value>s\.[A-Za-z0-9]{24})(?![A-Za-z0-9])/dgi,
  },
  {
    // Names in other languages.
    rule: 'assigned-credential',
    pattern:
      /(?<!\p{L})(?:passwort|kennwort|mot[_-]?de[_-]?passe|contrase(?:ñ|n|n\u0303)a|senha|wachtwoord|hasło|heslo|lösenord|пароль|パスワード|密码|密碼)["']?\s{0,5}[:=]\s{0,5}["']?(?<value>[^\s"'`,;(){}[\]<>]{6,200})["']?\s{0,5}[,;]?\s{0,20}$/dgiu,
    fits: isMadeUpSecret,
  },
  {
    rule: 'connection-string',
    pattern: /\b(?:AccountKey|SharedAccessKey|SharedSecretValue)\s{0,2}=\s{0,2}(?<value>[A-Za-z0-9+/]{40,100}={0,2})/dg,
    fits: isRandom,
  },
  {
    rule: 'signed-address',
    pattern: /[?&;]sig=(?<value>[A-Za-z0-9+/_-]{20,100}(?:%2[BFbf][A-Za-z0-9+/_-]{0,60}){0,20}(?:%3[Dd]|=)?)/dg,
    fits: isRandom,
  },
  {
    // A password that holds `@`; in addresses of stores also one that holds `/`.
    rule: 'password-in-url',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'`<>]{1,100}:(?<value>[^\s/"'`<>]{1,200})@[\w.[\]-]{1,200}/dgi,
    fits: isNoRoute,
  },
  {
    rule: 'password-in-url',
    pattern:
      /\b(?:postgres(?:ql)?|mysql2?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|s?ftp|smtps?|ldaps?|clickhouse|cockroachdb|couchbase|neo4j|bolt)(?:\+\w{1,20})?:\/\/[^\s:/@"'`<>]{1,100}:(?<value>[^\s"'`<>]{1,200})@[\w.[\]-]{1,200}/dgi,
    fits: isNoRoute,
  },
  {
    // `https://TOKEN@github.com`
    rule: 'password-in-url',
    pattern: /\bhttps?:\/\/(?<value>[A-Za-z0-9_-]{20,255})(?::(?:x-oauth-basic)?)?@(?=[\w-]{1,60}\.)/dg,
    fits: isRandom,
  },
  {
    // `"auth": "…"` of Docker, `_auth=…` of npm: Base64 of a name and a password.
    rule: 'registry-auth',
    pattern: /(?<![\w-])_?auth["']?\s{0,10}[:=]\s{0,10}["']?(?<value>[A-Za-z0-9+/]{8,1000}={0,2})(?![\w+/=-])/dg,
    fits: isNameWithPassword,
  },
  {
    // `.dockerconfigjson: …`: Base64 of a whole file that begins with `{"auths"` or `{ "auths"`.
    rule: 'registry-auth',
    pattern: /(?<![\w+/])(?<value>(?:eyJhdXRocyI6|eyAiYXV0aHMi|ewogICJhdXRocyI|ewoJImF1dGhzIj)[A-Za-z0-9+/]{20,20000}={0,2})/dg,
  },
  { rule: 'teams-webhook', pattern: /webhook\.office\.com\/webhookb2\/(?<value>[\w@/-]{40,300})/dg },
];
