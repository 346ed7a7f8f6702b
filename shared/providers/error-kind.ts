/** The kind of failure that a provider's message means. Every expression here meets foreign text that has been cut. */
import type { ExpertFailureType } from '../errors.ts';
import type { ProviderError } from './provider-error.ts';

/** A rule reads the words and the message, in the order of this list. */
interface Rule {
  readonly type: ExpertFailureType;
  readonly says: RegExp;
  /** Statuses that it is for; all where none are named. */
  readonly statuses?: readonly number[];
}

const rules: readonly Rule[] = [
  // Google answers a wrong key with status 400.
  { type: 'key-rejected', says: /\bAPI_KEY_INVALID\b/ },
  // A call that costs what is not there fails in the same way each time.
  {
    type: 'request-rejected',
    says: /insufficient[ _](?:quota|balance|credits?|funds)|billing_hard_limit|exceeded_current_quota|(?:credit balance|balance) is too low|payment required|quota exhausted|out of credits|arrearage|欠费/i,
    statuses: [200, 400, 402, 403, 429],
  },
  {
    type: 'request-rejected',
    says: /unsupported_country|(?:country|region|territory|location)\b[^.]{0,40}\bnot (?:supported|available)|not available in your (?:country|region)/i,
  },
  {
    type: 'refused',
    says: /moderation|\bflagged\b|content[ _-](?:policy|filter|management)|violat\w{1,6} [^.]{0,40}polic|safety system/i,
    statuses: [400, 403, 451],
  },
  { type: 'rate-limited', says: /rate.?limit|too.?many.?requests|resource.?exhausted|throttl/i, statuses: [200] },
  {
    type: 'request-rejected',
    says: /unexpected endpoint|unknown endpoint|no route for|model\b.{0,80}\b(?:not found|does not exist)/i,
    statuses: [200],
  },
];

/** The kind that a status and its message mean, where the message is more exact than the status. */
export function kindInWords(status: number, { words, message }: ProviderError): ExpertFailureType | undefined {
  const text = [...words, message].join('\n');
  return rules.find(({ says, statuses }) => (statuses === undefined || statuses.includes(status)) && says.test(text))?.type;
}

/** Whether a server says that it is still loading the model, which passes by itself. */
export function isLoading(status: number, { words, message }: ProviderError): boolean {
  if (status < 500 && ![200, 409, 424, 425, 429].includes(status)) return false;
  return /\bloading\b|\bwarming[ _-]?up\b|\bstarting up\b|cold[ _-]?start|\bnot (?:yet )?(?:ready|loaded)\b|\bbooting\b|\binitiali[sz]ing\b|model_not_ready|ModelNotReady|spinning up|scaling up|no healthy upstream/i.test(
    [...words, message].join('\n'),
  );
}

/** Whether a page was written by a guard in front of the provider: it says nothing of the key. */
export function isGuardPage(headers: Headers, body: unknown): boolean {
  if (typeof body !== 'string' || !(headers.get('content-type') ?? '').includes('html')) return false;
  return (
    headers.has('cf-ray') ||
    headers.has('cf-mitigated') ||
    headers.get('server') === 'cloudflare' ||
    /cloudflare|captcha|access denied|attention required/i.test(body.slice(0, 4000))
  );
}
