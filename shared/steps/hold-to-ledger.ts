/** Holds the sentences of a synthesis to the claims that they cite, once the verdict is fixed. */
import type { AttemptNote } from '../contract/opinion.ts';
import type { ReadOpinions } from '../contract/rounds.ts';
import { type Run, weighedQuestion } from '../contract/run.ts';
import type { ShownSynthesis, Support } from '../contract/synthesis.ts';
import type { Weighing } from '../contract/verdict.ts';
import { claimsOf, isWritten, linkedSentences, writtenIn } from '../domain/synthesis.ts';
import { synthesisInWords } from '../domain/synthesis-words.ts';
import { messageOf } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';

type HoldPorts = Pick<Ports, 'consensus' | 'log'>;

/** What the verdict says of its synthesis; undefined where nobody had asked for one. A core that cannot be asked costs the text and never the verdict. */
export async function holdToLedger(
  run: Run,
  weighing: Weighing,
  read: ReadOpinions & { readonly attempts: readonly AttemptNote[] },
  ports: HoldPorts,
): Promise<ShownSynthesis | undefined> {
  if (!isWritten(run.deliberation)) return undefined;
  const claims = claimsOf(weighing, read);
  const written = writtenIn(run, read);
  const sentences = written?.status === 'answered' ? linkedSentences(written, claims).linked : [];
  const cited = sentences.map(({ text, claims: words }) => ({ text, claims: words }));
  return synthesisInWords(run, read, claims, await supportOf(run, cited, ports));
}

async function supportOf(
  { id, question }: Run,
  sentences: readonly { readonly text: string; readonly claims: readonly string[] }[],
  { consensus, log }: HoldPorts,
): Promise<readonly Support[] | undefined> {
  if (sentences.length === 0) return [];
  try {
    return await consensus.support({ question: weighedQuestion(question), sentences });
  } catch (error) {
    log.warn('SYNTHESIS_UNCHECKED', { consultationId: id, reason: messageOf(error) });
    return undefined;
  }
}
