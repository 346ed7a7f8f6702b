/** What a batch writes of a line can be joined with what was asked, without the server. */
import { describe, expect, it } from 'vitest';
import { type BatchLine, readLines } from '../../../functions/cli/batch/lines.ts';
import { resultOf } from '../../../functions/cli/batch/result-of.ts';
import { batchResult } from '../../../shared/contract/batch.ts';
import { viewConsultation } from '../../../shared/domain/consultation-view.ts';
import { sampleOpinion, sampleRun, sampleVerdict } from '../../ports/samples.ts';

const given = { id: '0042', question: 'Is it so?', options: ['yes', 'no'], metadata: { team: 'a' } };
const [line, bare] = readLines(`${JSON.stringify(given)}\n"Why?"`, {}) as [BatchLine, BatchLine];
const run = sampleRun({ id: 'run-1', question: 'Is it so?', status: 'decided', metadata: { team: 'a', 'batch-line': line.digest } });
const ended = viewConsultation(run, [sampleOpinion('expert-0')], [], sampleVerdict());

describe('the result of a line', () => {
  it('gives back the id, the question and the metadata of the line as they were given', () => {
    const result = resultOf(line, ended, { full: false });
    expect(result).toMatchObject({ line: 1, key: '0042', id: 'run-1', question: 'Is it so?', metadata: { team: 'a' }, status: 'decided' });
    expect(result).not.toHaveProperty('opinions');
    expect(batchResult.parse(result)).toEqual(result);
  });

  it('has what each expert has said where it is to be full', () => {
    const { opinions } = batchResult.parse(resultOf(line, ended, { full: true }));
    expect(opinions).toEqual(ended.opinions);
    expect(opinions?.[0]).toMatchObject({ expert: 'expert-0', answer: expect.any(String) });
  });

  it('leaves out what a line has not', () => {
    const result = resultOf(bare, ended, { full: false });
    expect(result).not.toHaveProperty('key');
    expect(result).not.toHaveProperty('metadata');
  });

  it('is begun by its line, by which a result that was cut off is known', () => {
    expect(JSON.stringify(batchResult.parse(resultOf(line, ended, { full: true })))).toMatch(/^\{"line":1,/);
  });
});
