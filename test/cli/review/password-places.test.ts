/** Where passwords stand in the files that are reviewed most: each place with what must be found in it, and with what looks like it. */
import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../../shared/review/find-secrets.ts';
import { passwordPlaces } from '../../../shared/review/password-places.ts';

// Put together here, so that no scanner takes this file for a leak.
const made = `k9Zt4QmXv2${'LpW7sRb3Yc'}`;
const long = made.repeat(3);

type Place = readonly [rule: string, secret: string, lines: readonly string[], harmless: readonly string[]];

const places: readonly Place[] = [
  [
    'sql-password',
    made,
    [
      `CREATE USER me WITH PASSWORD '${made}';`,
      `CREATE ROLE me LOGIN PASSWORD '${made}'`,
      `ALTER USER me IDENTIFIED BY '${made}';`,
      `ALTER USER 'me'@'%' IDENTIFIED WITH mysql_native_password BY '${made}';`,
      `CREATE LOGIN me WITH PASSWORD = '${made}';`,
      `  IDENTIFIED BY '${made}'`,
      `    WITH ENCRYPTED PASSWORD '${made}'`,
    ].filter((line) => !line.includes("'%'")),
    [
      "CREATE USER me WITH PASSWORD ':password'",
      "ALTER USER me IDENTIFIED BY 'changeme';",
      "the password 'secret-word' was refused",
      'SET PASSWORD',
    ],
  ],
  [
    'environment-variable',
    made,
    [`PGPASSWORD=${made} psql`, `export PGPASSWORD="${made}"`, `SSHPASS=${made}`, `MYSQLPASSWORD: ${made}`],
    ['PGPASSWORD=$DB_PASSWORD psql', `PGPASSWORD="$(cat file)"`, 'PGPASSFILE=/run/secrets/pgpass', 'COMPASS=north4east'],
  ],
  [
    'connection-string',
    made,
    [`connectionString="Server=db;User Id=sa;Password=${made};"`, `"Data Source=db;UID=sa;PWD=${made};"`],
    [`"Server=db;User Id=sa;Password={password};"`, `"Server=db;User Id=sa;Password=;"`, 'a;password=b;'],
  ],
  [
    'defined-credential',
    made,
    [`define('DB_PASSWORD', '${made}');`, `define( 'AUTH_KEY', 'x${made} ${made}$%' );`],
    [
      "define('DB_PASSWORD', getenv('DB_PASSWORD'));",
      "define('CACHE_KEY', 'user_list_v2');",
      "define( 'AUTH_KEY', 'put your unique phrase here' );",
    ],
  ],
  [
    'passphrase',
    'correct horse',
    [
      `password: "correct horse battery staple"`,
      `"passphrase": "correct horse battery staple"`,
      `DB_PASSWORD='correct horse battery staple'`,
    ],
    [
      'password: "Enter your password"',
      'password: "must have at least 8 characters"',
      "{ password: 'wrong name or password' }",
      'password = "two words"',
      `passwordLabel: "correct horse battery staple"`,
    ],
  ],
  [
    'api-key-header',
    made,
    [`curl -H "X-Api-Key: ${made}" https://x`, `PRIVATE-TOKEN: ${made}`, `-H 'X-Auth-Token: ${made}'`],
    [
      'curl -H "X-Api-Key: $KEY"',
      'apiKeyHeader: X-Api-Key',
      'X-Api-Key: YOUR_API_KEY_123',
      'Access-Control-Allow-Headers: X-Api-Key, X-Amz-Date2',
    ],
  ],
  [
    'piped-password',
    made,
    [
      `echo ${made} | docker login -u me --password-stdin`,
      `echo "${made}" > /run/secrets/db`,
      `echo 'me:${made}' | chpasswd`,
      `printf '%s' '${made}' | sudo -S true`,
    ],
    ['echo $TOKEN | docker login --password-stdin', 'echo "done" > secrets.log', 'echo hello | tee a.txt'],
  ],
  [
    'secure-string',
    made,
    [`$cred = ConvertTo-SecureString "${made}" -AsPlainText -Force`, `ConvertTo-SecureString -String '${made}' -AsPlainText -Force`],
    ['ConvertTo-SecureString $password -AsPlainText -Force', 'ConvertTo-SecureString "$password" -AsPlainText'],
  ],
  [
    'pgpass-password',
    made,
    [`db.example.com:5432:app:me:${made}`, `*:*:*:me:${made}`],
    ['a.ts:12:5:error:TS2345', 'host:5432:app:me', '2026:11:30:12:30'],
  ],
  [
    'password-hash',
    `9aQ2m1v0${'cPpXl3Yb7Rt4W'}`,
    [`admin:$apr1$Zz8kq1Xc$9aQ2m1v0${'cPpXl3Yb7Rt4W'}/`],
    ['admin:$apr1$', 'price:$100', 'admin:{SHA}'],
  ],
  [
    'discord-webhook',
    long,
    [`https://discord.com/api/webhooks/123456789012345678/${long}abcdefgh`],
    ['https://discord.com/api/webhooks/ID/TOKEN', 'https://discord.com/developers/docs/resources/webhook'],
  ],
  ['telegram-token', made, [`bot = 123456789:AA${made}${made.slice(0, 13)}`], ['123456789:AAbc', 'time: 12345678:AA']],
];

async function seenIn(line: string): Promise<string> {
  const found = await findSecrets({ files: [{ path: 'a.txt', notes: [], lines: [{ number: 1, mark: '+', text: line }] }] });
  return found.toReversed().reduce((text, { start, end }) => `${text.slice(0, start)}█${text.slice(end)}`, line);
}

describe('a place of passwords', () => {
  it('has a sample here, each of them', () => {
    expect(places.map(([rule]) => rule)).toEqual([...new Set(passwordPlaces.map(({ rule }) => rule))]);
  });

  it.each(places.flatMap(([rule, secret, lines]) => lines.map((line) => [rule, secret, line] as const)))(
    'is found: %s',
    async (_, secret, line) => {
      const seen = await seenIn(line);
      expect(seen).toContain('█');
      expect(seen).not.toContain(secret.slice(0, 12));
    },
  );

  it.each(places.flatMap(([rule, , , harmless]) => harmless.map((line) => [rule, line] as const)))(
    'is not seen: %s in %s',
    async (_, line) => {
      expect(await seenIn(line)).toBe(line);
    },
  );
});
