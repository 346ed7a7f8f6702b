import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { showProgress } from '../../../functions/cli/batch/show-progress.ts';

/** A stream that keeps what is written, as a terminal or not. */
function listen(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 }) as unknown as NodeJS.WriteStream & PassThrough;
  return { stream, said: () => String(stream.read() ?? '') };
}

describe('the progress of a batch', () => {
  it('is a bar on a terminal, which begins where the last run has stopped', () => {
    const { stream, said } = listen(true);
    const shown = showProgress(4, 2, 0.5, stream);
    shown.advance(0.75);
    shown.advance(1);
    shown.stop();
    expect(said()).toMatch(/2\/4 · \$0\.5000[\s\S]*4\/4 · \$1\.0000/);
  });

  it('is a line for each tenth elsewhere, and one at the end', () => {
    const { stream, said } = listen(false);
    const shown = showProgress(25, 0, 0, stream);
    for (let done = 1; done <= 25; done += 1) shown.advance(done / 100);
    shown.stop();
    const lines = said().trimEnd().split('\n');
    expect(lines).toHaveLength(9);
    expect([lines[0], lines.at(-1)]).toEqual(['3/25 · $0.0300', '25/25 · $0.2500']);
  });
});
