/** The words on what others have said: what is asked of a judge, a ranking expert or a writer, and what it has said. */
import { isRanking } from '../../shared/contract/judge-round.ts';
import { formOfJudge, promptOfJudge, wordOfJudge } from '../../shared/domain/judge-prompt.ts';
import type { Asked, Prompt } from '../../shared/domain/prompt.ts';
import { formOfRanking, orderOfRanking, promptOfRanking } from '../../shared/domain/ranking-prompt.ts';
import { formOfSynthesis, type Ledger, promptOfSynthesis, synthesisIn } from '../../shared/domain/synthesis-prompt.ts';
import { ExpertFailure } from '../../shared/errors.ts';
import type { ModelReply } from '../../shared/ports/model.ts';
import type { ShownOfOthers } from './call.ts';
import type { ReadReply } from './read-reply.ts';

/** How a word on answers is asked for and read. */
interface Word {
  promptOf(asked: Asked, persona: string | undefined, flaw: string | undefined): Prompt;
  readonly form: Readonly<Record<string, unknown>>;
  /** Throws `ExpertFailure`, a reason to ask again, where it names no answers that were shown. */
  read(reply: ModelReply): ReadReply;
}

/** The word on what is shown in a round. */
export function wordOn(shown: ShownOfOthers): Word {
  if ('ledger' in shown) return wordOnLedger(shown.ledger);
  const { round, answers } = shown;
  const count = answers.length;
  const nameAt = (place: number) => answers[place]?.expert ?? '';
  if (isRanking({ round })) {
    return {
      promptOf: (asked, persona, flaw) => promptOfRanking(asked, answers, persona, flaw),
      form: formOfRanking(count),
      read: (reply) => {
        const read = orderOfRanking(reply.text, count);
        if (read === undefined) throw flawOf(reply, 'it was not one JSON object with a list of all letters, each once');
        return { reply, reading: { answer: read.reason }, said: { order: read.places.map(nameAt) } };
      },
    };
  }
  return {
    promptOf: (asked, persona, flaw) => promptOfJudge(asked, answers, persona, flaw),
    form: formOfJudge(count),
    read: (reply) => {
      const read = wordOfJudge(reply.text, count);
      if (read === undefined) throw flawOf(reply, 'it was not one JSON object with a reason and the letter of an answer');
      return { reply, reading: { answer: read.reason }, said: { choice: read.place === null ? null : nameAt(read.place) } };
    },
  };
}

function wordOnLedger(ledger: Ledger): Word {
  return {
    promptOf: (asked, persona, flaw) => promptOfSynthesis(asked, ledger, persona, flaw),
    form: formOfSynthesis(ledger.claims.length),
    read: (reply) => {
      const synthesis = synthesisIn(reply.text, ledger);
      if (synthesis === undefined) throw flawOf(reply, 'it was not one JSON object with sentences that cite claims by their numbers');
      return { reply, reading: { answer: synthesis.sentences.map(({ text }) => text).join(' ') }, said: { synthesis } };
    },
  };
}

function flawOf({ usage }: ModelReply, message: string): ExpertFailure {
  return new ExpertFailure('schema-mismatch', message, { usage });
}
