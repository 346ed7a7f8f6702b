/** The call of a model: what it is asked, in which form, with which key. */
import { factsOf } from '../../shared/contract/provider-kinds.ts';
import { promptOfDebate } from '../../shared/domain/debate-prompt.ts';
import { schemaForExperts } from '../../shared/domain/kept-schema.ts';
import { type Prompt, promptFor } from '../../shared/domain/prompt.ts';
import { isDeclaredPlace } from '../../shared/domain/resolve-seat.ts';
import { ruleTaskOf } from '../../shared/domain/rule-task.ts';
import { ExpertFailure, InvalidConfiguration } from '../../shared/errors.ts';
import type { ModelReply, ModelRequest } from '../../shared/ports/model.ts';
import { type Call, leftMs, requireOpen, requireTime } from './call.ts';
import { persist } from './persist.ts';
import { wordOn } from './read-word.ts';

type Request = Omit<ModelRequest, 'key' | 'timeoutMs'>;

/** Asks by the form's schema. A provider that refuses to be asked like that, which costs nothing, is asked in words. */
export async function askInForm(call: Call, flaw: string | undefined, form: ModelRequest['schema']) {
  const request = requestOf(call, flaw, form);
  try {
    return { request, reply: await askModel(call, request) };
  } catch (error) {
    if (form === undefined || !(error instanceof ExpertFailure) || !refusesForm(error)) throw error;
    const inPlainWords = requestOf(call, flaw, undefined);
    return { request: inPlainWords, reply: await askModel(call, inPlainWords) };
  }
}

function refusesForm({ type, message }: ExpertFailure): boolean {
  return type === 'request-rejected' && /schema|format|json|structured|tool|support/i.test(message);
}

function requestOf(call: Call, flaw: string | undefined, form: ModelRequest['schema']): Request {
  const { run, seat, question, shown, ports, signal } = call;
  const persona = seat.persona && ports.knowledge.personas[seat.persona];
  if (shown && !('debate' in shown)) return wordRequest(call, wordOn(shown).promptOf(run, persona, flaw), form);
  const prompt = promptFor({ ...run, question }, persona, flaw, form !== undefined);
  return {
    seat,
    ...(shown === undefined ? prompt : promptOfDebate(prompt, shown.debate)),
    question,
    kind: run.kind,
    options: run.options,
    images: run.images,
    review: factsOf(seat.provider).judge === 'rules' ? taskOf(run, ports.knowledge.team) : undefined,
    schema: run.schema === undefined ? form : schemaForExperts(run.schema),
    stop: run.sampling?.stop,
    signal,
    knowledgeFolder: ports.knowledge.folder,
  };
}

/** Whoever judges, ranks or writes from claims replies in a form of its own, whatever form the answers have; claims have no images. */
function wordRequest({ run, seat, question, shown, ports, signal }: Call, prompt: Prompt, schema: ModelRequest['schema']): Request {
  const images = shown && 'ledger' in shown ? undefined : run.images;
  const none = { options: undefined, review: undefined, stop: undefined };
  return { seat, ...prompt, question, kind: 'text', images, ...none, schema, signal, knowledgeFolder: ports.knowledge.folder };
}

/** What rules are to judge, with the team's own rules. */
function taskOf(run: Call['run'], team: Call['ports']['knowledge']['team']): Request['review'] {
  const task = ruleTaskOf(run);
  return task && { ...task, team };
}

async function askModel(call: Call, request: Request): Promise<ModelReply> {
  requireTime(call);
  const key = await useKey(call, false);
  try {
    return await askOnce(call, request, key);
  } catch (error) {
    // The key may have been rotated since it was cached: read it afresh once before giving up.
    if (!(error instanceof ExpertFailure) || error.type !== 'key-rejected' || key === undefined) throw error;
    const fresh = await useKey(call, true);
    if (fresh === key) throw error;
    await requireOpen(call);
    return askOnce(call, request, fresh);
  }
}

/** No call begins that is not written down: where its worker stops, what it may cost is known to be unknown. */
async function askOnce(call: Call, request: Request, key: string | undefined): Promise<ModelReply> {
  requireTime(call);
  await call.spending.begin(() => leftMs(call));
  return call.model.ask({ ...request, key, timeoutMs: requireTime(call) });
}

/** A vault that is away for a moment is waited for. */
async function useKey(call: Call, fresh: boolean): Promise<string | undefined> {
  const { run, seat, ports } = call;
  const { key: name } = seat;
  if (name === undefined) return undefined;
  if (!isDeclaredPlace(seat, ports.knowledge))
    throw new ExpertFailure(
      'key-missing',
      `no expert is declared with the key ${name} at the address of this seat: the circles have changed since`,
    );
  const purpose = { purpose: `ask ${seat.expert}`, tenant: run.tenant, consultationId: run.id };
  const use = () => ports.vault.use(name, purpose, { fresh });
  const key = await persist(use, ports, { leftMs: () => leftMs(call) }).catch(asMissing);
  if (key === undefined) throw new ExpertFailure('key-missing', `the key ${name} is not set`);
  ports.log.info('SECRET_USED', { consultationId: run.id, secret: name, expert: seat.expert });
  return key;
}

/** A place for keys that is set up wrongly stays so until somebody mends it: the reason is the expert's, and no attempt more helps. */
function asMissing(error: unknown): never {
  if (error instanceof InvalidConfiguration) throw new ExpertFailure('key-missing', error.message, { cause: error });
  throw error;
}
