/** A review: what was found, worst first, and what was looked at. */
import { dirOf } from '../markdown/direction.ts';
import { sayCount } from '../text/format.ts';
import type { Review, ReviewedFile, ReviewFinding } from '../text/review.ts';
import { Prose } from './prose.tsx';
import { Source } from './source.tsx';

export function ReviewFindings({ review: { findings, unread }, open }: { readonly review: Review; readonly open: boolean }) {
  return (
    <section aria-labelledby="findings-title" class="evidence">
      <h2 id="findings-title">
        Findings <small>{findings.length === 0 ? 'none' : `${findings.length}, worst first`}</small>
      </h2>
      {findings.length === 0 && (
        <p class="hint">{open ? 'Nothing has been found so far.' : 'No expert has listed a finding that could be read.'}</p>
      )}
      <ul class="findings">
        {findings.map((finding) => (
          <Finding key={`${finding.file} ${finding.line} ${finding.title}`} finding={finding} />
        ))}
      </ul>
      {unread.length > 0 && (
        <p class="hint">No list of findings could be read in the answer of {unread.join(', ')}: it stands on the card.</p>
      )}
    </section>
  );
}

function Finding({ finding: { severity, title, reason, suggestion, file, line, experts } }: { readonly finding: ReviewFinding }) {
  return (
    <li class="card finding" data-severity={severity}>
      <p class="finding-head">
        <span class="tag severity">{severity}</span> <strong dir={dirOf(title)}>{title}</strong>
      </p>
      <p class="origin">
        {file !== '' && (
          <code dir="ltr">
            {file}
            {line !== undefined && `:${line}`}
          </code>
        )}{' '}
        raised by {experts.join(', ')}
      </p>
      {reason !== '' && <Prose text={reason} />}
      {suggestion !== '' && (
        <div class="suggestion">
          <p class="hint">Suggestion</p>
          <Prose text={suggestion} />
        </div>
      )}
    </li>
  );
}

export function ReviewedFiles({ review: { files, task } }: { readonly review: Review }) {
  return (
    <section aria-labelledby="files-title" class="evidence">
      <h2 id="files-title">
        Files <small>{sayCount(files.length, 'file')}</small>
      </h2>
      {files.map((file) => (
        <File key={file.path} file={file} />
      ))}
      <details>
        <summary>What the experts were asked</summary>
        <Prose text={task} />
      </details>
    </section>
  );
}

function File({ file: { path, note, text } }: { readonly file: ReviewedFile }) {
  const name = (
    <>
      <code dir="ltr">{path}</code> {note !== '' && <small>{note}</small>}
    </>
  );
  if (text === '') return <p>{name}</p>;
  return (
    <details>
      <summary>{name}</summary>
      <Source text={text} language="" />
    </details>
  );
}
