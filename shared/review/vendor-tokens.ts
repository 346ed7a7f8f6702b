/** Tokens that tell by their own letters whose they are, and that the rule set of others does not know. */
import type { SecretRule } from './password-places.ts';
import { entropyOf } from './secret-words.ts';

/** Letters of a token as an expression, with what it begins with; nothing of a word stands before it or behind it. */
const letters: Readonly<Record<string, readonly string[]>> = {
  'google-token': ['GOCSPX-[\\w-]{28}', 'ya29\\.[\\w-]{30,500}', '1//0[\\w-]{40,200}'],
  'digitalocean-token': ['do[por]_v1_[a-f0-9]{64}'],
  'pypi-token': ['pypi-AgE[\\w-]{50,500}'],
  'rubygems-key': ['rubygems_[a-f0-9]{48}'],
  'notion-token': ['ntn_[A-Za-z0-9]{40,60}'],
  'airtable-token': ['pat[A-Za-z0-9]{14}\\.[a-f0-9]{64}'],
  'atlassian-token': ['ATATT3[\\w=-]{60,300}', 'ATCTT3[\\w=-]{60,300}', 'ATBB[A-Za-z0-9]{28,40}'],
  'circleci-token': ['CCIP(?:AT|RJ)_[A-Za-z0-9]{10,40}_[a-f0-9]{40}'],
  'sonar-token': ['sq[apu]_[a-f0-9]{40}'],
  'xai-key': ['xai-[A-Za-z0-9]{70,120}'],
  'perplexity-key': ['pplx-[A-Za-z0-9]{40,80}'],
  'replicate-token': ['r8_[A-Za-z0-9]{37}'],
  'supabase-token': ['sbp_[a-f0-9]{40}', 'sb_secret_[\\w-]{20,60}'],
  'planetscale-token': ['pscale_(?:pw|tkn|oauth)_[\\w.-]{32,64}'],
  'gitlab-token': ['gloas-[a-f0-9]{64}', 'GR1348941[\\w-]{20}'],
  'slack-token': ['xapp-\\d-[A-Za-z0-9]{8,20}-\\d{1,20}-[a-f0-9]{32,128}'],
  'square-token': ['sq0(?:csp|atp)-[\\w-]{22,60}'],
  'webhook-secret': ['whsec_[A-Za-z0-9+/]{24,100}={0,2}'],
  'mailgun-key': ['key-[a-f0-9]{32}'],
  'mailchimp-key': ['[a-f0-9]{32}-us\\d{1,2}'],
  'new-relic-key': ['[a-f0-9]{36}NRAL', 'NRAK-[A-Z0-9]{27}'],
  'age-key': ['AGE-SECRET-KEY-1[A-Z0-9]{58}'],
  'doppler-token': ['dp\\.(?:pt|st|ct|sa)\\.[\\w.-]{40,80}'],
  'netlify-token': ['nfp_[A-Za-z0-9]{36,60}'],
  'postman-key': ['PMAK-[a-f0-9]{24}-[a-f0-9]{34}'],
  'sentry-token': ['sntry[su]_[\\w+/=.-]{40,300}'],
  'tailscale-key': ['tskey-[a-z]{2,10}-[A-Za-z0-9-]{20,80}'],
  'password-hash': [
    '\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]{53}',
    '\\$argon2(?:id|i|d)\\$v=\\d{2}\\$[\\w=,]{5,40}\\$[A-Za-z0-9+/]{11,90}\\$[A-Za-z0-9+/]{20,90}',
  ],
};

/** One for each kind of token. */
export const vendorTokens: readonly SecretRule[] = Object.entries(letters).map(([rule, forms]) => ({
  rule,
  pattern: new RegExp(`(?<![\\w$/.-])(?<value>${forms.join('|')})(?![\\w-])`, 'dg'),
  fits: (value) => entropyOf(value) >= 3,
}));
