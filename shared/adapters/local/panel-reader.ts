/** Where the core's child gets its panels from: in embedded mode it reads no table. */
import type { Awaited } from '../../contract/reading.ts';
import type { Outcome, ReliabilityState } from '../../contract/reliability.ts';
import type { Panel } from '../../contract/verdict.ts';

export interface PanelReader {
  /** The frozen answers of a run, with what is known of its experts. */
  toWeigh(consultationId: string, outcome?: Outcome, answers?: 'first'): Promise<Panel>;
  /** The frozen answers of all rounds, each under its `opinionName`. */
  toCompare(consultationId: string): Promise<Panel>;
  /** What is in of an open run, as it would be weighed, and whose answers are still under way. */
  toSettle(consultationId: string): Promise<{ readonly panel: Panel; readonly awaited: readonly Awaited[] }>;
  /** What is in of a run, open or not, and everybody who has a seat; with what is known of its experts now, or with the state given. */
  toJudge(consultationId: string, known?: ReliabilityState): Promise<{ readonly panel: Panel; readonly seats: readonly Awaited[] }>;
  /** The frozen answers of ended runs, each with its feedback where there is some; runs that have gone are left out. */
  toRelearn(consultationIds: readonly string[]): Promise<readonly Panel[]>;
}
