/** How an operation is called: from a shell, and with circle-client. */
import type { Operation, Parameter } from './document.ts';

/** Calls of circle-client by operation; a test compiles every one. `circle` is an open client, `id` a consultation's. */
export const clientSnippets: Readonly<Record<string, string>> = {
  askCircle: `const consultation = await circle.consult(
  { question: 'Is 3599 a prime number?', options: ['yes', 'no'] },
  { onEvent: (event) => console.log(event.type) },
);
console.log(consultation.verdict?.answer);`,
  getConsultation: `const { status, verdict } = await circle.get(id);`,
  listConsultations: `const { consultations, cursor } = await circle.list({ status: 'decided', limit: 20 });`,
  cancelConsultation: `await circle.cancel(id);`,
  followConsultation: `for await (const event of circle.events(id)) {
  if (event.type === 'opinion') console.log(event.opinion.expert, event.opinion.status);
}`,
  handInOpinion: `await circle.handIn(id, { expert: 'reviewer', answer: 'It is 59 times 61.\\nAnswer: no' });`,
  giveFeedback: `await circle.feedback(id, { answer: 'no' });`,
  listExperts: `const experts = await circle.experts();`,
  listCircles: `const circles = await circle.circles();`,
  getReliability: `const { kinds } = await circle.reliability('default');`,
};

/** The call with curl; `CIRCLE_URL` and `CIRCLE_KEY` are the caller's. */
export function curl(method: string, path: string, { parameters = [], requestBody, security, responses }: Operation): string {
  const [media, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const streams = Object.values(responses).some(({ content = {} }) => 'text/event-stream' in content);
  const lines = [
    `curl ${streams ? '-N' : '-s'}${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "$CIRCLE_URL${pathWith(path, parameters)}"`,
    ...(security?.length === 0 ? [] : ['-H "Authorization: Bearer $CIRCLE_KEY"']),
    ...(media === undefined ? [] : [`-H 'Content-Type: ${media}'`]),
    ...(body?.example === undefined ? [] : [`-d '${JSON.stringify(body.example).replaceAll("'", "'\\''")}'`]),
  ];
  return lines.join(' \\\n  ');
}

function pathWith(path: string, parameters: readonly Parameter[]): string {
  return path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const examples = parameters.find((parameter) => parameter.name === name)?.schema['examples'];
    return Array.isArray(examples) && examples.length > 0 ? String(examples[0]) : whole;
  });
}
