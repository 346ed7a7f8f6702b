import { describe, expect, it } from 'vitest';
import { allowedBy } from '../../../shared/review/accepted-secrets.ts';
import { findSecrets } from '../../../shared/review/find-secrets.ts';
import type { Material } from '../../../shared/review/material.ts';
import { readChange } from '../../../shared/review/read-change.ts';
import { withoutSecrets } from '../../../shared/review/secrets.ts';

const nothingAllowed = allowedBy([]);

function materialOf(text: string, path = 'a.ts'): Material {
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, mark: ' ' as const, text: line }));
  return { kind: 'files', files: [{ path, lines, notes: [] }], notShown: [], warnings: [] };
}

async function refusalOf(material: Material, places: readonly string[] = []): Promise<string> {
  return withoutSecrets(material, allowedBy(places)).then(
    () => '',
    (error: Error) => error.message,
  );
}

// Put together here, so that no scanner takes this file for a leak.
const made = `Tr0ub4dor${'&3'}x`;
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'].join('.');
const planted: readonly (readonly [string, string, string])[] = [
  ['a private key', 'id_rsa', `-----BEGIN ${'OPENSSH'} PRIVATE KEY-----`],
  ['a private key', 'k.pem', `-----BEGIN ${'PRIVATE'} KEY-----`],
  ['an AWS access key id', 'a.ts', `const key = "AKIA${'J7QX2MZ4T6WD3RBK'}";`],
  ['an AWS secret access key', 'a.ini', `aws_secret_access_key = ${'wJalr/XUtnFEMI7K+MDENGbPxRfiCYzzzzzzzKEY'}`],
  ['a GitHub token', 'a.ts', `ghp_${'a1B2'.repeat(9)}`],
  ['a GitHub token', 'a.ts', `github_pat_${'a1B2_'.repeat(15)}`],
  ['a GitLab token', 'a.ts', `glpat-${'a1B2'.repeat(5)}`],
  ['a Slack token', 'a.ts', `xoxb-${'123456789012-abcdef'}`],
  ['a Slack webhook', 'a.ts', `https://hooks.slack.com/services/T0001/B0001/${'a1B2'.repeat(6)}`],
  ['an Anthropic key', 'a.ts', `sk-ant-${'api03-'}${'a1B2'.repeat(10)}`],
  ['an OpenAI key', 'a.ts', `sk-${'proj-'}${'a1B2'.repeat(12)}`],
  ['a Google key', 'a.ts', `AIza${'a1B2-'.repeat(7)}`],
  ['a Stripe key', 'a.ts', `sk_live_${'a1B2'.repeat(6)}`],
  ['an npm token', 'a.ts', `npm_${'a1B2'.repeat(9)}`],
  ['a key of a circle', 'a.ts', `circle_${'a1B2'.repeat(8)}`],
  ['a JSON Web Token', 'a.http', `Cookie: session=${jwt}`],
  ['a password in an address', 'a.yml', `url: postgres://app:${made}@db.example.com:5432/app`],
  ['a password in an address', 'a.env', `DATABASE_URL=mysql://root:${'hunter22'}@10.0.0.5/app`],
  ['a credential', '.env', `DB_PASSWORD=${'hunter2'}`],
  ['a credential', '.env', `export API_TOKEN=${made}`],
  ['a credential', 'Dockerfile', `ENV DB_PASSWORD=${made}`],
  ['a credential', 'Dockerfile', `ENV DB_PASSWORD ${made}`],
  ['a credential', 'compose.yml', `      - POSTGRES_PASSWORD=${made}`],
  ['a credential', 'stack.yml', `      MasterUserPassword: ${made}`],
  ['a credential', 'stack.json', `  "MasterUserPassword": "${made}",`],
  ['a credential', 'app.properties', `spring.datasource.password=${made}`],
  ['a credential', 'app.config', `<add key="DbPassword" value="${made}" />`],
  ['a credential', 'a.py', `client_secret = '${'q8Zt2LrW'.repeat(3)}'`],
  ['a credential', 'a.ts', `const options = { apiKey: "${'q8Zt2LrW'.repeat(3)}" };`],
  ['a credential', 'a.go', `password := "${made}"`],
  ['a credential', 'a.rb', `:password => "${made}"`],
  ['a credential', 'a.tf', `  password = "${made}"`],
  ['a credential', 'a.sh', `curl -u admin:${made} https://example.com`],
  ['a credential', 'a.http', `Authorization: Basic ${Buffer.from(`admin:${made}`).toString('base64')}`],
  ['a credential', 'a.ts', `headers: { Authorization: "Bearer ${'q8Zt2LrW'.repeat(4)}" }`],
  ['a credential', 'a.js', `sign(payload, "${'aG7+kQ2/xW9zP4mN'}${'vB1cR8tY5uE3jH6s'}") // signing key`],
];

/** Parts of a GitHub token, and ways to write it so that its shape is not seen. */
const [front, back] = ['ghp_x8Kd93jfLq02mZp', 'W7vRtYb5NcHs1aEuGi4oD'];
const disguised: readonly (readonly [string, string])[] = [
  ['a character that cannot be seen', `t = "${front}\u200b${back}"`],
  ['the mark of such a character', `t = "${front}⟦U+200B⟧${back}"`],
  ['a soft hyphen within it', `t = "${front}\u00ad${back}"`],
  ['a plus between its parts', `t = "${front}" + "${back}"`],
  ['a dot between its parts', `$t = '${front}' . '${back}';`],
  ['an escape', `t = "\\x67${front.slice(1)}${back}"`],
  ['an escape of Unicode', `t = "\\u0067${front.slice(1)}${back}"`],
  ['base64', `t = "${Buffer.from(front + back).toString('base64')}"`],
];
const value = 'kJ8mP2vL9qR5xxZt';
const surrounded: readonly (readonly [string, string, number])[] = [
  ['a short name', `DB_PASS: '${'kJ8#mP2$vL9@qR5'}'`, 1],
  ['an element of XML', `<password>${'hunter2Xy9!kq'}</password>`, 1],
  ['a default', `const passwd = process.env.PASSWORD || "${value}";`, 1],
  ['a default of Python', `password = os.environ.get("PASSWORD", "${value}")`, 1],
  ['the next line', `const secret =\n  "${value}";`, 2],
  ['a heredoc', `PASSWORD = <<EOF\n${value}\nEOF`, 2],
  ['a block of YAML', `password: |\n  ${value}`, 2],
  ['a line of .netrc', `machine x.example.com login bob password ${value}`, 1],
  ['a Hugging Face token', `hf_${'x8Kd93jfLq02mZpW7vRtYb5NcHs1aEuGi4'}`, 1],
  ['a SendGrid key', `SG.${'ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr'}`, 1],
];

describe('credentials', () => {
  it.each(disguised)('are found behind %s, and masked whole', async (_, line) => {
    expect(await refusalOf(materialOf(line, 'a.txt'))).toContain('a.txt:1: a GitHub token');
    const [text = ''] = (await withoutSecrets({ ...materialOf(line, 'a.txt'), kind: 'change' }, nothingAllowed)).files.flatMap(
      ({ lines }) => lines.map((shown) => shown.text),
    );
    expect(text).toMatch(/\[masked: [\w-]+\]/);
    expect(text).not.toMatch(/x8Kd9|5NcHs1/);
  });

  it.each(surrounded)('are found by what surrounds them: %s', async (_, text, line) => {
    expect(await refusalOf(materialOf(text, 'a.txt'))).toMatch(new RegExp(`a\\.txt:${line}: `));
  });

  it.each(planted)('such as %s are found in %s at their line, and never printed', async (what, path, line) => {
    const sentence = await refusalOf(materialOf(`one\n${line}`, path));
    expect(sentence).toContain(`${path}:2: ${what}`);
    expect(sentence).not.toContain(made);
    expect(sentence).not.toContain(line.slice(-12));
  });

  it('are found in the data of a Kubernetes secret, wherever its kind stands', async () => {
    const data = `data:\n  user: ${Buffer.from('admin').toString('base64')}\n  pw: ${Buffer.from(made).toString('base64')}`;
    for (const text of [`apiVersion: v1\nkind: Secret\n${data}`, `${data}\nkind: Secret`]) {
      expect((await refusalOf(materialOf(text, 's.yaml'))).match(/kubernetes-secret/g)).toHaveLength(2);
    }
    expect(await refusalOf(materialOf(`kind: ConfigMap\n${data}`, 's.yaml'))).toBe('');
  });

  it('cannot be hidden by a comment that speaks to the rule set, nor behind a long line', async () => {
    const key = `AKIA${'J7QX2MZ4T6WD3RBK'}`;
    expect(
      await refusalOf(materialOf(`// secretlint-disable\nconst slack = "xoxb-${'123456789012-1234567890123-a1B2c3D4e5F6g7H8i9J0k1L2'}";`)),
    ).toContain(':2:');
    expect(await refusalOf(materialOf(`${'x '.repeat(50_000)}${key}`))).toContain(':1:');
    expect(await refusalOf(materialOf(`${'x'.repeat(3990)} ${key}`))).toContain(':1:');
  });

  it.each([
    'process.env.AWS_SECRET_ACCESS_KEY',
    'sk-fading-circle',
    'xoxb',
    '-----BEGIN PUBLIC KEY-----',
    'AKIAIOSFODNN7EXAMPL',
    'circle_test-key',
    'npm_config_cache',
    'password: string;',
    'const password = getPassword();',
    'password = input.password',
    `password: \${DB_PASSWORD}`,
    'DB_PASSWORD=$DB_PASSWORD',
    'DB_PASSWORD=changeme',
    'MasterUserPassword: !Ref Password',
    'password: "{{ .Values.password }}"',
    'TOKEN=<your token>',
    'api_key: YOUR_API_KEY',
    `token: \${{ secrets.GITHUB_TOKEN }}`,
    'passwordField = "#login-password"',
    'tokenPath: /var/run/secrets/token',
    'MAX_TOKENS=4096',
    'max_tokens: 4096',
    'https://user:password@example.com',
    'integrity: sha512-GL4qNP7G95zSdCpVOMeBVX6mROOko3uMuJNSXD',
    'commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad',
    'import { token } from "./token.ts";',
    "code: 'token', key: 'invalid_api_key', secret: 'TOKEN_SECRET'",
    'const apiKey = "invalid_api_key";',
    'const pass = "second-pass";',
    'compass: "north-east-9"',
    `<password>\${DB_PASSWORD}</password>`,
    '<token>string</token>',
    'const token = process.env.TOKEN || "";',
    'const secret =\n  readSecret("app/key1");',
    'token =\n  request.headers.authorization1;',
    'please login with password authentication',
    'const text = "one-two-3" + "four-five-6";',
    'if (token === undefined) throw new Error("no token");',
  ])('are not seen in %s', async (line) => {
    expect(await findSecrets(materialOf(line))).toEqual([]);
  });
});

describe('a change', () => {
  const key = `AKIA${'J7QX2MZ4T6WD3RBK'}`;
  const diff = (lines: string) => readChange(`--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n${lines}`);

  it('may take a credential away: it is masked before anything is sent, and so is one that stays', async () => {
    const { files, warnings } = await withoutSecrets(diff(`-key = ${key}\n+key = env("KEY")\n old = ${key}\n`), nothingAllowed);
    expect(JSON.stringify(files)).not.toContain(key);
    expect(files[0]?.lines.map(({ text }) => text)).toEqual([
      'key = [masked: aws-access-key-id]',
      'key = env("KEY")',
      'old = [masked: aws-access-key-id]',
    ]);
    expect(warnings).toEqual(['2 credentials that are not added by the change were masked before anything was sent']);
  });

  it('may not add one, unless its place is accepted by path, by rule or by fingerprint', async () => {
    const added = diff(` one\n-two\n+key = ${key}\n`);
    const sentence = await refusalOf(added);
    const [, fingerprint = ''] = / ([\da-f]{12}) aws-access-key-id {2}x:2: an AWS access key id/.exec(sentence) ?? [];
    for (const place of ['x', 'x:aws-access-key-id', fingerprint]) expect(await refusalOf(added, [place])).toBe('');
    for (const place of ['y', 'x:github-token', '']) expect(await refusalOf(added, [place])).not.toBe('');
  });

  it('with hundreds of them gets a summary', async () => {
    const sentence = await refusalOf(materialOf(Array.from({ length: 300 }, () => `k = "${key}"`).join('\n')));
    expect(sentence.split('\n').length).toBeLessThan(25);
    expect(sentence).toContain('and 280 more, 300 in 1 files');
  });
});

describe('the time it takes', () => {
  it.each([
    'password=',
    'password = a,',
    'secret = "a" ',
    '<password ',
    '\\x67',
    '" + "',
    '⟦U+200B⟧',
    'login a password ',
    'eyJa.',
    'a:b@',
    ' ',
    '"',
    'x',
    '-----BEGIN ',
    'https://a:',
    'TOKEN_',
    'sk-',
    '=:',
  ])('grows with the length of %j only', async (part) => {
    const before = performance.now();
    await findSecrets(materialOf(part.repeat(Math.ceil(190_000 / part.length))));
    expect(performance.now() - before).toBeLessThan(4000);
  });
});
