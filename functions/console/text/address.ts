/** Addresses of the console's pages, as the hash of its one document. */

export type Route =
  | { readonly page: 'ask'; readonly again: string | undefined }
  | { readonly page: 'consultation'; readonly id: string }
  | { readonly page: 'history'; readonly filter: HistoryFilter }
  | { readonly page: 'experts' }
  | { readonly page: 'reliability' }
  | { readonly page: 'report'; readonly filter: ReportFilter }
  | { readonly page: 'schedules' }
  | { readonly page: 'reviews'; readonly subject: string }
  | { readonly page: 'review'; readonly id: string }
  | { readonly page: 'nowhere' };

/** What the history shows; empty texts filter nothing. */
export interface HistoryFilter {
  /** Words to find in the question, the id or the circle, among the loaded ones. */
  readonly words: string;
  readonly status: string;
  readonly circle: string;
  /** `key:value` of the metadata. */
  readonly tag: string;
  /** Days, such as 2026-11-23, both included. */
  readonly from: string;
  readonly to: string;
}

/** What a report is about; empty texts filter nothing. */
export interface ReportFilter {
  readonly circle: string;
  readonly kind: string;
  /** A day, such as 2026-11-23, included. */
  readonly since: string;
}

const filterNames = ['words', 'status', 'circle', 'tag', 'from', 'to'] as const;

/** Pages that are their address. */
const plainPages = ['experts', 'reliability', 'schedules'] as const;

/** The page of a hash. */
export function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const parameters = new URLSearchParams(query);
  const one = readOne(path);
  if (one !== undefined) return one;
  if (path === '') return { page: 'ask', again: parameters.get('again') ?? undefined };
  return readFiltered(path, parameters) ?? { page: plainPages.find((page) => page === path) ?? 'nowhere' };
}

/** A consultation, or the review that it is. */
function readOne(path: string): Route | undefined {
  const [, what, id] = /^(consultations|reviews)\/([A-Za-z0-9_-]{1,80})$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  return { page: what === 'reviews' ? 'review' : 'consultation', id };
}

function readFiltered(path: string, parameters: URLSearchParams): Route | undefined {
  if (path === 'reviews') return { page: 'reviews', subject: parameters.get('subject') ?? '' };
  if (path === 'consultations') return { page: 'history', filter: readFilter(parameters) };
  return path === 'report' ? { page: 'report', filter: readReportFilter(parameters) } : undefined;
}

/** The permanent address of a consultation. */
export function consultationAddress(id: string): string {
  return `#/consultations/${encodeURIComponent(id)}`;
}

/** The permanent address of a review. */
export function reviewAddress(id: string): string {
  return `#/reviews/${encodeURIComponent(id)}`;
}

/** The address of the reviews of a subject; of all where it is empty. */
export function reviewsAddress(subject: string): string {
  return subject === '' ? '#/reviews' : `#/reviews?${new URLSearchParams({ subject }).toString()}`;
}

/** The address of the history behind a filter. */
export function historyAddress(filter: HistoryFilter): string {
  const set = filterNames.flatMap((name): [string, string][] => (filter[name] === '' ? [] : [[name, filter[name]]]));
  return set.length === 0 ? '#/consultations' : `#/consultations?${new URLSearchParams(set).toString()}`;
}

/** The address of the report on what a filter lets through. */
export function reportAddress({ circle, kind, since }: ReportFilter): string {
  const set = Object.entries({ circle, kind, since }).filter(([, value]) => value !== '');
  return set.length === 0 ? '#/report' : `#/report?${new URLSearchParams(set).toString()}`;
}

/** A day that is none filters nothing. */
function readReportFilter(parameters: URLSearchParams): ReportFilter {
  const since = parameters.get('since') ?? '';
  const isDay = /^\d{4}-\d\d-\d\d$/.test(since) && !Number.isNaN(Date.parse(since));
  return { circle: parameters.get('circle') ?? '', kind: parameters.get('kind') ?? '', since: isDay ? since : '' };
}

function readFilter(parameters: URLSearchParams): HistoryFilter {
  const read = (name: (typeof filterNames)[number]) => parameters.get(name) ?? '';
  return { words: read('words'), status: read('status'), circle: read('circle'), tag: read('tag'), from: read('from'), to: read('to') };
}
