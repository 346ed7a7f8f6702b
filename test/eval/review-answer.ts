/** The parts of an answer of the program `review` that are measured. */
import * as z from 'zod';

const answer = z.object({
  findings: z.array(z.object({ file: z.string(), line: z.int().min(1), source: z.string(), rule: z.string(), severity: z.string() })),
  notReviewed: z.array(z.object({ path: z.string(), why: z.string() })),
});

/** An answer as it is measured. */
export type ReviewAnswer = z.infer<typeof answer>;

/** Reads an answer of one line. */
export function readAnswer(line: string): ReviewAnswer {
  return answer.parse(JSON.parse(line));
}
