/** Places of passwords that no sign of an assignment tells: statements, commands, headers, and files with a form of their own. */
import { isMadeUpSecret, isReference, isSecretWord, madeUp, varied } from './secret-words.ts';

/** A form in which a credential stands in a line. */
export interface SecretRule {
  readonly rule: string;
  /** The group `value` is the credential. */
  readonly pattern: RegExp;
  readonly fits?: (value: string, groups: Readonly<Record<string, string | undefined>>, before: string) => boolean;
}

/** What is put in later, in a statement: `:password`, `?`. */
function isBound(value: string): boolean {
  return /^[:?@]/.test(value);
}

/** Words of sentences, which labels and messages have and passphrases do not. */
const sentence =
  /\b(?:a|an|the|is|are|be|been|has|have|must|should|can|cannot|could|will|may|your?|enter|please|not|no|at|of|for|and|or|with|this|that|to|too|in|on|by|from|password|passphrase|field|required|invalid|wrong|forgot|reset|least)\b/i;

/** Words in small letters that make no sentence, or a few with signs that nobody writes in one. */
function isPassphrase(value: string): boolean {
  if (sentence.test(value) || !isSecretWord(value)) return false;
  return (
    /^[a-z]{3,12}(?: [a-z]{3,12}){3,7}$/.test(value) ||
    (/^\S{2,40}(?: \S{2,40}){1,3}$/.test(value) && /\d/.test(value) && /[^\w\s,.:-]/.test(value))
  );
}

/** What a file of PHP defines: keys and salts are long, and a name that ends so need be none. */
function isDefined(value: string, { name = '' }: Readonly<Record<string, string | undefined>>): boolean {
  return isSecretWord(value) && (/PASS/.test(name) || (value.length >= 20 && isMixed(value)));
}

/** Small letters, capitals and others, and no words side by side. */
function isMixed(value: string): boolean {
  return (
    [/[A-Z]/, /[a-z]/, /[^A-Za-z]/].every((sign) => sign.test(value)) && !/^\w+(?: \w+)*$/.test(value.slice(0, 200).replace(/\d/g, ' '))
  );
}

/** One each, tried behind the rules for assignments. */
export const passwordPlaces: readonly SecretRule[] = [
  {
    rule: 'sql-password',
    pattern:
      /\b(?:create|alter|set|grant)\s{1,5}[^;'"]{0,200}?\b(?:identified\s{1,5}(?:with\s{1,5}\S{1,40}\s{1,5})?by(?:\s{1,5}password)?|password)\s{0,5}=?\s{0,5}["'](?<value>[^"'\s]{4,200})["']/dgi,
    fits: (value) => isSecretWord(value) && !isBound(value),
  },
  {
    // The same, where the statement goes over lines.
    rule: 'sql-password',
    pattern: /^\s{0,40}(?:WITH\s{1,5})?(?:LOGIN\s{1,5})?(?:IDENTIFIED BY|(?:ENCRYPTED\s{1,5})?PASSWORD)\s{1,5}'(?<value>[^'\s]{4,200})'/dg,
    fits: (value) => isSecretWord(value) && !isBound(value),
  },
  {
    // Names that programs read without a sign before the word.
    rule: 'environment-variable',
    pattern:
      /(?:^|[\s"'`;(&])(?:PG|MYSQL|MSSQL|SQLCMD|ORA|DB|SSH|FTP|SMTP|MAIL|LDAP|REDIS|REDISCLI|RSYNC|SUDO|ROOT|ADMIN|USER)(?:PASSWORD|PASSWD|PASS|PWD|AUTH)(?:=|:\s{1,5})["']?(?<value>[^\s"'`;&|()]{4,200})/dg,
    fits: (value) => isSecretWord(value) && !isReference(value),
  },
  {
    rule: 'connection-string',
    pattern: /[;"'`]\s{0,3}(?:password|pwd)\s{0,2}=\s{0,2}(?<value>[^\s;"'`<>{}$&]{4,200})(?=[;"'`])/dgi,
    fits: (value, _, before) =>
      isSecretWord(value) &&
      !isBound(value) &&
      /(?:server|source|host|user ?(?:id|name)?|uid|database|catalog)\s{0,2}=/i.test(before.slice(-500)),
  },
  {
    rule: 'defined-credential',
    pattern:
      /\bdefine\(\s{0,5}["'](?<name>\w{0,40}(?:PASSWORD|PASS|SECRET|TOKEN|KEY|SALT))["']\s{0,5},\s{0,5}["'](?<value>[^"']{6,200})["']/dg,
    fits: isDefined,
  },
  {
    rule: 'passphrase',
    pattern:
      /(?:password|passphrase|passwd)["'`\]]{0,2}\s{0,5}(?::=|=>|[:=])\s{0,5}(?<quote>["'`])(?<value>[^"'`\s]{2,40}(?: [^"'`\s]{2,40}){1,9})\k<quote>/dgi,
    fits: isPassphrase,
  },
  {
    rule: 'api-key-header',
    pattern:
      /(?:\bx-[\w-]{0,30}?(?:api-?key|token|secret|auth|key)|\bprivate-token|\bapi-key):\s{0,3}(?<value>[A-Za-z0-9+/_.=~-]{12,500})/dgi,
    fits: (value) => isMadeUpSecret(value) && /\d/.test(value) && !/^[a-z-]+\/[\w.+-]+$/.test(value),
  },
  {
    rule: 'piped-password',
    pattern:
      /\b(?:echo|printf)\s{1,3}(?:-n\s{1,3}|["']%s(?:\\n)?["']\s{1,3})?["']?(?<value>[^\s"'`|$<>{]{4,200})["']?\s{0,3}(?:\|[^|]{0,200}(?:--password-stdin|--passphrase-fd|\bchpasswd|passwd --stdin|sudo -S)|>{1,2}\s{0,3}[\w./~-]{0,100}(?:secret|passw|token|credential)[\w.-]{0,40})/dg,
    fits: (value) => isSecretWord(value) && madeUp(value) && varied(value),
  },
  {
    rule: 'secure-string',
    pattern: /ConvertTo-SecureString[^"'|;$]{0,80}["'](?<value>[^"'$]{4,200})["']/dgi,
    fits: isSecretWord,
  },
  {
    // A line of .pgpass: host, port, database, user.
    rule: 'pgpass-password',
    pattern: /^[\w.*-]{1,200}:(?:\d{4,5}|\*):[\w.*-]{1,63}:[\w.*-]{1,63}:(?<value>[^\s:]{6,200})$/dg,
    fits: isMadeUpSecret,
  },
  {
    // A line of .htpasswd or of /etc/shadow.
    rule: 'password-hash',
    pattern:
      /^\s{0,20}[\w.@-]{1,64}:(?<value>\$(?:apr1|2[abxy]|[1567y]|argon2\w{1,2})\$[./A-Za-z0-9$=,+]{20,200}|\{SHA\}[A-Za-z0-9+/]{27}=)/dg,
  },
  { rule: 'discord-webhook', pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/(?<value>[\w-]{60,100})/dg },
  { rule: 'telegram-token', pattern: /(?<![\w-])(?<value>\d{8,10}:AA[\w-]{33})(?![\w-])/dg },
];
