/** Puts whole files before the rules of a circle. */
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import { type NewConsultation, newConsultation } from '../../../shared/contract/question.ts';
import { reviewOptions } from '../../../shared/contract/review.ts';
import { bytesOf, type ReviewFile, reviewMaxBytes, reviewMaxFiles } from '../../../shared/contract/rules.ts';
import { reviewMetadata } from '../../../shared/review/asked-review.ts';
import type { Material } from '../../../shared/review/material.ts';
import { rulesQuestion } from '../../../shared/review/question.ts';
import { type RuleVoice, voiceOf } from '../../../shared/review/rule-voice.ts';
import { parseInput } from '../../../shared/runtime/define-function.ts';
import { consultOrCancel } from '../consult-or-cancel.ts';

/** Which circle is asked, and what it reviews, by the name of its history. */
export interface AskedRules {
  readonly circle: string;
  readonly subject?: string | undefined;
}

/** Asks the circle of rules about the files, in parts where they are many. */
export async function askRules(
  client: CircleClient,
  { kind, texts }: Pick<Material, 'kind' | 'texts'>,
  asked: AskedRules,
): Promise<RuleVoice> {
  const { files = [], missing = [] } = texts ?? {};
  const fitting = files.filter((file) => bytesOf({ files: [file] }) <= reviewMaxBytes);
  const ended: Consultation[] = [];
  for (const part of partsOf(fitting)) ended.push(await consultOrCancel(client, bodyOf(part, kind, asked), { quiet: true }));
  const tooLarge = files.filter((file) => !fitting.includes(file)).map(({ path }) => ({ path, why: 'too large for rules' }));
  return voiceOf(ended, [...missing.map(({ path, reason }) => ({ path, why: reason })), ...tooLarge]);
}

function partsOf(files: readonly ReviewFile[]): readonly (readonly ReviewFile[])[] {
  const parts: ReviewFile[][] = [];
  let room = 0;
  for (const file of files) {
    const bytes = bytesOf({ files: [file] });
    const last = parts.at(-1);
    if (last === undefined || bytes > room || last.length >= reviewMaxFiles) {
      parts.push([file]);
      room = reviewMaxBytes - bytes;
    } else {
      last.push(file);
      room -= bytes;
    }
  }
  return parts;
}

function bodyOf(files: readonly ReviewFile[], kind: Material['kind'], { circle, subject }: AskedRules): NewConsultation {
  return parseInput(newConsultation, {
    question: rulesQuestion(
      kind,
      files.map(({ path }) => path),
    ),
    kind: 'choice',
    options: reviewOptions,
    ordered: true,
    circle,
    review: { files },
    metadata: reviewMetadata(subject, { command: 'review' }),
  });
}
