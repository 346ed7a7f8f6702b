/** `circle reliability`: what a circle has learnt of its experts. */
import { percent } from '../../shared/domain/words.ts';
import { type Address, openClient } from './client.ts';
import { printAnswer } from './list.ts';

/** Prints the estimates by kind of question, or JSON. */
export async function showReliability(circle: string, asJson: boolean, address: Address): Promise<void> {
  const learnt = await openClient(address).reliability(circle);
  const rows = learnt.kinds.flatMap(({ kind, evidence, weighs, estimates }) =>
    Object.entries(estimates).map(([expert, chance]) => [
      kind,
      expert,
      percent(chance),
      evidence.toFixed(1),
      weighs ? 'decides' : 'is only reported',
    ]),
  );
  const nothing = learnt.learning === 'off' ? 'this circle does not learn' : 'nothing has been learnt yet';
  printAnswer(learnt, rows.length === 0 ? [[nothing]] : [['KIND', 'EXPERT', 'RIGHT', 'EVIDENCE', 'WHAT IS LEARNT'], ...rows], asJson);
}
