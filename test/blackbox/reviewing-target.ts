/** Embedded mode with a circle that reviews from a script. */
import { writeReviewingCircle } from '../support/reviewing-circle.ts';
import { inProcess } from './in-process-target.ts';
import type { OpenTarget } from './target.ts';

/** Opens it; closing it takes its knowledge folder away. */
export async function openReviewingTarget(): Promise<OpenTarget> {
  const knowledge = writeReviewingCircle();
  const target = await inProcess.open(knowledge.path);
  return {
    ...target,
    async close() {
      await target.close();
      knowledge.remove();
    },
  };
}
