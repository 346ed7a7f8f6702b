/** Reviews by HTTP: files go in, a report comes out, with whoever sits in the circle. */
import { expect } from 'vitest';
import { reviewed } from '../../../shared/contract/new-review.ts';
import type { Tell } from './context.ts';

const list = (line: number) =>
  `\`\`\`json\n[{"severity":"high","file":"Dockerfile","line":${line},"title":"Moving tag","reason":"It moves."}]\n\`\`\`\nAnswer: revise`;

/** Tells what a review is by `POST /v1/reviews`. */
export function tellReviewing(tell: Tell): void {
  tell('reviews a change, shows it to the experts, and reports what they find with file and line', async ({ circle }) => {
    const files = [{ path: 'Dockerfile', text: 'FROM a:latest\n', before: 'FROM a:1\n' }];
    const body = { files, experts: ['reviewer'], quorum: 1, deadlineSeconds: 600 };
    const answer = await circle.send('POST', '/v1/reviews', { body });
    expect(answer.status, answer.text).toBe(202);
    const { id } = JSON.parse(answer.text) as { id: string };
    expect((await circle.look(id)).question).toContain('1 +| FROM a:latest');
    const open = await circle.send('GET', `/v1/reviews/${id}`);
    const handedIn = await circle.handIn(id, 'reviewer', list(1));
    expect(handedIn, handedIn.text).toMatchObject({ status: 201 });
    await circle.end(id);
    const ended = await circle.send('GET', `/v1/reviews/${id}`);
    expect(reviewed.parse(JSON.parse(open.text)).report).toBeNull();
    expect(reviewed.parse(JSON.parse(ended.text))).toMatchObject({
      status: 'decided',
      links: { consultation: `/v1/consultations/${id}` },
      report: { verdict: 'revise', exitCode: 1, findings: [{ file: 'Dockerfile', line: 1, severity: 'high', experts: ['reviewer'] }] },
    });
  });
}
