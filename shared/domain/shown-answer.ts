/** An expert's answer as others are shown it: its words without a name, as foreign text that closes no mark. */
import type { Opinion } from '../contract/opinion.ts';
import { escapeFences } from './prompt.ts';

/** The words of an answer with what they come to, which is kept apart from them; of a long one the two ends, so many bytes. */
export function shownAnswer({ answer = '', vote, conclusion }: Pick<Opinion, 'answer' | 'vote' | 'conclusion'>, bytes: number): string {
  const line = vote === undefined ? conclusion && `Conclusion: ${conclusion}` : `Answer: ${vote}`;
  return bothEnds(escapeMarks(escapeFences([answer.trim(), line].filter(Boolean).join('\n'))), bytes);
}

/** No text can open or close a mark around an answer that is shown. */
export function escapeMarks(text: string): string {
  return text.replaceAll(/<(?=\s*(?:\/\s*)?(?:own|others?|answers?|claims?)\b)/gi, '&lt;');
}

/** The beginning and the end of a text that is too long to be shown: reasons stand first, and what they come to stands last. */
function bothEnds(text: string, most: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  const half = most / 2 - 4;
  // A character that is cut in two becomes a replacement mark, which goes too.
  const first = bytes
    .subarray(0, half)
    .toString()
    .replace(/\uFFFD{1,3}$/, '');
  const last = bytes
    .subarray(-half)
    .toString()
    .replace(/^\uFFFD{1,3}/, '');
  return `${first}\n…\n${last}`;
}
