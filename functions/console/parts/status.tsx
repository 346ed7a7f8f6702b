/** A status as a word with a sign, so that colour is not its only sign. */
import { sayStatus } from '../text/format.ts';

const signs: Readonly<Record<string, string>> = {
  open: '◌',
  waiting: '◌',
  decided: '✓',
  answered: '✓',
  late: '◷',
  unreadable: '?',
  abstained: '–',
  abandoned: '⊘',
  timeout: '◷',
  'no-consensus': '≠',
  'no-quorum': '∅',
  failed: '✗',
  cancelled: '–',
};

export function Status({ status }: { readonly status: string }) {
  return (
    <span class="status" data-status={status}>
      <span aria-hidden="true">{signs[status] ?? '·'}</span> {sayStatus(status)}
    </span>
  );
}
