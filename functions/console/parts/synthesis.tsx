/** A synthesis beside the answer: each sentence with the claims that it rests on. */
import type { ShownSynthesis } from '../../../shared/contract/synthesis.ts';
import { sayGrounds, saySynthesis } from '../../../shared/domain/say-synthesis.ts';
import { dirOf } from '../markdown/direction.ts';

export function Synthesis({ synthesis }: { readonly synthesis: ShownSynthesis }) {
  return (
    <section aria-labelledby="synthesis-title" class="evidence synthesis">
      <h2 id="synthesis-title">
        Synthesis <small>{saySynthesis(synthesis)}</small>
      </h2>
      {synthesis.sentences.length > 0 && (
        <ul>
          {synthesis.sentences.map((sentence) => (
            <li key={`${sentence.claims.join(' ')} ${sentence.text}`}>
              <span dir={dirOf(sentence.text)}>{sentence.text}</span> <small>{sayGrounds(sentence)}</small>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
