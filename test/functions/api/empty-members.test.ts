/** Lists and maps that come empty, as generated clients send them for what nobody has set: every one of the description, at every interface. */
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../../functions/api/app.ts';
import { consultationOf } from '../../../functions/api/chat/request.ts';
import { describeApi } from '../../../functions/api/reference/describe-api.ts';
import type { JsonSchema } from '../../../functions/api/reference/document.ts';
import { readLines } from '../../../functions/cli/batch/lines.ts';
import { chatRequest } from '../../../shared/contract/chat.ts';
import { newConsultation } from '../../../shared/contract/question.ts';
import { goodKey, openApi } from '../../support/api.ts';
import { callForConsultation, connect, overHttp } from '../../support/mcp.ts';
import { openPorts, runOf } from '../../support/ports.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const described = describeApi(
  buildApp({ ports: openPorts(), authenticate: () => undefined, maxWaitSeconds: 25, readiness: async () => ({}) }),
);

type Members = Readonly<Record<string, unknown>>;
const question = 'Is 7 a prime number?';
const consultation = (more: Members) => ({ path: '/v1/consultations', body: { question, circle: 'plain', ...more } });
const diff = '--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n x\n+y\n';
const review = (more: Members) => ({ path: '/v1/reviews', body: { circle: 'plain', diff, ...more } });
const user = { role: 'user', content: question };
const chat = (more: Members) => ({ path: '/v1/chat/completions', body: { model: 'circle/plain', messages: [user], ...more } });
const turn = (message: Members) => chat({ messages: [message, user] });
const part = (role: string, own: Members, more: Members) => turn({ role, content: [{ ...own, ...more }] });
const shown = { type: 'image_url', image_url: { url: 'https://images.example/a.png' } };

/** How the members of each schema are sent. */
const carriers: Readonly<Record<string, (members: Members) => { readonly path: string; readonly body: Members }>> = {
  ConsultationRequest: consultation,
  EscalateStrategy: (more) => consultation({ strategy: { escalate: [['ada', 'bob'], ['cyd']], ...more } }),
  ReviewFiles: (more) => consultation({ circle: 'mixed', review: { files: [{ path: 'Dockerfile', text: 'FROM a:1\n' }], ...more } }),
  ReviewFile: (more) => consultation({ circle: 'mixed', review: { files: [{ path: 'Dockerfile', text: 'FROM a:1\n', ...more }] } }),
  Sampling: (more) => consultation({ sampling: more }),
  ReviewRequest: review,
  ChatRequest: chat,
  ChatCircleOptions: (more) => chat({ circle: more }),
  ChatSystemMessage: (more) => turn({ role: 'system', content: 'Be brief.', ...more }),
  ChatDeveloperMessage: (more) => turn({ role: 'developer', content: 'Be brief.', ...more }),
  ChatUserMessage: (more) => turn({ ...user, ...more }),
  ChatAssistantMessage: (more) => turn({ role: 'assistant', content: 'Yes.', ...more }),
  ChatToolMessage: (more) => turn({ role: 'tool', content: '7', ...more }),
  ChatFunctionMessage: (more) => turn({ role: 'function', content: '7', ...more }),
  ChatTextPart: (more) => part('user', { type: 'text', text: 'And 8?' }, more),
  ChatImagePart: (more) =>
    chat({
      circle: { quorum: 1 },
      messages: [
        {
          role: 'user',
          content: [
            { ...shown, ...more },
            { type: 'text', text: 'What is it?' },
          ],
        },
      ],
    }),
  ChatRefusalPart: (more) => part('assistant', { type: 'refusal', refusal: 'No.' }, more),
};

/** Lists of which an empty one has a meaning of its own: no line has changed. */
const meant = new Set(['ReviewFile.changed']);

/** Every optional list and map of a request, as `Schema.member`, with its empty value. */
function everyContainer(): (readonly [place: string, empty: unknown])[] {
  const names = new Set<string>();
  const follow = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (names.has(name)) continue;
      names.add(name);
      follow(described.components.schemas[name]);
    }
  };
  for (const operation of Object.values(described.paths).flatMap((methods) => Object.values(methods))) follow(operation.requestBody);
  return [...names].flatMap((name) => {
    const { properties = {}, required = [] } = described.components.schemas[name] ?? {};
    const optional = Object.entries(properties).filter(([member]) => !required.includes(member));
    return optional.flatMap(([member, schema]) => emptyOf(schema).map((empty) => [`${name}.${member}`, empty] as const));
  });
}

function emptyOf({ type, additionalProperties }: JsonSchema): readonly unknown[] {
  if ([type].flat().includes('array')) return [[]];
  return additionalProperties === undefined || additionalProperties === false ? [] : [{}];
}

const containers = everyContainer().filter(([place]) => !meant.has(place));

const knowledge = testKnowledge();
const openWithRules = () => {
  const ports = openPorts({
    ...knowledge,
    experts: { ...knowledge.experts, 'rules-docker': { provider: 'rules', model: '', rules: ['docker'] } },
    providers: { ...knowledge.providers, rules: { kind: 'rules', free: true } },
    circles: { ...knowledge.circles, mixed: { experts: ['ada', 'rules-docker'], quorum: 1 } },
  });
  return openApi({ ports });
};

/** The run that a request makes, but for what tells two runs apart. */
async function runBy(place: string, members: Members): Promise<unknown> {
  const [name = ''] = place.split('.');
  const carrier = carriers[name];
  if (carrier === undefined) throw new Error(`no request carries ${name}: give it a carrier`);
  const { path, body } = carrier(members);
  const api = openWithRules();
  const answer = await api.send('POST', path, { body, headers: { prefer: 'wait=0' } });
  const id = answer.headers.get('x-consultation-id') ?? (answer.body as { id?: string }).id;
  if (id === undefined) throw new Error(JSON.stringify(answer.body));
  const { id: _, createdAt: _created, deadlineAt: _deadline, ...rest } = await runOf(api.ports, id);
  return JSON.parse(JSON.stringify(rest));
}

describe('an empty list or map', () => {
  it('can come in many places', () => {
    expect(containers.length).toBeGreaterThan(30);
  });

  it.each(containers)('as %s is left out', async (place, empty) => {
    const [, member = ''] = place.split('.');
    expect(await runBy(place, { [member]: empty })).toEqual(await runBy(place, {}));
  });

  it('is left out with all others of a question', async () => {
    const all = Object.fromEntries(
      containers.filter(([place]) => place.startsWith('ConsultationRequest.')).map(([place, empty]) => [place.split('.')[1], empty]),
    );
    expect(Object.keys(all).toSorted()).toEqual(['experts', 'images', 'messages', 'metadata', 'options', 'schema']);
    expect(await runBy('ConsultationRequest', all)).toEqual(await runBy('ConsultationRequest', {}));
  });

  it.each([{ options: [] }, { experts: [] }, { images: [] }, { metadata: {} }, { strategy: { escalate: [['ada'], ['bob']], kinds: [] } }])(
    'is left out of a call of the tool: %j',
    async (empty) => {
      const api = openApi();
      api.ports.workflow.start = async () => undefined;
      const client = await connect(overHttp('http://127.0.0.1:7330', goodKey, async (input, init) => api.fetch(new Request(input, init))));
      const view = await callForConsultation(client, 'consult_circle', { question, circle: 'plain', waitSeconds: 0, ...empty });
      const run = await runOf(api.ports, view.consultationId);
      expect(run).toMatchObject({ kind: 'auto', seats: [{}, {}, {}, {}] });
      expect(JSON.stringify(run)).not.toMatch(/"(?:options|metadata|kinds)":|"images":\[/);
    },
  );

  it('of experts on a line of a batch leaves the circle of the command', () => {
    const [line] = readLines(JSON.stringify({ question, experts: [], options: [] }), { circle: 'plain' });
    expect(line?.body).toEqual({ question, circle: 'plain' });
  });
});

describe('what is refused nevertheless', () => {
  it.each<[string, Members, string]>([
    ['a choice without options', { kind: 'choice', options: [] }, 'options'],
    ['one option', { options: ['yes'] }, 'options'],
    ['limits that limit nothing: their sender has meant some', { limits: {} }, 'limits'],
    ['stages of nobody', { strategy: { escalate: [] } }, 'strategy'],
    ['a list in the place of a schema that says something', { schema: ['x'] }, 'schema'],
  ])('is %s', (_, more, field) => {
    expect(newConsultation.safeParse({ question, ...more }).error?.issues.map(({ path }) => path[0])).toContain(field);
  });

  it('is a review of nothing', async () => {
    const answer = await openApi().send('POST', '/v1/reviews', { body: { circle: 'plain', files: [] } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'files', message: 'or a diff must be given, and not both' }] } });
  });
});

it('asks for an object where a chat asks for JSON by an empty schema', () => {
  const format = { type: 'json_schema', json_schema: { name: 'x', schema: {} } };
  const request = chatRequest.parse({ model: 'circle/plain', messages: [user], response_format: format });
  expect(consultationOf(request, knowledge).body.schema).toEqual({ type: 'object' });
});
