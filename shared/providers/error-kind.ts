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

/** Statuses of a request that is at fault itself; small servers say so with 500, gateways with 200. */
const tooLongStatuses = [200, 400, 413, 422, 500] as const;

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
  // Every vendor has a sentence of its own for it; at 429 the words of a limit that passes are much alike.
  {
    type: 'prompt-too-long',
    says: /context_(?:length|window)_exceeded|context ?window ?exceeded|exceed_context_size|string_above_max_length|tokens_limit_reached|request_too_large|max(?:imum)? (?:context|prompt|input|model) length|\b(?:prompt|inputs?|request|messages|conversation)(?: body| length| tokens?)?(?: is| are)? too (?:long|large|big)\b|\b(?:exceed\w{0,3}|longer than|larger than|greater than)\b.{0,60}\b(?:context|token limit)|\bcontext (?:length|window|size|limit)\b.{0,40}\bexceed|\bcontext the overflows|\btoken limit\b.{0,20}\bexceed/i,
    statuses: tooLongStatuses,
  },
  {
    type: 'prompt-too-long',
    says: /\binput tokens? exceeded|\b(?:number of input tokens|input token count)\b.{0,80}\b(?:exceed|supports up to)|\bprompt (?:has too many tokens|contains \d+ tokens\b.{0,60}too large)|too many total text bytes|too many tokens: size limit|`inputs`.{0,40}must (?:have less|be)|range of input length should|prompt exceeds max length|reduce the length of (?:the|your) (?:messages|prompt|input)|prompt ?超长|超过.{0,20}上下文/i,
    statuses: tooLongStatuses,
  },
  // More than a minute's limit holds fits into no minute.
  { type: 'prompt-too-long', says: /\brequest too large\b|\btokens must be reduced\b/i, statuses: [429] },
  {
    type: 'refused',
    says: /moderation|\bflagged\b|content[ _-](?:policy|filter|management)|violat\w{1,6} [^.]{0,40}(?:polic|guidelines)|safety system|data_?inspection_?failed|inappropriate content|content exists risk|considered high risk|safety_check|new_sensitive|敏感内容/i,
    statuses: [200, 400, 403, 422, 451],
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
