/** How many answers a run takes at least. */

/** Answers without which nothing is decided: the quorum, unless circle or caller have lowered it openly. */
export function leastAnswers({ quorum, minimum = quorum }: { readonly quorum: number; readonly minimum?: number | undefined }): number {
  return Math.min(minimum, quorum);
}
