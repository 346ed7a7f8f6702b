/** Headers by which clients, proxies and queues say that they send a request again. */

/** Each with the number of the first repetition: some count repetitions, some attempts. */
const counts: Readonly<Record<string, number>> = {
  // The clients of OpenAI, Anthropic and others that Stainless generates.
  'x-stainless-retry-count': 1,
  // Envoy and what stands on it.
  'x-envoy-attempt-count': 2,
  'x-cloudtasks-taskretrycount': 1,
  'upstash-retried': 1,
};

/** Whether the headers say that this request is a repetition. */
export function saysRepeat(headers: Headers): boolean {
  return Object.entries(counts).some(([name, first]) => Number(headers.get(name) ?? 0) >= first);
}
