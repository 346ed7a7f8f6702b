/** Names of what holds a credential, however they are written: `DB_PASSWORD`, `dbPassword`, `spring.datasource.password`. */

/** Words of passwords, in the languages of those who write them. */
const passwords =
  '(?:pass(?:word|wd|wort|phrase|code)|(?<=_)pass|pwd|kennwort|motdepasse|mot_de_passe|contrasena|contraseña|senha|palavra_passe|wachtwoord|parola|hasło|haslo|heslo|lösenord|losenord|пароль|парола|şifre|sifre|密码|密碼|パスワード|비밀번호)';
const keys =
  '(?:api|access|secret|private|encryption|signing|auth|account|master|session|shared|app|application|license|client|storage|service|jwt|hmac|webhook)_?key';
const others = '(?:secret|token|credentials?|(?:client|consumer|app|shared)_?secret|connection_?string|secret_key_base)';
/** Words behind such a word that make another thing of it: where it stands, how long it is, how long it lasts. */
const besides =
  '(?:name|names|path|file|dir|url|uri|endpoint|host|id|ids|type|len|length|size|hash|field|label|policy|expir[a-z]{0,10}|ttl|count|limit|limits|regex|pattern|ref|reference|arn|version|prompt|hint|header|prefix|suffix|format|age|lifetime|days|hours|minutes|seconds|rotation|reuse|history|min|max|required|require|enabled|disabled|enable|disable|mode|method|provider|store|manager|key_?ref|from|algorithm|alg|scope|scopes|audience|issuer|timeout|change|reset|strength|message|error|title|description|text|icon|placeholder|class|style|color|colour)';
const credential = new RegExp(
  `(?:^|_)(?:[a-z]{1,20}(?=password|passwd))?(?<word>${passwords}|${keys}|${others})(?:_(?!${besides}(?:_|$))[a-z\\d]{1,20}){0,2}$`,
  'u',
);
const password = new RegExp(passwords, 'u');

/** Whether a name is of a password: nearly every value of such a name is one. Others are given names and modes too. */
export function isPasswordName(name: string): boolean {
  return password.test(wordsOf(name));
}

/** Whether what is called so is a credential. */
export function isCredentialName(name: string): boolean {
  if (name.length > longestName) return false;
  const words = wordsOf(name);
  return credential.test(words) && !/(?:^|_)public_/.test(words);
}

const longestName = 120;

/** `MasterUserPassword` as `master_user_password`. */
function wordsOf(name: string): string {
  return name
    .normalize('NFC')
    .replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, '_')
    .replaceAll(/[^\p{L}\d]+/gu, '_')
    .toLowerCase();
}
