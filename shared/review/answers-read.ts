/** What the answers of one review say, each read once: ahead of the report in turns with everybody else's work, or when the report asks. */
import { setImmediate } from 'node:timers/promises';
import { type JudgementRead, readJudgements } from './judgements.ts';
import { type ReadFindings, readFindings } from './read-findings.ts';

/** The readings of one report. */
export class AnswersRead {
  readonly #findings = new Map<string, ReadFindings>();
  readonly #judgements = new Map<string, JudgementRead>();

  /** The findings that an answer lists. */
  findings(answer: string): ReadFindings {
    return once(this.#findings, answer, readFindings);
  }

  /** What an answer says of the findings of rules. */
  judgements(answer: string): JudgementRead {
    return once(this.#judgements, answer, readJudgements);
  }

  /** Reads answers, and lets others work between one and the next: fifty of them may take seconds together. */
  async ahead(answers: readonly string[], { judged }: { readonly judged: boolean }): Promise<void> {
    for (const answer of answers) {
      this.findings(answer);
      await setImmediate();
      if (judged) {
        this.judgements(answer);
        await setImmediate();
      }
    }
  }
}

function once<Read>(known: Map<string, Read>, answer: string, read: (answer: string) => Read): Read {
  const found = known.get(answer);
  if (found !== undefined) return found;
  const made = read(answer);
  known.set(answer, made);
  return made;
}
