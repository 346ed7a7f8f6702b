/** Tokens and places that no name tells: each with what must be found in it, and with what looks like it. */
import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../../shared/review/find-secrets.ts';
import { secretCalls } from '../../../shared/review/secret-calls.ts';
import { vendorTokens } from '../../../shared/review/vendor-tokens.ts';

// Put together here, so that no scanner takes this file for a leak.
const made = `k9Zt4QmXv2${'LpW7sRb3Yc'}`;
const long = made.repeat(10);
const hex = `0a1b2c3d4e5f6071${'8293a4b5c6d7e8f9'}`.repeat(5);

const tokens: Readonly<Record<string, readonly string[]>> = {
  'google-token': [`GOCSPX-${long.slice(0, 28)}`, `ya29.a0${long.slice(0, 60)}`, `1//0${long.slice(0, 60)}`],
  'digitalocean-token': [`dop_v1_${hex.slice(0, 64)}`],
  'pypi-token': [`pypi-AgEIcHlwaS5vcmc${long}`],
  'rubygems-key': [`rubygems_${hex.slice(0, 48)}`],
  'notion-token': [`ntn_${long.slice(0, 43)}`],
  'airtable-token': [`pat${long.slice(0, 14)}.${hex.slice(0, 64)}`],
  'atlassian-token': [`ATATT3xFfGF0${long}`, `ATBB${long.slice(0, 32)}`],
  'circleci-token': [`CCIPAT_${long.slice(0, 22)}_${hex.slice(0, 40)}`],
  'sonar-token': [`sqp_${hex.slice(0, 40)}`],
  'xai-key': [`xai-${long.slice(0, 80)}`],
  'perplexity-key': [`pplx-${long.slice(0, 48)}`],
  'replicate-token': [`r8_${long.slice(0, 37)}`],
  'supabase-token': [`sbp_${hex.slice(0, 40)}`],
  'planetscale-token': [`pscale_pw_${long.slice(0, 43)}`],
  'gitlab-token': [`gloas-${hex.slice(0, 64)}`, `GR1348941${long.slice(0, 20)}`],
  'slack-token': [`xapp-1-A0B1C2D3E4-123-${hex.slice(0, 64)}`],
  'square-token': [`sq0csp-${long.slice(0, 43)}`],
  'webhook-secret': [`whsec_${long.slice(0, 32)}`],
  'mailgun-key': [`key-${hex.slice(0, 32)}`],
  'mailchimp-key': [`${hex.slice(0, 32)}-us12`],
  'new-relic-key': [`${hex.slice(0, 36)}NRAL`],
  'age-key': [`AGE-SECRET-KEY-1${long.toUpperCase().slice(0, 58)}`],
  'doppler-token': [`dp.pt.${long.slice(0, 43)}`],
  'netlify-token': [`nfp_${long.slice(0, 40)}`],
  'postman-key': [`PMAK-${hex.slice(0, 24)}-${hex.slice(0, 34)}`],
  'sentry-token': [`sntrys_${long.slice(0, 80)}`],
  'tailscale-key': [`tskey-auth-${long.slice(0, 40)}`],
  'password-hash': [`$2b$12$${long.slice(0, 53)}`],
};

function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** How Docker, npm and Kubernetes keep a name and a password. */
const auth = encoded(`robot:${made}`);
const registries = [
  `{"auths":{"r.example":{"auth":"${auth}"}}}`,
  `      "auth": "${auth}"`,
  `//r.example/:_auth=${auth}`,
  `  .dockerconfigjson: ${encoded(`{"auths":{"r.example":{"auth":"${auth}"}}}`)}`,
  `  .dockerconfigjson: ${encoded(JSON.stringify({ auths: { 'r.example': { auth } } }, null, 2))}`,
];

const calls: readonly (readonly [string, string])[] = [
  [`ds.setPassword("${made}");`, made],
  [`DriverManager.getConnection(url, "sa", "${made}")`, made],
  [`smtp.login("me@x.org", '${made}')`, made],
  [`requests.get(u, auth=("me", "${made}"))`, made],
  [`auth: ['me', '${made}']`, made],
  [`jwt.sign(payload, '${made}')`, made],
  [`createHmac('sha256', '${made}')`, made],
  [`Session("AKIA${'J7QX2MZ4T6WD3RBK'}", "${long.slice(0, 40)}")`, long.slice(0, 40)],
  [`Client("AC${hex.slice(0, 32)}", "${hex.slice(0, 32)}")`, `"${hex.slice(0, 32)}`],
  [`docker login -u me -p ${made} registry`, made],
  [`az login --service-principal -u x -p ${made} --tenant y`, made],
  [`openssl enc -pass pass:${made}`, made],
  [`keytool -storepass ${made} -list`, made],
  [`ansible_become_pass: ${made}`, made],
  [`VAULT_TOKEN=s.${long.slice(0, 24)}`, long.slice(0, 24)],
  [`passwort: ${made}`, made],
  [`Kennwort = "${made}"`, made],
  [`mot_de_passe: '${made}'`, made],
  [`contraseña: "${made}"`, made],
  [`senha: ${made}`, made],
  [`пароль=${made}`, made],
  [`Protocol=https;AccountKey=${long.slice(0, 86)}==;Suffix=x`, long.slice(0, 86)],
  [`https://x.blob.core.windows.net/a?sv=2024&sig=${long.slice(0, 43)}%3D`, long.slice(0, 43)],
  [`postgres://u:pa@ss${made}@h/db`, made],
  [`postgres://u:pa/ss${made}@h/db`, made],
  [`git clone https://${made}${made}@github.com/x/y`, made],
  [`https://x.webhook.office.com/webhookb2/${hex.slice(0, 32)}@${hex.slice(0, 16)}/IncomingWebhook/${hex.slice(0, 32)}`, hex.slice(0, 32)],
  ...registries.map((line): [string, string] => [line, line.match(/[A-Za-z0-9+/]{20,}={0,2}/)?.[0] ?? line]),
  [`password: $2b$12$${long.slice(0, 53)}`, long.slice(0, 53)],
];

const harmless: readonly string[] = [
  'key-value-store, key-0123, sqp_, whsec_..., pplx-api, xai-sdk',
  'pypi-AgEIcHlwaS5vcmc',
  `the commit ${hex.slice(0, 40)}-us`,
  'form.setPassword(input.value); setToken("token")',
  'login("Sign in", "Forgot your password?")',
  "auth: ['user', 'admin']",
  "jwt.sign(payload, 'secret', options); createHmac('sha256', 'key')",
  'docker login -u me -p $TOKEN registry',
  'keytool -storepass changeit -list',
  '"auth": "oauth2"',
  'auth: authenticated',
  `"auth": "${encoded('user:password')}"`,
  `"auth": "${encoded('user:<token>')}"`,
  `.dockerconfigjson: e30=`,
  `proxy_pass: http://backend1`,
  'passwort: Bitte eingeben',
  'senha: "obrigatória"',
  'AccountKey=<key>;AccountKey={account_key_1}',
  'https://example.com:8443/a1b2@2x.png and http://localhost:3000/@vite1/client@2',
  'https://user@github.com/x/y https://unpkg.com/package@1.2.3/file',
  'mailto:me@x.org, git@github.com:x/y.git',
];

async function seenIn(line: string): Promise<string> {
  const found = await findSecrets({ files: [{ path: 'a.txt', notes: [], lines: [{ number: 1, mark: '+', text: line }] }] });
  return found.toReversed().reduce((text, { start, end }) => `${text.slice(0, start)}█${text.slice(end)}`, line);
}

const around: readonly ((token: string) => string)[] = [
  (token) => token,
  (token) => `x: "${token}",`,
  (token) => `call('${token}')`,
  (token) => `run --with=${token} now`,
  (token) => `see ${token}.`,
];

describe('a token that tells whose it is', () => {
  it('has a sample here, each of them', () => {
    expect(Object.keys(tokens)).toEqual(vendorTokens.map(({ rule }) => rule));
  });

  it.each(Object.entries(tokens))('is found whole wherever it stands: %s', async (_, samples) => {
    for (const sample of samples) {
      for (const write of around) expect(await seenIn(write(sample)), write('…')).not.toContain(sample.slice(-16));
    }
  });
});

describe('a place of credentials', () => {
  it.each(calls)('is found: %s', async (line, secret) => {
    const seen = await seenIn(line);
    expect(seen).toContain('█');
    expect(seen).not.toContain(secret);
  });

  it('is known by one rule at least, each', () => {
    expect(secretCalls.filter(({ pattern }) => !calls.some(([line]) => line.search(pattern) >= 0)).map(({ pattern }) => pattern)).toEqual(
      [],
    );
  });

  it.each(harmless)('is not seen in %s', async (line) => {
    expect(await seenIn(line)).toBe(line);
  });
});
