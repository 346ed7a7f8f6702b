/** How an operation is called: from a shell, and with circle-client. */
import type { Operation } from './document.ts';

/** Calls of circle-client by operation; a test compiles every one. `circle` is an open client, `id` a consultation's. */
export const clientSnippets: Readonly<Record<string, string>> = {
  askCircle: `const consultation = await circle.consult(
  { question: 'Is 3599 a prime number?', options: ['yes', 'no'] },
  { onEvent: (event) => console.log(event.type) },
);
console.log(consultation.verdict?.answer);`,
  estimateConsultation: `const { usd, calls, seconds } = await circle.estimate({ question: 'Is 3599 a prime number?', options: ['yes', 'no'] });`,
  getConsultation: `const { status, verdict } = await circle.get(id);`,
  listConsultations: `const { consultations, cursor } = await circle.list({ status: 'decided', limit: 20 });`,
  cancelConsultation: `await circle.cancel(id);`,
  followConsultation: `for await (const event of circle.events(id)) {
  if (event.type === 'opinion') console.log(event.opinion.expert, event.opinion.status);
}`,
  handInOpinion: `await circle.handIn(id, { expert: 'reviewer', answer: 'It is 59 times 61.\\nAnswer: no' });`,
  listDeliveries: `const deliveries = await circle.deliveries(id);`,
  resendDelivery: `for (const { webhookId, state } of await circle.deliveries(id)) {
  if (state === 'given-up') await circle.resend(id, webhookId);
}`,
  listFeedback: `const feedback = await circle.listFeedback(id);`,
  giveFeedback: `await circle.feedback(id, { answer: 'no' });`,
  openReview: `const { report } = await circle.review({ files: [{ path: 'Dockerfile', text: 'FROM node:latest' }] }, { waitSeconds: 20 });
console.log(report?.verdict, report?.findings.length);`,
  getReview: `const { report } = await circle.getReview(id);`,
  listReviews: `const { reviews } = await circle.listReviews({ subject: 'shop/api' });`,
  getReviewExcerpts: `const { excerpts } = await circle.getExcerpts(id);`,
  listFindings: `const { findings } = await circle.findings({ subject: 'shop/api' });`,
  listExperts: `const experts = await circle.experts();`,
  listCircles: `const circles = await circle.circles();`,
  getBackup: `const copy = await (await circle.backup()).arrayBuffer();`,
  getMetrics: `const text = await (await fetch('http://127.0.0.1:7330/metrics', { headers: { authorization: 'Bearer key' } })).text();`,
  listSchedules: `const schedules = await circle.schedules();`,
  reportConsultations: `const { report, sums, cursor } = await circle.report({ circle: 'default', limit: 500 });`,
  getReliability: `const { kinds } = await circle.reliability('default');`,
};

/** The call with curl; `CIRCLE_URL` and `CIRCLE_KEY` are the caller's. */
export function curl(method: string, path: string, operation: Operation): string {
  const lines = [
    [
      'curl',
      streams(operation) ? '-N' : '-s',
      ...(method === 'get' ? [] : ['-X', method.toUpperCase()]),
      `"$CIRCLE_URL${pathOf(path, operation)}"`,
    ].join(' '),
    ...(operation.security?.length === 0 ? [] : ['-H "Authorization: Bearer $CIRCLE_KEY"']),
    ...bodyLines(operation),
  ];
  return lines.join(' \\\n  ');
}

function streams({ responses }: Operation): boolean {
  return Object.values(responses).some(({ content = {} }) => 'text/event-stream' in content);
}

function bodyLines({ requestBody }: Operation): string[] {
  const [first] = Object.entries(requestBody?.content ?? {});
  if (!first) return [];
  const [media, { example }] = first;
  const type = `-H 'Content-Type: ${media}'`;
  return example === undefined ? [type] : [type, `-d '${JSON.stringify(example).replaceAll("'", "'\\''")}'`];
}

/** The path with an example in the place of each parameter that has one. */
function pathOf(path: string, { parameters = [] }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const examples = parameters.find((parameter) => parameter.name === name)?.schema['examples'];
    return Array.isArray(examples) && examples.length > 0 ? String(examples[0]) : whole;
  });
}
