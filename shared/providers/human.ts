/** A human expert has a seat but is never asked: the opinion is handed in through the API. */
import { ExpertFailure } from '../errors.ts';
import type { Model } from '../ports/model.ts';

/** Rejects every question, for the case that one is queued to a human by mistake. */
export const human: Model = {
  async ask({ seat }) {
    throw new ExpertFailure('request-rejected', `${seat.expert} is a human: the opinion is submitted through the API`);
  },
};
